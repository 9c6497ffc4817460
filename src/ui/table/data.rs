//! A table of any number of rows, of which only those in sight are in the
//! page.
//!
//! It scrolls with the page. Every row is as high as the style sheet says, so
//! the rows out of sight are two spaces of known height. The focus stays on
//! the table and names the current row: no scrolling can lose it. What the
//! rows are, and their order, is known to the page alone.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use web_sys::{HtmlElement, HtmlTableElement};
use yew::prelude::*;

use super::{Column, Row};

/// Rows: the highest element that every browser can lay out.
pub const ROWS_MAX: usize = 250_000;
/// Rows in the page beyond those in sight, at each end.
const MARGIN: usize = 3;
/// Rows that come and go together while it scrolls: few, so that each frame
/// has as little to do as the others.
const STEP: usize = 2;
/// Until a row was measured.
const ROW_PX: f64 = 41.0;
/// What may cover a row at the top and at the bottom of the window: the head
/// of the table, the bar of a phone.
const COVERED_PX: f64 = 88.0;

#[derive(Properties, PartialEq)]
pub struct DataTableProps {
    /// Unique on the page.
    pub name: AttrValue,
    /// Read aloud with the number of rows.
    pub caption: AttrValue,
    pub columns: Vec<Column>,
    pub count: usize,
    /// A row by its place, one cell per column.
    pub row: Callback<usize, Row>,
    /// Opens the row at a place.
    pub on_open: Callback<usize>,
    /// The column that the rows are ordered by, and whether downwards.
    #[prop_or_default]
    pub sorted: Option<(usize, bool)>,
    /// Asks for another order: by this column.
    #[prop_or_default]
    pub on_sort: Callback<usize>,
    /// Characters of the longest amount.
    #[prop_or_default]
    pub amount_chars: usize,
}

/// The rows that are in the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Sight {
    first: usize,
    end: usize,
    /// Rows that the page has elements for; never fewer than are shown.
    ring: usize,
    /// Which of these elements the first row has.
    turn: usize,
}

/// What is in the page, and where.
#[derive(Clone, Default, PartialEq)]
struct Places {
    table: NodeRef,
    body: NodeRef,
    above: NodeRef,
    below: NodeRef,
}

/// What was measured.
#[derive(Clone, Copy)]
struct Measured {
    count: usize,
    row_px: f64,
    sight: Sight,
}

#[component]
pub fn DataTable(props: &DataTableProps) -> Html {
    let count = props.count.min(ROWS_MAX);
    let places = use_memo((), |()| Places::default());
    let sight = use_state_eq(|| Sight {
        first: 0,
        end: 5 * MARGIN,
        ring: 5 * MARGIN,
        turn: 0,
    });
    let current = use_state_eq(|| None::<usize>);
    let measured = use_mut_ref(|| Measured {
        count,
        row_px: ROW_PX,
        sight: *sight,
    });
    let shown = sight.within(count);
    {
        let mut measured = measured.borrow_mut();
        measured.count = count;
        measured.sight = shown;
    }
    use_look(&places, &measured, sight.setter(), props.amount_chars);
    let onkeydown = on_key(&places, &current, &measured, &props.on_open);
    let onfocus = on_focus(&places, &current, &measured);
    let onmousedown = on_mouse(&current);
    let current = current.filter(|current| *current < count);
    let id = |place: usize| format!("{}-{place}", props.name);
    let active = current.filter(|place| (shown.first..shown.end).contains(place));
    let cells: Vec<AttrValue> = props.columns.iter().map(Column::cell_class).collect();
    let class = classes!(
        "data",
        (props.amount_chars > 13).then_some("long"),
        (props.amount_chars > 19).then_some("longer")
    );
    html! {
        <table ref={places.table.clone()} role="grid" {class} tabindex="0" aria-rowcount={(count + 1).to_string()}
            aria-activedescendant={active.map(id)} {onkeydown} {onfocus} {onmousedown}>
            <caption class="unseen">{ caption(&props.caption, props.count) }</caption>
            <thead role="rowgroup">
                <tr role="row" aria-rowindex="1">
                    { for props.columns.iter().enumerate().map(|(place, column)| view_head(props, place, column)) }
                </tr>
            </thead>
            // The spaces stand apart: no row may take the place of one.
            { view_space(&places.above) }
            <tbody ref={places.body.clone()} role="rowgroup">
                { for (shown.first..shown.end).map(|place| {
                    let key = shown.key(place);
                    view_row(&props.columns, &cells, props.row.emit(place), place, id(place), key, current == Some(place))
                }) }
            </tbody>
            { view_space(&places.below) }
        </table>
    }
}

