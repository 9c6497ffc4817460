//! What can be saved of the open book, where it is damaged.

use yew::prelude::*;

use crate::components::recover::Recover;
use crate::dispatch::Damaged;
use crate::hooks::use_view;
use crate::route::Route;
use crate::state::Mode;
use crate::ui::{Empty, LinkButton};

/// The page for the open book.
#[component]
pub fn Recovery() -> Html {
    let view = use_view();
    let business = view.book.business();
    let name = business.map(|business| business.details.name.clone());
    let name = name.filter(|name| !name.is_empty());
    html! {
        <>
            <h1>{ words::recovery::title() }</h1>
            if view.mode == Mode::Writable {
                <Empty title={words::recovery::not_damaged()} text={words::recovery::not_damaged_hint()}>
                    <LinkButton href={Route::Backup.href()}>{ words::places::backup() }</LinkButton>
                </Empty>
            } else {
                <section class="recovery">
                    <h2>{ name.unwrap_or_else(|| words::recovery::this_book().to_owned()) }</h2>
                    <Recover damaged={Damaged::Here} />
                </section>
            }
        </>
    }
}
