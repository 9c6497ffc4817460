//! Filters with a name, as chips: one press shows what they find.

use ledger::business::SavedFilter;
use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{ListQuery, Route};
use crate::ui::{Button, ButtonKind, Field};

/// Characters of a name, and filters.
const NAME_MAX: usize = 40;
const FILTERS_MAX: usize = 20;

#[derive(Properties, PartialEq)]
pub struct SavedFiltersProps {
    pub query: ListQuery,
}

#[component]
pub fn SavedFilters(props: &SavedFiltersProps) -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let action = use_action();
    let business = view.book.business();
    let filters = business.map_or(&[][..], |business| &business.filters);
    // The name while it is typed.
    let name = use_state(|| None::<String>);
    let here = Route::Invoices(props.query.clone()).to_string();
    let keep = {
        let (action, typed) = (action.clone(), name.setter());
        move |name: String, address: Option<String>| {
            let (dispatcher, typed) = (dispatcher.clone(), typed.clone());
            action.perform(
                async move { dispatcher.name_filter(name, address).await },
                move |()| typed.set(None),
            );
        }
    };
    let on_submit = {
        let (keep, here, typed) = (keep.clone(), here.clone(), name.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = typed.as_deref().unwrap_or_default().trim();
            if !typed.is_empty() {
                keep(typed.chars().take(NAME_MAX).collect(), Some(here.clone()));
            }
        })
    };
    let is_known = filters.iter().any(|known| known.address == here);
    let can_save = props.query != ListQuery::default() && !is_known && filters.len() < FILTERS_MAX;
    let set = |value: Option<&'static str>| {
        let name = name.setter();
        Callback::from(move |()| name.set(value.map(str::to_owned)))
    };
    let on_type = {
        let name = name.setter();
        Callback::from(move |value| name.set(Some(value)))
    };
    html! {
        <>
            if !filters.is_empty() {
                <ul class="chips" aria-label={words::invoices::saved_filters()}>
                    { for filters.iter().map(|filter| view_filter(filter, &here, keep.clone())) }
                </ul>
            }
            if let (Some(typed), true) = (&*name, can_save) {
                <form class="name-filter" onsubmit={on_submit}>
                    <Field name="filter-name" label={words::invoices::filter_name()} label_hidden=true autofocus=true
                        placeholder={words::invoices::filter_name()} value={typed.clone()} on_change={on_type} />
                    <Button submit=true writes=true busy={action.is_busy()}>{ words::common::save() }</Button>
                    <Button kind={ButtonKind::Quiet} on_click={set(None)}>{ words::common::cancel() }</Button>
                </form>
            } else if can_save {
                <Button kind={ButtonKind::Quiet} writes=true on_click={set(Some(""))}>{ words::invoices::save_filter() }</Button>
            }
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
        </>
    }
}

fn view_filter(
    SavedFilter { name, address }: &SavedFilter,
    here: &str,
    keep: impl Fn(String, Option<String>) + 'static,
) -> Html {
    let on_remove = {
        let name = name.clone();
        Callback::from(move |()| keep(name.clone(), None))
    };
    html! {
        <li key={name.as_str()} class="chip saved" aria-current={(address == here).then_some("true")}>
            <a href={format!("#{address}")} dir="auto">{ name.clone() }</a>
            <Button kind={ButtonKind::Quiet} writes=true label={words::invoices::remove_filter(&name)}
                on_click={on_remove}>{ "×" }</Button>
        </li>
    }
}
