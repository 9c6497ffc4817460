//! What words in a table mean: which kind of document a row is, where it
//! stands, whether it is paid, which side an amount is on.

use statements::table::bare;

/// What a row is, by a word for its kind or its status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Says {
    Invoice,
    CreditNote,
    Payment,
    /// Offers, drafts, and what was made void: nothing is owed.
    NotOwed,
    Paid,
    /// Open, sent, overdue: nothing that the figures do not say.
    Open,
}

const KINDS: &[(Says, &[&str])] = &[
    (
        Says::CreditNote,
        &[
            "creditnote",
            "creditmemo",
            "credit",
            "cn",
            "salescreditnote",
            "salescredit",
            "customercreditnote",
            "accreccredit",
            "gutschrift",
            "rechnungskorrektur",
            "stornorechnung",
            "gs",
            "dg",
            "avoir",
            "notedecredit",
            "factureavoir",
            "abono",
            "notadecredito",
            "facturarectificativa",
            "notadicredito",
            "notacredito",
            "creditnota",
            "creditfactuur",
        ],
    ),
    (
        Says::Invoice,
        &[
            "invoice",
            "inv",
            "salesinvoice",
            "taxinvoice",
            "accrec",
            "customerinvoice",
            "bill",
            "rechnung",
            "ausgangsrechnung",
            "re",
            "rg",
            "rv",
            "dr",
            "facture",
            "factura",
            "fattura",
            "factuur",
            "verkoopfactuur",
            "openingbalance",
        ],
    ),
    (
        Says::Payment,
        &[
            "payment",
            "customerpayment",
            "receipt",
            "paymentreceived",
            "zahlung",
            "zahlungseingang",
            "dz",
            "paiement",
            "reglement",
            "pago",
            "cobro",
            "pagamento",
            "incasso",
            "betaling",
            "deposit",
            "overpayment",
            "prepayment",
            "unappliedpayment",
            "unappliedcashpayment",
        ],
    ),
    (
        Says::NotOwed,
        &[
            "quote",
            "quotation",
            "estimate",
            "proposal",
            "offer",
            "angebot",
            "kostenvoranschlag",
            "devis",
            "presupuesto",
            "preventivo",
            "offerte",
            "proforma",
            "proformainvoice",
            "order",
            "salesorder",
            "purchaseorder",
            "auftrag",
            "lieferschein",
            "deliverynote",
            "draft",
            "draftinvoice",
            "entwurf",
        ],
    ),
];

const STATUSES: &[(Says, &[&str])] = &[
    (
        Says::NotOwed,
        &[
            "void",
            "voided",
            "draft",
            "deleted",
            "cancelled",
            "canceled",
            "cancel",
            "entwurf",
            "storniert",
            "storno",
            "geloscht",
            "ungultig",
            "annule",
            "annulee",
            "brouillon",
            "anulada",
            "anulado",
            "cancelada",
            "borrador",
            "annullata",
            "bozza",
            "geannuleerd",
            "vervallen",
            "concept",
            "rejected",
            "declined",
            "quote",
        ],
    ),
    (
        Says::Paid,
        &[
            "paid",
            "paidinfull",
            "fullypaid",
            "settled",
            "closed",
            "bezahlt",
            "beglichen",
            "ausgeglichen",
            "erledigt",
            "paye",
            "payee",
            "acquittee",
            "pagada",
            "pagado",
            "cobrada",
            "pagata",
            "saldata",
            "betaald",
            "voldaan",
        ],
    ),
    (
        Says::Open,
        &[
            "open",
            "sent",
            "issued",
            "unpaid",
            "overdue",
            "due",
            "awaitingpayment",
            "authorised",
            "authorized",
            "approved",
            "submitted",
            "partiallypaid",
            "partpaid",
            "partial",
            "partlypaid",
            "outstanding",
            "pending",
            "late",
            "viewed",
            "emailed",
            "offen",
            "versendet",
            "gesendet",
            "uberfallig",
            "ueberfaellig",
            "fallig",
            "teilbezahlt",
            "angemahnt",
            "gemahnt",
            "envoyee",
            "impayee",
            "enretard",
            "enviada",
            "pendiente",
            "vencida",
            "inviata",
            "scaduta",
            "aperta",
            "verzonden",
            "openstaand",
            "notpaid",
            "posted",
            "finalized",
        ],
    ),
];

