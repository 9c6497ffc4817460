//! A bank's file from the choice to the report: what it is, whose it is, what
//! of it is new. How a table is read is asked in `table`.

pub mod table;

use std::rc::Rc;

use ledger::bank::csv::{CsvProfile, Looks};
use ledger::bank::file::{BankFile, FileStatement, Format, ReadError};
use ledger::bank::intake::{ImportStatements, Of, Planned};
use ledger::bank::number::same_number;
use ledger::bank::{BankAccount, Letters, ReadOptions};
use ledger::book::Book;
use ledger::ids::BankAccountId;
use ledger::import::csv::{DateOrder, DecimalSign};
use ledger::money::Currency;
use ledger::problem::Refusal;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::bank_words::{reconcile_href, view_number};
use crate::components::choices::currencies;
use crate::components::statement_import::table::{TableColumns, TableLook, view_letters};
use crate::components::undo_import::{Undo, of_files};
use crate::components::working::view_working;
use crate::dispatch::{
    BankSource, ChosenFile, Dispatcher, ImportFailure, Long, NotDone, Progress, StatementReport,
    is_table,
};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::Route;
use crate::text::{self, counted, format};
use crate::ui::{
    self, Button, ButtonKind, Column, Field, FileField, FileInput, LinkButton, MayWrite, Notice,
    Place, Row, Select, Table, Tone,
};

/// Statements and warnings drawn at a time.
const SHOWN: usize = 50;

/// How far an import has come.
#[derive(Clone)]
enum Phase {
    Idle,
    Opening,
    Working(Long, Progress),
    /// A table: which column holds what, and why it was not read so before.
    Columns(TableLook, Option<ReadError>),
    /// What the file leaves open.
    Asking(BankSource, ReadOptions, ReadError),
    Looking(Rc<Looked>, Option<Rc<ImportFailure>>),
    Done(StatementReport),
    Failed(Rc<ImportFailure>),
}

/// A file that was read, and what was chosen of it.
#[derive(Clone)]
struct Looked {
    source: BankSource,
    options: ReadOptions,
    /// Read as an account says.
    is_saved: bool,
    format: String,
    /// As sentences.
    warnings: Vec<String>,
    statements: Vec<Rc<FileStatement>>,
    groups: Vec<Group>,
    /// By statement; `None` as long as an account is to be chosen.
    planned: Option<Rc<Vec<Planned>>>,
}

/// The statements of one account.
#[derive(Clone)]
struct Group {
    /// As the file has it.
    number: String,
    currency: Option<Currency>,
    /// Places of its statements.
    statements: Vec<usize>,
    chosen: Choice,
}

#[derive(Clone, PartialEq)]
enum Choice {
    Open,
    Known(BankAccountId),
    New { name: String, currency: Currency },
}

impl Looked {
    /// What is brought in; `None` as long as an account is to be chosen.
    fn import(&self) -> Option<ImportStatements> {
        let mut accounts = Vec::new();
        let mut of = vec![None; self.statements.len()];
        for group in &self.groups {
            let chosen = match &group.chosen {
                Choice::Open => return None,
                Choice::Known(id) => Of::Known(*id),
                Choice::New { name, currency } => {
                    accounts.push(BankAccount {
                        name: name.trim().to_owned(),
                        number: group.number.clone(),
                        currency: *currency,
                        ..BankAccount::default()
                    });
                    Of::New(accounts.len() - 1)
                }
            };
            for place in &group.statements {
                of[*place] = Some(chosen);
            }
        }
        let statements = self.statements.iter().cloned().zip(of);
        Some(ImportStatements {
            file: self.source.name.clone(),
            accounts,
            statements: statements
                .map(|(statement, of)| Some((statement, of?)))
                .collect::<Option<_>>()?,
            csv: self.options.csv.clone(),
        })
    }

    fn new_lines(&self) -> Option<usize> {
        let planned = self.planned.as_ref()?;
        Some(planned.iter().map(|one| one.new.len()).sum())
    }

