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
            Ask::Read(file, again) => {
                let plan = self.dispatcher.plan_restore(&file).await;
                Event::Read(file, again, plan.map(Box::new))
            }
            Ask::Restore(file, plan, numbers) => {
                let reason = GapReason::OlderBackup;
                let from = self.navigator.here();
                let restoring = self.dispatcher.restore(&file, &plan, &numbers, reason);
                let restored = restoring.await;
                if restored.is_ok() {
                    self.navigator.go_from(&from, Route::Overview);
                }
                Event::Restored(file, plan, numbers, restored)
            }
        }
    }
}
