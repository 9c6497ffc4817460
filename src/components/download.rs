//! The document as a PDF, made and saved.

use paper::Warning;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::{Handed, NoPdf, Printed};
use crate::hooks::use_dispatcher;
use crate::text;
use crate::ui::{Button, Notice, Tone};

/// How far it has come.
enum Phase {
    Idle,
    Making,
    Done(Handed, String, Vec<Warning>),
    Failed(NoPdf),
}

/// The button, and what became of it below.
#[derive(Clone)]
pub struct Download {
    phase: UseStateHandle<Phase>,
    on_click: Callback<()>,
    /// Whether this build makes PDFs.
    is_offered: bool,
}

#[hook]
pub fn use_download(document: Printed) -> Download {
    let dispatcher = use_dispatcher();
    let phase = use_state(|| Phase::Idle);
    let is_offered = dispatcher.makes_pdfs();
    {
        // What became of another document's is not told of this one.
        let phase = phase.setter();
        use_effect_with(document, move |_| phase.set(Phase::Idle));
    }
    let on_click = {
        let phase = phase.setter();
        Callback::from(move |()| {
            let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
            phase.set(Phase::Making);
            spawn_local(async move {
                phase.set(match dispatcher.save_pdf(document).await {
                    Ok((handed, name, warnings)) => Phase::Done(handed, name, warnings),
                    Err(failure) => Phase::Failed(failure),
                });
            });
        })
    };
    Download {
        phase,
        on_click,
        is_offered,
    }
}

impl Download {
    pub fn is_offered(&self) -> bool {
        self.is_offered
    }

    pub fn view_button(&self) -> Html {
        let is_busy = matches!(*self.phase, Phase::Making);
        html! {
            if self.is_offered {
                <Button on_click={self.on_click.clone()} busy={is_busy}>
                    { if is_busy { words::document::making_pdf() } else { words::document::download_pdf() } }
                </Button>
            }
        }
    }

    pub fn view_outcome(&self) -> Html {
        match &*self.phase {
            Phase::Idle | Phase::Making => html! {},
            Phase::Done(handed, name, warnings) => {
                let tone = match (handed, warnings.is_empty()) {
                    (Handed::Cancelled, _) => Tone::Quiet,
                    (_, true) => Tone::Good,
                    (_, false) => Tone::Warning,
                };
                html! {
                    <Notice {tone} title={text::pdf::handed(*handed, name)}>
                        { for warnings.iter().map(|warning| html! { <p>{ text::pdf::warning(warning) }</p> }) }
                    </Notice>
                }
            }
            Phase::Failed(failure) => {
                let message = text::pdf::failure(failure);
                html! { <Notice tone={Tone::Problem} title={message.what} text={message.then} /> }
            }
        }
    }
}
