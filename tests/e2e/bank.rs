//! A bank's files go through the import: what is new is kept once, what is odd is told, what is
//! wrong changes nothing.

use crate::offline::{all_is_kept, expect_silence_of_the_host};
use crate::owed::Owed;
use crate::told::says;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::{Browser, Site, Which, journey};
use xtask::step::{Failure, Outcome};

const IBAN: &str = "DE89370400440532013000";

/// Day of April 2026, amount, who, text.
type Line<'a> = (u32, &'a str, &'a str, &'a str);

pub const APRIL: [Line<'_>; 3] = [
    (2, "250.00", "Linden GmbH", "Invoice 2026-0001"),
    (3, "-12.50", "House bank", "Fee for March"),
    (3, "80.10", "Birke & Söhne", "R 7, thank you"),
];

/// A statement as CAMT.053.
pub fn camt(opening: &str, closing: &str, lines: &[Line<'_>]) -> String {
    let balance = |code: &str, amount: &str, day: u32| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-04-{day:02}</Dt></Dt></Bal>\n"
        )
    };
    let last = lines.iter().map(|line| line.0).max().unwrap_or(1);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-04-30T08:00:00</CreDtTm></GrpHdr><Stmt><Id>4</Id><CreDtTm>2026-04-30T08:00:00</CreDtTm><Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
    );
    text += &balance("OPBD", opening, 1);
    text += &balance("CLBD", closing, last);
    for (place, (day, amount, name, said)) in lines.iter().enumerate() {
        let (sign, side, amount) = match amount.strip_prefix('-') {
            Some(amount) => ("DBIT", "Cdtr", amount),
            None => ("CRDT", "Dbtr", *amount),
        };
        let name = name.replace('&', "&amp;");
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-04-{day:02}</Dt></BookgDt><AcctSvcrRef>A{day}-{place}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><{side}><Nm>{name}</Nm></{side}></RltdPties><RmtInf><Ustrd>{said}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        );
    }
    text + "</Stmt></BkToCstmrStmt></Document>\n"
}

/// Two lines of another account, which do not add up by 5.
pub const MT940: &str = ":20:APRIL\n:25:10020030/1234567\n:28C:00004/001\n:60F:C260401EUR1000,00\n:61:2604070407C100,00NTRFNONREF//B1\n:86:166?00GUTSCHRIFT?20Invoice 2026-0002?32Esche AG\n:61:2604080408D30,00NTRFNONREF//B2\n:86:177?00UEBERWEISUNG?20To savings?32Own savings\n:62F:C260430EUR1075,00\n-\n";

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> Outcome<PathBuf> {
    let file = folder.join(name);
    fs::write(&file, bytes)?;
    Ok(file)
}

