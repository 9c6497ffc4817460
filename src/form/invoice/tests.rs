//! The form of a document, typed into and read.

use ledger::book::Book;
use ledger::business::Business;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::{CustomerId, InvoiceId};
use ledger::invoice::{Invoice, Rule};
use ledger::money::Decimal;
use ledger::problem::FieldName;
use ledger::tax::{RetainedTax, Tax, TaxSet};
use ledger::terms::{Due, Terms};

use super::*;
use crate::form::Problems;
use crate::form::adjustment::AdjustmentField;
use crate::form::customers::{Directory, Found};
use crate::form::editing::Form;
use crate::form::terms::{DueField, TermsField};

fn tax(percent: i32) -> Tax {
    Tax {
        name: "VAT".to_owned(),
        percent: Decimal::from_int(percent),
        ..Tax::default()
    }
}

fn form() -> InvoiceForm {
    let business = Business {
        taxes: vec![tax(19), tax(7)],
        ..Business::default()
    };
    let today = "2026-11-21".parse().expect("a date");
    let mut form = InvoiceForm::new(Some(&business), today);
    form.set(InvoiceField::Customer, "Linden");
    form.set(InvoiceField::Line(0, LineField::Description), "Design");
    form.set(InvoiceField::Line(0, LineField::Quantity), "1,5");
    form.set(InvoiceField::Line(0, LineField::UnitPrice), "1.000,00");
    form.set(InvoiceField::Line(0, LineField::Taxes), "2");
    form
}

#[test]
fn a_service_has_both_days_in_order_or_none() {
    for (delivered, from, to, expected) in [
        ("", "", "", Ok((None, None))),
        ("2026-11-02", "", "", Ok((Some("2026-11-02"), None))),
        (
            "",
            "2026-10-01",
            "2026-10-31",
            Ok((None, Some("2026-10-31"))),
        ),
        ("2026-02-30", "", "", Err(FieldName::Delivered)),
        ("", "2026-10-01", "", Err(FieldName::ServiceTo)),
        ("", "", "2026-10-01", Err(FieldName::ServiceFrom)),
        ("", "2026-10-02", "2026-10-01", Err(FieldName::ServiceTo)),
    ] {
        let mut form = form();
        form.set(InvoiceField::Delivered, delivered);
        form.set(InvoiceField::ServiceFrom, from);
        form.set(InvoiceField::ServiceTo, to);
        let mut problems = Problems::default();
        let more = form.content(&mut problems).more.unwrap_or_default();
        match expected {
            Err(field) => assert!(problems.of(field).is_some(), "{from} {to}"),
            Ok((delivered, to)) => {
                assert!(problems.is_empty());
                let day = |day: Option<Date>| day.map(|day| day.to_string());
                assert_eq!(day(more.delivered).as_deref(), delivered);
                assert_eq!(day(more.period.map(|(_, to)| to)).as_deref(), to);
            }
        }
    }
}

#[test]
fn only_the_taxes_that_are_used_go_with_the_document() {
    let read = form()
        .read(&Directory::default(), false)
        .expect("a document");
    assert_eq!(read.document.taxes, [tax(7)]);
    assert_eq!(read.document.lines[0].taxes, TaxSet::only(0));
    assert_eq!(read.customer, Found::New("Linden".to_owned()));
    let (_, totals) = form()
        .preview(&Book::empty(Default::default()))
        .expect("totals");
    assert_eq!(totals.gross.to_string(), "1605.00");
}

#[test]
fn a_line_takes_several_taxes_and_the_next_one_the_same() {
    let mut form = form();
    let taxes = |form: &InvoiceForm, line: usize| form.lines[line].taxes;
    form.set(InvoiceField::Line(0, LineField::Taxes), "1");
    form.set(InvoiceField::Line(0, LineField::Taxes), SEVERAL);
    assert!(form.lines[0].several);
    form.set(InvoiceField::Line(0, LineField::Tax(1)), "");
    assert_eq!(taxes(&form, 0), TaxSet(3));
    form.set(InvoiceField::AddLine, "");
    assert_eq!(taxes(&form, 1), TaxSet(3));
    let (document, totals) = form
        .preview(&Book::empty(Default::default()))
        .expect("totals");
    assert_eq!(document.taxes, [tax(19), tax(7)]);
    assert_eq!(totals.gross.to_string(), "1890.00");
    form.set(InvoiceField::Line(0, LineField::Tax(0)), "");
    assert_eq!(taxes(&form, 0), TaxSet(2));
    form.set(InvoiceField::Line(0, LineField::Taxes), "1");
    assert!(!form.lines[0].several);
}

