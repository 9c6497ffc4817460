//! What is stored comes back: journal, snapshot, backup, erasure.

use ledger::backup::{
    Audit, BackupReader, BackupWriter, ControlTotals, Header, Item, compare, fresh_in_steps,
};
use ledger::book::{Book, RecordKind};
use ledger::change::{Change, ChangeSet, Record, RecordId};
use ledger::check;
use ledger::command::CommandName;
use ledger::command::{Command, execute};
use ledger::date::Timestamp;
use ledger::ids::Chain;
use ledger::journal::{self, Hash, Writer};
use ledger::money::Decimal;
use ledger::records::{AllocationRecord, DocumentKind, InvoiceRecord, PaymentRecord, RecordsFile};
use ledger::report::aging::{Basis, Options, aging};
use ledger::slices::{Steps, at_once};
use ledger::snapshot::{Manifest, Packer, Unpacker};
use proptest::prelude::*;

use crate::cases;
use crate::script::{Asked, Step, script};
use crate::world::{Outcome, World};

fn replay(world: &World, mut book: Book) -> Book {
    for written in &world.journal[book.head().seq as usize..] {
        let entry = journal::read(&written.bytes).expect("an entry");
        journal::follows(book.head(), book.id(), &entry.header).expect("the next entry");
        assert_eq!(entry.head(), written.head);
        book.apply_entry(&entry).expect("changes that fit");
    }
    book
}

/// The snapshot of a book as the store keeps it.
fn pack(book: &Book) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut packer = Packer::new(book);
    let mut parts = Vec::new();
    while let Some(part) = packer.next_part().expect("a part") {
        parts.push(part);
    }
    let digests = parts.iter().map(|part| Hash::of(part)).collect();
    (packer.manifest(digests).to_bytes(), parts)
}

fn unpack(manifest: &[u8], parts: &[Vec<u8>], rows: usize) -> Book {
    let manifest = Manifest::from_bytes(manifest).expect("a manifest");
    let mut unpacker = Unpacker::new(&manifest);
    for (part, digest) in parts.iter().zip(&manifest.parts) {
        assert_eq!(Hash::of(part), *digest);
        unpacker.part(part).expect("a part");
    }
    let mut relink = unpacker.relink();
    loop {
        if let Some(book) = relink.step(rows) {
            return book.expect("a book");
        }
    }
}

fn header_of(world: &World) -> Header {
    Header {
        book: world.book.id().clone(),
        written: Timestamp(1_700_000_000_000),
        app: "0.1.0".into(),
        entries: world.book.head().seq,
        blobs: 1,
        head: *world.book.head(),
        totals: ControlTotals::new(),
    }
}

fn backup(world: &World, blob: &[u8]) -> Vec<u8> {
    let mut writer = BackupWriter::new(header_of(world)).expect("a header");
    let mut bytes = Vec::new();
    for entry in &world.journal {
        writer.entry(&entry.bytes).expect("an entry");
        bytes.extend(writer.piece().unwrap_or_default());
    }
    writer.blob(Hash::of(blob), blob).expect("a blob");
    bytes.extend(writer.finish().expect("a backup"));
    bytes
}

