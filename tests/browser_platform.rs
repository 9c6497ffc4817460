//! The browser around the program, in a browser: clock, dice, gzip, files.

#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Date as JsDate, Uint8Array};
use owed::platform::files::{ChosenFile, NewFile};
use owed::platform::{StreamError, clock, gzip, quota, random};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn today_is_the_day_on_the_users_wall() {
    let local = || {
        let now = JsDate::new_0();
        let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
        format!("{year:04}-{month:02}-{day:02}")
    };
    // Asked twice, in case midnight falls in between.
    let (before, today, after) = (local(), clock::today().expect("a sane clock"), local());
    assert!([before, after].contains(&today.to_string()));
}

#[wasm_bindgen_test]
fn the_clock_gives_moments_and_ticks() {
    let (now, ticks) = (clock::now(), clock::ticks_ms());
    assert!(now.to_string().starts_with("20"), "{now}");
    assert!(clock::now() >= now);
    assert!(clock::ticks_ms() >= ticks && ticks > 0.0);
}

#[wasm_bindgen_test]
fn random_bytes_do_not_repeat() {
    // More than the browser gives out at a time.
    let mut salts = random::salts(5_000).expect("random bytes");
    salts.sort_unstable();
    salts.dedup();
    assert_eq!(salts.len(), 5_000);
    assert_ne!(random::chain(), random::chain());
    assert_eq!(random::salts(0), Ok(vec![]));
}

#[wasm_bindgen_test]
async fn gzip_gives_back_what_it_was_given() {
    let large: Vec<u8> = (0..3_000_000_u32)
        .map(|index| (index % 251) as u8)
        .collect();
    for bytes in [&b""[..], b"one line", &large] {
        let packed = gzip::compress(bytes).await.expect("packed");
        assert_eq!(packed[..2], [0x1f, 0x8b]);
        let unpacked = gzip::decompress(&packed, bytes.len()).await;
        assert!(unpacked.as_deref() == Ok(bytes));
    }
}

#[wasm_bindgen_test]
async fn gzip_unpacks_no_more_than_allowed() {
    let packed = gzip::compress(&vec![0; 10_000_000]).await.expect("packed");
    assert!(packed.len() < 20_000);
    let limit = 9_999_999;
    let bomb = gzip::decompress(&packed, limit).await;
    assert_eq!(bomb, Err(StreamError::TooLong { limit }));
}

#[wasm_bindgen_test]
async fn what_is_no_gzip_is_told_as_such() {
    let packed = gzip::compress(b"one line").await.expect("packed");
    let mut flipped = packed.clone();
    flipped[12] ^= 1;
    for wrong in [&b"one line"[..], &packed[..packed.len() - 4], &flipped, b""] {
        let result = gzip::decompress(wrong, 1_000).await;
        assert!(
            matches!(result, Err(StreamError::Unreadable(_))),
            "{result:?}"
        );
    }
}

fn chosen(bytes: &[u8]) -> ChosenFile {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let file = web_sys::File::new_with_u8_array_sequence(&parts, "büro.json");
    ChosenFile::from(file.expect("a file"))
}

#[wasm_bindgen_test]
async fn a_chosen_file_is_read_as_it_is() {
    let bytes: Vec<u8> = (0..1_000_000_u32)
        .map(|index| (index % 251) as u8)
        .collect();
    let file = chosen(&bytes);
    assert_eq!(
        (file.name().as_str(), file.size()),
        ("büro.json", 1_000_000)
    );
    let (mut read, mut chunks) = (Vec::new(), file.chunks());
    while let Some(mut chunk) = chunks.next().await.expect("readable") {
        read.append(&mut chunk);
    }
    assert!(read == bytes);
    assert!(matches!(chunks.next().await, Ok(None)));
    let limited = file.chunks().collect(999_999).await;
    assert_eq!(limited, Err(StreamError::TooLong { limit: 999_999 }));

    let packed = chosen(&gzip::compress(b"one line").await.expect("packed"));
    let unpacked = packed.unpacked_chunks().expect("possible").collect(100);
    assert_eq!(unpacked.await.as_deref(), Ok(&b"one line"[..]));
}

#[wasm_bindgen_test]
fn a_file_is_handed_over_under_its_name() {
    let clicked = js_sys::Function::new_with_args(
        "",
        "window.handed = []; HTMLAnchorElement.prototype.click = function () { \
         window.handed.push(this.download, this.href.slice(0, 5)); };",
    );
    clicked.call0(&JsValue::NULL).expect("watched");
    let mut file = NewFile::new();
    file.push(b"one line\n").expect("room");
    file.push(b"and another\n").expect("room");
    assert_eq!(file.size(), 21);
    file.save("owed.json", "application/json")
        .expect("handed over");
    let handed = js_sys::Function::new_with_args("", "return window.handed.join()");
    let handed = handed.call0(&JsValue::NULL).expect("watched").as_string();
    assert_eq!(handed.as_deref(), Some("owed.json,blob:"));
}

#[wasm_bindgen_test]
async fn the_browser_says_how_much_room_there_is() {
    let persisted = quota::persist().await;
    assert_eq!(quota::persisted().await, persisted);
    let asked = js_sys::Function::new_with_args("", "return navigator.storage !== undefined");
    let asked = asked.call0(&JsValue::NULL).expect("an answer");
    if asked.is_truthy() {
        let estimate = quota::estimate().await.expect("an estimate");
        assert!(estimate.quota > estimate.used);
    } else {
        assert!(quota::estimate().await.is_none() && !persisted);
        leave_out("how much room there is: this build has no navigator.storage");
    }
}

/// Tells whoever runs the tests what could not be tested in this browser.
fn leave_out(what: &str) {
    let tell = "(globalThis.leftOut ??= []).push(what)";
    let tell = js_sys::Function::new_with_args("what", tell);
    tell.call1(&JsValue::NULL, &what.into()).expect("told");
}
