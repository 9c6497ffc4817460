//! Random command scripts: what a user, a careless user and a hostile file
//! may ask of a book.
//!
//! A [`Step`] is plain data and names records by picks, so a script shrinks
//! and means something on any book. [`crate::world`] runs it.

use ledger::date::Date;
use ledger::money::Currency;
use proptest::prelude::*;

/// Which of several, counted round; [`ABSENT`] is one that is not there.
pub type Pick = u8;
pub const ABSENT: Pick = 11;
/// Days after 2025-01-01.
pub type Day = i16;

pub const TODAY: Day = 90;

pub fn day(day: Day) -> Date {
    let first: Date = "2025-01-01".parse().expect("a date");
    Date::from_number(first.number() + i32::from(day)).expect("a date")
}

pub fn currency(pick: Pick) -> Currency {
    let code = match pick % 8 {
        0..=5 => "EUR",
        6 => "USD",
        _ => "JPY",
    };
    code.parse().expect("a currency")
}

/// How much.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    /// Minor units, also none and less than none.
    Minor(i32),
    /// Just what is left.
    Left,
    /// Half of what is left, rounded up.
    Half,
    /// A minor unit more than what is left.
    Over,
}

#[derive(Clone, Debug)]
pub struct Document {
    pub kind: Pick,
    pub customer: Pick,
    pub currency: Pick,
    pub lines: Vec<(i8, i32, Pick)>,
    pub gross: bool,
    pub allowance: Option<i32>,
    pub retained: bool,
    pub credits: Option<Pick>,
    pub deducts: Vec<Pick>,
    /// Of the customer and in the currency of what it refers to.
    pub fits: bool,
    pub terms: Pick,
}

#[derive(Clone, Debug)]
pub enum Parts {
    OldestFirst,
    Nothing,
    These(Vec<(Pick, Amount)>),
}

/// One thing that someone asks of the book.
#[derive(Clone, Debug)]
pub enum Step {
    Business,
    Series {
        pick: Option<Pick>,
        pattern: Pick,
        start: u8,
    },
    Customer {
        pick: Option<Pick>,
        name: Pick,
        stale: bool,
    },
    Item {
        pick: Option<Pick>,
        stale: bool,
    },
    Draft {
        pick: Option<Pick>,
        document: Document,
        stale: bool,
    },
    Discard {
        pick: Pick,
    },
    Issue {
        draft: Option<Pick>,
        document: Document,
        day: Day,
        rate: bool,
        settle: bool,
    },
    Void {
        invoice: Pick,
        day: Day,
    },
    Sent {
        invoice: Pick,
        day: Day,
    },
    Pay {
        customer: Pick,
        day: Day,
        amount: Amount,
        currency: Pick,
        parts: Parts,
    },
    Allocate {
        note: bool,
        source: Pick,
        day: Day,
        parts: Vec<(Pick, Amount)>,
    },
    ReverseAllocation {
        pick: Pick,
        day: Day,
    },
    Refund {
        note: bool,
        source: Pick,
        day: Day,
        amount: Amount,
    },
    ReverseRefund {
        pick: Pick,
        day: Day,
    },
    WriteOff {
        invoice: Pick,
        day: Day,
        amount: Amount,
    },
    ReverseWriteOff {
        pick: Pick,
        day: Day,
    },
    Close {
        day: Day,
    },
    Reopen {
        day: Option<Day>,
    },
    Skip {
        series: Pick,
        ahead: i8,
        day: Day,
    },
    Import {
        documents: Vec<Imported>,
        payments: Vec<Paid>,
        write_off: Option<(Pick, Day, i32)>,
    },
    Erase {
        customer: Pick,
        day: Day,
    },
    Repeat {
        pick: Option<Pick>,
        document: Document,
        first: Day,
        /// Days, months, quarters or years, and how many.
        every: (Pick, u8),
        count: Option<u8>,
        issues: bool,
        stale: bool,
    },
    /// These occurrences, by their places.
    Occur {
        schedule: Pick,
        places: Vec<u8>,
        day: Day,
        rate: bool,
        drafts: bool,
    },
    SkipOccurrence {
        schedule: Pick,
        place: u8,
    },
    EndSchedule {
        schedule: Pick,
        day: Day,
    },
    Quote {
        pick: Option<Pick>,
        document: Document,
        /// Issued on this day; else kept as a draft.
        day: Option<Day>,
        stale: bool,
    },
    DiscardQuote {
        quote: Pick,
    },
    Decide {
        quote: Pick,
        day: Day,
        accepted: bool,
    },
    InvoiceQuote {
        quote: Pick,
    },
    Pause {
        schedule: Pick,
        day: Day,
    },
    Resume {
        schedule: Pick,
        day: Day,
    },
    /// A bank's statement with these movements, from a day on.
    Statement {
        account: Pick,
        day: Day,
        lines: Vec<Moved>,
    },
    /// Bank lines, and what each is said to be.
    Match {
        lines: Vec<(Pick, Pick)>,
    },
    Unmatch {
        line: Pick,
        day: Day,
    },
    RemoveStatement {
        statement: Pick,
        take_back: Option<Day>,
    },
    /// A payment came back, or there was none.
    TakeBack {
        payment: Pick,
        day: Day,
        correction: bool,
    },
    Rule {
        name: Pick,
    },
    /// All letters to a customer that should go.
    Remind {
        customer: Pick,
    },
    /// A letter was sent, or is discarded.
    Reminded {
        reminder: Pick,
        day: Day,
        sent: bool,
    },
    /// What a customer says, by a pick, of an invoice.
    Collect {
        customer: Pick,
        day: Day,
        what: Pick,
        invoice: Pick,
        amount: Amount,
        other: Pick,
    },
    Uncollect {
        event: Pick,
    },
    /// The n-th last action.
    Undo {
        back: u8,
    },
    /// The book goes on on another device.
    Device {
        pick: Pick,
    },
}

