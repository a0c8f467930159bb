//! What was typed into a form and what is wrong with it.

use govuk::{
    Checkboxes, DateInput, DatePart, FormState, PasswordInput, Radios, Select, TextInput, Textarea,
};

#[derive(Clone, Copy)]
enum Field {
    Name,
    Expiry,
}

impl AsRef<str> for Field {
    fn as_ref(&self) -> &str {
        match self {
            Self::Name => "name",
            Self::Expiry => "expiry",
        }
    }
}

#[test]
fn the_same_words_stand_beside_the_field_and_in_the_summary() {
    let mut form = FormState::keeping([(Field::Name, "")]);
    form.error(Field::Name, "Enter your name");
    let summary = form.summary().expect("a summary").to_string();
    assert!(
        summary.contains("<a href=\"#name\">Enter your name</a>"),
        "{summary}"
    );
    assert!(summary.contains("tabindex=\"-1\" autofocus"), "{summary}");
    let input = TextInput::new(Field::Name, "Name")
        .filled_from(&form)
        .to_string();
    assert!(input.contains("</span> Enter your name</p>"), "{input}");
    assert!(input.contains("aria-describedby=\"name-error\""), "{input}");
}

#[test]
fn a_form_without_errors_has_no_summary() {
    let form = FormState::keeping([("name", "Ada")]);
    assert!(!form.has_errors());
    assert!(form.summary().is_none());
}

#[test]
fn errors_keep_their_order_and_a_field_shows_its_first() {
    let mut form = FormState::new();
    form.error("zebra", "Enter the zebra");
    form.error("ant", "Enter the ant");
    form.error("zebra", "Zebra must be striped");
    let errors: Vec<_> = form.errors().collect();
    let expected = [
        ("zebra", "Enter the zebra"),
        ("ant", "Enter the ant"),
        ("zebra", "Zebra must be striped"),
    ];
    assert_eq!(errors, expected);
    assert_eq!(form.error_of("zebra"), Some("Enter the zebra"));
    assert_eq!(form.error_of("bee"), None);
}

#[test]
fn every_field_shows_again_what_was_typed() {
    let form = FormState::keeping([
        ("text", "typed"),
        ("box", "long"),
        ("one", "b"),
        ("many", "a"),
        ("many", "c"),
        ("list", "2"),
        ("date-day", "31"),
        ("date-month", "Feb"),
        ("date-year", "2027"),
    ]);
    assert_eq!(form.values("many"), ["a", "c"]);
    assert!(form.has_value("many", "c"));
    let text = TextInput::new("text", "Text")
        .filled_from(&form)
        .to_string();
    assert!(text.contains("value=\"typed\""), "{text}");
    let area = Textarea::new("box", "Box").filled_from(&form).to_string();
    assert!(area.contains(">long</textarea>"), "{area}");
    let one = Radios::new("one", "One")
        .option("a", "A")
        .option("b", "B")
        .filled_from(&form);
    assert!(one.to_string().contains("value=\"b\" checked>"), "{one}");
    let many = Checkboxes::new("many", "Many")
        .option("a", "A")
        .option("b", "B")
        .option("c", "C");
    assert_eq!(
        many.filled_from(&form)
            .to_string()
            .matches(" checked")
            .count(),
        2
    );
    let list = Select::new("list", "List")
        .option("1", "One")
        .option("2", "Two")
        .filled_from(&form);
    assert!(
        list.to_string().contains("<option value=\"2\" selected>"),
        "{list}"
    );
    let date = DateInput::new("date", "Date")
        .filled_from(&form)
        .to_string();
    assert!(
        date.contains("name=\"date-month\" type=\"text\" value=\"Feb\""),
        "{date}"
    );
}

#[test]
fn a_wrong_part_of_a_date_is_marked_and_linked() {
    let mut form = FormState::new();
    form.date_error(
        Field::Expiry,
        &[DatePart::Year, DatePart::Month],
        "Date must include a month",
    );
    let summary = form.summary().expect("a summary").to_string();
    assert!(summary.contains("href=\"#expiry-month\""), "{summary}");
    let date = DateInput::new(Field::Expiry, "Expiry")
        .filled_from(&form)
        .to_string();
    assert_eq!(date.matches("govuk-input--error").count(), 2, "{date}");

    let mut form = FormState::new();
    form.date_error(Field::Expiry, &[], "Enter the expiry date");
    assert!(
        form.summary()
            .expect("a summary")
            .to_string()
            .contains("href=\"#expiry-day\"")
    );
    let date = DateInput::new(Field::Expiry, "Expiry")
        .filled_from(&form)
        .to_string();
    assert_eq!(date.matches("govuk-input--error").count(), 3, "{date}");
}

#[test]
fn a_password_is_never_shown_again_and_nothing_typed_is_logged() {
    let mut form = FormState::keeping([("password", "correct horse"), ("name", "Ada")]);
    form.error("password", "Enter your password");
    let input = PasswordInput::current("password", "Password")
        .filled_from(&form)
        .to_string();
    assert!(!input.contains("correct horse"), "{input}");
    assert!(input.contains("Enter your password"), "{input}");
    let log = format!("{form:?}");
    assert!(
        log.contains("password") && !log.contains("horse") && !log.contains("Ada"),
        "{log}"
    );
    assert_eq!(form.forgetting("password").value("password"), "");
}

#[test]
fn a_parsed_value_is_taken_or_its_error_kept() {
    let mut form = FormState::new();
    let number = form.take("days", "12".parse::<u8>(), |_| "Enter the days".to_owned());
    assert_eq!(number, Some(12));
    let number = form.take("days", "x".parse::<u8>(), |_| {
        "Days must be a number".to_owned()
    });
    assert_eq!(number, None);
    assert_eq!(form.error_of("days"), Some("Days must be a number"));
}
