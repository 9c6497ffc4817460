//! Writing an invoice or a credit note: a draft to go on with, or issued with
//! a number at once.

use crate::components::document_head::{Foot, Head};
use crate::components::named_customer::customer_of;

mod preview;
mod references;
mod review;

use std::rc::Rc;

use ledger::change::RecordId;
use ledger::date::Date;
use ledger::ids::{CustomerId, InvoiceId, Version};
use ledger::invoice::review::{Remark, out_of_order};
use ledger::invoice::{Invoice, Totals};
use ledger::problem::{FieldName, Refusal};
use yew::prelude::*;

use self::preview::Preview;
use crate::components::absent::absent;
use crate::components::action::{
    Action, ClosedReason, FailureNotice, ProblemList, override_of, use_action,
};
use crate::components::conflict;
use crate::components::derived::use_directory;
use crate::components::document_lines::Lines;
use crate::components::editing::{Editing, use_editing};
use crate::components::kept_day::{AskDay, KeptDay};
use crate::components::terms_fields::{self, TermsView};
use crate::dispatch::{Dispatcher, Done, NotDone};
use crate::form::Problems;
use crate::form::customers::Directory;
use crate::form::invoice::{InvoiceField as F, InvoiceForm as Form, Read};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{ListQuery, Route, use_navigator};
use crate::state::View;
use crate::ui::{Button, ButtonKind, LinkButton, Notice, Tone};

#[derive(Properties, PartialEq)]
pub struct InvoiceFormProps {
    #[prop_or_default]
    pub customer: Option<CustomerId>,
    #[prop_or_default]
    pub credits: Option<InvoiceId>,
    #[prop_or_default]
    pub draft: Option<InvoiceId>,
    /// What a new one begins with.
    #[prop_or_default]
    pub copies: Option<InvoiceId>,
}

/// Finds out what is to be written, or why nothing is.
#[component]
pub fn InvoiceForm(props: &InvoiceFormProps) -> Html {
    let view = use_view();
    match opened(&view, props) {
        Ok(opened) => html! { <Writing {opened} /> },
        Err(title) => absent(
            words::common::invoice(),
            title,
            &Route::Invoices(ListQuery::default()),
            words::invoice::back_to_list(),
        ),
    }
}

/// What the form begins with.
#[derive(Clone, PartialEq)]
struct Opened {
    form: Form,
    draft: Option<InvoiceId>,
    version: Version,
    scratch: AttrValue,
}

fn opened(view: &View, props: &InvoiceFormProps) -> Result<Opened, &'static str> {
    let book = &view.book;
    let business = book.business().map(|business| &**business);
    if business.is_none() {
        return Err(words::invoice_form::no_business());
    }
    let (mut form, scratch) = if let Some(id) = props.draft {
        let draft = book
            .invoices()
            .get(id)
            .ok_or(words::invoice_form::draft_missing())?;
        (
            Form::of(draft, business, view.today),
            format!("invoice-{id}"),
        )
    } else if let Some(id) = props.credits {
        let original = book
            .invoices()
            .get(id)
            .ok_or(words::invoice_form::no_invoice_to_credit())?;
        (
            Form::credit(original, business, view.today),
            format!("credit-{id}"),
        )
    } else if let Some(id) = props.copies {
        let original = book
            .invoices()
            .get(id)
            .ok_or(words::invoice_form::no_invoice_to_copy())?;
        (
            Form::copy(original, business, view.today),
            format!("copy-{id}"),
        )
    } else {
        (Form::new(business, view.today), "invoice-new".to_owned())
    };
    let begins_with = props.draft.or(props.credits).or(props.copies);
    let customer = match (begins_with, props.customer) {
        (Some(_), _) => Some(form.base.customer),
        (None, customer) => customer,
    };
    if let Some(known) = customer.and_then(|id| book.customers().get(id)) {
        form.customer = Directory::of(book).label(known);
        if begins_with.is_none() {
            form.adopt(book, known.id);
        }
    }
    Ok(Opened {
        form,
        draft: props.draft,
        version: props
            .draft
            .map_or(Version::NONE, |id| book.version(RecordId::Invoice(id))),
        scratch: scratch.into(),
    })
}

#[derive(Properties, PartialEq)]
struct WritingProps {
    opened: Opened,
}

