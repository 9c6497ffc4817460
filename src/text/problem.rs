//! What is wrong with what was typed, said beside its field.

use ledger::invoice::totals::TotalsProblem;
use ledger::problem::{At, What};

use super::format;
use crate::form::Fault;
use crate::form::date::DateFault;
use crate::form::number::NumberFault;

/// What is wrong, as a sentence.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Missing => "This is needed.".to_owned(),
        Fault::Number(fault) => number(fault),
        Fault::Date(fault) => date(fault),
        Fault::NoSuchCustomer => "No customer is called so. Choose one from the list.".to_owned(),
        Fault::SeveralCustomers(count) => {
            format!("{count} customers are called so. Choose one from the list.")
        }
        Fault::NoSuchCurrency => "Choose a currency.".to_owned(),
        Fault::SameCurrency => {
            "This is what the customer paid in. Choose the currency of the account.".to_owned()
        }
        Fault::NothingLeft => {
            "Nothing of this invoice is open any more: it was paid or voided meanwhile. Take it out, and say what becomes of its part.".to_owned()
        }
        Fault::NotAWholeNumber => "Write a whole number, such as 30.".to_owned(),
        Fault::Ledger(problem) => what(problem),
    }
}

fn number(fault: &NumberFault) -> String {
    match fault {
        NumberFault::Missing => "This is needed.".to_owned(),
        NumberFault::NotANumber => "Write a number, such as 1250.00.".to_owned(),
        NumberFault::Ambiguous { grouped, decimal } => {
            format!("This can be read in two ways. Write {grouped} or {decimal}.")
        }
        NumberFault::OtherCurrency { said, expected } => {
            format!("This says {said}, and the amount is in {expected}.")
        }
        NumberFault::TooManyDigits => {
            "Too many digits: at most 18, and 12 after the point.".to_owned()
        }
    }
}

fn date(fault: &DateFault) -> String {
    match fault {
        DateFault::Missing => "A date is needed.".to_owned(),
        DateFault::NotADate => "Write a whole date, such as 2026-11-21.".to_owned(),
        DateFault::NoSuchDay => "There is no such day.".to_owned(),
        DateFault::OutOfRange => "Dates go from 1900 to 2999.".to_owned(),
        DateFault::Ambiguous(one, other) => {
            format!("This can be read in two ways. Write {one} or {other}.")
        }
    }
}

