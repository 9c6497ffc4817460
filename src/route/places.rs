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
fn places() -> [Place; 24] {
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
        Place::of("Today", Route::Overview).at(0),
        Place::of("New invoice", new_invoice),
        Place::of("Record a payment", new_payment),
        Place::of("New customer", Route::NewCustomer),
        Place::of("Invoices", Route::Invoices(ListQuery::default()))
            .at(1)
            .listed(),
        Place::of("Quotes", Route::Quotes).listed(),
        Place::of("New quote", new_quote),
        Place::of("Recurring", Route::Schedules).listed(),
        Place::of("New recurring schedule", new_schedule),
        Place::of("Items", Route::Items).listed(),
        Place::of("New item", Route::NewItem),
        Place::of("Numbers", Route::Numbers { run: None }).listed(),
        Place::of("Customers", Route::Customers).at(2),
        Place::of("Payments", Route::Payments).at(4),
        Place::of("Bank", Route::Bank).at(5),
        Place::of("Import a bank statement", Route::BankImport),
        Place::of("New bank account", Route::NewBankAccount),
        Place::of("Ignore rules", Route::BankRules { line: None }),
        Place::of("Aging & DSO", Route::Aging(AgingQuery::default())).at(3),
        Place::of("Import", Route::Import).at(6),
        Place::of("Backup", Route::Backup).at(7),
        Place::of("Books on this device", Route::Books).under_more(8),
        Place::of("Settings", Route::Settings).at(9),
        Place::of("Demo book", Route::Demo).under_more(10),
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
