//! Where entries lie in the journal, and how they are asked for.

use std::ops::RangeInclusive;

use ledger::ids::Seq;
use ledger::journal::Head;
use wasm_bindgen::JsValue;

use super::extent::{Extent, Span};
use super::failure::{Damage, Failure};
use super::idb::{self, JOURNAL, Request, Transaction};

pub(super) fn key(head: &Head) -> JsValue {
    idb::pair(head.chain.0, head.seq)
}

pub(super) fn span_range(span: &Span) -> Result<JsValue, Failure> {
    let chain = span.chain.0;
    idb::range(&idb::pair(chain, span.first), &idb::pair(chain, span.last))
}

/// Asks for the entries within `seqs` that lie in the journal.
pub(super) fn ask(
    transaction: &Transaction,
    extent: &Extent,
    seqs: &RangeInclusive<Seq>,
) -> Result<Vec<(Span, Request)>, Failure> {
    let first = extent.sealed.saturating_add(1).max(*seqs.start());
    extent
        .spans_within(first..=*seqs.end())
        .map(|span| Ok((span, transaction.get_all(JOURNAL, &span_range(&span)?)?)))
        .collect()
}

pub(super) async fn answer(span: Span, request: Request) -> Result<Vec<Vec<u8>>, Failure> {
    let entries = request.all_bytes(JOURNAL).await?;
    // Keys are unique whole numbers, so a full count means the full range.
    let Span { first, last, .. } = span;
    if u32::try_from(entries.len()) == Ok(last - first + 1) {
        Ok(entries)
    } else {
        Err(Damage::Missing { first, last }.into())
    }
}
