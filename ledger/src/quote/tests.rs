use super::*;
use crate::command::{Command, IssueQuote};
use crate::desk::{Desk, date};
use crate::ids::{Chain, Version};
use crate::invoice::{Kind, Line};
use crate::money::Decimal;
use crate::problem::What;
use crate::report::aging::{Options, aging};
use crate::report::dso;

fn quote(desk: &Desk, price: i32) -> Quote {
    let line = Line {
        description: "A wall of shelves".into(),
        quantity: Decimal::ONE,
        unit_price: Decimal::from_int(price),
        ..Line::default()
    };
    Quote {
        document: Box::new(Invoice {
            customer: desk.customer(),
            lines: vec![line],
            ..Invoice::default()
        }),
        valid_until: Some(date("2026-04-30")),
        ..Quote::default()
    }
}

fn issue(desk: &Desk, draft: Option<(QuoteId, Version)>) -> Command {
    Command::IssueQuote(Box::new(IssueQuote {
        draft,
        quote: quote(desk, 900),
        date: desk.today,
    }))
}

fn decide(quote: QuoteId, day: &str, accepted: bool) -> Command {
    Command::DecideQuote {
        quote,
        date: date(day),
        accepted,
        note: String::new(),
    }
}

/// A desk on 1 April with an issued quote on it.
fn desk() -> (Desk, QuoteId) {
    let mut desk = Desk::at("2026-04-01");
    desk.done(issue(&desk, None));
    let id = desk.book.quotes().iter().next().expect("a quote").id;
    desk.today = date("2026-04-10");
    (desk, id)
}

#[test]
fn quotes_have_numbers_of_their_own_and_no_report_counts_them() {
    let (mut desk, _) = desk();
    desk.done(issue(&desk, None));
    let numbers: Vec<_> = desk.book.quotes().iter().map(|one| one.number()).collect();
    assert_eq!(numbers, ["Q-2026-001", "Q-2026-002"]);
    assert!(desk.book.by_number("Q-2026-001").is_none());
    assert!(desk.book.invoices().is_empty());
    let aging = aging(&desk.book, &Options::as_of(desk.today)).expect("an aging");
    assert!(aging.currencies.is_empty());
    assert!(dso::currencies(&desk.book).is_empty());
}

#[test]
fn a_draft_is_kept_changed_discarded_or_issued_and_then_never_changes() {
    let mut desk = Desk::at("2026-04-01");
    let save = |desk: &Desk, id: Option<QuoteId>, price| Command::SaveQuote {
        id,
        quote: Box::new(quote(desk, price)),
        opened: id.map_or(Version::NONE, |id| desk.book.version(id.into())),
    };
    desk.done(save(&desk, None, 100));
    let id = desk.book.quotes().iter().next().expect("a draft").id;
    assert_eq!(
        desk.book.quote_status(id, desk.today),
        Some(QuoteStatus::Draft)
    );
    let stale = Command::SaveQuote {
        id: Some(id),
        quote: Box::new(quote(&desk, 150)),
        opened: Version::new(Chain(0), 1),
    };
    assert!(desk.try_to(&stale).is_err());
    desk.done(save(&desk, Some(id), 200));
    desk.done(issue(&desk, Some((id, desk.book.version(id.into())))));
    let again = save(&desk, Some(id), 300);
    assert_eq!(desk.refused(&again), [What::NotADraft]);
    let discard = Command::DiscardQuote {
        id,
        opened: desk.book.version(id.into()),
    };
    assert_eq!(desk.refused(&discard), [What::NotADraft]);
    let twice = issue(&desk, Some((id, desk.book.version(id.into()))));
    assert_eq!(desk.refused(&twice), [What::NotADraft]);
    assert_eq!(
        desk.book.quotes().get(id).expect("it").number(),
        "Q-2026-001"
    );
    desk.done(save(&desk, None, 1));
    let draft = desk.book.quotes().iter().last().expect("a draft").id;
    desk.done(Command::DiscardQuote {
        id: draft,
        opened: desk.book.version(draft.into()),
    });
    assert_eq!(desk.book.quotes().len(), 1);
}

