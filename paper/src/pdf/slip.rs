//! The payment part and receipt of a Swiss QR-bill: what the code holds, said
//! in words beside it.
//!
//! Sizes, places, letters and headings follow the Swiss Implementation
//! Guidelines for the QR-bill 2.3 (SIX, 2023-11-20), chapter 3: the receipt is
//! 62 × 105 mm, the payment part 148 × 105 mm, the code 46 × 46 mm with a
//! cross of 7 × 7 mm. There are headings in German, French, Italian and
//! English; a Spanish document has the English ones.

use super::face::{Faces, Weight};
use super::sheet::*;
use crate::code::Code;
use crate::{CodeKind, Language, PaymentCode};
use ::words::printed::slip;

const HEIGHT: f32 = mm(105.0);
const RECEIPT: f32 = mm(62.0);
const WIDTH: f32 = mm(210.0);
const MARGIN: f32 = mm(5.0);

const TITLE: Style = set(11.0, Weight::SlipBold, 1.0);
const RECEIPT_HEADING: Style = set(6.0, Weight::SlipBold, 1.5);
const RECEIPT_VALUE: Style = set(8.0, Weight::SlipRegular, 1.125);
const HEADING: Style = set(8.0, Weight::SlipBold, 1.375);
const VALUE: Style = set(10.0, Weight::SlipRegular, 1.1);
const SEPARATE: Style = set(7.0, Weight::SlipRegular, 1.2);

const fn set(size: f32, weight: Weight, leading: f32) -> Style {
    Style::new(size, weight, BLACK).with_leading(leading)
}

/// What a Swiss QR code holds, as far as it is shown.
struct Bill {
    account: String,
    creditor: Vec<String>,
    debtor: Vec<String>,
    amount: String,
    currency: String,
    reference: String,
    information: Vec<String>,
}

impl Bill {
    /// Elements in the order of table 7 of the guidelines, a line each.
    fn read(payload: &str) -> Option<Bill> {
        let lines: Vec<&str> = payload.lines().map(str::trim).collect();
        let line = |index: usize| lines.get(index).copied().unwrap_or("");
        if line(0) != "SPC" || lines.len() < 31 {
            return None;
        }
        let reference = match line(27) {
            "QRR" => in_groups(line(28), 5, line(28).len() % 5),
            "SCOR" => in_groups(line(28), 4, 0),
            _ => String::new(),
        };
        let information = [line(29), line(31)];
        Some(Bill {
            account: in_groups(line(3), 4, 0),
            creditor: address(lines.get(4..11)?),
            debtor: address(lines.get(20..27)?),
            amount: spaced(line(18)),
            currency: line(19).to_owned(),
            reference,
            information: information
                .into_iter()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}

/// Kind, name, street, house number, postcode, town, country; combined (K)
/// addresses have two lines in place of the street and the number.
fn address(lines: &[&str]) -> Vec<String> {
    let &[kind, name, first, second, code, town, country] = lines else {
        return Vec::new();
    };
    let (street, place) = if kind == "K" {
        (first.to_owned(), second.to_owned())
    } else {
        (format!("{first} {second}"), format!("{code} {town}"))
    };
    let place = match country {
        "" | "CH" | "LI" => place,
        other if place.trim().is_empty() => other.to_owned(),
        other => format!("{other}-{}", place.trim()),
    };
    let texts = [name.to_owned(), street, place];
    let texts = texts.into_iter().map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

/// In groups of `size` letters, after a first one of `first`.
fn in_groups(text: &str, size: usize, first: usize) -> String {
    let mut groups = String::new();
    for (index, c) in text.chars().filter(|c| !c.is_whitespace()).enumerate() {
        if index > 0 && index % size == first % size {
            groups.push(' ');
        }
        groups.push(c);
    }
    groups
}

/// An amount with a space at the thousands, as chapter 3.5.3 asks.
fn spaced(amount: &str) -> String {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, ""));
    let whole = in_groups(whole, 3, whole.len() % 3);
    if cents.is_empty() {
        whole
    } else {
        format!("{whole}.{cents}")
    }
}

/// The lowest 105 mm of a page; `None` where the payload is no Swiss QR code.
pub(super) fn slip(code: &PaymentCode, language: Language, faces: &mut Faces) -> Option<Block> {
    if code.kind != CodeKind::Swiss {
        return None;
    }
    let bill = Bill::read(&code.payload)?;
    let made = Code::of(code)?;
    let mut slip = Slip {
        faces,
        language: language.into(),
        bill,
        block: Block {
            ops: Vec::new(),
            height: HEIGHT,
        },
        paragraphs: PARAGRAPHS,
    };
    slip.lines();
    slip.receipt();
    slip.payment_part(&made);
    Some(slip.block)
}

/// The slip's paragraphs are numbered apart from the document's.
const PARAGRAPHS: u32 = 1_000_000;

struct Slip<'a> {
    faces: &'a mut Faces,
    language: words::Language,
    bill: Bill,
    block: Block,
    paragraphs: u32,
}

impl Slip<'_> {
    /// Where to cut, and the words that say so.
    fn lines(&mut self) {
        let thin = 0.5;
        let across = Op::Bar {
            x: 0.0,
            y: 0.0,
            width: WIDTH,
            height: thin,
            ink: BLACK,
        };
        let down = Op::Bar {
            x: RECEIPT,
            y: 0.0,
            width: thin,
            height: HEIGHT,
            ink: BLACK,
        };
        self.block.ops.extend([across, down]);
        let words = slip::separate(self.language);
        let width = SEPARATE.width(self.faces, words);
        let x = (WIDTH - width) / 2.0;
        let text = line(self.faces, words, x, Align::Left, SEPARATE, Role::Aside);
        let ops = text
            .ops
            .into_iter()
            .map(|op| op.down(-SEPARATE.line() - mm(0.5)));
        self.block.ops.extend(ops);
    }

