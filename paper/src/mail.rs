//! An e-mail with the document in it, as a draft that mail programs open: the
//! Internet Message Format (RFC 5322) with an attachment (RFC 2045 to 2047,
//! RFC 2231). Nothing is sent from here.

use std::fmt::Write;

use ::words::printed::reminder as said;
use ledger::base64;
use ledger::date::Date;
use ledger::mail::{MailTemplate, PLACES};
use ledger::money::{Currency, Decimal};

use crate::encoded_words::encoded_words;
use crate::recipient::{self, Recipient, recipients};
use crate::{Language, Locale, Paper, Weight, words};

/// What is written to the customer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Signs of a line of an encoded body (RFC 2045, 6.8).
const LINE: usize = 76;
/// No encoded text has two dashes at the beginning of a line.
const BOUNDARY: &str = "--=_owed_part";

/// What stands in the places of a template, in the order of [`PLACES`].
type Said = [String; PLACES.len()];

/// The template that a language has where the business has none of its own.
pub fn usual(language: Language) -> MailTemplate {
    MailTemplate {
        language: language.code().to_owned(),
        subject: "{title} {number}, {business}".to_owned(),
        text: format!("{}\n\n{{business}}", words::of(language).mail_text),
    }
}

impl Mail {
    /// In the document's language and the words of the business, to be changed
    /// by whoever sends it.
    pub fn of(paper: &Paper, to: &str, own: &[MailTemplate]) -> Mail {
        let language = paper.locale.language;
        let own = own.iter().find(|own| own.language == language.code());
        Mail::filled(to, language, own, &said(paper))
    }

    /// A letter that reminds, as an e-mail: its words, its invoices, and where
    /// to pay.
    pub fn of_reminder(paper: &Paper, to: &str) -> Mail {
        let language = paper.locale.words().language;
        let mut parts = paper.letter.clone();
        let rows = paper.table.rows.iter().map(|row| {
            let mut row = vec![
                format!("{} {}", said::invoice(language), row.description),
                format!("{} {}", paper.locale.words().due, row.price),
                row.amount.clone(),
            ];
            row.retain(|part| !part.trim().is_empty());
            row.join(", ")
        });
        parts.push(rows.collect::<Vec<_>>().join("\n"));
        let totals = paper.totals.iter();
        let totals = totals.map(|total| format!("{}: {}", total.label, total.value));
        parts.push(totals.collect::<Vec<_>>().join("\n"));
        if let Some(payment) = &paper.payment {
            let rows = payment.rows.iter();
            let rows = rows.map(|row| format!("{}: {}", row.label, row.value));
            let rows = rows.collect::<Vec<_>>().join("\n");
            parts.push(format!("{}\n{rows}", said::pay_to(language)));
        }
        parts.push(paper.seller.name.clone());
        parts.retain(|part| !part.trim().is_empty());
        let subject = match paper.table.rows.as_slice() {
            [one] => said::subject_one(language, &paper.title, &one.description),
            several => said::subject_several(language, several.len(), &paper.title),
        };
        Mail {
            to: to.trim().to_owned(),
            subject,
            text: format!("{}\n", parts.join("\n\n")),
        }
    }

    /// What a template makes of a document that there is not: number 0042 of
    /// this year, over 1,190, due in 30 days.
    pub fn example(own: &MailTemplate, business: &str, currency: Currency, today: Date) -> Mail {
        let language = Language::of_tag(&own.language).unwrap_or_default();
        let locale = Locale::of([&own.language, ""], "");
        let said = [
            locale.words().invoice.to_owned(),
            format!("{}-0042", today.year()),
            locale.date(today),
            locale.date(today.plus_days(30).unwrap_or(today)),
            locale.money(Decimal::from_int(1190), currency),
            "Linden".to_owned(),
            business.to_owned(),
        ];
        Mail::filled("", language, Some(own), &said)
    }

    fn filled(to: &str, language: Language, own: Option<&MailTemplate>, said: &Said) -> Mail {
        let usual = usual(language);
        let values: Vec<(&str, &str)> = PLACES
            .into_iter()
            .zip(said.iter().map(String::as_str))
            .collect();
        let filled = |own: Option<&String>, usual: &str| {
            let own = own.map(String::as_str).filter(|own| !own.is_empty());
            words::filled(own.unwrap_or(usual), &values)
        };
        Mail {
            to: to.trim().to_owned(),
            subject: filled(own.map(|own| &own.subject), &usual.subject),
            text: format!("{}\n", filled(own.map(|own| &own.text), &usual.text)),
        }
    }

