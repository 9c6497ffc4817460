//! Finds a page, a customer, an invoice or a quote by a few letters, and goes there.

use ledger::book::Book;
use ledger::date::Date;
use ledger::invoice::Invoice;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::hooks::use_view;
use crate::route::{Route, places, use_navigator};
use crate::text::{format, kind, status};
use crate::ui::Dialog;

/// Places shown at a time.
const SHOWN: usize = 12;

/// Somewhere to go: what it is called, what kind of thing it is, where it is.
#[derive(Clone, PartialEq)]
struct Place {
    name: String,
    note: String,
    route: Route,
}

#[derive(Properties, PartialEq)]
pub struct FinderProps {
    pub on_close: Callback<()>,
}

/// A field and the places that fit; the arrows choose, Enter goes.
#[component]
pub fn Finder(props: &FinderProps) -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let text = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    let found = find(&view.book, &text.trim().to_lowercase(), view.today);
    let last = found.len().saturating_sub(1);
    let at = (*chosen).min(last);
    let go = {
        let on_close = props.on_close.clone();
        Callback::from(move |route: Route| {
            on_close.emit(());
            navigator.go(route);
        })
    };
    let oninput = {
        let (text, chosen) = (text.setter(), chosen.setter());
        Callback::from(move |event: InputEvent| {
            let field = event.target_unchecked_into::<HtmlInputElement>();
            text.set(field.value());
            chosen.set(0);
        })
    };
    let onkeydown = {
        let chosen = chosen.setter();
        let go = go.clone();
        let route = found.get(at).map(|place| place.route.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => chosen.set(if at == last { 0 } else { at + 1 }),
                "ArrowUp" => chosen.set(at.checked_sub(1).unwrap_or(last)),
                "Enter" if !event.is_composing() => {
                    if let Some(route) = route.clone() {
                        go.emit(route);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let told = match found.len() {
        0 => words::app::find_none().to_owned(),
        count if text.trim().is_empty() => words::app::find_places(count),
        SHOWN => words::app::find_first(SHOWN),
        count => words::app::find_count(count),
    };
    let active = (!found.is_empty()).then(|| format!("found-{at}"));
    html! {
        <Dialog title={words::app::find()} on_close={props.on_close.clone()}>
            <div class="field">
                <label for="f-find">{ words::app::find_hint() }</label>
                <input id="f-find" type="text" role="combobox" autocomplete="off" spellcheck="false"
                    aria-expanded={if active.is_some() { "true" } else { "false" }} aria-controls="found" aria-autocomplete="list"
                    aria-activedescendant={active} value={(*text).clone()} {oninput} {onkeydown} />
            </div>
            <ul id="found" class="finds" role="listbox" aria-label={words::app::find_results()}>
                { for found.into_iter().enumerate().map(|(index, place)| view_place(index, index == at, place, &go)) }
            </ul>
            <p class="hint" role="status">{ told }</p>
        </Dialog>
    }
}

fn view_place(index: usize, is_chosen: bool, place: Place, go: &Callback<Route>) -> Html {
    let (go, route) = (go.clone(), place.route);
    let onclick = Callback::from(move |_: MouseEvent| go.emit(route.clone()));
    html! {
        <li id={format!("found-{index}")} role="option" {onclick}
            aria-selected={if is_chosen { "true" } else { "false" }}>
            <b>{ place.name }</b>
            <span>{ place.note }</span>
        </li>
    }
}

/// The places in which every word of the text, in lower case, stands: pages
/// first, then customers, then documents, the newest first.
fn find(book: &Book, text: &str, today: Date) -> Vec<Place> {
    let fits = |name: &str| {
        let name = name.to_lowercase();
        text.split_whitespace().all(|word| name.contains(word))
    };
    let pages = places::found().into_iter().map(|page| Place {
        name: page.name.to_owned(),
        note: String::new(),
        route: page.route,
    });
    let mut found: Vec<Place> = pages.filter(|place| fits(&place.name)).collect();
    if text.is_empty() {
        return found;
    }
    let customers = book.customers().iter().filter(|customer| {
        !customer.erased && (fits(&customer.details.name) || fits(&customer.number))
    });
    found.extend(customers.take(SHOWN).map(|customer| Place {
        name: customer.details.name.clone(),
        note: words::app::find_customer().to_owned(),
        route: Route::Customer(customer.id),
    }));
    let documents = (0..book.invoices().slots())
        .rev()
        .filter_map(|slot| book.invoices().at(slot))
        .filter(|document| !document.is_draft() && fits(document.number()));
    let left = SHOWN.saturating_sub(found.len());
    found.extend(documents.take(left).map(|document| Place {
        name: document.number().to_owned(),
        note: note(book, document, today),
        route: Route::Invoice(document.id),
    }));
    let left = SHOWN.saturating_sub(found.len());
    let quotes = (0..book.quotes().slots())
        .rev()
        .filter_map(|slot| book.quotes().at(slot))
        .filter(|quote| !quote.is_draft() && fits(quote.number()));
    found.extend(quotes.take(left).map(|quote| Place {
        name: quote.number().to_owned(),
        note: words::app::find_quote().to_owned(),
        route: Route::Quote(quote.id),
    }));
    found.truncate(SHOWN);
    found
}

/// What a document is, how it stands and when it is due next.
fn note(book: &Book, document: &Invoice, today: Date) -> String {
    let status = book.status(document.id, today);
    let words = status::status(book, document, today).words;
    let due = book.next_due(document.id, today).filter(|_| {
        use ledger::book::Status::{Open, Overdue, PartCredited, PartPaid, Upcoming};
        matches!(
            status,
            Some(Open | Overdue | PartCredited | PartPaid | Upcoming)
        )
    });
    let due = due.map_or_else(String::new, |due| format!(", due {}", format::date(due)));
    format!("{}: {words}{due}", kind(document.kind))
}
