//! What is chosen in a list that scrolls by itself.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Scrolls a list so far that what is chosen in it is in sight.
pub fn show_chosen(list: &NodeRef) {
    let Some(list) = list.cast::<HtmlElement>() else {
        return;
    };
    // None is chosen, or the list is empty.
    // Of several that are chosen, the one that is looked at.
    let find = |which| list.query_selector(which).ok().flatten();
    let chosen = find("[data-current=true]").or_else(|| find("[aria-selected=true]"));
    let Some(chosen) = chosen else {
        return;
    };
    let (whole, part) = (
        list.get_bounding_client_rect(),
        chosen.get_bounding_client_rect(),
    );
    let over = whole.top() - part.top();
    let under = part.bottom() - whole.bottom();
    let by = if over > 0.0 { -over } else { under.max(0.0) };
    list.set_scroll_top(list.scroll_top() + by as i32);
}
