//! What writes entries into the journal, by name.

use crate::named::named;

named! {
    /// The commands, and what else writes entries, as the journal names them.
    CommandName {
        Begin = "begin",
        SaveBusiness = "save_business",
        SaveSeries = "save_series",
        SaveCustomer = "save_customer",
        SaveItem = "save_item",
        SaveDraft = "save_draft",
        DiscardDraft = "discard_draft",
        IssueInvoice = "issue_invoice",
        VoidInvoice = "void_invoice",
        MarkSent = "mark_sent",
        RecordPayment = "record_payment",
        Allocate = "allocate",
        ReverseAllocation = "reverse_allocation",
        TakeBackPayment = "take_back_payment",
        RecordRefund = "record_refund",
        ReverseRefund = "reverse_refund",
        WriteOff = "write_off",
        ReverseWriteOff = "reverse_write_off",
        ClosePeriod = "close_period",
        ReopenPeriod = "reopen_period",
        SkipNumbers = "skip_numbers",
        ImportRecords = "import_records",
        SaveSchedule = "save_schedule",
        MakeOccurrences = "make_occurrences",
        SkipOccurrences = "skip_occurrences",
        EndSchedule = "end_schedule",
        PauseSchedule = "pause_schedule",
        ResumeSchedule = "resume_schedule",
        SaveQuote = "save_quote",
        DiscardQuote = "discard_quote",
        IssueQuote = "issue_quote",
        DecideQuote = "decide_quote",
        InvoiceQuote = "invoice_quote",
        SaveBankAccount = "save_bank_account",
        ImportStatements = "import_statements",
        MatchLines = "match_lines",
        UnmatchLine = "unmatch_line",
        RemoveStatements = "remove_statements",
        SaveIgnoreRule = "save_ignore_rule",
        EraseCustomer = "erase_customer",
        MakeReminders = "make_reminders",
        RecordRemindersSent = "record_reminders_sent",
        DiscardReminders = "discard_reminders",
        RecordCollection = "record_collection",
        RemoveCollection = "remove_collection",
        Undo = "undo",
        NameFilter = "name_filter",
        /// The example book.
        Demo = "demo",
        /// Going on after damage.
        Recover = "recover",
        /// What an open page kept after its store was cleared.
        KeptFromMemory = "kept_from_memory",
    }
}
