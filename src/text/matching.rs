//! Why a bank line is taken for something, and what confirming it does.

use ledger::bank::matching::{Certainty, Proposal, Reason, Settles, Suggestion, Way, Words};
use ledger::book::Book;
use ledger::ids::{CustomerId, InvoiceId, PaymentId};
use ledger::open_items::{NotOpen, why_not_open};
use ledger::payment::Source;

use super::status::StatusText;
use super::{counted, format};

/// What lines are that are nothing of a customer.
pub const WORDS: Words<'static> = Words {
    own_transfer: "Own transfer",
    fee: "Bank fee",
};

/// A credit note by its number, money on account by its day.
pub fn source(book: &Book, source: Source) -> String {
    match source {
        Source::CreditNote(id) => format!("credit note {}", number(book, id)),
        Source::Payment(id) => {
            let payment = book.payments().get(id);
            let day = payment.map_or_else(String::new, |payment| format::date(payment.date));
            format!("the payment of {day}")
        }
    }
}

/// How sure it is, with the name of a shape.
pub fn certainty(certainty: Certainty) -> StatusText {
    let (words, shape) = match certainty {
        Certainty::Sure => ("Sure", "paid"),
        Certainty::Likely => ("Likely", "part"),
        Certainty::Ask => ("You decide", "soon"),
        Certainty::None => ("Nothing found", "open"),
    };
    StatusText {
        words: words.to_owned(),
        shape,
    }
}

fn number(book: &Book, id: InvoiceId) -> String {
    let invoice = book.invoices().get(id);
    invoice.map_or_else(String::new, |invoice| invoice.number().to_owned())
}

fn customer(book: &Book, id: CustomerId) -> String {
    let customer = book.customers().get(id);
    customer.map_or_else(String::new, |customer| customer.details.name.clone())
}

fn payment(book: &Book, id: PaymentId) -> String {
    let payment = book.payments().get(id);
    payment.map_or_else(String::new, |payment| {
        format!(
            "{} of {}",
            customer(book, payment.customer),
            format::date(payment.date)
        )
    })
}

/// A reason as a short sentence.
pub fn reason(book: &Book, reason: &Reason) -> String {
    match reason {
        Reason::Number(id) => format!("It names {}.", number(book, *id)),
        Reason::WeakNumber(id) => format!("It may name {}.", number(book, *id)),
        Reason::Reference(id) => format!("Its reference is that of {}.", number(book, *id)),
        Reason::Amount => "The amount is what is open.".to_owned(),
        Reason::Sum(count) => {
            format!(
                "The amount is what is open of {}.",
                words::counts::invoices_together(*count)
            )
        }
        Reason::Discount(discount) => format!(
            "The amount is what is open less {} for paying early.",
            format::money(*discount)
        ),
        Reason::Instalment => "The amount is an instalment.".to_owned(),
        Reason::StaysOpen(rest) => format!("{} stays open.", format::money(*rest)),
        Reason::StaysUnapplied(rest) => format!("{} stays unapplied.", format::money(*rest)),
        Reason::PayerAccount(id) => {
            format!("The account is known as {}’s.", customer(book, *id))
        }
        Reason::PayerLearned(id) => {
            format!(
                "You confirmed this payer as {} before.",
                customer(book, *id)
            )
        }
        Reason::PayerName(id) => format!("The payer’s name is {}’s.", customer(book, *id)),
        Reason::OtherPayer(id) => {
            format!("But the payer looks like {}.", customer(book, *id))
        }
        Reason::OtherAccount(id) => {
            format!("But the account is known as {}’s.", customer(book, *id))
        }
        Reason::OtherInText(id) => format!("But the text names {}.", customer(book, *id)),
        Reason::OtherName(id) => format!(
            "The account paid for {} before, but under another name.",
            customer(book, *id)
        ),
        Reason::OtherForm(id) => format!(
            "The payer’s name is like {}’s, but with another legal form.",
            customer(book, *id)
        ),
        Reason::InText(id) => format!("The text names {}.", customer(book, *id)),
        Reason::Provider => {
            "A payment provider passes it on: whose it is, neither its name nor its account says."
                .to_owned()
        }
        Reason::AmountOf(id) => {
            format!(
                "But the amount is exactly what is open of {}.",
                number(book, *id)
            )
        }
        Reason::Credit(from, part) => format!(
            "The amount is less {} of {}.",
            format::money(*part),
            source(book, *from)
        ),
        Reason::Fee(fee) => format!("The bank says that it kept {}.", format::money(*fee)),
        Reason::OtherNumber => "But it names something like another number.".to_owned(),
        Reason::Settled(id) => settled(book, *id),
        Reason::Claimed(id) => {
            format!("But another line surely pays {}.", number(book, *id))
        }
        Reason::Equal(count) => format!("{} readings fit.", format::count(*count)),
        Reason::OtherCurrency(currency) => format!("The invoice is in {currency}."),
        Reason::Recorded(id) => {
            format!(
                "A payment of this amount is recorded: {}.",
                payment(book, *id)
            )
        }
        Reason::RecordedRefund(_) => "A refund of this amount is recorded.".to_owned(),
        Reason::Returned => "The bank says that a payment came back.".to_owned(),
        Reason::SameReference => "Its reference is that of the payment.".to_owned(),
        Reason::OwnAccount => "The other account is your own.".to_owned(),
        Reason::Unapplied(left) => {
            format!("The customer has {} unapplied.", format::money(*left))
        }
    }
}

