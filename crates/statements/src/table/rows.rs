//! The rows and fields of a delimited text (RFC 4180), with their lines.
//!
//! Written here, as the reader has to say what the usual crate passes over:
//! a quote that is never closed, which is what a truncated file looks like,
//! and the very line at which a row starts, blank lines counted. Fields are
//! borrowed from the text unless a quote in them is doubled.
//!
//! Quotes within a field that are not doubled are read as most programs write
//! them: the field ends at the first quote of its line with a delimiter or the
//! line's end after it. Where there is none, the quotes belong to the text.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Bytes of one field at the most.
pub const FIELD_BYTES_MAX: usize = 64 << 10;
/// Fields of one row at the most.
pub const FIELDS_MAX: usize = 1_000;
/// Rows that the delimiter is guessed from.
pub const DELIMITER_ROWS: usize = 40;

/// What stands between two fields.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Pipe,
}

impl Delimiter {
    pub const ALL: [Delimiter; 4] = [
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Tab,
        Delimiter::Pipe,
    ];

    pub fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }
}

/// What is wrong with the form of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    #[error("a quote that is not closed: is the file complete?")]
    UnclosedQuote,
    #[error("a field longer than {FIELD_BYTES_MAX} bytes")]
    FieldTooLong,
    #[error("more than {FIELDS_MAX} fields")]
    TooManyFields,
}

/// A row that is not blank.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row<'a> {
    /// The line at which it starts, from 1. In a file without line ends
    /// within its fields that is the row that a spreadsheet shows.
    pub line: u32,
    /// Without the space around them.
    pub fields: Vec<Cow<'a, str>>,
}

/// The rows of a text. After one that cannot be read it goes on at the next
/// line.
pub struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    delimiter: u8,
}

impl<'a> Rows<'a> {
    /// The text may start with a byte order mark and with the line `sep=;`
    /// that some spreadsheets write.
    pub fn new(text: &'a str, delimiter: Delimiter) -> Rows<'a> {
        let start = body(text);
        Rows {
            text,
            at: start,
            line: if stated_delimiter(text).is_some() {
                2
            } else {
                1
            },
            delimiter: delimiter.byte(),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over one line end.
    fn skip_line_end(&mut self) {
        if self.byte() == Some(b'\r') {
            self.at += 1;
        }
        let is_cr = self.at > 0 && self.text.as_bytes().get(self.at - 1) == Some(&b'\r');
        if self.byte() == Some(b'\n') {
            self.at += 1;
        } else if !is_cr {
            return;
        }
        self.line = self.line.saturating_add(1);
    }

    fn row(&mut self) -> Result<Vec<Cow<'a, str>>, Unreadable> {
        let mut fields = Vec::new();
        loop {
            if fields.len() == FIELDS_MAX {
                return Err(Unreadable::TooManyFields);
            }
            fields.push(self.field()?);
            match self.byte() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                _ => {
                    self.skip_line_end();
                    return Ok(fields);
                }
            }
        }
    }

    /// A field, up to the delimiter or line end after it.
    fn field(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        let start = self.at;
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
        if self.byte() == Some(b'"') {
            let (quote, line) = (self.at, self.line);
            if let Some(field) = self.quoted()? {
                return Ok(field);
            }
            // There is text after the closing quote.
            (self.at, self.line) = (quote, line);
            if let Some(field) = self.loosely_quoted() {
                return Ok(field);
            }
        }
        self.at = start + self.plain_length(start);
        let field = &self.text[start..self.at];
        if field.len() > FIELD_BYTES_MAX {
            return Err(Unreadable::FieldTooLong);
        }
        Ok(Cow::Borrowed(field.trim()))
    }

    fn plain_length(&self, start: usize) -> usize {
        self.text.as_bytes()[start..]
            .iter()
            .position(|byte| *byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
            .unwrap_or(self.text.len() - start)
    }

    /// A field in quotes; `None` where text comes after the closing one.
    fn quoted(&mut self) -> Result<Option<Cow<'a, str>>, Unreadable> {
        self.at += 1;
        let mut field = Cow::Borrowed("");
        loop {
            let start = self.at;
            let Some(length) = self.text.as_bytes()[start..]
                .iter()
                .position(|byte| *byte == b'"')
            else {
                return Err(Unreadable::UnclosedQuote);
            };
            let part = &self.text[start..start + length];
            if field.len() + part.len() > FIELD_BYTES_MAX {
                return Err(Unreadable::FieldTooLong);
            }
            self.at = start + length + 1;
            self.line = self.line.saturating_add(line_ends(part));
            if field.is_empty() {
                field = Cow::Borrowed(part);
            } else {
                field.to_mut().push_str(part);
            }
            if self.byte() != Some(b'"') {
                break;
            }
            self.at += 1;
            field.to_mut().push('"');
        }
        while self.byte().is_some_and(|byte| self.is_space(byte)) {
            self.at += 1;
        }
        match self.byte() {
            None | Some(b'\n' | b'\r') => {}
            Some(byte) if byte == self.delimiter => {}
            Some(_) => return Ok(None),
        }
        Ok(Some(match field {
            Cow::Borrowed(field) => Cow::Borrowed(field.trim()),
            Cow::Owned(field) => Cow::Owned(field.trim().to_owned()),
        }))
    }

    /// Some banks write a tab behind the closing quote.
    fn is_space(&self, byte: u8) -> bool {
        matches!(byte, b' ' | b'\t') && byte != self.delimiter
    }

    fn is_blank(&self, sign: char) -> bool {
        u8::try_from(sign).is_ok_and(|byte| self.is_space(byte))
    }

    /// A field in quotes with quotes in it that are not doubled, up to the
    /// first quote of the line that a delimiter or the line's end comes after.
    fn loosely_quoted(&mut self) -> Option<Cow<'a, str>> {
        let start = self.at + 1;
        let rest = &self.text[start..];
        let line = &rest[..rest.find(['\r', '\n']).unwrap_or(rest.len())];
        let end = line
            .match_indices('"')
            .map(|(place, _)| place)
            .find(|place| {
                let after = line[place + 1..].trim_start_matches(|sign| self.is_blank(sign));
                after.is_empty() || after.as_bytes()[0] == self.delimiter
            })?;
        let field = &line[..end];
        if field.len() > FIELD_BYTES_MAX {
            return None;
        }
        let after = &line[end + 1..];
        self.at = start
            + end
            + 1
            + (after.len() - after.trim_start_matches(|sign| self.is_blank(sign)).len());
        Some(Cow::Borrowed(field.trim()))
    }

