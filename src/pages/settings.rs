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
            <h1>{ words::places::settings() }</h1>
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
            <h3>{ words::terms::title() }</h3>
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
            <h2 id="business">{ words::settings::your_business() }</h2>
            { record.view(words::settings::save(), onsubmit, fields) }
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
            <Select name="currency" label={words::settings::home_currency()} value={form.currency.clone()} options={currencies()}
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
        (true, "qr") => Some(words::settings::qr_hint()),
        (true, _) => Some(words::settings::qr_needed()),
        (false, "creditor") => Some(words::settings::rf_hint()),
        _ => None,
    };
    let choices = [
        ("number", words::settings::reference_number()),
        ("creditor", words::settings::reference_rf()),
        ("qr", words::settings::reference_qr()),
    ];
    let choices = choices.map(|(value, text)| (value.into(), text.into()));
    html! {
        <div role="group" aria-label={words::settings::how_paid()}>
            <h3>{ words::settings::how_paid() }</h3>
            <div class="fields">
                { bank_fields::view(&form.bank, &on_bank, &|at| editing.problem(at), words::settings::account_name_hint()) }
                <Select name="payment-reference" label={words::bank::payment_reference()} value={form.payment_reference.clone()}
                    options={choices.to_vec()} on_change={editing.setter(F::PaymentReference)}
                    problem={editing.problem(FieldName::PaymentReference)} {hint} />
                if form.payment_reference == "qr" {
                    <Field name="reference-prefix" label={words::settings::reference_prefix()} value={form.reference_prefix.clone()}
                        on_change={editing.setter(F::ReferencePrefix)} problem={editing.problem(FieldName::ReferencePrefix)}
                        hint={words::settings::reference_prefix_hint()} />
                }
                <Field name="payment-link" label={words::document::payment_link()} value={form.payment_link.clone()} class="wide"
                    on_change={editing.setter(F::PaymentLink)}
                    problem={link_problem(&form.payment_link).or_else(|| editing.problem(FieldName::PaymentLink))}
                    hint={words::settings::payment_link_hint()} />
            </div>
        </div>
    }
}

/// How money that comes in is put against invoices.
fn view_receipts(editing: &Editing<BusinessForm>) -> Html {
    let form = editing.form();
    let orders = [
        ("due", words::settings::longest_due()),
        ("issued", words::settings::oldest_invoice()),
        ("smallest", words::settings::smallest_amount()),
    ];
    let orders = orders.map(|(value, text)| (value.into(), text.into()));
    html! {
        <div role="group" aria-label={words::settings::incoming()}>
            <h3>{ words::settings::incoming() }</h3>
            <div class="fields">
                <Select name="order" label={words::settings::settles_first()} value={form.order.clone()} options={orders.to_vec()}
                    on_change={editing.setter(F::Order)} problem={editing.problem(FieldName::Order)} />
                <Field name="write-off-up-to" label={words::settings::write_off_up_to(&form.currency)}
                    input={Input::Number} value={form.write_off_up_to.clone()} on_change={editing.setter(F::WriteOffUpTo)}
                    problem={editing.problem(FieldName::WriteOffUpTo)} hint={words::settings::write_off_hint()} />
                <Field name="post-up-to" label={words::settings::confirm_exact()} input={Input::Number} value={form.post_up_to.clone()}
                    on_change={editing.setter(F::PostUpTo)} problem={editing.problem(FieldName::PostUpTo)}
                    hint={words::settings::confirm_exact_hint()} />
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
        Err(why) if !begun && !half => Some(text::values::link(&why)),
        _ => None,
    }
}
