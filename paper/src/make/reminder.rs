//! A letter that reminds of invoices, put in words.

use ::words::printed::reminder as said;
use ledger::book::Book;
use ledger::collection::{Reminder, ReminderLine, Tone};
use ledger::invoice::{Invoice, Issue, Kind, Totals};
use ledger::money::{Decimal, Money, MoneyError};

use super::{Source, labelled, note};
use crate::{LineRow, LineTable, Locale, NoPaper, Paper, Total, Weight};

impl Paper {
    /// A letter as it was made: its figures, seller, buyer and language are
    /// those of its day.
    ///
    /// # Errors
    /// [`NoPaper`].
    pub fn of_reminder(book: &Book, reminder: &Reminder) -> Result<Paper, NoPaper> {
        let party = |id: Option<_>| {
            id.and_then(|id| book.parties().get(id))
                .map(|known| &**known)
        };
        let (seller, buyer) = (party(reminder.seller), party(reminder.buyer));
        let asked = Asked::of(book, reminder)?;
        let mut look = book.look(reminder.seller);
        // A link is to one document.
        if reminder.lines.len() > 1 {
            look.payment_link.clear();
        }
        let details = buyer.map(|buyer| buyer.details.clone()).unwrap_or_default();
        let language = buyer.map_or("", |buyer| buyer.language.as_str());
        let source = Source {
            book,
            invoice: &asked.document,
            totals: &asked.issue.totals,
            deductions: &[],
            instalments: &[],
            quote: None,
            number: &asked.issue.number,
            date: reminder.date,
            due: None,
            seller: seller
                .map(|seller| seller.details.clone())
                .unwrap_or_default(),
            bank: seller.and_then(|seller| seller.bank.clone()),
            locale: Locale::of([language, &look.language], &details.address.country),
            buyer: details,
            customer_number: buyer.map(|buyer| buyer.number.clone()).unwrap_or_default(),
            look,
        };
        let mut paper = source.paper()?;
        let letter = Letter {
            book,
            reminder,
            locale: source.locale,
            asked: asked.total,
        };
        paper.title = letter.title().to_owned();
        // The payment names the invoices; the letter has no number.
        paper.number = String::new();
        paper.facts = source.letter_facts();
        paper.lead = Vec::new();
        paper.letter = letter.paragraphs();
        paper.table = letter.table()?;
        paper.totals = letter.totals()?;
        let language = source.locale.words().language;
        paper.notes = vec![note(said::not_an_invoice(language).to_owned())];
        Ok(paper)
    }
}

/// What a letter asks for, as the document that payment codes are made of.
struct Asked {
    document: Invoice,
    issue: Issue,
    total: Money,
}

impl Asked {
    fn of(book: &Book, reminder: &Reminder) -> Result<Asked, NoPaper> {
        let currency = reminder.currency;
        let lines = reminder
            .lines
            .iter()
            .map(|line| Money::new(line.amount, currency));
        let lines: Vec<Money> = lines.collect::<Result<_, MoneyError>>()?;
        let sum = Money::sum(currency, lines)?;
        let total = sum.sub(Money::new(reminder.credit, currency)?)?;
        let invoices = reminder.lines.iter();
        let invoices: Vec<&Invoice> = invoices
            .filter_map(|line| book.invoices().get(line.invoice))
            .map(|known| &**known)
            .collect();
        let numbers: Vec<&str> = invoices.iter().map(|invoice| invoice.number()).collect();
        let issue = Issue {
            number: numbers.join(" "),
            counter: None,
            date: reminder.date,
            due: reminder.pay_by.first().copied().unwrap_or(reminder.date),
            instalments: Vec::new(),
            seller: reminder.seller,
            buyer: reminder.buyer,
            totals: Totals {
                payable: total.amount(),
                gross: total.amount(),
                ..Totals::default()
            },
            deductions: Vec::new(),
            accounting: None,
        };
        // The reference of one invoice; of several there is none but the
        // numbers.
        let more = match invoices.as_slice() {
            [one] => one.more.as_deref().map(|more| {
                Box::new(ledger::invoice::DocumentDetails {
                    payment_reference: more.payment_reference.clone(),
                    ..ledger::invoice::DocumentDetails::default()
                })
            }),
            _ => None,
        };
        Ok(Asked {
            document: Invoice {
                kind: Kind::Invoice,
                customer: reminder.customer,
                currency,
                more,
                issue: Some(Box::new(issue.clone())),
                ..Invoice::default()
            },
            issue,
            total,
        })
    }
}

struct Letter<'a> {
    book: &'a Book,
    reminder: &'a Reminder,
    locale: Locale,
    asked: Money,
}

