//! What happened to a document: dated facts, the newest last.

use std::rc::Rc;

use ledger::book::Book;
use ledger::book::columns::SettledBy;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::{AllocationId, RefundId};
use ledger::invoice::Invoice;
use ledger::money::{Decimal, Money};
use ledger::payment::{Allocation, RefundKind, Source, WriteOffKind};
use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::format;
use crate::ui::{Button, ButtonKind};

#[derive(Properties, PartialEq)]
pub struct HistoryProps {
    pub invoice: Rc<Invoice>,
}

/// One fact.
struct Fact {
    date: Date,
    what: Html,
    amount: Option<Money>,
    /// It can be taken back by a dated fact of its own.
    reverse: Option<Reversible>,
}

/// What can be taken back.
#[derive(Clone, Copy)]
enum Reversible {
    Allocation(AllocationId),
    Refund(RefundId),
}

impl Reversible {
    fn command(self, date: Date) -> Command {
        match self {
            Reversible::Allocation(allocation) => Command::ReverseAllocation { allocation, date },
            Reversible::Refund(refund) => Command::ReverseRefund { refund, date },
        }
    }

    /// What its button says, and how that is read aloud.
    fn label(self, date: Date) -> (&'static str, String) {
        let day = format::date(date);
        match self {
            Reversible::Allocation(_) => {
                ("Take back", format!("Take back what was applied on {day}"))
            }
            Reversible::Refund(_) => ("Reverse", format!("Reverse the refund of {day}")),
        }
    }
}

#[component]
pub fn History(props: &HistoryProps) -> Html {
    let view = use_view();
    let action = use_action();
    let mut facts = facts(&view.book, &props.invoice);
    facts.sort_by_key(|fact| fact.date);
    let on_reverse = |known: Reversible| {
        let (action, date) = (action.clone(), view.today);
        Callback::from(move |()| action.run(known.command(date), None, drop))
    };
    html! {
        <section class="block" aria-labelledby="history">
            <h2 id="history">{ "History" }</h2>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            <ol class="history">
                { for facts.into_iter().map(|fact| html! {
                    <li>
                        <span class="num quiet">{ format::date(fact.date) }</span>
                        <span>{ fact.what }</span>
                        <span class="num r">{ fact.amount.map(format::money).unwrap_or_default() }</span>
                        if let Some(known) = fact.reverse {
                            <Button kind={ButtonKind::Quiet} writes=true busy={action.is_busy()} label={known.label(fact.date).1}
                                on_click={on_reverse(known)}>{ known.label(fact.date).0 }</Button>
                        }
                    </li>
                }) }
            </ol>
        </section>
    }
}

fn facts(book: &Book, invoice: &Invoice) -> Vec<Fact> {
    let mut facts = Vec::new();
    let Some(issue) = &invoice.issue else {
        return facts;
    };
    facts.push(Fact {
        date: issue.date,
        what: html! { format!("Issued as {}", issue.number) },
        amount: Money::new(issue.totals.payable, invoice.currency).ok(),
        reverse: None,
    });
    let sendings = book
        .sendings()
        .iter()
        .filter(|sending| sending.invoice == invoice.id);
    facts.extend(sendings.map(|sending| Fact {
        date: sending.date,
        what: html! {
            if sending.channel.is_empty() { { "Sent" } } else { { format!("Sent: {}", sending.channel) } }
        },
        amount: None,
        reverse: None,
    }));
    let voids = book
        .voids()
        .iter()
        .filter(|void| void.invoice == invoice.id);
    facts.extend(voids.map(|void| Fact {
        date: void.date,
        what: html! { format!("Declared void: {}", void.reason) },
        amount: None,
        reverse: None,
    }));
    let notes = book.credit_notes_of(invoice.id).into_iter();
    facts.extend(notes.filter_map(|note| {
        let issue = note.issue.as_ref()?;
        Some(Fact {
            date: issue.date,
            what: html! {
                <>{ "Credited by " }<a href={Route::Invoice(note.id).href()}>{ issue.number.clone() }</a></>
            },
            amount: Money::new(issue.totals.payable, note.currency).ok(),
            reverse: None,
        })
    }));
    if let Some(row) = book.figures(invoice.id) {
        let settled = row.settlements.as_slice().iter();
        facts.extend(settled.filter_map(|part| {
            let slot = usize::try_from(part.slot).ok()?;
            settled_by(book, invoice, part.by, slot)
        }));
    }
    facts
}