    fn receipt(&mut self) {
        let (language, width) = (self.language, mm(52.0));
        let styles = (RECEIPT_HEADING, RECEIPT_VALUE);
        self.title(slip::receipt(language), MARGIN);
        let creditor = self.account();
        let mut y = mm(12.0);
        y = self.section(slip::account(language), &creditor, MARGIN, y, width, styles);
        if !self.bill.reference.is_empty() {
            let reference = [self.bill.reference.clone()];
            y = self.section(
                slip::reference(language),
                &reference,
                MARGIN,
                y,
                width,
                styles,
            );
        }
        self.debtor(MARGIN, y, width, styles, (mm(52.0), mm(20.0)));
        self.amount(
            MARGIN,
            mm(13.0),
            styles,
            (mm(30.0), mm(10.0)),
            MARGIN + mm(52.0),
        );
        let right = RECEIPT - MARGIN;
        let role = self.role();
        let text = line(
            self.faces,
            slip::acceptance(language),
            right,
            Align::Right,
            RECEIPT_HEADING,
            role,
        );
        self.at(mm(82.0), text);
    }

    fn payment_part(&mut self, code: &Code) {
        let language = self.language;
        let left = RECEIPT + MARGIN;
        self.title(slip::payment_part(language), left);
        self.code(code, left, mm(17.0));
        let styles = (HEADING, VALUE);
        self.amount(
            left,
            mm(16.0),
            styles,
            (mm(40.0), mm(15.0)),
            left + mm(51.0),
        );
        let (x, width) = (mm(118.0), mm(87.0));
        let creditor = self.account();
        let mut y = self.section(slip::account(language), &creditor, x, MARGIN, width, styles);
        if !self.bill.reference.is_empty() {
            let reference = [self.bill.reference.clone()];
            y = self.section(slip::reference(language), &reference, x, y, width, styles);
        }
        if !self.bill.information.is_empty() {
            let information = self.bill.information.clone();
            y = self.section(
                slip::information(language),
                &information,
                x,
                y,
                width,
                styles,
            );
        }
        self.debtor(x, y, width, styles, (mm(65.0), mm(25.0)));
    }

    fn account(&self) -> Vec<String> {
        let account = std::iter::once(&self.bill.account);
        account.chain(&self.bill.creditor).cloned().collect()
    }

    fn role(&mut self) -> Role {
        self.paragraphs += 1;
        Role::Paragraph(self.paragraphs)
    }

    fn at(&mut self, y: f32, block: Block) {
        self.block
            .ops
            .extend(block.ops.into_iter().map(|op| op.down(y)));
    }

