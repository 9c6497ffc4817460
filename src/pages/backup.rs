//! Files out and in: the backup, restoring one, and the records file.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::keeping::Kept;
use crate::components::restore::Restore;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::Route;
use crate::text;
use crate::text::format;
use crate::ui::{Button, ButtonKind, Details, LinkButton, Notice, Tone};

#[component]
pub fn Backup() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let told = use_state(|| None::<Result<String, String>>);
    let on_save = {
        let (dispatcher, told) = (dispatcher.clone(), told.setter());
        Callback::from(move |()| {
            let (dispatcher, told) = (dispatcher.clone(), told.clone());
            // Said again where it ends in the same way.
            told.set(None);
            spawn_local(async move {
                let saved = dispatcher.backup().await;
                told.set(Some(saved.map(|saved| text::trust::saved(&saved))));
            });
        })
    };
    let on_export = {
        let told = told.setter();
        Callback::from(move |()| {
            let saved = dispatcher.export_records();
            told.set(Some(
                saved.map(|()| words::backup::records_downloaded().to_owned()),
            ));
        })
    };
    let moment = view.backup.map(|mark| format::moment(mark.at));
    let behind = moment
        .is_some()
        .then(|| text::trust::backup_behind(view.backup, &view.book));
    let since: Vec<String> = moment.into_iter().chain(behind.flatten()).collect();
    html! {
        <>
            <h1>{ words::places::backup() }</h1>
            <section class="answer">
                <p>{ text::trust::check(&view) }</p>
                <p class="sum small">{ text::trust::backup(view.backup, view.today) }</p>
                <p class="quiet">{ since.join(" · ") }</p>
            </section>
            { view_told(told.as_ref()) }
            <section aria-labelledby="save">
                <h2 id="save">{ words::backup::save_title() }</h2>
                <p class="quiet">
                    { words::backup::about() }
                </p>
                <div class="actions">
                    <Button kind={ButtonKind::Primary} on_click={on_save}>{ words::actions::save_backup() }</Button>
                    <Button on_click={on_export}>{ words::backup::export_records() }</Button>
                </div>
            </section>
            if !view.demo {
                <Kept />
            }
            <section aria-labelledby="restore">
                <h2 id="restore">{ words::backup::restore_title() }</h2>
                <p class="quiet">{ words::backup::restore_about() }</p>
                <Restore />
            </section>
            <section aria-labelledby="books">
                <h2 id="books">{ words::places::books() }</h2>
                <p class="quiet">{ words::backup::books_about() }</p>
                <div class="actions"><LinkButton href={Route::Books.href()}>{ words::start::books_see() }</LinkButton></div>
            </section>
        </>
    }
}

pub fn view_told(told: Option<&Result<String, String>>) -> Html {
    match told {
        None => html! {},
        Some(Ok(said)) => html! { <Notice tone={Tone::Good} title={said.clone()} /> },
        Some(Err(why)) => html! {
            <Notice tone={Tone::Problem} title={words::backup::not_saved()} text={words::backup::not_saved_hint()}>
                <Details text={why.clone()} />
            </Notice>
        },
    }
}
