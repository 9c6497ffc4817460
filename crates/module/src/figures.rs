//! The plain functions: plain data in, plain data out, no book to keep.

use ledger::bank::intake::{ImportStatements, Of};
use ledger::bank::matching::{Certainty, Index, Proposal, Reason};
use ledger::bank::{BankAccount, BankLine};
use ledger::book::Book;
use ledger::change::ChangeSet;
use ledger::command::{Command, Context, execute};
use ledger::customer::Party;
use ledger::date::Date;
use ledger::identifier::{
    Bic, CreditorReference, Iban, IbanProblem, QrReference, ReferenceProblem,
};
use ledger::ids::CustomerId;
use ledger::ids::{Chain, InvoiceId};
use ledger::import;
use ledger::invoice::totals::{Place, TotalsProblem, negative_bases};
use ledger::invoice::{Deduction, Invoice, Totals};
use ledger::journal::Head;
use ledger::money::{self, Currency, Decimal, Exact, Money, MoneyError, SCALE_MAX};
use ledger::payment_code::epc::{Epc, EpcProblem, Remittance, Version};
use ledger::payment_code::{self};
use ledger::problem::Refusal;
use ledger::records::RecordsFile;
use ledger::report::aging::{self, AgedRow, Aging, Basis, Options};
use ledger::report::dso::{self, Figures, Period};
use ledger::report::kpi::{self, MonthSales, WeightedDays, ZeroSales};
use serde::{Deserialize, Serialize};
use statements::file::FileStatement;

use crate::failure::{ErrorCode, Failure};

impl From<MoneyError> for Failure {
    fn from(error: MoneyError) -> Failure {
        Failure::of(ErrorCode::Arithmetic, &error)
    }
}

/// How receivables are aged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgingOptions {
    pub as_of: Date,
    #[serde(default)]
    pub basis: Basis,
    /// The last day of each bucket, ascending; missing: 30, 60, 90.
    #[serde(default)]
    pub bounds: Option<Vec<u32>>,
}

/// The period of the figures of collection, and in which currency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MetricsOptions {
    pub period: Period,
    /// Missing: each currency of the book.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// What DSO by the countback method does with a month without sales.
    #[serde(default)]
    pub zero_sales: ZeroSales,
    /// Whether the figures of each customer are answered as well; missing:
    /// they are not, and the list of them is empty.
    #[serde(default)]
    pub by_customer: bool,
}

pub fn aging(book: &Book, options: &AgingOptions) -> Result<Aging, Failure> {
    Ok(aging::aging(book, &of(options)?)?)
}

pub fn aged_rows(book: &Book, options: &AgingOptions) -> Result<Vec<AgedRow>, Failure> {
    Ok(aging::rows(book, &of(options)?)?)
}

impl From<aging::BadBounds> for Failure {
    fn from(bad: aging::BadBounds) -> Failure {
        Failure::new(ErrorCode::InvalidValue, bad.to_string()).at("bounds")
    }
}

fn of(options: &AgingOptions) -> Result<Options, Failure> {
    let mut made = Options::as_of(options.as_of);
    made.basis = options.basis;
    if let Some(bounds) = &options.bounds {
        made.bounds.clone_from(bounds);
    }
    made.check()?;
    Ok(made)
}

pub fn metrics(book: &Book, options: &MetricsOptions) -> Vec<Figures> {
    let currencies = match options.currency {
        Some(currency) => vec![currency],
        None => dso::currencies(book),
    };
    let figures = match options.by_customer {
        true => dso::figures,
        false => dso::figures_of_all,
    };
    let currencies = currencies.into_iter();
    currencies
        .map(|currency| figures(book, currency, options.period, options.zero_sales))
        .collect()
}

/// A book of records alone, for figures.
///
/// # Errors
/// [`ErrorCode::InvalidRecords`] with what is wrong of which record.
pub fn book_of(records: &RecordsFile, today: Date) -> Result<Book, Failure> {
    let mut book = Book::default();
    // Not by the command, which would bring all others along.
    let set = import::plan(&book, records, &context(today)).map_err(Refusal::Problems);
    apply(&mut book, set)?;
    Ok(book)
}

fn context(today: Date) -> Context {
    Context {
        today,
        chain: Chain(1),
        override_closed: None,
    }
}

