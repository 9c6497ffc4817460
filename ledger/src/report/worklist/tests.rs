use super::*;
use crate::coded::Coded;
use crate::collection::{Contact, CustomerReminders, DisputeOutcome, DisputeReason};
use crate::command::{Allocate, Command, MakeReminder, MakeReminders};
use crate::desk::{Desk as Tried, date};
use crate::invoice::Channel;
use crate::money::Decimal;
use crate::problem::What;

/// Makes all letters of the day.
fn make(desk: &mut Tried) -> Vec<ReminderId> {
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    let known: Vec<ReminderId> = desk.book.reminders().iter().map(|one| one.id).collect();
    desk.done(asked(&list.letters, desk.today));
    let all = desk.book.reminders().iter().map(|one| one.id);
    all.filter(|id| !known.contains(id)).collect()
}

fn asked(letters: &[Letter], today: Date) -> Command {
    let letters = letters.iter().map(|letter| MakeReminder {
        customer: letter.customer,
        currency: letter.currency,
        lines: letter
            .lines
            .iter()
            .map(|line| (line.invoice, line.stage))
            .collect(),
        hand_over: false,
        text: String::new(),
    });
    Command::MakeReminders(Box::new(MakeReminders {
        letters: letters.collect(),
        considered_to: today.minus_days(1).ok(),
        pay_by: vec![today.plus_days(7).expect("a date")],
    }))
}

fn send(desk: &mut Tried, reminders: Vec<ReminderId>) {
    let date = desk.today;
    desk.done(Command::RecordRemindersSent {
        reminders,
        date,
        channel: Channel::Email.into(),
    });
}

fn record(desk: &mut Tried, what: CollectionFact) -> CollectionEventId {
    let command = collection(desk, what);
    desk.done(command);
    desk.book
        .collection_events()
        .iter()
        .last()
        .expect("a fact")
        .id
}

fn collection(desk: &Tried, what: CollectionFact) -> Command {
    Command::RecordCollection {
        customer: desk.customer(),
        date: desk.today,
        what,
        note: "Said on the telephone".to_owned(),
    }
}

/// Number of letters, the stages in the first, why others wait.
fn state(desk: &Tried) -> (Vec<Vec<Option<u32>>>, Vec<Wait>) {
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    let letters = list.letters.iter();
    let stages = letters.map(|letter| letter.lines.iter().map(|line| line.stage).collect());
    (
        stages.collect(),
        list.waiting.iter().map(|one| one.why).collect(),
    )
}

fn promised(invoice: InvoiceId, amount: i32, by: &str) -> CollectionFact {
    CollectionFact::Promised(Promised {
        invoices: vec![invoice],
        amount: Decimal::from_int(amount),
        currency: Currency::default(),
        by: date(by),
        grace_days: 0,
    })
}

fn disputed(invoice: InvoiceId, amount: i32) -> CollectionFact {
    CollectionFact::Disputed(Disputed {
        invoice,
        amount: Decimal::from_int(amount),
        reason: DisputeReason::Quality.into(),
        next_on: None,
    })
}

#[test]
fn the_ladder_moves_when_a_letter_is_sent_and_not_when_it_is_made() {
    let mut desk = Tried::at("2026-01-05");
    let bill = desk.bill(100, "2026-02-02");
    desk.issue(bill, "2026-01-05");
    assert_eq!(state(&desk), (vec![], vec![]));
    desk.today = date("2026-01-30");
    assert_eq!(state(&desk).0, [[Some(1)]], "three days before");
    let made = make(&mut desk);
    assert_eq!(state(&desk).0, Vec::<Vec<_>>::new(), "made, and not sent");
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(list.unsent.len(), 1);
    desk.today = date("2026-02-20");
    assert_eq!(state(&desk).0, Vec::<Vec<_>>::new(), "still not sent");
    desk.done(Command::DiscardReminders { reminders: made });
    assert_eq!(
        state(&desk).0,
        [[Some(2)]],
        "that it will be due is not told once it is late"
    );
    let made = make(&mut desk);
    send(&mut desk, made.clone());
    assert_eq!(state(&desk), (vec![], vec![]));
    let again = Command::RecordRemindersSent {
        reminders: made.clone(),
        date: desk.today,
        channel: Coded::default(),
    };
    assert_eq!(desk.refused(&again), [What::ReminderSent]);
    let discard = Command::DiscardReminders { reminders: made };
    assert_eq!(desk.refused(&discard), [What::ReminderSent]);
    desk.today = date("2026-02-23");
    assert_eq!(
        state(&desk),
        (vec![], vec![Wait::Gap]),
        "two within seven days"
    );
    desk.today = date("2026-02-27");
    assert_eq!(
        state(&desk),
        (vec![], vec![Wait::NamedDay]),
        "the day it named"
    );
    desk.today = date("2026-03-05");
    assert_eq!(state(&desk).0, [[Some(3)]]);
    let event = desk
        .book
        .collection_events()
        .iter()
        .last()
        .expect("sent")
        .id;
    desk.done(Command::RemoveCollection { event });
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(
        list.unsent.len(),
        1,
        "sent by mistake: it can be taken back"
    );
}

