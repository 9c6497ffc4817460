use super::*;
use crate::change::RecordId;
use crate::check;
use crate::command::{Command, Context, MakeOccurrence, MakeOccurrences, execute};
use crate::desk::{Desk, date};
use crate::ids::{Chain, Version};
use crate::invoice::{DocumentDetails, Line};
use crate::money::Decimal;
use crate::problem::{FieldName, Refusal, What};
use crate::report::occurrences::{due, next};

fn schedule(first: &str, count: u32, unit: Unit) -> Schedule {
    let line = Line {
        description: "Retainer {month} {year}".into(),
        quantity: Decimal::ONE,
        unit_price: Decimal::HUNDRED,
        ..Line::default()
    };
    Schedule {
        id: ScheduleId::default(),
        document: Box::new(Invoice {
            lines: vec![line],
            ..Invoice::default()
        }),
        every: Every { count, unit },
        first: date(first),
        end: End::Never,
        mode: Mode::Draft,
        service: Service::OnTheDay,
        pauses: Vec::new(),
        last_of_month: false,
    }
}

fn days(schedule: &Schedule, count: usize) -> Vec<String> {
    let days = schedule.days().take(count);
    days.map(|day| day.to_string()).collect()
}

#[test]
fn the_end_of_a_month_is_counted_from_the_first_day_and_never_drifts() {
    for (first, count, unit, expected) in [
        (
            "2027-12-31",
            1,
            Unit::Month,
            [
                "2027-12-31",
                "2028-01-31",
                "2028-02-29",
                "2028-03-31",
                "2028-04-30",
            ],
        ),
        (
            "2026-01-30",
            1,
            Unit::Month,
            [
                "2026-01-30",
                "2026-02-28",
                "2026-03-30",
                "2026-04-30",
                "2026-05-30",
            ],
        ),
        (
            "2025-11-30",
            1,
            Unit::Quarter,
            [
                "2025-11-30",
                "2026-02-28",
                "2026-05-30",
                "2026-08-30",
                "2026-11-30",
            ],
        ),
        (
            "2024-02-29",
            1,
            Unit::Year,
            [
                "2024-02-29",
                "2025-02-28",
                "2026-02-28",
                "2027-02-28",
                "2028-02-29",
            ],
        ),
        (
            "2026-12-28",
            2,
            Unit::Week,
            [
                "2026-12-28",
                "2027-01-11",
                "2027-01-25",
                "2027-02-08",
                "2027-02-22",
            ],
        ),
        (
            "2026-08-31",
            5,
            Unit::Month,
            [
                "2026-08-31",
                "2027-01-31",
                "2027-06-30",
                "2027-11-30",
                "2028-04-30",
            ],
        ),
    ] {
        assert_eq!(days(&schedule(first, count, unit), 5), expected, "{first}");
    }
}

#[test]
fn it_ends_after_its_last_day_or_its_count_and_at_the_end_of_the_calendar() {
    let monthly = |end| Schedule {
        end,
        ..schedule("2026-01-31", 1, Unit::Month)
    };
    for (end, expected) in [
        (End::Last(date("2026-03-31")), 3),
        (End::Last(date("2026-03-30")), 2),
        (End::Count(1), 1),
        (End::Count(7), 7),
    ] {
        assert_eq!(monthly(end).days().count(), expected, "{end:?}");
    }
    let late = schedule("2999-11-30", 1, Unit::Month);
    assert_eq!(days(&late, 9), ["2999-11-30", "2999-12-30"]);
    let huge = Schedule {
        every: Every {
            count: u32::MAX,
            unit: Unit::Year,
        },
        ..late
    };
    assert_eq!(huge.days().count(), 1);
}

