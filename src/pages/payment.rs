//! One payment: what it was, where its money went, and what can be done with
//! it.

use ledger::book::Book;
use ledger::date::Date;
use ledger::ids::{InvoiceId, PaymentId, RefundId, WriteOffId};
use ledger::money::{Decimal, Money};
use ledger::open_items::left_of;
use ledger::payment::{Payment as Record, RefundKind, Source, WriteOffKind};
use ledger::report::exchange::{self, Difference};
use ledger::report::timeline::{Event, Fact, Reversible, Subject, facts_of};
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::unapplied::{Answer, Question, label, questions};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::format;
use crate::ui::{Button, ButtonKind, Notice, Tone, said};

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
            words::payments::payment(),
            words::payments::missing(),
            &Route::Payments,
            words::payments::back_to_list(),
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
            <div class="bar"><h1>{ words::payments::payment_of(&format::money_or_none(amount)) }</h1></div>
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
    if !book.is_taken_back(payment.id) {
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
        RefundKind::Correction => words::payments::deleted_on(&day),
        _ => words::payments::returned_on(&day),
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
            <p>{ words::payments::credit_today() }</p>
            <p class="sum small num" data-figure="unapplied" data-value={unapplied.amount().to_string()}>
                { format::money(unapplied) }
            </p>
            if is_promised {
                <p class="quiet">{ words::payments::used_later() }</p>
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
        (words::payments::received(), format::date(payment.date)),
        (
            words::common::amount(),
            money(payment.amount, payment.currency),
        ),
        (words::payments::method(), payment.method.clone()),
        (words::common::reference(), payment.reference.clone()),
        (
            words::payments::bank_fee(),
            fee.map_or_else(String::new, |fee| money(fee, payment.currency)),
        ),
        (
            words::payments::reached_account(),
            reached.map_or_else(String::new, |(amount, currency)| money(amount, currency)),
        ),
        (words::common::note(), payment.note.clone()),
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
                    <dt>{ words::payments::on_statement() }</dt>
                    <dd><a href={Route::BankStatement(line.statement).href()}>{ words::payments::bank_line_of(&format::date(line.date)) }</a></dd>
                </div>
            }
        </dl>
    }
}

fn view_uses(book: &Book, payment: &Record, on_ask: &Callback<Question>) -> Html {
    let facts = facts_of(book, Subject::Payment(payment.id));
    html! {
        <section class="block" aria-labelledby="uses">
            <h2 id="uses">{ words::payments::uses() }</h2>
            <ol class="history" data-test="uses">
                { for facts.into_iter().map(|fact| html! {
                    <li>
                        <span class="num quiet">{ format::date(fact.date) }</span>
                        <span>{ view_use(book, fact.event) }</span>
                        <span class="num r">{ fact.amount.map(format::money).unwrap_or_default() }</span>
                        if let Some((question, said)) = question_of(book, &fact) {
                            <Button kind={ButtonKind::Quiet} writes=true on_click={on_ask.reform(move |()| question)}
                                label={said}>{ label(question) }</Button>
                        }
                    </li>
                }) }
            </ol>
        </section>
    }
}

fn number(book: &Book, id: InvoiceId) -> String {
    let invoice = book.invoices().get(id);
    invoice.map_or_else(String::new, |invoice| invoice.number().to_owned())
}

fn view_invoice(book: &Book, id: InvoiceId) -> Html {
    html! { <a class="num" href={Route::Invoice(id).href()}>{ number(book, id) }</a> }
}

/// What of a fact can be taken back, and how that is read aloud.
fn question_of(book: &Book, fact: &Fact) -> Option<(Question, String)> {
    match (fact.reversible?, fact.event) {
        (Reversible::Allocation(id), Event::Applied { invoice, .. }) => {
            let said = words::payments::unapply_from(&number(book, invoice));
            Some((Question::TakeBack(id), said))
        }
        (Reversible::Allocation(_), _) => None,
        (Reversible::Refund(id), _) => {
            let said = words::payments::reverse_refund_of(&format::date(fact.date));
            Some((Question::ReverseRefund(id), said))
        }
    }
}

fn view_use(book: &Book, event: Event) -> Html {
    match event {
        Event::Received(_) => html! { words::payments::received() },
        Event::Applied { invoice, .. } => {
            said(words::payments::applied_to(view_invoice(book, invoice)))
        }
        Event::TakenBack { invoice, .. } => {
            said(words::payments::unapplied_from(view_invoice(book, invoice)))
        }
        Event::WrittenOff(id) => view_write_off(book, id),
        Event::Refunded(id) => view_refund(book, id),
        // These are of documents.
        Event::Issued(_)
        | Event::Sent(_)
        | Event::Voided(_)
        | Event::CreditedBy(_)
        | Event::Collected(_) => html! {},
    }
}

fn view_write_off(book: &Book, id: WriteOffId) -> Html {
    let Some(known) = book.write_offs().get(id) else {
        return html! {};
    };
    let invoice = view_invoice(book, known.invoice);
    said(match (known.kind, known.reverses) {
        (WriteOffKind::EarlyDiscount, None) => words::payments::discount_on(invoice),
        (WriteOffKind::EarlyDiscount, Some(_)) => words::payments::reversed_discount_on(invoice),
        (_, None) => words::payments::difference_on(invoice),
        (_, Some(_)) => words::payments::reversed_difference_on(invoice),
    })
}

fn view_refund(book: &Book, id: RefundId) -> Html {
    let Some(refund) = book.refunds().get(id) else {
        return html! {};
    };
    let what = match refund.kind {
        RefundKind::Refund => words::payments::refunded(),
        RefundKind::Returned => words::payments::returned(),
        RefundKind::Correction => words::payments::deleted(),
    };
    let what = match refund.reverses {
        Some(_) => words::payments::reversed(what),
        None => what.to_owned(),
    };
    let what = if refund.reference.is_empty() {
        what
    } else {
        format!("{what}: {}", refund.reference)
    };
    html! { <span dir="auto">{ what }</span> }
}

/// What the exchange made of it, with how it is reckoned.
fn view_exchange(book: &Book, payment: &Record) -> Html {
    let parts = exchange::differences(book, payment.id).unwrap_or_default();
    let Some(received) = payment.received.filter(|_| !parts.is_empty()) else {
        return html! {};
    };
    let received = Money::new(received.amount, received.currency).ok();
    let word = |part: &Difference| match () {
        () if part.difference.is_negative() => words::payments::loss(),
        () if part.difference.is_positive() => words::payments::gain(),
        () => words::payments::no_difference(),
    };
    html! {
        <section class="block" aria-labelledby="exchange">
            <h2 id="exchange">{ words::payments::exchange_difference() }</h2>
            <p class="quiet">
                { words::payments::exchange_how(&format::money_or_none(received)) }
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
