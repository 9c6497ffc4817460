//! Does the work that each step asks for.

use yew::prelude::*;

use crate::components::statement_import::step::{Ask, Event, Phase, step};
use crate::components::wizard::{Step, Wizard};
use crate::dispatch::{Dispatcher, Long};

#[derive(Clone)]
pub struct Flow {
    pub dispatcher: Dispatcher,
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
        match self.dispatcher.book() {
            Some(book) => step(event, &book),
            None => (None, None),
        }
    }

    async fn work(&self, ask: Ask) -> Event {
        let phase = self.phase.clone();
        let long = Long::telling(move |long, progress| {
            phase.set(Phase::Working(long, progress));
        });
        let dispatcher = &self.dispatcher;
        match ask {
            Ask::Open(file) => Event::Opened(dispatcher.bank_source(&file).await),
            Ask::Read(source, options) => {
                let read = dispatcher.bank_file(&source, &options, &long).await;
                Event::Read(source, options, read)
            }
            Ask::ReadTable(source, profiles) => {
                let read = dispatcher.bank_table(&source, profiles, &long).await;
                Event::TableRead(source, read)
            }
            Ask::Guess(source, looks) => {
                let guess = dispatcher.bank_guess(&source, &looks, &long).await;
                Event::Guessed(source, guess)
            }
            Ask::ReadColumns(look) => {
                let options = look.options();
                let read = dispatcher.bank_file(&look.source, &options, &long).await;
                Event::ColumnsRead(look, read)
            }
            Ask::Plan(looked, import) => {
                let planned = dispatcher.bank_plan(&import, &long).await;
                Event::Planned(*looked, planned)
            }
            Ask::Import(looked, import) => {
                let report = dispatcher.bank_import(import, &long).await;
                Event::Imported(looked, report)
            }
        }
    }
}