/// A book written anew from memory and folded again.
fn written_anew(book: &Book) -> Book {
    let writer = Writer {
        book: book.id().clone(),
        chain: Chain(0x0f0f_0f0f),
        device: "Laptop".to_owned(),
        actor: "Zoë".to_owned(),
        at: Timestamp(1_795_000_000_000),
    };
    let steps = Steps::default();
    let written = fresh_in_steps(book, &writer, || [7; 16], &steps);
    let mut folded = Book::empty(book.id().clone());
    let mut audit = Audit::default();
    for written in at_once(written).expect("entries") {
        let entry = journal::read(&written.bytes).expect("an entry");
        journal::follows(folded.head(), book.id(), &entry.header).expect("the next entry");
        audit.entry(&folded, &entry).expect("lawful");
        folded.apply_entry(&entry).expect("changes that fit");
    }
    folded
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_book_written_anew_from_memory_has_the_same_records_and_figures(script in script(50)) {
        let world = World::after(&script);
        let anew = written_anew(&world.book);
        prop_assert!(compare(&world.book, &anew).is_empty(), "{:?}", compare(&world.book, &anew));
        prop_assert_eq!(check::whole(&anew), check::whole(&world.book));
        // Closings come in the order in which they count.
        let is_in_order = |kind: &&RecordKind| **kind != RecordKind::Closing;
        for kind in RecordKind::ALL.iter().filter(is_in_order) {
            prop_assert!(world.book.ids(*kind).eq(anew.ids(*kind)), "the order of {:?}", kind);
        }
        let last = |book: &Book| book.highest_numbers().collect::<Vec<_>>();
        prop_assert_eq!(last(&anew), last(&world.book), "the last numbers");
        prop_assert_eq!(anew.closed_until(), world.book.closed_until());
        for back in [0, 30, 400] {
            let day = world.today.minus_days(back).expect("a day");
            let options = Options::as_of(day);
            prop_assert_eq!(aging(&anew, &options), aging(&world.book, &options));
        }
    }

    #[test]
    fn a_comparison_finds_each_record_that_is_not_the_same(
        script in script(50),
        at in any::<prop::sample::Index>(),
    ) {
        let world = World::after(&script);
        let earlier = &world.history[at.index(world.history.len())];
        let found = compare(&world.book, earlier);
        let count = |side: &ledger::backup::Side| {
            side.kinds.values().sum::<usize>() + side.drafts + side.documents.len()
        };
        let (mut gone, mut more, mut otherwise) = (0, 0, 0);
        for id in RecordKind::ALL.iter().flat_map(|kind| world.book.ids(*kind)) {
            match earlier.record(id) {
                None => gone += 1,
                other if other == world.book.record(id) => {}
                Some(_) => otherwise += 1,
            }
        }
        for id in RecordKind::ALL.iter().flat_map(|kind| earlier.ids(*kind)) {
            more += usize::from(world.book.record(id).is_none());
        }
        // A draft that was issued since counts as a document that only one has.
        let told = count(&found.only_here) + count(&found.only_there) + found.changed.values().sum::<usize>();
        prop_assert_eq!(told, gone + more + otherwise);
        prop_assert_eq!(found.is_empty(), gone + more + otherwise == 0);
    }

    #[test]
    fn a_journal_read_from_its_bytes_gives_the_same_book(script in script(50)) {
        let world = World::after(&script);
        let book = replay(&world, Book::empty(world.book.id().clone()));
        prop_assert!(book == world.book);
    }

    #[test]
    fn a_snapshot_and_the_entries_after_it_give_the_same_book(
        script in script(50),
        at in any::<prop::sample::Index>(),
        rows in 1_usize..40,
    ) {
        let world = World::after(&script);
        let (_, seq) = world.actions[at.index(world.actions.len())];
        let known = &world.history[seq as usize];
        let (manifest, parts) = pack(known);
        let opened = unpack(&manifest, &parts, rows);
        prop_assert!(opened == *known);
        let book = replay(&world, opened);
        prop_assert!(book == world.book);
        for invoice in world.book.invoices().iter().filter(|invoice| !invoice.is_draft()) {
            let found = book.by_number(invoice.number()).map(|found| found.id);
            prop_assert_eq!(found, Some(invoice.id));
        }
        // What comes next is the same: ids, numbers, parties.
        for asked in &script {
            let mut one = World { book: book.clone(), ..world.clone() };
            let mut other = world.clone();
            let done = matches!(one.run(asked), Outcome::Done);
            prop_assert_eq!(done, matches!(other.run(asked), Outcome::Done));
            prop_assert!(one.book == other.book, "{:?}", asked);
        }
    }

    #[test]
    fn a_backup_gives_the_same_head_and_the_same_book(
        script in script(40),
        piece in 1_usize..5_000,
    ) {
        let world = World::after(&script);
        let blob = b"a logo".repeat(1_000);
        let bytes = backup(&world, &blob);
        let mut reader = BackupReader::new();
        let mut items = Vec::new();
        for piece in bytes.chunks(piece) {
            items.extend(reader.feed(piece).expect("a backup"));
        }
        let header = reader.finish().expect("a backup");
        let mut book = Book::empty(header.book.clone());
        let mut read = Vec::new();
        for item in items {
            match item {
                Item::Entry { bytes, entry } => {
                    book.apply_entry(&entry).expect("changes that fit");
                    read.push(bytes);
                }
                Item::Blob(chunk) => prop_assert_eq!(Hash::of(&blob), chunk.blob),
                Item::Header(_) => {}
            }
        }
        prop_assert_eq!(header.head, *world.book.head());
        prop_assert!(book == world.book);
        prop_assert!(read.iter().eq(world.journal.iter().map(|entry| &entry.bytes)));
    }

    #[test]
    fn erased_bytes_leave_the_chain_whole(script in script(40), customer in 0_u8..4) {
        let mut world = World::after(&script);
        let erasure = Step::Erase { customer, day: 400 };
        if !matches!(world.run(&Asked { step: erasure, reason: 2 }), Outcome::Done) {
            return Ok(());
        }
        let last = world.entry(world.book.head().seq);
        let redacted: Vec<RecordId> = last.changes.iter().flatten().map(Change::id).collect();
        let mut erased = 0;
        for seq in 1..last.header.seq {
            let place = seq as usize - 1;
            let before = world.entry(seq);
            let bytes = journal::erase(&world.journal[place].bytes, |_, change| {
                redacted.contains(&change.id()) && matches!(change, Change::Put(_))
            });
            let Some(bytes) = bytes.expect("an entry") else { continue };
            erased += 1;
            world.journal[place].bytes = bytes;
            let after = world.entry(seq);
            prop_assert_eq!(&after.header, &before.header);
            prop_assert_eq!(after.hash, before.hash);
            for (now, then) in after.changes.iter().zip(&before.changes) {
                let gone = then.as_ref().is_some_and(|then| redacted.contains(&then.id()));
                prop_assert_eq!(now.is_none(), gone && matches!(then, Some(Change::Put(_))));
            }
        }
        prop_assert!(erased > 0);
        let book = replay(&world, Book::empty(world.book.id().clone()));
        prop_assert_eq!(book.head(), world.book.head());
        prop_assert_eq!(crate::world::records(&book), crate::world::records(&world.book));
        prop_assert_eq!(check::whole(&book), []);
        for basis in [Basis::Due, Basis::Invoice] {
            let options = Options { basis, ..Options::as_of(crate::script::day(60)) };
            let cells = |book| crate::slow::cells(&aging(book, &options).expect("an aging"));
            prop_assert_eq!(cells(&book), cells(&world.book));
        }
        let names = world.journal.iter().take(last.header.seq as usize - 1);
        for written in names {
            for change in journal::read(&written.bytes).expect("an entry").changes.into_iter().flatten() {
                if let Change::Put(Record::Customer(customer)) = change {
                    prop_assert!(!redacted.contains(&customer.id.into()));
                }
            }
        }
    }

    #[test]
    fn a_byte_changed_anywhere_in_an_entry_is_noticed(
        script in script(12),
        entry in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        bit in 0_u8..8,
    ) {
        let world = World::after(&script);
        let entry = &world.journal[entry.index(world.journal.len())];
        let mut bytes = entry.bytes.clone();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let read = journal::read(&bytes);
        prop_assert!(
            read.as_ref().is_ok_and(|read| Some(read) == journal::read(&entry.bytes).as_ref().ok())
                || read.is_err(),
            "byte {place}"
        );
    }
}

