//! A labelled field with its hint and its problem.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a date field gives while a day is typed in part: the browser gives
/// nothing then, and what was begun is not the same as nothing. It is no day,
/// so whatever reads days refuses it.
pub const HALF_A_DATE: &str = "half a date";

/// What is typed into a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Input {
    #[default]
    Text,
    /// Several lines.
    Lines,
    Email,
    Phone,
    /// A day; the field gives it as YYYY-MM-DD, or [`HALF_A_DATE`].
    Date,
    /// An amount, a quantity, a percentage: any way of writing it.
    Number,
    Search,
}

#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// Unique on the page.
    pub name: AttrValue,
    pub label: AttrValue,
    /// What tells it from others of the same label; read aloud only.
    #[prop_or_default]
    pub label_more: Option<AttrValue>,
    pub value: AttrValue,
    pub on_change: Callback<String>,
    #[prop_or_default]
    pub input: Input,
    #[prop_or_default]
    pub problem: Option<String>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What it offers while one types.
    #[prop_or_default]
    pub suggestions: Option<Vec<String>>,
    #[prop_or_default]
    pub required: bool,
    #[prop_or_default]
    pub disabled: bool,
    #[prop_or_default]
    pub autofocus: bool,
    /// The label is read aloud only: something else names the field in sight.
    #[prop_or_default]
    pub label_hidden: bool,
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Field(props: &FieldProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.autofocus, move |autofocus| {
            if let (true, Some(input)) = (*autofocus, place.cast::<HtmlElement>()) {
                // What cannot be focused is hidden, and needs no focus.
                drop(input.focus());
            }
        });
    }
    let class = classes!("field", props.class.clone(), kind_class(props.input));
    let (is_half, on_key) = use_half_a_date(props, &place);
    let own = is_half.then(words::ui::half_date);
    let problem = props.problem.as_deref().or(own);
    let place = match props.input {
        Input::Lines => lines(props, &place),
        _ => input(props, &place, problem, &on_key),
    };
    html! {
        <div {class}>
            { label(&props.name, &props.label, props.label_more.as_ref(), props.label_hidden) }
            { place }
            { below(&props.name, props.hint.as_ref(), problem) }
        </div>
    }
}

/// Tells the page when a day is typed in part, and when it is not any more:
/// the browser says so in the field's validity only, and with no event of its
/// own. Answers whether the field was left so, and what to call after a key,
/// and with `true` as the field is left.
#[hook]
fn use_half_a_date(props: &FieldProps, place: &NodeRef) -> (bool, Callback<bool>) {
    // What comes back after a crash lost the part that was typed: it stays a
    // problem until the field was looked at.
    let left_half = use_state_eq(|| props.value == HALF_A_DATE);
    let is_date = props.input == Input::Date;
    let on_key = {
        let (place, left_half) = (place.clone(), left_half.setter());
        let (value, on_change) = (props.value.clone(), props.on_change.clone());
        Callback::from(move |leaves: bool| {
            let input = place.cast::<HtmlInputElement>();
            let Some(input) = input.filter(|_| is_date) else {
                return;
            };
            let is_half = input.validity().bad_input();
            if is_half != (value == HALF_A_DATE) {
                on_change.emit(given(&input));
            }
            if leaves || !is_half {
                left_half.set(is_half);
            }
        })
    };
    (*left_half, on_key)
}

/// Puts the focus on what has this id.
pub fn focus(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let place = document.and_then(|document| document.get_element_by_id(id));
    if let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        // What cannot be focused is hidden.
        drop(place.focus());
    }
}

/// The value of an attribute of what a key was pressed in, and whether in a
/// field that is typed into.
pub fn pressed_in(event: &KeyboardEvent, attribute: &str) -> Option<(String, bool)> {
    let place = event.target_dyn_into::<HtmlElement>()?;
    let around = place.closest(&format!("[{attribute}]")).ok()??;
    Some((
        around.get_attribute(attribute)?,
        place.tag_name() == "INPUT",
    ))
}

/// Whether what was folded is open now.
pub fn is_open(toggled: &Event) -> bool {
    let details = toggled.target_dyn_into::<HtmlElement>();
    details.is_some_and(|details| details.has_attribute("open"))
}

