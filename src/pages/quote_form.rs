//! The form of a quote: until when it holds, and what is offered.

use std::rc::Rc;

use ledger::book::Book;
use ledger::business::SeriesFor;
use ledger::change::RecordId;
use ledger::command::{Command, IssueQuote};
use ledger::date::Date;
use ledger::ids::{CustomerId, QuoteId, Version};
use ledger::invoice::review::Remark;
use ledger::problem::FieldName;
use ledger::quote::Quote;
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::action::{Action, use_action};
use crate::components::derived::use_directory;
use crate::components::document_head::{Foot, Head, Purpose};
use crate::components::document_lines::Lines;
use crate::components::kept_day::{AskDay, KeptDay};
use crate::components::named_customer::customer_of;
use crate::components::paired::{Paired, document_form, use_paired};
use crate::dispatch::{Dispatcher, NotDone};
use crate::form::Problems;
use crate::form::customers::Directory;
use crate::form::invoice::{InvoiceForm, Read};
use crate::form::quote::{QuoteField as F, QuoteForm as Days};
use crate::form::series::new_series;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Navigator, Route, use_navigator};
use crate::state::View;
use crate::ui::{Button, ButtonKind, Field, Input};

#[derive(Properties, PartialEq)]
pub struct QuoteFormProps {
    /// The draft.
    #[prop_or_default]
    pub quote: Option<QuoteId>,
    /// What a new one begins with.
    #[prop_or_default]
    pub copies: Option<QuoteId>,
    #[prop_or_default]
    pub customer: Option<CustomerId>,
}

/// What the form begins with.
#[derive(Clone, PartialEq)]
struct Opened {
    document: InvoiceForm,
    days: Days,
    quote: Option<QuoteId>,
    version: Version,
    scratch: String,
}

#[component]
pub fn QuoteForm(props: &QuoteFormProps) -> Html {
    let view = use_view();
    match opened(&view, props) {
        Ok(opened) => html! { <Writing {opened} /> },
        Err(title) => absent(
            words::quotes::quote(),
            title,
            &Route::Quotes,
            words::quotes::back_to_list(),
        ),
    }
}

fn opened(view: &View, props: &QuoteFormProps) -> Result<Opened, &'static str> {
    let book = &view.book;
    if book.business().is_none() {
        return Err(words::invoice_form::no_business());
    }
    let (document, days, scratch) = match (props.quote, props.copies) {
        (Some(id), _) => {
            let quote = book
                .quotes()
                .get(id)
                .ok_or(words::invoice_form::draft_missing())?;
            let days = Days::of(quote, view.today);
            (
                document_form(book, &quote.document, view.today),
                days,
                format!("quote-{id}"),
            )
        }
        (None, Some(id)) => {
            let quote = book
                .quotes()
                .get(id)
                .ok_or(words::quotes::no_quote_to_copy())?;
            (
                document_form(book, &quote.document, view.today),
                Days::new(view.today),
                format!("quote-copy-{id}"),
            )
        }
        (None, None) => {
            let business = book.business().map(|business| &**business);
            let mut document = InvoiceForm::new(business, view.today);
            if let Some(known) = props.customer.and_then(|id| book.customers().get(id)) {
                document.customer = Directory::of(book).label(known);
                document.adopt(book, known.id);
            }
            (document, Days::new(view.today), "quote-new".to_owned())
        }
    };
    Ok(Opened {
        document,
        days,
        quote: props.quote,
        version: props
            .quote
            .map_or(Version::NONE, |id| book.version(RecordId::Quote(id))),
        scratch,
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
    let both = use_paired(
        begun.document.clone(),
        begun.days.clone(),
        begun.version,
        &begun.scratch,
    );
    let action = use_action();
    let on_forget = {
        let (both, opened) = (both.clone(), props.opened.clone());
        Callback::from(move |()| {
            both.document.reset(opened.document.clone(), opened.version);
            both.beside.reset(opened.days.clone(), opened.version);
        })
    };
    let asked = use_state(|| None::<KeptDay>);
    let writer = Writer {
        dispatcher: use_dispatcher(),
        navigator: use_navigator(),
        both: both.clone(),
        directory: use_directory(&view.book),
        action: action.clone(),
        asked: asked.setter(),
        today: view.today,
        draft: begun.quote,
    };
    let on_save = |issue: bool, has_answer: bool| {
        let writer = writer.clone();
        Callback::from(move |chosen| writer.write(issue, has_answer, chosen))
    };
    let onsubmit = on_save(true, false).reform(|event: SubmitEvent| {
        event.prevent_default();
        None
    });
    let on_choose = on_save(true, true).reform(Some);
    let on_draft = on_save(false, false).reform(|()| None);
    let on_close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    let preview = Rc::new(both.document.form().preview(&view.book));
    let title = match begun.quote {
        None => words::places::new_quote(),
        Some(_) => words::quotes::quote_draft(),
    };
    let busy = action.is_busy();
    html! {
        <form class="writing" {onsubmit} novalidate=true>
            <h1>{ title }</h1>
            { both.view_told(&action, &on_forget) }
            <Head editing={both.document.clone()} purpose={Purpose::Undated} />
            { view_days(&both) }
            <Lines editing={both.document.clone()} {preview} />
            <Foot editing={both.document.clone()} purpose={Purpose::Undated} />
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} {busy} disabled={!both.is_open()}>{ words::quotes::issue() }</Button>
                <Button writes=true {busy} disabled={!both.is_open()} on_click={on_draft}>{ words::invoice_form::save_draft() }</Button>
            </div>
            if let Some(kept) = &*asked {
                <AskDay kept={kept.clone()} today={view.today} {on_choose} {on_close} />
            }
            <p class="hint">{ words::quotes::issue_hint() }</p>
        </form>
    }
}

