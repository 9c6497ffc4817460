//! How an issued document asks to be paid by a code that a banking program
//! scans: which codes there are for it, or why one is not.
//!
//! What a code says is [`epc`] and [`swiss`]; links to pay by are in
//! [`link`]. Nothing here draws, and nothing knows whether a bank takes it.

use self::epc::{Epc, EpcProblem, Remittance};
use self::swiss::{BillParty, BillReference, SwissBill, SwissProblem};
use crate::customer::{Address, Party};
use crate::identifier::{CreditorReference, Iban, IbanProblem, QrReference};
use crate::invoice::{Invoice, Issue};
use crate::money::Money;

pub mod epc;
pub mod link;
pub mod swiss;
mod text;

pub use crate::business::ReferenceChoice;
pub use text::TextProblem;

/// A code to print on a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentCode {
    pub kind: CodeKind,
    /// What the code holds, in UTF-8. The lines end with LF.
    pub payload: String,
    /// What stands beside a Swiss code.
    pub bill: Option<SwissBill>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CodeKind {
    /// SEPA credit transfer (EPC069-12).
    Epc,
    /// Swiss QR-bill.
    Swiss,
}

/// Why there is no code of a kind.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoCode {
    #[error("not issued")]
    NotIssued,
    #[error("nothing is to be paid by it")]
    NothingToPay,
    #[error("there is no IBAN")]
    NoIban,
    #[error(transparent)]
    Iban(#[from] IbanProblem),
    #[error("not in a currency that this code is for")]
    Currency,
    #[error("an account of {0} takes no such payments")]
    Country(String),
    #[error(transparent)]
    Epc(#[from] EpcProblem),
    #[error(transparent)]
    Swiss(#[from] SwissProblem),
}

/// Countries whose accounts take SEPA credit transfers, by the country of the
/// IBAN: European Payments Council, list of SEPA scheme countries
/// (EPC409-09), as of 2025-06.
const SEPA: &str = "\
AD AL AT AX BE BG BL CH CY CZ DE DK EE ES FI FR GB GF GG GI GP GR HR HU IE IM IS IT JE LI LT LU LV \
MC MD ME MF MK MQ MT NL NO PL PM PT RE RO RS SE SI SK SM VA YT";

/// The codes of an issued document, each kind with its code or with why there
/// is none. The amount is what the document asks for, whatever was paid since;
/// one that asks for it in instalments leaves the amount to the payer.
pub fn codes(
    document: &Invoice,
    seller: Option<&Party>,
    buyer: Option<&Party>,
) -> [(CodeKind, Result<PaymentCode, NoCode>); 2] {
    let asked = asked(document, seller);
    let code = |make: fn(&Asked, Option<&Party>) -> Result<PaymentCode, NoCode>| match &asked {
        Ok(asked) => make(asked, buyer),
        Err(why) => Err(why.clone()),
    };
    [
        (CodeKind::Epc, code(epc_code)),
        (CodeKind::Swiss, code(swiss_code)),
    ]
}

/// What both kinds need.
struct Asked<'a> {
    document: &'a Invoice,
    issue: &'a Issue,
    seller: &'a Party,
    iban: Iban,
    bic: &'a str,
    /// The account holder.
    name: &'a str,
    total: Money,
    /// `None` where the payer chooses between instalments.
    amount: Option<Money>,
}

fn asked<'a>(document: &'a Invoice, seller: Option<&'a Party>) -> Result<Asked<'a>, NoCode> {
    let issue = document.issue.as_deref().ok_or(NoCode::NotIssued)?;
    let total =
        Money::new(issue.totals.payable, document.currency).map_err(|_| NoCode::NothingToPay)?;
    if document.kind.is_credit() || !total.is_positive() {
        return Err(NoCode::NothingToPay);
    }
    let seller = seller.ok_or(NoCode::NoIban)?;
    let bank = seller.bank.as_ref().ok_or(NoCode::NoIban)?;
    if bank.iban.trim().is_empty() {
        return Err(NoCode::NoIban);
    }
    let holder = bank.holder.trim();
    Ok(Asked {
        document,
        issue,
        seller,
        iban: bank.iban.parse()?,
        bic: &bank.bic,
        name: if holder.is_empty() {
            &seller.details.name
        } else {
            holder
        },
        total,
        amount: issue.instalments.is_empty().then_some(total),
    })
}

impl Asked<'_> {
    /// What the payer is asked to quote: the reference, else the number.
    fn reference(&self) -> &str {
        let more = self.document.more.as_deref();
        let kept = more.map_or("", |more| more.payment_reference.trim());
        if kept.is_empty() {
            &self.issue.number
        } else {
            kept
        }
    }
}

fn epc_code(asked: &Asked, _buyer: Option<&Party>) -> Result<PaymentCode, NoCode> {
    if asked.total.currency().code() != "EUR" {
        return Err(NoCode::Currency);
    }
    let country = asked.iban.country();
    if !SEPA.split(' ').any(|known| known == country) {
        return Err(NoCode::Country(country.to_owned()));
    }
    let remittance = match asked.reference().parse::<CreditorReference>() {
        Ok(reference) => Remittance::Reference(reference.to_string()),
        Err(_) => Remittance::Text(asked.reference().to_owned()),
    };
    let epc = Epc {
        version: epc::Version::V2,
        name: asked.name.trim().to_owned(),
        iban: asked.iban.clone(),
        bic: asked.bic.trim().to_owned(),
        amount: asked.amount,
        purpose: String::new(),
        remittance,
        information: String::new(),
    };
    Ok(PaymentCode {
        kind: CodeKind::Epc,
        payload: epc.payload()?,
        bill: None,
    })
}

fn swiss_code(asked: &Asked, buyer: Option<&Party>) -> Result<PaymentCode, NoCode> {
    let currency = asked.total.currency();
    if !matches!(currency.code(), "CHF" | "EUR") {
        return Err(NoCode::Currency);
    }
    if !asked.iban.is_swiss() {
        return Err(NoCode::Country(asked.iban.country().to_owned()));
    }
    let reference = asked.reference();
    let (reference, message) = if let Ok(qr) = reference.parse::<QrReference>() {
        (BillReference::Qr(qr), asked.issue.number.as_str())
    } else if let Ok(creditor) = reference.parse::<CreditorReference>() {
        (
            BillReference::Creditor(creditor),
            asked.issue.number.as_str(),
        )
    } else {
        (BillReference::None, reference)
    };
    let bill = SwissBill {
        iban: asked.iban.clone(),
        creditor: bill_party(asked.name, &asked.seller.details.address),
        amount: asked.amount,
        currency,
        // An address that the bill cannot hold leaves a box to be filled in.
        debtor: buyer
            .map(|party| bill_party(&party.details.name, &party.details.address))
            .filter(|debtor| debtor.check().is_ok()),
        reference,
        message: message.to_owned(),
        information: String::new(),
        schemes: Vec::new(),
    };
    Ok(PaymentCode {
        kind: CodeKind::Swiss,
        payload: bill.payload()?,
        bill: Some(bill),
    })
}

/// The number of the house stays with the street, as it was typed.
fn bill_party(name: &str, address: &Address) -> BillParty {
    BillParty {
        name: name.trim().to_owned(),
        street: address.lines.join(", "),
        house: String::new(),
        postcode: address.postcode.clone(),
        town: address.city.clone(),
        country: address.country.clone(),
    }
}

#[cfg(test)]
mod tests;
