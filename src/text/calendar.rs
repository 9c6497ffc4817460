//! Days as a calendar file (RFC 5545), which other programs import. Nothing
//! of it comes back by itself: what is paid later stays in that calendar.

use ledger::date::{Date, Timestamp};

/// A whole day with something on it.
pub struct Event {
    /// The same each time the file is made, so that it is not entered twice.
    pub id: String,
    pub day: Date,
    pub summary: String,
    pub description: String,
}

/// Octets of a line without its end (RFC 5545, 3.1).
const LINE_MAX: usize = 75;

pub fn file(events: &[Event], made: Timestamp) -> String {
    let mut text = String::new();
    let stamp: String = made
        .to_string()
        .chars()
        .take_while(|sign| *sign != '.' && *sign != 'Z')
        .filter(|sign| !matches!(sign, '-' | ':'))
        .collect();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Owed//Due dates//EN",
    ] {
        push(&mut text, line);
    }
    for event in events {
        push(&mut text, "BEGIN:VEVENT");
        push(&mut text, &format!("UID:{}@owed", event.id));
        push(&mut text, &format!("DTSTAMP:{stamp}Z"));
        push(
            &mut text,
            &format!("DTSTART;VALUE=DATE:{}", plain(event.day)),
        );
        push(&mut text, &format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.description.is_empty() {
            push(
                &mut text,
                &format!("DESCRIPTION:{}", escaped(&event.description)),
            );
        }
        push(&mut text, "TRANSP:TRANSPARENT");
        push(&mut text, "END:VEVENT");
    }
    push(&mut text, "END:VCALENDAR");
    text
}

fn plain(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// 3.3.11: what has a meaning of its own is escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// A line, folded where it is too long; no sign is torn.
fn push(text: &mut String, line: &str) {
    let mut width = 0;
    for sign in line.chars() {
        if width + sign.len_utf8() > LINE_MAX {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(sign);
        width += sign.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_becomes_an_event_that_others_can_read() {
        let event = Event {
            id: "1-2".to_owned(),
            day: "2027-01-31".parse().expect("a day"),
            summary: "Due: 2026-0001, Müller; Söhne".to_owned(),
            description: "€1,000.00\nopen".to_owned(),
        };
        let made = Timestamp(1_800_000_000_000);
        let file = file(&[event], made);
        assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(file.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        for line in [
            "UID:1-2@owed\r\n",
            "DTSTART;VALUE=DATE:20270131\r\n",
            "SUMMARY:Due: 2026-0001\\, Müller\\; Söhne\r\n",
            "DESCRIPTION:€1\\,000.00\\nopen\r\n",
        ] {
            assert!(file.contains(line), "{line:?} is not in {file:?}");
        }
        let stamp = file.lines().find_map(|line| line.strip_prefix("DTSTAMP:"));
        assert_eq!(
            stamp.map(str::len),
            Some("20270115T080000Z".len()),
            "{stamp:?}"
        );
    }

    #[test]
    fn long_lines_are_folded_between_signs() {
        let event = Event {
            id: "1".to_owned(),
            day: "2027-01-31".parse().expect("a day"),
            summary: "ü".repeat(200),
            description: String::new(),
        };
        let file = file(&[event], Timestamp(0));
        assert!(file.split("\r\n").all(|line| line.len() <= LINE_MAX));
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains(&"ü".repeat(200)));
    }
}
