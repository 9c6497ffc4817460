//! What a table seems to be: to be shown and confirmed, never to
//! be acted on alone.

use crate::slices::{Steps, at_once};

use statements::table::{
    Amounts, DELIMITER_ROWS, DateOrder, Dates, DecimalSign, Delimiter, Mark, Outcome, Row, Rows,
    Ways, bare, cells, dates, guess_delimiter,
};

use super::words;
use super::{Columns, DATES, Field, FileFault, Holds, MONEY, check_text};

/// Rows shown of a file.
const SAMPLE_ROWS: usize = 5;
/// Rows, blank ones not counted, among which the names of the columns are
/// looked for.
pub const HEADER_ROWS: usize = 30;
/// Marks of currencies that are told apart.
const MARKS_MAX: usize = 8;

/// What a file seems to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guess {
    pub holds: Holds,
    pub delimiter: Delimiter,
    /// The line of the row that names the columns; `None` where none does.
    pub header_line: Option<u32>,
    /// The row that names the columns, else the first one.
    pub header: Vec<String>,
    /// The first rows of all, with their lines: one of them may name the
    /// columns.
    pub first_rows: Vec<(u32, Vec<String>)>,
    pub columns: Columns,
    /// In which orders the dates of each column of dates can be read, as
    /// [`DATES`]. More than one where that makes a difference: only the user
    /// knows.
    pub date_orders: [Vec<DateOrder>; DATES.len()],
    /// The same of all amounts.
    pub decimal_signs: Vec<DecimalSign>,
    /// The marks of currencies that stand beside amounts or in the column of
    /// currencies.
    pub marks: Vec<Mark>,
    /// Whether a row says no currency, or by a sign that several have.
    pub needs_currency: bool,
    /// Whether a date has a year of two digits.
    pub has_short_years: bool,
    /// The first rows below the header, with their lines.
    pub sample: Vec<(u32, Vec<String>)>,
    /// Rows below the header, headings and totals among them not counted.
    pub rows: usize,
}

/// What is known already of how a table looks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    pub delimiter: Option<Delimiter>,
    /// Where the columns are named: `Some(None)` for nowhere.
    pub header: Option<Option<u32>>,
    pub holds: Option<Holds>,
    pub columns: Option<Columns>,
}

/// Looks at a whole file.
///
/// # Errors
/// A [`FileFault`] where it is no text of rows.
pub fn sniff(text: &str) -> Result<Guess, FileFault> {
    sniff_as(text, &Look::default())
}

/// The same, with what the user has chosen already.
///
/// # Errors
/// As [`sniff`].
pub fn sniff_as(text: &str, look: &Look) -> Result<Guess, FileFault> {
    at_once(sniff_in_steps(text, look, &Steps::default()))
}

/// The same as long work, a step for each row.
///
/// # Errors
/// As [`sniff`].
pub async fn sniff_in_steps(text: &str, look: &Look, steps: &Steps) -> Result<Guess, FileFault> {
    check_text(text)?;
    let delimiter = look.delimiter.unwrap_or_else(|| guess_delimiter(text));
    let rows = || Rows::new(text, delimiter).filter_map(Result::ok);
    let first_rows: Vec<(u32, Vec<String>)> = rows()
        .take(HEADER_ROWS)
        .map(|row| (row.line, owned(&row)))
        .collect();
    let (first_line, _) = first_rows.first().ok_or(FileFault::Empty)?;
    let first_line = *first_line;
    let header_line = look.header.unwrap_or_else(|| header_line(&first_rows));
    let named = header_line.unwrap_or(first_line);
    let header = match first_rows.iter().find(|(line, _)| *line == named) {
        Some((_, names)) => names.clone(),
        None => rows()
            .find(|row| row.line == named)
            .map(|row| owned(&row))
            .unwrap_or_default(),
    };
    let holds = look.holds.unwrap_or_else(|| guess_holds(&header));
    let mut columns = look
        .columns
        .unwrap_or_else(|| guess_columns(&header, holds));
    let below = || rows().filter(move |row| header_line.is_none_or(|line| row.line > line));
    if look.columns.is_none() {
        by_values(&mut columns, &header, below().take(DELIMITER_ROWS));
    }
    let mut seen = Seen::default();
    let mut sample = Vec::new();
    let mut count = 0;
    for row in below() {
        steps.step().await;
        if is_aside(&row, &columns, holds) {
            continue;
        }
        count += 1;
        if sample.len() < SAMPLE_ROWS {
            sample.push((row.line, owned(&row)));
        }
        seen.add(&row, &columns);
    }
    Ok(Guess {
        holds,
        delimiter,
        header_line,
        header,
        first_rows,
        columns,
        date_orders: seen.dates.possible(),
        decimal_signs: seen.amounts.asked(),
        marks: seen.marks,
        needs_currency: seen.needs_currency,
        has_short_years: seen.has_short_years,
        sample,
        rows: count,
    })
}

