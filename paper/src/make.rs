//! A document of the book, put in words.

mod parts;
mod reminder;

pub use parts::raised;

use ::words::printed::document as said;
use std::rc::Rc;

use ledger::book::Book;
use ledger::customer::{Address, BankDetails, Customer, Details, Party};
use ledger::date::Date;
use ledger::identifier::{CreditorReference, QrReference};
use ledger::ids::PartyId;
use ledger::invoice::{Deduction, DocumentDetails, Instalment, Invoice, Kind, PriceMode, Totals};
use ledger::look::{self, PrintedLook};
use ledger::money::MoneyError;
use ledger::payment_code::{self, link};
use ledger::quote::Quote;
use ledger::terms::Due;

use crate::{
    CodeKind, Design, Format, Labelled, Language, Locale, Mark, NoPaper, Note, PageWords, Paper,
    Payment, PaymentCode, Sender, Window,
};

/// What a document is put together from.
struct Source<'a> {
    book: &'a Book,
    invoice: &'a Invoice,
    totals: &'a Totals,
    deductions: &'a [Deduction],
    instalments: &'a [Instalment],
    /// Of a quote: the last day on which it holds, where one is stated.
    quote: Option<Option<Date>>,
    number: &'a str,
    date: Date,
    due: Option<Date>,
    seller: Details,
    bank: Option<BankDetails>,
    buyer: Details,
    customer_number: String,
    look: PrintedLook,
    locale: Locale,
}

impl Paper {
    /// An issued document: seller, buyer, figures, look and language as they
    /// were at issue. Its language is the customer's, else the business's, else
    /// English. The foot is the business's where the document has none.
    ///
    /// # Errors
    /// [`NoPaper`].
    pub fn of(book: &Book, invoice: &Invoice) -> Result<Paper, NoPaper> {
        if invoice.kind.is_opening() {
            return Err(NoPaper::Opening);
        }
        let issue = invoice.issue.as_deref().ok_or(NoPaper::Draft)?;
        let party = |id| book.parties().get(id);
        let seller = issue.seller.and_then(party);
        let buyer = issue.buyer.and_then(party);
        let seller_details = seller
            .map(|party| party.details.clone())
            .unwrap_or_default();
        let (buyer, customer_number, language) = frozen(book, invoice, seller, buyer);
        let look = book.look(issue.seller);
        let source = Source {
            totals: &issue.totals,
            deductions: &issue.deductions,
            instalments: &issue.instalments,
            quote: None,
            number: &issue.number,
            date: issue.date,
            due: Some(issue.due),
            bank: seller.and_then(|party| party.bank.clone()),
            locale: Locale::of([&language, &look.language], &buyer.address.country),
            seller: seller_details,
            buyer,
            customer_number,
            look,
            book,
            invoice,
        };
        let mut paper = source.paper()?;
        if book
            .figures(invoice.id)
            .is_some_and(ledger::book::columns::InvoiceColumns::is_void)
        {
            let word = source.locale.words().void.to_owned();
            paper.payment = None;
            paper.mark = Some(Mark::Void(word));
        }
        Ok(paper)
    }

    /// A quote: as issued, or as a draft of its day, else of `today`. It asks for no payment.
    ///
    /// # Errors
    /// [`NoPaper`].
    pub fn of_quote(book: &Book, quote: &Quote, today: Date) -> Result<Paper, NoPaper> {
        let invoice = &*quote.document;
        let worked;
        let (totals, number, date) = match quote.issue.as_deref() {
            Some(issue) => (&issue.totals, issue.number.as_str(), issue.date),
            None => {
                worked = Totals::of_draft(invoice, &[])
                    .map_err(|_| NoPaper::Amount(MoneyError::TooLarge))?;
                (&worked, "", invoice.day_of_draft(today))
            }
        };
        let issue = quote.issue.as_deref();
        let party = |id| book.parties().get(id);
        let seller = issue.and_then(|issue| party(issue.seller));
        let buyer = issue.and_then(|issue| issue.buyer.and_then(party));
        let look = book.look(seller.map(|seller| seller.id));
        let (seller, (buyer, customer_number, language)) = match issue {
            Some(_) => (
                seller.map(|seller| seller.details.clone()),
                frozen(book, invoice, seller, buyer),
            ),
            None => current(book, invoice),
        };
        let source = Source {
            book,
            invoice,
            totals,
            deductions: &[],
            instalments: &[],
            quote: Some(quote.valid_until),
            number,
            date,
            due: None,
            seller: seller.unwrap_or_default(),
            bank: None,
            locale: Locale::of([&language, &look.language], &buyer.address.country),
            buyer,
            customer_number,
            look,
        };
        let mut paper = source.paper()?;
        if quote.is_draft() {
            paper.mark = Some(Mark::Draft(source.locale.words().draft.to_owned()));
        }
        Ok(paper)
    }

