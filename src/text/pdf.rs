//! What became of a PDF.

use paper::{NoPaper, PdfProblem, Warning};

use super::failure::Message;
use crate::dispatch::{Handed, NoPdf, NotMade};

/// What became of the file.
pub fn handed(handed: Handed, name: &str) -> String {
    match handed {
        Handed::Downloaded => format!("{name} is with your downloads."),
        Handed::Shared => format!("{name} was shared."),
        Handed::Cancelled => "No PDF: you closed the share sheet.".to_owned(),
    }
}

/// What the PDF does not show as it was written.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Letters(letters) => format!(
            "The fonts of the PDF do not have these letters, and an empty box stands for each: {}. They can still be copied from it.",
            letters
                .chars()
                .map(String::from)
                .collect::<Vec<_>>()
                .join(" ")
        ),
        Warning::RightToLeft => {
            "Text from right to left is not set in its order: have a look at the PDF before you send it."
                .to_owned()
        }
        Warning::Code => {
            "A payment code was left out: what it should hold does not fit one.".to_owned()
        }
    }
}

/// Why there is none.
pub fn failure(failure: &NoPdf) -> Message {
    let what = match failure {
        NoPdf::NotMade(NotMade::NotLoaded) => {
            return Message::new(
                "The part of Owed that makes PDFs could not be loaded.",
                "The document is as it was. Check that this device is online, then try again.",
            );
        }
        NoPdf::NotMade(NotMade::TooLong) => {
            "Making the PDF took too long, and was ended.".to_owned()
        }
        NoPdf::NotMade(NotMade::Stopped(why)) => format!("Making the PDF stopped: {why}."),
        NoPdf::NoBook => "This document is not in the book any more.".to_owned(),
        NoPdf::NoPaper(NoPaper::Opening) => {
            "An opening item was printed by another program.".to_owned()
        }
        NoPdf::NoPaper(NoPaper::Draft) => "A draft has no number yet.".to_owned(),
        NoPdf::NoPaper(NoPaper::Amount(_)) => {
            "The amounts of this document do not add up yet: edit it first.".to_owned()
        }
        NoPdf::Problem(PdfProblem::Logo) => {
            "The logo cannot be printed, as its picture is damaged: choose another one in the settings."
                .to_owned()
        }
        NoPdf::Problem(problem) => format!("There is no PDF: {problem}."),
        NoPdf::NotSaved(problem) => super::problem::sentence(&problem.to_string()),
    };
    Message::new(what, "The document is as it was.")
}