fn owned(row: &Row) -> Vec<String> {
    row.fields.iter().map(ToString::to_string).collect()
}

fn cell<'a>(row: &'a Row, columns: &Columns, field: Field) -> &'a str {
    let column = columns.of(field);
    column
        .and_then(|column| row.fields.get(column))
        .map_or("", |value| value)
}

/// What the rows of a file say of how it is written.
#[derive(Default)]
struct Seen {
    dates: TableDates,
    amounts: Amounts,
    marks: Vec<Mark>,
    needs_currency: bool,
    has_short_years: bool,
}

impl Seen {
    fn add(&mut self, row: &Row, columns: &Columns) {
        for (place, field) in DATES.into_iter().enumerate() {
            let text = cell(row, columns, field);
            self.dates.add(place, row.line, text);
            self.has_short_years = self.has_short_years || is_short(text);
        }
        let mut marks = Vec::new();
        let mut has_amount = false;
        for field in MONEY {
            let text = cell(row, columns, field);
            self.amounts.add(row.line, text);
            let read = DecimalSign::ALL
                .into_iter()
                .find_map(|sign| cells::amount(text, sign).ok());
            has_amount |= read.is_some();
            marks.extend(read.and_then(|read| read.written.mark));
        }
        marks.extend(cells::currency(cell(row, columns, Field::Currency)));
        let marks = marks.into_iter().map(cells::decided);
        let mut is_said = false;
        for mark in marks {
            is_said |= matches!(mark, Mark::Code(_));
            if !self.marks.contains(&mark) && self.marks.len() < MARKS_MAX {
                self.marks.push(mark);
            }
        }
        self.needs_currency |= has_amount && !is_said;
    }
}

fn is_short(text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    DateOrder::ALL
        .into_iter()
        .any(|order| dates::date_with(text, order, cells::SHORT).is_ok_and(|read| read.is_short))
}

/// The line of the row that names the columns: of the first rows the one with
/// most names that are known, else the first, where it can be one of names.
fn header_line(rows: &[(u32, Vec<String>)]) -> Option<u32> {
    let known = |names: &[String]| {
        let found = Holds::ALL.map(|holds| guess_columns(names, holds).count());
        found.into_iter().max().unwrap_or(0)
    };
    let is_of_names = |names: &[String]| names.iter().all(|field| !is_value(field));
    let likely = rows.iter().filter(|(_, names)| is_of_names(names));
    let best = likely
        .map(|(line, names)| (known(names), *line))
        // Of equals the first.
        .fold((1, None), |best, (count, line)| {
            if count > best.0 {
                (count, Some(line))
            } else {
                best
            }
        });
    best.1.or_else(|| {
        let (line, names) = rows.first()?;
        is_of_names(names).then_some(*line)
    })
}

/// A column that is called paid holds days, amounts, or yes and no: what
/// stands in it decides.
fn by_values<'a>(columns: &mut Columns, header: &[String], rows: impl Iterator<Item = Row<'a>>) {
    let Some(column) = columns.of(Field::PaidOn) else {
        return;
    };
    let name = header
        .get(column)
        .map(|name| bare(name))
        .unwrap_or_default();
    if !PAID.contains(&name.as_str()) || columns.of(Field::Paid).is_some() {
        return;
    }
    let (mut days, mut amounts) = (0, 0);
    for row in rows {
        let text = row.fields.get(column).map_or("", |text| text);
        if cells::is_date(text) {
            days += 1;
        } else if cells::is_amount(text) {
            amounts += 1;
        }
    }
    if amounts > days {
        columns.set(Field::PaidOn, None);
        columns.set(Field::Paid, Some(column));
    }
}

