//! The pages by their addresses. Everything stands behind the `#`, so that
//! the same files work at any address, and without a server.
//!
//! An address names what is shown and nothing of how it looks. What cannot be
//! read leads to [`Route::NotFound`] or, in a query, is left out.

pub mod places;

use std::fmt::{self, Display, Write};
use std::str::FromStr;

use ledger::date::Date;
use ledger::ids::{
    BankAccountId, BankLineId, CustomerId, InvoiceId, ItemId, PaymentId, QuoteId, ReminderId,
    ScheduleId, SeriesId, StatementId,
};
use ledger::money::Currency;
use ledger::query::Sort;
use ledger::report::aging::Basis;
use yew::prelude::*;

/// A page and what it is about.
#[derive(Clone, PartialEq, Debug)]
pub enum Route {
    Overview,
    Invoices(ListQuery),
    NewInvoice {
        customer: Option<CustomerId>,
        /// A credit note for this document.
        credits: Option<InvoiceId>,
    },
    EditInvoice(InvoiceId),
    /// A new one that begins with what this one says.
    CopyInvoice(InvoiceId),
    Invoice(InvoiceId),
    Quotes,
    NewQuote {
        customer: Option<CustomerId>,
        /// What it begins with.
        copies: Option<QuoteId>,
    },
    EditQuote(QuoteId),
    Quote(QuoteId),
    Items,
    NewItem,
    Item(ItemId),
    Schedules,
    NewSchedule {
        /// What it repeats.
        invoice: Option<InvoiceId>,
    },
    EditSchedule(ScheduleId),
    Schedule(ScheduleId),
    Numbers {
        /// A series and its run; the newest where it is `None`.
        run: Option<(SeriesId, u32)>,
    },
    Customers,
    NewCustomer,
    Customer(CustomerId),
    Payments,
    NewPayment {
        customer: Option<CustomerId>,
        invoice: Option<InvoiceId>,
    },
    Payment(PaymentId),
    /// Bank lines against open invoices.
    Reconcile {
        /// All where it is `None`.
        account: Option<BankAccountId>,
    },
    Bank,
    BankImport,
    NewBankAccount,
    BankAccount(BankAccountId),
    BankStatement(StatementId),
    BankRules {
        /// A line that a rule is to be made of.
        line: Option<BankLineId>,
    },
    Reminders,
    /// How they go.
    ReminderSettings,
    Reminder(ReminderId),
    Aging(AgingQuery),
    AgedDocuments {
        query: AgingQuery,
        currency: Currency,
        /// From 0, the current one; `None` for all.
        bucket: Option<usize>,
        customer: Option<CustomerId>,
    },
    Import,
    Backup,
    /// The books on this device.
    Books,
    Recovery,
    Settings,
    Demo,
    /// On a phone: what has no room in the bar.
    More,
    /// What every page is made of, for whoever builds one; no link leads there.
    Kit,
    NotFound(String),
}

/// The documents that a list is narrowed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatusFilter {
    Open,
    Overdue,
    Drafts,
    Paid,
    Credits,
    Void,
}

/// Which documents a list shows, and in which order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ListQuery {
    pub status: Option<StatusFilter>,
    /// The words that are searched for, as they are typed.
    pub text: String,
    /// By what, and whether downwards; the newest first where it is `None`.
    pub sort: Option<(Sort, bool)>,
}

impl From<StatusFilter> for ListQuery {
    fn from(status: StatusFilter) -> ListQuery {
        ListQuery {
            status: Some(status),
            ..ListQuery::default()
        }
    }
}

/// What a list of documents can be ordered by, with its name in an address.
const SORTS: [(Sort, &str); 7] = [
    (Sort::Number, "number"),
    (Sort::Customer, "customer"),
    (Sort::Issued, "issued"),
    (Sort::Due, "due"),
    (Sort::Amount, "amount"),
    (Sort::Balance, "balance"),
    (Sort::Status, "status"),
];

/// As of when, and how, the receivables are looked at.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AgingQuery {
    /// Today where it is `None`.
    pub as_of: Option<Date>,
    pub basis: Basis,
    /// The customary ones where it is empty.
    pub bounds: Vec<u32>,
    /// The period of the figures; the quarter up to the day where they are
    /// `None`.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Of documents: only what is due within so many days from the day on.
    pub within: Option<u32>,
}

