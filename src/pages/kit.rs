//! What every page is made of, in every state, on one page: to look at while
//! something is built or changed. It is about nothing and changes nothing.

use yew::prelude::*;

use crate::text::figure::FigureName;
use crate::text::status::StatusText;
use crate::ui::{
    AgingStrip, Bar, Bars, Button, ButtonKind, Check, Column, Dialog, Empty, Field, Figure,
    FigureInput, FileField, Icon, IconName, Input, LinkButton, Notice, Place, Progress, Radios,
    Row, Select, StripPart, Table, Tone, view_status,
};

const LONG: &str = "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein zu Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
const RIGHT_TO_LEFT: &str = "חברת בדיקה בע״מ شركة الاختبار";
const LARGE: &str = "€999,999,999,999.99";

#[component]
pub fn Kit() -> Html {
    // Whether it is an alert, where a dialog is open.
    let asked = use_state(|| None::<bool>);
    let ask = |alert: Option<bool>| {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(alert))
    };
    html! {
        <>
            <h1>{ "Kit" }</h1>
            { part("Buttons", buttons()) }
            { part("Links", links()) }
            { part("Fields", fields()) }
            { part("Choices", choices()) }
            { part("Notices", notices()) }
            { part("Progress", html! {
                <>
                    <Progress label="Some of it" done={Some((3, 10))} on_cancel={Some(Callback::noop())} />
                    <Progress label="Nobody knows how much" />
                </>
            }) }
            { part("Figures", figures()) }
            { part("Aging strip", html! { <><AgingStrip label="Filled strip" parts={strip()} /><AgingStrip label="Empty strip" parts={vec![]} /></> }) }
            { part("Bars", bars()) }
            { part("Statuses and icons", marks()) }
            { part("Tables", tables()) }
            { part("Dialogs", html! {
                <div class="actions">
                    <Button on_click={ask(Some(false))}>{ "Open a dialog" }</Button>
                    <Button on_click={ask(Some(true))}>{ "Open an alert" }</Button>
                </div>
            }) }
            { part("Stop", html! {
                <>
                    <p class="quiet">{ "An error of the program ends it. What was saved is safe." }</p>
                    <Button kind={ButtonKind::Danger} on_click={Callback::from(|()| panic!("as the kit was asked to"))}>
                        { "Stop the program" }
                    </Button>
                </>
            }) }
            if let Some(alert) = *asked {
                <Dialog title={if alert { "Something that must not be missed" } else { LONG }} {alert} on_close={ask(None)}>
                    <p>{ RIGHT_TO_LEFT }</p>
                    <Field name="asked" label="Asked" value="" on_change={Callback::noop()} />
                    <div class="actions">
                        <Button kind={ButtonKind::Primary} on_click={ask(None)}>{ "Go on" }</Button>
                        <Button on_click={ask(None)}>{ "Cancel" }</Button>
                    </div>
                </Dialog>
            }
        </>
    }
}

fn part(name: &'static str, content: Html) -> Html {
    html! { <section class="block" aria-label={name}><h2>{ name }</h2>{ content }</section> }
}

const KINDS: [(ButtonKind, &str); 4] = [
    (ButtonKind::Plain, "Plain"),
    (ButtonKind::Primary, "Primary"),
    (ButtonKind::Danger, "Danger"),
    (ButtonKind::Quiet, "Quiet"),
];

fn buttons() -> Html {
    KINDS
        .into_iter()
        .map(|(kind, name)| {
            html! {
                <div class="actions">
                    <Button {kind}>{ name }</Button>
                    <Button {kind} class="focused">{ format!("{name}, focused") }</Button>
                    <Button {kind} disabled=true>{ format!("{name}, disabled") }</Button>
                    <Button {kind} busy=true>{ format!("{name}, busy") }</Button>
                    <Button {kind}>{ RIGHT_TO_LEFT }</Button>
                    <Button {kind}>{ LONG }</Button>
                </div>
            }
        })
        .collect()
}