/// Names of columns that may hold the day of payment, or how much was paid.
const PAID: [&str; 8] = [
    "paid", "bezahlt", "gezahlt", "settled", "paye", "pagado", "pagato", "betaald",
];

/// Whether a row is none of the table's, but a heading of a group or a total.
pub(super) fn is_aside(row: &Row, columns: &Columns, holds: Holds) -> bool {
    if holds == Holds::Customers {
        return false;
    }
    let mut filled = row.fields.iter().filter(|field| !field.is_empty());
    let Some(first) = filled.next() else {
        return true;
    };
    let is_alone = filled.next().is_none() && row.fields.len() > 2;
    let is_heading = is_alone && !cells::is_amount(first) && !cells::is_date(first);
    let has_day = || {
        DATES
            .into_iter()
            .any(|field| cells::is_date(cell(row, columns, field)))
    };
    let number = cell(row, columns, Field::Number);
    let is_total = match number {
        "" => words::is_total(first) && !has_day(),
        number => words::is_bare_total(number) || (words::is_total(number) && !has_day()),
    };
    is_heading || is_total
}

/// Whether a field is a number or a date, which the name of a column is not.
fn is_value(field: &str) -> bool {
    cells::is_amount(field) || cells::is_date(field)
}

/// Names of columns as other programs write them, in lower case and without
/// signs, the likeliest first.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Number,
        &[
            "invoicenumber",
            "invoiceno",
            "invoicenum",
            "invoiceid",
            "documentnumber",
            "docnumber",
            "billnumber",
            "rechnungsnummer",
            "rechnungsnr",
            "rechnungnr",
            "belegnummer",
            "belegnr",
            "numerofacture",
            "nfacture",
            "numerodefactura",
            "numerofactura",
            "nfactura",
            "numerofattura",
            "factuurnummer",
            "number",
            "nummer",
            "invoice",
            "facture",
            "factura",
            "rechnung",
            "num",
            "nr",
            "no",
            "reference",
        ],
    ),
    (
        Field::Issued,
        &[
            "invoicedate",
            "issuedate",
            "issued",
            "issuedon",
            "dateissued",
            "dateofissue",
            "billdate",
            "documentdate",
            "docdate",
            "rechnungsdatum",
            "belegdatum",
            "datefacture",
            "datedefacture",
            "datedemission",
            "fechafactura",
            "fechadefactura",
            "fechadeemision",
            "datafattura",
            "factuurdatum",
            "date",
            "datum",
            "fecha",
            "data",
        ],
    ),
    (
        Field::Due,
        &[
            "duedate",
            "netduedate",
            "due",
            "dueon",
            "datedue",
            "paymentdue",
            "maturity",
            "faelligkeit",
            "falligkeit",
            "falligam",
            "faelligam",
            "falligkeitsdatum",
            "faelligkeitsdatum",
            "zahlungsziel",
            "echeance",
            "datedecheance",
            "dateecheance",
            "vencimiento",
            "fechadevencimiento",
            "scadenza",
            "vervaldatum",
        ],
    ),
    (
        Field::PaidOn,
        &[
            "paidon",
            "paiddate",
            "datepaid",
            "paymentdate",
            "settleddate",
            "settlementdate",
            "settledon",
            "settled",
            "cleardate",
            "clearingdate",
            "paid",
            "bezahltam",
            "zahldatum",
            "zahlungsdatum",
            "bezahlt",
            "datedepaiement",
            "datepaiement",
            "payele",
            "fechadepago",
            "fechapago",
            "pagadoel",
            "datapagamento",
            "betaaldatum",
        ],
    ),
    (
        Field::Amount,
        &[
            "invoiceamount",
            "totalamount",
            "amounttotal",
            "grandtotal",
            "grossamount",
            "invoicetotal",
            "amount",
            "originalamount",
            "amountinlocalcurrency",
            "amountindocumentcurrency",
            "total",
            "gross",
            "bruttobetrag",
            "rechnungsbetrag",
            "gesamtbetrag",
            "brutto",
            "betrag",
            "summe",
            "montantttc",
            "totalttc",
            "montant",
            "importetotal",
            "importe",
            "importo",
            "totale",
            "bedrag",
            "betragsoll",
            "sollbetrag",
            "soll",
            "debit",
            "debitamount",
            "montantdebit",
            "linetotal",
            "lineamount",
        ],
    ),
    (
        Field::Paid,
        &[
            "amountpaid",
            "paidamount",
            "invoiceamountpaid",
            "totalpaid",
            "amountreceived",
            "bezahlterbetrag",
            "gezahlterbetrag",
            "bereitsbezahlt",
            "montantpaye",
            "montantregle",
            "importepagado",
            "importopagato",
            "betaaldbedrag",
            "paid",
            "bezahlt",
            "gezahlt",
        ],
    ),
    (
        Field::Open,
        &[
            "openbalance",
            "openamount",
            "amountdue",
            "balancedue",
            "invoiceamountdue",
            "balance",
            "outstanding",
            "outstandingamount",
            "unpaidamount",
            "offenerbetrag",
            "offen",
            "restbetrag",
            "saldo",
            "solde",
            "soldedu",
            "resteapayer",
            "restantdu",
            "pendiente",
            "saldopendiente",
            "importependiente",
            "residuo",
            "openstaand",
            "openstaandbedrag",
        ],
    ),
    (
        Field::Credit,
        &[
            "betraghaben",
            "habenbetrag",
            "haben",
            "credit",
            "creditamount",
            "montantcredit",
        ],
    ),
    (
        Field::Mark,
        &[
            "drcr",
            "crdr",
            "debitcredit",
            "creditdebit",
            "sollhaben",
            "sh",
            "dc",
            "shkz",
            "sollhabenkennzeichen",
            "debitcreditindicator",
        ],
    ),
    (
        Field::Kind,
        &[
            "documenttype",
            "doctype",
            "transactiontype",
            "invoicetype",
            "belegart",
            "belegtyp",
            "typededocument",
            "typedocument",
            "tipodocumento",
            "tipodedocumento",
            "documentsoort",
            "type",
            "typ",
            "tipo",
            "kind",
            "art",
        ],
    ),
    (
        Field::Status,
        &[
            "status",
            "invoicestatus",
            "documentstatus",
            "paymentstatus",
            "rechnungsstatus",
            "zahlungsstatus",
            "statut",
            "etat",
            "estado",
            "stato",
        ],
    ),
    (
        Field::Customer,
        &[
            "customerid",
            "customernumber",
            "customerno",
            "clientid",
            "accountnumber",
            "kundennummer",
            "kundennr",
            "numeroclient",
            "numerocliente",
            "klantnummer",
            "debitorennummer",
            "debitorennr",
            "debitornr",
            "debitorenkonto",
            "konto",
            "kontonummer",
            "customer",
            "customername",
            "contactname",
            "client",
            "clientname",
            "kunde",
            "kundenname",
            "cliente",
            "klant",
            "debtor",
            "debitor",
            "buyer",
            "company",
            "firma",
            "name",
        ],
    ),
    (
        Field::CustomerName,
        &[
            "customername",
            "clientname",
            "customer",
            "client",
            "kundenname",
            "kunde",
            "nomduclient",
            "nomclient",
            "nombrecliente",
            "cliente",
            "klantnaam",
            "company",
            "companyname",
            "firma",
            "name",
        ],
    ),
    (
        Field::Currency,
        &[
            "currency",
            "currencycode",
            "localcurrency",
            "documentcurrency",
            "invoicecurrency",
            "waehrung",
            "wahrung",
            "devise",
            "moneda",
            "divisa",
            "valuta",
        ],
    ),
];

