//! Files that mean harm, and files of other programs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod zip;

use proptest::prelude::*;
use spreadsheets::{Column, Limits, NotRead, Sheet, read, write_ods};
use std::time::{Duration, Instant};
use zip::{KIND, Packed, archive, ods};

/// No file may take longer than this; most take a few milliseconds.
const MOST: Duration = Duration::from_secs(10);

fn refused(bytes: &[u8]) -> NotRead {
    let begun = Instant::now();
    let refused = read(bytes, &Limits::default()).expect_err("it was read");
    assert!(begun.elapsed() < MOST, "{:?}", begun.elapsed());
    refused
}

/// The rows of a spreadsheet with this inside its table.
fn rows(table: &str) -> Result<Vec<Vec<String>>, NotRead> {
    let bytes = ods(&format!(
        "<table:table table:name=\"a\">{table}</table:table>"
    ));
    read(&bytes, &Limits::default()).map(|table| table.rows().to_vec())
}

fn row(cells: &str) -> Vec<String> {
    let rows = rows(&format!("<table:table-row>{cells}</table:table-row>")).unwrap();
    rows.into_iter().next().unwrap_or_default()
}

fn cell(inside: &str) -> String {
    format!("<table:table-cell>{inside}</table:table-cell>")
}

#[test]
fn files_of_other_kinds_are_refused() {
    assert_eq!(refused(b""), NotRead::Empty);
    assert_eq!(refused(b"\xef\xbb\xbf \r\n"), NotRead::Empty);
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0"), NotRead::WrongKind);
    assert_eq!(refused(b"%PDF-1.7\n\x01\x02"), NotRead::WrongKind);
    assert_eq!(
        refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        NotRead::WrongKind
    );
    assert_eq!(refused(b"PK\x05\x06"), NotRead::WrongKind);
    let xlsx = archive(&[("[Content_Types].xml", b"<Types/>", Packed::Deflated)]);
    assert_eq!(refused(&xlsx), NotRead::WrongKind);
    let odt = archive(&[(
        "mimetype",
        b"application/vnd.oasis.opendocument.text",
        Packed::Stored,
    )]);
    assert_eq!(refused(&odt), NotRead::WrongKind);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 64_000_000];
    let bomb = archive(&[
        ("mimetype", KIND, Packed::Stored),
        ("content.xml", &zeros, Packed::Deflated),
    ]);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(refused(&bomb), NotRead::TooLarge);
    // The list of contents says that little comes out.
    let lying = archive(&[
        ("mimetype", KIND, Packed::Stored),
        ("content.xml", &zeros, Packed::Lying),
    ]);
    assert_eq!(refused(&lying), NotRead::TooLarge);
    let names: Vec<String> = (0..300).map(|number| number.to_string()).collect();
    let many: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), b"".as_slice(), Packed::Stored))
        .collect();
    assert_eq!(refused(&archive(&many)), NotRead::TooLarge);
    assert_eq!(refused(&vec![b'a'; 2_000_001]), NotRead::TooLarge);
}

#[test]
fn locked_and_damaged_files_are_told_apart() {
    let locked = archive(&[
        ("mimetype", KIND, Packed::Stored),
        (
            "META-INF/manifest.xml",
            b"<m:encryption-data/>",
            Packed::Deflated,
        ),
        ("content.xml", b"\x01\x02", Packed::Stored),
    ]);
    assert_eq!(refused(&locked), NotRead::Locked);
    let encrypted = archive(&[("mimetype", KIND, Packed::Encrypted)]);
    assert_eq!(refused(&encrypted), NotRead::Locked);
    let twice = archive(&[
        ("mimetype", KIND, Packed::Stored),
        ("mimetype", KIND, Packed::Stored),
    ]);
    assert_eq!(refused(&twice), NotRead::Broken);
    let changed = archive(&[
        ("mimetype", KIND, Packed::Stored),
        ("content.xml", b"<a/>", Packed::WrongChecksum),
    ]);
    assert_eq!(refused(&changed), NotRead::Broken);
    for broken in ["<a>", "&bomb;", "<a></b>", "<table:table><table:table-row>"] {
        assert_eq!(refused(&ods(broken)), NotRead::Broken, "{broken}");
    }
}

