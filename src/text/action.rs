//! What an action did, for the notice that offers to undo it.

/// A command's name as what was done; `None` for what is not told.
pub fn done(command: &str) -> Option<&'static str> {
    Some(match command {
        "begin" => "Book begun",
        "save_business" => "Settings saved",
        "save_series" => "Number series saved",
        "save_customer" => "Customer saved",
        "save_item" => "Item saved",
        "save_draft" => "Draft saved",
        "discard_draft" => "Draft discarded",
        "issue_invoice" => "Issued",
        "void_invoice" => "Declared void",
        "mark_sent" => "Marked as sent",
        "record_payment" => "Payment recorded",
        "allocate" => "Applied",
        "reverse_allocation" => "Taken back",
        "record_refund" => "Refund recorded",
        "reverse_refund" => "Refund reversed",
        "take_back_payment" => "Payment taken back",
        "save_bank_account" => "Account saved",
        "import_statements" => "Statement imported",
        "match_lines" => "Reconciled",
        "unmatch_line" => "Taken back",
        "remove_statements" => "Import undone",
        "save_ignore_rule" => "Rule saved",
        "write_off" => "Written off",
        "reverse_write_off" => "Write-off taken back",
        "close_period" => "Period closed",
        "reopen_period" => "Period reopened",
        "skip_numbers" => "Numbers skipped",
        "import_records" => "Imported",
        "save_quote" => "Quote saved",
        "discard_quote" => "Quote discarded",
        "issue_quote" => "Quote issued",
        "decide_quote" => "Quote answered",
        "invoice_quote" => "Invoice made of a quote",
        "save_schedule" => "Schedule saved",
        "make_occurrences" => "Made by a schedule",
        "skip_occurrences" => "Skipped",
        "end_schedule" => "Schedule ended",
        "pause_schedule" => "Schedule paused",
        "resume_schedule" => "Schedule resumed",
        "erase_customer" => "Erased",
        "name_filter" => "Filters saved",
        "undo" => "Undone",
        "recover" => "Gone on after damage",
        "kept_from_memory" => "Kept from memory",
        _ => return None,
    })
}

/// Whether undoing it is worth offering: what gave a number never is, and
/// undoing an undo only confuses.
pub fn can_be_undone(command: &str) -> bool {
    !matches!(
        command,
        "issue_invoice"
            | "issue_quote"
            | "void_invoice"
            | "undo"
            | "demo"
            | "erase_customer"
            | "skip_numbers"
            | "recover"
            | "kept_from_memory"
    )
}
