//! What schedules make without asking their user.

use crate::book::Book;
use crate::date::Date;
use crate::invoice::Kind;
use crate::invoice::review::out_of_order;
use crate::report::occurrences::{DueOccurrence, due};
use crate::schedule::Mode;

/// The occurrences that are made by themselves when a book is opened: of each
/// schedule the one that it missed, and nothing where it missed several, as
/// its user may not want them all. A draft always; an invoice only in the
/// currency of the books, as another needs a rate, and not where today is in a
/// closed period or before a number that was given.
pub fn made_unasked(book: &Book, today: Date) -> Vec<DueOccurrence> {
    let all = due(book, today);
    let own = book.business().map(|business| business.currency);
    let in_order = !book.is_closed(today) && out_of_order(book, Kind::Invoice, today).is_none();
    let is_alone = |one: &DueOccurrence| {
        let same = |other: &&DueOccurrence| other.schedule.id == one.schedule.id;
        all.iter().filter(same).count() == 1
    };
    let is_ready = |one: &DueOccurrence| match one.schedule.mode {
        Mode::Draft => true,
        Mode::Issue => in_order && Some(one.schedule.document.currency) == own,
    };
    let made = all.iter().filter(|one| is_ready(one) && is_alone(one));
    made.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::desk::{Desk, date};
    use crate::ids::Version;
    use crate::schedule::{End, Every, Schedule, Service, Unit};

    const TODAY: &str = "2026-11-30";

    fn save(desk: &mut Desk, first: &str, mode: Mode, currency: &str) {
        let mut document = desk.bill(100, TODAY);
        document.terms = crate::terms::Terms::default();
        document.currency = currency.parse().expect("a currency");
        let schedule = Schedule {
            id: crate::ids::ScheduleId::default(),
            document: Box::new(document),
            every: Every {
                count: 1,
                unit: Unit::Month,
            },
            first: date(first),
            end: End::Never,
            mode,
            service: Service::OnTheDay,
            pauses: Vec::new(),
            last_of_month: false,
        };
        desk.done(Command::SaveSchedule {
            id: None,
            schedule: Box::new(schedule),
            opened: Version::NONE,
        });
    }

    #[test]
    fn what_was_missed_once_is_made_unless_something_has_to_be_decided() {
        use Mode::{Draft, Issue};
        type Missed<'a> = (&'a str, Mode, &'a str);
        let nothing: fn(&mut Desk) = |_| {};
        let closed: fn(&mut Desk) = |desk| {
            desk.done(Command::ClosePeriod {
                until: date(TODAY),
                reason: String::new(),
            });
        };
        let ahead: fn(&mut Desk) = |desk| {
            let bill = desk.bill(10, "2026-12-31");
            desk.issue(bill, "2026-12-05");
        };
        let paused: fn(&mut Desk) = |desk| {
            let schedule = desk.book.schedules().iter().next().expect("one").id;
            desk.done(Command::PauseSchedule {
                schedule,
                from: date("2026-11-10"),
                opened: desk.book.version(schedule.into()),
            });
        };
        type Case<'a> = (&'a [Missed<'a>], fn(&mut Desk), usize, &'a str);
        let cases: [Case<'_>; 13] = [
            (&[("2026-11-15", Issue, "EUR")], nothing, 1, "one invoice"),
            (&[("2026-11-15", Draft, "EUR")], nothing, 1, "one draft"),
            (&[("2026-11-30", Issue, "EUR")], nothing, 1, "of today"),
            (&[("2026-12-01", Issue, "EUR")], nothing, 0, "to come"),
            (&[("2026-10-15", Issue, "EUR")], nothing, 0, "two invoices"),
            (&[("2026-10-15", Draft, "EUR")], nothing, 0, "two drafts"),
            (&[("2026-11-15", Issue, "USD")], nothing, 0, "needs a rate"),
            (
                &[("2026-11-15", Draft, "USD")],
                nothing,
                1,
                "needs none yet",
            ),
            (&[("2026-11-15", Issue, "EUR")], paused, 0, "paused"),
            (&[("2026-11-15", Issue, "EUR")], closed, 0, "closed"),
            (&[("2026-11-15", Issue, "EUR")], ahead, 0, "out of order"),
            (
                &[("2026-11-15", Draft, "EUR")],
                ahead,
                1,
                "a draft has no number",
            ),
            (
                &[
                    ("2026-10-15", Issue, "EUR"),
                    ("2026-11-15", Issue, "EUR"),
                    ("2026-11-20", Draft, "EUR"),
                ],
                nothing,
                2,
                "each schedule by itself",
            ),
        ];
        for (missed, meanwhile, made, why) in cases {
            let mut desk = Desk::at(TODAY);
            for (first, mode, currency) in missed {
                save(&mut desk, first, *mode, currency);
            }
            meanwhile(&mut desk);
            assert_eq!(made_unasked(&desk.book, desk.today).len(), made, "{why}");
        }
    }
}
