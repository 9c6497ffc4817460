//! Commands of the pages on the open book, and what follows from each.

use std::rc::Rc;

use ledger::command::{Command, begin_boxed};
use ledger::ids::Seq;
use ledger::journal::Entry;
use ledger::report::timeline;
use wasm_bindgen_futures::spawn_local;

use super::{BEGINNING, Dispatcher, Done, Long, NotDone, Session};
use crate::state::{Activity, Undoable};
use crate::store::books;

impl Dispatcher {
    /// Runs a command and saves what it comes to. `Ok` means saved: flushed
    /// to the disk. `scratch` names what was being typed; it is deleted in
    /// the same transaction.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written.
    pub async fn run(
        &self,
        command: Command,
        override_closed: Option<String>,
        scratch: Option<String>,
    ) -> Result<Done, NotDone> {
        let long = Long::default();
        self.run_long(&command, override_closed, scratch.as_deref(), &long)
            .await
    }

    /// The same, told and given up as long work.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written.
    pub async fn run_long(
        &self,
        command: &Command,
        override_closed: Option<String>,
        scratch: Option<&str>,
        long: &Long,
    ) -> Result<Done, NotDone> {
        let session = self.session().ok_or(NotDone::ReadOnly)?;
        if let Command::IssueInvoice(_) | Command::IssueQuote(_) | Command::MakeOccurrences(_) =
            command
        {
            // Else a number could be given that was sent before a restore.
            session.skip_numbers().await?;
        }
        session
            .run_as(command, override_closed, scratch, long)
            .await
    }

    /// Undoes the entries of one action, if nothing came to depend on it.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn undo(&self, first: Seq, last: Seq) -> Result<Done, NotDone> {
        let session = self.session().ok_or(NotDone::ReadOnly)?;
        let command = session.show(session.open_book.undo(first, last).await)?;
        session.run_now(&command).await
    }

    /// The newest actions of the journal, the last one first; none where they
    /// cannot be read.
    pub async fn newest_activity(&self, most: Seq) -> Vec<Activity> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let last = session.book().head().seq;
        let first = last.saturating_sub(most - 1).max(1);
        let entries = session.open_book.entries(first, last).await;
        let entries = session.show(entries).unwrap_or_default();
        // An action of several entries counts once.
        let ends = |entry: &&Entry| entry.header.part == entry.header.parts;
        entries.iter().rev().filter(ends).map(activity).collect()
    }
}

impl Session {
    /// Runs a command that nobody types.
    pub(super) async fn run_now(self: &Rc<Self>, command: &Command) -> Result<Done, NotDone> {
        self.run_as(command, None, None, &Long::default()).await
    }

    async fn run_as(
        self: &Rc<Self>,
        command: &Command,
        override_closed: Option<String>,
        scratch: Option<&str>,
        long: &Long,
    ) -> Result<Done, NotDone> {
        self.begin_write();
        let context = self.open_book.context(self.today(), override_closed);
        let execute = match command {
            Command::Begin { .. } => begin_boxed,
            _ => (self.load_commands)().await.ok_or(NotDone::NotLoaded)?,
        };
        let done = self
            .open_book
            .run(execute, command, &context, scratch, long)
            .await;
        let done = self.show(done)?;
        self.remember();
        if done.first == BEGINNING {
            let id = self.id();
            // Where it fails, the sentinel tells of its loss.
            spawn_local(async move { drop(books::has_begun(&id).await) });
        }
        self.after_commit(&done, command);
        Ok(done)
    }

    fn after_commit(self: &Rc<Self>, done: &Done, command: &Command) {
        if let Command::EraseCustomer { .. } = command {
            // The snapshot went, and what could be undone before.
            self.snapshot_seq.set(0);
            self.publish(|view| view.undo = None);
            self.when_idle();
            return;
        }
        let begins = done.last <= BEGINNING;
        let undoable = (done.last >= done.first && !begins).then_some(Undoable {
            first: done.first,
            last: done.last,
            command: command.name(),
        });
        self.publish(|view| view.undo = undoable);
        self.ask_to_keep(command.name());
        self.when_idle();
    }

    /// Takes in what another tab wrote.
    ///
    /// # Errors
    /// [`NotDone`]; the book says so.
    pub(super) async fn catch_up(&self) -> Result<(), NotDone> {
        self.show(self.open_book.catch_up().await)
    }
}

fn activity(entry: &Entry) -> Activity {
    Activity {
        seq: entry.header.seq,
        at: entry.header.at,
        command: entry.header.command_name(),
        about: timeline::about(entry),
    }
}
