//! Before a book is open, once this device has or had one: which to open, one
//! that was lost, and an opening that failed.

use ledger::ids::Seq;
use ledger::journal::BookId;
use yew::prelude::*;

use crate::app::start::OtherBooks;
use crate::components::restore::Restore;
use crate::dispatch::ChosenFile;
use crate::hooks::use_dispatcher;
use crate::pages::{Books, Demo};
use crate::state::NotOpened;
use crate::text;
use crate::ui::{Button, ButtonKind, Details, LinkButton, Notice, Tone};

/// The books on this device, while none is open.
#[component]
pub fn BooksAlone() -> Html {
    html! {
        <main class="alone start">
            <Books />
            { view_bring(words::app::bring_a_book(), words::app::bring_a_book_hint()) }
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

#[derive(Properties, PartialEq)]
pub struct LostProps {
    pub book: BookId,
    pub remembered: Seq,
}

fn lost(remembered: Seq) -> String {
    match remembered {
        0 => words::app::lost().to_owned(),
        changes => words::app::lost_with(&text::trust::entries(changes)),
    }
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
            <h1>{ words::app::missing_title() }</h1>
            <Notice
                tone={Tone::Problem}
                title={lost(props.remembered)}
                text={words::app::missing_why()}
            />
            <section aria-labelledby="bring">
                <h2 id="bring">{ words::app::restore_title() }</h2>
                <p class="quiet">{ words::app::restore_hint() }</p>
                <Restore />
            </section>
            <section aria-labelledby="anew">
                <h2 id="anew">{ words::app::no_backup_title() }</h2>
                if *is_sure {
                    <p>{ words::app::no_backup_sure() }</p>
                    <Button kind={ButtonKind::Danger} on_click={on_anew}>{ words::app::no_backup_yes() }</Button>
                } else {
                    <Button on_click={on_ask}>{ words::app::start_new_book() }</Button>
                }
            </section>
            <OtherBooks />
        </main>
    }
}

#[derive(Properties, PartialEq)]
pub struct FailedProps {
    pub why: NotOpened,
}

/// The book could not be opened.
#[component]
pub fn Failed(props: &FailedProps) -> Html {
    let (why, hint, details) = match &props.why {
        NotOpened::NewerVersion => (
            words::app::not_opened_newer(),
            words::app::not_opened_newer_hint(),
            String::new(),
        ),
        NotOpened::Other(said) => (
            words::app::not_opened_why(),
            words::app::not_opened_hint(),
            said.clone(),
        ),
    };
    html! {
        <main class="alone start">
            <h1>{ words::app::not_opened_title() }</h1>
            <Notice
                tone={Tone::Problem}
                title={why}
                text={hint}
            >
                <div class="actions"><LinkButton href="./">{ words::app::reload() }</LinkButton></div>
                <Details text={details} />
            </Notice>
            <section aria-labelledby="bring">
                <h2 id="bring">{ words::app::or_restore() }</h2>
                <Restore />
            </section>
            <OtherBooks />
        </main>
    }
}

/// What is shown without an open book.
#[derive(Clone, PartialEq)]
pub enum Alone {
    Demo,
    Books,
    Lost { book: BookId, remembered: Seq },
    Failed(NotOpened),
    Restore(ChosenFile),
}

/// Of the part `pages`.
pub fn view_alone(what: &Alone) -> Html {
    match what {
        Alone::Demo => html! { <Demo /> },
        Alone::Books => html! { <BooksAlone /> },
        Alone::Lost { book, remembered } => html! {
            <Lost book={book.clone()} remembered={*remembered} />
        },
        Alone::Failed(why) => html! { <Failed why={why.clone()} /> },
        Alone::Restore(file) => html! { <Restore file={file.clone()} /> },
    }
}
