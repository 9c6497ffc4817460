//! Commands: what a user can do, and what it comes to.
//!
//! [`execute`] is pure: a Book, a command and a [`Context`] give a
//! [`ChangeSet`] or a [`Refusal`]; nothing is changed. Where another tab
//! wrote meanwhile, the shell runs the same command again on the new Book, so
//! a number is never given twice and never skipped. A command that saves what
//! a form showed carries the version the form opened on: where the record
//! changed since, the answer is [`Refusal::Changed`].

mod bank;
mod close;
mod collect;
mod erase;
mod issue;
mod keep;
mod quote;
mod repeat;
mod request;
mod settle;
mod stored;
mod undo;
mod work;

pub use crate::action::CommandName;
pub use repeat::OCCURRENCES_MAX;
pub use request::{
    Allocate, Command, EnterPayment, IssueInvoice, IssueQuote, MakeOccurrence, MakeOccurrences,
    MakeReminder, MakeReminders, MatchLine, MatchPart, Receipt, RecordPayment, Undo,
};
pub use stored::{StoredCommand, Unreadable};
pub use work::Context;
pub(crate) use work::Work;

use std::pin::Pin;

use crate::book::Book;
use crate::change::ChangeSet;
use crate::import;
use crate::problem::{FieldName, Refusal, What};
use crate::slices::{Steps, at_once};

/// A command at work, boxed.
pub type Working<'a> = Pin<Box<dyn Future<Output = Result<ChangeSet, Refusal>> + 'a>>;

/// How a command comes to its changes. Who runs commands is given it, so that
/// the program that opens a book need not hold the code of all commands.
pub type Execute = for<'a> fn(&'a Book, &'a Command, &'a Context, &'a Steps) -> Working<'a>;

/// [`execute_in_steps`] as an [`Execute`].
pub fn execute_boxed<'a>(
    book: &'a Book,
    command: &'a Command,
    context: &'a Context,
    steps: &'a Steps,
) -> Working<'a> {
    Box::pin(execute_in_steps(book, command, context, steps))
}

/// [`Command::Begin`] alone: what a new book needs. Any other command is
/// refused.
pub fn begin_boxed<'a>(
    book: &'a Book,
    command: &'a Command,
    context: &'a Context,
    _: &'a Steps,
) -> Working<'a> {
    Box::pin(async move {
        let mut work = Work::new(book, context);
        match command {
            Command::Begin { business, series } => work.begin(business, series)?,
            _ => work.problem(FieldName::Business, What::WrongKind),
        }
        work.finish(command.name())
    })
}

/// Runs a command on a book.
///
/// # Errors
/// A [`Refusal`] that says all that is wrong; the book is as it was.
pub fn execute(book: &Book, command: &Command, context: &Context) -> Result<ChangeSet, Refusal> {
    at_once(execute_in_steps(book, command, context, &Steps::default()))
}

