//! Bank accounts, statements, and what their lines were.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::action::CommandName;
use crate::bank::file::{Balance, FileLine};
use crate::bank::intake::{ImportStatements, Of, Planned, plan_in_steps, same};
use crate::bank::number::same_number;
use crate::bank::{
    BankAccount, BankLine, IgnoreRule, Match, Matched, Original, Returned, Statement,
    StatementBalance,
};
use crate::book::Book;
use crate::change::{Change, ChangeSet};
use crate::date::Date;
use crate::identifier::Iban;
use crate::ids::{BankAccountId, BankLineId, MatchId, PaymentId, RuleId, StatementId, Version};
use crate::money::{Currency, Decimal, Money};
use crate::payment::{Received, RefundKind};
use crate::slices::Steps;

use super::request::{Allocate, MatchLine, MatchPart, Receipt, RecordPayment};
use super::work::{Context, Work};
use crate::problem::{At, FieldName, Problem, Refusal, SHORT_MAX, What};

/// Bank lines that one action says something of.
pub(super) const LINES_MAX: usize = 20_000;
/// Parts of one bank line.
const PARTS_MAX: usize = 100;

impl Work<'_> {
    pub(super) fn save_bank_account(
        &mut self,
        id: Option<BankAccountId>,
        account: &BankAccount,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.target(
            self.book.bank_accounts(),
            id.map(|id| (id, opened)),
            |_| true,
            (FieldName::Account, What::Unknown),
        )?;
        self.put_account(FieldName::Number, None, id, account);
        Ok(())
    }

    /// A number belongs to one account in each currency.
    fn put_account(
        &mut self,
        field: FieldName,
        index: Option<usize>,
        id: BankAccountId,
        account: &BankAccount,
    ) {
        let at = At { field, index };
        self.short(at, &account.number);
        let name = index.map_or(At::from(FieldName::Name), |_| at);
        self.required(name, &account.name);
        let number = account.number.trim();
        let taken = self.book.bank_accounts().iter().any(|known| {
            known.id != id
                && !number.is_empty()
                && known.number == number
                && known.currency == account.currency
        });
        if taken {
            self.problem(at, What::AccountTaken);
        }
        // The currency of lines that are kept is the account's.
        let before = self.book.bank_accounts().get(id);
        if let Some(before) = before.filter(|before| before.currency != account.currency)
            && self
                .book
                .statements()
                .iter()
                .any(|known| known.account == before.id)
        {
            self.problem(FieldName::Currency, What::InUse);
        }
        self.put(BankAccount {
            id,
            name: account.name.trim().to_owned(),
            number: number.to_owned(),
            ..account.clone()
        });
    }

    pub(super) async fn import_statements(&mut self, import: &ImportStatements, steps: &Steps) {
        let planned = match plan_in_steps(self.book, import, steps).await {
            Ok(planned) => planned,
            Err(problems) => return self.problems.extend(problems),
        };
        if planned
            .iter()
            .all(|one| one.new.is_empty() && one.known > 0)
        {
            return self.problem(FieldName::Statement, What::NothingNew);
        }
        let made = self.new_accounts(import, &planned);
        self.learn(import, &planned);
        let mut first: Option<StatementId> = None;
        let rules: Vec<Rc<IgnoreRule>> = self.book.rules().iter().cloned().collect();
        for (index, (statement, (read, _))) in planned.iter().zip(&import.statements).enumerate() {
            let account = match statement.of {
                Of::Known(id) => Some(id),
                Of::New(place) => made.get(&place).copied(),
            };
            let Some(account) = account else {
                self.problem((FieldName::Statement, index), What::Unknown);
                continue;
            };
            if statement.new.is_empty() && statement.known > 0 {
                continue;
            }
            let id = self.mint(self.book.statements());
            let first = *first.get_or_insert(id);
            self.put(Statement {
                id,
                first,
                account,
                file: shortened(&import.file),
                format: read.format.to_string(),
                number: shortened(&read.number),
                opening: read.opening.map(balance),
                closing: read.closing.map(balance),
                imported: self.context.today,
                known: u32::try_from(statement.known).unwrap_or(u32::MAX),
            });
            for place in &statement.new {
                steps.step().await;
                if let Some(line) = read.lines.get(*place) {
                    let money = Money::new(line.amount, statement.currency);
                    if self.noted((FieldName::Line, *place), money).is_some() {
                        self.put_line(id, account, line, statement.currency, &rules);
                    }
                }
            }
        }
    }

    /// Puts the accounts of an import that are new, each by its place among
    /// them. What no statement is of is not kept.
    fn new_accounts(
        &mut self,
        import: &ImportStatements,
        planned: &[Planned],
    ) -> BTreeMap<usize, BankAccountId> {
        let mut made = BTreeMap::new();
        for one in planned {
            if let Of::New(place) = one.of
                && let Some(account) = import.accounts.get(place)
                && !made.contains_key(&place)
            {
                let id = self.mint(self.book.bank_accounts());
                let account = BankAccount {
                    csv: import.csv.clone().map(Box::new),
                    ..account.clone()
                };
                self.put_account(FieldName::Account, Some(place), id, &account);
                made.insert(place, id);
            }
        }
        made
    }

    /// Puts a line of a statement, and what a rule says that it is.
    fn put_line(
        &mut self,
        statement: StatementId,
        account: BankAccountId,
        line: &FileLine,
        currency: Currency,
        rules: &[Rc<IgnoreRule>],
    ) {
        let charges = line.charges;
        let charges = charges.filter(|(_, of)| of.is_none_or(|of| of == currency));
        let original = line.original;
        let line = BankLine {
            id: self.mint(self.book.bank_lines()),
            statement,
            date: line.date,
            value_date: line.value_date,
            amount: line.amount,
            currency,
            text: line.text.clone(),
            reference: line.reference.clone(),
            end_to_end: line.end_to_end.clone(),
            bank_id: line.bank_id.clone(),
            name: line.name.clone(),
            ultimate_name: line.ultimate_name.clone(),
            iban: line.iban.clone(),
            code: line.code.clone(),
            original: original.map(|(amount, currency)| Original { amount, currency }),
            charges: charges.map(|(amount, _)| amount),
            returned: line.returned.clone().map(|reason| Returned { reason }),
        };
        let rule = rules.iter().find(|rule| rule.fits(&line, account));
        let (id, amount) = (line.id, line.amount);
        self.put(line);
        if let Some(rule) = rule {
            let what = Matched::Other {
                reason: rule.reason.clone(),
                rule: Some(rule.id),
            };
            self.put_match(id, what, amount, false);
        }
    }

    /// What the file tells of accounts that are known: how their tables are
    /// read, and the number of one that had none.
    fn learn(&mut self, import: &ImportStatements, planned: &[Planned]) {
        let mut seen: Vec<BankAccountId> = Vec::new();
        for (one, (statement, _)) in planned.iter().zip(&import.statements) {
            let Of::Known(id) = one.of else {
                continue;
            };
            let account = self.book.bank_accounts().get(id);
            let Some(account) = account.filter(|_| !seen.contains(&id)) else {
                continue;
            };
            seen.push(id);
            let mut known = BankAccount::clone(account);
            if known.number.is_empty() {
                known.number.clone_from(&statement.account);
                if known.number.is_empty() || same(self.book, &known).is_some() {
                    known.number.clear();
                }
            }
            // The IBAN says more than the number that stands in it.
            let is_iban = statement.account.parse::<Iban>().is_ok();
            if is_iban
                && known.number != statement.account
                && same_number(&known.number, &statement.account, "")
            {
                known.number.clone_from(&statement.account);
            }
            if let Some(csv) = &import.csv {
                known.csv = Some(Box::new(csv.clone()));
            }
            if known != **account {
                self.put_account(FieldName::Account, None, id, &known);
            }
        }
    }

    fn put_match(&mut self, line: BankLineId, what: Matched, amount: Decimal, made: bool) {
        let id: MatchId = self.mint(self.book.matches());
        self.put(Match {
            id,
            line,
            what,
            amount,
            made,
        });
    }

    /// One line's parts, as the only thing that this work does.
    fn match_line(&mut self, command: &MatchLine) {
        let (Some(line), Some(row)) = (
            self.book.bank_lines().get(command.line).cloned(),
            self.book.line_figures(command.line),
        ) else {
            return self.problem(FieldName::Line, What::Unknown);
        };
        if !row.is_open() {
            return self.problem(FieldName::Line, What::IsMatched);
        }
        if command.parts.is_empty() {
            return self.problem(FieldName::Part, What::Missing);
        }
        if command.parts.len() > PARTS_MAX {
            return self.problem(FieldName::Part, What::TooMany(PARTS_MAX));
        }
        let mut left = row.left();
        for (index, part) in command.parts.iter().enumerate() {
            let at = At::from((FieldName::Part, index));
            let Some((what, amount, made)) = self.part(at, &line, part, left, index) else {
                continue;
            };
            let Some(minor) = self.noted(at, Money::new(amount, line.currency)) else {
                continue;
            };
            let fits =
                minor.minor().signum() == row.amount.signum() && minor.minor().abs() <= left.abs();
            if !fits {
                let left = Money::from_minor(left.abs().into(), line.currency);
                self.problem(at, What::MoreThanLine(left.unwrap_or(line.currency.zero())));
                continue;
            }
            left -= minor.minor();
            self.put_match(line.id, what, amount, made);
        }
    }

    /// What a part is, how much of the line, and whether it is recorded now.
    fn part(
        &mut self,
        at: At,
        line: &BankLine,
        part: &MatchPart,
        left: i64,
        index: usize,
    ) -> Option<(Matched, Decimal, bool)> {
        match part {
            MatchPart::Receipt(receipt) => {
                if line.amount.is_negative() {
                    self.problem(at, What::WrongKind);
                    return None;
                }
                let (id, amount) = self.receipt(at, line, receipt)?;
                Some((Matched::Payment(id), amount, true))
            }
            MatchPart::Recorded(id) => {
                let Some(payment) = self.book.payments().get(*id).cloned() else {
                    self.problem(at, What::Unknown);
                    return None;
                };
                if self.book.line_of_payment(*id).is_some() {
                    self.problem(at, What::IsMatched);
                }
                let (amount, currency) = self.noted(at, payment.reached())?;
                self.same_currency(at, currency, line)?;
                Some((Matched::Payment(*id), amount, false))
            }
            MatchPart::Return { payment } => self.came_back(at, line, *payment, left),
            MatchPart::Refund { source, amount } => {
                if !line.amount.is_negative() {
                    self.problem(at, What::WrongKind);
                    return None;
                }
                let text = shortened(&line.text);
                let refund = self.refund(*source, line.date, *amount, &text)?;
                self.same_currency(at, refund.currency, line)?;
                Some((Matched::Refund(refund.id), refund.amount.neg(), true))
            }
            MatchPart::RecordedRefund(id) => {
                let Some(refund) = self.book.refunds().get(*id).cloned() else {
                    self.problem(at, What::Unknown);
                    return None;
                };
                if self.book.is_matched_refund(*id) {
                    self.problem(at, What::IsMatched);
                }
                let standing = self.book.standing_refunds(refund.source);
                if !standing.iter().any(|one| one.id == *id) {
                    self.problem(at, What::Reversed);
                }
                let (amount, currency) = refund.left();
                self.same_currency(at, currency, line)?;
                Some((Matched::Refund(*id), amount, false))
            }
            MatchPart::Other { amount, reason } => {
                self.short((FieldName::Reason, index), reason);
                let amount = match amount {
                    Some(amount) if line.amount.is_negative() => amount.neg(),
                    Some(amount) => *amount,
                    None => Money::from_minor(left.into(), line.currency).ok()?.amount(),
                };
                let reason = reason.trim().to_owned();
                Some((Matched::Other { reason, rule: None }, amount, false))
            }
        }
    }

    /// The payment that a line takes back.
    fn came_back(
        &mut self,
        at: At,
        line: &BankLine,
        payment: PaymentId,
        left: i64,
    ) -> Option<(Matched, Decimal, bool)> {
        if !line.amount.is_negative() {
            self.problem(at, What::WrongKind);
            return None;
        }
        // What came in as another currency goes out as that.
        let known = self.book.payments().get(payment);
        let received = known.and_then(|known| known.received);
        let received = received.filter(|received| received.currency == line.currency);
        let out = Money::from_minor(left.unsigned_abs().into(), line.currency).ok()?;
        let out = received.map(|received| Received {
            amount: out.amount(),
            ..received
        });
        let reason = line.returned.clone().unwrap_or_default().reason;
        let kind = RefundKind::Returned;
        let refund = self.take_back(payment, line.date, kind, &reason, out)?;
        if let Some(out) = out {
            return Some((Matched::Refund(refund.id), out.amount.neg(), true));
        }
        self.same_currency(at, refund.currency, line)?;
        Some((Matched::Refund(refund.id), refund.amount.neg(), true))
    }

    fn same_currency(&mut self, at: At, currency: Currency, line: &BankLine) -> Option<()> {
        if currency == line.currency {
            return Some(());
        }
        self.problem(at, What::OtherCurrency);
        None
    }

    fn receipt(
        &mut self,
        at: At,
        line: &BankLine,
        receipt: &Receipt,
    ) -> Option<(PaymentId, Decimal)> {
        let received = match receipt.received {
            Some(amount) if receipt.currency != line.currency => Some(Received {
                amount,
                currency: line.currency,
            }),
            _ => None,
        };
        if received.is_none() {
            self.same_currency(at, receipt.currency, line)?;
        }
        let reference = if line.reference.is_empty() {
            &line.text
        } else {
            &line.reference
        };
        let command = RecordPayment {
            customer: receipt.customer,
            date: line.date,
            amount: receipt.amount,
            currency: receipt.currency,
            method: String::new(),
            reference: shortened(reference),
            note: String::new(),
            fee: receipt.fee,
            received,
            allocate: receipt.allocate.clone(),
            closes: receipt.closes.clone(),
        };
        let payment = self.record_payment(&command)?;
        self.put_credits(at, payment, &command, &receipt.credits);
        let amount = match (received, receipt.fee) {
            (Some(received), _) => received.amount,
            (None, Some(fee)) => self.noted(at, receipt.amount.sub(fee))?,
            (None, None) => receipt.amount,
        };
        Some((payment, amount))
    }

    pub(super) fn unmatch_line(&mut self, line: BankLineId, date: Date) {
        let parts: Vec<Rc<Match>> = self.book.matches_of(line).cloned().collect();
        if parts.is_empty() {
            return self.problem(FieldName::Line, What::Missing);
        }
        for part in parts {
            self.remove(part.id);
            if let (Matched::Payment(payment), true) = (&part.what, part.made) {
                let from = self.book.payments().get(*payment).map(|known| known.date);
                let date = from.map_or(date, |from| from.max(date));
                self.take_back(*payment, date, RefundKind::Correction, "", None);
            }
        }
    }

    /// A payment that stands on a bank line is taken back with its line,
    /// where it was recorded by mistake.
    pub(super) fn take_back_payment(
        &mut self,
        payment: PaymentId,
        date: Date,
        kind: RefundKind,
        reason: &str,
    ) {
        if kind == RefundKind::Refund {
            return self.problem(FieldName::Kind, What::WrongKind);
        }
        if kind == RefundKind::Correction
            && let Some(line) = self.book.line_of_payment(payment)
        {
            let parts: Vec<MatchId> = self
                .book
                .matches_of(line)
                .filter(|part| part.what == Matched::Payment(payment))
                .map(|part| part.id)
                .collect();
            for part in parts {
                self.remove(part);
            }
        }
        self.take_back(payment, date, kind, reason, None);
    }

    pub(super) fn save_ignore_rule(
        &mut self,
        id: Option<RuleId>,
        rule: &IgnoreRule,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.target(
            self.book.rules(),
            id.map(|id| (id, opened)),
            |_| true,
            (FieldName::Rule, What::Unknown),
        )?;
        self.short(FieldName::Text, &rule.text);
        self.short(FieldName::Name, &rule.name);
        self.short(FieldName::Iban, &rule.iban);
        self.required(FieldName::Reason, &rule.reason);
        if !rule.has_condition() {
            self.problem(FieldName::Text, What::NoCondition);
        }
        let rule = IgnoreRule {
            id,
            text: rule.text.trim().to_owned(),
            name: rule.name.trim().to_owned(),
            reason: rule.reason.trim().to_owned(),
            ..rule.clone()
        };
        let fitting: Vec<(BankLineId, Decimal)> = self
            .book
            .lines_taken_by(&rule)
            .map(|line| (line.id, line.amount))
            .collect();
        for (line, amount) in fitting {
            let what = Matched::Other {
                reason: rule.reason.clone(),
                rule: Some(id),
            };
            self.put_match(line, what, amount, false);
        }
        self.put(rule);
        Ok(())
    }
}

