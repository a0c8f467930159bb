//! The text itself.

use crate::opendocument::{escaped, line};
use crate::text::clean;
use paper::{Block, Paper, Table};
use std::fmt::Write as _;

const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:automatic-styles>
<style:style style:name="table" style:family="table"><style:table-properties table:align="margins" fo:margin-top="2mm" fo:margin-bottom="4mm"/></style:style>
<style:style style:name="heading" style:family="table-cell"><style:table-cell-properties fo:padding="1.5mm" fo:border-bottom="1pt solid #0b0c0c"/></style:style>
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:padding="1.5mm" fo:border-bottom="0.5pt solid #b1b4b6"/></style:style>
</office:automatic-styles>
<office:body><office:text>
"#;
const END: &str = "</office:text></office:body>\n</office:document-content>\n";

const BODY: &str = "Text_20_body";
const QUESTION: &str = "Question";
const CELL: &str = "Table_20_Contents";
const HEADING: &str = "Table_20_Heading";

/// The file with the content.
pub fn content(paper: &Paper) -> String {
    let mut xml = BEGIN.to_owned();
    heading(1, &paper.title, &mut xml);
    for (number, block) in paper.blocks().iter().enumerate() {
        match block {
            Block::Heading { level, text } => heading(*level, text, &mut xml),
            Block::Paragraph(text) => paragraphs(text, BODY, &mut xml),
            Block::List { is_numbered, items } => list(*is_numbered, items, &mut xml),
            Block::Pairs(pairs) => {
                for pair in pairs {
                    paragraphs(&pair.label, QUESTION, &mut xml);
                    paragraphs(&pair.text, BODY, &mut xml);
                }
            }
            Block::Table(rows) => table(number, rows, &mut xml),
        }
    }
    xml.push_str(END);
    xml
}

fn heading(level: u8, text: &str, xml: &mut String) {
    // Writing into a text does not fail.
    let _ = write!(
        xml,
        r#"<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">"#
    );
    line(&clean(text).replace('\n', " "), xml);
    xml.push_str("</text:h>\n");
}

/// Paragraphs are what stands between empty lines; other ends of lines stay ends of lines.
fn paragraphs(text: &str, style: &str, xml: &mut String) {
    let text = clean(text);
    let mut lines = text.split('\n').peekable();
    while lines.peek().is_some() {
        let own = lines.by_ref().take_while(|line| !line.trim().is_empty());
        let mut is_begun = false;
        for words in own {
            if is_begun {
                xml.push_str("<text:line-break/>");
            } else {
                let _ = write!(xml, r#"<text:p text:style-name="{style}">"#);
            }
            is_begun = true;
            line(words, xml);
        }
        if is_begun {
            xml.push_str("</text:p>\n");
        }
    }
}

fn list(is_numbered: bool, items: &[String], xml: &mut String) {
    let style = if is_numbered { "Numbers" } else { "Bullets" };
    let _ = write!(xml, r#"<text:list text:style-name="{style}">"#);
    for item in items {
        xml.push_str("<text:list-item>");
        paragraphs(item, BODY, xml);
        xml.push_str("</text:list-item>");
    }
    xml.push_str("</text:list>\n");
}

fn table(number: usize, table: &Table, xml: &mut String) {
    paragraphs(&table.title, QUESTION, xml);
    let _ = write!(
        xml,
        r#"<table:table table:name="{} {number}" table:style-name="table"><table:table-column table:number-columns-repeated="{}"/><table:table-header-rows>"#,
        escaped(&table.title).replace('\n', " "),
        table.columns.len().max(1),
    );
    row(&table.columns, true, xml);
    xml.push_str("</table:table-header-rows>\n");
    for cells in &table.rows {
        row(cells, false, xml);
    }
    xml.push_str("</table:table>\n");
}

fn row(cells: &[String], is_heading: bool, xml: &mut String) {
    xml.push_str("<table:table-row>");
    for (place, text) in cells.iter().enumerate() {
        let style = if is_heading { "heading" } else { "cell" };
        let _ = write!(
            xml,
            r#"<table:table-cell table:style-name="{style}" office:value-type="string">"#
        );
        let words = if is_heading || place == 0 {
            HEADING
        } else {
            CELL
        };
        paragraphs(text, words, xml);
        xml.push_str("</table:table-cell>");
    }
    xml.push_str("</table:table-row>\n");
}
