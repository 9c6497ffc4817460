//! The books on this device: what there is of each, another one opened, one
//! deleted.

use ledger::journal::{self, BookId};

use super::Dispatcher;
use super::memory::backup_mark;
use crate::platform::{locks, version};
use crate::state::{Holds, ListedBook, Stage};
use crate::store::sentinel::{KnownBooks, Sentinel};
use crate::store::tabs::{Notice, Tabs};
use crate::store::{Failure, Store, books, stored_books};

/// The name that each tab shares while it has a book open.
pub(super) fn open_name(id: &BookId) -> String {
    format!("owed-open-{id}")
}

impl Dispatcher {
    /// Whether this device has or knows any book beside the open one, as far
    /// as can be told at once.
    pub async fn knows_books(&self) -> bool {
        let here = self.session().map(|session| session.id());
        let is_other = |id: &BookId| here.as_ref() != Some(id);
        let known = KnownBooks::load().unwrap_or_default();
        known.books.iter().any(|book| is_other(&book.id))
            || stored_books()
                .await
                .unwrap_or_default()
                .iter()
                .any(is_other)
    }

    /// The books on this device, by their names.
    pub async fn books(&self) -> Vec<ListedBook> {
        listed(self).await
    }

    /// Opens another book of this device, and the next time as well.
    ///
    /// # Errors
    /// Why it could not be noted; the open book stays open.
    pub async fn switch_to(&self, id: &BookId) -> Result<(), String> {
        switch(self, id).await
    }

    /// Deletes a book with all that is kept of it, in every tab.
    ///
    /// # Errors
    /// Why it is still there.
    pub async fn delete_book(&self, id: &BookId) -> Result<(), String> {
        delete(self, id).await
    }

    /// Lets go of the open book, to begin another one beside it. It stays on
    /// this device, and is opened again if none is begun.
    pub fn begin_another(&self) {
        self.set_session(None);
        self.stage.emit(Stage::Start);
    }
}

async fn listed(dispatcher: &Dispatcher) -> Vec<ListedBook> {
    let known = books::load().await;
    let stored = stored_books().await.unwrap_or_default();
    let names = locks::held().await;
    let here = dispatcher.session().map(|session| session.id());
    let begun = known.books.iter().filter(|book| book.begun);
    let mut ids: Vec<BookId> = begun.map(|book| book.id.clone()).collect();
    ids.extend(stored.iter().filter(|id| !known.knows(id)).cloned());
    let mut listed = Vec::new();
    for id in ids {
        let label = known.books.iter().find(|book| book.id == id);
        let label = label.map_or_else(String::new, |book| book.label.clone());
        let (holds, name) = match stored.contains(&id) {
            true => holds(&id).await,
            false => (Holds::Nothing, None),
        };
        if holds == Holds::Nothing && !known.knows(&id) {
            // An empty database that nobody knows of is no book.
            continue;
        }
        let open = open_name(&id);
        let count = |names: &Vec<String>| names.iter().filter(|name| **name == open).count();
        listed.push(ListedBook {
            name: name.unwrap_or(label),
            holds,
            is_current: known.current.as_ref() == Some(&id),
            is_here: here.as_ref() == Some(&id),
            tabs: names.as_ref().map(count),
            id,
        });
    }
    listed.sort_by_cached_key(|book| (book.name.to_lowercase(), book.id.clone()));
    listed
}

/// What is stored of a book, and its name as its last entry has it.
async fn holds(id: &BookId) -> (Holds, Option<String>) {
    let read = async {
        let store = Store::open(id).await?;
        let opening = store.opening().await?;
        let count = opening.head.seq.max(opening.journal_last);
        let last = store.entry(opening.head.seq).await.ok().flatten();
        let last = last.and_then(|line| journal::read(&line).ok());
        let backup = backup_mark(&store).await;
        Ok::<_, Failure>((count, last, backup))
    };
    match read.await {
        Ok((0, ..)) => (Holds::Nothing, None),
        Ok((count, last, backup)) => {
            let header = last.map(|entry| entry.header);
            let at = header.as_ref().map(|header| header.at);
            let name = header.map(|header| header.actor);
            let holds = Holds::Entries { count, at, backup };
            (holds, name.filter(|name| !name.is_empty()))
        }
        Err(failure) => (Holds::Unreadable(failure.to_string()), None),
    }
}

async fn switch(dispatcher: &Dispatcher, id: &BookId) -> Result<(), String> {
    let noted = books::make_current(id, "", true).await;
    noted.map_err(|failure| failure.to_string())?;
    dispatcher.open_book(id, false).await;
    Ok(())
}

async fn delete(dispatcher: &Dispatcher, id: &BookId) -> Result<(), String> {
    let is_here = dispatcher.session().is_some_and(|open| open.id() == *id);
    if is_here {
        dispatcher.set_session(None);
    }
    let deleted = Store::delete(id).await;
    if deleted.is_ok() {
        if let Ok(tabs) = Tabs::join(id, version::build(), drop) {
            drop(tabs.tell(&Notice::Deleted));
        }
        // What is left of them says of nothing that it is lost.
        drop(Sentinel::forget(id));
        drop(books::forget(id).await);
    }
    if is_here {
        dispatcher.open_current().await;
    }
    deleted.map_err(|failure| failure.to_string())
}
