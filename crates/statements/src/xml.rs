//! XML piece by piece, so that a long file can be read in slices and a part
//! of it at a time.
//!
//! What banks send is read: elements, attributes, text, CDATA, comments,
//! processing instructions, the five entities and numbered ones. A document
//! type declaration is refused, so no entity can grow. Namespaces are not
//! looked at: an element is known by its local name.

use std::borrow::Cow;

use super::file::{ReadError, XmlFault};
use crate::cut::cut;
use values::slices::Steps;

/// Elements within elements.
pub(super) const DEPTH_MAX: usize = 64;
/// Bytes of one text.
const TEXT_BYTES_MAX: usize = 256 << 10;
/// Attributes of one element.
const ATTRIBUTES_MAX: usize = 64;
/// Pieces between two steps.
const PIECES_PER_STEP: usize = 32;

/// A piece of a document.
pub(super) enum Piece<'a> {
    Start(Start<'a>),
    End,
    Text(Cow<'a, str>),
}

/// The start of an element.
pub(super) struct Start<'a> {
    pub(super) name: &'a str,
    pub(super) line: u32,
    attributes: Vec<(&'a str, Cow<'a, str>)>,
}

/// An element with all that it holds.
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    pub(super) line: u32,
    attributes: Vec<(&'a str, Cow<'a, str>)>,
    /// Without the blanks around it.
    pub(super) text: Cow<'a, str>,
    pub(super) children: Vec<Element<'a>>,
}

impl<'a> Element<'a> {
    fn new(start: Start<'a>) -> Element<'a> {
        Element {
            name: start.name,
            line: start.line,
            attributes: start.attributes,
            text: Cow::Borrowed(""),
            children: Vec::new(),
        }
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Down by names, the first of each.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element<'a>> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The text there; empty where there is none.
    pub(super) fn text_at(&self, path: &[&str]) -> &str {
        self.at(path).map_or("", |element| &element.text)
    }

    /// The text of the first of these places that has any.
    pub(super) fn first_of(&self, paths: &[&[&str]]) -> &str {
        let mut texts = paths.iter().map(|path| self.text_at(path));
        texts.find(|text| !text.is_empty()).unwrap_or("")
    }

    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value.trim())
    }
}