fn apply(book: &mut Book, set: Result<ChangeSet, Refusal>) -> Result<(), Failure> {
    let set = set.map_err(|refusal| Failure::of(ErrorCode::InvalidRecords, &refusal))?;
    let head = Head {
        seq: book.head().seq + 1,
        ..*book.head()
    };
    book.apply_commit(&set.changes, head, ledger::date::Timestamp::default())
        .map_err(|misfit| Failure::new(ErrorCode::Internal, misfit.to_string()))
}

/// A customer as the figures name them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CustomerName {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
}

pub fn customer_names(book: &Book) -> Vec<CustomerName> {
    let customers = book.customers().iter();
    customers
        .map(|customer| CustomerName {
            id: customer.id,
            number: customer.number.clone(),
            name: customer.details.name.clone(),
        })
        .collect()
}

/// What an amount of receivables and of sales come to in days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DsoInput {
    pub receivables: Decimal,
    pub sales: Decimal,
    /// Of the period.
    pub days: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AverageDsoInput {
    pub opening: Decimal,
    pub closing: Decimal,
    pub sales: Decimal,
    pub days: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BestPossibleDsoInput {
    /// Receivables that are not past due.
    pub current: Decimal,
    pub sales: Decimal,
    pub days: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DelinquencyInput {
    pub receivables: Decimal,
    /// Of these, what is not past due.
    pub current: Decimal,
    pub sales: Decimal,
    pub days: u32,
}

/// The sales of a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SalesOfMonth {
    pub sales: Decimal,
    pub days: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CountbackInput {
    pub receivables: Decimal,
    /// The newest first.
    pub months: Vec<SalesOfMonth>,
    #[serde(default)]
    pub zero_sales: ZeroSales,
}

/// For the collection effectiveness index.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CeiInput {
    pub opening: Decimal,
    pub sales: Decimal,
    pub closing: Decimal,
    /// Of the closing receivables, what is not past due.
    pub closing_current: Decimal,
    /// Months of the period, where sales are to enter as their monthly
    /// average.
    #[serde(default)]
    pub months: Option<u32>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BadDebtInput {
    pub write_offs: Decimal,
    pub sales: Decimal,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TurnoverInput {
    pub sales: Decimal,
    pub opening: Decimal,
    pub closing: Decimal,
}

/// An amount, and the days that it took.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AmountOfDays {
    pub amount: Decimal,
    pub days: i32,
}

/// The formulas take whole numbers of any one unit: here of the smallest
/// decimal there is, so that nothing is rounded before.
fn whole(amount: Decimal) -> Result<i128, MoneyError> {
    Exact::from(amount).minor(SCALE_MAX)
}

type Figure = Result<Option<Decimal>, Failure>;

pub fn dso(input: &DsoInput) -> Figure {
    let sales = whole(input.sales)?;
    Ok(kpi::dso(whole(input.receivables)?, sales, input.days))
}

pub fn average_dso(input: &AverageDsoInput) -> Figure {
    let (opening, closing) = (whole(input.opening)?, whole(input.closing)?);
    let sales = whole(input.sales)?;
    Ok(kpi::dso_average(opening, closing, sales, input.days))
}

pub fn best_possible_dso(input: &BestPossibleDsoInput) -> Figure {
    let (current, sales) = (whole(input.current)?, whole(input.sales)?);
    Ok(kpi::dso_best_possible(current, sales, input.days))
}

pub fn average_days_delinquent(input: &DelinquencyInput) -> Figure {
    let (receivables, current) = (whole(input.receivables)?, whole(input.current)?);
    let sales = whole(input.sales)?;
    let days = input.days;
    Ok(kpi::average_days_delinquent(
        receivables,
        current,
        sales,
        days,
    ))
}

pub fn countback_dso(input: &CountbackInput) -> Figure {
    let months = input.months.iter().map(|month| {
        Ok(MonthSales {
            sales: whole(month.sales)?,
            days: month.days,
        })
    });
    let months = months.collect::<Result<Vec<_>, MoneyError>>()?;
    let receivables = whole(input.receivables)?;
    Ok(kpi::dso_countback(receivables, &months, input.zero_sales))
}

pub fn cei(input: &CeiInput) -> Figure {
    let (opening, sales) = (whole(input.opening)?, whole(input.sales)?);
    let (closing, current) = (whole(input.closing)?, whole(input.closing_current)?);
    Ok(match input.months {
        Some(months) => kpi::cei_by_month(opening, sales, closing, current, months),
        None => kpi::cei(opening, sales, closing, current),
    })
}

pub fn bad_debt_ratio(input: &BadDebtInput) -> Figure {
    let write_offs = whole(input.write_offs)?;
    Ok(kpi::bad_debt_ratio(write_offs, whole(input.sales)?))
}

pub fn turnover(input: &TurnoverInput) -> Figure {
    let (opening, closing) = (whole(input.opening)?, whole(input.closing)?);
    Ok(kpi::turnover(whole(input.sales)?, opening, closing))
}

pub fn weighted_average_days(amounts: &[AmountOfDays]) -> Figure {
    let mut days = WeightedDays::default();
    for one in amounts {
        days.add(whole(one.amount)?, one.days);
    }
    Ok(days.mean())
}

/// What is deducted and paid before.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TotalsOptions {
    #[serde(default)]
    pub deductions: Vec<Deduction>,
    #[serde(default)]
    pub prepaid: Decimal,
    /// What the amount to pay is changed by, as cash is rounded.
    #[serde(default)]
    pub rounding: Option<Decimal>,
}

/// What is wrong in a document, and where.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProblemOfTotals {
    pub place: Place,
    pub what: TotalsProblem,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalsReport {
    Totals(Box<Totals>),
    Problems(Vec<ProblemOfTotals>),
    /// The tax of this place in the document's list has a base below zero, by
    /// what these places take off: it is not issued so.
    NegativeBases(Vec<NegativeBase>),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NegativeBase {
    pub place: Place,
    /// In the list of the document's taxes.
    pub tax: usize,
}

pub fn invoice_totals(document: &Invoice, options: &TotalsOptions) -> TotalsReport {
    let problems = |problems: Vec<(Place, TotalsProblem)>| {
        let problems = problems.into_iter();
        let problems = problems.map(|(place, what)| ProblemOfTotals { place, what });
        TotalsReport::Problems(problems.collect())
    };
    let totals = match Totals::of(document, &options.deductions, options.prepaid) {
        Ok(totals) => totals,
        Err(found) => return problems(found),
    };
    let negative = negative_bases(document, &totals);
    if !negative.is_empty() {
        let negative = negative.into_iter();
        let negative = negative.map(|(place, tax)| NegativeBase { place, tax });
        return TotalsReport::NegativeBases(negative.collect());
    }
    let rounded = match options.rounding {
        Some(rounding) => totals.with_rounding(rounding, document.currency),
        None => Ok(totals),
    };
    match rounded {
        Ok(totals) => TotalsReport::Totals(Box::new(totals)),
        Err(problem) => problems(vec![problem]),
    }
}

/// An account number that is one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ValidIban {
    /// Without spaces, in capitals.
    pub iban: String,
    /// In groups of four.
    pub printed: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// A Swiss QR-IBAN, which asks for a QR reference.
    pub qr: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IbanReport {
    Valid(ValidIban),
    Invalid(IbanProblem),
}

pub fn check_iban(text: &str) -> IbanReport {
    match text.parse::<Iban>() {
        Ok(iban) => IbanReport::Valid(ValidIban {
            iban: iban.as_str().to_owned(),
            printed: iban.printed(),
            country: iban.country().to_owned(),
            qr: iban.is_qr(),
        }),
        Err(problem) => IbanReport::Invalid(problem),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// RF and two check digits (ISO 11649).
    Creditor,
    /// 27 digits of the Swiss QR-bill.
    Qr,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ValidReference {
    pub kind: ReferenceKind,
    pub reference: String,
    /// In groups.
    pub printed: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceReport {
    Valid(ValidReference),
    Invalid(ReferenceProblem),
}

/// A reference that begins with letters is a creditor reference, one of digits
/// a QR reference.
pub fn check_reference(text: &str) -> ReferenceReport {
    let first = text.trim_start().chars().next();
    let read = if first.is_some_and(|first| first.is_ascii_digit()) {
        text.parse::<QrReference>()
            .map(|made| (ReferenceKind::Qr, made.to_string(), made.printed()))
    } else {
        text.parse::<CreditorReference>()
            .map(|made| (ReferenceKind::Creditor, made.to_string(), made.printed()))
    };
    match read {
        Ok((kind, reference, printed)) => ReferenceReport::Valid(ValidReference {
            kind,
            reference,
            printed,
        }),
        Err(problem) => ReferenceReport::Invalid(problem),
    }
}

pub fn creditor_reference(text: &str) -> Result<String, Failure> {
    let made = CreditorReference::create(text);
    made.map(|made| made.as_str().to_owned())
        .map_err(|problem| Failure::of(ErrorCode::InvalidValue, &problem))
}

/// A SEPA credit transfer for a payment code (EPC069-12).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditTransfer {
    /// The beneficiary, up to 70 characters.
    pub name: String,
    pub iban: String,
    #[serde(default)]
    pub bic: String,
    /// In euro, 0.01 to 999,999,999.99; missing: the payer says.
    #[serde(default)]
    pub amount: Option<Decimal>,
    /// A purpose code of ISO 20022.
    #[serde(default)]
    pub purpose: String,
    /// A structured reference (RF…), up to 35 characters; with it no text.
    #[serde(default)]
    pub reference: String,
    /// Up to 140 characters.
    #[serde(default)]
    pub text: String,
}

/// Why there is no code, or what it holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentCodeReport {
    /// What the QR code holds: UTF-8, error correction M.
    Payload(String),
    Iban(IbanProblem),
    Problem(EpcProblem),
    /// Either a reference or a text.
    ReferenceAndText,
}

pub fn payment_code(transfer: &CreditTransfer) -> PaymentCodeReport {
    let iban = match transfer.iban.parse() {
        Ok(iban) => iban,
        Err(problem) => return PaymentCodeReport::Iban(problem),
    };
    let euro = "EUR".parse::<Currency>().unwrap_or_default();
    let amount = match transfer.amount.map(|amount| Money::new(amount, euro)) {
        Some(Err(_)) => return PaymentCodeReport::Problem(EpcProblem::Amount),
        Some(Ok(amount)) => Some(amount),
        None => None,
    };
    if !transfer.bic.is_empty()
        && let Err(problem) = transfer.bic.parse::<Bic>()
    {
        return PaymentCodeReport::Problem(problem.into());
    }
    let remittance = match (transfer.reference.as_str(), transfer.text.as_str()) {
        ("", text) => Remittance::Text(text.to_owned()),
        (reference, "") => Remittance::Reference(reference.to_owned()),
        _ => return PaymentCodeReport::ReferenceAndText,
    };
    let code = Epc {
        version: Version::V2,
        name: transfer.name.clone(),
        iban,
        bic: transfer.bic.clone(),
        amount,
        purpose: transfer.purpose.clone(),
        remittance,
        information: String::new(),
    };
    match code.payload() {
        Ok(payload) => PaymentCodeReport::Payload(payload),
        Err(problem) => PaymentCodeReport::Problem(problem),
    }
}

/// The codes of an issued document, with what each holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DocumentCodes {
    /// Of a SEPA credit transfer (EPC069-12); missing where there is none.
    pub epc: Option<String>,
    /// Of the Swiss QR-bill.
    pub swiss: Option<String>,
}

pub fn document_codes(book: &Book, document: &Invoice) -> DocumentCodes {
    let issue = document.issue.as_deref();
    let party = |id| book.parties().get(id).map(|party| &**party);
    let seller: Option<&Party> = issue.and_then(|issue| issue.seller).and_then(party);
    let buyer: Option<&Party> = issue.and_then(|issue| issue.buyer).and_then(party);
    let [(_, epc), (_, swiss)] = payment_code::codes(document, seller, buyer);
    DocumentCodes {
        epc: epc.ok().map(|code| code.payload),
        swiss: swiss.ok().map(|code| code.payload),
    }
}

/// What a line of a bank's statement may be, in the names of the records.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BankLineMatch {
    /// The place of its statement, from 0.
    pub statement: usize,
    /// Its place in the statement, from 0.
    pub line: usize,
    pub certainty: Certainty,
    /// From 0 to 100.
    pub score: u8,
    /// The payer's number, or else name; missing where nobody is proposed.
    pub customer: Option<String>,
    /// What each invoice gets.
    pub invoices: Vec<InvoicePart>,
    /// The numbers of the invoices to choose from, the likeliest first.
    pub candidates: Vec<String>,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoicePart {
    /// Its number.
    pub invoice: String,
    pub amount: Money,
}

/// Which lines of a bank's statements pay which documents of the records.
///
/// # Errors
/// [`ErrorCode::InvalidRecords`] where the records or the statements cannot
/// be taken.
pub fn match_bank_lines(
    records: RecordsFile,
    statements: Vec<FileStatement>,
    today: Date,
) -> Result<Vec<BankLineMatch>, Failure> {
    let mut book = book_of(&records, today)?;
    let currency = |statement: &FileStatement| statement.currency.unwrap_or_default();
    let mut accounts: Vec<BankAccount> = Vec::new();
    let mut stated = Vec::new();
    for (place, statement) in statements.into_iter().enumerate() {
        let known = accounts.iter().position(|account| {
            account.number == statement.account && account.currency == currency(&statement)
        });
        let of = known.unwrap_or_else(|| {
            accounts.push(BankAccount {
                name: match statement.account.as_str() {
                    "" => format!("Account {}", place + 1),
                    number => number.to_owned(),
                },
                number: statement.account.clone(),
                currency: currency(&statement),
                ..BankAccount::default()
            });
            accounts.len() - 1
        });
        stated.push((statement.into(), Of::New(of)));
    }
    let import = ImportStatements {
        file: "statements".to_owned(),
        accounts,
        statements: stated,
        csv: None,
    };
    let command = Command::ImportStatements(Box::new(import));
    let set = execute(&book, &command, &context(today));
    apply(&mut book, set)?;
    let kept: Vec<_> = book.statements().iter().cloned().collect();
    let mut lines: Vec<(usize, usize, BankLine)> = Vec::new();
    for (place, statement) in kept.iter().enumerate() {
        let of = book.lines_of(statement.id).enumerate();
        lines.extend(of.map(|(line, known)| (place, line, BankLine::clone(known))));
    }
    let ids: Vec<_> = lines.iter().map(|(_, _, line)| line.id).collect();
    let suggestions = Index::of(&book).suggest_all(&book, &ids);
    let number = |id: InvoiceId| {
        let invoice = book.invoices().get(id);
        invoice.map_or_else(String::new, |invoice| invoice.number().to_owned())
    };
    let matches = lines.into_iter().zip(suggestions);
    let matches = matches.map(|((statement, line, _), one)| {
        let receipts = match &one.proposal {
            Some(Proposal::Receipts(receipts)) => receipts.as_slice(),
            _ => &[],
        };
        let customer = receipts.first().and_then(|receipt| {
            let customer = book.customers().get(receipt.customer)?;
            Some(match customer.number.as_str() {
                "" => customer.details.name.clone(),
                number => number.to_owned(),
            })
        });
        let parts = receipts.iter().flat_map(|receipt| &receipt.parts);
        BankLineMatch {
            statement,
            line,
            certainty: one.certainty,
            score: one.score,
            customer,
            invoices: parts
                .map(|(invoice, amount)| InvoicePart {
                    invoice: number(*invoice),
                    amount: *amount,
                })
                .collect(),
            candidates: one.candidates.iter().map(|id| number(*id)).collect(),
            reasons: one.reasons,
        }
    });
    Ok(matches.collect())
}

/// Rounds half away from zero.
pub fn round(value: Decimal, decimals: u32) -> Result<Decimal, Failure> {
    Ok(value.round(decimals)?)
}

pub fn multiply(a: Decimal, b: Decimal, decimals: u32) -> Result<Decimal, Failure> {
    Ok(a.mul(b, decimals)?)
}

pub fn divide(a: Decimal, b: Decimal, decimals: u32) -> Result<Decimal, Failure> {
    Ok(a.div(b, decimals)?)
}

pub fn convert(amount: Money, rate: Decimal, to: Currency) -> Result<Money, Failure> {
    Ok(amount.convert(rate, to)?)
}

pub fn add(a: Money, b: Money) -> Result<Money, Failure> {
    Ok(a.add(b)?)
}

pub fn subtract(a: Money, b: Money) -> Result<Money, Failure> {
    Ok(a.sub(b)?)
}

/// Cuts an amount in proportion to weights by largest remainder.
pub fn split(amount: Money, weights: &[i64]) -> Result<Vec<Money>, Failure> {
    let weights: Vec<i128> = weights.iter().copied().map(i128::from).collect();
    Ok(amount.split(&weights)?)
}

/// As [`split`], of whole numbers beyond what [`Money`] holds.
pub fn split_whole(total: &str, weights: &[String]) -> Result<Vec<String>, Failure> {
    let number = |text: &str, at: &str| {
        text.parse::<i128>()
            .map_err(|error| Failure::new(ErrorCode::InvalidValue, error.to_string()).at(at))
    };
    let total = number(total, "total")?;
    let weights = weights.iter().map(|weight| number(weight, "weights"));
    let parts = money::split(total, &weights.collect::<Result<Vec<_>, _>>()?)?;
    Ok(parts.iter().map(ToString::to_string).collect())
}

pub fn tax_share(payment: Decimal, percent: Decimal, currency: Currency) -> Option<Decimal> {
    kpi::tax_share(payment, percent, currency.exponent())
}
