//! The document put on pages.
//!
//! A line of the document that does not fit goes to the next page whole,
//! unless it is higher than a page. The totals stand together, with at least
//! one line above them. Between pages the sum so far is carried over. Where
//! how to pay would stand on another page than the totals, these and the last
//! line go there with it.

mod head;
mod pay;
mod table;

use super::face::{Faces, Weight};
use super::sheet::*;
use super::slip;
use crate::made::PAGES_MAX;
use crate::{CodeKind, Format, Labelled, Paper, PdfProblem, Warning, Window};

/// Width and height of a page.
pub(super) fn size(format: Format) -> (f32, f32) {
    match format {
        // ISO 216, and ANSI/ASME Y14.1.
        Format::A4 => (mm(210.0), mm(297.0)),
        Format::Letter => (612.0, 792.0),
    }
}

pub(super) struct Laid {
    pub pages: Vec<Vec<Op>>,
    pub warnings: Vec<Warning>,
}

const BODY: Style = Style::new(9.0, Weight::Regular, INK);
const BOLD: Style = Style::new(9.0, Weight::Bold, INK);
const SOFT: Style = Style::new(8.5, Weight::Regular, QUIET);
const SMALL: Style = Style::new(8.0, Weight::Regular, QUIET);
const LABEL: Style = Style::new(8.0, Weight::Bold, QUIET);
const TINY: Style = Style::new(7.0, Weight::Regular, QUIET);
const TITLE: Style = Style::new(17.0, Weight::Bold, INK).with_leading(1.2);
const DUE: Style = Style::new(13.0, Weight::Bold, INK).with_leading(1.3);

/// The tables of a document, for who hears it read.
const FACTS: u8 = 0;
const LINES: u8 = 1;
const TOTALS: u8 = 2;
const INSTALMENTS: u8 = 3;
const PAYMENT: u8 = 4;

/// Lines of a column at the foot of every page; what is longer stands once,
/// at the end.
const FOOT_LINES_MAX: usize = 6;

/// Between the text and a Swiss payment part: the page's number, and the words
/// above the line.
const SLIP_GAP: f32 = mm(7.0);

pub(super) fn pages(paper: &Paper, faces: &mut Faces) -> Result<Laid, PdfProblem> {
    let (first, is_alone) = laid(paper, faces, false)?;
    if !is_alone {
        return Ok(first);
    }
    let (other, is_alone) = laid(paper, faces, true)?;
    let is_better = !is_alone && other.pages.len() <= first.pages.len();
    Ok(if is_better { other } else { first })
}

/// The pages, and whether how to pay stands on another one than the totals.
fn laid(paper: &Paper, faces: &mut Faces, moves_end: bool) -> Result<(Laid, bool), PdfProblem> {
    let mut flow = Flow::new(paper, faces);
    flow.moves_end = moves_end;
    flow.head()?;
    flow.lines()?;
    let with_totals = flow.pages.len();
    flow.notes()?;
    flow.instalments()?;
    flow.payment()?;
    let is_alone = paper.payment.is_some() && flow.pages.len() > with_totals;
    flow.furnish();
    let laid = Laid {
        pages: flow.pages,
        warnings: flow.warnings,
    };
    Ok((laid, is_alone))
}

pub(super) struct Flow<'a> {
    paper: &'a Paper,
    faces: &'a mut Faces,
    pages: Vec<Vec<Op>>,
    /// Where the next thing stands.
    y: f32,
    /// Where a page ends, above its foot.
    bottom: f32,
    left: f32,
    width: f32,
    height: f32,
    foot: Block,
    /// The foot's columns that were too long for it.
    long_feet: Vec<String>,
    accent: Ink,
    /// Paragraphs so far.
    paragraphs: u32,
    warnings: Vec<Warning>,
    /// The height of a Swiss payment part at the end of the last page.
    slip: f32,
    /// The last line and the totals begin a page.
    moves_end: bool,
}

