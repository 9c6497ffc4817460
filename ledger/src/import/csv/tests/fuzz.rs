//! The found files harmed in many ways: no harm stops the importer, and an
//! amount differs only where its own bytes were harmed. The seed is fixed.

use statements::table::{Rows, guess_delimiter};

use super::*;

/// Harmed copies of each file.
const COPIES: u64 = 40;

/// A small generator (xorshift), the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap_or(0)
    }
}

fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = names()
        .into_iter()
        .filter(|name| name.ends_with(".csv") || name.ends_with(".txt"))
        .map(|name| (name.clone(), file(&name)))
        .collect();
    files.sort();
    assert!(files.len() > 50, "{}", files.len());
    files
}

/// How the file would be read by whoever answers all that is asked in the
/// usual way.
fn options(text: &str) -> Option<Options> {
    let guess = sniff(text).ok()?;
    let mut options = Options::from_guess(&guess, today());
    options.currency = Some(euro());
    for (field, possible) in DATES.into_iter().zip(&guess.date_orders) {
        let order = options.date_orders.of(field).or(possible.last().copied());
        options.date_orders.set(field, order);
    }
    let sign = guess.decimal_signs.last().copied();
    options.decimal_sign = options.decimal_sign.or(sign);
    options.paid = Some(PaidWhen::WhenDue);
    for odd in Odd::ALL {
        if odd.usual().is_none() {
            options.choices.set(odd, odd.choices().first().copied());
        }
    }
    Some(options)
}

fn came(bytes: &[u8]) -> Option<(String, Options, Checked)> {
    let decoded = at_once(decode_in_steps(bytes, &Steps::default())).ok()?;
    let options = options(&decoded.text)?;
    let checked = check(&decoded.text, &options, &book()).ok()?;
    Some((decoded.text, options, checked))
}

/// What each number asks for, as it is signed.
fn amounts(checked: &Checked) -> BTreeMap<String, (bool, String)> {
    let invoices = checked.records.invoices.iter();
    invoices
        .map(|invoice| {
            let total = invoice
                .total
                .map(|total| total.to_string())
                .unwrap_or_default();
            let is_credit = invoice.kind == DocumentKind::CreditNote;
            (invoice.number.clone(), (is_credit, total))
        })
        .collect()
}

/// A copy with one harm: cut off, a bit turned, a sign put in, a byte lost, a
/// piece of it put elsewhere.
fn harmed(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut harmed = bytes.to_vec();
    match dice.next(5) {
        0 => harmed.truncate(dice.next(bytes.len())),
        1 => {
            let place = dice.next(bytes.len());
            harmed[place] ^= 1 << dice.next(8);
        }
        2 => {
            let place = dice.next(bytes.len());
            harmed.insert(place, b"\",;\n\r\t'-0"[dice.next(9)]);
        }
        3 => {
            let place = dice.next(bytes.len());
            harmed.remove(place);
        }
        _ => {
            let (from, to) = (dice.next(bytes.len()), dice.next(bytes.len()));
            let piece = bytes[from.min(to)..from.max(to)].to_vec();
            let place = dice.next(harmed.len());
            harmed.splice(place..place, piece);
        }
    }
    harmed
}

#[test]
fn harmed_records_never_stop_the_importer() {
    let mut dice = Dice(0x5eed_0004);
    for name in [
        "12_instalments.json",
        "15_exact_name_book.json",
        "8_psp_book.json",
    ] {
        let bytes = file(name);
        for _ in 0..400 {
            let harmed = harmed(&bytes, &mut dice);
            if let Ok(records) = records::read(&harmed) {
                let (steps, book, context) = (Steps::default(), book(), context());
                let sound = import::sound_in_steps(&book, &records, &context, &steps);
                if let Ok(sound) = at_once(sound) {
                    assert!(
                        import::plan(&book, &sound.records, &context).is_ok(),
                        "{name}"
                    );
                }
            }
        }
    }
}

#[test]
fn harmed_bytes_never_stop_the_importer() {
    let mut dice = Dice(0x5eed_0001);
    for (name, bytes) in files() {
        for _ in 0..COPIES {
            let harmed = harmed(&bytes, &mut dice);
            if let Some((text, options, checked)) = came(&harmed) {
                let (steps, book, context) = (Steps::default(), book(), context());
                let sound = sound_in_steps(checked, &text, &options, &book, &context, &steps);
                let sound = at_once(sound);
                assert!(
                    sound.is_err() || sound.is_ok_and(|sound| sound.left.len() <= sound.rows),
                    "{name}"
                );
            }
        }
    }
}

/// The cells of a text, row by row.
fn cells_of(text: &str) -> Vec<Vec<String>> {
    let rows = Rows::new(text, guess_delimiter(text)).filter_map(Result::ok);
    rows.map(|row| row.fields.iter().map(ToString::to_string).collect())
        .collect()
}

