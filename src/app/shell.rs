//! The frame around every page of an open book: where one is, what can be
//! relied on, and what the last action did.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::coming::{LoadPages, use_pages};
use super::finder::Finder;
use super::keys::{Asked, Keys, use_keys};
use super::toast::Toast;
use crate::components::banner::{
    BackupReminder, DemoBanner, NewsBanner, ReadOnlyBanner, UnskippedBanner,
};
use crate::components::due::MakeDue;
use crate::components::keeping::{ClockNotice, KeepingNotice};
use crate::form::number;
use crate::hooks::{use_dispatcher, use_view};
use crate::pages::Overview;
use crate::route::places::{self, ON_A_PHONE, Place};
use crate::route::{Route, Section};
use crate::state::{Check, Keeping, Mode};
use crate::text::{self, format};
use crate::ui::{Button, Icon, IconName, Notice, Tone};

#[derive(Properties, PartialEq)]
pub struct ShellProps {
    pub route: Route,
    pub load_pages: LoadPages,
}

#[component]
pub fn Shell(props: &ShellProps) -> Html {
    // Before anything is typed: numbers are read as they are shown.
    use_memo((), |()| number::set_shown_sign(format::decimal_sign()));
    let view = use_view();
    let is_first = props.route == Route::Overview || view.demo && props.route == Route::Demo;
    let pages = use_pages(props.load_pages, !is_first);
    use_title_and_focus(&props.route, is_first || pages.is_ok());
    let section = props.route.section();
    let skip = Callback::from(|_: MouseEvent| focus_main());
    let asked = use_state(|| None::<Asked>);
    use_keys(asked.setter());
    let ask = |what: Asked| {
        let asked = asked.setter();
        Callback::from(move |_: MouseEvent| asked.set(Some(what)))
    };
    let on_close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    html! {
        <div class="frame">
            <button type="button" class="skip btn" onclick={skip}>{ words::app::skip() }</button>
            <header class="side">
                <a class="mark" href={Route::Overview.href()} aria-label={words::app::owed_today()}>{ words::app::owed() }</a>
                <div class="finding">
                    <button type="button" class="btn" onclick={ask(Asked::Finder)}>{ words::app::find() }<kbd>{ "Ctrl K" }</kbd></button>
                    <button type="button" class="btn" aria-label={words::app::keys()} onclick={ask(Asked::Keys)}><kbd>{ "?" }</kbd></button>
                </div>
                <nav aria-label={words::app::pages()}>
                    <ul class="nav">
                        { for places::navigation().iter().enumerate().map(|(index, place)| {
                            view_place(place, section == place.route.section(), index >= ON_A_PHONE)
                        }) }
                        { view_more(section) }
                    </ul>
                </nav>
                <Trust />
            </header>
            <main id="main" class="main" tabindex="-1">
                <DemoBanner />
                <ReadOnlyBanner />
                <NewsBanner />
                <NewVersion />
                <ClockNotice />
                <UnskippedBanner />
                <MakeDue />
                if props.route != Route::Backup {
                    <BackupReminder />
                }
                if props.route == Route::Overview || view.keeping == Keeping::Private && props.route != Route::Backup {
                    <KeepingNotice />
                }
                { match pages {
                    _ if is_first => html! { <Overview /> },
                    Ok(pages) => (pages.of_book)(&props.route, &view),
                    Err(instead) => instead,
                } }
            </main>
            <Toast />
            if *asked == Some(Asked::Finder) {
                <Finder {on_close} />
            } else if *asked == Some(Asked::Keys) {
                <Keys {on_close} />
            }
        </div>
    }
}

fn view_place(place: &Place, here: bool, extra: bool) -> Html {
    html! {
        <li class={extra.then_some("extra")}>
            <a href={place.route.href()} aria-current={here.then_some("page")}>
                <Icon name={icon(place.route.section())} />
                { place.name }
            </a>
        </li>
    }
}

fn icon(section: Section) -> IconName {
    match section {
        Section::Overview | Section::None => IconName::Today,
        Section::Invoices => IconName::Invoices,
        Section::Customers => IconName::Customers,
        Section::Payments => IconName::Payments,
        Section::Bank => IconName::Bank,
        Section::Reminders => IconName::Reminders,
        Section::Aging => IconName::Aging,
        Section::Import => IconName::Import,
        Section::Backup => IconName::Backup,
        Section::Settings => IconName::Settings,
        Section::More => IconName::More,
    }
}

fn view_more(section: Section) -> Html {
    let mut extra = places::navigation().into_iter().skip(ON_A_PHONE);
    let is_extra = extra.any(|place| place.route.section() == section);
    let here = is_extra || section == Section::More;
    html! {
        <li class="phone">
            <a href={Route::More.href()} aria-current={here.then_some("page")}>
                <Icon name={IconName::More} />
                { words::places::more() }
            </a>
        </li>
    }
}

/// Saved, backed up, verified: always in sight.
#[component]
fn Trust() -> Html {
    let view = use_view();
    let is_writable = view.mode == Mode::Writable;
    let (state, saved) = match &view.mode {
        Mode::Writable if view.demo => ("saved", words::app::saved_until_left()),
        Mode::Writable => ("saved", text::keeping::saved(view.keeping)),
        Mode::ReadOnly(_) => ("read-only", words::app::read_only()),
    };
    let check = match view.check {
        Check::Running => "running",
        Check::Passed { .. } => "passed",
        Check::Failed => "failed",
    };
    html! {
        <div class="trust" data-mode={state} data-check={check} data-entries={view.book.head().seq.to_string()}>
            <b class={(!is_writable).then_some("late")}>{ saved }</b>
            <a href={Route::Backup.href()}>{ text::trust::backup(view.backup, view.today) }</a>
            <span>{ text::trust::check(&view) }</span>
        </div>
    }
}

/// A newer version waits until it is asked for: what is being typed is never
/// reloaded away.
#[component]
fn NewVersion() -> Html {
    let dispatcher = use_dispatcher();
    let waits = use_state_eq(|| false);
    {
        let (dispatcher, waits) = (dispatcher.clone(), waits.setter());
        use_effect_with((), move |()| {
            dispatcher.on_new_version(Callback::from(move |()| waits.set(true)));
        });
    }
    if !*waits {
        return html! {};
    }
    let on_click = Callback::from(move |()| dispatcher.use_new_version());
    html! {
        <Notice tone={Tone::Quiet} title={words::app::new_version()}
            text={words::app::new_version_hint()}>
            <div class="actions"><Button {on_click}>{ words::app::new_version_use() }</Button></div>
        </Notice>
    }
}

/// A new page is named in the window's title, begins at its top and has the
/// focus, so that a screen reader reads it; once it is there.
#[hook]
fn use_title_and_focus(route: &Route, is_there: bool) {
    let last = use_mut_ref(|| None::<Route>);
    use_effect_with((route.clone(), is_there), move |(route, is_there)| {
        if !is_there {
            return;
        }
        let before = last.replace(Some(route.clone()));
        let is_new = before.is_some_and(|before| !before.same_page(route));
        if is_new {
            gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
            focus_main();
        }
        let heading = document().query_selector("main h1").ok().flatten();
        let title = heading.and_then(|heading| heading.text_content());
        document().set_title(&match title {
            Some(title) => words::app::document_title(&title),
            None => words::app::owed().to_owned(),
        });
    });
}

fn focus_main() {
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        // What cannot be focused is hidden, and needs no focus.
        drop(main.focus());
    }
}
