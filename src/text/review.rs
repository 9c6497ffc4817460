//! What is odd about a document, in sentences.

use ledger::invoice::Invoice;
use ledger::invoice::review::Remark;
use ledger::payment_code::{CodeKind, NoCode};
use ledger::tax::TaxCategory;

use super::problem::sentence;
use super::{format, values};

pub fn remark(remark: &Remark, document: &Invoice) -> String {
    let by = |category: &TaxCategory| match category {
        TaxCategory::K => words::review::intra_community(),
        _ => words::review::reverse_charge(),
    };
    match remark {
        Remark::DuePast(due) => words::review::due_before_issue(&format::date(*due)),
        Remark::DatedAhead(date) => words::review::dated_ahead(&format::date(*date)),
        Remark::DatedBack(date) => words::review::dated_back(&format::date(*date)),
        Remark::BeforeNewest {
            number,
            date,
            count: 1,
        } => words::review::out_of_order(&number, &format::date(*date)),
        Remark::BeforeNewest {
            number,
            date,
            count,
        } => {
            words::review::out_of_order_many(&format::count(*count), &number, &format::date(*date))
        }
        Remark::SameAs { number, date } => {
            words::review::same_amount(&number, &format::date(*date))
        }
        Remark::NothingToPay => words::review::nothing_to_pay().to_owned(),
        Remark::NoPrice(line) => words::review::no_price(&(line + 1).to_string()),
        Remark::NoSellerAddress => words::review::no_seller_address().to_owned(),
        Remark::NoBuyerAddress => words::review::no_buyer_address().to_owned(),
        Remark::NoSellerTaxNumber => words::review::no_tax_number().to_owned(),
        Remark::NoSellerVatId(category) => words::review::needs_own_vat_id(&by(category)),
        Remark::NoBuyerVatId(category) => words::review::needs_their_vat_id(&by(category)),
        Remark::NoExemptionReason(place) => {
            let name = document.taxes.get(*place).map(super::tax);
            words::review::no_exemption_reason(&name.unwrap_or_default())
        }
        Remark::NoBankDetails => words::review::no_bank_details().to_owned(),
        Remark::NoCode(kind, why) => words::review::no_code(&no_code(*kind, why)),
        Remark::NoDelivery => words::review::no_delivery().to_owned(),
    }
}

/// Why there is no code to pay by, as the end of a sentence.
fn no_code(kind: CodeKind, why: &NoCode) -> String {
    let name = match kind {
        CodeKind::Epc => words::review::sepa_code(),
        CodeKind::Swiss => words::review::swiss_code(),
    };
    match why {
        NoCode::NoIban => words::review::no_iban().to_owned(),
        NoCode::Iban(problem) => words::review::wrong_iban(&values::iban(problem)),
        NoCode::Currency => words::review::code_currency().to_owned(),
        NoCode::Country(country) => words::review::code_country(&format::country(country)),
        NoCode::NotIssued | NoCode::NothingToPay => words::review::code_nothing().to_owned(),
        NoCode::Epc(problem) => words::review::code_problem(name, &values::epc(problem)),
        NoCode::Swiss(problem) => words::review::code_problem(name, &values::swiss(problem)),
    }
}
