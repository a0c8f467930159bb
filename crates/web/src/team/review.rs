//! The review workspace: one answer or section beside what is required of it.

use super::asked::AskedAbout;
use super::changed_documents::ChangedDocuments;
use super::connection::JointLine;
use super::last_year::LastYear;
use super::review_form::{self, JudgementForm, Suggested, Typed};
use super::review_parts::{
    AnswerBlock, CheckLine, DocumentLine, Exchange, Requirement, answer_blocks, diagrams,
};
use super::{case, overview};
use crate::documents::ShownDocument;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::residual::Residual;
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::application::ApplicationState;
use domain::when;
use govuk::{FormState, HubDiagram, IdentityBar, Layout, QuestionLink, QuestionList};
use policy::team::ReviewCase;
use policy::{Actor, authorise_team};
use service::hosting::residual;
use service::reviews::{self, JudgeError, Judging, Review};
use service::subjects::Subject;

#[derive(Template)]
#[template(path = "team/review.html")]
struct ReviewPage {
    layout: Layout,
    identity: IdentityBar,
    list: QuestionList,
    answers: Vec<AnswerBlock>,
    diagrams: Vec<HubDiagram>,
    documents: Vec<DocumentLine>,
    requirement: Option<Requirement>,
    checks: Vec<CheckLine>,
    exchange: Option<Exchange>,
    /// What became of its documents between what we asked and the reply.
    exchanged: Vec<ShownDocument>,
    /// In a renewal, how its documents stand to last year's.
    since_last_year: Vec<ShownDocument>,
    judged: Option<Judged>,
    why_closed: Option<&'static str>,
    form: Option<JudgementForm>,
    /// What the supplier sent is not what the person read when they wrote this judgement.
    has_changed: bool,
    conflict: bool,
    last_year: Option<LastYear>,
    /// What the owner of the infrastructure publishes of this question.
    residual: Option<Residual>,
    /// Where both certificates are applied for together: how the Code of Connection stands.
    joint: Option<JointLine>,
    /// What the supplier asked about it.
    asked: Option<AskedAbout>,
}

/// The judgement as it stands.
struct Judged {
    title: &'static str,
    note: String,
    by: String,
}

impl ReviewPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        review: &Review,
        subject: &Subject,
        form: &FormState,
    ) -> Self {
        let application = &review.case.application;
        let is_open = application.state == ApplicationState::UnderReview;
        let may_judge = authorise_team::<ReviewCase>(actor).is_ok();
        Self {
            layout: furniture
                .team(actor)
                .title(&subject.title)
                .section(format!("Review of {}", application.reference))
                .back_to(case::path(&application.reference), "Back to the case")
                .errors_of(form)
                .full_width(),
            identity: case::identity(application, review.now),
            list: list(review, subject),
            answers: answer_blocks(review, subject),
            diagrams: diagrams(review, subject),
            documents: DocumentLine::all_of(review, subject),
            requirement: Requirement::of(review, subject),
            checks: CheckLine::all_of(review, subject, overview::check_words),
            exchange: Exchange::last(review, subject),
            exchanged: Vec::new(),
            since_last_year: Vec::new(),
            judged: review.judgements.get(&subject.id).map(|judgement| Judged {
                title: judgement.verdict.label(),
                note: judgement.note.clone(),
                by: format!(
                    "{}, {}",
                    judgement.judged_by_name,
                    when::relative(judgement.judged_at, review.now)
                ),
            }),
            why_closed: (may_judge && !is_open).then(|| why_closed(application.state)),
            form: (may_judge && is_open).then(|| JudgementForm::new(review, subject, form)),
            has_changed: false,
            conflict: false,
            last_year: LastYear::of(review, subject, may_judge && is_open),
            residual: None,
            joint: JointLine::of(review),
            asked: None,
        }
    }

    /// The same, saying what is not as it was when the person opened the page before they typed this.
    fn compared_with(mut self, review: &Review, subject: &Subject, typed: &Typed) -> Self {
        let saved = review.judgements.get(&subject.id);
        let version = saved.map_or(0, |saved| saved.version);
        self.has_changed = typed.read() != review.reading(subject);
        self.conflict = typed.version() != Some(version);
        self
    }

    /// The same with what the owner of the infrastructure publishes of the question, what the
    /// supplier asked about it, and what became of its documents.
    async fn with_surroundings(
        mut self,
        app: &App,
        actor: &Actor,
        review: &Review,
        subject: &Subject,
    ) -> Result<Self, PageError> {
        if subject.is_question {
            let found = residual(&app.store, actor, &review.case, &subject.id).await?;
            self.residual = found.map(Residual::from);
        }
        self.asked = AskedAbout::load(app, actor, review, subject).await?;
        let changed = ChangedDocuments::of(review, subject);
        self.exchanged = changed.in_last_exchange(app, actor).await?;
        self.since_last_year = changed.since_last_year(app, actor).await?;
        Ok(self)
    }
}

