//! The words of a printed document in its four languages.

use crate::language::Language;

/// Every word that a document may need. A language is one value of it, so
/// that none can be missing.
pub struct Words {
    pub months: [&'static str; 12],

    pub invoice: &'static str,
    pub deposit_invoice: &'static str,
    pub final_invoice: &'static str,
    pub credit_note: &'static str,
    /// A credit note over the whole of a document.
    pub cancellation: &'static str,
    pub draft: &'static str,
    pub void: &'static str,

    pub number: &'static str,
    pub issued: &'static str,
    pub due: &'static str,
    pub on_receipt: &'static str,
    pub prepaid: &'static str,
    pub service: &'static str,
    pub delivered: &'static str,
    pub tax_point: &'static str,
    pub purchase_order: &'static str,
    pub buyer_reference: &'static str,
    pub contract: &'static str,
    pub project: &'static str,
    pub customer_number: &'static str,
    pub your_vat_id: &'static str,
    pub vat_id: &'static str,
    pub tax_number: &'static str,
    pub registration: &'static str,
    /// `{number}` and `{date}` of the document that a credit note corrects.
    pub corrects: &'static str,
    pub reason: &'static str,

    pub description: &'static str,
    pub quantity: &'static str,
    pub price: &'static str,
    pub tax: &'static str,
    pub amount: &'static str,
    /// Behind the heading of the amounts where they hold the taxes.
    pub with_tax: &'static str,
    /// `{quantity}` of what a price is for.
    pub per: &'static str,
    pub our_item: &'static str,
    pub your_item: &'static str,
    pub allowance: &'static str,
    pub charge: &'static str,

    pub sum: &'static str,
    pub net: &'static str,
    /// `{tax}` and `{amount}` of a row of the tax breakdown.
    pub tax_on: &'static str,
    pub untaxed: &'static str,
    pub rounding: &'static str,
    pub total: &'static str,
    /// `{number}` and `{date}` of a deposit invoice that is deducted.
    pub deducted: &'static str,
    /// `{net}` and `{tax}` of it.
    pub deducted_parts: &'static str,
    pub paid_before: &'static str,
    /// `{tax}` and `{amount}` of a tax that the customer keeps back.
    pub retained_on: &'static str,
    pub to_pay: &'static str,
    pub to_receive: &'static str,
    pub carried: &'static str,
    pub brought: &'static str,

    pub instalments: &'static str,
    /// `{percent}`, `{discount}`, `{date}`, `{pay}` of an early payment.
    pub early: &'static str,
    /// `{tax}`, `{rate}` in the currency of the books.
    pub accounting: &'static str,
    pub payment: &'static str,
    pub scan: &'static str,
    pub holder: &'static str,
    pub account: &'static str,
    pub bank: &'static str,
    pub reference: &'static str,
    pub page: &'static str,
}

pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
    }
}

static ENGLISH: Words = Words {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    invoice: "Invoice",
    deposit_invoice: "Deposit invoice",
    final_invoice: "Final invoice",
    credit_note: "Credit note",
    cancellation: "Credit note",
    draft: "Draft",
    void: "Void",
    number: "Number",
    issued: "Issued",
    due: "Due",
    on_receipt: "On receipt",
    prepaid: "Payable in advance",
    service: "Service",
    delivered: "Delivered",
    tax_point: "Tax point",
    purchase_order: "Your order",
    buyer_reference: "Your reference",
    contract: "Contract",
    project: "Project",
    customer_number: "Customer no.",
    your_vat_id: "Your VAT ID",
    vat_id: "VAT ID",
    tax_number: "Tax no.",
    registration: "Register",
    corrects: "Corrects invoice {number} of {date}",
    reason: "Reason: {text}",
    description: "Description",
    quantity: "Quantity",
    price: "Price",
    tax: "Tax",
    amount: "Amount",
    with_tax: "tax included",
    per: "per {quantity}",
    our_item: "Item {text}",
    your_item: "Your item {text}",
    allowance: "Discount",
    charge: "Surcharge",
    sum: "Sum of the lines",
    net: "Net",
    tax_on: "{tax} on {amount}",
    untaxed: "Without tax: {amount}",
    rounding: "Rounding",
    total: "Total",
    deducted: "Less deposit invoice {number} of {date}",
    deducted_parts: "net {net}, tax {tax}",
    paid_before: "Paid before",
    retained_on: "Less {tax} on {amount}",
    to_pay: "To pay",
    to_receive: "In your favour",
    carried: "Carried forward",
    brought: "Brought forward",
    instalments: "Payable in instalments",
    early: "{percent} less ({discount}) if paid by {date}: {pay}.",
    accounting: "Tax in {currency}: {tax} (1 {from} = {rate} {currency}).",
    payment: "Payment",
    scan: "Scan to pay",
    holder: "Account holder",
    account: "Account",
    bank: "Bank",
    reference: "Reference",
    page: "Page",
};

