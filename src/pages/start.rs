//! Before a book is open: the first run, a book that was lost, and an
//! opening that failed.

use ledger::ids::Seq;
use ledger::journal::BookId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::action::{FailureNotice, ProblemList, use_action};
use super::backup::Restore;
use super::books::Books;
use super::keeping::{BeforeBegin, Unfit};
use crate::form::Problems;
use crate::form::business::StartForm;
use crate::hooks::use_dispatcher;
use crate::route::{Route, use_navigator};
use crate::text::{self, country, format};
use crate::ui::{Button, ButtonKind, Field, Input, LinkButton, Notice, Select, Tone};

/// The first run: a name is enough.
#[component]
pub fn Start() -> Html {
    let is_installed = use_dispatcher().is_installed();
    let unfit = use_unfit();
    let begin = html! {
        <section aria-labelledby="begin">
            <h2 id="begin">{ "Begin" }</h2>
            <Begin />
        </section>
    };
    html! {
        <main class="alone start">
            <header>
                <h1 class="brand">{ "Owed" }</h1>
                <p class="lead">
                    { "Invoices, payments and who owes you what. Everything stays on this device: no account, no server." }
                </p>
            </header>
            if let Some(unfit) = unfit {
                <BeforeBegin {unfit} />
            }
            if is_installed {
                // An app that was just installed has a store of its own, and it is empty.
                { view_bring("Bring your book", "This app keeps its data apart from the browser. Choose the backup you saved there.") }
                { begin }
            } else {
                { begin }
                { view_bring("I used Owed before", "Bring your book: choose the backup you saved.") }
            }
            <section aria-labelledby="look-around">
                <h2 id="look-around">{ "Look around first" }</h2>
                <p class="quiet">{ "A made-up book with customers and invoices. Leaving deletes it." }</p>
                <LinkButton href={Route::Demo.href()}>{ "Open the demo book" }</LinkButton>
            </section>
            <OtherBooks />
        </main>
    }
}

/// The way to the books on this device, where there are any.
#[component]
fn OtherBooks() -> Html {
    let dispatcher = use_dispatcher();
    let any = use_state_eq(|| false);
    {
        let any = any.setter();
        use_effect_with((), move |()| {
            spawn_local(async move { any.set(dispatcher.knows_books().await) });
        });
    }
    if !*any {
        return html! {};
    }
    html! {
        <section aria-labelledby="others">
            <h2 id="others">{ "Books on this device" }</h2>
            <LinkButton href={Route::Books.href()}>{ "See the books" }</LinkButton>
        </section>
    }
}

/// The books on this device, while none is open.
#[component]
pub fn BooksAlone() -> Html {
    let dispatcher = use_dispatcher();
    let loaded = use_state(|| None::<Result<(), String>>);
    {
        let loaded = loaded.setter();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let all = dispatcher.load_rest().await;
                loaded.set(Some(all.map_err(|problem| problem.to_string())));
            });
        });
    }
    html! {
        <main class="alone start">
            { match &*loaded {
                None => html! {},
                Some(Ok(())) => html! {
                    <>
                        <Books />
                        { view_bring("Bring a book", "Choose the backup you saved: a book that is missing here comes back with it.") }
                    </>
                },
                Some(Err(why)) => html! { <Notice tone={Tone::Problem} title={why.clone()} /> },
            } }
        </main>
    }
}

fn view_bring(title: &'static str, text: &'static str) -> Html {
    html! {
        <section aria-labelledby="again">
            <h2 id="again">{ title }</h2>
            <p class="quiet">{ text }</p>
            <Restore />
        </section>
    }
}

/// Why a book should not be begun here, once that is known and the words for
/// it are there: they are no part of the first visit.
#[hook]
fn use_unfit() -> Option<Unfit> {
    let dispatcher = use_dispatcher();
    let unfit = use_state(|| None::<Unfit>);
    {
        let unfit = unfit.setter();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let is_private = dispatcher.is_private_window().await;
                let is_in_doubt = is_private || dispatcher.may_forget_pages();
                if is_in_doubt && dispatcher.has_rest().await {
                    unfit.set(super::keeping::unfit(is_private, dispatcher.surroundings()));
                }
            });
        });
    }
    *unfit
}

