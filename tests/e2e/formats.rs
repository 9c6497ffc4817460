//! Each format that can be imported: brought in, the page loaded again, and the book is verified to
//! its last entry and takes further ones. What was written must be readable, not only shown.

use crate::bank::{APRIL, MT940, camt};
use crate::imports::{INV_GEN, SERVERLESS};
use crate::owed::Owed;
use crate::printing::long;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::{Browser, Engine, journey_in};
use xtask::step::{Failure, Outcome};

/// A file of `formats/`.
fn fixture(name: &str) -> PathBuf {
    xtask::step::root().join("tests/e2e/formats").join(name)
}

/// After a reload all that was written is read again and verified, and more can be written.
pub async fn is_verified_after_a_reload(owed: Owed<'_>) -> Outcome {
    let entries = owed.entries().await?;
    owed.reload().await?;
    owed.checked().await?;
    if let Some(why) = owed.read_only().await? {
        return Err(Failure::new(format!("after the reload: {why}")));
    }
    owed.open_backup().await?;
    let verified = format!("{entries} changes, checked");
    let page = owed.page_text().await?;
    assert!(page.contains(&verified), "no '{verified}' in '{page}'");
    owed.add_customer("Written afterwards").await?;
    assert_eq!(owed.entries().await?, entries + 1);
    Ok(())
}

/// Reads a statement, answering what a table may ask, and imports its lines.
pub async fn import_statement(owed: Owed<'_>, file: &Path, lines: &str) -> Outcome {
    let mut told = owed.look_at_statement(file).await?;
    if told.contains("Which column is which") {
        told = owed.answer_statement("Read the lines").await?;
    }
    assert!(told.contains(lines), "no '{lines}' in '{told}'");
    let told = owed.import_statement().await?;
    assert!(told.contains(lines), "no '{lines}' in '{told}'");
    Ok(())
}

async fn statement(engine: Engine, name: &str, file: &Path, lines: &str) -> Outcome {
    let story = async |browser: &mut Browser| {
        let owed = Owed(browser);
        owed.begin("Formats").await?;
        import_statement(owed, file, lines).await?;
        is_verified_after_a_reload(owed).await?;
        owed.open_statement().await.map(drop)
    };
    journey_in(engine, &format!("format-{name}-{}", engine.name()), story).await
}

/// The same of a file that is made here.
async fn made(engine: Engine, name: &str, bytes: &[u8], lines: &str) -> Outcome {
    let folder = xtask::step::target_dir().join("journeys").join("formats");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{}-{name}", engine.name()));
    fs::write(&file, bytes)?;
    statement(engine, name, &file, lines).await
}

macro_rules! tables {
    ($($name:ident: $file:literal, $lines:literal;)*) => {
        $(mod $name {
            use super::*;

            #[tokio::test]
            async fn chromium() -> Outcome {
                super::statement(Engine::Chromium, $file, &fixture($file), $lines).await
            }

            #[tokio::test]
            async fn firefox() -> Outcome {
                in_another(Engine::Firefox).await
            }

            #[tokio::test]
            async fn webkit() -> Outcome {
                in_another(Engine::WebKit).await
            }

            async fn in_another(engine: Engine) -> Outcome {
                if !engine.is_there_for(concat!("the journey formats::", stringify!($name))) {
                    return Ok(());
                }
                super::statement(engine, $file, &fixture($file), $lines).await
            }
        })*
    };
}

tables! {
    csv_with_signed_amounts: "signed.csv", "1 line";
    csv_with_two_columns: "two-columns.csv", "2 lines";
    csv_with_a_mark: "mark.csv", "2 lines";
    csv_of_one_row: "one-row.csv", "1 line";
    csv_of_dkb: "dkb.csv", "3 lines";
    csv_of_sparkasse: "sparkasse.csv", "1 line";
}

#[tokio::test]
async fn camt_053() -> Outcome {
    let text = camt("1000.00", "1317.60", &APRIL);
    made(Engine::usual()?, "april.xml", text.as_bytes(), "3 lines").await
}

#[tokio::test]
async fn mt940() -> Outcome {
    made(Engine::usual()?, "april.sta", MT940.as_bytes(), "2 lines").await
}

#[tokio::test]
async fn ofx() -> Outcome {
    let text = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n\
        <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n<BANKACCTFROM><BANKID>30002<ACCTID>0000 1234<ACCTTYPE>CHECKING</BANKACCTFROM>\n\
        <BANKTRANLIST><DTSTART>20260101<DTEND>20260131\n\
        <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105<TRNAMT>50.00<FITID>F1<NAME>Smith &amp; Sons<MEMO>Invoice 12</STMTTRN>\n\
        <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260106<TRNAMT>-34.56<FITID>F2<NAME>Landlord</STMTTRN>\n\
        </BANKTRANLIST><LEDGERBAL><BALAMT>1234.50<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";
    made(Engine::usual()?, "january.ofx", text.as_bytes(), "2 lines").await
}

