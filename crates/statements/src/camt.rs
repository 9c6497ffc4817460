//! Statements of ISO 20022: CAMT.052, CAMT.053 and CAMT.054, versions 1 to 8
//! and whatever later ones call the same.
//!
//! One entry (`Ntry`) is one line. A batch becomes a line per detail
//! (`TxDtls`) where the amounts of the details add up to that of the entry;
//! otherwise it stays one line, with a warning. Only what is booked is taken.
//!
//! Names are those of ISO 20022 message definitions camt.053.001.02 to
//! camt.053.001.08.

use super::draft::{
    Count, Draft, account, creditor_reference, excerpt, iso_date, join, plain_amount, reference,
    single_blanks, sum,
};
use super::file::{Balance, FileLine, FileStatement, Format, Place, ReadError, Warning};
use super::returns;
use super::xml::{Element, Piece, Reader, Start};
use values::date::Date;
use values::money::{Currency, Decimal};
use values::slices::Steps;

/// Elements above a message: a document, and what an envelope puts around it.
const MESSAGE_DEPTH_MAX: usize = 6;

/// What a message of statements is called, and its statements.
fn message(name: &str) -> Option<(Format, &'static str)> {
    match name {
        "BkToCstmrAcctRpt" | "BkToCstmrAcctRptV01" => Some((Format::Camt052, "Rpt")),
        "BkToCstmrStmt" | "BkToCstmrStmtV01" => Some((Format::Camt053, "Stmt")),
        "BkToCstmrDbtCdtNtfctn" | "BkToCstmrDbtCdtNtfctnV01" => Some((Format::Camt054, "Ntfctn")),
        _ => None,
    }
}

/// Reads a document.
///
/// # Errors
/// [`ReadError`], with the line of the file.
pub(super) async fn read(
    text: &str,
    steps: &Steps,
) -> Result<(Format, Vec<FileStatement>), ReadError> {
    let mut reader = Reader::new(text);
    let mut found = None;
    let mut statements = Vec::new();
    let mut count = Count::default();
    let mut root: Option<(u32, &str)> = None;
    while let Some(piece) = reader.next()? {
        steps.step().await;
        let Piece::Start(start) = piece else {
            continue;
        };
        // Every message is in a document: what is in it says more.
        if root.is_none_or(|(_, name)| name == "Document") {
            root = Some((start.line, start.name));
        }
        match message(start.name) {
            Some((format, name)) => {
                found.get_or_insert(format);
                let depth = reader.depth();
                while reader.depth() >= depth {
                    match reader.next()? {
                        Some(Piece::Start(start)) if start.name == name => {
                            count.statement()?;
                            let statement =
                                statement(&mut reader, &start, format, &mut count, steps);
                            statements.push(statement.await?);
                        }
                        Some(Piece::Start(_)) => reader.skip(steps).await?,
                        Some(_) => {}
                        None => break,
                    }
                }
            }
            None if reader.depth() > MESSAGE_DEPTH_MAX => reader.skip(steps).await?,
            None => {}
        }
    }
    match (found, root) {
        (Some(_), _) if statements.is_empty() => Err(ReadError::NoStatement),
        (Some(format), _) => Ok((format, statements)),
        (None, root) => {
            let (line, root) = root.unwrap_or((1, ""));
            Err(ReadError::WrongRoot {
                line,
                root: excerpt(root),
            })
        }
    }
}

/// What a statement says of all its entries.
struct Whole {
    draft: Draft,
    entries: u32,
    /// For entries that name no day.
    day: Option<Date>,
    interim: Vec<Balance>,
    /// Whether the opening and the closing balance say no side.
    unmarked: (bool, bool),
}