#[component]
fn Begin() -> Html {
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    let action = use_action();
    let form = use_state(first_form);
    let problems = use_state(Problems::default);
    let onfocusin = {
        let dispatcher = dispatcher.clone();
        Callback::from(move |_: FocusEvent| dispatcher.get_ready())
    };
    let set = |change: fn(&mut StartForm, String)| {
        let form = form.clone();
        Callback::from(move |value: String| {
            let mut changed = (*form).clone();
            change(&mut changed, value);
            form.set(changed);
        })
    };
    let on_begin = {
        let (form, problems, action) = (form.clone(), problems.setter(), action.clone());
        Callback::from(move |then: Route| match form.command() {
            Err(found) => problems.set(found),
            Ok(command) => {
                problems.set(Problems::default());
                let (dispatcher, name) = (dispatcher.clone(), form.name.clone());
                // Before the book shows: who goes on at once is not taken back.
                navigator.go(then);
                let begin = async move { dispatcher.begin_book(&name, &command).await };
                action.perform(begin, drop);
            }
        })
    };
    let onsubmit = on_begin.reform(|event: SubmitEvent| {
        event.prevent_default();
        Route::Overview
    });
    let on_import = on_begin.reform(|()| Route::Import);
    let problem = |field: &'static str| problems.of(field).map(text::problem::fault);
    html! {
        <form {onsubmit} {onfocusin} novalidate=true>
            <ProblemList problems={(*problems).clone()} />
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            <div class="fields">
                <Field name="name" label="Your name or business" value={form.name.clone()} required=true
                    on_change={set(|form, value| form.name = value)} problem={problem("name")} class="wide" />
                <Select name="country" label="Country" value={form.country.clone()} options={countries()}
                    on_change={set(set_country)} />
                <Select name="currency" label="Currency" value={form.currency.clone()} options={currencies()}
                    on_change={set(|form, value| form.currency = value)} problem={problem("currency")} />
                <Field name="tax-name" label="Tax on your invoices" value={form.tax_name.clone()}
                    on_change={set(|form, value| form.tax_name = value)} hint="What your customers read." />
                <Field name="tax-percent" label="Tax percent" input={Input::Number} value={form.tax_percent.clone()}
                    on_change={set(|form, value| form.tax_percent = value)} problem={problem("tax_percent")}
                    hint="Leave empty if you charge none." />
            </div>
            <div class="actions">
                <Button submit=true kind={ButtonKind::Primary} busy={action.is_busy()}>{ "Begin" }</Button>
                <Button busy={action.is_busy()} on_click={on_import}>{ "Begin and import what I have" }</Button>
            </div>
        </form>
    }
}

fn first_form() -> StartForm {
    let mut form = StartForm {
        tax_name: "VAT".to_owned(),
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

/// The countries by name.
pub fn countries() -> Vec<(AttrValue, AttrValue)> {
    let mut names: Vec<(&str, String)> = country::all()
        .map(|(code, _)| (code, format::country(code)))
        .collect();
    names.sort_by(|(_, a), (_, b)| format::by_name(a, b));
    let option = |(code, name): (&'static str, String)| (code.into(), name.into());
    names.into_iter().map(option).collect()
}

/// The currencies by code.
pub fn currencies() -> Vec<(AttrValue, AttrValue)> {
    ledger::money::Currency::all()
        .map(|currency| {
            let code = currency.code();
            let name = format::currency(code);
            let text = if name == code {
                name
            } else {
                format!("{code} · {name}")
            };
            (code.into(), text.into())
        })
        .collect()
}

#[derive(Properties, PartialEq)]
pub struct LostProps {
    pub book: BookId,
    pub remembered: Seq,
}

fn lost(remembered: Seq) -> String {
    let with = match remembered {
        0 => String::new(),
        entries => format!(" with {}", text::trust::entries(entries)),
    };
    format!("This device had a book{with}, and its data is gone from this browser.")
}

/// This device had a book and its data is gone. Never a welcome.
#[component]
pub fn Lost(props: &LostProps) -> Html {
    let dispatcher = use_dispatcher();
    let is_sure = use_state(|| false);
    let on_ask = {
        let is_sure = is_sure.setter();
        Callback::from(move |()| is_sure.set(true))
    };
    let on_anew = {
        let book = props.book.clone();
        Callback::from(move |()| dispatcher.leave_lost(&book))
    };
    html! {
        <main class="alone start">
            <h1>{ "Your book is missing" }</h1>
            <Notice
                tone={Tone::Problem}
                title={lost(props.remembered)}
                text="Cleared site data, a cleaning program or a new profile does this. Backups you saved are safe: they are files."
            />
            <section aria-labelledby="bring">
                <h2 id="bring">{ "Bring it back" }</h2>
                <p class="quiet">{ "Choose your newest backup. Owed then asks for the last numbers you sent, so that none is used twice." }</p>
                <Restore />
            </section>
            <section aria-labelledby="anew">
                <h2 id="anew">{ "There is no backup" }</h2>
                if *is_sure {
                    <p>{ "A new book is empty, and its numbers begin again at 1. If you sent invoices from the missing one, set the first number in Settings to the one after your last, so that none is used twice. Begin a new book all the same?" }</p>
                    <Button kind={ButtonKind::Danger} on_click={on_anew}>{ "Yes, begin a new book" }</Button>
                } else {
                    <Button on_click={on_ask}>{ "Begin a new book…" }</Button>
                }
            </section>
            <OtherBooks />
        </main>
    }
}

#[derive(Properties, PartialEq)]
pub struct FailedProps {
    pub why: String,
}

/// The book could not be opened.
#[component]
pub fn Failed(props: &FailedProps) -> Html {
    html! {
        <main class="alone start">
            <h1>{ "Owed could not open your book" }</h1>
            <Notice
                tone={Tone::Problem}
                title={text::problem::sentence(&props.why)}
                text="Nothing was changed. Leave private windows, close other tabs of Owed, and reload the page."
            >
                <div class="actions"><LinkButton href="./">{ "Reload" }</LinkButton></div>
            </Notice>
            <section aria-labelledby="bring">
                <h2 id="bring">{ "Or restore a backup" }</h2>
                <Restore />
            </section>
            <OtherBooks />
        </main>
    }
}
