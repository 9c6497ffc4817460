//! Lines, totals and what explains them.

use ::words::printed::document as said;
use ledger::invoice::totals::{line_adjustment, line_amount, retained_amount, shares};
use ledger::invoice::{Adjustment, AdjustmentKind, AdjustmentValue, Line, Totals};
use ledger::money::{Decimal, Money};
use ledger::tax::{Tax, TaxSet, preset};

use super::{Source, note};
use crate::locale::SPACE;
use crate::{LineRow, LineTable, NoPaper, Note, Total, Weight};

/// Which note explains which tax: by place in the document's taxes, 0 for
/// none.
pub(super) type TaxMarks = Vec<u8>;

impl Source<'_> {
    /// Taxes that state why they are not charged get a mark, the same one
    /// where the reason is the same.
    pub(super) fn tax_marks(&self) -> TaxMarks {
        let mut reasons: Vec<&str> = Vec::new();
        let taxes = &self.invoice.taxes;
        let is_used = |place: usize| {
            let here = |row: &ledger::invoice::TaxRow| row.place.map(usize::from) == Some(place);
            self.totals.rows.iter().any(here)
        };
        let mut marks = Vec::with_capacity(taxes.len());
        for (place, tax) in taxes.iter().enumerate() {
            let reason = self.reason(tax);
            if reason.is_empty() || !is_used(place) {
                marks.push(0);
                continue;
            }
            let known = reasons.iter().position(|known| *known == reason);
            let index = known.unwrap_or_else(|| {
                reasons.push(reason);
                reasons.len() - 1
            });
            marks.push(u8::try_from(index + 1).unwrap_or(0));
        }
        marks
    }

    /// Why a tax is not charged: in words, those of a preset in the language of
    /// the document, else by its code (VATEX).
    fn reason<'t>(&self, tax: &'t Tax) -> &'t str {
        let words = preset::reason_in(tax, self.locale.language.code()).trim();
        if words.is_empty() {
            tax.exemption_code.trim()
        } else {
            words
        }
    }

    /// The name that all taxes share, which then heads their column.
    fn tax_name(&self) -> Option<&str> {
        let (first, others) = self.invoice.taxes.split_first()?;
        let is_shared = !first.name.is_empty() && others.iter().all(|tax| tax.name == first.name);
        is_shared.then_some(first.name.as_str())
    }

    fn tax_label(&self, tax: &Tax, with_name: bool) -> String {
        let percent = self.locale.percent(tax.percent);
        match tax.name.as_str() {
            "" => percent,
            _ if !with_name => percent,
            name => format!("{name}{SPACE}{percent}"),
        }
    }

    fn set_label(&self, set: TaxSet, marks: &TaxMarks) -> String {
        let with_name = self.tax_name().is_none();
        let label = |place: usize| {
            let tax = self.invoice.taxes.get(place)?;
            let mark = raised(marks.get(place).copied().unwrap_or(0));
            Some(format!("{}{mark}", self.tax_label(tax, with_name)))
        };
        set.iter().filter_map(label).collect::<Vec<_>>().join(" + ")
    }

    pub(super) fn table(&self, marks: &TaxMarks) -> Result<LineTable, NoPaper> {
        let words = self.locale.words();
        let currency = self.invoice.currency;
        let mut amount = format!("{} {}", words.amount, currency.code());
        if self.is_gross() {
            amount = format!("{amount}, {}", words.with_tax);
        }
        let has_taxes = self.invoice.lines.iter().any(|line| !line.taxes.is_empty());
        let tax = if has_taxes {
            self.tax_name().unwrap_or(words.tax)
        } else {
            ""
        };
        let headings = [words.description, words.quantity, words.price, tax, &amount];
        let mut sum = currency.zero();
        let mut rows = Vec::with_capacity(self.invoice.lines.len());
        for (index, line) in self.invoice.lines.iter().enumerate() {
            let amount = self.line_amount(line, index)?;
            sum = sum.add(amount)?;
            rows.push(LineRow {
                description: line.description.trim().to_owned(),
                details: self.line_details(line),
                quantity: self.locale.quantity(line.quantity, &line.unit),
                price: self.line_price(line),
                tax: self.set_label(line.taxes, marks),
                amount: self.locale.amount(amount.amount(), currency),
                carried: self.locale.amount(sum.amount(), currency),
            });
        }
        Ok(LineTable {
            headings: headings.map(str::to_owned),
            rows,
        })
    }

    /// As frozen at issue; with tax where the prices have it.
    fn line_amount(&self, line: &Line, index: usize) -> Result<Money, NoPaper> {
        let currency = self.invoice.currency;
        let frozen = self.totals.line_net.get(index).copied();
        if let (false, Some(net)) = (self.is_gross(), frozen) {
            return Ok(Money::new(net, currency)?);
        }
        let worked = line_amount(line, index, currency);
        Ok(worked.map_err(|_| ledger::money::MoneyError::TooLarge)?)
    }

    fn line_price(&self, line: &Line) -> String {
        let locale = self.locale;
        let price = locale.number(line.unit_price, self.invoice.currency.exponent());
        let base = line.more.as_ref().and_then(|more| more.price_base_quantity);
        match base {
            Some(base) if base.trimmed() != Decimal::ONE => {
                let quantity = locale.quantity(base, &line.unit);
                let per = said::per(locale.words().language, &quantity);
                format!("{price} {per}")
            }
            _ => price,
        }
    }

    fn line_details(&self, line: &Line) -> Vec<String> {
        let (locale, words) = (self.locale, self.locale.words());
        let mut details = Vec::new();
        if let Some(more) = line.more.as_deref() {
            let (ours, theirs) = (more.seller_item.trim(), more.buyer_item.trim());
            if !ours.is_empty() {
                details.push(said::our_item(words.language, ours));
            }
            if !theirs.is_empty() {
                details.push(said::your_item(words.language, theirs));
            }
            if let Some((first, last)) = more.period {
                details.push(locale.period(first, last));
            }
            details.extend(
                more.note
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(str::to_owned),
            );
        }
        for stated in &line.adjustments {
            if let Ok(amount) = line_adjustment(line, stated, self.invoice.currency) {
                let amount =
                    locale.amount(signed(stated.kind, amount.amount()), self.invoice.currency);
                details.push(format!("{}: {amount}", self.adjustment_label(stated)));
            }
        }
        details
    }

    fn adjustment_label(&self, stated: &Adjustment) -> String {
        let words = self.locale.words();
        let kind = match stated.kind {
            AdjustmentKind::Allowance => words.allowance,
            AdjustmentKind::Charge => words.charge,
        };
        let reason = stated.reason.trim();
        let label = if reason.is_empty() { kind } else { reason };
        match stated.value {
            AdjustmentValue::Amount(_) => label.to_owned(),
            AdjustmentValue::Percent(percent) => {
                format!("{label}, {}", self.locale.percent(percent))
            }
        }
    }

    pub(super) fn totals(&self, marks: &TaxMarks) -> Result<Vec<Total>, NoPaper> {
        let (words, totals) = (self.locale.words(), self.totals);
        let mut rows = Rows {
            source: self,
            rows: Vec::new(),
        };
        self.adjusted(&mut rows, marks)?;
        let taxed = totals.rows.iter().any(|row| row.place.is_some());
        let is_plain = !taxed && totals.rounding.is_zero();
        if !is_plain {
            rows.plain(words.net, totals.net);
        }
        for row in &totals.rows {
            let amount = self.locale.amount(row.taxable, self.invoice.currency);
            match row
                .place
                .and_then(|place| self.invoice.taxes.get(usize::from(place)))
            {
                Some(tax) => {
                    let mark = row
                        .place
                        .and_then(|place| marks.get(usize::from(place)).copied());
                    let label = self.tax_label(tax, true);
                    let label = said::tax_on(words.language, &label, &amount);
                    rows.plain(&format!("{label}{}", raised(mark.unwrap_or(0))), row.tax);
                }
                None if taxed && !row.taxable.is_zero() => {
                    rows.plain(&said::untaxed(words.language, &amount), row.tax);
                }
                None => {}
            }
        }
        if !totals.rounding.is_zero() {
            rows.plain(words.rounding, totals.rounding);
        }
        if !totals.prepaid.is_zero() || !totals.retained.is_zero() {
            let all = self.with_rounding(totals)?;
            rows.row(
                Weight::Strong,
                words.total,
                String::new(),
                self.locale.amount(all, self.invoice.currency),
            );
            self.taken_off(&mut rows)?;
        }
        let label = if self.quote.is_some() {
            words.total
        } else if self.invoice.kind.is_credit() || totals.payable.is_negative() {
            words.to_receive
        } else {
            words.to_pay
        };
        let asked = if totals.payable.is_negative() {
            totals.payable.neg()
        } else {
            totals.payable
        };
        rows.row(
            Weight::Due,
            label,
            String::new(),
            self.locale.money(asked, self.invoice.currency),
        );
        Ok(rows.rows)
    }

    /// Gross + rounding (BT-112 + BT-114).
    fn with_rounding(&self, totals: &Totals) -> Result<Decimal, NoPaper> {
        let money = |amount| Money::new(amount, self.invoice.currency);
        Ok(money(totals.gross)?.add(money(totals.rounding)?)?.amount())
    }

    /// The document's allowances and charges, below the sum of the lines.
    fn adjusted(&self, rows: &mut Rows, marks: &TaxMarks) -> Result<(), NoPaper> {
        let stated = &self.invoice.adjustments;
        if stated.is_empty() {
            return Ok(());
        }
        let currency = self.invoice.currency;
        let mut lines = currency.zero();
        for (index, line) in self.invoice.lines.iter().enumerate() {
            lines = lines.add(self.line_amount(line, index)?)?;
        }
        rows.plain(self.locale.words().sum, lines.amount());
        let shares = shares(self.invoice).map_err(|_| ledger::money::MoneyError::TooLarge)?;
        for (index, adjustment) in stated.iter().enumerate() {
            let frozen = self.totals.adjustment_net.get(index).copied();
            let amount = match (self.is_gross(), frozen, adjustment.value) {
                (false, Some(net), _) => net,
                (_, _, AdjustmentValue::Amount(amount)) => amount,
                (_, _, AdjustmentValue::Percent(percent)) => {
                    lines.amount().percent(percent, currency.exponent())?
                }
            };
            let label = self.adjustment_label(adjustment);
            let taxes = self.set_label(adjustment.taxes, marks);
            let label = if taxes.is_empty() {
                label
            } else {
                format!("{label} ({taxes})")
            };
            let of_rates = shares.get(index).filter(|_| adjustment.spread);
            let detail = of_rates.map_or_else(String::new, |shares| {
                self.shares(adjustment.kind, shares, marks)
            });
            let amount = signed(adjustment.kind, amount);
            let amount = self.locale.amount(amount, currency);
            rows.row(Weight::Plain, &label, detail, amount);
        }
        Ok(())
    }

    /// What each rate gets of an allowance or charge that goes over several;
    /// nothing where there is one.
    fn shares(&self, kind: AdjustmentKind, shares: &[(TaxSet, Money)], marks: &TaxMarks) -> String {
        if shares.len() < 2 {
            return String::new();
        }
        let (words, currency) = (self.locale.words(), self.invoice.currency);
        let of_rate = |(set, share): &(TaxSet, Money)| {
            let amount = self.locale.amount(signed(kind, share.amount()), currency);
            match self.set_label(*set, marks) {
                label if label.is_empty() => said::untaxed(words.language, &amount),
                label => format!("{label}: {amount}"),
            }
        };
        shares.iter().map(of_rate).collect::<Vec<_>>().join("; ")
    }

    /// Deposits, what was paid before, taxes kept back.
    fn taken_off(&self, rows: &mut Rows) -> Result<(), NoPaper> {
        let (locale, words) = (self.locale, self.locale.words());
        let currency = self.invoice.currency;
        let mut left = Money::new(self.totals.prepaid, currency)?;
        for deduction in self.deductions {
            left = left.sub(Money::new(deduction.gross, currency)?)?;
            let date = locale.date(deduction.date);
            let label = said::deducted(words.language, &deduction.number, &date);
            let (net, tax) = (
                locale.amount(deduction.net, currency),
                locale.amount(deduction.tax, currency),
            );
            let parts = said::deducted_parts(words.language, &net, &tax);
            let value = locale.amount(deduction.gross.neg(), currency);
            rows.row(Weight::Plain, &label, parts, value);
        }
        if !left.is_zero() {
            rows.plain(words.paid_before, left.amount().neg());
        }
        let net = Money::new(self.totals.net, currency)?;
        for tax in &self.invoice.retained {
            let Ok(amount) = retained_amount(net, tax) else {
                continue;
            };
            let name = format!("{}{SPACE}{}", tax.name, locale.percent(tax.percent));
            let of = locale.amount(net.amount(), currency);
            let label = said::retained_on(words.language, name.trim(), &of);
            rows.plain(&label, amount.amount().neg());
        }
        Ok(())
    }

    pub(super) fn notes(&self, marks: &TaxMarks) -> Result<Vec<Note>, NoPaper> {
        let mut notes: Vec<Note> = Vec::new();
        for (tax, mark) in self.invoice.taxes.iter().zip(marks) {
            if *mark > 0 && notes.iter().all(|note| note.mark != *mark) {
                notes.push(Note {
                    mark: *mark,
                    text: self.reason(tax).to_owned(),
                });
            }
        }
        let asks = self.quote.is_none() && !self.invoice.kind.is_credit();
        if asks && self.totals.payable.is_positive() {
            self.early(&mut notes)?;
            notes.extend(self.credit_left()?);
        }
        if let Some(accounting) = self
            .invoice
            .issue
            .as_ref()
            .and_then(|issue| issue.accounting)
        {
            let tax = self.locale.money(accounting.tax, accounting.currency);
            let rate = self.locale.number(accounting.rate, 0);
            notes.push(note(said::accounting(
                self.locale.words().language,
                accounting.currency.code(),
                &tax,
                self.invoice.currency.code(),
                &rate,
            )));
        }
        let stated = self.details().map_or("", |more| more.note.trim());
        if !stated.is_empty() {
            notes.push(note(stated.to_owned()));
        }
        Ok(notes)
    }

    /// What the customer had on the day of issue that was put against nothing:
    /// money on account and credit notes of the same currency.
    fn credit_left(&self) -> Result<Option<Note>, NoPaper> {
        let sum = self.book.credit_beside(self.invoice, self.date)?;
        if !sum.is_positive() {
            return Ok(None);
        }
        let date = self.locale.date(self.date);
        let amount = self.locale.of_money(sum);
        let language = self.locale.words().language;
        Ok(Some(note(said::credit_left(language, &date, &amount))))
    }

    /// Each tier of discount for paying early.
    fn early(&self, notes: &mut Vec<Note>) -> Result<(), NoPaper> {
        let currency = self.invoice.currency;
        let total = Money::new(self.totals.payable, currency)?;
        for tier in &self.invoice.terms.early {
            let (Ok(()), Ok(last)) = (tier.check(), tier.last_day(self.date)) else {
                continue;
            };
            let discount = total.amount().percent(tier.percent, currency.exponent())?;
            let discount = Money::new(discount, currency)?;
            let pay = self.locale.of_money(total.sub(discount)?);
            notes.push(note(said::early(
                self.locale.words().language,
                &self.locale.percent(tier.percent),
                &self.locale.of_money(discount),
                &self.locale.date(last),
                &pay,
            )));
        }
        Ok(())
    }
}

/// The rows of the totals as they are added.
struct Rows<'a> {
    source: &'a Source<'a>,
    rows: Vec<Total>,
}

impl Rows<'_> {
    fn plain(&mut self, label: &str, amount: Decimal) {
        let value = self
            .source
            .locale
            .amount(amount, self.source.invoice.currency);
        self.row(Weight::Plain, label, String::new(), value);
    }

    fn row(&mut self, weight: Weight, label: &str, detail: String, value: String) {
        self.rows.push(Total {
            weight,
            label: label.to_owned(),
            detail,
            value,
        });
    }
}

fn signed(kind: AdjustmentKind, amount: Decimal) -> Decimal {
    match kind {
        AdjustmentKind::Allowance => amount.neg(),
        AdjustmentKind::Charge => amount,
    }
}

/// A note's number, raised; nothing for 0.
pub fn raised(mark: u8) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if mark == 0 {
        return String::new();
    }
    let digits = mark.to_string();
    let raised = digits
        .bytes()
        .map(|digit| DIGITS[usize::from(digit - b'0')]);
    std::iter::once('\u{202f}').chain(raised).collect()
}
