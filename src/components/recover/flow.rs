//! Does the work that each step asks for.

use ledger::business::GapReason;
use yew::prelude::*;

use super::step::{Ask, Event, Phase, step};
use crate::components::wizard::{Step, Wizard};
use crate::dispatch::Dispatcher;
use crate::route::{Navigator, Route};

#[derive(Clone)]
pub struct Flow {
    pub dispatcher: Dispatcher,
    pub navigator: Navigator,
    pub phase: UseStateSetter<Phase>,
}

impl Wizard for Flow {
    type Phase = Phase;
    type Event = Event;
    type Ask = Ask;

    fn phase(&self) -> &UseStateSetter<Phase> {
        &self.phase
    }

    fn step(&self, event: Event) -> Step<Phase, Ask> {
        step(event)
    }

    async fn work(&self, ask: Ask) -> Event {
        match ask {
            Ask::Look(damaged) => {
                let plan = self.dispatcher.plan_recovery(&damaged).await;
                Event::Looked(plan.map(Box::new))
            }
            Ask::Recover(plan, numbers) => {
                let reason = GapReason::Damage;
                let from = self.navigator.here();
                let recovered = self.dispatcher.recover(&plan, &numbers, reason).await;
                if recovered.is_ok() {
                    self.navigator.go_from(&from, Route::Overview);
                }
                Event::Recovered(recovered)
            }
        }
    }
}
