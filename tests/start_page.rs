//! The start page in `index.html`, seen before the program is there, is the one that the program
//! draws. `OWED_WRITE=1 cargo test --test start_page` writes it anew.

#![cfg(not(target_arch = "wasm32"))]

use owed::app::Start;
use owed::door::{Door, Early};
use std::env;
use std::fs;
use std::path::Path;
use yew::prelude::*;

const BEGINS: &str = "<!-- Written by tests/start_page.rs. -->\n";
const ENDS: &str = "    <!-- The end of it. -->\n";

#[component]
fn Page() -> Html {
    let door = Door::new(
        Callback::noop(),
        |_| unreachable!("nothing is loaded for it"),
        Early::default(),
    );
    html! {
        <ContextProvider<Door> context={door}>
            <Start is_ahead=true />
        </ContextProvider<Door>>
    }
}

/// A line for each block.
fn in_lines(html: &str) -> String {
    let mut text = html.to_owned();
    for block in [
        "main", "header", "h1", "section", "h2", "p", "form", "div", "label",
    ] {
        for end in [" ", ">"] {
            let tag = format!("<{block}{end}");
            text = text.replace(&tag, &format!("\n{tag}"));
        }
    }
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(|line| format!("    {line}\n")).collect()
}

#[tokio::test]
async fn index_html_has_the_start_page() {
    let html = yew::LocalServerRenderer::<Page>::new()
        .hydratable(false)
        .render()
        .await;
    let drawn = in_lines(&html);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let page = fs::read_to_string(&file).expect("index.html");
    let (before, rest) = page.split_once(BEGINS).expect("where it begins");
    let (written, after) = rest.split_once(ENDS).expect("where it ends");
    if env::var_os("OWED_WRITE").is_some() {
        fs::write(&file, format!("{before}{BEGINS}{drawn}{ENDS}{after}")).expect("index.html");
    } else {
        assert_eq!(
            written, drawn,
            "write it anew: OWED_WRITE=1 cargo test --test start_page"
        );
    }
}
