//! Tests of texts as PDF, read back by poppler's tools where they are installed.

use super::*;
use crate::poppler::{keep, poppler, text};
use paper::Table;
use proptest::prelude::*;
use time::OffsetDateTime;

fn empty(title: &str) -> Paper {
    let at = OffsetDateTime::from_unix_timestamp(1_764_000_000).unwrap();
    Paper::new(
        title,
        "Northwind Mapping Limited",
        "Application AB12",
        Some(at),
    )
}

/// A text with `sections` sections of ten questions, each answered with `answer`.
fn paper_of(sections: usize, answer: &str) -> Paper {
    let mut paper = empty("Northwind Gazetteer");
    paper.paragraph("Application AB12.\nAs it was saved.");
    for section in 1..=sections {
        paper.heading(2, format!("Section {section}"));
        for question in 1..=10 {
            paper.heading(3, format!("{section}.{question} What protects it?"));
            paper.pairs([
                ("Answer".to_owned(), "Yes".to_owned()),
                ("How".to_owned(), answer.to_owned()),
            ]);
        }
    }
    paper.bullets(vec!["One".to_owned(), "Two\nlines".to_owned()]);
    paper.numbers(vec!["First".to_owned()]);
    paper.table(Table {
        title: "Connections".to_owned(),
        columns: ["Name", "Kind", "Direction"].map(str::to_owned).into(),
        rows: vec![["Office", "Site", "Both ways"].map(str::to_owned).into()],
    });
    paper
}

#[test]
fn a_text_is_tagged_with_its_title_language_headings_lists_and_tables() {
    let paper = paper_of(2, "It is encrypted.\n\nAlways.");
    let pdf = paper_pdf(&paper).unwrap();
    keep("paper", &pdf);
    assert_eq!(
        pdf,
        paper_pdf(&paper).unwrap(),
        "the same text gives the same bytes"
    );
    let Some(info) = poppler("pdfinfo", &["-"], &pdf) else {
        return;
    };
    let line = |name: &str| {
        let mut lines = info.lines().filter(|line| line.starts_with(name));
        lines.next().unwrap_or_default().to_owned()
    };
    assert!(line("Title:").ends_with("Northwind Gazetteer"), "{info}");
    assert!(
        line("Author:").ends_with("Northwind Mapping Limited"),
        "{info}"
    );
    assert!(line("Tagged:").ends_with("yes"), "{info}");
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("/Lang (en-GB)") || raw.contains("/Lang(en-GB)"));
    assert!(raw.contains("pdfuaid"), "it says that it is PDF/UA");
    let structure = poppler("pdfinfo", &["-struct-text", "-"], &pdf).unwrap();
    for tag in [
        "H1",
        "H2",
        "H3",
        "L ",
        "LI",
        "LBody",
        "Table",
        "/Scope /Column",
        "/Scope /Row",
        "TH",
        "TOC",
    ] {
        assert!(structure.contains(tag), "{tag}: {structure}");
    }
    let text = text(&pdf).unwrap();
    let places = [
        "Contents",
        "As it was saved.",
        "1.1 What",
        "It is encrypted.",
        "2.10 What",
        "Both ways",
    ];
    for words in places {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("cannot be shown"), "{text}");
}

#[test]
fn what_people_typed_is_never_code() {
    let hostile = "#panic(\"x\") #include \"/etc/passwd\" *bold* $x^2$ <script>alert(1)</script> @ref \\ `raw` = no";
    let mut paper = paper_of(1, hostile);
    paper.heading(3, hostile);
    paper.pairs([(hostile.to_owned(), hostile.to_owned())]);
    let pdf = paper_pdf(&paper).unwrap();
    let Some(text) = text(&pdf) else { return };
    assert_eq!(text.matches(hostile).count(), 13, "{text}");
}

#[test]
fn letters_without_a_font_stand_as_numbers_and_are_listed() {
    let mut paper = empty("Sécurité 漢字");
    paper.heading(2, "Scripts");
    for (label, answer) in [
        ("Chinese", "漢字"),
        ("Arabic", "خدمة آمنة"),
        ("Hebrew", "שירות"),
        ("Devanagari", "सेवा"),
        ("Greek", "Υπηρεσία"),
        ("Cyrillic", "Услуга"),
        ("Emoji", "👩\u{200d}👩\u{200d}👧"),
        ("Marks", "e\u{489} a\u{20dd} \u{10ffff}\u{fffe}\u{0}\u{1b}"),
        ("Turned", "\u{202e}abc"),
        ("Ligatures", "office fluffy ﬁ ﷺ"),
    ] {
        paper.pairs([(label.to_owned(), answer.to_owned())]);
    }
    let pdf = paper_pdf(&paper).unwrap();
    keep("paper-letters", &pdf);
    let Some(text) = text(&pdf) else { return };
    for words in [
        "Sécurité [U+6F22 5B57]",
        "Some letters cannot be shown in this file.",
        "Letters that this file cannot show",
        "[U+1F469 1F469 1F467]",
        "2 marks that show nothing are",
        "[U+202E]abc",
        "[U+10FFFF FFFE 0000 001B]",
        "خدمة",
        "Υπηρεσία",
        "Услуга",
        "office fluffy",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_long_text_is_there_to_its_end() {
    let paper = paper_of(15, &"It is encrypted, and keys are kept apart. ".repeat(12));
    let pdf = paper_pdf(&paper).unwrap();
    let Some(text) = text(&pdf) else { return };
    for section in 1..=15 {
        for question in 1..=10 {
            let words = format!("{section}.{question} What protects it?");
            assert!(text.contains(&words), "{words}");
        }
    }
    assert_eq!(text.matches("encrypted,").count(), 15 * 10 * 12);
    assert!(text.contains("Page 20 of"));
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let mut paper = empty("Long");
    paper.paragraph("a".repeat(CHARACTERS_MAX));
    assert!(matches!(paper_pdf(&paper), Err(PdfError::TooLong { .. })));
}

#[test]
fn long_words_stay_on_the_page() {
    let mut paper = empty(&"W".repeat(200));
    paper.paragraph("W".repeat(3_000));
    let cells = || (1..=5).map(|_| "Wm".repeat(40)).collect::<Vec<_>>();
    paper.table(Table {
        title: "W".repeat(200),
        columns: cells(),
        rows: vec![cells(), cells()],
    });
    let pdf = paper_pdf(&paper).unwrap();
    keep("paper-long", &pdf);
    let Some(boxes) = poppler("pdftotext", &["-bbox", "-", "-"], &pdf) else {
        return;
    };
    let right_edges = boxes.lines().filter_map(|line| {
        let edge = line.split("xMax=\"").nth(1)?.split('"').next()?;
        edge.parse::<f64>().ok()
    });
    let furthest = right_edges.fold(0.0_f64, f64::max);
    assert!(furthest > 400.0 && furthest < 595.0 - 60.0, "{furthest}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_can_be_set(texts in proptest::collection::vec(any::<String>(), 1..6)) {
        let mut paper = empty("Anything");
        for text in texts {
            paper.heading(2, text.clone());
            paper.pairs([(text.clone(), text)]);
        }
        prop_assert!(paper_pdf(&paper).is_ok());
    }
}
