//! What Northwind's people do in the service.

use super::answering::{answer_everything, fill_in};
use super::{PASSWORDS, Story};
use tests::{Browser, Page};

impl Story {
    /// From the page that asks for an e-mail address to the answer after name and password.
    async fn make_an_account(&self, page: &Page, person: &str) -> Page {
        let (name, email) = (
            self.case.text(&format!("{person}/name")),
            self.email(person),
        );
        page.submit([("email", email)]).await.expect_status(303);
        let link = self.app.mail_to(email).await.last_link();
        let page = page.browser.visit(&link).await;
        let page = page.press("Confirm my email address", []).await;
        let details = page.follow().await;
        let password = PASSWORDS.into_iter().find(|(whose, _)| *whose == person);
        let (_, password) = password.unwrap();
        details
            .submit([("name", name), ("password", password)])
            .await
    }

    pub async fn the_point_of_contact_makes_an_account(&self) -> Browser {
        let browser = self.app.browser();
        let page = browser.visit("/create-account").await;
        let made = self.make_an_account(&page, "/point_of_contact").await;
        made.expect_redirect("/organisations/start");
        browser
    }

    pub async fn sets_up_the_organisation(&self, priya: &Browser) {
        let home = priya.visit("/home").await;
        let start = home
            .click("Start an application by setting up your organisation")
            .await;
        let mut page = start.click("Set up an organisation").await;
        let set = questions::current("psn-cop").unwrap();
        let asked = ["type", "name-and-number", "address"];
        for step in asked {
            let (_, asked) = set.page(&format!("organisation/{step}")).unwrap();
            assert_eq!(page.path(), format!("/organisations/new/{step}"));
            let saved = fill_in(&self.case, &page, asked, 0).await;
            page = saved.follow().await;
        }
        page.expect_heading("Check the details of your organisation")
            .expect_text(self.case.text("/organisation/address/2"));
        page.press("Set up the organisation", [])
            .await
            .expect_redirect("/home");
    }

    /// Gives the colleague's browser.
    pub async fn a_colleague_joins(&self, priya: &Browser) -> Browser {
        let colleague = "/colleagues/0";
        let email = self.email(colleague);
        let role = self.case.text("/colleagues/0/role");
        let organisation = self.case.text("/organisation/name");
        let page = priya.visit("/account").await.click(organisation).await;
        let people = page.click("1 person").await;
        let page = people.click("Invite a colleague").await;
        let sent = page.submit([("email", email), ("role", role)]).await;
        sent.follow()
            .await
            .expect_text(&format!("Invitation sent to {email}"));
        let invitation = self.app.mail_to(email).await.last_link();
        let browser = self.app.browser();
        let page = browser.visit(&invitation).await;
        page.expect_text(organisation);
        let page = page.click("Create an account").await;
        let made = self.make_an_account(&page, colleague).await;
        let start = made.follow().await;
        start
            .press(&format!("Join {organisation}"), [])
            .await
            .expect_redirect("/home");
        browser
    }

    /// Gives the address of the application.
    pub async fn the_colleague_fills_in_the_application(&self, dev: &Browser) -> String {
        let home = dev.visit("/home").await;
        let page = home.click("Start an application").await;
        let root = page.press("Start an application", []).await.redirect();
        self.answers_everything(dev, &root).await;
        let list = dev.visit(&root).await;
        list.expect_heading(&format!(
            "{} {}",
            self.case.text("/organisation/name"),
            self.case.text("/service/name")
        ))
        .expect_text("You have completed 25 of 29 tasks")
        .expect_no_text("May not meet the standard");
        let check = list.click("Check your answers").await;
        check
            .expect_text(self.case.text("/answers/3c/explanation"))
            .expect_no_text("Not finished yet");
        let signatory = check.press("Continue", []).await;
        signatory.expect_redirect(&format!("{root}/signatory"));
        root
    }

    /// Every page of every task, as the case has it.
    pub async fn answers_everything(&self, browser: &Browser, root: &str) {
        answer_everything(&self.case, browser, root).await;
    }

