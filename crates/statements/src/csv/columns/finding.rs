//! Roles given to columns, one after the other.

use std::collections::BTreeSet;

use super::header::{Table, plain};
use super::values::Values;
use crate::csv::Role;
use crate::csv::names::{ELSEWHERE, NAMES, PARTS};
use crate::csv::unsure::Unsure;
use crate::table::Row;

/// While roles are given to columns.
pub(super) struct Finding<'t> {
    /// What each column is called, as names are compared; empty where it has
    /// no name.
    names: Vec<String>,
    /// Whether a row names the columns.
    pub(super) is_named: bool,
    /// The rows that are looked at.
    pub(super) body: Vec<&'t Row<'t>>,
    /// What stands in each column.
    values: Vec<Values>,
    taken: BTreeSet<usize>,
    pub(super) columns: Vec<(Role, usize)>,
    pub(super) unsure: Vec<Unsure>,
}

/// The cell of a row in a column, empty where the row is shorter.
pub(super) fn cell<'r>(row: &'r Row, place: usize) -> &'r str {
    row.fields.get(place).map_or("", |cell| cell.trim())
}

impl<'t> Finding<'t> {
    pub(super) fn of(table: &'t Table) -> Finding<'t> {
        let below = table.rows.get(table.first..).unwrap_or_default();
        let widest = below.iter().map(|row| row.fields.len()).max().unwrap_or(0);
        let named: &[String] = if table.is_named { &table.names } else { &[] };
        let mut names: Vec<String> = named.iter().map(|name| plain(name)).collect();
        names.resize(widest.max(names.len()), String::new());
        let mut finding = Finding {
            names,
            is_named: table.is_named,
            body: below.iter().collect(),
            values: Vec::new(),
            taken: BTreeSet::new(),
            columns: Vec::new(),
            unsure: Vec::new(),
        };
        if !table.is_named {
            finding.unsure.push(Unsure::Header);
        }
        finding.look();
        finding
    }

    pub(super) fn cells(&self, place: usize) -> impl Iterator<Item = &'t str> + '_ {
        self.body.iter().map(move |row| cell(row, place))
    }

    /// Looks at what stands in the columns, of the rows that are left.
    pub(super) fn look(&mut self) {
        let width = self.names.len();
        let values = (0..width).map(|place| Values::of(self.cells(place)));
        self.values = values.collect();
    }

    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    /// What a column is called, as names are compared.
    pub(super) fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    pub(super) fn values(&self, place: usize) -> &Values {
        static NONE: Values = Values::NONE;
        self.values.get(place).unwrap_or(&NONE)
    }

    pub(super) fn is_taken(&self, place: usize) -> bool {
        self.taken.contains(&place)
    }

    pub(super) fn take(&mut self, role: Role, place: usize) {
        self.taken.insert(place);
        self.columns.push((role, place));
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.place(role).is_some()
    }

    pub(super) fn place(&self, role: Role) -> Option<usize> {
        let found = self.columns.iter().find(|(known, _)| *known == role);
        found.map(|(_, place)| *place)
    }

    pub(super) fn free(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.width()).filter(|place| !self.is_taken(*place))
    }

    /// The free columns that are called so and fit, the likeliest first.
    pub(super) fn named(&self, role: Role, fits: impl Fn(&Values) -> bool) -> Vec<usize> {
        let mut places = self.exactly(role, &fits);
        for place in self.partly(role) {
            if fits(self.values(place)) && !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The free columns whose whole name is known for it, and that fit.
    pub(super) fn exactly(&self, role: Role, fits: impl Fn(&Values) -> bool) -> Vec<usize> {
        let lists = NAMES.iter().filter(|(known, _)| *known == role);
        let names = lists.flat_map(|(_, list)| list.iter());
        let places = names.flat_map(|name| {
            self.free()
                .filter(move |place| self.name(*place) == *name)
                .collect::<Vec<usize>>()
        });
        places.filter(|place| fits(self.values(*place))).collect()
    }

    /// The free columns of whose name a part is known for it.
    pub(super) fn partly(&self, role: Role) -> Vec<usize> {
        let lists = PARTS.iter().filter(|(known, _)| *known == role);
        let parts: Vec<&str> = lists.flat_map(|(_, list)| list.iter().copied()).collect();
        let has = |place: &usize, parts: &[&str]| {
            parts.iter().any(|part| self.name(*place).contains(part))
        };
        let is_money = matches!(
            role,
            Role::Amount | Role::Debit | Role::Credit | Role::Currency | Role::Fee | Role::Balance
        );
        self.free()
            .filter(|place| has(place, &parts))
            .filter(|place| !is_money || !has(place, &ELSEWHERE))
            .collect()
    }

    /// What was guessed is said, unless nothing is known by name at all, which
    /// is said already.
    pub(super) fn guessed(&mut self, roles: &[Role]) {
        if self.is_named {
            self.unsure
                .extend(roles.iter().map(|role| Unsure::Guessed(*role)));
        }
    }
}
