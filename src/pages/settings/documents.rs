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
    let problem = found.map(|why| text::values::accent(&why));
    let country = form.details.country.as_str();
    let paper = match Paper::of_country(country) {
        Paper::A4 => words::settings::paper_a4(),
        Paper::Letter => words::settings::paper_letter(),
    };
    let papers = [
        ("", paper),
        ("a4", "A4"),
        ("letter", words::settings::letter()),
    ];
    html! {
        <div role="group" aria-label={words::common::documents()}>
            <h3>{ words::common::documents() }</h3>
            <p class="quiet">{ words::settings::documents_about() }</p>
            <LogoField editing={editing.clone()} />
            <div class="fields">
                <Select name="language" label={words::customers::language()} value={form.language.clone()}
                    options={languages(words::settings::english())} on_change={editing.setter(F::Language)} problem={editing.problem(FieldName::Language)}
                    hint={words::settings::language_hint()} />
                <Select name="paper" label={words::settings::paper()} value={form.paper.clone()}
                    options={papers.map(|(value, text)| (value.into(), text.into())).to_vec()}
                    on_change={editing.setter(F::Paper)} />
                <div class="accent">
                    <Field name="accent" label={words::settings::accent()} value={form.accent.clone()} on_change={editing.setter(F::Accent)}
                        placeholder="#0b5f52" problem={problem.or_else(|| editing.problem(FieldName::Accent))}
                        hint={words::settings::accent_hint()} />
                    if let Some(accent) = shown {
                        // A style attribute would be refused; a picture has its colour in it.
                        <svg class="swatch" viewBox="0 0 24 24" aria-hidden="true">
                            <rect width="24" height="24" rx="4" fill={accent.to_string()} />
                        </svg>
                    }
                </div>
                <Field name="footer" label={words::settings::footer()} input={Input::Lines} value={form.footer.clone()}
                    on_change={editing.setter(F::Footer)} problem={editing.problem(FieldName::Footer)}
                    hint={words::settings::footer_hint()} />
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
                <Button kind={ButtonKind::Quiet} on_click={editing.setter(F::RemoveLogo).reform(|()| String::new())}>{ words::settings::remove_logo() }</Button>
            }
            <FileField name="logo" label={if logo.is_some() { words::settings::another_logo() } else { words::settings::logo() }} accept="image/png,image/jpeg"
                {on_choose} problem={problem.or_else(|| editing.problem(FieldName::Logo))}
                hint={words::settings::logo_hint()} />
            if *phase == Phase::Reading {
                <Progress label={words::settings::reading_picture()} />
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
                    Ok(None) => Err(words::settings::picture_missing().to_owned()),
                    Err(_) => Err(words::settings::picture_unreadable().to_owned()),
                });
            });
        });
    }
    let size = words::settings::pixels(
        &props.logo.width.to_string(),
        &props.logo.height.to_string(),
    );
    match &*shown {
        Ok(Some(address)) => html! {
            <figure>
                <img src={address.clone()} alt={words::settings::your_logo()} width={props.logo.width.to_string()} height={props.logo.height.to_string()} />
                <figcaption class="hint">{ size }</figcaption>
            </figure>
        },
        Ok(None) => html! {},
        Err(why) => html! { <p class="problem">{ why.clone() }</p> },
    }
}
