//! In which way the dates and amounts of a table can be read, by all of its
//! values; what they leave open is asked, never guessed.

use super::amounts::DecimalSign;
use super::cells;
use super::dates::{self, DateOrder};

/// What can be read in one way of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways<T> {
    /// Taken where no value says anything.
    fallback: T,
    /// The ways in which some value can be read.
    some: Vec<T>,
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
pub enum Outcome<T> {
    /// The only way, or the first of several that make no difference.
    One(T),
    Ambiguous {
        left: Vec<T>,
        example: (u32, String),
    },
    Mixed((u32, String), (u32, String)),
}

impl<T: Copy + PartialEq> Ways<T> {
    pub fn new(fallback: T, all: &[T]) -> Ways<T> {
        Ways {
            fallback,
            some: Vec::new(),
            left: all.to_vec(),
            differs: None,
            clash: None,
            ruled_out: None,
        }
    }

    /// `read` gives a value's reading in each way. A value without any is a
    /// problem of its own and says nothing.
    pub fn add<V: PartialEq>(
        &mut self,
        line: u32,
        text: &str,
        all: &[T],
        read: impl Fn(T) -> Option<V>,
    ) {
        for way in all {
            if !self.some.contains(way) && read(*way).is_some() {
                self.some.push(*way);
            }
        }
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

    /// Whether some value could be read.
    pub fn is_used(&self) -> bool {
        !self.some.is_empty()
    }

    pub fn outcome(&self) -> Outcome<T> {
        match (&self.clash, self.left.as_slice(), &self.differs) {
            (Some((a, b)), ..) => Outcome::Mixed(a.clone(), b.clone()),
            (None, left @ [_, _, ..], Some(example)) => Outcome::Ambiguous {
                left: left.to_vec(),
                example: example.clone(),
            },
            (None, left, _) => Outcome::One(left.first().copied().unwrap_or(self.fallback)),
        }
    }

    pub fn possible(&self) -> Vec<T> {
        match self.outcome() {
            Outcome::One(one) => vec![one],
            Outcome::Ambiguous { left, .. } => left,
            Outcome::Mixed(..) => Vec::new(),
        }
    }

    /// What is to be asked about: where no way fits all values, each that
    /// fits some.
    pub fn asked(&self) -> Vec<T> {
        match self.outcome() {
            Outcome::Mixed(..) => self.some.clone(),
            _ => self.possible(),
        }
    }
}

/// The orders that dates can be read in.
pub struct Dates(pub Ways<DateOrder>);

impl Default for Dates {
    fn default() -> Dates {
        Dates(Ways::new(DateOrder::Ymd, &DateOrder::ALL))
    }
}

impl Dates {
    pub fn add(&mut self, line: u32, text: &str) {
        self.0.add(line, text, &DateOrder::ALL, |order| {
            dates::date(text, order).ok()
        });
    }
}

/// The signs that amounts can be read with.
pub struct Amounts(pub Ways<DecimalSign>);

impl Default for Amounts {
    fn default() -> Amounts {
        Amounts(Ways::new(DecimalSign::Point, &DecimalSign::ALL))
    }
}

impl Amounts {
    pub fn add(&mut self, line: u32, text: &str) {
        if text.is_empty() {
            return;
        }
        let [point, comma] =
            DecimalSign::ALL.map(|sign| cells::amount(text, sign).ok().map(|cell| cell.written));
        self.0
            .add(line, text, &DecimalSign::ALL, |sign| match sign {
                DecimalSign::Point => point,
                DecimalSign::Comma => comma,
            });
    }

    pub fn asked(&self) -> Vec<DecimalSign> {
        self.0.asked()
    }
}