    /// Whether it is a format without statements of its own: without a line
    /// there is nothing in it.
    fn is_table(&self) -> bool {
        let has_none = |one: &Rc<FileStatement>| matches!(one.format, Format::Csv | Format::Qif);
        self.statements.iter().all(has_none)
    }

    /// Whether every new account has a name.
    fn is_named(&self) -> bool {
        let is_named = |group: &Group| match &group.chosen {
            Choice::New { name, .. } => !name.trim().is_empty(),
            _ => true,
        };
        self.groups.iter().all(is_named)
    }

    /// Whether nothing of it would be kept.
    fn is_known(&self) -> bool {
        let nothing = |one: &Planned| one.new.is_empty() && one.known > 0;
        self.planned
            .as_ref()
            .is_some_and(|planned| planned.iter().all(nothing))
    }
}

/// What does the work of each step, and shows where it leads.
#[derive(Clone)]
struct Flow {
    dispatcher: Dispatcher,
    phase: UseStateSetter<Phase>,
}

impl Flow {
    fn long(&self) -> Long {
        let phase = self.phase.clone();
        Long::telling(Callback::from(move |(long, progress)| {
            phase.set(Phase::Working(long, progress));
        }))
    }

    fn fail(&self, failure: ImportFailure) {
        self.phase.set(Phase::Failed(Rc::new(failure)));
    }

    fn open(&self, file: ChosenFile) {
        let flow = self.clone();
        self.phase.set(Phase::Opening);
        spawn_local(async move {
            match flow.dispatcher.bank_source(&file).await {
                Ok(source) => flow.read(source, ReadOptions::default()).await,
                Err(failure) => flow.fail(failure),
            }
        });
    }

    /// Reads a file; where something is left open, asks.
    async fn read(&self, source: BankSource, options: ReadOptions) {
        let long = self.long();
        match self.dispatcher.bank_file(&source, &options, &long).await {
            Ok(file) => self.look(source, options, file, &[]).await,
            Err(failure) if is_table(&failure) => self.read_table(source).await,
            Err(ImportFailure::Bank(
                error @ (ReadError::DateOrder { .. } | ReadError::DecimalSign { .. }),
            )) => self.phase.set(Phase::Asking(source, options, error)),
            Err(failure) => self.fail(failure),
        }
    }

    /// A table is read as one of the accounts says, else its columns are asked.
    async fn read_table(&self, source: BankSource) {
        let Some(book) = self.dispatcher.book() else {
            return;
        };
        let known = |profile: &CsvProfile| -> Vec<BankAccountId> {
            let accounts = book.bank_accounts().iter();
            accounts
                .filter(|account| account.csv.as_deref() == Some(profile))
                .map(|account| account.id)
                .collect()
        };
        let mut profiles: Vec<CsvProfile> = Vec::new();
        let newest = book.bank_accounts().iter();
        for profile in newest.filter_map(|account| account.csv.as_deref()) {
            if !profiles.contains(profile) {
                profiles.push(profile.clone());
            }
        }
        let long = self.long();
        let read = self.dispatcher.bank_table(&source, profiles, &long).await;
        match read {
            Ok(Some(table)) => {
                let of = known(&table.saved);
                let options = ReadOptions {
                    csv: Some(table.profile),
                    ..ReadOptions::default()
                };
                self.look(source, options, table.file, &of).await;
            }
            Ok(None) => self.ask_columns(source, Looks::Unknown).await,
            Err(failure) => self.fail(failure),
        }
    }

    async fn ask_columns(&self, source: BankSource, looks: Looks) {
        let long = self.long();
        match self.dispatcher.bank_guess(&source, &looks, &long).await {
            Ok(guess) => {
                let look = TableLook::new(source, guess);
                self.phase.set(Phase::Columns(look, None));
            }
            Err(failure) => self.fail(failure),
        }
    }

