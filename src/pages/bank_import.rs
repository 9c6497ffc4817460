//! A bank's file, from the choice to the report.

use yew::prelude::*;

use crate::components::statement_import::StatementImport;

#[component]
pub fn BankImport() -> Html {
    html! {
        <>
            <h1>{ words::places::bank_import() }</h1>
            <StatementImport />
        </>
    }
}