#[component]
fn Writing(props: &WritingProps) -> Html {
    let view = use_view();
    let begun = use_state(|| props.opened.clone());
    let opened_on = use_state(|| view.today);
    let editing = use_editing(begun.form.clone(), begun.version, begun.scratch.clone());
    let directory = use_directory(&view.book);
    let saving = Saving {
        action: use_action(),
        dispatcher: use_dispatcher(),
        editing: editing.clone(),
        draft: begun.draft,
        reason: use_state(String::new),
        asked: use_state(|| None::<(KeptDay, Read)>),
        navigator: use_navigator(),
    };
    let on_forget = {
        let (editing, opened) = (editing.clone(), props.opened.clone());
        Callback::from(move |()| editing.reset(opened.form.clone(), opened.version))
    };
    let on_save = saving.callback(view.clone(), directory.clone(), false);
    let on_issue = saving.callback(view.clone(), directory.clone(), true);
    let onsubmit = on_issue.reform(|event: SubmitEvent| event.prevent_default());
    let form = editing.form();
    let preview = Rc::new(form.preview(&view.book));
    let title = match (form.is_credit_note(), begun.draft) {
        (true, None) => words::invoice_form::new_credit_note(),
        (true, Some(_)) => words::invoice_form::credit_note_draft(),
        (false, None) => words::places::new_invoice(),
        (false, Some(_)) => words::invoice_form::invoice_draft(),
    };
    let is_open = editing.state.differences.is_empty();
    let busy = saving.action.is_busy();
    html! {
        <form class="writing" {onsubmit} novalidate=true>
            <h1>{ title }</h1>
            { conflict::view(&editing, on_forget) }
            { view_issued_meanwhile(&view, begun.draft) }
            <ProblemList problems={editing.state.problems.clone()} />
            if let Some(failure) = saving.action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true on_close={saving.on_close()} />
            }
            <Head editing={editing.clone()} />
            { view_terms(&editing, (*preview).as_ref()) }
            <Lines editing={editing.clone()} preview={preview.clone()} />
            <Foot editing={editing.clone()} />
            { references::view(&editing) }
            { references::view_deposits(&editing, &view, &directory) }
            <Preview editing={editing.clone()} preview={preview.clone()} />
            { review::view(form, (*preview).as_ref(), &view, &directory, *opened_on) }
            <ClosedReason problems={editing.state.problems.clone()} reason={(*saving.reason).clone()}
                on_change={saving.on_reason()} />
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} {busy} disabled={!is_open}>{ if form.is_credit_note() { words::invoice_form::issue_credit_note() } else { words::invoice_form::issue_invoice() } }</Button>
                <Button writes=true {busy} disabled={!is_open} on_click={on_save}>{ words::invoice_form::save_draft() }</Button>
            </div>
            { saving.view_asked(&view) }
            <p class="hint">{ words::invoice_form::issue_hint() }</p>
        </form>
    }
}

/// The draft became an invoice in another tab while it was open here.
fn view_issued_meanwhile(view: &View, draft: Option<InvoiceId>) -> Html {
    let issued = draft
        .and_then(|id| view.book.invoices().get(id))
        .filter(|invoice| !invoice.is_draft());
    issued.map_or_else(Html::default, |invoice| {
        html! {
            <Notice tone={Tone::Warning}
                title={words::invoice_form::issued_meanwhile(&invoice.number())}
                text={words::invoice_form::issued_meanwhile_hint()}>
                <LinkButton href={Route::Invoice(invoice.id).href()}>{ words::invoice_form::open_it() }</LinkButton>
            </Notice>
        }
    })
}

/// When it is due; a credit note asks for nothing.
fn view_terms(editing: &Editing<Form>, preview: Option<&(Invoice, Totals)>) -> Html {
    let form = editing.form();
    if form.is_credit_note() {
        return html! {};
    }
    let on_change = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Terms(field), &value))
    };
    let total = preview.and_then(|(document, totals)| {
        ledger::money::Money::new(totals.payable, document.currency).ok()
    });
    terms_fields::view(&TermsView {
        form: &form.terms,
        on_change,
        problem: &|at| editing.problem(at),
        date: crate::form::date::read(&form.date).ok(),
        of_document: true,
        total,
        books: None,
    })
}

/// What saving and issuing have in common.
#[derive(Clone)]
struct Saving {
    action: Action,
    dispatcher: Dispatcher,
    editing: Editing<Form>,
    draft: Option<InvoiceId>,
    reason: UseStateHandle<String>,
    /// A draft whose day is asked about before it is issued.
    asked: UseStateHandle<Option<(KeptDay, Read)>>,
    navigator: crate::route::Navigator,
}

impl Saving {
    fn on_close(&self) -> Callback<()> {
        let action = self.action.clone();
        Callback::from(move |()| action.clear())
    }

