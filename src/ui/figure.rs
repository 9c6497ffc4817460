//! A figure with its formula and what went into it.

use yew::prelude::*;

use crate::text::figure::FigureName;
use crate::text::format::NONE;

/// A figure's input: what it is called, and its value.
#[derive(Clone, PartialEq, Debug)]
pub struct FigureInput {
    pub label: AttrValue,
    pub value: AttrValue,
}

impl FigureInput {
    pub fn new(label: impl Into<AttrValue>, value: impl Into<AttrValue>) -> FigureInput {
        FigureInput {
            label: label.into(),
            value: value.into(),
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct FigureProps {
    pub name: FigureName,
    /// As it is shown; `None` where it is undefined.
    pub shown: Option<AttrValue>,
    /// The plain decimal.
    pub plain: Option<AttrValue>,
    #[prop_or_default]
    pub inputs: Vec<FigureInput>,
}

/// One of a definition list of figures.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let name = props.name;
    let unit = name.unit();
    html! {
        <div class="figure">
            <dt>{ name.label() }</dt>
            <dd class="num" data-figure={name.key()} data-value={props.plain.clone()}>
                if let Some(shown) = &props.shown {
                    { shown.clone() }
                    if !unit.is_empty() {
                        <span class="unit">{ format!(" {unit}") }</span>
                    }
                } else {
                    { NONE }
                }
            </dd>
            <dd class="formula">
                { name.formula() }
                if props.shown.is_none() {
                    <span class="why">{ name.why_none() }</span>
                }
            </dd>
            if !props.inputs.is_empty() {
                <dd class="inputs">
                    { for props.inputs.iter().map(|input| html! {
                        <span>{ format!("{} ", input.label) }<b class="num">{ input.value.clone() }</b></span>
                    }) }
                </dd>
            }
        </div>
    }
}
