//! What every page is made of. Primitives know how things look and how they
//! are reached by keyboard and screen reader; they know no page, no session
//! and no command.

mod aging_strip;
mod bars;
mod button;
mod choice;
mod dialog;
mod field;
mod figure;
mod icon;
mod notice;
mod paper;
mod progress;
mod said;
mod said_again;
mod sight;
mod status;
mod table;
mod typed;

pub use self::paper::{print_page, view_paper};
pub use aging_strip::{AgingStrip, StripPart};
pub use bars::{Bar, Bars};
pub use button::{Button, ButtonKind, LinkButton, MayWrite};
pub use choice::{Check, FileField, FileInput, Radios, Select};
pub use dialog::Dialog;
pub use field::{Field, HALF_A_DATE, Input, focus, is_open, pressed_in};
pub use figure::{Figure, FigureInput};
pub use icon::{Icon, IconName};
pub use notice::{Details, Empty, Notice, Tone};
pub use progress::Progress;
pub use said::said;
pub use said_again::{soon, use_said_again};
pub use sight::show_chosen;
pub use status::view_status;
pub use table::{Column, DataTable, Place, Row, Table, Width, next_order};
pub use typed::{keep, keep_part};
