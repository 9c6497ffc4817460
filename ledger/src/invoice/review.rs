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

use super::{Invoice, Issue, Kind, Totals, numbering};
use crate::book::Book;
use crate::business::{Series, SeriesFor};
use crate::customer::{Details, Party};
use crate::date::Date;
use crate::invoice::numbering::next_value;
use crate::money::Money;
use crate::payment_code::{CodeKind, NoCode, codes};
use crate::tax::TaxCategory;

/// Something to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// It would be due before it is written.
    DuePast(Date),
    /// It is dated after today.
    DatedAhead(Date),
    /// It is dated before today.
    DatedBack(Date),
    /// A lower number of the run that this one would be numbered in bears a
    /// later date: the numbers would not be in order of time. The latest of
    /// them, and how many there are.
    BeforeNewest {
        number: String,
        date: Date,
        count: usize,
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
    /// There will be no code to pay by, for this reason. Of the two kinds, the
    /// one that the account and the currency come nearest to.
    NoCode(CodeKind, NoCode),
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
    if *date < draft.today {
        remarks.push(Remark::DatedBack(*date));
    }
    remarks.extend(out_of_order(book, document.kind, *date));
}

/// Numbers of the run that a document of a date is numbered in, which bear a
/// later date.
pub fn out_of_order(book: &Book, kind: Kind, date: Date) -> Option<Remark> {
    let series = series_of(book, kind)?;
    let run = numbering::run(&series.pattern, date).ok()?;
    let mut latest: Option<(Date, &str)> = None;
    let mut count = 0;
    for slot in 0..book.invoices().slots() {
        let row = book.invoice_row(slot)?;
        // Most are earlier, which the columns tell fast.
        if !row.is_issued() || row.issued <= date.number() {
            continue;
        }
        let other = book.invoices().at(slot);
        let Some(issue) = other.and_then(|other| other.issue.as_ref()) else {
            continue;
        };
        let counter = issue.counter;
        if counter.is_some_and(|known| known.series == series.id && known.run == run) {
            count += 1;
            latest = latest.max(Some((issue.date, &issue.number)));
        }
    }
    let (date, number) = latest?;
    Some(Remark::BeforeNewest {
        number: number.to_owned(),
        date,
        count,
    })
}

/// The series that a document of a kind is numbered in.
fn series_of(book: &Book, kind: Kind) -> Option<&Series> {
    let counts = if kind.is_credit() {
        SeriesFor::CreditNotes
    } else {
        SeriesFor::Invoices
    };
    let mut series = book.series().iter();
    series
        .find(|series| series.counts == counts)
        .map(|series| &**series)
}

