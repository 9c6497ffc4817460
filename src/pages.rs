//! The pages, one per route. They read the session through `hooks`, show it
//! through `ui` and `text`, and turn what is typed into commands through
//! `form`. No page knows the store.

mod action;
mod aged_documents;
mod aging;
mod arrival;
mod backup;
mod bank;
mod bank_fields;
mod banner;
mod books;
mod conflict;
mod customer;
mod customers;
mod demo;
mod derived;
mod details_fields;
mod due;
mod editing;
mod import;
mod invoice;
mod invoice_form;
mod invoices;
mod items;
mod keeping;
mod kept_day;
mod kit;
mod listing;
mod more;
mod numbers;
mod overview;
mod paired;
mod payment;
mod payment_form;
mod payments;
mod quote;
mod quote_form;
mod quotes;
mod reconcile;
mod recovery;
mod schedule;
mod schedule_form;
mod schedules;
mod settings;
mod start;
mod terms_fields;
mod unapplied;

pub use action::{told_by_field, use_action, view_not_done, view_problems};
pub use aged_documents::AgedDocuments;
pub use aging::Aging;
pub use arrival::Start;
pub use backup::{Backup, Restore};
pub use bank::{Bank, BankAccount, BankImport, BankRules, BankStatement};
pub use banner::{BackupReminder, DemoBanner, NewsBanner, ReadOnlyBanner, UnskippedBanner};
pub use books::Books;
pub use customer::{Customer, NewCustomer};
pub use customers::Customers;
pub use demo::Demo;
pub use due::MakeDue;
pub use import::Import;
pub use invoice::Invoice;
pub use invoice_form::InvoiceForm;
pub use invoices::Invoices;
pub use items::{Item, Items};
pub use keeping::{ClockNotice, KeepingNotice, view_unfit};
pub use kit::Kit;
pub use more::{More, NotFound};
pub use numbers::Numbers;
pub use overview::Overview;
pub use payment::Payment;
pub use payment_form::PaymentForm;
pub use payments::Payments;
pub use quote::Quote;
pub use quote_form::QuoteForm;
pub use quotes::Quotes;
pub use reconcile::Reconcile;
pub use recovery::Recovery;
pub use schedule::Schedule;
pub use schedule_form::ScheduleForm;
pub use schedules::Schedules;
pub use settings::Settings;
pub use start::{BooksAlone, Failed, Lost};

/// Numbers that are typed from now on are read as the pages show them.
pub fn read_numbers_as_shown() {
    crate::form::number::set_shown_sign(crate::text::format::decimal_sign());
}
