//! The first visit: what Owed is, and the ways to a book. All of it is loaded
//! at once; what it leads to comes from the house.

use ledger::problem::FieldName;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::choices::{countries, currencies};
use crate::dispatch::ChosenFile;
use crate::door::{Door, Early, NotBegun, NotLoaded, Pressed};
use crate::form::business::StartForm;
use crate::hooks::use_door;
use crate::route::{Route, use_navigator};
use crate::text::{country, format};
use crate::ui::{
    Button, ButtonKind, Field, FileField, FileInput, Input, LinkButton, Notice, Progress, Select,
    Tone, keep_part, soon,
};

#[derive(Properties, PartialEq)]
pub struct StartProps {
    /// The page runs as an app of its own.
    #[prop_or_default]
    pub is_installed: bool,
    /// It is drawn for `index.html`, to be seen before the program is there: nobody knows yet what
    /// the browser calls the countries.
    #[prop_or_default]
    pub is_ahead: bool,
}

/// The first run: a name is enough.
#[component]
pub fn Start(props: &StartProps) -> Html {
    let door = use_door();
    let early = use_memo((), |()| door.take_early());
    let unfit = use_state(Html::default);
    {
        let unfit = unfit.setter();
        use_effect_with((), move |()| {
            spawn_local(async move { unfit.set(door.unfit().await) });
        });
    }
    let begin = html! {
        <section aria-labelledby="begin">
            <h2 id="begin">{ words::start::title() }</h2>
            <Begin early={(*early).clone()} is_ahead={props.is_ahead} />
        </section>
    };
    let bring = |title, text| view_bring(title, text, early.file.clone());
    html! {
        <main class="alone start">
            <header>
                <h1 class="brand">{ words::app::owed() }</h1>
                <p class="lead">
                    { words::start::lead() }
                </p>
            </header>
            { (*unfit).clone() }
            if props.is_installed {
                // An app that was just installed has a store of its own, and it is empty.
                { bring(words::start::bring_title(), words::start::bring_hint_app()) }
                { begin }
            } else {
                { begin }
                { bring(words::start::again_title(), words::start::again_hint()) }
            }
            <section aria-labelledby="look-around">
                <h2 id="look-around">{ words::start::demo_title() }</h2>
                <p class="quiet">{ words::start::demo_hint() }</p>
                <LinkButton href={Route::Demo.href()}>{ words::start::demo_open() }</LinkButton>
            </section>
            <OtherBooks />
        </main>
    }
}

/// The way to the books on this device, where there are any.
#[component]
pub fn OtherBooks() -> Html {
    let door = use_door();
    let any = use_state_eq(|| false);
    {
        let any = any.setter();
        use_effect_with((), move |()| {
            spawn_local(async move { any.set(door.knows_books().await) });
        });
    }
    if !*any {
        return html! {};
    }
    html! {
        <section aria-labelledby="others">
            <h2 id="others">{ words::start::books_title() }</h2>
            <LinkButton href={Route::Books.href()}>{ words::start::books_see() }</LinkButton>
        </section>
    }
}

fn view_bring(title: &'static str, text: &'static str, early: Option<ChosenFile>) -> Html {
    html! {
        <section aria-labelledby="again">
            <h2 id="again">{ title }</h2>
            <p class="quiet">{ text }</p>
            <Bring {early} />
        </section>
    }
}

/// A part of the house that is waited for.
#[derive(Clone)]
enum Coming {
    Idle,
    Waiting,
    There(Html),
    NotLoaded,
}

#[derive(Properties, PartialEq)]
struct BringProps {
    /// Chosen before this was drawn.
    early: Option<ChosenFile>,
}

/// Takes a backup, and leaves it to the house.
#[component]
fn Bring(props: &BringProps) -> Html {
    let door = use_door();
    let coming = use_state(|| Coming::Idle);
    let on_file = {
        let coming = coming.setter();
        Callback::from(move |file: ChosenFile| {
            let (door, coming) = (door.clone(), coming.clone());
            coming.set(Coming::Waiting);
            spawn_local(async move {
                coming.set(match door.house().await {
                    Ok(house) => Coming::There(house.view_restore(file)),
                    Err(NotLoaded) => Coming::NotLoaded,
                });
            });
        })
    };
    {
        let (early, on_file) = (props.early.clone(), on_file.clone());
        use_effect_with((), move |()| {
            if let Some(file) = early {
                on_file.emit(file);
            }
        });
    }
    let on_choose = Callback::from(move |input: FileInput| {
        if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
            on_file.emit(file);
        }
    });
    match &*coming {
        Coming::There(restore) => restore.clone(),
        Coming::Waiting => html! { <Progress label={words::start::reading_backup()} /> },
        Coming::Idle | Coming::NotLoaded => html! {
            <>
                <FileField name="backup-file" label={words::start::backup_file()} accept=".json,.gz,application/json"
                    {on_choose} />
                if matches!(*coming, Coming::NotLoaded) {
                    { view_not_loaded() }
                }
            </>
        },
    }
}

/// That the house did not come; whoever tries again asks for it anew.
fn view_not_loaded() -> Html {
    html! {
        <Notice tone={Tone::Problem} title={words::app::not_loaded()}
            text={words::start::not_loaded_hint()} />
    }
}

