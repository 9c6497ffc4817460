//! The document itself: parties, lines, totals, as they were at issue.

use std::rc::Rc;

use ledger::book::Book;
use ledger::customer::Details;
use ledger::identifier::Iban;
use ledger::ids::PartyId;
use ledger::invoice::{Invoice, Line, Totals};
use ledger::payment_code::link;
use yew::prelude::*;

use crate::components::choices::{set_label, unit_name};
use crate::components::document_lines::TotalsList;
use crate::hooks::use_view;
use crate::state::View;
use crate::text::{self, format};
use crate::ui::{Column, Place, Row, Table, said};

#[derive(Properties, PartialEq)]
pub struct DocumentProps {
    pub invoice: Rc<Invoice>,
    /// Where they are not those of the invoice itself.
    #[prop_or_default]
    pub parties: Option<Parties>,
}

/// Seller and buyer.
pub type Parties = (Option<Details>, Option<Details>);

/// The parties as they were at issue.
pub fn frozen_parties(book: &Book, seller: Option<PartyId>, buyer: Option<PartyId>) -> Parties {
    let party = |id| book.parties().get(id).map(|party| party.details.clone());
    (seller.and_then(party), buyer.and_then(party))
}

#[component]
pub fn Document(props: &DocumentProps) -> Html {
    let view = use_view();
    let invoice = &props.invoice;
    let totals = match &invoice.issue {
        Some(issue) => Some(issue.totals.clone()),
        None => Totals::of_draft(invoice, &[]).ok(),
    };
    let given = props.parties.clone();
    let (seller, buyer) = given.unwrap_or_else(|| parties(&view, invoice));
    let more = invoice.more.as_deref();
    html! {
        <section class="document" aria-label={words::document::document()}>
            <div class="parties">
                { view_party(words::document::from(), seller.as_ref()) }
                { view_party(words::document::to(), buyer.as_ref()) }
                <div>
                    <h2>{ words::document::terms() }</h2>
                    <p>{ text::terms::rule(&invoice.terms) }</p>
                </div>
                { view_payment(&view, invoice) }
            </div>
            if invoice.lines.is_empty() {
                <p class="quiet">{ words::document::opening_item() }</p>
            } else {
                <Table caption={words::document::lines()} columns={columns()} rows={rows(invoice, totals.as_ref())} />
            }
            if let Some(totals) = totals {
                <TotalsList document={(**invoice).clone()} {totals} />
            }
            { view_instalments(invoice) }
            if let Some(more) = more {
                if !more.credit_reason.is_empty() {
                    <p>{ words::document::reason(&more.credit_reason) }</p>
                }
                if let Some(delivered) = more.delivered {
                    <p>{ words::document::delivered_on(&format::date(delivered)) }</p>
                }
                if let Some((from, to)) = more.period {
                    <p>{ words::document::service(&format::date(from), &format::date(to)) }</p>
                }
                if !more.note.is_empty() {
                    <p class="note">{ more.note.clone() }</p>
                }
            }
        </section>
    }
}

/// The parties as frozen at issue; of a draft, as they are now.
fn parties(view: &View, invoice: &Invoice) -> Parties {
    let book = &view.book;
    match &invoice.issue {
        Some(issue) => frozen_parties(book, issue.seller, issue.buyer),
        None => (
            book.business().map(|business| business.details.clone()),
            book.customers()
                .get(invoice.customer)
                .map(|customer| customer.details.clone()),
        ),
    }
}

fn view_party(label: &'static str, details: Option<&Details>) -> Html {
    let Some(details) = details else {
        return html! {};
    };
    let address = &details.address;
    let city = format!("{} {}", address.postcode, address.city);
    let country = match address.country.as_str() {
        "" => String::new(),
        code => format::country(code),
    };
    let lines = [details.name.as_str(), details.contact.as_str()]
        .into_iter()
        .chain(address.lines.iter().map(String::as_str))
        .chain([
            city.trim(),
            address.region.as_str(),
            country.as_str(),
            details.vat_id.as_str(),
        ]);
    html! {
        <div>
            <h2>{ label }</h2>
            <p class="party">
                { for lines.filter(|line| !line.is_empty()).map(|line| html! { <span>{ line.to_owned() }</span> }) }
            </p>
        </div>
    }
}

/// Where an issued document asks to be paid, and what the payer quotes.
fn view_payment(view: &View, invoice: &Invoice) -> Html {
    let Some(issue) = invoice.issue.as_ref().filter(|_| !invoice.kind.is_credit()) else {
        return html! {};
    };
    let seller = issue.seller.and_then(|id| view.book.parties().get(id));
    let Some(bank) = seller.and_then(|party| party.bank.as_ref()) else {
        return html! {};
    };
    let iban = bank.iban.parse::<Iban>();
    let iban = iban.map_or_else(|_| bank.iban.clone(), |iban| iban.printed());
    let more = invoice.more.as_deref();
    let reference = more.map_or("", |more| more.payment_reference.as_str());
    let quoted = match reference {
        "" => issue.number.clone(),
        reference => format::reference(reference),
    };
    let template = view
        .book
        .business()
        .map(|business| business.payment_link.clone());
    let link = link::of(&template.unwrap_or_default(), invoice);
    let lines = [
        iban,
        bank.bic.clone(),
        bank.account.clone(),
        bank.bank.clone(),
    ];
    html! {
        <div>
            <h2>{ words::document::payment() }</h2>
            <p class="party">
                { for lines.into_iter().filter(|line| !line.is_empty()).map(|line| html! { <span class="num">{ line }</span> }) }
                <span>{ said(words::document::quoting(html! { <b class="num" data-figure="payment_reference">{ quoted }</b> })) }</span>
                if let Some(link) = link {
                    <a href={link} rel="noreferrer" target="_blank">{ words::document::payment_link() }</a>
                }
            </p>
        </div>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::items::description(), Place::Title),
        Column::number(words::document::quantity(), Place::Note),
        Column::number(words::items::unit_price(), Place::Hidden),
        Column::text(words::items::tax(), Place::Tag),
        Column::number(words::document::net(), Place::Sum),
    ]
}

fn rows(invoice: &Invoice, totals: Option<&Totals>) -> Vec<Row> {
    let row = |(index, line): (usize, &Line)| {
        let net = totals.and_then(|totals| totals.line_net.get(index).copied());
        let quantity = format!(
            "{} {}",
            format::decimal(line.quantity),
            unit_name(&line.unit, line.quantity)
        );
        Row {
            key: index.to_string().into(),
            cells: vec![
                html! { line.description.clone() },
                html! { quantity.trim() },
                html! { format::decimal(line.unit_price) },
                html! { set_label(&invoice.taxes, line.taxes) },
                html! { net.map_or_else(|| format::NONE.to_owned(), format::decimal) },
            ],
        }
    };
    invoice.lines.iter().enumerate().map(row).collect()
}

fn view_instalments(invoice: &Invoice) -> Html {
    let instalments = match &invoice.issue {
        Some(issue) if !issue.instalments.is_empty() => &issue.instalments,
        _ => return html! {},
    };
    html! {
        <>
            <h2>{ words::document::instalments() }</h2>
            <ul class="plain">
                { for instalments.iter().map(|part| html! {
                    <li class="num">{ format!("{} · {}", format::date(part.due), format::decimal(part.amount)) }</li>
                }) }
            </ul>
        </>
    }
}
