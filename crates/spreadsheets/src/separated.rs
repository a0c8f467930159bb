//! CSV: text with separators.

use crate::cells::Sheet;
use crate::{Limits, NotRead, text};
use csv::{QuoteStyle, ReaderBuilder, StringRecord, Terminator, WriterBuilder};

const MARK: &[u8] = b"\xef\xbb\xbf";

pub fn write(sheet: &Sheet) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .flexible(true)
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(MARK.to_vec());
    for row in sheet.harmless_rows() {
        // Writing into memory does not fail.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Vec<String>>, NotRead> {
    let text = text::decode(bytes)?;
    if text.trim().is_empty() {
        return Err(NotRead::Empty);
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|_| NotRead::Broken)?
    {
        let is_too_long = |cell: &str| cell.len() > limits.cell_bytes;
        if rows.len() >= limits.rows
            || record.len() > limits.columns
            || record.iter().any(is_too_long)
        {
            return Err(NotRead::TooLarge);
        }
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}

/// What separates the cells: the sign that the first row has most of. Programs write semicolons
/// where people write decimals with a comma.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (sign, count) in &mut counts {
                    *count += usize::from(*sign == byte);
                }
            }
        }
    }
    // The first of those with the highest count.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.map_or(b',', |(sign, _)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_stands_in_quotes_and_none_starts_a_formula() {
        let texts = [
            "a", "", "=1", "＝1+1", "＠SUM", "-1", "a;=1", "\"x\"", "\t=1", "a\tb",
        ];
        let heading = |text: &&str| crate::Column {
            heading: (*text).to_owned(),
            width: 10,
            is_input: false,
        };
        let sheet = Sheet {
            title: String::new(),
            name: String::new(),
            columns: texts.iter().map(heading).collect(),
            rows: Vec::new(),
        };
        let written = String::from_utf8(write(&sheet)).unwrap_or_default();
        let marked = "\u{feff}\"a\",\"\",\"'=1\",\"'＝1+1\",\"'＠SUM\",\"'-1\",\"a;=1\",\"\"\"x\"\"\",\"'\t=1\",\"a\tb\"\r\n";
        assert_eq!(written, marked);
    }

    #[test]
    fn the_first_row_says_what_separates() {
        assert_eq!(separator("a,b,c\n1;2;3;4;5"), b',');
        assert_eq!(separator("\"a,b,c\";d;e\n"), b';');
        assert_eq!(separator("a\tb"), b'\t');
        assert_eq!(separator("a"), b',');
    }
}