async fn statement<'a>(
    reader: &mut Reader<'a>,
    start: &Start<'a>,
    format: Format,
    count: &mut Count,
    steps: &Steps,
) -> Result<FileStatement, ReadError> {
    let depth = reader.depth();
    let mut whole = Whole {
        draft: Draft::new(format, Place::line(start.line)),
        entries: 0,
        day: None,
        interim: Vec::new(),
        unmarked: (false, false),
    };
    let (mut electronic, mut legal, mut id) = (String::new(), String::new(), String::new());
    while reader.depth() >= depth {
        let start = match reader.next()? {
            Some(Piece::Start(start)) => start,
            Some(_) => continue,
            None => break,
        };
        match start.name {
            "ElctrncSeqNb" | "LglSeqNb" | "Id" => {
                let number = match start.name {
                    "ElctrncSeqNb" => &mut electronic,
                    "LglSeqNb" => &mut legal,
                    _ => &mut id,
                };
                *number = single_blanks(&reader.element(start, steps).await?.text);
            }
            "CreDtTm" => {
                let made = reader.element(start, steps).await?;
                whole.day = whole.day.or(iso_date(&made.text));
            }
            "Acct" => whole.account(&reader.element(start, steps).await?),
            "Bal" => whole.balance(&reader.element(start, steps).await?)?,
            "Ntry" => {
                whole.entries += 1;
                let entry = reader.element(start, steps).await?;
                whole.entry(&entry, count, steps).await?;
            }
            _ => reader.skip(steps).await?,
        }
    }
    whole.settle_interim();
    whole.settle_unmarked();
    whole.draft.statement.number = [electronic, legal, id]
        .into_iter()
        .find(|number| !number.is_empty())
        .unwrap_or_default();
    Ok(whole.draft.finish())
}

impl Whole {
    fn account(&mut self, element: &Element) {
        let id: [&[&str]; 6] = [
            &["Id", "IBAN"],
            &["Id", "Othr", "Id"],
            &["Id", "PrtryAcct", "Id"],
            &["Id", "BBAN"],
            &["Id", "UPIC"],
            &["Id", "Prxy", "Id"],
        ];
        let bank: [&[&str]; 4] = [
            &["Svcr", "FinInstnId", "BICFI"],
            &["Svcr", "FinInstnId", "BIC"],
            &["Svcr", "FinInstnId", "ClrSysMmbId", "MmbId"],
            &["Svcr", "FinInstnId", "Othr", "Id"],
        ];
        let place = Place::line(element.line);
        let currency = self.draft.currency(place, element.text_at(&["Ccy"]));
        let statement = &mut self.draft.statement;
        statement.account = account(element.first_of(&id));
        statement.bank = single_blanks(element.first_of(&bank));
        statement.currency = currency;
    }

    fn balance(&mut self, element: &Element) -> Result<(), ReadError> {
        let place = Place::line(element.line);
        let kind = element.first_of(&[
            &["Tp", "CdOrPrtry", "Cd"],
            &["Tp", "CdOrPrtry", "Prtry"],
            &["Tp", "Cd"],
        ]);
        if !matches!(kind, "OPBD" | "PRCD" | "CLBD" | "ITBD") {
            // What is available, expected or for information.
            return Ok(());
        }
        let is_marked = !element.text_at(&["CdtDbtInd"]).is_empty();
        let amount = if is_marked {
            signed(element, place)?
        } else {
            unsigned(element, place)?
        };
        let amount_element = element.child("Amt");
        let code = amount_element.map_or("", |amount| amount.attribute("Ccy"));
        let currency = self.draft.currency(place, code);
        let day = element.first_of(&[&["Dt", "Dt"], &["Dt", "DtTm"], &["Dt"]]);
        let date = iso_date(day);
        if date.is_none() && !day.is_empty() {
            self.draft.warn(Warning::BadDate {
                place,
                text: excerpt(day),
            });
        }
        let balance = Balance {
            date,
            amount,
            currency,
        };
        if !is_marked {
            match kind {
                "OPBD" | "PRCD" => self.unmarked.0 = true,
                "CLBD" => self.unmarked.1 = true,
                _ => {}
            }
        }
        let statement = &mut self.draft.statement;
        match kind {
            // The balance that was opened with stands before the one that the
            // statement before closed with.
            "OPBD" => statement.opening = Some(balance),
            "PRCD" => {
                statement.opening.get_or_insert(balance);
            }
            "CLBD" => statement.closing = Some(balance),
            _ => self.interim.push(balance),
        }
        if kind == "CLBD" && date.is_some() {
            self.day = date;
        }
        Ok(())
    }

    /// A balance without an indicator is the bank's to pay, unless only the
    /// other way fits the lines.
    fn settle_unmarked(&mut self) {
        let statement = &mut self.draft.statement;
        let (Some(opening), Some(closing)) = (&mut statement.opening, &mut statement.closing)
        else {
            return;
        };
        let Ok(lines) = sum(statement.lines.iter().map(|line| line.amount)) else {
            return;
        };
        let ways = |amount: Decimal, is_unmarked: bool| {
            let other = is_unmarked.then(|| amount.neg());
            std::iter::once(amount).chain(other)
        };
        for from in ways(opening.amount, self.unmarked.0) {
            for to in ways(closing.amount, self.unmarked.1) {
                if from.add(lines) == Ok(to) {
                    (opening.amount, closing.amount) = (from, to);
                    return;
                }
            }
        }
    }