    /// A document being written, as it would be if it were issued on `today`.
    ///
    /// # Errors
    /// [`NoPaper`].
    pub fn of_draft(
        book: &Book,
        invoice: &Invoice,
        totals: &Totals,
        today: Date,
    ) -> Result<Paper, NoPaper> {
        if invoice.kind.is_opening() {
            return Err(NoPaper::Opening);
        }
        let business = book.business();
        let (seller, (buyer, customer_number, language)) = current(book, invoice);
        let look = book.look(None);
        let payable = ledger::money::Money::new(totals.payable, invoice.currency);
        let instalments = payable
            .ok()
            .and_then(|payable| invoice.terms.instalments(today, payable).ok())
            .unwrap_or_default();
        let deductions = book.deductions(invoice);
        let source = Source {
            book,
            invoice,
            totals,
            deductions: &deductions,
            instalments: &instalments,
            quote: None,
            number: "",
            date: today,
            due: invoice.terms.due.date(today).ok(),
            seller: seller.unwrap_or_default(),
            bank: business.and_then(|business| business.bank.clone()),
            locale: Locale::of([&language, &look.language], &buyer.address.country),
            buyer,
            customer_number,
            look,
        };
        let mut paper = source.paper()?;
        paper.mark = Some(Mark::Draft(source.locale.words().draft.to_owned()));
        Ok(paper)
    }
}

/// A customer's details, number and language of documents.
type Buyer = (Details, String, String);

/// Seller and customer as they are now.
fn current(book: &Book, invoice: &Invoice) -> (Option<Details>, Buyer) {
    let business = book.business().map(|business| business.details.clone());
    let customer = book.customers().get(invoice.customer);
    let buyer = customer.map(|customer| {
        let Customer {
            details,
            number,
            language,
            ..
        } = &**customer;
        (details.clone(), number.clone(), language.clone())
    });
    (business, buyer.unwrap_or_default())
}

/// The customer as at issue; number and language as they are now where the
/// issue is from before they were kept.
fn frozen(
    book: &Book,
    invoice: &Invoice,
    seller: Option<&Rc<Party>>,
    buyer: Option<&Rc<Party>>,
) -> Buyer {
    let details = buyer.map(|party| party.details.clone()).unwrap_or_default();
    match buyer {
        Some(buyer) if seller.is_some_and(|seller| seller.look.is_some()) => {
            (details, buyer.number.clone(), buyer.language.clone())
        }
        _ => {
            let (_, (_, number, language)) = current(book, invoice);
            (details, number, language)
        }
    }
}

