//! Topic `qr`: what payment codes hold.

use super::case::{Answer, Case, Input, Refused};
use ledger::identifier::{CreditorReference, QrReference};
use ledger::payment_code::epc::{Epc, Remittance, Version};
use ledger::payment_code::swiss::{BillParty, BillReference, SwissBill};
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    match case.kind.as_str() {
        "epc" => epc(&case.input, &case.expect).into(),
        "swiss_qr" => swiss(&case.input, &case.expect).into(),
        _ => Answer::NotBuilt,
    }
}

fn refused(why: &str) -> Refused {
    Refused(why.to_owned())
}

fn text(input: &Input, key: &str) -> Result<String, Refused> {
    match input.get(key) {
        Some(text) => text.text(),
        None => Ok(String::new()),
    }
}

fn epc(input: &Input, expect: &Value) -> Result<Value, Refused> {
    let version = match text(input, "version")?.as_str() {
        "1" | "001" => Version::V1,
        "" | "2" | "002" => Version::V2,
        other => return Err(Refused(format!("no version {other}"))),
    };
    let (reference, remittance) = (text(input, "reference")?, text(input, "text")?);
    let remittance = match (reference.is_empty(), remittance.is_empty()) {
        (true, _) => Remittance::Text(remittance),
        (false, true) => Remittance::Reference(reference),
        (false, false) => return Err(refused("a reference and a text")),
    };
    let currency = match input.get("currency") {
        Some(_) => input.parse("currency")?,
        None => "EUR".parse()?,
    };
    let amount = match input.get("amount") {
        Some(_) => Some(input.money("amount", currency)?),
        None => None,
    };
    let epc = Epc {
        version,
        name: text(input, "name")?,
        iban: input.parse("iban")?,
        bic: text(input, "bic")?,
        amount,
        purpose: text(input, "purpose")?,
        remittance,
        information: text(input, "information")?,
    };
    Ok(told(epc.payload()?, expect))
}

fn swiss(input: &Input, expect: &Value) -> Result<Value, Refused> {
    let currency = input.parse("currency")?;
    let amount = match input.get("amount") {
        Some(_) => Some(input.money("amount", currency)?),
        None => None,
    };
    let given = text(input, "reference")?;
    let reference = match text(input, "reference_type")?.as_str() {
        "QRR" => BillReference::Qr(given.parse::<QrReference>()?),
        "SCOR" => BillReference::Creditor(given.parse::<CreditorReference>()?),
        "" | "NON" if given.is_empty() => BillReference::None,
        _ => return Err(refused("no such type of reference, or one too many")),
    };
    let schemes = input.list("alternative_schemes");
    let bill = SwissBill {
        iban: input.parse("iban")?,
        creditor: party(&input.need("creditor")?)?,
        amount,
        currency,
        debtor: input
            .get("debtor")
            .map(|debtor| party(&debtor))
            .transpose()?,
        reference,
        message: text(input, "message")?,
        information: text(input, "bill_information")?,
        schemes: schemes.iter().map(Input::text).collect::<Result<_, _>>()?,
    };
    Ok(told(bill.payload()?, expect))
}

/// Combined addresses (K) are not delivered any more.
fn party(input: &Input) -> Result<BillParty, Refused> {
    if !matches!(text(input, "type")?.as_str(), "" | "S") {
        return Err(refused("not a structured address"));
    }
    Ok(BillParty {
        name: text(input, "name")?,
        street: text(input, "street")?,
        house: text(input, "house")?,
        postcode: text(input, "zip")?,
        town: text(input, "town")?,
        country: text(input, "country")?,
    })
}

/// Lines may end with CR LF as well, and another payload may be as good.
fn told(payload: String, expect: &Value) -> Value {
    let same = |key: &str| {
        let expected = expect.get(key).and_then(Value::as_str);
        expected.filter(|expected| expected.replace("\r\n", "\n") == payload)
    };
    let named = match (same("payload"), same("or_payload"), expect.get("payload")) {
        (Some(as_expected), _, _) => as_expected.to_owned(),
        (None, Some(_), Some(Value::String(other))) => other.clone(),
        _ => payload,
    };
    let or_named = expect.get("or_payload").cloned();
    json!({ "payload": named, "or_payload": or_named })
}
