//! The pages that menus lead to, a row each: the navigation, what stands under
//! "More" on a phone, the links between the lists of documents, and what the
//! finder finds are all made of it.

use super::{AgingQuery, ListQuery, Route};

/// How many of the navigation have room in a phone's bar; the others stand
/// under "More".
pub const ON_A_PHONE: usize = 4;

#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    pub name: &'static str,
    pub route: Route,
    is_found: bool,
    /// Where it stands in the navigation.
    order: Option<u8>,
    /// Only under "More": on a desk another page leads there.
    is_more_only: bool,
    /// One of the lists of documents.
    is_list: bool,
}

impl Place {
    fn of(name: &'static str, route: Route) -> Place {
        Place {
            name,
            route,
            is_found: true,
            order: None,
            is_more_only: false,
            is_list: false,
        }
    }

    fn at(self, order: u8) -> Place {
        Place {
            order: Some(order),
            ..self
        }
    }

    fn under_more(self, order: u8) -> Place {
        Place {
            order: Some(order),
            is_more_only: true,
            is_found: false,
            ..self
        }
    }

    fn listed(self) -> Place {
        Place {
            is_list: true,
            ..self
        }
    }
}

/// In the order in which the finder shows them.
fn places() -> [Place; 26] {
    let new_invoice = Route::NewInvoice {
        customer: None,
        credits: None,
    };
    let new_payment = Route::NewPayment {
        customer: None,
        invoice: None,
    };
    let new_quote = Route::NewQuote {
        customer: None,
        copies: None,
    };
    let new_schedule = Route::NewSchedule { invoice: None };
    [
        Place::of(words::places::today(), Route::Overview).at(0),
        Place::of(words::places::new_invoice(), new_invoice),
        Place::of(words::places::record_payment(), new_payment),
        Place::of(words::places::new_customer(), Route::NewCustomer),
        Place::of(
            words::places::invoices(),
            Route::Invoices(ListQuery::default()),
        )
        .at(1)
        .listed(),
        Place::of(words::places::quotes(), Route::Quotes).listed(),
        Place::of(words::places::new_quote(), new_quote),
        Place::of(words::places::recurring(), Route::Schedules).listed(),
        Place::of(words::places::new_recurring(), new_schedule),
        Place::of(words::places::items(), Route::Items).listed(),
        Place::of(words::places::new_item(), Route::NewItem),
        Place::of(words::places::numbers(), Route::Numbers { run: None }).listed(),
        Place::of(words::places::customers(), Route::Customers).at(2),
        Place::of(words::places::payments(), Route::Payments).at(5),
        Place::of(words::places::bank(), Route::Bank).at(6),
        Place::of(words::places::bank_import(), Route::BankImport),
        Place::of(words::places::new_bank_account(), Route::NewBankAccount),
        Place::of(
            words::places::ignore_rules(),
            Route::BankRules { line: None },
        ),
        Place::of(
            words::places::receivables(),
            Route::Aging(AgingQuery::default()),
        )
        .at(3),
        Place::of(words::places::reminders(), Route::Reminders).at(4),
        Place::of(words::reminders::settings_title(), Route::ReminderSettings),
        Place::of(words::places::import(), Route::Import).at(7),
        Place::of(words::places::backup(), Route::Backup).at(8),
        Place::of(words::places::books(), Route::Books).under_more(9),
        Place::of(words::places::settings(), Route::Settings).at(10),
        Place::of(words::places::demo(), Route::Demo).under_more(11),
    ]
}

fn ordered() -> Vec<Place> {
    let mut places: Vec<Place> = places().into();
    places.retain(|place| place.order.is_some());
    places.sort_by_key(|place| place.order);
    places
}

/// The navigation.
pub fn navigation() -> Vec<Place> {
    let mut places = ordered();
    places.retain(|place| !place.is_more_only);
    places
}

/// What stands under "More".
pub fn under_more() -> Vec<Place> {
    ordered().split_off(ON_A_PHONE)
}

/// The lists of documents, as links from one to the other.
pub fn lists() -> Vec<Place> {
    let mut places: Vec<Place> = places().into();
    places.retain(|place| place.is_list);
    places
}

/// What the finder finds.
pub fn found() -> Vec<Place> {
    let mut places: Vec<Place> = places().into();
    places.retain(|place| place.is_found);
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Section;

    fn names(places: Vec<Place>) -> Vec<&'static str> {
        places.into_iter().map(|place| place.name).collect()
    }

    #[test]
    fn what_has_no_room_in_the_bar_stands_under_more() {
        let all = navigation();
        let (bar, rest) = all.split_at(ON_A_PHONE);
        let more = names(under_more());
        for place in bar {
            assert!(!more.contains(&place.name), "{}", place.name);
        }
        for place in rest {
            assert!(more.contains(&place.name), "{}", place.name);
        }
    }

    #[test]
    fn each_place_of_the_navigation_is_a_section_of_its_own() {
        let mut sections: Vec<Section> = Vec::new();
        for place in navigation() {
            let section = place.route.section();
            assert!(section != Section::None, "{}", place.name);
            assert!(!sections.contains(&section), "{}", place.name);
            sections.push(section);
        }
    }

    #[test]
    fn every_place_has_an_address_that_leads_back() {
        for place in places() {
            assert_eq!(Route::parse(&place.route.to_string()), place.route);
        }
    }
}