/// What the navigation marks as the current place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    Overview,
    Invoices,
    Customers,
    Payments,
    Bank,
    Aging,
    Reminders,
    Import,
    Backup,
    Settings,
    More,
    None,
}

impl StatusFilter {
    pub const ALL: [StatusFilter; 6] = [
        StatusFilter::Open,
        StatusFilter::Overdue,
        StatusFilter::Drafts,
        StatusFilter::Paid,
        StatusFilter::Credits,
        StatusFilter::Void,
    ];

    fn name(self) -> &'static str {
        match self {
            StatusFilter::Open => "open",
            StatusFilter::Overdue => "overdue",
            StatusFilter::Drafts => "drafts",
            StatusFilter::Paid => "paid",
            StatusFilter::Credits => "credits",
            StatusFilter::Void => "void",
        }
    }
}

impl Route {
    /// Reads what stands behind the `#`, with it or without.
    pub fn parse(hash: &str) -> Route {
        let address = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = Query(query);
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        Route::of(&parts, query).unwrap_or_else(|| Route::NotFound(path.to_owned()))
    }

    fn of(parts: &[&str], query: Query<'_>) -> Option<Route> {
        Some(match parts {
            [] => Route::Overview,
            ["invoices"] => Route::Invoices(query.list()),
            ["invoices", "new"] => Route::NewInvoice {
                customer: query.read("customer"),
                credits: query.read("credits"),
            },
            ["invoices", id] => Route::Invoice(id.parse().ok()?),
            ["invoices", id, "copy"] => Route::CopyInvoice(id.parse().ok()?),
            ["invoices", id, "edit"] => Route::EditInvoice(id.parse().ok()?),
            ["quotes"] => Route::Quotes,
            ["quotes", "new"] => Route::NewQuote {
                customer: query.read("customer"),
                copies: query.read("copies"),
            },
            ["quotes", id] => Route::Quote(id.parse().ok()?),
            ["quotes", id, "edit"] => Route::EditQuote(id.parse().ok()?),
            ["items"] => Route::Items,
            ["items", "new"] => Route::NewItem,
            ["items", id] => Route::Item(id.parse().ok()?),
            ["recurring"] => Route::Schedules,
            ["recurring", "new"] => Route::NewSchedule {
                invoice: query.read("invoice"),
            },
            ["recurring", id] => Route::Schedule(id.parse().ok()?),
            ["recurring", id, "edit"] => Route::EditSchedule(id.parse().ok()?),
            ["numbers"] => Route::Numbers {
                run: query.read("series").zip(query.read("run")),
            },
            ["customers"] => Route::Customers,
            ["customers", "new"] => Route::NewCustomer,
            ["customers", id] => Route::Customer(id.parse().ok()?),
            ["payments"] => Route::Payments,
            ["reconcile"] => Route::Reconcile {
                account: query.read("account"),
            },
            ["payments", "new"] => Route::NewPayment {
                customer: query.read("customer"),
                invoice: query.read("invoice"),
            },
            ["payments", id] => Route::Payment(id.parse().ok()?),
            ["bank"] => Route::Bank,
            ["bank", "import"] => Route::BankImport,
            ["bank", "accounts", "new"] => Route::NewBankAccount,
            ["bank", "accounts", id] => Route::BankAccount(id.parse().ok()?),
            ["bank", "statements", id] => Route::BankStatement(id.parse().ok()?),
            ["bank", "rules"] => Route::BankRules {
                line: query.read("line"),
            },
            ["reminders"] => Route::Reminders,
            ["reminders", "schedule"] => Route::ReminderSettings,
            ["reminders", id] => Route::Reminder(id.parse().ok()?),
            ["aging"] => Route::Aging(query.aging()),
            ["aging", "documents"] => Route::AgedDocuments {
                query: query.aging(),
                currency: query.read("currency")?,
                bucket: query.read("bucket"),
                customer: query.read("customer"),
            },
            ["import"] => Route::Import,
            ["backup"] => Route::Backup,
            ["books"] => Route::Books,
            ["recovery"] => Route::Recovery,
            ["settings"] => Route::Settings,
            ["demo"] => Route::Demo,
            ["more"] => Route::More,
            ["kit"] => Route::Kit,
            _ => return None,
        })
    }

