//! One bank line: what it says, what it may be, and what is said of it.

use ledger::problem::FieldName;
use std::rc::Rc;

use ledger::bank::BankLine;
use ledger::bank::matching::{Suggestion, Way};
use ledger::book::Book;
use ledger::command::{Command, Context, MatchLine, execute};
use ledger::ids::{BankLineId, Chain, InvoiceId};
use ledger::invoice::Invoice;
use ledger::money::{Currency, Money};
use ledger::open_items::{OpenItem, open_item};
use ledger::payment::Source;
use ledger::query::Words;
use yew::prelude::*;

use crate::components::action::ProblemList;
use crate::components::derived::{prepared, use_derived};
use crate::components::settling::{left_of, rests};
use crate::form::Problems;
use crate::form::customers::Directory;
use crate::form::payment::Rest;
use crate::form::reconcile::ReconcileForm;
use crate::hooks::use_view;
use crate::pages::reconcile::ignore::conditions;
use crate::route::Route;
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Check, Field, Input, Radios, Select, view_status};

/// Invoices that are listed beside those that are suggested.
const LISTED: usize = 8;

#[derive(Properties, PartialEq)]
pub struct DetailProps {
    pub line: Rc<BankLine>,
    pub suggestion: Option<Suggestion>,
    pub form: ReconcileForm,
    pub way: Way,
    pub problems: Problems,
    pub busy: bool,
    /// What it may be is not known yet.
    pub reading: bool,
    pub on_change: Callback<(BankLineId, ReconcileForm, Option<Way>)>,
    pub on_confirm: Callback<()>,
    /// It is nothing of a customer; whether all lines like it are.
    pub on_not: Callback<bool>,
    /// The customers by name.
    pub directory: Rc<Directory>,
}

#[component]
pub fn Detail(props: &DetailProps) -> Html {
    let view = use_view();
    let DetailProps { line, form, .. } = props;
    // A line that is gone has nothing to say.
    let left = left_of(&view.book, line).unwrap_or(line.currency.zero());
    let ways = use_derived(
        &view.book,
        (line.id, props.suggestion.clone()),
        |book, (_, suggestion)| Way::all(book, line, left, suggestion.as_ref()),
    );
    let on_way = {
        let (ways, on_change) = (ways.clone(), props.on_change.clone());
        let (id, form) = (line.id, form.clone());
        Callback::from(move |place: String| {
            let way = place
                .parse::<usize>()
                .ok()
                .and_then(|place| ways.get(place));
            on_change.emit((id, form.clone(), way.cloned()));
        })
    };
    let place = ways.iter().position(|way| *way == props.way).unwrap_or(0);
    let options = ways.iter().enumerate();
    let options = options.map(|(place, way)| {
        (
            place.to_string().into(),
            text::matching::way(&view.book, way).into(),
        )
    });
    let can_confirm = ways.contains(&props.way);
    let onsubmit = props
        .on_confirm
        .reform(|event: SubmitEvent| event.prevent_default());
    html! {
        <form {onsubmit} novalidate=true aria-labelledby="bank-line">
            { view_line(&view.book, line, left) }
            { view_suggestion(&view.book, props) }
            <ProblemList problems={props.problems.clone()} />
            if ways.len() > 1 {
                <Radios name="way" legend={words::reconcile::this_is()} value={place.to_string()} options={options.collect::<Vec<_>>()} on_change={on_way} />
            } else if let Some(way) = ways.first().filter(|way| **way != Way::Receipt) {
                <p>{ text::matching::way(&view.book, way) }</p>
            }
            if props.way == Way::Receipt && left.is_positive() {
                <Invoices line={line.clone()} {left} directory={props.directory.clone()} form={form.clone()} suggestion={props.suggestion.clone()}
                    problems={props.problems.clone()} on_change={
                        let (on_change, id) = (props.on_change.clone(), line.id);
                        Callback::from(move |form| on_change.emit((id, form, Some(Way::Receipt))))
                    } />
            }
            <div class="actions">
                if can_confirm {
                    <Button submit=true kind={ButtonKind::Primary} writes=true busy={props.busy}>{ words::reconcile::confirm() }</Button>
                }
                <Button writes=true on_click={props.on_not.reform(|()| false)}>
                    { if left.is_positive() { words::reconcile::not_customer_payment() } else { words::reconcile::not_customer() } }
                </Button>
                if !conditions(line).is_empty() {
                    <Button kind={ButtonKind::Quiet} writes=true on_click={props.on_not.reform(|()| true)}>
                        { words::reconcile::always_ignore_like() }
                    </Button>
                }
            </div>
        </form>
    }
}