#[test]
fn it_expires_by_the_day_and_the_latest_decision_counts() {
    let (mut desk, id) = desk();
    let status = |desk: &Desk, day: &str| desk.book.quote_status(id, date(day));
    assert_eq!(status(&desk, "2026-04-30"), Some(QuoteStatus::Open));
    assert_eq!(status(&desk, "2026-05-01"), Some(QuoteStatus::Expired));
    desk.done(decide(id, "2026-04-05", false));
    assert_eq!(status(&desk, "2026-04-04"), Some(QuoteStatus::Open));
    assert_eq!(status(&desk, "2026-05-01"), Some(QuoteStatus::Declined));
    assert_eq!(
        desk.refused(&decide(id, "2026-04-06", false)),
        [What::DecidedSo]
    );
    desk.done(decide(id, "2026-04-06", true));
    assert_eq!(status(&desk, "2026-04-05"), Some(QuoteStatus::Declined));
    assert_eq!(status(&desk, "2026-05-01"), Some(QuoteStatus::Accepted));
    // Recorded late, of a day before: the later day counts.
    desk.done(decide(id, "2026-04-04", true));
    assert_eq!(status(&desk, "2026-04-05"), Some(QuoteStatus::Declined));
    for (day, what) in [
        ("2026-03-31", What::Before(date("2026-04-01"))),
        ("2026-04-11", What::Future),
    ] {
        assert_eq!(desk.refused(&decide(id, day, false)), [what]);
    }
}

#[test]
fn an_invoice_is_made_of_it_once_as_long_as_that_one_stands() {
    let (mut desk, id) = desk();
    let invoice = Command::InvoiceQuote { quote: id };
    desk.done(decide(id, "2026-04-05", false));
    assert_eq!(desk.refused(&invoice), [What::QuoteDeclined]);
    desk.done(decide(id, "2026-04-06", true));
    desk.done(invoice.clone());
    let made = desk.book.invoice_of_quote(id).expect("a draft").clone();
    assert!(made.is_draft());
    assert_eq!(made.kind, Kind::Invoice);
    assert_eq!(
        made.lines,
        desk.book.quotes().get(id).expect("it").document.lines
    );
    let from = desk.book.quote_of_invoice(made.id).expect("the quote");
    assert_eq!(from.id, id);
    assert_eq!(
        desk.book.quote_status(id, desk.today),
        Some(QuoteStatus::Invoiced)
    );
    assert_eq!(desk.refused(&invoice), [What::QuoteInvoiced(String::new())]);
    desk.done(Command::DiscardDraft {
        id: made.id,
        opened: desk.book.version(made.id.into()),
    });
    assert_eq!(
        desk.book.quote_status(id, desk.today),
        Some(QuoteStatus::Accepted)
    );
    desk.done(invoice.clone());
    let made = desk.book.invoice_of_quote(id).expect("a draft").clone();
    desk.done(Command::IssueInvoice(Box::new(
        crate::command::IssueInvoice {
            draft: Some((made.id, desk.book.version(made.id.into()))),
            document: (*made).clone(),
            date: desk.today,
            series: None,
            rate: None,
            settle_original: false,
        },
    )));
    assert_eq!(
        desk.refused(&invoice),
        [What::QuoteInvoiced("2026-0001".into())]
    );
    desk.done(Command::VoidInvoice {
        invoice: made.id,
        date: desk.today,
        reason: "wrong".into(),
    });
    desk.done(invoice);
}

#[test]
fn what_is_no_quote_is_refused() {
    let mut desk = Desk::at("2026-05-01");
    let late = issue(&desk, None);
    assert_eq!(desk.refused(&late), [What::Before(desk.today)]);
    let edited = |edit: fn(&mut Quote), desk: &Desk| {
        let mut quote = quote(desk, 10);
        quote.valid_until = None;
        edit(&mut quote);
        Command::IssueQuote(Box::new(IssueQuote {
            draft: None,
            quote,
            date: desk.today,
        }))
    };
    for (edit, what) in [
        (
            (|one| one.document.lines.clear()) as fn(&mut Quote),
            What::Missing,
        ),
        (|one| one.document.kind = Kind::CreditNote, What::WrongKind),
        (
            |one| one.document.lines[0].unit_price = Decimal::from_int(-1),
            What::Negative,
        ),
        (
            |one| one.document.customer = Default::default(),
            What::Unknown,
        ),
    ] {
        let command = edited(edit, &desk);
        assert_eq!(desk.refused(&command), [what]);
    }
    let absent = Command::InvoiceQuote {
        quote: QuoteId::default(),
    };
    assert_eq!(desk.refused(&absent), [What::Unknown]);
}
