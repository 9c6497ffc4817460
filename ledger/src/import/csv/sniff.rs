//! What a table seems to be: to be shown and confirmed, never to
//! be acted on alone.

use crate::slices::{Steps, at_once};

use super::rows::{Delimiter, Rows, stated_delimiter};
use super::values::{self, DateOrder, DecimalSign};
use super::{Columns, Field, FileFault, Holds, check_text};

/// Rows shown of a file.
const SAMPLE_ROWS: usize = 5;
/// Rows that the delimiter is guessed from.
const DELIMITER_ROWS: usize = 20;

/// What a file seems to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guess {
    pub holds: Holds,
    pub delimiter: Delimiter,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// The first row.
    pub header: Vec<String>,
    pub columns: Columns,
    /// In which the dates of all columns of dates can be read. More than one
    /// where that makes a difference: only the user knows.
    pub date_orders: Vec<DateOrder>,
    /// The same of the amounts.
    pub decimal_signs: Vec<DecimalSign>,
    /// The first rows below the header.
    pub sample: Vec<Vec<String>>,
    /// Rows below the header.
    pub rows: usize,
}

/// Looks at a whole file.
///
/// # Errors
/// A [`FileFault`] where it is no text of rows.
pub fn sniff(text: &str) -> Result<Guess, FileFault> {
    sniff_as(text, None, None)
}

/// The same, with what the user has chosen already.
///
/// # Errors
/// As [`sniff`].
pub fn sniff_as(
    text: &str,
    delimiter: Option<Delimiter>,
    columns: Option<Columns>,
) -> Result<Guess, FileFault> {
    at_once(sniff_in_steps(text, delimiter, columns, &Steps::default()))
}

/// The same as long work, a step for each row.
///
/// # Errors
/// As [`sniff`].
pub async fn sniff_in_steps(
    text: &str,
    delimiter: Option<Delimiter>,
    columns: Option<Columns>,
    steps: &Steps,
) -> Result<Guess, FileFault> {
    check_text(text)?;
    let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(text));
    let mut rows = Rows::new(text, delimiter).map_while(Result::ok);
    let first = rows.next().ok_or(FileFault::Empty)?;
    let header: Vec<String> = first.fields.iter().map(ToString::to_string).collect();
    let has_header = header.iter().all(|field| !is_value(field));
    let holds = guess_holds(&header);
    let columns = columns.unwrap_or_else(|| guess_columns(&header, holds));
    let mut dates = Dates::default();
    let mut amounts = Amounts::default();
    let mut sample = Vec::new();
    let mut count = 0;
    for row in (!has_header).then_some(first).into_iter().chain(rows) {
        count += 1;
        steps.step().await;
        if sample.len() < SAMPLE_ROWS {
            sample.push(row.fields.iter().map(ToString::to_string).collect());
        }
        for field in [Field::Issued, Field::Due, Field::PaidOn] {
            if let Some(text) = columns.of(field).and_then(|column| row.fields.get(column)) {
                dates.add(row.line, text);
            }
        }
        let amount = columns.of(Field::Amount);
        if let Some(text) = amount.and_then(|column| row.fields.get(column)) {
            amounts.add(row.line, text);
        }
    }
    Ok(Guess {
        holds,
        delimiter,
        has_header,
        header,
        columns,
        date_orders: dates.possible(),
        decimal_signs: amounts.possible(),
        sample,
        rows: count,
    })
}

/// Whether a field is a number or a date, which the name of a column is not.
fn is_value(field: &str) -> bool {
    DecimalSign::ALL
        .into_iter()
        .any(|sign| values::amount(field, sign).is_ok())
        || DateOrder::ALL
            .into_iter()
            .any(|order| values::date(field, order).is_ok())
}

/// The delimiter that makes most fields, the same number in every row.
pub(crate) fn guess_delimiter(text: &str) -> Delimiter {
    if let Some(stated) = stated_delimiter(text) {
        return stated;
    }
    let score = |delimiter: &Delimiter| {
        let mut widths = Rows::new(text, *delimiter)
            .take(DELIMITER_ROWS)
            .map_while(Result::ok)
            .map(|row| row.fields.len());
        let first = widths.next().unwrap_or(1);
        let even = widths.all(|width| width == first);
        (first > 1, even, first)
    };
    // Of equals the first, so the list is turned around for `max_by_key`.
    Delimiter::ALL
        .into_iter()
        .rev()
        .max_by_key(score)
        .unwrap_or(Delimiter::Comma)
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
            "customer",
            "customername",
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
    const FAR: usize = 2;
    let is_found = |columns: &Columns, field: &Field| columns.of(*field).is_some();
    let odds = |holds: &Holds| {
        let columns = guess_columns(header, *holds);
        let required = holds
            .fields()
            .iter()
            .filter(|field| holds.requires(**field));
        let missing = required.filter(|field| !is_found(&columns, field)).count();
        match holds {
            Holds::Invoices => missing,
            Holds::Payments => {
                let named = [Field::Number, Field::Customer];
                let is_nobodys = !named.iter().any(|field| is_found(&columns, field));
                // A day that is called so by name makes it likelier.
                let paid_on = guess_columns(header, Holds::Invoices).of(Field::PaidOn);
                missing + usize::from(is_nobodys) + usize::from(paid_on.is_none())
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
                if is_likely { missing } else { FAR }
            }
        }
    };
    // What is no likely table of another kind is one of invoices.
    match Holds::ALL.into_iter().min_by_key(odds) {
        Some(holds) if odds(&holds) < FAR => holds,
        _ => Holds::Invoices,
    }
}

