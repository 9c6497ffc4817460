//! What is said beside a country's taxes: what they are called, and what
//! Owed cannot do there. As known in June 2025; a user checks.

use ledger::tax::preset::Role;
use paper::Language;

/// What a tax of a preset is for; empty where its name says all.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Standard => "",
        Role::Reduced => "reduced",
        Role::Zero => "zero rate",
        Role::SmallBusiness => "small business, not charged",
        Role::ReverseCharge => "reverse charge",
        Role::IntraCommunity => "goods to businesses in the EU",
        Role::Export => "export of goods",
    }
}

/// What a country asks for that Owed does not do; empty where none is known.
pub fn limits(country: &str) -> &'static str {
    match country {
        "AT" => {
            "Invoices to the federal government go electronically (e-rechnung.gv.at): Owed does not send them there. It is no cash register (RKSV)."
        }
        "AU" | "NZ" => "Invoices over Peppol are not sent.",
        "BE" => {
            "Since 2026 invoices between businesses must be electronic and go over Peppol: Owed does not send them there."
        }
        "CA" => {
            "Which province's tax applies depends on where the customer is: choose it on the line. On a line with two taxes choose both (GST + PST)."
        }
        "CH" | "LI" => "Accounting by net tax rates (Saldosteuersätze) is not known here.",
        "DE" => {
            "Businesses must be able to receive e-invoices since 2025, and to send them after a transition that ends by 2028: Owed makes no e-invoice (XRechnung, ZUGFeRD). It is no certified cash register (TSE)."
        }
        "DK" => {
            "Bookkeeping in a registered digital system is required of many businesses: Owed is not registered. Invoices to the public sector go over NemHandel, not from here."
        }
        "ES" => {
            "Software for invoices must follow RD 1007/2023 (Veri*Factu) once its date comes, TicketBAI in the Basque provinces now: Owed does neither. Invoices to the public sector (FACe) are not sent."
        }
        "FI" | "SE" | "NO" | "NL" | "LU" | "IE" => {
            "Invoices to the public sector go electronically, over Peppol in most cases: Owed does not send them there."
        }
        "FR" => {
            "The reform of e-invoicing makes businesses receive, and step by step from September 2026 send, invoices over approved platforms: Owed is connected to none. It is not certified as a cash register (CGI, art. 286)."
        }
        "GB" => "Making Tax Digital wants digital records and returns: Owed files no return.",
        "GR" => "Invoices must be reported to myDATA: Owed does not.",
        "HR" => "Fiscalisation and e-invoices (eRačun) are required: Owed does neither.",
        "HU" => "Invoices must be reported at once (NAV Online Számla): Owed does not.",
        "IT" => {
            "Invoices must go through the SdI as FatturaPA, with few exceptions: Owed neither makes nor sends that file. A print from here is no invoice in that sense."
        }
        "PL" => {
            "E-invoices through KSeF become required in 2026, by size of the business: Owed does not send them there."
        }
        "PT" => {
            "Invoices need software certified by the tax authority, with ATCUD and QR code, above a turnover or with computerised accounts: Owed is not certified."
        }
        "RO" => "Invoices must go through RO e-Factura: Owed does not send them there.",
        "SG" => {
            "InvoiceNow is required of newly registered businesses step by step: invoices are not sent there."
        }
        "US" => {
            "Sales tax depends on state, county, city and what is sold, and Owed knows no rates: add those that you must collect, several on a line where they add up."
        }
        _ => "",
    }
}

/// What holds for all of them.
pub const CHECK: &str = "A start, not advice: which taxes are right for what you sell, you know or ask. Check the rates before you rely on them.";

/// Year and month in words: 2025-06 is June 2025.
pub fn month(checked: &str) -> String {
    let (year, month) = checked.split_once('-').unwrap_or((checked, ""));
    let number = month.parse::<usize>().unwrap_or(0);
    match Language::English.months().get(number.wrapping_sub(1)) {
        Some(name) => format!("{name} {year}"),
        None => checked.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_named() {
        assert_eq!(month("2025-06"), "June 2025");
        assert_eq!(month("2025"), "2025");
    }

    /// Each is said of a country that has a preset.
    #[test]
    fn clearance_certified_software_and_networks_are_named() {
        for (country, named) in [
            ("IT", "SdI"),
            ("FR", "approved platforms"),
            ("ES", "Veri*Factu"),
            ("PT", "certified"),
            ("PL", "KSeF"),
            ("BE", "Peppol"),
        ] {
            assert!(limits(country).contains(named), "{country}");
            assert!(ledger::tax::preset::of(country, "").is_some());
        }
    }
}