#[test]
fn what_the_customer_retains_reduces_what_is_to_pay() {
    let irpf = RetainedTax {
        name: "IRPF".to_owned(),
        percent: Decimal::from_int(15),
    };
    let business = Business {
        taxes: vec![tax(21)],
        retained: vec![irpf.clone()],
        ..Business::default()
    };
    let today = "2026-11-21".parse().expect("a date");
    let mut form = InvoiceForm::new(Some(&business), today);
    form.set(InvoiceField::Line(0, LineField::Description), "Design");
    form.set(InvoiceField::Line(0, LineField::UnitPrice), "1000");
    let payable = |form: &InvoiceForm| {
        let (document, totals) = form
            .preview(&Book::empty(Default::default()))
            .expect("totals");
        (document.retained, totals.payable.to_string())
    };
    assert_eq!(payable(&form), (Vec::new(), "1210.00".to_owned()));
    form.set(InvoiceField::Retained(0), "");
    assert_eq!(payable(&form), (vec![irpf], "1060.00".to_owned()));
    let (document, _) = form
        .preview(&Book::empty(Default::default()))
        .expect("a document");
    let again = InvoiceForm::of(&document, Some(&business), today);
    assert_eq!(again.retained, form.retained);
}

/// Lines of 100.00 at 19 % and 900.00 at 7 %.
fn two_rates() -> InvoiceForm {
    let business = Business {
        taxes: vec![tax(19), tax(7)],
        ..Business::default()
    };
    let today = "2026-11-21".parse().expect("a date");
    let mut form = InvoiceForm::new(Some(&business), today);
    form.set(InvoiceField::AddLine, "");
    for (line, price, taxes) in [(0, "100", "1"), (1, "900", "2")] {
        form.set(InvoiceField::Line(line, LineField::Description), "Work");
        form.set(InvoiceField::Line(line, LineField::UnitPrice), price);
        form.set(InvoiceField::Line(line, LineField::Taxes), taxes);
    }
    form
}

fn gross_of(form: &InvoiceForm) -> String {
    let preview = form.preview(&Book::empty(Default::default()));
    preview.expect("totals").1.gross.to_string()
}

#[test]
fn a_new_discount_goes_over_all_rates_until_one_is_chosen() {
    let mut form = two_rates();
    form.set(InvoiceField::AddAdjustment(None), "");
    let part = |field| InvoiceField::Adjustment(None, 0, field);
    form.set(part(AdjustmentField::Value), "10 %");
    assert_eq!(gross_of(&form), "973.80");
    form.set(part(AdjustmentField::Taxes), "1");
    assert_eq!(gross_of(&form), "963.00");
    form.set(part(AdjustmentField::Taxes), "all");
    assert_eq!(gross_of(&form), "973.80");
    // One on a line has the line's tax.
    form.set(InvoiceField::AddAdjustment(Some(0)), "");
    assert!(!form.lines[0].adjustments[0].spread);
}

#[test]
fn prices_with_tax_leave_no_rounding() {
    let mut form = form();
    form.set(InvoiceField::Line(0, LineField::Quantity), "1");
    form.set(InvoiceField::Line(0, LineField::UnitPrice), "290");
    form.taxes = vec![tax(22)];
    form.set(InvoiceField::Line(0, LineField::Taxes), "1");
    form.set(InvoiceField::PriceMode, "gross");
    let preview = form.preview(&Book::empty(Default::default()));
    let (_, totals) = preview.expect("totals");
    let figures = [totals.net, totals.tax, totals.rounding, totals.payable];
    assert_eq!(
        figures.map(|figure| figure.to_string()),
        ["237.70", "52.30", "0.00", "290.00"]
    );
}

#[test]
fn a_credit_note_is_worked_out_by_the_rule_of_its_original() {
    let mut form = form();
    form.set(InvoiceField::Line(0, LineField::Quantity), "1");
    form.set(InvoiceField::Line(0, LineField::UnitPrice), "290");
    form.taxes = vec![tax(22)];
    form.set(InvoiceField::Line(0, LineField::Taxes), "1");
    form.set(InvoiceField::PriceMode, "gross");
    let (mut original, _) = form
        .preview(&Book::empty(Default::default()))
        .expect("a document");
    let today = "2026-11-21".parse().expect("a date");
    for (rule, tax) in [(Rule::First, "52.29"), (Rule::Second, "52.30")] {
        original.rule = rule;
        let of = |form: InvoiceForm| {
            let preview = form.preview(&Book::empty(Default::default()));
            preview.expect("totals").1.tax.to_string()
        };
        assert_eq!(of(InvoiceForm::credit(&original, None, today)), tax);
        assert_eq!(of(InvoiceForm::copy(&original, None, today)), "52.30");
    }
}

