//! OFX and QFX: SGML without end tags (1.x) and XML (2.x), read alike.
//!
//! Statements of bank accounts, credit cards, and the cash of an investment
//! account are taken; holdings and trades are not, and named. The day is the
//! one written, whatever the zone behind it.
//!
//! Source: Open Financial Exchange 1.6 and 2.3, chapters 3, 11 and 13.

use std::borrow::Cow;

use super::draft::{
    Count, Draft, excerpt, iso_date, join, plain_amount, plain_date, reference, single_blanks,
};
use super::file::{Balance, FileLine, FileStatement, Format, Place, ReadError, Warning};
use super::xml::entity_char;
use crate::cut::cut;
use values::date::Date;
use values::money::{Currency, Decimal, MoneyError};
use values::slices::Steps;

/// Aggregates within aggregates.
const DEPTH_MAX: usize = 64;
/// Bytes of one value.
const VALUE_BYTES_MAX: usize = 64 << 10;

/// What holds others and is of interest here, or would be taken for it.
const AGGREGATES: [&str; 44] = [
    "OFX",
    "SIGNONMSGSRSV1",
    "SONRS",
    "STATUS",
    "FI",
    "BANKMSGSRSV1",
    "CREDITCARDMSGSRSV1",
    "INVSTMTMSGSRSV1",
    "SECLISTMSGSRSV1",
    "SECLIST",
    "STMTTRNRS",
    "CCSTMTTRNRS",
    "INVSTMTTRNRS",
    "STMTRS",
    "CCSTMTRS",
    "INVSTMTRS",
    "BANKACCTFROM",
    "CCACCTFROM",
    "INVACCTFROM",
    "BANKTRANLIST",
    "BANKTRANLISTP",
    "INVTRANLIST",
    "INVBANKTRAN",
    "STMTTRN",
    "STMTTRNP",
    "PAYEE",
    "EXTDPAYEE",
    "BANKACCTTO",
    "CCACCTTO",
    "CURRENCY",
    "ORIGCURRENCY",
    "LEDGERBAL",
    "AVAILBAL",
    "BALLIST",
    "BAL",
    "INVBAL",
    "INVPOSLIST",
    "INVOOLIST",
    "IMAGEDATA",
    "INV401K",
    "INV401KBAL",
    "SIGNUPMSGSRSV1",
    "ACCTINFO",
    "LOANMSGSRSV1",
];

/// Trades, as they stand in a list of an investment account.
const TRADES: [&str; 19] = [
    "BUYDEBT",
    "BUYMF",
    "BUYOPT",
    "BUYOTHER",
    "BUYSTOCK",
    "CLOSUREOPT",
    "INCOME",
    "INVEXPENSE",
    "JRNLFUND",
    "JRNLSEC",
    "MARGININTEREST",
    "REINVEST",
    "RETOFCAP",
    "SELLDEBT",
    "SELLMF",
    "SELLOPT",
    "SELLOTHER",
    "SELLSTOCK",
    "SPLIT",
];

/// Reads a file. What is said of no statement comes as `warnings`.
///
/// # Errors
/// [`ReadError`], with the line of the file.
pub(super) async fn read(
    text: &str,
    warnings: &mut Vec<Warning>,
    steps: &Steps,
) -> Result<Vec<FileStatement>, ReadError> {
    let mut tags = Tags::new(text);
    let mut reader = Reader::default();
    steps.begin(text.len() / 48);
    while let Some(tag) = tags.next()? {
        steps.step().await;
        if tag.is_end {
            reader.end(tag.name)?;
        } else if AGGREGATES.contains(&tag.name) || TRADES.contains(&tag.name) {
            reader.begin(tag.name, tag.line)?;
        } else {
            reader.value(tag.name, &tag.value, tag.line)?;
        }
    }
    if !reader.open.is_empty() {
        return Err(ReadError::Malformed {
            place: Place::line(tags.line),
            tag: reader.open.pop().unwrap_or_default().to_owned(),
            text: "the file ends within it".to_owned(),
        });
    }
    reader.finish_statement()?;
    warnings.append(&mut reader.warnings);
    if reader.statements.is_empty() {
        return Err(match reader.refusal {
            Some((code, text)) => ReadError::BankRefused { code, text },
            None => ReadError::NoStatement,
        });
    }
    if let Some((code, text)) = reader.refusal {
        warnings.push(Warning::BankSays { code, text });
    }
    Ok(reader.statements)
}

