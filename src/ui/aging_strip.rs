//! The receivables as a strip of buckets, with the same as a list of links.

use yew::prelude::*;

/// A bucket of the strip.
#[derive(Clone, PartialEq, Debug)]
pub struct StripPart {
    /// What a test finds it by: `current`, `1-30`, `91+`.
    pub key: AttrValue,
    pub label: AttrValue,
    pub amount: AttrValue,
    /// The plain decimal.
    pub plain: AttrValue,
    /// Of a thousand, for the width alone.
    pub share: u32,
    pub href: AttrValue,
}

#[derive(Properties, PartialEq)]
pub struct AgingStripProps {
    pub label: AttrValue,
    pub parts: Vec<StripPart>,
}

/// Colours there are; later buckets share the last one.
const COLOURS: usize = 5;

#[component]
pub fn AgingStrip(props: &AgingStripProps) -> Html {
    let mut left = 0;
    let bars = props.parts.iter().enumerate().map(|(index, part)| {
        let x = left;
        left += part.share;
        // A gap between two bars, and a sliver of each that there is.
        let width = part.share.saturating_sub(2).max(u32::from(part.share > 0));
        html! {
            <rect key={index} class={colour(index)} x={x.to_string()} y="0" width={width.to_string()} height="14" />
        }
    });
    let bars: Vec<Html> = bars.collect();
    html! {
        <section class="aging" aria-label={props.label.clone()}>
            <svg class="strip" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                { bars }
            </svg>
            <ul class="buckets">
                { for props.parts.iter().enumerate().map(|(index, part)| html! {
                    <li key={part.key.as_str()}>
                        <a href={part.href.clone()}>
                            <small class={colour(index)}>{ part.label.clone() }</small>
                            <b class="num" data-figure="aging" data-bucket={part.key.clone()} data-value={part.plain.clone()}>
                                { part.amount.clone() }
                            </b>
                        </a>
                    </li>
                }) }
            </ul>
        </section>
    }
}

fn colour(index: usize) -> String {
    format!("a{}", index.min(COLOURS - 1))
}
