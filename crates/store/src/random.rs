//! Random bytes for names that must not collide and salts nobody can guess.

use ledger::ids::Chain;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// The browser gives out at most this many bytes at a time.
const FILL_BYTES_MAX: usize = 65_536;

/// The browser has no source of random bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this browser has no source of random numbers")]
pub struct NoRandom;

/// Fills `bytes` with random ones.
///
/// # Errors
/// [`NoRandom`].
pub fn fill(bytes: &mut [u8]) -> Result<(), NoRandom> {
    for chunk in bytes.chunks_mut(FILL_BYTES_MAX) {
        get_random_values(chunk).map_err(|_| NoRandom)?;
    }
    Ok(())
}

/// # Errors
/// [`NoRandom`].
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Salts for the changes of an entry, drawn together.
///
/// # Errors
/// [`NoRandom`].
pub fn salts(count: usize) -> Result<Vec<[u8; 16]>, NoRandom> {
    let mut salts = vec![[0; 16]; count];
    fill(salts.as_flattened_mut())?;
    Ok(salts)
}

/// # Errors
/// [`NoRandom`].
pub fn number() -> Result<u32, NoRandom> {
    bytes().map(u32::from_le_bytes)
}

/// The name of a new chain.
///
/// # Errors
/// [`NoRandom`].
pub fn chain() -> Result<Chain, NoRandom> {
    number().map(Chain)
}