fn balance(stated: Balance) -> StatementBalance {
    StatementBalance {
        date: stated.date,
        amount: stated.amount,
    }
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(SHORT_MAX).collect()
}

/// Each line on the book that the lines before it come to, so that two of
/// them cannot pay one invoice twice.
///
/// # Errors
/// [`Refusal::Problems`], at the line that is wrong; of a single line at the
/// part that is.
pub(super) async fn match_lines(
    book: &Book,
    lines: &[MatchLine],
    context: &Context,
    steps: &Steps,
) -> Result<ChangeSet, Refusal> {
    let refuse = |at: At, what| Err(Refusal::Problems(vec![Problem { at, what }]));
    if lines.is_empty() {
        return refuse(FieldName::Line.into(), What::Missing);
    }
    if lines.len() > LINES_MAX {
        return refuse(FieldName::Line.into(), What::TooMany(LINES_MAX));
    }
    steps.begin(lines.len());
    let each = lines.iter().enumerate().map(|(index, line)| {
        let place = (lines.len() > 1).then_some(index);
        (place, move |work: &mut Work| work.match_line(line))
    });
    one_after_another(book, CommandName::MatchLines, each, context, steps).await
}

/// Takes statements out with their lines and all that is said of them.
pub(super) async fn remove_statements(
    book: &Book,
    statements: &[StatementId],
    take_back: Option<Date>,
    context: &Context,
    steps: &Steps,
) -> Result<ChangeSet, Refusal> {
    const NAME: CommandName = CommandName::RemoveStatements;
    let mut first = Work::new(book, context);
    let mut lines: Vec<BankLineId> = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        if book.statements().get(*statement).is_none() {
            first.problem((FieldName::Statement, index), What::Unknown);
        }
        lines.extend(book.lines_of(*statement).map(|line| line.id));
    }
    if statements.is_empty() {
        first.problem(FieldName::Statement, What::Missing);
    }
    let money = |line: &&BankLineId| {
        book.matches_of(**line)
            .any(|part| !matches!(part.what, Matched::Other { .. }))
    };
    let matched = lines.iter().filter(money).count();
    if matched > 0 && take_back.is_none() {
        first.problem(FieldName::Statement, What::LinesMatched(matched));
    }
    first.finish(NAME)?;
    let date = take_back.unwrap_or(context.today);
    let unmatched = lines
        .iter()
        .filter(|line| book.matches_of(**line).next().is_some())
        .map(|line| (None, move |work: &mut Work| work.unmatch_line(*line, date)));
    let mut set = one_after_another(book, NAME, unmatched, context, steps).await?;
    let removed = lines.iter().map(|line| Change::Remove((*line).into()));
    set.changes.extend(removed);
    let removed = statements.iter().map(|id| Change::Remove((*id).into()));
    set.changes.extend(removed);
    Ok(set)
}

