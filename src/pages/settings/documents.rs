//! How printed documents look: logo, colour, paper, language, footer.

use ledger::look::{Accent, Logo, Paper};
use ledger::problem::FieldName;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::choices::languages;
use crate::components::editing::Editing;
use crate::dispatch::ChosenFile;
use crate::form::business::{BusinessField as F, BusinessForm};
use crate::hooks::use_dispatcher;
use crate::text;
use crate::ui::{Button, ButtonKind, Field, FileField, FileInput, Input, Progress, Select};

#[derive(Properties, PartialEq)]
pub struct DocumentsProps {
    pub editing: Editing<BusinessForm>,
}

#[component]
pub fn Documents(props: &DocumentsProps) -> Html {
    let editing = &props.editing;
    let form = editing.form();
    let (shown, found) = match form.accent.parse::<Accent>() {
        Ok(accent) => (Some(accent), accent.check().err()),
        Err(_) => (None, None),
    };
    let problem = found.map(|why| text::problem::sentence(&why.to_string()));
    let country = form.details.country.as_str();
    let paper = match Paper::of_country(country) {
        Paper::A4 => "As in your country: A4",
        Paper::Letter => "As in your country: Letter",
    };
    let papers = [("", paper), ("a4", "A4"), ("letter", "Letter")];
    html! {
        <div role="group" aria-label="Documents">
            <h3>{ "Documents" }</h3>
            <p class="quiet">{ "How what you print and send looks. What was issued keeps its look, words and figures whatever you change here." }</p>
            <LogoField editing={editing.clone()} />
            <div class="fields">
                <Select name="language" label="Language of documents" value={form.language.clone()}
                    options={languages("– English")} on_change={editing.setter(F::Language)} problem={editing.problem(FieldName::Language)}
                    hint="A customer can have another one." />
                <Select name="paper" label="Paper" value={form.paper.clone()}
                    options={papers.map(|(value, text)| (value.into(), text.into())).to_vec()}
                    on_change={editing.setter(F::Paper)} />
                <div class="accent">
                    <Field name="accent" label="Accent colour" value={form.accent.clone()} on_change={editing.setter(F::Accent)}
                        placeholder="#0b5f52" problem={problem.or_else(|| editing.problem(FieldName::Accent))}
                        hint="Of headings and rules, written like #0b5f52." />
                    if let Some(accent) = shown {
                        // A style attribute would be refused; a picture has its colour in it.
                        <svg class="swatch" viewBox="0 0 24 24" aria-hidden="true">
                            <rect width="24" height="24" rx="4" fill={accent.to_string()} />
                        </svg>
                    }
                </div>
                <Field name="footer" label="Footer" input={Input::Lines} value={form.footer.clone()}
                    on_change={editing.setter(F::Footer)} problem={editing.problem(FieldName::Footer)}
                    hint="At the foot of every document: register, directors, a word of thanks." />
            </div>
        </div>
    }
}

/// What became of a chosen file.
#[derive(Clone, PartialEq)]
enum Phase {
    Idle,
    Reading,
    Failed(String),
}

#[component]
fn LogoField(props: &DocumentsProps) -> Html {
    let editing = &props.editing;
    let dispatcher = use_dispatcher();
    let phase = use_state(|| Phase::Idle);
    let on_choose = {
        let (editing, phase) = (editing.clone(), phase.setter());
        Callback::from(move |input: FileInput| {
            let Some(file) = ChosenFile::all_of(&input).into_iter().next() else {
                return;
            };
            let (dispatcher, editing, phase) = (dispatcher.clone(), editing.clone(), phase.clone());
            phase.set(Phase::Reading);
            spawn_local(async move {
                match dispatcher.keep_logo(&file).await {
                    Ok(logo) => {
                        editing.change(move |form| form.choose_logo(logo));
                        phase.set(Phase::Idle);
                    }
                    Err(failure) => phase.set(Phase::Failed(text::failure::logo(&failure))),
                }
            });
        })
    };
    let problem = match &*phase {
        Phase::Failed(why) => Some(why.clone()),
        _ => None,
    };
    let logo = editing.form().logo;
    html! {
        <div class="logo">
            if let Some(logo) = logo {
                <Preview {logo} />
                <Button kind={ButtonKind::Quiet} on_click={editing.setter(F::RemoveLogo).reform(|()| String::new())}>{ "Remove the logo" }</Button>
            }
            <FileField name="logo" label={if logo.is_some() { "Another logo" } else { "Logo" }} accept="image/png,image/jpeg"
                {on_choose} problem={problem.or_else(|| editing.problem(FieldName::Logo))}
                hint="PNG or JPEG, up to 1 MB and 4,000 pixels each way. Kept with the book, and in its backups." />
            if *phase == Phase::Reading {
                <Progress label="Reading the picture…" />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PreviewProps {
    logo: Logo,
}

/// The logo as it is kept.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let dispatcher = use_dispatcher();
    let shown = use_state(|| Ok::<_, String>(None::<AttrValue>));
    {
        let shown = shown.setter();
        use_effect_with(props.logo, move |logo| {
            let logo = *logo;
            spawn_local(async move {
                shown.set(match dispatcher.logo_address(&logo).await {
                    Ok(Some(address)) => Ok(Some(address.into())),
                    Ok(None) => {
                        Err("The picture is not in this book any more: choose it again.".to_owned())
                    }
                    Err(failure) => Err(text::problem::sentence(&failure.to_string())),
                });
            });
        });
    }
    let size = format!("{} × {} pixels", props.logo.width, props.logo.height);
    match &*shown {
        Ok(Some(address)) => html! {
            <figure>
                <img src={address.clone()} alt="Your logo" width={props.logo.width.to_string()} height={props.logo.height.to_string()} />
                <figcaption class="hint">{ size }</figcaption>
            </figure>
        },
        Ok(None) => html! {},
        Err(why) => html! { <p class="problem">{ why.clone() }</p> },
    }
}
