//! What settling shows: the rest of an invoice, and what is left of a source.

use ledger::bank::BankLine;
use ledger::book::Book;
use ledger::money::Money;
use ledger::open_items::OpenCredit;
use ledger::payment::Source;
use yew::prelude::*;

use crate::route::Route;
use crate::text;
use crate::text::format;

/// What can become of the rest of an invoice.
pub fn rests(rest: Money, discount: bool, small: bool) -> Vec<(AttrValue, AttrValue)> {
    let mut options: Vec<(AttrValue, AttrValue)> = vec![(
        "open".into(),
        words::payments::stays_open(&format::money(rest)).into(),
    )];
    if discount {
        options.push(("discount".into(), words::payments::early_discount().into()));
    }
    if small {
        options.push((
            "small".into(),
            words::payments::write_off_difference().into(),
        ));
    }
    options
}

/// What is not known of a line, with its sign.
pub fn left_of(book: &Book, line: &BankLine) -> Option<Money> {
    let row = book.line_figures(line.id)?;
    Money::from_minor(row.left().into(), line.currency).ok()
}

/// A credit note or a payment with what is left of it, and the way to its
/// page, where it is applied.
pub fn view_credit(book: &Book, credit: &OpenCredit, beside: Html) -> Html {
    let (key, route) = match credit.source {
        Source::Payment(id) => (id.to_string(), Route::Payment(id)),
        Source::CreditNote(id) => (id.to_string(), Route::Invoice(id)),
    };
    html! {
        <li {key}>
            <a href={route.href()}>{ text::matching::source(book, credit.source) }</a>{ ": " }
            <span class="num">{ words::payments::left(&format::money(credit.left)) }</span>
            { beside }
        </li>
    }
}
