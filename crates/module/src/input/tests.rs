use super::*;
use ledger::command::Command;
use serde_json::json;

fn path(failure: &Failure) -> String {
    serde_json::to_string(&failure.path).expect("JSON")
}

#[track_caller]
fn wrong(command: &Value, code: ErrorCode, at: &str) {
    let failure = read::<Command>(&command.to_string()).expect_err("a mistake");
    assert_eq!(
        (failure.code, path(&failure).as_str()),
        (code, at),
        "{failure:?}"
    );
}

fn void(member: &str, value: Value) -> Value {
    let mut void = json!({"invoice": "00000001-1", "date": "2026-01-31", "reason": "twice"});
    void[member] = value;
    json!({ "void_invoice": void })
}

#[test]
fn a_mistake_is_told_with_the_way_to_it() {
    assert!(read::<Command>(&void("reason", json!("again")).to_string()).is_ok());
    wrong(&json!(7), ErrorCode::WrongType, "[]");
    wrong(&json!({}), ErrorCode::WrongType, "[]");
    wrong(&json!({"a": 1, "b": 2}), ErrorCode::WrongType, "[]");
    wrong(&json!("void"), ErrorCode::UnknownVariant, "[]");
    let at = |field: &str| format!("[\"void_invoice\",\"{field}\"]");
    wrong(
        &void("invoice", json!(1)),
        ErrorCode::WrongType,
        &at("invoice"),
    );
    wrong(
        &void("date", json!("2026-02-30")),
        ErrorCode::InvalidValue,
        &at("date"),
    );
    wrong(
        &void("rason", json!("")),
        ErrorCode::UnknownField,
        &at("rason"),
    );
    let missing = json!({"void_invoice": {"invoice": "00000001-1", "date": "2026-01-31"}});
    wrong(&missing, ErrorCode::MissingField, &at("reason"));
}

#[test]
fn lists_and_records_within_records_have_their_places() {
    let allocate = json!({"allocate": {
        "source": {"payment": "00000001-1"}, "date": "2026-01-31",
        "parts": [["00000001-1", "1.00"], ["00000001-2", 2]],
    }});
    wrong(
        &allocate,
        ErrorCode::WrongType,
        "[\"allocate\",\"parts\",1,1]",
    );
    let invoice = json!({"number": "7", "customer": "A", "issued": "2026-01-31", "totl": "1"});
    let import = json!({"import_records": {"owed_records": 1, "invoices": [invoice]}});
    let at = "[\"import_records\",\"invoices\",0,\"totl\"]";
    wrong(&import, ErrorCode::UnknownField, at);
}

#[test]
fn a_tuple_has_as_many_items_as_it_has() {
    let parts = json!([["00000001-1", "1.00", "more"]]);
    let allocate = json!({"allocate": {
        "source": {"payment": "00000001-1"}, "date": "2026-01-31", "parts": parts,
    }});
    wrong(
        &allocate,
        ErrorCode::InvalidValue,
        "[\"allocate\",\"parts\",0]",
    );
}
