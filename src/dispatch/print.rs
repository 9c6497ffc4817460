//! Documents on paper: the PDF of one, made in a worker and saved.

use ledger::ids::{InvoiceId, QuoteId, ReminderId};
use ledger::invoice::Totals;
use ledger::money::MoneyError;
use paper::mail::Mail;
use paper::{Logo, NoPaper, Paper, Pdf, PdfProblem, Warning};

use super::Dispatcher;
use crate::platform::files::{Handed, NewFile, NotSaved};
use crate::platform::pdf::{self, NotMade};
use crate::platform::{clipboard, device};

/// What can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Printed {
    Invoice(InvoiceId),
    Quote(QuoteId),
    Reminder(ReminderId),
}

/// Why there is no PDF. The book is not touched.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum NoPdf {
    #[error("no book is open")]
    NoBook,
    #[error(transparent)]
    NoPaper(#[from] NoPaper),
    #[error(transparent)]
    Problem(#[from] PdfProblem),
    #[error(transparent)]
    NotMade(#[from] NotMade),
    #[error(transparent)]
    NotSaved(#[from] NotSaved),
}

impl Dispatcher {
    /// Puts a text into the clipboard; whether the browser took it.
    pub async fn copy_text(&self, text: &str) -> bool {
        clipboard::copy(text).await
    }

    /// Whether this build makes PDFs.
    pub fn makes_pdfs(&self) -> bool {
        pdf::is_there()
    }

    /// Makes the PDF of a document and hands it over as a file: what became
    /// of it, what it is called, and what it does not show as written.
    ///
    /// # Errors
    /// [`NoPdf`].
    pub async fn save_pdf(
        &self,
        document: Printed,
    ) -> Result<(Handed, String, Vec<Warning>), NoPdf> {
        let (name, pdf) = self.make_pdf(document).await?;
        let mut file = NewFile::new();
        file.push(&pdf.bytes)?;
        let handed = file.hand_over(&name, "application/pdf").await?;
        Ok((handed, name, pdf.warnings))
    }

    /// Makes the draft of an e-mail with the PDF in it; where the device has a
    /// share sheet, hands it the PDF instead. What became of the file, and
    /// what it is called.
    ///
    /// # Errors
    /// [`NoPdf`].
    pub async fn save_mail(
        &self,
        document: Printed,
        mail: &Mail,
    ) -> Result<(Handed, String), NoPdf> {
        let (name, pdf) = self.make_pdf(document).await?;
        let mut file = NewFile::new();
        if device::is_touched() {
            file.push(&pdf.bytes)?;
            return Ok((file.hand_over(&name, "application/pdf").await?, name));
        }
        file.push(&mail.draft(&name, &pdf.bytes))?;
        let stem = name.strip_suffix(".pdf").unwrap_or(&name);
        let name = format!("{stem}.eml");
        file.save(&name, "message/rfc822")?;
        Ok((Handed::Downloaded, name))
    }

    /// The file, and what it is called.
    async fn make_pdf(&self, document: Printed) -> Result<(String, Pdf), NoPdf> {
        let mut paper = self.paper(document)?;
        paper.design.logo = self.logo(document).await;
        let name = paper.file_name();
        let made = pdf::make(&paper.packed()).await?;
        let garbled = |error: paper::made::Garbled| NotMade::Stopped(error.to_string());
        let pdf = Pdf::unpacked(&made).map_err(garbled)??;
        Ok((name, pdf))
    }

    /// The logo that the business had when the document was issued. Where its
    /// bytes are gone or damaged, which the settings tell, documents have its
    /// name instead.
    async fn logo(&self, document: Printed) -> Option<Logo> {
        let session = self.session()?;
        let book = session.book();
        let seller = match document {
            Printed::Invoice(id) => {
                let invoice = book.invoices().get(id);
                invoice.and_then(|invoice| invoice.issue.as_ref()?.seller)
            }
            Printed::Quote(id) => {
                let quote = book.quotes().get(id);
                quote.and_then(|quote| Some(quote.issue.as_ref()?.seller))
            }
            Printed::Reminder(id) => {
                let reminder = book.reminders().get(id);
                reminder.and_then(|reminder| reminder.seller)
            }
        };
        let kept = book.look(seller).documents.logo?;
        let bytes = session.store().blob(&kept.hash).await.ok()??;
        Logo::read(bytes).ok()
    }

    fn paper(&self, document: Printed) -> Result<Paper, NoPdf> {
        let session = self.session().ok_or(NoPdf::NoBook)?;
        let book = session.book();
        let id = match document {
            Printed::Invoice(id) => id,
            Printed::Quote(id) => {
                let quote = book.quotes().get(id).ok_or(NoPdf::NoBook)?;
                return Ok(Paper::of_quote(&book, quote, session.today())?);
            }
            Printed::Reminder(id) => {
                let reminder = book.reminders().get(id).ok_or(NoPdf::NoBook)?;
                return Ok(Paper::of_reminder(&book, reminder)?);
            }
        };
        let invoice = book.invoices().get(id).ok_or(NoPdf::NoBook)?;
        if invoice.is_draft() {
            let totals = Totals::of_draft(invoice, &book.deductions(invoice))
                .map_err(|_| NoPaper::Amount(MoneyError::TooLarge))?;
            let day = invoice.day_of_draft(session.today());
            return Ok(Paper::of_draft(&book, invoice, &totals, day)?);
        }
        Ok(Paper::of(&book, invoice)?)
    }
}
