//! Bank lines against open invoices, in slices as the page does it.

#[path = "../ledger/tests/matching/truth.rs"]
mod truth;

use std::pin::pin;

use ledger::bank::matching::Index;
use ledger::ids::BankLineId;
use ledger::slices::{Steps, go_on};
use owed::platform::clock;
use owed::platform::pause::{Slices, pause};

/// As JSON: the time of it all and of the index, the longest slice, and how
/// right what was found is.
pub async fn measure(invoices: u32, customers: u32, lines: u32) -> String {
    let world = truth::world(invoices, customers, lines);
    let ids: Vec<BankLineId> = world.truth.iter().map(|truth| truth.line).collect();
    pause().await;
    let steps = Steps::default();
    let mut longest = 0.0_f64;
    let start = clock::ticks_ms();
    let index = drive(Index::default().follow(&world.book, &steps), &mut longest).await;
    let indexed = clock::ticks_ms();
    let found = index.suggest_in_steps(&world.book, &ids, &steps);
    let found = drive(found, &mut longest).await;
    let end = clock::ticks_ms();
    pause().await;
    let (tallies, wrong) = truth::tally(&world, &found);
    let paying = || tallies.iter().filter(|(written, _)| truth::pays(written));
    let sum = |of: fn(&truth::Tally) -> usize| paying().map(|(_, tally)| of(tally)).sum::<usize>();
    let after = clock::ticks_ms() - end;
    format!(
        "{{\"after\":{after},\"ms\":{},\"index\":{},\"slice\":{longest},\"wrong\":{},\"sure\":{},\"shown\":{},\"pay\":{}}}",
        end - start,
        indexed - start,
        wrong.len(),
        sum(|tally| tally.sure),
        sum(|tally| tally.shown),
        sum(|tally| tally.lines),
    )
}

async fn drive<T>(work: impl Future<Output = T>, longest: &mut f64) -> T {
    let mut work = pin!(work);
    let mut slices = Slices::begin();
    let mut begun = clock::ticks_ms();
    loop {
        if let Some(value) = go_on(work.as_mut()) {
            *longest = longest.max(clock::ticks_ms() - begun);
            return value;
        }
        if slices.is_over() {
            *longest = longest.max(clock::ticks_ms() - begun);
            slices.breathe().await;
            begun = clock::ticks_ms();
        }
    }
}
