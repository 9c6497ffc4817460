//! What was done on the start page of `index.html` before the program was there,
//! as it stands in the page and as `static/early.js` remembers it.

use gloo::utils::document;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::files::ChosenFile;
use super::starter;

/// Nothing, where the start page was not shown so.
#[derive(Clone, PartialEq, Default)]
pub struct Early {
    /// By the id of the field.
    typed: Vec<(String, String)>,
    pub file: Option<ChosenFile>,
    pub pressed: Option<Pressed>,
    focus: Option<Focus>,
}

/// A button of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pressed {
    Begin,
    BeginAndImport,
}

/// What has the focus, as the number of what can have it, and what is selected
/// in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Focus {
    place: u32,
    selected: Option<(u32, u32)>,
}

/// Of the root, while the start page of `index.html` is in sight.
const SHOWN: &str = "data-start";
const FOCUSABLE: &str = "main.start :is(input, select, button, a)";

/// Takes over what is in the page, which the program is about to draw anew.
pub fn taken() -> Early {
    let mut early = Early::default();
    let root = document().document_element();
    let Some(root) = root.filter(|root| root.has_attribute(SHOWN)) else {
        return early;
    };
    // An element takes it.
    drop(root.remove_attribute(SHOWN));
    let active = document().active_element();
    for (place, element) in focusable() {
        let input = element.dyn_ref::<HtmlInputElement>();
        match input {
            Some(input) if input.type_() == "file" => {
                early.file = ChosenFile::all_of(input).into_iter().next();
            }
            Some(input) => early.typed.push((input.id(), input.value())),
            None => {}
        }
        if active.as_ref() == Some(&element) {
            let bound = |bound: Result<Option<u32>, _>| bound.ok().flatten();
            let selected = input.and_then(|input| {
                Some((
                    bound(input.selection_start())?,
                    bound(input.selection_end())?,
                ))
            });
            early.focus = Some(Focus { place, selected });
        }
    }
    early.pressed = pressed();
    early
}

fn pressed() -> Option<Pressed> {
    let offer = starter::offer("owedEarly")?;
    let button = Reflect::get(&offer, &"pressed".into()).ok()?.as_string()?;
    match button.as_str() {
        "submit" => Some(Pressed::Begin),
        "button" => Some(Pressed::BeginAndImport),
        _ => None,
    }
}

fn focusable() -> impl Iterator<Item = (u32, Element)> {
    let found = document().query_selector_all(FOCUSABLE).ok();
    let count = found.as_ref().map_or(0, |found| found.length());
    (0..count).filter_map(move |place| {
        let element = found.as_ref()?.item(place)?;
        Some((place, element.dyn_into().ok()?))
    })
}

impl Early {
    /// What was typed into the field of this name; `None` where it was not there.
    pub fn typed(&self, name: &str) -> Option<&str> {
        let mut typed = self.typed.iter();
        let found = typed.find(|(id, _)| id.strip_prefix("f-") == Some(name));
        found.map(|(_, text)| text.as_str())
    }

    /// Puts the focus where it was, once the start page is drawn.
    pub fn focus_again(&self) {
        let Some(Focus { place, selected }) = self.focus else {
            return;
        };
        let Some((_, element)) = focusable().find(|(number, _)| *number == place) else {
            return;
        };
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            // What cannot be focused is hidden.
            drop(element.focus());
        }
        if let (Some(input), Some((start, end))) = (element.dyn_ref::<HtmlInputElement>(), selected)
        {
            // Only fields that are typed into have a selection.
            drop(input.set_selection_range(start, end));
        }
    }
}
