//! A document as it is printed, in the page: what the PDF says, in the same
//! words. The Swiss payment part to cut off is in the PDF only, where its size
//! is certain; its code is here as well.

use std::fmt::Write;

use ::paper::code::Code;
use ::paper::{CodeKind, Labelled, LineRow, Paper, PaymentCode, Total, Weight};
use yew::prelude::*;

/// Asks the browser to print what the style sheet leaves of the page.
pub fn print_page() {
    // Where nothing can be printed the browser says so itself.
    if let Some(window) = web_sys::window() {
        drop(window.print());
    }
}

pub fn view_paper(paper: &Paper) -> Html {
    html! {
        <article class="paper" lang={paper.locale.language.code()} aria-label={format!("{} {}", paper.title, paper.number).trim_end().to_owned()}>
            if let Some(mark) = &paper.mark {
                <p class="paper-mark">{ mark.word().to_owned() }</p>
            }
            <div class="paper-head">
                <p><b>{ paper.seller.name.clone() }</b>{ view_lines(&paper.seller.lines) }</p>
            </div>
            <div class="paper-address">
                <p class="paper-return">{ paper.seller.return_line.clone() }</p>
                <p>{ view_lines(&paper.buyer) }</p>
                { view_list(&paper.facts) }
            </div>
            <h3>{ format!("{} {}", paper.title, paper.number) }</h3>
            { for paper.lead.iter().map(|text| html! { <p>{ text.clone() }</p> }) }
            { for paper.letter.iter().map(|text| html! { <p>{ text.clone() }</p> }) }
            { view_table(paper) }
            <dl class="paper-totals">{ for paper.totals.iter().map(view_total) }</dl>
            { for paper.notes.iter().map(|note| html! {
                <p class="paper-note">{ if note.mark == 0 { String::new() } else { ::paper::raised(note.mark) } }{ note.text.clone() }</p>
            }) }
            if let Some((heading, parts)) = &paper.instalments {
                <h4>{ heading.clone() }</h4>
                { view_list(parts) }
            }
            if let Some(payment) = &paper.payment {
                <h4>{ payment.heading.clone() }</h4>
                <div class="paper-payment">
                    { for payment.codes.iter().map(view_code) }
                    { view_list(&payment.rows) }
                </div>
            }
            <footer>
                { for paper.feet.iter().map(|foot| html! { <p>{ view_lines(foot) }</p> }) }
            </footer>
        </article>
    }
}

/// Light around a code, in modules (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// As one path; a payload that fits no code is in the rows beside it.
fn view_code(code: &PaymentCode) -> Html {
    let Some(made) = Code::of(code) else {
        return html! {};
    };
    let mut path = String::new();
    for (x, y, length) in made.bars() {
        // Writing to memory does not fail.
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
    }
    let side = made.side + 2 * QUIET;
    let label = match code.kind {
        CodeKind::Epc => words::ui::code_epc(),
        CodeKind::Swiss => words::ui::code_swiss(),
        CodeKind::Link => words::ui::code_link(),
    };
    html! {
        <svg class={classes!("paper-code", (code.kind == CodeKind::Swiss).then_some("swiss"))} viewBox={format!("0 0 {side} {side}")} role="img" aria-label={label} shape-rendering="crispEdges">
            <path fill="#fff" d={format!("M0 0h{side}v{side}h-{side}z")} />
            <path fill="#000" d={path} />
            if code.kind == CodeKind::Swiss {
                { view_cross(made.side) }
            }
        </svg>
    }
}

/// The cross in the middle of a Swiss code of so many modules, which is an odd
/// number: 7 of its 46 mm (Swiss Implementation Guidelines QR-bill 2.3, chapter
/// 5.4.2).
fn view_cross(side: usize) -> Html {
    let middle = side / 2 + QUIET;
    // In tenths of a millimetre: 1 / 460 of the code.
    let place = format!("translate({middle}.5 {middle}.5) scale({side}) scale(.00217391)");
    html! {
        <g transform={place}>
            <path fill="#fff" d="M-35-35h70v70h-70z" />
            <path fill="#000" d="M-30-30h60v60h-60z" />
            <path fill="#fff" d="M-19.5-5.85h39v11.7h-39zM-5.85-19.5h11.7v39h-11.7z" />
        </g>
    }
}

fn view_lines(lines: &[String]) -> Html {
    html! { { for lines.iter().map(|line| html! { <span>{ line.clone() }</span> }) } }
}

fn view_list(list: &[Labelled]) -> Html {
    html! {
        <dl>
            { for list.iter().map(|one| html! {
                <div><dt>{ one.label.clone() }</dt><dd>{ one.value.clone() }</dd></div>
            }) }
        </dl>
    }
}

fn view_table(paper: &Paper) -> Html {
    let headings = &paper.table.headings;
    let has_tax = !headings[3].is_empty();
    let row = |row: &LineRow| {
        html! {
            <tr>
                <td>{ row.description.clone() }{ for row.details.iter().map(|detail| html! { <small>{ detail.clone() }</small> }) }</td>
                <td class="r">{ row.quantity.clone() }</td>
                <td class="r">{ row.price.clone() }</td>
                if has_tax { <td class="r">{ row.tax.clone() }</td> }
                <td class="r">{ row.amount.clone() }</td>
            </tr>
        }
    };
    html! {
        <table>
            <thead>
                <tr>
                    { for headings.iter().enumerate().filter(|(place, _)| has_tax || *place != 3).map(|(place, heading)| html! {
                        <th scope="col" class={(place > 0).then_some("r")}>{ heading.clone() }</th>
                    }) }
                </tr>
            </thead>
            <tbody>{ for paper.table.rows.iter().map(row) }</tbody>
        </table>
    }
}

fn view_total(total: &Total) -> Html {
    let class = match total.weight {
        Weight::Plain => None,
        Weight::Strong => Some("strong"),
        Weight::Due => Some("due"),
    };
    html! {
        <div {class}>
            <dt>{ total.label.clone() }if !total.detail.is_empty() { <small>{ total.detail.clone() }</small> }</dt>
            <dd>{ total.value.clone() }</dd>
        </div>
    }
}