/// A document, read from its beginning to its end.
pub(super) struct Reader<'a> {
    rest: &'a str,
    line: u32,
    /// From where on lines are not counted yet.
    uncounted: &'a str,
    open: Vec<&'a str>,
    /// An element `<a/>` ends without an end tag.
    ends_at_once: bool,
    has_root: bool,
    pieces: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Reader<'a> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Reader {
            rest: text,
            line: 1,
            uncounted: text,
            open: Vec::new(),
            ends_at_once: false,
            has_root: false,
            pieces: 0,
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The line of what comes next, from 1.
    pub(super) fn line(&mut self) -> u32 {
        let passed = cut(self.uncounted, self.uncounted.len() - self.rest.len()).0;
        let ends = passed.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.uncounted = self.rest;
        self.line
    }

    fn fault(&mut self, fault: XmlFault) -> ReadError {
        ReadError::Xml {
            line: self.line(),
            fault,
        }
    }

    /// The next piece; `None` at the end of the document.
    ///
    /// # Errors
    /// [`ReadError::Xml`], [`ReadError::Doctype`].
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, ReadError> {
        self.pieces += 1;
        if std::mem::take(&mut self.ends_at_once) {
            self.open.pop();
            return Ok(Some(Piece::End));
        }
        loop {
            let rest = self.rest;
            if rest.is_empty() {
                return match (self.open.is_empty(), self.has_root) {
                    (true, true) => Ok(None),
                    _ => Err(self.fault(XmlFault::Truncated)),
                };
            }
            if !rest.starts_with('<') {
                let end = rest.find('<').unwrap_or(rest.len());
                let (text, after) = cut(rest, end);
                if self.open.is_empty() && !text.trim().is_empty() {
                    return Err(self.fault(XmlFault::Malformed));
                }
                let text = self.unescaped(text)?;
                self.rest = after;
                if self.open.is_empty() {
                    continue;
                }
                return Ok(Some(Piece::Text(text)));
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                self.skip_past(comment, "-->")?;
            } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
                let text = self.skip_past(data, "]]>")?;
                if text.len() > TEXT_BYTES_MAX {
                    return Err(self.fault(XmlFault::TooLong));
                }
                return Ok(Some(Piece::Text(Cow::Borrowed(text))));
            } else if let Some(instruction) = rest.strip_prefix("<?") {
                self.skip_past(instruction, "?>")?;
            } else if rest.starts_with("<!") {
                return Err(ReadError::Doctype { line: self.line() });
            } else if let Some(end) = rest.strip_prefix("</") {
                let name = self.skip_past(end, ">")?.trim_end();
                if self.open.pop() != Some(name) {
                    return Err(self.fault(XmlFault::WrongEnd));
                }
                return Ok(Some(Piece::End));
            } else {
                return self.start().map(|start| Some(Piece::Start(start)));
            }
        }
    }

    /// What stands before `end`, which is passed as well.
    fn skip_past(&mut self, rest: &'a str, end: &str) -> Result<&'a str, ReadError> {
        match rest.split_once(end) {
            Some((passed, rest)) => {
                self.rest = rest;
                Ok(passed)
            }
            None => Err(self.fault(XmlFault::Truncated)),
        }
    }

    fn start(&mut self) -> Result<Start<'a>, ReadError> {
        let line = self.line();
        self.pass('<');
        let name = self.name()?;
        if self.open.is_empty() && self.has_root {
            return Err(self.fault(XmlFault::Malformed));
        }
        let mut attributes = Vec::new();
        loop {
            let blanks = self.skip_blanks();
            if let Some(rest) = self.rest.strip_prefix("/>") {
                self.rest = rest;
                self.ends_at_once = true;
                break;
            }
            if self.pass('>') {
                break;
            }
            if self.rest.is_empty() {
                return Err(self.fault(XmlFault::Truncated));
            }
            if !blanks {
                return Err(self.fault(XmlFault::Malformed));
            }
            if attributes.len() == ATTRIBUTES_MAX {
                return Err(self.fault(XmlFault::TooManyAttributes));
            }
            attributes.push(self.attribute()?);
        }
        if self.open.len() == DEPTH_MAX {
            return Err(self.fault(XmlFault::TooDeep));
        }
        self.has_root = true;
        self.open.push(name);
        Ok(Start {
            name: local(name),
            line,
            attributes,
        })
    }

    fn attribute(&mut self) -> Result<(&'a str, Cow<'a, str>), ReadError> {
        let name = self.name()?;
        self.skip_blanks();
        if !self.pass('=') {
            return Err(self.fault(XmlFault::Malformed));
        }
        self.skip_blanks();
        let mut letters = self.rest.chars();
        let quote = match letters.next() {
            Some('"') => "\"",
            Some('\'') => "'",
            None => return Err(self.fault(XmlFault::Truncated)),
            Some(_) => return Err(self.fault(XmlFault::Malformed)),
        };
        let value = self.skip_past(letters.as_str(), quote)?;
        if value.contains('<') {
            return Err(self.fault(XmlFault::Malformed));
        }
        Ok((local(name), self.unescaped(value)?))
    }

    fn name(&mut self) -> Result<&'a str, ReadError> {
        let rest = self.rest;
        let is_name =
            |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':');
        let end = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
        let starts_well = rest.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        if !starts_well {
            let fault = if rest.is_empty() {
                XmlFault::Truncated
            } else {
                XmlFault::Malformed
            };
            return Err(self.fault(fault));
        }
        let (name, rest) = cut(rest, end);
        self.rest = rest;
        Ok(name)
    }

    /// Whether the letter comes next, which is passed.
    fn pass(&mut self, letter: char) -> bool {
        let rest = self.rest.strip_prefix(letter);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Whether there were any.
    fn skip_blanks(&mut self) -> bool {
        let rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let were_any = rest.len() < self.rest.len();
        self.rest = rest;
        were_any
    }

    fn unescaped(&mut self, text: &'a str) -> Result<Cow<'a, str>, ReadError> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(self.fault(XmlFault::TooLong));
        }
        match unescaped(text) {
            Some(text) => Ok(text),
            None => Err(self.fault(XmlFault::Entity)),
        }
    }

    /// All that the element holds which has just started.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub(super) async fn element(
        &mut self,
        start: Start<'a>,
        steps: &Steps,
    ) -> Result<Element<'a>, ReadError> {
        let mut open = vec![Element::new(start)];
        loop {
            if self.pieces.is_multiple_of(PIECES_PER_STEP) {
                steps.step().await;
            }
            match self.next()? {
                Some(Piece::Start(start)) => open.push(Element::new(start)),
                Some(Piece::Text(text)) => {
                    // What only lays the document out is passed by.
                    let is_blank = text.trim().is_empty();
                    if let Some(element) = open.last_mut()
                        && !(is_blank && element.text.is_empty())
                    {
                        append(&mut element.text, text);
                        if element.text.len() > TEXT_BYTES_MAX {
                            return Err(self.fault(XmlFault::TooLong));
                        }
                    }
                }
                Some(Piece::End) => {
                    let Some(mut element) = open.pop() else {
                        return Err(self.fault(XmlFault::WrongEnd));
                    };
                    trim(&mut element.text);
                    match open.last_mut() {
                        Some(parent) => parent.children.push(element),
                        None => return Ok(element),
                    }
                }
                None => return Err(self.fault(XmlFault::Truncated)),
            }
        }
    }

    /// Passes by the element that has just started.
    ///
    /// # Errors
    /// As [`Reader::next`].
    pub(super) async fn skip(&mut self, steps: &Steps) -> Result<(), ReadError> {
        let depth = self.depth();
        while self.depth() >= depth {
            if self.pieces.is_multiple_of(PIECES_PER_STEP) {
                steps.step().await;
            }
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn append<'a>(text: &mut Cow<'a, str>, part: Cow<'a, str>) {
    if text.is_empty() {
        *text = part;
    } else if !part.is_empty() {
        text.to_mut().push_str(&part);
    }
}

fn trim(text: &mut Cow<'_, str>) {
    match text {
        Cow::Borrowed(part) => *part = part.trim(),
        Cow::Owned(whole) => {
            whole.truncate(whole.trim_end().len());
            let blanks = whole.len() - whole.trim_start().len();
            whole.drain(..blanks);
        }
    }
}

/// The text with its entities resolved; `None` where one is unknown.
pub(super) fn unescaped(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('&') {
        return Some(Cow::Borrowed(text));
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, after) = entity.split_once(';')?;
        plain.push(entity_char(name)?);
        rest = after;
    }
    plain.push_str(rest);
    Some(Cow::Owned(plain))
}

/// The character that an entity stands for.
pub(super) fn entity_char(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            };
            char::from_u32(code?).filter(|letter| *letter != '\0')
        }
    }
}
