//! Money received, as a form.

use ledger::command::{Allocate, Command, EnterPayment, RecordPayment};
use ledger::date::Date;
use ledger::ids::InvoiceId;
use ledger::money::{Currency, Decimal, Money};
use ledger::open_items::OpenItem;
use ledger::payment::{Received, WriteOffKind};
use ledger::problem::{At, FieldName};
use serde::{Deserialize, Serialize};

use super::customers::Directory;
use super::editing::Form;
use super::{Fault, Problems, date, number};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PaymentForm {
    pub customer: String,
    pub date: String,
    pub amount: String,
    pub currency: String,
    pub method: String,
    pub reference: String,
    pub note: String,
    pub settles: Settles,
    /// By hand: what each invoice gets.
    pub parts: Vec<(InvoiceId, String)>,
    /// What is left of the one invoice that it was begun for. Up to that, the
    /// invoice gets what the payment is, until somebody says otherwise.
    #[serde(default)]
    left: Option<String>,
    /// By hand: what becomes of the rest of an invoice, by [`Rest::name`].
    #[serde(default)]
    rests: Vec<(InvoiceId, String)>,
    /// What the bank kept of it.
    #[serde(default)]
    pub fee: String,
    /// What reached the account, where that is in another currency.
    #[serde(default)]
    pub reached: String,
    #[serde(default)]
    pub reached_currency: String,
    /// One like it is known, and this is another one.
    #[serde(default)]
    pub again: bool,
}

impl Made {
    /// What is shown of it: whether it is known is asked when it is recorded.
    pub fn preview(mut self) -> Command {
        if let Command::EnterPayment(enter) = &mut self.command {
            enter.again = true;
        }
        self.command
    }

    /// The form showed that so much of it stays unapplied.
    #[must_use]
    pub fn showing(mut self, unapplied: Option<Decimal>) -> Made {
        if let Command::EnterPayment(enter) = &mut self.command {
            enter.unapplied = unapplied;
        }
        self
    }
}

/// A form as a command, with the places of the invoices that it names in the
/// list that the page shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Made {
    pub command: Command,
    /// Of each of its parts.
    pub parts: Vec<usize>,
    /// Of each that it closes.
    pub closes: Vec<usize>,
}

/// What is put against invoices by hand.
#[derive(Default)]
struct ByHand {
    parts: Vec<(InvoiceId, Decimal)>,
    part_places: Vec<usize>,
    closes: Vec<(InvoiceId, WriteOffKind)>,
    close_places: Vec<usize>,
}

/// What a payment settles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Settles {
    /// In the order of the settings.
    #[serde(rename = "OldestFirst")]
    InOrder,
    ByHand,
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaymentField {
    Customer,
    Date,
    Amount,
    Currency,
    Method,
    Reference,
    Note,
    Settles,
    Part(InvoiceId),
    Rest(InvoiceId),
    Fee,
    Reached,
    ReachedCurrency,
    /// Turns it.
    Again,
    /// Nothing is to be put against this one.
    TakeOut(InvoiceId),
}

impl Settles {
    pub const ALL: [Settles; 3] = [Settles::InOrder, Settles::ByHand, Settles::Nothing];

    pub fn name(self) -> &'static str {
        match self {
            Settles::InOrder => "oldest",
            Settles::ByHand => "hand",
            Settles::Nothing => "nothing",
        }
    }
}

impl PaymentForm {
    pub fn new(currency: Currency, today: Date) -> PaymentForm {
        PaymentForm {
            customer: String::new(),
            date: today.to_string(),
            amount: String::new(),
            currency: currency.to_string(),
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            settles: Settles::InOrder,
            parts: Vec::new(),
            left: None,
            rests: Vec::new(),
            fee: String::new(),
            reached: String::new(),
            reached_currency: currency.to_string(),
            again: false,
        }
    }

    /// For one invoice, all that is left of it.
    pub fn for_invoice(&mut self, invoice: InvoiceId, open: Money) {
        self.currency = open.currency().to_string();
        self.amount = number::typed(open.amount());
        self.settles = Settles::ByHand;
        self.parts = vec![(invoice, self.amount.clone())];
        self.left = Some(self.amount.clone());
    }

    fn set_amount(&mut self, value: &str) {
        value.clone_into(&mut self.amount);
        let currency = self.currency.trim().parse().ok();
        let left = self.left.as_deref().map(number::read);
        if let ([(_, part)], Some(Ok(left)), Ok(amount)) =
            (&mut *self.parts, left, number::read_amount(value, currency))
        {
            *part = number::typed(amount.min(left));
        }
    }

