//! The form of a document with a small form beside it, saved together: the
//! rule of a schedule, the days of a quote. Each keeps what is typed in it,
//! and each is compared where another tab was faster.

use ledger::book::Book;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::Version;
use ledger::invoice::Invoice;
use ledger::problem::{At, FieldName, Refusal};
use yew::prelude::*;

use crate::components::action::{Action, FailureNotice, ProblemList};
use crate::components::conflict;
use crate::components::editing::{Editing, use_editing};
use crate::dispatch::{Dispatcher, Done, NotDone};
use crate::form::Problems;
use crate::form::customers::Directory;
use crate::form::editing::Form;
use crate::form::invoice::InvoiceForm;

/// The two forms.
#[derive(Clone)]
pub struct Paired<F: Form> {
    pub document: Editing<InvoiceForm>,
    pub beside: Editing<F>,
}

/// Edits both as they were in version `opened`; what is typed is kept under names
/// that begin with `scratch`.
#[hook]
pub fn use_paired<F: Form>(
    document: InvoiceForm,
    beside: F,
    opened: Version,
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

    pub fn opened(&self) -> Version {
        self.document.state.opened
    }

    /// Each problem beside its field; `is_beside` says which are of the small
    /// form.
    pub fn found(&self, problems: Problems, is_beside: impl Fn(At) -> bool) {
        let (beside, document) = problems.split(is_beside);
        let form = self.document.form();
        self.document.found(
            document
                .moved(FieldName::Line, |line| form.place_of_line(line))
                .moved(FieldName::Adjustment, |part| form.place_of_adjustment(part)),
        );
        self.beside.found(beside);
    }

    /// Runs the command that saves both. Problems go beside the fields, those
    /// that `is_beside` names to the small form; where another tab was faster,
    /// `theirs` is the record as it is now.
    pub async fn save(
        &self,
        dispatcher: &Dispatcher,
        command: Command,
        is_beside: impl Fn(At) -> bool,
        theirs: impl FnOnce(&Book) -> Option<(InvoiceForm, F)>,
    ) -> Result<Done, NotDone> {
        let scratch = self.document.scratch.to_string();
        let done = dispatcher.run(command, None, Some(scratch)).await;
        match &done {
            // What was typed into the document is forgotten with the command.
            Ok(_) => dispatcher.forget_typed(self.beside.scratch.to_string()),
            Err(NotDone::Refused(Refusal::Problems(problems))) => {
                self.found(problems.as_slice().into(), is_beside);
            }
            Err(NotDone::Refused(Refusal::Changed { now, .. })) => {
                let book = dispatcher.book();
                if let Some((document, beside)) = book.and_then(|book| theirs(&book)) {
                    self.document.changed(document, *now);
                    self.beside.changed(beside, *now);
                }
            }
            Err(_) => {}
        }
        done
    }

    /// What stands above the fields: what came back, what changed meanwhile,
    /// and what is wrong. `on_forget` throws away what was typed.
    pub fn view_told(&self, action: &Action, on_forget: &Callback<()>) -> Html {
        html! {
            <>
                { conflict::view(&self.beside, on_forget.clone()) }
                { conflict::view(&self.document, on_forget.clone()) }
                <ProblemList problems={self.beside.state.problems.clone()} />
                <ProblemList problems={self.document.state.problems.clone()} />
                if let Some(failure) = action.failure() {
                    <FailureNotice failure={failure.clone()} problems_beside=true />
                }
            </>
        }
    }
}

/// A document that is known, as a form.
pub fn document_form(book: &Book, document: &Invoice, today: Date) -> InvoiceForm {
    let business = book.business().map(|business| &**business);
    let mut form = InvoiceForm::of(document, business, today);
    if let Some(customer) = book.customers().get(document.customer) {
        form.customer = Directory::of(book).label(customer);
    }
    form
}
