//! The whole story of Tarnbrook District Council (`tests/cases/tarnbrook-benefits.json`): on
//! infrastructure of its own, with answers below the standard, from an account to a certificate that
//! is granted with conditions after two requests for clarification.

use crate::papers::expect_papers;
use crate::story::{Choices, Story};
use domain::role::TeamRole;
use domain::when;
use domain::when::uk_date;
use tests::{Browser, Page};
use time::{Date, Duration};

const FILE: &str = include_str!("../cases/tarnbrook-benefits.json");

/// What the case leaves open.
const CHOSEN: Choices = &[
    (
        "security/3b/contracts",
        "explanation",
        "The four councils are the only customers, and each has a certificate.",
    ),
    ("security/10a", "strengthening", "lockout"),
    (
        "security/10a",
        "instead",
        "Accounts lock after five wrong tries, and the service desk unlocks them.",
    ),
    (
        "security/12a",
        "why_not_told",
        "The agreement of the partnership will name the model in April.",
    ),
];

/// What the PSN team asks in each of its two requests: subject, request and reply.
const ROUNDS: [&[[&str; 3]]; 2] = [
    &[
        [
            "5a",
            "You give 21 days for critical patches. What protects the service until then?",
            "Hosts are cut off from the partner sites.",
        ],
        [
            "9b",
            "When does each administrator have an account of their own?",
            "In October, with the next release.",
        ],
    ],
    &[[
        "12a",
        "Will you tell your customers that you manage it from laptops?",
        "Yes, in the agreement of the partnership.",
    ]],
];

/// What is recorded with the certificate: the condition, and the days that there are for it.
const CONDITIONS: [(&str, i64); 2] = [
    (
        "Give each system administrator an account of their own.",
        90,
    ),
    ("Deal with critical vulnerabilities within 14 days.", 60),
];

#[tokio::test]
async fn tarnbrook_is_granted_a_certificate_with_conditions_after_two_requests() {
    let story = Story::begin(FILE, CHOSEN).await;
    assert_eq!(
        story.case.text("/review/outcome"),
        "clarified twice, granted with conditions"
    );
    let joan = story.the_point_of_contact_makes_an_account().await;
    story.sets_up_the_organisation(&joan).await;
    let page = joan
        .visit("/home")
        .await
        .click("Start an application")
        .await;
    let root = page.press("Start an application", []).await.redirect();
    story.answers_everything(&joan, &root).await;
    joan.visit(&root)
        .await
        .expect_text("May not meet the standard");
    expect_papers(&joan, &root, &[CHOSEN[0].2, CHOSEN[3].2]).await;
    every_question_compares_as_expected(&story, &joan, &root).await;
    confirms_its_own_infrastructure(&story, &joan, &root).await;
    let check = joan.visit(&format!("{root}/check-answers")).await;
    check.press("Continue", []).await.expect_status(303);
    story.the_signatory_signs(&joan, &root).await;
    story.submits(&joan, &root).await;

    let path = root.replace("/applications/", "/team/applications/");
    let assessor = story.app.given_team_member(TeamRole::Assessor).await;
    let assessor = story.app.sign_in(&assessor).await;
    begins_the_review(&story, &assessor, &path).await;
    for (at, round) in ROUNDS.iter().enumerate() {
        let asked: Vec<(&str, &str)> = round.iter().map(|[id, text, _]| (*id, *text)).collect();
        if at == 0 {
            story.judges_everything(&assessor, &path, &asked).await;
        } else {
            judge(&assessor, &path, &asked, "ask").await;
        }
        story.asks_the_supplier(&assessor, &path, &asked).await;
        replies(&story, &joan, &root, round).await;
        let said: Vec<(&str, &str)> = round.iter().map(|[id, _, reply]| (*id, *reply)).collect();
        judge(&assessor, &path, &said, "meets_with_explanation").await;
    }
    assert_eq!(story.app.count("clarifications").await, 2);
    recommends_with_conditions(&story, &assessor, &path).await;

    let lead = story.app.given_team_member(TeamRole::Lead).await;
    let lead = story.app.sign_in(&lead).await;
    let page = lead.visit(&format!("{path}/approve")).await;
    expect_conditions(&story, &page);
    story.a_lead_approves_and_issues(&lead, &path).await;
    reads_the_decision(&story, &joan, &root).await;
    let number = story.the_supplier_has_the_certificate(&joan).await;
    story.everybody_can_check_it(&number).await;
    nobody_else_reads_the_conditions(&story, &number).await;
}

fn today(story: &Story) -> Date {
    uk_date(story.app.app.clock.now())
}

/// Nothing has to be agreed with anybody else.
async fn confirms_its_own_infrastructure(story: &Story, joan: &Browser, root: &str) {
    let path = format!("{root}/infrastructure/owner-request");
    let page = joan.visit(&path).await;
    let owner = story.case.text("/infrastructure/owner");
    let button = format!("Confirm that {owner} owns this infrastructure and agrees");
    page.press(&button, []).await.expect_redirect(&path);
    joan.visit(&path).await.expect_text("Agreed");
}

