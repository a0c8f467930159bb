//! One of every component.

use govuk::{
    Action, Assets, Brand, Button, Checkboxes, Choice, Column, Content, DateInput, DatePart,
    Details, Fieldset, FileUpload, FormState, HiddenInput, Html, IdentityBar, InsetText, Label,
    Layout, Legend, NavigationItem, NotificationBanner, Pagination, PasswordInput, PhaseBanner,
    PostForm, Prose, QuestionLink, QuestionList, Radios, Select, SignedIn, Size, SortOrder,
    SummaryCard, SummaryList, SummaryRow, Table, Tag, TagColour, Task, TaskList, TaskStatus,
    TextInput, Textarea, Timeline, TimelineEvent, WarningText, Width,
};

/// One of every component, with `text` in each of its slots.
pub fn one_of_every(text: &str) -> Html {
    errors(text)
        .and(&boxes(text))
        .and(&choices(text))
        .and(&buttons(text))
        .and(&blocks(text))
        .and(&lists(text))
}

fn form(text: &str) -> FormState {
    let typed = [("plain", text), ("many", "b"), ("many", "c"), ("one", text)];
    let mut form = FormState::keeping(typed);
    form.error("plain", text);
    form.date_error("date", &[DatePart::Month], text);
    form
}

fn errors(text: &str) -> Html {
    let summary = form(text).summary().unwrap_or_default();
    Html::of(&summary.description(text).error_without_field(text))
}

fn boxes(text: &str) -> Html {
    let form = form(text);
    let label = Label::new(text).size(Size::Small).caption(text);
    let cost = TextInput::new("cost", text).prefix(text).suffix(text);
    let address = Fieldset::new(Legend::new("Address").size(Size::Medium));
    Html::default()
        .and(
            &FileUpload::new("file", text)
                .hint(text)
                .accept(text)
                .error(text),
        )
        .and(&TextInput::new("plain", label).hint(text).filled_from(&form))
        .and(&cost.value(text).width(Width::Five))
        .and(
            &TextInput::new("email", "Email address")
                .email()
                .autocomplete("email"),
        )
        .and(
            &TextInput::new("code", "Code")
                .digits()
                .letter_spacing()
                .value("123456"),
        )
        .and(
            &PasswordInput::current("password", text)
                .hint(text)
                .error(text),
        )
        .and(
            &Textarea::new("long", text)
                .hint(text)
                .value(text)
                .limit(1500)
                .rows(8),
        )
        .and(&DateInput::new("date", text).hint(text).filled_from(&form))
        .and(&DateInput::new("day", text).values(text, "3", "2027"))
        .and(&address.field(&TextInput::new("town", text)))
}

fn choices(text: &str) -> Html {
    let form = form(text);
    let radios = Radios::new("one", Legend::new(text).size(Size::Medium))
        .hint(text)
        .error(text)
        .item(Choice::new("a", text).hint(text))
        .divider(text)
        .item(Choice::new(text, text));
    let checkboxes = Checkboxes::new("many", text)
        .hint(text)
        .option("a", text)
        .item(Choice::new("b", text).hint(text))
        .option("c", "C")
        .exclusive("none", "None of these");
    Html::default()
        .and(&radios.filled_from(&form))
        .and(&Radios::yes_no("yes-no", text).chosen("no"))
        .and(&checkboxes.filled_from(&form))
        .and(
            &Select::new("select", text)
                .option("", "Choose")
                .option(text, text)
                .chosen(text),
        )
}

fn buttons(text: &str) -> Html {
    let csrf = HiddenInput::new("csrf", text);
    Html::default()
        .and(&Button::primary(text).posting(text, text))
        .and(&Button::secondary(text))
        .and(&Button::warning(text))
        .and(&Button::start(text, text))
        .and(&PostForm::new(text, csrf, Button::secondary(text)))
}

