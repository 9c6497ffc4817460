//! How to pay, at the foot of the last page.

use super::*;
use crate::code::Code;
use crate::{Payment, PaymentCode};

/// The side of a code.
const SIDE: f32 = mm(28.0);

impl Flow<'_> {
    pub(super) fn payment(&mut self) -> Result<(), PdfProblem> {
        let Some(payment) = &self.paper.payment else {
            return Ok(());
        };
        let is_swiss = |code: &&PaymentCode| code.kind == CodeKind::Swiss;
        if let Some(code) = payment.codes.iter().find(is_swiss) {
            match slip::slip(code, self.paper.locale.language, self.faces) {
                Some(slip) => {
                    self.online(payment)?;
                    return self.put_slip(slip);
                }
                None => self.warnings.push(Warning::Code),
            }
        }
        let block = self.payment_block(payment);
        if !self.fits(block.height) {
            self.turn()?;
        }
        // It stands at the end of the page, where it is looked for.
        let top = (self.bottom - block.height).max(self.y);
        self.y = self.bottom;
        self.put_at(top, block.ops);
        Ok(())
    }

    /// The address to pay at, where the payment part takes the block's place.
    fn online(&mut self, payment: &Payment) -> Result<(), PdfProblem> {
        let is_link = |row: &&Labelled| Some(&row.value) == payment.link.as_ref();
        let Some(row) = payment.rows.iter().find(is_link) else {
            return Ok(());
        };
        let text = format!("{}: {}", row.label, row.value);
        let mut blocks = vec![Block::space(mm(1.5))];
        blocks.extend(self.text_blocks(&text, SOFT, self.width));
        self.put_together(blocks)
    }

    /// The payment part takes the lowest 105 mm of the last page.
    fn put_slip(&mut self, slip: Block) -> Result<(), PdfProblem> {
        self.slip = slip.height;
        let end = self.height - slip.height - SLIP_GAP;
        if self.y > end {
            self.turn()?;
        }
        self.put_at(self.height - slip.height, slip.ops);
        Ok(())
    }

    fn payment_block(&mut self, payment: &Payment) -> Block {
        let mut block = Block::space(mm(6.0));
        block.add(Block::rule(self.left, self.width, mm(0.15), RULE));
        block.add(Block::space(mm(4.0)));
        let mut inner = Block::default();
        let mut x = self.left;
        for code in payment
            .codes
            .iter()
            .filter(|code| code.kind != CodeKind::Swiss)
        {
            let Some(made) = Code::of(code) else {
                self.warnings.push(Warning::Code);
                continue;
            };
            let module = SIDE / made.side as f32;
            let name = match code.kind {
                CodeKind::Epc => "QR code: SEPA credit transfer",
                CodeKind::Swiss | CodeKind::Link => "QR code",
            };
            let op = Op::Code {
                x,
                y: 0.0,
                module,
                bars: made.bars(),
                name,
            };
            inner.beside(Block {
                ops: vec![op],
                height: SIDE,
            });
            x += SIDE + mm(7.0);
        }
        let has_codes = x > self.left;
        let wide = mm(92.0).min(self.right() - x);
        let details = self.right() - wide;
        if details - x > mm(20.0) {
            let width = details - x - mm(5.0);
            let mut words = paragraph(self.faces, &payment.heading, x, width, BOLD, Role::Heading);
            if has_codes {
                let style = Style { ink: QUIET, ..BODY };
                let role = self.paragraph_role();
                words.add(paragraph(self.faces, &payment.scan, x, width, style, role));
            }
            inner.beside(words);
        }
        let mut column: f32 = 0.0;
        for row in &payment.rows {
            column = column.max(BODY.width(self.faces, &row.label));
        }
        let mut rows = Block::default();
        for (index, row) in payment.rows.iter().enumerate() {
            let place = (PAYMENT, u32::try_from(index).unwrap_or(u32::MAX));
            let mut made = self.labelled(row, details, wide, column, place, Align::Left);
            if let Some(address) = payment.link.as_ref().filter(|link| **link == row.value) {
                made.ops.push(Op::Link {
                    x: details,
                    y: 0.0,
                    width: wide,
                    height: made.height,
                    address: address.clone(),
                });
            }
            rows.add(made);
        }
        inner.beside(rows);
        block.add(inner);
        block
    }
}
