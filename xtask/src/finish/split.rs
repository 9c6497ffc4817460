//! Cuts the built app in two: what the first visit needs, and the rest, which is loaded when a
//! book is opened.
//!
//! A function goes to the rest where its name says that it belongs to a module that only an open
//! book needs, or where nothing but the rest calls it. So which file a function is in decides
//! only when it is loaded, never what the program does: what is called too early is loaded then
//! and there, see `cut`.

use super::constants::{self, Constants};
use super::{add_meta, cut, program_of};
use crate::size::REST_END;
use crate::step::{Failure, Outcome, target_dir};
use std::fs;
use std::path::Path;

/// Modules and types that are loaded later, as the compiler names their functions.
const LATER: &[&str] = &[
    "ledger::backup::",
    "ledger::bank::",
    "ledger::book::",
    "ledger::change::",
    "ledger::check::",
    "ledger::command::",
    "ledger::customer::",
    "ledger::demo::",
    "ledger::erasure::",
    "ledger::file_kind::",
    "ledger::identifier::",
    "ledger::import::",
    "ledger::invoice::",
    "ledger::item::",
    "ledger::journal::",
    "ledger::look::",
    "ledger::payment::",
    "ledger::payment_code::",
    "ledger::query::",
    "ledger::quote::",
    "ledger::records::",
    "ledger::recovery::",
    "ledger::report::",
    "ledger::schedule::",
    "ledger::slices::",
    "ledger::snapshot::",
    "ledger::table::",
    "ledger::tax::preset::",
    "ledger::terms::",
    "owed::app::finder::",
    "owed::app::keys::",
    "owed::app::shell::",
    "owed::app::toast::",
    "owed::boot::",
    "owed::dispatch::Dispatcher>::backup",
    "owed::dispatch::Dispatcher>::bank",
    "owed::dispatch::Dispatcher>::export_records",
    "owed::dispatch::Dispatcher>::import",
    "owed::dispatch::Dispatcher>::keep_data",
    "owed::dispatch::Dispatcher>::keep_logo",
    "owed::dispatch::Dispatcher>::load_anew",
    "owed::dispatch::Dispatcher>::logo_address",
    "owed::dispatch::Dispatcher>::match_lines",
    "owed::dispatch::Dispatcher>::name_filter",
    "owed::dispatch::Dispatcher>::begun",
    "owed::dispatch::Dispatcher>::enter",
    "owed::dispatch::Dispatcher>::erase_customer",
    "owed::dispatch::Dispatcher>::forget_typed",
    "owed::dispatch::Dispatcher>::join_tabs",
    "owed::dispatch::Dispatcher>::opened",
    "owed::dispatch::Dispatcher>::plan_recovery",
    "owed::dispatch::Dispatcher>::planned",
    "owed::dispatch::Dispatcher>::recover",
    "owed::dispatch::Dispatcher>::post_sure",
    "owed::dispatch::Dispatcher>::program_made",
    "owed::dispatch::Dispatcher>::read_import",
    "owed::dispatch::Dispatcher>::restore",
    "owed::dispatch::Dispatcher>::room",
    "owed::dispatch::Dispatcher>::run",
    "owed::dispatch::Dispatcher>::save_pdf",
    "owed::dispatch::Dispatcher>::suggest",
    "owed::dispatch::Dispatcher>::surroundings",
    "owed::dispatch::Dispatcher>::undo",
    "owed::dispatch::Session>::",
    "owed::dispatch::bank::",
    "owed::dispatch::books::",
    "owed::dispatch::commit::",
    "owed::dispatch::day::",
    "owed::dispatch::device::",
    "owed::dispatch::exchange::",
    "owed::dispatch::filters::",
    "owed::dispatch::idle::",
    "owed::dispatch::logo::",
    "owed::dispatch::long::",
    "owed::dispatch::matching::",
    "owed::dispatch::print::",
    "owed::dispatch::recovery::",
    "owed::dispatch::restore::",
    "owed::form::",
    "owed::pages::",
    "owed::platform::device::told",
    "owed::platform::locks::",
    "owed::platform::pdf::",
    "owed::platform::picture::",
    "owed::platform::quota::estimate",
    "owed::platform::quota::is_blocked",
    "owed::platform::quota::persist",
    "owed::state::Browser",
    "owed::state::View>::",
    "owed::store::Incoming",
    "owed::store::Store>::",
    "owed::store::books::",
    "owed::store::extent::",
    "owed::store::frame::",
    "owed::store::incoming::",
    "owed::store::journal::",
    "owed::store::rewrite::",
    "owed::store::scratch::",
    "owed::store::segments::",
    "owed::store::sentinel::Sentinel",
    "owed::store::sentinel::Standing",
    "owed::store::snapshot::",
    "owed::store::tabs::",
    "owed::text::bank::",
    "owed::text::keeping::",
    "owed::text::kinds::",
    "owed::text::pdf::",
    "owed::text::recovery::",
    "owed::text::tax_preset::",
    "owed::text::terms::",
    "owed::ui::aging_strip::",
    "owed::ui::figure::",
    "owed::ui::table::",
    "paper::",
    "postcard::ser::",
    "serde_json::value::ser::",
];

