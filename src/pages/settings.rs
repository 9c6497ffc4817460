//! The user's own business, its taxes and number series, and closed periods.

mod closing;
mod device;
mod series;
mod taxes;

use ledger::business::Business;
use ledger::change::RecordId;
use ledger::command::{Command, Refusal};
use yew::prelude::*;

use self::closing::Closing;
use self::device::ThisDevice;
use self::series::AllSeries;
pub use self::series::new_series;
use self::taxes::Taxes;
use super::action::{FailureNotice, ProblemList, use_action};
use super::conflict;
use super::details_fields::DetailsFields;
use super::editing::{Editing, use_editing};
use super::start::currencies;
use crate::dispatch::{Dispatcher, Done, NotDone};
use crate::form::Problems;
use crate::form::business::{BusinessField as F, BusinessForm};
use crate::hooks::{use_dispatcher, use_view};
use crate::ui::{Button, ButtonKind, Field, Input, Select};

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

/// The business as a form. While nothing is typed it follows the record.
#[component]
fn Profile() -> Html {
    let view = use_view();
    let action = use_action();
    let dispatcher = use_dispatcher();
    let business = view
        .book
        .business()
        .map(|business| (**business).clone())
        .unwrap_or_default();
    let opened = view.book.seq(RecordId::Business);
    let editing = use_editing(BusinessForm::of(&business), opened, "business".into());
    {
        let editing = editing.clone();
        let business = business.clone();
        use_effect_with(opened, move |opened| {
            let state = &editing.state;
            if !state.is_dirty && state.opened != *opened {
                editing.reset(BusinessForm::of(&business), *opened);
            }
        });
    }
    let on_forget = {
        let editing = editing.clone();
        Callback::from(move |()| editing.reset(BusinessForm::of(&business), opened))
    };
    let onsubmit = {
        let (editing, action) = (editing.clone(), action.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match editing.form().command(editing.state.opened) {
                Err(problems) => editing.found(problems),
                Ok(command) => {
                    editing.found(Problems::default());
                    let work = save(dispatcher.clone(), command, editing.clone());
                    let editing = editing.clone();
                    action.perform(work, move |done| {
                        editing.reset(editing.form().clone(), done.last);
                    });
                }
            }
        })
    };
    let on_close = {
        let action = action.clone();
        Callback::from(move |()| action.clear())
    };
    html! {
        <section class="block" aria-labelledby="business">
            <h2 id="business">{ "Your business" }</h2>
            <form {onsubmit} novalidate=true>
                { conflict::view(&editing, on_forget) }
                <ProblemList problems={editing.state.problems.clone()} />
                if let Some(failure) = action.failure() {
                    <FailureNotice failure={failure.clone()} problems_beside=true {on_close} />
                }
                { view_fields(&editing) }
                <Taxes editing={editing.clone()} />
                <div class="actions">
                    <Button submit=true writes=true kind={ButtonKind::Primary} busy={action.is_busy()}
                        disabled={!editing.state.differences.is_empty()}>{ "Save settings" }</Button>
                </div>
            </form>
        </section>
    }
}

fn view_fields(editing: &Editing<BusinessForm>) -> Html {
    let form = editing.form();
    let on_details = {
        let editing = editing.clone();
        Callback::from(move |(field, value): (_, String)| editing.set(F::Details(field), &value))
    };
    html! {
        <div class="fields">
            <DetailsFields details={form.details.clone()} on_change={on_details} name_problem={editing.problem("name")} />
            <Select name="currency" label="Currency of the books" value={form.currency.clone()} options={currencies()}
                on_change={editing.setter(F::Currency)} problem={editing.problem("currency")} />
            <Field name="net-days" label="Days to pay" input={Input::Number} value={form.net_days.clone()}
                on_change={editing.setter(F::NetDays)} problem={editing.problem("net_days")} />
            <Field name="iban" label="IBAN" value={form.iban.clone()} on_change={editing.setter(F::Iban)} />
            <Field name="bic" label="BIC" value={form.bic.clone()} on_change={editing.setter(F::Bic)} />
            <Field name="account" label="Account number" value={form.account.clone()} on_change={editing.setter(F::Account)}
                hint="Where there is no IBAN." />
            <Field name="bank" label="Bank" value={form.bank.clone()} on_change={editing.setter(F::Bank)} />
            <Field name="footer" label="Footer" input={Input::Lines} value={form.footer.clone()}
                on_change={editing.setter(F::Footer)} problem={editing.problem("footer")} />
        </div>
    }
}

async fn save(
    dispatcher: Dispatcher,
    command: Command,
    editing: Editing<BusinessForm>,
) -> Result<Done, NotDone> {
    let scratch = editing.scratch.to_string();
    let done = dispatcher.run(command, None, Some(scratch)).await;
    match &done {
        Err(NotDone::Refused(Refusal::Problems(problems))) => {
            editing.found(problems.as_slice().into());
        }
        Err(NotDone::Refused(Refusal::Changed { now, .. })) => {
            let book = dispatcher.book();
            let theirs = book.as_ref().and_then(|book| book.business());
            let theirs = theirs.map_or_else(Business::default, |business| (**business).clone());
            editing.changed(BusinessForm::of(&theirs), *now);
        }
        _ => {}
    }
    done
}
