//! The parts of the program that are loaded when they are needed, and the only
//! ways into them. `cargo xtask build` cuts the program here: into a part goes
//! what nothing outside of it reaches. Without it the program is whole, and
//! all of it is there at once.

use std::rc::Rc;

use ledger::command::{Execute, execute_boxed};

use super::alone::view_alone;
use super::coming::Pages;
use super::house::OpenHouse;
use crate::door::{Door, House, NotLoaded, Work};
use crate::pages::view_page;

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
    Ok(Rc::new(OpenHouse::new(door, load_pages, load_commands)))
} }

ways_into! { pages: fn pages() -> Result<Pages, NotLoaded> {
    Ok(Pages {
        of_book: view_page,
        alone: view_alone,
        execute: execute_boxed,
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

/// Loads what runs all commands but the one that begins a book; `None` where
/// it cannot be loaded.
fn load_commands() -> Work<Option<Execute>> {
    Box::pin(async { pages().await.ok().map(|pages| pages.execute) })
}

/// Loads all pages but the first one of an open book.
fn load_pages() -> Work<Result<Pages, NotLoaded>> {
    Box::pin(pages())
}
