//! What a document of an import says: lines, taxes, allowances and charges,
//! terms and details.

use crate::date::Date;
use crate::invoice::{Adjustment, AdjustmentValue, DocumentDetails, Line, LineDetails};
use crate::problem::{At, FieldName, ImportFault, LONG_MAX, SHORT_MAX, What};
use crate::records::{
    AdjustmentRecord, DetailsRecord, InvoiceRecord, LineDetailsRecord, LineRecord, PeriodRecord,
    TaxRecord,
};
use crate::tax::{TAXES_MAX, Tax, TaxSet};
use crate::terms::{Due, EarlyDiscount, Terms};

use super::{Plan, tax};

impl<'a> Plan<'a> {
    /// The document's list of taxes: each tax of its lines once, in an order
    /// that keeps the order on every line, as compound taxes build on it.
    pub(super) fn taxes(&mut self, record: &InvoiceRecord) -> Option<Vec<Tax>> {
        let lists = record.lines.iter().map(|line| &line.taxes).chain(
            record
                .adjustments
                .iter()
                .map(|adjustment| &adjustment.taxes),
        );
        let mut taxes: Vec<Tax> = Vec::new();
        // Which places must stand before each place.
        let mut before: Vec<TaxSet> = Vec::new();
        for list in lists {
            let mut earlier = TaxSet::default();
            for stated in list {
                let place = match taxes.iter().position(|known| is_same(known, stated)) {
                    Some(place) => place,
                    None if taxes.len() == TAXES_MAX => {
                        self.problem(FieldName::Taxes, What::TooMany(TAXES_MAX));
                        return None;
                    }
                    None => {
                        self.short(&[(FieldName::Taxes, &stated.name)]);
                        taxes.push(tax(stated));
                        before.push(TaxSet::default());
                        taxes.len() - 1
                    }
                };
                if let Some(before) = before.get_mut(place) {
                    before.0 |= earlier.0;
                }
                earlier = earlier.with(place);
            }
        }
        let Some(order) = order(&before) else {
            self.problem(FieldName::Taxes, ImportFault::TaxOrder);
            return None;
        };
        let ordered = order.into_iter();
        Some(
            ordered
                .filter_map(|place| taxes.get(place).cloned())
                .collect(),
        )
    }

    pub(super) fn line(
        &mut self,
        index: usize,
        record: &'a LineRecord,
        taxes: &[Tax],
    ) -> Option<Line> {
        let at = At::from((FieldName::Lines, index));
        if record.description.trim().is_empty() {
            self.problem(at, What::Missing);
        }
        if record.description.chars().nth(LONG_MAX).is_some() {
            self.problem(at, What::TooLong(LONG_MAX));
        }
        if record.unit.chars().nth(SHORT_MAX).is_some() {
            self.problem(at, What::TooLong(SHORT_MAX));
        }
        let mut adjustments = Vec::with_capacity(record.adjustments.len());
        for adjustment in &record.adjustments {
            if !adjustment.taxes.is_empty() {
                self.problem(at, What::WrongKind);
            }
            adjustments.push(self.adjustment(at, adjustment, taxes)?);
        }
        let details = record.details.as_deref();
        let more = details.map(|details| Box::new(self.line_details(at, details)));
        Some(Line {
            description: record.description.trim().to_owned(),
            quantity: record.quantity,
            unit: record.unit.trim().to_owned(),
            unit_price: record.unit_price,
            taxes: set(&record.taxes, taxes),
            adjustments,
            more,
        })
    }

    fn line_details(&mut self, at: At, record: &'a LineDetailsRecord) -> LineDetails {
        for text in [&record.item, &record.seller_item, &record.buyer_item] {
            if text.chars().nth(SHORT_MAX).is_some() {
                self.problem(at, What::TooLong(SHORT_MAX));
            }
        }
        if record.note.chars().nth(LONG_MAX).is_some() {
            self.problem(at, What::TooLong(LONG_MAX));
        }
        let number = record.item.trim();
        let item = self.items.get(number).copied();
        if item.is_none() && !number.is_empty() {
            self.problem(at, What::Unknown);
        }
        LineDetails {
            item,
            price_base_quantity: record.price_base_quantity,
            note: record.note.trim().to_owned(),
            seller_item: record.seller_item.trim().to_owned(),
            buyer_item: record.buyer_item.trim().to_owned(),
            period: self.period(at, record.period),
        }
    }

