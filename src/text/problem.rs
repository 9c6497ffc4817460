//! What is wrong with what was typed, said beside its field.

use ledger::invoice::totals::TotalsProblem;
use ledger::problem::{At, FieldName, What};

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
        What::TooMany(most) => format!("More than {most}."),
        What::QrIbanNeeded => "A QR reference needs a QR-IBAN.".to_owned(),
        What::NoSuchLanguage => "Documents are not written in this language.".to_owned(),
        What::OtherCustomer => "Of another customer.".to_owned(),
        What::SeriesFull => "The series is used up.".to_owned(),
        What::SeriesInUse => "Numbers were given already: skip some, with a reason.".to_owned(),
        What::NotADraft => "Not a draft: an issued document never changes.".to_owned(),
        What::NotIssued => "Not issued.".to_owned(),
        What::IsVoid => "Void.".to_owned(),
        What::WrongKind => "Not such a document.".to_owned(),
        What::IsPaused => "Paused already.".to_owned(),
        What::NothingToUndo => "Nothing to undo.".to_owned(),
        What::Money(problem) => sentence(&problem.to_string()),
        What::Totals(problem) => sentence(&problem.to_string()),
        What::Terms(problem) => sentence(&problem.to_string()),
        What::Pattern(problem) => sentence(&problem.to_string()),
        What::Iban(problem) => sentence(&problem.to_string()),
        What::Bic(problem) => sentence(&problem.to_string()),
        What::Reference(problem) => sentence(&problem.to_string()),
        What::Link(problem) => sentence(&problem.to_string()),
        What::Mail(problem) => sentence(&problem.to_string()),
        What::Address(problem) => sentence(&problem.to_string()),
        What::Accent(problem) => sentence(&problem.to_string()),
        What::Logo(problem) => sentence(&problem.to_string()),
        What::Import(problem) => sentence(&problem.to_string()),
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
    match (at.index, at.field.list()) {
        (None, _) => name.to_owned(),
        // By language, in their order.
        (Some(index), _) if matches!(at.field, FieldName::MailSubject | FieldName::MailText) => {
            let language = ledger::look::LANGUAGES.get(index);
            format!("{name} ({})", language.unwrap_or(&""))
        }
        (Some(index), Some(list)) => {
            format!("{} {}, {}", field(list), index + 1, name.to_lowercase())
        }
        (Some(index), None) => format!("{name} {}", index + 1),
    }
}

