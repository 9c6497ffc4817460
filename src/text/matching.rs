//! Why a bank line is taken for something, and what confirming it does.

use ledger::bank::matching::{Certainty, Proposal, Reason, Settles, Suggestion, Way, Words};
use ledger::book::Book;
use ledger::ids::{CustomerId, InvoiceId, PaymentId};
use ledger::open_items::{NotOpen, why_not_open};
use ledger::payment::Source;

use super::format;
use super::status::StatusText;

/// What lines are that are nothing of a customer.
pub fn own_reasons() -> Words<'static> {
    Words {
        own_transfer: words::matching::own_transfer(),
        fee: words::matching::bank_fee(),
    }
}

/// A credit note by its number, money on account by its day.
pub fn source(book: &Book, source: Source) -> String {
    match source {
        Source::CreditNote(id) => words::matching::credit_note(&number(book, id)),
        Source::Payment(id) => {
            let payment = book.payments().get(id);
            let day = payment.map_or_else(String::new, |payment| format::date(payment.date));
            words::matching::payment_of_day(&day)
        }
    }
}

/// How sure it is, with the name of a shape.
pub fn certainty(certainty: Certainty) -> StatusText {
    let (words, shape) = match certainty {
        Certainty::Sure => (words::matching::exact(), "paid"),
        Certainty::Likely => (words::matching::likely(), "part"),
        Certainty::Ask => (words::matching::choose(), "soon"),
        Certainty::None => (words::matching::no_match(), "open"),
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
        words::matching::customer_payment(
            &customer(book, payment.customer),
            &format::date(payment.date),
        )
    })
}

/// A reason as a short sentence.
pub fn reason(book: &Book, reason: &Reason) -> String {
    match reason {
        Reason::Number(id) => words::matching::names_number(&number(book, *id)),
        Reason::WeakNumber(id) => words::matching::may_name_number(&number(book, *id)),
        Reason::Reference(id) => words::matching::reference_of(&number(book, *id)),
        Reason::Amount => words::matching::amount_open().to_owned(),
        Reason::Sum(count) => {
            words::matching::amount_of_several(&words::counts::invoices_together(*count))
        }
        Reason::Discount(discount) => words::matching::amount_discounted(&format::money(*discount)),
        Reason::Instalment => words::matching::amount_instalment().to_owned(),
        Reason::StaysOpen(rest) => words::matching::stays_open(&format::money(*rest)),
        Reason::StaysUnapplied(rest) => words::matching::stays_credit(&format::money(*rest)),
        Reason::PayerAccount(id) => words::matching::account_known(&customer(book, *id)),
        Reason::PayerLearned(id) => words::matching::payer_confirmed(&customer(book, *id)),
        Reason::PayerName(id) => words::matching::payer_name(&customer(book, *id)),
        Reason::OtherPayer(id) => words::matching::but_payer_like(&customer(book, *id)),
        Reason::OtherAccount(id) => words::matching::but_account_of(&customer(book, *id)),
        Reason::OtherInText(id) => words::matching::but_text_names(&customer(book, *id)),
        Reason::OtherName(id) => words::matching::other_name_before(&customer(book, *id)),
        Reason::OtherForm(id) => words::matching::legal_form(&customer(book, *id)),
        Reason::InText(id) => words::matching::text_names(&customer(book, *id)),
        Reason::Provider => words::matching::provider().to_owned(),
        Reason::AmountOf(id) => words::matching::but_amount_of(&number(book, *id)),
        Reason::Credit(from, part) => {
            words::matching::less_credit(&format::money(*part), &source(book, *from))
        }
        Reason::Fee(fee) => words::matching::bank_kept(&format::money(*fee)),
        Reason::OtherNumber => words::matching::other_number().to_owned(),
        Reason::Settled(id) => settled(book, *id),
        Reason::Claimed(id) => words::matching::but_another_line(&number(book, *id)),
        Reason::Equal(count) => words::matching::readings(&format::count(*count)),
        Reason::OtherCurrency(currency) => words::matching::invoice_currency(&currency.to_string()),
        Reason::Recorded(id) => words::matching::recorded_payment(&payment(book, *id)),
        Reason::RecordedRefund(_) => words::matching::recorded_refund().to_owned(),
        Reason::Returned => words::matching::bank_says_returned().to_owned(),
        Reason::SameReference => words::matching::same_reference().to_owned(),
        Reason::OwnAccount => words::matching::own_account().to_owned(),
        Reason::Unapplied(left) => words::matching::has_credit(&format::money(*left)),
    }
}

