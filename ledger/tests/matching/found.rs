//! Statements that were found to be read too surely, from their bytes to what
//! confirming them comes to.

use std::rc::Rc;

use ledger::bank::intake::{ImportStatements, Of};
use ledger::bank::matching::{
    Certainty, Index, Proposal, Reason, Settles, Suggestion, Way, Words, posted_unasked,
    returnable, settles, unposted,
};
use ledger::bank::{BankAccount, BankLine, IgnoreRule, Matched, ReadOptions};
use ledger::book::Book;
use ledger::business::Business;
use ledger::change::{Record, RecordId};
use ledger::check;
use ledger::command::{
    Allocate, Command, Context, MatchLine, MatchPart, Receipt, RecordPayment, execute,
};
use ledger::date::Date;
use ledger::ids::{BankLineId, Chain, InvoiceId, PaymentId, Version};
use ledger::money::{Currency, Decimal};
use ledger::open_items::open_credits;
use ledger::payment::{RefundKind, Source};
use ledger::problem::Refusal;
use ledger::records;

const WORDS: Words<'static> = Words {
    own_transfer: "Own transfer",
    fee: "Bank fee",
};

struct World {
    book: Book,
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a number")
}

impl World {
    /// A book of what a records file brings.
    fn of(records: &str) -> World {
        let mut world = World {
            book: Book::default(),
        };
        let file = records::read(records.as_bytes()).expect("a records file");
        world.run(Command::ImportRecords(Box::new(file)));
        world
    }

    fn try_run(&mut self, command: &Command) -> Result<Vec<Record>, Refusal> {
        let context = Context {
            today: day("2026-12-01"),
            chain: Chain(3),
            override_closed: None,
        };
        let set = execute(&self.book, command, &context)?;
        let mut after = self.book.clone();
        let seq = self.book.head().seq + 1;
        for change in &set.changes {
            after.apply(seq, change).expect("a change that fits");
        }
        assert_eq!(check::commit(&self.book, &after, &set.changes), []);
        self.book = after;
        Ok(set
            .changes
            .iter()
            .filter_map(|change| match change {
                ledger::change::Change::Put(record) => Some(record.clone()),
                ledger::change::Change::Remove(_) => None,
            })
            .collect())
    }

    fn run(&mut self, command: Command) -> Vec<Record> {
        self.try_run(&command).expect("a command that works")
    }

    /// Brings a statement in; its lines.
    fn bring(&mut self, name: &str, bytes: &[u8]) -> Vec<BankLineId> {
        let file = ledger::bank::read(bytes, name, &ReadOptions::default()).expect("a statement");
        let known = self.book.bank_accounts().iter().next().map(|one| one.id);
        let account = BankAccount {
            name: "Account".to_owned(),
            number: file.statements[0].account.clone(),
            ..BankAccount::default()
        };
        let of = known.map_or(Of::New(0), Of::Known);
        let import = ImportStatements {
            file: name.to_owned(),
            accounts: if known.is_some() {
                Vec::new()
            } else {
                vec![account]
            },
            statements: file
                .statements
                .into_iter()
                .map(|statement| (Rc::new(statement), of))
                .collect(),
            csv: None,
        };
        let put = self.run(Command::ImportStatements(Box::new(import)));
        let lines = put.iter().filter_map(|record| match record {
            Record::BankLine(line) => Some(line.id),
            _ => None,
        });
        lines.collect()
    }

    fn suggest(&self, lines: &[BankLineId]) -> Vec<Suggestion> {
        Index::of(&self.book).suggest_all(&self.book, lines)
    }

    fn invoice(&self, number: &str) -> InvoiceId {
        self.book.by_number(number).expect("an invoice").id
    }

    fn left(&self, number: &str) -> String {
        let id = self.invoice(number);
        let row = self.book.figures(id).expect("a row");
        row.open_at(i32::MAX - 1).to_string()
    }

    fn confirm(&mut self, line: BankLineId, one: &Suggestion) -> Vec<Record> {
        let confirmed = one.confirm(&self.book, line, WORDS).expect("a proposal");
        self.run(Command::MatchLines(vec![confirmed]))
    }
}