/// The live check says of each question what the case expects of it, and says it once.
async fn every_question_compares_as_expected(story: &Story, joan: &Browser, root: &str) {
    let page = joan.visit(&format!("{root}/baseline")).await;
    let groups = page.keys_by_heading();
    let words = |outcome: &str| match outcome {
        "below" => "This may not meet the standard",
        "explain" => "This needs an explanation",
        "check" => "The PSN team will look at this",
        "meets" => "This meets the standard",
        other => panic!("no outcome {other:?}"),
    };
    let all: Vec<&str> = ["below", "explain", "check", "meets"].map(words).to_vec();
    let set = questions::current("psn-cop").unwrap();
    assert_eq!(set.questions().count(), 26);
    for question in set.questions() {
        let start = format!("{} ", question.id);
        let found: Vec<&str> = groups
            .iter()
            .filter(|(_, keys)| keys.iter().any(|key| key.starts_with(&start)))
            .map(|(heading, _)| heading.as_str())
            .filter(|heading| all.contains(heading))
            .collect();
        let expected = story.case.expected_baseline(&question.id);
        let expected: Vec<&str> = expected.into_iter().map(words).collect();
        assert!(
            found.len() == 1 && expected.contains(&found[0]),
            "{}: {found:?} instead of {expected:?}",
            question.id
        );
    }
}

async fn begins_the_review(story: &Story, assessor: &Browser, path: &str) {
    let page = assessor.visit(path).await;
    let begun = page.press("Begin the review", []).await.follow().await;
    let flags = begun.select_text("main ul.govuk-list--bullet li");
    for question in ["5a", "14a"] {
        let is_below = |flag: &&String| flag.starts_with(question) && flag.contains("Below");
        assert!(
            flags.iter().any(|flag| is_below(&flag)),
            "{question}: {flags:?}"
        );
    }
    // Nobody knew of its infrastructure before.
    let page = assessor.visit(&format!("{path}/infrastructure")).await;
    page.expect_text(story.case.text("/infrastructure/certificate_number"));
    page.press("Confirm this certificate for the register", [])
        .await
        .expect_status(303);
}

async fn judge(assessor: &Browser, path: &str, notes: &[(&str, &str)], verdict: &str) {
    for (subject, note) in notes {
        let form = assessor.visit(&format!("{path}/review/{subject}")).await;
        form.submit([("verdict", verdict), ("note", note)])
            .await
            .expect_status(303);
    }
}

/// Replies without changing an answer, so that nobody has to sign again.
async fn replies(story: &Story, joan: &Browser, root: &str, round: &[[&str; 3]]) {
    story.app.advance(Duration::minutes(2)).await;
    let letters = story.app.mail_to(story.email("/point_of_contact")).await;
    assert!(letters.last().subject.contains("need more"));
    let path = letters.last_link();
    assert!(path.starts_with(&format!("{root}/clarifications/")));
    for [subject, request, reply] in round {
        let page = joan.visit(&format!("{path}/{subject}")).await;
        page.expect_text(request);
        page.submit([("reply", reply)]).await.expect_status(303);
    }
    let check = joan.visit(&format!("{path}/check")).await;
    check.expect_text("Your signatory does not have to confirm anything.");
    check
        .press("Send to the PSN team", [])
        .await
        .expect_redirect(&format!("{path}/sent"));
    assert_eq!(story.state().await, "under_review");
}

async fn recommends_with_conditions(story: &Story, assessor: &Browser, path: &str) {
    let mut page = assessor.visit(&format!("{path}/recommend")).await;
    for (number, (text, days)) in (1..).zip(CONDITIONS) {
        let due = today(story) + Duration::days(days);
        let fields = [
            (format!("condition-{number}"), text.to_owned()),
            (format!("due-{number}-day"), due.day().to_string()),
            (
                format!("due-{number}-month"),
                u8::from(due.month()).to_string(),
            ),
            (format!("due-{number}-year"), due.year().to_string()),
            (
                "recommendation".to_owned(),
                "grant_with_conditions".to_owned(),
            ),
            (
                "reasons".to_owned(),
                "Safe until then behind the circuits.".to_owned(),
            ),
            ("declaration".to_owned(), "yes".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let button = if number == CONDITIONS.len() {
            "Recommend"
        } else {
            "Add another condition"
        };
        page = page.press_all(button, &fields).await;
        if number < CONDITIONS.len() {
            page.expect_status(200);
        }
    }
    page.expect_redirect(path);
    assert_eq!(story.state().await, "recommended");
}

fn expect_conditions(story: &Story, page: &Page) {
    for (text, days) in CONDITIONS {
        let due = when::date(today(story) + Duration::days(days));
        page.expect_text(text).expect_text(&format!("By {due}"));
    }
}

async fn reads_the_decision(story: &Story, joan: &Browser, root: &str) {
    let page = joan.visit(&format!("{root}/decision")).await;
    page.expect_heading("Your service has a certificate")
        .expect_text("Meet the conditions by their dates.");
    expect_conditions(story, &page);
    let recommendation: String = story
        .app
        .value("select recommendation from decisions where outcome = 'approved'")
        .await;
    assert_eq!(recommendation, "grant_with_conditions");
    let letters = story.app.mail_to(story.email("/point_of_contact")).await;
    let granted = letters
        .all()
        .iter()
        .find(|letter| letter.subject.ends_with("has a PSN certificate"));
    assert!(granted.unwrap().text.contains("granted with 2 conditions"));
}

async fn nobody_else_reads_the_conditions(story: &Story, number: &str) {
    let anybody = story.app.browser();
    let page = anybody.visit("/register").await;
    let page = page.click(story.case.text("/service/name")).await;
    page.expect_no_text("system administrator");
    anybody
        .visit(&format!("/verify/{number}"))
        .await
        .expect_no_text("system administrator");
}
