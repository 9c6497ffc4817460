//! Columns beside the amounts: the balance, which proves them, their currency and fees.

use std::collections::BTreeMap;

use super::finding::{Finding, cell};
use super::values::Values;
use crate::csv::cells;
use crate::csv::unsure::Unsure;
use crate::csv::{Role, is_nothing};
use crate::table::{DecimalSign, Row};
use values::money::Decimal;

impl Finding<'_> {
    /// The values of a column with a sign, where all of it can be read.
    pub(super) fn decimals(&self, place: usize, sign: DecimalSign) -> Option<Vec<Option<Decimal>>> {
        self.cells(place)
            .map(|cell| match cell {
                cell if is_nothing(cell) => Some(None),
                cell => cells::amount(cell, sign)
                    .ok()
                    .map(|found| Some(found.amount)),
            })
            .collect()
    }

    /// Whether the balances follow from these amounts, oldest or newest first.
    pub(super) fn follows(
        &self,
        balance: usize,
        amounts: &dyn Fn(DecimalSign) -> Option<Vec<Option<Decimal>>>,
    ) -> bool {
        DecimalSign::ALL.into_iter().any(|sign| {
            let (Some(balances), Some(amounts)) = (self.decimals(balance, sign), amounts(sign))
            else {
                return false;
            };
            let rows = balances.into_iter().zip(amounts);
            let rows: Option<Vec<(Decimal, Decimal)>> = rows.map(|(b, a)| Some((b?, a?))).collect();
            let Some(rows) = rows.filter(|rows| rows.len() > 1) else {
                return false;
            };
            let pairs = || rows.iter().zip(rows.iter().skip(1));
            let mut down = pairs();
            let mut up = pairs();
            down.all(|((before, _), (balance, amount))| before.add(*amount) == Ok(*balance))
                || up.all(|((balance, amount), (before, _))| before.add(*amount) == Ok(*balance))
        })
    }

    pub(super) fn pair(
        &self,
        debit: usize,
        credit: usize,
        sign: DecimalSign,
    ) -> Option<Vec<Option<Decimal>>> {
        let (debits, credits) = (self.decimals(debit, sign)?, self.decimals(credit, sign)?);
        let both = debits.into_iter().zip(credits);
        both.map(|(debit, credit)| {
            let none = debit.is_none() && credit.is_none();
            let out = debit.unwrap_or(Decimal::ZERO).abs();
            let amount = credit.unwrap_or(Decimal::ZERO).sub(out).ok()?;
            Some((!none).then_some(amount))
        })
        .collect()
    }

    /// The signed amounts as they are found.
    fn found(&self, sign: DecimalSign) -> Option<Vec<Option<Decimal>>> {
        match (
            self.place(Role::Amount),
            self.place(Role::Debit),
            self.place(Role::Credit),
        ) {
            (Some(amount), ..) => self.decimals(amount, sign),
            (None, Some(debit), Some(credit)) => self.pair(debit, credit, sign),
            _ => None,
        }
    }

    pub(super) fn balance(&mut self) {
        if self.has(Role::Balance) {
            return;
        }
        let named = self.named(Role::Balance, |values| values.are_amounts());
        let follows = |place: &usize| self.follows(*place, &|sign| self.found(sign));
        let free: Vec<usize> = self
            .free()
            .filter(|place| self.values(*place).are_amounts())
            .collect();
        let found = named.iter().find(|place| follows(place)).or(named.first());
        let found = found.or_else(|| free.iter().find(|place| follows(place)));
        if let Some(place) = found.copied() {
            self.take(Role::Balance, place);
        }
    }

    /// The currency of the amounts: not that of amounts beside them, which are
    /// there only where it is another one.
    pub(super) fn money(&mut self) {
        let named = self.named(Role::Currency, Values::are_codes);
        let own = named
            .iter()
            .copied()
            .find(|place| !self.name(*place).contains("balance"));
        let Some(place) = own.or_else(|| {
            // In a column of another name all of it must be codes.
            let all = |place: &usize| {
                self.values(*place).codes > 0 && self.values(*place).are(self.values(*place).codes)
            };
            self.free().find(all)
        }) else {
            return;
        };
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for code in self.cells(place).filter(|code| !is_nothing(code)) {
            *counts.entry(code).or_default() += 1;
        }
        let usual = counts
            .iter()
            .max_by_key(|(_, count)| **count)
            .map(|(code, _)| *code);
        let is_usual = |row: &Row| {
            let code = cell(row, place);
            is_nothing(code) || Some(code) == usual
        };
        let has_several = self.body.iter().any(|row| !is_usual(row));
        let is_beside = |other: usize| {
            self.body
                .iter()
                .all(|row| is_usual(row) == is_nothing(cell(row, other)))
        };
        let beside = self
            .free()
            .any(|other| other != place && self.values(other).are_amounts() && is_beside(other));
        // One balance over all of them is of one currency.
        let is_one = self
            .place(Role::Balance)
            .is_some_and(|balance| self.follows(balance, &|sign| self.found(sign)));
        if has_several && (beside || is_one) {
            return;
        }
        self.take(Role::Currency, place);
    }

    pub(super) fn fee(&mut self) {
        let named = self.named(Role::Fee, Values::are_amounts);
        let Some(place) = named.first().copied() else {
            return;
        };
        let less = |sign: DecimalSign, is_negative: bool| {
            let (amounts, fees) = (self.found(sign)?, self.decimals(place, sign)?);
            let both = amounts.into_iter().zip(fees);
            both.map(|(amount, fee)| {
                let fee = fee.unwrap_or(Decimal::ZERO);
                let fee = if is_negative { fee.neg() } else { fee };
                Some(Some(amount?.sub(fee).ok()?))
            })
            .collect()
        };
        let is_nothing = self
            .cells(place)
            .all(|cell| !cell.contains(|letter: char| matches!(letter, '1'..='9')));
        let follows =
            |balance: usize, amounts: &dyn Fn(DecimalSign) -> Option<Vec<Option<Decimal>>>| {
                self.follows(balance, amounts)
            };
        let is_net = self
            .place(Role::Amount)
            .is_some_and(|amount| self.name(amount).contains("net"));
        let balance = self.place(Role::Balance);
        let role = match balance {
            _ if is_nothing => Role::Fee,
            Some(balance)
                if follows(balance, &|sign| less(sign, false))
                    || follows(balance, &|sign| less(sign, true)) =>
            {
                Role::Fee
            }
            Some(balance) if follows(balance, &|sign| self.found(sign)) => Role::FeeWithin,
            _ if is_net => Role::FeeWithin,
            _ => {
                self.unsure.push(Unsure::Fee);
                Role::Fee
            }
        };
        self.take(role, place);
    }
}
