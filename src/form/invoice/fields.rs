//! Typing into the form of a document, and comparing two versions of it.

use ledger::problem::{At, FieldName};
use ledger::tax::TaxSet;

use super::line::{LineField, LineForm, SEVERAL};
use super::{InvoiceField, InvoiceForm};
use crate::form::adjustment::AdjustmentForm;
use crate::form::editing::Form;

impl Form for InvoiceForm {
    type Field = InvoiceField;

    fn set(&mut self, field: InvoiceField, value: &str) {
        match field {
            InvoiceField::Customer => value.clone_into(&mut self.customer),
            InvoiceField::Date => value.clone_into(&mut self.date),
            InvoiceField::Currency => value.clone_into(&mut self.currency),
            InvoiceField::Rate => value.clone_into(&mut self.rate),
            InvoiceField::Terms(field) => self.terms.set(field, value),
            InvoiceField::Note => value.clone_into(&mut self.note),
            InvoiceField::Delivered => value.clone_into(&mut self.delivered),
            InvoiceField::Retained(index) => {
                if let Some((_, is_retained)) = self.retained.get_mut(index) {
                    *is_retained = !*is_retained;
                }
            }
            InvoiceField::ServiceFrom => value.clone_into(&mut self.service_from),
            InvoiceField::ServiceTo => value.clone_into(&mut self.service_to),
            InvoiceField::CreditReason => value.clone_into(&mut self.credit_reason),
            InvoiceField::Kind => self.is_deposit = value == "deposit",
            InvoiceField::PriceMode => self.is_gross = value == "gross",
            InvoiceField::BuyerReference => value.clone_into(&mut self.buyer_reference),
            InvoiceField::PurchaseOrder => value.clone_into(&mut self.purchase_order),
            InvoiceField::Contract => value.clone_into(&mut self.contract),
            InvoiceField::Project => value.clone_into(&mut self.project),
            InvoiceField::Footer => value.clone_into(&mut self.footer),
            InvoiceField::Deduct(id) => {
                let count = self.deducts.len();
                self.deducts.retain(|known| *known != id);
                if self.deducts.len() == count {
                    self.deducts.push(id);
                }
            }
            InvoiceField::DuplicateLine(index) => {
                if let Some(line) = self.lines.get(index).cloned() {
                    let key = self.next_key;
                    self.next_key += 1;
                    self.lines.insert(index + 1, LineForm { key, ..line });
                }
            }
            InvoiceField::MoveLine(index) => {
                let other = if value.is_empty() {
                    index.checked_sub(1)
                } else {
                    Some(index + 1)
                };
                if let Some(other) = other.filter(|other| *other < self.lines.len()) {
                    self.lines.swap(index, other);
                }
            }
            InvoiceField::AddAdjustment(line) => {
                let key = self.next_key;
                self.next_key += 1;
                if let Some(list) = self.adjustments_of(line) {
                    list.push(AdjustmentForm {
                        key,
                        spread: line.is_none(),
                        ..AdjustmentForm::default()
                    });
                }
            }
            InvoiceField::RemoveAdjustment(line, place) => {
                if let Some(list) = self.adjustments_of(line)
                    && place < list.len()
                {
                    list.remove(place);
                }
            }
            InvoiceField::Adjustment(line, place, field) => {
                let list = self.adjustments_of(line);
                if let Some(part) = list.and_then(|list| list.get_mut(place)) {
                    part.set(field, value);
                }
            }
            InvoiceField::AddLine => self.add_line(),
            InvoiceField::RemoveLine(index) => {
                if index < self.lines.len() {
                    self.lines.remove(index);
                }
                if self.lines.is_empty() {
                    self.add_line();
                }
            }
            InvoiceField::Line(index, field) => {
                let Some(line) = self.lines.get_mut(index) else {
                    return;
                };
                match field {
                    LineField::Description => value.clone_into(&mut line.description),
                    LineField::Quantity => value.clone_into(&mut line.quantity),
                    LineField::Unit => value.clone_into(&mut line.unit),
                    LineField::UnitPrice => value.clone_into(&mut line.unit_price),
                    LineField::Taxes if value == SEVERAL => line.several = true,
                    LineField::Taxes => {
                        line.taxes = TaxSet(value.parse().unwrap_or(0));
                        line.several = false;
                    }
                    LineField::Tax(place) => line.taxes.0 ^= TaxSet::only(place).0,
                    LineField::Note => value.clone_into(&mut line.note),
                    LineField::PriceBaseQuantity => {
                        value.clone_into(&mut line.price_base_quantity);
                    }
                }
            }
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        let mut parts = vec![
            (FieldName::Customer.into(), self.customer.clone()),
            (FieldName::Currency.into(), self.currency.clone()),
            (FieldName::Terms.into(), self.terms.summary()),
            (FieldName::Note.into(), self.note.clone()),
            (FieldName::Delivered.into(), self.delivered.clone()),
            (FieldName::ServiceFrom.into(), self.service_from.clone()),
            (FieldName::ServiceTo.into(), self.service_to.clone()),
            (FieldName::CreditReason.into(), self.credit_reason.clone()),
            (
                FieldName::BuyerReference.into(),
                self.buyer_reference.clone(),
            ),
            (FieldName::PurchaseOrder.into(), self.purchase_order.clone()),
            (FieldName::Contract.into(), self.contract.clone()),
            (FieldName::Project.into(), self.project.clone()),
            (FieldName::Footer.into(), self.footer.clone()),
            (
                FieldName::PriceMode.into(),
                self.price_mode_name().to_owned(),
            ),
            (FieldName::Kind.into(), self.kind_name().to_owned()),
            (FieldName::Adjustments.into(), self.adjustments_summary()),
            (FieldName::Deducts.into(), format!("{:?}", self.deducts)),
            (FieldName::Retained.into(), self.retained_summary()),
        ];
        // One that nobody gave a day has that of today, in each tab.
        if self.base.draft_date.is_some() {
            parts.push((FieldName::Date.into(), self.date.clone()));
        }
        let lines = self.lines.iter().enumerate();
        parts.extend(lines.map(|(index, line)| ((FieldName::Line, index).into(), line.summary())));
        parts
    }

    fn take(&mut self, other: &InvoiceForm, part: At) {
        match (part.field, part.index) {
            (FieldName::Customer, _) => self.customer.clone_from(&other.customer),
            (FieldName::Date, _) => self.date.clone_from(&other.date),
            (FieldName::Currency, _) => self.currency.clone_from(&other.currency),
            (FieldName::Terms, _) => self.terms.clone_from(&other.terms),
            (FieldName::Note, _) => self.note.clone_from(&other.note),
            (FieldName::Delivered, _) => self.delivered.clone_from(&other.delivered),
            (FieldName::ServiceFrom, _) => self.service_from.clone_from(&other.service_from),
            (FieldName::ServiceTo, _) => self.service_to.clone_from(&other.service_to),
            (FieldName::CreditReason, _) => self.credit_reason.clone_from(&other.credit_reason),
            (FieldName::BuyerReference, _) => {
                self.buyer_reference.clone_from(&other.buyer_reference)
            }
            (FieldName::PurchaseOrder, _) => self.purchase_order.clone_from(&other.purchase_order),
            (FieldName::Contract, _) => self.contract.clone_from(&other.contract),
            (FieldName::Project, _) => self.project.clone_from(&other.project),
            (FieldName::Footer, _) => self.footer.clone_from(&other.footer),
            (FieldName::PriceMode, _) => self.is_gross = other.is_gross,
            (FieldName::Kind, _) => self.is_deposit = other.is_deposit,
            (FieldName::Adjustments, _) => self.adjustments.clone_from(&other.adjustments),
            (FieldName::Deducts, _) => self.deducts.clone_from(&other.deducts),
            (FieldName::Retained, _) => self.retained.clone_from(&other.retained),
            (FieldName::Line, Some(index)) => {
                match (other.lines.get(index), self.lines.get_mut(index)) {
                    (Some(line), Some(place)) => {
                        let key = place.key;
                        *place = LineForm {
                            key,
                            ..line.clone()
                        };
                    }
                    (Some(line), None) => {
                        self.lines.push(LineForm {
                            key: self.next_key,
                            ..line.clone()
                        });
                        self.next_key += 1;
                    }
                    (None, Some(_)) => {
                        self.lines.remove(index);
                    }
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }
}