#[test]
fn a_pause_leaves_days_out_and_counts_them() {
    let mut monthly = schedule("2026-01-31", 1, Unit::Month);
    monthly.end = End::Count(5);
    monthly.pauses = vec![(date("2026-02-28"), Some(date("2026-03-30")))];
    assert_eq!(
        days(&monthly, 9),
        ["2026-01-31", "2026-03-31", "2026-04-30", "2026-05-31"]
    );
    assert_eq!(monthly.place(date("2026-03-31")), Some(2));
    assert_eq!(monthly.place(date("2026-02-28")), None, "paused");
    assert_eq!(monthly.place(date("2026-03-30")), None, "no such day");
}

#[test]
fn the_service_has_no_gap_and_no_overlap() {
    for (service, first, expected) in [
        (
            Service::UpToTheDay,
            "2027-12-31",
            [
                ("2027-12-01", "2027-12-31"),
                ("2028-01-01", "2028-01-31"),
                ("2028-02-01", "2028-02-29"),
            ],
        ),
        (
            Service::BeforeTheDay,
            "2028-01-01",
            [
                ("2027-12-01", "2027-12-31"),
                ("2028-01-01", "2028-01-31"),
                ("2028-02-01", "2028-02-29"),
            ],
        ),
        (
            Service::FromTheDay,
            "2028-01-01",
            [
                ("2028-01-01", "2028-01-31"),
                ("2028-02-01", "2028-02-29"),
                ("2028-03-01", "2028-03-31"),
            ],
        ),
        (
            Service::OnTheDay,
            "2028-01-31",
            [
                ("2028-01-31", "2028-01-31"),
                ("2028-02-29", "2028-02-29"),
                ("2028-03-31", "2028-03-31"),
            ],
        ),
    ] {
        let mut schedule = schedule(first, 1, Unit::Month);
        schedule.service = service;
        for (place, (from, to)) in (0..).zip(expected) {
            assert_eq!(
                schedule.period(place),
                Ok((date(from), date(to))),
                "{service:?} {place}"
            );
        }
    }
}

#[test]
fn what_stands_in_braces_is_filled_in_once_and_all_else_stays() {
    let words = Words {
        months: ["Januar", "Februar", "März"].map(str::to_owned).to_vec(),
        date: "{D}. {MMMM} {YYYY} ({DD}.{MM}.)".into(),
    };
    let mut schedule = schedule("2028-01-01", 1, Unit::Month);
    schedule.service = Service::BeforeTheDay;
    for (text, expected) in [
        ("{month} {year}", "Februar 2028"),
        ("Q{quarter}/{year}", "Q1/2028"),
        (
            "{from} – {to}",
            "1. Februar 2028 (01.02.) – 29. Februar 2028 (29.02.)",
        ),
        ("{date}", "1. März 2028 (01.03.)"),
        (
            "{Month} {} { {{year}} } {month",
            "{Month} {} { {2028} } {month",
        ),
        ("{ {month}", "{ Februar"),
        ("no braces", "no braces"),
    ] {
        schedule.document.lines[0].description = text.into();
        let more = DocumentDetails {
            note: text.into(),
            delivered: Some(date("2020-01-01")),
            ..DocumentDetails::default()
        };
        schedule.document.more = Some(Box::new(more));
        let made = schedule
            .document_of(date("2028-03-01"), &words)
            .expect("a document");
        assert_eq!(made.lines[0].description, expected);
        let more = made.more.expect("details");
        assert_eq!(more.note, expected);
        assert_eq!(more.delivered, None);
        assert_eq!(more.period, Some((date("2028-02-01"), date("2028-02-29"))));
    }
    let plain = schedule.document_of(date("2028-03-01"), &Words::default());
    assert_eq!(plain.expect("a document").lines[0].description, "no braces");
    schedule.document.lines[0].description = "{month}: {date}".into();
    let plain = schedule.document_of(date("2028-05-01"), &Words::default());
    assert_eq!(
        plain.expect("a document").lines[0].description,
        "4: 2028-05-01"
    );
    assert_eq!(schedule.document_of(date("2028-03-02"), &words), None);
}

