//! The form of a recurring schedule: when, and what is repeated. The two are
//! forms of their own that are saved together.

use std::rc::Rc;

use ledger::book::Book;
use ledger::change::RecordId;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::{InvoiceId, ScheduleId, Version};
use ledger::invoice::{Invoice, Kind};
use ledger::problem::FieldName;
use ledger::schedule::Schedule;
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::action::use_action;
use crate::components::derived::use_directory;
use crate::components::document_head::{Foot, Head, Purpose};
use crate::components::document_lines::Lines;
use crate::components::editing::Editing;
use crate::components::named_customer::customer_of;
use crate::components::paired::{Paired, document_form, use_paired};
use crate::dispatch::{Dispatcher, NotDone};
use crate::form::Problems;
use crate::form::customers::Directory;
use crate::form::invoice::{InvoiceForm, Read};
use crate::form::schedule::{DAYS, MODES, RuleField as F, RuleForm, SERVICES, UNITS};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::state::View;
use crate::text::{format, recurring};
use crate::ui::{Button, ButtonKind, Field, Input, Select};

#[derive(Properties, PartialEq)]
pub struct ScheduleFormProps {
    #[prop_or_default]
    pub schedule: Option<ScheduleId>,
    /// What a new one repeats.
    #[prop_or_default]
    pub invoice: Option<InvoiceId>,
}

/// What the form begins with.
#[derive(Clone, PartialEq)]
struct Opened {
    document: InvoiceForm,
    rule: RuleForm,
    schedule: Option<ScheduleId>,
    version: Version,
    scratch: String,
}

#[component]
pub fn ScheduleForm(props: &ScheduleFormProps) -> Html {
    let view = use_view();
    match opened(&view, props) {
        Ok(opened) => html! { <Writing {opened} /> },
        Err(title) => absent(
            words::recurring::recurring_invoice(),
            title,
            &Route::Schedules,
            words::recurring::back_to_list(),
        ),
    }
}

fn opened(view: &View, props: &ScheduleFormProps) -> Result<Opened, &'static str> {
    let book = &view.book;
    if book.business().is_none() {
        return Err(words::invoice_form::no_business());
    }
    let (document, rule, scratch) = if let Some(id) = props.schedule {
        let schedule = book.schedules().get(id).ok_or(words::recurring::gone())?;
        let document = document_form(book, &schedule.document, view.today);
        (document, RuleForm::of(schedule), format!("schedule-{id}"))
    } else if let Some(id) = props.invoice {
        let invoice = book
            .invoices()
            .get(id)
            .filter(|invoice| !invoice.kind.is_credit() && !invoice.lines.is_empty())
            .ok_or(words::recurring::no_invoice_to_repeat())?;
        let document = document_form(book, &repeatable(invoice), view.today);
        (
            document,
            RuleForm::new(view.today),
            format!("schedule-of-{id}"),
        )
    } else {
        let business = book.business().map(|business| &**business);
        let document = InvoiceForm::new(business, view.today);
        (
            document,
            RuleForm::new(view.today),
            "schedule-new".to_owned(),
        )
    };
    Ok(Opened {
        document,
        rule,
        schedule: props.schedule,
        version: props
            .schedule
            .map_or(Version::NONE, |id| book.version(RecordId::Schedule(id))),
        scratch,
    })
}

/// What of an invoice recurs.
fn repeatable(invoice: &Invoice) -> Invoice {
    Invoice {
        kind: Kind::Invoice,
        ..invoice.again()
    }
}

#[derive(Properties, PartialEq)]
struct WritingProps {
    opened: Opened,
}

#[component]
fn Writing(props: &WritingProps) -> Html {
    let view = use_view();
    let begun = use_state(|| props.opened.clone());
    let both = use_paired(
        begun.document.clone(),
        begun.rule.clone(),
        begun.version,
        &begun.scratch,
    );
    let directory = use_directory(&view.book);
    let action = use_action();
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    let on_forget = {
        let (both, opened) = (both.clone(), props.opened.clone());
        Callback::from(move |()| {
            both.document.reset(opened.document.clone(), opened.version);
            both.beside.reset(opened.rule.clone(), opened.version);
        })
    };
    let onsubmit = {
        let (both, action, today) = (both.clone(), action.clone(), view.today);
        let id = begun.schedule;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some((read, schedule)) = read_both(&both, &directory) else {
                return;
            };
            let work = save(dispatcher.clone(), both.clone(), today, read, schedule, id);
            let navigator = navigator.clone();
            action.perform(work, move |id: Option<ScheduleId>| {
                navigator.go(id.map_or(Route::Schedules, Route::Schedule));
            });
        })
    };
    let preview = Rc::new(both.document.form().preview(&view.book));
    let title = match begun.schedule {
        None => words::recurring::new(),
        Some(_) => words::recurring::edit_title(),
    };
    html! {
        <form class="writing" {onsubmit} novalidate=true>
            <h1>{ title }</h1>
            { both.view_told(&action, &on_forget) }
            <h2>{ words::recurring::when() }</h2>
            { view_rule(&both.beside) }
            { view_next(&both.beside, &view, begun.schedule) }
            <h2>{ words::recurring::what() }</h2>
            <p class="quiet">
                { words::recurring::placeholders_hint() }
            </p>
            <Head editing={both.document.clone()} purpose={Purpose::Undated} />
            <Lines editing={both.document.clone()} {preview} />
            <Foot editing={both.document.clone()} purpose={Purpose::Undated} />
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} busy={action.is_busy()} disabled={!both.is_open()}>
                    { words::recurring::save() }
                </Button>
            </div>
            <p class="hint">
                { words::recurring::save_hint() }
            </p>
        </form>
    }
}