impl Letter<'_> {
    fn title(&self) -> &'static str {
        let language = self.locale.words().language;
        match self.reminder.tone {
            Tone::Notice => said::notice(language),
            Tone::Final if self.reminder.hand_over => said::last(language),
            Tone::Friendly | Tone::Firm | Tone::Final => said::reminder(language),
        }
    }

    /// The letter's words, a paragraph each.
    fn paragraphs(&self) -> Vec<String> {
        let own = self.reminder.text.trim();
        if !own.is_empty() {
            let paragraphs = own.lines().map(str::trim).filter(|line| !line.is_empty());
            return paragraphs.map(str::to_owned).collect();
        }
        let language = self.locale.words().language;
        let tone = self.reminder.tone;
        let mut letter = vec![said::greeting(language).to_owned()];
        if tone == Tone::Notice {
            letter.push(said::soon(language).to_owned());
            return letter;
        }
        letter.push(match self.reminder.considered_to {
            Some(day) => said::account(language, &self.locale.date(day)),
            None => said::account_plain(language).to_owned(),
        });
        if let Some(day) = self.reminder.pay_by.first() {
            let amount = self.locale.of_money(self.asked);
            let ask = said::ask(language, &amount, &self.locale.date(*day));
            let mut ask = format!("{ask} {}", said::not_extended(language));
            if tone == Tone::Final {
                ask.push(' ');
                ask.push_str(match self.reminder.hand_over {
                    true => said::will_follow(language),
                    false => said::may_follow(language),
                });
            }
            letter.push(ask);
        }
        letter.push(said::unclear(language).to_owned());
        letter
    }

    fn table(&self) -> Result<LineTable, NoPaper> {
        let words = self.locale.words();
        let currency = self.reminder.currency;
        let open = format!("{} {}", said::open(words.language), currency.code());
        let headings = [
            said::invoice(words.language),
            words.issued,
            words.due,
            "",
            &open,
        ];
        let mut sum = currency.zero();
        let mut rows = Vec::with_capacity(self.reminder.lines.len());
        for line in &self.reminder.lines {
            sum = sum.add(Money::new(line.amount, currency)?)?;
            let invoice = self.book.invoices().get(line.invoice);
            let issue = invoice.and_then(|invoice| invoice.issue.as_deref());
            rows.push(LineRow {
                description: issue.map_or_else(String::new, |issue| issue.number.clone()),
                details: self.details(line, issue),
                quantity: issue.map_or_else(String::new, |issue| self.locale.date(issue.date)),
                price: self.locale.date(line.due),
                tax: String::new(),
                amount: self.locale.amount(line.amount, currency),
                carried: self.locale.amount(sum.amount(), currency),
            });
        }
        Ok(LineTable {
            headings: headings.map(str::to_owned),
            rows,
        })
    }

    /// How late it is, and of what sum it is the rest.
    fn details(&self, line: &ReminderLine, issue: Option<&Issue>) -> Vec<String> {
        let language = self.locale.words().language;
        let mut details = Vec::new();
        if let Ok(days) = u64::try_from(self.reminder.date.days_since(line.due))
            && days > 0
        {
            details.push(said::overdue(language, days));
        }
        if let Some(issue) = issue.filter(|issue| issue.totals.payable != line.amount) {
            let total = self
                .locale
                .money(issue.totals.payable, self.reminder.currency);
            details.push(said::of_total(language, &total));
        }
        details
    }

    fn totals(&self) -> Result<Vec<Total>, NoPaper> {
        let language = self.locale.words().language;
        let total = |weight, label: &str, amount: Decimal| Total {
            weight,
            label: label.to_owned(),
            detail: String::new(),
            value: self.locale.money(amount, self.reminder.currency),
        };
        let mut totals = Vec::new();
        let credit = Money::new(self.reminder.credit, self.reminder.currency)?;
        if credit.is_positive() {
            let sum = self.asked.add(credit)?;
            totals.push(total(Weight::Plain, said::total(language), sum.amount()));
            totals.push(total(
                Weight::Plain,
                said::credit(language),
                credit.amount().neg(),
            ));
        }
        let label = self.locale.words().to_pay;
        totals.push(total(Weight::Due, label, self.asked.amount()));
        Ok(totals)
    }
}

impl Source<'_> {
    /// The day of the letter, and whose it is.
    fn letter_facts(&self) -> Vec<crate::Labelled> {
        let words = self.locale.words();
        let mut facts = vec![labelled(words.issued, &self.locale.date(self.date))];
        if !self.customer_number.trim().is_empty() {
            facts.push(labelled(words.customer_number, &self.customer_number));
        }
        facts
    }
}
