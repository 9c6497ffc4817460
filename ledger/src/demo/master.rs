//! The business of the demonstration, its items and its customers.

use super::{DAYS, Demo, EU, Event, Known, Sold};
use crate::business::{Business, Series, SeriesFor};
use crate::change::RecordId;
use crate::command::Command;
use crate::customer::{Address, BankDetails, Customer, Details};
use crate::date::Date;
use crate::ids::Version;
use crate::item::Item;
use crate::money::{Currency, Decimal};
use crate::tax::{Tax, TaxCategory};
use crate::terms::{Due, EarlyDiscount, InstalmentRule, Share, Terms};

/// `habit|rhythm|days to pay|country|name|street|postcode|city|contact`; a
/// `$` before the days is for a customer who is billed in US dollars.
const CUSTOMERS: &str = include_str!("customers.txt");

/// `unit|price|tax|description`; the tax is s(tandard) or r(educed).
const ITEMS: &str = include_str!("items.txt");

/// Who is there.
impl Demo {
    pub(super) fn business(&mut self) {
        self.run(&Command::SaveBusiness {
            business: Business {
                details: Details {
                    name: "Harbour & Pine Studio Ltd".into(),
                    contact: "Orla Keane".into(),
                    email: "accounts@harbourandpine.example".into(),
                    address: address("6 Mill Lane", "D08 A3K9", "Dublin", "IE"),
                    vat_id: "IE0000000XX".into(),
                    ..Details::default()
                },
                bank: Some(BankDetails {
                    iban: "IE29AIBK93115212345678".into(),
                    bic: "AIBKIE2D".into(),
                    ..BankDetails::default()
                }),
                currency: Currency::default(),
                language: "en".into(),
                terms: net(30),
                taxes: taxes("IE")
                    .into_iter()
                    .chain(taxes("DE"))
                    .chain(taxes("US"))
                    .collect(),
                footer: "Thank you for working with us.".into(),
                ..Business::default()
            },
            opened: Version::NONE,
        });
        for (counts, pattern) in [
            (SeriesFor::Invoices, "{YYYY}-{0000}"),
            (SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
            (SeriesFor::Quotes, "Q-{YYYY}-{000}"),
        ] {
            self.run(&Command::SaveSeries {
                id: None,
                series: Series {
                    counts,
                    pattern: pattern.into(),
                    start: 1,
                    ..Series::default()
                },
                opened: Version::NONE,
            });
        }
    }

    pub(super) fn items(&mut self) {
        for (index, line) in ITEMS.lines().enumerate() {
            let mut fields = line.splitn(4, '|');
            let mut field = || fields.next().unwrap_or_default();
            let sold = Sold {
                unit: field(),
                price: field().parse().unwrap_or_default(),
                reduced: field() == "r",
                description: field(),
            };
            let taxes = taxes("IE");
            self.run(&Command::SaveItem {
                id: None,
                item: Item {
                    number: format!("{:02}", index + 1),
                    description: sold.description.into(),
                    unit: sold.unit.into(),
                    unit_price: sold.price,
                    taxes: taxes
                        .into_iter()
                        .skip(usize::from(sold.reduced))
                        .take(1)
                        .collect(),
                    ..Item::default()
                },
                opened: Version::NONE,
            });
            self.items.push(sold);
        }
    }

    pub(super) fn customers(&mut self) {
        for (index, line) in CUSTOMERS.lines().enumerate() {
            let mut fields = line.split('|');
            let mut field = || fields.next().unwrap_or_default();
            let habit = field().chars().next().unwrap_or('t');
            let _rhythm = field();
            let days = field();
            let country = field();
            let name = field();
            let (street, postcode, city, contact) = (field(), field(), field(), field());
            let in_dollars = days.starts_with('$');
            let currency = if in_dollars { "USD" } else { "EUR" }
                .parse()
                .unwrap_or_default();
            let terms = terms(habit, days.trim_start_matches('$').parse().unwrap_or(30));
            let customer = Customer {
                number: format!("{}", 1001 + index),
                details: Details {
                    name: name.into(),
                    contact: contact.into(),
                    email: email(name, index),
                    address: address(street, postcode, city, country),
                    vat_id: if EU.contains(country) {
                        format!("{country}{:09}", index + 1)
                    } else {
                        String::new()
                    },
                    ..Details::default()
                },
                currency: Some(currency),
                terms: Some(terms.clone()),
                ..Customer::default()
            };
            let command = Command::SaveCustomer {
                id: None,
                customer,
                opened: Version::NONE,
            };
            if let Some((RecordId::Customer(id), _)) = self.run(&command) {
                self.customers.push(Known {
                    id,
                    habit,
                    country,
                    currency,
                    terms,
                });
            }
        }
    }

    /// When a customer is billed: every month, every quarter, or now and then.
    pub(super) fn rhythm(&mut self, customer: usize) {
        let rhythm = CUSTOMERS
            .lines()
            .nth(customer)
            .and_then(|line| line.split('|').nth(1));
        let (gap, times) = match rhythm {
            Some("m") => (30, 18),
            Some("q") => (91, 6),
            _ => (165 + self.below(40), 3),
        };
        let Ok(mut date) = Date::from_number(self.today.number() - DAYS) else {
            return;
        };
        let mut days = self.below(gap);
        for nth in 0..times {
            let jitter = self.below(gap / 8);
            self.after(date, days + jitter, Event::Invoice { customer, nth });
            days += gap;
        }
        if self
            .customers
            .get(customer)
            .is_some_and(|known| known.habit == 'a')
        {
            while let Ok(next) = date.plus_months(1)
                && next < self.today
            {
                date = next;
                self.after(date.month_start(), 4, Event::PayAll { customer });
            }
        }
    }
}

fn address(street: &str, postcode: &str, city: &str, country: &str) -> Address {
    Address {
        lines: vec![street.into()],
        postcode: postcode.into(),
        city: city.into(),
        country: country.into(),
        ..Address::default()
    }
}

/// `.example` is reserved for examples (RFC 2606).
fn email(name: &str, index: usize) -> String {
    let word: String = name
        .chars()
        .take_while(|letter| *letter != ' ')
        .filter(char::is_ascii_alphabetic)
        .collect();
    if word.len() < 4 {
        format!("accounts@customer{}.example", index + 1)
    } else {
        format!("accounts@{}.example", word.to_lowercase())
    }
}

fn net(days: u32) -> Terms {
    Terms {
        due: if days == 0 {
            Due::OnReceipt
        } else {
            Due::Net { days }
        },
        ..Terms::default()
    }
}

pub(super) fn terms(habit: char, days: u32) -> Terms {
    let mut terms = net(days);
    match habit {
        's' => terms.early.push(EarlyDiscount {
            days: 10,
            percent: Decimal::from_int(2),
        }),
        'i' => {
            for (percent, days) in [(40, 0), (30, 30), (30, 60)] {
                terms.instalments.push(InstalmentRule {
                    share: Share::Percent(Decimal::from_int(percent)),
                    due: Due::Net { days },
                });
            }
        }
        _ => {}
    }
    terms
}

/// The taxes on an invoice to a business in that country.
pub(super) fn taxes(country: &str) -> Vec<Tax> {
    let tax = |name: &str, category, percent: &str, code: &str, reason: &str| Tax {
        name: name.into(),
        category,
        percent: percent.parse().unwrap_or_default(),
        compound: false,
        exemption_code: code.into(),
        exemption_reason: reason.into(),
    };
    if country == "IE" {
        vec![
            tax("VAT", TaxCategory::S, "23", "", ""),
            tax("VAT", TaxCategory::S, "13.5", "", ""),
        ]
    } else if EU.contains(country) {
        let reason = "Reverse charge: the customer accounts for the VAT";
        vec![tax("VAT", TaxCategory::AE, "0", "VATEX-EU-AE", reason)]
    } else {
        let reason = "Outside the scope of Irish VAT";
        vec![tax("VAT", TaxCategory::O, "0", "VATEX-EU-O", reason)]
    }
}
