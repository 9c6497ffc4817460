//! What is odd about a document before it is issued. Nothing here refuses
//! anything: what cannot be issued at all is said by
//! [`crate::command::execute`], and what is right is for the user to say.
//!
//! What an invoice must state differs by country. Looked at is what
//! Directive 2006/112/EC, Article 226 (as of 2024-01-01) asks of an invoice
//! in the European Union, and what EN 16931-1 makes of it: names, addresses,
//! identifiers for reverse charge (BR-AE-02, BR-AE-03) and intra-community
//! supply (BR-IC-02, BR-IC-03), the reason of an exemption (BR-E-10 and its
//! like). Elsewhere the same is told and may not matter.

use std::collections::BTreeSet;

use super::{Invoice, Kind, Totals};
use crate::book::Book;
use crate::customer::Details;
use crate::date::Date;
use crate::tax::TaxCategory;

/// Something to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// It would be due before it is written.
    DuePast(Date),
    /// It is dated after today.
    DatedAhead(Date),
    /// A document of the same kind bears a later date: the numbers would not
    /// be in order of time.
    BeforeNewest {
        number: String,
        date: Date,
    },
    /// The same customer was asked for the same lines already.
    SameAs {
        number: String,
        date: Date,
    },
    NothingToPay,
    /// A line, counted from 0, without a price.
    NoPrice(usize),
    NoSellerAddress,
    NoBuyerAddress,
    /// Tax is charged and neither identifier nor tax number is known.
    NoSellerTaxNumber,
    /// Reverse charge or an intra-community supply needs the VAT identifiers
    /// of both.
    NoSellerVatId(TaxCategory),
    NoBuyerVatId(TaxCategory),
    /// A tax, by its place, that states no reason why none is charged.
    NoExemptionReason(usize),
    /// Nothing says where to pay to.
    NoBankDetails,
    /// Neither a day of delivery nor a period of service is stated.
    NoDelivery,
}

/// What is being issued.
pub struct Draft<'a> {
    pub document: &'a Invoice,
    pub totals: &'a Totals,
    pub date: Date,
    pub today: Date,
    /// The customer as they are now; `None` for one who is new.
    pub buyer: Option<&'a Details>,
}

/// All that is odd, the most telling first. Of documents of before only the
/// customer's are looked at, and the newest of all.
pub fn review(book: &Book, draft: &Draft) -> Vec<Remark> {
    let Draft {
        document, totals, ..
    } = draft;
    let mut remarks = Vec::new();
    remarks.extend(same(book, draft));
    dates(book, draft, &mut remarks);
    if totals.payable.is_zero() {
        remarks.push(Remark::NothingToPay);
    }
    let free = document.lines.iter().enumerate();
    let free = free.filter(|(_, line)| line.unit_price.is_zero());
    remarks.extend(free.map(|(place, _)| Remark::NoPrice(place)));
    taxes(book, draft, &mut remarks);
    parties(book, draft, &mut remarks);
    remarks
}

fn same(book: &Book, draft: &Draft) -> Option<Remark> {
    let document = draft.document;
    if document.kind.is_credit() {
        return None;
    }
    let is_same = |other: &&std::rc::Rc<Invoice>| {
        other.kind == document.kind
            && other.currency == document.currency
            && other.lines == document.lines
            && other.adjustments == document.adjustments
            && book
                .figures(other.id)
                .is_some_and(|row| row.is_issued() && !row.is_void())
            // What recurs has another period.
            && period(other) == period(document)
    };
    let others = book.invoices_of(document.customer).filter(is_same);
    let other = others.last()?;
    Some(Remark::SameAs {
        number: other.number().to_owned(),
        date: other.issue.as_ref()?.date,
    })
}

fn period(document: &Invoice) -> (Option<(Date, Date)>, Option<Date>) {
    let more = document.more.as_deref();
    more.map_or((None, None), |more| (more.period, more.delivered))
}

fn dates(book: &Book, draft: &Draft, remarks: &mut Vec<Remark>) {
    let Draft { document, date, .. } = draft;
    let due = document.terms.due.date(*date).ok();
    if let Some(due) = due.filter(|due| due < date && !document.kind.is_credit()) {
        remarks.push(Remark::DuePast(due));
    }
    if *date > draft.today {
        remarks.push(Remark::DatedAhead(*date));
    }
    let newest = (0..book.invoices().slots()).rev().find_map(|slot| {
        let other = book.invoices().at(slot)?;
        let issue = other.issue.as_ref()?;
        let counts = issue.counter.is_some() && other.kind.is_credit() == document.kind.is_credit();
        counts.then(|| (issue.number.clone(), issue.date))
    });
    if let Some((number, newest)) = newest.filter(|(_, newest)| newest > date) {
        remarks.push(Remark::BeforeNewest {
            number,
            date: newest,
        });
    }
}

fn taxes(book: &Book, draft: &Draft, remarks: &mut Vec<Remark>) {
    let document = draft.document;
    let seller = book.business().map(|business| &business.details);
    let is_missing =
        |details: Option<&Details>| details.is_none_or(|one| one.vat_id.trim().is_empty());
    let mut told = BTreeSet::new();
    for (place, tax) in document.taxes.iter().enumerate() {
        let category = tax.category;
        if category.needs_exemption_reason()
            && tax.exemption_reason.trim().is_empty()
            && tax.exemption_code.trim().is_empty()
        {
            remarks.push(Remark::NoExemptionReason(place));
        }
        if matches!(category, TaxCategory::AE | TaxCategory::K) && told.insert(category) {
            if is_missing(seller) {
                remarks.push(Remark::NoSellerVatId(category));
            }
            if is_missing(draft.buyer) {
                remarks.push(Remark::NoBuyerVatId(category));
            }
        }
    }
    let is_taxed = !draft.totals.tax.is_zero();
    let has_number = seller
        .is_some_and(|one| !(one.vat_id.trim().is_empty() && one.tax_number.trim().is_empty()));
    if is_taxed && !has_number {
        remarks.push(Remark::NoSellerTaxNumber);
    }
}

