//! Records and reports as files for other programs.

use ledger::records::{self, RecordsFile};

use super::{Dispatcher, Session};
use crate::platform::files::NewFile;

impl Dispatcher {
    /// Saves the records as plain JSON for other tools.
    ///
    /// # Errors
    /// Why there is no file.
    pub fn export_records(&self) -> Result<(), String> {
        let session = self.session().ok_or("no book is open")?;
        let records = records::of(&session.book());
        let bytes = records::write(&records).map_err(|error| error.to_string())?;
        if records::read(&bytes).as_ref() != Ok(&records) {
            return Err("what was written could not be read again".to_owned());
        }
        let mut file = NewFile::new();
        file.push(&bytes).map_err(|error| error.to_string())?;
        file.save(&session.file_name("records"), "application/json")
            .map_err(|error| error.to_string())
    }

    /// Saves the records that an import left out, as a file to mend.
    ///
    /// # Errors
    /// Why there is no file.
    pub fn save_left_out(&self, records: &RecordsFile) -> Result<(), String> {
        let bytes = records::write(records).map_err(|error| error.to_string())?;
        let mut file = NewFile::new();
        file.push(&bytes).map_err(|error| error.to_string())?;
        file.save("owed-left-out.json", "application/json")
            .map_err(|error| error.to_string())
    }

    /// Saves text that a page made, such as a report as CSV.
    ///
    /// # Errors
    /// Why there is no file.
    pub fn save_text(&self, name: &str, media_type: &str, text: &str) -> Result<(), String> {
        let mut file = NewFile::new();
        file.push(text.as_bytes())
            .map_err(|error| error.to_string())?;
        file.save(name, media_type)
            .map_err(|error| error.to_string())
    }
}

impl Session {
    /// What a file of the book is called: of several books' files in one folder
    /// each says whose it is.
    pub(super) fn file_name(&self, kind: &str) -> String {
        let book = self.book();
        let business = book.business().map(|business| &business.details.name[..]);
        let name = paper::in_file_name(business.unwrap_or_default());
        let of = if name.is_empty() { "" } else { " " };
        format!("owed-{kind}-{}{of}{name}.json", self.today())
    }
}
