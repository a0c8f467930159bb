//! Rows of texts, to write and as read.

use crate::{formula, text};

/// A sheet to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the document is called.
    pub title: String,
    /// The name of the sheet.
    pub name: String,
    /// The columns, whose headings are the first row.
    pub columns: Vec<Column>,
    /// The rows after it.
    pub rows: Vec<Vec<String>>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its width in millimetres.
    pub width: u16,
    /// Whether people write into it.
    pub is_input: bool,
}

impl Sheet {
    /// All rows, headings first, as they may stand in a file.
    pub(crate) fn harmless_rows(&self) -> impl Iterator<Item = Vec<String>> {
        let headings = self.columns.iter().map(|column| column.heading.as_str());
        let first: Vec<String> = headings.map(harmless).collect();
        let width = first.len();
        let rest = self.rows.iter().map(move |row| {
            let mut row: Vec<String> = row.iter().map(|cell| harmless(cell)).collect();
            if row.len() < width {
                row.resize(width, String::new());
            }
            row
        });
        std::iter::once(first).chain(rest)
    }
}

fn harmless(cell: &str) -> String {
    formula::guard(text::clean(cell))
}

/// A table as read: no empty cells at the end of its rows, no empty rows at its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The table of these rows as they stood in a file.
    pub(crate) fn of(rows: Vec<Vec<String>>) -> Self {
        let mut table = Self::default();
        for row in rows {
            let cells = row.iter();
            let cells = cells.map(|cell| formula::unguard(&text::clean(cell)).to_owned());
            let mut cells: Vec<String> = cells.collect();
            let filled = cells.iter().rposition(|cell| !cell.is_empty());
            cells.truncate(filled.map_or(0, |last| last + 1));
            table.rows.push(cells);
        }
        let filled = table.rows.iter().rposition(|row| !row.is_empty());
        table.rows.truncate(filled.map_or(0, |last| last + 1));
        table
    }

    /// The rows, the first one first.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}