    /// An interim balance (`ITBD`) stands for the opening or closing one
    /// where a statement goes over several pages, and closes a report of a
    /// day that is not over.
    fn settle_interim(&mut self) {
        let statement = &mut self.draft.statement;
        let mut interim = std::mem::take(&mut self.interim);
        interim.sort_by_key(|balance| balance.date);
        if statement.closing.is_none() && (statement.opening.is_some() || interim.len() > 1) {
            statement.closing = interim.pop();
        }
        if statement.opening.is_none() && statement.closing.is_some() && !interim.is_empty() {
            statement.opening = Some(interim.remove(0));
        }
    }

    async fn entry(
        &mut self,
        entry: &Element<'_>,
        count: &mut Count,
        steps: &Steps,
    ) -> Result<(), ReadError> {
        let place = Place {
            line: entry.line,
            entry: self.entries,
        };
        let status = entry.first_of(&[&["Sts", "Cd"], &["Sts", "Prtry"], &["Sts"]]);
        if !matches!(status, "BOOK" | "") {
            self.draft.not_booked(place);
            return Ok(());
        }
        let amount = signed(entry, place)?;
        let code = entry
            .child("Amt")
            .map_or("", |amount| amount.attribute("Ccy"));
        let currency = self.draft.currency(place, code);
        let (date, value_date) = self.days(entry, place)?;
        let mut line = FileLine::new(place, date, amount);
        line.value_date = value_date;
        line.currency = currency;
        line.bank_id = bank_id(entry);
        line.code = code_of(entry);
        line.charges = self.charges(entry, place);
        line.original = self.original(entry, place, currency);
        if entry.text_at(&["RvslInd"]) == "true" || entry.text_at(&["RvslInd"]) == "1" {
            line.returned = Some(String::new());
        }
        let details: Vec<&Element> = entry
            .all("NtryDtls")
            .flat_map(|details| details.all("TxDtls"))
            .collect();
        // Version 1 has one detail that stands in the entry.
        let details = if details.is_empty() {
            entry.all("TxDtls").collect()
        } else {
            details
        };
        match details.as_slice() {
            [] => self.whole_line(line, entry, count)?,
            [detail] => {
                self.detail(&mut line, detail, currency);
                self.whole_line(line, entry, count)?;
            }
            details => self.batch(line, entry, details, count, steps).await?,
        }
        Ok(())
    }

    fn whole_line(
        &mut self,
        mut line: FileLine,
        entry: &Element,
        count: &mut Count,
    ) -> Result<(), ReadError> {
        if line.text.is_empty() {
            line.text = single_blanks(entry.text_at(&["AddtlNtryInf"]));
        }
        mark_return(&mut line);
        count.line()?;
        self.draft.push(line);
        Ok(())
    }

    /// The day it was booked and that of its value.
    fn days(&mut self, entry: &Element, place: Place) -> Result<(Date, Option<Date>), ReadError> {
        let text = |of: &str| {
            let day = entry.first_of(&[&[of, "Dt"], &[of, "DtTm"]]);
            if day.is_empty() {
                entry.text_at(&[of])
            } else {
                day
            }
            .to_owned()
        };
        let (booked, value) = (text("BookgDt"), text("ValDt"));
        let value_date = iso_date(&value);
        if value_date.is_none() && !value.is_empty() {
            self.draft.warn(Warning::BadDate {
                place,
                text: excerpt(&value),
            });
        }
        if !booked.is_empty() {
            let date = iso_date(&booked).ok_or_else(|| ReadError::Date {
                place,
                tag: "BookgDt".to_owned(),
                text: excerpt(&booked),
            })?;
            return Ok((date, value_date));
        }
        if let Some(date) = value_date {
            return Ok((date, value_date));
        }
        let taken = self.day.ok_or(ReadError::Missing {
            place,
            tag: "BookgDt".into(),
        })?;
        self.draft.warn(Warning::NoDate { place, taken });
        Ok((taken, None))
    }

