//! Fields that are chosen in, not typed into.

use web_sys::HtmlSelectElement;

/// The field that a file is chosen in.
pub use web_sys::HtmlInputElement as FileInput;
use yew::prelude::*;

use super::field::{below, described_by, label};

#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// Unique on the page.
    pub name: AttrValue,
    pub label: AttrValue,
    /// What tells it from others of the same label; read aloud only.
    #[prop_or_default]
    pub label_more: Option<AttrValue>,
    pub value: AttrValue,
    /// Value and text of each.
    pub options: Vec<(AttrValue, AttrValue)>,
    pub on_change: Callback<String>,
    #[prop_or_default]
    pub problem: Option<String>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub disabled: bool,
    #[prop_or_default]
    pub label_hidden: bool,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Select(props: &SelectProps) -> Html {
    let place = use_node_ref();
    {
        // An option's `selected` only counts until the user chose one.
        let place = place.clone();
        let wanted = (props.value.clone(), props.options.clone());
        use_effect_with(wanted, move |(value, _)| {
            if let Some(select) = place.cast::<HtmlSelectElement>() {
                select.set_value(value);
            }
        });
    }
    let onchange = props
        .on_change
        .reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let name = &props.name;
    html! {
        <div class={classes!("field", "select", props.class.clone())}>
            { label(name, &props.label, props.label_more.as_ref(), props.label_hidden) }
            <select
                ref={place}
                id={format!("f-{name}")}
                {onchange}
                disabled={props.disabled}
                aria-invalid={props.problem.is_some().then_some("true")}
                aria-describedby={described_by(name, props.hint.as_ref(), props.problem.as_deref())}
            >
                { for props.options.iter().map(|(value, text)| html! {
                    <option key={value.as_str()} value={value.clone()} selected={*value == props.value}>
                        { text.clone() }
                    </option>
                }) }
            </select>
            { below(name, props.hint.as_ref(), props.problem.as_deref()) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct CheckProps {
    pub name: AttrValue,
    pub label: AttrValue,
    /// What tells it from others of the same label; read aloud only.
    #[prop_or_default]
    pub label_more: Option<AttrValue>,
    pub checked: bool,
    pub on_change: Callback<bool>,
    #[prop_or_default]
    pub disabled: bool,
}

#[component]
pub fn Check(props: &CheckProps) -> Html {
    let onchange = props
        .on_change
        .reform(|event: Event| event.target_unchecked_into::<FileInput>().checked());
    html! {
        <div class="field check">
            <input
                type="checkbox"
                id={format!("f-{}", props.name)}
                checked={props.checked}
                disabled={props.disabled}
                {onchange}
            />
            { label(&props.name, &props.label, props.label_more.as_ref(), false) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct RadiosProps {
    pub name: AttrValue,
    pub legend: AttrValue,
    pub value: AttrValue,
    /// Value and text of each.
    pub options: Vec<(AttrValue, AttrValue)>,
    pub on_change: Callback<String>,
}

#[component]
pub fn Radios(props: &RadiosProps) -> Html {
    html! {
        <fieldset class="radios">
            <legend>{ props.legend.clone() }</legend>
            { for props.options.iter().map(|(value, text)| {
                let onchange = {
                    let value = value.to_string();
                    props.on_change.reform(move |_: Event| value.clone())
                };
                let id = format!("f-{}-{value}", props.name);
                html! {
                    <div class="field check" key={value.as_str()}>
                        <input
                            type="radio"
                            id={id.clone()}
                            name={props.name.clone()}
                            value={value.clone()}
                            checked={*value == props.value}
                            {onchange}
                        />
                        <label for={id}>{ text.clone() }</label>
                    </div>
                }
            }) }
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
pub struct FileFieldProps {
    pub name: AttrValue,
    pub label: AttrValue,
    /// Endings and media types that are offered.
    pub accept: AttrValue,
    /// The field with the files in it.
    pub on_choose: Callback<FileInput>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub problem: Option<String>,
    #[prop_or_default]
    pub disabled: bool,
}

#[component]
pub fn FileField(props: &FileFieldProps) -> Html {
    let onchange = {
        let on_choose = props.on_choose.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<FileInput>();
            on_choose.emit(input);
        })
    };
    let onclick = Callback::from(|event: MouseEvent| {
        // The same file chosen again is a choice as well.
        event.target_unchecked_into::<FileInput>().set_value("");
    });
    let name = &props.name;
    html! {
        <div class="field file wide">
            { label(name, &props.label, None, false) }
            <input
                type="file"
                id={format!("f-{name}")}
                accept={props.accept.clone()}
                disabled={props.disabled}
                {onchange}
                {onclick}
                aria-invalid={props.problem.is_some().then_some("true")}
                aria-describedby={described_by(name, props.hint.as_ref(), props.problem.as_deref())}
            />
            { below(name, props.hint.as_ref(), props.problem.as_deref()) }
        </div>
    }
}
