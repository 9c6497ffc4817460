//! The worklist of collections: whom to write to on a day, with which stage
//! of the ladder, and what keeps a letter back.
//!
//! One letter goes to a customer for each currency, about all that is
//! overdue, at most one within the days of the ladder. A letter counts when
//! it was recorded as sent; one that was made and not sent keeps the next one
//! back. Nothing is proposed for what is paid, covered by credit, disputed,
//! promised, or held.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::bank::standing;
use crate::book::Book;
use crate::book::columns::{InvoiceColumns, NEVER, SettledBy};
use crate::collection::{
    CollectionEvent, CollectionFact, Disputed, Promised, Reminder, ReminderPolicy, Tone,
};
use crate::customer::Customer;
use crate::date::Date;
use crate::ids::{BankAccountId, CollectionEventId, CustomerId, InvoiceId, ReminderId};
use crate::invoice::Invoice;
use crate::late::Audience;
use crate::late::days::{euro_bank_holidays, is_working_day};
use crate::late::ladder::{Hold, LadderProblem, LastLetter, Reminded, next};
use crate::late::promise::{
    Promise, PromiseEvent, PromiseStanding, PromiseStatus, standing as stands,
};
use crate::money::{Currency, Money};
use crate::open_items::open_credits;

/// A letter that should go to a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letter {
    pub customer: CustomerId,
    pub currency: Currency,
    /// By due date. At least one has a stage.
    pub lines: Vec<LetterLine>,
    /// All lines together.
    pub total: Money,
    /// What the customer has on account, less than the total: it is shown as
    /// deducted.
    pub credit: Money,
    pub tone: Tone,
}

/// An invoice in a letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterLine {
    pub invoice: InvoiceId,
    /// Of its first part that is open.
    pub due: Date,
    /// Below 0 before the due date.
    pub days_late: i32,
    /// The stage it moves to; `None` where it is only told of.
    pub stage: Option<u32>,
    /// Stages whose days have come and that do not go in this letter.
    pub later: Vec<u32>,
    /// What is due of it and not disputed.
    pub amount: Money,
    pub disputed: Money,
}

/// Why a stage whose day has come does not go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// All that is due of it is disputed.
    Disputed,
    Promised,
    /// The last letter is too recent.
    Gap,
    /// The day that the last letter named, and a few for the bank, have not
    /// passed.
    NamedDay,
    /// The user keeps it back.
    Held,
    /// The customer has as much on account.
    Credit,
    /// Less than the smallest sum that is reminded of.
    Small,
}

/// An invoice whose stage is kept back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    pub customer: CustomerId,
    pub invoice: InvoiceId,
    pub amount: Money,
    pub why: Wait,
    /// The first day on which it may go, where that is known.
    pub until: Option<Date>,
}

/// A promise, and how it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseRow {
    pub event: Rc<CollectionEvent>,
    pub amount: Money,
    pub standing: PromiseStanding,
}

/// A bank account whose statements end before the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Behind {
    pub account: BankAccountId,
    /// The last day that its statements tell of.
    pub last: Option<Date>,
}

/// What is to do on a day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Worklist {
    /// The longest overdue first.
    pub letters: Vec<Letter>,
    /// Letters that were made and are not recorded as sent.
    pub unsent: Vec<Rc<Reminder>>,
    pub waiting: Vec<Waiting>,
    /// Broken promises after which nothing was done.
    pub broken: Vec<PromiseRow>,
    /// Open disputes whose day to look at them has come.
    pub disputes: Vec<Rc<CollectionEvent>>,
    /// Invoices whose ladder has ended, late enough to be handed over.
    pub hand_over: Vec<(CustomerId, InvoiceId)>,
    pub behind: Vec<Behind>,
}

impl Worklist {
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
            && self.unsent.is_empty()
            && self.broken.is_empty()
            && self.disputes.is_empty()
            && self.hand_over.is_empty()
    }
}

/// How reminders go to a customer.
pub fn policy(book: &Book, customer: CustomerId) -> ReminderPolicy {
    let customer = book.customers().get(customer);
    let own = customer.and_then(|known| known.reminders.as_deref());
    let own = own.and_then(|own| own.policy.clone());
    own.unwrap_or_else(|| of_business(book))
}

fn of_business(book: &Book) -> ReminderPolicy {
    let business = book.business();
    business
        .and_then(|known| known.reminders.clone())
        .unwrap_or_default()
}