    /// Nobody has agreed or signed: the last page says so and leads to where it is done.
    pub async fn nothing_is_submitted_yet(&self, dev: &Browser, root: &str) {
        let path = format!("{root}/submit");
        let page = dev.visit(&path).await;
        let links = page.links();
        for (words, tail) in [
            (
                "Get the agreement of the owner of the infrastructure",
                "infrastructure/owner-request",
            ),
            ("Send your application to your signatory", "signatory"),
        ] {
            let href = format!("{root}/{tail}");
            let is_there = |(text, to): &(String, String)| text.starts_with(words) && *to == href;
            assert!(links.iter().any(is_there), "{words}: {links:?}");
        }
        page.expect_no_text("Submit to the PSN team");
        let token = page.csrf();
        let refused = dev.post(&path, &[(govuk::CSRF_FIELD, &token)]).await;
        refused.expect_status(422);
        assert_eq!(self.state().await, "draft");
    }

    pub async fn submits(&self, dev: &Browser, root: &str) {
        let page = dev.visit(&format!("{root}/submit")).await;
        let sent = page.press("Submit to the PSN team", []).await;
        sent.expect_redirect(&format!("{root}/submitted"));
        sent.follow().await.expect_heading("Application submitted");
        assert_eq!(self.state().await, "submitted");
        // Delivered now, so that later letters are newer.
        self.app.run_due_work().await;
    }

    /// The answers to the question are open, all others are closed.
    pub async fn only_what_is_asked_about_is_unlocked(&self, dev: &Browser, root: &str) {
        let locked = dev.visit(&format!("{root}/security/3c")).await;
        locked
            .expect_text("The PSN team has asked about other answers.")
            .expect_text(self.case.text("/answers/3c/explanation"));
        assert!(locked.select_text("main form").is_empty());
        let open = dev.visit(&format!("{root}/security/5a")).await;
        let token = open.csrf();
        let forged = [
            (govuk::CSRF_FIELD, token.as_str()),
            ("version", "1"),
            ("answer", "no"),
            ("explanation", "We changed our mind about all of this."),
        ];
        let refused = dev.post(&format!("{root}/security/3c"), &forged).await;
        refused.expect_status(409);
    }

    pub async fn the_supplier_changes_and_replies(&self, dev: &Browser, root: &str) {
        let letters = self.app.mail_to(self.email("/point_of_contact")).await;
        assert!(letters.last().subject.contains("need more"));
        let path = letters.last_link();
        assert!(path.starts_with(&format!("{root}/clarifications/")));
        let asked = dev.visit(&path).await;
        for (subject, request) in self.case.texts("/review/ask") {
            let item = format!("{path}/{subject}");
            assert!(asked.links().iter().any(|(_, href)| *href == item));
            let page = dev.visit(&item).await;
            page.expect_text(request);
            let answers = format!("{root}/security/{subject}");
            let changes = page.select_attribute("button[name=change]", "value");
            assert!(changes.contains(&format!("security/{subject}")));
            let page = dev.visit(&answers).await;
            let changed = self.changed_explanation(subject);
            let saved = page
                .press("Save and continue", [("explanation", &changed)])
                .await;
            saved.expect_redirect(&item);
            let reply = self.case.text(&format!("/review/reply/{subject}"));
            let page = saved.follow().await.submit([("reply", reply)]).await;
            page.expect_redirect(&format!("{path}/check"));
        }
        let check = dev.visit(&format!("{path}/check")).await;
        check.expect_text("ask them to confirm the changes");
        let sent = check.press("Send to the PSN team", []).await;
        sent.expect_redirect(&format!("{path}/sent"));
        assert_eq!(self.state().await, "under_review");
    }

    /// The explanation of a question, with what was said in the reply.
    pub fn changed_explanation(&self, subject: &str) -> String {
        let before = self.case.text(&format!("/answers/{subject}/explanation"));
        let reply = self.case.text(&format!("/review/reply/{subject}"));
        format!("{before} {reply}")
    }

    /// Where the application stands.
    pub async fn state(&self) -> String {
        self.app.value("select state from applications").await
    }
}
