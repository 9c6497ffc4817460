//! Does the work that each step asks for.

use std::rc::Rc;

use ledger::date::Date;
use ledger::import::exports::Paid;
use yew::prelude::*;

use crate::components::wizard::{Step, Wizard};
use crate::dispatch::{Dispatcher, ImportFailure, ImportReport, Long};
use crate::pages::import::step::{Ask, Event, Phase, Rules, What, step};

#[derive(Clone)]
pub struct Flow {
    pub dispatcher: Dispatcher,
    pub phase: UseStateSetter<Phase>,
    pub today: Date,
}

impl Wizard for Flow {
    type Phase = Phase;
    type Event = Event;
    type Ask = Ask;

    fn phase(&self) -> &UseStateSetter<Phase> {
        &self.phase
    }

    fn step(&self, event: Event) -> Step<Phase, Ask> {
        step(event, self.today)
    }

    async fn work(&self, ask: Ask) -> Event {
        let phase = self.phase.clone();
        let long = Long::telling(move |long, progress| {
            phase.set(Phase::Working(long, progress));
        });
        match ask {
            Ask::Open(file) => Event::Opened(self.dispatcher.read_import(&file).await),
            Ask::Check(file, options, rules) => {
                let by_row = rules == Rules::Now;
                let checked = self.dispatcher.check_table(&file, &options, by_row, &long);
                let checked = checked.await.map(Rc::new);
                Event::Checked(file, options, rules, checked)
            }
            Ask::Import(what) => {
                let report = self.import(&what, &long).await;
                Event::Imported(what, report)
            }
        }
    }
}

impl Flow {
    async fn import(&self, what: &What, long: &Long) -> Result<ImportReport, ImportFailure> {
        let dispatcher = &self.dispatcher;
        match what {
            What::Records(records) => dispatcher.import_records(records, long).await,
            What::Export(export, paid) => {
                let when = paid.unwrap_or(Paid::Open);
                dispatcher.import_export(export, when, long).await
            }
            What::Plain(table) | What::Taken(table) => {
                dispatcher.import_checked(&table.checked, long).await
            }
            What::Rest(rest) => {
                let (records, origins) = (&rest.records, &rest.origins);
                dispatcher.import_rest(records, origins, long).await
            }
        }
    }
}
