//! The fields of an account, for the business and for customers, with what
//! can be said of them while they are typed.

use ledger::problem::At;
use yew::prelude::*;

use crate::form::bank::{AsTyped, BankField as F, BankForm};
use crate::text;
use crate::ui::Field;

/// `holder_hint` says when the account holder is to be given.
pub fn view(
    bank: &BankForm,
    on_change: &Callback<(F, String)>,
    problem: &dyn Fn(At) -> Option<String>,
    holder_hint: &'static str,
) -> Html {
    let field = |field: F, hint: Option<String>, live: Option<String>| {
        let name = field.name();
        html! {
            <Field name={format!("bank-{name}")} label={text::problem::field(name).to_owned()}
                value={bank.get(field).to_owned()} on_change={on_change.reform(move |value| (field, value))}
                problem={live.or_else(|| problem(name.into()))} hint={hint.map(AttrValue::from)} />
        }
    };
    let checked = |which: F, typed: AsTyped| {
        let (hint, live) = match typed {
            AsTyped::Nothing => (None, None),
            AsTyped::Begun { typed, of } => (
                Some(words::bank::characters(&typed.to_string(), &of.to_string())),
                None,
            ),
            AsTyped::Right(printed) => (Some(format!("✓ {printed}")), None),
            AsTyped::Wrong(fault) => (None, Some(text::problem::fault(&fault))),
        };
        field(which, hint, live)
    };
    html! {
        <>
            { checked(F::Iban, AsTyped::iban(&bank.iban)) }
            { checked(F::Bic, AsTyped::bic(&bank.bic)) }
            { field(F::Bank, None, None) }
            { field(F::Holder, Some(holder_hint.to_owned()), None) }
            { field(F::Account, Some(words::bank::number_hint().to_owned()), None) }
        </>
    }
}
