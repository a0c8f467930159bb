//! What is written comes back, in both kinds of file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

use proptest::prelude::*;
use spreadsheets::{Column, Limits, Sheet, read, write_csv, write_ods};

const COLUMNS: usize = 4;

fn sheet(rows: Vec<Vec<String>>) -> Sheet {
    let column = |number| Column {
        heading: format!("Column {number}"),
        width: 40,
        is_input: number == COLUMNS - 1,
    };
    Sheet {
        title: "A title & more".to_owned(),
        name: "A <sheet>".to_owned(),
        columns: (0..COLUMNS).map(column).collect(),
        rows,
    }
}

/// The text as it comes back: line ends and what no XML holds.
fn returned(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let allowed =
        |c: char| matches!(c, '\t' | '\n') || (c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}');
    let mend = |c| if allowed(c) { c } else { '\u{fffd}' };
    lines.chars().map(mend).collect()
}

/// The rows as they come back.
fn expected(sheet: &Sheet) -> Vec<Vec<String>> {
    let headings = sheet.columns.iter().map(|column| column.heading.clone());
    let mut rows: Vec<Vec<String>> = vec![headings.collect()];
    for row in &sheet.rows {
        let mut row: Vec<String> = row.iter().map(|cell| returned(cell)).collect();
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
        rows.push(row);
    }
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    rows
}

/// Texts with many of the signs that matter.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \t\n\r'\"=+@;,<>&a’-]{0,20}",
        Just(String::new()),
        "=[A-Z]{1,3}\\([A-Z0-9]{1,4}\\)",
    ]
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(proptest::collection::vec(text(), 0..=COLUMNS), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn an_ods_file_comes_back(rows in rows()) {
        let sheet = sheet(rows);
        let table = read(&write_ods(&sheet), &Limits::default()).unwrap();
        prop_assert_eq!(table.rows(), expected(&sheet));
    }

    #[test]
    fn a_csv_file_comes_back(rows in rows()) {
        let sheet = sheet(rows);
        let table = read(&write_csv(&sheet), &Limits::default()).unwrap();
        prop_assert_eq!(table.rows(), expected(&sheet));
    }

    #[test]
    fn no_cell_of_a_csv_file_starts_a_formula(rows in rows()) {
        let bytes = write_csv(&sheet(rows));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[3..]);
        for record in reader.records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            }
        }
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let sheet = sheet(vec![vec!["a".to_owned()]]);
    assert_eq!(write_ods(&sheet), write_ods(&sheet));
}

#[test]
fn a_file_says_what_it_is() {
    let ods = write_ods(&sheet(Vec::new()));
    assert_eq!(&ods[30..38], b"mimetype");
    assert!(ods[38..].starts_with(b"application/vnd.oasis.opendocument.spreadsheet"));
    let csv = write_csv(&sheet(Vec::new()));
    assert!(csv.starts_with(b"\xef\xbb\xbf\"Column 0\",\"Column 1\""));
    assert!(csv.ends_with(b"\r\n"));
}
