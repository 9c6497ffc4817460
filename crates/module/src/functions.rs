//! The plain functions, and the class `Receivables`: the program that is
//! loaded first.

use js_sys::Uint8Array;
use ledger::book::Book;
use ledger::date::Date;
use ledger::invoice::Invoice;
use ledger::money::{Currency, Decimal, Money};
use ledger::records::{self, Malformed, RecordsFile};
use wasm_bindgen::prelude::*;

use crate::failure::{ErrorCode, Failure, Step};
use crate::figures::{self, *};
use crate::{Answer, js, read, read_or_default, write};

/// The day that is given, or the user's civil day.
pub(crate) fn day(given: Option<Date>) -> Result<Date, Failure> {
    let today = || {
        let without = |_| Failure::new(ErrorCode::Internal, "the clock shows no day");
        js::today().parse().map_err(without)
    };
    given.map_or_else(today, Ok)
}

/// Records as the bytes of a file or as an object: one reader for both.
pub(crate) fn read_records(value: &JsValue) -> Result<RecordsFile, JsValue> {
    let bytes = if value.is_instance_of::<Uint8Array>() {
        js::to_bytes(value)?
    } else {
        js::to_json(value)?.into_bytes()
    };
    Ok(records::read(&bytes).map_err(unread)?)
}

fn unread(problem: records::Problem) -> Failure {
    let records::Problem::Malformed { place, what } = &problem else {
        return Failure::of(ErrorCode::InvalidRecords, &problem);
    };
    let code = match what {
        Malformed::NumberNotInQuotes(_) => ErrorCode::WrongType,
        Malformed::UnknownField => ErrorCode::UnknownField,
        Malformed::Missing => ErrorCode::MissingField,
        Malformed::Truncated | Malformed::Syntax(_) | Malformed::Twice | Malformed::Value(_) => {
            ErrorCode::InvalidValue
        }
    };
    let path = place.path.iter().map(|step| match step {
        records::Step::Field(name) => Step::Field(name.clone()),
        records::Step::Index(index) => Step::Place(u32::try_from(*index).unwrap_or(u32::MAX)),
    });
    Failure {
        path: path.collect(),
        ..Failure::of(code, &problem)
    }
}

/// Records in memory for figures alone: what `Book` is without commands and
/// without a journal.
#[wasm_bindgen]
pub struct Receivables(Book);

#[wasm_bindgen]
impl Receivables {
    /// Reads records: as an object, or the bytes of a records file, which is
    /// faster for many. `today` missing: the user's civil day.
    #[wasm_bindgen(js_name = fromRecords)]
    pub fn from_records(
        #[wasm_bindgen(unchecked_param_type = "RecordsFile | Uint8Array")] records: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "IsoDate")] today: &JsValue,
    ) -> Result<Receivables, JsValue> {
        let today = day(read_or_default(today)?)?;
        Ok(Receivables(book_of(&read_records(records)?, today)?))
    }

    /// What is outstanding by how late it is, by customer and currency.
    #[wasm_bindgen(unchecked_return_type = "Aging")]
    pub fn aging(
        &self,
        #[wasm_bindgen(unchecked_param_type = "AgingOptions")] options: &JsValue,
    ) -> Answer {
        write(&figures::aging(&self.0, &read(options)?)?)
    }

    /// The documents and instalments that the aging is made of.
    #[wasm_bindgen(js_name = agedItems, unchecked_return_type = "AgedRow[]")]
    pub fn aged_items(
        &self,
        #[wasm_bindgen(unchecked_param_type = "AgingOptions")] options: &JsValue,
    ) -> Answer {
        write(&aged_rows(&self.0, &read(options)?)?)
    }

    /// DSO and its relatives over a period, for each currency.
    #[wasm_bindgen(unchecked_return_type = "Figures[]")]
    pub fn metrics(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MetricsOptions")] options: &JsValue,
    ) -> Answer {
        write(&metrics(&self.0, &read(options)?))
    }

    /// The customers by their ids, as the figures name them.
    #[wasm_bindgen(unchecked_return_type = "CustomerName[]")]
    pub fn customers(&self) -> Answer {
        write(&customer_names(&self.0))
    }
}

/// The totals of a document by EN 16931: nets, taxes, what is to pay.
#[wasm_bindgen(js_name = invoiceTotals, unchecked_return_type = "TotalsReport")]
pub fn invoice_totals(
    #[wasm_bindgen(unchecked_param_type = "Invoice")] document: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "TotalsOptions")] options: &JsValue,
) -> Answer {
    let document: Invoice = read(document)?;
    write(&figures::invoice_totals(
        &document,
        &read_or_default(options)?,
    ))
}