/// What the ledger says, as a sentence.
pub fn what(what: &What) -> String {
    match what {
        What::Missing => "This is needed.".to_owned(),
        What::TooLong(max) => format!("Too long: at most {max} characters."),
        What::NotPositive => "This must be more than zero.".to_owned(),
        What::MoreThanOpen(left) => {
            format!("More than the {} that is left of it.", format::money(*left))
        }
        What::OpenAgain(number, since) => format!(
            "{number} was settled on that day, and is open again since {}: choose that day or a later one.",
            format::date(*since)
        ),
        What::MoreThanUnapplied(left) => {
            format!(
                "More than the {} that is left to apply.",
                format::money(*left)
            )
        }
        What::MoreThanSmall(limit) => format!(
            "More than the {} that the settings allow to be written off with a payment.",
            format::money(*limit)
        ),
        What::MoreThanLine(left) => format!(
            "More than the {} that is left of the bank line.",
            format::money(*left)
        ),
        What::NoDiscount => "No discount is earned on this day, or it is taken already.".to_owned(),
        What::Reversed => "This was taken back already.".to_owned(),
        What::WasRefunded(amount, day) => format!(
            "{} of it was refunded on {}. Open the payment and reverse that refund first.",
            format::money(*amount),
            format::date(*day)
        ),
        What::OnBankLine => {
            "This stands on a bank line: take it off the line first, at the bank statement."
                .to_owned()
        }
        What::NegativeBase { name, percent } => format!(
            "This brings what is taxed with {name} {} below zero. Make it smaller, or spread it over all rates.",
            format::percent(*percent)
        ),
        What::Totals(TotalsProblem::NothingToSpread) => {
            "The lines come to 0, so there is nothing to spread it by. Choose one rate.".to_owned()
        }
        What::MoreThanCredited(left) => {
            format!(
                "More than the {} that is left to credit.",
                format::money(*left)
            )
        }
        What::Before(day) => format!("This is before {}.", format::date(*day)),
        What::BeforeIssue(number, day) => format!(
            "{number} was issued on {}: choose that day or a later one.",
            format::date(*day)
        ),
        What::SamePayment => {
            "A payment of this customer, day, amount and reference is in the book already."
                .to_owned()
        }
        What::StaysUnapplied(left) => format!(
            "What is open has changed: {} of it would stay unapplied.",
            format::money(*left)
        ),
        What::NotLastOfMonth => "This is not the last day of its month.".to_owned(),
        What::Closed(until) => format!(
            "The period up to {} is closed. Choose a later day, or give a reason for recording this all the same.",
            format::date(*until)
        ),
        What::Future => "This day is in the future.".to_owned(),
        What::RateNeeded => {
            "The document is in another currency than the books: a rate is needed.".to_owned()
        }
        What::NumberTaken(number) => format!("The number {number} is taken."),
        What::NumberGiven(number) => format!("Numbers up to {number} were given already."),
        What::NoSeries => "There is no number series for it. Add one in the settings.".to_owned(),
        What::Unknown => "This is not in the book any more.".to_owned(),
        What::OtherCurrency => "This is in another currency.".to_owned(),
        What::WasSent => {
            "This was sent already, so it cannot become void. Issue a credit note.".to_owned()
        }
        What::WasSettled => {
            "This was paid or credited already, so it cannot become void. Issue a credit note."
                .to_owned()
        }
        What::WasDeducted => {
            "A later invoice deducts this, so it cannot become void. Credit that invoice."
                .to_owned()
        }
        What::DeductedBy(number) => {
            format!("{number} deducts this already: what is wrong is corrected there.")
        }
        What::StillOpen(number) => {
            format!("{number} is still open. Settle it, credit it or write it off first.")
        }
        What::StillUnapplied => {
            "Money of theirs is put against nothing yet. Apply it or give it back first.".to_owned()
        }
        What::InUse => "Other records depend on it.".to_owned(),
        What::ChangedSince(_) => {
            "Something changed since, so this cannot be undone any more.".to_owned()
        }
        What::Numbered => {
            "It gave a number, which cannot be undone. Void the document or credit it.".to_owned()
        }
        What::OccurrenceMade(day) => format!("The one of {} was made already.", format::date(*day)),
        What::OccurrenceSkipped(day) => format!("The one of {} was skipped.", format::date(*day)),
        What::NoOccurrence(day) => {
            format!(
                "Nothing recurs on {} any more: the schedule changed.",
                format::date(*day)
            )
        }
        What::ScheduleInUse => {
            "Some were made by this rule already, so it stays. End this schedule and begin another."
                .to_owned()
        }
        What::DecidedSo => "This is what the customer said already.".to_owned(),
        What::QuoteDeclined => {
            "The customer declined it. Record that it was accepted, or copy it.".to_owned()
        }
        What::QuoteInvoiced(number) if number.is_empty() => {
            "A draft was made of it already. Issue that one, or discard it.".to_owned()
        }
        What::QuoteInvoiced(number) => format!("It was invoiced already, as {number}."),
        What::FixedDue => "A fixed due date cannot be repeated: give the days to pay.".to_owned(),
        What::OutOfBounds(least, most) => format!("Write a number from {least} to {most}."),
        What::LinesMatched(count) => format!(
            "{} of its lines are payments: say from which day on they are taken back.",
            format::count(*count)
        ),
        What::AccountTaken => {
            "There is an account with this number and currency already.".to_owned()
        }
        What::NothingNew => "Every line of it is in the book already.".to_owned(),
        What::NoCondition => {
            "Say at least one thing that such lines have: a text, a name or an account.".to_owned()
        }
        What::IsMatched => "What this was is known by now.".to_owned(),
        What::Negative => "This comes to less than nothing. Issue a credit note.".to_owned(),
        other => sentence(&other.to_string()),
    }
}

/// A fragment as a sentence.
pub fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let end = if fragment.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    first.to_uppercase().chain(letters).collect::<String>() + end
}

