//! Plain decimals compared as numbers: 8.85 is 8.850. No float, and nothing of the ledger's own.

/// Whether both are plain decimals of the same value.
pub fn same(one: &str, other: &str) -> bool {
    let (Some((one, one_scale)), Some((other, other_scale))) = (parts(one), parts(other)) else {
        return false;
    };
    let scale = one_scale.max(other_scale);
    let scaled = |value: i128, by: u32| value.checked_mul(10_i128.checked_pow(by)?);
    let one = scaled(one, scale - one_scale);
    one.is_some() && one == scaled(other, scale - other_scale)
}

/// What all of them come to; `None` where one is no plain decimal of at most two places.
pub fn sum<'a>(decimals: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut cents: i128 = 0;
    for decimal in decimals {
        let (value, scale) = parts(decimal)?;
        cents += value * 10_i128.checked_pow(2_u32.checked_sub(scale)?)?;
    }
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.abs();
    Some(format!("{sign}{}.{:02}", cents / 100, cents % 100))
}

/// The digits as a whole number, and how many of them stand behind the point.
fn parts(text: &str) -> Option<(i128, u32)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, behind) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = format!("{whole}{behind}");
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let value: i128 = digits.parse().ok()?;
    let value = if text.starts_with('-') { -value } else { value };
    Some((value, u32::try_from(behind.len()).ok()?))
}

#[test]
fn decimals_are_compared_as_numbers() {
    for (one, other, equal) in [
        ("8.85", "8.850", true),
        ("-2.25", "-2.25", true),
        ("0", "-0.00", true),
        ("0030.72", "30.72", true),
        ("30.72", "30.71", false),
        ("-2.25", "2.25", false),
        ("1e2", "100", false),
        ("", "0", false),
        ("–", "–", false),
    ] {
        assert_eq!(same(one, other), equal, "{one} {other}");
    }
    assert_eq!(sum(["1.5", "-0.25", "10"]).as_deref(), Some("11.25"));
    assert_eq!(sum(["-0.01"]).as_deref(), Some("-0.01"));
    assert_eq!(sum(["0.001"]), None);
}
