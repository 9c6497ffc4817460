//! Columns of amounts: one with signs or marks, or a pair of money out and in.

use super::finding::Finding;
use super::values::Values;
use crate::csv::Role;
use crate::csv::names::{CREDIT, DEBIT, ELSEWHERE, NAMES};
use crate::csv::unsure::Unsure;

/// A pair that is named so need not be filled in every row: a collective
/// order has its parts in rows of their own, in another column.
const NAMED_PERCENT: usize = 50;

/// Each two of some columns.
fn pairs(places: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let ones = places.iter().enumerate();
    ones.flat_map(|(at, one)| {
        let others = places.iter().skip(at + 1);
        others.map(move |other| (*one, *other))
    })
}

impl Finding<'_> {
    /// Whether two columns of amounts are filled in turn: never both, and one of
    /// them in so many rows of a hundred.
    fn in_turn(&self, one: usize, other: usize, percent: usize) -> bool {
        let is_some = |cell: &str| cell.contains(|letter: char| matches!(letter, '1'..='9'));
        let rows = self.cells(one).zip(self.cells(other));
        let mut count = 0;
        for (one, other) in rows {
            match (is_some(one), is_some(other)) {
                (true, true) => return false,
                (true, false) | (false, true) => count += 1,
                (false, false) => {}
            }
        }
        count > 0 && count * 100 >= self.body.len() * percent
    }

    pub(super) fn amounts(&mut self) {
        let money = |values: &Values| values.are_amounts();
        let may_be = |values: &Values| values.is_empty() || values.are_amounts();
        let amounts = self.named(Role::Amount, money);
        let (debits, credits) = (
            self.named(Role::Debit, may_be),
            self.named(Role::Credit, may_be),
        );
        let filled = |place: &usize| self.values(*place).filled;
        // Of columns of that name one that every row has.
        let most = amounts.iter().map(filled).max().unwrap_or(0);
        let amount = amounts.iter().copied().find(|place| filled(place) == most);
        let pair = debits.iter().find_map(|debit| {
            let credit = credits
                .iter()
                .find(|credit| *credit != debit && self.in_turn(*debit, **credit, NAMED_PERCENT));
            credit.map(|credit| (*debit, *credit))
        });
        let is_signed = |place: usize| self.values(place).negative > 0;
        match (amount, pair) {
            (Some(amount), Some((debit, credit))) => {
                let is_whole = filled(&amount) * 10 >= self.body.len() * 9;
                // An amount without a sign says less than the pair.
                if is_whole && (is_signed(amount) || self.values(debit).is_empty()) {
                    self.take(Role::Amount, amount);
                } else {
                    self.take(Role::Debit, debit);
                    self.take(Role::Credit, credit);
                }
            }
            (Some(amount), None) => self.take(Role::Amount, amount),
            (None, Some((debit, credit))) => {
                self.take(Role::Debit, debit);
                self.take(Role::Credit, credit);
            }
            (None, None) => {
                let is_used = |place: &&usize| money(self.values(**place));
                let one = debits
                    .iter()
                    .find(is_used)
                    .map(|place| (Role::Debit, *place));
                let one = one.or(credits
                    .iter()
                    .find(is_used)
                    .map(|place| (Role::Credit, *place)));
                match one {
                    Some((role, place)) => self.half(role, place),
                    None => self.amounts_by_values(),
                }
            }
        }
    }

    /// One column of a pair is named: the other one is filled where it is not.
    fn half(&mut self, role: Role, place: usize) {
        let other = match role {
            Role::Debit => Role::Credit,
            _ => Role::Debit,
        };
        self.take(role, place);
        let partner = self
            .free()
            .find(|free| self.values(*free).are_amounts() && self.in_turn(place, *free, 90));
        if let Some(partner) = partner {
            self.take(other, partner);
            self.unsure.push(Unsure::Guessed(other));
        }
    }

    fn amounts_by_values(&mut self) {
        let numbers = self
            .free()
            .filter(|place| self.values(*place).are_amounts() && !self.is_called_otherwise(*place));
        let numbers: Vec<usize> = numbers.collect();
        if self.amount_that_balances(&numbers) || self.pair_in_turn(&numbers) {
            return;
        }
        let filled = |place: &usize| self.values(*place).filled;
        let marked: Vec<usize> = numbers
            .iter()
            .copied()
            .filter(|place| self.values(*place).marked > 0)
            .collect();
        let likely = if marked.is_empty() { &numbers } else { &marked };
        let most = likely.iter().map(filled).max().unwrap_or(0);
        let mut full = likely.iter().filter(|place| filled(place) == most);
        let (first, second) = (full.next().copied(), full.next());
        // Mere numbers may be anything where there are several of them.
        let is_clear = !marked.is_empty() || second.is_none();
        if let Some(amount) = first.filter(|_| is_clear) {
            self.take(Role::Amount, amount);
            self.guessed(&[Role::Amount]);
        }
    }

    /// Whether a column's name says that it holds something else than amounts.
    fn is_called_otherwise(&self, place: usize) -> bool {
        let roles = [
            Role::Account,
            Role::Iban,
            Role::BankId,
            Role::Bic,
            Role::Reference,
        ];
        let is_of = |role: Role| self.exactly(role, |_| true).contains(&place);
        roles.into_iter().any(is_of) || ELSEWHERE.iter().any(|part| self.name(place).contains(part))
    }

    /// Takes the amount and the balance of which one follows from the other;
    /// whether there are such.
    fn amount_that_balances(&mut self, numbers: &[usize]) -> bool {
        let found = pairs(numbers)
            .flat_map(|(one, other)| [(one, other), (other, one)])
            .find(|(amount, balance)| self.follows(*balance, &|sign| self.decimals(*amount, sign)));
        let Some((amount, balance)) = found else {
            return false;
        };
        self.take(Role::Amount, amount);
        self.take(Role::Balance, balance);
        self.guessed(&[Role::Amount, Role::Balance]);
        true
    }

    /// Takes two columns that are filled in turn; whether there are such. A
    /// balance tells which is which.
    fn pair_in_turn(&mut self, numbers: &[usize]) -> bool {
        let pair = pairs(numbers).find(|(one, other)| self.in_turn(*one, *other, 90));
        let Some((one, other)) = pair else {
            return false;
        };
        let ways = numbers
            .iter()
            .filter(|place| **place != one && **place != other)
            .flat_map(|balance| [(one, other, *balance), (other, one, *balance)]);
        let sides = ways.into_iter().find(|(debit, credit, balance)| {
            self.follows(*balance, &|sign| self.pair(*debit, *credit, sign))
        });
        if let Some((debit, credit, balance)) = sides {
            self.take(Role::Debit, debit);
            self.take(Role::Credit, credit);
            self.take(Role::Balance, balance);
            self.guessed(&[Role::Debit, Role::Credit, Role::Balance]);
            return true;
        }
        // One with signs is money out.
        let signed = self.values(other).negative > self.values(one).negative;
        let (debit, credit) = if signed { (other, one) } else { (one, other) };
        self.take(Role::Debit, debit);
        self.take(Role::Credit, credit);
        self.guessed(&[Role::Debit, Role::Credit]);
        if self.values(debit).negative == 0 {
            self.unsure.push(Unsure::Sides);
        }
        true
    }

    /// A column of nothing but marks of debit and credit, where no amount says
    /// itself which it is. Words that may as well be the kind of a booking
    /// count only in a column that is called so.
    pub(super) fn mark(&mut self) {
        const LETTERS_MAX: usize = 8;
        let Some(amount) = self.place(Role::Amount) else {
            return;
        };
        if self.has(Role::Mark) || self.values(amount).negative > 0 {
            return;
        }
        let mut texts = NAMES.iter().filter(|(role, _)| *role == Role::Text);
        let text_names = texts.next().map_or(&[][..], |(_, names)| names);
        let keeps = |place: &usize| {
            let role = self.columns.iter().find(|(_, known)| known == place);
            // What is called a text is one, whatever it says.
            let is_text = text_names.contains(&self.name(*place));
            role.is_none_or(|(role, _)| matches!(role, Role::Code | Role::Text)) && !is_text
        };
        let is_mark = |cell: &str| {
            let lower = cell.to_lowercase();
            lower.len() <= LETTERS_MAX
                && (DEBIT.contains(&lower.as_str()) || CREDIT.contains(&lower.as_str()))
        };
        let are_marks = |place: &usize| {
            let mut cells = self
                .cells(*place)
                .filter(|cell| !cell.is_empty())
                .peekable();
            cells.peek().is_some() && cells.all(is_mark)
        };
        let found = (0..self.width()).filter(keeps).find(are_marks);
        if let Some(place) = found {
            self.columns.retain(|(_, known)| *known != place);
            self.take(Role::Mark, place);
        }
    }
}