/// The same of a table of customers; and what only some tables have.
const MORE_NAMES: &[(Field, &[&str])] = &[
    (
        Field::CustomerName,
        &[
            "name",
            "companyname",
            "company",
            "customername",
            "clientname",
            "customer",
            "client",
            "organization",
            "firma",
            "firmenname",
            "kundenname",
            "kunde",
            "nom",
            "societe",
            "raisonsociale",
            "nombre",
            "empresa",
            "cliente",
            "ragionesociale",
            "klantnaam",
            "klant",
            "displayname",
            "fullname",
        ],
    ),
    (
        Field::Customer,
        &[
            "customernumber",
            "customerno",
            "customerid",
            "clientnumber",
            "clientid",
            "accountnumber",
            "kundennummer",
            "kundennr",
            "numeroclient",
            "numerocliente",
            "klantnummer",
            "number",
            "nummer",
            "code",
            "nr",
            "no",
            "id",
        ],
    ),
    (
        Field::Contact,
        &[
            "contact",
            "contactname",
            "contactperson",
            "ansprechpartner",
            "kontakt",
            "contacto",
            "referente",
        ],
    ),
    (
        Field::Email,
        &[
            "email",
            "emailaddress",
            "mail",
            "emailadresse",
            "invoiceemail",
            "billingemail",
            "courriel",
            "correo",
        ],
    ),
    (
        Field::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "tel",
            "mobile",
            "telefon",
            "telefono",
            "telefoon",
        ],
    ),
    (
        Field::Address,
        &[
            "address",
            "street",
            "streetaddress",
            "addressline1",
            "address1",
            "billingaddress",
            "adresse",
            "anschrift",
            "strasse",
            "strae",
            "rue",
            "direccion",
            "calle",
            "indirizzo",
            "via",
            "adres",
            "straat",
        ],
    ),
    (
        Field::Postcode,
        &[
            "postcode",
            "postalcode",
            "zip",
            "zipcode",
            "plz",
            "postleitzahl",
            "codepostal",
            "codigopostal",
            "cp",
            "cap",
        ],
    ),
    (
        Field::City,
        &[
            "city", "town", "ort", "stadt", "ville", "ciudad", "citta", "comune", "plaats", "stad",
        ],
    ),
    (
        Field::Region,
        &[
            "region",
            "state",
            "county",
            "province",
            "bundesland",
            "provincia",
            "departement",
        ],
    ),
    (
        Field::Country,
        &["countrycode", "country", "land", "pays", "pais", "paese"],
    ),
    (
        Field::VatId,
        &[
            "vatid",
            "vatnumber",
            "vatno",
            "vat",
            "taxid",
            "ustid",
            "ustidnr",
            "numerotva",
            "tva",
            "nif",
            "cif",
            "partitaiva",
            "btwnummer",
            "uid",
        ],
    ),
    (
        Field::NetDays,
        &[
            "paymentterms",
            "paymenttermsdays",
            "netdays",
            "terms",
            "daystopay",
            "zahlungsziel",
            "zahlungsfrist",
            "tage",
        ],
    ),
    (
        Field::Reference,
        &[
            "reference",
            "paymentreference",
            "transactionid",
            "transaction",
            "remittance",
            "verwendungszweck",
            "referenz",
            "referencia",
            "riferimento",
            "kenmerk",
        ],
    ),
    (
        Field::Method,
        &[
            "method",
            "paymentmethod",
            "paymenttype",
            "zahlungsart",
            "zahlart",
            "modedepaiement",
            "metodo",
            "metododepago",
        ],
    ),
    (
        Field::Note,
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "memo",
            "notiz",
            "bemerkung",
            "notas",
            "nota",
            "opmerking",
        ],
    ),
];

