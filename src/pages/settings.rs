//! The user's own business, its taxes and number series, and closed periods.

use ledger::book::Book;

use crate::components::record_form::{stay, use_record_form};

mod closing;
mod device;
mod documents;
mod mails;
mod series;
mod taxes;

use ledger::business::Business;
use ledger::change::RecordId;
use ledger::date::Date;
use ledger::identifier::Iban;
use ledger::problem::FieldName;
use yew::prelude::*;

use self::closing::Closing;
use self::device::ThisDevice;
use self::documents::Documents;
use self::series::AllSeries;
use self::taxes::Taxes;
use crate::components::bank_fields;
use crate::components::choices::currencies;
use crate::components::details_fields::DetailsFields;
use crate::components::editing::Editing;
use crate::components::terms_fields::{self, TermsView};
use crate::form::business::{BusinessField as F, BusinessForm};
use crate::hooks::use_view;
use crate::text;
use crate::ui::{Field, Input, Select};

#[component]
pub fn Settings() -> Html {
    html! {
        <>
            <h1>{ "Settings" }</h1>
            <Profile />
            <AllSeries />
            <Closing />
            <ThisDevice />
        </>
    }
}

/// The business as a form.
#[component]
fn Profile() -> Html {
    let view = use_view();
    let opened = view.book.version(RecordId::Business);
    let record = use_record_form(form_of(&view.book), opened, "business".into());
    let onsubmit = record.on_save(BusinessForm::command, |book| Some(form_of(book)), stay);
    let editing = &record.editing;
    let fields = html! {
        <>
            { view_fields(editing) }
            <h3>{ "Terms of payment" }</h3>
            { view_terms(editing, view.today) }
            { view_payment(editing) }
            { view_receipts(editing) }
            <Documents editing={editing.clone()} />
            { mails::view(editing, view.today) }
            <Taxes editing={editing.clone()} />
        </>
    };
    html! {
        <section class="block" aria-labelledby="business">
            <h2 id="business">{ "Your business" }</h2>
            { record.view("Save settings", onsubmit, fields) }
        </section>
    }
}

fn form_of(book: &Book) -> BusinessForm {
    let business = book.business().map(|business| &**business);
    business.map_or_else(|| BusinessForm::of(&Business::default()), BusinessForm::of)
}

fn view_fields(editing: &Editing<BusinessForm>) -> Html {
    let form = editing.form();
    let on_details = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Details(field), &value))
    };
    html! {
        <div class="fields">
            <DetailsFields details={form.details.clone()} on_change={on_details} name_problem={editing.problem(FieldName::Name)} />
            <Select name="currency" label="Currency of the books" value={form.currency.clone()} options={currencies()}
                on_change={editing.setter(F::Currency)} problem={editing.problem(FieldName::Currency)} />
        </div>
    }
}

/// The terms that new documents begin with.
fn view_terms(editing: &Editing<BusinessForm>, today: Date) -> Html {
    let on_change = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Terms(field), &value))
    };
    terms_fields::view(&TermsView {
        form: &editing.form().terms,
        on_change,
        problem: &|at| editing.problem(at),
        date: Some(today),
        of_document: false,
        total: None,
        books: None,
    })
}

/// The account, what payers quote, and a link to pay by.
fn view_payment(editing: &Editing<BusinessForm>) -> Html {
    let form = editing.form();
    let on_bank = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Bank(field), &value))
    };
    let is_qr = form
        .bank
        .iban
        .parse::<Iban>()
        .is_ok_and(|iban| iban.is_qr());
    let hint = match (is_qr, form.payment_reference.as_str()) {
        (true, "qr") => Some("Put into the Swiss QR-bill with your QR-IBAN."),
        (true, _) => Some("Yours is a QR-IBAN: a Swiss QR-bill with it needs the QR reference."),
        (false, "creditor") => Some(
            "RF and the number of the document with two check digits: banks find a wrong digit.",
        ),
        _ => None,
    };
    let choices = [
        ("number", "The document's number"),
        ("creditor", "RF reference of the number (ISO 11649)"),
        ("qr", "QR reference of the number (Swiss QR-IBAN)"),
    ];
    let choices = choices.map(|(value, text)| (value.into(), text.into()));
    html! {
        <div role="group" aria-label="How you are paid">
            <h3>{ "How you are paid" }</h3>
            <div class="fields">
                { bank_fields::view(&form.bank, &on_bank, &|at| editing.problem(at), "Where it is not your name above.") }
                <Select name="payment-reference" label="What payers quote" value={form.payment_reference.clone()}
                    options={choices.to_vec()} on_change={editing.setter(F::PaymentReference)}
                    problem={editing.problem(FieldName::PaymentReference)} {hint} />
                if form.payment_reference == "qr" {
                    <Field name="reference-prefix" label="Digits from your bank" value={form.reference_prefix.clone()}
                        on_change={editing.setter(F::ReferencePrefix)} problem={editing.problem(FieldName::ReferencePrefix)}
                        hint="Some banks ask that every reference begins with these." />
                }
                <Field name="payment-link" label="Link to pay by" value={form.payment_link.clone()} class="wide"
                    on_change={editing.setter(F::PaymentLink)}
                    problem={link_problem(&form.payment_link).or_else(|| editing.problem(FieldName::PaymentLink))}
                    hint="Of a payment service, beginning with https://. {number}, {amount} and {currency} stand for those of the document." />
            </div>
        </div>
    }
}

/// How money that comes in is put against invoices.
fn view_receipts(editing: &Editing<BusinessForm>) -> Html {
    let form = editing.form();
    let orders = [
        ("due", "Longest due"),
        ("issued", "Oldest invoice"),
        ("smallest", "Smallest amount"),
    ];
    let orders = orders.map(|(value, text)| (value.into(), text.into()));
    html! {
        <div role="group" aria-label="Money that comes in">
            <h3>{ "Money that comes in" }</h3>
            <div class="fields">
                <Select name="order" label="Settles first" value={form.order.clone()} options={orders.to_vec()}
                    on_change={editing.setter(F::Order)} problem={editing.problem(FieldName::Order)} />
                <Field name="write-off-up-to" label={format!("Write off differences up to ({})", form.currency)}
                    input={Input::Number} value={form.write_off_up_to.clone()} on_change={editing.setter(F::WriteOffUpTo)}
                    problem={editing.problem(FieldName::WriteOffUpTo)} hint="Offered with a payment that is short by so little. Empty: never." />
                <Field name="post-up-to" label="Post sure matches up to" input={Input::Number} value={form.post_up_to.clone()}
                    on_change={editing.setter(F::PostUpTo)} problem={editing.problem(FieldName::PostUpTo)}
                    hint="In the currency of the account, as a statement comes in. Empty: nothing is posted before you confirm it." />
            </div>
        </div>
    }
}

/// What is wrong with the link, once it can be told from one half typed.
fn link_problem(link: &str) -> Option<String> {
    let link = link.trim();
    let begun = "https://".starts_with(link) || link == "https://";
    let half = link.rfind('{') > link.rfind('}');
    match ledger::payment_code::link::check(link) {
        Err(why) if !begun && !half => Some(text::problem::sentence(&why.to_string())),
        _ => None,
    }
}