fn parties(book: &Book, draft: &Draft, remarks: &mut Vec<Remark>) {
    let document = draft.document;
    let has_address = |details: Option<&Details>| {
        details.is_some_and(|one| !one.address.lines.is_empty() || !one.address.city.is_empty())
    };
    let business = book.business();
    if !has_address(business.map(|business| &business.details)) {
        remarks.push(Remark::NoSellerAddress);
    }
    if !has_address(draft.buyer) {
        remarks.push(Remark::NoBuyerAddress);
    }
    let has_bank = business.is_some_and(|business| {
        business.bank.is_some() || !business.payment_link.trim().is_empty()
    });
    if document.kind.is_credit() {
        return;
    }
    if !has_bank {
        remarks.push(Remark::NoBankDetails);
    }
    if document.kind == Kind::Invoice && period(document) == (None, None) {
        remarks.push(Remark::NoDelivery);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Command, IssueInvoice};
    use crate::desk::Desk;
    use crate::invoice::Line;
    use crate::money::Decimal;
    use crate::tax::{Tax, TaxSet};
    use crate::terms::{Due, Terms};

    fn taxed(category: TaxCategory) -> Tax {
        Tax {
            name: "VAT".to_owned(),
            category,
            percent: if category == TaxCategory::S {
                Decimal::from_int(20)
            } else {
                Decimal::ZERO
            },
            ..Tax::default()
        }
    }

    fn document(desk: &Desk, tax: Tax) -> Invoice {
        let customer = desk.book.customers().iter().next().expect("a customer");
        Invoice {
            customer: customer.id,
            taxes: vec![tax],
            lines: vec![Line {
                description: "Design".to_owned(),
                quantity: Decimal::ONE,
                unit_price: Decimal::from_int(100),
                taxes: TaxSet::only(0),
                ..Line::default()
            }],
            ..Invoice::default()
        }
    }

    fn remarks(desk: &Desk, document: &Invoice, date: &str) -> Vec<Remark> {
        let totals = Totals::of(document, &[], Decimal::ZERO).expect("totals");
        let customer = desk.book.customers().get(document.customer);
        review(
            &desk.book,
            &Draft {
                document,
                totals: &totals,
                date: crate::desk::date(date),
                today: desk.today,
                buyer: customer.map(|customer| &customer.details),
            },
        )
    }

    #[test]
    fn what_is_missing_for_its_taxes_is_told() {
        let desk = Desk::at("2026-11-22");
        let standard = document(&desk, taxed(TaxCategory::S));
        let told = remarks(&desk, &standard, "2026-11-22");
        assert_eq!(
            told,
            [
                Remark::NoSellerTaxNumber,
                Remark::NoSellerAddress,
                Remark::NoBuyerAddress,
                Remark::NoBankDetails,
                Remark::NoDelivery,
            ]
        );
        let reverse = document(&desk, taxed(TaxCategory::AE));
        let told = remarks(&desk, &reverse, "2026-11-22");
        for remark in [
            Remark::NoExemptionReason(0),
            Remark::NoSellerVatId(TaxCategory::AE),
            Remark::NoBuyerVatId(TaxCategory::AE),
        ] {
            assert!(told.contains(&remark), "{remark:?} of {told:?}");
        }
        assert!(!told.contains(&Remark::NoSellerTaxNumber));
    }

    #[test]
    fn odd_days_and_prices_are_told() {
        let mut desk = Desk::at("2026-11-22");
        let mut odd = document(&desk, taxed(TaxCategory::S));
        odd.lines[0].unit_price = Decimal::ZERO;
        odd.terms = Terms {
            due: Due::Fixed(crate::desk::date("2026-10-01")),
            ..Terms::default()
        };
        let told = remarks(&desk, &odd, "2026-11-23");
        for remark in [
            Remark::DuePast(crate::desk::date("2026-10-01")),
            Remark::DatedAhead(crate::desk::date("2026-11-23")),
            Remark::NothingToPay,
            Remark::NoPrice(0),
        ] {
            assert!(told.contains(&remark), "{remark:?} of {told:?}");
        }

        // What was issued once is told once more, until it is void or of another period.
        let first = document(&desk, taxed(TaxCategory::S));
        desk.done(Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document: first.clone(),
            date: desk.today,
            series: None,
            rate: None,
            settle_original: false,
        })));
        let same = Remark::SameAs {
            number: "2026-0001".to_owned(),
            date: desk.today,
        };
        let told = remarks(&desk, &first, "2026-11-20");
        assert_eq!(told[0], same);
        assert!(told.contains(&Remark::BeforeNewest {
            number: "2026-0001".to_owned(),
            date: desk.today,
        }));
        let mut other = first.clone();
        other.lines[0].quantity = Decimal::from_int(2);
        assert!(!remarks(&desk, &other, "2026-11-22").contains(&same));
        let issued = desk.book.invoices().iter().next().expect("it").id;
        desk.done(Command::VoidInvoice {
            invoice: issued,
            date: desk.today,
            reason: "Twice".to_owned(),
        });
        assert!(!remarks(&desk, &first, "2026-11-22").contains(&same));
    }
}