fn links() -> Html {
    html! {
        <>
            <div class="actions">
                { for KINDS.into_iter().map(|(kind, name)| html! {
                    <LinkButton {kind} href="#/kit">{ format!("{name} link") }</LinkButton>
                }) }
            </div>
            <p>{ "A link " }<a href="#/kit">{ "within a sentence" }</a>{ " and one in focus: " }<a class="focused" href="#/kit">{ "here" }</a></p>
        </>
    }
}

/// A name, a value, and what is said of it: hint, problem, disabled, in focus.
type State = (&'static str, &'static str, &'static str);
const STATES: [State; 8] = [
    ("Filled", "Linden & Söhne", ""),
    ("Empty", "", ""),
    ("Focused", "Linden", "focused"),
    ("Hint", "", "hint"),
    ("Problem", "12,3,4", "problem"),
    ("Disabled", "Linden", "disabled"),
    ("Long", LONG, ""),
    ("Right to left", RIGHT_TO_LEFT, ""),
];

fn problem(state: State) -> Option<String> {
    (state.2 == "problem").then(|| "This cannot be read. Write for example 1234.50.".to_owned())
}

fn hint(state: State) -> Option<AttrValue> {
    (state.2 == "hint").then(|| "What is best written here.".into())
}

fn fields() -> Html {
    let kinds = [
        (Input::Text, "Text"),
        (Input::Number, "Number"),
        (Input::Date, "Date"),
        (Input::Search, "Search"),
        (Input::Lines, "Lines"),
    ];
    kinds
        .into_iter()
        .map(|(input, kind)| {
            let states = STATES.into_iter().map(|state| {
                let (name, value, how) = state;
                let value = match input {
                    Input::Date if !value.is_empty() => "2025-03-10",
                    Input::Number if name == "Filled" => "1234.50",
                    _ => value,
                };
                html! {
                    <Field {input} name={format!("{kind}-{name}")} label={format!("{kind}: {name}")} {value}
                        hint={hint(state)} problem={problem(state)} disabled={how == "disabled"}
                        on_change={Callback::noop()} class={classes!((how == "focused").then_some("focused"))} />
                }
            });
            html! { <div class="fields">{ for states }</div> }
        })
        .collect()
}

fn choices() -> Html {
    let options = [("a", "First"), ("b", LONG), ("c", RIGHT_TO_LEFT)];
    let options: Vec<(AttrValue, AttrValue)> = options
        .map(|(value, text)| (value.into(), text.into()))
        .to_vec();
    html! {
        <>
            <div class="fields">
                { for STATES.into_iter().map(|state| html! {
                    <Select name={format!("select-{}", state.0)} label={format!("Select: {}", state.0)} options={options.clone()}
                        value={if state.0 == "Long" { "b" } else { "a" }} hint={hint(state)} problem={problem(state)}
                        disabled={state.2 == "disabled"} on_change={Callback::noop()}
                        class={classes!((state.2 == "focused").then_some("focused"))} />
                }) }
                { for ["", "hint", "problem", "disabled"].into_iter().map(|how| html! {
                    <FileField name={format!("file-{how}")} label={format!("File {how}")} accept=".csv" on_choose={Callback::noop()}
                        hint={hint(("", "", how))} problem={problem(("", "", how))} disabled={how == "disabled"} />
                }) }
            </div>
            { for [(true, false), (false, false), (true, true)].into_iter().map(|(checked, disabled)| html! {
                <Check name={format!("check-{checked}-{disabled}")} label={format!("Checked {checked}, disabled {disabled}")}
                    {checked} {disabled} on_change={Callback::noop()} />
            }) }
            <Radios name="radios" legend="One of them" value="a" {options} on_change={Callback::noop()} />
        </>
    }
}

fn notices() -> Html {
    let tones = [
        (Tone::Quiet, "Quiet"),
        (Tone::Good, "Good"),
        (Tone::Warning, "Warning"),
        (Tone::Problem, "Problem"),
    ];
    html! {
        <>
            { for tones.into_iter().map(|(tone, title)| html! {
                <Notice {tone} {title} text="What happened, what was not lost, and what to do.">
                    <ul><li>{ LONG }</li><li>{ RIGHT_TO_LEFT }</li></ul>
                    <div class="actions"><Button>{ "Do it" }</Button></div>
                </Notice>
            }) }
            <Empty title="Nothing here yet." text="What to do next.">
                <LinkButton href="#/kit">{ "Do it" }</LinkButton>
            </Empty>
        </>
    }
}

fn figures() -> Html {
    let inputs = vec![
        FigureInput::new("AR", LARGE),
        FigureInput::new("Sales", LARGE),
        FigureInput::new("Days", "90"),
    ];
    html! {
        <dl class="figures">
            <Figure name={FigureName::Ar} shown={Some(AttrValue::from(LARGE))} plain={Some(AttrValue::from("999999999999.99"))} />
            <Figure name={FigureName::Dso} shown={Some(AttrValue::from("41.5"))} plain={Some(AttrValue::from("41.5"))} {inputs} />
            <Figure name={FigureName::Cei} shown={None::<AttrValue>} plain={None::<AttrValue>} />
        </dl>
    }
}

fn strip() -> Vec<StripPart> {
    let parts = [
        ("current", 500),
        ("1-30", 300),
        ("31-60", 0),
        ("61-90", 199),
        ("91+", 1),
    ];
    parts
        .map(|(key, share)| StripPart {
            key: key.into(),
            label: key.into(),
            amount: if share == 1 { LARGE } else { "€1,234.50" }.into(),
            plain: "0".into(),
            share,
            href: "#/kit".into(),
        })
        .to_vec()
}

fn status(words: &str, shape: &'static str) -> Html {
    let status = StatusText {
        words: words.to_owned(),
        shape,
    };
    view_status(status)
}

fn marks() -> Html {
    use IconName as I;
    let shapes = ["open", "soon", "over", "part", "paid", "draft", "void"];
    let icons = [
        I::Today,
        I::Invoices,
        I::Customers,
        I::Payments,
        I::Aging,
        I::Import,
        I::Backup,
        I::Settings,
        I::More,
        I::Remove,
    ];
    html! {
        <>
            <div class="actions">{ for shapes.into_iter().map(|shape| status(shape, shape)) }</div>
            <div class="actions">{ for icons.into_iter().map(|name| html! { <Icon {name} /> }) }</div>
        </>
    }
}

fn tables() -> Html {
    let columns = vec![
        Column::text("Number", Place::Note),
        Column::text("Customer", Place::Title),
        Column::number("Balance", Place::Sum),
        Column::text("Status", Place::Tag),
        Column::text("Remark", Place::Line),
    ];
    let row = |number: &'static str, customer: &'static str, amount: &'static str, shape| Row {
        key: number.into(),
        cells: vec![
            html! { <a href="#/kit">{ number }</a> },
            html! { customer },
            html! { amount },
            status(shape, shape),
            html! { "A remark" },
        ],
    };
    let rows = vec![
        row("2025-0001", "Linden", "€0.01", "open"),
        row("2025-0002", LONG, LARGE, "over"),
        row("2025-0003", RIGHT_TO_LEFT, "−€1,234.50", "paid"),
    ];
    html! {
        <Table caption="Documents" {columns} {rows} more={1234} foot={Some(row("Sum", "", LARGE, "part"))} />
    }
}

fn bars() -> Html {
    let bars = [("Jan", 1000), ("Feb", 0), ("Mar", 3), ("Apr", -420)].map(|(short, share)| Bar {
        short: short.into(),
        label: format!("{short} 2026").into(),
        amount: share.to_string().into(),
        plain: share.to_string().into(),
        share,
    });
    html! {
        <Bars label="Some months" figure="kit" columns={("Month".into(), "Sales".into())} bars={bars.to_vec()} />
    }
}
