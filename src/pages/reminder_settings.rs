//! How reminders go: the stages, and the days between letters.

use ledger::business::Business;
use ledger::change::RecordId;
use ledger::collection::Tone;
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::editing::Editing;
use crate::components::record_form::{stay, use_record_form};
use crate::form::ladder::{LadderField as F, LadderForm, StageForm};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{format, reminders};
use crate::ui::{Button, ButtonKind, Empty, Field, Input, LinkButton, Select};

#[component]
pub fn ReminderSettings() -> Html {
    let view = use_view();
    html! {
        <>
            <h1>{ words::reminders::settings_title() }</h1>
            <p class="lead"><a href={Route::Reminders.href()}>{ words::reminders::back_to_list() }</a></p>
            if let Some(business) = view.book.business() {
                <Ladder business={(**business).clone()} />
            } else {
                <Empty title={words::today::no_business_title()} text={words::today::no_business_hint()}>
                    <LinkButton kind={ButtonKind::Primary} href={Route::Settings.href()}>{ words::today::to_settings() }</LinkButton>
                </Empty>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct LadderProps {
    business: Business,
}

#[component]
fn Ladder(props: &LadderProps) -> Html {
    let view = use_view();
    let opened = view.book.version(RecordId::Business);
    let record = use_record_form(
        LadderForm::of(&props.business),
        opened,
        "reminder-schedule".into(),
    );
    let onsubmit = record.on_save(
        LadderForm::command,
        |book| book.business().map(|business| LadderForm::of(business)),
        stay,
    );
    let editing = &record.editing;
    let on_act = |field: F| {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(field, ""))
    };
    let form = editing.form();
    let number = |name: &'static str,
                  label: &'static str,
                  hint: Option<AttrValue>,
                  value: &str,
                  field: F,
                  at: FieldName| {
        html! {
            <Field {name} {label} {hint} input={Input::Number} value={value.to_owned()}
                on_change={editing.setter(field)} problem={editing.problem(at)} />
        }
    };
    let fields = html! {
        <>
            <p class="quiet">{ words::reminders::settings_about() }</p>
            <p class="quiet">{ words::reminders::by_law() }</p>
            { for form.stages.iter().enumerate().map(|(index, stage)| view_stage(editing, index, stage)) }
            <div class="actions">
                <Button on_click={on_act(F::Add)}>{ words::reminders::add_stage() }</Button>
                <Button kind={ButtonKind::Quiet} on_click={on_act(F::Usual)}>{ words::reminders::usual() }</Button>
            </div>
            <div class="fields">
                { number("min-gap", words::reminders::min_gap(), None, &form.min_gap_days, F::MinGapDays, FieldName::MinGapDays) }
                { number("pay-within", words::reminders::pay_within(), None, &form.pay_within_days, F::PayWithinDays, FieldName::PayWithinDays) }
                { number("smallest", words::reminders::smallest(), Some(words::reminders::smallest_hint().into()), &form.smallest, F::Smallest, FieldName::Smallest) }
                { number("hand-over-after", words::reminders::hand_over_after(), Some(words::reminders::hand_over_after_hint().into()), &form.hand_over_after, F::HandOverAfter, FieldName::HandOverAfter) }
            </div>
        </>
    };
    record.view(words::reminders::save_settings(), onsubmit, fields)
}

fn view_stage(editing: &Editing<LadderForm>, index: usize, stage: &StageForm) -> Html {
    let n = format::count(index + 1);
    let name = words::reminders::stage_number(&n);
    let more = format!(", {name}");
    let when: Vec<(AttrValue, AttrValue)> = vec![
        ("before".into(), words::reminders::stage_before().into()),
        ("after".into(), words::reminders::stage_after().into()),
    ];
    let tones = Tone::ALL
        .iter()
        .map(|tone| (tone.as_str().into(), reminders::tone(*tone).into()));
    let on_remove = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::Remove(index), ""))
    };
    html! {
        <fieldset class="stage" key={index}>
            <legend>{ name }</legend>
            <div class="fields">
                <Field name={format!("stage-{index}-days")} label={words::reminders::stage_days()} label_more={more.clone()} input={Input::Number}
                    value={stage.days.clone()} on_change={editing.setter(F::Days(index))} problem={editing.problem((FieldName::StageDays, index))} />
                <Select name={format!("stage-{index}-when")} label={words::reminders::stage_when()} label_more={more.clone()}
                    value={if stage.is_before { "before" } else { "after" }} options={when} on_change={editing.setter(F::When(index))} />
                <Select name={format!("stage-{index}-tone")} label={words::reminders::stage_tone()} label_more={more}
                    value={stage.tone.clone()} options={tones.collect::<Vec<_>>()} on_change={editing.setter(F::Tone(index))} />
            </div>
            <Button kind={ButtonKind::Quiet} on_click={on_remove}>{ words::reminders::remove_stage(&n) }</Button>
        </fieldset>
    }
}
