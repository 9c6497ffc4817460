//! One payment: what it was, where its money went, and what can be done with
//! it.

use std::rc::Rc;

use ledger::book::Book;
use ledger::book::columns::SettledBy;
use ledger::date::Date;
use ledger::ids::{InvoiceId, PaymentId};
use ledger::money::{Decimal, Money};
use ledger::open_items::left_of;
use ledger::payment::{Allocation, Payment as Record, RefundKind, Source, WriteOff, WriteOffKind};
use ledger::report::exchange::{self, Difference};
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::unapplied::{Answer, Question, label, questions};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::format;
use crate::ui::{Button, ButtonKind, Notice, Tone};

#[derive(Properties, PartialEq)]
pub struct PaymentProps {
    pub id: PaymentId,
}

#[component]
pub fn Payment(props: &PaymentProps) -> Html {
    let view = use_view();
    let asked = use_state(|| None::<Question>);
    let Some(payment) = view.book.payments().get(props.id).cloned() else {
        return absent(
            "Payment",
            "This is not in the book, or not any more.",
            &Route::Payments,
            "To the payments",
        );
    };
    let on_close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    let on_ask = {
        let asked = asked.setter();
        Callback::from(move |question| asked.set(Some(question)))
    };
    let amount = Money::new(payment.amount, payment.currency).ok();
    let customer = view.book.customers().get(payment.customer);
    let name = customer.map_or_else(String::new, |customer| customer.details.name.clone());
    let source = Source::Payment(props.id);
    let offered = offered(&view.book, &payment, view.today);
    html! {
        <>
            <div class="bar"><h1>{ format!("Payment of {}", format::money_or_none(amount)) }</h1></div>
            <p class="lead"><a dir="auto" href={Route::Customer(payment.customer).href()}>{ name }</a></p>
            { view_taken_back(&view.book, &payment) }
            { view_unapplied(&view.book, &payment, view.today) }
            <div class="actions">
                { for offered.into_iter().enumerate().map(|(place, question)| {
                    let on_click = on_ask.reform(move |()| question);
                    let kind = if place == 0 && question == Question::Apply { ButtonKind::Primary } else { ButtonKind::default() };
                    html! { <Button writes=true {kind} {on_click}>{ label(question) }</Button> }
                }) }
            </div>
            { view_facts(&view.book, &payment) }
            { view_uses(&view.book, &payment, &on_ask) }
            { view_exchange(&view.book, &payment) }
            if let Some(question) = *asked {
                <Answer {question} {source} {on_close} />
            }
        </>
    }
}

/// What can be done with it.
fn offered(book: &Book, payment: &Record, today: Date) -> Vec<Question> {
    let mut offered = questions(book, Source::Payment(payment.id), today);
    let stands = book.payment_figures(payment.id).is_some_and(|row| {
        let refunds = row.uses.as_slice().iter();
        let refunds = refunds.filter(|part| part.by == SettledBy::Refund);
        refunds.map(|part| part.amount).sum::<i64>() < row.amount
    });
    if stands {
        offered.extend([Question::Returned, Question::Mistake]);
    }
    offered
}

fn view_taken_back(book: &Book, payment: &Record) -> Html {
    let refunds = book.standing_refunds(Source::Payment(payment.id));
    let back = refunds.iter().find(|one| one.kind != RefundKind::Refund);
    let Some(back) = back else { return html! {} };
    let day = format::date(back.date);
    let title = match back.kind {
        RefundKind::Correction => format!("Recorded by mistake, and taken back on {day}."),
        _ => format!("It came back on {day}."),
    };
    html! { <Notice tone={Tone::Warning} {title} text={back.reference.clone()} /> }
}

fn view_unapplied(book: &Book, payment: &Record, today: Date) -> Html {
    let Some(unapplied) = book.unapplied(payment.id, today) else {
        return html! {};
    };
    // Where a later fact uses it, less can be used than is left today.
    let usable = left_of(book, Source::Payment(payment.id), today);
    let is_promised = usable.unwrap_or(payment.currency.zero()) != unapplied;
    html! {
        <section class="answer">
            <p>{ "Unapplied today" }</p>
            <p class="sum small num" data-figure="unapplied" data-value={unapplied.amount().to_string()}>
                { format::money(unapplied) }
            </p>
            if is_promised {
                <p class="quiet">{ "A later entry uses it." }</p>
            }
        </section>
    }
}