/// What is to do on `today`.
///
/// # Errors
/// [`LadderProblem`] for days or sums that there are not.
pub fn worklist(book: &Book, today: Date) -> Result<Worklist, LadderProblem> {
    let mut list = Worklist {
        behind: behind(book, today),
        ..Worklist::default()
    };
    let holidays = bank_holidays(today);
    for customer in to_look_at(book, today) {
        let Some(customer) = book.customers().get(customer) else {
            continue;
        };
        of_customer(book, customer, today, &holidays, &mut list)?;
    }
    list.letters.sort_by_key(|letter| {
        let first = letter.lines.iter().map(|line| line.due).min();
        (first, letter.customer)
    });
    Ok(list)
}

/// The letters that should go to one customer on a day.
///
/// # Errors
/// As [`worklist`].
pub fn letters_to(
    book: &Book,
    customer: CustomerId,
    today: Date,
) -> Result<Vec<Letter>, LadderProblem> {
    let mut list = Worklist::default();
    if let Some(customer) = book.customers().get(customer) {
        of_customer(book, customer, today, &bank_holidays(today), &mut list)?;
    }
    Ok(list.letters)
}

fn bank_holidays(today: Date) -> Vec<Date> {
    let year = today.year();
    let mut days = euro_bank_holidays(year - 1);
    days.extend(euro_bank_holidays(year));
    days
}

/// Customers with something that a stage may be due for, or with something
/// recorded of collecting.
fn to_look_at(book: &Book, today: Date) -> BTreeSet<CustomerId> {
    let own = book.customers().iter();
    let own = own.filter_map(|known| known.reminders.as_deref()?.policy.clone());
    let policies = own.chain([of_business(book)]);
    let stages = policies.flat_map(|policy| policy.stages);
    let ahead = stages.map(|stage| stage.days.saturating_neg()).max();
    let last = today.number().saturating_add(ahead.unwrap_or(0).max(0));
    let mut found = BTreeSet::new();
    for row in book.columns.invoices.iter() {
        if !row.credit && row.due_at(today.number()) <= last {
            let slot = usize::try_from(row.customer).unwrap_or(usize::MAX);
            found.insert(book.customers().id_at(slot));
        }
    }
    found.extend(book.reminders().iter().map(|reminder| reminder.customer));
    found.extend(book.collection_events().iter().map(|event| event.customer));
    found
}

/// Accounts whose statements do not reach the last working day before
/// `today`.
fn behind(book: &Book, today: Date) -> Vec<Behind> {
    let accounts = book.bank_accounts().iter();
    let rows = accounts.filter_map(|account| {
        let last = known_up_to(book, account.id);
        let mut before = (1..=3).filter_map(|days| today.minus_days(days).ok());
        let wanted = before.find(|day| is_working_day(*day, &[]))?;
        last.is_none_or(|last| last < wanted).then_some(Behind {
            account: account.id,
            last,
        })
    });
    rows.collect()
}

/// The last day that the statements of an account tell of.
pub fn known_up_to(book: &Book, account: BankAccountId) -> Option<Date> {
    let closing = standing::closing(book, account).and_then(|(day, _)| day);
    let statements = book.statements().iter();
    let statements = statements.filter(|known| known.account == account);
    let lines = statements.flat_map(|known| book.lines_of(known.id));
    closing.max(lines.map(|line| line.date).max())
}

/// What is recorded of a customer by a day.
pub struct Standing {
    events: Vec<Rc<CollectionEvent>>,
    ended: BTreeSet<CollectionEventId>,
    sent: BTreeMap<ReminderId, Date>,
    reminders: Vec<Rc<Reminder>>,
    day: Date,
}

impl Standing {
    pub fn of(book: &Book, customer: CustomerId, day: Date) -> Standing {
        let events = book.collection_events_of(customer);
        let events: Vec<_> = events.filter(|event| event.date <= day).cloned().collect();
        let sent = events
            .iter()
            .filter_map(|event| Some((event.sent()?, event.date)));
        let reminders = book.reminders_of(customer);
        Standing {
            ended: events.iter().filter_map(|event| event.ends()).collect(),
            sent: sent.collect(),
            reminders: reminders
                .filter(|known| known.date <= day)
                .cloned()
                .collect(),
            events,
            day,
        }
    }

    fn standing_events(&self) -> impl Iterator<Item = &Rc<CollectionEvent>> {
        let events = self.events.iter();
        events.filter(|event| !self.ended.contains(&event.id))
    }

    /// Disputes that are open, with what they contest.
    pub fn disputes(&self) -> impl Iterator<Item = (&Rc<CollectionEvent>, &Disputed)> {
        self.standing_events()
            .filter_map(|event| match &event.what {
                CollectionFact::Disputed(disputed) => Some((event, disputed)),
                _ => None,
            })
    }

