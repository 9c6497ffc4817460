//! Recording that letters were sent: on which day, and how.

use ledger::command::Command;
use ledger::ids::ReminderId;
use ledger::invoice::Channel;
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::asking::{AskDialog, use_asking};
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::text::coded;
use crate::ui::{Field, Input, Select, keep};

#[derive(Properties, PartialEq)]
pub struct MarkSentProps {
    pub ids: Vec<ReminderId>,
    pub on_close: Callback<()>,
}

/// Asks for the day and the way of letters, and records both.
#[component]
pub fn MarkSent(props: &MarkSentProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let day = use_state(|| view.today.to_string());
    let channel = use_state(|| Channel::Email.as_str().to_owned());
    let on_answer = {
        let (day, channel, asking) = (day.clone(), channel.clone(), asking.clone());
        let (ids, on_close) = (props.ids.clone(), props.on_close.clone());
        Callback::from(move |()| {
            let mut problems = Problems::default();
            let date = problems.noted(FieldName::Date, date::read(&day));
            let command = date.map(|date| Command::RecordRemindersSent {
                reminders: ids.clone(),
                date,
                channel: channel.as_str().into(),
            });
            let on_close = on_close.clone();
            asking.answer(command.ok_or(problems), "", move |_| on_close.emit(()));
        })
    };
    let mut options: Vec<(AttrValue, AttrValue)> =
        vec![("".into(), words::reminders::how_empty().into())];
    options.extend(Channel::ALL.iter().map(|channel| {
        let text = coded::channel(&(*channel).into()).to_owned();
        (channel.as_str().into(), text.into())
    }));
    html! {
        <AskDialog title={words::reminders::mark_sent_question(props.ids.len())} asking={asking.clone()}
            lead={html! { <p class="quiet">{ words::reminders::mark_sent_hint() }</p> }}
            verb={words::reminders::record_sent()} {on_answer} on_close={props.on_close.clone()}>
            <div class="fields">
                <Field name="sent-date" label={words::reminders::sent_on()} input={Input::Date} value={(*day).clone()}
                    on_change={keep(&day)} problem={asking.problem(FieldName::Date)} />
                <Select name="sent-channel" label={words::reminders::how()} value={(*channel).clone()} {options} on_change={keep(&channel)} />
            </div>
        </AskDialog>
    }
}
