//! One customer: what is owed, the documents and payments, the details, and
//! the right to be erased.

use ledger::problem::FieldName;
use std::rc::Rc;

use ledger::book::Book;
use ledger::change::RecordId;
use ledger::command::Command;
use ledger::customer::Customer as Record;
use ledger::date::Date;
use ledger::erasure::{self, Kept};
use ledger::ids::{CustomerId, Version};
use ledger::late::Audience;
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::action::{FailureNotice, use_action};
use crate::components::bank_fields;
use crate::components::choices::{currencies, languages};
use crate::components::collecting::Collecting;
use crate::components::derived::use_derived;
use crate::components::details_fields::DetailsFields;
use crate::components::editing::Editing;
use crate::components::named_customer::customer_id;
use crate::components::record_form::{stay, use_record_form};
use crate::components::rows::{document_columns, document_row, payment_columns, payment_row};
use crate::components::terms_fields::{self, TermsView};
use crate::components::working::view_working_at;
use crate::dispatch::{Long, Progress};
use crate::form::customer::{CustomerField as F, CustomerForm};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::state::View;
use crate::text::format::{self, NONE};
use crate::text::reminders;
use crate::ui::{
    Button, ButtonKind, Check, Column, Dialog, Empty, Field, Input, LinkButton, Place, Row, Select,
    Table,
};

