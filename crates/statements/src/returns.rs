//! How banks say that a payment came back.

/// GVC of returned direct debits and transfers: 009 and 059 before SEPA; 108
/// and 109 of SEPA direct debits (B2B, core), 159 of SEPA transfers, 181 and
/// 184 of direct debits that are credited again (core, B2B). German Banking
/// Industry Committee, annex 3 to the DFÜ agreement, edition 3.7 of 2023.
const GVC: [&str; 7] = ["009", "059", "108", "109", "159", "181", "184"];

/// Sub-families of ISO 20022 bank transaction codes: transfers returned, and
/// direct debits returned, unpaid or refunded (external code list of 2024).
const SUB_FAMILIES: [&str; 6] = ["RRTN", "RPCR", "UPDD", "PRDD", "RCDD", "UPCQ"];

/// Reasons of ISO 20022 (external code list ExternalReturnReason1Code and
/// ExternalStatusReason1Code) that SEPA rulebooks of 2023 use.
const REASONS: [&str; 34] = [
    "AC01", "AC02", "AC03", "AC04", "AC06", "AC13", "AG01", "AG02", "AM01", "AM04", "AM05", "AM09",
    "ARDT", "BE04", "BE05", "CNOR", "CUST", "DNOR", "DUPL", "ED05", "FOCR", "FRAD", "MD01", "MD02",
    "MD06", "MD07", "MS02", "MS03", "RC01", "RR01", "RR02", "RR03", "RR04", "SL01",
];

/// Whether a code of a movement is one of returned payments: a GVC, one
/// within a bank's own code (`NRTI+109+9070`), or a code of ISO 20022.
pub(super) fn is_return(code: &str) -> bool {
    if let Some(sub_family) = code.strip_prefix("PMNT/") {
        return SUB_FAMILIES.iter().any(|known| sub_family.ends_with(known));
    }
    // What follows a GVC is the bank's own.
    code.split('+').take(2).any(|part| GVC.contains(&part))
}

/// The first reason that a text names.
pub(super) fn reason(text: &str) -> Option<&'static str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .filter(|word| word.len() == 4)
        .find_map(|word| REASONS.iter().find(|reason| **reason == word))
        .copied()
}
