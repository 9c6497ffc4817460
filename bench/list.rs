//! The page of the documents with what the shell gives it, and nothing around it.

use owed::dispatch::Dispatcher;
use owed::pages::Invoices;
use owed::route::{ListQuery, Navigator, Route};
use owed::state::ViewContext;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ListProps {
    pub dispatcher: Dispatcher,
    pub view: ViewContext,
}

/// The address is a state here; the app sets it in the same step.
#[component]
pub fn List(props: &ListProps) -> Html {
    let query = use_state(ListQuery::default);
    let navigator = {
        let query = query.setter();
        use_memo((), move |()| {
            let go = Callback::from(move |route| {
                if let Route::Invoices(to) = route {
                    query.set(to);
                }
            });
            Navigator {
                here: Callback::from(|()| Route::Overview),
                go: go.clone(),
                replace: go,
            }
        })
    };
    html! {
        <ContextProvider<Dispatcher> context={props.dispatcher.clone()}>
            <ContextProvider<Navigator> context={(*navigator).clone()}>
                <ContextProvider<ViewContext> context={props.view.clone()}>
                    <main class="main"><Invoices query={(*query).clone()} /></main>
                </ContextProvider<ViewContext>>
            </ContextProvider<Navigator>>
        </ContextProvider<Dispatcher>>
    }
}