static GERMAN: Words = Words {
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    invoice: "Rechnung",
    deposit_invoice: "Anzahlungsrechnung",
    final_invoice: "Schlussrechnung",
    // A „Gutschrift“ is an invoice that the customer writes: § 14 Abs. 2 UStG (DE), § 11 Abs. 7 UStG (AT).
    credit_note: "Rechnungskorrektur",
    cancellation: "Stornorechnung",
    draft: "Entwurf",
    void: "Storniert",
    number: "Nummer",
    issued: "Datum",
    due: "Fällig",
    on_receipt: "Sofort nach Erhalt",
    prepaid: "Vorauszahlung",
    service: "Leistung",
    delivered: "Lieferdatum",
    tax_point: "Steuerdatum",
    purchase_order: "Ihre Bestellung",
    buyer_reference: "Ihr Zeichen",
    contract: "Vertrag",
    project: "Projekt",
    customer_number: "Kundennummer",
    your_vat_id: "Ihre USt-IdNr.",
    vat_id: "USt-IdNr.",
    tax_number: "Steuernummer",
    registration: "Register",
    corrects: "Zu Rechnung {number} vom {date}",
    reason: "Grund: {text}",
    description: "Beschreibung",
    quantity: "Menge",
    price: "Preis",
    tax: "Steuer",
    amount: "Betrag",
    with_tax: "brutto",
    per: "je {quantity}",
    our_item: "Artikel {text}",
    your_item: "Ihr Artikel {text}",
    allowance: "Rabatt",
    charge: "Zuschlag",
    sum: "Summe der Positionen",
    net: "Netto",
    tax_on: "{tax} auf {amount}",
    untaxed: "Ohne Steuer: {amount}",
    rounding: "Rundung",
    total: "Gesamtbetrag",
    deducted: "Abzüglich Anzahlungsrechnung {number} vom {date}",
    deducted_parts: "netto {net}, Steuer {tax}",
    paid_before: "Bereits bezahlt",
    retained_on: "Abzüglich {tax} auf {amount}",
    to_pay: "Zu zahlen",
    to_receive: "Zu Ihren Gunsten",
    carried: "Übertrag",
    brought: "Übertrag",
    instalments: "Zahlbar in Raten",
    early: "{percent} Skonto ({discount}) bei Zahlung bis {date}: {pay}.",
    accounting: "Steuer in {currency}: {tax} (1 {from} = {rate} {currency}).",
    payment: "Zahlung",
    scan: "Zum Zahlen scannen",
    holder: "Kontoinhaber",
    account: "Konto",
    bank: "Bank",
    reference: "Verwendungszweck",
    page: "Seite",
};

