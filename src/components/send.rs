//! Sending a document: an e-mail draft with the PDF in it, or the share sheet
//! where the device has one; or a mail program, where the file is put in by
//! hand. Owed itself sends nothing.

use ledger::command::Command;
use paper::mail::Mail;
use paper::recipient::{NoRecipient, recipients};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::dispatch::{Handed, NoPdf, Printed};
use crate::hooks::use_dispatcher;
use crate::text;
use crate::ui::{
    Button, ButtonKind, Details, Dialog, Field, Input, LinkButton, Notice, Tone, keep_part,
};

#[derive(Properties, PartialEq)]
pub struct SendProps {
    pub document: Printed,
    /// What stands there first.
    pub first: Mail,
    /// What is recorded once it was sent.
    pub sent: Command,
    pub on_close: Callback<()>,
}

/// How far it has come.
enum Phase {
    Writing,
    /// What stands in the place of the addresses is none.
    Refused,
    Making,
    Made(Handed, String),
    Failed(NoPdf),
}

#[component]
pub fn Send(props: &SendProps) -> Html {
    let dispatcher = use_dispatcher();
    let action = use_action();
    let phase = use_state(|| Phase::Writing);
    let mail = use_state(|| props.first.clone());
    let onsubmit = {
        let (dispatcher, mail, phase) = (dispatcher, mail.clone(), phase.setter());
        let document = props.document;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if recipients(&mail.to).is_err() {
                return phase.set(Phase::Refused);
            }
            let (dispatcher, mail, phase) = (dispatcher.clone(), mail.clone(), phase.clone());
            phase.set(Phase::Making);
            spawn_local(async move {
                phase.set(match dispatcher.save_mail(document, &mail).await {
                    Ok((handed, name)) => Phase::Made(handed, name),
                    Err(failure) => Phase::Failed(failure),
                });
            });
        })
    };
    let on_sent = {
        let (action, on_close) = (action.clone(), props.on_close.clone());
        let sent = props.sent.clone();
        Callback::from(move |()| {
            let on_close = on_close.clone();
            action.run(sent.clone(), None, move |_| on_close.emit(()));
        })
    };
    let is_made = matches!(*phase, Phase::Made(..));
    let first = if is_made {
        ButtonKind::Plain
    } else {
        ButtonKind::Primary
    };
    html! {
        <Dialog title={words::invoice::send()} on_close={props.on_close.clone()}>
            <form {onsubmit} novalidate=true>
                { view_outcome(&phase) }
                if let Some(failure) = action.failure() {
                    <FailureNotice failure={failure.clone()} on_close={props.on_close.clone()} />
                }
                <div class="fields">
                    { view_to(&mail, matches!(*phase, Phase::Refused)) }
                    <Field name="mail-subject" label={words::invoice::subject()} value={mail.subject.clone()} class="wide"
                        on_change={keep_part(&mail, |mail, value| mail.subject = value)} />
                    <Field name="mail-text" label={words::invoice::text()} input={Input::Lines} value={mail.text.clone()}
                        on_change={keep_part(&mail, |mail, value| mail.text = value)} />
                </div>
                <div class="actions">
                    <Button submit=true kind={first} busy={matches!(*phase, Phase::Making)}>{ words::invoice::download_draft() }</Button>
                    if is_made {
                        <Button writes=true kind={ButtonKind::Primary} busy={action.is_busy()} on_click={on_sent}>{ words::invoice::have_sent() }</Button>
                    }
                    <LinkButton kind={ButtonKind::Quiet} href={mail.address()}>{ words::invoice::open_mail_app() }</LinkButton>
                    <Button on_click={props.on_close.clone()}>{ words::common::cancel() }</Button>
                </div>
            </form>
        </Dialog>
    }
}

fn view_outcome(phase: &Phase) -> Html {
    match phase {
        Phase::Writing | Phase::Refused | Phase::Making => html! {},
        Phase::Made(handed, name) => html! {
            <Notice tone={Tone::Good} title={text::pdf::handed(*handed, name)}
                text={words::invoice::draft_downloaded_hint()} />
        },
        Phase::Failed(failure) => {
            let message = text::pdf::failure(failure);
            html! {
                <Notice tone={Tone::Problem} title={message.what} text={message.then}>
                    <Details text={message.details} />
                </Notice>
            }
        }
    }
}

/// Whom it is for: what is no address is told once it was refused.
fn view_to(mail: &UseStateHandle<Mail>, is_refused: bool) -> Html {
    let found = recipients(&mail.to);
    let problem = match &found {
        Err(NoRecipient(part)) if is_refused => Some(words::invoice::no_address(part)),
        _ => None,
    };
    let mut named = found.iter().flatten();
    let hint = named
        .find(|one| one.needs_new_mail())
        .map(|one| words::invoice::odd_address(&one.address));
    html! {
        <Field name="mail-to" label={words::invoice::to()} value={mail.to.clone()} class="wide" {hint} {problem}
            on_change={keep_part(mail, |mail, value| mail.to = value)} />
    }
}