fn view_line(book: &Book, line: &BankLine, left: Money) -> Html {
    let whole = Money::new(line.amount, line.currency).ok();
    let statement = book.statements().get(line.statement);
    let account = statement.and_then(|statement| book.bank_accounts().get(statement.account));
    let name = [&line.name, &line.ultimate_name]
        .into_iter()
        .find(|name| !name.is_empty());
    let fact = |label: &str, value: &str| {
        let (label, value) = (label.to_owned(), value.to_owned());
        (!value.is_empty())
            .then(|| html! { <div><dt>{ label }</dt><dd dir="auto">{ value }</dd></div> })
    };
    let original = line.original.map_or_else(String::new, |original| {
        let money = Money::new(original.amount, original.currency);
        money.map_or_else(|_| String::new(), format::money)
    });
    html! {
        <header class="bank-line">
            <h2 id="bank-line" dir="auto">{ name.map_or_else(|| words::reconcile::no_name().to_owned(), Clone::clone) }</h2>
            <p class="sum small num" data-figure="left" data-value={left.amount().to_string()}>{ format::money(left) }</p>
            <dl class="line-facts">
                { fact(words::bank::booked(), &format::date(line.date)) }
                { fact(words::bank::account(), account.map_or("", |account| &account.name)) }
                { fact(words::reconcile::from(), &line.iban) }
                { fact(words::bank::text(), &line.text) }
                { fact(words::common::reference(), &line.reference) }
                { fact(words::reconcile::instructed(), &original) }
                { whole.filter(|whole| *whole != left).and_then(|whole| fact(words::reconcile::whole_line(), &format::money(whole))) }
            </dl>
        </header>
    }
}

fn view_suggestion(book: &Book, props: &DetailProps) -> Html {
    match &props.suggestion {
        Some(one) => html! {
            <div class="suggestion" data-test="suggestion" data-score={one.score.to_string()}>
                { view_status(text::matching::certainty(one.certainty)) }
                <p>{ text::matching::reasons(book, one) }
                    if one.score > 0 { <span class="quiet">{ format!(" {}", words::reconcile::score(&one.score.to_string())) }</span> }
                </p>
            </div>
        },
        None if props.reading => html! { <p class="quiet">{ words::reconcile::looking() }</p> },
        None => html! {},
    }
}

#[derive(Properties, PartialEq)]
struct InvoicesProps {
    line: Rc<BankLine>,
    left: Money,
    form: ReconcileForm,
    suggestion: Option<Suggestion>,
    problems: Problems,
    directory: Rc<Directory>,
    on_change: Callback<ReconcileForm>,
}

/// The invoices that it may pay.
#[component]
fn Invoices(props: &InvoicesProps) -> Html {
    let view = use_view();
    let search = use_state(String::new);
    let InvoicesProps {
        line, form, left, ..
    } = props;
    let directory = &props.directory;
    let words = Words::of(&search);
    let found = use_derived(
        &view.book,
        (words, line.id, view.today),
        |_, (words, _, today)| found(&view.book, line, words, *today),
    );
    let mut listed: Vec<InvoiceId> = form.picked.iter().map(|known| known.invoice).collect();
    let suggested = props.suggestion.iter().flat_map(|one| &one.candidates);
    for id in suggested.chain(&*found) {
        if !listed.contains(id) && listed.len() < form.picked.len() + LISTED {
            listed.push(*id);
        }
    }
    let other = form.other_currency(&view.book, line);
    html! {
        <>
            <fieldset class="pays">
                <legend>{ words::reconcile::pays() }</legend>
                { for listed.iter().filter_map(|id| {
                    let invoice = view.book.invoices().get(*id)?;
                    let item = open_item(&view.book, *id, line.date)?;
                    let on_pick = {
                        let (book, line, left, id) = (view.book.clone(), line.clone(), *left, *id);
                        let (form, on_change) = (form.clone(), props.on_change.clone());
                        Callback::from(move |on: bool| {
                            let mut form = form.clone();
                            form.pick(&book, &line, left, id, on);
                            on_change.emit(form);
                        })
                    };
                    Some(view_invoice(&view.book, props, invoice, &item, on_pick))
                }) }
                if listed.is_empty() {
                    <p class="quiet">{ words::reconcile::no_invoice_matches() }</p>
                }
            </fieldset>
            if other.is_none() {
                { view_credits(&view.book, props) }
            }
            { view_fields(props, other, &search) }
            { view_effect(&view.book, directory, props, view.today) }
        </>
    }
}

