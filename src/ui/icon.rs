//! The few pictures there are: lines in the colour of the text.

use yew::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IconName {
    Today,
    Invoices,
    Customers,
    Payments,
    Bank,
    Aging,
    Reminders,
    Import,
    Backup,
    Settings,
    More,
    Remove,
}

#[derive(Properties, PartialEq)]
pub struct IconProps {
    pub name: IconName,
}

#[component]
pub fn Icon(props: &IconProps) -> Html {
    let path = match props.name {
        IconName::Today => "M3 9.5 10 4l7 5.500V16H3z",
        IconName::Invoices => "M5 3h7l3 3v11H5zM8 9h5M8 12h5",
        IconName::Customers => {
            "M10 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 17c.7-3.300 3-5 6-5s5.300 1.700 6 5"
        }
        IconName::Payments => "M3 6h14v9H3zM3 9h14M6 12h3",
        IconName::Bank => "M3 8l7-4 7 4zM5 8v6M10 8v6M15 8v6M3 16h14",
        IconName::Aging => "M4 16V9M9 16V4M14 16v-5M3 16h14",
        IconName::Reminders => "M3 5h14v10H3zM3 5.500l7 5 7-5",
        IconName::Import => "M10 3v9M6.500 8.500 10 12l3.500-3.500M4 16h12",
        IconName::Backup => "M10 3l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V5zM7.500 10l2 2 3.500-4",
        IconName::Settings => "M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4",
        IconName::More => "M4 6h12M4 10h12M4 14h12",
        IconName::Remove => "M5 5l10 10M15 5 5 15",
    };
    html! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d={path} /></svg>
    }
}
