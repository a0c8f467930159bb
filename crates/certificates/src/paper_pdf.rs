//! A text with headings, questions and answers as an accessible PDF: PDF/UA-1, tagged, with a
//! title, a language, a list of contents and bookmarks.
//!
//! People type letters of every script, and the fonts have those of Europe. A letter that can't be
//! printed stands as its number in Unicode ([`print`]), the PDF says so at its beginning, and lists these
//! letters at its end: nothing is lost without a word.

mod print;

use std::sync::LazyLock;

use paper::{Block, Paper};
use serde::Serialize;
use serde_json::{Value, json};
use typst_pdf::PdfStandard;

use crate::PdfError;
use crate::typesetting::{self, About, DocumentWorld, Template};
use print::{Letters, Place, Printer};

/// The most characters that a text may have: more than the largest application that a question set
/// allows, with last year's answer beside each answer. Nobody fills a form like that: it would be 2,000 pages.
pub const CHARACTERS_MAX: usize = 5_000_000;

/// How many letters that can't be printed are listed.
const LISTED_MAX: usize = 200;

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let text = include_str!("../../../templates/papers/paper.typ");
    Template::new("paper.typ", text)
});

/// What the template gets: every text ready to print, as lines.
#[derive(Serialize)]
struct Data {
    title: String,
    author: String,
    running: String,
    blocks: Vec<Value>,
    /// How many letters can't be printed.
    unshown: usize,
    /// Each of them: its number, how often it stands there, and under which heading first.
    letters: Vec<Value>,
    /// How many of them are not listed.
    unlisted: usize,
    /// How many marks that show nothing are left out.
    left_out: usize,
}

/// The PDF of a text. The same text gives the same bytes. Takes some seconds for a long one
/// and more than a minute in a development build: not for an async thread.
///
/// # Errors
/// When the text has more than [`CHARACTERS_MAX`] characters, or can't be set.
pub fn paper_pdf(paper: &Paper) -> Result<Vec<u8>, PdfError> {
    let characters = paper.characters();
    if characters > CHARACTERS_MAX {
        return Err(PdfError::TooLong { characters });
    }
    let result = typeset(paper, Letters::OfFonts)
        // Shaped letters that can't be mapped back to text are refused by the standard.
        .or_else(|_| typeset(paper, Letters::Latin));
    typesetting::forget();
    result
}

fn typeset(paper: &Paper, letters: Letters) -> Result<Vec<u8>, PdfError> {
    let data = serde_json::to_vec(&data(paper, letters))
        .map_err(|error| PdfError::Typesetting(error.to_string()))?;
    let about = About {
        ident: &paper.title,
        at: paper.at,
        standards: &[PdfStandard::Ua_1],
    };
    typesetting::set(
        &DocumentWorld::new(&TEMPLATE, [("data.json", data)]),
        &about,
    )
    .map_err(PdfError::Typesetting)
}

fn data(paper: &Paper, letters: Letters) -> Data {
    let mut printer = Printer::new(letters, &paper.title);
    let title = printer.begin(&paper.title);
    let author = printer.line(&paper.author);
    let running = printer.line(&paper.running);
    let blocks = paper.blocks().iter();
    let blocks = blocks.map(|block| printed(block, &mut printer)).collect();
    let unshown = printer.unshown.iter();
    let listed = unshown.take(LISTED_MAX).map(|(letter, seen)| {
        json!({
            "number": format!("U+{:04X}", u32::from(*letter)),
            "times": seen.times.to_string(),
            "first": seen.first,
        })
    });
    Data {
        title,
        author,
        running,
        blocks,
        unshown: printer.unshown.values().map(|seen| seen.times).sum(),
        letters: listed.collect(),
        unlisted: printer.unshown.len().saturating_sub(LISTED_MAX),
        left_out: printer.left_out,
    }
}

fn printed(block: &Block, printer: &mut Printer) -> Value {
    match block {
        Block::Heading { level, text } => {
            let text = printer.begin(text);
            json!({ "kind": "heading", "level": level, "text": text })
        }
        Block::Paragraph(text) => {
            json!({ "kind": "paragraph", "lines": printer.lines(text, Place::Column) })
        }
        Block::List { is_numbered, items } => {
            let items = items.iter();
            let items = items.map(|item| printer.lines(item, Place::Column));
            json!({ "kind": "list", "is_numbered": is_numbered, "items": items.collect::<Vec<_>>() })
        }
        Block::Pairs(pairs) => {
            let pairs = pairs.iter().map(|pair| {
                json!({
                    "label": printer.line(&pair.label),
                    "lines": printer.lines(&pair.text, Place::Column),
                })
            });
            json!({ "kind": "pairs", "pairs": pairs.collect::<Vec<_>>() })
        }
        Block::Table(table) => {
            let mut cells = |cells: &[String]| -> Vec<Vec<String>> {
                let cells = cells.iter();
                cells.map(|cell| printer.lines(cell, Place::Cell)).collect()
            };
            let columns = cells(&table.columns);
            let rows: Vec<_> = table.rows.iter().map(|row| cells(row)).collect();
            json!({ "kind": "table", "title": printer.line(&table.title), "columns": columns, "rows": rows })
        }
    }
}

#[cfg(test)]
mod tests;