/// A tag and the value behind it.
struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    value: Cow<'a, str>,
    line: u32,
}

/// The tags of a text.
struct Tags<'a> {
    rest: &'a str,
    /// The line at which the rest begins, from 1.
    line: u32,
}

impl<'a> Tags<'a> {
    fn new(text: &'a str) -> Tags<'a> {
        Tags {
            rest: text,
            line: 1,
        }
    }

    /// Goes on with what is left of the rest.
    fn go_to(&mut self, rest: &'a str) {
        let passed = cut(self.rest, self.rest.len() - rest.len()).0;
        let ends = passed.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.rest = rest;
    }

    fn truncated(&self) -> ReadError {
        ReadError::Malformed {
            place: Place::line(self.line),
            tag: "<".to_owned(),
            text: excerpt(self.rest),
        }
    }

    fn next(&mut self) -> Result<Option<Tag<'a>>, ReadError> {
        loop {
            let Some(length) = self.rest.find('<') else {
                return Ok(None);
            };
            let rest = cut(self.rest, length).1;
            self.go_to(rest);
            let line = self.line;
            if rest.starts_with("<!--") || rest.starts_with("<?") {
                let end = if rest.starts_with("<?") { "?>" } else { "-->" };
                let (_, rest) = rest.split_once(end).ok_or_else(|| self.truncated())?;
                self.go_to(rest);
                continue;
            }
            if rest.starts_with("<!") {
                return Err(ReadError::Doctype { line });
            }
            let (tag, rest) = rest.split_once('>').ok_or_else(|| self.truncated())?;
            let tag = tag.strip_prefix('<').unwrap_or(tag);
            self.go_to(rest);
            let (is_end, name) = match tag.strip_prefix('/') {
                Some(name) => (true, name.trim()),
                None => (false, tag.trim()),
            };
            let is_empty = name.ends_with('/');
            let name = name.trim_end_matches('/');
            // Attributes are not used, but may name the schema.
            let name = name.split_whitespace().next().unwrap_or_default();
            let is_name = |letter: char| {
                letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-' | ':')
            };
            if name.is_empty() || !name.chars().all(is_name) {
                return Err(ReadError::Malformed {
                    place: Place::line(line),
                    tag: "<".to_owned(),
                    text: excerpt(tag),
                });
            }
            let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
            let value = if is_end || is_empty {
                Cow::Borrowed("")
            } else {
                self.value()?
            };
            return Ok(Some(Tag {
                name,
                is_end,
                value,
                line,
            }));
        }
    }

    /// What stands behind a tag, up to the next one.
    fn value(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let mut value = Cow::Borrowed("");
        loop {
            let (part, rest) = match self.rest.strip_prefix("<![CDATA[") {
                Some(data) => {
                    let found = data.split_once("]]>");
                    let (part, rest) = found.ok_or_else(|| self.truncated())?;
                    (Cow::Borrowed(part), rest)
                }
                None => {
                    let length = self.rest.find('<').unwrap_or(self.rest.len());
                    let (part, rest) = cut(self.rest, length);
                    if part.is_empty() {
                        return Ok(value);
                    }
                    (entities(part), rest)
                }
            };
            if value.len() + part.len() > VALUE_BYTES_MAX {
                return Err(ReadError::Malformed {
                    place: Place::line(self.line),
                    tag: "<".to_owned(),
                    text: excerpt(&part),
                });
            }
            if value.trim().is_empty() {
                value = part;
            } else {
                value.to_mut().push_str(&part);
            }
            self.go_to(rest);
        }
    }
}