    fn title(&mut self, text: &str, x: f32) {
        let title = line(self.faces, text, x, Align::Left, TITLE, Role::Heading);
        self.at(MARGIN, title);
    }

    /// A heading with its values; where the next one begins.
    fn section(
        &mut self,
        heading: &str,
        values: &[String],
        x: f32,
        y: f32,
        width: f32,
        (heading_style, value_style): (Style, Style),
    ) -> f32 {
        let role = self.role();
        let mut block = line(self.faces, heading, x, Align::Left, heading_style, role);
        for value in values {
            block.add(paragraph(self.faces, value, x, width, value_style, role));
        }
        let height = block.height;
        self.at(y, block);
        y + height + value_style.line() * 0.8
    }

    /// The debtor, or the corners of a field to write in.
    fn debtor(&mut self, x: f32, y: f32, width: f32, styles: (Style, Style), field: (f32, f32)) {
        let debtor = self.bill.debtor.clone();
        if !debtor.is_empty() {
            self.section(
                slip::payable_by(self.language),
                &debtor,
                x,
                y,
                width,
                styles,
            );
            return;
        }
        let top = self.section(
            slip::payable_by_whom(self.language),
            &[],
            x,
            y,
            width,
            styles,
        );
        self.corners(x, top - styles.1.line() * 0.6, field);
    }

    /// Currency and amount, side by side; where there is no amount, the
    /// corners of a field that ends at `right`.
    fn amount(&mut self, x: f32, gap: f32, styles: (Style, Style), field: (f32, f32), right: f32) {
        let y = mm(68.0);
        let (currency, amount) = (self.bill.currency.clone(), self.bill.amount.clone());
        let heading = slip::currency(self.language);
        self.section(heading, &[currency], x, y, mm(20.0), styles);
        let heading = slip::amount(self.language);
        if amount.is_empty() {
            self.section(heading, &[], right - field.0, y, mm(20.0), styles);
            self.corners(right - field.0, y + styles.0.line() + mm(0.5), field);
        } else {
            self.section(heading, &[amount], x + gap, y, mm(36.0), styles);
        }
    }

    /// Corner marks of 0.75 pt, 3 mm long.
    fn corners(&mut self, x: f32, y: f32, (width, height): (f32, f32)) {
        let (thick, long) = (0.75, mm(3.0));
        let mut bar = |x: f32, y: f32, width: f32, height: f32| {
            self.block.ops.push(Op::Bar {
                x,
                y,
                width,
                height,
                ink: BLACK,
            });
        };
        for corner_x in [x, x + width - long] {
            bar(corner_x, y, long, thick);
            bar(corner_x, y + height - thick, long, thick);
        }
        for corner_x in [x, x + width - thick] {
            bar(corner_x, y, thick, long);
            bar(corner_x, y + height - long, thick, long);
        }
    }

    /// The code with the Swiss cross in its middle.
    fn code(&mut self, code: &Code, x: f32, y: f32) {
        let side = mm(46.0);
        let module = side / code.side as f32;
        let name = "Swiss QR code";
        let bars = code.bars();
        self.block.ops.push(Op::Code {
            x,
            y,
            module,
            bars,
            name,
        });
        let middle = (x + side / 2.0, y + side / 2.0);
        let mut box_of = |width: f32, height: f32, ink: Ink| {
            self.block.ops.push(Op::Bar {
                x: middle.0 - width / 2.0,
                y: middle.1 - height / 2.0,
                width,
                height,
                ink,
            });
        };
        box_of(mm(7.0), mm(7.0), WHITE);
        box_of(mm(6.0), mm(6.0), BLACK);
        box_of(mm(3.9), mm(1.17), WHITE);
        box_of(mm(1.17), mm(3.9), WHITE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_their_groups() {
        assert_eq!(
            in_groups("CH4431999123000889012", 4, 0),
            "CH44 3199 9123 0008 8901 2"
        );
        let reference = "210000000003139471430009017";
        assert_eq!(
            in_groups(reference, 5, 27 % 5),
            "21 00000 00003 13947 14300 09017"
        );
        assert_eq!(spaced("1949.75"), "1 949.75");
        assert_eq!(spaced("199.00"), "199.00");
        assert_eq!(spaced("123456.00"), "123 456.00");
        assert_eq!(spaced(""), "");
    }
}
