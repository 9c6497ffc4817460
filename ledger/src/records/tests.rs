use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;

use super::*;

const SCHEMA: &str = include_str!("../../../static/records.schema.json");

/// A file in which every field of every record is filled in.
const FULL: &str = r#"{
  "owed_records": 1, "currency": "EUR",
  "customers": [{
    "number": "K-7", "name": "Acme", "contact": "Jo", "email": "jo@acme.example", "phone": "1",
    "address": {"lines": ["1 Road"], "postcode": "1", "city": "Ham", "region": "R", "country": "DE"},
    "vat_id": "DE1", "tax_number": "2", "registration": "3",
    "electronic_address": {"scheme": "EM", "value": "jo@acme.example"},
    "language": "de", "currency": "EUR", "net_days": 14,
    "bank": {"holder": "Jo", "iban": "DE02120300000000202051", "bic": "BYLADEM1001", "account": "5", "bank": "B"},
    "buyer_reference": "4", "note": "n",
    "archived": true
  }],
  "items": [{
    "number": "I-1", "description": "Work", "unit": "HUR", "unit_price": "95.00", "currency": "EUR",
    "taxes": [{"name": "VAT", "category": "E", "percent": "0", "compound": true,
      "exemption_code": "VATEX-EU-132", "exemption_reason": "Art. 132"}],
    "archived": true
  }],
  "invoices": [{
    "kind": "credit_note", "number": "1", "customer": "K-7", "issued": "2026-01-15",
    "due": "2026-02-14", "currency": "EUR", "rate": "1.1", "prices": "gross",
    "lines": [{
      "description": "Work", "quantity": "2", "unit": "HUR", "unit_price": "95.00",
      "taxes": [{"name": "VAT", "category": "S", "percent": "20"}],
      "adjustments": [{"kind": "allowance", "amount": "1.00", "reason": "r", "reason_code": "95"}],
      "details": {"item": "I-1", "price_base_quantity": "1", "note": "n", "seller_item": "s",
        "buyer_item": "b", "period": {"from": "2026-01-01", "to": "2026-01-31"}}
    }],
    "adjustments": [{"kind": "charge", "percent": "1", "taxes": [{"name": "VAT", "category": "S", "percent": "20"}]}],
    "retained": [{"name": "IRPF", "percent": "15"}],
    "deducts": ["D-1"], "credits": "0", "total": "100.00",
    "instalments": [{"due": "2026-02-14", "amount": "100.00"}],
    "early_discounts": [{"days": 10, "percent": "2"}],
    "details": {"buyer_reference": "a", "purchase_order": "b", "contract": "c", "project": "d",
      "period": {"from": "2026-01-01", "to": "2026-01-31"}, "delivered": "2026-01-10",
      "tax_point": "2026-01-10", "payment_reference": "e", "note": "f", "footer": "g",
      "credit_reason": "h"},
    "sent": "2026-01-16", "void": {"date": "2026-01-17", "reason": "r"},
    "allocations": [{"invoice": "0", "amount": "1.00", "date": "2026-01-18"}],
    "refunds": [{"date": "2026-01-18", "amount": "1.00", "reference": "r"}]
  }],
  "payments": [{
    "customer": "K-7", "date": "2026-02-20", "amount": "912.00", "currency": "EUR",
    "method": "transfer", "reference": "r", "note": "n",
    "allocations": [{"invoice": "1", "amount": "912.00", "date": "2026-02-20"}],
    "refunds": [{"date": "2026-02-21", "amount": "1.00", "reference": "r"}]
  }],
  "write_offs": [{"invoice": "1", "date": "2026-02-22", "amount": "1.00", "reason": "r"}]
}"#;

fn problem(text: &str) -> String {
    read(text.as_bytes()).expect_err(text).to_string()
}

/// The schema of a value, through its reference.
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(path) => root.pointer(path.trim_start_matches('#')).expect(path),
        None => schema,
    }
}