/// The columns of such a table that their names give away; none where the
/// first row names none.
pub fn guess_columns(header: &[String], holds: Holds) -> Columns {
    let header: Vec<String> = header.iter().map(|name| bare(name)).collect();
    let mut columns = Columns::default();
    let mut taken = vec![false; header.len()];
    let mut take = |field, names: &[&str]| {
        let found = names
            .iter()
            .find_map(|name| header.iter().position(|known| known == name))
            .filter(|column| !taken[*column]);
        if let Some(column) = found {
            taken[column] = true;
            columns.set(field, Some(column));
        }
    };
    let has = |field: &Field| holds.fields().contains(field);
    let is_own = |field: &Field| {
        holds == Holds::Customers && matches!(field, Field::Customer | Field::CustomerName)
    };
    for (field, names) in NAMES {
        if has(field) && !is_own(field) {
            take(*field, names);
        }
    }
    for (field, names) in MORE_NAMES {
        let is_first = matches!(field, Field::Customer | Field::CustomerName);
        if has(field) && (!is_first || is_own(field)) {
            take(*field, names);
        }
    }
    if holds == Holds::Payments
        && columns.of(Field::PaidOn).is_none()
        && let Some(date) = date_column(&header, &columns)
    {
        columns.set(Field::PaidOn, Some(date));
    }
    columns
}

