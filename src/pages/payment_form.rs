//! Recording money received.

use std::cell::RefCell;
use std::rc::Rc;

use ledger::book::Book;
use ledger::change::Change;
use ledger::command::{Command, Context, execute};
use ledger::date::Date;
use ledger::ids::{Chain, CustomerId, InvoiceId, Version};
use ledger::money::Decimal;
use ledger::open_items::{OpenCredit, OpenItem, open_credits, open_items, settlement_order};
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::action::{ClosedReason, override_of, use_action};
use crate::components::choices::currencies;
use crate::components::derived::use_directory;
use crate::components::editing::{Editing, use_editing};
use crate::components::record_form::view_told;
use crate::components::settling::{rests, view_credit};
use crate::dispatch::{Dispatcher, Done, NotDone};
use crate::form::Problems;
use crate::form::customers::Directory;
use crate::form::payment::{Made, PaymentField as F, PaymentForm as Form, Rest, Settles};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Check, Dialog, Field, Input, Radios, Select, keep};

#[derive(Properties, PartialEq)]
pub struct PaymentFormProps {
    #[prop_or_default]
    pub customer: Option<CustomerId>,
    #[prop_or_default]
    pub invoice: Option<InvoiceId>,
}

fn first(book: &Book, directory: &Directory, props: &PaymentFormProps, today: Date) -> Form {
    let currency = book.business().map(|business| business.currency);
    let mut form = Form::new(currency.unwrap_or_default(), today);
    if let Some(customer) = props.customer.and_then(|id| book.customers().get(id)) {
        form.customer = directory.label(customer);
        let owed = book
            .invoices_of(customer.id)
            .find(|invoice| !invoice.is_draft());
        if let Some(currency) = customer.currency.or(owed.map(|invoice| invoice.currency)) {
            form.currency = currency.to_string();
        }
    }
    let open = props.invoice.and_then(|id| {
        let invoice = book.invoices().get(id)?;
        let open = open_items(book, invoice.customer, invoice.currency, today);
        open.into_iter().find(|open| open.id == id)
    });
    if let Some(open) = open {
        form.for_invoice(open.id, open.open);
    }
    form
}

#[component]
pub fn PaymentForm(props: &PaymentFormProps) -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    let action = use_action();
    let reason = use_state(String::new);
    let directory = use_directory(&view.book);
    let begun = first(&view.book, &directory, props, view.today);
    let editing = use_editing(begun.clone(), Version::NONE, scratch(props).into());
    let form = editing.form();
    let open = open(&view.book, &directory, form, view.today);
    let coming = coming(&view.book, &directory, form, &open, view.today);
    let seen = use_seen(form, coming.as_deref());
    let on_leave = {
        let (editing, seen) = (editing.clone(), seen.clone());
        Callback::from(move |()| {
            seen.replace(None);
            editing.found(Problems::default());
        })
    };
    let on_forget = {
        let editing = editing.clone();
        Callback::from(move |()| editing.reset(begun.clone(), Version::NONE))
    };
    let record = {
        let (editing, action, directory) = (editing.clone(), action.clone(), directory.clone());
        let (open, reason, invoice) = (open.clone(), reason.clone(), props.invoice);
        Callback::from(move |()| match editing.form().command(&directory, &open) {
            Err(problems) => editing.found(problems),
            Ok(made) => {
                editing.found(Problems::default());
                let seen = seen.borrow();
                let made = made.showing(seen.as_ref().and_then(|(_, left)| *left));
                let to = destination(&made.command, invoice);
                let override_closed = override_of(&reason);
                let work = save(dispatcher.clone(), made, override_closed, editing.clone());
                let navigator = navigator.clone();
                action.perform(work, move |_| navigator.go(to));
            }
        })
    };
    let asked = use_state_eq(|| None::<Date>);
    let onsubmit = {
        let (editing, record, asked) = (editing.clone(), record.clone(), asked.setter());
        let (open, today) = (open.clone(), view.today);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form = editing.form();
            match form.ahead(today) {
                Some(day) if form.command(&directory, &open).is_ok() => asked.set(Some(day)),
                _ => record.emit(()),
            }
        })
    };
    html! {
        <form class="writing" {onsubmit} novalidate=true>
            <h1>{ words::payments::record() }</h1>
            { view_told(&editing, &action, on_forget) }
            <Fields editing={editing.clone()} />
            { view_reached(&editing) }
            <SettlesFields editing={editing.clone()} {open} effect={coming.and_then(|changes| text::settlement::effect(&view.book, &changes))} />
            { view_asked(&editing, on_leave) }
            <ClosedReason problems={editing.state.problems.clone()} reason={(*reason).clone()} on_change={keep(&reason)} />
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} busy={action.is_busy()}>{ words::payments::record() }</Button>
            </div>
            { view_ahead(&asked, record) }
        </form>
    }
}

