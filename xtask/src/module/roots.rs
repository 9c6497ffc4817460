//! The types that stand in the signatures of the package. Whatever they hold
//! follows by itself; one that is missing here is missing in the
//! declarations, which TypeScript then tells.

use super::declare::Declared;
use crate::step::Outcome;
use ledger::change::{Record, RecordId, RecordKind};
use ledger::command::Command;
use ledger::date::Timestamp;
use ledger::ids::{InvoiceId, Version};
use ledger::invoice::Invoice;
use ledger::journal::Entry;
use ledger::money::Money;
use ledger::open_items::OpenItem;
use ledger::records::{self, RecordsFile};
use ledger::report::aging::{AgedRow, Aging};
use ledger::report::dso::Figures;
use ledger::report::timeline::{Fact, Subject};
use ledger::report::worklist::Worklist;
use module::failure::Failure;
use module::figures::*;
use module::files::StatementOptions;
use module::held::{BackupReport, BookOptions, Notice, Outcome as Run, RunOptions};
use statements::file::{BankFile, FileStatement, ReadError};

pub fn add(declared: &mut Declared) -> Outcome {
    declared.given::<Command>()?;
    declared.given::<RunOptions>()?;
    declared.given::<BookOptions>()?;
    declared.given::<RecordsFile>()?;
    declared.given::<RecordId>()?;
    declared.given::<RecordKind>()?;
    declared.given::<Subject>()?;
    declared.given::<InvoiceId>()?;
    declared.given::<Invoice>()?;
    declared.given::<Money>()?;
    declared.given::<AgingOptions>()?;
    declared.given::<MetricsOptions>()?;
    declared.given::<TotalsOptions>()?;
    declared.given::<CreditTransfer>()?;
    declared.given::<DsoInput>()?;
    declared.given::<AverageDsoInput>()?;
    declared.given::<BestPossibleDsoInput>()?;
    declared.given::<DelinquencyInput>()?;
    declared.given::<CountbackInput>()?;
    declared.given::<CeiInput>()?;
    declared.given::<BadDebtInput>()?;
    declared.given::<TurnoverInput>()?;
    declared.given::<AmountOfDays>()?;
    declared.given::<FileStatement>()?;
    declared.given::<StatementOptions>()?;
    declared.answered::<Run>()?;
    declared.answered::<Notice>()?;
    declared.answered::<Record>()?;
    declared.answered::<Entry>()?;
    declared.answered::<Version>()?;
    declared.answered::<Timestamp>()?;
    declared.answered::<Aging>()?;
    declared.answered::<AgedRow>()?;
    declared.answered::<Figures>()?;
    declared.answered::<CustomerName>()?;
    declared.answered::<Fact>()?;
    declared.answered::<OpenItem>()?;
    declared.answered::<Worklist>()?;
    declared.answered::<DocumentCodes>()?;
    declared.answered::<TotalsReport>()?;
    declared.answered::<BankLineMatch>()?;
    declared.answered::<IbanReport>()?;
    declared.answered::<ReferenceReport>()?;
    declared.answered::<PaymentCodeReport>()?;
    declared.answered::<BackupReport>()?;
    declared.answered::<BankFile>()?;
    declared.answered::<Failure>()?;
    declared.answered::<records::Problem>()?;
    declared.answered::<ReadError>()
}
