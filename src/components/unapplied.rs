//! What can be done with the money of a payment or a credit note, each in a
//! dialog of its own: applied, given back, taken back.

use ledger::book::Book;
use ledger::business::SettlementOrder;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::{AllocationId, InvoiceId, RefundId};
use ledger::money::{Currency, Money};
use ledger::open_items::{
    OpenItem, customer_of, left_of, open_items, settled_in_order, settlement_order,
};
use ledger::payment::{RefundKind, Source};
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::asking::{AskDialog, Asking, use_asking};
use crate::form::{Fault, Problems, date, number};
use crate::hooks::use_view;
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Field, Input, keep_part};

/// What a dialog asks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// Against which invoices it is put.
    Apply,
    /// Given back to the customer.
    Refund,
    /// The payment came back.
    Returned,
    /// There was no such payment.
    Mistake,
    /// What one invoice got is taken back.
    TakeBack(AllocationId),
    /// It was not given back after all.
    ReverseRefund(RefundId),
}

/// The invoices that it can be put against on a day, in the order in which
/// money settles them.
fn fitting(book: &Book, source: Source, day: Date) -> Vec<OpenItem> {
    let (Some(customer), Some(left)) = (customer_of(book, source), left_of(book, source, day))
    else {
        return Vec::new();
    };
    open_items(book, customer, left.currency(), day)
}

/// The questions about what is left of it that have an answer today.
pub fn questions(book: &Book, source: Source, today: Date) -> Vec<Question> {
    if left_of(book, source, today).is_none() {
        return Vec::new();
    }
    let mut questions = Vec::new();
    if !fitting(book, source, today).is_empty() {
        questions.push(Question::Apply);
    }
    questions.push(Question::Refund);
    questions
}

/// What is typed into any of the dialogs.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    date: String,
    text: String,
    amount: String,
    parts: Vec<(InvoiceId, String)>,
    /// Somebody said what goes where: then no other day changes it.
    by_hand: bool,
    reason: String,
}

impl Typed {
    fn first(book: &Book, question: Question, source: Source, today: Date) -> Typed {
        let left = left_of(book, source, today);
        let parts = match (question, left) {
            (Question::Apply, Some(left)) => in_order(book, source, left, (today, today)),
            _ => Vec::new(),
        };
        Typed {
            date: today.to_string(),
            amount: left.map_or_else(String::new, |left| number::typed(left.amount())),
            parts,
            ..Typed::default()
        }
    }

    fn part(&self, invoice: InvoiceId) -> &str {
        let found = self.parts.iter().find(|(known, _)| *known == invoice);
        found.map_or("", |(_, amount)| amount)
    }

    fn set_part(&mut self, invoice: InvoiceId, amount: String) {
        self.by_hand = true;
        self.parts.retain(|(known, _)| *known != invoice);
        self.parts.push((invoice, amount));
    }

    /// Another day: what is open then is filled in its order.
    fn set_date(
        &mut self,
        book: &Book,
        (question, source): (Question, Source),
        today: Date,
        value: String,
    ) {
        self.date = value;
        let day = date::read(&self.date).ok();
        let left = day.and_then(|day| Some((day, left_of(book, source, day)?)));
        if let (Question::Apply, false, Some((day, left))) = (question, self.by_hand, left) {
            self.parts = in_order(book, source, left, (day, today));
        }
    }
}

/// What each invoice gets until nothing is left, in the order in which money
/// settles them.
fn in_order(
    book: &Book,
    source: Source,
    left: Money,
    (day, today): (Date, Date),
) -> Vec<(InvoiceId, String)> {
    let Some(customer) = customer_of(book, source) else {
        return Vec::new();
    };
    let parts = settled_in_order(book, customer, left, day, today);
    let typed = |(id, part): (InvoiceId, Money)| (id, number::typed(part.amount()));
    parts.into_iter().map(typed).collect()
}

#[derive(Properties, PartialEq)]
pub struct AnswerProps {
    pub question: Question,
    pub source: Source,
    pub on_close: Callback<()>,
}

