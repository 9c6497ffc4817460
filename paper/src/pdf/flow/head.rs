//! The head of the first page: sender, address in the window, facts, title.

use super::*;

/// The window's part of the page that is seen wherever the sheet lies in its
/// envelope.
struct View {
    x: f32,
    /// Where the address begins; the sender's line stands above it.
    y: f32,
    width: f32,
    has_return_line: bool,
}

/// DIN 5008:2020 form B: the zone of the recipient begins 45 + 17.7 mm below
/// the edge, and text 25 mm from the left. The others follow from the sheet's
/// play in its envelope: what is seen both with the sheet in the lower left
/// and in the upper right corner.
/// * C6/5 with a window on the right (114 × 229 mm, window 45 × 100 mm, 12 mm
///   from the right and 20 mm from below; sheet folded to 99 mm): 117 to 198
///   mm from the left, 49 to 79 mm from above.
/// * DL with a window on the right (110 × 220 mm, window 35 × 100 mm, 20 mm
///   from the right and from below): 100 to 190 mm, 55 to 79 mm.
/// * #10 (4 1/8 × 9 1/2 in, window 1 1/8 × 4 1/2 in, 7/8 in from the left and
///   1/2 in from below): 0.875 to 4.375 in, 2.5 to 3.17 in.
fn view(window: Window) -> View {
    match window {
        Window::LeftDin => View {
            x: mm(25.0),
            y: mm(62.7),
            width: mm(78.0),
            has_return_line: true,
        },
        Window::RightSwiss => View {
            x: mm(119.0),
            y: mm(54.0),
            width: mm(76.0),
            has_return_line: true,
        },
        Window::RightFrench => View {
            x: mm(108.0),
            y: mm(59.0),
            width: mm(80.0),
            has_return_line: true,
        },
        Window::LeftUs => View {
            x: mm(22.5),
            y: mm(64.0),
            width: mm(86.0),
            has_return_line: false,
        },
    }
}

impl Flow<'_> {
    pub(super) fn head(&mut self) -> Result<(), PdfProblem> {
        let view = view(self.paper.window);
        let is_right = view.x > self.left + mm(40.0);
        let sender_end = self.sender(if is_right { view.y - mm(8.0) } else { f32::MAX });
        let address_end = self.address(&view);
        let facts_end = self.facts(is_right, if is_right { sender_end.0 } else { sender_end.1 });
        let least = if is_right { mm(80.0) } else { mm(90.0) };
        self.y = address_end.max(facts_end).max(least) + mm(8.0);
        self.title()
    }

    /// The logo, or the name, at the left; the rest of the sender at the
    /// right, or below the name where it would reach into the window. Where
    /// the left part ends, and where both do.
    fn sender(&mut self, limit: f32) -> (f32, f32) {
        let paper = self.paper;
        let top = mm(16.0);
        let mut left_end = top;
        if let Some((width, height)) = self.logo_size() {
            let x = self.left;
            self.put_at(
                top,
                vec![Op::Logo {
                    x,
                    y: 0.0,
                    width,
                    height,
                }],
            );
            left_end += height;
        } else {
            let style = Style {
                ink: self.accent,
                ..TITLE
            };
            let role = self.paragraph_role();
            let width = self.width * 0.5;
            let name = paragraph(
                self.faces,
                &paper.seller.name,
                self.left,
                width,
                style,
                role,
            );
            left_end += name.height;
            self.put_at(top - mm(1.0), name.ops);
        }
        let style = SMALL;
        let width = self.width * 0.44;
        let mut lines = Vec::new();
        if self.paper.design.logo.is_some() {
            lines.extend(wrapped(self.faces, &paper.seller.name, width, style));
        }
        for text in &paper.seller.lines {
            lines.extend(wrapped(self.faces, text, width, style));
        }
        let height = style.line() * lines.len() as f32;
        let is_low = top + height > limit;
        let (x, align) = if is_low {
            (self.left, Align::Left)
        } else {
            (self.right(), Align::Right)
        };
        let role = self.paragraph_role();
        let mut block = Block::default();
        for text in lines {
            block.add(line(self.faces, &text, x, align, style, role));
        }
        let start = if is_low { left_end + mm(2.0) } else { top };
        self.put_at(start, block.ops);
        let end = start + height;
        (if is_low { end } else { left_end }, left_end.max(end))
    }

    /// As large as fits 60 × 18 mm, and no larger than its pixels at 150 a
    /// inch allow.
    fn logo_size(&self) -> Option<(f32, f32)> {
        let (width, height) = self.paper.design.logo.as_ref()?.size();
        let (width, height) = (width as f32, height as f32);
        let scale = (mm(60.0) / width).min(mm(18.0) / height).min(72.0 / 150.0);
        Some((width * scale, height * scale))
    }

    fn address(&mut self, view: &View) -> f32 {
        let paper = self.paper;
        let tiny = Style { ink: QUIET, ..TINY };
        if view.has_return_line {
            let text = &paper.seller.return_line;
            let block = paragraph(self.faces, text, view.x, view.width, tiny, Role::Aside);
            // What is longer than three lines would leave the window.
            if block.height <= tiny.line() * 3.0 + 0.1 {
                self.put_at(view.y - mm(1.7) - block.height, block.ops);
            }
        }
        let style = Style::new(10.0, Weight::Regular, INK).with_leading(1.3);
        let role = self.paragraph_role();
        let mut block = Block::default();
        for text in &paper.buyer {
            block.add(paragraph(self.faces, text, view.x, view.width, style, role));
        }
        let end = view.y + block.height;
        self.put_at(view.y, block.ops);
        end
    }

    /// Number, dates and references, on the other side than the address.
    fn facts(&mut self, is_left: bool, above: f32) -> f32 {
        let paper = self.paper;
        let width = mm(70.0);
        let x = if is_left {
            self.left
        } else {
            self.right() - width
        };
        let align = if is_left { Align::Left } else { Align::Right };
        let mut column: f32 = 0.0;
        for fact in &paper.facts {
            column = column.max(BODY.width(self.faces, &fact.label));
        }
        let mut block = Block::default();
        for (index, fact) in paper.facts.iter().enumerate() {
            let place = (FACTS, u32::try_from(index).unwrap_or(u32::MAX));
            block.add(self.labelled(fact, x, width, column, place, align));
        }
        let top = match is_left {
            true => mm(40.0).max(above + mm(8.0)),
            false => mm(54.0).max(above + mm(6.0)),
        };
        let end = top + block.height;
        self.put_at(top, block.ops);
        end
    }

    fn title(&mut self) -> Result<(), PdfProblem> {
        let paper = self.paper;
        let mut title = format!("{} {}", paper.title, paper.number)
            .trim()
            .to_owned();
        if let Some(mark) = &paper.mark {
            title = format!("{title} · {}", mark.word());
        }
        for text in wrapped(self.faces, &title, self.width, TITLE) {
            let block = line(
                self.faces,
                &text,
                self.left,
                Align::Left,
                TITLE,
                Role::Title,
            );
            if !self.fits(block.height) {
                self.turn()?;
            }
            self.put(block);
        }
        for text in &paper.lead {
            let style = Style { ink: QUIET, ..BODY };
            for block in self.text_blocks(text, style, self.width) {
                if !self.fits(block.height) {
                    self.turn()?;
                }
                self.put(block);
            }
        }
        for text in &paper.letter {
            self.y += mm(2.5);
            for block in self.text_blocks(text, BODY, self.width) {
                if !self.fits(block.height) {
                    self.turn()?;
                }
                self.put(block);
            }
        }
        self.y += mm(6.0);
        Ok(())
    }
}