/// A movement on a bank statement.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Days after the statement begins.
    pub after: u8,
    /// Of what the invoice asks for.
    pub amount: Amount,
    pub out: bool,
    pub invoice: Pick,
    /// Whether its number stands there.
    pub named: bool,
}

/// A payment in an import.
#[derive(Clone, Debug)]
pub struct Paid {
    pub customer: Pick,
    pub day: Day,
    pub amount: i32,
    pub settles: Vec<(Pick, i32)>,
}

#[derive(Clone, Debug)]
pub struct Imported {
    pub kind: Pick,
    pub number: Pick,
    pub customer: Pick,
    pub currency: Pick,
    pub day: Day,
    pub due: Day,
    pub total: i32,
    pub lines: bool,
    pub instalments: bool,
    pub credits: Option<Pick>,
    pub sent: bool,
    pub void: Option<Day>,
    pub settles: Vec<(Pick, i32)>,
}

/// A step and how it is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub step: Step,
    /// The reason for a fact in a closed period, where one is given.
    pub reason: Pick,
}

fn pick() -> impl Strategy<Value = Pick> {
    0_u8..12
}

fn days() -> impl Strategy<Value = Day> {
    prop_oneof![8 => 0_i16..100, 1 => -400_i16..400]
}

fn minor() -> impl Strategy<Value = i32> {
    prop_oneof![18 => 1_i32..40_000, 1 => -500_i32..2, 1 => 40_000_i32..9_000_000]
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        4 => minor().prop_map(Amount::Minor),
        4 => Just(Amount::Left),
        2 => Just(Amount::Half),
        1 => Just(Amount::Over),
    ]
}

fn parts() -> impl Strategy<Value = Vec<(Pick, Amount)>> {
    prop::collection::vec((pick(), amount()), 0..4)
}

prop_compose! {
    fn document()(
        kind in 0_u8..25,
        customer in 0_u8..5,
        currency in 0_u8..8,
        lines in prop_oneof![
            9 => prop::collection::vec((1_i8..5, minor(), 0_u8..4), 1..3),
            1 => Just(Vec::new()),
        ],
        (gross, retained, fits) in (prop::bool::weighted(0.2), prop::bool::weighted(0.15), prop::bool::weighted(0.9)),
        allowance in prop::option::weighted(0.15, 1_i32..3_000),
        credits in prop::option::weighted(0.5, pick()),
        deducts in prop::collection::vec(pick(), 0..3),
        terms in 0_u8..12,
    ) -> Document {
        Document { kind, customer, currency, lines, gross, allowance, retained, credits, deducts, fits, terms }
    }
}

