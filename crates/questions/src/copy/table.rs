//! Reading the form from a table.

use crate::answers::Values;
use crate::page::{Field, FieldKind, Page};
use crate::set::QuestionSet;

use super::choice::folded;
use super::day;
use super::found::{Finding, Found, NotRecognised, Why};
use super::rows::{ANSWER, HEADINGS, REFERENCE};

/// In how many rows from the top the headings are looked for.
const HEADINGS_WITHIN: usize = 20;

/// Where the columns are.
struct Columns {
    reference: usize,
    question: Option<usize>,
    answer: usize,
}

impl QuestionSet {
    /// Reads the rows of a table in which the form was filled in. Columns may stand in any order,
    /// rows may be missing; empty answers change nothing.
    ///
    /// # Errors
    /// [`NotRecognised::NoForm`] when the table has no row of this form.
    pub fn read_rows(&self, rows: &[Vec<String>]) -> Result<Found, NotRecognised> {
        let mut finding = Finding::new(self);
        let top = rows.iter().take(HEADINGS_WITHIN);
        let mut headings = top.enumerate();
        let columns = headings.find_map(|(number, row)| Some((number, columns(row)?)));
        let (number, columns) = columns.ok_or(NotRecognised::NoForm)?;
        for heading in rows.get(number).into_iter().flatten() {
            let is_known = HEADINGS
                .iter()
                .any(|known| folded(known) == folded(heading));
            if !is_known && !heading.trim().is_empty() {
                finding.unknown_column(heading);
            }
        }
        let mut is_ours = false;
        for (place, row) in rows.iter().enumerate().skip(number + 1) {
            is_ours |= self.read_row(place + 1, row, &columns, &mut finding);
        }
        is_ours
            .then(|| finding.finish())
            .ok_or(NotRecognised::NoForm)
    }

    /// Reads the row of this number, counted from 1 as spreadsheets do; true when it is one of the
    /// form.
    fn read_row(
        &self,
        number: usize,
        row: &[String],
        columns: &Columns,
        finding: &mut Finding<'_>,
    ) -> bool {
        let cell = |column: usize| row.get(column).map_or("", String::as_str);
        let (reference, answer) = (cell(columns.reference).trim(), cell(columns.answer));
        let is_empty = answer.trim().is_empty();
        if self.is_told_only(reference) {
            return true;
        }
        let Some((_, page, item, field)) = self.referred(reference) else {
            let question = columns.question.map_or("", cell).trim();
            if !is_empty {
                let words = if question.is_empty() {
                    reference
                } else {
                    question
                };
                let place = match words {
                    "" => format!("Row {number}"),
                    words => format!("Row {number}: {words}"),
                };
                finding.unknown(&place, answer);
            }
            return false;
        };
        if is_empty || field.kind == FieldKind::Filled {
            return true;
        }
        if finding.has(page, item, &field.id) {
            finding.unused(page, item, field, answer, Why::Twice);
        } else {
            read_answer(page, item, field, answer, finding);
        }
        true
    }
}

/// The columns that this row names, if it is the row of headings.
fn columns(row: &[String]) -> Option<Columns> {
    let column = |wanted: &str| row.iter().position(|cell| folded(cell) == folded(wanted));
    Some(Columns {
        reference: column(REFERENCE)?,
        question: column("Question"),
        answer: column(ANSWER)?,
    })
}

fn read_answer(page: &Page, item: i16, field: &Field, answer: &str, finding: &mut Finding<'_>) {
    let mut add = |values: Values| finding.page(page, item).values.extend(values);
    let one = |values: Vec<String>| Values::from([(field.id.clone(), values)]);
    match &field.kind {
        FieldKind::Radios(_) => match field.chosen(answer) {
            Some(value) => add(one(vec![value.to_owned()])),
            None => finding.unused(page, item, field, answer, Why::NotAChoice),
        },
        FieldKind::Checkboxes { .. } | FieldKind::Countries { .. } => {
            let (chosen, unknown) = several(field, answer);
            if !chosen.is_empty() {
                add(one(chosen));
            }
            for text in unknown {
                finding.unused(page, item, field, &text, Why::NotAChoice);
            }
        }
        FieldKind::Date(_) => match day::read(&field.id, answer) {
            Some(values) => add(values),
            None => finding.unused(page, item, field, answer, Why::NotADay),
        },
        FieldKind::TextList { .. } => {
            let lines = answer.lines().filter(|line| !line.trim().is_empty());
            add(one(lines.map(str::to_owned).collect()));
        }
        FieldKind::Lookup { .. } => {
            let value = field.chosen(answer).unwrap_or(answer.trim());
            add(one(vec![value.to_owned()]));
        }
        _ => add(one(vec![answer.to_owned()])),
    }
}

/// The choices in an answer of several lines, and what is none. A line may hold several choices
/// with semicolons between them.
fn several(field: &Field, answer: &str) -> (Vec<String>, Vec<String>) {
    let (mut chosen, mut unknown) = (Vec::new(), Vec::new());
    for line in answer.lines().filter(|line| !line.trim().is_empty()) {
        let pieces = match field.chosen(line) {
            Some(_) => vec![line],
            None => line.split(';').collect(),
        };
        for piece in pieces.into_iter().filter(|piece| !piece.trim().is_empty()) {
            match field.chosen(piece) {
                Some(value) => chosen.push(value.to_owned()),
                None => unknown.push(piece.to_owned()),
            }
        }
    }
    (chosen, unknown)
}