/// A field's label.
pub fn field(name: FieldName) -> &'static str {
    match name {
        FieldName::Accent => "Accent colour",
        FieldName::Account => "Account number",
        FieldName::Address => "Address",
        FieldName::Adjustment | FieldName::Adjustments | FieldName::LineAdjustment => {
            "Discount or charge"
        }
        FieldName::Again | FieldName::Payment | FieldName::Payments => "Payment",
        FieldName::Allocation | FieldName::Allocations => "Allocation",
        FieldName::Amount => "Amount",
        FieldName::Archived => "In the lists",
        FieldName::Bank => "Bank",
        FieldName::Bic => "BIC",
        FieldName::Business => "Your business",
        FieldName::BuyerReference => "Buyer reference",
        FieldName::Channel => "How",
        FieldName::City => "City",
        FieldName::Clients => "Client",
        FieldName::Closes => "The rest of invoice",
        FieldName::Contact => "Contact",
        FieldName::Contract => "Contract",
        FieldName::Count => "Number of times",
        FieldName::Country => "Country",
        FieldName::CreditReason | FieldName::Reason | FieldName::TaxExemptionReason => "Reason",
        FieldName::Credits => "Credited document",
        FieldName::Csv => "How its tables are read",
        FieldName::Currency => "Currency",
        FieldName::Customer | FieldName::Customers => "Customer",
        FieldName::Date => "Date",
        FieldName::Day | FieldName::InstalmentDay | FieldName::TermsDay => "Day of the month",
        FieldName::Deduction | FieldName::Deducts => "Deducted invoice",
        FieldName::Delivered => "Delivered on",
        FieldName::Description | FieldName::LineDescription => "Description",
        FieldName::Document => "Document",
        FieldName::Due | FieldName::InstalmentDate | FieldName::TermsDate => "Due date",
        FieldName::EarlyDiscounts | FieldName::Tier => "Discount",
        FieldName::ElectronicAddress => "Electronic address",
        FieldName::Email => "Email",
        FieldName::End => "End",
        FieldName::Entry => "Undo",
        FieldName::Every => "Every",
        FieldName::Fee => "Kept by the bank",
        FieldName::First | FieldName::From => "First day",
        FieldName::Footer => "Footer",
        FieldName::Gone => "Settled invoice",
        FieldName::Holder => "Account holder",
        FieldName::Iban => "IBAN",
        FieldName::Instalment | FieldName::Instalments => "Instalment",
        FieldName::InstalmentDays | FieldName::NetDays | FieldName::TermsDays => "Days to pay",
        FieldName::InstalmentMonths | FieldName::TermsMonths => "Months",
        FieldName::InstalmentValue => "Share",
        FieldName::Invoice | FieldName::Invoices | FieldName::Part => "Invoice",
        FieldName::Issued => "Issued",
        FieldName::Item | FieldName::Items => "Item",
        FieldName::Kind => "Kind",
        FieldName::Language => "Language of documents",
        FieldName::Last => "Last number",
        FieldName::Line => "Line",
        FieldName::LinePriceBaseQuantity => "Price is for so many units",
        FieldName::LineQuantity => "Quantity",
        FieldName::Tax | FieldName::Taxes => "Tax",
        FieldName::LineUnitPrice | FieldName::UnitPrice => "Unit price",
        FieldName::Lines => "Lines",
        FieldName::Logo => "Logo",
        FieldName::MailSubject => "Subject of e-mails",
        FieldName::MailText => "Text of e-mails",
        FieldName::Method => "Method",
        FieldName::Mode => "What it does",
        FieldName::Name | FieldName::RetainedName | FieldName::TaxName => "Name",
        FieldName::Note => "Note",
        FieldName::Number => "Number",
        FieldName::Occurrence => "Row",
        FieldName::Order => "Settles first",
        FieldName::Paid => "Paid",
        FieldName::Paper => "Paper",
        FieldName::Parts => "Invoices",
        FieldName::Pattern => "Pattern",
        FieldName::PaymentLink => "Link to pay by",
        FieldName::PaymentReference => "What payers quote",
        FieldName::Period => "Service period",
        FieldName::Phone => "Phone",
        FieldName::PostUpTo => "Post sure matches up to",
        FieldName::Postcode => "Postcode",
        FieldName::Prepaid => "Paid before",
        FieldName::PriceMode => "Prices are",
        FieldName::Project => "Project",
        FieldName::PurchaseOrder => "Purchase order",
        FieldName::Quote => "Quote",
        FieldName::Rate => "Rate",
        FieldName::Received => "Reached the account",
        FieldName::ReceivedCurrency => "Currency of the account",
        FieldName::Records => "Records",
        FieldName::Reference => "Reference",
        FieldName::ReferencePrefix => "Digits from your bank",
        FieldName::Refund | FieldName::Refunds => "Refund",
        FieldName::Region => "Region",
        FieldName::Registration => "Registration",
        FieldName::Retained => "Retained tax",
        FieldName::RetainedPercent | FieldName::TaxPercent | FieldName::TierPercent => "Percent",
        FieldName::Rounding => "Rounding",
        FieldName::Rule => "Calculation",
        FieldName::Schedule => "Schedule",
        FieldName::Sent => "Sent",
        FieldName::Series => "Number series",
        FieldName::Service => "Service",
        FieldName::ServiceFrom => "Service from",
        FieldName::ServiceTo => "Service to",
        FieldName::Source => "What is applied",
        FieldName::Start => "First number",
        FieldName::Statement => "Statement",
        FieldName::TaxNumber => "Tax number",
        FieldName::FirstTaxPercent => "Tax percent",
        FieldName::Terms => "Terms",
        FieldName::Text => "Text",
        FieldName::TierDays => "Days",
        FieldName::Total => "Total",
        FieldName::Unapplied => "What it settles",
        FieldName::Unit => "Unit of time",
        FieldName::Until => "Until",
        FieldName::ValidUntil => "Valid until",
        FieldName::VatId => "VAT ID",
        FieldName::Void => "Void",
        FieldName::WriteOff | FieldName::WriteOffs => "Write-off",
        FieldName::WriteOffUpTo => "Write off differences up to",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_label() {
        for name in FieldName::ALL {
            assert!(!field(*name).is_empty(), "{name}");
            assert!(
                name.as_str().contains('.') == name.list().is_some(),
                "the list of {name} is a field itself"
            );
        }
    }
}
