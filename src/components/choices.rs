//! What selections offer: countries, currencies, languages, units, sets of taxes.

use ledger::look::LANGUAGES;
use ledger::money::Decimal;
use ledger::tax::{Tax, TaxSet};
use paper::Language;
use yew::prelude::*;

use crate::text::{country, format, tax as tax_label};

/// The countries by name.
pub fn countries() -> Vec<(AttrValue, AttrValue)> {
    let mut names: Vec<(&str, String)> = country::all()
        .map(|(code, _)| (code, format::country(code)))
        .collect();
    names.sort_by(|(_, a), (_, b)| format::by_name(a, b));
    let option = |(code, name): (&'static str, String)| (code.into(), name.into());
    names.into_iter().map(option).collect()
}

/// The currencies by code.
pub fn currencies() -> Vec<(AttrValue, AttrValue)> {
    ledger::money::Currency::all()
        .map(|currency| {
            let code = currency.code();
            let name = format::currency(code);
            let text = if name == code {
                name
            } else {
                format!("{code} · {name}")
            };
            (code.into(), text.into())
        })
        .collect()
}

/// The languages that documents are written in, and what none of them means.
pub fn languages(none: &str) -> Vec<(AttrValue, AttrValue)> {
    let mut options = vec![("".into(), none.to_owned().into())];
    options.extend(LANGUAGES.map(|code| (code.into(), language_name(code).into())));
    options
}

/// A language's name in itself.
pub fn language_name(code: &str) -> &'static str {
    match Language::of_tag(code).unwrap_or_default() {
        Language::English => "English",
        Language::German => "Deutsch",
        Language::French => "Français",
        Language::Spanish => "Español",
    }
}

/// Units that are offered: UN/ECE Recommendation 20.
const UNITS: [&str; 8] = ["", "HUR", "DAY", "MON", "C62", "LS", "KMT", "KGM"];

/// What a unit of the list is called where it stands by itself.
fn unit_label(code: &str) -> &'static str {
    match code {
        "HUR" => words::units::hours(),
        "DAY" => words::units::days(),
        "MON" => words::units::months(),
        "C62" => words::units::pieces(),
        "LS" => words::units::lump_sum(),
        "KMT" => "km",
        "KGM" => "kg",
        _ => "–",
    }
}

/// A unit as people say it of so many.
pub fn unit_name(code: &str, quantity: Decimal) -> &str {
    let is_one = quantity == Decimal::from_int(1);
    match code {
        "HUR" if is_one => words::units::hour(),
        "DAY" if is_one => words::units::day(),
        "MON" if is_one => words::units::month(),
        "C62" if is_one => words::units::piece(),
        "" => "",
        _ if UNITS.contains(&code) => unit_label(code),
        _ => code,
    }
}

/// The units that are offered, and the one that is there.
pub fn unit_options(now: &str) -> Vec<(AttrValue, AttrValue)> {
    let option = |code: &'static str| (code.into(), unit_label(code).into());
    let mut options: Vec<(AttrValue, AttrValue)> = UNITS.into_iter().map(option).collect();
    if !UNITS.contains(&now) {
        let now = AttrValue::from(now.to_owned());
        options.push((now.clone(), now));
    }
    options
}

/// No tax, each tax alone, and the set that is there where that is several.
pub fn set_options(taxes: &[Tax], now: TaxSet) -> Vec<(AttrValue, AttrValue)> {
    sets_of(taxes, std::iter::once(now))
}

pub fn sets_of(taxes: &[Tax], more: impl Iterator<Item = TaxSet>) -> Vec<(AttrValue, AttrValue)> {
    let option = |set: TaxSet| (set.0.to_string().into(), set_label(taxes, set).into());
    let mut sets = vec![TaxSet::default()];
    sets.extend((0..taxes.len()).map(TaxSet::only));
    for set in more {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets.into_iter().map(option).collect()
}

/// The taxes of a set, in words.
pub fn set_label(taxes: &[Tax], set: TaxSet) -> String {
    let names: Vec<String> = set
        .iter()
        .filter_map(|place| taxes.get(place).map(tax_label))
        .collect();
    if names.is_empty() {
        words::common::no_tax().to_owned()
    } else {
        names.join(" + ")
    }
}