fn why_closed(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft | ApplicationState::Submitted => {
            "Begin the review first. Then you can judge this."
        }
        ApplicationState::AwaitingSupplier => {
            "The supplier has been asked. You can judge again once they reply."
        }
        ApplicationState::UnderReview => "",
        ApplicationState::Withdrawn | ApplicationState::Deleted => {
            "The supplier withdrew this application."
        }
        ApplicationState::Recommended
        | ApplicationState::Approved
        | ApplicationState::Refused
        | ApplicationState::Certified => {
            "A decision is recommended. Judgements do not change any more."
        }
    }
}

fn list(review: &Review, subject: &Subject) -> QuestionList {
    let reference = &review.case.application.reference;
    let links = review.subjects.iter().map(|other| {
        QuestionLink::new(
            case::review_path(reference, &other.id),
            &other.title,
            review.standing(other).title(),
        )
        .current(other.id == subject.id)
    });
    QuestionList::new(format!("{} questions and sections", review.subjects.len())).questions(links)
}

/// The case and the subject of an address.
async fn find(
    app: &App,
    actor: &Actor,
    (reference, subject): &(String, String),
) -> Result<(Review, Subject), PageError> {
    let reference = case::reference(reference)?;
    let review = reviews::read(&app.store, actor, &reference).await?;
    let subject = review.subject(subject).cloned();
    Ok((review, subject.ok_or(PageError::NotFound)?))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(path): Path<(String, String)>,
    Query(suggested): Query<Suggested>,
) -> Reply {
    let (review, subject) = find(&app, &actor, &path).await?;
    let suggested = suggested.form(&review, &subject);
    let form = suggested.unwrap_or_else(|| review_form::as_saved(&review, &subject));
    let form = furniture.form(form);
    let page = ReviewPage::new(&furniture, &actor, &review, &subject, &form);
    let mut page = page
        .with_surroundings(&app, &actor, &review, &subject)
        .await?;
    page.has_changed = furniture.was_typed_before(review_form::READ, review.reading(&subject));
    let saved = review.judgements.get(&subject.id);
    page.conflict =
        saved.is_some_and(|saved| furniture.was_typed_before(review_form::VERSION, saved.version));
    reply::ok(&page)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(path): Path<(String, String)>,
    mut posted: Posted,
) -> Reply {
    let typed = Typed::take(&mut posted);
    posted.finish()?;
    authorise_team::<ReviewCase>(&actor)?;
    let (review, subject) = find(&app, &actor, &path).await?;
    let version = typed.version().ok_or(PageError::Unreadable)?;
    let (verdict, note) = match typed.parse(&subject) {
        Ok(parsed) => parsed,
        Err(form) => {
            let page = ReviewPage::new(&furniture, &actor, &review, &subject, &form);
            if page.form.is_none() {
                // Nothing can be judged as things are, so there are no fields to mend.
                return Err(PageError::Conflict);
            }
            let page = page
                .with_surroundings(&app, &actor, &review, &subject)
                .await?;
            return reply::unprocessable(&page.compared_with(&review, &subject, &typed));
        }
    };
    let judging = Judging {
        subject: &subject.id,
        verdict,
        note: note.as_ref(),
        version,
        read: typed.read(),
    };
    let reference = &review.case.application.reference;
    match reviews::judge(&app.store, &actor, reference, &judging).await {
        Ok(()) => go_on(&review, &subject, typed.goes_on()),
        Err(JudgeError::Stale | JudgeError::Changed) => {
            conflict(&app, &actor, &furniture, &path, &typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// To the next subject, to the case after the last one, or back to the same.
fn go_on(review: &Review, subject: &Subject, goes_on: bool) -> Reply {
    let reference = &review.case.application.reference;
    if !goes_on {
        let path = case::review_path(reference, &subject.id);
        return reply::see_other_saying(&path, "Judgement saved");
    }
    match review.subject_after(&subject.id) {
        Some(next) => reply::see_other(&case::review_path(reference, &next.id)),
        None => reply::see_other_saying(&case::path(reference), "Judgement saved"),
    }
}

/// Somebody else judged meanwhile, or what was read has changed: their judgement and what is there now,
/// beside what was typed, which can be saved again.
async fn conflict(
    app: &App,
    actor: &Actor,
    furniture: &Furniture,
    path: &(String, String),
    typed: &Typed,
) -> Reply {
    let (review, subject) = find(app, actor, path).await?;
    let form = typed.kept();
    let page = ReviewPage::new(furniture, actor, &review, &subject, &form);
    let page = page
        .with_surroundings(app, actor, &review, &subject)
        .await?;
    let page = page.compared_with(&review, &subject, typed);
    reply::page(StatusCode::CONFLICT, &page)
}