#[component]
pub fn Answer(props: &AnswerProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let AnswerProps {
        question, source, ..
    } = *props;
    let typed = use_state(|| Typed::first(&view.book, question, source, view.today));
    let sent = use_state(Vec::<InvoiceId>::new);
    let day = date::read(&typed.date).unwrap_or(view.today);
    let open = match question {
        Question::Apply => fitting(&view.book, source, day),
        _ => Vec::new(),
    };
    let problems = problems_of(&asking, &open, &sent);
    let currency = left_of(&view.book, source, day).map(|left| left.currency());
    let on_answer = {
        let (typed, asking) = (typed.clone(), asking.clone());
        let (open, sent, on_close) = (open.clone(), sent.setter(), props.on_close.clone());
        Callback::from(move |()| {
            let command = command(question, source, &open, currency, &typed);
            if let Ok(Command::Allocate { parts, .. }) = &command {
                sent.set(parts.iter().map(|(invoice, _)| *invoice).collect());
            }
            let on_close = on_close.clone();
            asking.answer(command, &typed.reason, move |_| on_close.emit(()));
        })
    };
    let set_date = {
        let (book, today) = (view.book.clone(), view.today);
        keep_part(&typed, move |typed, value| {
            typed.set_date(&book, (question, source), today, value);
        })
    };
    let words = words(question, settlement_order(&view.book));
    let problem = |at: FieldName| problems.of(at).map(text::problem::fault);
    let left = left_of(&view.book, source, day);
    html! {
        <AskDialog title={words.title} {asking} problems={problems.clone()}
            lead={html! { <p class="quiet">{ words.explanation }</p> }} verb={words.verb} kind={words.kind}
            reason={typed.reason.clone()} on_reason={keep_part(&typed, |typed, value| typed.reason = value)}
            {on_answer} on_close={props.on_close.clone()}>
                <div class="fields">
                    <Field name="answer-date" label={words::common::date()} input={Input::Date} value={typed.date.clone()}
                        on_change={set_date} problem={problem(FieldName::Date)} />
                    if question == Question::Refund {
                        <Field name="answer-amount" label={words::common::amount()} input={Input::Number} value={typed.amount.clone()}
                            on_change={keep_part(&typed, |typed, value| typed.amount = value)} problem={problem(FieldName::Amount)} />
                    }
                    if let Some((field, label)) = words.text {
                        <Field name="answer-text" {label} value={typed.text.clone()} class="wide"
                            on_change={keep_part(&typed, |typed, value| typed.text = value)} problem={problem(field)} />
                    }
                </div>
                { for open.iter().enumerate().map(|(index, invoice)| {
                    let told = problems.of((FieldName::Part, index)).map(text::problem::fault);
                    view_part(index, invoice, &typed, told)
                }) }
                { for gone(&open, &typed).into_iter().map(|id| view_gone(&view.book, &typed, id)) }
                if question == Question::Apply {
                    <p class="effect" role="status" data-test="apply-effect">{ effect(left, &open, &typed) }</p>
                }
        </AskDialog>
    }
}

/// What is wrong, at the places of the invoices that are open now; `sent` were
/// those of the command.
fn problems_of(asking: &Asking, open: &[OpenItem], sent: &[InvoiceId]) -> Problems {
    let refused = asking.action.problems().moved(FieldName::Part, |part| {
        let place = open.iter().position(|one| sent.get(part) == Some(&one.id));
        place.unwrap_or(part)
    });
    if refused.is_empty() {
        asking.problems()
    } else {
        refused
    }
}

/// An open invoice, and what it gets.
fn view_part(
    index: usize,
    invoice: &OpenItem,
    typed: &UseStateHandle<Typed>,
    problem: Option<String>,
) -> Html {
    let id = invoice.id;
    let on_change = keep_part(typed, move |typed, value| typed.set_part(id, value));
    html! {
        <div class="part" key={invoice.id.to_string()}>
            <span>
                <b>{ invoice.number.clone() }</b>
                <span class="quiet">{ format!(" {}", words::payments::due_open(&format::date(invoice.due), &format::money(invoice.open))) }</span>
            </span>
            <Field name={format!("part-{index}")} label={words::payments::apply_to_number(&invoice.number)} label_hidden=true
                input={Input::Number} value={typed.part(id).to_owned()} {on_change}
                {problem} />
        </div>
    }
}