static FRENCH: Words = Words {
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    invoice: "Facture",
    deposit_invoice: "Facture d’acompte",
    final_invoice: "Facture de solde",
    credit_note: "Avoir",
    cancellation: "Facture d’annulation",
    draft: "Brouillon",
    void: "Annulée",
    number: "Numéro",
    issued: "Date",
    due: "Échéance",
    on_receipt: "À réception",
    prepaid: "Paiement d’avance",
    service: "Prestation",
    delivered: "Livraison",
    tax_point: "Exigibilité",
    purchase_order: "Votre commande",
    buyer_reference: "Votre référence",
    contract: "Contrat",
    project: "Projet",
    customer_number: "N° client",
    your_vat_id: "Votre n° TVA",
    vat_id: "N° TVA",
    tax_number: "N° fiscal",
    registration: "Registre",
    corrects: "Rectifie la facture {number} du {date}",
    reason: "Motif\u{a0}: {text}",
    description: "Désignation",
    quantity: "Quantité",
    price: "Prix",
    tax: "Taxe",
    amount: "Montant",
    with_tax: "TTC",
    per: "par {quantity}",
    our_item: "Article {text}",
    your_item: "Votre article {text}",
    allowance: "Remise",
    charge: "Supplément",
    sum: "Somme des lignes",
    net: "Total HT",
    tax_on: "{tax} sur {amount}",
    untaxed: "Sans taxe\u{a0}: {amount}",
    rounding: "Arrondi",
    total: "Total TTC",
    deducted: "Moins facture d’acompte {number} du {date}",
    deducted_parts: "HT {net}, taxe {tax}",
    paid_before: "Déjà payé",
    retained_on: "Moins {tax} sur {amount}",
    to_pay: "À payer",
    to_receive: "En votre faveur",
    carried: "À reporter",
    brought: "Report",
    instalments: "Payable en plusieurs fois",
    early: "Escompte de {percent} ({discount}) si payé au plus tard le {date}\u{a0}: {pay}.",
    accounting: "Taxe en {currency}\u{a0}: {tax} (1 {from} = {rate} {currency}).",
    payment: "Paiement",
    scan: "Scanner pour payer",
    holder: "Titulaire",
    account: "Compte",
    bank: "Banque",
    reference: "Référence",
    page: "Page",
};

static SPANISH: Words = Words {
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    invoice: "Factura",
    deposit_invoice: "Factura de anticipo",
    final_invoice: "Factura final",
    credit_note: "Factura rectificativa",
    cancellation: "Factura rectificativa",
    draft: "Borrador",
    void: "Anulada",
    number: "Número",
    issued: "Fecha",
    due: "Vencimiento",
    on_receipt: "A la recepción",
    prepaid: "Pago por adelantado",
    service: "Servicio",
    delivered: "Entrega",
    tax_point: "Devengo",
    purchase_order: "Su pedido",
    buyer_reference: "Su referencia",
    contract: "Contrato",
    project: "Proyecto",
    customer_number: "N.º de cliente",
    your_vat_id: "Su NIF-IVA",
    vat_id: "NIF-IVA",
    tax_number: "NIF",
    registration: "Registro",
    corrects: "Rectifica la factura {number} del {date}",
    reason: "Motivo: {text}",
    description: "Descripción",
    quantity: "Cantidad",
    price: "Precio",
    tax: "Impuesto",
    amount: "Importe",
    with_tax: "impuestos incluidos",
    per: "por {quantity}",
    our_item: "Artículo {text}",
    your_item: "Su artículo {text}",
    allowance: "Descuento",
    charge: "Recargo",
    sum: "Suma de las líneas",
    net: "Base imponible",
    tax_on: "{tax} sobre {amount}",
    untaxed: "Sin impuesto: {amount}",
    rounding: "Redondeo",
    total: "Total",
    deducted: "Menos factura de anticipo {number} del {date}",
    deducted_parts: "base {net}, impuesto {tax}",
    paid_before: "Ya pagado",
    retained_on: "Menos {tax} sobre {amount}",
    to_pay: "A pagar",
    to_receive: "A su favor",
    carried: "Suma y sigue",
    brought: "Suma anterior",
    instalments: "A pagar en plazos",
    early: "{percent} de descuento ({discount}) si se paga hasta el {date}: {pay}.",
    accounting: "Impuesto en {currency}: {tax} (1 {from} = {rate} {currency}).",
    payment: "Pago",
    scan: "Escanee para pagar",
    holder: "Titular",
    account: "Cuenta",
    bank: "Banco",
    reference: "Concepto",
    page: "Página",
};

