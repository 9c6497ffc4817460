//! What is wrong with what was typed, said beside its field.

use ledger::invoice::totals::TotalsProblem;
use ledger::problem::{At, FieldName, ImportFault, What};

use super::{format, values};
use crate::form::Fault;
use crate::form::date::DateFault;
use crate::form::number::NumberFault;

/// What is wrong, as a sentence.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Missing => words::common::required().to_owned(),
        Fault::Number(fault) => number(fault),
        Fault::Date(fault) => date(fault),
        Fault::NoSuchCustomer => words::problems::no_such_customer().to_owned(),
        Fault::SeveralCustomers(count) => words::problems::several_customers(&count.to_string()),
        Fault::NoSuchCurrency => words::problems::choose_currency().to_owned(),
        Fault::SameCurrency => words::problems::same_currency().to_owned(),
        Fault::NothingLeft => words::problems::nothing_left().to_owned(),
        Fault::NotAWholeNumber => words::problems::whole_number().to_owned(),
        Fault::Ledger(problem) => what(problem),
    }
}

fn number(fault: &NumberFault) -> String {
    match fault {
        NumberFault::Missing => words::common::required().to_owned(),
        NumberFault::NotANumber => words::problems::not_a_number().to_owned(),
        NumberFault::Ambiguous { grouped, decimal } => {
            words::problems::ambiguous_number(grouped, decimal)
        }
        NumberFault::OtherCurrency { said, expected } => {
            words::problems::amount_currency(said, &expected.to_string())
        }
        NumberFault::TooManyDigits => words::problems::too_many_digits().to_owned(),
    }
}

fn date(fault: &DateFault) -> String {
    match fault {
        DateFault::Missing => words::problems::date_missing().to_owned(),
        DateFault::NotADate => words::problems::not_a_date().to_owned(),
        DateFault::NoSuchDay => words::problems::no_such_day().to_owned(),
        DateFault::OutOfRange => words::problems::date_out_of_range().to_owned(),
        DateFault::Ambiguous(one, other) => {
            words::problems::ambiguous_number(&one.to_string(), &other.to_string())
        }
    }
}

