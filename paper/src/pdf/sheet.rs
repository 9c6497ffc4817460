//! What stands on a page, in points from its upper left corner.

use super::face::{Faces, Weight};

/// Red, green, blue.
pub(super) type Ink = [u8; 3];
pub(super) const INK: Ink = [29, 28, 25];
pub(super) const QUIET: Ink = [93, 90, 82];
pub(super) const RULE: Ink = [218, 215, 206];
pub(super) const BLACK: Ink = [0, 0, 0];
pub(super) const WHITE: Ink = [255, 255, 255];

/// Millimetres in points.
pub(super) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// What a text is within the document, for who hears it read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Repeated or for the eye only.
    Aside,
    Title,
    Heading,
    /// Texts with the same number are one paragraph.
    Paragraph(u32),
    /// A cell of a table: the table, the row, the column.
    Head(u8, u8),
    Cell(u8, u32, u8),
    Picture(&'static str),
    Link,
}

#[derive(Clone, Debug)]
pub(super) enum Op {
    Text {
        x: f32,
        /// The line that the letters stand on.
        y: f32,
        size: f32,
        weight: Weight,
        ink: Ink,
        role: Role,
        text: String,
    },
    Bar {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        ink: Ink,
    },
    /// Squares of a code: the upper left corner, a module's side, the bars.
    Code {
        x: f32,
        y: f32,
        module: f32,
        bars: Vec<(usize, usize, usize)>,
        name: &'static str,
    },
    Logo {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    /// What opens an address.
    Link {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        address: String,
    },
}

/// Things that stand together, from a height of 0 down.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub ops: Vec<Op>,
    pub height: f32,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub size: f32,
    /// From one line to the next, as a part of the size.
    pub leading: f32,
    pub weight: Weight,
    pub ink: Ink,
}

impl Style {
    pub(super) const fn new(size: f32, weight: Weight, ink: Ink) -> Style {
        Style {
            size,
            leading: 1.4,
            weight,
            ink,
        }
    }

    pub(super) const fn with_leading(self, leading: f32) -> Style {
        Style { leading, ..self }
    }

    pub(super) fn line(self) -> f32 {
        self.size * self.leading
    }

    /// From the top of a line to where the letters stand: in the middle of
    /// the line by their height (Inter's capitals are 0.727 of the size).
    pub(super) fn base(self) -> f32 {
        (self.line() + self.size * 0.727) / 2.0
    }

    pub(super) fn width(self, faces: &mut Faces, text: &str) -> f32 {
        faces.width(self.weight, text) * self.size
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Align {
    Left,
    Right,
}

impl Op {
    /// The same, further down.
    pub(super) fn down(self, by: f32) -> Op {
        let mut op = self;
        match &mut op {
            Op::Text { y, .. }
            | Op::Bar { y, .. }
            | Op::Code { y, .. }
            | Op::Logo { y, .. }
            | Op::Link { y, .. } => *y += by,
        }
        op
    }
}

impl Block {
    pub(super) fn space(height: f32) -> Block {
        Block {
            ops: Vec::new(),
            height,
        }
    }

    pub(super) fn rule(x: f32, width: f32, thickness: f32, ink: Ink) -> Block {
        Block {
            ops: vec![Op::Bar {
                x,
                y: 0.0,
                width,
                height: thickness,
                ink,
            }],
            height: thickness,
        }
    }

    /// Puts another one below.
    pub(super) fn add(&mut self, below: Block) {
        let height = self.height;
        self.ops
            .extend(below.ops.into_iter().map(|op| op.down(height)));
        self.height += below.height;
    }

    /// Puts another one beside, from the same height.
    pub(super) fn beside(&mut self, other: Block) {
        self.ops.extend(other.ops);
        self.height = self.height.max(other.height);
    }
}

/// A line of text at a height of 0: from `x` on, or up to it.
pub(super) fn line(
    faces: &mut Faces,
    text: &str,
    x: f32,
    align: Align,
    style: Style,
    role: Role,
) -> Block {
    let x = match align {
        Align::Left => x,
        Align::Right => x - style.width(faces, text),
    };
    let op = Op::Text {
        x,
        y: style.base(),
        size: style.size,
        weight: style.weight,
        ink: style.ink,
        role,
        text: text.to_owned(),
    };
    Block {
        ops: if text.is_empty() {
            Vec::new()
        } else {
            vec![op]
        },
        height: style.line(),
    }
}

/// Text cut into lines no wider than `width`: at its own line ends, between
/// words, and within a word that is too wide by itself.
pub(super) fn wrapped(faces: &mut Faces, text: &str, width: f32, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut line_width = 0.0;
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let word_width = style.width(faces, word);
            let gap = if line.is_empty() {
                0.0
            } else {
                style.width(faces, " ")
            };
            if line_width + gap + word_width <= width {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                line_width += gap + word_width;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line_width = word_width;
            if word_width <= width {
                line.push_str(word);
            } else {
                (line, line_width) = broken(faces, word, width, style, &mut lines);
            }
        }
        lines.push(line);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A word that is wider than a line: full lines go to `lines`, what is left
/// comes back with its width.
fn broken(
    faces: &mut Faces,
    word: &str,
    width: f32,
    style: Style,
    lines: &mut Vec<String>,
) -> (String, f32) {
    let mut part = String::new();
    let mut part_width = 0.0;
    let mut letter = [0; 4];
    for c in word.chars() {
        let c_width = style.width(faces, c.encode_utf8(&mut letter));
        if part_width + c_width > width && !part.is_empty() {
            lines.push(std::mem::take(&mut part));
            part_width = 0.0;
        }
        part.push(c);
        part_width += c_width;
    }
    (part, part_width)
}

/// Several lines of text as one block.
pub(super) fn paragraph(
    faces: &mut Faces,
    text: &str,
    x: f32,
    width: f32,
    style: Style,
    role: Role,
) -> Block {
    let mut block = Block::default();
    for part in wrapped(faces, text, width, style) {
        block.add(line(faces, &part, x, Align::Left, style, role));
    }
    block
}
