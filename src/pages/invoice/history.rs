//! What happened to a document: dated facts, the newest last.

use std::rc::Rc;

use ledger::book::Book;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::{InvoiceId, WriteOffId};
use ledger::invoice::Invoice;
use ledger::payment::{Source, WriteOffKind};
use ledger::report::timeline::{Event, Reversible, Subject, TakenBack, facts_of};
use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, said};

#[derive(Properties, PartialEq)]
pub struct HistoryProps {
    pub invoice: Rc<Invoice>,
}

fn reversal(known: Reversible, date: Date) -> Command {
    match known {
        Reversible::Allocation(allocation) => Command::ReverseAllocation { allocation, date },
        Reversible::Refund(refund) => Command::ReverseRefund { refund, date },
    }
}

/// What the button that takes a fact back says, and how that is read aloud.
fn label(known: Reversible, date: Date) -> (&'static str, String) {
    let day = format::date(date);
    match known {
        Reversible::Allocation(_) => (words::payments::unapply(), words::invoice::unapply_on(&day)),
        Reversible::Refund(_) => (
            words::payments::reverse(),
            words::invoice::reverse_refund_of(&day),
        ),
    }
}

#[component]
pub fn History(props: &HistoryProps) -> Html {
    let view = use_view();
    let action = use_action();
    let id = props.invoice.id;
    let facts = facts_of(&view.book, Subject::Document(id));
    let on_reverse = |known: Reversible| {
        let (action, date) = (action.clone(), view.today);
        Callback::from(move |()| action.run(reversal(known, date), None, drop))
    };
    html! {
        <section class="block" aria-labelledby="history">
            <h2 id="history">{ words::invoice::history() }</h2>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            <ol class="history">
                { for facts.into_iter().map(|fact| html! {
                    <li>
                        <span class="num quiet">{ format::date(fact.date) }</span>
                        <span>{ view_event(&view.book, id, fact.event) }</span>
                        <span class="num r">{ fact.amount.map(format::money).unwrap_or_default() }</span>
                        if let Some(known) = fact.reversible {
                            <Button kind={ButtonKind::Quiet} writes=true busy={action.is_busy()} label={label(known, fact.date).1}
                                on_click={on_reverse(known)}>{ label(known, fact.date).0 }</Button>
                        }
                    </li>
                }) }
            </ol>
        </section>
    }
}

fn view_event(book: &Book, here: InvoiceId, event: Event) -> Html {
    match event {
        Event::Issued(id) => html! { words::invoice::issued_as(&number(book, id)) },
        Event::Sent(id) => {
            let known = book.sendings().get(id);
            let channel = known.map_or("", |known| text::coded::channel(&known.channel));
            html! {
                if channel.is_empty() { { words::invoice::sent() } } else { { words::invoice::sent_by(channel) } }
            }
        }
        Event::Voided(id) => {
            let reason = book.voids().get(id).map_or("", |void| &void.reason);
            html! { words::invoice::voided_because(reason) }
        }
        Event::CreditedBy(id) => said(words::invoice::credited_by(view_number(book, id))),
        Event::Collected(id) => {
            let event = book.collection_events().get(id);
            let said = event.map_or_else(String::new, |event| text::reminders::fact(book, event));
            let letter = event.and_then(|event| event.sent());
            match letter {
                Some(letter) => html! { <a href={Route::Reminder(letter).href()}>{ said }</a> },
                None => html! { said },
            }
        }
        Event::Received(_) => html! { words::payments::received() },
        Event::Applied { source, invoice } => view_applied(book, here, source, invoice),
        Event::TakenBack {
            source,
            invoice,
            because,
        } => html! {
            <>{ taken_back(because) }{ view_applied(book, here, source, invoice) }</>
        },
        Event::WrittenOff(id) => html! { written_off(book, id) },
        Event::Refunded(id) => {
            let refund = book.refunds().get(id);
            let reversed = refund.and_then(|known| known.reverses);
            let reference = refund.map_or("", |known| &known.reference);
            html! { { if reversed.is_some() { words::invoice::reversed_refund(reference) } else { words::invoice::refunded(reference) } } }
        }
    }
}

/// An allocation, seen from the invoice or from the credit note.
fn view_applied(book: &Book, here: InvoiceId, source: Source, invoice: InvoiceId) -> Html {
    match source {
        Source::Payment(id) => {
            let reference = book
                .payments()
                .get(id)
                .map(|payment| [payment.method.as_str(), payment.reference.as_str()].join(" "))
                .unwrap_or_default();
            let paid = words::invoice::paid_by(reference.trim()).trim().to_owned();
            html! { <a href={Route::Payment(id).href()}>{ paid }</a> }
        }
        Source::CreditNote(id) if id == here => {
            said(words::invoice::applied_to(view_number(book, invoice)))
        }
        Source::CreditNote(id) => said(words::invoice::paid_by_credit(view_number(book, id))),
    }
}

fn number(book: &Book, id: InvoiceId) -> String {
    let document = book.invoices().get(id);
    document.map_or_else(String::new, |document| document.number().to_owned())
}

fn view_number(book: &Book, id: InvoiceId) -> Html {
    html! { <a href={Route::Invoice(id).href()}>{ number(book, id) }</a> }
}

fn written_off(book: &Book, id: WriteOffId) -> String {
    let Some(known) = book.write_offs().get(id) else {
        return String::new();
    };
    match (known.kind, known.reverses.is_some()) {
        (WriteOffKind::BadDebt, false) => words::invoice::written_off(&known.reason),
        (WriteOffKind::BadDebt, true) => words::invoice::write_off_reversed().to_owned(),
        (WriteOffKind::EarlyDiscount, false) => words::invoice::early_discount().to_owned(),
        (WriteOffKind::EarlyDiscount, true) => words::invoice::early_discount_reversed().to_owned(),
        (WriteOffKind::SmallDifference, false) => words::invoice::difference().to_owned(),
        (WriteOffKind::SmallDifference, true) => words::invoice::difference_reversed().to_owned(),
    }
}

/// Why what was applied is not any more.
fn taken_back(because: TakenBack) -> &'static str {
    match because {
        TakenBack::CameBack => words::invoice::returned_before(),
        TakenBack::Mistake => words::invoice::deleted_before(),
        TakenBack::ByHand => words::invoice::unapplied_before(),
    }
}
