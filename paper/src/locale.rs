//! How each language, and each region, writes dates, numbers and amounts.
//!
//! The tables are our own: the bytes of a document must be the same in every
//! browser, and what browsers know of languages differs from version to
//! version. Separators follow Unicode CLDR 44 (2023), except that Spanish
//! groups from four digits on, as its invoices do; in Switzerland and
//! Liechtenstein amounts are written with an apostrophe and a point
//! (Federal Chancellery, Schreibweisungen, 2nd ed. 2013, no. 508 and 515).

use ledger::date::Date;
use ledger::money::{Currency, Decimal, Money};
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::words::{self, Words};

/// A no-break space, and a narrow one.
pub(crate) const SPACE: char = '\u{a0}';
const NARROW: char = '\u{202f}';
const MINUS: char = '\u{2212}';

/// Where a language is written otherwise than elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Region {
    #[default]
    Other,
    /// The United States and Canada: the month comes first in English.
    NorthAmerica,
    /// Switzerland and Liechtenstein: 1’234.50.
    Switzerland,
}

/// How a document is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Locale {
    pub language: Language,
    pub region: Region,
}

impl Region {
    fn of_country(country: &str) -> Region {
        match country {
            "CA" | "US" => Region::NorthAmerica,
            "CH" | "LI" => Region::Switzerland,
            _ => Region::Other,
        }
    }
}

impl Locale {
    /// The first of `tags` (BCP 47) that is a language of ours, else English;
    /// the region is the tag's, else that of the reader's country.
    pub fn of(tags: [&str; 2], country: &str) -> Locale {
        for tag in tags {
            if let Some(language) = Language::of_tag(tag) {
                let stated = tag.split(['-', '_']).skip(1).find(|part| part.len() == 2);
                let region = stated.map_or_else(
                    || Region::of_country(country),
                    |stated| Region::of_country(&stated.to_ascii_uppercase()),
                );
                return Locale { language, region };
            }
        }
        Locale {
            language: Language::English,
            region: Region::of_country(country),
        }
    }