#[test]
fn what_is_made_of_very_many_small_things_is_given_up() {
    let small = [
        "<table:table-row/>",
        "<table:table-row table:number-rows-repeated=\"0\"/>",
        "<table:table-row><table:table-cell/></table:table-row>",
        "<!---->",
        "<?a?>",
        "<a/>",
        "&amp;",
        "<![CDATA[]]>",
    ];
    for inside in small {
        let many = inside.repeat(15_900_000 / inside.len());
        let table = format!("<table:table table:name=\"a\">{many}</table:table>");
        let begun = Instant::now();
        let read = read(&ods(&table), &Limits::default());
        assert!(begun.elapsed() < MOST, "{inside}: {:?}", begun.elapsed());
        // What is longer has fewer of them in as many bytes.
        if inside.len() < 20 {
            assert_eq!(read.err(), Some(NotRead::TooLarge), "{inside}");
        }
    }
    let cell = format!(
        "<table:table-row><table:table-cell>{}</table:table-cell></table:table-row>",
        "<text:p/>".repeat(1_000_000)
    );
    assert_eq!(rows(&cell), Err(NotRead::TooLarge));
    let attributes = format!(
        "<table:table-row><table:table-cell {}/></table:table-row>",
        "a=\"\" ".repeat(3_000_000)
    );
    let begun = Instant::now();
    assert_eq!(rows(&attributes), Err(NotRead::TooLarge));
    assert!(begun.elapsed() < MOST, "{:?}", begun.elapsed());
}

#[test]
fn no_entity_is_ever_expanded() {
    let document =
        "<!DOCTYPE a [<!ENTITY a \"b\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&c;</a>";
    let bytes = archive(&[
        ("mimetype", KIND, Packed::Stored),
        ("content.xml", document.as_bytes(), Packed::Deflated),
    ]);
    assert_eq!(refused(&bytes), NotRead::Broken);
}

