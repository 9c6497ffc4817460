//! Today: what is owed, how late it is, and what happened last.

use ledger::book::Book;
use ledger::change::RecordId;
use ledger::invoice::Invoice;
use ledger::money::{Currency, Money};
use ledger::report::aging::{CurrencyAging, Options};
use ledger::report::dso::{Figures, Period};
use ledger::report::timeline::{Place, amount_of, place_of};
use ledger::report::unbilled::{Unbilled, unbilled};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::derived::{
    Aged, leading, use_aging, use_derived, use_figures, use_worklist,
};
use crate::components::due::Due;
use crate::components::rows::{document_columns, document_row};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{AgingQuery, ListQuery, Route, StatusFilter};
use crate::state::{Activity, View};
use crate::text::figure::{self, FigureName};
use crate::text::{self, format};
use crate::ui::{AgingStrip, ButtonKind, Empty, LinkButton, StripPart, Table};

/// Documents shown as the newest.
const NEWEST: usize = 8;
/// Entries of the journal that are looked at for the newest actions.
const ACTIONS: u32 = 8;

#[component]
pub fn Overview() -> Html {
    let view = use_view();
    let aged = use_aging(&view.book, Options::as_of(view.today));
    let figures = use_figures(&view.book, Period::quarter_to(view.today));
    let unbilled = use_derived(&view.book, view.today, |book, today| unbilled(book, *today));
    html! {
        <>
            <div class="bar">
                <h1 class="unseen">{ words::places::today() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true href={new_invoice()}>{ words::places::new_invoice() }</LinkButton>
                <LinkButton writes=true href={new_payment()}>{ words::places::record_payment() }</LinkButton>
            </div>
            if let Some(aged) = &*aged {
                { view_figures(&view, aged, &figures) }
            }
            <ToCollect />
            <Due with_link=true />
            { view_unbilled(&view, &unbilled) }
            <Newest />
            <NewestActivity />
        </>
    }
}

fn new_invoice() -> AttrValue {
    Route::NewInvoice {
        customer: None,
        credits: None,
    }
    .href()
}

fn new_payment() -> AttrValue {
    Route::NewPayment {
        customer: None,
        invoice: None,
    }
    .href()
}

fn view_figures(view: &View, aged: &Aged, figures: &[Figures]) -> Html {
    let list = &aged.aging.currencies;
    if list.is_empty() {
        return view_nothing(view);
    }
    let order = leading(&view.book, list, |aging| aging.currency);
    html! {
        { for order.into_iter().map(|place| {
            let aging = &list[place];
            let figures = figures.iter().find(|figures| figures.currency == aging.currency);
            view_currency(aged, aging, figures)
        }) }
    }
}

fn view_nothing(view: &View) -> Html {
    if view.book.business().is_none() {
        return html! {
            <Empty title={words::today::no_business_title()} text={words::today::no_business_hint()}>
                <LinkButton kind={ButtonKind::Primary} href={Route::Settings.href()}>{ words::today::to_settings() }</LinkButton>
            </Empty>
        };
    }
    html! {
        <section class="answer">
            <p>{ words::today::you_are_owed() }</p>
            <p class="sum num" data-figure="outstanding" data-value="0">{ words::today::empty_title() }</p>
            <p class="quiet">{ words::today::empty_hint() }</p>
            <div class="actions"><LinkButton href={Route::Import.href()}>{ words::places::import() }</LinkButton></div>
        </section>
    }
}

/// Days that count as this week, today included.
const WEEK: u32 = 7;

fn view_currency(aged: &Aged, aging: &CurrencyAging, figures: Option<&Figures>) -> Html {
    let total = &aging.total;
    let overdue: i128 = total.buckets.iter().skip(1).sum();
    let shown = |minor: i128| format::money_or_none(aging.money(minor));
    let plain = |minor: i128| aging.money(minor).map(|money| money.amount().to_string());
    let link = |status: StatusFilter| Route::Invoices(ListQuery::from(status)).href();
    let soon = aged.due_within(aging.currency, WEEK);
    html! {
        <section key={aging.currency.code()} data-currency={aging.currency.code()}>
            <div class="answer">
                <p>{ words::today::you_are_owed() }</p>
                <p class="sum num">
                    <a href={link(StatusFilter::Open)} data-figure="outstanding" data-value={plain(total.outstanding())}>
                        { shown(total.outstanding()) }
                    </a>
                </p>
                <p class="facts">
                    <a href={link(StatusFilter::Overdue)} class={(overdue > 0).then_some("late")}>
                        <b class="num" data-figure="overdue" data-value={plain(overdue)}>{ shown(overdue) }</b>{ " " }{ words::today::overdue() }
                    </a>
                    <a href={due_soon(aging.currency)}>
                        <b class="num" data-figure="due_soon" data-value={soon.map(|money| money.amount().to_string())}>{ format::money_or_none(soon) }</b>
                        { " " }{ words::today::due_this_week() }
                    </a>
                    { figures.map(view_dso).unwrap_or_default() }
                    if total.unapplied != 0 {
                        <a href={Route::Payments.href()}>
                            <b class="num" data-figure="unapplied" data-value={plain(total.unapplied)}>{ shown(total.unapplied) }</b>
                            { " " }{ words::today::credit() }
                        </a>
                    }
                </p>
            </div>
            { view_strip(&aged.aging.options, aging) }
        </section>
    }
}

fn view_dso(figures: &Figures) -> Html {
    let key = FigureName::Dso.key();
    let (dso, best) = match figures.dso.zip(figures.best_possible) {
        Some((dso, best)) => (
            words::today::dso_days(&format::decimal(dso)),
            format!(" {}", words::today::dso_best(&format::decimal(best))),
        ),
        None => (
            words::today::no_dso().to_owned(),
            words::today::no_dso_why().to_owned(),
        ),
    };
    html! {
        <a href={Route::Aging(AgingQuery::default()).href()}>
            <b class="num" data-figure={key} data-value={figures.dso.map(|dso| dso.to_string())}>{ dso }</b>
            { best }
        </a>
    }
}

fn view_strip(options: &Options, aging: &CurrencyAging) -> Html {
    let outstanding = aging.total.outstanding();
    let ranges = std::iter::once(None).chain(options.ranges().into_iter().map(Some));
    let parts = ranges.zip(&aging.total.buckets).enumerate();
    let parts = parts.map(|(bucket, (range, minor))| {
        let (key, label) = figure::bucket(range);
        let money = aging.money(*minor);
        StripPart {
            key: key.into(),
            label: label.into(),
            amount: format::money_or_none(money).into(),
            plain: money
                .map(|money| money.amount().to_string())
                .unwrap_or_default()
                .into(),
            share: share(*minor, outstanding),
            href: documents(aging.currency, bucket),
        }
    });
    html! { <AgingStrip label={words::today::aging_in(&aging.currency.to_string())} parts={parts.collect::<Vec<_>>()} /> }
}

/// Of a thousand.
fn share(part: i128, whole: i128) -> u32 {
    if whole <= 0 {
        return 0;
    }
    u32::try_from(part.saturating_mul(1000) / whole).unwrap_or(0)
}

fn due_soon(currency: Currency) -> AttrValue {
    Route::AgedDocuments {
        query: AgingQuery {
            within: Some(WEEK),
            ..AgingQuery::default()
        },
        currency,
        bucket: None,
        customer: None,
    }
    .href()
}

fn documents(currency: Currency, bucket: usize) -> AttrValue {
    Route::AgedDocuments {
        query: AgingQuery::default(),
        currency,
        bucket: Some(bucket),
        customer: None,
    }
    .href()
}

/// What is to do to collect, counted.
#[component]
fn ToCollect() -> Html {
    let view = use_view();
    let list = use_worklist(&view.book, view.today);
    let Some(list) = (*list).clone().filter(|list| !list.is_empty()) else {
        return html! {};
    };
    let counted = [
        (
            list.letters.len(),
            words::reminders::today_letters as fn(usize) -> String,
        ),
        (list.unsent.len(), words::reminders::today_unsent),
        (list.broken.len(), words::reminders::today_broken),
        (list.disputes.len(), words::reminders::today_disputes),
        (list.hand_over.len(), words::reminders::today_hand_over),
    ];
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    html! {
        <section class="block" aria-labelledby="to-collect">
            <h2 id="to-collect"><a href={Route::Reminders.href()}>{ words::reminders::today_title() }</a></h2>
            <ul class="plain">{ for counted.map(|(count, said)| html! { <li>{ said(count) }</li> }) }</ul>
        </section>
    }
}

/// Drafts of work that is delivered: what they come to, and each of them.
fn view_unbilled(view: &View, unbilled: &[Unbilled]) -> Html {
    if unbilled.is_empty() {
        return html! {};
    }
    let mut currencies: Vec<Currency> = unbilled.iter().map(|one| one.draft.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let sums = currencies.into_iter().filter_map(|currency| {
        let totals = unbilled.iter().filter_map(|one| one.total);
        let sum = Money::sum(currency, totals.filter(|total| total.currency() == currency)).ok()?;
        Some(html! {
            <b class="num" data-figure="unbilled" data-value={sum.amount().to_string()}>{ format::money(sum) }</b>
        })
    });
    html! {
        <section class="block" aria-labelledby="unbilled">
            <h2 id="unbilled">{ words::today::unbilled_title() }<span>{ for sums }</span></h2>
            <p class="quiet">{ words::today::unbilled_hint() }</p>
            <ul class="activity">
                { for unbilled.iter().map(|one| {
                    let customer = view.book.customers().get(one.draft.customer);
                    let name = customer.map_or_else(|| words::common::draft().to_owned(), |known| known.details.name.clone());
                    html! {
                        <li key={one.draft.id.to_string()}>
                            <span class="num quiet">{ format::date(one.delivered) }</span>
                            <a href={Route::EditInvoice(one.draft.id).href()}>{ name }</a>
                            <span class="num r">{ format::money_or_none(one.total) }</span>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// What was done last, by the journal.
#[component]
fn NewestActivity() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let list = use_state(Vec::<Activity>::new);
    {
        let list = list.setter();
        use_effect_with(view.book.head().seq, move |_| {
            spawn_local(async move { list.set(dispatcher.newest_activity(ACTIONS).await) });
        });
    }
    let rows: Vec<Html> = list
        .iter()
        .filter_map(|activity| view_activity(&view.book, activity))
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    html! {
        <section class="block" aria-labelledby="activity">
            <h2 id="activity">{ words::today::recent() }</h2>
            <ul class="activity">{ for rows }</ul>
        </section>
    }
}

fn view_activity(book: &Book, activity: &Activity) -> Option<Html> {
    let done = text::action::done(activity.command?)?;
    let about = activity.about.and_then(|id| about(book, id));
    let day = format::day_of(activity.at).map_or_else(String::new, format::date);
    Some(html! {
        <li key={activity.seq.to_string()}>
            <span class="num quiet">{ day }</span>
            <span>
                { match &about {
                    None => html! { done },
                    Some((Route::Settings, _)) => html! { <a href={Route::Settings.href()}>{ done }</a> },
                    Some((route, name)) => html! { <>{ done }{ ": " }<a href={route.href()}>{ name.clone() }</a></> },
                } }
                if let Some(became) = became(book, activity) {
                    <span class="quiet">{ format!(" ({became})") }</span>
                }
            </span>
            <span class="num r">{ about.and_then(|_| amount_of(book, activity.about?)).map(format::money).unwrap_or_default() }</span>
        </li>
    })
}

/// What became of a payment since it was recorded.
fn became(book: &Book, activity: &Activity) -> Option<String> {
    let Some(RecordId::Payment(id)) = activity.about else {
        return None;
    };
    let payment = book.payments().get(id)?;
    Some(text::status::payment(book, payment)?.words)
}

/// Where a record is shown, and what it is called there.
fn about(book: &Book, id: RecordId) -> Option<(Route, String)> {
    let customer = |id| Some(book.customers().get(id)?.details.name.clone());
    Some(match place_of(book, id)? {
        Place::Customer(id) => (Route::Customer(id), customer(id)?),
        Place::Document(id) => {
            let document = book.invoices().get(id)?;
            let name = match document.is_draft() {
                true => customer(document.customer)?,
                false => document.number().to_owned(),
            };
            (Route::Invoice(id), name)
        }
        Place::Schedule(id) => {
            let schedule = book.schedules().get(id)?;
            (Route::Schedule(id), customer(schedule.document.customer)?)
        }
        Place::Quote(id) => {
            let quote = book.quotes().get(id)?;
            let name = match quote.number() {
                "" => customer(quote.document.customer)?,
                number => number.to_owned(),
            };
            (Route::Quote(id), name)
        }
        Place::Settings => (Route::Settings, words::places::settings().to_owned()),
    })
}

/// The documents that came last.
#[component]
fn Newest() -> Html {
    let view = use_view();
    let newest = use_derived(&view.book, (), |book, ()| {
        let slots = book.invoices().slots();
        (0..slots)
            .rev()
            .filter_map(|slot| book.invoices().at(slot).cloned())
            .take(NEWEST)
            .collect::<Vec<std::rc::Rc<Invoice>>>()
    });
    if newest.is_empty() {
        return html! {};
    }
    let rows = newest
        .iter()
        .map(|invoice| document_row(&view.book, invoice, view.today, None));
    html! {
        <section class="block" aria-labelledby="newest">
            <h2 id="newest">{ words::today::newest() }<a href={Route::Invoices(ListQuery::default()).href()}>{ words::today::all_invoices() }</a></h2>
            <Table caption={words::today::newest_caption()} columns={document_columns()} rows={rows.collect::<Vec<_>>()} />
        </section>
    }
}