impl<'a> Flow<'a> {
    fn new(paper: &'a Paper, faces: &'a mut Faces) -> Flow<'a> {
        let (page_width, height) = size(paper.format);
        let left = match paper.format {
            Format::A4 => mm(25.0),
            Format::Letter => mm(22.5),
        };
        let width = page_width - left - mm(20.0);
        let mut flow = Flow {
            paper,
            faces,
            pages: vec![Vec::new()],
            y: mm(16.0),
            bottom: height,
            left,
            width,
            height,
            foot: Block::default(),
            long_feet: Vec::new(),
            accent: paper.design.accent.unwrap_or(INK),
            paragraphs: 0,
            warnings: Vec::new(),
            slip: 0.0,
            moves_end: false,
        };
        flow.measure_foot();
        flow
    }

    fn right(&self) -> f32 {
        self.left + self.width
    }

    /// The columns of the foot, beside the room for the page's number.
    fn measure_foot(&mut self) {
        let columns = self.paper.feet.len().max(1) as f32;
        let gap = mm(6.0);
        let room = self.width - mm(18.0);
        let width = (room - gap * (columns - 1.0)) / columns;
        let mut x = self.left;
        let feet = &self.paper.feet;
        for foot in feet {
            let text = foot.join("\n");
            let lines = wrapped(self.faces, &text, width, TINY);
            if lines.len() > FOOT_LINES_MAX {
                self.long_feet.push(text);
                continue;
            }
            let mut column = Block::default();
            for text in lines {
                column.add(line(self.faces, &text, x, Align::Left, TINY, Role::Aside));
            }
            self.foot.beside(column);
            x += width + gap;
        }
        self.foot.height = self.foot.height.max(TINY.line());
        self.bottom = self.height - mm(11.0) - self.foot.height - mm(6.0);
    }

    fn room(&self) -> f32 {
        self.bottom - self.y
    }

    fn fits(&self, height: f32) -> bool {
        height <= self.room() + 0.01
    }

    /// Puts a block where the last one ended.
    fn put(&mut self, block: Block) {
        let y = self.y;
        self.put_at(y, block.ops);
        self.y += block.height;
    }

    fn put_at(&mut self, y: f32, ops: Vec<Op>) {
        if let Some(page) = self.pages.last_mut() {
            page.extend(ops.into_iter().map(|op| op.down(y)));
        }
    }

    /// A new page, with what the document is at its head.
    fn turn(&mut self) -> Result<(), PdfProblem> {
        if self.pages.len() >= PAGES_MAX {
            return Err(PdfProblem::TooManyPages);
        }
        self.pages.push(Vec::new());
        let paper = self.paper;
        let title = format!("{} {}", paper.title, paper.number);
        let buyer = paper.buyer.first().map_or("", String::as_str);
        let room = self.width / 2.0 - mm(3.0);
        let cut = |faces: &mut Faces, text: &str| {
            let mut lines = wrapped(faces, text, room, SMALL);
            lines.truncate(1);
            lines.pop().unwrap_or_default()
        };
        let (title, buyer) = (cut(self.faces, title.trim()), cut(self.faces, buyer));
        let mut head = line(
            self.faces,
            &title,
            self.left,
            Align::Left,
            SMALL,
            Role::Aside,
        );
        let right = self.right();
        head.beside(line(
            self.faces,
            &buyer,
            right,
            Align::Right,
            SMALL,
            Role::Aside,
        ));
        self.put_at(mm(13.0), head.ops);
        self.y = mm(25.0);
        Ok(())
    }

    /// Puts blocks that belong together on one page where they fit on one,
    /// else one after another.
    fn put_together(&mut self, blocks: Vec<Block>) -> Result<(), PdfProblem> {
        let height: f32 = blocks.iter().map(|block| block.height).sum();
        let page = self.bottom - mm(25.0);
        if !self.fits(height) && height <= page {
            self.turn()?;
        }
        for block in blocks {
            if !self.fits(block.height) {
                self.turn()?;
            }
            self.put(block);
        }
        Ok(())
    }

    fn paragraph_role(&mut self) -> Role {
        self.paragraphs += 1;
        Role::Paragraph(self.paragraphs)
    }

    /// A paragraph, a block a line.
    fn text_blocks(&mut self, text: &str, style: Style, width: f32) -> Vec<Block> {
        let role = self.paragraph_role();
        let left = self.left;
        let lines = wrapped(self.faces, text, width, style);
        let lines = lines.into_iter();
        lines
            .map(|text| line(self.faces, &text, left, Align::Left, style, role))
            .collect()
    }

    fn notes(&mut self) -> Result<(), PdfProblem> {
        let paper = self.paper;
        let notes = paper.notes.iter().map(|note| {
            let mark = crate::raised(note.mark);
            let mark = mark.trim_start();
            if mark.is_empty() {
                note.text.clone()
            } else {
                format!("{mark}\u{a0}{}", note.text)
            }
        });
        let long_feet = std::mem::take(&mut self.long_feet);
        let texts: Vec<String> = notes.chain(long_feet).collect();
        for (index, text) in texts.iter().enumerate() {
            let gap = if index == 0 { mm(7.0) } else { mm(1.5) };
            let mut blocks = self.text_blocks(text, SOFT, self.width);
            if let Some(first) = blocks.first_mut() {
                let mut spaced = Block::space(gap);
                spaced.add(std::mem::take(first));
                *first = spaced;
            }
            self.put_together(blocks)?;
        }
        Ok(())
    }

    fn instalments(&mut self) -> Result<(), PdfProblem> {
        let Some((heading, rows)) = &self.paper.instalments else {
            return Ok(());
        };
        let mut first = Block::space(mm(6.0));
        first.add(line(
            self.faces,
            heading,
            self.left,
            Align::Left,
            BOLD,
            Role::Heading,
        ));
        first.add(Block::space(mm(1.0)));
        let mut blocks = vec![first];
        let width = mm(82.0).min(self.width);
        for (index, row) in rows.iter().enumerate() {
            let place = (INSTALMENTS, u32::try_from(index).unwrap_or(u32::MAX));
            blocks.push(self.labelled(row, self.left, width, 0.0, place, Align::Right));
        }
        self.put_together(blocks)
    }

    /// A label and its value in a row: the value at the right end, or from
    /// `column` on.
    fn labelled(
        &mut self,
        row: &Labelled,
        x: f32,
        width: f32,
        column: f32,
        (table, index): (u8, u32),
        align: Align,
    ) -> Block {
        let label = Style { ink: QUIET, ..BODY };
        let roles = (Role::Cell(table, index, 0), Role::Cell(table, index, 1));
        let gap = mm(4.0);
        // A hair more, as widths are summed in another order when cut into lines.
        let own = (label.width(self.faces, &row.label) + 0.1).min(width * 0.6);
        let label_width = if align == Align::Right {
            own
        } else {
            (column + 0.1).min(width * 0.6)
        };
        let mut block = paragraph(
            self.faces,
            &row.label,
            x,
            label_width.max(mm(8.0)),
            label,
            roles.0,
        );
        let room = width - label_width - gap;
        let mut value = Block::default();
        for text in wrapped(self.faces, &row.value, room, BODY) {
            let at = match align {
                Align::Left => x + label_width + gap,
                Align::Right => x + width,
            };
            value.add(line(self.faces, &text, at, align, BODY, roles.1));
        }
        block.beside(value);
        block.height += mm(0.5);
        block
    }

    /// Feet and page numbers, when it is known how many pages there are.
    fn furnish(&mut self) {
        let count = self.pages.len();
        let words = &self.paper.page_words;
        for index in 0..count {
            let is_last = index + 1 == count;
            let lift = if is_last { self.slip } else { 0.0 };
            // Above a payment part there is room for the number only.
            let (top, foot) = if lift > 0.0 {
                (self.height - lift - SLIP_GAP, &[][..])
            } else {
                let top = self.height - mm(11.0) - self.foot.height;
                (top, self.foot.ops.as_slice())
            };
            let number = format!("{} {} / {count}", words.page, index + 1);
            let right = self.left + self.width;
            let number = line(self.faces, &number, right, Align::Right, TINY, Role::Aside);
            let ops = foot.iter().cloned().chain(number.ops);
            let ops: Vec<Op> = ops.map(|op| op.down(top)).collect();
            if let Some(page) = self.pages.get_mut(index) {
                page.extend(ops);
            }
        }
    }
}
