//! A document as PDF: pages of text and rules, drawn by krilla.
//!
//! [`flow`] puts the document on pages, [`draw`] writes them. The same
//! document gives the same bytes everywhere: there is no clock, no chance, and
//! what is computed in floating point are places on paper only, by sums and
//! products.

mod draw;
mod face;
mod flow;
mod sheet;
mod slip;

use crate::made::{LETTERS_MAX, LINES_MAX};
use crate::{Paper, Pdf, PdfProblem, Warning};

impl Paper {
    /// # Errors
    /// [`PdfProblem`].
    pub fn pdf(&self) -> Result<Pdf, PdfProblem> {
        if self.table.rows.len() > LINES_MAX {
            return Err(PdfProblem::TooManyLines);
        }
        if letters(self) > LETTERS_MAX {
            return Err(PdfProblem::TooMuchText);
        }
        let mut faces = face::Faces::load().map_err(|name| PdfProblem::Writing(name.to_owned()))?;
        let laid = flow::pages(self, &mut faces)?;
        let bytes = draw::draw(self, &laid.pages, &mut faces)?;
        let mut warnings = laid.warnings;
        let missing = faces.missing();
        if !missing.is_empty() {
            if missing.chars().any(is_right_to_left) {
                warnings.push(Warning::RightToLeft);
            }
            warnings.push(Warning::Letters(missing));
        }
        Ok(Pdf {
            bytes,
            pages: laid.pages.len(),
            warnings,
        })
    }
}

fn letters(paper: &Paper) -> usize {
    let rows = paper
        .table
        .rows
        .iter()
        .map(|row| row.description.len() + row.details.iter().map(String::len).sum::<usize>());
    let notes = paper.notes.iter().map(|note| note.text.len());
    let feet = paper.feet.iter().flatten().map(String::len);
    rows.chain(notes).chain(feet).sum()
}

/// Hebrew, Arabic and the other scripts of those blocks of Unicode.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
