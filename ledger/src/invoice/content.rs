//! What of a document goes into another one, and what it can do without.

use super::{Adjustment, Invoice};
use crate::ids::InvoiceId;
use crate::tax::TaxSet;
use crate::terms::{Due, Terms};

impl Invoice {
    /// Its content for a new draft: without its number, its days, its own
    /// payment reference and what it deducts, as none of these fits twice.
    #[must_use]
    pub fn again(&self) -> Invoice {
        let mut document = Invoice {
            id: InvoiceId::default(),
            issue: None,
            draft_date: None,
            deducts: Vec::new(),
            ..self.clone()
        };
        if matches!(document.terms.due, Due::Fixed(_)) {
            document.terms = Terms::default();
        }
        if let Some(more) = &mut document.more {
            more.delivered = None;
            more.period = None;
            more.tax_point = None;
            more.payment_reference.clear();
        }
        document
    }

    /// Drops the taxes that nothing is taxed with, and moves the places of the
    /// others.
    pub fn drop_unused_taxes(&mut self) {
        let line_sets = self.lines.iter().flat_map(|line| {
            std::iter::once(line.taxes).chain(line.adjustments.iter().map(|part| part.taxes))
        });
        let all = line_sets.chain(self.adjustments.iter().map(|part| part.taxes));
        let used = TaxSet(all.fold(0, |bits, set| bits | set.0));
        let places: Vec<usize> = used
            .iter()
            .filter(|place| *place < self.taxes.len())
            .collect();
        self.taxes = places
            .iter()
            .filter_map(|place| self.taxes.get(*place).cloned())
            .collect();
        let moved = |set: TaxSet| {
            places
                .iter()
                .enumerate()
                .filter(|(_, place)| set.contains(**place))
                .fold(TaxSet::default(), |moved, (new, _)| moved.with(new))
        };
        let move_all = |parts: &mut Vec<Adjustment>| {
            for part in parts {
                part.taxes = moved(part.taxes);
            }
        };
        for line in &mut self.lines {
            line.taxes = moved(line.taxes);
            move_all(&mut line.adjustments);
        }
        move_all(&mut self.adjustments);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::{DocumentDetails, Line};
    use crate::money::Decimal;
    use crate::tax::Tax;

    fn line(places: &[usize]) -> Line {
        Line {
            taxes: set(places),
            ..Line::default()
        }
    }

    fn set(places: &[usize]) -> TaxSet {
        let places = places.iter();
        places.fold(TaxSet::default(), |set, place| set.with(*place))
    }

    #[test]
    fn taxes_that_nothing_is_taxed_with_go_and_the_others_move_up() {
        for (taxes, lines, kept, moved, why) in [
            (0, &[&[][..]][..], &[][..], &[&[][..]][..], "none"),
            (1, &[&[]], &[], &[&[]], "one that nobody uses"),
            (1, &[&[0]], &[0], &[&[0]], "one that is used"),
            (2, &[&[1]], &[1], &[&[0]], "the first goes"),
            (2, &[&[0]], &[0], &[&[0]], "the last goes"),
            (3, &[&[0, 2]], &[0, 2], &[&[0, 1]], "the middle goes"),
            (3, &[&[2], &[0]], &[0, 2], &[&[1], &[0]], "of two lines"),
            (
                3,
                &[&[0, 1, 2], &[1]],
                &[0, 1, 2],
                &[&[0, 1, 2], &[1]],
                "all stay",
            ),
            (2, &[&[1], &[]], &[1], &[&[0], &[]], "a line without tax"),
            (1, &[&[3]], &[], &[&[]], "a place that there is not"),
        ] {
            let tax = |place: usize| Tax {
                percent: Decimal::from_int(i32::try_from(place).expect("few")),
                ..Tax::default()
            };
            let mut document = Invoice {
                taxes: (0..taxes).map(tax).collect(),
                lines: lines.iter().map(|places| line(places)).collect(),
                ..Invoice::default()
            };
            document.drop_unused_taxes();
            let kept: Vec<Tax> = kept.iter().map(|place| tax(*place)).collect();
            assert_eq!(document.taxes, kept, "{why}");
            let sets: Vec<TaxSet> = document.lines.iter().map(|line| line.taxes).collect();
            let moved: Vec<TaxSet> = moved.iter().map(|places| set(places)).collect();
            assert_eq!(sets, moved, "{why}");
        }
    }

    #[test]
    fn a_copy_keeps_the_content_and_what_fits_twice() {
        let day = "2026-11-30".parse().expect("a day");
        let original = Invoice {
            lines: vec![line(&[])],
            deducts: vec![InvoiceId::default()],
            draft_date: Some(day),
            terms: Terms {
                due: Due::Fixed(day),
                ..Terms::default()
            },
            more: Some(Box::new(DocumentDetails {
                note: "Thanks".to_owned(),
                delivered: Some(day),
                tax_point: Some(day),
                payment_reference: "RF18".to_owned(),
                ..DocumentDetails::default()
            })),
            ..Invoice::default()
        };
        let copy = original.again();
        assert_eq!(copy.lines, original.lines);
        assert_eq!(copy.terms, Terms::default(), "a fixed day is over");
        assert_eq!((copy.draft_date, copy.deducts.len()), (None, 0));
        let more = copy.more.expect("details");
        assert_eq!(
            *more,
            DocumentDetails {
                note: "Thanks".to_owned(),
                ..DocumentDetails::default()
            }
        );
        let days = Terms {
            due: Due::Net { days: 30 },
            ..Terms::default()
        };
        let again = Invoice {
            terms: days.clone(),
            ..original
        };
        assert_eq!(again.again().terms, days, "days fit each time");
    }
}