    /// The same as an address that a mail program opens (RFC 6068); it has no
    /// place for a file.
    pub fn address(&self) -> String {
        let to = match recipients(&self.to) {
            Ok(found) => {
                let addresses = found.iter().map(Recipient::plain_address);
                let addresses = addresses.map(|address| percent(&address).replace("%40", "@"));
                addresses.collect::<Vec<_>>().join(",")
            }
            Err(_) => percent(&self.to).replace("%40", "@"),
        };
        format!(
            "mailto:{to}?subject={}&body={}",
            percent(&self.subject),
            percent(&self.text.replace("\r\n", "\n").replace('\n', "\r\n")),
        )
    }

    /// The draft as a file; `name` and `bytes` are those of the attachment.
    pub fn draft(&self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut head = String::new();
        // Outlook opens what is unsent to be edited.
        head.push_str("X-Unsent: 1\r\n");
        // What is no address is told before; a header has no place for it.
        let to = recipients(&self.to).unwrap_or_default();
        if let Some(to) = recipient::head(&to) {
            let _ = write!(head, "{to}\r\n");
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

fn said(paper: &Paper) -> Said {
    let amount = paper
        .totals
        .iter()
        .find(|total| total.weight == Weight::Due);
    // Of several parts, the first that is due.
    let parts = paper.instalments.iter().flat_map(|(_, parts)| parts);
    let mut facts = paper.facts.iter();
    let due = facts.find(|fact| fact.label == paper.locale.words().due);
    let due = due.map(|fact| &fact.value);
    let due = due.or_else(|| parts.map(|part| &part.label).next());
    [
        paper.title.clone(),
        paper.number.clone(),
        paper.locale.date(paper.date),
        due.cloned().unwrap_or_default(),
        amount.map_or_else(String::new, |total| total.value.clone()),
        paper.buyer.first().cloned().unwrap_or_default(),
        paper.seller.name.clone(),
    ]
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
        assert!(!file.contains("evil.example"));
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
    fn a_draft_is_for_whoever_is_named_in_any_letters() {
        let mail = Mail {
            to: "\"Müller, Söhne\" <info@müller.example>; Bo <b@linden.example>".to_owned(),
            subject: "1".to_owned(),
            text: String::new(),
        };
        let file = String::from_utf8(mail.draft("1.pdf", b"pdf")).expect("ASCII");
        let (head, _) = file.split_once("\r\n\r\n").expect("a head");
        assert!(head.is_ascii());
        let to = head.split_once("To: ").expect("whom it is for").1;
        let to = to.split("\r\nSubject").next().unwrap_or_default();
        assert_eq!(
            to,
            "=?UTF-8?B?TcO8bGxlciwgU8O2aG5l?=\r\n <info@xn--mller-kva.example>,\r\n Bo <b@linden.example>"
        );
        assert_eq!(
            mail.address(),
            "mailto:info@xn%2D%2Dmller%2Dkva%2Eexample,b@linden%2Eexample?subject=1&body="
        );
    }

    #[test]
    fn a_mail_says_what_the_business_wants_it_to() {
        let own = |subject: &str, text: &str| MailTemplate {
            language: "de".to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
        };
        let today = Date::new(2026, 3, 2).expect("a day");
        let euro = "EUR".parse().expect("a currency");
        let made = |own: MailTemplate| Mail::example(&own, "Ada", euro, today);
        let text =
            "Guten Tag {customer}, {title} {number} vom {date}: {amount} bis {due}. {business}";
        let mail = made(own("Nr. {number}", text));
        assert_eq!(mail.subject, "Nr. 2026-0042");
        let plain = mail.text.replace('\u{a0}', " ");
        assert_eq!(
            plain,
            "Guten Tag Linden, Rechnung 2026-0042 vom 2. März 2026: 1.190,00 EUR bis 1. April 2026. Ada\n"
        );
        // What is left empty is as usual.
        let usual = made(own("", ""));
        assert_eq!(usual, made(super::usual(Language::German)));
        assert_eq!(usual.subject, "Rechnung 2026-0042, Ada");
        for language in Language::ALL {
            let usual = super::usual(language);
            for template in [usual.subject, usual.text] {
                assert_eq!(ledger::mail::check(&template), Ok(()), "{template}");
            }
        }
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