    /// Promises that nobody ended.
    pub fn promises(&self) -> impl Iterator<Item = (&Rc<CollectionEvent>, &Promised)> {
        self.standing_events()
            .filter_map(|event| match &event.what {
                CollectionFact::Promised(promised) => Some((event, promised)),
                _ => None,
            })
    }

    /// Holds in force: the invoice, or `None` for all, and the last day.
    pub fn holds(
        &self,
    ) -> impl Iterator<Item = (&Rc<CollectionEvent>, Option<InvoiceId>, Option<Date>)> {
        self.standing_events().filter_map(|event| match event.what {
            CollectionFact::Held { invoice, until }
                if until.is_none_or(|until| self.day <= until) =>
            {
                Some((event, invoice, until))
            }
            _ => None,
        })
    }

    /// Letters that were made and are not recorded as sent.
    pub fn unsent(&self) -> impl Iterator<Item = &Rc<Reminder>> {
        let made = self.reminders.iter();
        made.filter(|reminder| !self.sent.contains_key(&reminder.id))
    }

    /// Letters that were sent, with the day.
    pub fn sent(&self) -> impl Iterator<Item = (&Rc<Reminder>, Date)> {
        let made = self.reminders.iter();
        made.filter_map(|reminder| Some((reminder, *self.sent.get(&reminder.id)?)))
    }

    fn last_letter(&self) -> Option<LastLetter> {
        let last = self.sent().max_by_key(|(_, day)| *day);
        last.map(|(reminder, date)| LastLetter {
            date,
            pay_by: reminder.pay_by.first().copied(),
        })
    }

    /// What of an invoice is contested.
    fn disputed(&self, invoice: InvoiceId, currency: Currency) -> Result<Money, LadderProblem> {
        let parts = self
            .disputes()
            .filter(|(_, disputed)| disputed.invoice == invoice);
        let parts: Result<Vec<Money>, _> = parts
            .map(|(_, disputed)| Money::new(disputed.amount, currency))
            .collect();
        Ok(Money::sum(currency, parts?)?)
    }
}

/// How a promise stands at the end of a day.
///
/// # Errors
/// [`LadderProblem`].
pub fn promise_row(
    book: &Book,
    event: &Rc<CollectionEvent>,
    promised: &Promised,
    day: Date,
) -> Result<PromiseRow, LadderProblem> {
    let currency = promised.currency;
    let money = |minor: i64| Money::from_minor(minor.into(), currency);
    let mut open = currency.zero();
    let mut events = Vec::new();
    for row in promised.invoices.iter().filter_map(|id| book.figures(*id)) {
        open = open.add(money(row.open_at(event.date.number()))?)?;
        let parts = row.settlements.as_slice().iter();
        for part in parts.filter(|part| part.day > event.date.number()) {
            events.push(PromiseEvent {
                date: Date::from_number(part.day)?,
                amount: money(part.amount)?,
                is_payment: part.by == SettledBy::Payment,
            });
        }
    }
    let amount = Money::new(promised.amount, currency)?;
    let promise = Promise {
        made: event.date,
        by: promised.by,
        grace_days: promised.grace_days,
        amount,
        open_when_made: open,
    };
    let standing = stands(&promise, &events, day).map_err(|problem| match problem {
        crate::late::promise::PromiseProblem::Date(problem) => LadderProblem::Date(problem),
        crate::late::promise::PromiseProblem::Money(problem) => LadderProblem::Money(problem),
    })?;
    Ok(PromiseRow {
        event: event.clone(),
        amount,
        standing,
    })
}

/// An invoice with what is due of it.
struct Owed<'b> {
    invoice: &'b Rc<Invoice>,
    row: &'b InvoiceColumns,
    due: Date,
    /// Due by the day; before that, what will be due first.
    amount: Money,
}

fn owed<'b>(
    book: &'b Book,
    invoice: &'b Rc<Invoice>,
    today: Date,
) -> Result<Option<Owed<'b>>, LadderProblem> {
    let Some(row) = book.figures(invoice.id).filter(|row| !row.credit) else {
        return Ok(None);
    };
    let due = row.due_at(today.number());
    if due == NEVER {
        return Ok(None);
    }
    let by = due.max(today.number());
    let mut amount = 0_i64;
    row.parts_at(today.number(), |due, part| {
        if due <= by {
            amount += part;
        }
    });
    // Never more than can still be put against it.
    let amount = Money::from_minor(
        amount.min(row.headroom_at(today.number())).into(),
        invoice.currency,
    )?;
    Ok(amount.is_positive().then_some(Owed {
        invoice,
        row,
        due: Date::from_number(due)?,
        amount,
    }))
}

