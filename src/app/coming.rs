//! The pages while they are fetched, and what is shown where they do not come.

use ledger::command::Execute;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::alone::Alone;
use crate::door::{NotLoaded, Work};
use crate::route::Route;
use crate::state::View;
use crate::ui::{Button, Notice, Progress, Tone, soon};

/// How the pages are loaded; it never changes.
#[derive(Clone, Copy)]
pub struct LoadPages(pub fn() -> Work<Result<Pages, NotLoaded>>);

impl PartialEq for LoadPages {
    fn eq(&self, _: &LoadPages) -> bool {
        true
    }
}

/// All pages but the first one of an open book.
#[derive(Clone, Copy)]
pub struct Pages {
    pub of_book: fn(&Route, &View) -> Html,
    pub alone: fn(&Alone) -> Html,
    /// What runs all commands: they stand beside the pages that give them.
    pub execute: Execute,
}

/// How far the pages have come.
#[derive(Clone, Copy)]
enum Coming {
    Waiting,
    There(Pages),
    NotLoaded,
}

/// The pages once they are there, and what stands in their place before.
#[hook]
pub fn use_pages(load_pages: LoadPages, is_needed: bool) -> Result<Pages, Html> {
    let pages = use_state(|| Coming::Waiting);
    let tries = use_state(|| 0_u32);
    {
        let pages = pages.clone();
        use_effect_with((is_needed, *tries), move |(is_needed, _)| {
            if matches!(*pages, Coming::There(_)) {
                return;
            }
            let (pages, is_needed) = (pages.setter(), *is_needed);
            let load = move || {
                spawn_local(async move {
                    match (load_pages.0)().await {
                        Ok(found) => pages.set(Coming::There(found)),
                        Err(NotLoaded) if is_needed => pages.set(Coming::NotLoaded),
                        // Whoever needs them asks again, and is told.
                        Err(NotLoaded) => {}
                    }
                });
            };
            // After the first page is painted.
            if is_needed { load() } else { soon(load) }
        });
    }
    match *pages {
        Coming::There(pages) => Ok(pages),
        Coming::Waiting => Err(html! { <Progress label={words::app::loading()} /> }),
        Coming::NotLoaded => {
            let pages = pages.setter();
            let on_again = Callback::from(move |()| {
                pages.set(Coming::Waiting);
                tries.set(*tries + 1);
            });
            Err(html! { <Missing {on_again} /> })
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct MissingProps {
    pub on_again: Callback<()>,
}

/// A part did not come.
#[component]
pub fn Missing(props: &MissingProps) -> Html {
    html! {
        <Notice tone={Tone::Problem} title={words::app::not_loaded()}
            text={words::app::not_loaded_hint()}>
            <div class="actions"><Button on_click={props.on_again.clone()}>{ words::common::try_again() }</Button></div>
        </Notice>
    }
}