/// The invoices that something stands at, and that are settled by now.
fn gone(open: &[OpenItem], typed: &Typed) -> Vec<InvoiceId> {
    let is_open = |id: &InvoiceId| open.iter().any(|invoice| invoice.id == *id);
    let parts = typed
        .parts
        .iter()
        .filter(|(_, part)| !part.trim().is_empty());
    let gone = parts.map(|(id, _)| *id).filter(|id| !is_open(id));
    gone.collect()
}

fn view_gone(book: &Book, typed: &UseStateHandle<Typed>, id: InvoiceId) -> Html {
    let invoice = book.invoices().get(id);
    let number = invoice.map_or("", |invoice| invoice.number()).to_owned();
    let on_take_out = {
        let typed = typed.clone();
        Callback::from(move |()| {
            let mut changed = (*typed).clone();
            changed.set_part(id, String::new());
            typed.set(changed);
        })
    };
    html! {
        <div class="part" key={id.to_string()} data-test="gone">
            <span>
                <b>{ number.clone() }</b>
                <span class="quiet">{ format!(" {}", words::payments::nothing_open_any_more()) }</span>
            </span>
            <Button label={words::payments::remove_number(&number)} on_click={on_take_out}>{ words::payments::remove() }</Button>
        </div>
    }
}

/// What stays unapplied of it after that.
fn effect(left: Option<Money>, open: &[OpenItem], typed: &Typed) -> String {
    let Some(mut left) = left else {
        return words::payments::nothing_left_on_day().to_owned();
    };
    for invoice in open {
        let part = typed.part(invoice.id);
        let Ok(amount) = number::read_amount_optional(part, Some(left.currency())) else {
            return String::new();
        };
        let part = Money::new(amount.unwrap_or_default(), left.currency());
        match part.and_then(|part| left.sub(part)) {
            Ok(rest) => left = rest,
            Err(_) => return String::new(),
        }
    }
    if left.is_negative() {
        words::payments::more_than_left(&format::money(left.neg()))
    } else if left.is_zero() {
        words::payments::all_applied().to_owned()
    } else {
        words::payments::stays_credit(&format::money(left))
    }
}

struct QuestionText {
    title: &'static str,
    explanation: &'static str,
    verb: &'static str,
    /// The field of the free text, and its label.
    text: Option<(FieldName, &'static str)>,
    kind: ButtonKind,
}

/// What the button of a question says.
pub fn label(question: Question) -> &'static str {
    match question {
        Question::Apply => words::payments::apply(),
        Question::Refund => words::payments::refund(),
        Question::Returned => words::payments::mark_returned(),
        Question::Mistake => words::payments::delete_payment(),
        Question::TakeBack(_) => words::payments::unapply(),
        Question::ReverseRefund(_) => words::payments::reverse(),
    }
}

fn words(question: Question, order: SettlementOrder) -> QuestionText {
    match question {
        Question::Apply => QuestionText {
            title: words::payments::apply_to_invoices(),
            explanation: text::settlement::apply_in(order),
            verb: words::payments::apply(),
            text: None,
            kind: ButtonKind::Primary,
        },
        Question::Refund => QuestionText {
            title: words::payments::refund(),
            explanation: words::payments::refund_about(),
            verb: words::payments::record_refund(),
            text: Some((FieldName::Reference, words::common::reference())),
            kind: ButtonKind::Primary,
        },
        Question::Returned => QuestionText {
            title: words::payments::mark_returned(),
            explanation: words::payments::mark_returned_about(),
            verb: words::payments::mark_returned(),
            text: Some((FieldName::Reason, words::common::reason())),
            kind: ButtonKind::Danger,
        },
        Question::Mistake => QuestionText {
            title: words::payments::delete_payment(),
            explanation: words::payments::delete_payment_about(),
            verb: words::payments::delete_payment(),
            text: Some((FieldName::Reason, words::common::reason())),
            kind: ButtonKind::Danger,
        },
        Question::ReverseRefund(_) => QuestionText {
            title: words::payments::reverse_refund_title(),
            explanation: words::payments::reverse_refund_about(),
            verb: words::payments::reverse_refund(),
            text: None,
            kind: ButtonKind::Danger,
        },
        Question::TakeBack(_) => QuestionText {
            title: words::payments::unapply_title(),
            explanation: words::payments::unapply_about(),
            verb: words::payments::unapply(),
            text: None,
            kind: ButtonKind::Danger,
        },
    }
}

