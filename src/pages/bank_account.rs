//! One account of the user's own, or a new one.

use ledger::change::RecordId;
use ledger::ids::{BankAccountId, Version};
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::choices::currencies;
use crate::components::editing::Editing;
use crate::components::record_form::use_record_form;
use crate::form::bank_account::{BankAccountField as F, BankAccountForm};
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::text;
use crate::ui::{Check, Field, Select};

#[derive(Properties, PartialEq)]
pub struct BankAccountProps {
    #[prop_or_default]
    pub id: Option<BankAccountId>,
}

#[component]
pub fn BankAccount(props: &BankAccountProps) -> Html {
    let view = use_view();
    let book = &view.book;
    let account = props.id.and_then(|id| book.bank_accounts().get(id));
    if props.id.is_some() && account.is_none() {
        let title = words::bank::account_missing();
        return absent(
            words::bank::bank_account(),
            title,
            &Route::Bank,
            words::bank::back_to_bank(),
        );
    }
    let currency = book.business().map(|business| business.currency);
    let form = account.map_or_else(
        || BankAccountForm::new(currency.unwrap_or_default()),
        |account| BankAccountForm::of(account),
    );
    let opened = props
        .id
        .map_or(Version::NONE, |id| book.version(RecordId::BankAccount(id)));
    let title = account.map_or(words::places::new_bank_account(), |account| &account.name);
    html! {
        <>
            <h1 class="name">{ title.to_owned() }</h1>
            <Writing id={props.id} {form} {opened} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct WritingProps {
    id: Option<BankAccountId>,
    form: BankAccountForm,
    opened: Version,
}

#[component]
fn Writing(props: &WritingProps) -> Html {
    let navigator = use_navigator();
    let id = props.id;
    let scratch = id.map_or_else(
        || "bank-account-new".to_owned(),
        |id| format!("bank-account-{id}"),
    );
    let record = use_record_form(props.form.clone(), props.opened, scratch.into());
    let onsubmit = record.on_save(
        move |form, opened| form.command(id, opened),
        move |book| {
            let account = id.and_then(|id| book.bank_accounts().get(id))?;
            Some(BankAccountForm::of(account))
        },
        move |_, _| navigator.go(Route::Bank),
    );
    record.view(
        words::bank::save_account(),
        onsubmit,
        view_fields(&record.editing),
    )
}

fn view_fields(editing: &Editing<BankAccountForm>) -> Html {
    let form = editing.form();
    let check = |field: F| editing.setter(field).reform(|on: bool| on.to_string());
    html! {
        <>
            <div class="fields">
                <Field name="account-name" label={words::common::name()} value={form.name.clone()} required=true
                    on_change={editing.setter(F::Name)} problem={editing.problem(FieldName::Name)} />
                <Field name="account-number" label={words::bank::account_number()} value={form.number.clone()} class="wide"
                    hint={words::bank::account_number_hint()}
                    on_change={editing.setter(F::Number)} problem={editing.problem(FieldName::Number)} />
                <Select name="account-currency" label={words::common::currency()} value={form.currency.clone()} options={currencies()}
                    on_change={editing.setter(F::Currency)} problem={editing.problem(FieldName::Currency)} />
                <Check name="account-archived" label={words::bank::account_closed()} checked={form.archived} on_change={check(F::Archived)} />
            </div>
            if let Some(csv) = &form.csv {
                <p class="quiet">{ words::bank::csv_layout(&text::bank::profile(csv)) }</p>
                <Check name="account-forget" label={words::bank::ask_layout()} checked={form.forgets_csv} on_change={check(F::ForgetsCsv)} />
            }
        </>
    }
}
