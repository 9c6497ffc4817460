//! The export of inv-gen: `{version, exportedAt, invoices, settings}`.
//!
//! Each invoice carries its client, its lines, one rate of tax, discount and
//! shipping on the whole, and its payments. There is no list of clients: those
//! of the same name are one, and what the first lacks is filled from later.

use super::export::ExportFault;
use super::object::Object;
use super::reader::{Reader, Stated, tax_record};
use crate::import::names::folded;
use crate::invoice::AdjustmentKind;
use crate::money::{Currency, Decimal, Money};
use crate::problem::{At, FieldName};
use crate::records::{
    AddressRecord, AdjustmentRecord, CustomerRecord, DetailsRecord, DocumentKind, InvoiceRecord,
    LineRecord, TaxRecord,
};

pub(super) fn read(reader: &mut Reader, top: &Object) {
    for (index, stated) in reader.list(top, FieldName::Invoices).iter().enumerate() {
        if stated.0.is_empty() {
            continue;
        }
        reader.at = (FieldName::Invoices, index, stated.text("number"));
        reader.document(|reader| invoice(reader, stated));
    }
}

fn invoice(reader: &mut Reader, stated: &Object) {
    let status = stated.text("status").to_lowercase();
    match status.as_str() {
        "draft" => {
            reader.drafts += 1;
            return;
        }
        "archived" => reader.warn("status", &status, ExportFault::Archived),
        "sent" | "paid" | "overdue" | "" => {}
        _ => return reader.problem("status", &status, ExportFault::UnknownStatus),
    }
    let number = reader.numbered(stated);
    let dates = reader.dates(stated, "issueDate", "dueDate");
    let currency = reader.currency(&[stated.text("currency")]);
    let customer = customer(reader, &stated.object("client"));
    let global = stated.object("adjustments");
    let tax = percent(reader, &global, "globalTaxPct", "adjustments.globalTaxPct");
    let lines = lines(reader, stated, tax.as_ref());
    let adjustments = adjustments(reader, &global, tax);
    let payments = payments(reader, stated);
    let (Some((issued, due)), Some(currency), Some(customer)) = (dates, currency, customer) else {
        return;
    };
    let asked = asked(reader, &stated.object("totals"), currency);
    let meta = stated.object("meta");
    let details = DetailsRecord {
        purchase_order: meta.text("po"),
        buyer_reference: meta.text("reference"),
        note: stated.lines("notes").join("\n"),
        footer: stated.lines("terms").join("\n"),
        ..DetailsRecord::default()
    };
    let total = Decimal::ZERO;
    let record = InvoiceRecord {
        due,
        lines,
        adjustments,
        details: (details != DetailsRecord::default()).then(|| Box::new(details)),
        total: None,
        ..InvoiceRecord::opening(DocumentKind::Invoice, number, customer, issued, total)
    };
    reader.take(Stated {
        record,
        currency,
        asked,
        paid: status == "paid",
        payments,
    });
}

fn customer(reader: &mut Reader, client: &Object) -> Option<String> {
    let (mut name, email) = (client.text("name"), client.text("email"));
    if name.is_empty() {
        name.clone_from(&email);
    }
    if name.is_empty() {
        reader.problem("client.name", "", ExportFault::Missing);
        return None;
    }
    let stated = CustomerRecord {
        name,
        email,
        address: AddressRecord::of(client.lines("address"), ""),
        ..CustomerRecord::default()
    };
    let known = reader.by_name.get(&folded(&stated.name)).copied();
    let place =
        match known.and_then(|place| Some((place, reader.records.customers.get_mut(place)?))) {
            None => reader.add_customer(stated),
            Some((place, known)) => {
                if known.email.is_empty() {
                    known.email = stated.email;
                }
                if known.address.lines.is_empty() {
                    known.address = stated.address;
                    let (array, index, _) = reader.at;
                    if let Some(origin) = reader.origins.customers.get_mut(place) {
                        *origin = At::from((array, index));
                    }
                }
                place
            }
        };
    Some(reader.reference(place))
}

