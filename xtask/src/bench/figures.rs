//! Figures out of what a page measured, and how they are written.

use serde_json::Value;

pub fn median(values: &[f64]) -> f64 {
    quantile(values, 50)
}

pub fn p95(values: &[f64]) -> f64 {
    quantile(values, 95)
}

/// The value that so many percent are not above.
pub fn quantile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

pub fn pair(values: &[f64]) -> String {
    format!("{} / {}", ms(median(values)), ms(p95(values)))
}

pub fn ms(value: f64) -> String {
    match value {
        0.0..1.0 => format!("{value:.2} ms"),
        0.0..20.0 => format!("{value:.1} ms"),
        _ => format!("{value:.0} ms"),
    }
}

pub fn seconds(value: &Value) -> String {
    match number(value) {
        value @ 0.0..1000.0 => ms(value),
        value => format!("{:.1} s", value / 1000.0),
    }
}

pub fn megabytes(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1e6)
}

pub fn ratio(value: f64, floor: f64) -> String {
    format!("{:.2}", value / floor)
}

pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

pub fn whole(value: &Value) -> u32 {
    value
        .as_u64()
        .and_then(|value| u32::try_from(value).ok())
        .unwrap_or(0)
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!((median(&values), p95(&values)), (50.0, 95.0));
        assert_eq!((median(&[3.0]), p95(&[3.0])), (3.0, 3.0));
    }

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [(7, "7"), (1_000, "1,000"), (123_456, "123,456")] {
            assert_eq!(grouped(number), text);
        }
    }
}
