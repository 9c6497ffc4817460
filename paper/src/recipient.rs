//! Whom an e-mail is for: addresses with names, in any letters, as they are
//! typed, and as they stand in the head of a mail (RFC 5322, 3.4; RFC 2047 for
//! names, RFC 3492 for the letters of a host, RFC 6532 for those before the @).

use std::fmt::Write;

use ledger::mail::check_address;

use crate::encoded_words::encoded_words;

/// One of those that a mail is for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recipient {
    /// May be empty.
    pub name: String,
    pub address: String,
}

/// A part of what was typed that is no address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoRecipient(pub String);

/// Reads addresses with commas or semicolons between them, each alone or in
/// angle brackets behind a name. A name with a comma in it may stand in
/// quotes, and need not.
///
/// # Errors
/// The first part that is none.
pub fn recipients(text: &str) -> Result<Vec<Recipient>, NoRecipient> {
    let mut found = Vec::new();
    // A name that a comma cut, until its address comes.
    let mut begun = String::new();
    for piece in pieces(text) {
        if piece.trim().is_empty() && begun.is_empty() {
            continue;
        }
        let whole = if begun.is_empty() {
            piece.trim().to_owned()
        } else {
            format!("{begun}, {}", piece.trim())
        };
        match recipient(&whole) {
            Some(recipient) => {
                found.push(recipient);
                begun.clear();
            }
            None if is_name(&whole) => begun = whole,
            None => return Err(NoRecipient(whole)),
        }
    }
    if begun.is_empty() {
        Ok(found)
    } else {
        Err(NoRecipient(begun))
    }
}

/// Cut at the commas and semicolons that are in no quotes and no brackets.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let (mut quoted, mut escaped, mut bracketed) = (false, false, false);
    for sign in text.chars() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '<' if !quoted => bracketed = true,
            '>' if !quoted => bracketed = false,
            ',' | ';' if !quoted && !bracketed => {
                pieces.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(sign);
        }
    }
    pieces
}

/// What may be the beginning of a name.
fn is_name(text: &str) -> bool {
    !text.contains(['@', '<', '>']) && !text.chars().any(char::is_control)
}

fn recipient(text: &str) -> Option<Recipient> {
    let (name, address) = match text.strip_suffix('>') {
        Some(inside) => inside.rsplit_once('<')?,
        None => ("", text),
    };
    let name = unquoted(name.trim())?;
    let address = address.trim();
    let is_one = !address.is_empty() && !address.contains([',', ';']);
    let is_named = name
        .chars()
        .all(|sign| !sign.is_control() && !"<>".contains(sign));
    (is_one && is_named && check_address(address).is_ok()).then(|| Recipient {
        name,
        address: address.to_owned(),
    })
}

/// A name without the quotes around it; `None` where one is left open.
fn unquoted(name: &str) -> Option<String> {
    let Some(inside) = name.strip_prefix('"') else {
        return (!name.contains('"')).then(|| name.to_owned());
    };
    let inside = inside.strip_suffix('"')?;
    let mut plain = String::with_capacity(inside.len());
    let mut escaped = false;
    for sign in inside.chars() {
        match sign {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return None,
            sign => {
                plain.push(sign);
                escaped = false;
            }
        }
    }
    Some(plain.trim().to_owned())
}

impl Recipient {
    /// Whether there are letters before the @ that older mail programs and
    /// servers do not take. No other way of writing them means the same.
    pub fn needs_new_mail(&self) -> bool {
        let name = self.address.rsplit_once('@').map_or("", |(name, _)| name);
        !name.is_ascii()
    }

    /// The address with its host in ASCII letters.
    pub fn plain_address(&self) -> String {
        match self.address.rsplit_once('@') {
            Some((name, host)) => format!("{name}@{}", ascii_host(host)),
            None => self.address.clone(),
        }
    }

    /// As it stands in the head of a mail; may be folded.
    pub fn written(&self) -> String {
        let address = self.plain_address();
        let is_word =
            |sign: char| sign.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~ ".contains(sign);
        if self.name.is_empty() {
            address
        } else if self.name.chars().all(is_word) {
            format!("{} <{address}>", self.name)
        } else if self.name.is_ascii() {
            let escaped = self.name.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{escaped}\" <{address}>")
        } else {
            format!("{}\r\n <{address}>", encoded_words(&self.name))
        }
    }
}

/// The field of the head, without an end of line; `None` for nobody.
pub(crate) fn head(recipients: &[Recipient]) -> Option<String> {
    if recipients.is_empty() {
        return None;
    }
    let written: Vec<String> = recipients.iter().map(Recipient::written).collect();
    let mut head = String::new();
    // Each on a line of its own: lines stay short.
    let _ = write!(head, "To: {}", written.join(",\r\n "));
    Some(head)
}

/// A host with each label in ASCII letters.
fn ascii_host(host: &str) -> String {
    let lower = host.to_lowercase();
    let labels = lower.split(['.', '。', '．', '｡']);
    let ascii = labels.map(|label| {
        if label.is_ascii() {
            return label.to_owned();
        }
        punycode(label).map_or_else(|| label.to_owned(), |code| format!("xn--{code}"))
    });
    ascii.collect::<Vec<_>>().join(".")
}