/// The same as long work: the only way to a [`ChangeSet`]. Commands of one
/// record come to their end without a rest.
///
/// # Errors
/// As [`execute`].
pub async fn execute_in_steps(
    book: &Book,
    command: &Command,
    context: &Context,
    steps: &Steps,
) -> Result<ChangeSet, Refusal> {
    let mut work = Work::new(book, context);
    match command {
        Command::Begin { business, series } => work.begin(business, series)?,
        Command::SaveBusiness { business, opened } => work.save_business(business, *opened)?,
        Command::SaveSeries { id, series, opened } => work.save_series(*id, series, *opened)?,
        Command::SaveCustomer {
            id,
            customer,
            opened,
        } => work.save_customer(*id, customer, *opened)?,
        Command::SaveItem { id, item, opened } => work.save_item(*id, item, *opened)?,
        Command::SaveDraft { id, draft, opened } => work.save_draft(*id, draft, *opened)?,
        Command::DiscardDraft { id, opened } => work.discard_draft(*id, *opened)?,
        Command::IssueInvoice(issue) => work.issue(issue)?,
        Command::VoidInvoice {
            invoice,
            date,
            reason,
        } => work.void(*invoice, *date, reason),
        Command::MarkSent {
            invoice,
            date,
            channel,
        } => work.mark_sent(*invoice, *date, channel),
        Command::RecordPayment(payment) => {
            work.record_payment(payment);
        }
        Command::EnterPayment(payment) => work.enter_payment(payment),
        Command::TakeBackPayment {
            payment,
            date,
            kind,
            reason,
        } => work.take_back_payment(*payment, *date, *kind, reason),
        Command::Allocate {
            source,
            date,
            parts,
        } => work.allocate(*source, *date, parts),
        Command::ReverseAllocation { allocation, date } => {
            work.reverse_allocation(*allocation, *date);
        }
        Command::RecordRefund {
            source,
            date,
            amount,
            reference,
        } => {
            work.refund(*source, *date, *amount, reference);
        }
        Command::ReverseRefund { refund, date } => work.reverse_refund(*refund, *date),
        Command::WriteOff {
            invoice,
            date,
            amount,
            reason,
        } => work.write_off(*invoice, *date, *amount, reason),
        Command::ReverseWriteOff { write_off, date } => work.reverse_write_off(*write_off, *date),
        Command::ClosePeriod { until, reason } => work.close(*until, reason),
        Command::ReopenPeriod { until, reason } => work.reopen(*until, reason),
        Command::SkipNumbers {
            series,
            last,
            date,
            reason,
        } => work.skip_numbers(*series, *last, *date, reason),
        Command::ImportRecords(file) => {
            let plan = import::plan_in_steps(book, file, context, steps).await;
            return plan.map_err(Refusal::Problems);
        }
        Command::SaveSchedule {
            id,
            schedule,
            opened,
        } => work.save_schedule(*id, schedule, *opened)?,
        Command::MakeOccurrences(make) => return repeat::make(book, make, context),
        Command::SkipOccurrences { skip, reason } => work.skip_occurrences(skip, reason),
        Command::EndSchedule {
            schedule,
            last,
            opened,
        } => work.end_schedule(*schedule, *last, *opened)?,
        Command::PauseSchedule {
            schedule,
            from,
            opened,
        } => work.pause_schedule(*schedule, *from, *opened)?,
        Command::ResumeSchedule {
            schedule,
            from,
            opened,
        } => work.resume_schedule(*schedule, *from, *opened)?,
        Command::SaveQuote { id, quote, opened } => work.save_quote(*id, quote, *opened)?,
        Command::DiscardQuote { id, opened } => work.discard_quote(*id, *opened)?,
        Command::IssueQuote(issue) => work.issue_quote(issue)?,
        Command::DecideQuote {
            quote,
            date,
            accepted,
            note,
        } => work.decide_quote(*quote, *date, *accepted, note),
        Command::InvoiceQuote { quote } => work.invoice_quote(*quote)?,
        Command::SaveBankAccount {
            id,
            account,
            opened,
        } => work.save_bank_account(*id, account, *opened)?,
        Command::ImportStatements(import) => work.import_statements(import, steps).await,
        Command::MatchLines(lines) => return bank::match_lines(book, lines, context, steps).await,
        Command::UnmatchLine { line, date } => work.unmatch_line(*line, *date),
        Command::RemoveStatements {
            statements,
            take_back,
        } => return bank::remove_statements(book, statements, *take_back, context, steps).await,
        Command::SaveIgnoreRule { id, rule, opened } => {
            work.save_ignore_rule(*id, rule, *opened)?;
        }
        Command::EraseCustomer {
            customer,
            keep_issued_since,
        } => {
            work.erase_customer(*customer, *keep_issued_since, steps)
                .await;
        }
        Command::MakeReminders(make) => work.make_reminders(make),
        Command::RecordRemindersSent {
            reminders,
            date,
            channel,
        } => work.record_reminders_sent(reminders, *date, channel),
        Command::DiscardReminders { reminders } => work.discard_reminders(reminders),
        Command::RecordCollection {
            customer,
            date,
            what,
            note,
        } => work.record_collection(*customer, *date, what, note),
        Command::RemoveCollection { event } => work.remove_collection(*event),
        Command::Undo(undo) => return undo::undo(book, undo, context),
        Command::NameFilter { name, address } => work.name_filter(name, address.as_deref()),
    }
    work.finish(command.name())
}

#[cfg(test)]
mod tests;