#[test]
fn every_problem_is_told_with_its_field() {
    let mut form = form();
    form.set(InvoiceField::Customer, "");
    form.set(InvoiceField::Date, "");
    let days = InvoiceField::Terms(TermsField::Due(DueField::Days));
    form.set(InvoiceField::Terms(TermsField::Due(DueField::Rule)), "net");
    form.set(days, "two weeks");
    form.set(InvoiceField::Line(0, LineField::UnitPrice), "1,000");
    form.set(InvoiceField::AddLine, "");
    form.set(InvoiceField::AddLine, "");
    form.set(InvoiceField::Line(2, LineField::Description), "Hosting");
    let problems = form
        .read(&Directory::default(), false)
        .expect_err("problems");
    let places: Vec<String> = problems.iter().map(|(at, _)| at.to_string()).collect();
    assert_eq!(
        places,
        [
            "customer",
            "line.unit_price 1",
            "line.unit_price 3",
            "terms.days",
            "date",
        ]
    );
}

#[test]
fn a_copy_has_the_content_and_none_of_the_days() {
    let mut form = form();
    form.set(InvoiceField::Delivered, "2026-10-01");
    form.set(InvoiceField::Note, "Thank you");
    let read = form.read(&Directory::default(), false).expect("a document");
    let mut original = read.document;
    original.id = "00000001-7".parse().expect("an id");
    original.terms.due = Due::Fixed("2026-11-30".parse().expect("a day"));
    original.deducts = vec![original.id];
    let today = "2027-01-02".parse().expect("a day");
    let copy = InvoiceForm::copy(&original, None, today);
    assert_eq!((&copy.date[..], &copy.delivered[..]), ("2027-01-02", ""));
    assert_eq!(copy.note, "Thank you");
    let read = copy.read(&Directory::default(), false);
    // Only the customer is to be named, by who opens the form.
    assert!(read.is_err());
    let (content, _) = copy
        .preview(&Book::empty(Default::default()))
        .expect("totals");
    assert_eq!(content.lines, original.lines);
    assert_eq!(
        (content.id, content.deducts),
        (InvoiceId::default(), Vec::new())
    );
    assert_eq!(content.terms, Terms::default());
}

#[test]
fn a_draft_keeps_its_day_and_a_copy_of_it_does_not() {
    let read = form().read(&Directory::default(), true).expect("a draft");
    let Command::SaveDraft { draft, .. } = read.draft(CustomerId::default(), None) else {
        panic!("a draft is saved");
    };
    let later: Date = "2026-12-24".parse().expect("a day");
    let opened = InvoiceForm::of(&draft, None, later);
    assert_eq!(opened.date, "2026-11-21");
    assert_eq!(
        opened.kept_day().map(|day| day.to_string()),
        Some(opened.date.clone())
    );
    let mut changed = opened.clone();
    changed.set(InvoiceField::Date, "2026-12-01");
    assert_eq!(changed.kept_day(), None);
    // Another tab's day is compared.
    assert!(
        opened
            .parts()
            .contains(&(FieldName::Date.into(), "2026-11-21".to_owned()))
    );
    for form in [
        InvoiceForm::copy(&draft, None, later),
        InvoiceForm::credit(&draft, None, later),
    ] {
        assert_eq!((&form.date[..], form.kept_day()), ("2026-12-24", None));
    }
    // One from before days were kept is of today.
    let old = Invoice {
        draft_date: None,
        ..(*draft).clone()
    };
    assert_eq!(InvoiceForm::of(&old, None, later).date, "2026-12-24");
}

#[test]
fn a_blank_line_is_no_line() {
    let mut form = form();
    form.set(InvoiceField::AddLine, "");
    let read = form.read(&Directory::default(), false).expect("a document");
    assert_eq!(read.document.lines.len(), 1);
}

#[test]
fn what_was_typed_is_read_back_as_it_was() {
    let text = serde_json::to_string(&form()).expect("text");
    let back: InvoiceForm = serde_json::from_str(&text).expect("a form");
    assert_eq!(back, form());
}