    async fn read_columns(&self, look: TableLook) {
        let options = look.options();
        let long = self.long();
        let read = self.dispatcher.bank_file(&look.source, &options, &long);
        match read.await {
            Ok(file) => self.look(look.source, options, file, &[]).await,
            Err(ImportFailure::Bank(error)) => {
                self.phase.set(Phase::Columns(look.tried(), Some(error)));
            }
            Err(failure) => self.fail(failure),
        }
    }

    async fn look(
        &self,
        source: BankSource,
        options: ReadOptions,
        file: BankFile,
        saved: &[BankAccountId],
    ) {
        let Some(book) = self.dispatcher.book() else {
            return;
        };
        let warnings = warnings(&file);
        let groups = groups(&book, &file.statements, saved);
        let looked = Looked {
            source,
            options,
            is_saved: !saved.is_empty(),
            format: file.format.to_string(),
            warnings,
            statements: file.statements.into_iter().map(Rc::new).collect(),
            groups,
            planned: None,
        };
        self.plan(looked).await;
    }

    /// Says what of it is new, where it is known whose it is.
    async fn plan(&self, mut looked: Looked) {
        looked.planned = None;
        let failure = match looked.import() {
            None => None,
            Some(import) => match self.dispatcher.bank_plan(&import, &self.long()).await {
                Ok(planned) => {
                    looked.planned = Some(Rc::new(planned));
                    None
                }
                Err(failure @ ImportFailure::NotDone(NotDone::Cancelled)) => {
                    return self.fail(failure);
                }
                Err(failure) => Some(Rc::new(failure)),
            },
        };
        self.phase.set(Phase::Looking(Rc::new(looked), failure));
    }

    async fn import(&self, looked: Rc<Looked>) {
        let Some(import) = looked.import() else {
            return;
        };
        match self.dispatcher.bank_import(import, &self.long()).await {
            Ok(report) => self.phase.set(Phase::Done(report)),
            Err(failure @ ImportFailure::NotDone(NotDone::Cancelled)) => self.fail(failure),
            Err(failure) => self
                .phase
                .set(Phase::Looking(looked, Some(Rc::new(failure)))),
        }
    }
}

/// The statements by account, each with the one that it seems to be of.
fn groups(book: &Book, statements: &[FileStatement], saved: &[BankAccountId]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (place, statement) in statements.iter().enumerate() {
        let currency = statement
            .currency
            .or_else(|| statement.lines.iter().find_map(|line| line.currency));
        let is_same = |number: &str| {
            number == statement.account || same_number(number, &statement.account, &statement.bank)
        };
        let known = groups
            .iter_mut()
            .find(|group| is_same(&group.number) && group.currency == currency);
        match known {
            Some(group) => group.statements.push(place),
            None => groups.push(Group {
                number: statement.account.clone(),
                currency,
                statements: vec![place],
                chosen: seems(book, statement, currency, saved),
            }),
        }
    }
    groups
}

fn seems(
    book: &Book,
    statement: &FileStatement,
    currency: Option<Currency>,
    saved: &[BankAccountId],
) -> Choice {
    let number = statement.account.as_str();
    let plain = |number: &str| -> String {
        let letters = number.chars().filter(|letter| !letter.is_whitespace());
        letters.flat_map(char::to_uppercase).collect()
    };
    let fits = |account: &BankAccount| currency.is_none_or(|known| known == account.currency);
    let accounts = || book.bank_accounts().iter().filter(|account| fits(account));
    let found: Vec<BankAccountId> = if number.is_empty() {
        let of = accounts().filter(|account| saved.contains(&account.id));
        of.map(|account| account.id).collect()
    } else {
        let wanted = plain(number);
        let exact = accounts().find(|account| plain(&account.number) == wanted);
        // Its IBAN, or the number that stands in it.
        let of = accounts().filter(|account| same_number(&account.number, number, &statement.bank));
        match exact {
            Some(account) => vec![account.id],
            None => of.map(|account| account.id).collect(),
        }
    };
    let of_books = || book.business().map(|business| business.currency);
    let new = |name: String| Choice::New {
        name,
        currency: currency.or_else(of_books).unwrap_or_default(),
    };
    match found.as_slice() {
        [only] => Choice::Known(*only),
        [] if !number.is_empty() => new(text::bank::number(number)),
        [] if book.bank_accounts().is_empty() => new("Bank account".to_owned()),
        _ => Choice::Open,
    }
}

