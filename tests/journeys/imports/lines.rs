//! Of a page with several answers each is used or left by itself.

use super::{answer, csv, look, upload, use_all, uses};
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole;
use tests::{Browser, Page};

const PAGE: &str = "point-of-contact";
const LINES: &str = "lines-point-of-contact-0";
const FIELDS: [&str; 4] = ["name", "job_title", "email", "phone"];

/// A file that answers everything on the page of the point of contact, with this in each answer.
async fn contact(draft: &GivenDraft, browser: &Browser, mark: usize) -> Page {
    let name = format!("Person {mark}");
    let job_title = format!("Job {mark}");
    let email = format!("person-{mark}@northwind.example");
    let phone = format!("01632 960 {:03}", 100 + mark);
    let rows = [
        ("point-of-contact#name", name.as_str()),
        ("point-of-contact#job_title", job_title.as_str()),
        ("point-of-contact#email", email.as_str()),
        ("point-of-contact#phone", phone.as_str()),
    ];
    look(draft, browser, &rows).await
}

/// What is saved of each field.
async fn saved(draft: &GivenDraft) -> Vec<String> {
    let answer: serde_json::Value = serde_json::from_str(&answer(draft, PAGE).await).unwrap();
    let value = |field: &&str| answer[field][0].as_str().unwrap().to_owned();
    FIELDS.iter().map(value).collect()
}

/// Uses the page with just these of its answers.
async fn use_only(page: &Page, fields: &[&str]) -> Page {
    let uses = uses(page);
    let (name, value) = &uses[0];
    let mut choices = vec![(name.as_str(), value.as_str())];
    choices.extend(fields.iter().map(|field| (LINES, *field)));
    if fields.is_empty() {
        choices.push((LINES, ""));
    }
    page.press_all("Save what I chose", &choices).await
}

fn ticked(page: &Page) -> Vec<String> {
    page.select_attribute("input[type=checkbox][checked]", "value")
}

#[tokio::test]
async fn what_is_not_ticked_is_not_changed() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = contact(&draft, &browser, 0).await;
    assert_eq!(ticked(&page), FIELDS, "everything at first");
    page.expect_text("Person 0").expect_text("Saved now: ");
    for set in 0..16_usize {
        let before = saved(&draft).await;
        let page = contact(&draft, &browser, set).await;
        let chosen: Vec<&str> = (0..4)
            .filter(|bit| set & (1 << bit) != 0)
            .map(|bit| FIELDS[bit])
            .collect();
        draft.app.skip_audit().await;
        let answer = use_only(&page, &chosen).await;
        let after = saved(&draft).await;
        if set == 0 {
            answer.expect_error(
                LINES,
                "Select an answer to ‘Who is the point of contact?’ that you want to use, or skip it",
            );
            draft.app.expect_audit([]).await;
        } else {
            answer.expect_redirect(draft.path("").trim_end_matches('/'));
            draft
                .app
                .expect_audit(["answer_saved", "import_settled"])
                .await;
        }
        for (bit, field) in FIELDS.iter().enumerate() {
            let is_chosen = set & (1 << bit) != 0;
            assert_eq!(after[bit] != before[bit], is_chosen, "{field} of {set}");
        }
    }
    // Skipped, nothing of the page is used, whatever is ticked.
    let before = saved(&draft).await;
    let page = contact(&draft, &browser, 99).await;
    let skip = [(uses(&page)[0].0.clone(), "skip")];
    let skip: Vec<(&str, &str)> = skip.iter().map(|(name, is)| (name.as_str(), *is)).collect();
    page.press_all("Save what I chose", &skip)
        .await
        .expect_status(303);
    assert_eq!(saved(&draft).await, before);
}