    pub fn words(self) -> &'static Words {
        words::of(self.language)
    }

    /// A day in words.
    pub fn date(self, date: Date) -> String {
        let (day, year) = (date.day(), date.year());
        let month = self.month(date);
        match self.language {
            Language::English if self.region == Region::NorthAmerica => {
                format!("{month}{SPACE}{day}, {year}")
            }
            Language::English => format!("{day}{SPACE}{month} {year}"),
            Language::German => format!("{day}.{SPACE}{month} {year}"),
            Language::French if day == 1 => format!("1er{SPACE}{month} {year}"),
            Language::French => format!("{day}{SPACE}{month} {year}"),
            Language::Spanish => format!("{day}{SPACE}de{SPACE}{month} de {year}"),
        }
    }

    fn month(self, date: Date) -> &'static str {
        let index = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
        self.words().months.get(index).copied().unwrap_or_default()
    }

    /// First and last day of a period.
    pub fn period(self, first: Date, last: Date) -> String {
        if first == last {
            return self.date(first);
        }
        let in_month = first.month_start() == last.month_start();
        let (day, end) = (first.day(), self.date(last));
        match self.language {
            Language::English if in_month && self.region != Region::NorthAmerica => {
                format!("{day}–{end}")
            }
            Language::English if in_month => {
                let month = self.month(first);
                format!("{month}{SPACE}{day}–{}, {}", last.day(), last.year())
            }
            Language::German if in_month => format!("{day}.–{end}"),
            Language::Spanish if in_month => format!("{day}–{end}"),
            Language::French if in_month && day > 1 => format!("{day}–{end}"),
            _ => format!("{} – {end}", self.date(first)),
        }
    }

    /// A number as it stands, grouped, with at least `decimals` decimals and
    /// no more zeros at its end than those.
    pub fn number(self, value: Decimal, decimals: u32) -> String {
        let text = value.abs().trimmed().to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut written = String::with_capacity(text.len() + 8);
        if value.is_negative() {
            written.push(MINUS);
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                written.push(self.group());
            }
            written.push(digit);
        }
        let wanted = usize::try_from(decimals).unwrap_or(0);
        if wanted > 0 || !fraction.is_empty() {
            written.push(self.decimal());
            written.push_str(fraction);
            written.extend(std::iter::repeat_n(
                '0',
                wanted.saturating_sub(fraction.len()),
            ));
        }
        written
    }

    fn group(self) -> char {
        match (self.region, self.language) {
            (Region::Switzerland, _) => '’',
            (_, Language::English) => ',',
            (_, Language::German | Language::Spanish) => '.',
            (_, Language::French) => NARROW,
        }
    }

    fn decimal(self) -> char {
        match (self.region, self.language) {
            (Region::Switzerland, _) | (_, Language::English) => '.',
            _ => ',',
        }
    }

    /// An amount with the decimals of its currency, without the currency.
    pub fn amount(self, amount: Decimal, currency: Currency) -> String {
        self.number(amount, currency.exponent())
    }

    /// An amount with its currency's code: it stands before the amount in
    /// English and in Switzerland, else behind.
    pub fn money(self, amount: Decimal, currency: Currency) -> String {
        let (code, amount) = (currency.code(), self.amount(amount, currency));
        match (self.region, self.language) {
            (Region::Switzerland, _) | (_, Language::English) => format!("{code}{SPACE}{amount}"),
            _ => format!("{amount}{SPACE}{code}"),
        }
    }

    /// As [`Locale::money`].
    pub fn of_money(self, money: Money) -> String {
        self.money(money.amount(), money.currency())
    }

    pub fn percent(self, percent: Decimal) -> String {
        let number = self.number(percent, 0);
        match self.language {
            Language::English => format!("{number}%"),
            _ => format!("{number}{SPACE}%"),
        }
    }

    /// How many of a unit, in words where the unit is known.
    pub fn quantity(self, quantity: Decimal, unit: &str) -> String {
        let number = self.number(quantity, 0);
        let is_one = quantity.abs().trimmed() == Decimal::ONE;
        match words::unit(self.language, unit, is_one) {
            "" => number,
            name => format!("{number}{SPACE}{name}"),
        }
    }

    /// A country's name; its code where it is not known.
    pub fn country(self, code: &str) -> String {
        words::country(self.language, code)
            .unwrap_or(code)
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(tag: &str) -> Locale {
        Locale::of([tag, ""], "")
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    /// With plain spaces, to be read.
    fn plain(text: String) -> String {
        text.replace([SPACE, NARROW], " ").replace(MINUS, "-")
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let euro = Currency::default();
        let yen: Currency = "JPY".parse().expect("a currency");
        for (tag, amount, currency, expected) in [
            ("en", "1234567.5", euro, "EUR 1,234,567.50"),
            ("en-US", "-1234.50", euro, "EUR -1,234.50"),
            ("de", "1234.50", euro, "1.234,50 EUR"),
            ("de-AT", "999.00", euro, "999,00 EUR"),
            ("de-CH", "1234.50", euro, "EUR 1’234.50"),
            ("fr", "1234.50", euro, "1 234,50 EUR"),
            ("fr-CH", "1234.50", euro, "EUR 1’234.50"),
            ("es", "1234.50", euro, "1.234,50 EUR"),
            ("de", "1234567", yen, "1.234.567 JPY"),
            ("", "0.05", euro, "EUR 0.05"),
        ] {
            let written = plain(locale(tag).money(decimal(amount), currency));
            assert_eq!(written, expected, "{tag} {amount}");
        }
        assert_eq!(locale("de").number(decimal("0.12345"), 2), "0,12345");
        assert_eq!(locale("de").number(decimal("12"), 2), "12,00");
        assert_eq!(plain(locale("fr").percent(decimal("5.50"))), "5,5 %");
        assert_eq!(locale("en").percent(decimal("19")), "19%");
    }

    #[test]
    fn days_are_written_as_the_language_does() {
        let first: Date = "2026-03-01".parse().expect("a date");
        let other: Date = "2026-12-24".parse().expect("a date");
        for (tag, date, expected) in [
            ("en", other, "24 December 2026"),
            ("en-US", other, "December 24, 2026"),
            ("de", first, "1. März 2026"),
            ("fr", first, "1er mars 2026"),
            ("fr", other, "24 décembre 2026"),
            ("es", other, "24 de diciembre de 2026"),
        ] {
            assert_eq!(plain(locale(tag).date(date)), expected, "{tag}");
        }
        assert_eq!(
            plain(locale("de").period(first, other)),
            "1. März 2026 – 24. Dezember 2026"
        );
        let end: Date = "2026-03-20".parse().expect("a date");
        assert_eq!(plain(locale("de").period(first, end)), "1.–20. März 2026");
        assert_eq!(plain(locale("en").period(first, end)), "1–20 March 2026");
        assert_eq!(
            plain(locale("en-US").period(first, end)),
            "March 1–20, 2026"
        );
        assert_eq!(
            plain(locale("fr").period(first, end)),
            "1er mars 2026 – 20 mars 2026"
        );
        assert_eq!(locale("de").period(first, first), locale("de").date(first));
    }

    #[test]
    fn quantities_have_their_unit_in_words() {
        for (tag, quantity, unit, expected) in [
            ("en", "1", "HUR", "1 hour"),
            ("en", "24.50", "HUR", "24.5 hours"),
            ("de", "24.50", "HUR", "24,5 Stunden"),
            ("de", "1.00", "MON", "1 Monat"),
            ("fr", "2", "C62", "2 pièces"),
            ("es", "3", "DAY", "3 días"),
            ("en", "3", "XYZ", "3 XYZ"),
            ("en", "3", "", "3"),
        ] {
            let written = plain(locale(tag).quantity(decimal(quantity), unit));
            assert_eq!(written, expected, "{tag}");
        }
    }

    #[test]
    fn the_customers_language_comes_before_the_businesss() {
        let language = |customer, business| Locale::of([customer, business], "").language;
        assert_eq!(language("fr", "de"), Language::French);
        assert_eq!(language("", "de-AT"), Language::German);
        assert_eq!(language("nl", "es"), Language::Spanish);
        assert_eq!(language("nl", "pl"), Language::English);
        assert_eq!(Locale::of(["de", ""], "CH").region, Region::Switzerland);
        assert_eq!(Locale::of(["de-DE", ""], "CH").region, Region::Other);
    }
}