#[test]
fn after_days_away_the_next_stage_goes_and_all_that_is_overdue_is_in_one_letter() {
    let mut desk = Tried::at("2026-01-05");
    let first = desk.bill(100, "2026-01-10");
    desk.issue(first, "2026-01-05");
    let second = desk.bill(50, "2026-03-01");
    desk.issue(second, "2026-01-05");
    let third = desk.bill(7, "2026-03-05");
    desk.issue(third, "2026-01-05");
    desk.today = date("2026-03-09");
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(list.letters.len(), 1);
    let letter = &list.letters[0];
    let stages: Vec<_> = letter
        .lines
        .iter()
        .map(|line| (line.stage, line.days_late))
        .collect();
    assert_eq!(stages, [(Some(2), 58), (Some(2), 8), (None, 4)]);
    assert_eq!(
        letter.lines[0].later,
        [3, 4],
        "what would have gone meanwhile"
    );
    assert_eq!(letter.total.minor(), 15_700);
    assert_eq!(letter.tone, Tone::Friendly);
}

#[test]
fn nothing_goes_for_what_is_paid_promised_disputed_held_or_covered() {
    let mut desk = Tried::at("2026-01-05");
    let bill = desk.bill(100, "2026-01-10");
    let invoice = desk.issue(bill, "2026-01-05");
    desk.today = date("2026-01-20");
    let letters = worklist(&desk.book, desk.today)
        .expect("a worklist")
        .letters;

    let promise = record(&mut desk, promised(invoice, 100, "2026-01-25"));
    assert_eq!(state(&desk), (vec![], vec![Wait::Promised]));
    assert_eq!(
        desk.refused(&asked(&letters, date("2026-01-20"))),
        [What::NothingToRemind],
        "a desk that is stale by now"
    );
    desk.today = date("2026-01-26");
    assert_eq!(state(&desk).0, [[Some(2)]], "broken");
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(list.broken.len(), 1);
    record(
        &mut desk,
        CollectionFact::Contact {
            by: Contact::Call.into(),
        },
    );
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(list.broken.len(), 0, "somebody called");
    record(&mut desk, CollectionFact::Ended { event: promise });
    let again = collection(&desk, CollectionFact::Ended { event: promise });
    assert_eq!(desk.refused(&again), [What::IsEnded]);

    let hold = record(
        &mut desk,
        CollectionFact::Held {
            invoice: None,
            until: Some(date("2026-02-01")),
        },
    );
    assert_eq!(state(&desk), (vec![], vec![Wait::Held]));
    desk.today = date("2026-02-02");
    assert_eq!(state(&desk).0, [[Some(2)]], "the hold is over");
    let _ = hold;

    let dispute = record(&mut desk, disputed(invoice, 40));
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(list.letters[0].total.minor(), 6_000);
    let more = collection(&desk, disputed(invoice, 61));
    let left = Money::from_minor(6_000, Currency::default()).expect("money");
    assert_eq!(desk.refused(&more), [What::MoreThanOpen(left)]);
    record(&mut desk, disputed(invoice, 60));
    assert_eq!(state(&desk), (vec![], vec![Wait::Disputed]));
    record(
        &mut desk,
        CollectionFact::Settled {
            dispute,
            outcome: DisputeOutcome::Rejected,
        },
    );
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(list.letters[0].total.minor(), 4_000);

    let event = dispute;
    assert_eq!(
        desk.refused(&Command::RemoveCollection { event }),
        [What::InUse]
    );

    desk.receive("2026-02-02", 150, Allocate::Nothing);
    assert_eq!(state(&desk), (vec![], vec![Wait::Credit]));
    desk.pay("2026-02-02", 100);
    assert_eq!(state(&desk), (vec![], vec![]));
}