fn view_ahead(asked: &UseStateHandle<Option<Date>>, on_record: Callback<()>) -> Html {
    let Some(day) = **asked else {
        return html! {};
    };
    let asked = asked.setter();
    let on_close = Callback::from(move |()| asked.set(None));
    html! { <Ahead {day} {on_record} {on_close} /> }
}

/// Where what is typed is kept.
fn scratch(props: &PaymentFormProps) -> String {
    match (props.customer, props.invoice) {
        (_, Some(invoice)) => format!("payment-{invoice}"),
        (Some(customer), None) => format!("payment-{customer}"),
        (None, None) => "payment-new".to_owned(),
    }
}

/// A form, and what would stay unapplied as it showed.
type Seen = Option<(Form, Option<Decimal>)>;

/// What the form showed since somebody changed it last.
#[hook]
fn use_seen(form: &Form, coming: Option<&[Change]>) -> Rc<RefCell<Seen>> {
    let seen = use_mut_ref(|| None::<(Form, Option<Decimal>)>);
    let is_new = |(known, _): &(Form, Option<Decimal>)| known != form;
    if seen.borrow().as_ref().is_none_or(is_new) {
        let unapplied = coming.and_then(text::settlement::unapplied);
        seen.replace(Some((form.clone(), unapplied)));
    }
    seen
}

#[derive(Properties, PartialEq)]
struct AheadProps {
    day: Date,
    on_record: Callback<()>,
    on_close: Callback<()>,
}

/// Asks whether a payment is meant to be of a day to come.
#[component]
fn Ahead(props: &AheadProps) -> Html {
    let day = format::date(props.day);
    let on_record = {
        let (on_record, on_close) = (props.on_record.clone(), props.on_close.clone());
        Callback::from(move |()| {
            on_close.emit(());
            on_record.emit(());
        })
    };
    html! {
        <Dialog title={words::payments::future_title()} on_close={props.on_close.clone()}>
            <p>{ words::payments::future_why(&day) }</p>
            <div class="actions">
                <Button writes=true kind={ButtonKind::Primary} on_click={on_record}>{ words::payments::future_record(&day) }</Button>
                <Button on_click={props.on_close.clone()}>{ words::payments::future_change() }</Button>
            </div>
        </Dialog>
    }
}

/// The invoices that the payment can settle as the form stands.
fn open(book: &Book, directory: &Directory, form: &Form, today: Date) -> Vec<OpenItem> {
    let customer = directory.find_known(&form.customer);
    match (customer, form.currency.parse()) {
        (Ok(customer), Ok(currency)) => {
            open_items(book, customer, currency, form.day().unwrap_or(today))
        }
        _ => Vec::new(),
    }
}

/// Back to the invoice it came from, else to the customer.
fn destination(command: &Command, invoice: Option<InvoiceId>) -> Route {
    match (invoice, command) {
        (Some(id), _) => Route::Invoice(id),
        (None, Command::EnterPayment(enter)) => Route::Customer(enter.payment.customer),
        _ => Route::Payments,
    }
}

async fn save(
    dispatcher: Dispatcher,
    made: Made,
    override_closed: Option<String>,
    editing: Editing<Form>,
) -> Result<Done, NotDone> {
    let scratch = editing.scratch.to_string();
    let done = dispatcher
        .run(made.command, override_closed, Some(scratch))
        .await;
    if let Err(NotDone::Refused(refusal)) = &done {
        let place = |places: &[usize], part: usize| places.get(part).copied().unwrap_or(part);
        let problems = Problems::from(refusal)
            .moved(FieldName::Part, |part| place(&made.parts, part))
            .moved(FieldName::Closes, |part| place(&made.closes, part));
        editing.found(problems);
    }
    done
}

#[derive(Properties, PartialEq)]
struct FieldsProps {
    editing: Editing<Form>,
}

