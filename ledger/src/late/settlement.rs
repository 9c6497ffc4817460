//! In which order a payment settles costs, interest and principal of a claim.
//!
//! What the payer names goes first, and an amount that equals the open
//! principal names it (BGB 366 and its like). The rest goes by the order that
//! the law or an agreement says. Against interest and costs only what was
//! claimed in a note is settled: this knows the amounts, not the notes.

use super::days::Basis;
use super::interest::{Claim, InterestProblem, Mode, Rate, Reduction, YEARS_MAX, accrue_since};
use super::law::{Law, Source, rules};
use super::question::Question;
use crate::date::Date;
use crate::money::{Currency, Money, MoneyError};
use crate::named::named;

named! {
    /// A part of a claim.
    Part {
        Costs = "costs",
        Interest = "interest",
        Principal = "principal",
    }
}

/// The parts, the first settled first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Order([Part; 3]);

impl Order {
    /// Where neither law nor agreement says otherwise.
    pub const PRINCIPAL_FIRST: Order = Order([Part::Principal, Part::Costs, Part::Interest]);
    pub const COSTS_FIRST: Order = Order([Part::Costs, Part::Interest, Part::Principal]);

    /// The order of these parts; what is not among them comes last. `None`
    /// where a part is there twice.
    pub fn of(parts: &[Part]) -> Option<Order> {
        let mut order = Vec::with_capacity(3);
        for part in parts.iter().chain(Part::ALL) {
            if !order.contains(part) {
                order.push(*part);
            }
        }
        let twice = parts.iter().enumerate().any(|(place, part)| {
            let before = parts.iter().take(place);
            before.into_iter().any(|other| other == part)
        });
        let order: [Part; 3] = order.try_into().ok()?;
        (!twice).then_some(Order(order))
    }

    pub fn parts(self) -> [Part; 3] {
        self.0
    }

    /// Reads names of parts with `-` between them.
    pub fn parse(text: &str) -> Option<Order> {
        let parts: Option<Vec<Part>> = text.split('-').map(Part::of).collect();
        Order::of(&parts?)
    }
}

/// The order that the law says where nothing was agreed and the payer named
/// nothing.
///
/// # Errors
/// [`Question::SettlementOrder`] where none is known for that law: then
/// [`Order::PRINCIPAL_FIRST`] is the cautious answer.
pub fn order_by_law(law: Law) -> Result<(Order, Source), Question> {
    let mut found = rules("settle", law);
    found
        .find_map(|(words, source)| Some((Order::parse(words.first()?)?, source)))
        .ok_or(Question::SettlementOrder { law })
}

/// An amount for each part of a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parts {
    pub costs: Money,
    pub interest: Money,
    pub principal: Money,
}

impl Parts {
    pub fn zero(currency: Currency) -> Parts {
        let zero = currency.zero();
        Parts {
            costs: zero,
            interest: zero,
            principal: zero,
        }
    }

    pub fn part(&self, part: Part) -> Money {
        match part {
            Part::Costs => self.costs,
            Part::Interest => self.interest,
            Part::Principal => self.principal,
        }
    }

    fn part_mut(&mut self, part: Part) -> &mut Money {
        match part {
            Part::Costs => &mut self.costs,
            Part::Interest => &mut self.interest,
            Part::Principal => &mut self.principal,
        }
    }

    /// # Errors
    /// As [`Money::add`].
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.costs.add(self.interest)?.add(self.principal)
    }
}

named! {
    /// By which rule a payment was put.
    SettlementRule {
        /// What the payer named was settled first.
        Named = "named",
        /// The payment equals the open principal, which names it.
        EqualsPrincipal = "equals_principal",
        /// The order alone.
        Order = "order",
    }
}

/// What a payment came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settlement {
    pub rule: SettlementRule,
    pub paid: Parts,
    pub left: Parts,
    /// What is more than all that was open.
    pub unapplied: Money,
}