/// All that is odd, each with its statement where there are several.
fn warnings(file: &BankFile) -> Vec<String> {
    let of_file = file
        .warnings
        .iter()
        .map(|warning| text::bank::warning(warning, None));
    let has_many = file.statements.len() > 1;
    let of_statements = file.statements.iter().enumerate().flat_map(|(place, one)| {
        one.warnings.iter().map(move |warning| {
            let what = text::bank::warning(warning, one.currency);
            if has_many {
                format!("{}: {what}", statement_name(one, place))
            } else {
                what
            }
        })
    });
    of_file.chain(of_statements).collect()
}

fn statement_name(statement: &FileStatement, place: usize) -> String {
    if statement.number.is_empty() {
        format!("Statement {}", place + 1)
    } else {
        format!("Statement {}", statement.number)
    }
}

#[derive(Properties, PartialEq)]
pub struct StatementImportProps {
    /// A file that was chosen elsewhere.
    #[prop_or_default]
    pub source: Option<BankSource>,
}

/// The import without a heading: the page of all imports shows it as well.
#[component]
pub fn StatementImport(props: &StatementImportProps) -> Html {
    let view = use_view();
    let may_write = use_context::<MayWrite>().is_none_or(|may| may.0);
    let phase = use_state(|| Phase::Idle);
    let flow = Flow {
        dispatcher: use_dispatcher(),
        phase: phase.setter(),
    };
    {
        let flow = flow.clone();
        let source = props.source.clone();
        use_effect_with((), move |()| {
            if let Some(source) = source {
                spawn_local(async move { flow.read(source, ReadOptions::default()).await });
            }
        });
    }
    let on_choose = {
        let flow = flow.clone();
        Callback::from(move |input: FileInput| {
            if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
                flow.open(file);
            }
        })
    };
    let on_again = {
        let phase = phase.setter();
        Callback::from(move |()| phase.set(Phase::Idle))
    };
    match &*phase {
        Phase::Idle => html! {
            <>
                <p class="lead">{ "The file that your bank lets you download: CAMT (also in a ZIP), MT940, OFX, QIF or CSV. It is read on this device. Lines that are in the book already are not taken twice." }</p>
                <FileField name="statement-file" label="Statement file" disabled={!may_write} {on_choose}
                    accept=".xml,.sta,.mt940,.940,.ofx,.qfx,.qif,.csv,.txt,.zip,.c53,.c52,.c54" hint="Choose it, or drop it here." />
            </>
        },
        Phase::Opening => html! { <ui::Progress label="Reading the file…" /> },
        Phase::Working(long, progress) => view_working(long, *progress),
        Phase::Columns(look, error) => {
            let on_read = Callback::from(move |look: TableLook| {
                let flow = flow.clone();
                spawn_local(async move { flow.read_columns(look).await });
            });
            html! { <TableColumns look={look.clone()} error={error.clone()} {on_read} on_cancel={on_again} /> }
        }
        Phase::Asking(source, options, error) => {
            view_asking(&flow, source, options, error, on_again)
        }
        Phase::Looking(looked, failure) => {
            view_looked(&view.book, &flow, looked, failure.as_deref(), on_again)
        }
        Phase::Done(report) => html! { <Report report={report.clone()} {on_again} /> },
        Phase::Failed(failure) => html! {
            <>
                { view_failure(failure) }
                <div class="actions">
                    <Button on_click={on_again}>{ "Choose another file" }</Button>
                </div>
            </>
        },
    }
}

fn view_failure(failure: &ImportFailure) -> Html {
    let message = match failure {
        ImportFailure::NotDone(failure @ NotDone::Refused(Refusal::Problems(_))) => {
            text::failure::not_done(failure)
        }
        failure => text::failure::import(failure),
    };
    html! { <Notice tone={Tone::Problem} title={message.what} text={message.then} /> }
}