    /// Goes on at the line after the one that starts here.
    fn skip_line(&mut self, start: usize, line: u32) {
        let rest = &self.text[start..];
        self.at = start + rest.find(['\r', '\n']).unwrap_or(rest.len());
        self.line = line;
        self.skip_line_end();
    }
}

impl<'a> Iterator for Rows<'a> {
    /// The row, or the line at which one starts that cannot be read.
    type Item = Result<Row<'a>, (u32, Unreadable)>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let (start, line) = (self.at, self.line);
            match self.row() {
                // Blank lines, and the empty rows below a spreadsheet's last.
                Ok(fields) if fields.iter().all(|field| field.is_empty()) => {}
                Ok(fields) => return Some(Ok(Row { line, fields })),
                Err(unreadable) => {
                    self.skip_line(start, line);
                    return Some(Err((line, unreadable)));
                }
            }
        }
        None
    }
}

fn line_ends(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(place, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(place + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The delimiter that a first line `sep=;` states.
pub fn stated_delimiter(text: &str) -> Option<Delimiter> {
    let rest = without_bom(text).strip_prefix("sep=")?;
    let mut bytes = rest.bytes();
    let stated = bytes.next()?;
    matches!(bytes.next(), None | Some(b'\r' | b'\n')).then(|| {
        Delimiter::ALL
            .into_iter()
            .find(|known| known.byte() == stated)
    })?
}

/// Where the rows begin.
fn body(text: &str) -> usize {
    let mark = text.len() - without_bom(text).len();
    if stated_delimiter(text).is_none() {
        return mark;
    }
    let line = without_bom(text).as_bytes();
    let end = line.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    match end {
        None => text.len(),
        Some(end) if line[end..].starts_with(b"\r\n") => mark + end + 2,
        Some(end) => mark + end + 1,
    }
}

/// The delimiter that gives most rows the same number of fields, and of those
/// the one that makes most of them.
pub fn guess_delimiter(text: &str) -> Delimiter {
    if let Some(stated) = stated_delimiter(text) {
        return stated;
    }
    let score = |delimiter: &Delimiter| {
        let widths: Vec<usize> = Rows::new(text, *delimiter)
            .take(DELIMITER_ROWS)
            .filter_map(Result::ok)
            .map(|row| row.fields.len())
            .collect();
        let alike = |width: usize| widths.iter().filter(|known| **known == width).count();
        widths
            .iter()
            .filter(|width| **width > 1)
            .map(|width| (alike(*width), *width))
            .max()
            .unwrap_or_default()
    };
    // Of equals the first, so the list is turned around for `max_by_key`.
    Delimiter::ALL
        .into_iter()
        .rev()
        .max_by_key(score)
        .unwrap_or(Delimiter::Comma)
}

/// The name in lower case, without signs, spaces and accents.
pub fn bare(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            'à' | 'á' | 'â' | 'ä' => Some('a'),
            'è' | 'é' | 'ê' | 'ë' => Some('e'),
            'í' | 'î' | 'ï' => Some('i'),
            'ó' | 'ô' | 'ö' => Some('o'),
            'ú' | 'û' | 'ü' => Some('u'),
            'ñ' => Some('n'),
            letter => letter.is_ascii_alphanumeric().then_some(letter),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Found = Vec<(u32, Vec<String>)>;

    fn rows(text: &str, delimiter: Delimiter) -> Result<Found, (u32, Unreadable)> {
        Rows::new(text, delimiter)
            .map(|row| {
                row.map(|row| {
                    (
                        row.line,
                        row.fields.iter().map(ToString::to_string).collect(),
                    )
                })
            })
            .collect()
    }

    #[test]
    fn rows_know_their_line_and_fields() {
        for (text, expected) in [
            ("a,b\n1,2\n", vec![(1, vec!["a", "b"]), (2, vec!["1", "2"])]),
            ("a,b\r\n1,2", vec![(1, vec!["a", "b"]), (2, vec!["1", "2"])]),
            ("a,b\r1,2\r", vec![(1, vec!["a", "b"]), (2, vec!["1", "2"])]),
            (
                "\u{feff}a\n\n\n,,\nb\n",
                vec![(1, vec!["a"]), (5, vec!["b"])],
            ),
            (
                "\"a, b\",\"say \"\"hi\"\"\"",
                vec![(1, vec!["a, b", "say \"hi\""])],
            ),
            (
                "\"a\nb\",c\nd,e",
                vec![(1, vec!["a\nb", "c"]), (3, vec!["d", "e"])],
            ),
            (
                "\"a\r\n\r\nb\",c\r\nd,e",
                vec![(1, vec!["a\r\n\r\nb", "c"]), (4, vec!["d", "e"])],
            ),
            (" a , \"b\" ,c\"c", vec![(1, vec!["a", "b", "c\"c"])]),
            // Quotes that are not doubled.
            (
                "\"A\",\"Cafe \"Zur Birke\"\",\"8\"\nd,e",
                vec![
                    (1, vec!["A", "Cafe \"Zur Birke\"", "8"]),
                    (2, vec!["d", "e"]),
                ],
            ),
            (
                "2,\"Beta\" Ltd,8\n3,\"c\"",
                vec![(1, vec!["2", "\"Beta\" Ltd", "8"]), (2, vec!["3", "c"])],
            ),
            ("\"3\" pipe\",\"b\"", vec![(1, vec!["3\" pipe", "b"])]),
            ("\"1,000.00\"\t,b", vec![(1, vec!["1,000.00", "b"])]),
            ("\"3\" pipe\"\t,b", vec![(1, vec!["3\" pipe", "b"])]),
            ("a,\"\",\"\"\"\"", vec![(1, vec!["a", "", "\""])]),
            ("a,", vec![(1, vec!["a", ""])]),
            ("", vec![]),
            ("sep=,\r\na,b", vec![(2, vec!["a", "b"])]),
        ] {
            let expected: Found = expected
                .into_iter()
                .map(|(line, fields)| (line, fields.into_iter().map(str::to_owned).collect()))
                .collect();
            assert_eq!(rows(text, Delimiter::Comma), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn unreadable_rows_are_named_by_their_line() {
        let long = format!("a\n\"{}\"", "x".repeat(FIELD_BYTES_MAX + 1));
        let wide = ",".repeat(FIELDS_MAX);
        for (text, line, expected) in [
            ("a,b\n\"c,d\ne,f\n", 2, Unreadable::UnclosedQuote),
            (&long, 2, Unreadable::FieldTooLong),
            (&wide, 1, Unreadable::TooManyFields),
        ] {
            assert_eq!(rows(text, Delimiter::Comma), Err((line, expected)));
        }
    }

    #[test]
    fn what_comes_after_an_unreadable_row_is_read() {
        let read: Vec<_> = Rows::new("a,b\n1,\"2\n3,4\n", Delimiter::Comma).collect();
        assert_eq!(read[1], Err((2, Unreadable::UnclosedQuote)));
        assert_eq!(
            read[2].as_ref().map(|row| (row.line, row.fields.len())),
            Ok((3, 2))
        );
        assert_eq!(read.len(), 3);
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reader(text in "[a,;\"\\r\\n ü\t|]{0,40}") {
            for delimiter in Delimiter::ALL {
                let _ = rows(&text, delimiter);
            }
        }

        #[test]
        fn what_was_quoted_is_read(
            table in prop::collection::vec(prop::collection::vec("[a-c,;\"\\n ü]{0,6}", 1..4), 1..5),
        ) {
            let text: String = table
                .iter()
                .map(|row| {
                    let fields: Vec<String> =
                        row.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
                    fields.join(";") + "\r\n"
                })
                .collect();
            let expected: Vec<Vec<String>> = table
                .iter()
                .map(|row| row.iter().map(|field| field.trim().to_owned()).collect::<Vec<_>>())
                .filter(|row: &Vec<String>| row.iter().any(|field| !field.is_empty()))
                .collect();
            let read = rows(&text, Delimiter::Semicolon).expect("rows");
            prop_assert_eq!(read.into_iter().map(|(_, fields)| fields).collect::<Vec<_>>(), expected);
        }
    }
}
