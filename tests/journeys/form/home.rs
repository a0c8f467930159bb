//! The home page: a bounded list, page after page.

use super::Given;

#[tokio::test]
async fn a_long_list_of_applications_is_read_page_by_page() {
    let given = Given::started().await;
    given
        .app
        .sql(
            "insert into applications (id, organisation_id, reference, set_id, set_version, set_hash, state,
                 service_name, organisation_name, created_by, created_at)
             select gen_random_uuid(), organisation_id, 'COP-0000-00' || lpad(n::text, 2, '0'), set_id, set_version,
                 set_hash, state, 'Service ' || n, organisation_name, created_by,
                 created_at - make_interval(hours => (n + 1) / 2)
             from applications, generate_series(1, 45) n",
        )
        .await;
    let mut page = given.browser.visit("/home").await;
    let mut seen = Vec::new();
    for expected in [20, 20, 6] {
        let references = page.select_text("tbody td[data-label=Reference]");
        assert_eq!(references.len(), expected);
        seen.extend(references);
        if expected == 20 {
            page = page.click("Older applications").await;
            page.expect_status(200);
        }
    }
    page.expect_no_text("Older applications");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 46, "each once");
    given
        .browser
        .visit("/home?after=nonsense")
        .await
        .expect_text("Older applications");
}
