//! What the browser keeps: said before a book is begun, once it is open, and
//! where backups are made. And what there is to doubt about the clock.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::action::SaveAway;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::Route;
use crate::state::{Asking, Keeping, Mode, Room, Surroundings, View};
use crate::text;
use crate::ui::{Button, LinkButton, Notice, Tone};

/// Why a book should not be begun here, said before one is; empty where
/// nothing says so.
pub fn view_unfit(is_private: bool, surroundings: Surroundings) -> Html {
    let browser = surroundings.browser;
    let (test, words) = match is_private {
        true => ("private", Some(text::keeping::private())),
        // A page that this browser forgets unless it is installed.
        false if browser.forgets_pages() => ("install", text::keeping::install(browser)),
        false => ("install", None),
    };
    let Some((title, text)) = words else {
        return html! {};
    };
    html! {
        <div data-test={test}>
            <Notice tone={Tone::Warning} {title} {text} />
        </div>
    }
}

/// That the browser may forget the book, and the way to the first backup.
#[component]
pub fn KeepingNotice() -> Html {
    let view = use_view();
    let Some((title, text)) = text::keeping::first_backup(view.keeping) else {
        return html! {};
    };
    // The reminder says it by then, and offers the same.
    if view.demo || view.mode != Mode::Writable || view.backup_is_due() || !is_only_here(&view) {
        return html! {};
    }
    let tone = match view.keeping {
        Keeping::Private => Tone::Warning,
        Keeping::Unknown | Keeping::Promised | Keeping::MayForget(_) => Tone::Quiet,
    };
    html! {
        <div data-test="forgetting">
            <Notice {tone} {title} {text}>
                <div class="actions">
                    <SaveAway />
                    <LinkButton href={Route::Backup.href()}>{ words::device::what_is_kept() }</LinkButton>
                </div>
            </Notice>
        </div>
    }
}

/// Whether something is in no backup that would be missed: at first only the
/// business is there.
fn is_only_here(view: &View) -> bool {
    match (view.keeping, view.backup) {
        (_, None) => true,
        (Keeping::Private, Some(mark)) => mark.seq < view.book.head().seq,
        (Keeping::Unknown | Keeping::Promised | Keeping::MayForget(_), Some(_)) => false,
    }
}

/// Whether the browser may delete the book, in plain words.
#[component]
pub fn Kept() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let room = use_state_eq(|| None::<Room>);
    {
        let (dispatcher, room) = (dispatcher.clone(), room.setter());
        let head = view.book.head().seq;
        use_effect_with(head, move |_| {
            spawn_local(async move { room.set(dispatcher.room().await) });
        });
    }
    let (what, then) = text::keeping::kept(view.keeping, dispatcher.surroundings());
    let on_keep = Callback::from(move |()| {
        let dispatcher = dispatcher.clone();
        spawn_local(async move { dispatcher.keep_data().await });
    });
    let room = room.map(text::keeping::room);
    html! {
        <section aria-labelledby="kept">
            <h2 id="kept">{ words::device::on_this_device() }</h2>
            <p data-test="kept">{ what }</p>
            { for then.into_iter().map(|text| html! { <p class="quiet">{ text }</p> }) }
            if let Some((text, is_little)) = room {
                if is_little {
                    <div data-test="room"><Notice tone={Tone::Warning} title={text} /></div>
                } else {
                    <p class="quiet" data-test="room">{ text }</p>
                }
            }
            if view.keeping == Keeping::MayForget(Asking::Helps) {
                <div class="actions"><Button on_click={on_keep}>{ words::device::ask_to_keep() }</Button></div>
            }
        </section>
    }
}

/// That this device's clock may be wrong.
#[component]
pub fn ClockNotice() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let Some(doubt) = view.clock_doubt(dispatcher.program_made()) else {
        return html! {};
    };
    let (title, text) = text::trust::clock(doubt, view.now);
    html! {
        <div data-test="clock">
            <Notice tone={Tone::Warning} {title} {text} />
        </div>
    }
}
