//! The house: the session, and what it shows in each stage.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use super::alone::Alone;
use super::coming::{LoadPages, Pages, use_pages};
use super::shell::Shell;
use crate::components::action::{told_by_field, view_not_done, view_problems};
use crate::components::keeping::view_unfit;
use crate::dispatch::{ChosenFile, Dispatcher, LoadCommands};
use crate::door::{Door, House, NotBegun, NotLoaded, Scene, Work};
use crate::form::business::StartForm;
use crate::route::Route;
use crate::state::{Mode, Stage, ViewContext};
use crate::ui::MayWrite;

pub struct OpenHouse {
    dispatcher: Dispatcher,
    stage: Rc<RefCell<Stage>>,
    load_pages: LoadPages,
}

impl OpenHouse {
    pub fn new(
        door: Door,
        load_pages: fn() -> Work<Result<Pages, NotLoaded>>,
        load_commands: LoadCommands,
    ) -> OpenHouse {
        let stage = Rc::new(RefCell::new(Stage::Start));
        let shown = stage.clone();
        let changes = Cell::new(0_u32);
        let on_stage = Callback::from(move |stage: Stage| {
            changes.set(changes.get().wrapping_add(1));
            let scene = match &stage {
                Stage::Opening => Scene::Opening,
                Stage::Start => Scene::Start,
                _ => Scene::House(changes.get()),
            };
            shown.replace(stage);
            door.show(scene);
        });
        OpenHouse {
            dispatcher: Dispatcher::new(on_stage, load_commands),
            stage,
            load_pages: LoadPages(load_pages),
        }
    }

    /// With the way to act.
    fn within(&self, html: Html) -> Html {
        html! {
            <ContextProvider<Dispatcher> context={self.dispatcher.clone()}>{ html }</ContextProvider<Dispatcher>>
        }
    }
}

impl House for OpenHouse {
    fn open_current(&self) {
        let dispatcher = self.dispatcher.clone();
        wasm_bindgen_futures::spawn_local(async move { dispatcher.open_current().await });
    }

    fn view(&self, route: &Route) -> Html {
        self.within(view_stage(&self.stage.borrow(), route, self.load_pages))
    }

    fn begin(&self, form: StartForm, on_valid: Callback<()>) -> Work<Result<(), NotBegun>> {
        let dispatcher = self.dispatcher.clone();
        Box::pin(async move {
            let command = form.command().map_err(|problems| NotBegun {
                notice: view_problems(&problems),
                fields: told_by_field(&problems),
            })?;
            on_valid.emit(());
            let begun = dispatcher.begin_book(&form.name, &command).await;
            begun.map_err(|failure| NotBegun {
                notice: html! {
                    <ContextProvider<Dispatcher> context={dispatcher}>
                        { view_not_done(failure) }
                    </ContextProvider<Dispatcher>>
                },
                fields: Vec::new(),
            })
        })
    }

    fn view_restore(&self, file: ChosenFile) -> Html {
        self.within(html! { <Later what={Alone::Restore(file)} load_pages={self.load_pages} /> })
    }

    fn view_unfit(&self, is_private: bool) -> Html {
        view_unfit(is_private, self.dispatcher.surroundings())
    }

    fn knows_books(&self) -> Work<bool> {
        let dispatcher = self.dispatcher.clone();
        Box::pin(async move { dispatcher.knows_books().await })
    }
}

fn view_stage(stage: &Stage, route: &Route, load_pages: LoadPages) -> Html {
    let alone = |what: Alone| html! { <Later {what} {load_pages} /> };
    match stage {
        // Its addresses that need no book.
        Stage::Start if *route == Route::Demo => alone(Alone::Demo),
        Stage::Choose => alone(Alone::Books),
        Stage::Start | Stage::Lost { .. } | Stage::Failed(_) if *route == Route::Books => {
            alone(Alone::Books)
        }
        Stage::Lost { book, remembered } => alone(Alone::Lost {
            book: book.clone(),
            remembered: *remembered,
        }),
        Stage::Failed(why) => alone(Alone::Failed(why.clone())),
        Stage::Ready(view) => html! {
            <ContextProvider<ViewContext> context={view.clone()}>
                <ContextProvider<MayWrite> context={MayWrite(view.0.mode == Mode::Writable)}>
                    <Shell route={route.clone()} {load_pages} />
                </ContextProvider<MayWrite>>
            </ContextProvider<ViewContext>>
        },
        Stage::Opening | Stage::Start => html! {},
    }
}

#[derive(Properties, PartialEq)]
struct LaterProps {
    what: Alone,
    load_pages: LoadPages,
}

#[component]
fn Later(props: &LaterProps) -> Html {
    match use_pages(props.load_pages, true) {
        Ok(pages) => (pages.alone)(&props.what),
        Err(instead) => instead,
    }
}