/// The name in lower case, without signs, spaces and accents.
pub(crate) fn bare(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            'à' | 'á' | 'â' | 'ä' => Some('a'),
            'è' | 'é' | 'ê' | 'ë' => Some('e'),
            'í' | 'î' | 'ï' => Some('i'),
            'ó' | 'ô' | 'ö' => Some('o'),
            'ú' | 'û' | 'ü' => Some('u'),
            'ñ' => Some('n'),
            letter => letter.is_ascii_alphanumeric().then_some(letter),
        })
        .collect()
}

/// What can be read in one way of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ways<T> {
    /// Taken where no value says anything.
    fallback: T,
    /// The ways in which all values so far can be read.
    left: Vec<T>,
    /// Where one of them differs from another, the first value: line, text.
    differs: Option<(u32, String)>,
    /// Where no way was left, and the value before that which ruled out the
    /// others.
    clash: Option<((u32, String), (u32, String))>,
    ruled_out: Option<(u32, String)>,
}

/// What a column leaves open.
pub(crate) enum Outcome<T> {
    /// The only way, or the first of several that make no difference.
    One(T),
    Ambiguous {
        left: Vec<T>,
        example: (u32, String),
    },
    Mixed((u32, String), (u32, String)),
}

impl<T: Copy + PartialEq> Ways<T> {
    pub(crate) fn new(fallback: T, all: &[T]) -> Ways<T> {
        Ways {
            fallback,
            left: all.to_vec(),
            differs: None,
            clash: None,
            ruled_out: None,
        }
    }

    /// `read` gives a value's reading in each way. A value without any is a
    /// problem of its own and says nothing.
    pub(crate) fn add<V: PartialEq>(
        &mut self,
        line: u32,
        text: &str,
        all: &[T],
        read: impl Fn(T) -> Option<V>,
    ) {
        if self.clash.is_some() || all.iter().all(|way| read(*way).is_none()) {
            return;
        }
        let left: Vec<T> = self
            .left
            .iter()
            .copied()
            .filter(|way| read(*way).is_some())
            .collect();
        if left.is_empty() {
            let earlier = self.ruled_out.clone().unwrap_or_default();
            self.clash = Some((earlier, (line, text.to_owned())));
            return;
        }
        if left.len() < self.left.len() {
            self.ruled_out = Some((line, text.to_owned()));
            self.left = left;
        }
        let first = self.left.first().and_then(|way| read(*way));
        if self.differs.is_none() && self.left.iter().any(|way| read(*way) != first) {
            self.differs = Some((line, text.to_owned()));
        }
    }

    pub(crate) fn outcome(&self) -> Outcome<T> {
        match (&self.clash, self.left.as_slice(), &self.differs) {
            (Some((a, b)), ..) => Outcome::Mixed(a.clone(), b.clone()),
            (None, left @ [_, _, ..], Some(example)) => Outcome::Ambiguous {
                left: left.to_vec(),
                example: example.clone(),
            },
            (None, left, _) => Outcome::One(left.first().copied().unwrap_or(self.fallback)),
        }
    }

    pub(crate) fn possible(&self) -> Vec<T> {
        match self.outcome() {
            Outcome::One(one) => vec![one],
            Outcome::Ambiguous { left, .. } => left,
            Outcome::Mixed(..) => Vec::new(),
        }
    }
}

/// The orders that dates can be read in.
pub(crate) struct Dates(pub(crate) Ways<DateOrder>);

impl Default for Dates {
    fn default() -> Dates {
        Dates(Ways::new(DateOrder::Ymd, &DateOrder::ALL))
    }
}

impl Dates {
    pub(crate) fn add(&mut self, line: u32, text: &str) {
        self.0.add(line, text, &DateOrder::ALL, |order| {
            values::date(text, order).ok()
        });
    }

    pub(crate) fn possible(&self) -> Vec<DateOrder> {
        self.0.possible()
    }
}

/// The signs that amounts can be read with.
pub(crate) struct Amounts(pub(crate) Ways<DecimalSign>);

impl Default for Amounts {
    fn default() -> Amounts {
        Amounts(Ways::new(DecimalSign::Point, &DecimalSign::ALL))
    }
}

impl Amounts {
    pub(crate) fn add(&mut self, line: u32, text: &str) {
        self.0.add(line, text, &DecimalSign::ALL, |sign| {
            values::amount(text, sign).ok()
        });
    }

    pub(crate) fn possible(&self) -> Vec<DecimalSign> {
        self.0.possible()
    }
}