/// Does each work on the book that those before it come to.
async fn one_after_another<W: FnOnce(&mut Work)>(
    book: &Book,
    name: CommandName,
    each: impl Iterator<Item = (Option<usize>, W)>,
    context: &Context,
    steps: &Steps,
) -> Result<ChangeSet, Refusal> {
    let mut now = book.clone();
    let mut changes = Vec::new();
    for (index, step) in each {
        let mut work = Work::new(&now, context);
        step(&mut work);
        let set = match work.finish(name) {
            Ok(set) => set,
            Err(Refusal::Problems(problems)) => {
                let moved = problems.into_iter().map(|problem| Problem {
                    at: index.map_or(problem.at, |index| (FieldName::Line, index).into()),
                    ..problem
                });
                return Err(Refusal::Problems(moved.collect()));
            }
            Err(refusal) => return Err(refusal),
        };
        for change in &set.changes {
            if now.apply(book.head().seq + 1, change).is_err() {
                let at = index.map_or(FieldName::Line.into(), |index| {
                    (FieldName::Line, index).into()
                });
                let what = What::Unknown;
                return Err(Refusal::Problems(vec![Problem { at, what }]));
            }
        }
        changes.extend(set.changes);
        steps.step().await;
    }
    Ok(ChangeSet {
        command: name,
        changes,
    })
}

/// A line as a receipt of one customer, all of it.
impl Receipt {
    pub fn of_line(
        line: &BankLine,
        customer: crate::ids::CustomerId,
        allocate: Allocate,
    ) -> Receipt {
        Receipt {
            customer,
            amount: line.amount,
            currency: line.currency,
            fee: None,
            received: None,
            allocate,
            credits: Vec::new(),
            closes: Vec::new(),
        }
    }
}
