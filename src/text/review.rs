//! What is odd about a document, in sentences.

use ledger::invoice::Invoice;
use ledger::invoice::review::Remark;
use ledger::payment_code::{CodeKind, NoCode};
use ledger::tax::TaxCategory;

use super::format;
use super::problem::sentence;

pub fn remark(remark: &Remark, document: &Invoice) -> String {
    let by = |category: &TaxCategory| match category {
        TaxCategory::K => "An intra-community supply",
        _ => "Reverse charge",
    };
    match remark {
        Remark::DuePast(due) => {
            format!("It is due on {}, before it is written.", format::date(*due))
        }
        Remark::DatedAhead(date) => format!("It is dated {}, after today.", format::date(*date)),
        Remark::DatedBack(date) => format!("It is dated {}, before today.", format::date(*date)),
        Remark::BeforeNewest {
            number,
            date,
            count: 1,
        } => format!(
            "{number} is dated later, {}: the numbers would not be in order of time.",
            format::date(*date)
        ),
        Remark::BeforeNewest {
            number,
            date,
            count,
        } => format!(
            "{} lower numbers are dated later, {number} the last of them, {}: the numbers would not be in order of time.",
            format::count(*count),
            format::date(*date)
        ),
        Remark::SameAs { number, date } => format!(
            "The same was asked for in {number} of {} already.",
            format::date(*date)
        ),
        Remark::NothingToPay => "There is nothing to pay.".to_owned(),
        Remark::NoPrice(line) => format!("Line {} has no price.", line + 1),
        Remark::NoSellerAddress => "Your address is missing: it is in the settings.".to_owned(),
        Remark::NoBuyerAddress => "The customer’s address is missing.".to_owned(),
        Remark::NoSellerTaxNumber => {
            "Tax is charged, and neither your VAT ID nor a tax number is in the settings."
                .to_owned()
        }
        Remark::NoSellerVatId(category) => {
            format!("{} needs your VAT ID: it is in the settings.", by(category))
        }
        Remark::NoBuyerVatId(category) => format!("{} needs the customer’s VAT ID.", by(category)),
        Remark::NoExemptionReason(place) => {
            let name = document.taxes.get(*place).map(super::tax);
            format!(
                "{}: the reason why no tax is charged is missing.",
                name.unwrap_or_default()
            )
        }
        Remark::NoBankDetails => {
            "Nothing says where to pay to: bank details and a link are in the settings.".to_owned()
        }
        Remark::NoCode(kind, why) => {
            format!("There will be no code to pay by: {}", no_code(*kind, why))
        }
        Remark::NoDelivery => {
            "Neither a day of delivery nor a period of service is given.".to_owned()
        }
    }
}

/// Why there is no code to pay by, as the end of a sentence.
fn no_code(kind: CodeKind, why: &NoCode) -> String {
    let name = match kind {
        CodeKind::Epc => "the SEPA code",
        CodeKind::Swiss => "the Swiss QR-bill",
    };
    match why {
        NoCode::NoIban => "your bank details have no IBAN. It is in the settings.".to_owned(),
        NoCode::Iban(problem) => format!(
            "your IBAN in the settings is wrong. {}",
            sentence(&problem.to_string())
        ),
        NoCode::Currency => {
            "codes are for euro, and for Swiss francs to a Swiss account.".to_owned()
        }
        NoCode::Country(country) => {
            format!(
                "an account of {} takes no such payments.",
                format::country(country)
            )
        }
        NoCode::NotIssued | NoCode::NothingToPay => "there is nothing to pay.".to_owned(),
        NoCode::Epc(problem) => format!("for {name}, {problem}."),
        NoCode::Swiss(problem) => format!("for {name}, {problem}."),
    }
}
