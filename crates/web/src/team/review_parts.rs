//! The parts of the review workspace beside the judgement.

use super::case;
use super::review_form::VERDICT;
use crate::clarifications::difference::{ShownChange, shown};
use crate::diagram;
use crate::documents::kind_and_size;
use crate::published_wording::PublishedWording;
use crate::rewording;
use domain::application::ApplicationState;
use domain::document::Document;
use domain::when;
use govuk::{Content, Details, HubDiagram, InsetText, Prose, SummaryList, SummaryRow};
use questions::{Outcome, as_sentence};
use service::applications::Carry;
use service::clarifications::changes;
use service::reviews::Review;
use service::reviews::answer::answered;
use service::reviews::checks::Check;
use service::subjects::Subject;
use time::Date;

/// One page of the answer.
pub struct AnswerBlock {
    pub heading: String,
    pub rows: SummaryList,
    /// In a renewal, how the answer stands to last year's.
    pub since: Option<Since>,
}

/// How an answer of a renewal stands to last year's.
pub struct Since {
    pub title: &'static str,
    /// The words of the answer that came and went.
    pub changes: Vec<ShownChange>,
    /// What comes before the words of the question that are not what they were.
    pub introduction: &'static str,
    /// Those words, as the supplier reads them; none when they are the same.
    pub reworded: Vec<String>,
}

/// The answers of a subject, page by page; how they are assured comes last.
pub fn answer_blocks(review: &Review, subject: &Subject) -> Vec<AnswerBlock> {
    answered(review.case.set, subject, &review.case.stored.answers)
        .into_iter()
        .map(|page| AnswerBlock {
            since: since(review, &page.page, page.item),
            heading: page.heading,
            rows: SummaryList::new().rows(
                page.rows
                    .into_iter()
                    .map(|(label, answer)| SummaryRow::new(label, answer)),
            ),
        })
        .collect()
}

/// In a renewal, how an answer stands to last year's, with the words that came and went.
fn since(review: &Review, page: &str, item: i16) -> Option<Since> {
    let carry = review.case.carry_of(page, item)?;
    let changes = match carry {
        Carry::Changed => shown(review.case.changes_since(page, item)),
        _ => Vec::new(),
    };
    Some(Since {
        title: carry.title(),
        changes,
        introduction: rewording::INTRODUCTION,
        reworded: rewording::in_words(&review.case.reworded_answer(page, item)),
    })
}

/// A document that belongs to a subject.
pub struct DocumentLine {
    /// Where it is downloaded; nothing unless it is released.
    pub href: Option<String>,
    pub title: String,
    /// What it is, how its scan stands, and who issued it when.
    pub about: String,
}

impl DocumentLine {
    /// The documents of a subject.
    pub fn all_of(review: &Review, subject: &Subject) -> Vec<Self> {
        let path = case::path(&review.case.application.reference);
        let documents = review.documents_of(subject);
        documents
            .map(|document| Self {
                href: document
                    .scan
                    .is_released()
                    .then(|| format!("{path}/documents/{}/file", document.id)),
                title: document.description.title.clone(),
                about: about(document, when::uk_date(review.now)),
            })
            .collect()
    }
}

fn about(document: &Document, today: Date) -> String {
    let description = &document.description;
    let mut about = vec![
        kind_and_size(document.kind, document.bytes),
        document.scan.title().to_lowercase(),
    ];
    if document.number > 1 {
        about.push(format!("version {}", document.number));
    }
    if !description.issuer.is_empty() {
        about.push(format!("issued by {}", description.issuer));
    }
    if let Some(date) = description.effective_on {
        about.push(format!("effective from {}", when::date(date)));
    }
    if let Some(date) = description.expires_on {
        let verb = if date < today { "expired" } else { "expires" };
        about.push(format!("{verb} on {}", when::date(date)));
    }
    about.join(", ")
}