type Current = UseStateHandle<Option<usize>>;

/// Looks which rows are in sight: after each drawing, and whenever the window
/// scrolls or changes its size.
#[hook]
fn use_look(
    places: &Rc<Places>,
    measured: &Rc<RefCell<Measured>>,
    sight: UseStateSetter<Sight>,
    amount_chars: usize,
) {
    let look = {
        let (places, measured, sight) = (places.clone(), measured.clone(), sight);
        move || {
            let mut known = measured.borrow_mut();
            if let Some(seen) = places.look(*known) {
                known.sight = seen;
                // At once: what is done after drawing may come a frame late.
                places.space(*known);
                sight.set(seen);
            }
        }
    };
    {
        let look = look.clone();
        use_effect_with((), move |()| {
            let listen = |event| {
                let look = look.clone();
                web_sys::window().map(|window| EventListener::new(&window, event, move |_| look()))
            };
            let listeners = (listen("scroll"), listen("resize"));
            move || drop(listeners)
        });
    }
    {
        let (places, measured, chars) = (places.clone(), measured.clone(), amount_chars);
        use_effect(move || {
            if chars > 0 {
                set(&places.table, "--amount", &format!("{chars}ch"));
            }
            {
                let mut known = measured.borrow_mut();
                known.row_px = places.row_px().unwrap_or(known.row_px);
                places.space(*known);
            }
            look();
        });
    }
}

/// Enter opens the current row, the other keys choose it.
fn on_key(
    places: &Rc<Places>,
    current: &Current,
    measured: &Rc<RefCell<Measured>>,
    on_open: &Callback<usize>,
) -> Callback<KeyboardEvent> {
    let (places, current, measured) = (places.clone(), current.clone(), measured.clone());
    let on_open = on_open.clone();
    Callback::from(move |event: KeyboardEvent| {
        let is_here = event.target_dyn_into::<HtmlTableElement>().is_some();
        let is_plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
        if !is_here || !is_plain {
            return;
        }
        let known = *measured.borrow();
        let now = current.filter(|current| *current < known.count);
        if let ("Enter", Some(now)) = (event.key().as_str(), now) {
            event.prevent_default();
            on_open.emit(now);
        } else if let Some(to) = step(&event.key(), now, places.page(known), known.count) {
            event.prevent_default();
            current.set(Some(to));
            places.show(to, known);
        }
    })
}

/// Whoever comes to the table has a current row.
fn on_focus(
    places: &Rc<Places>,
    current: &Current,
    measured: &Rc<RefCell<Measured>>,
) -> Callback<FocusEvent> {
    let (places, current, measured) = (places.clone(), current.clone(), measured.clone());
    Callback::from(move |_: FocusEvent| {
        let known = *measured.borrow();
        if current.is_none_or(|current| current >= known.count) {
            current.set((known.count > 0).then(|| places.first_whole(known)));
        }
    })
}

fn on_mouse(current: &Current) -> Callback<MouseEvent> {
    let current = current.setter();
    Callback::from(move |event: MouseEvent| {
        let row = event.target_dyn_into::<HtmlElement>();
        let row = row.and_then(|place| place.closest("tr[aria-rowindex]").ok()?);
        let index = row.and_then(|row| row.get_attribute("aria-rowindex")?.parse().ok());
        if let Some(place) = index.and_then(|index: usize| index.checked_sub(2)) {
            current.set(Some(place));
        }
    })
}

fn caption(caption: &str, count: usize) -> String {
    let rows = words::ui::rows(count);
    if count > ROWS_MAX {
        let shown = crate::text::format::count(ROWS_MAX);
        words::ui::first_rows(&caption, &shown, &rows)
    } else {
        format!("{caption}, {rows}")
    }
}

/// One cell: it must not ask for a column that is not shown.
fn view_space(place: &NodeRef) -> Html {
    html! {
        <tbody aria-hidden="true">
            <tr ref={place.clone()} class="space"><td /></tr>
        </tbody>
    }
}

