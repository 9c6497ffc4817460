//! What of a records file the book can take, where it cannot take all of it.

use std::collections::BTreeSet;

use super::plan_in_steps;
use crate::book::Book;
use crate::command::Context;
use crate::problem::{At, FieldName, ImportFault, Problem, What};
use crate::records::RecordsFile;
use crate::slices::Steps;

/// How often what cannot be taken is left out before it is given up: what
/// names a record that stayed out stays out as well, and so on.
const ROUNDS: usize = 8;

/// What can be taken of a file, and why the rest stays out.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sound {
    pub records: RecordsFile,
    /// As a file of their own, to be mended.
    pub left: RecordsFile,
    /// With their places in the whole file.
    pub problems: Vec<Problem>,
}

/// Leaves out the records that have problems, and those that cannot be
/// without them. As long work.
///
/// # Errors
/// The problems, where they are of no record, or do not end.
pub async fn sound_in_steps(
    book: &Book,
    file: &RecordsFile,
    context: &Context,
    steps: &Steps,
) -> Result<Sound, Vec<Problem>> {
    let mut sound = Sound {
        records: file.clone(),
        ..Sound::default()
    };
    sound.left = RecordsFile {
        currency: file.currency,
        ..RecordsFile::new()
    };
    let mut places = Places::of(file);
    for _ in 0..ROUNDS {
        let Err(problems) = plan_in_steps(book, &sound.records, context, steps).await else {
            return Ok(sound);
        };
        let out: BTreeSet<(FieldName, usize)> = problems
            .iter()
            .filter_map(|problem| Some((problem.at.field, problem.at.index?)))
            .collect();
        if problems.iter().any(|problem| problem.at.index.is_none()) {
            return Err(problems);
        }
        let named = problems.into_iter().filter(|problem| !is_more(problem));
        sound.problems.extend(named.map(|problem| Problem {
            at: places.of_whole(problem.at),
            what: problem.what,
        }));
        let of = |array| -> BTreeSet<usize> {
            let indexes = out.iter().filter(|(known, _)| *known == array);
            indexes.map(|(_, index)| *index).collect()
        };
        let (records, left) = (&mut sound.records, &mut sound.left);
        part(
            &mut records.customers,
            &mut left.customers,
            &of(FieldName::Customers),
        );
        part(&mut records.items, &mut left.items, &of(FieldName::Items));
        part(
            &mut records.invoices,
            &mut left.invoices,
            &of(FieldName::Invoices),
        );
        part(
            &mut records.payments,
            &mut left.payments,
            &of(FieldName::Payments),
        );
        part(
            &mut records.write_offs,
            &mut left.write_offs,
            &of(FieldName::WriteOffs),
        );
        places.without(&out);
    }
    match plan_in_steps(book, &sound.records, context, steps).await {
        Ok(_) => Ok(sound),
        Err(problems) => Err(problems),
    }
}

/// Whether it only says that there are more.
fn is_more(problem: &Problem) -> bool {
    matches!(&problem.what, What::Import(import) if import.fault == ImportFault::MoreProblems)
}

/// Moves what is at these places to the other list.
fn part<T>(list: &mut Vec<T>, out: &mut Vec<T>, at: &BTreeSet<usize>) {
    if at.is_empty() {
        return;
    }
    let all = std::mem::take(list);
    for (index, record) in all.into_iter().enumerate() {
        if at.contains(&index) {
            out.push(record);
        } else {
            list.push(record);
        }
    }
}

/// Where in the whole file the records are that are still in.
struct Places(Vec<(FieldName, Vec<usize>)>);

impl Places {
    fn of(file: &RecordsFile) -> Places {
        let all = |array, count| (array, (0..count).collect());
        Places(vec![
            all(FieldName::Customers, file.customers.len()),
            all(FieldName::Items, file.items.len()),
            all(FieldName::Invoices, file.invoices.len()),
            all(FieldName::Payments, file.payments.len()),
            all(FieldName::WriteOffs, file.write_offs.len()),
        ])
    }

    fn of_whole(&self, at: At) -> At {
        let places = self.0.iter().find(|(array, _)| *array == at.field);
        let index = at.index.and_then(|index| places?.1.get(index));
        index.map_or(at, |index| At::from((at.field, *index)))
    }

    fn without(&mut self, out: &BTreeSet<(FieldName, usize)>) {
        for (array, places) in &mut self.0 {
            let mut index = 0;
            places.retain(|_| {
                let stays = !out.contains(&(*array, index));
                index += 1;
                stays
            });
        }
    }
}
