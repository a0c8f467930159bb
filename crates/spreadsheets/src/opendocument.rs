//! What all OpenDocument files have in common (ISO/IEC 26300): an archive whose first file says what it
//! is, the list of its files, and text in XML.

use crate::archive::ArchiveWriter;
use crate::text;

/// The file that says what the archive is.
pub const KIND_FILE: &str = "mimetype";
/// The file with the content.
pub const CONTENT_FILE: &str = "content.xml";
/// The file that lists the others, and how they are encrypted.
pub const MANIFEST_FILE: &str = "META-INF/manifest.xml";

/// The files of one document.
pub struct Parts<'a> {
    /// The media type.
    pub kind: &'a str,
    /// What it holds.
    pub content: &'a str,
    /// How it looks.
    pub styles: &'a str,
    /// What it says of itself, as elements.
    pub meta: &'a str,
}

/// The whole file. What says its kind is first and not packed, so that programs find it.
pub fn pack(parts: &Parts<'_>) -> Vec<u8> {
    let mut archive = ArchiveWriter::default();
    archive.store(KIND_FILE, parts.kind.as_bytes());
    archive.deflate(CONTENT_FILE, parts.content.as_bytes());
    archive.deflate("styles.xml", parts.styles.as_bytes());
    archive.deflate("meta.xml", meta(parts.meta).as_bytes());
    archive.deflate(MANIFEST_FILE, manifest(parts.kind).as_bytes());
    archive.finish()
}

fn meta(elements: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">
<office:meta>{elements}<dc:language>en-GB</dc:language></office:meta>
</office:document-meta>
"#
    )
}

fn manifest(kind: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{kind}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"#
    )
}

/// Puts a line of text into XML, between the tags of its paragraph: white space counts once
/// there, so that the rest of it stands as elements.
pub fn line(line: &str, xml: &mut String) {
    let mut before = None;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let is_plain = before.is_some_and(|before| before != ' ') && characters.peek().is_some();
        match character {
            ' ' if !is_plain => xml.push_str("<text:s/>"),
            '\t' => xml.push_str("<text:tab/>"),
            _ => escape(character, xml),
        }
        before = Some(character);
    }
}

/// Text as it may stand in XML.
pub fn escaped(words: &str) -> String {
    let mut xml = String::new();
    for character in text::clean(words).chars() {
        escape(character, &mut xml);
    }
    xml
}

/// Puts one character into XML.
fn escape(character: char, xml: &mut String) {
    match character {
        '&' => xml.push_str("&amp;"),
        '<' => xml.push_str("&lt;"),
        '>' => xml.push_str("&gt;"),
        '"' => xml.push_str("&quot;"),
        _ => xml.push(character),
    }
}