/// Why there will be no code to pay by.
fn no_code(book: &Book, draft: &Draft) -> Option<Remark> {
    let business = book.business()?;
    let mut document = draft.document.clone();
    let series = series_of(book, document.kind)?;
    let run = numbering::run(&series.pattern, draft.date).ok()?;
    let value = next_value(book, series, run);
    let number = numbering::format(&series.pattern, draft.date, value).ok()?;
    let stated = document.more.as_ref();
    if stated.is_none_or(|more| more.payment_reference.trim().is_empty()) {
        let reference = business.payment_reference.reference(&number).ok()?;
        document.more.get_or_insert_default().payment_reference = reference;
    }
    let total = Money::new(draft.totals.payable, document.currency).ok()?;
    document.issue = Some(Box::new(Issue {
        number,
        counter: None,
        date: draft.date,
        due: document.terms.due.date(draft.date).unwrap_or(draft.date),
        instalments: document
            .terms
            .instalments(draft.date, total)
            .unwrap_or_default(),
        seller: None,
        buyer: None,
        totals: draft.totals.clone(),
        deductions: Vec::new(),
        accounting: None,
    }));
    let seller = Party::of_business(business);
    let buyer = draft.buyer.map(|details| Party {
        details: details.clone(),
        ..Party::default()
    });
    let codes = codes(&document, Some(&seller), buyer.as_ref());
    if codes.iter().any(|(_, code)| code.is_ok()) {
        return None;
    }
    let is_near = |why: &NoCode| !matches!(why, NoCode::Currency | NoCode::Country(_));
    let mut whys = codes
        .into_iter()
        .filter_map(|(kind, code)| Some((kind, code.err()?)));
    let first = whys.next()?;
    let (kind, why) = if is_near(&first.1) {
        first
    } else {
        whys.find(|(_, why)| is_near(why)).unwrap_or(first)
    };
    Some(Remark::NoCode(kind, why))
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

fn totals_are_nothing(draft: &Draft) -> bool {
    !draft.totals.payable.is_positive()
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
    } else if !totals_are_nothing(draft) {
        remarks.extend(no_code(book, draft));
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
            count: 1,
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

    fn issue(desk: &mut Desk, document: &Invoice, day: &str) {
        desk.done(Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document: document.clone(),
            date: crate::desk::date(day),
            series: None,
            rate: None,
            settle_original: false,
        })));
    }

    #[test]
    fn the_order_of_numbers_is_that_of_their_own_run_and_of_all_later_ones() {
        let mut desk = Desk::at("2027-01-10");
        let document = document(&desk, taxed(TaxCategory::S));
        for day in ["2026-12-20", "2026-12-30", "2026-12-10", "2027-01-05"] {
            issue(&mut desk, &document, day);
        }
        let order = |desk: &Desk, day: &str| {
            let told = remarks(desk, &document, day);
            told.into_iter().find_map(|remark| match remark {
                Remark::BeforeNewest {
                    number,
                    date,
                    count,
                } => Some((number, date.to_string(), count)),
                _ => None,
            })
        };
        let late =
            |number: &str, day: &str, count| Some((number.to_owned(), day.to_owned(), count));
        // The last number given is older, two before it are not.
        assert_eq!(
            order(&desk, "2026-12-15"),
            late("2026-0002", "2026-12-30", 2)
        );
        assert_eq!(
            order(&desk, "2026-12-25"),
            late("2026-0002", "2026-12-30", 1)
        );
        // Numbers of the new year are another run.
        assert_eq!(order(&desk, "2026-12-31"), None);
        assert_eq!(
            order(&desk, "2027-01-04"),
            late("2027-0001", "2027-01-05", 1)
        );
        assert_eq!(order(&desk, "2027-01-06"), None);
        let told = remarks(&desk, &document, "2027-01-06");
        assert!(told.contains(&Remark::DatedBack(crate::desk::date("2027-01-06"))));
    }

    #[test]
    fn why_there_will_be_no_code_is_told_before_issuing() {
        let mut desk = Desk::at("2026-11-22");
        let tax = taxed(TaxCategory::S);
        let mut plain = document(&desk, tax);
        let no_code = |desk: &Desk, document: &Invoice| {
            let told = remarks(desk, document, "2026-11-22");
            told.into_iter().find_map(|remark| match remark {
                Remark::NoCode(kind, why) => Some((kind, why)),
                _ => None,
            })
        };
        let bank = |desk: &mut Desk, iban: &str, name: &str| {
            let mut business = desk.book.business().map(|known| (**known).clone());
            let business = business.as_mut().expect("a business");
            business.details.name = name.to_owned();
            business.payment_link = "https://pay.example/{number}".to_owned();
            business.bank = Some(crate::customer::BankDetails {
                iban: iban.to_owned(),
                ..Default::default()
            });
            desk.done(Command::SaveBusiness {
                business: business.clone(),
                opened: desk.book.version(crate::change::RecordId::Business),
            });
        };
        bank(&mut desk, "", "Studio");
        assert_eq!(
            no_code(&desk, &plain),
            Some((CodeKind::Epc, NoCode::NoIban))
        );
        bank(&mut desk, "DE89370400440532013000", "Studio");
        assert_eq!(no_code(&desk, &plain), None);
        let mut dollars = plain.clone();
        dollars.currency = "USD".parse().expect("a currency");
        assert_eq!(
            no_code(&desk, &dollars),
            Some((CodeKind::Epc, NoCode::Currency))
        );
        bank(&mut desk, "DE89370400440532013000", &"x".repeat(71));
        let found = no_code(&desk, &plain);
        assert!(
            matches!(found, Some((CodeKind::Epc, NoCode::Epc(_)))),
            "{found:?}"
        );
        // A Swiss account is of both; what is wrong with the bill is told.
        bank(&mut desk, "CH9300762011623852957", "Studio");
        let mut francs = plain.clone();
        francs.currency = "CHF".parse().expect("a currency");
        let found = no_code(&desk, &francs);
        assert!(
            matches!(found, Some((CodeKind::Swiss, NoCode::Swiss(_)))),
            "{found:?}"
        );
        plain.lines[0].unit_price = "999999999999".parse().expect("a decimal");
        let found = no_code(&desk, &plain);
        assert!(
            matches!(found, Some((_, NoCode::Epc(_) | NoCode::Swiss(_)))),
            "{found:?}"
        );
    }
}