fn settled_by(book: &Book, invoice: &Invoice, by: SettledBy, slot: usize) -> Option<Fact> {
    let money = |amount: Decimal| Money::new(amount, invoice.currency).ok();
    match by {
        SettledBy::WriteOff | SettledBy::EarlyDiscount | SettledBy::SmallDifference => {
            let write_off = book.write_offs().at(slot)?;
            let what = match (write_off.kind, write_off.reverses.is_some()) {
                (WriteOffKind::BadDebt, false) => format!("Written off: {}", write_off.reason),
                (WriteOffKind::BadDebt, true) => "Write-off taken back".to_owned(),
                (WriteOffKind::EarlyDiscount, false) => "Early-payment discount".to_owned(),
                (WriteOffKind::EarlyDiscount, true) => {
                    "Early-payment discount taken back".to_owned()
                }
                (WriteOffKind::SmallDifference, false) => "Small difference written off".to_owned(),
                (WriteOffKind::SmallDifference, true) => "Small difference taken back".to_owned(),
            };
            Some(Fact {
                date: write_off.date,
                what: html! { what },
                amount: money(write_off.amount),
                reverse: None,
            })
        }
        SettledBy::Refund => {
            let refund = book.refunds().at(slot)?;
            let standing = book.standing_refunds(refund.source);
            let stands = standing.iter().any(|one| one.id == refund.id);
            let reversed = refund.reverses.map_or("", |_| "Reversed: ");
            let what = format!("{reversed}Refunded {}", refund.reference);
            Some(Fact {
                date: refund.date,
                what: html! { what },
                amount: money(refund.amount),
                reverse: stands.then_some(Reversible::Refund(refund.id)),
            })
        }
        SettledBy::Payment | SettledBy::CreditNote => applied(book, invoice, slot),
    }
}

/// An allocation, seen from the invoice or from the credit note.
fn applied(book: &Book, invoice: &Invoice, slot: usize) -> Option<Fact> {
    let allocation = book.allocations().at(slot)?;
    let other = |id| {
        let number = book
            .invoices()
            .get(id)
            .map_or_else(String::new, |other| other.number().to_owned());
        html! { <a href={Route::Invoice(id).href()}>{ number }</a> }
    };
    let what = match allocation.source {
        Source::Payment(id) => {
            let reference = book
                .payments()
                .get(id)
                .map(|payment| [payment.method.as_str(), payment.reference.as_str()].join(" "))
                .unwrap_or_default();
            let paid = format!("Paid {}", reference.trim()).trim().to_owned();
            html! { <a href={Route::Payment(id).href()}>{ paid }</a> }
        }
        Source::CreditNote(id) if id == invoice.id => {
            html! { <>{ "Applied to " }{ other(allocation.invoice) }</> }
        }
        Source::CreditNote(id) => html! { <>{ "Settled by " }{ other(id) }</> },
    };
    let is_reversal = allocation.reverses.is_some();
    let was_reversed = || {
        book.figures(allocation.invoice)
            .into_iter()
            .flat_map(|row| row.settlements.as_slice())
            .filter_map(|part| book.allocations().at(usize::try_from(part.slot).ok()?))
            .any(|other| other.reverses == Some(allocation.id))
    };
    Some(Fact {
        date: allocation.date,
        what: if is_reversal {
            html! { <>{ taken_back(book, allocation) }{ what }</> }
        } else {
            what
        },
        amount: Money::new(allocation.amount, allocation.currency).ok(),
        reverse: (!is_reversal && !was_reversed()).then_some(Reversible::Allocation(allocation.id)),
    })
}

/// Why what was applied is not any more: the payment came back, was recorded by
/// mistake, or somebody took it off.
fn taken_back(book: &Book, reversal: &Allocation) -> &'static str {
    let refunds = book.standing_refunds(reversal.source);
    let with = refunds.iter().find(|refund| refund.date == reversal.date);
    match with.map(|refund| refund.kind) {
        Some(RefundKind::Returned) => "Came back: ",
        Some(RefundKind::Correction) => "Recorded by mistake: ",
        _ => "Taken back: ",
    }
}