impl Desk {
    fn save(&mut self, mut schedule: Schedule) -> ScheduleId {
        schedule.document.customer = self.customer();
        self.done(Command::SaveSchedule {
            id: None,
            schedule: Box::new(schedule),
            opened: Version::NONE,
        });
        self.book.schedules().iter().last().expect("one").id
    }

    fn make(&self, id: ScheduleId, days: &[&str]) -> Command {
        let make = days.iter().map(|day| MakeOccurrence {
            schedule: id,
            day: date(day),
            words: Words::default(),
            rate: None,
        });
        Command::MakeOccurrences(Box::new(MakeOccurrences {
            date: self.today,
            make: make.collect(),
            as_drafts: false,
        }))
    }

    fn due(&self) -> Vec<String> {
        let due = due(&self.book, self.today).into_iter();
        due.map(|due| due.day.to_string()).collect()
    }
}

fn issuing(first: &str) -> Schedule {
    Schedule {
        mode: Mode::Issue,
        ..schedule(first, 1, Unit::Month)
    }
}

#[test]
fn three_missed_months_over_a_leap_february_get_three_numbers_in_a_row() {
    let mut desk = Desk::at("2028-03-31");
    let id = desk.save(issuing("2027-12-31"));
    let missed = ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"];
    assert_eq!(desk.due(), missed);
    desk.done(desk.make(id, &missed[..3]));
    let made: Vec<_> = desk.book.invoices().iter().cloned().collect();
    let said = |invoice: &Invoice| {
        let more = invoice.more.as_ref().expect("details");
        let issue = invoice.issue.as_ref().expect("an issue");
        (
            issue.number.clone(),
            issue.date.to_string(),
            more.delivered.expect("a day").to_string(),
            invoice.lines[0].description.clone(),
        )
    };
    let expected = [
        ("2028-0001", "2027-12-31", "Retainer 12 2027"),
        ("2028-0002", "2028-01-31", "Retainer 1 2028"),
        ("2028-0003", "2028-02-29", "Retainer 2 2028"),
    ];
    let expected = expected.map(|(number, day, text)| {
        let issued = "2028-03-31".to_owned();
        (number.to_owned(), issued, day.to_owned(), text.to_owned())
    });
    let all: Vec<_> = made.iter().map(|invoice| said(invoice)).collect();
    assert_eq!(all, expected);
    let by = desk.book.made_by(made[2].id).expect("an occurrence");
    assert_eq!((by.schedule, by.day), (id, date("2028-02-29")));
    assert_eq!(desk.due(), ["2028-03-31"]);
    let schedule = desk.book.schedules().get(id).expect("it").clone();
    assert_eq!(next(&desk.book, &schedule), Some(date("2028-03-31")));
}

#[test]
fn what_was_made_or_skipped_does_not_come_again() {
    let mut desk = Desk::at("2026-03-31");
    let id = desk.save(schedule("2026-01-31", 1, Unit::Month));
    desk.done(desk.make(id, &["2026-01-31"]));
    let again = desk.make(id, &["2026-01-31"]);
    assert_eq!(
        desk.refused(&again),
        [What::OccurrenceMade(date("2026-01-31"))]
    );
    let twice = desk.make(id, &["2026-02-28", "2026-02-28"]);
    assert_eq!(
        desk.refused(&twice),
        [What::OccurrenceMade(date("2026-02-28"))]
    );
    desk.done(Command::SkipOccurrences {
        skip: vec![(id, date("2026-02-28"))],
        reason: "on holiday".into(),
    });
    let skipped = desk.make(id, &["2026-02-28"]);
    assert_eq!(
        desk.refused(&skipped),
        [What::OccurrenceSkipped(date("2026-02-28"))]
    );
    assert_eq!(desk.due(), ["2026-03-31"]);
    // The draft is discarded, and stays so.
    let draft = desk.book.invoices().iter().next().expect("a draft").id;
    desk.done(Command::DiscardDraft {
        id: draft,
        opened: desk.book.version(draft.into()),
    });
    assert_eq!(desk.due(), ["2026-03-31"]);
    assert_eq!(
        desk.refused(&again),
        [What::OccurrenceMade(date("2026-01-31"))]
    );
    for (day, what) in [
        ("2026-02-27", What::NoOccurrence(date("2026-02-27"))),
        ("2026-04-30", What::Future),
    ] {
        let command = desk.make(id, &[day]);
        assert_eq!(desk.refused(&command), [what]);
    }
}

