//! The lines and the totals.

use super::*;
use crate::{LineRow, Total};

/// Between two columns.
const GAP: f32 = mm(5.0);
/// Above and below the text of a row, and of the rows of a long table.
const PAD: f32 = mm(1.9);
const TIGHT_PAD: f32 = mm(1.2);
const LONG: usize = 15;
/// The description is no narrower than this, if smaller letters help.
const DESCRIPTION_MIN: f32 = mm(50.0);

/// Where the columns end (the description's: where it ends at the right), and
/// how large the letters are.
struct Columns {
    description: f32,
    /// Right ends and widths of quantity, price, tax, amount.
    figures: [(f32, f32); 4],
    body: Style,
    soft: Style,
    label: Style,
}

impl Flow<'_> {
    pub(super) fn lines(&mut self) -> Result<(), PdfProblem> {
        let paper = self.paper;
        let rows = &paper.table.rows;
        let totals = self.total_blocks();
        let totals_height: f32 = totals.iter().map(|block| block.height).sum();
        let columns = self.columns();
        let carry = self.carry(&columns, &paper.page_words.carried, "").height;
        // What only repeats on each page stands there once for who listens.
        let mut is_first_head = true;
        let mut rows_here = 0;
        for (index, row) in rows.iter().enumerate() {
            let is_last = index + 1 == rows.len();
            let slices = self.row(&columns, row, index);
            let height: f32 = slices.iter().map(|slice| slice.height).sum();
            let head = self.table_head(&columns, is_first_head);
            let above = if rows_here == 0 { head.height } else { 0.0 };
            let below = if is_last { totals_height } else { carry };
            let page = self.bottom - mm(25.0) - head.height - carry;
            let fits = self.fits(above + height + below);
            let would_fit = height + below <= page;
            let moves = self.moves_end && is_last && rows_here > 0 && would_fit;
            if moves
                || !fits
                    && (would_fit || height + carry <= page && !self.fits(above + height + carry))
            {
                self.break_table(&columns, rows, index, rows_here)?;
                rows_here = 0;
            }
            if rows_here == 0 {
                self.begin_table(&columns, rows, index, head)?;
                is_first_head = false;
            }
            for slice in slices {
                if !self.fits(slice.height) {
                    self.turn()?;
                    let head = self.table_head(&columns, false);
                    self.put(head);
                }
                self.put(slice);
            }
            rows_here += 1;
        }
        self.put_together(totals)
    }

    /// Ends a page below its last row, with the sum so far.
    fn break_table(
        &mut self,
        columns: &Columns,
        rows: &[LineRow],
        next: usize,
        rows_here: usize,
    ) -> Result<(), PdfProblem> {
        let before = next.checked_sub(1).and_then(|last| rows.get(last));
        if let (true, Some(before)) = (rows_here > 0, before) {
            let words = &self.paper.page_words.carried;
            let carried = self.carry(columns, words, &before.carried);
            self.put(carried);
        }
        self.turn()
    }

    /// The heading, and on later pages the sum so far.
    fn begin_table(
        &mut self,
        columns: &Columns,
        rows: &[LineRow],
        next: usize,
        head: Block,
    ) -> Result<(), PdfProblem> {
        if !self.fits(head.height) {
            self.turn()?;
        }
        self.put(head);
        let before = next.checked_sub(1).and_then(|last| rows.get(last));
        if let Some(before) = before {
            let words = &self.paper.page_words.brought;
            let mut brought = self.carry(columns, words, &before.carried);
            let rule = Block::rule(self.left, self.width, mm(0.15), RULE);
            brought.add(rule);
            self.put(brought);
        }
        Ok(())
    }

    /// How wide the figures are, and in which size all fits.
    fn columns(&mut self) -> Columns {
        let paper = self.paper;
        let mut widest = [0.0_f32; 4];
        for row in &paper.table.rows {
            for (width, text) in widest.iter_mut().zip(figures(row)) {
                *width = width.max(self.faces.width(Weight::Regular, text));
            }
            widest[3] = widest[3].max(self.faces.width(Weight::Regular, &row.carried));
        }
        let mut size = BODY.size;
        loop {
            let body = Style { size, ..BODY };
            let label = Style {
                size: size - 1.0,
                ..LABEL
            };
            let mut figures = [(0.0, 0.0); 4];
            let mut x = self.right();
            for (index, widest) in widest.iter().enumerate().rev() {
                let heading = &paper.table.headings[index + 1];
                if heading.is_empty() {
                    continue;
                }
                // A long heading of several words stands in two lines.
                let longest = heading.split(' ').map(|word| label.width(self.faces, word));
                let longest = longest.fold(0.0, f32::max);
                let whole = label.width(self.faces, heading);
                let heading_width = if whole > mm(24.0) { longest } else { whole };
                let limit = if index == 0 || index == 2 {
                    mm(34.0)
                } else {
                    f32::MAX
                };
                let width = (widest * size).max(heading_width).min(limit);
                figures[index] = (x, width);
                x -= width + GAP;
            }
            let description = x - self.left;
            if description >= DESCRIPTION_MIN || size <= 6.0 {
                return Columns {
                    description: description.max(mm(20.0)),
                    figures,
                    body,
                    soft: Style {
                        size: size - 0.5,
                        ..SOFT
                    },
                    label,
                };
            }
            size -= 1.0;
        }
    }

    fn table_head(&mut self, columns: &Columns, is_first: bool) -> Block {
        let headings = &self.paper.table.headings;
        let role = |column: u8| {
            if is_first {
                Role::Head(LINES, column)
            } else {
                Role::Aside
            }
        };
        let mut cells: Vec<(Vec<String>, f32, Align, Role)> = Vec::new();
        let texts = wrapped(self.faces, &headings[0], columns.description, columns.label);
        cells.push((texts, self.left, Align::Left, role(0)));
        for (index, (right, width)) in columns.figures.iter().enumerate() {
            let texts = wrapped(
                self.faces,
                &headings[index + 1],
                *width + 0.1,
                columns.label,
            );
            let column = u8::try_from(index + 1).unwrap_or(0);
            cells.push((texts, *right, Align::Right, role(column)));
        }
        let most = cells
            .iter()
            .map(|(texts, ..)| texts.len())
            .max()
            .unwrap_or(1);
        let mut block = Block::default();
        for (texts, x, align, role) in cells {
            // Headings stand on the rule.
            let mut cell = Block::space(columns.label.line() * (most - texts.len()) as f32);
            for text in texts {
                cell.add(line(self.faces, &text, x, align, columns.label, role));
            }
            block.beside(cell);
        }
        block.add(Block::space(mm(1.2)));
        block.add(Block::rule(self.left, self.width, mm(0.3), self.accent));
        block
    }

    /// A row, in slices that can stand on different pages if they must.
    fn row(&mut self, columns: &Columns, row: &LineRow, index: usize) -> Vec<Block> {
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let role = |column: u8| Role::Cell(LINES, number, column);
        let is_long = self.paper.table.rows.len() > LONG;
        let pad = if is_long { TIGHT_PAD } else { PAD };
        let mut slices = Vec::new();
        let left = self.left;
        let first = wrapped(
            self.faces,
            &row.description,
            columns.description,
            columns.body,
        );
        let mut texts: Vec<(String, Style)> =
            first.into_iter().map(|text| (text, columns.body)).collect();
        for detail in &row.details {
            let lines = wrapped(self.faces, detail, columns.description, columns.soft);
            texts.extend(lines.into_iter().map(|text| (text, columns.soft)));
        }
        for (text, style) in texts {
            slices.push(line(self.faces, &text, left, Align::Left, style, role(0)));
        }
        for (index, (right, width)) in columns.figures.iter().enumerate() {
            let texts = wrapped(self.faces, figures(row)[index], *width + 0.1, columns.body);
            let column = u8::try_from(index + 1).unwrap_or(0);
            for (place, text) in texts.iter().enumerate() {
                let cell = line(
                    self.faces,
                    text,
                    *right,
                    Align::Right,
                    columns.body,
                    role(column),
                );
                match slices.get_mut(place) {
                    Some(slice) => slice.beside(cell),
                    None => slices.push(cell),
                }
            }
        }
        if let Some(first) = slices.first_mut() {
            let mut padded = Block::space(pad);
            padded.add(std::mem::take(first));
            *first = padded;
        }
        if let Some(last) = slices.last_mut() {
            last.add(Block::space(pad));
            last.add(Block::rule(left, self.width, mm(0.15), RULE));
        }
        slices
    }

    /// The sum so far, at the end of a page or the beginning of the next.
    fn carry(&mut self, columns: &Columns, words: &str, amount: &str) -> Block {
        let style = Style {
            ink: QUIET,
            ..columns.body
        };
        let mut text = line(
            self.faces,
            words,
            self.left,
            Align::Left,
            style,
            Role::Aside,
        );
        let (right, _) = columns.figures[3];
        text.beside(line(
            self.faces,
            amount,
            right,
            Align::Right,
            style,
            Role::Aside,
        ));
        let mut block = Block::space(mm(1.5));
        block.add(text);
        block.add(Block::space(mm(1.5)));
        block
    }

    /// The totals, a block a row.
    fn total_blocks(&mut self) -> Vec<Block> {
        let totals = &self.paper.totals;
        let mut width = mm(82.0);
        for total in totals {
            let style = total_style(total);
            let value = style.width(self.faces, &total.value);
            let label = style.width(self.faces, &total.label).min(mm(60.0));
            width = width.max(value + label + GAP);
        }
        let width = width.min(self.width);
        let mut blocks = vec![Block::space(mm(3.5))];
        for (index, total) in totals.iter().enumerate() {
            blocks.push(self.total(total, index, width));
        }
        // The space above belongs to the first row.
        let space = blocks.remove(0);
        if let Some(first) = blocks.first_mut() {
            let mut spaced = space;
            spaced.add(std::mem::take(first));
            *first = spaced;
        }
        blocks
    }

    fn total(&mut self, total: &Total, index: usize, width: f32) -> Block {
        let style = Style {
            ink: if total.weight == crate::Weight::Due {
                self.accent
            } else {
                INK
            },
            ..total_style(total)
        };
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let (x, right) = (self.right() - width, self.right());
        let value_width = style.width(self.faces, &total.value);
        let room = (width - value_width - GAP).max(mm(25.0));
        let role = Role::Cell(TOTALS, number, 0);
        let mut label = paragraph(self.faces, &total.label, x, room, style, role);
        if !total.detail.is_empty() {
            label.add(paragraph(self.faces, &total.detail, x, room, SMALL, role));
        }
        let role = Role::Cell(TOTALS, number, 1);
        label.beside(line(
            self.faces,
            &total.value,
            right,
            Align::Right,
            style,
            role,
        ));
        let mut block = Block::default();
        if total.weight == crate::Weight::Due {
            block.add(Block::space(mm(1.5)));
            block.add(Block::rule(x, width, mm(0.3), self.accent));
            block.add(Block::space(mm(1.8)));
        } else {
            block.add(Block::space(mm(0.5)));
        }
        block.add(label);
        block.add(Block::space(mm(0.5)));
        block
    }
}

fn total_style(total: &Total) -> Style {
    match total.weight {
        crate::Weight::Plain => BODY,
        crate::Weight::Strong => BOLD,
        crate::Weight::Due => DUE,
    }
}

fn figures(row: &LineRow) -> [&str; 4] {
    [&row.quantity, &row.price, &row.tax, &row.amount]
}
