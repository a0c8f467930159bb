//! Requests for clarification and the replies.

use super::SeedError;
use super::filling::{Application, Filling};
use domain::text::Lines;
use domain::when;
use domain::working_days::{CLARIFICATION, add};
use service::clarifications::{Reply, seen};
use store::Context;

impl Filling<'_> {
    /// The assessor asks the supplier.
    pub(super) async fn ask_supplier(
        &self,
        application: &Application<'_>,
    ) -> Result<(), SeedError> {
        let actor = self.people.acting(application.planned.assessor).await?;
        let review = self.review(application, &actor).await?;
        let due_on = add(when::uk_date(review.now), CLARIFICATION);
        let was_seen = seen(&review);
        let (reference, office) = (application.reference()?, self.office());
        service::clarifications::ask(
            &self.app.store,
            &actor,
            reference,
            (due_on, &was_seen),
            office,
        )
        .await
        .map_err(SeedError::step(
            "ask the supplier",
            &application.service.key,
        ))?;
        Ok(())
    }

    /// The editor writes the reply, and the administrator sends it.
    pub(super) async fn reply(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let of = &application.service.key;
        let nothing = || SeedError::stuck("nothing was asked", of);
        let asked = application.to_ask().ok_or_else(nothing)?;
        let store = &self.app.store;
        let reference = application.reference()?;
        let editor = self.people.acting(application.supplier.editor).await?;
        let mut tx = store.read(Context::of(&editor)).await?;
        let case = service::applications::load(&mut tx, reference).await?;
        let case = case.ok_or_else(nothing)?;
        let requests = store::clarifications::list(&mut tx, case.application.id).await?;
        drop(tx);
        let request = requests.iter().find(|request| request.is_open());
        let request = request.ok_or_else(nothing)?;
        let item = request.item(&asked.subject).ok_or_else(nothing)?;
        let text = Lines::parse(&asked.reply).map_err(SeedError::step("write the reply", of))?;
        let reply = Reply {
            subject: &asked.subject,
            text: &text,
            version: item.version,
        };
        service::clarifications::reply(store, &editor, reference, request.id, &reply)
            .await
            .map_err(SeedError::step("keep the reply", of))?;
        let sender = self
            .people
            .acting(application.supplier.administrator)
            .await?;
        let asked = service::clarifications::read(store, &sender, reference, request.id)
            .await
            .map_err(SeedError::step("read the reply", of))?;
        let sent = (request.id, &service::clarifications::seen_reply(&asked));
        service::clarifications::answer(store, &sender, reference, sent, self.office())
            .await
            .map_err(SeedError::step("send the reply", of))?;
        Ok(())
    }
}