    /// The address as a link has it.
    pub fn href(&self) -> AttrValue {
        format!("#{self}").into()
    }

    pub fn section(&self) -> Section {
        match self {
            Route::Overview => Section::Overview,
            Route::Invoices(_)
            | Route::NewInvoice { .. }
            | Route::EditInvoice(_)
            | Route::CopyInvoice(_)
            | Route::Invoice(_)
            | Route::Quotes
            | Route::NewQuote { .. }
            | Route::EditQuote(_)
            | Route::Quote(_)
            | Route::Items
            | Route::NewItem
            | Route::Item(_)
            | Route::Schedules
            | Route::NewSchedule { .. }
            | Route::EditSchedule(_)
            | Route::Schedule(_)
            | Route::Numbers { .. } => Section::Invoices,
            Route::Customers | Route::NewCustomer | Route::Customer(_) => Section::Customers,
            Route::Payments | Route::NewPayment { .. } | Route::Payment(_) => Section::Payments,
            Route::Bank
            | Route::Reconcile { .. }
            | Route::BankImport
            | Route::NewBankAccount
            | Route::BankAccount(_)
            | Route::BankStatement(_)
            | Route::BankRules { .. } => Section::Bank,
            Route::Reminders | Route::ReminderSettings | Route::Reminder(_) => Section::Reminders,
            Route::Aging(_) | Route::AgedDocuments { .. } => Section::Aging,
            Route::Import => Section::Import,
            Route::Backup | Route::Books | Route::Recovery => Section::Backup,
            Route::Settings => Section::Settings,
            Route::More => Section::More,
            Route::Demo | Route::Kit | Route::NotFound(_) => Section::None,
        }
    }

    /// Whether both are the same page, whatever their queries: then the focus
    /// stays where it is.
    pub fn same_page(&self, other: &Route) -> bool {
        let path = |route: &Route| {
            let text = route.to_string();
            text.split('?').next().unwrap_or_default().to_owned()
        };
        path(self) == path(other)
    }
}

/// The address without the `#`.
impl Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Address::default();
        match self {
            Route::Overview => out.path("/"),
            Route::Invoices(query) => out.path("/invoices").list(query),
            Route::NewInvoice { customer, credits } => out
                .path("/invoices/new")
                .with("customer", customer.as_ref())
                .with("credits", credits.as_ref()),
            Route::CopyInvoice(id) => out.path(&format!("/invoices/{id}/copy")),
            Route::EditInvoice(id) => out.path(&format!("/invoices/{id}/edit")),
            Route::Invoice(id) => out.path(&format!("/invoices/{id}")),
            Route::Quotes => out.path("/quotes"),
            Route::NewQuote { customer, copies } => out
                .path("/quotes/new")
                .with("customer", customer.as_ref())
                .with("copies", copies.as_ref()),
            Route::EditQuote(id) => out.path(&format!("/quotes/{id}/edit")),
            Route::Quote(id) => out.path(&format!("/quotes/{id}")),
            Route::Items => out.path("/items"),
            Route::NewItem => out.path("/items/new"),
            Route::Item(id) => out.path(&format!("/items/{id}")),
            Route::Schedules => out.path("/recurring"),
            Route::NewSchedule { invoice } => {
                out.path("/recurring/new").with("invoice", invoice.as_ref())
            }
            Route::EditSchedule(id) => out.path(&format!("/recurring/{id}/edit")),
            Route::Schedule(id) => out.path(&format!("/recurring/{id}")),
            Route::Numbers { run } => out
                .path("/numbers")
                .with("series", run.as_ref().map(|(series, _)| series))
                .with("run", run.as_ref().map(|(_, run)| run)),
            Route::Customers => out.path("/customers"),
            Route::NewCustomer => out.path("/customers/new"),
            Route::Customer(id) => out.path(&format!("/customers/{id}")),
            Route::Payments => out.path("/payments"),
            Route::Reconcile { account } => {
                out.path("/reconcile").with("account", account.as_ref())
            }
            Route::NewPayment { customer, invoice } => out
                .path("/payments/new")
                .with("customer", customer.as_ref())
                .with("invoice", invoice.as_ref()),
            Route::Payment(id) => out.path(&format!("/payments/{id}")),
            Route::Bank => out.path("/bank"),
            Route::BankImport => out.path("/bank/import"),
            Route::NewBankAccount => out.path("/bank/accounts/new"),
            Route::BankAccount(id) => out.path(&format!("/bank/accounts/{id}")),
            Route::BankStatement(id) => out.path(&format!("/bank/statements/{id}")),
            Route::BankRules { line } => out.path("/bank/rules").with("line", line.as_ref()),
            Route::Reminders => out.path("/reminders"),
            Route::ReminderSettings => out.path("/reminders/schedule"),
            Route::Reminder(id) => out.path(&format!("/reminders/{id}")),
            Route::Aging(query) => out.path("/aging").aging(query),
            Route::AgedDocuments {
                query,
                currency,
                bucket,
                customer,
            } => out
                .path("/aging/documents")
                .aging(query)
                .with("currency", Some(currency))
                .with("bucket", bucket.as_ref())
                .with("customer", customer.as_ref()),
            Route::Import => out.path("/import"),
            Route::Backup => out.path("/backup"),
            Route::Books => out.path("/books"),
            Route::Recovery => out.path("/recovery"),
            Route::Settings => out.path("/settings"),
            Route::Demo => out.path("/demo"),
            Route::More => out.path("/more"),
            Route::Kit => out.path("/kit"),
            Route::NotFound(path) => out.path(path),
        };
        f.write_str(&out.text)
    }
}

