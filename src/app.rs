//! The root of the page: what every visit shows, and the way into the house.
//! It holds no figures and no storage.

mod address;
mod alone;
mod coming;
mod finder;
mod house;
mod keys;
mod parts;
mod shell;
mod start;
mod stopped;
mod toast;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::coming::Missing;
pub use self::start::Start;
use crate::door::{Door, Early, NotLoaded, Scene, first_scene};
use crate::hooks::use_door;
use crate::route::{Navigator, Route};
use crate::text::format;
use crate::ui::said;

/// Where the program begins: puts the page where `index.html` keeps its place, once it is known
/// which. What is there before goes in the same moment, so that no key falls between.
///
/// # Panics
/// Where `index.html` has no such place, which is an error of the build.
#[wasm_bindgen(js_name = startOwed)]
pub fn start() {
    stopped::say_so_on_panic();
    words::write_counts_with(|count| format::count(usize::try_from(count).unwrap_or(usize::MAX)));
    let place = gloo::utils::document()
        .get_element_by_id("app")
        .expect("index.html has a place for the page");
    spawn_local(async move {
        let (scene, early) = first_scene().await;
        yew::Renderer::<App>::with_root_and_props(place, AppProps { scene, early }).render();
    });
}

/// The interface is in the language of these texts from now on. Whether they are of this version of
/// the program; else all stays as it was.
#[wasm_bindgen(js_name = useWords)]
pub fn use_words(texts: &str) -> bool {
    words::use_pack(texts).is_ok()
}

#[derive(Properties, PartialEq)]
struct AppProps {
    /// The first one.
    scene: Scene,
    early: Early,
}

#[component]
fn App(props: &AppProps) -> Html {
    let scene = use_state_eq(|| props.scene.clone());
    let door = {
        let scene = scene.setter();
        let early = props.early.clone();
        use_memo((), move |()| {
            let show = Callback::from(move |shown| scene.set(shown));
            Door::new(show, parts::load_house, early)
        })
    };
    let (route, navigator) = address::use_address();
    {
        let (door, is_opening) = (door.clone(), props.scene == Scene::Opening);
        use_effect_with((), move |()| {
            if is_opening {
                spawn_local(async move { door.arrive().await });
            }
        });
    }
    html! {
        <ContextProvider<Door> context={(*door).clone()}>
            <ContextProvider<Navigator> context={navigator}>
                { view_scene(&scene, &door, &route) }
            </ContextProvider<Navigator>>
        </ContextProvider<Door>>
    }
}

fn view_scene(scene: &Scene, door: &Door, route: &Route) -> Html {
    match scene {
        // As in `index.html`, where it stands before this runs.
        Scene::Opening => html! {
            <>
                <p id="boot" role="status">{ words::app::opening() }</p>
                <p id="slow" role="status">
                    { said(words::app::slow(html! { <a href="./">{ words::app::slow_link() }</a> })) }
                </p>
            </>
        },
        Scene::Start if matches!(route, Route::Demo | Route::Books) => html! {
            <Inside route={route.clone()} />
        },
        Scene::Start => html! { <Start is_installed={door.is_installed()} /> },
        Scene::House(_) => door
            .entered()
            .map_or_else(Html::default, |house| house.view(route)),
        Scene::NotLoaded => {
            let door = door.clone();
            let on_again = Callback::from(move |()| {
                let door = door.clone();
                door.show(Scene::Opening);
                spawn_local(async move { door.arrive().await });
            });
            view_missing(on_again)
        }
    }
}

fn view_missing(on_again: Callback<()>) -> Html {
    html! {
        <main class="alone start">
            <h1>{ words::app::owed() }</h1>
            <Missing {on_again} />
        </main>
    }
}

#[derive(Properties, PartialEq)]
struct InsideProps {
    route: Route,
}

/// What the house shows without a book.
#[component]
fn Inside(props: &InsideProps) -> Html {
    let door = use_door();
    let found = use_state(|| None::<Result<(), NotLoaded>>);
    let tries = use_state(|| 0_u32);
    {
        let (door, found) = (door.clone(), found.setter());
        use_effect_with(*tries, move |_| {
            spawn_local(async move { found.set(Some(door.house().await.map(drop))) });
        });
    }
    match *found {
        None => html! {},
        Some(Ok(())) => door
            .entered()
            .map_or_else(Html::default, |house| house.view(&props.route)),
        Some(Err(NotLoaded)) => view_missing(Callback::from(move |()| {
            found.set(None);
            tries.set(*tries + 1);
        })),
    }
}