#[test]
fn repeats_to_the_edge_of_the_sheet_cost_nothing_and_others_are_limited() {
    let filled = cell("<text:p>a</text:p>");
    let empty = r#"<table:table-cell table:number-columns-repeated="16384"/>"#;
    let edge = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>"#;
    assert_eq!(row(&format!("{filled}{empty}")), ["a"]);
    assert_eq!(rows(edge), Ok(Vec::new()));
    let many = r#"<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>"#;
    assert_eq!(
        rows(&format!("<table:table-row>{many}</table:table-row>")),
        Err(NotRead::TooLarge)
    );
    let far = format!("<table:table-row>{empty}{filled}</table:table-row>");
    assert_eq!(rows(&far), Err(NotRead::TooLarge));
    let low = format!("{edge}<table:table-row>{filled}</table:table-row>");
    assert_eq!(rows(&low), Err(NotRead::TooLarge));
    let long = cell(&format!("<text:p>{}</text:p>", "a".repeat(200_000)));
    let copies =
        format!("<table:table-row table:number-rows-repeated=\"5000\">{long}</table:table-row>");
    assert_eq!(rows(&copies), Err(NotRead::TooLarge));
    let spaces = cell(r#"<text:p><text:s text:c="99999999999"/></text:p>"#);
    assert_eq!(
        rows(&format!("<table:table-row>{spaces}</table:table-row>")),
        Err(NotRead::TooLarge)
    );
    let negative = r#"<table:table-cell table:number-columns-repeated="-1"/>"#;
    assert_eq!(
        rows(&format!("<table:table-row>{negative}</table:table-row>")),
        Err(NotRead::Broken)
    );
}

#[test]
fn deep_and_wide_xml_ends_soon() {
    let deep = format!("{}{}", "<a>".repeat(300_000), "</a>".repeat(300_000));
    assert_eq!(refused(&ods(&deep)), NotRead::Broken);
    let attributes: Vec<String> = (0..400_000).map(|n| format!("a{n}=\"\"")).collect();
    let attributes = attributes.join(" ");
    let wide = format!(
        "<table:table><table:table-row><table:table-cell {attributes}/></table:table-row></table:table>"
    );
    let begun = Instant::now();
    let _ = read(&ods(&wide), &Limits::default());
    assert!(begun.elapsed() < MOST, "{:?}", begun.elapsed());
}

#[test]
fn cells_of_other_programs_are_read_as_people_see_them() {
    let cells = [
        ("<text:p>a  b <text:s/> c</text:p>", "a b   c"),
        (
            "<text:p>a<text:line-break/>b<text:tab/>c</text:p>",
            "a\nb\tc",
        ),
        (
            "<text:p>a <text:span>b</text:span> <text:a>c</text:a></text:p>",
            "a b c",
        ),
        ("<text:p>a</text:p><text:p/><text:p>b</text:p>", "a\n\nb"),
        (
            "<office:annotation><text:p>a note</text:p></office:annotation><text:p>b</text:p>",
            "b",
        ),
        (
            "<draw:frame><text:p>c</text:p></draw:frame><text:p>d &amp;&lt;&#x41;</text:p>",
            "d &<A",
        ),
        ("<text:p><![CDATA[<e>]]></text:p>", "<e>"),
    ];
    for (inside, text) in cells {
        assert_eq!(row(&cell(inside)), [text], "{inside}");
    }
    let typed = r#"<table:table-cell office:value-type="float" office:value="99.5"><text:p>99,50</text:p></table:table-cell>
        <table:table-cell office:value-type="percentage" office:value="0.995"><text:p>100%</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2027-03-27T00:00:00"><text:p>27/03/27</text:p></table:table-cell>
        <table:table-cell office:value-type="string" office:string-value="x"/>
        <table:table-cell table:formula="of:=1+1" office:value-type="string"><text:p>two</text:p></table:table-cell>"#;
    assert_eq!(row(typed), ["99.5", "99.5%", "2027-03-27", "x", "two"]);
}

#[test]
fn only_the_first_table_is_read() {
    let first = format!(
        "<table:table><table:shapes><table:table><table:table-row>{0}</table:table-row></table:table></table:shapes><table:table-header-rows><table:table-row>{0}</table:table-row></table:table-header-rows></table:table>",
        cell("<text:p>a</text:p>")
    );
    let bytes = ods(&format!("{first}{first}"));
    let table = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(table.rows(), [["a"]]);
}

/// A file of ours to damage.
fn sample() -> Vec<u8> {
    write_ods(&Sheet {
        title: "Title".to_owned(),
        name: "Sheet".to_owned(),
        columns: vec![Column {
            heading: "A".to_owned(),
            width: 20,
            is_input: true,
        }],
        rows: vec![vec!["b  c\n\td".to_owned()]],
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..4000)) {
        let _ = read(&bytes, &Limits::default());
        let _ = read(&[b"PK\x03\x04".as_slice(), &bytes].concat(), &Limits::default());
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        end in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = sample();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn any_xml_like_text_is_read_or_refused(
        pieces in proptest::collection::vec(prop_oneof![
            Just("<table:table>"), Just("</table:table>"), Just("<table:table-row>"), Just("</table:table-row>"),
            Just("<table:table-cell>"), Just("</table:table-cell>"), Just("<text:p>"), Just("</text:p>"),
            Just("<text:s text:c=\"5\"/>"), Just("&amp;"), Just("&#0;"), Just("&x;"), Just("<![CDATA["), Just("]]>"),
            Just("<!--"), Just("-->"), Just("text"), Just("<a b='1' b='2'>"), Just("</a>"), Just("<?x?>"), Just("\u{0}"),
        ], 0..60),
    ) {
        let _ = read(&ods(&pieces.concat()), &Limits::default());
    }
}