/// Puts `payment` against what is `open`: first against what the payer
/// `named`, then in `order`. Where nothing is named and the payment equals
/// the open principal, that is what it is for.
///
/// # Properties
/// Paid and unapplied add up to the payment; paid and left, part by part, to
/// what was open.
///
/// # Errors
/// [`MoneyError::MixedCurrencies`]; [`MoneyError::TooLarge`].
/// A payment or a part below 0 settles nothing and is left as it is.
pub fn settle(
    open: Parts,
    payment: Money,
    order: Order,
    named: Option<Part>,
) -> Result<Settlement, MoneyError> {
    let currency = payment.currency();
    let is_principal = payment.is_positive() && payment.sub(open.principal)?.is_zero();
    let (rule, first) = match named {
        Some(named) => (SettlementRule::Named, Some(named)),
        None if is_principal => (SettlementRule::EqualsPrincipal, Some(Part::Principal)),
        None => (SettlementRule::Order, None),
    };
    let mut paid = Parts::zero(currency);
    let mut left = open;
    let mut rest = payment;
    for part in first.into_iter().chain(order.parts()) {
        let due = left.part(part);
        // Also refuses another currency.
        let amount = rest.min(due)?;
        if !amount.is_positive() {
            continue;
        }
        *paid.part_mut(part) = paid.part(part).add(amount)?;
        *left.part_mut(part) = due.sub(amount)?;
        rest = rest.sub(amount)?;
    }
    Ok(Settlement {
        rule,
        paid,
        left,
        unapplied: rest,
    })
}

/// A claim that payments settle on the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunningClaim {
    pub principal: Money,
    pub costs: Money,
    /// The last day on which a payment was in time.
    pub due: Date,
    pub as_of: Date,
    pub basis: Basis,
    pub mode: Mode,
    pub order: Order,
    /// In any order; what comes after `as_of` is left out.
    pub payments: Vec<NamedPayment>,
}

/// A payment, and what of the claim its payer named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NamedPayment {
    pub date: Date,
    pub amount: Money,
    pub named: Option<Part>,
}

/// A payment at which interest was reckoned and rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    pub date: Date,
    pub amount: Money,
    /// The interest since the payment before, rounded.
    pub interest: Money,
    pub settlement: Settlement,
}

/// How a claim stands after its payments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// None while the principal comes first: its interest is then reckoned
    /// at the end.
    pub steps: Vec<Step>,
    pub left: Parts,
    pub total: Money,
    pub unapplied: Money,
}

/// Interest and settlement together. Where interest comes before principal
/// it is reckoned and rounded at each payment; unpaid interest bears none.
/// Where the principal comes first the payments make it less, and nothing is
/// rounded before the end or before the principal is paid.
///
/// With [`Mode::CompoundYearly`] what is unpaid of the interest joins the sum
/// after each full year since the due date. Up to the first step that is
/// exact; after it interest is rounded at the end of each such year as well.
/// What a payment puts on interest goes to what has joined first.
///
/// # Errors
/// [`InterestProblem`].
pub fn run(claim: &RunningClaim, rates: &[Rate]) -> Result<Settled, InterestProblem> {
    let currency = claim.principal.currency();
    let mut payments: Vec<&NamedPayment> = claim.payments.iter().collect();
    payments.retain(|payment| payment.date <= claim.as_of);
    payments.sort_by_key(|payment| payment.date);
    let principal_first = claim.order.parts()[0] == Part::Principal;
    let mut run = Run {
        claim,
        rates,
        left: Parts {
            costs: claim.costs,
            interest: currency.zero(),
            principal: claim.principal,
        },
        since: claim.due,
        principal: claim.principal,
        reductions: Vec::new(),
        joined: None,
    };
    let mut steps = Vec::new();
    let mut unapplied = currency.zero();
    for payment in payments {
        let only_principal = principal_first
            && payment.named.is_none_or(|named| named == Part::Principal)
            && run.left.principal.sub(payment.amount)?.is_positive();
        if only_principal {
            run.left.principal = run.left.principal.sub(payment.amount)?;
            run.reductions.push(Reduction {
                date: payment.date,
                amount: payment.amount,
            });
            continue;
        }
        let interest = run.reckon(payment.date)?;
        let settlement = settle(run.left, payment.amount, claim.order, payment.named)?;
        run.put(&settlement)?;
        unapplied = unapplied.add(settlement.unapplied)?;
        steps.push(Step {
            date: payment.date,
            amount: payment.amount,
            interest,
            settlement,
        });
    }
    run.reckon(claim.as_of)?;
    Ok(Settled {
        steps,
        left: run.left,
        total: run.left.total()?,
        unapplied,
    })
}