/// What the ledger says, as a sentence.
pub fn what(what: &What) -> String {
    match what {
        What::Missing => words::common::required().to_owned(),
        What::TooLong(max) => words::problems::too_long(&max.to_string()),
        What::NotPositive => words::problems::not_positive().to_owned(),
        What::MoreThanOpen(left) => words::problems::more_than_open(&format::money(*left)),
        What::OpenAgain(number, since) => {
            words::problems::open_again(number, &format::date(*since))
        }
        What::MoreThanUnapplied(left) => words::problems::more_than_credit(&format::money(*left)),
        What::MoreThanSmall(limit) => words::problems::more_than_small(&format::money(*limit)),
        What::MoreThanLine(left) => words::problems::more_than_line(&format::money(*left)),
        What::NoDiscount => words::problems::no_discount().to_owned(),
        What::Reversed => words::problems::already_reversed().to_owned(),
        What::WasRefunded(amount, day) => {
            words::problems::was_refunded(&format::money(*amount), &format::date(*day))
        }
        What::OnBankLine => words::problems::on_bank_line().to_owned(),
        What::NegativeBase { name, percent } => {
            words::problems::taxed_below_zero(name, &format::percent(*percent))
        }
        What::Totals(TotalsProblem::NothingToSpread) => {
            words::problems::nothing_to_spread().to_owned()
        }
        What::MoreThanCredited(left) => {
            words::problems::more_than_creditable(&format::money(*left))
        }
        What::Before(day) => words::problems::before_day(&format::date(*day)),
        What::BeforeIssue(number, day) => {
            words::problems::before_issue(number, &format::date(*day))
        }
        What::SamePayment => words::problems::same_payment().to_owned(),
        What::StaysUnapplied(left) => words::problems::open_changed(&format::money(*left)),
        What::NotLastOfMonth => words::problems::not_last_of_month().to_owned(),
        What::Closed(until) => words::problems::closed_period(&format::date(*until)),
        What::Future => words::problems::future().to_owned(),
        What::RateNeeded => words::problems::rate_needed().to_owned(),
        What::NumberTaken(number) => words::problems::number_taken(number),
        What::NumberGiven(number) => words::problems::numbers_given(&number.to_string()),
        What::NoSeries => words::problems::no_series().to_owned(),
        What::Unknown => words::problems::unknown().to_owned(),
        What::OtherCurrency => words::problems::other_currency().to_owned(),
        What::WasSent => words::problems::was_sent().to_owned(),
        What::WasSettled => words::problems::was_settled().to_owned(),
        What::WasDeducted => words::problems::was_deducted().to_owned(),
        What::DeductedBy(number) => words::problems::deducted_by(number),
        What::StillOpen(number) => words::problems::still_open(number),
        What::StillUnapplied => words::problems::still_credit().to_owned(),
        What::InUse => words::problems::in_use().to_owned(),
        What::ChangedSince(_) => words::problems::changed_since().to_owned(),
        What::NothingToRemind => words::problems::nothing_to_remind().to_owned(),
        What::ReminderSent => words::problems::reminder_sent().to_owned(),
        What::IsEnded => words::problems::is_ended().to_owned(),
        What::StagesRise => words::problems::stages_rise().to_owned(),
        What::Numbered => words::problems::numbered().to_owned(),
        What::OccurrenceMade(day) => words::problems::already_created(&format::date(*day)),
        What::OccurrenceSkipped(day) => words::problems::already_skipped(&format::date(*day)),
        What::NoOccurrence(day) => words::problems::not_recurring(&format::date(*day)),
        What::ScheduleInUse => words::problems::recurring_in_use().to_owned(),
        What::DecidedSo => words::problems::same_answer().to_owned(),
        What::QuoteDeclined => words::problems::quote_declined().to_owned(),
        What::QuoteInvoiced(number) if number.is_empty() => {
            words::problems::quote_drafted().to_owned()
        }
        What::QuoteInvoiced(number) => words::problems::quote_invoiced(number),
        What::FixedDue => words::problems::fixed_due().to_owned(),
        What::OutOfBounds(least, most) => {
            words::problems::out_of_range(&least.to_string(), &most.to_string())
        }
        What::LinesMatched(count) => words::problems::lines_are_payments(&format::count(*count)),
        What::AccountTaken => words::problems::account_taken().to_owned(),
        What::NothingNew => words::problems::nothing_new().to_owned(),
        What::NoCondition => words::problems::no_condition().to_owned(),
        What::IsMatched => words::problems::is_matched().to_owned(),
        What::Negative => words::problems::negative().to_owned(),
        What::TooMany(most) => words::problems::too_many(&most.to_string()),
        What::QrIbanNeeded => words::problems::qr_iban_needed().to_owned(),
        What::NoSuchLanguage => words::problems::no_such_language().to_owned(),
        What::OtherCustomer => words::problems::other_customer().to_owned(),
        What::SeriesFull => words::problems::series_full().to_owned(),
        What::SeriesInUse => words::problems::series_in_use().to_owned(),
        What::NotADraft => words::problems::not_a_draft().to_owned(),
        What::NotIssued => words::problems::not_issued().to_owned(),
        What::IsVoid => words::problems::is_void().to_owned(),
        What::WrongKind => words::problems::wrong_type().to_owned(),
        What::IsPaused => words::problems::is_paused().to_owned(),
        What::NothingToUndo => words::problems::nothing_to_undo().to_owned(),
        What::Money(problem) => values::money(*problem),
        What::Totals(problem) => values::totals(problem),
        What::Terms(problem) => values::terms(problem),
        What::Pattern(problem) => values::pattern(problem).to_owned(),
        What::Iban(problem) => values::iban(problem),
        What::Bic(problem) => values::bic(problem),
        What::Reference(problem) => values::reference(problem),
        What::Link(problem) => values::link(problem),
        What::Mail(problem) => values::mail(problem),
        What::Address(problem) => values::address(problem),
        What::Accent(problem) => values::accent(problem),
        What::Logo(problem) => values::logo(problem),
        What::Import(problem) => import(&problem.fault),
    }
}