/// The aging of records, without a book to keep.
#[wasm_bindgen(unchecked_return_type = "Aging")]
pub fn aging(
    #[wasm_bindgen(unchecked_param_type = "RecordsFile | Uint8Array")] records: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "AgingOptions")] options: &JsValue,
) -> Answer {
    let options: AgingOptions = read(options)?;
    let book = book_of(&read_records(records)?, options.as_of)?;
    write(&figures::aging(&book, &options)?)
}

/// Days sales outstanding = receivables ÷ sales × days; null where it is
/// undefined.
#[wasm_bindgen(unchecked_return_type = "Decimal | null")]
pub fn dso(#[wasm_bindgen(unchecked_param_type = "DsoInput")] input: &JsValue) -> Answer {
    write(&figures::dso(&read(input)?)?)
}

/// DSO of the average of opening and closing receivables.
#[wasm_bindgen(js_name = averageDso, unchecked_return_type = "Decimal | null")]
pub fn average_dso(
    #[wasm_bindgen(unchecked_param_type = "AverageDsoInput")] input: &JsValue,
) -> Answer {
    write(&figures::average_dso(&read(input)?)?)
}

/// Best possible DSO: receivables not past due ÷ sales × days.
#[wasm_bindgen(js_name = bestPossibleDso, unchecked_return_type = "Decimal | null")]
pub fn best_possible_dso(
    #[wasm_bindgen(unchecked_param_type = "BestPossibleDsoInput")] input: &JsValue,
) -> Answer {
    write(&figures::best_possible_dso(&read(input)?)?)
}

/// DSO by the countback method.
#[wasm_bindgen(js_name = countbackDso, unchecked_return_type = "Decimal | null")]
pub fn countback_dso(
    #[wasm_bindgen(unchecked_param_type = "CountbackInput")] input: &JsValue,
) -> Answer {
    write(&figures::countback_dso(&read(input)?)?)
}

/// Average days delinquent: receivables past due ÷ sales × days.
#[wasm_bindgen(js_name = averageDaysDelinquent, unchecked_return_type = "Decimal | null")]
pub fn average_days_delinquent(
    #[wasm_bindgen(unchecked_param_type = "DelinquencyInput")] input: &JsValue,
) -> Answer {
    write(&figures::average_days_delinquent(&read(input)?)?)
}

/// Collection effectiveness index, in percent.
#[wasm_bindgen(js_name = collectionEffectivenessIndex, unchecked_return_type = "Decimal | null")]
pub fn collection_effectiveness_index(
    #[wasm_bindgen(unchecked_param_type = "CeiInput")] input: &JsValue,
) -> Answer {
    write(&cei(&read(input)?)?)
}

/// Bad debts ÷ sales, in percent.
#[wasm_bindgen(js_name = badDebtRatio, unchecked_return_type = "Decimal | null")]
pub fn bad_debt_ratio(
    #[wasm_bindgen(unchecked_param_type = "BadDebtInput")] input: &JsValue,
) -> Answer {
    write(&figures::bad_debt_ratio(&read(input)?)?)
}

/// Receivables turnover, in times.
#[wasm_bindgen(js_name = receivablesTurnover, unchecked_return_type = "Decimal | null")]
pub fn receivables_turnover(
    #[wasm_bindgen(unchecked_param_type = "TurnoverInput")] input: &JsValue,
) -> Answer {
    write(&turnover(&read(input)?)?)
}

/// Days weighted by amount, as days to pay are.
#[wasm_bindgen(js_name = weightedAverageDays, unchecked_return_type = "Decimal | null")]
pub fn weighted_average_days(
    #[wasm_bindgen(unchecked_param_type = "readonly AmountOfDays[]")] amounts: &JsValue,
) -> Answer {
    let amounts: Vec<AmountOfDays> = read(amounts)?;
    write(&figures::weighted_average_days(&amounts)?)
}

