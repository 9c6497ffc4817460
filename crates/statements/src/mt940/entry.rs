//! What the line of a movement says before its details.

/// What `:61:` says beside day and amount.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) kind: String,
    pub(super) own_reference: String,
    pub(super) supplement: String,
}
