//! The pages, one per route. They read the session through `hooks`, show it
//! through `ui` and `text`, and turn what is typed into commands through
//! `form`. No page knows the store.

mod action;
mod aged_documents;
mod aging;
mod backup;
mod bank_fields;
mod banner;
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
mod kit;
mod listing;
mod more;
mod overview;
mod payment_form;
mod payments;
mod schedule;
mod schedule_form;
mod schedules;
mod settings;
mod start;
mod terms_fields;

pub use action::use_action;
pub use aged_documents::AgedDocuments;
pub use aging::Aging;
pub use backup::Backup;
pub use banner::{BackupReminder, DemoBanner, ReadOnlyBanner, UnskippedBanner};
pub use customer::{Customer, NewCustomer};
pub use customers::Customers;
pub use demo::Demo;
pub use due::MakeDue;
pub use import::Import;
pub use invoice::Invoice;
pub use invoice_form::InvoiceForm;
pub use invoices::Invoices;
pub use kit::Kit;
pub use more::{More, NotFound};
pub use overview::Overview;
pub use payment_form::PaymentForm;
pub use payments::Payments;
pub use schedule::Schedule;
pub use schedule_form::ScheduleForm;
pub use schedules::Schedules;
pub use settings::Settings;
pub use start::{Failed, Lost, Start};
