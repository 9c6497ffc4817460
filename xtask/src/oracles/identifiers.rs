//! Topic `identifiers`: account numbers and references.

use super::case::{Answer, Case, Refused};
use ledger::identifier::{CreditorReference, Iban, QrReference};
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    let text = match case.kind.as_str() {
        "iso11649_create" => "reference",
        _ => "text",
    };
    let text = match case.input.text_at(text) {
        Ok(text) => text,
        Err(refused) => return Err(refused).into(),
    };
    match case.kind.as_str() {
        "iban" => told(
            text.parse()
                .map(|iban: Iban| (iban.to_string(), iban.printed())),
        ),
        "iso11649" => told(
            text.parse()
                .map(|made: CreditorReference| (made.to_string(), made.printed())),
        ),
        "qrr" => told(
            text.parse()
                .map(|made: QrReference| (made.to_string(), made.printed())),
        ),
        "iso11649_create" => create(&text).into(),
        _ => Answer::NotBuilt,
    }
}

fn told<E: std::error::Error>(read: Result<(String, String), E>) -> Answer {
    Answer::Figures(match read {
        Ok((canonical, printed)) => {
            json!({ "valid": true, "canonical": canonical, "printed": printed })
        }
        Err(why) => json!({ "valid": false, "why": why.to_string() }),
    })
}

fn create(reference: &str) -> Result<Value, Refused> {
    let made = CreditorReference::create(reference)?;
    Ok(json!({ "text": made.as_str() }))
}
