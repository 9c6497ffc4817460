//! What is wrong with a value that the ledger does not take, as a sentence.

use ledger::date::BadDate;
use ledger::file_kind::FileKind;
use ledger::identifier::{BicProblem, IbanProblem, ReferenceProblem};
use ledger::import::csv::{BadAmount, Unreadable};
use ledger::invoice::numbering::PatternProblem;
use ledger::invoice::totals::TotalsProblem;
use ledger::look::{AccentProblem, LOGO_BYTES_MAX, LOGO_PIXELS_MAX, LogoProblem};
use ledger::mail::{AddressProblem, MailProblem};
use ledger::money::MoneyError;
use ledger::payment_code::epc::EpcProblem;
use ledger::payment_code::link::{LINK_MAX, LinkProblem};
use ledger::payment_code::swiss::{Side, SwissProblem};
use ledger::terms::TermsProblem;

use super::format;

/// A day.
pub fn date(problem: BadDate) -> &'static str {
    match problem {
        BadDate::Malformed => words::values::date_malformed(),
        BadDate::NoSuchDay => words::problems::no_such_day(),
        BadDate::OutOfRange => words::problems::date_out_of_range(),
    }
}

/// A number or an amount.
pub fn money(problem: MoneyError) -> String {
    match problem {
        MoneyError::NotANumber => words::values::not_a_number().to_owned(),
        MoneyError::TooManyDigits => words::problems::too_many_digits().to_owned(),
        MoneyError::TooLarge => words::values::too_large().to_owned(),
        MoneyError::DivisionByZero => words::values::division_by_zero().to_owned(),
        MoneyError::MixedCurrencies(one, other) => {
            words::values::mixed_currencies(one.code(), other.code())
        }
        MoneyError::TooPrecise(currency) => words::values::too_precise(currency.code()),
        MoneyError::BadWeights => words::values::bad_weights().to_owned(),
    }
}

/// What keeps a document from having a total.
pub fn totals(problem: &TotalsProblem) -> String {
    match problem {
        TotalsProblem::TooMany(most) => words::problems::too_many(&most.to_string()),
        TotalsProblem::TooLarge => words::values::total_too_large().to_owned(),
        TotalsProblem::TooPrecise => words::values::total_too_precise().to_owned(),
        TotalsProblem::BaseQuantity => words::values::base_quantity().to_owned(),
        TotalsProblem::Percent => words::values::percent().to_owned(),
        TotalsProblem::RateOfCategory => words::values::rate_of_category().to_owned(),
        TotalsProblem::NothingToSpread => words::problems::nothing_to_spread().to_owned(),
        TotalsProblem::NoSuchTax => words::values::no_such_tax().to_owned(),
        TotalsProblem::SameTaxTwice => words::values::same_tax_twice().to_owned(),
    }
}

/// Terms of payment.
pub fn terms(problem: &TermsProblem) -> String {
    match problem {
        TermsProblem::Date(problem) => date(*problem).to_owned(),
        TermsProblem::Money(problem) => money(*problem),
        TermsProblem::TooLong => words::values::terms_too_long().to_owned(),
        TermsProblem::TooMany(most) => words::problems::too_many(&most.to_string()),
        TermsProblem::DayOfMonth => words::values::day_of_month().to_owned(),
        TermsProblem::Percent => words::values::percent().to_owned(),
        TermsProblem::NotPositive => words::values::instalment_not_positive().to_owned(),
        TermsProblem::TwoRests => words::values::two_rests().to_owned(),
        TermsProblem::DoesNotAddUp => words::values::instalments_dont_add_up().to_owned(),
    }
}