/// A claim on its way through its payments.
struct Run<'a> {
    claim: &'a RunningClaim,
    rates: &'a [Rate],
    left: Parts,
    /// The day up to which interest was reckoned.
    since: Date,
    /// What was open of the principal then, and what made it less since.
    principal: Money,
    reductions: Vec<Reduction>,
    /// What of the open interest has joined the sum. `None` before the first
    /// step, and where interest never joins it.
    joined: Option<Money>,
}

impl Run<'_> {
    /// Reckons the interest up to and including `to`, and adds it to what is
    /// open.
    fn reckon(&mut self, to: Date) -> Result<Money, InterestProblem> {
        let before = self.left.interest;
        if self.joined.is_some() {
            for end in self.year_ends(self.since, to) {
                self.reckon_piece(end, Mode::Follows)?;
                self.joined = Some(self.left.interest);
            }
            self.reckon_piece(to, Mode::Follows)?;
        } else {
            let due = self.since;
            self.reckon_piece(to, self.claim.mode)?;
            if self.claim.mode == Mode::CompoundYearly {
                let last = self.year_ends(due, to).pop();
                let joined = last.map(|last| self.interest(due, last, self.claim.mode));
                let zero = self.claim.principal.currency().zero();
                self.joined = Some(joined.transpose()?.unwrap_or(zero));
            }
        }
        self.principal = self.left.principal;
        self.reductions.clear();
        Ok(self.left.interest.sub(before)?)
    }

    fn reckon_piece(&mut self, to: Date, mode: Mode) -> Result<(), InterestProblem> {
        let interest = self.interest(self.since, to, mode)?;
        self.left.interest = self.left.interest.add(interest)?;
        self.since = self.since.max(to);
        Ok(())
    }

    /// The interest from the day after `since` up to `to`, rounded.
    fn interest(&self, since: Date, to: Date, mode: Mode) -> Result<Money, InterestProblem> {
        let joined = self
            .joined
            .map_or(Ok(self.principal), |joined| self.principal.add(joined));
        let piece = Claim {
            principal: joined?,
            due: since,
            as_of: to,
            basis: self.claim.basis,
            mode,
            reductions: self.reductions.clone(),
            disputes: Vec::new(),
        };
        accrue_since(&piece, self.rates, self.claim.due).map(|interest| interest.total)
    }

    /// The last days of full years since the due date, after `since` and up
    /// to `to`.
    fn year_ends(&self, since: Date, to: Date) -> Vec<Date> {
        let ends = (1..=YEARS_MAX).map_while(|year| self.claim.due.plus_months(12 * year).ok());
        let ends = ends.skip_while(|end| *end <= since);
        ends.take_while(|end| *end <= to).collect()
    }

    /// What a payment came to.
    fn put(&mut self, settlement: &Settlement) -> Result<(), InterestProblem> {
        self.left = settlement.left;
        self.principal = settlement.left.principal;
        if let Some(joined) = self.joined {
            let left = joined.sub(settlement.paid.interest)?;
            let zero = self.claim.principal.currency().zero();
            self.joined = Some(if left.is_positive() { left } else { zero });
        }
        Ok(())
    }
}
