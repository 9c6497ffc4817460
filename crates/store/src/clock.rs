//! The only clock. The ledger never asks what day it is; it is told from here.

use js_sys::Date as JsDate;
use ledger::date::{BadDate, Date, Timestamp};

/// The civil date where the user is.
///
/// # Errors
/// [`BadDate`] where the device's clock is set outside 1900 to 2999.
pub fn today() -> Result<Date, BadDate> {
    let now = JsDate::new_0();
    let year = i32::try_from(now.get_full_year()).map_err(|_| BadDate::OutOfRange)?;
    Date::new(year, now.get_month() + 1, now.get_date())
}

/// Milliseconds until the day after begins where the user is, and a little
/// more: a timer may be early.
pub fn ms_to_midnight() -> i32 {
    const LATER_MS: f64 = 500.0;
    let now = JsDate::new_0();
    let month = i32::try_from(now.get_month()).unwrap_or(0);
    let tomorrow = i32::try_from(now.get_date()).unwrap_or(1) + 1;
    let next = JsDate::new_with_year_month_day(now.get_full_year(), month, tomorrow);
    // At most 25 hours.
    (next.get_time() - now.get_time()).max(0.0) as i32 + LATER_MS as i32
}

/// This moment, in milliseconds since 1970-01-01T00:00:00Z.
pub fn now() -> Timestamp {
    // Whole milliseconds, far below 2^53.
    Timestamp(JsDate::now() as i64)
}

/// Milliseconds since the page opened, steady whatever happens to the clock:
/// for the slices of long work.
pub fn ticks_ms() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}