/// Entities resolved; an ampersand that begins none stays, as SGML files have
/// it in names.
fn entities(text: &str) -> Cow<'_, str> {
    const NAME_MAX: usize = 8;
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after
            .split_once(';')
            .filter(|(name, _)| name.len() <= NAME_MAX)
            .and_then(|(name, rest)| match name {
                "nbsp" => Some((' ', rest)),
                name => Some((entity_char(name)?, rest)),
            });
        match entity {
            Some((letter, after)) => {
                plain.push(letter);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// What is open, and what was found.
#[derive(Default)]
struct Reader {
    open: Vec<&'static str>,
    statements: Vec<FileStatement>,
    warnings: Vec<Warning>,
    refusal: Option<(String, String)>,
    status: Status,
    statement: Option<Statement>,
    transaction: Option<Transaction>,
    count: Count,
}

#[derive(Default)]
struct Status {
    code: String,
    severity: String,
    message: String,
}

struct Statement {
    draft: Draft,
    is_investment: bool,
    has_bank_lines: bool,
    entries: u32,
    trades: usize,
    balance: Pending,
    /// The first line that could not be read.
    refused: Option<ReadError>,
}

/// A balance while it is read.
#[derive(Default)]
struct Pending {
    amount: String,
    date: String,
    line: u32,
}

/// A transaction while it is read.
#[derive(Default)]
struct Transaction {
    place: Place,
    kind: String,
    posted: String,
    value: String,
    amount: String,
    id: String,
    name: String,
    memo: String,
    reference: String,
    account: String,
    bank: String,
    symbol: String,
    original_symbol: String,
    rate: String,
}

impl Reader {
    fn begin(&mut self, name: &str, line: u32) -> Result<(), ReadError> {
        let known = AGGREGATES.iter().chain(&TRADES);
        let Some(name) = known.copied().find(|known| *known == name) else {
            return Ok(());
        };
        // A transaction that was not ended ends where the next one begins.
        if matches!(name, "STMTTRN" | "STMTTRNP") && self.transaction.is_some() {
            while let Some(open) = self.open.pop() {
                if matches!(open, "STMTTRN" | "STMTTRNP") {
                    self.close(open)?;
                    break;
                }
            }
        }
        if self.open.len() == DEPTH_MAX {
            return Err(ReadError::Malformed {
                place: Place::line(line),
                tag: name.to_owned(),
                text: "too deep".to_owned(),
            });
        }
        self.open.push(name);
        match name {
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => {
                self.count.statement()?;
                self.statement = Some(Statement::new(line, name == "INVSTMTRS"));
            }
            "STATUS" => self.status = Status::default(),
            "BANKTRANLIST" => self.in_statement(line)?,
            "STMTTRN" | "STMTTRNP" => {
                self.in_statement(line)?;
                if let Some(statement) = &mut self.statement {
                    statement.entries += 1;
                    self.transaction = Some(Transaction {
                        place: Place {
                            line,
                            entry: statement.entries,
                        },
                        ..Transaction::default()
                    });
                }
            }
            "LEDGERBAL" => {
                if let Some(statement) = &mut self.statement {
                    statement.balance = Pending {
                        line,
                        ..Pending::default()
                    };
                }
            }
            name if TRADES.contains(&name) => {
                if let Some(statement) = &mut self.statement {
                    statement.trades += 1;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Some files are a bare list of transactions: a statement of which
    /// nothing else is said.
    fn in_statement(&mut self, line: u32) -> Result<(), ReadError> {
        if self.statement.is_none() {
            self.count.statement()?;
            self.statement = Some(Statement::new(line, false));
        }
        Ok(())
    }

    /// The end of an aggregate, and of what was left open within it. An end
    /// tag of a value ends nothing.
    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        let Some(place) = self.open.iter().rposition(|open| *open == name) else {
            return Ok(());
        };
        while self.open.len() > place {
            if let Some(open) = self.open.pop() {
                self.close(open)?;
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "STATUS" => {
                let Status {
                    code,
                    severity,
                    message,
                } = std::mem::take(&mut self.status);
                if severity == "ERROR" {
                    self.refusal.get_or_insert((code, message));
                }
            }
            "STMTTRNP" => {
                if let (Some(transaction), Some(statement)) =
                    (self.transaction.take(), &mut self.statement)
                {
                    statement.draft.not_booked(transaction.place);
                }
            }
            "STMTTRN" => {
                if let (Some(transaction), Some(statement)) =
                    (self.transaction.take(), &mut self.statement)
                {
                    self.count.line()?;
                    statement.has_bank_lines = true;
                    statement.line(transaction)?;
                }
            }
            "LEDGERBAL" => {
                if let Some(statement) = &mut self.statement {
                    statement.ledger_balance()?;
                }
            }
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => {
                self.finish_statement()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn finish_statement(&mut self) -> Result<(), ReadError> {
        let Some(mut statement) = self.statement.take() else {
            return Ok(());
        };
        let place = statement.draft.statement.place;
        let trades = Warning::LeftOut {
            place,
            what: format!("what was traded ({} times)", statement.trades),
        };
        if statement.is_investment && !statement.has_bank_lines {
            self.warnings.push(Warning::LeftOut {
                place,
                what: "an investment account".to_owned(),
            });
            return Ok(());
        }
        if statement.trades > 0 {
            statement.draft.warn(trades);
        }
        if statement.draft.statement.account.is_empty() {
            statement.draft.warn(Warning::NoAccount);
        }
        // Where no line of it can be read the file is refused.
        if statement.draft.statement.lines.is_empty()
            && let Some(error) = statement.refused
        {
            return Err(error);
        }
        self.statements.push(statement.draft.finish());
        Ok(())
    }

    fn value(&mut self, name: &str, value: &str, line: u32) -> Result<(), ReadError> {
        let value = value.trim();
        let within = self.open.last().copied().unwrap_or_default();
        if within == "STATUS" {
            match name {
                "CODE" => self.status.code = excerpt(value),
                "SEVERITY" => self.status.severity = value.to_ascii_uppercase(),
                "MESSAGE" => self.status.message = excerpt(value),
                _ => {}
            }
        }
        if let Some(transaction) = &mut self.transaction {
            transaction.value(within, name, value);
            return Ok(());
        }
        let Some(statement) = &mut self.statement else {
            return Ok(());
        };
        match (within, name) {
            ("STMTRS" | "CCSTMTRS" | "INVSTMTRS", "CURDEF") => {
                let place = Place::line(line);
                statement.draft.statement.currency = statement.draft.currency(place, value);
            }
            ("BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM", "ACCTID") => {
                statement.draft.statement.account = super::draft::account(value);
            }
            ("BANKACCTFROM", "BANKID") | ("INVACCTFROM", "BROKERID") => {
                statement.draft.statement.bank = single_blanks(value);
            }
            ("LEDGERBAL", "BALAMT") => value.clone_into(&mut statement.balance.amount),
            ("LEDGERBAL", "DTASOF") => value.clone_into(&mut statement.balance.date),
            _ => {}
        }
        Ok(())
    }
}

impl Statement {
    fn new(line: u32, is_investment: bool) -> Statement {
        Statement {
            draft: Draft::new(Format::Ofx, Place::line(line)),
            is_investment,
            has_bank_lines: false,
            entries: 0,
            trades: 0,
            balance: Pending::default(),
            refused: None,
        }
    }

    fn ledger_balance(&mut self) -> Result<(), ReadError> {
        let balance = std::mem::take(&mut self.balance);
        let place = Place::line(balance.line);
        if balance.amount.is_empty() {
            self.draft.warn(Warning::NoClosing);
            return Ok(());
        }
        let date = day(&balance.date);
        if date.is_none() {
            self.draft.warn(Warning::BadDate {
                place,
                text: excerpt(&balance.date),
            });
        }
        let Ok(amount) = amount("BALAMT", &balance.amount, place) else {
            let text = excerpt(&balance.amount);
            self.draft.warn(Warning::BadSideAmount { place, text });
            return Ok(());
        };
        self.draft.statement.closing = Some(Balance {
            date,
            amount,
            currency: self.draft.statement.currency,
        });
        Ok(())
    }

    fn line(&mut self, found: Transaction) -> Result<(), ReadError> {
        let place = found.place;
        let missing = |tag: &'static str| ReadError::Missing {
            place,
            tag: tag.into(),
        };
        if found.posted.is_empty() {
            return Err(missing("DTPOSTED"));
        }
        let date = day(&found.posted).ok_or_else(|| ReadError::Date {
            place,
            tag: "DTPOSTED".to_owned(),
            text: excerpt(&found.posted),
        })?;
        if found.amount.is_empty() {
            return Err(missing("TRNAMT"));
        }
        let value = match amount("TRNAMT", &found.amount, place) {
            Ok(value) => value,
            Err(error) => {
                self.draft.warn(Warning::LineRefused {
                    place,
                    tag: "TRNAMT".to_owned(),
                    text: excerpt(&found.amount),
                });
                self.refused.get_or_insert(error);
                return Ok(());
            }
        };
        let mut line = FileLine::new(place, date, value);
        if !found.value.is_empty() {
            line.value_date = day(&found.value);
        }
        line.bank_id = single_blanks(&found.id);
        line.code = single_blanks(&found.kind);
        line.name = single_blanks(&found.name);
        line.text = single_blanks(&found.memo);
        line.end_to_end = reference(&found.reference);
        line.iban = super::draft::account(&found.account);
        line.bic = single_blanks(&found.bank);
        line.currency = self.draft.currency(place, &found.symbol);
        self.original(&mut line, &found);
        self.draft.push(line);
        Ok(())
    }

    /// `ORIGCURRENCY` says what it was before it was converted to the
    /// account's currency: the amount divided by the rate.
    fn original(&mut self, line: &mut FileLine, found: &Transaction) {
        let currency: Option<Currency> = found.original_symbol.parse().ok();
        let (Some(currency), Ok(rate)) = (currency, plain_amount(&found.rate, '.')) else {
            return;
        };
        let own = line.currency.or(self.draft.statement.currency);
        if Some(currency) == own || !rate.is_positive() {
            return;
        }
        if let Ok(amount) = line.amount.abs().div(rate, currency.exponent()) {
            line.original = Some((amount, currency));
        }
    }
}

impl Transaction {
    fn value(&mut self, within: &str, name: &str, value: &str) {
        let kept = match (within, name) {
            ("CURRENCY", "CURSYM") => &mut self.symbol,
            ("ORIGCURRENCY", "CURSYM") => &mut self.original_symbol,
            ("ORIGCURRENCY", "CURRATE") => &mut self.rate,
            ("CURRENCY", _) | ("ORIGCURRENCY", _) => return,
            ("BANKACCTTO" | "CCACCTTO", "ACCTID") => &mut self.account,
            ("BANKACCTTO", "BANKID") => &mut self.bank,
            ("BANKACCTTO" | "CCACCTTO", _) => return,
            ("PAYEE" | "EXTDPAYEE", "NAME") if self.name.is_empty() => &mut self.name,
            ("PAYEE" | "EXTDPAYEE", _) => return,
            (_, "TRNTYPE") => &mut self.kind,
            (_, "DTPOSTED") => &mut self.posted,
            (_, "DTAVAIL") => &mut self.value,
            (_, "TRNAMT") => &mut self.amount,
            (_, "FITID") => &mut self.id,
            (_, "NAME") => &mut self.name,
            (_, "REFNUM") => &mut self.reference,
            (_, "MEMO" | "MEMO2") => {
                join(&mut self.memo, value);
                return;
            }
            _ => return,
        };
        value.clone_into(kept);
    }
}

/// `YYYYMMDD`, whatever stands behind it; some write dashes.
fn day(text: &str) -> Option<Date> {
    plain_date(text).or_else(|| iso_date(text))
}

/// A number with a point or comma before its decimals. Some group thousands
/// all the same; where it is not told which of the two a sign is, it is
/// refused.
fn amount(tag: &str, text: &str, place: Place) -> Result<Decimal, ReadError> {
    let text: String = text.split_whitespace().collect();
    let bad = |fault| ReadError::Amount {
        place,
        tag: tag.to_owned(),
        text: excerpt(&text),
        fault,
    };
    let (decimal_sign, group) = match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) if comma > point => (',', Some('.')),
        (Some(_), Some(_)) => ('.', Some(',')),
        (None, Some(_)) if text.matches(',').count() > 1 => ('.', Some(',')),
        (None, Some(comma)) if text.len() - comma == 4 => return Err(bad(MoneyError::NotANumber)),
        (None, Some(_)) => (',', None),
        _ => ('.', None),
    };
    let plain = match group {
        Some(group) => {
            ungrouped(&text, decimal_sign, group).ok_or_else(|| bad(MoneyError::NotANumber))?
        }
        None => text.clone(),
    };
    plain_amount(&plain, decimal_sign).map_err(bad)
}

/// Without what groups the thousands, if it does.
fn ungrouped(text: &str, decimal_sign: char, group: char) -> Option<String> {
    let (whole, decimals) = match text.split_once(decimal_sign) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    if !whole.split(group).skip(1).all(|digits| digits.len() == 3) {
        return None;
    }
    let mut plain = whole.replace(group, "");
    if let Some(decimals) = decimals {
        plain.push(decimal_sign);
        plain.push_str(decimals);
    }
    Some(plain)
}
