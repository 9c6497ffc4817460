//! What an action did, for the notice that offers to undo it.

use ledger::command::CommandName;

/// A command's name as what was done; `None` for what is not told.
pub fn done(command: CommandName) -> Option<&'static str> {
    Some(match command {
        CommandName::Begin => "Book begun",
        CommandName::SaveBusiness => "Settings saved",
        CommandName::SaveSeries => "Number series saved",
        CommandName::SaveCustomer => "Customer saved",
        CommandName::SaveItem => "Item saved",
        CommandName::SaveDraft => "Draft saved",
        CommandName::DiscardDraft => "Draft discarded",
        CommandName::IssueInvoice => "Issued",
        CommandName::VoidInvoice => "Declared void",
        CommandName::MarkSent => "Marked as sent",
        CommandName::RecordPayment => "Payment recorded",
        CommandName::Allocate => "Applied",
        CommandName::ReverseAllocation => "Taken back",
        CommandName::RecordRefund => "Refund recorded",
        CommandName::ReverseRefund => "Refund reversed",
        CommandName::TakeBackPayment => "Payment taken back",
        CommandName::SaveBankAccount => "Account saved",
        CommandName::ImportStatements => "Statement imported",
        CommandName::MatchLines => "Reconciled",
        CommandName::UnmatchLine => "Taken back",
        CommandName::RemoveStatements => "Import undone",
        CommandName::SaveIgnoreRule => "Rule saved",
        CommandName::WriteOff => "Written off",
        CommandName::ReverseWriteOff => "Write-off taken back",
        CommandName::ClosePeriod => "Period closed",
        CommandName::ReopenPeriod => "Period reopened",
        CommandName::SkipNumbers => "Numbers skipped",
        CommandName::ImportRecords => "Imported",
        CommandName::SaveQuote => "Quote saved",
        CommandName::DiscardQuote => "Quote discarded",
        CommandName::IssueQuote => "Quote issued",
        CommandName::DecideQuote => "Quote answered",
        CommandName::InvoiceQuote => "Invoice made of a quote",
        CommandName::SaveSchedule => "Schedule saved",
        CommandName::MakeOccurrences => "Made by a schedule",
        CommandName::SkipOccurrences => "Skipped",
        CommandName::EndSchedule => "Schedule ended",
        CommandName::PauseSchedule => "Schedule paused",
        CommandName::ResumeSchedule => "Schedule resumed",
        CommandName::EraseCustomer => "Erased",
        CommandName::NameFilter => "Filters saved",
        CommandName::Undo => "Undone",
        CommandName::Recover => "Gone on after damage",
        CommandName::KeptFromMemory => "Kept from memory",
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
