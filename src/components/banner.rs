//! What is said above every page: that the book is read-only and why, or that
//! it is the demo.

use yew::prelude::*;

use crate::components::action::SaveAway;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::state::{Mode, Reason};
use crate::text;
use crate::ui::{Button, ButtonKind, Details, LinkButton, Notice, Tone};

/// Why nothing can be written, and the backup.
#[component]
pub fn ReadOnlyBanner() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let Mode::ReadOnly(reason) = &view.mode else {
        return html! {};
    };
    let message = text::failure::read_only(reason);
    let on_newer = Callback::from(move |()| dispatcher.load_anew());
    html! {
        <Notice tone={Tone::Problem} title={words::app::read_only_because(&message.what)} text={message.then}>
            <Details text={message.details} />
            if matches!(reason, Reason::TooNew | Reason::Outdated) {
                <div class="actions"><Button on_click={on_newer}>{ words::app::get_newer() }</Button></div>
            }
            <SaveAway />
            if reason.is_damage() {
                <div class="actions">
                    <LinkButton href={Route::Recovery.href()}>{ words::app::see_what_is_left() }</LinkButton>
                </div>
            }
        </Notice>
    }
}

/// How the book came to be what it is, where its user would not know.
#[component]
pub fn NewsBanner() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let Some(news) = &view.news else {
        return html! {};
    };
    let message = text::failure::news(news);
    let on_click = Callback::from(move |()| dispatcher.heard());
    html! {
        <Notice tone={Tone::Warning} title={message.what} text={message.then}>
            <div class="actions"><Button {on_click}>{ words::common::close() }</Button></div>
        </Notice>
    }
}

/// That numbers that were sent could not be skipped after a restore: it stays
/// until they are.
#[component]
pub fn UnskippedBanner() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let unskipped = view.unskipped.as_ref().filter(|left| !left.why.is_empty());
    let Some(unskipped) = unskipped else {
        return html! {};
    };
    let message = text::failure::unskipped(&unskipped.why);
    let on_click = Callback::from(move |()| {
        let dispatcher = dispatcher.clone();
        wasm_bindgen_futures::spawn_local(async move { dispatcher.skip_numbers().await });
    });
    html! {
        <Notice tone={Tone::Problem} title={message.what} text={message.then}>
            <div class="actions">
                <Button writes=true {on_click}>{ words::common::try_again() }</Button>
            </div>
        </Notice>
    }
}

/// That it is time for a backup.
#[component]
pub fn BackupReminder() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    if !view.backup_is_due() {
        return html! {};
    }
    let on_later = Callback::from(move |()| {
        let dispatcher = dispatcher.clone();
        wasm_bindgen_futures::spawn_local(async move { dispatcher.remind_later().await });
    });
    let behind = text::trust::backup_behind(view.backup, &view.book).unwrap_or_default();
    html! {
        <div class="reminder" role="status">
            <p>{ words::app::backup_behind(&text::trust::backup(view.backup, view.today), &behind) }</p>
            <SaveAway />
            <Button kind={ButtonKind::Quiet} on_click={on_later}>{ words::common::later() }</Button>
        </div>
    }
}

/// That this is not the user's own book.
#[component]
pub fn DemoBanner() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    if !view.demo {
        return html! {};
    }
    let on_click = Callback::from(move |()| {
        let dispatcher = dispatcher.clone();
        let navigator = navigator.clone();
        wasm_bindgen_futures::spawn_local(async move {
            navigator.go(Route::Overview);
            dispatcher.leave_demo().await;
        });
    });
    html! {
        <Notice
            tone={Tone::Warning}
            title={words::app::demo_title()}
            text={words::app::demo_hint()}
        >
            <div class="actions"><Button {on_click}>{ words::app::demo_leave() }</Button></div>
        </Notice>
    }
}
