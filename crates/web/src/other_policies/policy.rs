//! One policy: what it asks by principle or section, and what the answers cover of it.

use super::{Counts, LIST, Outcomes, Reading};
use crate::PageError;
use crate::applications::opened::Opened;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Path, Query};
use govuk::{Button, Details, Layout};
use questions::{Compared, Coverage, Crosswalk, RequirementGroup};
use serde::Deserialize;
use service::copies::CopyKind;
use service::other_policies::{in_words, outcomes, take_gaps};

/// A principle or section with what it asks.
struct Group {
    /// Where links on the page lead.
    anchor: String,
    title: &'static str,
    /// The principle as published.
    published: Option<Details>,
    requirements: Vec<Asked>,
}

/// One thing that is asked.
struct Asked {
    id: &'static str,
    headline: &'static str,
    coverage: &'static str,
    questions: Vec<Answered>,
    gap: Option<&'static str>,
    wording: Details,
}

/// A question that speaks to it.
struct Answered {
    title: String,
    href: String,
    /// How its answer compares with the standard, unless it meets that.
    words: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "other_policies/policy.html")]
struct PolicyPage {
    layout: Layout,
    caption: String,
    reading: Reading,
    counts: Counts,
    /// What to show else: everything, or only what is missing.
    other_view: (String, &'static str),
    is_missing_only: bool,
    groups: Vec<Group>,
    action: String,
    download: Button,
    about: &'static Crosswalk,
}

/// The parameters of the address. The reference is read by [`Opened`].
#[derive(Deserialize)]
pub struct Named {
    policy: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Shown {
    show: String,
}

pub async fn show(
    Path(Named { policy }): Path<Named>,
    Query(shown): Query<Shown>,
    opened: Opened,
) -> Reply {
    let about = opened.set().crosswalk(&policy).ok_or(PageError::NotFound)?;
    let outcomes = outcomes(&opened.form);
    let is_missing_only = shown.show == "missing";
    let action = opened.path(&format!("{LIST}/{}", about.id));
    let groups = about.groups.iter().enumerate();
    let groups = groups
        .map(|(number, group)| draw(&opened, number, group, &outcomes, is_missing_only))
        .filter(|group| !group.requirements.is_empty());
    reply::ok(&PolicyPage {
        layout: opened
            .layout(&about.title)
            .back_to(opened.path(LIST), "Back to other policies"),
        caption: opened.form.case.application.service_title().to_owned(),
        reading: Reading::of(&opened),
        counts: Counts::of(about, &outcomes),
        other_view: if is_missing_only {
            (action.clone(), "Show everything that it asks")
        } else {
            (
                format!("{action}?show=missing"),
                "Show only what your answers do not cover",
            )
        },
        is_missing_only,
        groups: groups.collect(),
        action,
        download: Button::secondary("Download what your answers do not cover (CSV)"),
        about,
    })
}

/// The list of what is missing, as a file.
pub async fn submit(Path(Named { policy }): Path<Named>, opened: Opened, posted: Posted) -> Reply {
    posted.finish()?;
    let about = opened.set().crosswalk(&policy).ok_or(PageError::NotFound)?;
    let permit = opened.form.permit_to_export()?;
    let bytes = take_gaps(&opened.app.store, &opened.form, &permit, about).await?;
    let reference = &opened.form.case.application.reference;
    let name = format!("{reference}-{}-gaps.csv", about.id);
    reply::download(CopyKind::Csv.media_type(), &name, bytes)
}

fn draw(
    opened: &Opened,
    number: usize,
    group: &'static RequirementGroup,
    outcomes: &Outcomes,
    is_missing_only: bool,
) -> Group {
    let outcome_of = |id: &str| outcomes.get(id).copied().flatten();
    let compared = group.requirements.iter().map(|one| one.compare(outcome_of));
    let shown = compared.filter(|one| !is_missing_only || one.coverage != Coverage::Covered);
    let published = (!group.published.is_empty()).then(|| group.published.join("\n\n"));
    Group {
        anchor: format!("part-{}", number + 1),
        title: &group.title,
        published: published
            .map(|text| Details::new(format!("{}, as published", group.title), text)),
        requirements: shown.map(|one| asked(opened, &one)).collect(),
    }
}

fn asked(opened: &Opened, compared: &Compared<'static>) -> Asked {
    let requirement = compared.requirement;
    let questions = compared.outcomes.iter().filter_map(|(id, outcome)| {
        let question = opened.set().question(id)?;
        let page = opened.set().pages_of_question(id).next()?;
        Some(Answered {
            title: format!("{id} {}", question.title),
            href: opened.path(&page.path),
            words: in_words(*outcome),
        })
    });
    let published = requirement.under.iter().chain(&requirement.wording);
    let published: Vec<&str> = published.map(String::as_str).collect();
    Asked {
        id: &requirement.id,
        headline: &requirement.headline,
        coverage: compared.coverage.words(),
        questions: questions.collect(),
        gap: requirement.gap.as_deref(),
        wording: Details::new(
            format!("Wording of {}, as published", requirement.id),
            published.join("\n\n"),
        ),
    }
}
