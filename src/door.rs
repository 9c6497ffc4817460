//! The door between what every visit loads and the house: all that only an
//! open book needs, which comes as a part of the program of its own.
//!
//! What is loaded first names nothing of the house but this. So the compiler
//! and the linker decide what the first visit loads, and no list has to.

use ledger::problem::FieldName;
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::{Callback, Html};

use crate::form::business::StartForm;
pub use crate::platform::early::{Early, Pressed};
use crate::platform::files::ChosenFile;
use crate::platform::{device, early, quota};
use crate::route::Route;
use crate::store;

/// A part of the program that could not be loaded; another try may succeed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a part of Owed could not be loaded")]
pub struct NotLoaded;

/// Work of the house; boxed, or the one who awaits it would hold its code.
pub type Work<T> = Pin<Box<dyn Future<Output = T>>>;

/// What is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scene {
    Opening,
    /// The first run.
    Start,
    /// What the house shows; it counts up whenever that changes.
    House(u32),
    /// The house is needed, and could not be loaded.
    NotLoaded,
}

/// What the house does for those who stand before it.
pub trait House {
    /// Opens the book that this device works in, or shows that there is none.
    fn open_current(&self);

    /// What it shows at an address.
    fn view(&self, route: &Route) -> Html;

    /// Begins a book and opens it. `on_valid` is called once nothing is wrong
    /// with the form.
    fn begin(&self, form: StartForm, on_valid: Callback<()>) -> Work<Result<(), NotBegun>>;

    /// Restores a backup: from the dry run to the open book.
    fn view_restore(&self, file: ChosenFile) -> Html;

    /// Why a book should not be begun here; empty where nothing says so.
    fn view_unfit(&self, is_private: bool) -> Html;

    /// Whether this device has or knows a book that is not open.
    fn knows_books(&self) -> Work<bool>;
}

/// Why no book was begun.
#[derive(Clone, PartialEq, Debug)]
pub struct NotBegun {
    pub notice: Html,
    /// What is wrong, by field.
    pub fields: Vec<(FieldName, String)>,
}

/// The first thing of every visit: what is shown first, and what was done
/// before it on the start page, that it takes the place of.
pub async fn first_scene() -> (Scene, Early) {
    let scene = match store::may_hold_books().await {
        true => Scene::Opening,
        false => Scene::Start,
    };
    (scene, early::taken())
}

/// How the house is loaded.
pub type Load = fn(Door) -> Work<Result<Rc<dyn House>, NotLoaded>>;

/// The way into the house; its identity never changes.
#[derive(Clone)]
pub struct Door {
    shared: Rc<Shared>,
}

struct Shared {
    load: Load,
    house: RefCell<Option<Rc<dyn House>>>,
    scene: Callback<Scene>,
    early: RefCell<Early>,
}

impl PartialEq for Door {
    fn eq(&self, other: &Door) -> bool {
        Rc::ptr_eq(&self.shared, &other.shared)
    }
}

impl Door {
    pub fn new(scene: Callback<Scene>, load: Load, early: Early) -> Door {
        Door {
            shared: Rc::new(Shared {
                load,
                house: RefCell::new(None),
                scene,
                early: RefCell::new(early),
            }),
        }
    }

    /// What was done on the start page before the program was there; but once.
    pub fn take_early(&self) -> Early {
        self.shared.early.take()
    }

    /// Has the page show something else.
    pub fn show(&self, scene: Scene) {
        self.shared.scene.emit(scene);
    }

    /// Opens a book where there may be one.
    pub async fn arrive(&self) {
        match self.house().await {
            Ok(house) => house.open_current(),
            Err(NotLoaded) => self.show(Scene::NotLoaded),
        }
    }

    /// The house, where it is there.
    pub fn entered(&self) -> Option<Rc<dyn House>> {
        self.shared.house.borrow().clone()
    }

    /// Waits until the house is there.
    ///
    /// # Errors
    /// [`NotLoaded`].
    pub async fn house(&self) -> Result<Rc<dyn House>, NotLoaded> {
        if let Some(house) = self.entered() {
            return Ok(house);
        }
        let house = (self.shared.load)(self.clone()).await?;
        // Of two that were waited for at once, the first one is the house.
        Ok(self.shared.house.borrow_mut().get_or_insert(house).clone())
    }

    /// The house is likely to be needed soon: it may come already.
    pub fn get_ready(&self) {
        let door = self.clone();
        // Whoever needs it asks again, and is told.
        spawn_local(async move { drop(door.house().await) });
    }

    /// Whether this device has or knows a book that is not open.
    pub async fn knows_books(&self) -> bool {
        if self.entered().is_none() && !store::may_hold_books().await {
            return false;
        }
        match self.house().await {
            Ok(house) => house.knows_books().await,
            Err(NotLoaded) => false,
        }
    }

    /// Why a book should not be begun here, in the house's words; empty where
    /// nothing says so.
    pub async fn unfit(&self) -> Html {
        let is_private = quota::is_private().await;
        // What the page runs in says it for sure, and is told by the house.
        let may_forget = device::has_engine_of_apple() && !device::is_installed();
        if !is_private && !may_forget {
            return Html::default();
        }
        match self.house().await {
            Ok(house) => house.view_unfit(is_private),
            Err(NotLoaded) => Html::default(),
        }
    }

    /// Whether the page runs as an app of its own.
    pub fn is_installed(&self) -> bool {
        device::is_installed()
    }
}