/// In which order QIF names year, month and day, or what its decimals follow.
fn view_asking(
    flow: &Flow,
    source: &BankSource,
    options: &ReadOptions,
    error: &ReadError,
    on_again: Callback<()>,
) -> Html {
    let answer = |options: ReadOptions| {
        let (flow, source) = (flow.clone(), source.clone());
        Callback::from(move |()| {
            let (flow, source, options) = (flow.clone(), source.clone(), options.clone());
            spawn_local(async move { flow.read(source, options).await });
        })
    };
    let (title, answers): (&str, Vec<(&str, Callback<()>)>) = match error {
        ReadError::DecimalSign { signs, .. } => {
            let each = signs.iter().map(|sign: &DecimalSign| {
                let options = ReadOptions {
                    decimal_sign: Some(*sign),
                    ..options.clone()
                };
                (text::csv::decimal_sign(*sign), answer(options))
            });
            ("How are the amounts written?", each.collect())
        }
        ReadError::DateOrder { orders, .. } => {
            let each = orders.iter().map(|order: &DateOrder| {
                let options = ReadOptions {
                    date_order: Some(*order),
                    ..options.clone()
                };
                (text::csv::date_order(*order), answer(options))
            });
            ("In which order are the dates written?", each.collect())
        }
        _ => ("", Vec::new()),
    };
    html! {
        <>
            <Notice tone={Tone::Warning} {title} text={text::bank::read_error(error)}>
                <div class="actions">
                    { for answers.into_iter().map(|(label, on_click)| html! { <Button {on_click}>{ label }</Button> }) }
                </div>
            </Notice>
            <div class="actions">
                <Button on_click={on_again}>{ "Choose another file" }</Button>
            </div>
        </>
    }
}

fn view_looked(
    book: &Book,
    flow: &Flow,
    looked: &Rc<Looked>,
    failure: Option<&ImportFailure>,
    on_again: Callback<()>,
) -> Html {
    let onsubmit = {
        let (flow, looked) = (flow.clone(), looked.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (flow, looked) = (flow.clone(), looked.clone());
            spawn_local(async move { flow.import(looked).await });
        })
    };
    let lines: usize = looked.statements.iter().map(|one| one.lines.len()).sum();
    let new = looked.new_lines();
    let is_known = looked.is_known();
    let is_empty = lines == 0 && looked.is_table();
    let letters = {
        let (flow, looked) = (flow.clone(), looked.clone());
        Callback::from(move |letters: Letters| {
            let source = looked.source.with_letters(letters);
            let (flow, options) = (flow.clone(), looked.options.clone());
            spawn_local(async move { flow.read(source, options).await });
        })
    };
    html! {
        <form {onsubmit} novalidate=true>
            <p class="lead" data-test="statement-preview">
                <b class="name">{ looked.source.name.clone() }</b>
                { format!(": {}, {}, {}", looked.format, counted(looked.statements.len(), "statement", "statements"), counted(lines, "line", "lines")) }
                if let Some(new) = new.filter(|new| *new < lines) {
                    { format!(", {} of them in the book already", format::count(lines - new)) }
                }
            </p>
            if let Some(failure) = failure {
                { view_failure(failure) }
            }
            if is_known {
                <Notice tone={Tone::Good} title="Every line of this file is in the book already." text="There is nothing to import." />
            }
            if is_empty {
                <Notice tone={Tone::Warning} title="There is no booked line in this file." text="There is nothing to import." />
            }
            { view_warnings(&looked.warnings) }
            if looked.options.csv.is_none() {
                { view_letters(looked.source.letters, letters) }
            }
            { for (0..looked.groups.len()).map(|place| view_group(book, flow, looked, place)) }
            { view_profile(flow, looked) }
            <div class="actions">
                if is_known || is_empty {
                    <LinkButton kind={ButtonKind::Primary} href={Route::Bank.href()}>{ "To the bank" }</LinkButton>
                } else {
                    <Button submit=true writes=true kind={ButtonKind::Primary} disabled={new.is_none() || !looked.is_named()}>
                        { match new {
                            Some(0) => "Import the statement".to_owned(),
                            Some(new) => format!("Import {}", counted(new, "line", "lines")),
                            None => "Import".to_owned(),
                        } }
                    </Button>
                }
                <Button on_click={on_again}>{ "Choose another file" }</Button>
            </div>
        </form>
    }
}