impl Source<'_> {
    fn paper(&self) -> Result<Paper, NoPaper> {
        let words = self.locale.words();
        let marks = self.tax_marks();
        let country = self.seller.address.country.as_str();
        let look = &self.look.documents;
        let (usual, window) = sheet(country);
        let format = match look.paper {
            Some(look::Paper::A4) => Format::A4,
            Some(look::Paper::Letter) => Format::Letter,
            None => usual,
        };
        // What is too pale to be read was refused when it was chosen.
        let accent = look.accent.map(|accent| accent.0);
        Ok(Paper {
            locale: self.locale,
            format,
            window,
            design: Design { logo: None, accent },
            title: self.title().to_owned(),
            number: self.number.to_owned(),
            date: self.date,
            mark: None,
            seller: self.sender(),
            buyer: self.buyer_lines(),
            facts: self.facts(),
            lead: self.lead(),
            letter: Vec::new(),
            table: self.table(&marks)?,
            totals: self.totals(&marks)?,
            notes: self.notes(&marks)?,
            instalments: self.instalments(),
            payment: self.payment(),
            feet: self.feet(),
            page_words: PageWords {
                page: words.page.to_owned(),
                carried: words.carried.to_owned(),
                brought: words.brought.to_owned(),
            },
        })
    }

    fn title(&self) -> &'static str {
        let words = self.locale.words();
        if self.quote.is_some() {
            return words.quote;
        }
        match self.invoice.kind {
            Kind::Deposit => words.deposit_invoice,
            Kind::CreditNote | Kind::OpeningCredit if self.credits_all() => words.cancellation,
            Kind::CreditNote | Kind::OpeningCredit => words.credit_note,
            Kind::Invoice | Kind::Opening if self.invoice.deducts.is_empty() => words.invoice,
            Kind::Invoice | Kind::Opening => words.final_invoice,
        }
    }

    /// Whether it credits the whole of the document that it corrects.
    fn credits_all(&self) -> bool {
        self.corrected()
            .and_then(|original| original.issue.as_deref())
            .is_some_and(|issue| issue.totals.gross == self.totals.gross)
    }

    fn corrected(&self) -> Option<&Invoice> {
        let id = self.invoice.credits?;
        self.book.invoices().get(id).map(|original| &**original)
    }

    fn details(&self) -> Option<&DocumentDetails> {
        self.invoice.more.as_deref()
    }

    fn sender(&self) -> Sender {
        let seller = &self.seller;
        let address = address_lines(&seller.address);
        let one_line: Vec<&str> = std::iter::once(seller.name.as_str())
            .chain(address.iter().map(String::as_str))
            .filter(|part| !part.is_empty())
            .collect();
        let mut lines = Vec::new();
        push(&mut lines, &seller.contact);
        lines.extend(address.iter().cloned());
        if self.is_foreign() {
            lines.push(self.locale.country(&seller.address.country));
        }
        push(&mut lines, &seller.email);
        push(&mut lines, &seller.phone);
        Sender {
            name: seller.name.clone(),
            return_line: one_line.join(", "),
            lines,
        }
    }

    fn is_foreign(&self) -> bool {
        let (from, to) = (&self.seller.address.country, &self.buyer.address.country);
        !from.is_empty() && !to.is_empty() && from != to
    }

    fn buyer_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        push(&mut lines, &self.buyer.name);
        push(&mut lines, &self.buyer.contact);
        lines.extend(address_lines(&self.buyer.address));
        if self.is_foreign() {
            lines.push(self.locale.country(&self.buyer.address.country));
        }
        lines
    }

    fn facts(&self) -> Vec<Labelled> {
        let (locale, words) = (self.locale, self.locale.words());
        let mut facts = Vec::new();
        let mut fact = |label: &str, value: &str| {
            if !value.trim().is_empty() {
                facts.push(labelled(label, value));
            }
        };
        fact(words.number, self.number);
        fact(words.issued, &locale.date(self.date));
        if let Some(Some(last)) = self.quote {
            fact(words.valid_until, &locale.date(last));
        }
        if !self.invoice.kind.is_credit() && self.quote.is_none() {
            match (self.invoice.terms.due, self.due) {
                // Each instalment has its own.
                _ if !self.instalments.is_empty() => {}
                (Due::OnReceipt, _) => fact(words.due, words.on_receipt),
                (Due::Prepaid, _) => fact(words.due, words.prepaid),
                (_, Some(due)) => fact(words.due, &locale.date(due)),
                _ => {}
            }
        }
        if let Some(more) = self.details() {
            if let Some((first, last)) = more.period {
                fact(words.service, &locale.period(first, last));
            }
            if let Some(day) = more.delivered {
                fact(words.delivered, &locale.date(day));
            }
            if let Some(day) = more.tax_point {
                fact(words.tax_point, &locale.date(day));
            }
            fact(words.purchase_order, &more.purchase_order);
            fact(words.buyer_reference, &more.buyer_reference);
            fact(words.contract, &more.contract);
            fact(words.project, &more.project);
        }
        fact(words.customer_number, &self.customer_number);
        fact(words.your_vat_id, &self.buyer.vat_id);
        facts
    }

    fn lead(&self) -> Vec<String> {
        let (locale, words) = (self.locale, self.locale.words());
        let mut lead = Vec::new();
        if let Some((original, issue)) = self
            .corrected()
            .and_then(|original| Some((original, original.issue.as_deref()?)))
        {
            let date = locale.date(issue.date);
            lead.push(said::corrects(words.language, original.number(), &date));
        }
        if let Some(more) = self.details()
            && !more.credit_reason.trim().is_empty()
        {
            lead.push(said::reason(words.language, more.credit_reason.trim()));
        }
        lead
    }

    fn instalments(&self) -> Option<(String, Vec<Labelled>)> {
        if self.instalments.is_empty() {
            return None;
        }
        let row = |part: &Instalment| {
            let amount = self.locale.money(part.amount, self.invoice.currency);
            labelled(&self.locale.date(part.due), &amount)
        };
        let rows = self.instalments.iter().map(row).collect();
        Some((self.locale.words().instalments.to_owned(), rows))
    }

    /// Where something is to pay, and an account or a link is known.
    fn payment(&self) -> Option<Payment> {
        let asks = self.quote.is_none() && !self.invoice.kind.is_credit();
        if !asks || !self.totals.payable.is_positive() {
            return None;
        }
        let words = self.locale.words();
        let mut rows = self.account();
        let link = link::of(&self.look.payment_link, self.invoice);
        if rows.is_empty() && link.is_none() {
            return None;
        }
        let stated = self
            .details()
            .map_or("", |more| more.payment_reference.trim());
        let reference = if stated.is_empty() {
            self.number.to_owned()
        } else {
            printed_reference(stated)
        };
        let amount = self
            .locale
            .money(self.totals.payable, self.invoice.currency);
        for (label, value) in [(words.reference, reference), (words.amount, amount)] {
            if !value.is_empty() {
                rows.push(labelled(label, &value));
            }
        }
        let mut codes = self.codes();
        if let Some(link) = &link {
            rows.push(labelled(words.online, link));
            // Beside an account's code it would be scanned for the other.
            if codes.is_empty() {
                codes.push(PaymentCode {
                    kind: CodeKind::Link,
                    payload: link.clone(),
                });
            }
        }
        Some(Payment {
            heading: words.payment.to_owned(),
            rows,
            codes,
            link,
            scan: words.scan.to_owned(),
        })
    }

    /// The Swiss code where the account is Swiss and all fits it, else the
    /// SEPA one.
    fn codes(&self) -> Vec<PaymentCode> {
        let issue = self.invoice.issue.as_deref();
        let party = |id: Option<PartyId>| self.book.parties().get(id?).map(|party| &**party);
        let seller = issue.and_then(|issue| party(issue.seller));
        let buyer = issue.and_then(|issue| party(issue.buyer));
        let [epc, swiss] = payment_code::codes(self.invoice, seller, buyer);
        let made = swiss.1.or(epc.1).ok();
        let code = made.map(|code| PaymentCode {
            kind: match code.kind {
                payment_code::CodeKind::Epc => CodeKind::Epc,
                payment_code::CodeKind::Swiss => CodeKind::Swiss,
            },
            payload: code.payload,
        });
        code.into_iter().collect()
    }

    /// Where to pay; nothing where no account is known.
    fn account(&self) -> Vec<Labelled> {
        let Some(bank) = &self.bank else {
            return Vec::new();
        };
        let words = self.locale.words();
        let mut rows = Vec::new();
        let mut row = |label: &str, value: &str| {
            if !value.trim().is_empty() {
                rows.push(labelled(label, value.trim()));
            }
        };
        let holder = if bank.holder.trim().is_empty() {
            &self.seller.name
        } else {
            &bank.holder
        };
        row(words.holder, holder);
        row("IBAN", &in_fours(&bank.iban));
        row("BIC", &bank.bic);
        row(words.account, &bank.account);
        row(words.bank, &bank.bank);
        // The holder alone is no account.
        if rows.len() < 2 { Vec::new() } else { rows }
    }

    fn feet(&self) -> Vec<Vec<String>> {
        let words = self.locale.words();
        let seller = &self.seller;
        let with_label = |label: &str, value: &str| {
            (!value.trim().is_empty()).then(|| format!("{label} {}", value.trim()))
        };
        // The Swiss number is of the business register (UID, IDE).
        let vat_id = match (seller.address.country.as_str(), self.locale.language) {
            ("CH" | "LI", Language::French) => "IDE",
            ("CH" | "LI", _) => "UID",
            _ => words.vat_id,
        };
        let mut first = Vec::new();
        push(&mut first, &seller.name);
        first.extend(address_lines(&seller.address));
        let second = [
            with_label(vat_id, &seller.vat_id),
            with_label(words.tax_number, &seller.tax_number),
            with_label(words.registration, &seller.registration),
        ];
        let mut third = Vec::new();
        push(&mut third, &seller.email);
        push(&mut third, &seller.phone);
        let stated = self.details().map_or("", |more| more.footer.trim());
        let own = self.look.footer.trim();
        let foot = if stated.is_empty() { own } else { stated };
        let mut feet = vec![first, second.into_iter().flatten().collect(), third];
        if !foot.is_empty() {
            feet.push(foot.lines().map(str::to_owned).collect());
        }
        feet.retain(|foot| !foot.is_empty());
        feet
    }

    fn is_gross(&self) -> bool {
        self.invoice.price_mode == PriceMode::Gross
    }
}