fn of_customer(
    book: &Book,
    customer: &Customer,
    today: Date,
    holidays: &[Date],
    list: &mut Worklist,
) -> Result<(), LadderProblem> {
    let standing = Standing::of(book, customer.id, today);
    list.unsent.extend(standing.unsent().cloned());
    let due_disputes = standing
        .disputes()
        .filter(|(_, disputed)| disputed.next_on.is_some_and(|day| day <= today));
    list.disputes
        .extend(due_disputes.map(|(event, _)| event.clone()));
    let mut promises = Vec::new();
    for (event, promised) in standing.promises() {
        let row = promise_row(book, event, promised, today)?;
        if is_unanswered(&standing, &row) {
            list.broken.push(row.clone());
        }
        promises.push((promised, row));
    }
    let own = customer.reminders.as_deref();
    if own.is_some_and(|own| own.never) {
        return Ok(());
    }
    let mut by_currency: Vec<(Currency, Vec<Owed<'_>>)> = Vec::new();
    for invoice in book.invoices_of(customer.id) {
        if let Some(owed) = owed(book, invoice, today)? {
            let known = by_currency
                .iter_mut()
                .find(|(known, _)| *known == invoice.currency);
            match known {
                Some((_, all)) => all.push(owed),
                None => by_currency.push((invoice.currency, vec![owed])),
            }
        }
    }
    let desk = Desk {
        book,
        customer,
        policy: policy(book, customer.id),
        audience: own.and_then(|own| own.audience),
        standing: &standing,
        promises: &promises,
        holidays,
        today,
    };
    for (currency, owed) in by_currency {
        desk.letter(currency, &owed, list)?;
    }
    Ok(())
}

/// Broken, with something open, and nothing was said or sent since.
fn is_unanswered(standing: &Standing, row: &PromiseRow) -> bool {
    let last = row.standing.last_day;
    row.standing.status == PromiseStatus::Broken
        && !standing.events.iter().any(|event| {
            event.date > last
                && matches!(
                    event.what,
                    CollectionFact::Contact { .. }
                        | CollectionFact::Promised(_)
                        | CollectionFact::Sent { .. }
                )
        })
}

/// Where an invoice stands on the ladder.
struct Looked {
    line: LetterLine,
    /// What keeps its stage back, and the first day on which that ends.
    wait: Option<(Wait, Option<Date>)>,
    /// No stage is left.
    is_ended: bool,
}

/// One customer, and all that bears on the letters to them.
struct Desk<'a> {
    book: &'a Book,
    customer: &'a Customer,
    policy: ReminderPolicy,
    audience: Option<Audience>,
    standing: &'a Standing,
    promises: &'a [(&'a Promised, PromiseRow)],
    holidays: &'a [Date],
    today: Date,
}