#[derive(Default)]
struct Address {
    text: String,
}

impl Address {
    fn path(&mut self, path: &str) -> &mut Address {
        self.text.push_str(path);
        self
    }

    fn with(&mut self, key: &str, value: Option<impl Display>) -> &mut Address {
        if let Some(value) = value {
            let sign = if self.text.contains('?') { '&' } else { '?' };
            // Writing to a String does not fail.
            let _ = write!(self.text, "{sign}{key}={value}");
        }
        self
    }

    fn list(&mut self, query: &ListQuery) -> &mut Address {
        let text = (!query.text.is_empty()).then(|| escape(&query.text));
        let sort = query.sort.and_then(|(sort, down)| {
            let (_, name) = SORTS.iter().find(|(known, _)| *known == sort)?;
            Some(format!("{}{name}", if down { "-" } else { "" }))
        });
        self.with("status", query.status.map(StatusFilter::name))
            .with("text", text)
            .with("sort", sort)
    }

    fn aging(&mut self, query: &AgingQuery) -> &mut Address {
        let bounds: Vec<String> = query.bounds.iter().map(ToString::to_string).collect();
        self.with("as_of", query.as_of)
            .with(
                "basis",
                (query.basis == Basis::Invoice).then_some("invoice"),
            )
            .with("bounds", (!bounds.is_empty()).then(|| bounds.join(",")))
            .with("from", query.from)
            .with("to", query.to)
            .with("within", query.within)
    }
}

#[derive(Clone, Copy)]
struct Query<'a>(&'a str);

impl<'a> Query<'a> {
    fn get(self, key: &str) -> Option<&'a str> {
        self.0
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value)
    }

    fn read<T: FromStr>(self, key: &str) -> Option<T> {
        self.get(key)?.parse().ok()
    }

    fn list(self) -> ListQuery {
        let status = self.get("status").unwrap_or_default();
        let sort = self.get("sort").unwrap_or_default();
        let (down, name) = match sort.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, sort),
        };
        let sort = SORTS.iter().find(|(_, known)| *known == name);
        ListQuery {
            status: StatusFilter::ALL
                .into_iter()
                .find(|known| known.name() == status),
            text: unescape(self.get("text").unwrap_or_default()),
            sort: sort.map(|(sort, _)| (*sort, down)),
        }
    }

    fn aging(self) -> AgingQuery {
        let bounds = self.get("bounds").unwrap_or_default();
        AgingQuery {
            as_of: self.read("as_of"),
            basis: match self.get("basis") {
                Some("invoice") => Basis::Invoice,
                _ => Basis::Due,
            },
            bounds: bounds
                .replace("%2C", ",")
                .split(',')
                .filter_map(|bound| bound.parse().ok())
                .collect(),
            from: self.read("from"),
            to: self.read("to"),
            within: self.read("within"),
        }
    }
}