/// Why nothing of an invoice can be paid on the line's day.
fn settled(book: &Book, id: InvoiceId) -> String {
    let number = number(book, id);
    match why_not_open(book, id) {
        NotOpen::Gone => format!("But {number} is not in the book any more."),
        NotOpen::Void => format!("But {number} is void."),
        NotOpen::Credit => format!("But {number} is a credit note."),
        NotOpen::Settled => format!("But {number} is settled already."),
        NotOpen::OpenAgain(since) => format!(
            "But {number} was settled on the day of the line, and is open again since {}.",
            format::date(since)
        ),
        NotOpen::Open => format!("But another line settles {number}."),
    }
}

/// All of them in one text.
pub fn reasons(book: &Book, one: &Suggestion) -> String {
    let reasons = one.reasons.iter().map(|known| reason(book, known));
    reasons.collect::<Vec<_>>().join(" ")
}

/// What a line is, as a choice.
pub fn way(book: &Book, way: &Way) -> String {
    let payment = |id: &PaymentId| {
        let known = book.payments().get(*id);
        known.map_or_else(String::new, |payment| {
            let customer = book.customers().get(payment.customer);
            let name = customer.map_or("", |customer| &customer.details.name);
            format!("{name}, {}", format::date(payment.date))
        })
    };
    let Way::As(proposal) = way else {
        return "A new payment".to_owned();
    };
    match proposal {
        Proposal::Receipts(_) => "A new payment".to_owned(),
        Proposal::Recorded(id) => format!("The payment that is recorded: {}", payment(id)),
        Proposal::Return {
            payment: id,
            charges,
        } => {
            let charges = charges.map_or_else(String::new, |charges| {
                format!(", and {} that the bank took", format::money(charges))
            });
            format!("A payment came back: {}{charges}", payment(id))
        }
        Proposal::Refund {
            source: Source::Payment(id),
            ..
        } => format!("Given back of a payment: {}", payment(id)),
        Proposal::Refund {
            source: Source::CreditNote(id),
            ..
        } => {
            let note = book.invoices().get(*id);
            format!("Paid out for {}", note.map_or("", |note| note.number()))
        }
        Proposal::RecordedRefund(id) => {
            let refund = book.refunds().get(*id);
            let date = refund.map_or_else(String::new, |refund| format::date(refund.date));
            format!("The refund that is recorded on {date}")
        }
        Proposal::OwnTransfer => "A transfer between your own accounts".to_owned(),
    }
}

/// What confirming all that is sure comes to; nothing where it settles no
/// invoice.
pub fn what_is_sure(sure: Settles) -> Option<String> {
    let settles = words::counts::invoices(sure.whole);
    match (sure.whole, sure.part) {
        (0, 0) => None,
        (_, 0) => Some(format!("What is sure settles {settles}.")),
        (_, part) => Some(format!(
            "What is sure settles {settles}; of {} more a part stays open.",
            format::count(part)
        )),
    }
}

