//! Banks' files: the second program.

use serde::{Deserialize, Serialize};
use statements::ReadOptions;
use statements::file::BankFile;
use wasm_bindgen::prelude::*;

use crate::failure::{ErrorCode, Failure};
use crate::{Answer, js, read_or_default, write};

/// How a file is read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct StatementOptions {
    /// The file's name, for the statements and warnings to say.
    #[serde(default)]
    pub name: String,
    /// What the file leaves open.
    #[serde(default)]
    pub read: ReadOptions,
}

/// Reads a file of a bank: CAMT.052, 053 and 054, MT940, OFX, QIF, CSV, or a
/// ZIP archive of them.
///
/// # Errors
/// [`ErrorCode::InvalidStatement`] with the place in the file.
pub fn read_file(bytes: &[u8], options: &StatementOptions) -> Result<BankFile, Failure> {
    statements::read(bytes, &options.name, &options.read)
        .map_err(|error| Failure::of(ErrorCode::InvalidStatement, &error))
}

/// Reads a file of a bank: CAMT.052, 053 and 054, MT940, OFX, QIF, CSV, or a
/// ZIP archive of them.
#[wasm_bindgen(js_name = readStatement, unchecked_return_type = "BankFile")]
pub fn read_statement(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] file: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "StatementOptions")] options: &JsValue,
) -> Answer {
    let options = read_or_default(options)?;
    write(&read_file(&js::to_bytes(file)?, &options)?)
}