fn view_facts(book: &Book, payment: &Record) -> Html {
    let money =
        |amount: Decimal, currency| format::money_or_none(Money::new(amount, currency).ok());
    let fee = payment.fee.filter(|fee| !fee.is_zero());
    let reached = payment
        .reached()
        .ok()
        .filter(|_| fee.is_some() || payment.received.is_some());
    let facts = [
        ("Received", format::date(payment.date)),
        ("Amount", money(payment.amount, payment.currency)),
        ("Method", payment.method.clone()),
        ("Reference", payment.reference.clone()),
        (
            "Kept by the bank",
            fee.map_or_else(String::new, |fee| money(fee, payment.currency)),
        ),
        (
            "Reached the account",
            reached.map_or_else(String::new, |(amount, currency)| money(amount, currency)),
        ),
        ("Note", payment.note.clone()),
    ];
    let line = book.line_of_payment(payment.id);
    let line = line.and_then(|line| book.bank_lines().get(line));
    html! {
        <dl class="facts-list">
            { for facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| html! {
                <div><dt>{ label }</dt><dd class="name" dir="auto">{ value }</dd></div>
            }) }
            if let Some(line) = line {
                <div>
                    <dt>{ "On the bank statement" }</dt>
                    <dd><a href={Route::BankStatement(line.statement).href()}>{ format!("Line of {}", format::date(line.date)) }</a></dd>
                </div>
            }
        </dl>
    }
}

/// One thing that became of it.
struct Use {
    date: Date,
    what: Html,
    amount: Option<Money>,
    /// What can be taken back of it, and how that is read aloud.
    question: Option<(Question, String)>,
}

fn view_uses(book: &Book, payment: &Record, on_ask: &Callback<Question>) -> Html {
    let mut uses = uses(book, payment);
    uses.sort_by_key(|one| one.date);
    html! {
        <section class="block" aria-labelledby="uses">
            <h2 id="uses">{ "Where it went" }</h2>
            <ol class="history" data-test="uses">
                { for uses.into_iter().map(|one| html! {
                    <li>
                        <span class="num quiet">{ format::date(one.date) }</span>
                        <span>{ one.what }</span>
                        <span class="num r">{ one.amount.map(format::money).unwrap_or_default() }</span>
                        if let Some((question, said)) = one.question {
                            <Button kind={ButtonKind::Quiet} writes=true on_click={on_ask.reform(move |()| question)}
                                label={said}>{ label(question) }</Button>
                        }
                    </li>
                }) }
            </ol>
        </section>
    }
}

fn allocations(book: &Book, payment: &Record) -> Vec<Rc<Allocation>> {
    let row = book.payment_figures(payment.id);
    let uses = row.into_iter().flat_map(|row| row.uses.as_slice());
    let uses = uses.filter(|part| part.by == SettledBy::Payment);
    uses.filter_map(|part| {
        book.allocations()
            .at(usize::try_from(part.slot).ok()?)
            .cloned()
    })
    .collect()
}

/// The discounts and differences that came with it.
fn write_offs(book: &Book, payment: &Record, parts: &[Rc<Allocation>]) -> Vec<Rc<WriteOff>> {
    let mut invoices: Vec<InvoiceId> = parts.iter().map(|part| part.invoice).collect();
    invoices.sort_unstable();
    invoices.dedup();
    let rows = invoices.into_iter().filter_map(|id| book.figures(id));
    rows.flat_map(|row| row.settlements.as_slice())
        .filter(|part| part.by.is_write_off())
        .filter_map(|part| {
            book.write_offs()
                .at(usize::try_from(part.slot).ok()?)
                .cloned()
        })
        .filter(|known| known.payment == Some(payment.id))
        .collect()
}

fn number(book: &Book, id: InvoiceId) -> String {
    let invoice = book.invoices().get(id);
    invoice.map_or_else(String::new, |invoice| invoice.number().to_owned())
}