#[tokio::test]
async fn qif() -> Outcome {
    let text = "!Type:Bank\nD13/04/2026\nT250.00\nPLinden GmbH\nMR-1\n^\nD15/04/2026\nT-12.00\nPHouse bank\n^\n";
    made(Engine::usual()?, "april.qif", text.as_bytes(), "2 lines").await
}

#[tokio::test]
async fn zip_of_statements() -> Outcome {
    let text = camt("1000.00", "1317.60", &APRIL);
    let archive = zip("april.xml", text.as_bytes());
    made(Engine::usual()?, "april.zip", &archive, "3 lines").await
}

/// An archive of one file, as it is.
fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let mut fields = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for number in [checksum(bytes), size, size] {
        fields.extend(number.to_le_bytes());
    }
    fields.extend([u8::try_from(name.len()).unwrap_or(u8::MAX), 0, 0, 0]);
    let mut file = [b"PK\x03\x04".as_slice(), &fields, name.as_bytes(), bytes].concat();
    let start = u32::try_from(file.len()).unwrap_or(u32::MAX);
    let entry = [
        b"PK\x01\x02\x14\x00".as_slice(),
        &fields,
        &[0; 14],
        name.as_bytes(),
    ]
    .concat();
    let length = u32::try_from(entry.len()).unwrap_or(u32::MAX);
    file.extend(entry);
    file.extend(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00");
    file.extend(length.to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

/// CRC-32, as archives have it.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(sum & 1));
        }
    }
    !sum
}

async fn table(
    name: &str,
    text: &str,
    import: impl AsyncFnOnce(Owed<'_>, &Path) -> Outcome<String>,
    says: &str,
) -> Outcome {
    let engine = Engine::usual()?;
    let story = async |browser: &mut Browser| {
        let owed = Owed(browser);
        owed.begin("Formats").await?;
        let file = owed.folder("formats")?.join(name);
        fs::write(&file, text)?;
        let told = import(owed, &file).await?;
        assert!(told.contains(says), "no '{says}' in '{told}'");
        is_verified_after_a_reload(owed).await
    };
    journey_in(engine, &format!("format-{name}"), story).await
}

#[tokio::test]
async fn csv_of_customers() -> Outcome {
    let text = "Firma;Kundennummer;E-Mail;PLZ;Ort\nLinden GmbH;K-1;a@linden.example;12345;Hamm\nBirke;K-2;;;\n";
    let import = async |owed: Owed<'_>, file: &Path| owed.import_csv(file, &[]).await;
    table("customers.csv", text, import, "2 customers").await
}

#[tokio::test]
async fn csv_of_invoices() -> Outcome {
    let text = "Kunde;Rechnungsnr;Rechnungsdatum;Fällig am;Betrag\nLinden;R-1;15.1.2025;14.2.2025;1.000,00\nBirke;R-2;16.1.2025;15.2.2025;80,50\n";
    let import = async |owed: Owed<'_>, file: &Path| owed.import_csv(file, &[]).await;
    table("invoices.csv", text, import, "2 documents").await
}

#[tokio::test]
async fn csv_of_payments() -> Outcome {
    let text = "Was;Wann;Wie viel;Verwendungszweck\n2025-0001;20.2.2025;40,00;TX 1\n";
    let import = async |owed: Owed<'_>, file: &Path| {
        let number = owed
            .issue(&crate::owed::Invoice::of("Acme", "2025-01-02", "100.00"))
            .await?;
        fs::write(file, text.replace("2025-0001", &number))?;
        let columns = [
            ("Invoice number", "Was"),
            ("Paid on", "Wann"),
            ("Amount", "Wie viel"),
        ];
        owed.import_payments(file, &columns).await
    };
    table("payments.csv", text, import, "1 payment").await
}

#[tokio::test]
async fn records_file() -> Outcome {
    let import = async |owed: Owed<'_>, file: &Path| owed.import_records(file).await;
    table("records.json", &long().to_string(), import, "1 document").await
}

#[tokio::test]
async fn export_of_serverless_invoices() -> Outcome {
    let import = async |owed: Owed<'_>, file: &Path| {
        owed.look_at_export(file).await?;
        owed.paid_on("2025-03-01").await?;
        owed.import_looked_at().await
    };
    table("serverless.json", SERVERLESS, import, "3 documents").await
}

#[tokio::test]
async fn export_of_inv_gen() -> Outcome {
    let import = async |owed: Owed<'_>, file: &Path| {
        owed.look_at_export(file).await?;
        owed.import_looked_at().await
    };
    table("inv-gen.json", INV_GEN, import, "2 documents").await
}