#[component]
pub fn NewCustomer() -> Html {
    html! {
        <>
            <h1>{ words::places::new_customer() }</h1>
            <section aria-labelledby="details">
                <h2 id="details">{ words::customers::details() }</h2>
                <Details form={CustomerForm::default()} id={None::<CustomerId>} opened={Version::NONE} />
            </section>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct CustomerProps {
    pub id: CustomerId,
}

#[component]
pub fn Customer(props: &CustomerProps) -> Html {
    let view = use_view();
    let id = props.id;
    let Some(customer) = view.book.customers().get(id).cloned() else {
        return absent(
            words::common::customer(),
            words::customers::missing(),
            &Route::Customers,
            words::customers::back_to_list(),
        );
    };
    if customer.erased {
        return html! {
            <>
                <h1>{ words::customers::erased_title() }</h1>
                <Empty title={words::customers::erased_why()}
                    text={words::customers::erased_hint()} />
                <Documents {id} />
                if still_named(&view.book, id) {
                    <Erase {customer} />
                }
            </>
        };
    }
    let new_invoice = Route::NewInvoice {
        customer: Some(id),
        credits: None,
    };
    let new_payment = Route::NewPayment {
        customer: Some(id),
        invoice: None,
    };
    html! {
        <>
            <div class="bar">
                <h1>{ customer.details.name.clone() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true href={new_invoice.href()}>{ words::places::new_invoice() }</LinkButton>
                <LinkButton writes=true href={new_payment.href()}>{ words::places::record_payment() }</LinkButton>
            </div>
            <Balance {id} />
            <Documents {id} />
            <Collecting {id} />
            <section class="block" aria-labelledby="details">
                <h2 id="details">{ words::customers::details() }</h2>
                <Details form={CustomerForm::of(&customer)} id={Some(id)} opened={view.book.version(RecordId::Customer(id))} />
            </section>
            <Erase {customer} />
        </>
    }
}

/// Open, and unapplied, per currency.
#[component]
fn Balance(props: &CustomerProps) -> Html {
    let view = use_view();
    let sums = use_derived(&view.book, (props.id, view.today), |book, (id, today)| {
        balances(book, *id, *today)
    });
    html! {
        <section class="answer">
            <p>{ words::customers::owes_you() }</p>
            if sums.is_empty() {
                <p class="sum small num">{ words::customers::owes_nothing() }</p>
            }
            { for sums.iter().map(|(open, unapplied)| html! {
                <p key={open.currency().code()}>
                    <span class="sum small num" data-figure="outstanding" data-value={open.amount().to_string()}>{ format::money(*open) }</span>
                    if !unapplied.is_zero() {
                        <span class="quiet">{ format!(" {}", words::customers::credit(&format::money(*unapplied))) }</span>
                    }
                </p>
            }) }
        </section>
    }
}

fn balances(
    book: &Book,
    id: CustomerId,
    today: Date,
) -> Vec<(ledger::money::Money, ledger::money::Money)> {
    let options = ledger::report::aging::Options::as_of(today);
    let Ok(aging) = ledger::report::aging::aging(book, &options) else {
        return Vec::new();
    };
    let of = |aging: &ledger::report::aging::CurrencyAging| {
        let (_, sums) = aging
            .customers
            .iter()
            .find(|(customer, _)| *customer == id)?;
        Some((
            aging.money(sums.outstanding())?,
            aging.money(sums.unapplied)?,
        ))
    };
    aging.currencies.iter().filter_map(of).collect()
}

/// Documents and payments drawn at a time.
const ROWS: usize = 100;

/// On the page of a customer all rows are theirs: what they are called
/// otherwise comes first on a phone.
fn without_customer(mut columns: Vec<Column>, mut rows: Vec<Row>) -> (Vec<Column>, Vec<Row>) {
    let Some(place) = columns
        .iter()
        .position(|column| column.place == Place::Title)
    else {
        return (columns, rows);
    };
    columns.remove(place);
    for row in &mut rows {
        drop(row.cells.remove(place));
    }
    if let Some(first) = columns.first_mut() {
        first.place = Place::Title;
    }
    (columns, rows)
}

#[component]
fn Documents(props: &CustomerProps) -> Html {
    let view = use_view();
    let book = &view.book;
    let shown = use_state(|| ROWS);
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    let documents = book.invoices_of(props.id).collect::<Vec<_>>();
    let payments = book.payments_of(props.id).collect::<Vec<_>>();
    let left = |count: usize| count.saturating_sub(*shown);
    let (more_documents, more_payments) = (left(documents.len()), left(payments.len()));
    let newest = documents.iter().rev().take(*shown);
    let (document_columns, documents) = without_customer(
        document_columns(),
        newest
            .map(|invoice| document_row(book, invoice, view.today, None))
            .collect(),
    );
    let newest = payments.iter().rev().take(*shown);
    let (payment_columns, payments) = without_customer(
        payment_columns(),
        newest
            .map(|payment| payment_row(book, payment, view.today, None))
            .collect(),
    );
    html! {
        <>
            <section class="block" aria-labelledby="documents">
                <h2 id="documents">{ words::common::documents() }</h2>
                if documents.is_empty() {
                    <p class="quiet">{ words::customers::no_documents() }</p>
                } else {
                    <Table caption={words::common::documents()} columns={document_columns} rows={documents} more={more_documents} on_more={on_more.clone()} />
                }
            </section>
            if !payments.is_empty() {
                <section class="block" aria-labelledby="payments">
                    <h2 id="payments">{ words::places::payments() }</h2>
                    <Table caption={words::places::payments()} columns={payment_columns} rows={payments} more={more_payments} {on_more} />
                </section>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct DetailsProps {
    form: CustomerForm,
    id: Option<CustomerId>,
    opened: Version,
}

/// The details as a form.
#[component]
fn Details(props: &DetailsProps) -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let id = props.id;
    let scratch = id.map_or_else(|| "customer-new".to_owned(), |id| format!("customer-{id}"));
    let record = use_record_form(props.form.clone(), props.opened, scratch.into());
    let onsubmit = record.on_save(
        move |form, opened| form.command(id, opened),
        move |book| {
            let customer = id.and_then(|id| book.customers().get(id))?;
            Some(CustomerForm::of(customer))
        },
        move |editing, done| match (id, done.find(customer_id)) {
            (None, Some(id)) => navigator.go(Route::Customer(id)),
            _ => stay(editing, done),
        },
    );
    let editing = &record.editing;
    let fields = html! {
        <>
            { view_fields(editing) }
            <h3>{ words::customers::terms() }</h3>
            { view_terms(editing, &view) }
            { view_bank(editing) }
            { view_reminders(editing) }
        </>
    };
    record.view(words::customers::save(), onsubmit, fields)
}

fn view_fields(editing: &Editing<CustomerForm>) -> Html {
    let form = editing.form();
    let on_details = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Details(field), &value))
    };
    let mut options = vec![("".into(), words::customers::default_terms(NONE).into())];
    options.extend(currencies());
    html! {
        <div class="fields">
            <DetailsFields details={form.details.clone()} on_change={on_details} name_problem={editing.problem(FieldName::Name)} />
            <Field name="customer-number" label={words::customers::number()} value={form.number.clone()}
                on_change={editing.setter(F::Number)} problem={editing.problem(FieldName::Number)} />
            <Select name="customer-currency" label={words::common::currency()} value={form.currency.clone()} {options}
                on_change={editing.setter(F::Currency)} problem={editing.problem(FieldName::Currency)} />
            <Select name="customer-language" label={words::customers::language()} value={form.language.clone()}
                options={languages(words::customers::default_language())} on_change={editing.setter(F::Language)} />
            <Field name="customer-note" label={words::common::note()} input={Input::Lines} value={form.note.clone()}
                on_change={editing.setter(F::Note)} problem={editing.problem(FieldName::Note)} hint={words::customers::note_hint()} />
        </div>
    }
}

/// The terms of the customer's new documents.
fn view_terms(editing: &Editing<CustomerForm>, view: &View) -> Html {
    let on_change = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Terms(field), &value))
    };
    let books = view.book.business().map(|business| business.terms.clone());
    terms_fields::view(&TermsView {
        form: &editing.form().terms,
        on_change,
        problem: &|at| editing.problem(at),
        date: Some(view.today),
        of_document: false,
        total: None,
        books: Some(&books.unwrap_or_default()),
    })
}