/// The fields that a value has, by the schema it is of.
fn fields<'a>(
    root: &'a Value,
    schema: &'a Value,
    value: &Value,
    found: &mut BTreeMap<String, BTreeSet<String>>,
) {
    let name = schema["$ref"].as_str().unwrap_or("#");
    let schema = resolved(root, schema);
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found
                    .entry(name.to_owned())
                    .or_default()
                    .insert(key.clone());
                fields(root, &schema["properties"][key], member, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                fields(root, &schema["items"], item, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_schema_and_the_types_name_the_same_fields() {
    let root: Value = serde_json::from_str(SCHEMA).expect("a schema");
    let file = read(FULL.as_bytes()).expect("a file");
    let written: Value = serde_json::from_slice(&write(&file).expect("JSON")).expect("JSON");
    let mut found = BTreeMap::new();
    fields(&root, &root, &written, &mut found);
    // Reading takes no field that is not known, writing leaves none out:
    // so what was found are the fields of the types.
    for (name, found) in &found {
        let schema = root
            .pointer(name.trim_start_matches('#'))
            .expect("a schema");
        let stated: BTreeSet<String> = schema["properties"]
            .as_object()
            .expect("properties")
            .keys()
            .cloned()
            .collect();
        assert_eq!(*found, stated, "{name}");
        assert_eq!(schema["additionalProperties"], false, "{name}");
    }
    let objects = root["$defs"].as_object().expect("definitions");
    let objects = objects
        .values()
        .filter(|schema| schema["type"] == "object")
        .count();
    assert_eq!(found.len(), objects + 1);
}

#[test]
fn the_schema_and_the_types_need_the_same_fields() {
    let root: Value = serde_json::from_str(SCHEMA).expect("a schema");
    for (path, place) in [
        ("customer", "/customers/0"),
        ("electronic_address", "/customers/0/electronic_address"),
        ("address", "/customers/0/address"),
        ("bank", "/customers/0/bank"),
        ("item", "/items/0"),
        ("tax", "/items/0/taxes/0"),
        ("invoice", "/invoices/0"),
        ("line", "/invoices/0/lines/0"),
        ("line_details", "/invoices/0/lines/0/details"),
        ("period", "/invoices/0/details/period"),
        ("adjustment", "/invoices/0/adjustments/0"),
        ("retained", "/invoices/0/retained/0"),
        ("instalment", "/invoices/0/instalments/0"),
        ("early_discount", "/invoices/0/early_discounts/0"),
        ("details", "/invoices/0/details"),
        ("void", "/invoices/0/void"),
        ("allocation", "/payments/0/allocations/0"),
        ("refund", "/payments/0/refunds/0"),
        ("payment", "/payments/0"),
        ("write_off", "/write_offs/0"),
    ] {
        let schema = &root["$defs"][path];
        let required = schema["required"].as_array().expect("a list");
        for field in schema["properties"].as_object().expect("properties").keys() {
            let mut file: Value = serde_json::from_str(FULL).expect("JSON");
            let record = file.pointer_mut(place).and_then(Value::as_object_mut);
            record.expect(place).remove(field);
            let needed = read(file.to_string().as_bytes()).is_err();
            assert_eq!(
                needed,
                required.contains(&field.as_str().into()),
                "{path}.{field}"
            );
        }
        let mut file: Value = serde_json::from_str(FULL).expect("JSON");
        let record = file.pointer_mut(place).and_then(Value::as_object_mut);
        record.expect(place).insert("misspelt".to_owned(), 1.into());
        let refused = read(file.to_string().as_bytes()).expect_err(place);
        assert!(refused.to_string().contains("no such field"), "{refused}");
    }
}

#[test]
fn what_is_written_is_read() {
    let file = read(FULL.as_bytes()).expect("a file");
    let bytes = write(&file).expect("JSON");
    assert_eq!(read(&bytes), Ok(file));
    let marked = [b"\xef\xbb\xbf", &bytes[..]].concat();
    assert_eq!(read(&marked).map(|_| ()), Ok(()));
    assert_eq!(
        write(&RecordsFile::new()).expect("JSON"),
        b"{\"owed_records\":1}\n"
    );
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let source = include_str!("../records.rs");
    let example: String = source
        .lines()
        .skip_while(|line| *line != "//! ```json")
        .skip(1)
        .take_while(|line| *line != "//! ```")
        .map(|line| line.trim_start_matches("//!"))
        .collect();
    let file = read(example.as_bytes()).expect("a file");
    assert_eq!((file.invoices.len(), file.payments.len()), (2, 1));
}

#[test]
fn each_problem_names_its_place() {
    for (text, expected) in [
        (
            "{\"owed_records\":1,\"invoices\":[\n{},\n{}]}",
            "invoices[0].number (line 2, column 2): missing",
        ),
        (
            "{\"owed_records\":1,\"payments\":[{\"customer\":\"A\",\"date\":\"2026-01-01\",\n\"amount\":12.5}]}",
            "payments[0].amount (line 2, column 13): 12.5 must be in quotes: amounts are texts, as JSON numbers are not exact",
        ),
        (
            "{\"owed_records\":1,\"payments\":[{\"customer\":\"A\",\"date\":\"2026-01-01\",\"amount\":912}]}",
            "payments[0].amount (line 1, column 78): 912 must be in quotes: amounts are texts, as JSON numbers are not exact",
        ),
        (
            "{\"owed_records\":1,\"payments\":[{\"customer\":\"A\",\"date\":\"2026-02-30\"}]}",
            "payments[0].date (line 1, column 65): no such day in the calendar",
        ),
        (
            "{\"owed_records\":1,\"invoices\":[{\"lines\":[{\"description\":\"\",\"unit_price\":\"1,5\"}]}]}",
            "invoices[0].lines[0].unit_price (line 1, column 76): not a number",
        ),
        (
            "{\"owed_records\":1,\"customers\":[{\"nmae\":\"A\"}]}",
            "customers[0].nmae (line 1, column 38): there is no such field",
        ),
        (
            "{\"owed_records\":1,\"customers\":[{\"name\":\"A\",\"name\":\"B\"}]}",
            "customers[0].name (line 1, column 49): stated twice",
        ),
    ] {
        assert_eq!(problem(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_records_file_is_told_apart() {
    for (text, expected) in [
        (
            "{\"owed_records\":1,\"customers\":[{\"name\":\"A\",\"electronic_address\":{}}]}",
            "customers[0].electronic_address.scheme (line 1, column 66): missing",
        ),
        (
            "{\"owed_records\":1,\"customers\":[{\"name\":\"A",
            "customers[0].name (line 1, column 41): the file ends here",
        ),
        (
            "{\"owed_records\":1,\"customers\":[{\"name\":\"A\",}]}",
            "customers[0] (line 1, column 44): not JSON: trailing comma",
        ),
        (
            "{\"owed_records\":2}",
            "written for a newer version of Owed (records format 2, this one reads up to 1)",
        ),
        (
            "{\"owed_records\":2,\"orders\":[]}",
            "written for a newer version of Owed (records format 2, this one reads up to 1)",
        ),
        (
            "{\"customers\":[]}",
            "this is another JSON file, not a records file",
        ),
        (
            "{\"owed_records\":1,\"customers\":[[\"K-7\",\"Acme\"]]}",
            "customers[0] (line 1, column 31): invalid type: sequence, expected an object",
        ),
        ("[1]", "this is another JSON file, not a records file"),
        ("customer,number", "this is a text file, not a records file"),
        ("", "this is an empty file, not a records file"),
        (
            "{\"format\":\"owed-backup\",",
            "this is a backup of Owed, not a records file",
        ),
        (
            "{\"owed_records\":1}x",
            "(line 1, column 19): not JSON: trailing characters",
        ),
    ] {
        assert_eq!(problem(text), expected, "{text}");
    }
    assert_eq!(
        read(b"{\"owed_records\":1,\n\"customers\":[{\"name\":\"M\xfcller\"}]}"),
        Err(Problem::NotUtf8 { line: 2 })
    );
}

#[test]
fn a_file_that_is_too_deep_or_too_large_is_refused() {
    let deep = format!("{{\"owed_records\":1,\"customers\":{}", "[".repeat(100_000));
    assert!(read(deep.as_bytes()).is_err());
    let large = vec![b' '; BYTES_MAX + 1];
    assert_eq!(
        read(&large),
        Err(Problem::TooLarge {
            bytes: BYTES_MAX + 1
        })
    );
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let full = FULL.trim_end().as_bytes();
    for length in 0..full.len() {
        assert!(read(&full[..length]).is_err(), "{length}");
    }
}

#[test]
fn no_changed_byte_stops_the_reader() {
    for place in 0..FULL.len() {
        for mask in [1, 0x20, 0x80, 0xff] {
            let mut changed = FULL.as_bytes().to_vec();
            changed[place] ^= mask;
            let _ = read(&changed);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn no_json_stops_the_reader(
        tokens in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\"owed_records\"", "1", "\"invoices\"",
                "\"lines\"", "\"2026-01-01\"", "\"number\"", "null", "-1.5", " ", "\n", "ü",
            ]),
            0..30,
        ),
    ) {
        let text: String = tokens.concat();
        let _ = read(text.as_bytes());
        let _ = read(format!("{{\"owed_records\":1,{text}").as_bytes());
    }
}