fn view_warnings(warnings: &[String]) -> Html {
    if warnings.is_empty() {
        return html! {};
    }
    let title = match warnings.len() {
        1 => "One thing to look at".to_owned(),
        count => format!("{} things to look at", format::count(count)),
    };
    let left = warnings.len().saturating_sub(SHOWN);
    html! {
        <Notice tone={Tone::Warning} {title}>
            <ul data-test="statement-warnings">
                { for warnings.iter().take(SHOWN).map(|warning| html! { <li>{ warning.clone() }</li> }) }
                if left > 0 {
                    <li>{ format!("and {} more", format::count(left)) }</li>
                }
            </ul>
        </Notice>
    }
}

/// How a table was read, and the way to say otherwise.
fn view_profile(flow: &Flow, looked: &Rc<Looked>) -> Html {
    let Some(profile) = looked.options.csv.clone() else {
        return html! {};
    };
    let said = text::bank::profile(&profile);
    let on_click = {
        let (flow, source) = (flow.clone(), looked.source.clone());
        Callback::from(move |()| {
            let (flow, source, profile) = (flow.clone(), source.clone(), profile.clone());
            spawn_local(async move {
                let looks = Looks::Like(Box::new(profile));
                flow.ask_columns(source, looks).await;
            });
        })
    };
    let said = if looked.is_saved {
        format!("Read as the last file of this account: {said}.")
    } else {
        format!("Read as you said: {said}. It is kept with the account.")
    };
    html! {
        <p class="quiet">
            { said }{ " " }
            <Button kind={ButtonKind::Quiet} {on_click}>{ "Change how it is read" }</Button>
        </p>
    }
}

fn view_group(book: &Book, flow: &Flow, looked: &Rc<Looked>, place: usize) -> Html {
    let group = &looked.groups[place];
    let choose = {
        let (flow, looked) = (flow.clone(), looked.clone());
        move |chosen: Choice, plans: bool| {
            let mut changed = (*looked).clone();
            changed.groups[place].chosen = chosen;
            let flow = flow.clone();
            if plans {
                spawn_local(async move { flow.plan(changed).await });
            } else {
                flow.phase.set(Phase::Looking(Rc::new(changed), None));
            }
        }
    };
    let title = if group.number.is_empty() {
        "An account that the file does not name".to_owned()
    } else {
        format!("Account {}", text::bank::number(&group.number))
    };
    html! {
        <section class="block" aria-label={title.clone()}>
            <h2>{ title }</h2>
            { view_choice(book, group, place, choose) }
            { view_statements(looked, group) }
        </section>
    }
}