fn view_head(props: &DataTableProps, place: usize, column: &Column) -> Html {
    let order = props.sorted.filter(|(by, _)| *by == place);
    let order = order.map(|(_, down)| if down { "descending" } else { "ascending" });
    let class = classes!(
        column.place.class(),
        column.width.class(),
        column.is_number.then_some("r"),
        column.sorts.then_some("sorts")
    );
    html! {
        <th role="columnheader" scope="col" {class} aria-sort={order}>
            if column.sorts {
                <button type="button" class="sort" onclick={props.on_sort.reform(move |_: MouseEvent| place)}>
                    { column.label.clone() }
                </button>
            } else {
                <span>{ column.label.clone() }</span>
            }
        </th>
    }
}

/// By its key a row that comes into sight takes over the elements of one that
/// leaves, and the others stay as they are: nothing of them is laid out or
/// painted anew.
fn view_row(
    columns: &[Column],
    classes: &[AttrValue],
    row: Row,
    place: usize,
    id: String,
    key: usize,
    is_current: bool,
) -> Html {
    let cells = columns.iter().zip(classes).zip(row.cells);
    html! {
        <tr {key} {id} role="row" aria-rowindex={(place + 2).to_string()} aria-selected={is_current.then_some("true")}>
            { for cells.map(|((column, class), cell)| html! {
                <td role="gridcell" class={class.clone()} data-label={column.label.clone()}>{ cell }</td>
            }) }
        </tr>
    }
}

