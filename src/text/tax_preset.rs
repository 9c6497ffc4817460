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

/// What a country asks for that Owed does not do, with the law where it is not
/// named by what it asks for.
pub fn limits(country: &str) -> &'static str {
    match country {
        "AT" => {
            "Invoices to the federal government go electronically (e-rechnung.gv.at): Owed does not send them there. It is no cash register (RKSV)."
        }
        "AU" | "NZ" => "Invoices over Peppol are not sent.",
        "BE" => {
            "Since 2026 invoices between businesses must be electronic and go over Peppol: Owed does not send them there."
        }
        "BG" => {
            "Ledgers of sales and purchases go to the tax authority with each return (ZDDS, art. 124 and 125), and cash sales need a fiscal device (Ordinance N-18): Owed does neither."
        }
        "CA" => {
            "Which province's tax applies depends on where the customer is: choose it on the line. On a line with two taxes choose both (GST + PST)."
        }
        "CH" | "LI" => "Accounting by net tax rates (Saldosteuersätze) is not known here.",
        "CY" | "MT" => {
            "Public bodies receive e-invoices (Directive 2014/55/EU): Owed makes none. What else the country asks of invoices, besides its rates, Owed does not know: ask an adviser."
        }
        "CZ" => {
            "Payers of VAT file a control statement of their invoices (kontrolní hlášení, Act no. 235/2004, § 101c): Owed does not."
        }
        "DE" => {
            "Businesses must be able to receive e-invoices since 2025, and to send them after a transition that ends by 2028: Owed makes no e-invoice (XRechnung, ZUGFeRD). It is no certified cash register (TSE)."
        }
        "DK" => {
            "Bookkeeping in a registered digital system is required of many businesses: Owed is not registered. Invoices to the public sector go over NemHandel, not from here."
        }
        "EE" => {
            "Invoices to the public sector must be e-invoices, and since July 2025 those to businesses that registered to receive them, if they ask for it (Accounting Act, § 7¹): Owed makes none."
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
        "LT" => {
            "Payers of VAT report the data of their invoices to i.SAF each month: Owed does not. Invoices to the public sector go electronically, not from here."
        }
        "LV" => {
            "Invoices to public institutions must be structured e-invoices since 2025: Owed makes none."
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
        "SI" => {
            "Invoices paid in cash must be confirmed with the tax authority (ZDavPR), and those to the public sector must be e-invoices: Owed does neither."
        }
        "SK" => {
            "Payers of VAT file a control statement of their invoices (kontrolný výkaz, Act no. 222/2004, § 78a), and cash sales need eKasa: Owed does neither."
        }
        "US" => {
            "Sales tax depends on state, county, city and what is sold, and Owed knows no rates: add those that you must collect, several on a line where they add up."
        }
        _ => {
            "What the country asks of invoices and reports, besides its rates, Owed does not know: ask an adviser."
        }
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
            ("LT", "i.SAF"),
            ("SK", "eKasa"),
            ("IS", "Owed does not know: ask an adviser"),
            ("ZA", "Owed does not know: ask an adviser"),
        ] {
            assert!(limits(country).contains(named), "{country}");
            assert!(ledger::tax::preset::of(country, "").is_some());
        }
    }
}