/// Units of UN/ECE Recommendation 20 (rev. 17, 2021) and 21, by their code:
/// one and several, in English, German, French and Spanish.
const UNITS: [(&str, [[&str; 2]; 4]); 27] = [
    (
        "HUR",
        [
            ["hour", "hours"],
            ["Stunde", "Stunden"],
            ["heure", "heures"],
            ["hora", "horas"],
        ],
    ),
    (
        "MIN",
        [
            ["minute", "minutes"],
            ["Minute", "Minuten"],
            ["minute", "minutes"],
            ["minuto", "minutos"],
        ],
    ),
    (
        "DAY",
        [
            ["day", "days"],
            ["Tag", "Tage"],
            ["jour", "jours"],
            ["día", "días"],
        ],
    ),
    (
        "WEE",
        [
            ["week", "weeks"],
            ["Woche", "Wochen"],
            ["semaine", "semaines"],
            ["semana", "semanas"],
        ],
    ),
    (
        "MON",
        [
            ["month", "months"],
            ["Monat", "Monate"],
            ["mois", "mois"],
            ["mes", "meses"],
        ],
    ),
    (
        "ANN",
        [
            ["year", "years"],
            ["Jahr", "Jahre"],
            ["an", "ans"],
            ["año", "años"],
        ],
    ),
    ("C62", PIECES),
    ("H87", PIECES),
    ("EA", PIECES),
    ("NAR", PIECES),
    ("XPP", PIECES),
    (
        "LS",
        [
            ["lump sum", "lump sums"],
            ["pauschal", "pauschal"],
            ["forfait", "forfaits"],
            ["tanto alzado", "tantos alzados"],
        ],
    ),
    (
        "SET",
        [
            ["set", "sets"],
            ["Satz", "Sätze"],
            ["jeu", "jeux"],
            ["juego", "juegos"],
        ],
    ),
    (
        "PR",
        [
            ["pair", "pairs"],
            ["Paar", "Paar"],
            ["paire", "paires"],
            ["par", "pares"],
        ],
    ),
    (
        "XPK",
        [
            ["package", "packages"],
            ["Paket", "Pakete"],
            ["paquet", "paquets"],
            ["paquete", "paquetes"],
        ],
    ),
    (
        "XBX",
        [
            ["box", "boxes"],
            ["Karton", "Kartons"],
            ["boîte", "boîtes"],
            ["caja", "cajas"],
        ],
    ),
    ("KGM", [["kg", "kg"]; 4]),
    ("GRM", [["g", "g"]; 4]),
    ("TNE", [["t", "t"]; 4]),
    ("MTR", [["m", "m"]; 4]),
    ("CMT", [["cm", "cm"]; 4]),
    ("MMT", [["mm", "mm"]; 4]),
    ("KMT", [["km", "km"]; 4]),
    ("MTK", [["m²", "m²"]; 4]),
    ("MTQ", [["m³", "m³"]; 4]),
    ("LTR", [["l", "l"]; 4]),
    ("KWH", [["kWh", "kWh"]; 4]),
];
const PIECES: [[&str; 2]; 4] = [
    ["piece", "pieces"],
    ["Stück", "Stück"],
    ["pièce", "pièces"],
    ["unidad", "unidades"],
];

/// A unit in words; the code itself where it is none of these.
pub fn unit(language: Language, code: &str, is_one: bool) -> &str {
    match UNITS.iter().find(|(known, _)| *known == code) {
        Some((_, names)) => names[language as usize][usize::from(!is_one)],
        None => code,
    }
}

/// A country by its code in ISO 3166-1. The names are those of Unicode CLDR
/// 44, a country a line, in English, German, French and Spanish.
pub fn country(language: Language, code: &str) -> Option<&'static str> {
    const NAMES: &str = include_str!("countries.txt");
    if code.len() != 2 {
        return None;
    }
    let names = NAMES.lines().find_map(|line| line.strip_prefix(code))?;
    names.split('|').nth(language as usize)
}

/// `text` with what stands for `{name}`.
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut left = text;
    while let Some((before, behind)) = left.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            break;
        };
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        left = after;
    }
    filled.push_str(left);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_a_name_in_each_language() {
        assert_eq!(country(Language::English, "DE"), Some("Germany"));
        assert_eq!(country(Language::Spanish, "CH"), Some("Suiza"));
        assert_eq!(country(Language::French, "ZW"), Some("Zimbabwe"));
        for code in ["", "D", "de", "??", "DEU"] {
            assert_eq!(country(Language::German, code), None, "{code:?}");
        }
    }

    #[test]
    fn what_a_customer_calls_himself_fills_no_other_place() {
        let filled = filled("{a} of {b}", &[("a", "{b}"), ("b", "x")]);
        assert_eq!(filled, "{b} of x");
    }
}