/// Where a key leads from a row; `None` for other keys and an empty table.
fn step(key: &str, now: Option<usize>, page: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let from = now.unwrap_or(0);
    let to = match key {
        "ArrowDown" if now.is_none() => 0,
        "ArrowDown" => from + 1,
        "ArrowUp" => from.saturating_sub(1),
        "PageDown" => from + page,
        "PageUp" => from.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

impl Sight {
    /// The same where there are fewer rows by now.
    fn within(self, count: usize) -> Sight {
        let end = self.end.min(count);
        let rows = self.end - self.first.min(self.end);
        Sight {
            first: self.first.min(end.saturating_sub(rows)),
            end,
            ..self
        }
    }

    /// Which of the page's elements a row has. While it scrolls, a row keeps its own.
    fn key(self, place: usize) -> usize {
        (self.turn + place - self.first) % self.ring
    }

    /// What to have in the page where `height` px of the table are in sight
    /// from its `top` px on.
    fn at(self, top: f64, height: f64, row_px: f64, count: usize) -> Sight {
        let rows = |px: f64| (px.max(0.0) / row_px) as usize;
        let ring = rows(height) + 1 + STEP + 2 * MARGIN;
        let first = rows(top).saturating_sub(MARGIN) / STEP * STEP;
        let first = first.min(count.saturating_sub(1) / STEP * STEP);
        let end = (first + ring).min(count);
        // Where no row stays, each place goes to another row, and none is moved.
        let is_near = ring == self.ring && first < self.end && self.first < end;
        let turned = if is_near {
            first + ring - self.first
        } else {
            0
        };
        Sight {
            first,
            end,
            ring,
            turn: (self.turn + turned) % ring,
        }
    }
}

/// The content security policy allows no style attribute.
fn set(place: &NodeRef, name: &str, value: &str) {
    if let Some(element) = place.cast::<HtmlElement>() {
        // Nothing else than a length is set, and that is never refused.
        drop(element.style().set_property(name, value));
    }
}

fn px(rows: usize, row_px: f64) -> f64 {
    rows as f64 * row_px
}

fn window_px() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.unwrap_or(0.0)
}

impl Places {
    /// Where the rows begin, from the top of the window.
    fn top(&self) -> Option<f64> {
        let above = self.above.cast::<HtmlElement>()?;
        Some(above.get_bounding_client_rect().top())
    }

    /// The rows to have in the page, where others are by now.
    fn look(&self, known: Measured) -> Option<Sight> {
        let sight = known.sight;
        let seen = sight.at(-self.top()?, window_px(), known.row_px, known.count);
        (seen != sight).then_some(seen)
    }

    /// Makes the spaces as high as the rows they stand for.
    fn space(&self, known: Measured) {
        let Sight { first, end, .. } = known.sight;
        for (place, rows) in [(&self.above, first), (&self.below, known.count - end)] {
            set(place, "height", &format!("{}px", px(rows, known.row_px)));
        }
    }

    /// How high a row is: the style sheet makes all of them alike.
    fn row_px(&self) -> Option<f64> {
        let row = self.body.cast::<HtmlElement>()?.first_element_child()?;
        let height = row.get_bounding_client_rect().height();
        // Of a table that is hidden nothing is learned.
        (height > 1.0).then_some(height)
    }

    /// Rows that fit into the window.
    fn page(&self, known: Measured) -> usize {
        let free = window_px() - 2.0 * COVERED_PX;
        ((free / known.row_px) as usize).max(1)
    }

    /// The first row that is wholly in sight.
    fn first_whole(&self, known: Measured) -> usize {
        let above = -self.top().unwrap_or(0.0);
        let row = (above.max(0.0) / known.row_px).ceil() as usize;
        row.min(known.count.saturating_sub(1))
    }

    /// Scrolls the page so that a row is in sight.
    fn show(&self, row: usize, known: Measured) {
        let (Some(window), Some(top)) = (web_sys::window(), self.top()) else {
            return;
        };
        let start = top + px(row, known.row_px);
        let over = COVERED_PX - start;
        let under = start + known.row_px + COVERED_PX - window_px();
        if over > 0.0 {
            window.scroll_by_with_x_and_y(0.0, -over);
        } else if under > 0.0 {
            window.scroll_by_with_x_and_y(0.0, under);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_rows_and_never_past_the_ends() {
        for (key, now, to) in [
            ("ArrowDown", None, Some(0)),
            ("ArrowDown", Some(3), Some(4)),
            ("ArrowDown", Some(99), Some(99)),
            ("ArrowUp", Some(0), Some(0)),
            ("PageDown", Some(5), Some(15)),
            ("PageDown", Some(95), Some(99)),
            ("PageUp", Some(5), Some(0)),
            ("Home", Some(50), Some(0)),
            ("End", None, Some(99)),
            ("Enter", Some(1), None),
            ("a", Some(1), None),
        ] {
            assert_eq!(step(key, now, 10, 100), to, "{key} from {now:?}");
        }
        assert_eq!(step("End", None, 10, 0), None);
    }

    #[test]
    fn the_rows_in_the_page_follow_from_where_the_window_is() {
        let sight = |first, end, turn| Sight {
            first,
            end,
            ring: 31,
            turn,
        };
        let start = sight(0, 31, 0);
        assert_eq!(start.at(-300.0, 900.0, 40.0, 1000), start);
        // Rows come and go two by two, and none within the margin is missing.
        assert_eq!(start.at(380.0, 900.0, 40.0, 1000), sight(6, 37, 6));
        assert_eq!(sight(6, 37, 6).at(130.0, 900.0, 40.0, 1000), start);
        assert_eq!(start.at(39_100.0, 900.0, 40.0, 1000), sight(974, 1000, 0));
        assert_eq!(start.at(0.0, 900.0, 40.0, 0), sight(0, 0, 0));
        // Fewer rows than before: the last ones, as many as there were.
        assert_eq!(sight(90, 121, 9).within(100), sight(69, 100, 9));
        assert_eq!(sight(90, 121, 9).within(7), sight(0, 7, 9));
        assert_eq!(start.within(0), sight(0, 0, 0));
    }

    #[test]
    fn a_row_that_stays_in_the_page_keeps_its_elements() {
        let mut sight = Sight {
            first: 0,
            end: 31,
            ring: 31,
            turn: 0,
        };
        for top in [300.0, 2000.0, 2900.0, 39_000.0, 38_700.0, 0.0, 90.0] {
            let next = sight.at(top, 900.0, 40.0, 1000);
            for place in next.first.max(sight.first)..next.end.min(sight.end) {
                assert_eq!(next.key(place), sight.key(place), "row {place} at {top}");
            }
            let keys: std::collections::BTreeSet<usize> = (next.first..next.end)
                .map(|place| next.key(place))
                .collect();
            assert_eq!(keys.len(), next.end - next.first, "at {top}");
            sight = next;
        }
    }

    #[test]
    fn the_caption_says_how_many_rows_there_are() {
        assert_eq!(caption("Documents", 1), "Documents, 1 row");
        assert_eq!(
            caption("Documents", 300_000),
            "Documents, the first 250,000 of 300,000 rows"
        );
    }
}