#[tokio::test]
async fn an_answer_that_its_page_needs_is_named_before_it_is_left_out() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    draft
        .app
        .sql(&format!("delete from answers where page = '{PAGE}'"))
        .await;
    let page = contact(&draft, &browser, 7).await;
    let words = |label: &str| {
        format!(
            "‘Who is the point of contact?’ is not complete without ‘{label}’. Select it too, or save again to answer it later"
        )
    };
    draft.app.skip_audit().await;
    let told = use_only(&page, &["name", "job_title", "phone"]).await;
    told.expect_status(422)
        .expect_text(&words("Email address"))
        .expect_no_text(&words("Phone number"));
    // The summary leads to the very answer, and what was ticked stays.
    let links = told.links();
    let to = links
        .iter()
        .find(|(text, _)| *text == words("Email address"));
    assert_eq!(to.unwrap().1, format!("#{LINES}-3"));
    assert_eq!(ticked(&told), ["name", "job_title", "phone"]);
    let chosen = told.select_attribute("input[type=radio][checked]", "value");
    assert_eq!(chosen, ["use 0"]);
    // Another one that is left out is another matter.
    let again = use_only(&told, &["name", "job_title"]).await;
    again
        .expect_status(422)
        .expect_text(&words("Email address"))
        .expect_text(&words("Phone number"));
    draft.app.expect_audit([]).await;
    // Who says it again means it.
    again
        .press("Save what I chose", [])
        .await
        .expect_status(303);
    let incomplete = format!("answers where page = '{PAGE}' and not is_complete");
    assert_eq!(draft.app.count(&incomplete).await, 1);
    let answer = answer(&draft, PAGE).await;
    assert!(answer.contains("Person 7") && !answer.contains("person-7@"));
    // With what is saved now, leaving them out takes nothing from the page.
    let rest = contact(&draft, &browser, 8).await;
    use_only(&rest, &["email", "phone"])
        .await
        .expect_status(303);
    assert_eq!(draft.app.count(&incomplete).await, 0);
    assert_eq!(
        saved(&draft).await,
        [
            "Person 7",
            "Job 7",
            "person-8@northwind.example",
            "01632 960 108"
        ]
    );
}

#[tokio::test]
async fn a_page_that_somebody_changed_meanwhile_waits_with_all_its_answers() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let page = contact(&draft, &browser, 1).await;
    let colleague = draft
        .app
        .given_member(&draft.organisation, OrganisationRole::Editor)
        .await;
    let theirs = draft.app.sign_in(&colleague).await;
    let typed = theirs.visit(&draft.path(PAGE)).await;
    typed
        .press("Save and continue", [("name", "From a colleague")])
        .await
        .expect_status(303);
    let waiting = use_only(&page, &["phone"]).await;
    waiting.expect_redirect(&draft.path("import/check"));
    assert_eq!(saved(&draft).await[0], "From a colleague");
    let again = waiting.follow().await;
    again.expect_text("Saved now: From a colleague");
    assert_eq!(ticked(&again), FIELDS);
    use_only(&again, &["phone"]).await.expect_status(303);
    let now = saved(&draft).await;
    assert_eq!(
        (now[0].as_str(), now[3].as_str()),
        ("From a colleague", "01632 960 101")
    );
}

#[tokio::test]
async fn a_long_file_is_checked_in_parts_and_nothing_of_it_is_lost() {
    const ITEMS: i16 = 50;
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let set = questions::find("psn-cop", "2015-07").unwrap();
    let mut rows = vec![("connections#any".to_owned(), "yes".to_owned())];
    for item in 1..=ITEMS {
        for page in ["connections/n", "connections/n/security"] {
            let (_, page) = set.page(page).unwrap();
            for field in &page.fields {
                let text = match field.choices().first() {
                    Some(choice) => choice.label.clone(),
                    None => format!("Words about connection {item}"),
                };
                rows.push((format!("{}#{}", page.path_for(item), field.id), text));
            }
        }
    }
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(to, is)| (to.as_str(), is.as_str()))
        .collect();
    let new = browser.visit("/applications/new").await;
    let root = new.press("Start an application", []).await.redirect();
    let uploaded = upload(&browser, &root, "long.csv", &csv(&rows)).await;
    draft.app.statements.take();
    let mut page = uploaded.follow().await;
    let statements = draft.app.statements.take().len();
    page.expect_text("Your file has more than we can show at once.");
    // What is sent is less than a form may send.
    let sent = page
        .select_attribute("form[method=post] input", "name")
        .len();
    assert!(sent < 500, "{sent}");
    let mut parts = 0;
    let items = "answers where page like 'connections/n%' and application_id <> $$";
    let items = format!("{}{}$$", items, draft.id);
    loop {
        let answer = use_all(&page).await;
        answer.expect_status(303);
        parts += 1;
        if answer.redirect() == root {
            break;
        }
        let done = draft.app.count(&items).await;
        assert!(done > 0 && done < 100, "{done}");
        // The same sent once more changes nothing, and loses nothing of the rest.
        use_all(&page).await.expect_status(303);
        assert_eq!(draft.app.count(&items).await, done);
        draft.app.statements.take();
        page = browser.visit(&format!("{root}/import/check")).await;
        assert_eq!(draft.app.statements.take().len(), statements);
    }
    assert_eq!(parts, 2);
    assert_eq!(draft.app.count(&items).await, 100);
    assert_eq!(draft.app.count("imports").await, 0);
}
