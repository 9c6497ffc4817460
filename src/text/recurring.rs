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

/// A unit of time as the form offers it.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Week => words::recurring::unit_weeks(),
        Unit::Month => words::recurring::unit_months(),
        Unit::Quarter => words::recurring::unit_quarters(),
        Unit::Year => words::recurring::unit_years(),
    }
}

/// "Every month", "Every 2 weeks".
pub fn every(every: Every) -> String {
    match every.unit {
        Unit::Week => words::recurring::every_week(every.count),
        Unit::Month => words::recurring::every_month(every.count),
        Unit::Quarter => words::recurring::every_quarter(every.count),
        Unit::Year => words::recurring::every_year(every.count),
    }
}

/// On which days, where the unit of time leaves it open.
pub fn day(schedule: &Schedule) -> Option<String> {
    let day = schedule.first.day();
    match schedule.every.unit {
        Unit::Week => None,
        _ if schedule.last_of_month => Some(words::recurring::on_last_day().to_owned()),
        // Then it is the last of any month.
        _ if day == 31 => Some(words::recurring::on_31st().to_owned()),
        Unit::Year if schedule.first.month() != 2 => None,
        _ if day > 28 => Some(words::recurring::on_nth(&ordinal(day))),
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
        End::Never => words::recurring::no_end().to_owned(),
        End::Last(day) => words::recurring::until(&format::date(day)),
        End::Count(1) => words::recurring::once().to_owned(),
        End::Count(count) => words::recurring::times_count(&count.to_string()),
    }
}

pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Draft => words::recurring::creates_draft(),
        Mode::Issue => words::recurring::issues(),
    }
}

pub fn service(service: Service) -> &'static str {
    match service {
        Service::OnTheDay => words::recurring::delivered_on_day(),
        Service::FromTheDay => words::recurring::service_from_day(),
        Service::UpToTheDay => words::recurring::service_to_day(),
        Service::BeforeTheDay => words::recurring::service_before_day(),
    }
}

/// The state of a schedule, as a word and a shape.
pub fn status(schedule: &Schedule, next: Option<ledger::date::Date>) -> super::status::StatusText {
    let (words, shape) = match (schedule.paused_since(), next) {
        (Some(_), _) => (words::recurring::paused(), "draft"),
        (None, None) => (words::recurring::ended(), "void"),
        (None, Some(_)) => (words::recurring::active(), "open"),
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
