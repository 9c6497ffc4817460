//! The pages, one module per route, named as the route is: `bank_rules` is
//! [`Route::BankRules`]. What writes a new one, an old one or a copy is one
//! module as well (`invoice_form`), or the page of the one (`item`). They read
//! the session through `hooks`, are made of `components`, `ui` and `text`, and
//! turn what is typed into commands through `form`. No page knows the store,
//! and none knows another page.

mod aged_documents;
mod aging;
mod backup;
mod bank;
mod bank_account;
mod bank_import;
mod bank_rules;
mod bank_statement;
mod books;
mod customer;
mod customers;
mod demo;
mod import;
mod invoice;
mod invoice_form;
mod invoices;
mod item;
mod items;
mod kit;
mod more;
mod not_found;
mod numbers;
mod overview;
mod payment;
mod payment_form;
mod payments;
mod quote;
mod quote_form;
mod quotes;
mod reconcile;
mod recovery;
mod reminder;
mod reminder_settings;
mod reminders;
mod schedule;
mod schedule_form;
mod schedules;
mod settings;

use yew::prelude::*;

use self::aged_documents::AgedDocuments;
use self::aging::Aging;
use self::backup::Backup;
use self::bank::Bank;
use self::bank_account::BankAccount;
use self::bank_import::BankImport;
use self::bank_rules::BankRules;
use self::bank_statement::BankStatement;
pub use self::books::Books;
use self::customer::{Customer, NewCustomer};
use self::customers::Customers;
pub use self::demo::Demo;
use self::import::Import;
use self::invoice::Invoice;
use self::invoice_form::InvoiceForm;
pub use self::invoices::Invoices;
use self::item::Item;
use self::items::Items;
use self::kit::Kit;
use self::more::More;
use self::not_found::NotFound;
use self::numbers::Numbers;
pub use self::overview::Overview;
use self::payment::Payment;
use self::payment_form::PaymentForm;
use self::payments::Payments;
use self::quote::Quote;
use self::quote_form::QuoteForm;
use self::quotes::Quotes;
use self::reconcile::Reconcile;
use self::recovery::Recovery;
use self::reminder::Reminder;
use self::reminder_settings::ReminderSettings;
use self::reminders::Reminders;
use self::schedule::Schedule;
use self::schedule_form::ScheduleForm;
use self::schedules::Schedules;
use self::settings::Settings;
use crate::route::Route;
use crate::state::View;

/// Of the part `pages`: every page.
pub fn view_page(route: &Route, view: &View) -> Html {
    match route {
        Route::Overview => html! { <Overview /> },
        Route::Demo if view.demo => html! { <Overview /> },
        Route::Demo => html! { <Demo /> },
        Route::Invoices(query) => html! { <Invoices query={query.clone()} /> },
        Route::NewInvoice { customer, credits } => html! {
            <InvoiceForm key={route.to_string()} customer={*customer} credits={*credits} />
        },
        Route::CopyInvoice(id) => html! {
            <InvoiceForm key={route.to_string()} copies={*id} />
        },
        Route::EditInvoice(id) => html! {
            <InvoiceForm key={route.to_string()} draft={*id} />
        },
        Route::Invoice(id) => html! { <Invoice key={id.to_string()} id={*id} /> },
        Route::Quotes => html! { <Quotes /> },
        Route::NewQuote { customer, copies } => html! {
            <QuoteForm key={route.to_string()} customer={*customer} copies={*copies} />
        },
        Route::EditQuote(id) => html! { <QuoteForm key={route.to_string()} quote={*id} /> },
        Route::Quote(id) => html! { <Quote key={id.to_string()} id={*id} /> },
        Route::Items => html! { <Items /> },
        Route::NewItem => html! { <Item key="new" /> },
        Route::Item(id) => html! { <Item key={id.to_string()} id={*id} /> },
        Route::Schedules => html! { <Schedules /> },
        Route::NewSchedule { invoice } => html! {
            <ScheduleForm key={route.to_string()} invoice={*invoice} />
        },
        Route::EditSchedule(id) => html! {
            <ScheduleForm key={route.to_string()} schedule={*id} />
        },
        Route::Schedule(id) => html! { <Schedule key={id.to_string()} id={*id} /> },
        Route::Numbers { run } => html! { <Numbers run={*run} /> },
        Route::Customers => html! { <Customers /> },
        Route::NewCustomer => html! { <NewCustomer /> },
        Route::Customer(id) => html! { <Customer key={id.to_string()} id={*id} /> },
        Route::Payments => html! { <Payments /> },
        Route::Reconcile { account } => html! { <Reconcile account={*account} /> },
        Route::NewPayment { customer, invoice } => html! {
            <PaymentForm key={route.to_string()} customer={*customer} invoice={*invoice} />
        },
        Route::Payment(id) => html! { <Payment key={id.to_string()} id={*id} /> },
        Route::Bank => html! { <Bank /> },
        Route::BankImport => html! { <BankImport /> },
        Route::NewBankAccount => html! { <BankAccount key="new" /> },
        Route::BankAccount(id) => html! { <BankAccount key={id.to_string()} id={*id} /> },
        Route::BankStatement(id) => html! {
            <BankStatement key={id.to_string()} id={*id} />
        },
        Route::BankRules { line } => html! {
            <BankRules line={*line} />
        },
        Route::Reminders => html! { <Reminders /> },
        Route::ReminderSettings => html! { <ReminderSettings /> },
        Route::Reminder(id) => html! { <Reminder key={id.to_string()} id={*id} /> },
        Route::Aging(query) => html! { <Aging query={query.clone()} /> },
        Route::AgedDocuments {
            query,
            currency,
            bucket,
            customer,
        } => html! {
            <AgedDocuments
                query={query.clone()}
                currency={*currency}
                bucket={*bucket}
                customer={*customer}
            />
        },
        Route::Import => html! { <Import /> },
        Route::Backup => html! { <Backup /> },
        Route::Books => html! { <Books /> },
        Route::Recovery => html! { <Recovery /> },
        Route::Settings => html! { <Settings /> },
        Route::More => html! { <More /> },
        Route::Kit => html! { <Kit /> },
        Route::NotFound(path) => html! { <NotFound path={path.clone()} /> },
    }
}