#[test]
fn a_promise_is_of_what_is_open_and_of_the_customers_own_invoices() {
    let mut desk = Tried::at("2026-01-05");
    let bill = desk.bill(100, "2026-01-10");
    let invoice = desk.issue(bill, "2026-01-05");
    desk.today = date("2026-01-20");
    let open = Money::from_minor(10_000, Currency::default()).expect("money");
    for (what, problem) in [
        (
            promised(invoice, 101, "2026-01-25"),
            What::MoreThanOpen(open),
        ),
        (promised(invoice, 0, "2026-01-25"), What::NotPositive),
        (
            promised(invoice, 5, "2026-01-19"),
            What::Before(date("2026-01-20")),
        ),
        (disputed(invoice, 101), What::MoreThanOpen(open)),
        (
            CollectionFact::Held {
                invoice: None,
                until: Some(date("2026-01-19")),
            },
            What::Before(date("2026-01-20")),
        ),
    ] {
        let command = collection(&desk, what);
        assert_eq!(desk.refused(&command), [problem]);
    }
    let future = Command::RecordCollection {
        customer: desk.customer(),
        date: date("2026-01-21"),
        what: CollectionFact::Contact {
            by: Contact::Note.into(),
        },
        note: String::new(),
    };
    assert_eq!(desk.refused(&future), [What::Future]);
}

#[test]
fn a_customer_has_a_ladder_of_their_own_or_is_never_reminded() {
    let mut desk = Tried::at("2026-01-05");
    let bill = desk.bill(100, "2026-01-10");
    desk.issue(bill, "2026-01-05");
    desk.today = date("2026-01-12");
    assert_eq!(state(&desk), (vec![], vec![]));
    let change = |desk: &mut Tried, own: CustomerReminders| {
        let id = desk.customer();
        let mut customer = (**desk.book.customers().get(id).expect("there")).clone();
        customer.reminders = Some(Box::new(own));
        let opened = desk.book.version(id.into());
        desk.done(Command::SaveCustomer {
            id: Some(id),
            customer,
            opened,
        });
    };
    let mut policy = ReminderPolicy::default();
    policy.stages[1].days = 2;
    change(
        &mut desk,
        CustomerReminders {
            policy: Some(policy.clone()),
            ..CustomerReminders::default()
        },
    );
    assert_eq!(state(&desk).0, [[Some(2)]]);
    change(
        &mut desk,
        CustomerReminders {
            never: true,
            ..CustomerReminders::default()
        },
    );
    assert_eq!(state(&desk), (vec![], vec![]));

    let mut business = (**desk.book.business().expect("there")).clone();
    policy.stages[1].days = -3;
    business.reminders = Some(policy);
    let opened = desk.book.version(crate::change::RecordId::Business);
    let save = Command::SaveBusiness { business, opened };
    assert_eq!(desk.refused(&save), [What::StagesRise]);
}

#[test]
fn the_tone_is_the_lowest_for_private_persons_and_the_highest_for_businesses() {
    let mut desk = Tried::at("2026-01-05");
    let bill = desk.bill(100, "2026-01-10");
    desk.issue(bill, "2026-01-05");
    desk.today = date("2026-01-20");
    let made = make(&mut desk);
    send(&mut desk, made);
    let bill = desk.bill(50, "2026-01-25");
    desk.issue(bill, "2026-01-20");
    desk.today = date("2026-02-03");
    let tone = |desk: &Tried| {
        worklist(&desk.book, desk.today)
            .expect("a worklist")
            .letters[0]
            .tone
    };
    assert_eq!(tone(&desk), Tone::Friendly, "nobody said who owes");
    let id = desk.customer();
    let mut customer = (**desk.book.customers().get(id).expect("there")).clone();
    customer.reminders = Some(Box::new(CustomerReminders {
        audience: Some(Audience::Business),
        ..CustomerReminders::default()
    }));
    let opened = desk.book.version(id.into());
    desk.done(Command::SaveCustomer {
        id: Some(id),
        customer,
        opened,
    });
    assert_eq!(tone(&desk), Tone::Firm);
}

#[test]
fn a_claim_is_handed_over_when_its_ladder_has_ended() {
    let mut desk = Tried::at("2026-01-05");
    let bill = desk.bill(100, "2026-01-10");
    desk.issue(bill, "2026-01-05");
    for day in ["2026-01-20", "2026-02-05", "2026-02-20"] {
        desk.today = date(day);
        let made = make(&mut desk);
        send(&mut desk, made);
    }
    assert_eq!(
        worklist(&desk.book, desk.today)
            .expect("a worklist")
            .hand_over,
        []
    );
    desk.today = date("2026-03-10");
    let list = worklist(&desk.book, desk.today).expect("a worklist");
    assert_eq!(list.hand_over.len(), 1);
    assert_eq!(state(&desk), (vec![], vec![]));
}
