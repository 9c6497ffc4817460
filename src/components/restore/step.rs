//! The steps of a restore: what an event leads to. Where it leads does not
//! depend on where one was, as each event carries what it is about.

use crate::components::replacing::Numbers;
use crate::components::wizard::{Step, ask, show};
use crate::dispatch::{ChosenFile, RestoreFailure};
use crate::state::RestorePlan;

/// How far a restore has come.
pub enum Phase<File = ChosenFile> {
    Idle,
    Reading,
    Planned(Planned<File>),
    Restoring,
    /// The file, where it is a damaged backup.
    Failed(RestoreFailure, Option<File>),
    /// What is left of a damaged backup.
    Recovering(File),
}

/// A plan that waits to be confirmed.
pub struct Planned<File = ChosenFile> {
    pub plan: Box<RestorePlan>,
    pub file: File,
    /// What was typed into it before, where it is asked again, and why.
    pub again: Option<(Numbers, RestoreFailure)>,
}

/// What happened: something was chosen, or work came to its end.
pub enum Event<File = ChosenFile> {
    Chosen(File),
    /// Read, to be restored; or once more, with what was typed, and why the
    /// plan before was no longer true.
    Read(
        File,
        Option<(Numbers, RestoreFailure)>,
        Result<Box<RestorePlan>, RestoreFailure>,
    ),
    Cancelled,
    Confirmed(File, Box<RestorePlan>, Numbers),
    Restored(File, Box<RestorePlan>, Numbers, Result<(), RestoreFailure>),
    /// What is left of a damaged one is to be seen.
    ToRecover(File),
}

/// Work that is asked for; it ends in an event.
pub enum Ask<File = ChosenFile> {
    Read(File, Option<(Numbers, RestoreFailure)>),
    Restore(File, Box<RestorePlan>, Numbers),
}

/// Where an event leads.
pub fn step<File>(event: Event<File>) -> Step<Phase<File>, Ask<File>> {
    match event {
        Event::Chosen(file) => (Some(Phase::Reading), Some(Ask::Read(file, None))),
        Event::Read(file, again, Ok(plan)) => show(Phase::Planned(Planned { plan, file, again })),
        Event::Cancelled => show(Phase::Idle),
        Event::Confirmed(file, plan, numbers) => (
            Some(Phase::Restoring),
            Some(Ask::Restore(file, plan, numbers)),
        ),
        // The restored book is opened in its place.
        Event::Restored(.., Ok(())) => (None, None),
        Event::Restored(file, plan, numbers, Err(why @ RestoreFailure::Number { .. })) => {
            let again = Some((numbers, why));
            show(Phase::Planned(Planned { plan, file, again }))
        }
        // A plan that is no longer true is made anew and asked again.
        Event::Restored(file, _, numbers, Err(why)) if why.asks_anew() => {
            ask(Ask::Read(file, Some((numbers, why))))
        }
        Event::Read(file, _, Err(failure)) | Event::Restored(file, .., Err(failure)) => {
            let damaged = failure.is_damage().then_some(file);
            show(Phase::Failed(failure, damaged))
        }
        Event::ToRecover(file) => show(Phase::Recovering(file)),
    }
}

#[cfg(test)]
mod tests;