#[test]
fn a_voided_invoice_is_not_made_again() {
    let mut desk = Desk::at("2026-01-31");
    let id = desk.save(issuing("2026-01-31"));
    desk.done(desk.make(id, &["2026-01-31"]));
    let invoice = desk.book.invoices().iter().next().expect("one").id;
    desk.done(Command::VoidInvoice {
        invoice,
        date: desk.today,
        reason: "wrong".into(),
    });
    assert_eq!(desk.due(), [] as [&str; 0]);
}

#[test]
fn nothing_of_several_is_made_where_one_cannot_be() {
    let mut desk = Desk::at("2026-03-31");
    let id = desk.save(issuing("2026-01-31"));
    let mut dollars = issuing("2026-02-28");
    dollars.document.currency = "USD".parse().expect("a currency");
    let other = desk.save(dollars);
    let Command::MakeOccurrences(mut make) = desk.make(id, &["2026-01-31", "2026-02-28"]) else {
        panic!("another command");
    };
    make.make[1].schedule = other;
    let command = Command::MakeOccurrences(make.clone());
    match desk.try_to(&command) {
        Err(Refusal::Problems(problems)) => {
            let told: Vec<_> = problems.into_iter().map(|one| (one.at, one.what)).collect();
            assert_eq!(
                told,
                [((FieldName::Occurrence, 1).into(), What::RateNeeded)]
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(desk.book.invoices().is_empty());
    make.make[1].rate = Some("0.9".parse().expect("a rate"));
    desk.done(Command::MakeOccurrences(make));
    assert_eq!(desk.book.invoices().len(), 2);
}

#[test]
fn a_closed_period_takes_no_issue_without_a_reason_and_takes_drafts() {
    let mut desk = Desk::at("2026-03-31");
    let id = desk.save(issuing("2026-01-31"));
    desk.done(Command::ClosePeriod {
        until: desk.today,
        reason: String::new(),
    });
    let command = desk.make(id, &["2026-01-31", "2026-02-28"]);
    let closed = What::Closed(desk.today);
    assert_eq!(desk.refused(&command), [closed.clone(), closed]);
    desk.reason = Some("the auditor knows".into());
    desk.done(command);
    let overrides = desk.book.closings().len() - 1;
    assert_eq!(overrides, 1, "one reason for one day");
    desk.reason = None;
    let Command::MakeOccurrences(mut drafts) = desk.make(id, &["2026-03-31"]) else {
        panic!("another command");
    };
    drafts.as_drafts = true;
    desk.done(Command::MakeOccurrences(drafts));
    assert!(
        desk.book
            .invoices()
            .iter()
            .last()
            .is_some_and(|made| made.is_draft())
    );
}

#[test]
fn a_schedule_is_refused_with_all_that_is_wrong_with_it() {
    let mut desk = Desk::at("2026-03-31");
    let good = issuing("2026-01-31");
    let edited = |edit: fn(&mut Schedule)| {
        let mut schedule = good.clone();
        edit(&mut schedule);
        schedule
    };
    for (schedule, expected) in [
        (edited(|one| one.every.count = 0), What::OutOfBounds(1, 99)),
        (
            edited(|one| one.every.count = 100),
            What::OutOfBounds(1, 99),
        ),
        (
            edited(|one| one.end = End::Count(0)),
            What::OutOfBounds(1, 9_999),
        ),
        (
            edited(|one| one.end = End::Last("2026-01-30".parse().expect("a day"))),
            What::Before(date("2026-01-31")),
        ),
        (edited(|one| one.document.lines.clear()), What::Missing),
        (
            edited(|one| one.document.kind = crate::invoice::Kind::CreditNote),
            What::WrongKind,
        ),
        (
            edited(|one| {
                one.document.terms.due =
                    crate::terms::Due::Fixed("2026-01-31".parse().expect("a day"));
            }),
            What::FixedDue,
        ),
        (
            edited(|one| one.document.lines[0].unit_price = Decimal::from_int(-1)),
            What::Negative,
        ),
    ] {
        let mut schedule = schedule;
        schedule.document.customer = desk.customer();
        let command = Command::SaveSchedule {
            id: None,
            schedule: Box::new(schedule),
            opened: Version::NONE,
        };
        assert_eq!(desk.refused(&command), [expected]);
    }
}

#[test]
fn the_rule_stays_once_something_was_made_and_the_rest_may_change() {
    let mut desk = Desk::at("2026-03-31");
    let id = desk.save(issuing("2026-01-31"));
    let save = |desk: &Desk, edit: fn(&mut Schedule), opened: Option<Version>| {
        let mut schedule = (**desk.book.schedules().get(id).expect("it")).clone();
        edit(&mut schedule);
        Command::SaveSchedule {
            id: Some(id),
            schedule: Box::new(schedule),
            opened: opened.unwrap_or_else(|| desk.book.version(id.into())),
        }
    };
    let begins = |one: &mut Schedule| one.first = "2026-02-15".parse().expect("a day");
    desk.done(save(&desk, begins, None));
    desk.done(desk.make(id, &["2026-02-15"]));
    let later = |one: &mut Schedule| one.first = "2026-03-15".parse().expect("a day");
    let command = save(&desk, later, None);
    assert_eq!(desk.refused(&command), [What::ScheduleInUse]);
    let dearer = |one: &mut Schedule| one.document.lines[0].unit_price = Decimal::from_int(120);
    let stale = save(&desk, dearer, Some(Version::new(Chain(0), 1)));
    assert!(matches!(
        desk.try_to(&stale),
        Err(Refusal::Changed {
            id: RecordId::Schedule(_),
            ..
        })
    ));
    desk.done(save(&desk, dearer, None));
    assert_eq!(desk.due(), ["2026-03-15"]);
}

#[test]
fn a_pause_and_an_end_take_what_would_come_and_resuming_brings_it() {
    let mut desk = Desk::at("2026-05-31");
    let id = desk.save(issuing("2026-01-31"));
    let opened = |desk: &Desk| desk.book.version(id.into());
    desk.done(Command::PauseSchedule {
        schedule: id,
        from: date("2026-03-01"),
        opened: opened(&desk),
    });
    assert_eq!(desk.due(), ["2026-01-31", "2026-02-28"]);
    let schedule = desk.book.schedules().get(id).expect("it").clone();
    assert_eq!(next(&desk.book, &schedule), Some(date("2026-01-31")));
    let again = Command::PauseSchedule {
        schedule: id,
        from: desk.today,
        opened: opened(&desk),
    };
    assert_eq!(desk.refused(&again), [What::IsPaused]);
    desk.done(Command::ResumeSchedule {
        schedule: id,
        from: date("2026-05-01"),
        opened: opened(&desk),
    });
    assert_eq!(desk.due(), ["2026-01-31", "2026-02-28", "2026-05-31"]);
    desk.done(Command::EndSchedule {
        schedule: id,
        last: date("2026-02-01"),
        opened: opened(&desk),
    });
    assert_eq!(desk.due(), ["2026-01-31"]);
    desk.done(desk.make(id, &["2026-01-31"]));
    let schedule = desk.book.schedules().get(id).expect("it").clone();
    assert_eq!(next(&desk.book, &schedule), None);
}

#[test]
fn an_erased_customer_leaves_no_schedule() {
    let mut desk = Desk::at("2026-02-28");
    let id = desk.save(schedule("2026-01-31", 1, Unit::Month));
    desk.done(desk.make(id, &["2026-01-31"]));
    desk.done(Command::EraseCustomer {
        customer: desk.customer(),
        keep_issued_since: desk.today,
    });
    assert!(desk.book.schedules().is_empty());
    assert!(desk.book.occurrences().is_empty());
    assert!(desk.book.invoices().is_empty());
}

#[test]
fn two_tabs_that_make_the_same_occurrence_make_it_once() {
    let mut desk = Desk::at("2026-01-31");
    let id = desk.save(issuing("2026-01-31"));
    let command = desk.make(id, &["2026-01-31"]);
    let context = Context {
        today: desk.today,
        chain: Chain(1),
        override_closed: None,
    };
    let one = execute(&desk.book, &command, &context);
    let other = execute(&desk.book, &command, &context);
    assert!(one.is_ok() && one == other, "each tab sees it due");
    // One was faster: the other finds the head moved and runs it again.
    desk.done(command.clone());
    assert_eq!(
        desk.refused(&command),
        [What::OccurrenceMade(date("2026-01-31"))]
    );
    assert_eq!(desk.book.invoices().len(), 1);
}

#[test]
fn a_second_fact_of_one_occurrence_is_found() {
    let mut desk = Desk::at("2026-02-28");
    let id = desk.save(issuing("2026-01-31"));
    desk.done(desk.make(id, &["2026-01-31"]));
    let first = desk.book.occurrences().iter().next().expect("one").clone();
    let mut second = (*first).clone();
    second.id = crate::ids::Id::from_raw(crate::ids::RawId {
        chain: Chain(1),
        n: 2,
    });
    let change = crate::change::Change::Put(second.into());
    let mut after = desk.book.clone();
    after.apply(99, &change).expect("a change");
    let found = check::commit(&desk.book, &after, &[change]);
    let named: Vec<_> = found.iter().map(|finding| finding.invariant).collect();
    assert_eq!(named, [check::Invariant::OccurrenceOnce]);
}

#[test]
fn the_last_day_of_the_month_is_the_last_of_each_from_whichever_on() {
    let days = |first: &str, last_of_month| {
        let schedule = Schedule {
            last_of_month,
            ..schedule(first, 1, Unit::Month)
        };
        let days: Vec<String> = schedule.days().take(4).map(|day| day.to_string()).collect();
        days.join(" ")
    };
    assert_eq!(
        days("2026-04-30", false),
        "2026-04-30 2026-05-30 2026-06-30 2026-07-30"
    );
    assert_eq!(
        days("2026-04-30", true),
        "2026-04-30 2026-05-31 2026-06-30 2026-07-31"
    );
    assert_eq!(
        days("2027-02-28", true),
        "2027-02-28 2027-03-31 2027-04-30 2027-05-31"
    );
    // In arrears, each is of its own month.
    let arrears = Schedule {
        last_of_month: true,
        service: Service::UpToTheDay,
        ..schedule("2027-02-28", 1, Unit::Month)
    };
    let period = |place| {
        arrears
            .period(place)
            .map(|(from, to)| format!("{from} {to}"))
    };
    assert_eq!(period(0).as_deref(), Ok("2027-02-01 2027-02-28"));
    assert_eq!(period(1).as_deref(), Ok("2027-03-01 2027-03-31"));

    let mut desk = Desk::at("2027-03-01");
    let customer = desk.customer();
    for (first, unit, expected) in [
        ("2027-02-28", Unit::Month, vec![]),
        ("2027-02-27", Unit::Month, vec![What::NotLastOfMonth]),
        ("2027-02-28", Unit::Week, vec![What::WrongKind]),
    ] {
        let mut schedule = Schedule {
            last_of_month: true,
            ..schedule(first, 1, unit)
        };
        schedule.document.customer = customer;
        let command = Command::SaveSchedule {
            id: None,
            schedule: Box::new(schedule),
            opened: Version::NONE,
        };
        if expected.is_empty() {
            desk.done(command);
        } else {
            assert_eq!(desk.refused(&command), expected, "{first} {unit:?}");
        }
    }
}
