//! The browser's `Intl`. Its formats cost more to make than to use, so each
//! is kept. They are in the language of the interface, in the user's own way of
//! it where the browser knows one (en-GB). Amounts go in as decimal text, which `Intl` reads exactly.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use js_sys::{Array, Date as JsDate, Function, Intl, Object, Reflect};
use ledger::date::{Date, Timestamp};
use ledger::money::{Currency, Decimal, Money};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;

    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locales: &JsValue, options: &Object) -> Result<DisplayNames, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<JsValue, JsValue>;
}

thread_local! {
    static FORMATS: RefCell<BTreeMap<Kind, Function>> = const { RefCell::new(BTreeMap::new()) };
    static NAMES: RefCell<BTreeMap<&'static str, Option<DisplayNames>>> =
        const { RefCell::new(BTreeMap::new()) };
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Money(Currency),
    Decimals(u32),
    Day,
    Month,
    MonthOfYear,
    Moment,
    Compare,
}

fn options(entries: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (key, value) in entries {
        // A plain object takes any key.
        drop(Reflect::set(&options, &(*key).into(), value));
    }
    options
}

/// The first of the browser's languages that is the interface's, such as en-GB, else that.
fn own() -> Array {
    let tag = words::tag();
    let languages = web_sys::window().map(|window| window.navigator().languages());
    let mut languages = languages
        .iter()
        .flat_map(Array::iter)
        .filter_map(|own| own.as_string());
    let is_same = |own: &String| own.split('-').next() == tag.split('-').next();
    let own = languages.find(is_same).unwrap_or_else(|| tag.to_owned());
    Array::of1(&own.into())
}

fn make(kind: Kind) -> Function {
    let own = own();
    let decimals = |count: u32, more: &[(&str, JsValue)]| {
        let mut entries = vec![
            ("minimumFractionDigits", JsValue::from(count)),
            ("maximumFractionDigits", JsValue::from(count)),
        ];
        entries.extend_from_slice(more);
        Intl::NumberFormat::new(&own, &options(&entries)).format()
    };
    match kind {
        Kind::Money(currency) => decimals(
            currency.exponent(),
            &[
                ("style", "currency".into()),
                ("currency", currency.code().into()),
            ],
        ),
        Kind::Decimals(count) => decimals(count, &[]),
        Kind::Day => Intl::DateTimeFormat::new(
            &own,
            &options(&[("dateStyle", "medium".into()), ("timeZone", "UTC".into())]),
        )
        .format(),
        Kind::Month | Kind::MonthOfYear => {
            let mut entries = vec![("month", "short".into()), ("timeZone", "UTC".into())];
            if kind == Kind::MonthOfYear {
                entries.push(("year", "numeric".into()));
            }
            Intl::DateTimeFormat::new(&own, &options(&entries)).format()
        }
        Kind::Moment => Intl::DateTimeFormat::new(
            &own,
            &options(&[
                ("dateStyle", "medium".into()),
                ("timeStyle", "short".into()),
            ]),
        )
        .format(),
        Kind::Compare => {
            Intl::Collator::new(&own, &options(&[("numeric", JsValue::TRUE)])).compare()
        }
    }
}

fn format_of(kind: Kind) -> Function {
    FORMATS.with_borrow_mut(|formats| formats.entry(kind).or_insert_with(|| make(kind)).clone())
}

/// What the format makes of a value, or the plain text where it refuses.
fn formatted(kind: Kind, value: &JsValue, plain: impl FnOnce() -> String) -> String {
    format_of(kind)
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(plain)
}

pub fn money(money: Money) -> String {
    let amount = money.amount().to_string();
    formatted(Kind::Money(money.currency()), &amount.into(), || {
        money.to_string()
    })
}

pub fn decimal(value: Decimal) -> String {
    let text = value.to_string();
    formatted(Kind::Decimals(value.scale()), &text.clone().into(), || text)
}

pub fn count(count: usize) -> String {
    // Far below 2^53.
    formatted(Kind::Decimals(0), &JsValue::from(count as f64), || {
        count.to_string()
    })
}

pub fn date(date: Date) -> String {
    formatted(Kind::Day, &midnight(date), || date.to_string())
}

pub fn month(date: Date, with_year: bool) -> String {
    let kind = if with_year {
        Kind::MonthOfYear
    } else {
        Kind::Month
    };
    formatted(kind, &midnight(date), || date.to_string())
}

fn midnight(date: Date) -> JsDate {
    const DAY_MS: f64 = 86_400_000.0;
    JsDate::new(&JsValue::from(f64::from(date.number()) * DAY_MS))
}

pub fn moment(at: Timestamp) -> String {
    formatted(Kind::Moment, &js_date(at), || at.to_string())
}

/// Whole milliseconds, far below 2^53.
fn js_date(at: Timestamp) -> JsDate {
    JsDate::new(&JsValue::from(at.0 as f64))
}

pub fn day_of(at: Timestamp) -> Option<Date> {
    let date = js_date(at);
    let year = i32::try_from(date.get_full_year()).ok()?;
    Date::new(year, date.get_month() + 1, date.get_date()).ok()
}

pub fn end_of(day: Date) -> Timestamp {
    let year = u32::try_from(day.year()).unwrap_or_default();
    let next = JsDate::new_with_year_month_day(
        year,
        i32::try_from(day.month()).unwrap_or(1) - 1,
        i32::try_from(day.day()).unwrap_or(1) + 1,
    );
    Timestamp(next.get_time() as i64)
}

pub fn name(kind: &'static str, code: &str) -> String {
    NAMES.with_borrow_mut(|names| {
        names
            .entry(kind)
            .or_insert_with(|| DisplayNames::new(&own(), &options(&[("type", kind.into())])).ok())
            .as_ref()
            .and_then(|names| names.of(code).ok()?.as_string())
            .unwrap_or_else(|| code.to_owned())
    })
}

pub fn by_name(a: &str, b: &str) -> Ordering {
    let order = format_of(Kind::Compare)
        .call2(&JsValue::UNDEFINED, &a.into(), &b.into())
        .ok()
        .and_then(|order| order.as_f64());
    match order {
        Some(order) if order < 0.0 => Ordering::Less,
        Some(order) if order > 0.0 => Ordering::Greater,
        _ => Ordering::Equal,
    }
}

pub fn own_country() -> Option<String> {
    let language = web_sys::window()?.navigator().language()?;
    let code = language.rsplit_once('-')?.1;
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then(|| code.to_owned())
}