    pub fn part(&self, invoice: InvoiceId) -> &str {
        let found = self.parts.iter().find(|(known, _)| *known == invoice);
        found.map_or("", |(_, amount)| amount)
    }

    pub fn rest(&self, invoice: InvoiceId) -> Rest {
        let found = self.rests.iter().find(|(known, _)| *known == invoice);
        found.map_or(Rest::StaysOpen, |(_, name)| Rest::of_name(name))
    }

    /// The rest of an invoice that its part leaves, where it leaves any.
    pub fn left_of(&self, invoice: &OpenItem) -> Option<Money> {
        let currency = Some(invoice.open.currency());
        let part = number::read_amount(self.part(invoice.id), currency).ok()?;
        let part = Money::new(part, invoice.open.currency()).ok()?;
        let rest = invoice.open.sub(part).ok()?;
        Some(rest).filter(|rest| rest.is_positive() && part.is_positive())
    }

    /// The day it was paid, where that is still to come.
    pub fn ahead(&self, today: Date) -> Option<Date> {
        self.day().filter(|day| *day > today)
    }

    /// Invoices that something was to be put against, and of which nothing is
    /// left any more.
    pub fn gone(&self, open: &[OpenItem]) -> Vec<InvoiceId> {
        let is_open = |id: InvoiceId| open.iter().any(|invoice| invoice.id == id);
        let typed = self.parts.iter().filter(|(_, part)| {
            let part = part.trim();
            !part.is_empty() && !number::read(part).is_ok_and(Decimal::is_zero)
        });
        let gone = typed.map(|(id, _)| *id).filter(|id| !is_open(*id));
        gone.collect()
    }

    /// The day it was paid, where it can be read.
    pub fn day(&self) -> Option<Date> {
        date::read(&self.date).ok()
    }

    /// The command, where `open` is the list that the page shows.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, directory: &Directory, open: &[OpenItem]) -> Result<Made, Problems> {
        let mut problems = Problems::default();
        let customer = problems.noted(FieldName::Customer, directory.find_known(&self.customer));
        let date = problems.noted(FieldName::Date, date::read(&self.date));
        let currency = problems.currency(&self.currency);
        let amount = number::read_amount(&self.amount, currency);
        let amount = problems.noted(FieldName::Amount, amount);
        let fee = number::read_amount_optional(&self.fee, currency);
        let fee = problems.noted(FieldName::Fee, fee);
        let received = self.received(currency, &mut problems);
        let by_hand = self.by_hand(open, &mut problems);
        let (Some(customer), Some(date), Some(amount), Some(currency)) =
            (customer, date, amount, currency)
        else {
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let payment = RecordPayment {
            customer,
            date,
            amount,
            currency,
            method: self.method.trim().to_owned(),
            reference: self.reference.trim().to_owned(),
            note: self.note.trim().to_owned(),
            fee: fee.flatten(),
            received,
            closes: by_hand.closes,
            allocate: match self.settles {
                Settles::InOrder => Allocate::OldestFirst,
                Settles::ByHand => Allocate::Parts(by_hand.parts),
                Settles::Nothing => Allocate::Nothing,
            },
        };
        let enter = EnterPayment {
            payment,
            again: self.again,
            unapplied: None,
        };
        Ok(Made {
            command: Command::EnterPayment(Box::new(enter)),
            parts: by_hand.part_places,
            closes: by_hand.close_places,
        })
    }

    /// What reached the account, where that is said.
    fn received(&self, paid: Option<Currency>, problems: &mut Problems) -> Option<Received> {
        let currency = self.reached_currency.trim().parse();
        let amount = number::read_amount_optional(&self.reached, currency.as_ref().ok().copied());
        let amount = problems.noted(FieldName::Received, amount).flatten()?;
        let currency = problems.noted(
            FieldName::ReceivedCurrency,
            currency.map_err(|_| Fault::NoSuchCurrency),
        )?;
        if Some(currency) == paid {
            problems.add(FieldName::ReceivedCurrency, Fault::SameCurrency);
        }
        Some(Received { amount, currency })
    }