/// How far a book has come that begins.
#[derive(Clone, Default)]
enum Beginning {
    #[default]
    Idle,
    Running,
    Failed(NotBegun),
}

#[derive(Properties, PartialEq)]
struct BeginProps {
    /// What was typed and pressed before this was drawn.
    early: Early,
    is_ahead: bool,
}

#[component]
fn Begin(props: &BeginProps) -> Html {
    let door = use_door();
    let navigator = use_navigator();
    let beginning = use_state(Beginning::default);
    let form = use_state(|| first_form(&props.early));
    let onfocusin = {
        let door = door.clone();
        Callback::from(move |_: FocusEvent| door.get_ready())
    };
    let on_begin = {
        let (form, beginning) = (form.clone(), beginning.setter());
        Callback::from(move |then: Route| {
            let navigator = navigator.clone();
            // Once the form is fine and before the book shows: who goes on at once is not taken
            // back.
            let on_valid = Callback::from(move |()| navigator.go(then.clone()));
            let (door, form, beginning) = (door.clone(), (*form).clone(), beginning.clone());
            beginning.set(Beginning::Running);
            // The page is drawn without the failure first: else the same one would come in silence.
            soon(move || {
                spawn_local(async move {
                    beginning.set(match begin(&door, form, on_valid).await {
                        Ok(()) => Beginning::Idle,
                        Err(failed) => Beginning::Failed(failed),
                    });
                });
            });
        })
    };
    {
        let (early, on_begin) = (props.early.clone(), on_begin.clone());
        use_effect_with((), move |()| {
            early.focus_again();
            match early.pressed {
                Some(Pressed::Begin) => on_begin.emit(Route::Overview),
                Some(Pressed::BeginAndImport) => on_begin.emit(Route::Import),
                None => {}
            }
        });
    }
    let onsubmit = on_begin.reform(|event: SubmitEvent| {
        event.prevent_default();
        Route::Overview
    });
    let on_import = on_begin.reform(|()| Route::Import);
    let is_busy = matches!(*beginning, Beginning::Running);
    html! {
        <form {onsubmit} {onfocusin} novalidate=true>
            if let Beginning::Failed(failed) = &*beginning {
                { failed.notice.clone() }
            }
            { view_fields(&form, &beginning, props.is_ahead) }
            <div class="actions">
                <Button submit=true kind={ButtonKind::Primary} busy={is_busy}>{ words::start::begin() }</Button>
                <Button busy={is_busy} on_click={on_import}>{ words::start::begin_and_import() }</Button>
            </div>
        </form>
    }
}

fn view_fields(form: &UseStateHandle<StartForm>, beginning: &Beginning, is_ahead: bool) -> Html {
    let options = |of: fn() -> Vec<(AttrValue, AttrValue)>| match is_ahead {
        true => Vec::new(),
        false => of(),
    };
    let problem = |field: FieldName| {
        let Beginning::Failed(failed) = beginning else {
            return None;
        };
        let mut fields = failed.fields.iter();
        let found = fields.find(|(name, _)| *name == field);
        found.map(|(_, text)| text.clone())
    };
    html! {
        <div class="fields">
            <Field name="name" label={words::start::name()} value={form.name.clone()} required=true
                on_change={keep_part(form, |form, value| form.name = value)} problem={problem(FieldName::Name)} class="wide" />
            <Select name="country" label={words::start::country()} value={form.country.clone()} options={options(countries)}
                on_change={keep_part(form, set_country)} disabled={is_ahead} />
            <Select name="currency" label={words::start::currency()} value={form.currency.clone()} options={options(currencies)}
                on_change={keep_part(form, |form, value| form.currency = value)} problem={problem(FieldName::Currency)}
                disabled={is_ahead} />
            <Field name="tax-name" label={words::start::tax_name()} value={form.tax_name.clone()}
                on_change={keep_part(form, |form, value| form.tax_name = value)} hint={words::start::tax_name_hint()} />
            <Field name="tax-percent" label={words::start::tax_percent()} input={Input::Number} value={form.tax_percent.clone()}
                on_change={keep_part(form, |form, value| form.tax_percent = value)} problem={problem(FieldName::FirstTaxPercent)}
                hint={words::start::tax_percent_hint()} />
        </div>
    }
}

async fn begin(door: &Door, form: StartForm, on_valid: Callback<()>) -> Result<(), NotBegun> {
    match door.house().await {
        Ok(house) => house.begin(form, on_valid).await,
        Err(NotLoaded) => Err(NotBegun {
            notice: view_not_loaded(),
            fields: Vec::new(),
        }),
    }
}

fn first_form(early: &Early) -> StartForm {
    let typed = |field: &str, usual: &str| early.typed(field).unwrap_or(usual).to_owned();
    let mut form = StartForm {
        name: typed("name", ""),
        tax_name: typed("tax-name", "VAT"),
        tax_percent: typed("tax-percent", ""),
        ..StartForm::default()
    };
    set_country(
        &mut form,
        format::own_country().unwrap_or_else(|| "DE".to_owned()),
    );
    form
}

fn set_country(form: &mut StartForm, country: String) {
    if let Some(currency) = country::currency_of(&country) {
        currency.clone_into(&mut form.currency);
    }
    form.country = country;
}