    /// A line for each detail, if they add up.
    async fn batch(
        &mut self,
        line: FileLine,
        entry: &Element<'_>,
        details: &[&Element<'_>],
        count: &mut Count,
        steps: &Steps,
    ) -> Result<(), ReadError> {
        let Some(amounts) = self.parts(&line, details, entry) else {
            let mut line = line;
            for detail in details {
                steps.step().await;
                self.fold_in(&mut line, detail);
            }
            return self.whole_line(line, entry, count);
        };
        let mut ids: Vec<String> = details.iter().map(|detail| detail_id(detail)).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        let are_own = sorted.first().is_some_and(|id| !id.is_empty())
            && sorted
                .iter()
                .zip(sorted.iter().skip(1))
                .all(|(id, next)| id != next);
        if !are_own {
            for (index, id) in ids.iter_mut().enumerate() {
                let of = if id.is_empty() { &line.bank_id } else { &*id };
                *id = if of.is_empty() {
                    String::new()
                } else {
                    format!("{of}/{}", index + 1)
                };
            }
        }
        for ((detail, amount), id) in details.iter().zip(amounts).zip(ids) {
            steps.step().await;
            let mut part = line.clone();
            part.place.line = detail.line;
            part.amount = amount;
            // Those of the entry are of all its parts together.
            part.charges = None;
            self.detail(&mut part, detail, line.currency);
            part.bank_id = id;
            self.whole_line(part, entry, count)?;
        }
        Ok(())
    }

    /// The amounts of the details in the entry's currency, if they make the
    /// entry's amount.
    fn parts(
        &mut self,
        line: &FileLine,
        details: &[&Element],
        entry: &Element,
    ) -> Option<Vec<Decimal>> {
        let own = entry
            .child("Amt")
            .map_or("", |amount| amount.attribute("Ccy"));
        let places: [&[&str]; 3] = [
            &["Amt"],
            &["AmtDtls", "TxAmt", "Amt"],
            &["AmtDtls", "InstdAmt", "Amt"],
        ];
        let mut tried = None;
        for path in places {
            let amounts: Option<Vec<Decimal>> = details
                .iter()
                .map(|detail| {
                    let amount = detail.at(path)?;
                    let currency = amount.attribute("Ccy");
                    if currency != own && !currency.is_empty() {
                        return None;
                    }
                    let value = plain_amount(&amount.text, '.').ok()?;
                    let negative = match detail.text_at(&["CdtDbtInd"]) {
                        "DBIT" => true,
                        "CRDT" => false,
                        _ => line.amount.is_negative(),
                    };
                    Some(if negative { value.neg() } else { value })
                })
                .collect();
            let Some(amounts) = amounts else {
                continue;
            };
            match sum(amounts.iter().copied()) {
                Ok(details) if details == line.amount => return Some(amounts),
                Ok(details) => tried = tried.or(Some(details)),
                Err(_) => {}
            }
        }
        self.draft.warn(Warning::BatchNotSplit {
            place: line.place,
            entry: line.amount,
            details: tried,
        });
        None
    }

    /// What a batch that stays one line says of one of its payments.
    fn fold_in(&mut self, line: &mut FileLine, detail: &Element) {
        // Beyond what is kept anyhow.
        if line.text.len() > 4 * super::file::TEXT_MAX {
            return;
        }
        let mut part = FileLine::new(line.place, line.date, line.amount);
        let currency = line.currency;
        self.detail(&mut part, detail, currency);
        for text in [&part.name, &part.reference, &part.text, &part.end_to_end] {
            join(&mut line.text, text);
        }
        line.returned = line.returned.take().or(part.returned);
    }

    fn detail(&mut self, line: &mut FileLine, detail: &Element, currency: Option<Currency>) {
        let place = line.place;
        if let Some(reason) = return_reason(detail) {
            line.returned = Some(reason);
        }
        let code = code_of(detail);
        if !code.is_empty() {
            line.code = code;
        }
        let own_id = detail_id(detail);
        if !own_id.is_empty() {
            line.bank_id = own_id;
        }
        line.end_to_end = reference(detail.text_at(&["Refs", "EndToEndId"]));
        line.mandate = reference(detail.text_at(&["Refs", "MndtId"]));
        remittance(line, detail);
        let is_return = line.returned.is_some() || returns::is_return(&line.code);
        other_side(line, detail, is_return);
        if let Some(charges) = self.charges(detail, place) {
            line.charges = Some(charges);
        }
        if let Some(original) = self.original(detail, place, currency) {
            line.original = Some(original);
        }
    }

    /// What the bank took, in one currency; credits of it are deducted.
    fn charges(&mut self, element: &Element, place: Place) -> Option<(Decimal, Option<Currency>)> {
        let charges = element.child("Chrgs")?;
        let total = charges.child("TtlChrgsAndTaxAmt");
        let records = charges.all("Rcrd");
        let mut amounts = Vec::new();
        match total {
            Some(total) => amounts.push((total, false)),
            None => {
                let all = element.all("Chrgs").chain(records);
                for record in all {
                    if let Some(amount) = record.child("Amt") {
                        amounts.push((amount, record.text_at(&["CdtDbtInd"]) == "CRDT"));
                    }
                }
            }
        }
        let (first, _) = amounts.first()?;
        let code = first.attribute("Ccy");
        let parsed = amounts
            .iter()
            .filter(|(amount, _)| amount.attribute("Ccy") == code);
        let parsed: Result<Vec<Decimal>, _> = parsed
            .map(|(amount, is_credit)| {
                let amount = plain_amount(&amount.text, '.')?;
                Ok(if *is_credit { amount.neg() } else { amount })
            })
            .collect();
        match parsed.and_then(|amounts| sum(amounts.into_iter())) {
            Ok(amount) if amount.is_zero() => None,
            Ok(amount) => Some((amount, self.draft.currency(place, code))),
            Err(_) => {
                self.draft.warn(Warning::BadSideAmount {
                    place,
                    text: excerpt(&first.text),
                });
                None
            }
        }
    }

    /// What was instructed, in another currency than the account's.
    fn original(
        &mut self,
        element: &Element,
        place: Place,
        currency: Option<Currency>,
    ) -> Option<(Decimal, Currency)> {
        let amounts = element.child("AmtDtls")?;
        for path in [["InstdAmt", "Amt"], ["TxAmt", "Amt"]] {
            let Some(amount) = amounts.at(&path) else {
                continue;
            };
            let Ok(code) = amount.attribute("Ccy").parse::<Currency>() else {
                continue;
            };
            if Some(code) == currency {
                continue;
            }
            match plain_amount(&amount.text, '.') {
                Ok(value) => return Some((value.abs(), code)),
                Err(_) => self.draft.warn(Warning::BadSideAmount {
                    place,
                    text: excerpt(&amount.text),
                }),
            }
        }
        None
    }
}

/// `Amt` with the sign that `CdtDbtInd` gives it. An entry that reverses
/// another has the sign of its own booking.
fn signed(element: &Element, place: Place) -> Result<Decimal, ReadError> {
    let value = unsigned(element, place)?;
    let own = element.text_at(&["CdtDbtInd"]);
    match if own.is_empty() {
        side_of_details(element)
    } else {
        own
    } {
        "CRDT" => Ok(value),
        "DBIT" => Ok(value.neg()),
        "" => Err(ReadError::Missing {
            place,
            tag: "CdtDbtInd".into(),
        }),
        other => Err(ReadError::Malformed {
            place,
            tag: "CdtDbtInd".to_owned(),
            text: excerpt(other),
        }),
    }
}

/// `Amt` as it is written.
fn unsigned(element: &Element, place: Place) -> Result<Decimal, ReadError> {
    let amount = element.child("Amt").ok_or(ReadError::Missing {
        place,
        tag: "Amt".into(),
    })?;
    plain_amount(&amount.text, '.').map_err(|fault| ReadError::Amount {
        place,
        tag: "Amt".to_owned(),
        text: excerpt(&amount.text),
        fault,
    })
}

/// The side that the details of an entry say, where the entry says none and
/// all of them say the same.
fn side_of_details<'a>(entry: &'a Element<'a>) -> &'a str {
    let details = entry
        .all("NtryDtls")
        .flat_map(|details| details.all("TxDtls"));
    let mut sides = details.map(|detail| detail.text_at(&["CdtDbtInd"]));
    let first = sides.next().unwrap_or_default();
    if sides.all(|side| side == first) {
        first
    } else {
        ""
    }
}

/// What the bank calls the entry. `NtryRef` is that where it is long enough
/// to be one of its own; Swiss banks put the account there, others the number
/// within the statement.
fn bank_id(entry: &Element) -> String {
    const OWN_MIN: usize = 12;
    let id = reference(entry.text_at(&["AcctSvcrRef"]));
    if !id.is_empty() {
        return id;
    }
    let id = reference(entry.text_at(&["NtryRef"]));
    let is_account = id.parse::<values::identifier::Iban>().is_ok();
    if id.len() < OWN_MIN || is_account {
        return String::new();
    }
    id
}

fn detail_id(detail: &Element) -> String {
    reference(detail.text_at(&["Refs", "AcctSvcrRef"]))
}

/// `PMNT/RCDT/ESCT`, else the bank's own code.
fn code_of(element: &Element) -> String {
    let Some(code) = element.child("BkTxCd") else {
        return String::new();
    };
    let domain = [
        code.text_at(&["Domn", "Cd"]),
        code.text_at(&["Domn", "Fmly", "Cd"]),
        code.text_at(&["Domn", "Fmly", "SubFmlyCd"]),
    ];
    if domain[0].is_empty() {
        single_blanks(code.text_at(&["Prtry", "Cd"]))
    } else {
        single_blanks(&domain.join("/"))
    }
}

/// Why a payment came back; empty where no reason is given.
fn return_reason(detail: &Element) -> Option<String> {
    let information = detail.child("RtrInf")?;
    Some(single_blanks(information.first_of(&[
        &["Rsn", "Cd"],
        &["Rsn", "Prtry"],
        &["RtrRsn", "Cd"],
        &["RtrRsn", "Prtry"],
        &["AddtlInf"],
    ])))
}

fn mark_return(line: &mut FileLine) {
    if line.returned.is_none() && returns::is_return(&line.code) {
        line.returned = Some(String::new());
    }
}

/// The references and the text of a payment: the numbers of the documents
/// that it names (`RfrdDocInf`) are part of the text.
fn remittance(line: &mut FileLine, detail: &Element) {
    let mut text = String::new();
    for remittance in detail.all("RmtInf") {
        for part in remittance.all("Ustrd") {
            join(&mut text, &part.text);
        }
        for part in remittance.all("Strd") {
            let found = part.first_of(&[&["CdtrRefInf", "Ref"], &["CdtrRefInf", "CdtrRef"]]);
            let found = creditor_reference(found);
            if line.reference.is_empty() {
                line.reference = found;
            } else if line.reference != found {
                join(&mut text, &found);
            }
            for document in part.all("RfrdDocInf") {
                join(&mut text, document.first_of(&[&["Nb"], &["RfrdDocNb"]]));
            }
            for more in part.all("AddtlRmtInf") {
                join(&mut text, &more.text);
            }
        }
    }
    if text.is_empty() {
        join(&mut text, detail.text_at(&["AddtlTxInf"]));
    }
    line.text = text;
}

/// Who paid a credit, or was paid by a debit. What comes back keeps the sides
/// of the payment that it was.
fn other_side(line: &mut FileLine, detail: &Element, is_return: bool) {
    const DEBTOR: [&str; 4] = ["Dbtr", "DbtrAcct", "DbtrAgt", "UltmtDbtr"];
    const CREDITOR: [&str; 4] = ["Cdtr", "CdtrAcct", "CdtrAgt", "UltmtCdtr"];
    let is_debit = line.amount.is_negative();
    let (first, second) = if is_debit == is_return {
        (DEBTOR, CREDITOR)
    } else {
        (CREDITOR, DEBTOR)
    };
    let has_side = |side: [&str; 4]| {
        let parties = detail.child("RltdPties");
        parties.is_some_and(|parties| {
            parties.child(side[0]).is_some() || parties.child(side[1]).is_some()
        })
    };
    let [party, party_account, agent, ultimate] = if is_return && !has_side(first) {
        second
    } else {
        first
    };
    let name = |of: &str| {
        let name = detail.first_of(&[
            &["RltdPties", of, "Nm"],
            &["RltdPties", of, "Pty", "Nm"],
            &["RltdPties", of, "Agt", "FinInstnId", "Nm"],
        ]);
        single_blanks(name)
    };
    line.name = name(party);
    line.ultimate_name = name(ultimate);
    line.iban = account(detail.first_of(&[
        &["RltdPties", party_account, "Id", "IBAN"],
        &["RltdPties", party_account, "Id", "Othr", "Id"],
        &["RltdPties", party_account, "Id", "PrtryAcct", "Id"],
        &["RltdPties", party_account, "Id", "BBAN"],
    ]));
    line.bic = single_blanks(detail.first_of(&[
        &["RltdAgts", agent, "FinInstnId", "BICFI"],
        &["RltdAgts", agent, "FinInstnId", "BIC"],
    ]));
}