#[component]
fn Fields(props: &FieldsProps) -> Html {
    const OFFERED: usize = 50;
    let view = use_view();
    let editing = &props.editing;
    let form = editing.form();
    let directory = use_directory(&view.book);
    let suggestions = directory.suggestions(&form.customer, OFFERED);
    let suggestions: Vec<String> = suggestions.into_iter().map(str::to_owned).collect();
    html! {
        <div class="fields">
            <Field name="customer" label={words::common::customer()} value={form.customer.clone()} on_change={editing.setter(F::Customer)}
                problem={editing.problem(FieldName::Customer)} {suggestions} required=true />
            <Field name="date" label={words::common::date()} input={Input::Date} value={form.date.clone()} required=true
                on_change={editing.setter(F::Date)} problem={editing.problem(FieldName::Date)} />
            <Field name="amount" label={words::common::amount()} input={Input::Number} value={form.amount.clone()} required=true
                on_change={editing.setter(F::Amount)} problem={editing.problem(FieldName::Amount)} />
            <Select name="currency" label={words::common::currency()} value={form.currency.clone()} options={currencies()}
                on_change={editing.setter(F::Currency)} problem={editing.problem(FieldName::Currency)} />
            <Field name="method" label={words::payments::method()} value={form.method.clone()} on_change={editing.setter(F::Method)}
                problem={editing.problem(FieldName::Method)} hint={words::payments::method_hint()} />
            <Field name="reference" label={words::common::reference()} value={form.reference.clone()} on_change={editing.setter(F::Reference)}
                problem={editing.problem(FieldName::Reference)} />
            <Field name="fee" label={words::payments::bank_fee()} input={Input::Number} value={form.fee.clone()} on_change={editing.setter(F::Fee)}
                problem={editing.problem(FieldName::Fee)} hint={words::payments::bank_fee_hint()} />
        </div>
    }
}