    fn by_hand(&self, open: &[OpenItem], problems: &mut Problems) -> ByHand {
        let mut made = ByHand::default();
        if self.settles != Settles::ByHand {
            return made;
        }
        for place in 0..self.gone(open).len() {
            problems.add((FieldName::Gone, place), Fault::NothingLeft);
        }
        for (place, invoice) in open.iter().enumerate() {
            let currency = Some(invoice.open.currency());
            let amount = number::read_amount_optional(self.part(invoice.id), currency);
            let amount = problems.noted((FieldName::Part, place), amount).flatten();
            let Some(amount) = amount.filter(|amount| !amount.is_zero()) else {
                continue;
            };
            made.parts.push((invoice.id, amount));
            made.part_places.push(place);
            let kind = match self.rest(invoice.id) {
                Rest::StaysOpen => None,
                Rest::Discount => Some(WriteOffKind::EarlyDiscount),
                Rest::SmallDifference => Some(WriteOffKind::SmallDifference),
            };
            // A choice that is not shown, because nothing is left, says nothing.
            if let Some(kind) = kind.filter(|_| self.left_of(invoice).is_some()) {
                made.closes.push((invoice.id, kind));
                made.close_places.push(place);
            }
        }
        made
    }
}

impl Form for PaymentForm {
    type Field = PaymentField;

    fn set(&mut self, field: PaymentField, value: &str) {
        if let PaymentField::Customer
        | PaymentField::Date
        | PaymentField::Amount
        | PaymentField::Currency
        | PaymentField::Reference = field
        {
            // It may be like another one by now, or like none.
            self.again = false;
        }
        match field {
            PaymentField::Customer => {
                if value.trim() != self.customer.trim() {
                    // These were the invoices of another one.
                    self.parts.clear();
                    self.rests.clear();
                    self.left = None;
                }
                value.clone_into(&mut self.customer);
            }
            PaymentField::Date => value.clone_into(&mut self.date),
            PaymentField::Amount => self.set_amount(value),
            PaymentField::Currency => value.clone_into(&mut self.currency),
            PaymentField::Method => value.clone_into(&mut self.method),
            PaymentField::Reference => value.clone_into(&mut self.reference),
            PaymentField::Note => value.clone_into(&mut self.note),
            PaymentField::Settles => {
                let found = Settles::ALL.into_iter().find(|known| known.name() == value);
                self.settles = found.unwrap_or(self.settles);
            }
            PaymentField::Part(id) => {
                self.left = None;
                match self.parts.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, amount)) => value.clone_into(amount),
                    None => self.parts.push((id, value.to_owned())),
                }
            }
            PaymentField::Rest(id) => {
                self.rests.retain(|(known, _)| *known != id);
                self.rests.push((id, value.to_owned()));
            }
            PaymentField::Fee => value.clone_into(&mut self.fee),
            PaymentField::Reached => value.clone_into(&mut self.reached),
            PaymentField::ReachedCurrency => value.clone_into(&mut self.reached_currency),
            PaymentField::Again => self.again = !self.again,
            PaymentField::TakeOut(id) => {
                self.left = None;
                self.parts.retain(|(known, _)| *known != id);
                self.rests.retain(|(known, _)| *known != id);
            }
        }
    }

    /// A payment is never edited: there is nothing to compare.
    fn parts(&self) -> Vec<(At, String)> {
        Vec::new()
    }

    fn take(&mut self, _other: &PaymentForm, _part: At) {}
}

/// What becomes of the part of an invoice that is not paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rest {
    #[default]
    StaysOpen,
    Discount,
    SmallDifference,
}

