//! The form of a document with a small form beside it, saved together: the
//! rule of a schedule, the days of a quote. Each keeps what is typed in it,
//! and each is compared where another tab was faster.

use ledger::command::At;
use ledger::ids::Seq;
use ledger::invoice::Invoice;
use yew::prelude::*;

use super::action::ProblemList;
use super::conflict;
use super::editing::{Editing, use_editing};
use crate::dispatch::Dispatcher;
use crate::form::Problems;
use crate::form::customers::{Directory, Found};
use crate::form::editing::Form;
use crate::form::invoice::InvoiceForm;
use crate::state::View;

/// The two forms.
#[derive(Clone)]
pub struct Paired<F: Form> {
    pub document: Editing<InvoiceForm>,
    pub beside: Editing<F>,
}

/// Edits both as they were at entry `opened`; what is typed is kept under names
/// that begin with `scratch`.
#[hook]
pub fn use_paired<F: Form>(
    document: InvoiceForm,
    beside: F,
    opened: Seq,
    scratch: &str,
) -> Paired<F> {
    Paired {
        document: use_editing(document, opened, format!("{scratch}-document").into()),
        beside: use_editing(beside, opened, format!("{scratch}-beside").into()),
    }
}

impl<F: Form> Paired<F> {
    /// Nothing is left that another tab changed as well.
    pub fn is_open(&self) -> bool {
        self.document.state.differences.is_empty() && self.beside.state.differences.is_empty()
    }

    pub fn opened(&self) -> Seq {
        self.document.state.opened
    }

    /// Each problem beside its field; `is_beside` says which are of the small
    /// form.
    pub fn found(&self, problems: Problems, is_beside: impl Fn(At) -> bool) {
        let (beside, document) = problems.split(is_beside);
        let form = self.document.form();
        self.document
            .found(document.moved("line", |line| form.place_of_line(line)));
        self.beside.found(beside);
    }

    pub fn changed(&self, document: InvoiceForm, beside: F, now: Seq) {
        self.document.changed(document, now);
        self.beside.changed(beside, now);
    }

    /// The dispatcher forgets what was typed into the document with the command
    /// that saves both; this is for the other.
    pub fn forget_beside(&self, dispatcher: &Dispatcher) {
        dispatcher.forget_typed(self.beside.scratch.to_string());
    }

    /// What stands above the fields: what came back, what changed meanwhile,
    /// and what is wrong. `on_forget` throws away what was typed.
    pub fn view_told(&self, on_forget: &Callback<()>) -> Html {
        html! {
            <>
                { conflict::view(&self.beside, on_forget.clone()) }
                { conflict::view(&self.document, on_forget.clone()) }
                <ProblemList problems={self.beside.state.problems.clone()} />
                <ProblemList problems={self.document.state.problems.clone()} />
            </>
        }
    }
}

/// A document that is known, as a form.
pub fn document_form(view: &View, document: &Invoice) -> InvoiceForm {
    let business = view.book.business().map(|business| &**business);
    let mut form = InvoiceForm::of(document, business, view.today);
    if let Some(customer) = view.book.customers().get(document.customer) {
        form.customer = Directory::of(&view.book).label(customer);
    }
    form
}

/// The customer who is meant, created where it is a new one.
///
/// # Errors
/// As the dispatcher.
pub async fn customer_of(
    dispatcher: &Dispatcher,
    found: Found,
) -> Result<ledger::ids::CustomerId, crate::dispatch::NotDone> {
    match found {
        Found::Known(id) => Ok(id),
        Found::New(name) => super::customer::add(dispatcher, name).await,
    }
}
