//! What the PSN team does with applications.

use super::SeedError;
use super::filling::{Application, Filling};
use domain::review::{Note, Verdict};
use policy::Actor;
use questions::{Baseline, Outcome};
use service::reviews::{Judging, Office, Review};

/// Subjects that are judged on the first day.
const JUDGED_FIRST: usize = 14;

/// A judgement and its reason.
struct Judgement {
    verdict: Verdict,
    note: String,
}

impl Filling<'_> {
    /// Where letters lead, and the team's mailbox.
    pub(super) fn office(&self) -> Office<'_> {
        Office {
            public_url: &self.app.public_url,
            team_email: &self.app.team_email,
        }
    }

    /// The assessor begins the review.
    pub(super) async fn begin_review(
        &self,
        application: &Application<'_>,
    ) -> Result<(), SeedError> {
        let actor = self.people.acting(application.planned.assessor).await?;
        let reference = application.reference()?;
        service::reviews::begin(&self.app.store, &actor, reference, self.office())
            .await
            .map_err(SeedError::step(
                "begin the review",
                &application.service.key,
            ))
    }

    /// The assessor judges the first answers.
    pub(super) async fn judge_some(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let actor = self.people.acting(application.planned.assessor).await?;
        let review = self.review(application, &actor).await?;
        self.judge(application, &actor, &review, JUDGED_FIRST, true)
            .await
    }

    /// The assessor judges the others.
    pub(super) async fn judge_all(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let actor = self.people.acting(application.planned.assessor).await?;
        let review = self.review(application, &actor).await?;
        self.judge(application, &actor, &review, usize::MAX, true)
            .await
    }

    /// The assessor judges anew what the supplier replied to.
    pub(super) async fn judge_again(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let actor = self.people.acting(application.planned.assessor).await?;
        let review = self.review(application, &actor).await?;
        self.judge(application, &actor, &review, usize::MAX, false)
            .await
    }

    /// The case as a reader of the team sees it.
    pub(super) async fn review(
        &self,
        application: &Application<'_>,
        actor: &Actor,
    ) -> Result<Review, SeedError> {
        let reference = application.reference()?;
        service::reviews::read(&self.app.store, actor, reference)
            .await
            .map_err(SeedError::step("read the case", &application.service.key))
    }

    /// Judges up to so many subjects that are not judged yet. What will be asked about is
    /// judged so the first time.
    async fn judge(
        &self,
        application: &Application<'_>,
        actor: &Actor,
        review: &Review,
        at_most: usize,
        may_ask: bool,
    ) -> Result<(), SeedError> {
        let reference = application.reference()?;
        let answers = &review.case.stored.answers;
        let baselines = self.set.baselines(answers, &review.reference);
        for subject in review.unjudged().into_iter().take(at_most) {
            let found = baselines
                .iter()
                .find(|(question, _)| question.id == subject.id);
            let baseline = found.and_then(|(_, baseline)| baseline.as_ref());
            let to_ask = application.to_ask().filter(|_| may_ask);
            let judgement = match to_ask.filter(|asked| asked.subject == subject.id) {
                Some(asked) => Judgement {
                    verdict: Verdict::Ask,
                    note: asked.request.clone(),
                },
                None => judgement(baseline, !may_ask),
            };
            let note = Note::parse_optional(&judgement.note)
                .map_err(SeedError::step("write a note", &subject.id))?;
            let judging = Judging {
                subject: &subject.id,
                verdict: judgement.verdict,
                note: note.as_ref(),
                version: review
                    .judgements
                    .get(&subject.id)
                    .map_or(0, |judgement| judgement.version),
                read: &review.reading(subject),
            };
            service::reviews::judge(&self.app.store, actor, reference, &judging)
                .await
                .map_err(SeedError::step("judge", &application.service.key))?;
        }
        Ok(())
    }
}

/// What a careful assessor thinks of an answer with this baseline. Sections have none.
fn judgement(baseline: Option<&Baseline>, has_replied: bool) -> Judgement {
    let (verdict, note) = match baseline.map(|baseline| baseline.outcome) {
        _ if has_replied => (
            Verdict::MeetsWithExplanation,
            "The supplier's reply answers what we asked.".to_owned(),
        ),
        None | Some(Outcome::Meets) => (Verdict::Meets, String::new()),
        Some(Outcome::Check) => (
            Verdict::Meets,
            "Looked at by hand: the answer fits the description of the service.".to_owned(),
        ),
        Some(Outcome::Explain) => (
            Verdict::MeetsWithExplanation,
            "Accepted: the supplier says what is done instead, and until when.".to_owned(),
        ),
        Some(Outcome::Below) => (
            Verdict::NotMet,
            format!(
                "{} You gave no plan with a date.",
                baseline.map_or("", |baseline| baseline.reason.as_str())
            ),
        ),
    };
    Judgement { verdict, note }
}