prop_compose! {
    fn imported()(
        kind in 0_u8..8,
        (number, customer, currency) in (0_u8..40, 0_u8..6, 0_u8..8),
        (day, due) in (days(), -2_i16..60),
        total in minor(),
        (lines, instalments, sent) in (any::<bool>(), prop::bool::weighted(0.2), prop::bool::weighted(0.2)),
        credits in prop::option::weighted(0.5, 0_u8..40),
        void in prop::option::weighted(0.1, days()),
        settles in prop::collection::vec((0_u8..40, minor()), 0..2),
    ) -> Imported {
        Imported { kind, number, customer, currency, day, due, total, lines, instalments, credits, sent, void, settles }
    }
}

prop_compose! {
    fn paid()(
        customer in 0_u8..6,
        day in days(),
        amount in minor(),
        settles in prop::collection::vec((0_u8..40, minor()), 0..3),
    ) -> Paid {
        Paid { customer, day, amount, settles }
    }
}

prop_compose! {
    fn import()(
        documents in prop::collection::vec(imported(), 1..4),
        payments in prop::collection::vec(paid(), 0..3),
        write_off in prop::option::weighted(0.2, (0_u8..40, days(), minor())),
    ) -> Step {
        Step::Import { documents, payments, write_off }
    }
}

pub fn moved() -> impl Strategy<Value = Moved> {
    (
        0_u8..3,
        amount(),
        prop::bool::weighted(0.25),
        pick(),
        any::<bool>(),
    )
        .prop_map(|(after, amount, out, invoice, named)| Moved {
            after,
            amount,
            out,
            invoice,
            named,
        })
}

