//! The rows and cells of a table while it is read: repeats are unfolded, up to the limits.

use crate::{Limits, NotRead};

/// Rows that grow cell by cell. Empty cells and rows are only made when something follows them:
/// programs repeat them to the edge of the sheet.
pub struct Grid<'l> {
    limits: &'l Limits,
    rows: Vec<Vec<String>>,
    empty_rows: usize,
    row: Vec<String>,
    empty_cells: usize,
    row_repeat: usize,
    text_bytes: usize,
}

impl<'l> Grid<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            rows: Vec::new(),
            empty_rows: 0,
            row: Vec::new(),
            empty_cells: 0,
            row_repeat: 1,
            text_bytes: 0,
        }
    }

    /// Begins a row that stands for so many.
    pub fn begin_row(&mut self, repeat: usize) {
        self.row.clear();
        self.empty_cells = 0;
        self.row_repeat = repeat;
    }

    /// Adds a cell that stands for so many.
    pub fn push(&mut self, text: &str, repeat: usize) -> Result<(), NotRead> {
        if text.is_empty() {
            self.empty_cells = self.empty_cells.saturating_add(repeat);
            return Ok(());
        }
        let before = self.row.len().saturating_add(self.empty_cells);
        if text.len() > self.limits.cell_bytes
            || before.saturating_add(repeat) > self.limits.columns
        {
            return Err(NotRead::TooLarge);
        }
        self.row.resize(before, String::new());
        self.empty_cells = 0;
        for _ in 0..repeat {
            self.count(text.len())?;
            self.row.push(text.to_owned());
        }
        Ok(())
    }

    /// Ends the row.
    pub fn end_row(&mut self) -> Result<(), NotRead> {
        if self.row.is_empty() {
            self.empty_rows = self.empty_rows.saturating_add(self.row_repeat);
            return Ok(());
        }
        let before = self.rows.len().saturating_add(self.empty_rows);
        if before.saturating_add(self.row_repeat) > self.limits.rows {
            return Err(NotRead::TooLarge);
        }
        self.rows.resize(before, Vec::new());
        self.empty_rows = 0;
        let row = std::mem::take(&mut self.row);
        let bytes: usize = row.iter().map(String::len).sum();
        for _ in 1..self.row_repeat {
            self.count(bytes)?;
            self.rows.push(row.clone());
        }
        if self.row_repeat > 0 {
            self.rows.push(row);
        }
        Ok(())
    }

    fn count(&mut self, bytes: usize) -> Result<(), NotRead> {
        self.text_bytes = self.text_bytes.saturating_add(bytes);
        if self.text_bytes > self.limits.text_bytes {
            return Err(NotRead::TooLarge);
        }
        Ok(())
    }

    pub fn finish(self) -> Vec<Vec<String>> {
        self.rows
    }
}
