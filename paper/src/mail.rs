//! An e-mail with the document in it, as a draft that mail programs open: the
//! Internet Message Format (RFC 5322) with an attachment (RFC 2045 to 2047,
//! RFC 2231). Nothing is sent from here.

use std::fmt::Write;

use ledger::backup::base64;

use crate::{Paper, Weight, words};

/// What is written to the customer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Signs of a line of an encoded body (RFC 2045, 6.8).
const LINE: usize = 76;
/// Octets in an encoded word: with what stands around them at most 75 signs
/// (RFC 2047, 2).
const WORD: usize = 42;
/// No encoded text has two dashes at the beginning of a line.
const BOUNDARY: &str = "--=_owed_part";

impl Mail {
    /// In the document's language, to be changed by whoever sends it.
    pub fn of(paper: &Paper, to: &str) -> Mail {
        let amount = paper
            .totals
            .iter()
            .find(|total| total.weight == Weight::Due);
        let text = words::filled(
            paper.locale.words().mail_text,
            &[
                ("title", &paper.title),
                ("number", &paper.number),
                ("date", &paper.locale.date(paper.date)),
                ("amount", amount.map_or("", |total| &total.value)),
            ],
        );
        Mail {
            to: to.trim().to_owned(),
            subject: format!("{} {}, {}", paper.title, paper.number, paper.seller.name),
            text: format!("{text}\n\n{}\n", paper.seller.name),
        }
    }

    /// The same as an address that a mail program opens (RFC 6068); it has no
    /// place for a file.
    pub fn address(&self) -> String {
        format!(
            "mailto:{}?subject={}&body={}",
            percent(&self.to).replace("%40", "@"),
            percent(&self.subject),
            percent(&self.text.replace("\r\n", "\n").replace('\n', "\r\n")),
        )
    }

    /// The draft as a file; `name` and `bytes` are those of the attachment.
    pub fn draft(&self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut head = String::new();
        // Outlook opens what is unsent to be edited.
        head.push_str("X-Unsent: 1\r\n");
        // A header has no place for a second line: it would be another header.
        let to: String = self.to.chars().filter(|sign| !sign.is_control()).collect();
        if to.is_ascii() && !to.is_empty() {
            let _ = write!(head, "To: {to}\r\n");
        }
        let _ = write!(head, "Subject: {}\r\n", encoded_words(&self.subject));
        let _ = write!(
            head,
            "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n\
             --{BOUNDARY}\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n"
        );
        let mut file = head.into_bytes();
        body(
            self.text
                .replace("\r\n", "\n")
                .replace('\n', "\r\n")
                .as_bytes(),
            &mut file,
        );
        let plain: String = name
            .chars()
            .map(|sign| {
                if sign.is_ascii_graphic() && sign != '"' && sign != '\\' {
                    sign
                } else {
                    '_'
                }
            })
            .collect();
        let part = format!(
            "--{BOUNDARY}\r\nContent-Type: application/pdf\r\n\
             Content-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=\"{plain}\";\r\n filename*=UTF-8''{}\r\n\r\n",
            percent(name)
        );
        file.extend(part.into_bytes());
        body(bytes, &mut file);
        file.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        file
    }
}

/// In lines of base64.
fn body(bytes: &[u8], file: &mut Vec<u8>) {
    let mut text = Vec::with_capacity(bytes.len() / 3 * 4 + 4);
    base64::write(bytes, &mut text);
    for line in text.chunks(LINE) {
        file.extend_from_slice(line);
        file.extend_from_slice(b"\r\n");
    }
}

/// RFC 2047, base64 of UTF-8; no sign is torn.
fn encoded_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut word = String::new();
    for sign in text.chars().filter(|sign| !sign.is_control()) {
        if word.len() + sign.len_utf8() > WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(sign);
    }
    words.push(word);
    let encoded = words.into_iter().map(|word| {
        let mut text = Vec::new();
        base64::write(word.as_bytes(), &mut text);
        format!("=?UTF-8?B?{}?=", String::from_utf8_lossy(&text))
    });
    encoded.collect::<Vec<_>>().join("\r\n ")
}

/// RFC 5987: every octet but letters and digits by its number.
fn percent(text: &str) -> String {
    let mut encoded = String::new();
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() {
            encoded.push(char::from(octet));
        } else {
            let _ = write!(encoded, "%{octet:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Vec<u8> {
        let plain: String = text.split_whitespace().collect();
        base64::read(plain.as_bytes()).expect("base64")
    }

    #[test]
    fn a_draft_holds_the_text_and_the_file() {
        let mail = Mail {
            to: "a@linden.example\r\nBcc: b@evil.example".to_owned(),
            subject: "Rechnung 2026-0001, Müller & Söhne ".repeat(3),
            text: "Grüße\nM.".to_owned(),
        };
        let pdf: Vec<u8> = (0..=255).cycle().take(1000).collect();
        let file = mail.draft("2026-0001 Müller.pdf", &pdf);
        let file = String::from_utf8(file).expect("ASCII");
        assert!(file.is_ascii());
        assert!(file.split("\r\n").all(|line| line.len() <= 78), "{file}");
        // What looks like a header in the address is none.
        assert!(file.contains("To: a@linden.exampleBcc: b@evil.example\r\n"));
        assert!(!file.contains("\r\nBcc"));
        assert!(file.contains("filename*=UTF-8''2026%2D0001%20M%C3%BCller%2Epdf\r\n"));
        let (head, rest) = file.split_once("\r\n\r\n").expect("a head");
        let subject = head.split_once("Subject: ").expect("a subject").1;
        let subject = subject.split("\r\nMIME").next().unwrap_or_default();
        let subject: Vec<u8> = subject
            .split("\r\n ")
            .flat_map(|word| decoded(word.trim_start_matches("=?UTF-8?B?").trim_end_matches("?=")))
            .collect();
        assert_eq!(String::from_utf8_lossy(&subject), mail.subject);
        let parts: Vec<&str> = rest.split(&format!("--{BOUNDARY}")).collect();
        let content = |part: &str| decoded(part.split_once("\r\n\r\n").expect("a part").1);
        assert_eq!(content(parts[1]), "Grüße\r\nM.".as_bytes());
        assert_eq!(content(parts[2]), pdf);
        assert_eq!(parts[3], "--\r\n");
    }

    #[test]
    fn an_address_takes_all_that_is_written() {
        let mail = Mail {
            to: "a@linden.example?bcc=b".to_owned(),
            subject: "Größe & Co".to_owned(),
            text: "1\n2".to_owned(),
        };
        assert_eq!(
            mail.address(),
            "mailto:a@linden%2Eexample%3Fbcc%3Db?subject=Gr%C3%B6%C3%9Fe%20%26%20Co&body=1%0D%0A2"
        );
    }
}
