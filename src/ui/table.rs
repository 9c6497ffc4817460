//! Tables that turn into readable lines on a phone.
//!
//! Each column says where it goes there. The roles are stated, as a table
//! that is laid out as a grid loses its own.

mod data;

use yew::prelude::*;

pub use data::DataTable;

/// The next order after a press on a column's head: upwards by it, downwards,
/// and back to the customary one.
pub fn next_order<T: Copy + PartialEq>(now: Option<(T, bool)>, by: T) -> Option<(T, bool)> {
    match now {
        Some((known, down)) if known == by => (!down).then_some((by, true)),
        _ => Some((by, false)),
    }
}

/// Where a column's cells go on a phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The first line, left: who or what.
    Title,
    /// The first line, right: how much.
    Sum,
    /// The second line, left.
    Note,
    /// The second line, right.
    Tag,
    /// A line of its own with its label.
    Line,
    /// Not shown.
    Hidden,
}

impl Place {
    fn class(self) -> &'static str {
        match self {
            Place::Title => "p-title",
            Place::Sum => "p-sum",
            Place::Note => "p-note",
            Place::Tag => "p-tag",
            Place::Line => "p-line",
            Place::Hidden => "p-hidden",
        }
    }
}

/// How wide a column of a [`DataTable`] is on a desk: its rows are never all
/// there to be measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Width {
    /// What the others leave.
    #[default]
    Rest,
    Number,
    /// A number that gives way to long amounts.
    NumberLess,
    Date,
    Status,
    /// As long as the longest amount of the table.
    Amount,
    /// An amount with the word for what it is.
    Unapplied,
    /// A date that gives way to long amounts; the lower the earlier.
    DateLess(u8),
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Width::Rest => "",
            Width::Number => "w-number",
            Width::NumberLess => "w-number less-2",
            Width::Date => "w-date",
            Width::Status => "w-status",
            Width::Amount => "w-amount",
            Width::Unapplied => "w-unapplied",
            Width::DateLess(1) => "w-date less-1",
            Width::DateLess(_) => "w-date less-2",
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    pub label: AttrValue,
    pub place: Place,
    /// Aligned to the right.
    pub is_number: bool,
    /// In a [`DataTable`].
    pub width: Width,
    /// A [`DataTable`] can be ordered by it.
    pub sorts: bool,
}

impl Column {
    pub fn text(label: impl Into<AttrValue>, place: Place) -> Column {
        Column {
            label: label.into(),
            place,
            is_number: false,
            width: Width::default(),
            sorts: false,
        }
    }

    pub fn number(label: impl Into<AttrValue>, place: Place) -> Column {
        Column {
            is_number: true,
            ..Column::text(label, place)
        }
    }

    pub fn wide(self, width: Width) -> Column {
        Column { width, ..self }
    }

    pub fn sortable(self) -> Column {
        Column {
            sorts: true,
            ..self
        }
    }

    fn classes(&self) -> Classes {
        classes!(self.place.class(), self.is_number.then_some("num r"))
    }

    fn cell_class(&self) -> AttrValue {
        let classes = classes!(self.classes(), self.width.class());
        classes.to_string().into()
    }
}

#[derive(Clone, PartialEq, Default)]
pub struct Row {
    pub key: AttrValue,
    /// One per column.
    pub cells: Vec<Html>,
}

#[derive(Properties, PartialEq)]
pub struct TableProps {
    /// Read aloud; a heading says the same in sight.
    pub caption: AttrValue,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    #[prop_or_default]
    pub foot: Option<Row>,
    /// Rows there are, where not all of them were given.
    #[prop_or_default]
    pub more: usize,
    /// Asks for more of them.
    #[prop_or_default]
    pub on_more: Callback<()>,
    /// A table of many figures stays one on a phone, within its own scroll.
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Table(props: &TableProps) -> Html {
    html! {
        <>
            <table role="table" class={props.class.clone()}>
                <caption class="unseen">{ props.caption.clone() }</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        { for props.columns.iter().map(|column| html! {
                            <th role="columnheader" scope="col" class={column.is_number.then_some("r")}>
                                { column.label.clone() }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    { for props.rows.iter().map(|row| view_row(&props.columns, row)) }
                </tbody>
                if let Some(foot) = &props.foot {
                    <tfoot role="rowgroup">{ view_row(&props.columns, foot) }</tfoot>
                }
            </table>
            if props.more > 0 {
                <p class="more">
                    <button type="button" class="btn" onclick={props.on_more.reform(|_: MouseEvent| ())}>
                        { words::ui::show_more(&crate::text::format::count(props.more)) }
                    </button>
                </p>
            }
        </>
    }
}

fn view_row(columns: &[Column], row: &Row) -> Html {
    html! {
        <tr role="row" key={row.key.as_str()}>
            { for columns.iter().zip(&row.cells).map(|(column, cell)| html! {
                <td role="cell" class={column.classes()} data-label={column.label.clone()}>
                    { cell.clone() }
                </td>
            }) }
        </tr>
    }
}