fn view_choice(
    book: &Book,
    group: &Group,
    place: usize,
    choose: impl Fn(Choice, bool) + Clone + 'static,
) -> Html {
    const NEW: &str = "new";
    let currency = group.currency;
    let of_books = book.business().map(|business| business.currency);
    let fits = |account: &&Rc<BankAccount>| currency.is_none_or(|known| known == account.currency);
    let accounts = book.bank_accounts().iter().filter(fits).map(|account| {
        let name = format!("{} ({})", account.name, account.currency);
        (account.id.to_string().into(), name.into())
    });
    let mut options: Vec<(AttrValue, AttrValue)> = Vec::new();
    if group.chosen == Choice::Open {
        options.push(("".into(), "Choose…".into()));
    }
    options.extend(accounts);
    options.push((NEW.into(), "A new account".into()));
    let value = match &group.chosen {
        Choice::Open => String::new(),
        Choice::Known(id) => id.to_string(),
        Choice::New { .. } => NEW.to_owned(),
    };
    let on_change = {
        let choose = choose.clone();
        let name = text::bank::number(&group.number);
        Callback::from(move |value: String| {
            let chosen = match value.parse() {
                Ok(id) => Choice::Known(id),
                Err(_) if value == NEW => Choice::New {
                    name: name.clone(),
                    currency: currency.or(of_books).unwrap_or_default(),
                },
                Err(_) => Choice::Open,
            };
            choose(chosen, true);
        })
    };
    let other = match &group.chosen {
        Choice::Known(id) => book.bank_accounts().get(*id).filter(|account| {
            let number = account.number.as_str();
            let is_other = number != group.number && !same_number(number, &group.number, "");
            !number.is_empty() && !group.number.is_empty() && is_other
        }),
        _ => None,
    };
    html! {
        <>
            <div class="fields">
                <Select name={format!("account-{place}")} label="Account" {value} {options} {on_change} />
                if let Choice::New { name, currency: now } = &group.chosen {
                    { view_new(group, place, name, *now, choose) }
                }
            </div>
            if let Some(account) = other {
                <Notice tone={Tone::Warning} title="The file names another account number than this one has."
                    text={format!("{} is {}.", account.name, text::bank::number(&account.number))} />
            }
        </>
    }
}

fn view_new(
    group: &Group,
    place: usize,
    name: &str,
    now: Currency,
    choose: impl Fn(Choice, bool) + Clone + 'static,
) -> Html {
    let on_name = {
        let choose = choose.clone();
        Callback::from(move |name| {
            choose(
                Choice::New {
                    name,
                    currency: now,
                },
                false,
            );
        })
    };
    let on_currency = {
        let name = name.to_owned();
        Callback::from(move |value: String| {
            let currency = value.parse().unwrap_or(now);
            let name = name.clone();
            choose(Choice::New { name, currency }, true);
        })
    };
    let is_empty = name.trim().is_empty();
    html! {
        <>
            <Field name={format!("account-{place}-name")} label="Name of the account" required=true value={name.to_owned()} on_change={on_name}
                problem={is_empty.then(|| "This is needed.".to_owned())} />
            if group.currency.is_none() {
                <Select name={format!("account-{place}-currency")} label="Currency" value={now.code()} options={currencies()} on_change={on_currency} />
            }
        </>
    }
}

fn view_statements(looked: &Looked, group: &Group) -> Html {
    let columns = vec![
        Column::text("Statement", Place::Title),
        Column::text("Period", Place::Note),
        Column::number("Opening", Place::Hidden),
        Column::number("Closing", Place::Sum),
        Column::number("Lines", Place::Hidden),
        Column::text("New", Place::Tag),
    ];
    let row = |place: &usize| {
        let statement = looked.statements.get(*place)?;
        let planned = looked.planned.as_ref().and_then(|all| all.get(*place));
        Some(statement_row(statement, *place, planned, group.currency))
    };
    let rows: Vec<Row> = group
        .statements
        .iter()
        .take(SHOWN)
        .filter_map(row)
        .collect();
    let gaps = group.statements.iter().filter_map(|place| {
        let planned = looked.planned.as_ref()?.get(*place)?;
        let currency = planned.currency;
        let gap = planned.gap.as_ref();
        let other = planned.contradiction.as_ref();
        let said = gap
            .map(|gap| text::bank::gap(gap, currency))
            .or_else(|| other.map(|other| text::bank::contradiction(other, currency)))?;
        let name = statement_name(looked.statements.get(*place)?, *place);
        Some(format!("{name}: {said}"))
    });
    let gaps: Vec<String> = gaps.collect();
    let left = group.statements.len().saturating_sub(SHOWN);
    html! {
        <>
            { view_warnings(&gaps) }
            <Table caption="Statements" {columns} {rows} />
            if left > 0 {
                <p class="quiet">{ format!("and {} more", counted(left, "statement", "statements")) }</p>
            }
        </>
    }
}