/// Who owes, and whether they are reminded.
fn view_reminders(editing: &Editing<CustomerForm>) -> Html {
    let form = editing.form();
    let mut options: Vec<(AttrValue, AttrValue)> =
        vec![("".into(), words::reminders::audience_unknown().into())];
    options.extend(Audience::ALL.iter().map(|audience| {
        (
            audience.as_str().into(),
            reminders::audience(*audience).into(),
        )
    }));
    let on_never = {
        let editing = editing.clone();
        Callback::from(move |never: bool| {
            editing.set(F::NeverRemind, if never { "yes" } else { "" });
        })
    };
    html! {
        <div role="group" aria-label={words::places::reminders()}>
            <h3>{ words::places::reminders() }</h3>
            <div class="fields">
                <Select name="customer-audience" label={words::reminders::customer_audience()} value={form.audience.clone()} {options}
                    hint={words::reminders::audience_hint()} on_change={editing.setter(F::Audience)} />
            </div>
            <Check name="customer-never" label={words::reminders::customer_never()} checked={form.never_remind} on_change={on_never} />
        </div>
    }
}

fn view_bank(editing: &Editing<CustomerForm>) -> Html {
    let on_change = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Bank(field), &value))
    };
    html! {
        <div role="group" aria-label={words::customers::bank_details()}>
            <h3>{ words::customers::bank_details() }</h3>
            <p class="quiet">{ words::customers::bank_details_hint() }</p>
            <div class="fields">
                { bank_fields::view(&editing.form().bank, &on_change, &|at| editing.problem(at), words::customers::account_name_hint()) }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct EraseProps {
    customer: Rc<Record>,
}

/// Years that documents must be kept in most countries of the EU.
const RETENTION_YEARS: i32 = 10;

/// Whether documents of an erased customer still bear who they were.
fn still_named(book: &Book, id: CustomerId) -> bool {
    let mut parties = book.parties().iter();
    parties.any(|party| party.customer == Some(id) && !party.details.name.is_empty())
}

#[component]
fn Erase(props: &EraseProps) -> Html {
    let is_asked = use_state(|| false);
    let ask = |value: bool| {
        let is_asked = is_asked.setter();
        Callback::from(move |()| is_asked.set(value))
    };
    let erased = props.customer.erased;
    html! {
        <section class="block" aria-labelledby="erase">
            <h2 id="erase">{ words::customers::erase() }</h2>
            <p class="quiet">{ words::customers::erase_about() }</p>
            <Button writes=true on_click={ask(true)}>
                { if erased { words::customers::erase_kept_open() } else { words::customers::erase_open() } }
            </Button>
            if *is_asked {
                <AskErase customer={props.customer.clone()} on_close={ask(false)} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct AskEraseProps {
    customer: Rc<Record>,
    on_close: Callback<()>,
}

#[component]
fn AskErase(props: &AskEraseProps) -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let action = use_action();
    let working = use_state_eq(|| None::<(Long, Progress)>);
    let since = Date::new(view.today.year() - RETENTION_YEARS, 1, 1).unwrap_or(view.today);
    let keep = use_state(|| since.to_string());
    let id = props.customer.id;
    let day = keep.parse::<Date>().ok();
    let kept = use_derived(&view.book, (id, day), |book, (id, day)| {
        day.map(|day| erasure::kept(book, *id, day))
    });
    let on_keep = {
        let keep = keep.setter();
        Callback::from(move |value| keep.set(value))
    };
    let on_erase = {
        let (action, working) = (action.clone(), working.setter());
        let on_close = props.on_close.clone();
        Callback::from(move |()| {
            let Some(day) = day else {
                return;
            };
            let long = Long::telling({
                let working = working.clone();
                move |long, progress| working.set(Some((long, progress)))
            });
            let (dispatcher, working) = (dispatcher.clone(), working.clone());
            let work = async move {
                let command = Command::EraseCustomer {
                    customer: id,
                    keep_issued_since: day,
                };
                let done = dispatcher.run_long(&command, None, None, &long).await;
                working.set(None);
                done
            };
            let on_close = on_close.clone();
            action.perform(work, move |_| on_close.emit(()));
        })
    };
    let name = props.customer.details.name.as_str();
    let title = if name.is_empty() {
        words::customers::erase_kept_question().to_owned()
    } else {
        words::customers::erase_question(name)
    };
    html! {
        <Dialog {title} on_close={props.on_close.clone()}>
            <p>{ words::customers::cannot_be_undone() }</p>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} on_close={props.on_close.clone()} />
            }
            <Field name="erase-keep" label={words::customers::erase_since()} input={Input::Date}
                value={(*keep).clone()} on_change={on_keep}
                hint={words::customers::erase_since_hint()} />
            if let Some(kept) = &*kept {
                <p class="effect" role="status" data-test="erase-kept">{ what_stays(kept) }</p>
            }
            if let Some((long, progress)) = &*working {
                { view_working_at(words::customers::erasing(), long, *progress) }
            }
            <div class="actions">
                <Button kind={ButtonKind::Danger} writes=true disabled={day.is_none()} busy={action.is_busy()} on_click={on_erase}>{ words::customers::erase() }</Button>
                <Button on_click={props.on_close.clone()}>{ words::common::cancel() }</Button>
            </div>
        </Dialog>
    }
}

/// What an erasure leaves as it is, and why.
fn what_stays(kept: &Kept) -> String {
    const NAMED: usize = 5;
    if kept.is_nothing() {
        return words::customers::erase_keeps_nothing().to_owned();
    }
    let mut parts = Vec::new();
    if !kept.documents.is_empty() {
        let count = words::counts::documents(kept.documents.len());
        let mut numbers = kept.documents.clone();
        numbers.truncate(NAMED);
        let more = kept.documents.len() - numbers.len();
        if more > 0 {
            numbers.push(words::customers::more(&format::count(more)));
        }
        parts.push(format!("{count} ({})", numbers.join(", ")));
    }
    for (count, text) in [
        (kept.payments, words::counts::payments(kept.payments)),
        (kept.lines, words::counts::bank_lines(kept.lines)),
    ] {
        if count > 0 {
            parts.push(text);
        }
    }
    let newest = kept.newest.map_or_else(String::new, |day| {
        words::customers::erase_newest(&format::date(day))
    });
    words::customers::erase_keeps(&parts.join(", "), &newest)
}
