//! A case at a glance: what is to be done, what to look at, what happened last.

use super::asked::Asked;
use super::renewed::Renewed;
use super::review_parts::suggestion;
use super::waiting::{Notice, notices};
use super::{case, decision_tasks, timeline};
use crate::App;
use crate::conditions::{self, Condition};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::application::ApplicationState;
use domain::grant_condition::GrantCondition;
use domain::review::Verdict;
use domain::when;
use govuk::{
    Button, IdentityBar, Layout, PostForm, Tag, TagColour, Task, TaskList, TaskStatus, Timeline,
};
use policy::authorise_team;
use policy::team::ReviewCase;
use questions::Outcome;
use service::cross_checks::recorded::{Found, Since};
use service::reviews::checks::Check;
use service::reviews::{self, Overview, Review, Standing};
use service::subjects::Subject;

#[derive(Template)]
#[template(path = "team/overview.html")]
struct OverviewPage {
    layout: Layout,
    identity: IdentityBar,
    begin: Option<PostForm>,
    notices: Vec<Notice>,
    questions: TaskList,
    sections: TaskList,
    /// What the supplier asked about questions.
    asked: Option<Asked>,
    decision: TaskList,
    /// What the certificate is granted with.
    conditions: Vec<Condition>,
    flags: Vec<Flag>,
    /// The answers that are not assured as expected.
    assurance: Vec<Flag>,
    /// What the rules found when it was submitted, and do not find now.
    gone: Vec<Moved>,
    /// What they find now, and did not when it was submitted.
    new: Vec<Moved>,
    renewal: Option<Renewed>,
    rules_version: String,
    baseline_version: String,
    lists_on: String,
    timeline: Timeline,
    timeline_path: String,
    documents_path: String,
}

/// Something that the automatic checks want looked at.
struct Flag {
    /// The address and the title of the subject; nothing when it is about the answers as a whole.
    subject: Option<(String, String)>,
    outcome: &'static str,
    reason: String,
    rule: String,
    /// Where a question to the supplier is begun with what is suggested, and what that is.
    suggestion: Option<(String, &'static str)>,
}

/// A rule that did not find the same when the application was submitted as it does now.
struct Moved {
    /// What it is about.
    about: String,
    outcome: &'static str,
    rule: String,
}

impl Moved {
    fn all(overview: &Overview, which: fn(&Since) -> &Vec<Found>) -> Vec<Self> {
        let moved = overview.since_submitted.iter().flat_map(which);
        moved
            .map(|found| {
                let about = overview.review.titles_of(found).join(", ");
                Self {
                    about: if about.is_empty() {
                        "All answers".to_owned()
                    } else {
                        about
                    },
                    outcome: check_words(found.outcome),
                    rule: format!("{} (version {})", found.rule, found.version),
                }
            })
            .collect()
    }
}

impl OverviewPage {
    fn new(furniture: &Furniture, actor: &policy::Actor, overview: &Overview) -> Self {
        let review = &overview.review;
        let application = &review.case.application;
        let path = case::path(&application.reference);
        let layout = furniture.team(actor).title(application.service_title());
        let can_begin = application.state == ApplicationState::Submitted
            && authorise_team::<ReviewCase>(actor).is_ok();
        let begin = PostForm::new(
            format!("{path}/begin"),
            layout.csrf(),
            Button::primary("Begin the review"),
        );
        let (questions, sections): (Vec<&Subject>, Vec<&Subject>) = review
            .subjects
            .iter()
            .partition(|subject| subject.is_question);
        Self {
            identity: case::identity(application, review.now),
            begin: can_begin.then_some(begin),
            notices: notices(overview, actor, &path),
            questions: TaskList::new("question").tasks(tasks(review, &questions)),
            sections: TaskList::new("section").tasks(tasks(review, &sections)),
            asked: Asked::of(review),
            decision: decision_tasks::listed(overview, &path),
            conditions: conditions::listed(granted_with(overview), when::uk_date(review.now)),
            flags: flags(review),
            assurance: review
                .assurance_checks()
                .into_iter()
                .map(|check| Flag::of(review, check))
                .collect(),
            gone: Moved::all(overview, |since| &since.gone),
            new: Moved::all(overview, |since| &since.new),
            renewal: Renewed::of(review, overview.renewed.as_ref()),
            rules_version: review.rules_version(),
            baseline_version: review.baseline_version(),
            lists_on: when::date(review.reference.lists_on),
            timeline: Timeline::new()
                .heading_level(3)
                .events(timeline::events(&overview.latest, review)),
            timeline_path: format!("{path}/timeline"),
            documents_path: format!("{path}/documents"),
            layout: layout
                .section(application.reference.as_str())
                .back_to("/team", "Back to the queue"),
        }
    }
}

fn tasks(review: &Review, subjects: &[&Subject]) -> Vec<Task> {
    let reference = &review.case.application.reference;
    subjects
        .iter()
        .map(|subject| {
            let href = case::review_path(reference, &subject.id);
            Task::new(&subject.title, href, status(review.standing(subject)))
        })
        .collect()
}

fn status(standing: Standing) -> TaskStatus {
    let tag = |colour| TaskStatus::Tag(Tag::new(standing.title(), colour));
    match standing {
        Standing::Open => tag(TagColour::Blue),
        Standing::Replied | Standing::Changed(_) => tag(TagColour::Yellow),
        Standing::Judged(Verdict::Ask) => tag(TagColour::Purple),
        Standing::Judged(Verdict::NotMet) => tag(TagColour::Red),
        Standing::Judged(Verdict::Meets | Verdict::MeetsWithExplanation) => {
            TaskStatus::Text(standing.title().to_owned())
        }
    }
}

/// The conditions of the recommendation that a second person approved.
fn granted_with(overview: &Overview) -> &[GrantCondition] {
    let mut decisions = overview.decisions.iter();
    let approved =
        decisions.find(|decision| decision.outcome == Some(domain::review::Outcome::Approved));
    approved.map_or(&[], |decision| &decision.conditions)
}

/// Everything that the automatic checks did not find in order.
fn flags(review: &Review) -> Vec<Flag> {
    let checks = review.checks().into_iter();
    checks
        .filter(|check| check.outcome != Outcome::Meets)
        .map(|check| Flag::of(review, check))
        .collect()
}

impl Flag {
    fn of(review: &Review, check: Check) -> Self {
        Self {
            subject: review.subject(&check.subject).map(|subject| {
                let reference = &review.case.application.reference;
                let href = case::review_path(reference, &check.subject);
                (href, subject.title.clone())
            }),
            outcome: check_words(check.outcome),
            suggestion: suggestion(review, &check),
            reason: check.reason,
            rule: check.rule,
        }
    }
}

/// What an automatic check found, in words that are not those of a judgement.
pub fn check_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Meets => "Meets",
        Outcome::Check => "Look at this",
        Outcome::Explain => "Needs explanation",
        Outcome::Below => "Below",
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let overview = reviews::overview(&app.store, &actor, &reference).await?;
    reply::ok(&OverviewPage::new(&furniture, &actor, &overview))
}

/// Begins the review.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(reference): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let reference = case::reference(&reference)?;
    reviews::begin(&app.store, &actor, &reference, case::office(&app)).await?;
    reply::see_other_saying(
        &case::path(&reference),
        "The review has begun and the case is assigned to you",
    )
}