fn view_rule(editing: &Editing<RuleForm>) -> Html {
    let form = editing.form();
    let options = |list: &[(&'static str, String)]| -> Vec<(AttrValue, AttrValue)> {
        let option =
            |(value, text): &(&'static str, String)| ((*value).into(), text.clone().into());
        list.iter().map(option).collect()
    };
    let units = UNITS.map(|(value, unit)| (value, recurring::unit(unit).to_owned()));
    let days = [
        ("same", words::recurring::same_day()),
        ("last", words::recurring::last_of_month()),
    ];
    let days = days.map(|(value, text)| (value, text.to_owned()));
    let ends = [
        ("never", words::recurring::never().to_owned()),
        ("last", words::recurring::after_day().to_owned()),
        ("count", words::recurring::after_count().to_owned()),
    ];
    let modes = MODES.map(|(value, mode)| (value, recurring::mode(mode).to_owned()));
    let services = SERVICES.map(|(value, of)| (value, recurring::service(of).to_owned()));
    html! {
        <div class="fields">
            <Field name="first" label={words::recurring::first_day()} input={Input::Date} value={form.first.clone()} required=true
                on_change={editing.setter(F::First)} problem={editing.problem(FieldName::First)}
                hint={if form.is_last_of_month() { words::recurring::first_day_hint_last() } else { words::recurring::first_day_hint() }} />
            <Field name="every" label={words::recurring::every()} input={Input::Number} value={form.count.clone()}
                on_change={editing.setter(F::Count)} problem={editing.problem(FieldName::Every)} />
            <Select name="unit" label={words::recurring::unit()} value={form.unit.clone()} options={options(&units)}
                on_change={editing.setter(F::Unit)} />
            if form.unit != "week" {
                <Select name="day" label={words::recurring::day_of_month()} value={if form.is_last_of_month() { DAYS[1] } else { DAYS[0] }}
                    options={options(&days)} on_change={editing.setter(F::Day)} problem={editing.problem(FieldName::Day)} />
            }
            <Select name="mode" label={words::recurring::action()} value={form.mode.clone()} options={options(&modes)}
                on_change={editing.setter(F::Mode)} />
            <Select name="service" label={words::recurring::service()} value={form.service.clone()} options={options(&services)}
                on_change={editing.setter(F::Service)} />
            <Select name="end" label={words::recurring::ends()} value={form.end.clone()} options={options(&ends)}
                on_change={editing.setter(F::End)} />
            if form.end == "last" {
                <Field name="last" label={words::recurring::last_day()} input={Input::Date} value={form.last.clone()}
                    on_change={editing.setter(F::Last)} problem={editing.problem(FieldName::Last)} />
            }
            if form.end == "count" {
                <Field name="times" label={words::recurring::times()} input={Input::Number} value={form.times.clone()}
                    on_change={editing.setter(F::Times)} problem={editing.problem(FieldName::Count)} />
            }
        </div>
    }
}

/// The days that it comes to.
fn view_next(editing: &Editing<RuleForm>, view: &View, id: Option<ScheduleId>) -> Html {
    const SHOWN: usize = 4;
    let book = &view.book;
    let known = id.and_then(|id| book.schedules().get(id));
    let made = id.map(|id| book.occurrences_of(id).map(|known| known.day).collect());
    let made: Vec<Date> = made.unwrap_or_default();
    let days = editing
        .form()
        .next_days(known.map(|known| &**known), &made, SHOWN);
    if days.is_empty() {
        return html! {};
    }
    let days: Vec<String> = days.into_iter().map(format::date).collect();
    html! {
        <p class="effect" role="status" data-test="next-days">{ words::recurring::next_days(&days.join(" · ")) }</p>
    }
}

/// What stands in both; where something is wrong it is told beside the fields.
fn read_both(both: &Paired<RuleForm>, directory: &Directory) -> Option<(Read, Schedule)> {
    let read = both.document.form().read(directory, false);
    let content = read.as_ref().map(|read| read.document.clone());
    let rule = both.beside.form().read(content.unwrap_or_default());
    let told = |problems: Option<&Problems>| problems.cloned().unwrap_or_default();
    both.beside.found(told(rule.as_ref().err()));
    both.document.found(told(read.as_ref().err()));
    Some((read.ok()?, rule.ok()?))
}

/// Creates the customer where it is a new one, then saves the schedule.
async fn save(
    dispatcher: Dispatcher,
    both: Paired<RuleForm>,
    today: Date,
    read: Read,
    mut schedule: Schedule,
    id: Option<ScheduleId>,
) -> Result<Option<ScheduleId>, NotDone> {
    schedule.document.customer = customer_of(&dispatcher, read.customer).await?;
    let command = Command::SaveSchedule {
        id,
        schedule: Box::new(schedule),
        opened: both.opened(),
    };
    let theirs = |book: &Book| {
        let theirs = book.schedules().get(id?)?;
        let document = document_form(book, &theirs.document, today);
        Some((document, RuleForm::of(theirs)))
    };
    let done = both
        .save(&dispatcher, command, RuleForm::has, theirs)
        .await?;
    Ok(done.find(|id| match id {
        RecordId::Schedule(id) => Some(*id),
        _ => None,
    }))
}
