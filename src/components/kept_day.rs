//! A draft that keeps its day: what is odd about that day by now is asked
//! about before a number is given.

use ledger::date::Date;
use ledger::invoice::Invoice;
use ledger::invoice::review::Remark;
use yew::prelude::*;

use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Dialog};

/// A draft is to be issued on this day, all the same.
#[derive(Clone, PartialEq, Debug)]
pub struct KeptDay {
    pub day: Date,
    pub remarks: Vec<Remark>,
}

#[derive(Properties, PartialEq)]
pub struct AskDayProps {
    pub kept: KeptDay,
    pub today: Date,
    /// Issues it on the day that was chosen.
    pub on_choose: Callback<Date>,
    pub on_close: Callback<()>,
}

#[component]
pub fn AskDay(props: &AskDayProps) -> Html {
    let AskDayProps { kept, today, .. } = props;
    let choose = |day: Date| props.on_choose.reform(move |()| day);
    let document = Invoice::default();
    html! {
        <Dialog title={words::invoice::issue_dated_question(&format::date(kept.day))} on_close={props.on_close.clone()}>
            <p>{ words::invoice::draft_kept_date() }</p>
            <ul data-test="kept-day">
                { for kept.remarks.iter().map(|remark| html! {
                    <li>{ text::review::remark(remark, &document) }</li>
                }) }
            </ul>
            <div class="actions">
                <Button writes=true kind={ButtonKind::Primary} on_click={choose(kept.day)}>
                    { words::invoice::issue_dated(&format::date(kept.day)) }
                </Button>
                if kept.day != *today {
                    <Button writes=true on_click={choose(*today)}>{ words::invoice::issue_dated_today() }</Button>
                }
                <Button on_click={props.on_close.clone()}>{ words::common::cancel() }</Button>
            </div>
        </Dialog>
    }
}
