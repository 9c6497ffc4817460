//! What a table holds and where, by what its columns are called.

use std::collections::BTreeSet;

use statements::table::{Row, bare, cells};

use super::names::{MORE_NAMES, NAMES};
use super::{Columns, Field, Holds};

/// Names of columns that may hold the day of payment, or how much was paid.
const PAID: [&str; 8] = [
    "paid", "bezahlt", "gezahlt", "settled", "paye", "pagado", "pagato", "betaald",
];

/// The columns of such a table that their names give away; none where the
/// first row names none.
pub fn guess_columns(header: &[String], holds: Holds) -> Columns {
    let header: Vec<String> = header.iter().map(|name| bare(name)).collect();
    let mut columns = Columns::default();
    let mut taken = BTreeSet::new();
    let mut take = |field, names: &[&str]| {
        let found = names
            .iter()
            .find_map(|name| header.iter().position(|known| known == name))
            .filter(|column| !taken.contains(column));
        if let Some(column) = found {
            taken.insert(column);
            columns.set(field, Some(column));
        }
    };
    let has = |field: &Field| holds.fields().contains(field);
    let is_own = |field: &Field| {
        holds == Holds::Customers && matches!(field, Field::Customer | Field::CustomerName)
    };
    for (field, names) in NAMES {
        if has(field) && !is_own(field) {
            take(*field, names);
        }
    }
    for (field, names) in MORE_NAMES {
        let is_first = matches!(field, Field::Customer | Field::CustomerName);
        if has(field) && (!is_first || is_own(field)) {
            take(*field, names);
        }
    }
    if holds == Holds::Payments
        && columns.of(Field::PaidOn).is_none()
        && let Some(date) = date_column(&header, &columns)
    {
        columns.set(Field::PaidOn, Some(date));
    }
    columns
}

/// A column of dates that nothing else takes: of a table of payments it is
/// the day that they came.
fn date_column(header: &[String], columns: &Columns) -> Option<usize> {
    let (_, names) = NAMES.iter().find(|(field, _)| *field == Field::Issued)?;
    let is_free = |column: &usize| {
        let fields = Holds::Payments.fields();
        fields
            .iter()
            .all(|field| columns.of(*field) != Some(*column))
    };
    names
        .iter()
        .find_map(|name| header.iter().position(|known| known == name))
        .filter(is_free)
}

/// What a table most likely holds, by what its columns are called.
pub(super) fn guess_holds(header: &[String]) -> Holds {
    /// That much is missing of no likely table.
    const FAR: usize = 4;
    let is_found = |columns: &Columns, field: &Field| columns.of(*field).is_some();
    let odds = |holds: &Holds| {
        let columns = guess_columns(header, *holds);
        let required = holds
            .fields()
            .iter()
            .filter(|field| holds.requires(**field));
        let missing = required.filter(|field| !is_found(&columns, field)).count();
        match holds {
            // Most say when they are due.
            Holds::Invoices => 2 * missing + usize::from(!is_found(&columns, &Field::Due)),
            Holds::Payments => {
                let named = [Field::Number, Field::Customer];
                let is_nobodys = !named.iter().any(|field| is_found(&columns, field));
                // A day that is called so by name makes it likelier.
                let paid_on = guess_columns(header, Holds::Invoices).of(Field::PaidOn);
                2 * (missing + usize::from(is_nobodys) + usize::from(paid_on.is_none()))
            }
            Holds::Customers => {
                let details = [
                    Field::Email,
                    Field::Phone,
                    Field::Address,
                    Field::City,
                    Field::VatId,
                ];
                let invoices = guess_columns(header, Holds::Invoices);
                let money = [Field::Amount, Field::Due, Field::PaidOn];
                let is_likely = details.iter().any(|field| is_found(&columns, field))
                    && !money.iter().any(|field| is_found(&invoices, field));
                if is_likely { 2 * missing } else { FAR }
            }
        }
    };
    // What is no likely table of another kind is one of invoices.
    match Holds::ALL.into_iter().min_by_key(odds) {
        Some(holds) if odds(&holds) < FAR => holds,
        _ => Holds::Invoices,
    }
}

/// A column that is called paid holds days, amounts, or yes and no: what
/// stands in it decides.
pub(super) fn by_values<'a>(
    columns: &mut Columns,
    header: &[String],
    rows: impl Iterator<Item = Row<'a>>,
) {
    let Some(column) = columns.of(Field::PaidOn) else {
        return;
    };
    let name = header
        .get(column)
        .map(|name| bare(name))
        .unwrap_or_default();
    if !PAID.contains(&name.as_str()) || columns.of(Field::Paid).is_some() {
        return;
    }
    let (mut days, mut amounts) = (0, 0);
    for row in rows {
        let text = row.fields.get(column).map_or("", |text| text);
        if cells::is_date(text) {
            days += 1;
        } else if cells::is_amount(text) {
            amounts += 1;
        }
    }
    if amounts > days {
        columns.set(Field::PaidOn, None);
        columns.set(Field::Paid, Some(column));
    }
}