fn said(known: &[(Says, &[&str])], text: &str) -> Option<Says> {
    let word = bare(text);
    let has = |(_, words): &&(Says, &[&str])| words.contains(&word.as_str());
    known.iter().find(has).map(|(says, _)| *says)
}

/// What a column of kinds says; `None` for a word that is not known.
pub(super) fn kind(text: &str) -> Option<Says> {
    // A column of kinds may say what else stands in one of statuses.
    said(KINDS, text).or_else(|| said(STATUSES.get(..1).unwrap_or_default(), text))
}

/// What a column of statuses says; `None` for a word that is not known.
pub(super) fn status(text: &str) -> Option<Says> {
    said(STATUSES, text)
}

/// What stands in a cell for nothing.
pub(super) fn is_placeholder(text: &str) -> bool {
    let word = bare(text);
    match word.as_str() {
        "" => text.chars().all(|sign| !sign.is_alphanumeric()),
        "na" | "null" | "none" | "nil" | "nan" | "ka" | "undefined" => true,
        // 0000-00-00, 00/00/0000
        digits => digits.len() >= 6 && digits.bytes().all(|digit| digit == b'0'),
    }
}

/// Whether a word says yes or no.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match bare(text).as_str() {
        "yes" | "y" | "true" | "x" | "ja" | "j" | "oui" | "si" | "sim" | "paid" | "bezahlt" => {
            Some(true)
        }
        "no" | "n" | "false" | "nein" | "non" | "nee" | "nao" | "unpaid" | "offen" | "open" => {
            Some(false)
        }
        _ if matches!(text.trim(), "✓" | "✔") => Some(true),
        _ => None,
    }
}

/// The beginnings of rows that add up others.
const TOTALS: [&str; 22] = [
    "total",
    "totals",
    "subtotal",
    "sub-total",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "endsumme",
    "totale",
    "subtotale",
    "totaal",
    "subtotaal",
    "somme",
    "sous-total",
    "total general",
    "suma",
    "balance total",
    "report total",
    "account total",
];

/// Whether a cell calls its row a total: `Total`, `Total for Alpha:`, `TOTAL`.
pub(super) fn is_total(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '.']).to_lowercase();
    TOTALS.iter().any(|total| {
        text.strip_prefix(total)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
    })
}

/// Whether it is such a word and nothing else.
pub(super) fn is_bare_total(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '.']).to_lowercase();
    TOTALS.contains(&text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_a_row_is() {
        for (text, expected) in [
            ("Sales credit note", Some(Says::CreditNote)),
            ("Credit Memo", Some(Says::CreditNote)),
            ("DG", Some(Says::CreditNote)),
            ("Invoice", Some(Says::Invoice)),
            ("RV", Some(Says::Invoice)),
            ("DZ", Some(Says::Payment)),
            ("Estimate", Some(Says::NotOwed)),
            ("VOID", Some(Says::NotOwed)),
            ("Consulting", None),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
        for (text, expected) in [
            ("Voided", Some(Says::NotOwed)),
            ("Entwurf", Some(Says::NotOwed)),
            ("PAID", Some(Says::Paid)),
            ("Awaiting Payment", Some(Says::Open)),
            ("Blue", None),
        ] {
            assert_eq!(status(text), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_for_nothing_is_nothing() {
        for text in [
            "",
            "-",
            "n/a",
            "NULL",
            "0000-00-00",
            "00/00/0000",
            "–",
            "--",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["0", "2025-01-01", "none of them", "00", "Paid"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn totals_are_no_customers() {
        for text in [
            "Total",
            "TOTAL:",
            "Total for 1 - 30 days past due",
            "Zwischensumme",
        ] {
            assert!(is_total(text), "{text}");
        }
        for text in ["Totally Ltd", "Summer GmbH", "Alpha"] {
            assert!(!is_total(text), "{text}");
        }
        assert!(!is_bare_total("Total Energies"));
    }
}