fn kind_class(input: Input) -> &'static str {
    match input {
        Input::Number => "number",
        Input::Date => "date",
        Input::Lines => "wide",
        _ => "text",
    }
}

/// A field's label.
pub(super) fn label(
    name: &AttrValue,
    text: &AttrValue,
    more: Option<&AttrValue>,
    hidden: bool,
) -> Html {
    html! {
        <label for={format!("f-{name}")} class={hidden.then_some("unseen")}>
            { text.clone() }
            if let Some(more) = more {
                <span class="unseen">{ more.clone() }</span>
            }
        </label>
    }
}

/// The ids of what describes a field.
pub(super) fn described_by(
    name: &AttrValue,
    hint: Option<&AttrValue>,
    problem: Option<&str>,
) -> Option<String> {
    match (hint, problem) {
        (None, None) => None,
        (Some(_), None) => Some(format!("f-{name}-hint")),
        (None, Some(_)) => Some(format!("f-{name}-problem")),
        (Some(_), Some(_)) => Some(format!("f-{name}-problem f-{name}-hint")),
    }
}

/// What stands below a field.
pub(super) fn below(name: &AttrValue, hint: Option<&AttrValue>, problem: Option<&str>) -> Html {
    html! {
        <>
            if let Some(problem) = problem {
                <p class="problem" id={format!("f-{name}-problem")}>{ problem.to_owned() }</p>
            }
            if let Some(hint) = hint {
                <p class="hint" id={format!("f-{name}-hint")}>{ hint.clone() }</p>
            }
        </>
    }
}

/// What stands in a field.
fn given(input: &HtmlInputElement) -> String {
    if input.validity().bad_input() && input.type_() == "date" {
        HALF_A_DATE.to_owned()
    } else {
        input.value()
    }
}

fn input(
    props: &FieldProps,
    place: &NodeRef,
    problem: Option<&str>,
    on_key: &Callback<bool>,
) -> Html {
    let name = &props.name;
    // To set what is no day would clear what was typed of one.
    let value = match props.input {
        Input::Date if props.value == HALF_A_DATE => AttrValue::default(),
        _ => props.value.clone(),
    };
    let (kind, mode) = match props.input {
        Input::Text | Input::Lines => ("text", None),
        Input::Email => ("email", None),
        Input::Phone => ("tel", None),
        Input::Date => ("date", None),
        Input::Number => ("text", Some("decimal")),
        Input::Search => ("search", None),
    };
    let oninput = props
        .on_change
        .reform(|event: InputEvent| given(&event.target_unchecked_into()));
    let is_date = props.input == Input::Date;
    let onkeydown = is_date.then(|| on_key.reform(|_: KeyboardEvent| false));
    let onkeyup = is_date.then(|| on_key.reform(|_: KeyboardEvent| false));
    let onfocusout = is_date.then(|| on_key.reform(|_: FocusEvent| true));
    let list = props.suggestions.as_ref().map(|_| format!("f-{name}-list"));
    html! {
        <>
            <input
                ref={place.clone()}
                id={format!("f-{name}")}
                type={kind}
                inputmode={mode}
                {value}
                {oninput}
                {onkeydown}
                {onkeyup}
                {onfocusout}
                list={list.clone()}
                autocomplete="off"
                required={props.required}
                disabled={props.disabled}
                placeholder={props.placeholder.clone()}
                aria-invalid={problem.is_some().then_some("true")}
                aria-describedby={described_by(name, props.hint.as_ref(), problem)}
            />
            if let Some(suggestions) = &props.suggestions {
                <datalist id={list}>
                    { for suggestions.iter().map(|text| html! {
                        <option key={text.as_str()} value={text.clone()} />
                    }) }
                </datalist>
            }
        </>
    }
}

fn lines(props: &FieldProps, place: &NodeRef) -> Html {
    let name = &props.name;
    let oninput = props.on_change.reform(|event: InputEvent| {
        event
            .target_unchecked_into::<web_sys::HtmlTextAreaElement>()
            .value()
    });
    html! {
        <textarea
            ref={place.clone()}
            id={format!("f-{name}")}
            rows="3"
            value={props.value.clone()}
            {oninput}
            required={props.required}
            disabled={props.disabled}
            aria-invalid={props.problem.is_some().then_some("true")}
            aria-describedby={described_by(name, props.hint.as_ref(), props.problem.as_deref())}
        />
    }
}