/// What a line is taken for, in the list.
pub fn proposal(book: &Book, one: &Suggestion) -> String {
    match &one.proposal {
        Some(Proposal::Receipts(receipts)) => {
            let parts = receipts.iter().flat_map(|receipt| &receipt.parts);
            let numbers: Vec<String> = parts.map(|(id, _)| number(book, *id)).collect();
            match (numbers.as_slice(), receipts.first()) {
                ([], Some(receipt)) => {
                    format!("{}, on account", customer(book, receipt.customer))
                }
                ([one], _) => one.clone(),
                ([one, more @ ..], _) => format!("{one} and {} more", format::count(more.len())),
                _ => String::new(),
            }
        }
        Some(Proposal::Recorded(_)) => "Recorded already".to_owned(),
        Some(Proposal::Return { payment: id, .. }) => format!("Returned: {}", payment(book, *id)),
        Some(Proposal::Refund { .. } | Proposal::RecordedRefund(_)) => "Refund".to_owned(),
        Some(Proposal::OwnTransfer) => WORDS.own_transfer.to_owned(),
        None => match one.candidates.len() {
            0 => String::new(),
            count => words::counts::candidates(count),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::change::{Change, Record};
    use ledger::customer::Customer;
    use ledger::date::Date;
    use ledger::invoice::{Invoice, Issue, Totals, Void};
    use ledger::journal::BookId;
    use ledger::money::Decimal;
    use ledger::payment::{Allocation, Source};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    /// An invoice over 100.00 and what was put against it, each on its day.
    fn book(parts: &[(&str, i32)], void: bool) -> (Book, InvoiceId) {
        let mut book = Book::empty(BookId::default());
        let id: InvoiceId = "00000001-1".parse().expect("an id");
        let payment: PaymentId = "00000001-1".parse().expect("an id");
        let customer = Customer {
            id: "00000001-1".parse().expect("an id"),
            ..Customer::default()
        };
        let issue = Issue {
            number: "2026-0001".to_owned(),
            counter: None,
            date: day("2026-03-01"),
            due: day("2026-03-31"),
            instalments: Vec::new(),
            seller: None,
            buyer: None,
            totals: Totals {
                payable: Decimal::HUNDRED,
                ..Totals::default()
            },
            deductions: Vec::new(),
            accounting: None,
        };
        let invoice = Invoice {
            id,
            customer: customer.id,
            issue: Some(Box::new(issue)),
            ..Invoice::default()
        };
        let mut records: Vec<Record> = vec![customer.into(), invoice.into()];
        for (n, (date, amount)) in (1..).zip(parts) {
            let part = Allocation {
                id: format!("00000001-{n}").parse().expect("an id"),
                source: Source::Payment(payment),
                invoice: id,
                date: day(date),
                amount: Decimal::from_int(*amount),
                currency: Default::default(),
                reverses: None,
                with: None,
            };
            records.push(part.into());
        }
        if void {
            let void = Void {
                id: "00000001-1".parse().expect("an id"),
                invoice: id,
                date: day("2026-03-02"),
                reason: String::new(),
            };
            records.push(void.into());
        }
        for record in records {
            book.apply(1, &Change::Put(record)).expect("a record");
        }
        (book, id)
    }

    #[test]
    fn only_what_is_settled_is_called_settled() {
        for (parts, void, said) in [
            (
                &[("2026-03-05", 100)][..],
                false,
                "But 2026-0001 is settled already.",
            ),
            // Open again: the line is from before that.
            (
                &[("2026-03-05", 100), ("2026-03-20", -100)],
                false,
                "But 2026-0001 was settled on the day of the line, and is open again since 2026-03-20.",
            ),
            (&[], false, "But another line settles 2026-0001."),
            (&[], true, "But 2026-0001 is void."),
        ] {
            let (book, id) = book(parts, void);
            assert_eq!(reason(&book, &Reason::Settled(id)), said);
        }
    }
}
