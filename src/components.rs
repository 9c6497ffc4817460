//! What several pages are made of, and knows the session: fields of a kind of
//! record, dialogs, rows, and the hooks by which a page acts and edits. A page
//! never imports another page; what two of them need stands here.

pub mod absent;
pub mod action;
pub mod asking;
pub mod bank_fields;
pub mod bank_words;
pub mod banner;
pub mod choices;
pub mod collecting;
pub mod conflict;
pub mod derived;
pub mod details_fields;
pub mod document;
pub mod document_head;
pub mod document_lines;
pub mod download;
pub mod due;
pub mod editing;
pub mod keeping;
pub mod kept_day;
pub mod listing;
pub mod lists;
pub mod marking;
pub mod named_customer;
pub mod paired;
pub mod record_form;
pub mod recover;
pub mod replacing;
pub mod restore;
pub mod rows;
pub mod send;
pub mod settling;
pub mod statement_import;
pub mod terms_fields;
pub mod unapplied;
pub mod undo_import;
pub mod wizard;
pub mod working;