impl Desk<'_> {
    fn letter(
        &self,
        currency: Currency,
        owed: &[Owed<'_>],
        list: &mut Worklist,
    ) -> Result<(), LadderProblem> {
        let is_made = self.standing.unsent().any(|made| made.currency == currency);
        let mut lines = Vec::new();
        let mut waiting = Vec::new();
        for owed in owed {
            let Looked { line, wait, .. } = self.look(owed)?;
            if let Some((why, until)) = wait {
                waiting.push(Waiting {
                    customer: self.customer.id,
                    invoice: line.invoice,
                    amount: owed.amount,
                    why,
                    until,
                });
            } else if line.amount.is_positive() && (line.stage.is_some() || line.days_late > 0) {
                lines.push(line);
            }
        }
        self.hand_over(owed, list)?;
        if is_made {
            return Ok(());
        }
        list.waiting.append(&mut waiting);
        if lines.iter().all(|line| line.stage.is_none()) {
            return Ok(());
        }
        lines.sort_by_key(|line| (line.due, line.invoice));
        let total = Money::sum(currency, lines.iter().map(|line| line.amount))?;
        let credits = open_credits(self.book, self.customer.id, self.today);
        let credits = credits.iter().map(|credit| credit.left);
        let credit = Money::sum(currency, credits.filter(|left| left.currency() == currency))?;
        let smallest = self.policy.smallest;
        let is_small = smallest.is_some_and(|smallest| total.amount() < smallest);
        let left = total.sub(credit)?;
        if !left.is_positive() || is_small {
            let why = if is_small { Wait::Small } else { Wait::Credit };
            let stages = lines.iter().filter(|line| line.stage.is_some());
            list.waiting.extend(stages.map(|line| Waiting {
                customer: self.customer.id,
                invoice: line.invoice,
                amount: line.amount,
                why,
                until: None,
            }));
            return Ok(());
        }
        list.letters.push(Letter {
            customer: self.customer.id,
            currency,
            tone: self.tone(&lines),
            lines,
            total,
            credit,
        });
        Ok(())
    }

    /// Where an invoice stands on the ladder.
    fn look(&self, owed: &Owed<'_>) -> Result<Looked, LadderProblem> {
        let id = owed.invoice.id;
        let days_late = self.today.days_since(owed.due);
        let disputed = self
            .standing
            .disputed(id, owed.invoice.currency)?
            .min(owed.amount)?;
        let letters = self
            .standing
            .sent()
            .flat_map(|(reminder, _)| &reminder.lines);
        let letters = letters.filter(|line| (line.invoice, line.due) == (id, owed.due));
        let mut sent: Vec<u32> = letters.filter_map(|line| line.stage).collect();
        // That it will be due is told before it is, or not at all.
        let before = self.policy.stages.iter().filter(|stage| stage.days < 0);
        sent.extend(before.filter(|_| days_late > 0).map(|stage| stage.stage));
        let promises = self.promises.iter().filter(|(promised, row)| {
            row.standing.status == PromiseStatus::Open && promised.invoices.contains(&id)
        });
        let promised = promises.map(|(_, row)| (row.event.date, row.standing.last_day));
        let reminded = Reminded {
            due: owed.due,
            open: owed.amount,
            disputed,
            sent,
            last_letter: self.standing.last_letter(),
            promised: promised.max_by_key(|(_, last)| *last),
        };
        let next = next(&self.policy.ladder(), &reminded, self.today, self.holidays)?;
        let holds = self.standing.holds();
        let mut holds = holds.filter(|(_, invoice, _)| invoice.is_none_or(|invoice| invoice == id));
        let held = holds
            .next()
            .map(|(_, _, until)| until.and_then(|until| until.plus_days(1).ok()));
        let is_promised = reminded.promised.is_some();
        let wait = match (held, next.hold) {
            (Some(until), _) => Some((Wait::Held, until)),
            (None, Some(Hold::Dispute)) => Some((Wait::Disputed, None)),
            (None, Some(Hold::Promise)) => Some((Wait::Promised, next.next_on)),
            (None, Some(Hold::Gap)) => Some((Wait::Gap, next.next_on)),
            (None, Some(Hold::NamedDay)) => Some((Wait::NamedDay, next.next_on)),
            (None, Some(Hold::NothingOpen) | None) if is_promised => {
                Some((Wait::Promised, next.next_on))
            }
            (None, Some(Hold::NothingOpen) | None) => None,
        };
        let stage = next.stage.filter(|_| wait.is_none());
        let after = self
            .policy
            .stages
            .iter()
            .skip_while(|known| Some(known.stage) != stage);
        let later = after.skip(1).map(|known| known.stage);
        let later = later
            .filter(|later| next.due_stages.contains(later))
            .collect();
        let line = LetterLine {
            invoice: id,
            due: owed.due,
            days_late,
            stage,
            later,
            amount: owed.amount.sub(disputed)?,
            disputed,
        };
        Ok(Looked {
            is_ended: next.stage.is_none() && next.next_on.is_none(),
            line,
            wait,
        })
    }

    /// For private persons, and where nobody said, the lowest tone of the
    /// stages in the letter; for businesses the highest.
    fn tone(&self, lines: &[LetterLine]) -> Tone {
        let stages = lines.iter().filter_map(|line| line.stage);
        let tones = stages.filter_map(|stage| Some(self.policy.stage(stage)?.tone));
        let tone = match self.audience {
            Some(Audience::Business | Audience::PublicBody) => tones.max(),
            Some(Audience::Consumer) | None => tones.min(),
        };
        tone.unwrap_or(Tone::Friendly)
    }

    /// Late enough, with no stage left, and nothing that keeps it back.
    fn hand_over(&self, owed: &[Owed<'_>], list: &mut Worklist) -> Result<(), LadderProblem> {
        let Some(after) = self.policy.hand_over_after else {
            return Ok(());
        };
        for owed in owed {
            let late = u32::try_from(owed.row.days_late(self.today.number())).unwrap_or(0);
            let looked = self.look(owed)?;
            let is_free = looked.is_ended && looked.wait.is_none();
            if late >= after && is_free && looked.line.amount.is_positive() {
                list.hand_over.push((self.customer.id, looked.line.invoice));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