#[test]
fn an_entry_left_out_doubled_forged_or_of_another_book_does_not_follow() {
    let mut world = World::new();
    for day in 1..6 {
        world.run(&Asked {
            step: crate::invoice_to(0, day),
            reason: 0,
        });
    }
    let headers: Vec<_> = (1..=world.book.head().seq)
        .map(|seq| world.entry(seq).header)
        .collect();
    let id = world.book.id();
    for (place, written) in world.journal.iter().enumerate().skip(1) {
        let before = world.journal[place - 1].head;
        let follows = |head, id, header| journal::follows(head, id, header).is_ok();
        assert!(follows(&before, id, &headers[place]));
        assert!(!follows(&before, id, &headers[place - 1]), "doubled");
        assert!(!follows(&written.head, id, &headers[place]), "doubled");
        if let Some(next) = headers.get(place + 1) {
            assert!(!follows(&before, id, next), "left out");
        }
        // Another entry with the same seq: what follows it follows another.
        let forged = journal::Head {
            hash: Hash::of(b"forged"),
            ..before
        };
        assert!(!follows(&forged, id, &headers[place]), "forged");
        assert!(!follows(
            &before,
            &journal::BookId("other".into()),
            &headers[place]
        ));
    }
}

/// An action of more changes than an entry holds.
#[test]
fn a_large_import_is_several_entries_and_one_action() {
    let mut world = World::new();
    let date = crate::script::day(5);
    let mut file = RecordsFile::new();
    for n in 0..800 {
        let number = format!("OLD-{n}");
        let total = Decimal::from_int(1 + n % 90);
        file.invoices.push(InvoiceRecord::opening(
            DocumentKind::Invoice,
            number.clone(),
            format!("Imported {}", n % 40),
            date,
            total,
        ));
        file.payments.push(PaymentRecord {
            customer: format!("Imported {}", n % 40),
            date,
            amount: total,
            currency: None,
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            allocations: vec![AllocationRecord {
                invoice: number,
                amount: Decimal::ONE,
                date: None,
            }],
            refunds: Vec::new(),
        });
    }
    let before = crate::world::records(&world.book);
    let command = Command::ImportRecords(Box::new(file));
    let set = execute(&world.book, &command, &world.context(0)).expect("changes");
    world.commit(&set);
    let (first, last) = *world.actions.last().expect("an action");
    assert_eq!(last - first + 1, 3, "40 customers and 3 × 800 facts");
    assert_eq!(check::whole(&world.book), []);
    assert!(replay(&world, Book::empty(world.book.id().clone())) == world.book);
    let (manifest, parts) = pack(&world.book);
    assert!(unpack(&manifest, &parts, 333) == world.book);
    let undo = world
        .undo(0, &world.context(0))
        .expect("an action")
        .expect("changes");
    world.commit(&undo);
    assert_eq!(crate::world::records(&world.book), before);
    assert_eq!(check::whole(&world.book), []);
}

