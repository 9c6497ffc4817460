//! What an action did, for the notice that offers to undo it.

use ledger::command::CommandName;

/// A command's name as what was done; `None` for what is not told.
pub fn done(command: CommandName) -> Option<&'static str> {
    Some(match command {
        CommandName::Begin => words::history::book_started(),
        CommandName::SaveBusiness => words::history::settings_saved(),
        CommandName::SaveSeries => words::history::series_saved(),
        CommandName::SaveCustomer => words::history::customer_saved(),
        CommandName::SaveItem => words::history::item_saved(),
        CommandName::SaveDraft => words::history::draft_saved(),
        CommandName::DiscardDraft => words::history::draft_discarded(),
        CommandName::IssueInvoice => words::history::issued(),
        CommandName::VoidInvoice => words::history::voided(),
        CommandName::MarkSent => words::history::marked_sent(),
        CommandName::RecordPayment => words::history::payment_recorded(),
        CommandName::Allocate => words::history::applied(),
        CommandName::ReverseAllocation => words::history::unapplied(),
        CommandName::RecordRefund => words::history::refund_recorded(),
        CommandName::ReverseRefund => words::history::refund_reversed(),
        CommandName::TakeBackPayment => words::history::payment_reversed(),
        CommandName::SaveBankAccount => words::history::account_saved(),
        CommandName::ImportStatements => words::history::statement_imported(),
        CommandName::MatchLines => words::history::lines_matched(),
        CommandName::UnmatchLine => words::history::line_unmatched(),
        CommandName::RemoveStatements => words::history::import_undone(),
        CommandName::SaveIgnoreRule => words::history::rule_saved(),
        CommandName::WriteOff => words::history::written_off(),
        CommandName::ReverseWriteOff => words::history::write_off_reversed(),
        CommandName::ClosePeriod => words::history::period_closed(),
        CommandName::ReopenPeriod => words::history::period_reopened(),
        CommandName::SkipNumbers => words::history::numbers_skipped(),
        CommandName::ImportRecords => words::history::imported(),
        CommandName::SaveQuote => words::history::quote_saved(),
        CommandName::DiscardQuote => words::history::quote_discarded(),
        CommandName::IssueQuote => words::history::quote_issued(),
        CommandName::DecideQuote => words::history::quote_answered(),
        CommandName::InvoiceQuote => words::history::quote_invoiced(),
        CommandName::SaveSchedule => words::history::recurring_saved(),
        CommandName::MakeOccurrences => words::history::recurring_created(),
        CommandName::SkipOccurrences => words::history::skipped(),
        CommandName::EndSchedule => words::history::recurring_ended(),
        CommandName::PauseSchedule => words::history::recurring_paused(),
        CommandName::ResumeSchedule => words::history::recurring_resumed(),
        CommandName::EraseCustomer => words::history::erased(),
        CommandName::NameFilter => words::history::filters_saved(),
        CommandName::MakeReminders => words::history::reminders_made(),
        CommandName::RecordRemindersSent => words::history::reminders_sent(),
        CommandName::DiscardReminders => words::history::reminders_discarded(),
        CommandName::RecordCollection => words::history::collection_recorded(),
        CommandName::RemoveCollection => words::history::collection_removed(),
        CommandName::Undo => words::history::undone(),
        CommandName::Recover => words::history::recovered(),
        CommandName::KeptFromMemory => words::history::saved_from_memory(),
        CommandName::Demo => return None,
    })
}

/// Whether undoing it is worth offering: what gave a number never is, and
/// undoing an undo only confuses.
pub fn can_be_undone(command: CommandName) -> bool {
    !matches!(
        command,
        CommandName::IssueInvoice
            | CommandName::IssueQuote
            | CommandName::VoidInvoice
            | CommandName::Undo
            | CommandName::Demo
            | CommandName::EraseCustomer
            | CommandName::SkipNumbers
            | CommandName::Recover
            | CommandName::KeptFromMemory
    )
}