fn labelled(label: &str, value: &str) -> Labelled {
    Labelled {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

fn note(text: String) -> Note {
    Note { mark: 0, text }
}

fn push(lines: &mut Vec<String>, text: &str) {
    if !text.trim().is_empty() {
        lines.push(text.trim().to_owned());
    }
}

/// Paper and window of a country: where letters are on US Letter (Unicode
/// CLDR 44, measurement data), and where windows are on the right.
fn sheet(country: &str) -> (Format, Window) {
    match country {
        "US" | "CA" | "MX" | "PH" | "CL" | "CO" | "CR" | "DO" | "GT" | "NI" | "PA" | "PR"
        | "SV" | "VE" => (Format::Letter, Window::LeftUs),
        "CH" | "LI" => (Format::A4, Window::RightSwiss),
        "FR" | "MC" => (Format::A4, Window::RightFrench),
        _ => (Format::A4, Window::LeftDin),
    }
}

/// Street, then town, as the country writes them (Universal Postal Union,
/// POST*CODE address formats); without the country.
fn address_lines(address: &Address) -> Vec<String> {
    let mut lines = Vec::new();
    for line in &address.lines {
        push(&mut lines, line);
    }
    let (city, code, region) = (
        address.city.trim(),
        address.postcode.trim(),
        address.region.trim(),
    );
    match address.country.as_str() {
        "US" | "CA" | "AU" => {
            let comma = if city.is_empty() || address.country == "AU" {
                ""
            } else {
                ","
            };
            push(
                &mut lines,
                &joined(&[&format!("{city}{comma}"), region, code]),
            );
        }
        "GB" | "IE" => {
            push(&mut lines, city);
            push(&mut lines, region);
            push(&mut lines, code);
        }
        "IT" | "ES" if !region.is_empty() => {
            push(&mut lines, &joined(&[code, city, &format!("({region})")]));
        }
        _ => {
            push(&mut lines, &joined(&[code, city]));
            push(&mut lines, region);
        }
    }
    lines
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// A reference in the groups that its standard prints it in; any other text as
/// it is.
fn printed_reference(text: &str) -> String {
    if let Ok(reference) = text.parse::<CreditorReference>() {
        return reference.printed();
    }
    match text.parse::<QrReference>() {
        Ok(reference) => reference.printed(),
        Err(_) => text.to_owned(),
    }
}

/// An IBAN in groups of four, as ISO 13616 prints it.
fn in_fours(iban: &str) -> String {
    let letters: Vec<char> = iban.chars().filter(|c| !c.is_whitespace()).collect();
    let groups = letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}
