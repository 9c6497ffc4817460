//! Amounts in a row, such as those of months, as bars; the same as a table
//! below them.

use yew::prelude::*;

use super::{Column, Place, Row, Table};

/// An amount of the row.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    /// Below the bar: short.
    pub short: AttrValue,
    /// In the table.
    pub label: AttrValue,
    pub amount: AttrValue,
    /// The plain decimal.
    pub plain: AttrValue,
    /// Of a thousand of the largest one of either sign.
    pub share: i32,
}

#[derive(Properties, PartialEq)]
pub struct BarsProps {
    /// What they show; the table's caption.
    pub label: AttrValue,
    /// What the table's columns are called: of the labels, of the amounts.
    pub columns: (AttrValue, AttrValue),
    /// What a test finds the amounts by.
    pub figure: AttrValue,
    pub bars: Vec<Bar>,
}

/// Of the drawing: a bar with its gap, and the highest.
const STEP: i32 = 100;
const GAP: i32 = 24;
const HEIGHT: i32 = 1000;

#[component]
pub fn Bars(props: &BarsProps) -> Html {
    let bars = &props.bars;
    let count = i32::try_from(bars.len()).unwrap_or(i32::MAX / STEP);
    let below = bars.iter().map(|bar| -bar.share).max().unwrap_or(0).max(0);
    let drawn = bars.iter().zip(0..).map(|(bar, place)| {
        let (x, y, height) = spot(place, bar.share);
        html! {
            <rect class={(bar.share < 0).then_some("minus")} x={x.to_string()} y={y.to_string()} width={(STEP - GAP).to_string()} height={height.to_string()}>
                <title>{ format!("{}: {}", bar.label, bar.amount) }</title>
            </rect>
        }
    });
    let rows = bars.iter().map(|bar| Row {
        key: bar.label.clone(),
        cells: vec![
            html! { bar.label.clone() },
            html! { <span data-figure={props.figure.clone()} data-value={bar.plain.clone()}>{ bar.amount.clone() }</span> },
        ],
    });
    let columns = vec![
        Column::text(props.columns.0.clone(), Place::Title),
        Column::number(props.columns.1.clone(), Place::Sum),
    ];
    html! {
        <figure class="bars">
            <svg viewBox={format!("0 0 {} {}", count * STEP, HEIGHT + below)} preserveAspectRatio="none"
                role="img" aria-label={words::ui::same_in_table(&props.label)}>
                { for drawn }
                <path d={format!("M0 {HEIGHT}H{}", count * STEP)} />
            </svg>
            <ol aria-hidden="true">{ for bars.iter().map(|bar| html! { <li>{ bar.short.clone() }</li> }) }</ol>
            <details>
                <summary>{ words::ui::as_a_table() }</summary>
                <Table caption={props.label.clone()} {columns} rows={rows.collect::<Vec<_>>()} />
            </details>
        </figure>
    }
}

/// Where a bar lies: from the left, from the top, and how high it is. One
/// that there is has a sliver at least.
fn spot(place: i32, share: i32) -> (i32, i32, i32) {
    let height = if share == 0 { 0 } else { share.abs().max(8) };
    let top = if share < 0 { HEIGHT } else { HEIGHT - height };
    (place * STEP + GAP / 2, top, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_the_line_or_hang_from_it() {
        assert_eq!(spot(0, 1000), (12, 0, 1000));
        assert_eq!(spot(2, 250), (212, 750, 250));
        assert_eq!(spot(1, -250), (112, 1000, 250));
        assert_eq!(spot(1, 1), (112, 992, 8));
        assert_eq!(spot(1, 0), (112, 1000, 0));
    }
}