/// A pattern of numbers.
pub fn pattern(problem: &PatternProblem) -> &'static str {
    match problem {
        PatternProblem::NoCounter => words::values::no_counter(),
        PatternProblem::TwoCounters => words::values::two_counters(),
        PatternProblem::UnknownPlaceholder => words::values::unknown_placeholder(),
        PatternProblem::LoneBrace => words::values::lone_brace(),
        PatternProblem::PartTwice => words::values::part_twice(),
        PatternProblem::MonthWithoutYear => words::values::month_without_year(),
        PatternProblem::TooLong => words::values::pattern_too_long(),
        PatternProblem::TooWide => words::values::counter_too_wide(),
        PatternProblem::BadCharacter => words::values::bad_character(),
    }
}

/// An account number.
pub fn iban(problem: &IbanProblem) -> String {
    match problem {
        IbanProblem::Character(sign) => words::values::iban_character(&sign.to_string()),
        IbanProblem::Beginning => words::values::iban_beginning().to_owned(),
        IbanProblem::Country(country) => words::values::iban_country(country),
        IbanProblem::Length {
            country,
            expected,
            found,
        } => words::values::iban_length(country, &expected.to_string(), &found.to_string()),
        IbanProblem::Structure {
            country,
            at,
            digit: true,
        } => words::values::iban_digit(&at.to_string(), country),
        IbanProblem::Structure {
            country,
            at,
            digit: false,
        } => words::values::iban_letter(&at.to_string(), country),
        IbanProblem::CheckDigits => words::values::check_digits().to_owned(),
    }
}

/// A bank’s code.
pub fn bic(problem: &BicProblem) -> String {
    match problem {
        BicProblem::Length(found) => words::values::bic_length(&found.to_string()),
        BicProblem::Character(sign) => words::values::bic_character(&sign.to_string()),
        BicProblem::Country => words::values::bic_country().to_owned(),
    }
}

/// A payment reference.
pub fn reference(problem: &ReferenceProblem) -> String {
    match problem {
        ReferenceProblem::Character(sign) => words::values::reference_character(&sign.to_string()),
        ReferenceProblem::Empty => words::values::reference_empty().to_owned(),
        ReferenceProblem::TooLong(most) => words::values::reference_too_long(&most.to_string()),
        ReferenceProblem::TooShort => words::values::reference_too_short().to_owned(),
        ReferenceProblem::Beginning => words::values::reference_beginning().to_owned(),
        ReferenceProblem::CheckDigits => words::values::check_digits().to_owned(),
        ReferenceProblem::Zero => words::values::reference_zero().to_owned(),
    }
}

/// A payment link.
pub fn link(problem: &LinkProblem) -> String {
    match problem {
        LinkProblem::NotHttps => words::values::link_https().to_owned(),
        LinkProblem::Character(sign) => words::values::link_character(&sign.to_string()),
        LinkProblem::Placeholder(name) => words::values::link_placeholder(name),
        LinkProblem::Bracket => words::values::bracket().to_owned(),
        LinkProblem::TooLong => words::values::link_too_long(&LINK_MAX.to_string()),
    }
}

/// A text of e-mails.
pub fn mail(problem: &MailProblem) -> String {
    match problem {
        MailProblem::Place(name) => words::values::mail_placeholder(name),
        MailProblem::Bracket => words::values::bracket().to_owned(),
    }
}

/// An e-mail address.
pub fn address(problem: &AddressProblem) -> String {
    match problem {
        AddressProblem::NoAddress(text) => words::values::no_address(text),
        AddressProblem::Sign => words::values::address_sign().to_owned(),
    }
}

/// A colour.
pub fn accent(problem: &AccentProblem) -> String {
    match problem {
        AccentProblem::NotAColour => words::values::not_a_color().to_owned(),
        AccentProblem::TooPale { tenths } => {
            words::values::too_pale(&format!("{}.{}", tenths / 10, tenths % 10))
        }
    }
}

