//! The export of serverless-invoices: what it keeps under each key, `team`,
//! `clients`, `bank_accounts`, `taxes` and `invoices` with their rows.
//!
//! The business's own details (`team`, `bank_accounts`) stay as they are in
//! the settings here; of them only the currency is looked at. Its style
//! (`custom_css`) and its logo (`logo_url`) are never read.

use std::collections::BTreeMap;

use super::export::ExportFault;
use super::object::Object;
use super::reader::{Reader, Stated, tax_record};
use crate::import::names::folded;
use crate::money::{Currency, Decimal, Exact, Money, MoneyError};
use crate::problem::FieldName;
use crate::records::{
    AddressRecord, CustomerRecord, DetailsRecord, DocumentKind, InvoiceRecord, LineRecord,
    RetainedRecord, TaxRecord, VoidRecord,
};

/// What invoices take from elsewhere in the file.
struct Known {
    /// Customers by the id that the program gave them.
    clients: BTreeMap<String, (usize, String)>,
    currency: String,
}

pub(super) fn read(reader: &mut Reader, top: &Object) {
    let mut known = Known {
        clients: BTreeMap::new(),
        currency: top.object("team").text("currency"),
    };
    clients(reader, top, &mut known);
    for (index, stated) in reader.list(top, FieldName::Invoices).iter().enumerate() {
        if stated.0.is_empty() {
            continue;
        }
        reader.at = (FieldName::Invoices, index, stated.text("number"));
        reader.document(|reader| invoice(reader, stated, &known));
    }
}

fn clients(reader: &mut Reader, top: &Object, known: &mut Known) {
    let clients = reader.list(top, FieldName::Clients);
    let name = |client: &Object| {
        let name = client.text("company_name");
        if name.is_empty() {
            client.text("invoice_email")
        } else {
            name
        }
    };
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for client in &clients {
        *named.entry(folded(&name(client))).or_default() += 1;
    }
    for (index, client) in clients.iter().enumerate() {
        let (id, name) = (client.text("id"), name(client));
        if name.is_empty() {
            continue;
        }
        reader.at = (FieldName::Clients, index, name.clone());
        let mut customer = record(client, "company_", "invoice_email", &name);
        customer.currency = client.text("currency").to_ascii_uppercase().parse().ok();
        if named.get(&folded(&name)).is_some_and(|count| *count > 1) {
            customer.number.clone_from(&id);
            reader.warn("company_name", &name, ExportFault::SameName);
        }
        fields(reader, client, "fields", &mut customer);
        let place = reader.add_customer(customer);
        known
            .clients
            .entry(id)
            .or_insert((place, client.text("currency")));
    }
}

/// The customer that a client, or the copy of one on an invoice, states.
fn record(stated: &Object, prefix: &str, email: &str, name: &str) -> CustomerRecord {
    let text = |field: &str| stated.text(&format!("{prefix}{field}"));
    let lines = stated.lines(&format!("{prefix}address"));
    CustomerRecord {
        name: name.to_owned(),
        email: stated.text(email),
        address: AddressRecord {
            postcode: text("postal_code"),
            city: text("city"),
            region: text("county"),
            ..AddressRecord::of(lines, &text("country"))
        },
        vat_id: text("vat_no"),
        registration: text("reg_no"),
        ..CustomerRecord::default()
    }
}

/// The fields that the user made up, each a label and a value.
fn fields(reader: &mut Reader, stated: &Object, name: &str, customer: &mut CustomerRecord) {
    for field in reader.inner(stated, name) {
        let (label, value) = (field.text("label"), field.text("value"));
        let lower = label.to_lowercase();
        if value.is_empty() {
            continue;
        }
        if lower.contains("vat") && customer.vat_id.is_empty() {
            customer.vat_id = value;
        } else if lower.starts_with("reg") && customer.registration.is_empty() {
            customer.registration = value;
        } else {
            if !customer.note.is_empty() {
                customer.note.push('\n');
            }
            customer.note.push_str(&format!("{label}: {value}"));
        }
    }
}

fn invoice(reader: &mut Reader, stated: &Object, known: &Known) {
    let status = stated.text("status").to_lowercase();
    let cancelled = matches!(status.as_str(), "cancelled" | "canceled");
    match status.as_str() {
        "draft" => {
            reader.drafts += 1;
            return;
        }
        "booked" | "sent" | "paid" | "overdue" | "" => {}
        _ if cancelled => reader.warn("status", &status, ExportFault::Cancelled),
        _ => return reader.problem("status", &status, ExportFault::UnknownStatus),
    }
    let number = reader.numbered(stated);
    let dates = reader.dates(stated, "issued_at", "due_at");
    let customer = customer(reader, stated, known);
    let of_client = known.clients.get(&stated.text("client_id"));
    let currency = reader.currency(&[
        stated.text("currency"),
        of_client.map_or_else(String::new, |(_, currency)| currency.clone()),
        known.currency.clone(),
    ]);
    let rows = rows(reader, stated);
    let (Some((issued, due)), Some(currency), Some(customer), Some(rows)) =
        (dates, currency, customer, rows)
    else {
        return;
    };
    let asked = match asked(&rows, currency) {
        Ok(asked) => Some(asked),
        Err(fault) => return reader.problem("rows", "", fault),
    };
    let note = stated.lines("notes").join("\n");
    let record = InvoiceRecord {
        due,
        total: None,
        details: (!note.is_empty()).then(|| {
            Box::new(DetailsRecord {
                note,
                ..DetailsRecord::default()
            })
        }),
        void: cancelled.then(|| VoidRecord {
            date: issued,
            reason: "cancelled".to_owned(),
        }),
        ..InvoiceRecord::opening(
            DocumentKind::Invoice,
            number,
            customer,
            issued,
            Decimal::ZERO,
        )
    };
    reader.take(Stated {
        record: with_rows(record, rows),
        currency,
        asked,
        paid: status == "paid",
        payments: Vec::new(),
    });
}