fn view_invoice(book: &Book, id: InvoiceId) -> Html {
    html! { <a class="num" href={Route::Invoice(id).href()}>{ number(book, id) }</a> }
}

fn uses(book: &Book, payment: &Record) -> Vec<Use> {
    let money = |amount: Decimal| Money::new(amount, payment.currency).ok();
    let parts = allocations(book, payment);
    let reversed = |id| parts.iter().any(|other| other.reverses == Some(id));
    let mut uses = vec![Use {
        date: payment.date,
        what: html! { "Received" },
        amount: money(payment.amount),
        question: None,
    }];
    uses.extend(parts.iter().map(|part| {
        let invoice = view_invoice(book, part.invoice);
        let is_reversal = part.reverses.is_some();
        let said = || format!("Take back from {}", number(book, part.invoice));
        Use {
            date: part.date,
            what: if is_reversal {
                html! { <>{ "Taken back from " }{ invoice }</> }
            } else {
                html! { <>{ "Applied to " }{ invoice }</> }
            },
            amount: money(part.amount),
            question: (!is_reversal && !reversed(part.id))
                .then(|| (Question::TakeBack(part.id), said())),
        }
    }));
    uses.extend(write_offs(book, payment, &parts).into_iter().map(|known| {
        let what = match known.kind {
            WriteOffKind::EarlyDiscount => "Early-payment discount on ",
            _ => "Small difference written off of ",
        };
        let taken_back = known.reverses.is_some().then_some("Taken back: ");
        Use {
            date: known.date,
            what: html! { <>{ taken_back }{ what }{ view_invoice(book, known.invoice) }</> },
            amount: money(known.amount),
            question: None,
        }
    }));
    let standing = book.standing_refunds(Source::Payment(payment.id));
    let refunds = book.refunds_of(Source::Payment(payment.id)).into_iter();
    uses.extend(refunds.map(|refund| {
        let what = match refund.kind {
            RefundKind::Refund => "Refunded",
            RefundKind::Returned => "Came back",
            RefundKind::Correction => "Recorded by mistake",
        };
        let what = match refund.reverses {
            Some(_) => format!("Reversed: {what}"),
            None => what.to_owned(),
        };
        let what = if refund.reference.is_empty() {
            what
        } else {
            format!("{what}: {}", refund.reference)
        };
        let stands = standing.iter().any(|one| one.id == refund.id);
        let said = || format!("Reverse the refund of {}", format::date(refund.date));
        Use {
            date: refund.date,
            what: html! { <span dir="auto">{ what }</span> },
            amount: money(refund.amount),
            question: stands.then(|| (Question::ReverseRefund(refund.id), said())),
        }
    }));
    uses
}

/// What the exchange made of it, with how it is reckoned.
fn view_exchange(book: &Book, payment: &Record) -> Html {
    let parts = exchange::differences(book, payment.id).unwrap_or_default();
    let Some(received) = payment.received.filter(|_| !parts.is_empty()) else {
        return html! {};
    };
    let received = Money::new(received.amount, received.currency).ok();
    let word = |part: &Difference| match () {
        () if part.difference.is_negative() => "loss",
        () if part.difference.is_positive() => "gain",
        () => "no difference",
    };
    html! {
        <section class="block" aria-labelledby="exchange">
            <h2 id="exchange">{ "Exchange difference" }</h2>
            <p class="quiet">
                { format!("The part of the {} that arrived, by amount, less the amount at the rate of the invoice’s day of issue.", format::money_or_none(received)) }
            </p>
            <ol class="history" data-test="exchange">
                { for parts.iter().map(|part| html! {
                    <li>
                        <span class="num quiet">{ format::date(part.date) }</span>
                        <span>
                            { view_invoice(book, part.invoice) }
                            <span class="quiet">
                                { format!(": {} − {} × {} = {} − {}", format::money(part.received), format::money(part.amount), format::decimal(part.rate), format::money(part.received), format::money(part.booked)) }
                            </span>
                        </span>
                        <span class="num r" data-figure="exchange-difference" data-value={part.difference.amount().to_string()}>
                            { format!("{} {}", format::money(part.difference), word(part)) }
                        </span>
                    </li>
                }) }
            </ol>
        </section>
    }
}