/// What the first visit shows all the same.
const FIRST: &[&str] = &[
    "ledger::command::At",
    "ledger::journal::BookId",
    "ledger::journal::Hash",
    "ledger::journal::Head",
    "owed::form::Problems",
    "owed::form::business::StartForm",
    "owed::form::business::series",
    "owed::form::number::",
    "owed::form::required",
    // The same code as what the first pages use: the compiler keeps one, under either name.
    "owed::dispatch::recovery::Damaged as core::clone::Clone",
    "owed::pages::action::",
    "owed::pages::bank::account::BankAccountProps as yew::html::component::properties::Properties>::builder",
    "owed::pages::backup::Restore",
    "owed::pages::demo::",
    // The same code as a setter of the start page: the optimizer keeps one of the two.
    "owed::pages::reconcile::detail::NotAReceipt as yew::functional::FunctionProvider>::run::inner::{closure#5}",
    "owed::pages::start::",
];

/// Cuts the app in this folder, where it is still whole.
pub fn run(dist: &Path) -> Outcome {
    let page_file = dist.join("index.html");
    let page = fs::read_to_string(&page_file)?;
    if page.contains(REST) {
        return Ok(());
    }
    let (name, _) = program_of(&page)?;
    let stem = name
        .strip_suffix("_bg.wasm")
        .ok_or_else(|| Failure::new(format!("the program is called {name}")))?;
    let program_file = dist.join(name);
    let whole = fs::read(&program_file)?;
    let constants = constants_of_last_build()?;
    let parts = cut::cut(&whole, &constants, is_later, is_own, "loadRestNow")
        .map_err(|problem| Failure::new(format!("{name} cannot be cut: {problem}")))?;
    let rest = format!("{stem}{REST_END}");
    println!(
        "    {} functions later, {} of them known to the first part, with {} bytes of constants",
        parts.moved, parts.stubs, parts.constants
    );
    fs::write(&page_file, add_meta(&page, REST, &rest)?)?;
    fs::write(dist.join(rest), parts.rest)?;
    fs::write(program_file, parts.first)?;
    Ok(())
}

/// What the linker said of the program that was built last.
fn constants_of_last_build() -> Outcome<Constants> {
    let folder = target_dir().join("wasm32-unknown-unknown/release");
    let (map, linked) = (folder.join("owed.map"), folder.join("owed.wasm"));
    let unread =
        |problem| Failure::new(format!("the linker wrote no {}: {problem}", map.display()));
    let text = fs::read_to_string(&map).map_err(unread)?;
    match constants::is_map_of(&text, &fs::read(&linked)?) {
        Ok(true) => Ok(Constants::of_map(&text)),
        Ok(false) => Err(Failure::new(format!(
            "{} is of another build: delete {} and build again",
            map.display(),
            linked.display()
        ))),
        Err(problem) => Err(Failure::new(format!("{}: {problem}", map.display()))),
    }
}

const REST: &str = "owed-rest";

fn is_later(name: &str) -> bool {
    let name = without_hashes(name);
    let has = |part: &&str| name.contains(*part);
    if !LATER.iter().any(has) {
        return false;
    }
    // What the first visit shows has patterns that are filled in for later pages as well.
    let mut others = name.clone();
    for part in FIRST {
        others = others.replace(part, "");
    }
    others.len() == name.len() || others.contains("owed::pages::")
}

/// `<owed::pages::Import as yew::Component>::view` is the program's own, and neither
/// `<yew::Scope<owed::App>>::new` nor `<[owed::state::View]>::len` is.
fn is_own(name: &str) -> bool {
    let name = name.strip_prefix('<').unwrap_or(name);
    ["owed[", "owed::", "ledger[", "ledger::"]
        .iter()
        .any(|own| name.starts_with(own))
}

/// The compiler writes `owed[325affe1abadaf96]::pages` where several crates may have one name.
fn without_hashes(name: &str) -> String {
    let mut clean = String::with_capacity(name.len());
    let mut left = name;
    while let Some((before, after)) = left.split_once('[') {
        clean.push_str(before);
        match after.split_once(']') {
            Some((hash, behind))
                if hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
            {
                left = behind;
            }
            _ => {
                clean.push('[');
                left = after;
            }
        }
    }
    clean.push_str(left);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_by_its_module_wherever_it_stands_in_the_name() {
        let generic =
            "<yew[fb12210ad4e8bd34]::Scope<owed[325affe1abadaf96]::pages::import::Import>>::view";
        assert!(is_later(generic));
        assert!(is_later(
            "core[c5930c85a12de822]::ptr::drop_in_place::<[ledger[1e7d35b8129f06a0]::command::What; 4]>"
        ));
        assert!(!is_later(
            "<owed[325affe1abadaf96]::pages::start::Start>::new"
        ));
        assert!(!is_later("ledger[1e7d35b8129f06a0]::money::Money::cents"));
        let of_start = "<owed::pages::action::Action>::perform::<u8, owed::pages::start::begin>";
        assert!(!is_later(of_start));
        assert!(is_later(&of_start.replace("start", "quote_form")));
    }
}