/// Why nothing of an invoice can be paid on the line's day.
fn settled(book: &Book, id: InvoiceId) -> String {
    let number = number(book, id);
    match why_not_open(book, id) {
        NotOpen::Gone => words::matching::but_missing(&number),
        NotOpen::Void => words::matching::but_void(&number),
        NotOpen::Credit => words::matching::but_credit_note(&number),
        NotOpen::Settled => words::matching::but_settled(&number),
        NotOpen::OpenAgain(since) => words::matching::but_open_again(&number, &format::date(since)),
        NotOpen::Open => words::matching::but_line_settles(&number),
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
        return words::matching::new_payment().to_owned();
    };
    match proposal {
        Proposal::Receipts(_) => words::matching::new_payment().to_owned(),
        Proposal::Recorded(id) => words::matching::recorded(&payment(id)),
        Proposal::Return {
            payment: id,
            charges,
        } => {
            let charges = charges.map_or_else(String::new, |charges| {
                words::matching::bank_charges(&format::money(charges))
            });
            words::matching::returned_payment(&payment(id), &charges)
        }
        Proposal::Refund {
            source: Source::Payment(id),
            ..
        } => words::matching::refund_of(&payment(id)),
        Proposal::Refund {
            source: Source::CreditNote(id),
            ..
        } => {
            let note = book.invoices().get(*id);
            words::matching::paid_out_for(&note.map_or("", |note| note.number()))
        }
        Proposal::RecordedRefund(id) => {
            let refund = book.refunds().get(*id);
            let date = refund.map_or_else(String::new, |refund| format::date(refund.date));
            words::matching::recorded_refund_on(&date)
        }
        Proposal::OwnTransfer => words::matching::own_transfer_long().to_owned(),
    }
}

/// What confirming all that is sure comes to; nothing where it settles no
/// invoice.
pub fn what_is_sure(sure: Settles) -> Option<String> {
    let settles = words::counts::invoices(sure.whole);
    match (sure.whole, sure.part) {
        (0, 0) => None,
        (_, 0) => Some(words::matching::exact_settle(&settles)),
        (_, part) => Some(words::matching::exact_settle_part(
            &format::count(part),
            &settles,
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
                    words::matching::on_account(&customer(book, receipt.customer))
                }
                ([one], _) => one.clone(),
                ([one, more @ ..], _) => {
                    words::matching::one_and_more(&one, &format::count(more.len()))
                }
                _ => String::new(),
            }
        }
        Some(Proposal::Recorded(_)) => words::matching::already_recorded().to_owned(),
        Some(Proposal::Return { payment: id, .. }) => {
            words::matching::returned(&payment(book, *id))
        }
        Some(Proposal::Refund { .. } | Proposal::RecordedRefund(_)) => {
            words::matching::refund().to_owned()
        }
        Some(Proposal::OwnTransfer) => own_reasons().own_transfer.to_owned(),
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
                "But 2026-0001 is already paid.",
            ),
            // Open again: the line is from before that.
            (
                &[("2026-03-05", 100), ("2026-03-20", -100)],
                false,
                "But 2026-0001 was paid on the day of this line, and is open again since 2026-03-20.",
            ),
            (&[], false, "But another line pays 2026-0001."),
            (&[], true, "But 2026-0001 is void."),
        ] {
            let (book, id) = book(parts, void);
            assert_eq!(reason(&book, &Reason::Settled(id)), said);
        }
    }
}
