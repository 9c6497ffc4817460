//! Tables that cannot be taken as they are: the message says where and what, and nothing changed
//! before the user said what is to become of them.

use crate::owed::Owed;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;
use xtask::browser::journey;
use xtask::step::Outcome;

const HEADER: &str = "Customer,Invoice number,Issued on,Due on,Amount,Paid on\n";

/// Files with all that must be said of each.
fn files(folder: &Path) -> Outcome<Vec<(std::path::PathBuf, Vec<&'static str>)>> {
    let good = "Linden,A-1,2025-01-05,2025-02-04,100.00,\n";
    let rows = |rows: &str| format!("{HEADER}{good}{rows}").into_bytes();
    let mut long = String::with_capacity(12_000_000);
    long.push_str(HEADER);
    for row in 0..200_001 {
        writeln!(long, "L,{row},2025-01-05,2025-02-04,1.00,")
            .map_err(|_| std::io::Error::other("no room"))?;
    }
    let cases: [(&str, Vec<u8>, &[&str]); 8] = [
        (
            "dates.csv",
            rows("Linden,A-2,2025-02-30,2025-03-30,100.00,\n"),
            &[
                "2 rows; 1 to import, 1 not imported",
                "Line 3, Issued on",
                "2025-02-30",
            ],
        ),
        (
            "amounts.csv",
            rows(
                "Linden,A-2,2025-01-05,2025-02-04,lots,\nLinden,A-3,2025-01-05,2025-02-04,99999999999999999999.00,\n",
            ),
            &[
                "3 rows; 1 to import, 2 not imported",
                "Line 3, Amount",
                "Line 4, Amount",
            ],
        ),
        (
            "twice.csv",
            rows("Linden,A-1,2025-01-05,2025-02-04,100.00,\n"),
            &["Line 3, Invoice number", "Line 2"],
        ),
        (
            "nobody.csv",
            rows(",A-2,2025-01-05,2025-02-04,100.00,\n"),
            &["Line 3, Customer"],
        ),
        (
            "nothing.csv",
            rows("Linden,A-2,2025-01-05,2025-02-04,0.00,\n"),
            &["Line 3, Amount", "1 skipped", "there is nothing to pay"],
        ),
        (
            "picture.csv",
            b"\x89PNG\r\n\x1a\n\x01\x02\x03IHDR\x01\x02".to_vec(),
            &["This is a picture, not a CSV file"],
        ),
        ("empty.csv", Vec::new(), &["no row"]),
        ("long.csv", long.into_bytes(), &["200,000 rows"]),
    ];
    let mut files = Vec::new();
    for (name, bytes, told) in cases {
        let file = folder.join(name);
        fs::write(&file, bytes)?;
        files.push((file, told.to_vec()));
    }
    let large = folder.join("large.csv");
    fs::File::create(&large)?.set_len(60 << 20)?;
    files.push((large, vec!["at most"]));
    Ok(files)
}

#[tokio::test]
async fn a_table_that_cannot_be_taken_changes_nothing() -> Outcome {
    journey("bad-tables", async |browser| {
        browser.be_patient(Duration::from_secs(60));
        let owed = Owed(browser);
        owed.begin("Bad Tables").await?;
        let before = owed.entries().await?;
        let folder = owed.folder("tables")?;
        for (file, told) in files(&folder)? {
            let said = owed.refused_import(&file).await?;
            for text in told {
                let name = file.display();
                assert!(said.contains(text), "{name}: '{text}' is not in '{said}'");
            }
            assert_eq!(owed.entries().await?, before, "{}", file.display());
        }
        assert_eq!(owed.numbers().await?, Vec::<String>::new());

        // Planted: a table that can be taken is.
        let good = folder.join("good.csv");
        fs::write(
            &good,
            format!("{HEADER}M\u{fc}ller,A-1,2025-01-05,2025-02-04,100.00,\n"),
        )?;
        owed.import_csv(&good, &[]).await?;
        assert_eq!(owed.numbers().await?, ["A-1"]);
        // So is UTF-16 that does not say so.
        let wide = folder.join("utf16.csv");
        let letters = format!("{HEADER}Gr\u{fc}n,A-3,2025-01-05,2025-02-04,100.00,\n");
        let bytes: Vec<u8> = letters.encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(&wide, bytes)?;
        owed.import_csv(&wide, &[]).await?;
        assert_eq!(owed.numbers().await?.len(), 2);
        // Letters of an older encoding are read, and the page says in which.
        let old = folder.join("old.csv");
        let mut bytes = HEADER.as_bytes().to_vec();
        bytes.extend(b"J\xfcrgens,A-2,2025-01-05,2025-02-04,100.00,\n");
        fs::write(&old, bytes)?;
        owed.import_csv(&old, &[]).await?;
        assert_eq!(owed.numbers().await?.len(), 3);
        assert!(
            owed.page_says("Jürgens").await?,
            "the letters were not read"
        );
        Ok(())
    })
    .await
}