/// An earlier version left out the empty lists of how a table is read, and could
/// not read the entry again: its book was locked, and a backup of it kept the
/// entry as damaged.
#[test]
fn a_book_that_an_earlier_version_locked_opens_and_its_backup_restores() {
    let mut world = World::new();
    let text = r#"{"put":{"bank_account":{"archived":false,"csv":{"columns":[["Date",{"Name":"Buchungsdatum"}],["Amount",{"Name":"Betrag"}]],"date_order":"Dmy","decimal_sign":"Comma","delimiter":"Semicolon","header_rows":1,"invert_sign":false},"currency":"EUR","id":"0000cafe-1"}}}"#;
    let account = Change::from_json(text).expect("a change as it was written");
    assert_eq!(account.to_json().expect("text"), text);
    world.commit(&ChangeSet {
        command: CommandName::ImportStatements,
        changes: vec![account],
    });
    let book = replay(&world, Book::empty(world.book.id().clone()));
    assert!(book == world.book);
    let mut writer = BackupWriter::new(Header {
        entries: world.book.head().seq,
        blobs: 0,
        ..header_of(&world)
    })
    .expect("a header");
    let (last, before) = world.journal.split_last().expect("an entry");
    for entry in before {
        writer.entry(&entry.bytes).expect("an entry");
    }
    writer
        .damaged(&last.bytes)
        .expect("an entry kept as damaged");
    let bytes = writer.finish().expect("a backup");
    assert!(String::from_utf8_lossy(&bytes).contains("{\"damaged\":\""));
    let items = ledger::backup::read(&bytes).expect("a backup");
    let last = items.last().expect("an item");
    let Item::Entry { entry, bytes } = last else {
        panic!("no entry: {last:?}");
    };
    assert_eq!(entry.head(), *world.book.head());
    assert_eq!(Some(bytes), world.journal.last().map(|entry| &entry.bytes));
}
