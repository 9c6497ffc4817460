//! How often something recurs, in words, and how days and months are written
//! into a document, in its own language.

use ledger::book::Book;
use ledger::ids::CustomerId;
use ledger::schedule::{End, Every, Mode, Schedule, Service, Unit, Words};
use paper::Language;

use super::format;

/// The words of a customer's documents: in their language, else in that of the
/// business.
pub fn words(book: &Book, customer: CustomerId) -> Words {
    let theirs = book.customers().get(customer);
    let theirs = theirs.map_or("", |customer| &customer.language);
    let own = book.business().map_or("", |business| &business.language);
    let tag = if theirs.is_empty() { own } else { theirs };
    let language = Language::of_tag(tag).unwrap_or_default();
    let date = match language {
        Language::English => "{D} {MMMM} {YYYY}",
        Language::German => "{DD}.{MM}.{YYYY}",
        Language::French | Language::Spanish => "{DD}/{MM}/{YYYY}",
    };
    Words {
        months: language.months().map(str::to_owned).to_vec(),
        date: date.to_owned(),
    }
}

/// "Every month", "Every 2 weeks".
pub fn every(every: Every) -> String {
    let (one, many) = match every.unit {
        Unit::Week => ("week", "weeks"),
        Unit::Month => ("month", "months"),
        Unit::Quarter => ("quarter", "quarters"),
        Unit::Year => ("year", "years"),
    };
    match every.count {
        1 => format!("Every {one}"),
        count => format!("Every {count} {many}"),
    }
}

/// On which days, where the unit of time leaves it open.
pub fn day(schedule: &Schedule) -> Option<String> {
    let day = schedule.first.day();
    match schedule.every.unit {
        Unit::Week => None,
        _ if schedule.last_of_month => Some("on the last day of the month".to_owned()),
        // Then it is the last of any month.
        _ if day == 31 => Some("on the 31st, in shorter months on the last day".to_owned()),
        Unit::Year if schedule.first.month() != 2 => None,
        _ if day > 28 => Some(format!(
            "on the {}, in a shorter month on its last day",
            ordinal(day)
        )),
        _ => None,
    }
}

fn ordinal(day: u32) -> String {
    match day {
        1 | 21 | 31 => format!("{day}st"),
        2 | 22 => format!("{day}nd"),
        3 | 23 => format!("{day}rd"),
        _ => format!("{day}th"),
    }
}

/// How often and on which days: "Every month, on the last day of the month".
pub fn rule(schedule: &Schedule) -> String {
    let often = every(schedule.every);
    day(schedule).map_or_else(|| often.clone(), |day| format!("{often}, {day}"))
}

pub fn end(end: End) -> String {
    match end {
        End::Never => "No end".to_owned(),
        End::Last(day) => format!("Until {}", format::date(day)),
        End::Count(1) => "Once".to_owned(),
        End::Count(count) => format!("{count} times"),
    }
}

pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Draft => "Makes a draft",
        Mode::Issue => "Issues by itself",
    }
}

pub fn service(service: Service) -> &'static str {
    match service {
        Service::OnTheDay => "Delivered on the day",
        Service::FromTheDay => "Service from the day on",
        Service::UpToTheDay => "Service up to the day",
        Service::BeforeTheDay => "Service up to the day before",
    }
}

/// The state of a schedule, as a word and a shape.
pub fn status(schedule: &Schedule, next: Option<ledger::date::Date>) -> super::status::StatusText {
    let (words, shape) = match (schedule.paused_since(), next) {
        (Some(_), _) => ("Paused", "draft"),
        (None, None) => ("Ended", "void"),
        (None, Some(_)) => ("Active", "open"),
    };
    super::status::StatusText {
        words: words.to_owned(),
        shape,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::business::Business;
    use ledger::change::Change;
    use ledger::customer::Customer;
    use ledger::journal::BookId;

    #[test]
    fn a_document_has_the_customers_language_or_else_that_of_the_business() {
        for (theirs, own, month) in [
            ("de-AT", "en", "März"),
            ("", "fr", "mars"),
            ("ES", "fr", "marzo"),
            ("", "", "March"),
            ("pt", "de", "March"),
        ] {
            let mut book = Book::empty(BookId::default());
            let customer = Customer {
                language: theirs.to_owned(),
                id: "00000001-1".parse().expect("an id"),
                ..Customer::default()
            };
            let id = customer.id;
            let business = Business {
                language: own.to_owned(),
                ..Business::default()
            };
            for record in [customer.into(), business.into()] {
                book.apply(1, &Change::Put(record)).expect("a record");
            }
            assert_eq!(words(&book, id).months[2], month, "{theirs} {own}");
        }
    }
}