/// What is searched for, and what is said of the payment beside its invoices;
/// `other` is their currency, where it is not the line's.
fn view_fields(
    props: &InvoicesProps,
    other: Option<Currency>,
    search: &UseStateHandle<String>,
) -> Html {
    let form = &props.form;
    let setter = |set: fn(&mut ReconcileForm, String)| {
        let (form, on_change) = (form.clone(), props.on_change.clone());
        Callback::from(move |value: String| {
            let mut form = form.clone();
            set(&mut form, value);
            on_change.emit(form);
        })
    };
    let on_search = {
        let search = search.setter();
        Callback::from(move |text| search.set(text))
    };
    let problem = |at: FieldName| props.problems.of(at).map(text::problem::fault);
    let suggestions = props.directory.suggestions(&form.customer, 50);
    let suggestions: Vec<String> = suggestions.into_iter().map(str::to_owned).collect();
    html! {
        <div class="fields">
            <Field name="find-invoice" label={words::reconcile::find_invoice()} value={(**search).clone()} on_change={on_search}
                hint={words::reconcile::find_hint()} />
            if form.picked.is_empty() {
                <Field name="customer" label={words::reconcile::on_account()} value={form.customer.clone()} {suggestions}
                    on_change={setter(|form, value| form.customer = value)} problem={problem(FieldName::Customer)} />
            }
            if let Some(other) = other {
                <Field name="paid" label={words::reconcile::paid_in(&other.to_string())} input={Input::Number} value={form.paid.clone()}
                    on_change={setter(|form, value| form.paid = value)} problem={problem(FieldName::Paid)} />
            } else {
                <Field name="fee" label={words::payments::bank_fee()} input={Input::Number} value={form.fee.clone()}
                    on_change={setter(|form, value| form.fee = value)} problem={problem(FieldName::Fee)}
                    hint={words::payments::bank_fee_hint()} />
            }
        </div>
    }
}

/// Credit notes and money on account of the customers whose invoices are
/// picked: what they can be less by.
fn view_credits(book: &Rc<Book>, props: &InvoicesProps) -> Html {
    let InvoicesProps {
        line, form, left, ..
    } = props;
    let credits = form.credits(book, line);
    if credits.is_empty() {
        return html! {};
    }
    html! {
        <fieldset class="pays" data-test="less">
            <legend>{ words::reconcile::less() }</legend>
            { for credits.into_iter().map(|credit| {
                let source = credit.source;
                let on_take = {
                    let (book, line, left) = (book.clone(), line.clone(), *left);
                    let (form, on_change) = (form.clone(), props.on_change.clone());
                    Callback::from(move |on: bool| {
                        let mut form = form.clone();
                        form.take_credit(&book, &line, left, source, on);
                        on_change.emit(form);
                    })
                };
                let name = match source {
                    Source::Payment(id) => format!("less-{id}"),
                    Source::CreditNote(id) => format!("less-{id}"),
                };
                html! {
                    <div class="part" key={name.clone()}>
                        <Check {name} label={text::matching::source(book, source)}
                            label_more={words::reconcile::left(&format::money(credit.left))}
                            checked={form.less.contains(&source)} on_change={on_take} />
                        <span class="quiet num">{ format::money(credit.left) }</span>
                    </div>
                }
            }) }
        </fieldset>
    }
}

/// Open invoices that the words find; without any, none.
fn found(
    book: &Rc<Book>,
    line: &BankLine,
    words: &Words,
    today: ledger::date::Date,
) -> Vec<InvoiceId> {
    if words.is_empty() {
        return Vec::new();
    }
    let documents = prepared(book, today);
    let all = documents.ordered(book, Some((ledger::query::Sort::Due, false)));
    let found = documents.find(&all, words);
    let found = found.into_iter().filter_map(|slot| {
        let invoice = book.invoices().at(usize::try_from(slot).ok()?)?;
        open_item(book, invoice.id, line.date).map(|item| item.id)
    });
    found.take(LISTED).collect()
}

