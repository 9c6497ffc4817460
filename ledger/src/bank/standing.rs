//! How far statements and accounts have come: what of their lines is still
//! open, and whether a statement adds up. Nothing of it is kept.

use crate::book::Book;
use crate::date::Date;
use crate::ids::BankAccountId;
use crate::money::{Currency, Money};

use super::Statement;

/// The lines of a statement, or of all statements of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    pub lines: usize,
    /// All of them together.
    pub sum: Money,
    /// Lines of which it is not known what they were, at least in part.
    pub open: usize,
    /// What is open of money that came in, not below zero.
    pub open_in: Money,
    /// What is open of money that went out, not above zero.
    pub open_out: Money,
    pub first: Option<Date>,
    pub last: Option<Date>,
}

impl Standing {
    fn none(currency: Currency) -> Standing {
        Standing {
            lines: 0,
            sum: currency.zero(),
            open: 0,
            open_in: currency.zero(),
            open_out: currency.zero(),
            first: None,
            last: None,
        }
    }

    fn add(&mut self, book: &Book, statement: &Statement) -> Option<()> {
        let currency = self.sum.currency();
        for line in book.lines_of(statement.id) {
            let row = book.line_figures(line.id)?;
            let money = |minor: i64| Money::from_minor(minor.into(), currency).ok();
            self.lines += 1;
            self.sum = self.sum.add(money(row.amount)?).ok()?;
            self.first = Some(self.first.map_or(line.date, |known| known.min(line.date)));
            self.last = self.last.max(Some(line.date));
            if row.is_open() {
                let left = money(row.left())?;
                self.open += 1;
                if left.is_negative() {
                    self.open_out = self.open_out.add(left).ok()?;
                } else {
                    self.open_in = self.open_in.add(left).ok()?;
                }
            }
        }
        Some(())
    }
}

/// Of one statement; `None` where its sums are larger than money can be.
pub fn of_statement(book: &Book, statement: &Statement) -> Option<Standing> {
    let account = book.bank_accounts().get(statement.account)?;
    let mut standing = Standing::none(account.currency);
    standing.add(book, statement)?;
    Some(standing)
}

/// Of one account, as [`of_statement`].
pub fn of_account(book: &Book, account: BankAccountId) -> Option<Standing> {
    let currency = book.bank_accounts().get(account)?.currency;
    let mut standing = Standing::none(currency);
    let statements = book.statements().iter();
    for statement in statements.filter(|known| known.account == account) {
        standing.add(book, statement)?;
    }
    Some(standing)
}

/// What the newest statement of an account ended with, and on which day.
pub fn closing(book: &Book, account: BankAccountId) -> Option<(Option<Date>, Money)> {
    let currency = book.bank_accounts().get(account)?.currency;
    let statements = book.statements().iter();
    let ends = statements
        .filter(|known| known.account == account)
        .filter_map(|known| {
            let closing = known.closing?;
            let last = || book.lines_of(known.id).map(|line| line.date).max();
            Some((closing.date.or_else(last), known.id, closing.amount))
        });
    let (day, _, amount) = ends.max_by_key(|(day, id, _)| (*day, *id))?;
    Some((day, Money::new(amount, currency).ok()?))
}

/// By how much opening and lines miss the closing balance: closing less
/// opening less `sum` of all lines. `None` where a balance is not given, or
/// where lines of it are kept with another statement.
pub fn missing(statement: &Statement, sum: Money) -> Option<Money> {
    if statement.known > 0 {
        return None;
    }
    let (opening, closing) = (statement.opening?, statement.closing?);
    let money = |amount| Money::new(amount, sum.currency()).ok();
    let rest = money(closing.amount)?.sub(money(opening.amount)?).ok()?;
    rest.sub(sum).ok()
}