/// A column of dates that nothing else takes: of a table of payments it is
/// the day that they came.
fn date_column(header: &[String], columns: &Columns) -> Option<usize> {
    let (_, names) = NAMES.iter().find(|(field, _)| *field == Field::Issued)?;
    let is_free = |column: &usize| {
        let fields = Holds::Payments.fields();
        fields
            .iter()
            .all(|field| columns.of(*field) != Some(*column))
    };
    names
        .iter()
        .find_map(|name| header.iter().position(|known| known == name))
        .filter(is_free)
}

/// What a table most likely holds, by what its columns are called.
fn guess_holds(header: &[String]) -> Holds {
    /// That much is missing of no likely table.
    const FAR: usize = 4;
    let is_found = |columns: &Columns, field: &Field| columns.of(*field).is_some();
    let odds = |holds: &Holds| {
        let columns = guess_columns(header, *holds);
        let required = holds
            .fields()
            .iter()
            .filter(|field| holds.requires(**field));
        let missing = required.filter(|field| !is_found(&columns, field)).count();
        match holds {
            // Most say when they are due.
            Holds::Invoices => 2 * missing + usize::from(!is_found(&columns, &Field::Due)),
            Holds::Payments => {
                let named = [Field::Number, Field::Customer];
                let is_nobodys = !named.iter().any(|field| is_found(&columns, field));
                // A day that is called so by name makes it likelier.
                let paid_on = guess_columns(header, Holds::Invoices).of(Field::PaidOn);
                2 * (missing + usize::from(is_nobodys) + usize::from(paid_on.is_none()))
            }
            Holds::Customers => {
                let details = [
                    Field::Email,
                    Field::Phone,
                    Field::Address,
                    Field::City,
                    Field::VatId,
                ];
                let invoices = guess_columns(header, Holds::Invoices);
                let money = [Field::Amount, Field::Due, Field::PaidOn];
                let is_likely = details.iter().any(|field| is_found(&columns, field))
                    && !money.iter().any(|field| is_found(&invoices, field));
                if is_likely { 2 * missing } else { FAR }
            }
        }
    };
    // What is no likely table of another kind is one of invoices.
    match Holds::ALL.into_iter().min_by_key(odds) {
        Some(holds) if odds(&holds) < FAR => holds,
        _ => Holds::Invoices,
    }
}

/// The orders in which the columns of dates of a table can be read: one for
/// all of them where one fits, else one for each.
#[derive(Default)]
pub(super) struct TableDates {
    all: Dates,
    each: [Dates; DATES.len()],
}

impl TableDates {
    pub(super) fn add(&mut self, place: usize, line: u32, text: &str) {
        if text.is_empty() {
            return;
        }
        // Read once in each order: all that follows only compares.
        let days = DateOrder::ALL.map(|order| {
            let read = dates::date_with(text, order, cells::SHORT).ok()?;
            Some(read.date)
        });
        for dates in [&mut self.all, &mut self.each[place]] {
            dates.0.add(line, text, &DateOrder::ALL, |order| {
                let place = DateOrder::ALL.iter().position(|known| *known == order)?;
                days[place]
            });
        }
    }

    /// Where one column alone is of several orders, none of them can be
    /// relied on for the others.
    fn of(&self, place: usize) -> &Ways<DateOrder> {
        let is_mixed = |dates: &Dates| matches!(dates.0.outcome(), Outcome::Mixed(..));
        if is_mixed(&self.all) && !self.each.iter().any(is_mixed) {
            &self.each[place].0
        } else {
            &self.all.0
        }
    }

    /// Whether the column has dates.
    pub(super) fn is_used(&self, place: usize) -> bool {
        self.each[place].0.is_used()
    }

    pub(super) fn outcome(&self, place: usize) -> Outcome<DateOrder> {
        self.of(place).outcome()
    }

    pub(super) fn possible(&self) -> [Vec<DateOrder>; DATES.len()] {
        std::array::from_fn(|place| {
            // A column without dates asks nothing.
            if self.is_used(place) {
                self.of(place).asked()
            } else {
                vec![DateOrder::Ymd]
            }
        })
    }
}
