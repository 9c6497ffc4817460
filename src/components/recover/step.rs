//! The steps of going on after damage: what an event leads to.

use crate::components::replacing::Numbers;
use crate::components::wizard::{Step, show};
use crate::dispatch::{Damaged, RestoreFailure};
use crate::state::RecoveryPlan;

/// How far it has come.
pub enum Phase {
    Looking,
    Planned(Box<RecoveryPlan>),
    Working,
    Failed(RestoreFailure),
}

/// What happened: something was chosen, or work came to its end.
pub enum Event {
    ToLook(Damaged),
    Looked(Result<Box<RecoveryPlan>, RestoreFailure>),
    Confirmed(Box<RecoveryPlan>, Numbers),
    Recovered(Result<(), RestoreFailure>),
}

/// Work that is asked for; it ends in an event.
pub enum Ask {
    Look(Damaged),
    Recover(Box<RecoveryPlan>, Numbers),
}

/// Where an event leads.
pub fn step(event: Event) -> Step<Phase, Ask> {
    match event {
        Event::ToLook(damaged) => (Some(Phase::Looking), Some(Ask::Look(damaged))),
        Event::Looked(Ok(plan)) => show(Phase::Planned(plan)),
        Event::Confirmed(plan, numbers) => {
            (Some(Phase::Working), Some(Ask::Recover(plan, numbers)))
        }
        // The book that goes on is opened in its place.
        Event::Recovered(Ok(())) => (None, None),
        Event::Looked(Err(failure)) | Event::Recovered(Err(failure)) => {
            show(Phase::Failed(failure))
        }
    }
}

#[cfg(test)]
mod tests;