fn blocks(text: &str) -> Html {
    Html::default()
        .and(&NotificationBanner::success(text).body(Content::link_about(text, text, text)))
        .and(&InsetText::new(text))
        .and(&WarningText::new(text))
        .and(&Details::new(text, text))
        .and(&InsetText::new(format!(
            "{text}\nSecond line\n\nSecond paragraph"
        )))
        .and(&Prose::new(text))
        .and(&Tag::new("In progress", TagColour::Teal))
        .and(&Tag::new(text, TagColour::Red))
        .and(
            &Pagination::new()
                .previous(Some(text.into()))
                .next(Some(text.into()))
                .next_label(text),
        )
        .and(
            &IdentityBar::new("Application")
                .fact("Reference", "COP-7H3K-9QXM")
                .fact("Organisation", text),
        )
}

fn lists(text: &str) -> Html {
    let rows = SummaryList::new()
        .row(SummaryRow::new("Name", text).change(text, text))
        .row(
            SummaryRow::new(text, text)
                .change(text, text)
                .action(Action::new(text, text, text)),
        )
        .row(SummaryRow::missing("Phone", text, "Enter a phone number"));
    let row = |name: &str| {
        vec![
            Content::link("/a", name),
            name.into(),
            "12".into(),
            text.into(),
        ]
    };
    Html::default()
        .and(&rows.clone())
        .and(&SummaryCard::new("Connection 1", rows).action(Action::new(text, "Remove", text)))
        .and(
            &TaskList::new("tasks")
                .task(Task::new(
                    "Organisation details",
                    "/a",
                    TaskStatus::Completed,
                ))
                .task(
                    Task::new(text, text, TaskStatus::InProgress)
                        .hint(text)
                        .may_not_meet_standard(),
                )
                .task(Task::new("Contacts", "/b", TaskStatus::NotYetStarted))
                .task(Task::new("Description", "/c", TaskStatus::CheckAgain))
                .task(Task::new("Infrastructure", "/d", TaskStatus::Problem))
                .task(Task::new("Submit", "/e", TaskStatus::CannotStartYet)),
        )
        .and(
            &Table::new("Applications")
                .column(Column::text("Reference").sortable(text, Some(SortOrder::Descending)))
                .column(Column::text("Organisation").sortable(text, None))
                .column(Column::numeric("Days"))
                .column(Column::actions("Action"))
                .row(row("COP-7H3K-9QXM"))
                .rows([row(text)])
                .row_headers(),
        )
        .and(&QuestionList::new("26 questions").questions([
            QuestionLink::new("/1a", "1a Data in transit", "Meets"),
            QuestionLink::new(text, text, text).current(true),
        ]))
        .and(
            &Timeline::new()
                .event(TimelineEvent::new(
                    "Submitted",
                    "21 November 2026 at 4:12pm",
                    "2026-11-21",
                ))
                .event(TimelineEvent::new(text, text, text).by(text).body(text)),
        )
}

fn signed_in(text: &str) -> SignedIn {
    SignedIn::new(text, "/sign-out", HiddenInput::new("csrf", text))
        .organisation(text)
        .switch_href("/switch")
}

/// The layout of a page with everything on it.
pub fn full_layout(brand: Brand, text: &str) -> Layout {
    let assets = Assets {
        govuk_css: "/static/generic.css".to_owned(),
        app_css: "/static/app.css".to_owned(),
        favicon: "/static/favicon.svg".to_owned(),
    };
    let mut form = FormState::new();
    form.error("plain", text);
    Layout::new(brand, text, "Apply to provide a PSN service", assets)
        .title(text)
        .section("Contacts")
        .navigation(
            "/",
            [
                NavigationItem::new("/applications", "Applications").current_section(true),
                NavigationItem::new("/account", text),
            ],
        )
        .signed_in(signed_in(text))
        .csrf_token(text)
        .phase(PhaseBanner::new("Beta", "This is a new service.").link("/feedback", text))
        .back_to("/before", text)
        .banner(Some(NotificationBanner::success(text)))
        .errors_of(&form)
}