/// What the document of each line asks for.
fn by_line(checked: &Checked) -> BTreeMap<String, (bool, String)> {
    let lines = checked.origins.invoices.iter().map(ToString::to_string);
    let invoices = checked.records.invoices.iter();
    lines
        .zip(invoices)
        .map(|(line, invoice)| {
            let total = invoice.total.map(|total| total.to_string());
            let is_credit = invoice.kind == DocumentKind::CreditNote;
            (line, (is_credit, total.unwrap_or_default()))
        })
        .collect()
}

#[test]
fn an_amount_differs_only_where_its_own_bytes_do() {
    let mut dice = Dice(0x5eed_0002);
    let mut compared = 0;
    for (name, bytes) in files() {
        let Some((text, options, _)) = came(&bytes) else {
            continue;
        };
        let cells = cells_of(&text);
        let plain = with_delimiter(&cells, ';');
        let options = Options {
            delimiter: Some(Delimiter::Semicolon),
            header: sniff(&plain).expect("a guess").header_line,
            ..options
        };
        let before = by_line(&check(&plain, &options, &book()).expect("a table"));
        let says_amounts = |column: usize| {
            let others = [Field::Currency, Field::Mark, Field::Kind];
            let fields = MONEY.into_iter().chain(others);
            fields
                .into_iter()
                .any(|field| options.columns.of(field) == Some(column))
        };
        for _ in 0..COPIES {
            let row = 1 + dice.next(cells.len().saturating_sub(1));
            let column = dice.next(cells.get(row).map_or(1, Vec::len));
            let Some(cell) = cells.get(row).and_then(|row| row.get(column)) else {
                continue;
            };
            if says_amounts(column) || cell.is_empty() {
                continue;
            }
            let mut letters: Vec<char> = cell.chars().collect();
            let place = dice.next(letters.len());
            letters[place] = ['7', 'x', '-', '.', '\'', ' '][dice.next(6)];
            let mut harmed = cells.clone();
            harmed[row][column] = letters.iter().collect();
            let text = with_delimiter(&harmed, ';');
            let Ok(checked) = check(&text, &options, &book()) else {
                continue;
            };
            // Rows of one number are one: a harmed number joins or leaves them.
            if checked.counts.contains_key(&Odd::FurtherRows) || name.starts_with("xero") {
                continue;
            }
            for (line, amount) in by_line(&checked) {
                if let Some(known) = before.get(&line) {
                    assert_eq!(
                        &amount, known,
                        "{name}: {line} after {:?}",
                        harmed[row][column]
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 1_000, "only {compared} amounts were compared");
}

fn with_delimiter(cells: &[Vec<String>], delimiter: char) -> String {
    let mut text = String::new();
    for row in cells {
        let quoted = row
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        text.push_str(&quoted.collect::<Vec<_>>().join(&delimiter.to_string()));
        text.push('\n');
    }
    text
}

#[test]
fn swapped_rows_and_other_separators_give_the_same() {
    let mut dice = Dice(0x5eed_0003);
    for (name, bytes) in files() {
        let Some((text, options, checked)) = came(&bytes) else {
            continue;
        };
        let before = amounts(&checked);
        let cells = cells_of(&text);
        let header = usize::from(options.header.is_some());
        for (letter, delimiter) in [
            (',', Delimiter::Comma),
            (';', Delimiter::Semicolon),
            ('\t', Delimiter::Tab),
            ('|', Delimiter::Pipe),
        ] {
            let other = with_delimiter(&cells, letter);
            let guess = sniff(&other).expect("a guess");
            assert_eq!(guess.delimiter, delimiter, "{name}");
            let read = Options {
                delimiter: Some(delimiter),
                header: guess.header_line,
                ..options.clone()
            };
            let again = check(&other, &read, &book()).expect("a table");
            assert_eq!(amounts(&again), before, "{name} with {letter:?}");
        }
        // A number given twice is kept where it comes first.
        if checked.counts.contains_key(&Odd::FurtherRows)
            || checked
                .found
                .iter()
                .any(|found| matches!(found.fault, RowFault::NumberTwice(_)))
        {
            continue;
        }
        let titles = cells.iter().position(|row| {
            options.header.is_some() && *row == sniff(&text).expect("a guess").header
        });
        let first = titles.map_or(header, |place| place + 1);
        for _ in 0..6 {
            let mut swapped = cells.clone();
            let rows = swapped.len() - first;
            let (one, other) = (first + dice.next(rows), first + dice.next(rows));
            swapped.swap(one, other);
            let text = with_delimiter(&swapped, ';');
            let read = Options {
                delimiter: Some(Delimiter::Semicolon),
                header: sniff(&text).expect("a guess").header_line,
                ..options.clone()
            };
            let again = check(&text, &read, &book()).expect("a table");
            assert_eq!(
                amounts(&again),
                before,
                "{name}: rows {one} and {other} swapped"
            );
        }
    }
}
