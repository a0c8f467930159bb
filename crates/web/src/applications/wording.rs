//! What stands around the fields of a question: requirement, guidance, published wording, notices.

use super::ask::can_ask;
use super::opened::Opened;
use crate::published_wording::PublishedWording;
use domain::enquiry::EnquiryState;
use domain::signature_request::SignatureRequestState;
use domain::when;
use govuk::{Content, Details, Html, InsetText, WarningText};
use questions::{Page, Question, QuestionSet, SpecialTask, as_sentence};
use service::applications::Lock;
use service::subjects;
use std::slice;

/// The requirement in plain words, unless the page says the same already.
pub fn requirement(page: &Page, question: Option<&Question>) -> Option<String> {
    let requirement = &question?.requirement_effective;
    let plain = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    let is_said = |text: &String| plain(text) == plain(requirement);
    (!page.body.iter().any(is_said) && plain(&page.heading) != plain(requirement))
        .then(|| as_sentence(requirement))
}

/// Our guidance on the question.
pub fn guidance(question: Option<&Question>) -> Option<Details> {
    let guidance = &question?.guidance;
    (!guidance.is_empty()).then(|| Details::new("Help with this question", guidance.join("\n\n")))
}

/// What the methods mean that are expected of the answers whose assurance a page asks for, and what
/// would count as evidence, question by question.
pub fn assurance(set: &QuestionSet, page: &Page) -> Option<Details> {
    let help = &set.assurance;
    let mut methods = Vec::new();
    let mut evidence = Vec::new();
    for question in set.assured_on(page) {
        let method = set.assurance_method(question)?;
        let told = format!("{}: {}", question.assurance, method.means);
        if !methods.contains(&told) {
            methods.push(told);
        }
        let example = set.evidence_example(&question.id)?;
        evidence.push(format!("{}: {example}", question.id));
    }
    if methods.is_empty() {
        return None;
    }
    methods.push("For example, this would count as evidence:".to_owned());
    methods.extend(evidence);
    methods.push(help.note.clone());
    let published = help.published.iter();
    let published = published
        .map(|text| format!("“{text}”"))
        .collect::<Vec<_>>();
    methods.push(format!(
        "As published: {} ({})",
        published.join(" "),
        help.source
    ));
    let title = "What the methods mean, and what counts as evidence";
    Some(Details::new(title, methods.join("\n\n")))
}

/// The wording as published, and why we judge by another, where we do.
pub fn published(opened: &Opened, question: Option<&Question>) -> Option<Details> {
    let question = question?;
    let erratum = question.erratum.iter();
    let erratum = erratum.map(|text| format!("Correction: {text}"));
    let source = format!("Source: {}. {}", question.source, opened.set().source);
    let wording = PublishedWording {
        before: vec![
            format!("Question: “{}”", question.text_published),
            format!("Requirement: “{}”", question.requirement_published),
            format!("Assurance: “{}”", question.assurance),
        ],
        after: erratum.chain([source]).collect(),
        ..PublishedWording::of(question)
    };
    Some(Details::new("The original wording", Content::of(&wording)))
}

/// Where to ask the PSN team about the question of this page, or about the section that it is of.
pub fn ask(opened: &Opened, page: &Page) -> Option<String> {
    let subject = subjects::of_page(opened.set(), page).filter(|_| can_ask(opened))?;
    Some(opened.path(&format!("ask/{subject}")))
}

/// Which answers of this page are published, if any is.
pub fn is_published(opened: &Opened, page: &Page) -> Option<InsetText> {
    let fields = opened.set().published_fields(page);
    let fields: Vec<&str> = fields.map(|field| field.label.as_str()).collect();
    let words = match fields.as_slice() {
        [] => return None,
        [_] if page.fields.len() == 1 => {
            "We publish this answer in the list of PSN-compliant services.".to_owned()
        }
        some => format!(
            "We publish in the list of PSN-compliant services what you answer to:\n\n{}",
            some.join("\n")
        ),
    };
    Some(InsetText::new(words))
}

/// What a change of this page may make superfluous on other pages, said before it is changed.
pub fn dependents(opened: &Opened, page: &Page) -> Option<InsetText> {
    let dependents = opened.set().dependents(&page.id, opened.answers());
    let asked = dependents.into_iter().filter(|one| one.is_asked);
    let lines: Vec<String> = asked
        .map(|one| format!("{}: {}", one.label, one.answer))
        .collect();
    (!lines.is_empty()).then(|| {
        InsetText::new(format!(
            "If you change this answer, we leave out what does not apply any more:\n\n{}",
            lines.join("\n")
        ))
    })
}

/// What the PSN team asks about this page.
pub fn asked(opened: &Opened, page: &Page) -> Option<InsetText> {
    match opened.form.lock(&page.id) {
        Lock::Asked(item) => Some(InsetText::new(format!(
            "The PSN team asks:\n\n{}",
            item.request
        ))),
        Lock::Open | Lock::Closed(_) => None,
    }
}

/// What was asked of the PSN team about this page, and whether it has replied.
pub fn asked_team(opened: &Opened, page: &Page) -> impl Iterator<Item = InsetText> {
    let (set, id) = (opened.set(), page.id.as_str());
    let about = opened.form.asked_team.iter();
    let about = about.filter(move |one| subjects::include(set, slice::from_ref(&one.subject), id));
    about.map(|one| {
        let (words, way) = if one.state == EnquiryState::Answered {
            let words = "The PSN team has replied to what was asked about this. ".to_owned();
            (words, "Read the reply")
        } else {
            let day = when::date_with_weekday(one.reply_by);
            let words = format!("The PSN team was asked about this. It aims to reply by {day}. ");
            (words, "See what was asked")
        };
        let way = Content::link(opened.path(&format!("ask/{}", one.subject)), way);
        InsetText::new(Html::of(&Content::from(words)).and(&way))
    })
}

/// That a change makes a signature void.
pub fn signature(opened: &Opened) -> Option<WarningText> {
    let signature = opened.form.signature_at_stake()?;
    let name = &signature.signatory_name;
    Some(WarningText::new(
        if signature.state == SignatureRequestState::Signed {
            format!(
                "{name} has signed. If you change an answer, the signature is void and you need to ask again."
            )
        } else {
            format!(
                "{name} has been asked to sign. If you change an answer, the request is cancelled and you need to ask again."
            )
        },
    ))
}

/// That the owner of the infrastructure takes its agreement back from a day that is to come, and where
/// it is said what can be done.
pub fn taken_back(opened: &Opened) -> Option<InsetText> {
    let form = &opened.form;
    let words = form.owner_request.as_ref()?.taken_back()?;
    let path = opened.path(form.id_of(SpecialTask::InfrastructureAgreement));
    let words = Content::from(format!("{words}. "));
    let way = Content::link(path, "See what you can do");
    Some(InsetText::new(Html::of(&words).and(&way)))
}