/// Whether a text is an IBAN, by the registry's lengths and check digits.
#[wasm_bindgen(js_name = checkIban, unchecked_return_type = "IbanReport")]
pub fn check_iban(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Answer {
    let text: String = read(text)?;
    write(&figures::check_iban(&text))
}

/// Whether a text is a creditor reference (ISO 11649) or a Swiss QR reference.
#[wasm_bindgen(js_name = checkReference, unchecked_return_type = "ReferenceReport")]
pub fn check_reference(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Answer {
    let text: String = read(text)?;
    write(&figures::check_reference(&text))
}

/// The creditor reference (ISO 11649) of a text of up to 21 characters.
#[wasm_bindgen(js_name = createReference, unchecked_return_type = "string")]
pub fn create_reference(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Answer {
    let text: String = read(text)?;
    write(&creditor_reference(&text)?)
}

/// What the QR code of a SEPA credit transfer holds (EPC069-12).
#[wasm_bindgen(js_name = paymentCode, unchecked_return_type = "PaymentCodeReport")]
pub fn payment_code(
    #[wasm_bindgen(unchecked_param_type = "CreditTransfer")] transfer: &JsValue,
) -> Answer {
    write(&figures::payment_code(&read(transfer)?))
}

/// Rounds to so many decimals, half away from zero.
#[wasm_bindgen(unchecked_return_type = "Decimal")]
pub fn round(
    #[wasm_bindgen(unchecked_param_type = "Decimal")] value: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] decimals: &JsValue,
) -> Answer {
    let value: Decimal = read(value)?;
    write(&figures::round(value, read(decimals)?)?)
}

/// The product, rounded once.
#[wasm_bindgen(unchecked_return_type = "Decimal")]
pub fn multiply(
    #[wasm_bindgen(unchecked_param_type = "Decimal")] a: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Decimal")] b: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] decimals: &JsValue,
) -> Answer {
    write(&figures::multiply(read(a)?, read(b)?, read(decimals)?)?)
}

/// The quotient, rounded once.
#[wasm_bindgen(unchecked_return_type = "Decimal")]
pub fn divide(
    #[wasm_bindgen(unchecked_param_type = "Decimal")] a: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Decimal")] b: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] decimals: &JsValue,
) -> Answer {
    write(&figures::divide(read(a)?, read(b)?, read(decimals)?)?)
}

/// An amount in another currency: amount × rate, rounded to its minor unit.
#[wasm_bindgen(js_name = convertMoney, unchecked_return_type = "Money")]
pub fn convert_money(
    #[wasm_bindgen(unchecked_param_type = "Money")] amount: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Decimal")] rate: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Currency")] to: &JsValue,
) -> Answer {
    let amount: Money = read(amount)?;
    write(&convert(amount, read(rate)?, read(to)?)?)
}

/// The sum of two amounts of one currency.
#[wasm_bindgen(js_name = addMoney, unchecked_return_type = "Money")]
pub fn add_money(
    #[wasm_bindgen(unchecked_param_type = "Money")] a: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Money")] b: &JsValue,
) -> Answer {
    write(&add(read(a)?, read(b)?)?)
}

/// The difference of two amounts of one currency.
#[wasm_bindgen(js_name = subtractMoney, unchecked_return_type = "Money")]
pub fn subtract_money(
    #[wasm_bindgen(unchecked_param_type = "Money")] a: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Money")] b: &JsValue,
) -> Answer {
    write(&subtract(read(a)?, read(b)?)?)
}

/// Cuts an amount in proportion to weights, by largest remainder: the parts
/// add up.
#[wasm_bindgen(js_name = splitMoney, unchecked_return_type = "Money[]")]
pub fn split_money(
    #[wasm_bindgen(unchecked_param_type = "Money")] amount: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly number[]")] weights: &JsValue,
) -> Answer {
    let weights: Vec<i64> = read(weights)?;
    write(&split(read(amount)?, &weights)?)
}

/// The same of whole numbers in text, of up to 38 digits.
#[wasm_bindgen(js_name = splitWhole, unchecked_return_type = "string[]")]
pub fn split_whole(
    #[wasm_bindgen(unchecked_param_type = "string")] total: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly string[]")] weights: &JsValue,
) -> Answer {
    let (total, weights): (String, Vec<String>) = (read(total)?, read(weights)?);
    write(&figures::split_whole(&total, &weights)?)
}

/// The tax in a payment, by percent; null where it is undefined.
#[wasm_bindgen(js_name = taxShare, unchecked_return_type = "Decimal | null")]
pub fn tax_share(
    #[wasm_bindgen(unchecked_param_type = "Decimal")] payment: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Decimal")] percent: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Currency")] currency: &JsValue,
) -> Answer {
    write(&figures::tax_share(
        read(payment)?,
        read(percent)?,
        read(currency)?,
    ))
}

/// How many decimals amounts of a currency have.
#[wasm_bindgen(js_name = currencyDecimals, unchecked_return_type = "number")]
pub fn currency_decimals(
    #[wasm_bindgen(unchecked_param_type = "Currency")] currency: &JsValue,
) -> Answer {
    let currency: Currency = read(currency)?;
    write(&currency.exponent())
}
