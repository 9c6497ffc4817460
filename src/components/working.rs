//! How far long work has come, and the way to give it up.

use yew::prelude::*;

use crate::dispatch::{Long, Part, Progress};
use crate::ui;

pub fn view_working(long: &Long, progress: Progress) -> Html {
    let label = match progress.part {
        Part::Reading => words::working::reading(),
        Part::Checking => words::working::checking(),
        Part::Preparing => words::working::writing(),
        Part::Saving => words::working::saving(),
    };
    view_working_at(label, long, progress)
}

/// The same, where one label says it all.
pub fn view_working_at(
    label: &'static str,
    long: &Long,
    Progress { part, steps }: Progress,
) -> Html {
    let done = (steps.1 > 0).then_some(steps);
    let on_cancel = {
        let long = long.clone();
        Callback::from(move |()| long.cancel())
    };
    let on_cancel = (part != Part::Saving).then_some(on_cancel);
    html! { <ui::Progress {label} {done} {on_cancel} /> }
}
