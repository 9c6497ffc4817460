//! A book's records as a records file.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::book::Book;
use crate::customer::Customer;
use crate::ids::{CustomerId, InvoiceId, ItemId, RefundId};
use crate::invoice::{
    Adjustment, AdjustmentValue, DocumentDetails, Invoice, Issue, Kind, Line, LineDetails,
};
use crate::item::Item;
use crate::payment::{Allocation, Payment, Refund, Source};
use crate::tax::{Tax, TaxSet};
use crate::terms::Due;

use super::*;

/// The book's customers, items, issued documents and money. Drafts, series, schedules,
/// closed periods and the history are left out: the backup has them.
///
/// # Properties
/// Imported into an empty book of the same currency, it gives the same
/// figures as of every day.
pub fn of(book: &Book) -> RecordsFile {
    let export = Export::new(book);
    RecordsFile {
        owed_records: VERSION,
        currency: book.business().map(|business| business.currency),
        customers: book
            .customers()
            .iter()
            .map(|customer| export.customer(customer))
            .collect(),
        items: book.items().iter().map(|item| export.item(item)).collect(),
        invoices: book
            .invoices()
            .iter()
            .filter_map(|invoice| export.invoice(invoice, invoice.issue.as_deref()?))
            .collect(),
        payments: book
            .payments()
            .iter()
            .map(|payment| export.payment(payment))
            .collect(),
        write_offs: book
            .write_offs()
            .iter()
            .map(|write_off| WriteOffRecord {
                invoice: export.number(write_off.invoice),
                date: write_off.date,
                amount: write_off.amount,
                reason: write_off.reason.clone(),
            })
            .collect(),
    }
}

/// What records are found by while they are written.
struct Export<'a> {
    book: &'a Book,
    /// Names and numbers that more than one customer answers to.
    shared: BTreeMap<String, u32>,
    allocations: BTreeMap<Source, Vec<&'a Allocation>>,
    refunds: BTreeMap<Source, Vec<&'a Refund>>,
}

