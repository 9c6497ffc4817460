//! Collecting: letters made, recorded as sent, discarded; what customers say.

use std::collections::BTreeSet;

use crate::coded::Coded;
use crate::collection::{
    CollectionEvent, CollectionFact, Disputed, PAY_BY_MAX, Promised, Reminder, ReminderLine,
    ReminderPolicy, STAGE_DAYS_MAX, STAGES_MAX,
};
use crate::date::Date;
use crate::ids::{CollectionEventId, CustomerId, InvoiceId, PartyId, ReminderId};
use crate::invoice::Channel;
use crate::money::{Decimal, Money};
use crate::problem::{FieldName, What};
use crate::report::worklist::{Letter, Standing, letters_to};

use super::request::{MakeReminder, MakeReminders};
use super::work::Work;

impl Work<'_> {
    /// Makes the letters that should go by the book as it is now. What was
    /// paid, promised, disputed or made meanwhile is left out.
    pub(super) fn make_reminders(&mut self, make: &MakeReminders) {
        let today = self.context.today;
        if make.pay_by.len() > PAY_BY_MAX {
            self.problem(FieldName::PayBy, What::TooMany(PAY_BY_MAX));
        }
        let mut before = today;
        for (index, day) in make.pay_by.iter().enumerate() {
            if *day <= before {
                self.problem((FieldName::PayBy, index), What::Before(before));
            }
            before = *day;
        }
        if make.considered_to.is_some_and(|day| day > today) {
            self.problem(FieldName::ConsideredTo, What::Future);
        }
        let business = self.book.business().cloned();
        let seller = business.map(|business| self.seller(&business));
        let mut asked: BTreeSet<(CustomerId, &str)> = BTreeSet::new();
        let mut made = false;
        for letter in &make.letters {
            self.long(FieldName::Text, &letter.text);
            if !asked.insert((letter.customer, letter.currency.code())) {
                continue;
            }
            let Ok(letters) = letters_to(self.book, letter.customer, today) else {
                continue;
            };
            let mut due = letters.into_iter();
            if let Some(due) = due.find(|due| due.currency == letter.currency) {
                made |= self.make_reminder(make, seller, letter, &due);
            }
        }
        if !made {
            self.problem(FieldName::Reminder, What::NothingToRemind);
        }
    }

    fn make_reminder(
        &mut self,
        make: &MakeReminders,
        seller: Option<PartyId>,
        asked: &MakeReminder,
        due: &Letter,
    ) -> bool {
        let lines = due.lines.iter().filter(|line| {
            let same = |(invoice, stage): &(InvoiceId, Option<u32>)| {
                (*invoice, *stage) == (line.invoice, line.stage)
            };
            asked.lines.iter().any(same)
        });
        let lines: Vec<ReminderLine> = lines
            .map(|line| ReminderLine {
                invoice: line.invoice,
                due: line.due,
                stage: line.stage,
                amount: line.amount.amount(),
            })
            .collect();
        if lines.iter().all(|line| line.stage.is_none()) {
            return false;
        }
        let buyer = self.buyer(due.customer);
        let id = self.mint(self.book.reminders());
        self.put(Reminder {
            id,
            customer: due.customer,
            date: self.context.today,
            currency: due.currency,
            lines,
            tone: due.tone,
            credit: due.credit.amount(),
            seller,
            buyer,
            considered_to: make.considered_to,
            pay_by: make.pay_by.clone(),
            hand_over: asked.hand_over,
            text: asked.text.trim().to_owned(),
        });
        true
    }

    /// Letters that are recorded as sent already, or are gone, are left out.
    pub(super) fn record_reminders_sent(
        &mut self,
        reminders: &[ReminderId],
        date: Date,
        channel: &Coded<Channel>,
    ) {
        self.short(FieldName::Channel, channel.as_str());
        self.past(date);
        let mut recorded = false;
        for id in reminders.iter().copied().collect::<BTreeSet<_>>() {
            let Some(reminder) = self.book.reminders().get(id) else {
                continue;
            };
            let mut events = self.book.collection_events_of(reminder.customer);
            if events.any(|event| event.sent() == Some(id)) {
                continue;
            }
            if date < reminder.date {
                self.problem(FieldName::Date, What::Before(reminder.date));
            }
            let what = CollectionFact::Sent {
                reminder: id,
                channel: channel.trimmed(),
            };
            self.put_event(reminder.customer, date, what, "");
            recorded = true;
        }
        if !recorded {
            self.problem(FieldName::Reminder, What::ReminderSent);
        }
    }

    /// Letters that were made and not sent go.
    pub(super) fn discard_reminders(&mut self, reminders: &[ReminderId]) {
        for id in reminders.iter().copied().collect::<BTreeSet<_>>() {
            let Some(reminder) = self.book.reminders().get(id) else {
                self.problem(FieldName::Reminder, What::Unknown);
                continue;
            };
            let mut events = self.book.collection_events_of(reminder.customer);
            if events.any(|event| event.sent() == Some(id)) {
                self.problem(FieldName::Reminder, What::ReminderSent);
            } else {
                self.remove(id);
            }
        }
    }

    /// What a customer said, or what the user decides about them.
    pub(super) fn record_collection(
        &mut self,
        customer: CustomerId,
        date: Date,
        what: &CollectionFact,
        note: &str,
    ) {
        self.long(FieldName::Note, note);
        self.past(date);
        let known = self.book.customers().get(customer);
        if known.is_none_or(|known| known.erased) {
            return self.problem(FieldName::Customer, What::Unknown);
        }
        match what {
            // Letters have a command of their own.
            CollectionFact::Sent { .. } => self.problem(FieldName::Reminder, What::WrongKind),
            CollectionFact::Contact { by } => {
                self.short(FieldName::Channel, by.as_str());
                if note.trim().is_empty() && by.is_empty() {
                    self.problem(FieldName::Note, What::Missing);
                }
            }
            CollectionFact::Promised(promised) => self.promised(customer, date, promised),
            CollectionFact::Held { invoice, until } => {
                if let Some(invoice) = invoice {
                    self.owed_by(customer, *invoice, date);
                }
                if until.is_some_and(|until| until < date) {
                    self.problem(FieldName::Until, What::Before(date));
                }
            }
            CollectionFact::Disputed(disputed) => self.disputed(customer, date, disputed),
            CollectionFact::Settled { dispute, .. } => {
                let is_dispute =
                    |what: &CollectionFact| matches!(what, CollectionFact::Disputed(_));
                self.ends(customer, date, *dispute, is_dispute);
            }
            CollectionFact::Ended { event } => {
                let is_ended = |what: &CollectionFact| {
                    matches!(
                        what,
                        CollectionFact::Promised(_) | CollectionFact::Held { .. }
                    )
                };
                self.ends(customer, date, *event, is_ended);
            }
        }
        self.put_event(customer, date, what.clone(), note);
    }

    /// A fact that was recorded by mistake goes; the journal keeps that it was
    /// there.
    pub(super) fn remove_collection(&mut self, id: CollectionEventId) {
        let Some(event) = self.book.collection_events().get(id) else {
            return self.problem(FieldName::Entry, What::Unknown);
        };
        let mut others = self.book.collection_events_of(event.customer);
        if others.any(|other| other.ends() == Some(id)) {
            self.problem(FieldName::Entry, What::InUse);
        } else {
            self.remove(id);
        }
    }

    fn promised(&mut self, customer: CustomerId, date: Date, promised: &Promised) {
        if promised.invoices.is_empty() {
            self.problem(FieldName::Invoices, What::Missing);
        }
        if promised.by < date {
            self.problem(FieldName::By, What::Before(date));
        }
        let mut open = promised.currency.zero();
        for invoice in promised.invoices.iter().collect::<BTreeSet<_>>() {
            let left = self.owed_by(customer, *invoice, date);
            let sum = left.map(|left| open.add(left));
            if let Some(sum) = sum.and_then(|sum| self.noted(FieldName::Currency, sum)) {
                open = sum;
            }
        }
        self.within(promised.amount, open);
    }

    fn disputed(&mut self, customer: CustomerId, date: Date, disputed: &Disputed) {
        self.short(FieldName::Reason, disputed.reason.as_str());
        if disputed.next_on.is_some_and(|day| day < date) {
            self.problem(FieldName::Next, What::Before(date));
        }
        let Some(open) = self.owed_by(customer, disputed.invoice, date) else {
            return;
        };
        let standing = Standing::of(self.book, customer, date);
        let others = standing.disputes();
        let others = others.filter(|(_, other)| other.invoice == disputed.invoice);
        let left = others.fold(open, |left, (_, other)| {
            let part = Money::new(other.amount, left.currency());
            part.and_then(|part| left.sub(part)).unwrap_or(left)
        });
        self.within(disputed.amount, left);
    }

    /// Above zero, and no more than there is.
    fn within(&mut self, amount: Decimal, open: Money) {
        let money = Money::new(amount, open.currency());
        let Some(money) = self.noted(FieldName::Amount, money) else {
            return;
        };
        if !money.is_positive() {
            self.problem(FieldName::Amount, What::NotPositive);
        } else if open.sub(money).is_ok_and(Money::is_negative) {
            self.problem(FieldName::Amount, What::MoreThanOpen(open));
        }
    }

    /// What is open of a customer's invoice at the end of a day; a problem
    /// where nothing is.
    fn owed_by(&mut self, customer: CustomerId, id: InvoiceId, date: Date) -> Option<Money> {
        let invoice = self.book.invoices().get(id);
        let row = self
            .book
            .figures(id)
            .filter(|row| row.is_issued() && !row.credit);
        let Some((invoice, row)) = invoice.zip(row) else {
            self.problem(FieldName::Invoice, What::Unknown);
            return None;
        };
        if invoice.customer != customer {
            self.problem(FieldName::Invoice, What::OtherCustomer);
            return None;
        }
        let open = row.open_at(date.number());
        let open = Money::from_minor(open.into(), invoice.currency).ok()?;
        if !open.is_positive() {
            self.problem(FieldName::Invoice, What::MoreThanOpen(open));
            return None;
        }
        Some(open)
    }

    /// A fact of this kind that nothing ended yet.
    fn ends(
        &mut self,
        customer: CustomerId,
        date: Date,
        id: CollectionEventId,
        fits: impl Fn(&CollectionFact) -> bool,
    ) {
        let known = self.book.collection_events().get(id);
        let Some(known) = known.filter(|known| known.customer == customer && fits(&known.what))
        else {
            return self.problem(FieldName::Entry, What::Unknown);
        };
        if date < known.date {
            self.problem(FieldName::Date, What::Before(known.date));
        }
        let mut others = self.book.collection_events_of(customer);
        if others.any(|other| other.ends() == Some(id)) {
            self.problem(FieldName::Entry, What::IsEnded);
        }
    }

    fn past(&mut self, date: Date) {
        if date > self.context.today {
            self.problem(FieldName::Date, What::Future);
        }
    }

    fn put_event(&mut self, customer: CustomerId, date: Date, what: CollectionFact, note: &str) {
        let id = self.mint(self.book.collection_events());
        self.put(CollectionEvent {
            id,
            customer,
            date,
            what,
            note: note.trim().to_owned(),
        });
    }

    /// A ladder as somebody set it up.
    pub(super) fn reminder_policy(&mut self, policy: &ReminderPolicy) {
        if policy.stages.len() > STAGES_MAX {
            self.problem(FieldName::Stages, What::TooMany(STAGES_MAX));
        }
        for (index, stage) in policy.stages.iter().enumerate() {
            let before = index
                .checked_sub(1)
                .and_then(|before| policy.stages.get(before));
            if before.is_some_and(|before| stage.days <= before.days) {
                self.problem((FieldName::StageDays, index), What::StagesRise);
            }
            if stage.days.unsigned_abs() > STAGE_DAYS_MAX {
                self.problem(
                    (FieldName::StageDays, index),
                    What::OutOfBounds(0, STAGE_DAYS_MAX),
                );
            }
            let mut others = policy.stages.iter().take(index);
            if stage.stage == 0 || others.any(|other| other.stage == stage.stage) {
                self.problem((FieldName::Stages, index), What::Unknown);
            }
            self.short((FieldName::Stages, index), stage.channel.as_str());
        }
        for (at, days) in [
            (FieldName::MinGapDays, Some(policy.min_gap_days)),
            (FieldName::PayWithinDays, Some(policy.pay_within_days)),
            (FieldName::HandOverAfter, policy.hand_over_after),
        ] {
            if days.is_some_and(|days| days > STAGE_DAYS_MAX) {
                self.problem(at, What::OutOfBounds(0, STAGE_DAYS_MAX));
            }
        }
        if policy.pay_within_days == 0 {
            self.problem(FieldName::PayWithinDays, What::NotPositive);
        }
        if policy.smallest.is_some_and(Decimal::is_negative) {
            self.problem(FieldName::Smallest, What::NotPositive);
        }
    }
}