/// The lists of a subject that are also drawn.
pub fn diagrams(review: &Review, subject: &Subject) -> Vec<HubDiagram> {
    let (set, answers) = (review.case.set, &review.case.stored.answers);
    let tasks = set.tasks.iter().filter(|task| {
        let mut pages = task.pages.iter();
        pages.any(|page| subject.pages.contains(&page.id))
    });
    tasks
        .filter_map(|task| diagram::of(set, task, answers))
        .collect()
}

/// What is required of an answer.
pub struct Requirement {
    pub question: Prose,
    pub effective: String,
    pub published: Option<String>,
    pub erratum: Option<String>,
    /// The expected assurance as published.
    pub assurance: String,
    /// What that is compared as, where the published wording names no method.
    pub compared_as: Option<String>,
    pub guidance: Details,
    pub hint: InsetText,
    pub source: String,
}

impl Requirement {
    /// The requirement of a question; groups of sections have none.
    pub fn of(review: &Review, subject: &Subject) -> Option<Self> {
        let question = review.case.set.question(&subject.id)?;
        let differs = question.requirement_published != question.requirement_effective;
        let guidance = PublishedWording {
            before: question.guidance.clone(),
            ..PublishedWording::of(question)
        };
        Some(Self {
            question: Prose::new(&question.text_published),
            effective: as_sentence(&question.requirement_effective),
            published: differs.then(|| question.requirement_published.clone()),
            erratum: question.erratum.clone(),
            assurance: question.assurance.clone(),
            compared_as: (question.assurance_compared_as != question.assurance)
                .then(|| question.assurance_compared_as.clone()),
            guidance: Details::new("Guidance", Content::of(&guidance)),
            hint: InsetText::new(&question.assessor_hint),
            source: question.source.clone(),
        })
    }
}

/// One automatic check.
pub struct CheckLine {
    pub outcome: &'static str,
    pub reason: String,
    pub rule: String,
    /// Where a question to the supplier is begun with what is suggested, and what that is.
    pub suggestion: Option<(String, &'static str)>,
}

impl CheckLine {
    /// The checks that concern a subject.
    pub fn all_of(
        review: &Review,
        subject: &Subject,
        words: fn(Outcome) -> &'static str,
    ) -> Vec<Self> {
        review
            .checks()
            .into_iter()
            .chain(review.assurance_checks())
            .filter(|check| check.subject == subject.id)
            .map(|check| Self {
                outcome: words(check.outcome),
                suggestion: suggestion(review, &check),
                reason: check.reason,
                rule: check.rule,
            })
            .collect()
    }
}

/// Where the judgement of a subject begins with what is suggested to ask, and what that is; while it can be
/// judged.
pub fn suggestion(review: &Review, check: &Check) -> Option<(String, &'static str)> {
    let application = &review.case.application;
    let suggestion = check
        .suggestion
        .filter(|_| application.state == ApplicationState::UnderReview)?;
    let page = case::review_path(&application.reference, &check.subject);
    let href = format!("{page}?suggested={}#{VERDICT}", suggestion.rule);
    Some((href, suggestion.action.as_str()))
}

/// What the supplier was asked last about a subject, and what came of it.
pub struct Exchange {
    pub asked: String,
    pub request: Prose,
    pub replied: String,
    pub reply: Prose,
    pub changes: Vec<ShownChange>,
}

impl Exchange {
    /// The last answered request about a subject.
    pub fn last(review: &Review, subject: &Subject) -> Option<Self> {
        let (request, item) = review.last_answered(&subject.id)?;
        let at = |moment| when::relative(moment, review.now);
        let answered_by = request.answered_by_name.as_deref().unwrap_or_default();
        let changes = changes(review.case.set, subject, &review.case.stored.answers, item);
        Some(Self {
            asked: format!(
                "Asked by {}, {}",
                request.asked_by_name,
                at(request.asked_at)
            ),
            request: Prose::new(&item.request),
            replied: request.answered_at.map_or_else(String::new, |moment| {
                format!("Replied by {answered_by}, {}", at(moment))
            }),
            reply: Prose::new(item.reply.as_deref().unwrap_or_default()),
            changes: shown(changes),
        })
    }
}