fn view_days(both: &Paired<Days>) -> Html {
    let days = both.beside.form();
    html! {
        <div class="fields">
            <Field name="date" label={words::common::date()} input={Input::Date} value={days.date.clone()} required=true
                on_change={both.beside.setter(F::Date)} problem={both.beside.problem(FieldName::Date)} />
            <Field name="valid-until" label={words::quotes::valid_until()} input={Input::Date} value={days.valid_until.clone()}
                on_change={both.beside.setter(F::ValidUntil)} problem={both.beside.problem(FieldName::ValidUntil)}
                hint={words::quotes::valid_until_hint()} />
        </div>
    }
}

/// What saves and issues the quote that is written.
#[derive(Clone)]
struct Writer {
    dispatcher: Dispatcher,
    navigator: Navigator,
    both: Paired<Days>,
    directory: Rc<Directory>,
    action: Action,
    asked: UseStateSetter<Option<KeptDay>>,
    today: Date,
    draft: Option<QuoteId>,
}

impl Writer {
    /// Saves it, or issues it: on the day that was chosen, else on its own. A
    /// past day that it kept is asked about first.
    fn write(&self, issue: bool, has_answer: bool, chosen: Option<Date>) {
        let Some((read, quote, date)) = read_both(&self.both, &self.directory, issue) else {
            return;
        };
        let (today, draft) = (self.today, self.draft);
        let kept = self.both.document.form().base.draft_date;
        // The draft has had this day since it was saved.
        let is_past = issue && draft.is_some() && kept == Some(date) && date < today;
        if is_past && !has_answer {
            return self.asked.set(Some(KeptDay {
                day: date,
                remarks: vec![Remark::DatedBack(date)],
            }));
        }
        self.asked.set(None);
        let date = chosen.unwrap_or(date);
        let saving = Saving {
            dispatcher: self.dispatcher.clone(),
            both: self.both.clone(),
            today,
            draft,
            issue: issue.then_some(date),
        };
        let navigator = self.navigator.clone();
        let done = move |id: Option<QuoteId>| {
            navigator.go(id.map_or(Route::Quotes, Route::Quote));
        };
        self.action.perform(saving.save(read, quote), done);
    }
}

/// What stands in both; where something is wrong it is told beside the fields.
fn read_both(
    both: &Paired<Days>,
    directory: &Directory,
    issue: bool,
) -> Option<(Read, Quote, Date)> {
    let read = both.document.form().read(directory, !issue);
    let content = read.as_ref().map(|read| read.document.clone());
    let days = both.beside.form().read(content.unwrap_or_default());
    let told = |problems: Option<&Problems>| problems.cloned().unwrap_or_default();
    both.beside.found(told(days.as_ref().err()));
    both.document.found(told(read.as_ref().err()));
    let (quote, date) = days.ok()?;
    Some((read.ok()?, quote, date))
}

struct Saving {
    dispatcher: Dispatcher,
    both: Paired<Days>,
    today: Date,
    draft: Option<QuoteId>,
    /// On this day; else it stays a draft.
    issue: Option<Date>,
}

impl Saving {
    /// Creates the customer and the series where there is none, then saves or
    /// issues.
    async fn save(self, read: Read, mut quote: Quote) -> Result<Option<QuoteId>, NotDone> {
        let dispatcher = &self.dispatcher;
        quote.document.customer = customer_of(dispatcher, read.customer).await?;
        let opened = self.both.opened();
        let command = match self.issue {
            None => Command::SaveQuote {
                id: self.draft,
                quote: Box::new(quote),
                opened,
            },
            Some(date) => {
                self.add_series().await?;
                Command::IssueQuote(Box::new(IssueQuote {
                    draft: self.draft.map(|id| (id, opened)),
                    quote,
                    date,
                }))
            }
        };
        let theirs = |book: &Book| {
            let theirs = book.quotes().get(self.draft?)?;
            let document = document_form(book, &theirs.document, self.today);
            Some((document, Days::of(theirs, self.today)))
        };
        let done = self
            .both
            .save(dispatcher, command, Days::has, theirs)
            .await?;
        Ok(done.find(|id| match id {
            RecordId::Quote(id) => Some(*id),
            _ => None,
        }))
    }

    /// Books begin without a series for quotes.
    async fn add_series(&self) -> Result<(), NotDone> {
        let book = self.dispatcher.book();
        let has_one = book.is_some_and(|book| {
            let mut series = book.series().iter();
            series.any(|series| series.counts == SeriesFor::Quotes)
        });
        if !has_one {
            let command = new_series(SeriesFor::Quotes);
            self.dispatcher.run(command, None, None).await?;
        }
        Ok(())
    }
}
