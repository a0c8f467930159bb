//! The pages that everybody may open.

use super::made_up::{Case, MadeUp, WORD_ROWS_MAX};

impl MadeUp {
    pub(super) async fn of_public(&self) -> Vec<Case> {
        let browser = self.app.browser();
        let number: String = self
            .app
            .value("select number from certificates order by lower(service_name), id offset 30000 limit 1")
            .await;
        let late: String = self
            .app
            .value("select number from certificates order by lower(service_name) desc, id desc offset 500 limit 1")
            .await;
        let slug: String = self
            .app
            .value("select slug from certificates order by id limit 1")
            .await;
        [
            ("register", "/register".to_owned()),
            ("register, deep", format!("/register?after={number}")),
            ("register, a common word", "/register?q=library".to_owned()),
            (
                "register, a word of late names",
                "/register?q=wensley".to_owned(),
            ),
            ("register, a service", format!("/register?q={number}")),
            (
                "register, one of two words",
                "/register?q=library+zzqx".to_owned(),
            ),
            ("register, nothing found", "/register?q=zzzzzz".to_owned()),
            (
                "register, too short for an index",
                "/register?q=zq".to_owned(),
            ),
            (
                "register, a common word near the end",
                format!("/register?q=library&after={late}"),
            ),
            (
                "register, a common word, withdrawn",
                "/register?q=library&status=withdrawn".to_owned(),
            ),
            ("register, expired", "/register?status=expired".to_owned()),
            (
                "register, withdrawn",
                "/register?status=withdrawn".to_owned(),
            ),
            ("service page", format!("/register/{slug}")),
            ("verification", format!("/c/{number}")),
        ]
        .map(|(name, path)| Case {
            rows_max: (path.contains("?q=") && name != "register, a service")
                .then_some(WORD_ROWS_MAX),
            ..Self::case(&browser, name, path)
        })
        .into()
    }
}