fn statement_row(
    statement: &FileStatement,
    place: usize,
    planned: Option<&Planned>,
    currency: Option<Currency>,
) -> Row {
    let currency = planned.map(|planned| planned.currency).or(currency);
    let days = || statement.lines.iter().map(|line| line.date);
    let balance = |balance: Option<ledger::bank::file::Balance>| {
        balance.map_or_else(
            || format::NONE.to_owned(),
            |balance| text::bank::amount_in(balance.amount, currency),
        )
    };
    let on = |balance: Option<ledger::bank::file::Balance>| balance.and_then(|known| known.date);
    let first = on(statement.opening).or_else(|| days().min());
    let last = on(statement.closing).or_else(|| days().max());
    let new = planned.map(|planned| match planned.new.len() {
        0 if planned.known > 0 => "nothing new".to_owned(),
        count => format!("{} new", format::count(count)),
    });
    Row {
        key: place.to_string().into(),
        cells: vec![
            html! { <span class="clip">{ statement_name(statement, place) }</span> },
            html! { <span class="num">{ text::bank::period(first, last) }</span> },
            html! { balance(statement.opening) },
            html! { balance(statement.closing) },
            html! { format::count(statement.lines.len()) },
            html! { new.unwrap_or_else(|| counted(statement.lines.len(), "line", "lines")) },
        ],
    }
}

#[derive(Properties, PartialEq)]
struct ReportProps {
    report: StatementReport,
    on_again: Callback<()>,
}

/// What the import kept, with the ways on and the offer to take it back.
#[component]
fn Report(props: &ReportProps) -> Html {
    let view = use_view();
    let is_asked = use_state(|| false);
    let report = &props.report;
    let book = &view.book;
    let of = of_files(book, &report.statements);
    let is_gone = of.is_empty();
    let title = if is_gone {
        "The import is taken back."
    } else {
        "Imported."
    };
    let ask = {
        let is_asked = is_asked.setter();
        Callback::from(move |()| is_asked.set(true))
    };
    let on_close = {
        let is_asked = is_asked.setter();
        Callback::from(move |()| is_asked.set(false))
    };
    let mut accounts: Vec<BankAccountId> = of
        .iter()
        .filter_map(|id| book.statements().get(*id).map(|known| known.account))
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    let accounts = accounts
        .iter()
        .filter_map(|id| book.bank_accounts().get(*id));
    html! {
        <>
            <Notice tone={Tone::Good} {title}>
                <ul data-test="statement-report">
                    <li>{ counted(report.lines, "line", "lines") }</li>
                    if report.known > 0 {
                        <li>{ format!("{} in the book already, not taken twice", counted(report.known, "line", "lines")) }</li>
                    }
                    if report.posted > 0 {
                        <li>{ format!("{} sure and posted, as the settings say", counted(report.posted, "line was", "lines were")) }</li>
                    }
                    if report.ignored > 0 {
                        <li>{ format!("{} no receipt, as a rule says", counted(report.ignored, "line is", "lines are")) }</li>
                    }
                    { for accounts.map(|account| html! {
                        <li><a href={Route::BankAccount(account.id).href()}>{ account.name.clone() }</a>{ " " }{ view_number(account) }</li>
                    }) }
                </ul>
            </Notice>
            <div class="actions">
                if !is_gone {
                    <LinkButton kind={ButtonKind::Primary} href={reconcile_href()}>{ "Reconcile" }</LinkButton>
                    if let [only] = of.as_slice() {
                        <LinkButton href={Route::BankStatement(*only).href()}>{ "See the statement" }</LinkButton>
                    }
                }
                <LinkButton href={Route::Bank.href()}>{ "To the bank" }</LinkButton>
                if !is_gone {
                    <Button writes=true on_click={ask}>{ "Undo import" }</Button>
                }
                <Button on_click={props.on_again.clone()}>{ "Import another file" }</Button>
            </div>
            if *is_asked && !is_gone {
                <Undo statements={of} {on_close} />
            }
        </>
    }
}