fn command(
    question: Question,
    source: Source,
    open: &[OpenItem],
    currency: Option<Currency>,
    typed: &Typed,
) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    let date = problems.noted(FieldName::Date, date::read(&typed.date));
    let amount = match question {
        Question::Refund => problems.noted(
            FieldName::Amount,
            number::read_amount(&typed.amount, currency),
        ),
        _ => Some(ledger::money::Decimal::ZERO),
    };
    let mut parts = Vec::new();
    for (place, invoice) in open.iter().enumerate() {
        let part = number::read_amount_optional(typed.part(invoice.id), currency);
        let part = problems.noted((FieldName::Part, place), part).flatten();
        let part = part.filter(|part| !part.is_zero());
        parts.extend(part.map(|part| (invoice.id, part)));
    }
    if question == Question::Apply && !gone(open, typed).is_empty() {
        problems.add(FieldName::Parts, Fault::NothingLeft);
    }
    if question == Question::Apply && parts.is_empty() && problems.is_empty() {
        problems.add(FieldName::Parts, Fault::Missing);
    }
    let (Some(date), Some(amount), true) = (date, amount, problems.is_empty()) else {
        return Err(problems);
    };
    let text = typed.text.trim().to_owned();
    Ok(match (question, source) {
        (Question::Apply, _) => Command::Allocate {
            source,
            date,
            parts,
        },
        (Question::TakeBack(allocation), _) => Command::ReverseAllocation { allocation, date },
        (Question::ReverseRefund(refund), _) => Command::ReverseRefund { refund, date },
        (Question::Returned | Question::Mistake, Source::Payment(payment)) => {
            Command::TakeBackPayment {
                payment,
                date,
                kind: if question == Question::Returned {
                    RefundKind::Returned
                } else {
                    RefundKind::Correction
                },
                reason: text,
            }
        }
        // A credit note does not come back.
        (Question::Refund | Question::Returned | Question::Mistake, _) => Command::RecordRefund {
            source,
            date,
            amount,
            reference: text,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::problem::At;

    fn money(amount: &str) -> Money {
        let amount = number::read(amount).expect("a number");
        Money::new(amount, Currency::default()).expect("money")
    }

    fn open(amounts: &[&str]) -> Vec<OpenItem> {
        let one = |(place, amount): (usize, &&str)| OpenItem {
            id: format!("0000001f-{}", place + 1).parse().expect("an id"),
            number: place.to_string(),
            due: Date::new(2025, 3, 10).expect("a day"),
            open: money(amount),
            discounted: None,
        };
        amounts.iter().enumerate().map(one).collect()
    }

    #[test]
    fn what_cannot_be_read_or_is_nothing_is_no_command() {
        let id = "0000001f-9".parse().expect("an id");
        let open = open(&["100", "250"]);
        let on_a_day = |part: &str| {
            let mut typed = Typed {
                date: "2025-03-10".to_owned(),
                ..Typed::default()
            };
            typed.set_part(open[1].id, part.to_owned());
            typed
        };
        let source = Source::Payment(id);
        let currency = Some(Currency::default());
        let made = |question, typed: &Typed| command(question, source, &open, currency, typed);
        for (part, place) in [
            ("lots", At::from((FieldName::Part, 1))),
            ("0", At::from(FieldName::Parts)),
        ] {
            let problems = made(Question::Apply, &on_a_day(part)).expect_err(part);
            assert!(problems.of(place).is_some(), "{part}");
        }
        let found = made(Question::Apply, &on_a_day("50"));
        let Ok(Command::Allocate { parts, .. }) = found else {
            panic!("{found:?}");
        };
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].0, open[1].id);
        let found = made(Question::Mistake, &on_a_day(""));
        let Ok(Command::TakeBackPayment { payment, kind, .. }) = found else {
            panic!("{found:?}");
        };
        assert_eq!((payment, kind), (id, RefundKind::Correction));
    }
}