impl<'a> Export<'a> {
    fn new(book: &'a Book) -> Export<'a> {
        let mut export = Export {
            book,
            shared: BTreeMap::new(),
            allocations: BTreeMap::new(),
            refunds: BTreeMap::new(),
        };
        for customer in book.customers().iter() {
            let number = customer.number.trim().to_lowercase();
            let name = customer.details.name.trim().to_lowercase();
            for called in [(number != name).then_some(number), Some(name)] {
                *export.shared.entry(called.unwrap_or_default()).or_default() += 1;
            }
        }
        for allocation in book.allocations().iter() {
            let list = export.allocations.entry(allocation.source).or_default();
            list.push(allocation);
        }
        // One that was reversed gave nothing back.
        let reversed: BTreeSet<RefundId> = book
            .refunds()
            .iter()
            .filter_map(|one| one.reverses)
            .collect();
        let stands = |one: &&Rc<Refund>| one.reverses.is_none() && !reversed.contains(&one.id);
        for refund in book.refunds().iter().filter(stands) {
            export
                .refunds
                .entry(refund.source)
                .or_default()
                .push(refund);
        }
        export
    }

    fn is_shared(&self, called: &str) -> bool {
        let called = called.trim().to_lowercase();
        called.is_empty() || self.shared.get(&called).is_some_and(|count| *count > 1)
    }

    /// What a customer is called by in the file: the number, or else the
    /// name, or else, where neither names just one, the id.
    fn called(&self, customer: &Customer) -> String {
        if !self.is_shared(&customer.number) {
            customer.number.clone()
        } else if !self.is_shared(&customer.details.name) {
            customer.details.name.clone()
        } else {
            customer.id.to_string()
        }
    }

    fn customer_of(&self, id: CustomerId) -> String {
        self.book
            .customers()
            .get(id)
            .map_or_else(|| id.to_string(), |customer| self.called(customer))
    }

    fn number(&self, id: InvoiceId) -> String {
        self.book
            .invoices()
            .get(id)
            .map_or_else(|| id.to_string(), |invoice| invoice.number().to_owned())
    }

    fn item_number(&self, id: Option<ItemId>) -> String {
        id.and_then(|id| self.book.items().get(id))
            .map_or_else(String::new, |item| item.number.clone())
    }

    fn customer(&self, customer: &Customer) -> CustomerRecord {
        let details = &customer.details;
        let called = self.called(customer);
        let number = if called == details.name {
            String::new()
        } else {
            called.clone()
        };
        // An erased customer has no name any more.
        let name = if details.name.trim().is_empty() {
            called
        } else {
            details.name.clone()
        };
        CustomerRecord {
            number,
            name,
            contact: details.contact.clone(),
            email: details.email.clone(),
            phone: details.phone.clone(),
            address: AddressRecord {
                lines: details.address.lines.clone(),
                postcode: details.address.postcode.clone(),
                city: details.address.city.clone(),
                region: details.address.region.clone(),
                country: details.address.country.clone(),
            },
            vat_id: details.vat_id.clone(),
            tax_number: details.tax_number.clone(),
            registration: details.registration.clone(),
            electronic_address: details.electronic_address.as_ref().map(|address| {
                ElectronicAddressRecord {
                    scheme: address.scheme.clone(),
                    value: address.value.clone(),
                }
            }),
            language: customer.language.clone(),
            currency: customer.currency,
            net_days: match customer.terms.as_ref().map(|terms| terms.due) {
                Some(Due::Net { days }) => Some(days),
                _ => None,
            },
            bank: customer.bank.as_ref().map(|bank| BankRecord {
                holder: bank.holder.clone(),
                iban: bank.iban.clone(),
                bic: bank.bic.clone(),
                account: bank.account.clone(),
                bank: bank.bank.clone(),
            }),
            buyer_reference: customer.buyer_reference.clone(),
            note: customer.note.clone(),
            archived: customer.archived,
        }
    }

    fn item(&self, item: &Item) -> ItemRecord {
        ItemRecord {
            number: item.number.clone(),
            description: item.description.clone(),
            unit: item.unit.clone(),
            unit_price: item.unit_price,
            currency: Some(item.currency),
            taxes: item.taxes.iter().map(tax).collect(),
            archived: item.archived,
        }
    }

    fn invoice(&self, invoice: &Invoice, issue: &Issue) -> Option<InvoiceRecord> {
        let slot = self.book.invoices().slot(invoice.id)?;
        let row = self.book.invoice_row(slot)?;
        let source = Source::CreditNote(invoice.id);
        Some(InvoiceRecord {
            kind: match invoice.kind {
                Kind::Invoice | Kind::Opening => DocumentKind::Invoice,
                Kind::Deposit => DocumentKind::Deposit,
                Kind::CreditNote | Kind::OpeningCredit => DocumentKind::CreditNote,
            },
            number: issue.number.clone(),
            customer: self.customer_of(invoice.customer),
            issued: issue.date,
            due: Some(issue.due),
            currency: Some(invoice.currency),
            rate: issue.accounting.map(|accounting| accounting.rate),
            prices: invoice.price_mode,
            rule: invoice.rule,
            lines: invoice
                .lines
                .iter()
                .map(|line| self.line(line, &invoice.taxes))
                .collect(),
            adjustments: adjustments(&invoice.adjustments, &invoice.taxes),
            retained: invoice
                .retained
                .iter()
                .map(|retained| RetainedRecord {
                    name: retained.name.clone(),
                    percent: retained.percent,
                })
                .collect(),
            deducts: invoice.deducts.iter().map(|id| self.number(*id)).collect(),
            credits: invoice.credits.map(|id| self.number(id)),
            total: Some(issue.totals.payable),
            instalments: issue
                .instalments
                .iter()
                .map(|part| InstalmentRecord {
                    due: part.due,
                    amount: part.amount,
                })
                .collect(),
            early_discounts: invoice
                .terms
                .early
                .iter()
                .map(|tier| EarlyDiscountRecord {
                    days: tier.days,
                    percent: tier.percent,
                })
                .collect(),
            details: invoice.more.as_deref().map(details),
            sent: Date::from_number(row.sent).ok(),
            void: self.void(invoice.id, row.is_void()),
            allocations: self.allocations(source),
            refunds: self.refunds(source),
        })
    }

    fn void(&self, id: InvoiceId, is_void: bool) -> Option<VoidRecord> {
        // Voids are few, and looked for only where there is one.
        let void = self
            .book
            .voids()
            .iter()
            .filter(|_| is_void)
            .find(|void| void.invoice == id)?;
        Some(VoidRecord {
            date: void.date,
            reason: void.reason.clone(),
        })
    }

    fn line(&self, line: &Line, taxes: &[Tax]) -> LineRecord {
        LineRecord {
            description: line.description.clone(),
            quantity: line.quantity,
            unit: line.unit.clone(),
            unit_price: line.unit_price,
            taxes: stated(line.taxes, taxes),
            adjustments: adjustments(&line.adjustments, taxes),
            details: line.more.as_deref().map(|more| self.line_details(more)),
        }
    }

    fn line_details(&self, more: &LineDetails) -> Box<LineDetailsRecord> {
        Box::new(LineDetailsRecord {
            item: self.item_number(more.item),
            price_base_quantity: more.price_base_quantity,
            note: more.note.clone(),
            seller_item: more.seller_item.clone(),
            buyer_item: more.buyer_item.clone(),
            period: more.period.map(period),
        })
    }

    fn payment(&self, payment: &Payment) -> PaymentRecord {
        let source = Source::Payment(payment.id);
        PaymentRecord {
            customer: self.customer_of(payment.customer),
            date: payment.date,
            amount: payment.amount,
            currency: Some(payment.currency),
            method: payment.method.clone(),
            reference: payment.reference.clone(),
            note: payment.note.clone(),
            allocations: self.allocations(source),
            refunds: self.refunds(source),
        }
    }

    fn allocations(&self, source: Source) -> Vec<AllocationRecord> {
        let list = self.allocations.get(&source).into_iter().flatten();
        list.map(|allocation| AllocationRecord {
            invoice: self.number(allocation.invoice),
            amount: allocation.amount,
            date: Some(allocation.date),
        })
        .collect()
    }

    fn refunds(&self, source: Source) -> Vec<RefundRecord> {
        let list = self.refunds.get(&source).into_iter().flatten();
        list.map(|refund| RefundRecord {
            date: refund.date,
            amount: refund.amount,
            reference: refund.reference.clone(),
        })
        .collect()
    }
}

fn stated(set: TaxSet, taxes: &[Tax]) -> Vec<TaxRecord> {
    set.iter()
        .filter_map(|place| taxes.get(place))
        .map(tax)
        .collect()
}

fn tax(tax: &Tax) -> TaxRecord {
    TaxRecord {
        name: tax.name.clone(),
        category: tax.category,
        percent: tax.percent,
        compound: tax.compound,
        exemption_code: tax.exemption_code.clone(),
        exemption_reason: tax.exemption_reason.clone(),
    }
}

fn adjustments(list: &[Adjustment], taxes: &[Tax]) -> Vec<AdjustmentRecord> {
    list.iter()
        .map(|adjustment| {
            let (amount, percent) = match adjustment.value {
                AdjustmentValue::Amount(amount) => (Some(amount), None),
                AdjustmentValue::Percent(percent) => (None, Some(percent)),
            };
            AdjustmentRecord {
                kind: adjustment.kind,
                amount,
                percent,
                reason: adjustment.reason.clone(),
                reason_code: adjustment.reason_code.clone(),
                taxes: stated(adjustment.taxes, taxes),
                spread: adjustment.spread,
            }
        })
        .collect()
}

fn period((from, to): (Date, Date)) -> PeriodRecord {
    PeriodRecord { from, to }
}

fn details(more: &DocumentDetails) -> Box<DetailsRecord> {
    Box::new(DetailsRecord {
        buyer_reference: more.buyer_reference.clone(),
        purchase_order: more.purchase_order.clone(),
        contract: more.contract.clone(),
        project: more.project.clone(),
        period: more.period.map(period),
        delivered: more.delivered,
        tax_point: more.tax_point,
        payment_reference: more.payment_reference.clone(),
        note: more.note.clone(),
        footer: more.footer.clone(),
        credit_reason: more.credit_reason.clone(),
    })
}