    fn on_reason(&self) -> Callback<String> {
        let reason = self.reason.setter();
        Callback::from(move |text| reason.set(text))
    }

    fn callback(&self, view: Rc<View>, directory: Rc<Directory>, issue: bool) -> Callback<()> {
        let saving = self.clone();
        Callback::from(
            move |()| match saving.editing.form().read(&directory, !issue) {
                Err(problems) => saving.editing.found(problems),
                Ok(read) => match saving.odd_day(&view, &read).filter(|_| issue) {
                    Some(kept) => saving.asked.set(Some((kept, read))),
                    None => saving.save(&view, read, issue),
                },
            },
        )
    }

    /// What is odd about the day of a draft.
    fn odd_day(&self, view: &View, read: &Read) -> Option<KeptDay> {
        self.draft?;
        let past = self.editing.form().kept_day();
        let past = past.filter(|day| *day < view.today).map(Remark::DatedBack);
        let order = out_of_order(&view.book, read.document.kind, read.date);
        let remarks: Vec<Remark> = past.into_iter().chain(order).collect();
        (!remarks.is_empty()).then_some(KeptDay {
            day: read.date,
            remarks,
        })
    }

    /// The question, as long as it has no answer.
    fn view_asked(&self, view: &Rc<View>) -> Html {
        let Some((kept, read)) = &*self.asked else {
            return html! {};
        };
        let on_close = {
            let asked = self.asked.setter();
            Callback::from(move |()| asked.set(None))
        };
        let on_choose = {
            let (saving, view, read) = (self.clone(), view.clone(), read.clone());
            Callback::from(move |date: Date| {
                saving.asked.set(None);
                saving.editing.set(F::Date, &date.to_string());
                saving.save(
                    &view,
                    Read {
                        date,
                        ..read.clone()
                    },
                    true,
                );
            })
        };
        html! { <AskDay kept={kept.clone()} today={view.today} {on_choose} {on_close} /> }
    }

    fn save(&self, view: &Rc<View>, read: Read, issue: bool) {
        self.editing.found(Problems::default());
        let work = save(
            self.dispatcher.clone(),
            read,
            self.draft.map(|id| (id, self.editing.state.opened)),
            issue,
            override_of(&self.reason),
            self.editing.scratch.to_string(),
        );
        let work = told(
            work,
            self.editing.clone(),
            view.clone(),
            self.draft,
            self.dispatcher.clone(),
        );
        let navigator = self.navigator.clone();
        self.action.perform(work, move |done: Done| {
            let id = done.find(|id| match id {
                RecordId::Invoice(id) => Some(*id),
                _ => None,
            });
            navigator.go(id.map_or(Route::Invoices(ListQuery::default()), Route::Invoice));
        });
    }
}

/// Creates the customer where it is a new one, then saves or issues.
async fn save(
    dispatcher: Dispatcher,
    read: Read,
    draft: Option<(InvoiceId, Version)>,
    issue: bool,
    override_closed: Option<String>,
    scratch: String,
) -> Result<Done, NotDone> {
    let customer = customer_of(&dispatcher, read.customer.clone()).await?;
    let command = if issue {
        read.issue(customer, draft)
    } else {
        read.draft(customer, draft)
    };
    dispatcher
        .run(command, override_closed, Some(scratch))
        .await
}

/// Brings what was refused beside its fields: problems, or the version that
/// another tab saved.
async fn told(
    work: impl Future<Output = Result<Done, NotDone>>,
    editing: Editing<Form>,
    view: Rc<View>,
    draft: Option<InvoiceId>,
    dispatcher: Dispatcher,
) -> Result<Done, NotDone> {
    let done = work.await;
    match &done {
        Err(NotDone::Refused(Refusal::Problems(problems))) => {
            let form = editing.form();
            let problems = Problems::from(problems.as_slice());
            editing.found(
                problems
                    .moved(FieldName::Line, |line| form.place_of_line(line))
                    .moved(FieldName::Adjustment, |part| form.place_of_adjustment(part)),
            );
        }
        Err(NotDone::Refused(Refusal::Changed { now, .. })) => {
            let book = dispatcher.book().unwrap_or_else(|| view.book.clone());
            if let Some(theirs) = draft.and_then(|id| book.invoices().get(id)) {
                let business = book.business().map(|business| &**business);
                let mut form = Form::of(theirs, business, view.today);
                if let Some(customer) = book.customers().get(theirs.customer) {
                    form.customer = Directory::of(&book).label(customer);
                }
                editing.changed(form, *now);
            }
        }
        _ => {}
    }
    done
}
