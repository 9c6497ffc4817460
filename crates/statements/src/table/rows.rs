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

use crate::cut::cut;

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
    rest: &'a str,
    /// The line at which the rest begins, from 1.
    line: u32,
    delimiter: u8,
}

impl<'a> Rows<'a> {
    /// The text may start with a byte order mark and with the line `sep=;`
    /// that some spreadsheets write.
    pub fn new(text: &'a str, delimiter: Delimiter) -> Rows<'a> {
        Rows {
            rest: body(text),
            line: if stated_delimiter(text).is_some() {
                2
            } else {
                1
            },
            delimiter: delimiter.byte(),
        }
    }

    /// Steps over one line end.
    fn skip_line_end(&mut self) {
        if let Some(rest) = behind_line_end(self.rest) {
            self.rest = rest;
            self.line = self.line.saturating_add(1);
        }
    }

    fn row(&mut self) -> Result<Vec<Cow<'a, str>>, Unreadable> {
        let mut fields = Vec::new();
        loop {
            if fields.len() == FIELDS_MAX {
                return Err(Unreadable::TooManyFields);
            }
            fields.push(self.field()?);
            match self.rest.strip_prefix(char::from(self.delimiter)) {
                Some(rest) => self.rest = rest,
                None => {
                    self.skip_line_end();
                    return Ok(fields);
                }
            }
        }
    }

    /// A field, up to the delimiter or line end after it.
    fn field(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        if let Some(inner) = self.rest.trim_start_matches(' ').strip_prefix('"') {
            if let Some(field) = self.quoted(inner)? {
                return Ok(field);
            }
            // There is text after the closing quote.
            if let Some(field) = self.loosely_quoted(inner) {
                return Ok(field);
            }
        }
        let is_end = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let length = self.rest.as_bytes().iter().position(is_end);
        let (field, rest) = cut(self.rest, length.unwrap_or(self.rest.len()));
        self.rest = rest;
        if field.len() > FIELD_BYTES_MAX {
            return Err(Unreadable::FieldTooLong);
        }
        Ok(Cow::Borrowed(field.trim()))
    }

    /// A field of which this stands behind the opening quote; `None` where
    /// text comes after the closing one.
    fn quoted(&mut self, inner: &'a str) -> Result<Option<Cow<'a, str>>, Unreadable> {
        let mut rest = inner;
        let mut line = self.line;
        let mut field = Cow::Borrowed("");
        loop {
            let Some((part, behind)) = rest.split_once('"') else {
                return Err(Unreadable::UnclosedQuote);
            };
            if field.len() + part.len() > FIELD_BYTES_MAX {
                return Err(Unreadable::FieldTooLong);
            }
            line = line.saturating_add(line_ends(part));
            if field.is_empty() {
                field = Cow::Borrowed(part);
            } else {
                field.to_mut().push_str(part);
            }
            let Some(more) = behind.strip_prefix('"') else {
                rest = behind;
                break;
            };
            rest = more;
            field.to_mut().push('"');
        }
        let Some(end) = self.field_end(rest) else {
            return Ok(None);
        };
        (self.rest, self.line) = (end, line);
        Ok(Some(match field {
            Cow::Borrowed(field) => Cow::Borrowed(field.trim()),
            Cow::Owned(field) => Cow::Owned(field.trim().to_owned()),
        }))
    }

    /// The delimiter or line end, and what comes after it, where nothing but
    /// blanks stand before it. Some banks write a tab behind the closing quote.
    fn field_end(&self, text: &'a str) -> Option<&'a str> {
        let is_blank =
            |sign: char| matches!(sign, ' ' | '\t') && sign != char::from(self.delimiter);
        let end = text.trim_start_matches(is_blank);
        let is_end = match end.as_bytes().first() {
            None | Some(b'\n' | b'\r') => true,
            Some(byte) => *byte == self.delimiter,
        };
        is_end.then_some(end)
    }

    /// A field in quotes with quotes in it that are not doubled, up to the
    /// first quote of the line that a delimiter or the line's end comes after.
    fn loosely_quoted(&mut self, inner: &'a str) -> Option<Cow<'a, str>> {
        let ends = inner.match_indices(['"', '\n', '\r']);
        let mut quotes = ends.map_while(|(place, end)| (end == "\"").then_some(place));
        let (field, end) = quotes.find_map(|place| {
            let (field, rest) = cut(inner, place);
            Some((field, self.field_end(rest.strip_prefix('"')?)?))
        })?;
        if field.len() > FIELD_BYTES_MAX {
            return None;
        }
        self.rest = end;
        Some(Cow::Borrowed(field.trim()))
    }

    /// Goes on at the line after the one that starts here.
    fn skip_line(&mut self, start: &'a str, line: u32) {
        self.rest = from_line_end(start);
        self.line = line;
        self.skip_line_end();
    }
}

impl<'a> Iterator for Rows<'a> {
    /// The row, or the line at which one starts that cannot be read.
    type Item = Result<Row<'a>, (u32, Unreadable)>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (start, line) = (self.rest, self.line);
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

/// The text from where its rows begin.
fn body(text: &str) -> &str {
    let body = without_bom(text);
    if stated_delimiter(text).is_none() {
        return body;
    }
    behind_line_end(from_line_end(body)).unwrap_or_default()
}

/// A text from the end of its first line on.
fn from_line_end(text: &str) -> &str {
    let end = text.find(['\r', '\n']);
    cut(text, end.unwrap_or(text.len())).1
}

/// What stands behind the line end with which a text begins.
fn behind_line_end(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("\r\n");
    rest.or_else(|| text.strip_prefix(['\r', '\n']))
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