/// What a field is called in a list of problems.
pub fn place(at: At) -> String {
    let name = field(at.field);
    match at.index {
        None => name.to_owned(),
        // By language, in their order.
        Some(index) if at.field.starts_with("mail_") => {
            let language = ledger::look::LANGUAGES.get(index);
            format!("{name} ({})", language.unwrap_or(&""))
        }
        Some(index) => match at.field.split_once('.') {
            Some((item, _)) => format!("{} {}, {}", field(item), index + 1, name.to_lowercase()),
            None => format!("{name} {}", index + 1),
        },
    }
}

/// A field's label.
pub fn field(name: &str) -> &str {
    match name {
        "accent" => "Accent colour",
        "account" => "Account number",
        "address" => "Address",
        "again" => "Payment",
        "allocation" | "allocations" => "Allocation",
        "amount" => "Amount",
        "bank" => "Bank",
        "bic" => "BIC",
        "business" => "Your business",
        "archived" => "In the lists",
        "channel" => "How",
        "csv" => "How its tables are read",
        "city" => "City",
        "clients" => "Client",
        "contact" => "Contact",
        "count" => "Number of times",
        "country" => "Country",
        "closes" => "The rest of invoice",
        "credit_reason" => "Reason",
        "credits" => "Credited document",
        "currency" => "Currency",
        "customer" | "customers" => "Customer",
        "date" => "Date",
        "day" => "Day of the month",
        "delivered" => "Delivered on",
        "document" => "Document",
        "due" => "Due date",
        "email" => "Email",
        "end" => "End",
        "entry" => "Undo",
        "every" => "Every",
        "fee" => "Kept by the bank",
        "first" => "First day",
        "footer" => "Footer",
        "gone" => "Settled invoice",
        "holder" => "Account holder",
        "iban" => "IBAN",
        "instalment" | "instalments" => "Instalment",
        "instalment.date" | "terms.date" => "Due date",
        "instalment.day" | "terms.day" => "Day of the month",
        "instalment.days" | "terms.days" => "Days to pay",
        "instalment.months" | "terms.months" => "Months",
        "instalment.value" => "Share",
        "invoice" | "invoices" => "Invoice",
        "items" => "Item",
        "language" => "Language of documents",
        "last" => "Last number",
        "line" => "Line",
        "line.description" => "Description",
        "line.quantity" => "Quantity",
        "line.unit" => "Unit",
        "line.unit_price" => "Unit price",
        "line.taxes" => "Tax",
        "lines" => "Lines",
        "mode" => "What it does",
        "logo" => "Logo",
        "mail_subject" => "Subject of e-mails",
        "mail_text" => "Text of e-mails",
        "name" => "Name",
        "net_days" => "Days to pay",
        "note" => "Note",
        "number" => "Number",
        "occurrence" => "Row",
        "paper" => "Paper",
        "part" => "Invoice",
        "parts" => "Invoices",
        "pattern" => "Pattern",
        "payment_link" => "Link to pay by",
        "payment_reference" => "What payers quote",
        "payment" | "payments" => "Payment",
        "phone" => "Phone",
        "postcode" => "Postcode",
        "quote" => "Quote",
        "rate" => "Rate",
        "reason" => "Reason",
        "retained" => "Retained tax",
        "retained.name" => "Name",
        "retained.percent" => "Percent",
        "received" => "Reached the account",
        "received_currency" => "Currency of the account",
        "reference_prefix" => "Digits from your bank",
        "reference" => "Reference",
        "region" => "Region",
        "schedule" => "Schedule",
        "series" => "Number series",
        "service" => "Service",
        "source" => "What is applied",
        "service_from" => "Service from",
        "service_to" => "Service to",
        "start" => "First number",
        "statement" | "statements" => "Statement",
        "tax" => "Tax",
        "text" => "Text",
        "tax.name" => "Name",
        "tax.percent" => "Percent",
        "tax.exemption_reason" => "Reason",
        "tax_number" => "Tax number",
        "tax_percent" => "Tax percent",
        "terms" => "Terms",
        "tier" => "Discount",
        "tier.days" => "Days",
        "tier.percent" => "Percent",
        "total" => "Total",
        "unit" => "Unit of time",
        "unapplied" => "What it settles",
        "until" => "Until",
        "valid_until" => "Valid until",
        "vat_id" => "VAT ID",
        "write_offs" => "Write-off",
        other => other,
    }
}
