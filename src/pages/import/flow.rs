//! Does the work that each step asks for.

use std::rc::Rc;

use ledger::date::Date;
use ledger::import::exports::Paid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::{Dispatcher, ImportFailure, ImportReport, Long};
use crate::pages::import::step::{Ask, Event, Phase, Rules, What, step};

#[derive(Clone)]
pub struct Flow {
    pub dispatcher: Dispatcher,
    pub phase: UseStateSetter<Phase>,
    pub today: Date,
}

impl Flow {
    /// What an event leads to, where one is heard.
    pub fn callback<T: 'static>(&self, event: impl Fn(T) -> Event + 'static) -> Callback<T> {
        let flow = self.clone();
        Callback::from(move |value| flow.on(event(value)))
    }

    /// Goes the step that an event leads to, and all that follow by themselves.
    fn on(&self, event: Event) {
        let (phase, ask) = step(event, self.today);
        if let Some(phase) = phase {
            self.phase.set(phase);
        }
        if let Some(ask) = ask {
            let flow = self.clone();
            spawn_local(async move { flow.on(flow.work(ask).await) });
        }
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