impl Rest {
    pub fn name(self) -> &'static str {
        match self {
            Rest::StaysOpen => "open",
            Rest::Discount => "discount",
            Rest::SmallDifference => "small",
        }
    }

    pub fn of_name(name: &str) -> Rest {
        match name {
            "discount" => Rest::Discount,
            "small" => Rest::SmallDifference,
            _ => Rest::StaysOpen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invoice_it_was_begun_for_gets_what_the_payment_is() {
        let id: InvoiceId = "0000001f-7".parse().expect("an id");
        let open = Money::new(number::read("1000").expect("a number"), Currency::default());
        let today = Date::new(2025, 3, 10).expect("a day");
        let mut form = PaymentForm::new(Currency::default(), today);
        form.for_invoice(id, open.expect("money"));
        for (amount, part) in [("400", "400"), ("1200", "1000.00"), ("nonsense", "1000.00")] {
            form.set(PaymentField::Amount, amount);
            assert_eq!(form.part(id), part, "{amount}");
        }
        form.set(PaymentField::Part(id), "300");
        form.set(PaymentField::Amount, "500");
        assert_eq!(form.part(id), "300");
    }

    const ID: &str = "0000001f-7";

    fn money(amount: &str) -> Money {
        let amount = number::read(amount).expect("a number");
        Money::new(amount, Currency::default()).expect("money")
    }

    fn open(discounted: Option<&str>) -> [OpenItem; 1] {
        [OpenItem {
            id: ID.parse().expect("an id"),
            number: "1".to_owned(),
            due: Date::new(2025, 3, 10).expect("a day"),
            open: money("1000"),
            discounted: discounted.map(money),
        }]
    }

    fn by_hand(part: &str, rest: Rest) -> PaymentForm {
        let today = Date::new(2025, 3, 10).expect("a day");
        let mut form = PaymentForm::new(Currency::default(), today);
        let id = ID.parse().expect("an id");
        form.set(PaymentField::Settles, "hand");
        form.set(PaymentField::Part(id), part);
        form.set(PaymentField::Rest(id), rest.name());
        form
    }

    #[test]
    fn a_rest_is_closed_only_where_something_is_left() {
        for (part, rest, closes, why) in [
            (
                "980",
                Rest::Discount,
                vec![WriteOffKind::EarlyDiscount],
                "less than open",
            ),
            (
                "999.99",
                Rest::SmallDifference,
                vec![WriteOffKind::SmallDifference],
                "a cent",
            ),
            ("980", Rest::StaysOpen, vec![], "nobody said so"),
            ("1000", Rest::Discount, vec![], "all of it is paid"),
            ("1200", Rest::Discount, vec![], "more than it"),
            ("", Rest::Discount, vec![], "nothing is paid"),
        ] {
            let mut problems = Problems::default();
            let made = by_hand(part, rest).by_hand(&open(Some("980")), &mut problems);
            let kinds: Vec<_> = made.closes.into_iter().map(|(_, kind)| kind).collect();
            assert_eq!(kinds, closes, "{why}");
            assert!(problems.is_empty(), "{why}");
        }
    }

    #[test]
    fn a_day_to_come_is_asked_about_and_today_is_not() {
        let today = Date::new(2025, 3, 10).expect("a day");
        for (typed, ahead) in [
            ("2025-03-10", None),
            ("2025-03-09", None),
            ("2025-03-11", Some("2025-03-11")),
            ("2052-03-10", Some("2052-03-10")),
            ("no day", None),
        ] {
            let mut form = PaymentForm::new(Currency::default(), today);
            form.set(PaymentField::Date, typed);
            let found = form.ahead(today).map(|day| day.to_string());
            assert_eq!(found.as_deref(), ahead, "{typed}");
        }
    }

    #[test]
    fn what_was_to_pay_an_invoice_that_is_settled_by_now_is_asked_about() {
        let id: InvoiceId = ID.parse().expect("an id");
        let mut form = by_hand("1000", Rest::StaysOpen);
        let mut problems = Problems::default();
        form.by_hand(&open(None), &mut problems);
        assert!(problems.is_empty());
        // Another tab was faster.
        let made = form.by_hand(&[], &mut problems);
        assert_eq!(made.parts, []);
        assert_eq!(problems.of((FieldName::Gone, 0)), Some(&Fault::NothingLeft));
        assert_eq!(form.gone(&[]), [id]);
        form.set(PaymentField::TakeOut(id), "");
        assert_eq!(form.gone(&[]), []);
        // Parts are of one customer's invoices.
        form.set(PaymentField::Part(id), "10");
        form.set(PaymentField::Customer, "Another");
        assert_eq!(form.gone(&[]), []);
    }

    #[test]
    fn what_reached_the_account_is_in_another_currency() {
        let paid = "USD".parse().ok();
        for (amount, currency, found, wrong, why) in [
            ("", "EUR", None, false, "nothing is said"),
            ("92,50", "EUR", Some("92.50"), false, "as it is"),
            ("92.50", "USD", Some("92.50"), true, "the same currency"),
            ("92.50", "", None, true, "no currency"),
            ("lots", "EUR", None, true, "no number"),
        ] {
            let mut form = by_hand("", Rest::StaysOpen);
            form.set(PaymentField::Reached, amount);
            form.set(PaymentField::ReachedCurrency, currency);
            let mut problems = Problems::default();
            let received = form.received(paid, &mut problems);
            let received = received.map(|known| known.amount.to_string());
            assert_eq!(received.as_deref(), found, "{why}");
            assert_eq!(!problems.is_empty(), wrong, "{why}");
        }
    }

    #[test]
    fn what_was_typed_before_these_fields_is_still_read() {
        let today = Date::new(2025, 3, 10).expect("a day");
        let form = PaymentForm::new(Currency::default(), today);
        let mut kept = serde_json::to_value(&form).expect("JSON");
        let fields = kept.as_object_mut().expect("an object");
        for field in ["rests", "fee", "reached", "reached_currency"] {
            assert!(fields.remove(field).is_some(), "{field}");
        }
        let read: PaymentForm = serde_json::from_value(kept).expect("a form");
        assert_eq!(read.date, form.date);
        assert_eq!(read.fee, "");
    }
}
