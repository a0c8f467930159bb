//! From tasks and pages as written to tasks and pages.

use std::borrow::Borrow;

use crate::{
    load::{
        CrossConditions, Files, LoadError,
        condition::Scope,
        each_condition::repeated,
        in_folder,
        raw::{RawList, RawManifest, RawPage, RawTask, RawTaskKind, RawText},
        rules::NO_LISTS,
    },
    page::{ConditionalText, Page},
    set::{ListShape, SpecialTask, Task, TaskKind},
};

pub(super) fn tasks<T: Borrow<str> + Ord>(
    files: &Files<T>,
    manifest: &RawManifest,
    none: &CrossConditions,
) -> Result<Vec<Task>, LoadError> {
    let raw = in_folder::<RawTask, T>(files, "tasks/")?;
    let groups = manifest.groups.iter();
    let unknown = groups
        .flat_map(|group| &group.tasks)
        .find(|id| !raw.iter().any(|(_, task)| task.id == **id));
    if let Some(id) = unknown {
        let file = "manifest.toml".to_owned();
        return Err(LoadError::Wrong {
            file,
            what: format!("there is no task {id}"),
        });
    }
    raw.into_iter()
        .map(|(file, raw)| task(file, raw, none))
        .collect()
}

fn task(file: &str, raw: RawTask, none: &CrossConditions) -> Result<Task, LoadError> {
    let kind = match (raw.kind, raw.list) {
        (RawTaskKind::Form, None) => TaskKind::Form,
        (RawTaskKind::List, Some(list)) => TaskKind::List(list.build()),
        (RawTaskKind::InfrastructureAgreement, None) => {
            TaskKind::Special(SpecialTask::InfrastructureAgreement)
        }
        (RawTaskKind::CheckAnswers, None) => TaskKind::Special(SpecialTask::CheckAnswers),
        (RawTaskKind::Signature, None) => TaskKind::Special(SpecialTask::Signature),
        (RawTaskKind::Submit, None) => TaskKind::Special(SpecialTask::Submit),
        _ => {
            let what = "a list, and nothing else, has [list]".to_owned();
            return Err(LoadError::Wrong {
                file: file.to_owned(),
                what,
            });
        }
    };
    let pages = raw.pages.into_iter().map(|raw| page(file, raw, none));
    Ok(Task {
        id: raw.id,
        title: raw.title,
        kind,
        pages: pages.collect::<Result<_, _>>()?,
        principle: raw.principle,
        hint: raw.hint,
    })
}

impl RawList {
    fn build(self) -> ListShape {
        ListShape {
            item_name: self.item_name,
            item_name_plural: self.item_name_plural,
            min: self.min,
            max: self.max,
            gate: self.gate,
            title_field: self.title_field,
        }
    }
}

fn page(file: &str, raw: RawPage, none: &CrossConditions) -> Result<Page, LoadError> {
    let id = raw.path.replace("{n}", "n");
    let scope = Scope {
        file,
        page: &id,
        guidance: &[],
        cross_checks: none,
        lists: &NO_LISTS,
    };
    let text = |raw: RawText| {
        Ok(ConditionalText {
            when: raw.when.build(scope)?,
            text: raw.text,
        })
    };
    Ok(Page {
        fields: match &raw.each_condition_of {
            Some(list) => repeated(&raw.fields, list, scope)?,
            None => raw
                .fields
                .into_iter()
                .map(|field| field.build(scope))
                .collect::<Result<_, _>>()?,
        },
        body_if: raw
            .body_if
            .into_iter()
            .map(text)
            .collect::<Result<_, _>>()?,
        show_if: raw
            .show_if
            .map(|condition| condition.build(scope))
            .transpose()?,
        path: raw.path,
        heading: raw.heading,
        caption: raw.caption,
        body: raw.body,
        inset: raw.inset,
        question: raw.question,
        published: false,
        reconfirm: raw.reconfirm,
        lookup: raw.lookup,
        replaces: raw.replaces,
        id,
    })
}
