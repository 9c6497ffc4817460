//! The fields of a name and address, for customers and for the business.

use yew::prelude::*;

use crate::components::choices::countries;
use crate::form::details::{DetailsField as F, DetailsForm};
use crate::text;
use crate::ui::{Field, Input, Select};

#[derive(Properties, PartialEq)]
pub struct DetailsFieldsProps {
    pub details: DetailsForm,
    pub on_change: Callback<(F, String)>,
    /// The sentence of what is wrong with the name.
    #[prop_or_default]
    pub name_problem: Option<String>,
}

#[component]
pub fn DetailsFields(props: &DetailsFieldsProps) -> Html {
    let field = |field: F, input: Input, class: &'static str| {
        let on_change = props.on_change.reform(move |value| (field, value));
        html! {
            <Field
                name={format!("details-{}", field.name())}
                label={text::problem::field(field.name()).to_owned()}
                value={props.details.get(field).to_owned()}
                {on_change}
                {input}
                problem={props.name_problem.clone().filter(|_| field == F::Name)}
                required={field == F::Name}
                class={classes!((!class.is_empty()).then_some(class))}
            />
        }
    };
    let mut options = vec![("".into(), text::format::NONE.into())];
    options.extend(countries());
    html! {
        <>
            { field(F::Name, Input::Text, "wide") }
            { field(F::Contact, Input::Text, "") }
            { field(F::Email, Input::Email, "") }
            { field(F::Phone, Input::Phone, "") }
            { field(F::Address, Input::Lines, "") }
            { field(F::Postcode, Input::Text, "") }
            { field(F::City, Input::Text, "") }
            { field(F::Region, Input::Text, "") }
            <Select name="details-country" label={words::common::country()} value={props.details.country.clone()} {options}
                on_change={props.on_change.reform(|value| (F::Country, value))} />
            { field(F::VatId, Input::Text, "") }
            { field(F::TaxNumber, Input::Text, "") }
        </>
    }
}
