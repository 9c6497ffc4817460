//! The parts of the program that are loaded when they are needed, and the only
//! ways into them. `cargo xtask build` cuts the program here: into a part goes
//! what nothing outside of it reaches. Without it the program is whole, and
//! all of it is there at once.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::house::{Alone, OpenHouse, view_alone};
use super::shell::view_page;
use crate::door::{Door, House, NotLoaded, Work};
use crate::route::Route;
use crate::state::View;
use crate::ui::{Button, Notice, Tone, soon};

macro_rules! ways_into {
    ($part:ident: fn $name:ident($($arg:ident: $type:ty),*) -> $out:ty $body:block) => {
        #[cfg(split)]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        fn $name($($arg: $type),*) -> $out $body

        #[cfg(not(split))]
        async fn $name($($arg: $type),*) -> $out $body
    };
}

// All that an open book needs to show its first page.
ways_into! { book: fn house(door: Door) -> Result<Rc<dyn House>, NotLoaded> {
    Ok(Rc::new(OpenHouse::new(door)))
} }

/// All pages but the first one of an open book.
#[derive(Clone, Copy)]
pub struct Pages {
    pub of_book: fn(&Route, &View) -> Html,
    pub alone: fn(&Alone) -> Html,
}

ways_into! { pages: fn pages() -> Result<Pages, NotLoaded> {
    Ok(Pages {
        of_book: view_page,
        alone: view_alone,
    })
} }

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> NotLoaded {
        NotLoaded
    }
}

/// Loads the house.
pub fn load_house(door: Door) -> Work<Result<Rc<dyn House>, NotLoaded>> {
    Box::pin(house(door))
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
pub fn use_pages(is_needed: bool) -> Result<Pages, Html> {
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
                    match self::pages().await {
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
        Coming::Waiting => Err(html! { <crate::ui::Progress label="Loading…" /> }),
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
        <Notice tone={Tone::Problem} title="A part of Owed could not be loaded."
            text="Nothing is lost. Get online, then try again: once it was loaded, Owed works without a network.">
            <div class="actions"><Button on_click={props.on_again.clone()}>{ "Try again" }</Button></div>
        </Notice>
    }
}