/// Text as it may stand in a query.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The reverse; what is no escape stays as it is.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The way to other pages.
#[derive(Clone, PartialEq)]
pub struct Navigator {
    /// As following a link does.
    pub go: Callback<Route>,
    /// In place of the address that is there: Back leads past it.
    pub replace: Callback<Route>,
    /// Where the page is now, which may be elsewhere than when it was drawn.
    pub here: Callback<(), Route>,
}

impl Navigator {
    pub fn go(&self, route: Route) {
        self.go.emit(route);
    }

    pub fn here(&self) -> Route {
        self.here.emit(())
    }

    /// Where work that began at `from` leads; whoever went on meanwhile is not
    /// taken back.
    pub fn go_from(&self, from: &Route, route: Route) {
        if self.here() == *from {
            self.go(route);
        }
    }

    pub fn replace(&self, route: Route) {
        self.replace.emit(route);
    }
}

/// The way to other pages; it never changes.
#[hook]
pub fn use_navigator() -> Navigator {
    use_context::<Navigator>().unwrap_or_else(|| Navigator {
        go: Callback::noop(),
        replace: Callback::noop(),
        here: Callback::from(|()| Route::Overview),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_back() {
        let id = "0000001f-7";
        for address in [
            "/",
            "/invoices",
            "/invoices?status=overdue",
            "/invoices?status=open&text=M%C3%BCller%20%26%20100%25%3D1&sort=-due",
            "/invoices?sort=customer",
            "/invoices/new",
            &format!("/invoices/new?customer={id}&credits={id}"),
            &format!("/invoices/{id}"),
            &format!("/invoices/{id}/edit"),
            &format!("/invoices/{id}/copy"),
            "/quotes",
            &format!("/quotes/new?customer={id}&copies={id}"),
            &format!("/quotes/{id}"),
            &format!("/quotes/{id}/edit"),
            "/recurring",
            "/recurring/new",
            &format!("/recurring/new?invoice={id}"),
            &format!("/recurring/{id}"),
            &format!("/recurring/{id}/edit"),
            "/numbers",
            &format!("/numbers?series={id}&run=2026"),
            "/customers/new",
            &format!("/customers/{id}"),
            &format!("/payments/new?customer={id}&invoice={id}"),
            &format!("/payments/{id}"),
            "/bank",
            "/bank/import",
            "/bank/accounts/new",
            &format!("/bank/accounts/{id}"),
            &format!("/bank/statements/{id}"),
            "/bank/rules",
            &format!("/bank/rules?line={id}"),
            "/aging",
            "/aging?as_of=2012-03-31&basis=invoice&bounds=15,45&from=2012-01-01&to=2012-03-31",
            "/aging/documents?as_of=2012-03-31&currency=USD&bucket=1",
            "/aging/documents?within=7&currency=USD",
            "/import",
            "/backup",
            "/settings",
            "/demo",
            "/more",
            "/kit",
        ] {
            let route = Route::parse(&format!("#{address}"));
            assert!(!matches!(route, Route::NotFound(_)), "{address}");
            assert_eq!(route.to_string(), address);
        }
    }

    #[test]
    fn what_is_no_address_is_not_found() {
        for address in ["/invoices/7", "/nothing", "/aging/documents", "/aging/x"] {
            assert!(
                matches!(Route::parse(address), Route::NotFound(_)),
                "{address}"
            );
        }
        assert_eq!(Route::parse(""), Route::Overview);
        for odd in ["status=odd", "sort=-odd", "sort=-", "text=", "text"] {
            assert_eq!(
                Route::parse(&format!("#/invoices?{odd}")),
                Route::Invoices(ListQuery::default()),
                "{odd}"
            );
        }
        let Route::Invoices(query) = Route::parse("#/invoices?text=50%+a%zz%E4") else {
            panic!("not a list");
        };
        assert_eq!(query.text, "50%+a%zz\u{fffd}");
    }
}
