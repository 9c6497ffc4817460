//! A sentence that has parts of a page in it, such as a link.

use words::Piece;
use yew::prelude::*;

/// The pieces of a message in their order.
pub fn said(pieces: Vec<Piece<Html>>) -> Html {
    let pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => html! { { text } },
        Piece::Part(part) => part,
    });
    pieces.collect()
}