#[tokio::test]
async fn statements_are_taken_once_and_taken_back_by_their_files() -> Outcome {
    journey("bank-statements", async |browser| {
        let owed = Owed(browser);
        owed.begin("Statements").await?;
        let folder = owed.folder("bank")?;
        let april = write(&folder, "april.xml", camt("1000.00", "1317.60", &APRIL))?;
        let told = owed.look_at_statement(&april).await?;
        says(
            &told,
            &[
                "CAMT.053, 1 statement, 3 lines",
                "DE89 3704 0044 0532 0130 00",
            ],
        );
        assert_eq!(
            owed.offered_import().await?.as_deref(),
            Some("Import 3 lines")
        );
        says(&owed.import_statement().await?, &["3 lines"]);
        let name = "DE89 3704 0044 0532 0130 00".to_owned();
        assert_eq!(
            owed.bank_accounts().await?,
            [(name.clone(), "3".to_owned())]
        );
        says(
            &owed.open_statement().await?,
            &["equals the closing balance"],
        );
        let lines = owed.bank_lines().await?;
        let amounts: Vec<&str> = lines.iter().map(|(_, amount)| amount.as_str()).collect();
        assert_eq!(amounts, ["250.00", "-12.50", "80.10"]);
        assert_eq!(lines[1].0, "Open, money out");

        // Again: nothing is offered, and nothing written.
        let before = owed.entries().await?;
        let told = owed.look_at_statement(&april).await?;
        says(&told, &["Every line of this file is already in the book."]);
        assert_eq!(owed.offered_import().await?, None);
        // An overlapping file adds the rest.
        let mut more = APRIL.to_vec();
        more.push((9, "40.00", "Linden GmbH", "Invoice 2026-0003"));
        let may = write(&folder, "overlap.xml", camt("1000.00", "1357.60", &more))?;
        let told = owed.look_at_statement(&may).await?;
        says(&told, &["4 lines, 3 of them already in the book"]);
        let told = owed.import_statement().await?;
        says(&told, &["1 line\n", "3 lines already in the book"]);
        assert_eq!(
            owed.bank_accounts().await?,
            [(name.clone(), "4".to_owned())]
        );
        assert_eq!(owed.entries().await?, before + 1);

        let other = write(&folder, "april.sta", MT940)?;
        let told = owed.look_at_statement_among_all(&other).await?;
        says(
            &told,
            &[
                "MT940, 1 statement, 2 lines",
                "1 thing to check",
                "€5.00 is missing",
            ],
        );
        owed.import_statement().await?;
        says(
            &owed.open_statement().await?,
            &["The statement doesn’t add up: €5.00 is missing."],
        );
        assert_eq!(owed.statements().await?.len(), 3);

        // Each file goes by itself.
        owed.open_statement().await?;
        owed.undo_statement().await?;
        assert_eq!(owed.statements().await?.len(), 2);
        owed.open_statement().await?;
        owed.undo_statement().await?;
        let left = owed.bank_accounts().await?;
        assert_eq!(
            left.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, open)| open.as_str()),
            Some("3")
        );
        // What went can come again.
        owed.look_at_statement(&may).await?;
        says(&owed.import_statement().await?, &["1 line\n"]);
        owed.reload().await?;
        assert_eq!(owed.statements().await?.len(), 2);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_line_becomes_a_rule_and_is_taken_back() -> Outcome {
    journey("bank-rules", async |browser| {
        let owed = Owed(browser);
        owed.begin("Rules").await?;
        let folder = owed.folder("rules")?;
        owed.look_at_statement(&write(&folder, "april.sta", MT940)?)
            .await?;
        owed.import_statement().await?;
        owed.open_statement().await?;
        owed.open_line("Own savings").await?;
        let told = owed.rule_of_line("Own transfer").await?;
        says(&told, &["1 open line matches this rule."]);
        owed.open_statement().await?;
        assert_eq!(owed.bank_lines().await?[1].0, "Ignored: Own transfer");
        owed.open_line("Own savings").await?;
        owed.take_line_back().await?;
        assert_eq!(owed.bank_lines().await?[1].0, "Open, money out");
        // The next one is taken by itself.
        let may = MT940
            .replace("0804", "1504")
            .replace("2604080408", "2604150415")
            .replace("//B", "//C")
            .replace("Own savings", "own SAVINGS account");
        owed.look_at_statement(&write(&folder, "may.sta", may)?)
            .await?;
        says(
            &owed.import_statement().await?,
            &["1 line is ignored by a rule"],
        );
        Ok(())
    })
    .await
}

const TABLE: &str = "Konto: Geschäftskonto\nTag;Wer;Wofür;Wert;Stand\n03.04.2026;Linden GmbH;R-1;250,00;1250,00\n04.04.2026;Hausbank;Gebühr;-12,50;1237,50\n";

#[tokio::test]
async fn a_table_is_asked_about_once() -> Outcome {
    journey("bank-table", async |browser| {
        let owed = Owed(browser);
        owed.begin("Table").await?;
        let folder = owed.folder("table")?;
        let file = write(&folder, "april.csv", TABLE)?;
        // Chosen where everything is imported, it goes on here as it is.
        owed.look_at_table(&file).await?;
        let told = owed.read_as_statement().await?;
        says(&told, &["Still missing", "the order of the dates"]);
        assert_eq!(owed.offered_import().await?, None);
        for (column, role) in [
            ("Tag", "Date"),
            ("Wer", "Payer or payee"),
            ("Wofür", "Text"),
            ("Wert", "Amount"),
            ("Stand", "Balance"),
        ] {
            owed.choose_of_table(column, role).await?;
            let chosen = async || {
                let field = browser.find(Which::Label(column)).await?;
                Ok(field
                    .prop("value")
                    .await?
                    .is_some_and(|value| !value.is_empty()))
            };
            browser.wait_until(column, chosen).await?;
        }
        owed.choose_of_table("Date order", "Day, month, year")
            .await?;
        let told = owed.answer_statement("Read the lines").await?;
        says(&told, &["CSV, 1 statement, 2 lines", "€1,237.50"]);
        says(&owed.import_statement().await?, &["2 lines"]);

        // The next file of the bank is read without a question.
        let next = TABLE
            .replace("03.04", "05.05")
            .replace("04.04", "06.05")
            .replace("1250,00", "1487,50")
            .replace("1237,50", "1475,00");
        let told = owed
            .look_at_statement(&write(&folder, "may.csv", &next)?)
            .await?;
        says(
            &told,
            &[
                "Read in the same way as this account’s last file",
                "2 lines",
            ],
        );
        says(&owed.import_statement().await?, &["2 lines"]);
        assert_eq!(
            owed.bank_accounts().await?,
            [("Bank account".to_owned(), "4".to_owned())]
        );

        // A row that cannot be read is named, and the choice stays.
        let wrong = next.replace("-12,50", "twelve");
        let told = owed
            .look_at_statement(&write(&folder, "wrong.csv", wrong)?)
            .await?;
        says(&told, &["Which column is which"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn dates_that_can_be_read_in_two_ways_are_asked_about() -> Outcome {
    journey("bank-qif", async |browser| {
        let owed = Owed(browser);
        owed.begin("Dates").await?;
        let folder = owed.folder("qif")?;
        let qif = "!Type:Bank\nD03/04/2026\nT250.00\nPLinden GmbH\nMR-1\n^\nD05/04/2026\nT-12.00\nPHouse bank\n^\n";
        let told = owed.look_at_statement(&write(&folder, "april.qif", qif)?).await?;
        says(&told, &["In which order are the dates written?", "03/04/2026"]);
        let told = owed.answer_statement("Day, month, year").await?;
        says(&told, &["QIF, 1 statement, 2 lines", "Apr 3, 2026", "Apr 5, 2026"]);
        says(&owed.import_statement().await?, &["2 lines"]);
        Ok(())
    })
    .await
}

/// An archive of one file that unpacks to far more than it is.
fn bomb() -> Vec<u8> {
    // Zeros in Deflate's fixed code: one of them, then copies of 258.
    let mut bits: Vec<bool> = Vec::new();
    let mut put = |code: u32, length: u32| {
        for bit in (0..length).rev() {
            bits.push(code >> bit & 1 == 1);
        }
    };
    // The last block (1), fixed (01, its lower bit first), a zero.
    put(0b110, 3);
    put(0b0011_0000, 8);
    let copies = 40_000_u32;
    for _ in 0..copies {
        put(0b1100_0101, 8);
        put(0, 5);
    }
    put(0, 7);
    let packed: Vec<u8> = bits
        .chunks(8)
        .map(|chunk| {
            chunk
                .iter()
                .enumerate()
                .fold(0, |byte, (place, bit)| byte | u8::from(*bit) << place)
        })
        .collect();
    let packed_size = u32::try_from(packed.len()).unwrap_or(0);
    let size = 300 * packed_size;
    let name = b"april.xml";
    let mut fields = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
    for number in [0, packed_size, size] {
        fields.extend(number.to_le_bytes());
    }
    fields.extend([9, 0, 0, 0]);
    let mut file = b"PK\x03\x04".to_vec();
    file.extend(&fields);
    file.extend(name);
    file.extend(&packed);
    let start = u32::try_from(file.len()).unwrap_or(0);
    file.extend(b"PK\x01\x02\x14\x00");
    file.extend(&fields);
    file.extend([0; 14]);
    file.extend(name);
    let length = u32::try_from(file.len()).unwrap_or(0) - start;
    file.extend(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00");
    file.extend(length.to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

#[tokio::test]
async fn a_file_that_is_no_statement_changes_nothing() -> Outcome {
    journey("bank-bad-files", async |browser| {
        let owed = Owed(browser);
        owed.begin("Bad Files").await?;
        let before = owed.entries().await?;
        let folder = owed.folder("bad")?;
        let good = camt("1000.00", "1317.60", &APRIL);
        let doctype = good.replacen('\n', "\n<!DOCTYPE d [<!ENTITY a \"aaaa\">]>\n", 1);
        let half = &good[..good.len() / 2];
        let amount = good.replacen(">250.00<", ">lots<", 1);
        let cases: [(&str, Vec<u8>, &[&str]); 6] = [
            ("doctype.xml", doctype.into_bytes(), &["Line 2", "DOCTYPE"]),
            ("half.xml", half.as_bytes().to_vec(), &["ends too early"]),
            ("amount.xml", amount.into_bytes(), &["lots", "Line"]),
            ("bomb.zip", bomb(), &["unpacks to far more"]),
            (
                "april.pdf",
                b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj".to_vec(),
                &["This is a PDF"],
            ),
            (
                "other.xml",
                b"<?xml version=\"1.0\"?><feed/>".to_vec(),
                &["feed"],
            ),
        ];
        for (name, bytes, told) in cases {
            let file = write(&folder, name, bytes)?;
            let said = owed.look_at_statement(&file).await?;
            says(&said, told);
            says(&said, &["Nothing was imported"]);
            assert_eq!(owed.entries().await?, before, "{name}");
        }
        assert_eq!(owed.bank_accounts().await?, []);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_tabs_that_import_one_file_at_once_keep_its_lines_once() -> Outcome {
    journey("bank-tabs", async |browser| {
        let owed = Owed(browser);
        owed.begin("Tabs").await?;
        let file = write(
            &owed.folder("tabs")?,
            "april.xml",
            camt("1000.00", "1317.60", &APRIL),
        )?;
        let first = browser.window().await?;
        owed.look_at_statement(&file).await?;
        owed.import_at_the_signal().await?;
        let second = browser.open_tab("/").await?;
        owed.ready().await?;
        owed.look_at_statement(&file).await?;
        owed.import_at_the_signal().await?;
        browser
            .script("new BroadcastChannel('e2e').postMessage('go')", vec![])
            .await?;
        let mut told = Vec::new();
        for tab in [&first, &second] {
            browser.switch_to(tab).await?;
            told.push(owed.statement_told().await?);
        }
        told.sort();
        let all = told.join("\n");
        says(
            &all,
            &["3 lines", "Every line of this file is already in the book."],
        );
        owed.reload().await?;
        let accounts = owed.bank_accounts().await?;
        let open: Vec<&str> = accounts.iter().map(|(_, open)| open.as_str()).collect();
        assert_eq!(open, ["3"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_account_that_another_tab_changed_is_not_overwritten() -> Outcome {
    journey("bank-stale", async |browser| {
        let owed = Owed(browser);
        owed.begin("Stale").await?;
        let file = write(
            &owed.folder("stale")?,
            "april.xml",
            camt("1000.00", "1317.60", &APRIL),
        )?;
        owed.look_at_statement(&file).await?;
        owed.import_statement().await?;
        let name = "DE89 3704 0044 0532 0130 00";
        owed.edit_bank_account(name, &[("Name", "House bank")])
            .await?;
        let mine = browser.window().await?;
        browser.open_tab("/").await?;
        owed.ready().await?;
        owed.edit_bank_account(name, &[("Name", "Business account")])
            .await?;
        owed.save_bank_account().await?;
        browser.heading("Bank").await?;
        browser.close_window().await?;
        browser.switch_to(&mine).await?;
        owed.save_bank_account().await?;
        browser.find(Which::Css("[data-version=theirs]")).await?;
        says(
            &owed.page_text().await?,
            &["Yours: House bank", "Saved there: Business account"],
        );
        owed.keep_mine("Name").await?;
        owed.save_bank_account().await?;
        browser.heading("Bank").await?;
        assert_eq!(owed.bank_accounts().await?[0].0, "House bank");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_statement_is_imported_without_a_network() -> Outcome {
    let browser = Browser::start(Site::release()?).await?;
    let owed = Owed(&browser);
    owed.begin("Offline").await?;
    all_is_kept(&browser).await?;
    browser.site().stop();
    expect_silence_of_the_host(&browser);
    owed.reload().await?;
    let file = write(&owed.folder("offline")?, "april.sta", MT940)?;
    owed.look_at_statement(&file).await?;
    says(&owed.import_statement().await?, &["2 lines"]);
    owed.reload().await?;
    if owed.statements().await?.len() != 1 {
        return Err(Failure::new("the statement is not there after a reload"));
    }
    browser.is_silent().await
}

#[tokio::test]
async fn ten_thousand_lines_are_read_and_taken_while_the_page_goes_on() -> Outcome {
    journey("bank-large", async |browser| {
        browser.be_patient(std::time::Duration::from_secs(300));
        let owed = Owed(browser);
        owed.begin("Large").await?;
        let lines: Vec<(u32, String, String)> = (0..10_000)
            .map(|n| {
                (
                    n % 28 + 1,
                    format!("{}.{:02}", n % 900 + 1, n % 100),
                    format!("Invoice 2026-{n:05}"),
                )
            })
            .collect();
        let lines: Vec<Line<'_>> = lines
            .iter()
            .map(|(day, amount, text)| (*day, amount.as_str(), "Linden GmbH", text.as_str()))
            .collect();
        let file = write(
            &owed.folder("large")?,
            "year.xml",
            camt("0.00", "0.00", &lines),
        )?;
        browser.script(PAINTED_MEANWHILE, vec![]).await?;
        let told = owed.look_at_statement(&file).await?;
        says(&told, &["10,000 lines", "The statement doesn’t add up"]);
        says(&owed.import_statement().await?, &["10,000 lines"]);
        let painted = browser.script("return window.painted", vec![]).await?;
        // In one piece it would be a frame or two.
        assert!(
            painted.as_u64().is_some_and(|painted| painted > 4),
            "the page painted {painted} frames while it was at work"
        );
        owed.open_statement().await?;
        owed.wait_rows(10_000).await
    })
    .await
}

/// Counts the frames that the page paints while it shows how far its work is.
const PAINTED_MEANWHILE: &str = "
    window.painted = 0;
    const next = () => {
      if (document.querySelector('main .progress')) window.painted += 1;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);";