    fn period(&mut self, at: At, record: Option<PeriodRecord>) -> Option<(Date, Date)> {
        let period = record?;
        if period.to < period.from {
            self.problem(at, What::Before(period.from));
        }
        Some((period.from, period.to))
    }

    pub(super) fn adjustment(
        &mut self,
        at: At,
        record: &AdjustmentRecord,
        taxes: &[Tax],
    ) -> Option<Adjustment> {
        let value = match (record.amount, record.percent) {
            (Some(amount), None) => AdjustmentValue::Amount(amount),
            (None, Some(percent)) => AdjustmentValue::Percent(percent),
            _ => {
                self.problem(at, ImportFault::AmountOrPercent);
                return None;
            }
        };
        for text in [&record.reason, &record.reason_code] {
            if text.chars().nth(SHORT_MAX).is_some() {
                self.problem(at, What::TooLong(SHORT_MAX));
            }
        }
        Some(Adjustment {
            kind: record.kind,
            value,
            reason: record.reason.trim().to_owned(),
            reason_code: record.reason_code.trim().to_owned(),
            taxes: if record.spread {
                TaxSet::default()
            } else {
                set(&record.taxes, taxes)
            },
            spread: record.spread,
        })
    }

    pub(super) fn terms(&mut self, record: &InvoiceRecord) -> Terms {
        let terms = Terms {
            due: Due::Fixed(record.due.unwrap_or(record.issued)),
            early: record
                .early_discounts
                .iter()
                .map(|tier| EarlyDiscount {
                    days: tier.days,
                    percent: tier.percent,
                })
                .collect(),
            instalments: Vec::new(),
        };
        let check = terms.check();
        self.noted(FieldName::EarlyDiscounts, check);
        terms
    }

    pub(super) fn details(&mut self, record: &DetailsRecord) -> Box<DocumentDetails> {
        self.short(&[
            (FieldName::BuyerReference, &record.buyer_reference),
            (FieldName::PurchaseOrder, &record.purchase_order),
            (FieldName::Contract, &record.contract),
            (FieldName::Project, &record.project),
            (FieldName::PaymentReference, &record.payment_reference),
        ]);
        self.long(&[
            (FieldName::Note, &record.note),
            (FieldName::Footer, &record.footer),
            (FieldName::CreditReason, &record.credit_reason),
        ]);
        let trimmed = |text: &str| text.trim().to_owned();
        Box::new(DocumentDetails {
            buyer_reference: trimmed(&record.buyer_reference),
            purchase_order: trimmed(&record.purchase_order),
            contract: trimmed(&record.contract),
            project: trimmed(&record.project),
            period: self.period(FieldName::Period.into(), record.period),
            delivered: record.delivered,
            tax_point: record.tax_point,
            payment_reference: trimmed(&record.payment_reference),
            note: trimmed(&record.note),
            footer: trimmed(&record.footer),
            credit_reason: trimmed(&record.credit_reason),
        })
    }
}

fn is_same(known: &Tax, stated: &TaxRecord) -> bool {
    *known == tax(stated)
}

pub(super) fn set(stated: &[TaxRecord], taxes: &[Tax]) -> TaxSet {
    stated.iter().fold(TaxSet::default(), |set, stated| {
        match taxes.iter().position(|known| is_same(known, stated)) {
            Some(place) => set.with(place),
            None => set,
        }
    })
}

/// The places in an order that puts each after those it needs before it, and
/// else keeps theirs; `None` where there is none.
fn order(before: &[TaxSet]) -> Option<Vec<usize>> {
    let mut placed = TaxSet::default();
    let mut order = Vec::with_capacity(before.len());
    while order.len() < before.len() {
        let next = before
            .iter()
            .enumerate()
            .position(|(place, before)| !placed.contains(place) && before.0 & !placed.0 == 0)?;
        placed = placed.with(next);
        order.push(next);
    }
    Some(order)
}
