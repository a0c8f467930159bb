//! Texts as ODT: what programs look for in them is there, and whatever people type stays text.

use super::*;
use crate::archive::Archive;
use crate::{Limits, NotRead};
use paper::Table;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use time::OffsetDateTime;

fn paper(text: &str) -> Paper {
    let at = OffsetDateTime::UNIX_EPOCH;
    let mut paper = Paper::new(text, "Northwind", "Application AB12", Some(at));
    paper.paragraph("First.\nIts second line.\n\n\nSecond.");
    paper.heading(2, text);
    paper.heading(3, "Question");
    paper.pairs([("Answer".to_owned(), text.to_owned())]);
    paper.bullets(vec![text.to_owned()]);
    paper.numbers(vec!["One".to_owned()]);
    paper.table(Table {
        title: text.to_owned(),
        columns: ["Name", "Kind"].map(str::to_owned).into(),
        rows: vec![[text, "Site"].map(str::to_owned).into()],
    });
    paper
}

fn part(bytes: &[u8], name: &str) -> String {
    let limits = Limits::default();
    let archive = Archive::open(bytes, &limits).unwrap();
    let part = archive.unpack(name, limits.unpacked_bytes).unwrap();
    String::from_utf8(part.unwrap()).unwrap()
}

/// The text in the elements of a part, which is well-formed; ends of paragraphs and lines are LF.
fn words(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut words, mut depth) = (String::new(), 0_usize);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(_) => depth += 1,
            Event::End(end) => {
                depth -= 1;
                if matches!(end.local_name().as_ref(), "p" | "h") {
                    words.push('\n');
                }
            }
            Event::Empty(element) => match element.local_name().as_ref() {
                "s" => words.push(' '),
                "tab" => words.push('\t'),
                "line-break" => words.push('\n'),
                _ => {}
            },
            Event::Text(text) => words.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => words.push(match entity.xml10_content().as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                other => panic!("{other:?}"),
            }),
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(depth, 0);
    words
}

#[test]
fn a_text_says_first_what_it_is_and_has_its_title_language_and_headings() {
    let bytes = write(&paper("Northwind Gazetteer"));
    assert_eq!(bytes, write(&paper("Northwind Gazetteer")));
    // A program that looks for the kind finds it at byte 38, not packed.
    assert_eq!(&bytes[30..38], b"mimetype");
    assert_eq!(&bytes[38..38 + KIND.len()], KIND.as_bytes());
    let content = part(&bytes, "content.xml");
    for element in [
        "<text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">Northwind Gazetteer</text:h>",
        "<text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\">",
        "<text:h text:style-name=\"Heading_20_3\" text:outline-level=\"3\">",
        "<text:p text:style-name=\"Question\">Answer</text:p>",
        "First.<text:line-break/>Its second line.</text:p>\n<text:p text:style-name=\"Text_20_body\">Second.",
        "<text:list text:style-name=\"Bullets\">",
        "<text:list text:style-name=\"Numbers\">",
        "<table:table-header-rows><table:table-row>",
    ] {
        assert!(content.contains(element), "{element}: {content}");
    }
    let styles = part(&bytes, "styles.xml");
    assert!(styles.contains("fo:language=\"en\" fo:country=\"GB\""));
    assert!(words(&styles).contains("Application AB12\tPage 1 of 1"));
    let meta = part(&bytes, "meta.xml");
    for element in [
        "<dc:title>Northwind Gazetteer</dc:title>",
        "<dc:creator>Northwind</dc:creator>",
        "<dc:date>1970-01-01T00:00:00Z</dc:date>",
        "<dc:language>en-GB</dc:language>",
    ] {
        assert!(meta.contains(element), "{element}: {meta}");
    }
    assert!(part(&bytes, "META-INF/manifest.xml").contains(KIND));
}

#[test]
fn a_text_is_no_table_and_does_not_come_back() {
    let read = crate::read(&write(&paper("x")), &Limits::default());
    assert_eq!(read, Err(NotRead::WrongKind));
}

#[test]
fn what_people_typed_is_never_markup() {
    let hostile = "</text:p><script>alert(1)</script> &amp; \" ]]> <!-- 漢字 😀 \u{202e}x";
    let bytes = write(&paper(hostile));
    let text = words(&part(&bytes, "content.xml"));
    assert_eq!(text.matches(hostile).count(), 6, "{text}");
    words(&part(&bytes, "meta.xml"));
    words(&part(&bytes, "styles.xml"));
}

proptest! {
    #[test]
    fn any_text_is_well_formed_and_all_there(text in "\\PC{0,60}|[ \t\n\u{0}-\u{1f}<&a]{0,40}") {
        let bytes = write(&paper(&text));
        for name in ["content.xml", "styles.xml", "meta.xml"] {
            words(&part(&bytes, name));
        }
        let found = words(&part(&bytes, "content.xml"));
        for line in crate::text::clean(&text).split('\n').filter(|line| !line.trim().is_empty()) {
            prop_assert!(found.contains(line), "{line:?} {found:?}");
        }
    }
}