/// A tax of a percentage that is stated and not zero.
fn percent(reader: &mut Reader, of: &Object, name: &str, place: &str) -> Option<TaxRecord> {
    let percent = reader.number(of, name, place)?;
    (!percent.is_zero()).then(|| tax_record("", percent))
}

fn lines(reader: &mut Reader, stated: &Object, global: Option<&TaxRecord>) -> Vec<LineRecord> {
    let mut lines = Vec::new();
    for (index, item) in reader.inner(stated, "items").iter().enumerate() {
        let at = |name: &str| format!("items[{index}].{name}");
        let description = item.lines("description").join("\n");
        let quantity = reader.number(item, "quantity", &at("quantity"));
        let unit_price = reader.number(item, "unitPrice", &at("unitPrice"));
        let unit_price = unit_price.unwrap_or_default();
        if description.is_empty() && unit_price.is_zero() {
            continue;
        }
        let own = percent(reader, item, "taxRatePct", &at("taxRatePct"));
        let discount = reader.number(item, "discountPct", &at("discountPct"));
        let taxes = match (own, global) {
            // Both apply, each to the price.
            (Some(own), Some(global)) if own == *global => vec![
                own,
                TaxRecord {
                    name: "Tax (2)".to_owned(),
                    ..global.clone()
                },
            ],
            (own, global) => own.into_iter().chain(global.cloned()).collect(),
        };
        lines.push(LineRecord {
            description,
            quantity: quantity.unwrap_or_default(),
            unit: String::new(),
            unit_price,
            taxes,
            adjustments: discount
                .filter(|percent| percent.is_positive())
                .map(|percent| allowance(percent, Vec::new()))
                .into_iter()
                .collect(),
            details: None,
        });
    }
    lines
}

fn allowance(percent: Decimal, taxes: Vec<TaxRecord>) -> AdjustmentRecord {
    AdjustmentRecord {
        kind: AdjustmentKind::Allowance,
        amount: None,
        percent: Some(percent),
        reason: String::new(),
        reason_code: String::new(),
        taxes,
        spread: false,
    }
}

fn adjustments(
    reader: &mut Reader,
    global: &Object,
    tax: Option<TaxRecord>,
) -> Vec<AdjustmentRecord> {
    let taxes: Vec<TaxRecord> = tax.into_iter().collect();
    let discount = reader.number(global, "globalDiscountPct", "adjustments.globalDiscountPct");
    let shipping = reader.number(global, "shipping", "adjustments.shipping");
    let is_stated = |number: &Decimal| !number.is_zero();
    let discount = discount
        .filter(is_stated)
        .map(|percent| allowance(percent, taxes.clone()));
    let shipping = shipping.filter(is_stated).map(|amount| AdjustmentRecord {
        kind: AdjustmentKind::Charge,
        amount: Some(amount),
        percent: None,
        reason: "Shipping".to_owned(),
        ..allowance(amount, taxes)
    });
    discount.into_iter().chain(shipping).collect()
}

/// What the program printed, rounded as it prints; nothing where it never
/// added up.
fn asked(reader: &mut Reader, totals: &Object, currency: Currency) -> Option<Money> {
    let total = reader.number(totals, "grandTotal", "totals.grandTotal")?;
    if total.is_zero() {
        return None;
    }
    match Money::rounded(total, currency) {
        Ok(total) => Some(total),
        Err(fault) => {
            reader.problem("totals.grandTotal", &total.to_string(), fault);
            None
        }
    }
}

fn payments(reader: &mut Reader, stated: &Object) -> Vec<(crate::date::Date, Decimal, String)> {
    let mut payments = Vec::new();
    for (index, payment) in reader.inner(stated, "payments").iter().enumerate() {
        let at = |name: &str| format!("payments[{index}].{name}");
        let amount = reader.number(payment, "amount", &at("amount"));
        let Some(amount) = amount.filter(|amount| !amount.is_zero()) else {
            continue;
        };
        let before = reader.problems.len();
        match reader.date(payment, "date", &at("date")) {
            Some(date) => payments.push((date, amount, payment.lines("note").join("\n"))),
            None if reader.problems.len() == before => {
                reader.problem(&at("date"), "", ExportFault::Missing);
            }
            None => {}
        }
    }
    payments
}