/// What does not fit of a record of a file.
pub fn import(fault: &ImportFault) -> String {
    match fault {
        ImportFault::What(what) if **what == What::Unknown => {
            words::tables::unknown_record().to_owned()
        }
        ImportFault::What(what) => self::what(what),
        ImportFault::Twice => words::values::twice().to_owned(),
        ImportFault::AmbiguousName => words::values::ambiguous_name().to_owned(),
        ImportFault::NoTotal => words::values::no_total().to_owned(),
        ImportFault::TotalDiffers { stated, computed } => {
            words::values::total_differs(&format::money(*stated), &format::money(*computed))
        }
        ImportFault::NeedsLines => words::values::needs_lines().to_owned(),
        ImportFault::AmountOrPercent => words::values::amount_or_percent().to_owned(),
        ImportFault::TaxOrder => words::values::tax_order().to_owned(),
        ImportFault::NothingToReverse => words::values::nothing_to_reverse().to_owned(),
        ImportFault::SettledVoid => words::values::settled_void().to_owned(),
        ImportFault::Misfit => words::values::misfit().to_owned(),
        ImportFault::MoreProblems => words::values::more_problems().to_owned(),
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
        FieldName::By => words::reminders::promised_by(),
        FieldName::ConsideredTo => words::reminders::considered_to(),
        FieldName::HandOverAfter => words::reminders::hand_over_after(),
        FieldName::MinGapDays => words::reminders::min_gap(),
        FieldName::Next => words::reminders::dispute_next(),
        FieldName::PayBy => words::reminders::pay_by(),
        FieldName::PayWithinDays => words::reminders::pay_within(),
        FieldName::Reminder => words::reminders::reminder(),
        FieldName::Smallest => words::reminders::smallest(),
        FieldName::StageDays | FieldName::Stages => words::reminders::stage_days(),
        FieldName::Accent => words::fields::accent(),
        FieldName::Account => words::fields::account(),
        FieldName::Address => words::tables::address(),
        FieldName::Adjustment | FieldName::Adjustments | FieldName::LineAdjustment => {
            words::fields::adjustment()
        }
        FieldName::Again | FieldName::Payment | FieldName::Payments => words::payments::payment(),
        FieldName::Allocation | FieldName::Allocations => words::fields::allocation(),
        FieldName::Amount => words::common::amount(),
        FieldName::Archived => words::fields::archived(),
        FieldName::Bank => words::fields::bank(),
        FieldName::Bic => words::fields::bic(),
        FieldName::Business => words::settings::your_business(),
        FieldName::BuyerReference => words::fields::buyer_reference(),
        FieldName::Channel => words::invoice::how(),
        FieldName::City => words::tables::city(),
        FieldName::Clients => words::fields::client(),
        FieldName::Closes => words::fields::closes(),
        FieldName::Contact => words::tables::contact(),
        FieldName::Contract => words::invoice_form::contract(),
        FieldName::Count => words::recurring::times(),
        FieldName::Country => words::common::country(),
        FieldName::CreditReason | FieldName::Reason | FieldName::TaxExemptionReason => {
            words::common::reason()
        }
        FieldName::Credits => words::fields::credits(),
        FieldName::Csv => words::fields::csv(),
        FieldName::Currency => words::common::currency(),
        FieldName::Customer | FieldName::Customers => words::common::customer(),
        FieldName::Date => words::common::date(),
        FieldName::Day | FieldName::InstalmentDay | FieldName::TermsDay => {
            words::terms::day_of_month()
        }
        FieldName::Deduction | FieldName::Deducts => words::fields::deduction(),
        FieldName::Delivered => words::invoice_form::delivered_on(),
        FieldName::Description | FieldName::LineDescription => words::items::description(),
        FieldName::Document => words::document::document(),
        FieldName::Due | FieldName::InstalmentDate | FieldName::TermsDate => {
            words::terms::due_date()
        }
        FieldName::EarlyDiscounts | FieldName::Tier => words::invoice_form::discount(),
        FieldName::ElectronicAddress => words::fields::electronic_address(),
        FieldName::Email => words::common::email(),
        FieldName::End => words::recurring::end(),
        FieldName::Entry => words::common::undo(),
        FieldName::Every => words::recurring::every(),
        FieldName::Fee => words::payments::bank_fee(),
        FieldName::First | FieldName::From => words::recurring::first_day(),
        FieldName::Footer => words::settings::footer(),
        FieldName::Gone => words::fields::gone(),
        FieldName::Holder => words::fields::holder(),
        FieldName::Iban => words::fields::iban(),
        FieldName::Instalment | FieldName::Instalments => words::terms::instalment(),
        FieldName::InstalmentDays | FieldName::NetDays | FieldName::TermsDays => {
            words::terms::days_to_pay()
        }
        FieldName::InstalmentMonths | FieldName::TermsMonths => words::terms::months(),
        FieldName::InstalmentValue => words::fields::share(),
        FieldName::Invoice | FieldName::Invoices | FieldName::Part => words::common::invoice(),
        FieldName::Issued => words::common::issued(),
        FieldName::Item | FieldName::Items => words::items::item(),
        FieldName::Kind => words::invoice_form::r#type(),
        FieldName::Language => words::customers::language(),
        FieldName::Last => words::fields::last_number(),
        FieldName::Line => words::fields::line(),
        FieldName::LinePriceBaseQuantity => words::invoice_form::price_per(),
        FieldName::LineQuantity => words::document::quantity(),
        FieldName::Tax | FieldName::Taxes => words::items::tax(),
        FieldName::LineUnitPrice | FieldName::UnitPrice => words::items::unit_price(),
        FieldName::Lines => words::document::lines(),
        FieldName::Logo => words::settings::logo(),
        FieldName::MailSubject => words::fields::mail_subject(),
        FieldName::MailText => words::fields::mail_text(),
        FieldName::Method => words::common::method(),
        FieldName::Mode => words::recurring::action(),
        FieldName::Name | FieldName::RetainedName | FieldName::TaxName => words::common::name(),
        FieldName::Note => words::common::note(),
        FieldName::Number => words::common::number(),
        FieldName::Occurrence => words::fields::row(),
        FieldName::Order => words::settings::settles_first(),
        FieldName::Paid => words::fields::paid(),
        FieldName::Paper => words::settings::paper(),
        FieldName::Parts => words::places::invoices(),
        FieldName::Pattern => words::fields::pattern(),
        FieldName::PaymentLink => words::document::payment_link(),
        FieldName::PaymentReference => words::bank::payment_reference(),
        FieldName::Period => words::fields::service_period(),
        FieldName::Phone => words::tables::phone(),
        FieldName::PostUpTo => words::settings::confirm_exact(),
        FieldName::Postcode => words::tables::postcode(),
        FieldName::Prepaid => words::fields::prepaid(),
        FieldName::PriceMode => words::invoice_form::prices(),
        FieldName::Project => words::invoice_form::project(),
        FieldName::PurchaseOrder => words::invoice_form::purchase_order(),
        FieldName::Quote => words::quotes::quote(),
        FieldName::Rate => words::fields::rate(),
        FieldName::Received => words::payments::reached_account(),
        FieldName::ReceivedCurrency => words::payments::account_currency(),
        FieldName::Records => words::fields::records(),
        FieldName::Reference => words::common::reference(),
        FieldName::ReferencePrefix => words::settings::reference_prefix(),
        FieldName::Refund | FieldName::Refunds => words::payments::refund(),
        FieldName::Region => words::tables::region(),
        FieldName::Registration => words::fields::registration(),
        FieldName::Retained => words::taxes::withholding(),
        FieldName::RetainedPercent | FieldName::TaxPercent | FieldName::TierPercent => {
            words::taxes::percent()
        }
        FieldName::Rounding => words::invoice_form::rounding(),
        FieldName::Rule => words::fields::calculation(),
        FieldName::Schedule => words::recurring::recurring_invoice(),
        FieldName::Sent => words::invoice::sent(),
        FieldName::Series => words::settings::series(),
        FieldName::Service => words::recurring::service(),
        FieldName::ServiceFrom => words::invoice_form::service_from(),
        FieldName::ServiceTo => words::invoice_form::service_to(),
        FieldName::Source => words::fields::applied(),
        FieldName::Start => words::fields::first_number(),
        FieldName::Statement => words::bank::statement(),
        FieldName::TaxNumber => words::fields::tax_number(),
        FieldName::FirstTaxPercent => words::start::tax_percent(),
        FieldName::Terms => words::document::terms(),
        FieldName::Text => words::bank::text(),
        FieldName::TierDays => words::terms::days(),
        FieldName::Total => words::invoice_form::total(),
        FieldName::Unapplied => words::payments::apply_to(),
        FieldName::Unit => words::recurring::unit(),
        FieldName::Until => words::fields::until(),
        FieldName::ValidUntil => words::quotes::valid_until(),
        FieldName::VatId => words::tables::vat_id(),
        FieldName::Void => words::invoices::void(),
        FieldName::WriteOff | FieldName::WriteOffs => words::fields::write_off(),
        FieldName::WriteOffUpTo => words::fields::write_off_up_to(),
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