fn view_invoice(
    book: &Book,
    props: &InvoicesProps,
    invoice: &Invoice,
    item: &OpenItem,
    on_pick: Callback<bool>,
) -> Html {
    let customer = book.customers().get(invoice.customer);
    let name = customer.map_or("", |customer| &customer.details.name);
    let place = props
        .form
        .picked
        .iter()
        .position(|known| known.invoice == invoice.id);
    let number = invoice.number();
    html! {
        <div class="part" key={invoice.id.to_string()} data-invoice={number.to_owned()}>
            <span>
                <Check name={format!("pick-{}", invoice.id)} label={number.to_owned()} label_more={format!(", {name}")}
                    checked={place.is_some()} on_change={on_pick} />
                <span class="quiet">
                    <a href={Route::Invoice(invoice.id).href()} dir="auto">{ name.to_owned() }</a>
                    { words::reconcile::due_open(&format::date(item.due), &format::money(item.open)) }
                </span>
            </span>
            if let Some(place) = place {
                { view_amount(book, props, item, place) }
            }
        </div>
    }
}

/// What it gets, and what becomes of the rest.
fn view_amount(book: &Book, props: &InvoicesProps, item: &OpenItem, place: usize) -> Html {
    let Some(picked) = props.form.picked.get(place) else {
        return html! {};
    };
    let set = |change: fn(&mut crate::form::reconcile::Picked, String)| {
        let (form, on_change) = (props.form.clone(), props.on_change.clone());
        Callback::from(move |value: String| {
            let mut form = form.clone();
            if let Some(picked) = form.picked.get_mut(place) {
                change(picked, value);
            }
            on_change.emit(form);
        })
    };
    let open = item.open;
    let rest = crate::form::number::read_amount(&picked.amount, Some(open.currency()))
        .ok()
        .and_then(|amount| open.sub(Money::new(amount, open.currency()).ok()?).ok())
        .filter(|rest| rest.is_positive());
    let small = book
        .business()
        .is_some_and(|known| known.reconciling.write_off_up_to.is_some());
    html! {
        <span class="paid">
            <Field name={format!("amount-{}", item.id)} label={words::reconcile::pays_of(&item.number)} label_hidden=true
                input={Input::Number} value={picked.amount.clone()} on_change={set(|picked, value| picked.amount = value)}
                problem={props.problems.of((FieldName::Part, place)).map(text::problem::fault)} />
            if let Some(rest) = rest {
                <Select name={format!("rest-{}", item.id)} label={words::payments::rest_of(&item.number)} label_hidden=true
                    value={picked.rest.name()} on_change={set(|picked, value| picked.rest = Rest::of_name(&value))}
                    problem={props.problems.of((FieldName::Closes, place)).map(text::problem::fault)}
                    options={rests(rest, item.discounted.is_some() || picked.rest == Rest::Discount, small || picked.rest == Rest::SmallDifference)} />
            }
            if let Some(pay) = item.discounted.filter(|_| picked.rest != Rest::Discount) {
                <span class="hint">{ words::payments::with_discount(&format::money(pay)) }</span>
            }
        </span>
    }
}

/// What confirming comes to, by the ledger's own word; the exchange
/// difference where the bank changed the money.
fn view_effect(
    book: &Rc<Book>,
    directory: &Directory,
    props: &InvoicesProps,
    today: ledger::date::Date,
) -> Html {
    let made = props.form.command(book, directory, &props.line, props.left);
    let Ok(made) = made else { return html! {} };
    match effect(book, made, today) {
        Some(effect) => {
            html! { <p class="effect" role="status" data-test="match-effect">{ effect }</p> }
        }
        None => html! {},
    }
}

fn effect(book: &Rc<Book>, made: MatchLine, today: ledger::date::Date) -> Option<String> {
    let context = Context {
        today,
        chain: Chain::default(),
        override_closed: Some("preview".to_owned()),
    };
    let set = execute(book, &Command::MatchLines(vec![made]), &context).ok()?;
    text::settlement::effect(book, &set.changes)
}
