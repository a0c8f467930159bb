//! Recommendations, decisions and certificates.

use super::SeedError;
use super::filling::{Application, Filling};
use domain::grant_condition::{Conditions, GrantCondition, Proposal};
use domain::review::{Note, Outcome};
use domain::when;
use time::Duration;

const GRANT: &str = "Every question meets the standard or has an explanation that we accept. The owner \
                     of the infrastructure agrees, and the signature covers what was assessed.";
const GRANT_AFTER_REPLY: &str = "The reply to our request closed the last open question. Everything else meets the standard \
     or has an explanation that we accept.";
const GRANT_WITH_CONDITIONS: &str = "Every question meets the standard or has an explanation that we accept, and the service is safe to run \
     until the conditions are met.";
const REFUSE: &str = "Some answers are below the minimum requirements, and the supplier has no dates by \
                      which that will change. The judgements say which ones.";

impl Filling<'_> {
    /// The assessor recommends.
    pub(super) async fn recommend(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let planned = application.planned;
        let of = &application.service.key;
        let conditions = self.conditions(application)?;
        let (proposal, reasons) = match (planned.is_weak(), planned.is_asked, conditions) {
            (true, ..) => (Proposal::Refuse, REFUSE),
            (_, _, Some(conditions)) => (
                Proposal::GrantWithConditions(conditions),
                GRANT_WITH_CONDITIONS,
            ),
            (false, true, None) => (Proposal::Grant, GRANT_AFTER_REPLY),
            (false, false, None) => (Proposal::Grant, GRANT),
        };
        let reasons = Note::parse(reasons).map_err(SeedError::step("write the reasons", of))?;
        let actor = self.people.acting(planned.assessor).await?;
        let (reference, office) = (application.reference()?, self.office());
        let recommended = (&proposal, &reasons);
        service::decisions::recommend(&self.app.store, &actor, reference, recommended, office)
            .await
            .map_err(SeedError::step("recommend", of))
    }

    /// The conditions of this service that are still to be met today. Certificates of years ago were
    /// granted without.
    fn conditions(&self, application: &Application<'_>) -> Result<Option<Conditions>, SeedError> {
        let of = &application.service.key;
        let now = when::uk_date(self.calendar.now());
        let given = application.service.conditions.iter();
        let due = given.map(|given| (given, now + Duration::days(given.days)));
        let open = due.filter(|(_, due_on)| *due_on > self.calendar.today());
        let conditions = open.map(|(given, due_on)| {
            let text =
                Note::parse(&given.text).map_err(SeedError::step("write a condition", of))?;
            GrantCondition::try_new(text, due_on, now)
                .map_err(SeedError::step("date a condition", of))
        });
        let conditions = conditions.collect::<Result<Vec<_>, _>>()?;
        Ok(Conditions::try_new(conditions).ok())
    }

    /// A lead agrees with the recommendation.
    pub(super) async fn decide(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let actor = self.people.acting(application.planned.lead).await?;
        let (reference, office) = (application.reference()?, self.office());
        let store = &self.app.store;
        let of = &application.service.key;
        let deciding = service::decisions::read(store, &actor, reference).await;
        let deciding = deciding.map_err(SeedError::step("read the recommendation", of))?;
        let read = deciding.pending().map(|pending| pending.id);
        let decided = (Outcome::Approved, None);
        service::decisions::decide(store, &actor, reference, read, decided, office)
            .await
            .map_err(SeedError::step("decide", of))
    }

    /// A lead issues the certificate.
    pub(super) async fn issue(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let actor = self.people.acting(application.planned.lead).await?;
        let (reference, office) = (application.reference()?, self.office());
        let key = &self.app.certificate_key;
        service::issuing::issue(&self.app.store, &actor, reference, key, office)
            .await
            .map_err(SeedError::step("issue", &application.service.key))
    }
}