/// A picture.
pub fn logo(problem: &LogoProblem) -> String {
    match problem {
        LogoProblem::Empty => words::values::logo_empty().to_owned(),
        LogoProblem::TooLarge => {
            words::values::logo_too_large(&(LOGO_BYTES_MAX / 1024).to_string())
        }
        LogoProblem::Svg => words::values::logo_svg().to_owned(),
        LogoProblem::OtherFormat => words::values::logo_format().to_owned(),
        LogoProblem::Damaged => words::values::logo_damaged().to_owned(),
        LogoProblem::TooManyPixels { width, height } => words::values::logo_pixels(
            &width.to_string(),
            &height.to_string(),
            &LOGO_PIXELS_MAX.to_string(),
        ),
    }
}

/// What a file is.
pub fn file_kind(problem: FileKind) -> &'static str {
    match problem {
        FileKind::Empty => words::values::kind_empty(),
        FileKind::Backup => words::values::kind_backup(),
        FileKind::Records => words::values::kind_records(),
        FileKind::ServerlessInvoices => words::values::kind_serverless(),
        FileKind::InvGen => words::values::kind_inv_gen(),
        FileKind::Gzip => words::values::kind_gzip(),
        FileKind::Zip => words::values::kind_zip(),
        FileKind::OldSpreadsheet => words::values::kind_xls(),
        FileKind::Pdf => words::values::kind_pdf(),
        FileKind::Picture => words::values::kind_picture(),
        FileKind::Utf16 => words::values::kind_utf16(),
        FileKind::Html => words::values::kind_html(),
        FileKind::Xml => words::values::kind_xml(),
        FileKind::Json => words::values::kind_json(),
        FileKind::Text => words::values::kind_text(),
        FileKind::Binary => words::values::kind_binary(),
    }
}

/// A row of a table.
pub fn unreadable(problem: Unreadable) -> &'static str {
    match problem {
        Unreadable::UnclosedQuote => words::values::unclosed_quote(),
        Unreadable::FieldTooLong => words::values::field_too_long(),
        Unreadable::TooManyFields => words::values::too_many_fields(),
    }
}

/// An amount in a table.
pub fn amount(problem: BadAmount) -> String {
    match problem {
        BadAmount::NotANumber => words::values::not_an_amount().to_owned(),
        BadAmount::Grouping => words::values::grouping().to_owned(),
        BadAmount::Number(problem) => money(problem),
    }
}

/// A SEPA payment code.
pub fn epc(problem: &EpcProblem) -> String {
    match problem {
        EpcProblem::Name(_) => words::codes::name().to_owned(),
        EpcProblem::Bic(problem) => bic(problem),
        EpcProblem::NoBic => words::codes::no_bic().to_owned(),
        EpcProblem::Currency => words::codes::euro_only().to_owned(),
        EpcProblem::Amount => words::codes::amount().to_owned(),
        EpcProblem::Purpose(_)
        | EpcProblem::Reference(_)
        | EpcProblem::Text(_)
        | EpcProblem::Information(_) => words::codes::text().to_owned(),
        EpcProblem::TooLong => words::codes::too_long().to_owned(),
    }
}

/// A Swiss QR-bill.
pub fn swiss(problem: &SwissProblem) -> String {
    match problem {
        SwissProblem::Account => words::codes::swiss_account(),
        SwissProblem::Currency => words::codes::swiss_currency(),
        SwissProblem::Amount => words::codes::amount(),
        SwissProblem::QrReferenceNeeded => words::codes::qr_reference_needed(),
        SwissProblem::QrIbanNeeded => words::codes::qr_iban_needed(),
        SwissProblem::Address(Side::Creditor, ..) | SwissProblem::Country(Side::Creditor) => {
            words::codes::own_address()
        }
        SwissProblem::Address(Side::Debtor, ..) | SwissProblem::Country(Side::Debtor) => {
            words::codes::customer_address()
        }
        SwissProblem::Message(_)
        | SwissProblem::Information(_)
        | SwissProblem::Scheme(_)
        | SwissProblem::TooManySchemes => words::codes::text(),
        SwissProblem::TogetherTooLong => words::codes::too_long(),
    }
    .to_owned()
}