/// Steps that add facts; none of them takes an earlier one away.
pub fn fact() -> BoxedStrategy<Step> {
    let old = || prop::option::weighted(0.5, pick());
    let stale = || prop::bool::weighted(0.2);
    prop_oneof![
        1 => Just(Step::Business),
        2 => (old(), 0_u8..8, 0_u8..30)
            .prop_map(|(pick, pattern, start)| Step::Series { pick, pattern, start }),
        2 => (old(), any::<u8>(), stale())
            .prop_map(|(pick, name, stale)| Step::Customer { pick, name, stale }),
        1 => (old(), stale()).prop_map(|(pick, stale)| Step::Item { pick, stale }),
        3 => (old(), document(), stale())
            .prop_map(|(pick, document, stale)| Step::Draft { pick, document, stale }),
        1 => pick().prop_map(|pick| Step::Discard { pick }),
        18 => (prop::option::weighted(0.2, pick()), document(), days(), prop::bool::weighted(0.9), any::<bool>())
            .prop_map(|(draft, document, day, rate, settle)| Step::Issue { draft, document, day, rate, settle }),
        3 => (pick(), days()).prop_map(|(invoice, day)| Step::Void { invoice, day }),
        2 => (pick(), days()).prop_map(|(invoice, day)| Step::Sent { invoice, day }),
        12 => (0_u8..5, days(), amount(), 0_u8..8, prop_oneof![
                2 => Just(Parts::OldestFirst),
                1 => Just(Parts::Nothing),
                3 => parts().prop_map(Parts::These),
            ])
            .prop_map(|(customer, day, amount, currency, parts)| Step::Pay { customer, day, amount, currency, parts }),
        12 => (any::<bool>(), pick(), days(), parts())
            .prop_map(|(note, source, day, parts)| Step::Allocate { note, source, day, parts }),
        5 => (pick(), days()).prop_map(|(pick, day)| Step::ReverseAllocation { pick, day }),
        4 => (any::<bool>(), pick(), days(), amount())
            .prop_map(|(note, source, day, amount)| Step::Refund { note, source, day, amount }),
        4 => (0_u8..4, days()).prop_map(|(pick, day)| Step::ReverseRefund { pick, day }),
        3 => (pick(), days(), amount())
            .prop_map(|(invoice, day, amount)| Step::WriteOff { invoice, day, amount }),
        2 => (0_u8..4, days()).prop_map(|(pick, day)| Step::ReverseWriteOff { pick, day }),
        2 => (0_u8..3, -3_i8..10, days())
            .prop_map(|(series, ahead, day)| Step::Skip { series, ahead, day }),
        4 => import(),
        4 => (old(), document(), days(), (0_u8..4, 0_u8..4), prop::option::of(0_u8..5), any::<bool>(), stale())
            .prop_map(|(pick, document, first, every, count, issues, stale)| {
                Step::Repeat { pick, document, first, every, count, issues, stale }
            }),
        6 => (0_u8..4, prop::collection::vec(0_u8..4, 1..3), days(), prop::bool::weighted(0.9), prop::bool::weighted(0.2))
            .prop_map(|(schedule, places, day, rate, drafts)| Step::Occur { schedule, places, day, rate, drafts }),
        1 => (0_u8..4, 0_u8..4).prop_map(|(schedule, place)| Step::SkipOccurrence { schedule, place }),
        1 => (0_u8..4, days()).prop_map(|(schedule, day)| Step::EndSchedule { schedule, day }),
        3 => (0_u8..4, days()).prop_map(|(schedule, day)| Step::Pause { schedule, day }),
        4 => (0_u8..4, days()).prop_map(|(schedule, day)| Step::Resume { schedule, day }),
        4 => (old(), document(), prop::option::weighted(0.7, days()), stale())
            .prop_map(|(pick, document, day, stale)| Step::Quote { pick, document, day, stale }),
        1 => (0_u8..4).prop_map(|quote| Step::DiscardQuote { quote }),
        3 => (0_u8..4, days(), any::<bool>())
            .prop_map(|(quote, day, accepted)| Step::Decide { quote, day, accepted }),
        2 => (0_u8..4).prop_map(|quote| Step::InvoiceQuote { quote }),
        6 => (0_u8..3, days(), prop::collection::vec(moved(), 1..4))
            .prop_map(|(account, day, lines)| Step::Statement { account, day, lines }),
        10 => prop::collection::vec((pick(), 0_u8..12), 1..3).prop_map(|lines| Step::Match { lines }),
        8 => (0_u8..5).prop_map(|customer| Step::Remind { customer }),
        6 => (pick(), days(), prop::bool::weighted(0.7))
            .prop_map(|(reminder, day, sent)| Step::Reminded { reminder, day, sent }),
        10 => (0_u8..5, days(), 0_u8..9, pick(), amount(), pick())
            .prop_map(|(customer, day, what, invoice, amount, other)| {
                Step::Collect { customer, day, what, invoice, amount, other }
            }),
        2 => (pick(), days(), any::<bool>())
            .prop_map(|(payment, day, correction)| Step::TakeBack { payment, day, correction }),
    ]
    .boxed()
}

/// Any step.
pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        70 => fact(),
        1 => (-30_i16..40).prop_map(|day| Step::Close { day }),
        1 => prop::option::of(-60_i16..40).prop_map(|day| Step::Reopen { day }),
        1 => (0_u8..5, days()).prop_map(|(customer, day)| Step::Erase { customer, day }),
        2 => (pick(), days()).prop_map(|(line, day)| Step::Unmatch { line, day }),
        1 => (0_u8..3, prop::option::of(days()))
            .prop_map(|(statement, take_back)| Step::RemoveStatement { statement, take_back }),
        1 => (0_u8..30).prop_map(|name| Step::Rule { name }),
        1 => pick().prop_map(|event| Step::Uncollect { event }),
        8 => (0_u8..6).prop_map(|back| Step::Undo { back }),
        1 => (0_u8..3).prop_map(|pick| Step::Device { pick }),
    ]
}

pub fn asked(step: impl Strategy<Value = Step>) -> impl Strategy<Value = Asked> {
    (step, 0_u8..6).prop_map(|(step, reason)| Asked { step, reason })
}

pub fn script(steps: usize) -> impl Strategy<Value = Vec<Asked>> {
    prop::collection::vec(asked(step()), 1..steps * 3 / 2)
}
