//! What the lists have in common that keep their filter and their order to
//! themselves. It knows no list.

use ledger::query::Words;
use yew::prelude::*;

use crate::ui::{Button, Empty, Field, Input, next_order};

/// The column that the rows are ordered by, and whether downwards; `None` for
/// the list's own order.
pub type Order = Option<(usize, bool)>;

/// The order, and what asks for another one by a column.
#[hook]
pub fn use_order() -> (Order, Callback<usize>) {
    let order = use_state_eq(Order::default);
    let on_sort = {
        let order = order.clone();
        Callback::from(move |place| order.set(next_order(*order, place)))
    };
    (*order, on_sort)
}

/// What is typed to narrow a list.
pub struct Filter {
    text: UseStateHandle<String>,
}

#[hook]
pub fn use_filter() -> Filter {
    Filter {
        text: use_state(String::new),
    }
}

impl Filter {
    pub fn words(&self) -> Words {
        Words::of(&self.text)
    }

    /// Its field, above the list.
    pub fn view(&self, placeholder: &'static str) -> Html {
        let text = self.text.setter();
        html! {
            <div class="filter">
                <Field name="filter" label={words::common::filter()} label_hidden=true input={Input::Search} {placeholder}
                    value={(*self.text).clone()} on_change={move |value| text.set(value)} />
            </div>
        }
    }

    /// In place of the list where nothing fits.
    pub fn view_nothing_fits(&self, title: &'static str) -> Html {
        let text = self.text.setter();
        html! {
            <Empty {title}>
                <Button on_click={move |()| text.set(String::new())}>{ words::common::clear_filter() }</Button>
            </Empty>
        }
    }
}
