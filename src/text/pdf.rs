//! What became of a PDF.

use paper::{NoPaper, PdfProblem, Warning};

use super::failure::Message;
use crate::dispatch::{Handed, NoPdf, NotMade};

/// What became of the file.
pub fn handed(handed: Handed, name: &str) -> String {
    match handed {
        Handed::Downloaded => words::pdf::downloaded(&name),
        Handed::Shared => words::pdf::shared(&name),
        Handed::Cancelled => words::pdf::not_shared().to_owned(),
    }
}

/// What the PDF does not show as it was written.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Letters(letters) => words::pdf::letters_missing(
            &letters
                .chars()
                .map(String::from)
                .collect::<Vec<_>>()
                .join(" "),
        ),
        Warning::RightToLeft => words::pdf::right_to_left().to_owned(),
        Warning::Code => words::pdf::code_left_out().to_owned(),
    }
}

/// Why there is none.
pub fn failure(failure: &NoPdf) -> Message {
    let what = match failure {
        NoPdf::NotMade(NotMade::NotLoaded) => {
            return Message::new(words::pdf::not_loaded(), words::pdf::not_loaded_hint());
        }
        NoPdf::NotMade(NotMade::TooLong) => words::pdf::too_long().to_owned(),
        NoPdf::NotMade(NotMade::Stopped(why)) => {
            return Message::new(words::pdf::stopped(), words::pdf::unchanged()).with_details(why);
        }
        NoPdf::NoBook => words::pdf::no_document().to_owned(),
        NoPdf::NoPaper(NoPaper::Opening) => words::pdf::opening_item().to_owned(),
        NoPdf::NoPaper(NoPaper::Draft) => words::pdf::no_number().to_owned(),
        NoPdf::NoPaper(NoPaper::Amount(_)) => words::pdf::no_amounts().to_owned(),
        NoPdf::Problem(PdfProblem::Logo) => words::pdf::logo_damaged().to_owned(),
        NoPdf::Problem(PdfProblem::TooManyLines) => words::pdf::too_many_lines().to_owned(),
        NoPdf::Problem(PdfProblem::TooMuchText) => words::pdf::too_much_text().to_owned(),
        NoPdf::Problem(PdfProblem::TooManyPages) => words::pdf::too_many_pages().to_owned(),
        NoPdf::Problem(PdfProblem::Writing(why)) => {
            return Message::new(words::pdf::stopped(), words::pdf::unchanged()).with_details(why);
        }
        NoPdf::NotSaved(why) => {
            return Message::new(words::pdf::not_saved(), words::pdf::unchanged())
                .with_details(why);
        }
    };
    Message::new(what, words::pdf::unchanged())
}