/// RFC 3492, 6.3; `None` where the numbers do not fit.
fn punycode(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    const LEAST: u32 = 1;
    const MOST: u32 = 26;
    const FIRST_BIAS: u32 = 72;
    const FIRST: u32 = 128;
    let digit = |value: u32| {
        char::from_digit(value, 36).map(|sign| match value {
            // a to z, then 0 to 9.
            0..26 => char::from(b'a' + u8::try_from(value).unwrap_or(0)),
            26..36 => char::from(b'0' + u8::try_from(value - 26).unwrap_or(0)),
            _ => sign,
        })
    };
    let signs: Vec<u32> = label.chars().map(u32::from).collect();
    let mut code: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(code.len()).ok()?;
    let mut done = basic;
    if basic > 0 {
        code.push('-');
    }
    let (mut next, mut delta, mut bias) = (FIRST, 0_u32, FIRST_BIAS);
    let all = u32::try_from(signs.len()).ok()?;
    while done < all {
        let least = signs.iter().copied().filter(|sign| *sign >= next).min()?;
        delta = delta.checked_add((least - next).checked_mul(done + 1)?)?;
        next = least;
        for sign in &signs {
            if *sign < next {
                delta = delta.checked_add(1)?;
            }
            if *sign == next {
                let mut left = delta;
                let mut place = BASE;
                loop {
                    let threshold = place.saturating_sub(bias).clamp(LEAST, MOST);
                    if left < threshold {
                        break;
                    }
                    let rest = left - threshold;
                    code.push(digit(threshold + rest % (BASE - threshold))?);
                    left = rest / (BASE - threshold);
                    place += BASE;
                }
                code.push(digit(left)?);
                bias = adapted(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        next += 1;
    }
    Some(code)
}

/// RFC 3492, 6.1.
fn adapted(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut rounds = 0;
    while delta > 35 * 26 / 2 {
        delta /= 35;
        rounds += 36;
    }
    rounds + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, NoRecipient> {
        let found = recipients(text)?.into_iter();
        Ok(found.map(|one| (one.name, one.address)).collect())
    }

    #[test]
    fn whoever_is_typed_is_read() {
        let one = |name: &str, address: &str| (name.to_owned(), address.to_owned());
        let a = "a@linden.example";
        for (text, expected) in [
            ("", vec![]),
            (" ", vec![]),
            (a, vec![one("", a)]),
            (
                "a@linden.example; b@linden.example,",
                vec![one("", a), one("", "b@linden.example")],
            ),
            (
                "Müller & Söhne <a@linden.example>",
                vec![one("Müller & Söhne", a)],
            ),
            (
                "\"Müller, Anna\" <a@linden.example>",
                vec![one("Müller, Anna", a)],
            ),
            (
                "Müller, Anna <a@linden.example>",
                vec![one("Müller, Anna", a)],
            ),
            (
                "\"A \\\"B\\\" C\" <a@linden.example>",
                vec![one("A \"B\" C", a)],
            ),
            (
                "株式会社 <a@linden.example>, büro@müller.example",
                vec![one("株式会社", a), one("", "büro@müller.example")],
            ),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
        for (text, part) in [
            ("linden", "linden"),
            ("a@linden.example, linden", "linden"),
            ("linden, a@linden.example", "linden, a@linden.example"),
            ("\"Müller <a@linden.example>", "\"Müller <a@linden.example>"),
            (
                "a@linden.example\r\nBcc: b@evil.example",
                "a@linden.example\r\nBcc: b@evil.example",
            ),
            ("A\nB <a@linden.example>", "A\nB <a@linden.example>"),
            (
                "<a@linden.example, b@linden.example>",
                "<a@linden.example, b@linden.example>",
            ),
        ] {
            assert_eq!(read(text), Err(NoRecipient(part.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_recipient_of_any_letters_stands_in_the_head_of_a_mail() {
        for (text, written) in [
            ("a@linden.example", "To: a@linden.example"),
            (
                "Linden Ltd <a@linden.example>",
                "To: Linden Ltd <a@linden.example>",
            ),
            (
                "\"Linden, A. \\\"Ann\\\"\" <a@linden.example>",
                "To: \"Linden, A. \\\"Ann\\\"\" <a@linden.example>",
            ),
            // Müller
            (
                "Müller <a@linden.example>",
                "To: =?UTF-8?B?TcO8bGxlcg==?=\r\n <a@linden.example>",
            ),
            ("a@MÜLLER.example", "To: a@xn--mller-kva.example"),
            ("a@例え.テスト", "To: a@xn--r8jz45g.xn--zckzah"),
            (
                "a@bücher.straße.example",
                "To: a@xn--bcher-kva.xn--strae-oqa.example",
            ),
            // No other way of writing means the same.
            ("büro@linden.example", "To: büro@linden.example"),
            (
                "a@linden.example, Bo <b@linden.example>",
                "To: a@linden.example,\r\n Bo <b@linden.example>",
            ),
        ] {
            let found = recipients(text).expect("recipients");
            assert_eq!(head(&found).as_deref(), Some(written), "{text}");
        }
        assert_eq!(head(&[]), None);
        let needs = |text: &str| recipients(text).expect("one")[0].needs_new_mail();
        assert!(needs("büro@linden.example"));
        assert!(!needs("Büro <a@müller.example>"));
    }
}
