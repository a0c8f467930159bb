//! Words and their line breaks.

use govuk::{Content, Prose, SummaryList, SummaryRow, Textarea, number};

#[test]
fn one_line_stays_as_it_is() {
    assert_eq!(
        Content::from("Fish & chips").to_string(),
        "Fish &#38; chips"
    );
}

#[test]
fn paragraphs_and_line_breaks_are_kept() {
    let text = "First line\r\nsecond line\r\n\r\n\r\nNext paragraph\n";
    let expected =
        "<p class=\"app-text\">First line\nsecond line</p><p class=\"app-text\">Next paragraph</p>";
    assert_eq!(Content::from(text).to_string(), expected);
    assert!(
        Prose::new(text)
            .to_string()
            .starts_with("<p class=\"govuk-body app-text\">First line\nsec")
    );
}

#[test]
fn a_value_of_several_lines_has_no_stray_line_break_around_it() {
    let list = SummaryList::new().row(SummaryRow::new("Address", "1 High Street\nLondon"));
    let html = list.to_string();
    assert!(html.contains("<dd class=\"govuk-summary-list__value\"><p class=\"app-text\">1 High Street\nLondon</p></dd>"), "{html}");
}

#[test]
fn a_box_keeps_a_line_break_at_its_start() {
    let html = Textarea::new("why", "Why")
        .value("\nsecond line")
        .to_string();
    assert!(html.contains(">\n\nsecond line</textarea>"), "{html}");
    let html = Textarea::new("why", "Why")
        .value("first line\n")
        .to_string();
    assert!(html.contains(">first line\n</textarea>"), "{html}");
}

#[test]
fn a_limit_is_said_in_words_and_read_out() {
    let html = Textarea::new("why", "Why")
        .hint("Say why")
        .limit(1500)
        .error("Enter why")
        .to_string();
    assert!(
        html.contains("You can enter up to 1,500 characters</div>"),
        "{html}"
    );
    assert!(
        html.contains("aria-describedby=\"why-hint why-error why-info\""),
        "{html}"
    );
    assert!(!html.contains("maxlength"));
}

#[test]
fn numbers_have_commas_between_thousands() {
    let texts = [0, 84, 999, 1_000, 1_500, 123_456, 1_234_567].map(number::with_commas);
    assert_eq!(
        texts,
        ["0", "84", "999", "1,000", "1,500", "123,456", "1,234,567"]
    );
}