/// What arrived where the customer paid in another currency than that of the
/// account.
fn view_reached(editing: &Editing<Form>) -> Html {
    let form = editing.form();
    html! {
        <details class="references" open={!form.reached.trim().is_empty()}>
            <summary>{ words::payments::other_currency() }</summary>
            <div class="fields">
                <Field name="reached" label={words::payments::reached_account()} input={Input::Number} value={form.reached.clone()}
                    on_change={editing.setter(F::Reached)} problem={editing.problem(FieldName::Received)}
                    hint={words::payments::reached_account_hint()} />
                <Select name="reached-currency" label={words::payments::account_currency()} value={form.reached_currency.clone()} options={currencies()}
                    on_change={editing.setter(F::ReachedCurrency)} problem={editing.problem(FieldName::ReceivedCurrency)} />
            </div>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct SettlesProps {
    editing: Editing<Form>,
    open: Vec<OpenItem>,
    effect: Option<String>,
}

/// Which invoices it settles, and what each gets.
#[component]
fn SettlesFields(props: &SettlesProps) -> Html {
    let view = use_view();
    let SettlesProps {
        editing,
        open,
        effect,
    } = props;
    let form = editing.form();
    let order = settlement_order(&view.book);
    let options = Settles::ALL.map(|settles| {
        let text = match settles {
            Settles::InOrder => text::settlement::order(order),
            Settles::ByHand => words::payments::by_hand(),
            Settles::Nothing => words::payments::as_credit(),
        };
        (settles.name().into(), text.into())
    });
    let directory = use_directory(&view.book);
    let credits = credits(&view.book, &directory, form, view.today);
    html! {
        <section>
            <Radios name="settles" legend={words::payments::apply_to()} value={form.settles.name()} options={options.to_vec()}
                on_change={editing.setter(F::Settles)} />
            if form.customer.trim().is_empty() {
                <p class="quiet">{ words::payments::choose_customer() }</p>
            } else if open.is_empty() {
                <p class="quiet">{ words::payments::no_open_invoice() }</p>
            } else if form.settles == Settles::ByHand {
                { for open.iter().enumerate().map(|(index, invoice)| view_part(&view.book, editing, index, invoice)) }
            }
            if form.settles == Settles::ByHand {
                { for form.gone(open).into_iter().enumerate().map(|(index, id)| view_gone(&view.book, editing, index, id)) }
            }
            { view_credits(&view.book, &credits) }
            if let Some(effect) = effect {
                <p class="effect" role="status" data-test="payment-effect">{ effect.clone() }</p>
            }
        </section>
    }
}

/// What the customer has already, in the payment's currency.
fn credits(book: &Book, directory: &Directory, form: &Form, today: Date) -> Vec<OpenCredit> {
    let Ok(customer) = directory.find_known(&form.customer) else {
        return Vec::new();
    };
    let mut credits = open_credits(book, customer, form.day().unwrap_or(today));
    credits.retain(|credit| credit.left.currency().code() == form.currency);
    credits
}

/// So that nobody takes in money that the customer has paid already.
fn view_credits(book: &Book, credits: &[OpenCredit]) -> Html {
    if credits.is_empty() {
        return html! {};
    }
    html! {
        <div class="credits" data-test="credits">
            <p>{ words::payments::has_credit() }</p>
            <ul>
                { for credits.iter().map(|credit| view_credit(book, credit, html! {})) }
            </ul>
        </div>
    }
}

fn view_part(book: &Book, editing: &Editing<Form>, index: usize, invoice: &OpenItem) -> Html {
    let form = editing.form();
    let chosen = form.rest(invoice.id);
    let small = book
        .business()
        .is_some_and(|known| known.reconciling.write_off_up_to.is_some());
    let rest = form.left_of(invoice);
    html! {
        <div class="part" key={invoice.id.to_string()}>
            <span>
                <b>{ invoice.number.clone() }</b>
                <span class="quiet">{ format!(" {}", words::payments::due_open(&format::date(invoice.due), &format::money(invoice.open))) }</span>
                if let Some(pay) = invoice.discounted.filter(|_| chosen != Rest::Discount) {
                    <span class="quiet">{ words::payments::with_discount(&format::money(pay)) }</span>
                }
            </span>
            <span class="paid">
                <Field name={format!("part-{index}")} label={words::payments::apply_to_number(&invoice.number)} label_hidden=true
                    input={Input::Number} value={form.part(invoice.id).to_owned()}
                    on_change={editing.setter(F::Part(invoice.id))} problem={editing.problem((FieldName::Part, index))} />
                if let Some(rest) = rest {
                    <Select name={format!("rest-{index}")} label={words::payments::rest_of(&invoice.number)} label_hidden=true
                        value={chosen.name()} on_change={editing.setter(F::Rest(invoice.id))} problem={editing.problem((FieldName::Closes, index))}
                        options={rests(rest, invoice.discounted.is_some() || chosen == Rest::Discount, small || chosen == Rest::SmallDifference)} />
                }
            </span>
        </div>
    }
}

/// An invoice that was to get a part, and takes none any more.
fn view_gone(book: &Book, editing: &Editing<Form>, index: usize, id: InvoiceId) -> Html {
    let invoice = book.invoices().get(id);
    let number = invoice.map_or("", |invoice| invoice.number()).to_owned();
    let on_take_out = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::TakeOut(id), ""))
    };
    html! {
        <div class="part" key={id.to_string()} data-test="gone">
            <span>
                <b>{ number.clone() }</b>
                <span class="quiet">{ format!(" {}", words::payments::nothing_open(editing.form().part(id))) }</span>
                if let Some(problem) = editing.problem((FieldName::Gone, index)) {
                    <span class="problem">{ problem }</span>
                }
            </span>
            <Button label={words::payments::remove_number(&number)} on_click={on_take_out}>{ words::payments::remove() }</Button>
        </div>
    }
}

/// What is asked before it is recorded: whether it is another payment than
/// one that is known, and what nothing takes any more.
fn view_asked(editing: &Editing<Form>, on_leave: Callback<()>) -> Html {
    let form = editing.form();
    let is_known = editing.state.problems.of(FieldName::Again).is_some();
    let has_changed = editing.state.problems.of(FieldName::Unapplied).is_some();
    let on_again = editing.setter(F::Again).reform(|_: bool| String::new());
    html! {
        <>
            if is_known || form.again {
                <Check name="again" label={words::payments::another_payment()} checked={form.again} on_change={on_again} />
            }
            if has_changed {
                <div class="actions">
                    <Button on_click={on_leave}>{ words::payments::as_credit() }</Button>
                </div>
            }
        </>
    }
}

/// What recording it would come to, by the ledger's own word: nothing while
/// something is missing.
fn coming(
    book: &Book,
    directory: &Directory,
    form: &Form,
    open: &[OpenItem],
    today: Date,
) -> Option<Vec<Change>> {
    let made = form.command(directory, open).ok()?;
    let context = Context {
        today,
        chain: Chain::default(),
        override_closed: Some("preview".to_owned()),
    };
    let set = execute(book, &made.preview(), &context).ok()?;
    Some(set.changes)
}
