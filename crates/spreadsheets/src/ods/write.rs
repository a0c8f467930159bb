//! Writing a spreadsheet with one sheet.

use super::{KIND, paragraph};
use crate::cells::{Column, Sheet};
use crate::opendocument::{Parts, escaped, pack};
use std::fmt::Write as _;

/// British English as the language, so that screen readers and spelling know.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3">
<office:styles>
<style:default-style style:family="table-cell"><style:text-properties fo:language="en" fo:country="GB" fo:font-size="11pt"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"/>
</office:styles>
</office:document-styles>
"#;

/// The beginning of the content: how cells look. Cells to fill in hold text, so that programs
/// leave what is typed as it is: no dates of their own, no lost zeros, no formulas.
const CONTENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:automatic-styles>
<number:text-style style:name="as-text"><number:text-content/></number:text-style>
<style:style style:name="row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>
<style:style style:name="heading" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="bottom" fo:border-bottom="1.5pt solid #0b0c0c"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="fixed" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="as-text"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" fo:border-bottom="0.5pt solid #b1b4b6"/></style:style>
<style:style style:name="input" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="as-text"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" fo:border="1pt solid #0b0c0c"/></style:style>
"#;

/// The whole file.
pub fn write(sheet: &Sheet) -> Vec<u8> {
    pack(&Parts {
        kind: KIND,
        content: &content(sheet),
        styles: STYLES,
        meta: &format!("<dc:title>{}</dc:title>", escaped(&sheet.title)),
    })
}

fn content(sheet: &Sheet) -> String {
    let mut xml = CONTENT.to_owned();
    for (number, column) in sheet.columns.iter().enumerate() {
        // Writing into a text does not fail.
        let _ = writeln!(
            xml,
            r#"<style:style style:name="column{number}" style:family="table-column"><style:table-column-properties style:column-width="{}mm"/></style:style>"#,
            column.width
        );
    }
    xml.push_str("</office:automatic-styles>\n<office:body><office:spreadsheet>\n");
    let _ = writeln!(
        xml,
        r#"<table:table table:name="{}">"#,
        escaped(&sheet.name)
    );
    for (number, column) in sheet.columns.iter().enumerate() {
        let _ = writeln!(
            xml,
            r#"<table:table-column table:style-name="column{number}" table:default-cell-style-name="{}"/>"#,
            style(column)
        );
    }
    for (number, row) in sheet.harmless_rows().enumerate() {
        let is_heading = number == 0;
        if is_heading {
            xml.push_str("<table:table-header-rows>\n");
        }
        xml.push_str(r#"<table:table-row table:style-name="row">"#);
        for (number, text) in row.iter().enumerate() {
            let style = match sheet.columns.get(number) {
                Some(_) if is_heading => "heading",
                Some(column) => style(column),
                None => "fixed",
            };
            cell(text, style, &mut xml);
        }
        xml.push_str("</table:table-row>\n");
        if is_heading {
            xml.push_str("</table:table-header-rows>\n");
        }
    }
    xml.push_str(
        "</table:table>\n</office:spreadsheet></office:body>\n</office:document-content>\n",
    );
    xml
}

fn style(column: &Column) -> &'static str {
    if column.is_input { "input" } else { "fixed" }
}

fn cell(text: &str, style: &str, xml: &mut String) {
    if text.is_empty() {
        let _ = write!(xml, r#"<table:table-cell table:style-name="{style}"/>"#);
        return;
    }
    let _ = write!(
        xml,
        r#"<table:table-cell table:style-name="{style}" office:value-type="string">"#
    );
    paragraph::write(text, xml);
    xml.push_str("</table:table-cell>");
}