fn numbers(world: &World, one: &Suggestion) -> Vec<String> {
    let number = |id: &InvoiceId| {
        let invoice = world.book.invoices().get(*id).expect("an invoice");
        invoice.number().to_owned()
    };
    one.candidates.iter().map(number).collect()
}

/// A line as CAMT writes it: amount, payer, text.
fn camt(lines: &[(&str, &str, &str)]) -> String {
    let entries: String = lines
        .iter()
        .enumerate()
        .map(|(place, (amount, name, text))| {
            let (sign, amount, side) = match amount.strip_prefix('-') {
                Some(amount) => ("DBIT", amount, "Cdtr"),
                None => ("CRDT", *amount, "Dbtr"),
            };
            format!(
                "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts>\
                 <BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>R{place}{amount}</AcctSvcrRef>\
                 <NtryDtls><TxDtls><RltdPties><{side}><Nm>{name}</Nm></{side}></RltdPties>\
                 <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
            )
        })
        .collect();
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S</Id>\
         <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    )
}

fn book(customers: &[&str], invoices: &[(&str, usize, &str)]) -> String {
    let customers: Vec<String> = customers
        .iter()
        .enumerate()
        .map(|(place, name)| format!(r#"{{"number": "{place}", "name": "{name}"}}"#))
        .collect();
    let invoices: Vec<String> = invoices
        .iter()
        .map(|(number, customer, total)| {
            format!(
                r#"{{"number": "{number}", "customer": "{customer}", "issued": "2026-10-01", "due": "2026-10-31", "total": "{total}"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"owed_records": 1, "currency": "EUR", "customers": [{}], "invoices": [{}]}}"#,
        customers.join(","),
        invoices.join(",")
    )
}

#[test]
fn a_number_and_another_invoices_amount_are_asked_about() {
    let mut world = World::of(&book(
        &["Alpha GmbH"],
        &[
            ("RE-2026-10001", 0, "500.00"),
            ("RE-2026-10002", 0, "730.25"),
            ("RE-2026-10003", 0, "120.40"),
        ],
    ));
    let lines = world.bring(
        "6_number_amount.xml",
        include_bytes!("found/6_number_amount.xml"),
    );
    let found = world.suggest(&lines);
    for (one, other) in found.iter().zip(["RE-2026-10003", "RE-2026-10002"]) {
        assert_eq!(one.certainty, Certainty::Ask, "{one:?}");
        assert!(
            one.reasons
                .contains(&Reason::AmountOf(world.invoice(other)))
        );
        assert_eq!(numbers(&world, one), ["RE-2026-10001", other]);
    }
}

#[test]
fn a_provider_is_never_learned_as_a_customer() {
    let mut world = World::of(include_str!("found/8_psp_book.json"));
    let lines = world.bring("8_psp_1.xml", include_bytes!("found/8_psp_1.xml"));
    let one = world.suggest(&lines).remove(0);
    assert_eq!(one.certainty, Certainty::Sure, "number and amount: {one:?}");
    world.confirm(lines[0], &one);
    assert_eq!(world.left("RE-2026-10001"), "0");
    let lines = world.bring("8_psp_2.xml", include_bytes!("found/8_psp_2.xml"));
    let one = world.suggest(&lines).remove(0);
    assert!(one.certainty < Certainty::Sure, "{one:?}");
    assert!(one.reasons.contains(&Reason::Provider), "{one:?}");
    let candidates = numbers(&world, &one);
    assert!(
        candidates.contains(&"RE-2026-10003".to_owned()),
        "{candidates:?}"
    );
}

#[test]
fn the_exact_name_wins_over_one_with_another_legal_form() {
    let mut world = World::of(include_str!("found/15_exact_name_book.json"));
    let lines = world.bring(
        "15_exact_name.xml",
        include_bytes!("found/15_exact_name.xml"),
    );
    let found = world.suggest(&lines);
    let gmbh = world
        .book
        .customers()
        .iter()
        .find(|one| one.details.name == "Alpha GmbH");
    let gmbh = gmbh.expect("a customer").id;
    for (one, invoices) in found.iter().zip([
        &["RE-2026-10002"][..],
        &["RE-2026-10002", "RE-2026-10003"][..],
    ]) {
        assert!(one.reasons.contains(&Reason::PayerName(gmbh)), "{one:?}");
        if invoices.len() == 1 {
            assert_eq!(one.certainty, Certainty::Sure, "{one:?}");
            assert_eq!(numbers(&world, one), invoices);
        }
    }
}

#[test]
fn what_the_bank_kept_is_its_fee() {
    let mut world = World::of(&book(&["Linden Handel"], &[("2026-0021", 0, "1500.00")]));
    let lines = world.bring("b05-charges.xml", include_bytes!("found/b05-charges.xml"));
    let found = world.suggest(&lines[..1]);
    // The invoice is of a later day than the line: it is named, all the same.
    assert_eq!(found[0].certainty, Certainty::Sure, "{:?}", found[0]);
    let put = world.confirm(lines[0], &found[0]);
    assert_eq!(world.left("2026-0021"), "0");
    let payment = put.iter().find_map(|record| match record {
        Record::Payment(payment) => Some(payment.clone()),
        _ => None,
    });
    let payment = payment.expect("a payment");
    assert_eq!(payment.amount, decimal("1500.00"));
    assert_eq!(payment.fee, Some(decimal("26.00")));
    let row = world.book.line_figures(lines[0]).expect("a line");
    assert!(!row.is_open());
}

fn with_credit() -> (World, BankLineId, Suggestion) {
    let records = r#"{"owed_records": 1, "currency": "EUR",
        "customers": [{"number": "1", "name": "Alpha GmbH"}],
        "invoices": [
            {"number": "RE-2026-10001", "customer": "1", "issued": "2026-10-01", "due": "2026-10-31", "total": "500.00"},
            {"number": "GS-2026-10002", "kind": "credit_note", "customer": "1", "issued": "2026-10-05", "due": "2026-10-05", "total": "120.40"}]}"#;
    let mut world = World::of(records);
    let text = camt(&[("379.60", "Alpha GmbH", "RE-2026-10001 abzgl. GS-2026-10002")]);
    let lines = world.bring("less.xml", text.as_bytes());
    let one = world.suggest(&lines).remove(0);
    (world, lines[0], one)
}

#[test]
fn an_invoice_less_a_credit_note_is_settled_by_both_and_taken_back_with_both() {
    let (mut world, line, one) = with_credit();
    assert_eq!(one.certainty, Certainty::Sure, "{one:?}");
    world.confirm(line, &one);
    assert_eq!(world.left("RE-2026-10001"), "0");
    assert_eq!(world.left("GS-2026-10002"), "0");
    assert_eq!(check::whole(&world.book), []);
    world.run(Command::UnmatchLine {
        line,
        date: day("2026-12-01"),
    });
    assert_eq!(world.left("RE-2026-10001"), "50000");
    assert_eq!(world.left("GS-2026-10002"), "12040");
    assert_eq!(check::whole(&world.book), []);
}

#[test]
fn a_credit_and_a_payment_never_settle_more_than_the_invoice() {
    let (mut world, line, one) = with_credit();
    let mut confirmed = one.confirm(&world.book, line, WORDS).expect("a proposal");
    let MatchPart::Receipt(receipt) = &mut confirmed.parts[0] else {
        panic!("a receipt");
    };
    receipt.credits[0].2 = decimal("120.41");
    let before = world.book.clone();
    let refused = world.try_run(&Command::MatchLines(vec![confirmed]));
    assert!(matches!(refused, Err(Refusal::Problems(_))), "{refused:?}");
    assert!(world.book == before, "nothing is changed");
}

#[test]
fn an_advance_takes_part() {
    let mut world = World::of(&book(&["Alpha GmbH"], &[("RE-2026-10001", 0, "500.00")]));
    let customer = world.book.customers().iter().next().expect("a customer").id;
    world.run(Command::RecordPayment(Box::new(RecordPayment {
        customer,
        date: day("2026-10-10"),
        amount: decimal("200"),
        currency: Currency::default(),
        method: String::new(),
        reference: String::new(),
        note: String::new(),
        fee: None,
        received: None,
        allocate: Allocate::Nothing,
        closes: Vec::new(),
    })));
    let credits = open_credits(&world.book, customer, day("2026-10-10"));
    assert_eq!(credits.len(), 1, "it is shown as credit");
    assert_eq!(open_credits(&world.book, customer, day("2026-10-09")), []);
    let text = camt(&[("300.00", "Alpha GmbH", "Rest RE-2026-10001")]);
    let lines = world.bring("rest.xml", text.as_bytes());
    let one = world.suggest(&lines).remove(0);
    assert_eq!(one.certainty, Certainty::Sure, "{one:?}");
    let told = one
        .reasons
        .iter()
        .any(|reason| matches!(reason, Reason::Credit(Source::Payment(_), _)));
    assert!(told, "{one:?}");
    world.confirm(lines[0], &one);
    assert_eq!(world.left("RE-2026-10001"), "0");
    assert_eq!(open_credits(&world.book, customer, day("2026-12-01")), []);
}

/// A payment on its bank line, and a line of the same amount that goes out.
fn paid_and_out() -> (World, PaymentId, BankLineId) {
    let mut world = World::of(&book(&["Alpha GmbH"], &[("RE-2026-10001", 0, "500.00")]));
    let text = camt(&[("500.00", "Alpha GmbH", "RE-2026-10001")]);
    let lines = world.bring("in.xml", text.as_bytes());
    let one = world.suggest(&lines).remove(0);
    world.confirm(lines[0], &one);
    let payment = world.book.payments().iter().next().expect("a payment").id;
    let text = camt(&[("-500.00", "Somebody", "whatever")]);
    let out = world.bring("out.xml", text.as_bytes());
    (world, payment, out[0])
}

#[test]
fn what_came_back_or_was_given_back_in_part_is_not_offered_as_returned() {
    let line = |world: &World, id: BankLineId| -> Rc<BankLine> {
        world.book.bank_lines().get(id).expect("a line").clone()
    };
    let (world, payment, out) = paid_and_out();
    assert_eq!(returnable(&world.book, &line(&world, out)), [payment]);
    for kind in [RefundKind::Returned, RefundKind::Correction] {
        let (mut world, payment, out) = paid_and_out();
        world.run(Command::TakeBackPayment {
            payment,
            date: day("2026-11-20"),
            kind,
            reason: String::new(),
        });
        assert_eq!(returnable(&world.book, &line(&world, out)), [], "{kind:?}");
    }
    // Some of it was given back: what is left is not the line's amount.
    let mut world = World::of(&book(&["Alpha GmbH"], &[]));
    let customer = world.book.customers().iter().next().expect("a customer").id;
    let text = camt(&[("500.00", "Alpha GmbH", "Anzahlung")]);
    let lines = world.bring("in.xml", text.as_bytes());
    let known = line(&world, lines[0]);
    let receipt = Receipt::of_line(&known, customer, Allocate::Nothing);
    world.run(Command::MatchLines(vec![MatchLine {
        line: lines[0],
        parts: vec![MatchPart::Receipt(Box::new(receipt))],
    }]));
    let payment = world.book.payments().iter().next().expect("a payment").id;
    world.run(Command::RecordRefund {
        source: Source::Payment(payment),
        date: day("2026-11-20"),
        amount: decimal("30"),
        reference: String::new(),
    });
    let text = camt(&[("-500.00", "Somebody", "whatever")]);
    let out = world.bring("out.xml", text.as_bytes());
    assert_eq!(returnable(&world.book, &line(&world, out[0])), []);
}

#[test]
fn an_own_transfer_has_one_reason() {
    let mut world = World::of(&book(&["Alpha GmbH"], &[]));
    let text = camt(&[("500.00", "Me", "transfer"), ("600.00", "Me", "transfer")]);
    let lines = world.bring("own.xml", text.as_bytes());
    let left = |world: &World, id: BankLineId| {
        let row = world.book.line_figures(id).expect("a line");
        ledger::money::Money::from_minor(row.left().into(), row.currency()).expect("money")
    };
    let one = Suggestion {
        certainty: Certainty::Likely,
        proposal: Some(Proposal::OwnTransfer),
        ..Suggestion::default()
    };
    world.confirm(lines[0], &one);
    let parts = Proposal::OwnTransfer.parts(left(&world, lines[1]), WORDS);
    world.run(Command::MatchLines(vec![MatchLine {
        line: lines[1],
        parts,
    }]));
    let reasons: Vec<String> = world
        .book
        .matches()
        .iter()
        .filter_map(|part| match &part.what {
            Matched::Other { reason, .. } => Some(reason.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(reasons, ["Own transfer", "Own transfer"]);
}

#[test]
fn a_rule_takes_the_lines_that_it_says_it_takes() {
    let mut world = World::of(&book(&["Alpha GmbH"], &[]));
    let text = camt(&[
        ("-12.50", "Hoster AG", "Server 1"),
        ("-12.50", "HOSTER ag", "Server 2"),
        ("-9.00", "Paper Mill", "Order"),
    ]);
    world.bring("rule.xml", text.as_bytes());
    let rule = IgnoreRule {
        name: "Hoster AG".to_owned(),
        reason: "Supplier".to_owned(),
        ..IgnoreRule::default()
    };
    let told: Vec<BankLineId> = world
        .book
        .lines_taken_by(&rule)
        .map(|line| line.id)
        .collect();
    assert_eq!(told.len(), 2);
    let put = world.run(Command::SaveIgnoreRule {
        id: None,
        rule: rule.clone(),
        opened: Version::NONE,
    });
    let taken: Vec<BankLineId> = put
        .iter()
        .filter_map(|record| match record {
            Record::Match(part) => Some(part.line),
            _ => None,
        })
        .collect();
    assert_eq!(taken, told);
    assert_eq!(
        world.book.lines_taken_by(&rule).count(),
        0,
        "what is known is not taken"
    );
    assert!(
        put.iter()
            .any(|record| matches!(record.id(), RecordId::IgnoreRule(_)))
    );
}

#[test]
fn what_a_returned_payment_cost_closes_its_line() {
    let (mut world, payment, _) = paid_and_out();
    let text = camt(&[("-503.00", "Alpha GmbH", "Ruecklastschrift RE-2026-10001")]);
    let lines = world.bring("back.xml", text.as_bytes());
    let one = Suggestion {
        certainty: Certainty::Sure,
        proposal: Some(Proposal::Return {
            payment,
            charges: Some(
                ledger::money::Money::new(decimal("3"), Currency::default()).expect("money"),
            ),
        }),
        ..Suggestion::default()
    };
    assert!(one.close(&world.book, lines[0], WORDS).is_some());
    world.confirm(lines[0], &one);
    let row = world.book.line_figures(lines[0]).expect("a line");
    assert!(!row.is_open(), "nothing of the line is left");
    // Without the bank's fee it is not all of the line.
    let (world, payment, _) = paid_and_out();
    let mut world = world;
    let lines = world.bring("back.xml", text.as_bytes());
    let one = Suggestion {
        certainty: Certainty::Sure,
        proposal: Some(Proposal::Return {
            payment,
            charges: None,
        }),
        ..Suggestion::default()
    };
    assert!(
        one.close(&world.book, lines[0], WORDS).is_none(),
        "it is not counted"
    );
}

/// An old customer whose next payment names an old number again, and a stranger
/// whose order has the digits of a number.
#[test]
fn more_than_is_settled_and_digits_of_a_stranger_are_not_sure() {
    let mut world = World::of(
        r#"{"owed_records":1,"currency":"EUR","invoices":[
          {"number":"2026-302","customer":"Müller Sohn KG","issued":"2026-09-01","due":"2026-09-30","total":"47.60"},
          {"number":"2026-303","customer":"Beta Ltd","issued":"2026-09-01","due":"2026-09-30","total":"900.00"},
          {"number":"T-1108","customer":"Eta Oy","issued":"2026-09-01","due":"2026-09-30","total":"77.00"}]}"#,
    );
    let qif = "!Type:Bank\nD2026-10-01\nT2000.00\nPMüller Sohn KG\nM2026-302\n^\nD2026-10-01\nT950.00\nPBeta Ltd\nM2026-303\n^\nD2026-10-02\nT77.00\nPFoo Bar\nMorder 1108\n^\n";
    let lines = world.bring("q.qif", qif.as_bytes());
    let found = world.suggest(&lines);
    let sure: Vec<bool> = found
        .iter()
        .map(|one| one.certainty == Certainty::Sure)
        .collect();
    assert_eq!(sure, [false, true, false], "{found:#?}");
}

/// The settings post what is sure up to so much.
fn post_up_to(world: &mut World, limit: Option<&str>) {
    let known = world.book.business().map(|known| Business::clone(known));
    let mut business = known.unwrap_or_default();
    if business.details.name.is_empty() {
        business.details.name = "Harbour & Pine".to_owned();
    }
    business.reconciling.post_up_to = limit.map(decimal);
    let opened = world.book.version(RecordId::Business);
    world.run(Command::SaveBusiness { business, opened });
}

#[test]
fn what_is_sure_and_small_is_posted_and_the_rest_waits() {
    let records = book(
        &["Alpha GmbH"],
        &[
            ("RE-2026-10001", 0, "100.00"),
            ("RE-2026-10002", 0, "500.00"),
        ],
    );
    let text = camt(&[
        ("100.00", "Alpha GmbH", "RE-2026-10001"),
        ("500.00", "Alpha GmbH", "RE-2026-10002"),
        ("77.00", "Somebody", "hello"),
    ]);
    for (limit, expected, why) in [
        (None, &[][..], "nothing is posted without the user"),
        (Some("76"), &[], "below all of them"),
        (
            Some("99.99"),
            &[],
            "a cent too little, and the small one is not sure",
        ),
        (Some("100"), &[0], "just as much"),
        (Some("499.99"), &[0], "a cent below the second"),
        (Some("500"), &[0, 1], "both that are sure"),
        (
            Some("100000"),
            &[0, 1],
            "what is not sure waits, whatever the limit",
        ),
    ] {
        let mut world = World::of(&records);
        post_up_to(&mut world, limit);
        let lines = world.bring("s.xml", text.as_bytes());
        let statement = world.book.statements().iter().next().expect("one").id;
        let looked = unposted(&world.book, &[statement]);
        assert_eq!(looked.len(), if limit.is_some() { 3 } else { 0 }, "{why}");
        let found = world.suggest(&lines);
        let of = |line: BankLineId| found.get(lines.iter().position(|known| *known == line)?);
        let posted = posted_unasked(&world.book, &looked, of);
        let places: Vec<usize> = posted
            .iter()
            .filter_map(|one| lines.iter().position(|line| *line == one.line))
            .collect();
        assert_eq!(places, expected, "{why}");
        let whole = expected.len();
        assert_eq!(
            settles(&world.book, &posted),
            Settles { whole, part: 0 },
            "{why}"
        );
        if !posted.is_empty() {
            world.run(Command::MatchLines(posted));
            assert_eq!(
                unposted(&world.book, &[statement]).len(),
                3 - whole,
                "{why}"
            );
        }
    }
    // What is recorded in the user's words waits for them.
    let mut world = World::of(&records);
    post_up_to(&mut world, Some("1000"));
    let lines = world.bring("s.xml", text.as_bytes());
    let own = Suggestion {
        certainty: Certainty::Sure,
        proposal: Some(Proposal::OwnTransfer),
        ..Suggestion::default()
    };
    assert_eq!(posted_unasked(&world.book, &lines, |_| Some(&own)), []);
}

#[test]
fn lines_settle_invoices_in_whole_or_in_part() {
    let mut world = World::of(&book(
        &["Alpha GmbH"],
        &[
            ("RE-2026-10001", 0, "100.00"),
            ("RE-2026-10002", 0, "500.00"),
        ],
    ));
    let customer = world.book.customers().iter().next().expect("a customer").id;
    let text = camt(&[("100.00", "Alpha GmbH", "RE-2026-10001")]);
    let id = world.bring("s.xml", text.as_bytes())[0];
    let line = world.book.bank_lines().get(id).expect("a line").clone();
    let receipt = |parts: &[(&str, &str)], closes: &[&str]| {
        let part = |(number, part): &(&str, &str)| (world.invoice(number), decimal(part));
        let close = |number: &&str| {
            let kind = ledger::payment::WriteOffKind::SmallDifference;
            (world.invoice(number), kind)
        };
        let allocate = Allocate::Parts(parts.iter().map(part).collect());
        let receipt = Receipt {
            closes: closes.iter().map(close).collect(),
            ..Receipt::of_line(&line, customer, allocate)
        };
        MatchLine {
            line: id,
            parts: vec![MatchPart::Receipt(Box::new(receipt))],
        }
    };
    let (first, second) = ("RE-2026-10001", "RE-2026-10002");
    for (lines, whole, part, why) in [
        (vec![], 0, 0, "no line"),
        (vec![receipt(&[(first, "100")], &[])], 1, 0, "all of it"),
        (
            vec![receipt(&[(first, "99.99")], &[])],
            0,
            1,
            "all but a cent",
        ),
        (
            vec![receipt(&[(first, "99.99")], &[first])],
            1,
            0,
            "the cent is given up",
        ),
        (
            vec![receipt(&[(first, "100"), (second, "100")], &[])],
            1,
            1,
            "one of each",
        ),
        (
            vec![
                receipt(&[(second, "200")], &[]),
                receipt(&[(second, "300")], &[]),
            ],
            1,
            0,
            "of two lines",
        ),
    ] {
        assert_eq!(
            settles(&world.book, &lines),
            Settles { whole, part },
            "{why}"
        );
    }
}

#[test]
fn what_a_line_can_be_is_what_is_suggested_and_a_payment_or_one_that_came_back() {
    let left = |world: &World, id: BankLineId| {
        let row = world.book.line_figures(id).expect("a line");
        ledger::money::Money::from_minor(row.left().into(), row.currency()).expect("money")
    };
    let ways = |world: &World, id: BankLineId, proposal: Option<Proposal>| {
        let line = world.book.bank_lines().get(id).expect("a line");
        let one = Suggestion {
            proposal,
            ..Suggestion::default()
        };
        Way::all(&world.book, line, left(world, id), Some(&one))
    };
    let (mut world, payment, out) = paid_and_out();
    let text = camt(&[("70.00", "Somebody", "hello")]);
    let came_in = world.bring("more.xml", text.as_bytes())[0];
    let returned = |charges| Proposal::Return { payment, charges };
    let charges = Some(left(&world, came_in));
    let recorded = Proposal::Recorded(payment);
    for (line, suggested, expected, why) in [
        (came_in, None, vec![Way::Receipt], "money in"),
        (
            came_in,
            Some(Proposal::Receipts(Vec::new())),
            vec![Way::Receipt],
            "suggested, and listed once",
        ),
        (
            came_in,
            Some(recorded.clone()),
            vec![Way::As(recorded), Way::Receipt],
            "a known payment, or else a new one",
        ),
        (
            out,
            None,
            vec![Way::As(returned(None))],
            "money out of the amount of a payment",
        ),
        (
            out,
            Some(returned(charges)),
            vec![Way::As(returned(charges))],
            "it is suggested with charges: not listed again without",
        ),
        (
            out,
            Some(Proposal::OwnTransfer),
            vec![Way::As(Proposal::OwnTransfer), Way::As(returned(None))],
            "what is suggested first",
        ),
    ] {
        assert_eq!(ways(&world, line, suggested), expected, "{why}");
    }
    // One that came back already does not again.
    world.run(Command::TakeBackPayment {
        payment,
        date: day("2026-11-20"),
        kind: RefundKind::Returned,
        reason: String::new(),
    });
    assert_eq!(ways(&world, out, None), []);
    assert_eq!(Way::Receipt.parts(left(&world, came_in), WORDS), None);
}