/// The client by its id, else the copy of it on the invoice.
fn customer(reader: &mut Reader, stated: &Object, known: &Known) -> Option<String> {
    if let Some((place, _)) = known.clients.get(&stated.text("client_id")) {
        return Some(reader.reference(*place));
    }
    let mut name = stated.text("client_name");
    if name.is_empty() {
        name = stated.text("client_email");
    }
    if name.is_empty() {
        reader.problem("client_name", "", ExportFault::Missing);
        return None;
    }
    if let Some(place) = reader.by_name.get(&folded(&name)) {
        return Some(reader.reference(*place));
    }
    let mut customer = record(stated, "client_", "client_email", &name);
    fields(reader, stated, "client_fields", &mut customer);
    let place = reader.add_customer(customer);
    Some(reader.reference(place))
}

/// A row, with its taxes as signed percentages.
struct StatedRow {
    order: Decimal,
    description: String,
    quantity: Decimal,
    unit: String,
    price: Decimal,
    taxes: Vec<(String, Decimal)>,
}

/// `None` where something in them cannot be read.
fn rows(reader: &mut Reader, stated: &Object) -> Option<Vec<StatedRow>> {
    let before = reader.problems.len();
    // Before rows had taxes of their own, the invoice had one.
    let of_all = reader.number(stated, "vat_rate", "vat_rate");
    let mut rows = Vec::new();
    for (index, row) in reader.inner(stated, "rows").iter().enumerate() {
        let at = |name: &str| format!("rows[{index}].{name}");
        let description = row.lines("item").join("\n");
        let quantity = reader.number(row, "quantity", &at("quantity"));
        let price = reader.number(row, "price", &at("price"));
        if description.is_empty() && price.is_none_or(Decimal::is_zero) {
            continue;
        }
        let mut taxes = Vec::new();
        let own = reader.inner(row, "taxes");
        for (place, tax) in own.iter().enumerate() {
            let value = reader.number(tax, "value", &at(&format!("taxes[{place}].value")));
            if let Some(value) = value.filter(|value| !value.is_zero()) {
                taxes.push((tax.text("label"), value));
            }
        }
        if let Some(rate) = of_all.filter(|rate| own.is_empty() && !rate.is_zero()) {
            taxes.push(("VAT".to_owned(), rate));
        }
        rows.push(StatedRow {
            order: reader
                .number(row, "order", &at("order"))
                .unwrap_or_default(),
            description,
            quantity: quantity.unwrap_or_default(),
            unit: row.text("unit"),
            price: price.unwrap_or_default(),
            taxes,
        });
    }
    rows.sort_by_key(|row| row.order);
    (reader.problems.len() == before).then_some(rows)
}

/// What the program prints: rows and taxes added up, then rounded once.
fn asked(rows: &[StatedRow], currency: Currency) -> Result<Money, MoneyError> {
    let mut sum = Exact::ZERO;
    for row in rows {
        let net = Exact::from(row.quantity).mul(row.price.into())?;
        sum = sum.add(net)?;
        for (_, percent) in &row.taxes {
            sum = sum.add(net.mul(Exact::rate(*percent))?)?;
        }
    }
    let sum = Money::from_minor(sum.minor(currency.exponent())?, currency)?;
    Money::new(sum.amount(), currency)
}

fn with_rows(mut record: InvoiceRecord, rows: Vec<StatedRow>) -> InvoiceRecord {
    let retained = |row: &StatedRow| -> Vec<(String, Decimal)> {
        let taxes = row.taxes.iter();
        taxes
            .filter(|(_, percent)| percent.is_negative())
            .cloned()
            .collect()
    };
    // A tax below zero is one that the customer keeps back: of the whole
    // document, or it cannot stand and the total decides.
    let first = rows.first().map(retained).unwrap_or_default();
    if rows.iter().all(|row| retained(row) == first) {
        record.retained = first
            .into_iter()
            .map(|(name, percent)| RetainedRecord {
                name,
                percent: percent.neg(),
            })
            .collect();
    }
    record.lines = rows
        .into_iter()
        .map(|row| LineRecord {
            taxes: taxes(&row),
            description: row.description,
            quantity: row.quantity,
            unit: row.unit,
            unit_price: row.price,
            adjustments: Vec::new(),
            details: None,
        })
        .collect();
    record
}

fn taxes(row: &StatedRow) -> Vec<TaxRecord> {
    let mut taxes: Vec<TaxRecord> = Vec::new();
    for (label, percent) in &row.taxes {
        let mut tax = tax_record(label, *percent);
        if percent.is_negative() {
            continue;
        }
        // Twice the same tax on a row is two taxes.
        while taxes.contains(&tax) {
            tax.name.push('\'');
        }
        taxes.push(tax);
    }
    taxes
}
