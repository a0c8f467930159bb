//! Who is told of what, and where letters lead.

use crate::applications::Case;
use crate::recipients::{contact_in, recipient};
use mail::{CaseChanged, Notice, Recipient};
use questions::{Answers, QuestionSet};
use store::{ReadTx, StoreError, WriteTx};

/// Where the service is reached, and the PSN team.
#[derive(Debug, Clone, Copy)]
pub struct Office<'a> {
    /// Where people reach the service, without a slash at the end.
    pub public_url: &'a str,
    /// The PSN team's mailbox.
    pub team_email: &'a str,
}

impl Office<'_> {
    /// The full address of a path of ours.
    pub(crate) fn url(self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The address of a page of the supplier about an application.
    pub(crate) fn application_url(self, case: &Case, page: &str) -> String {
        self.url(&format!(
            "/applications/{}/{page}",
            case.application.reference
        ))
    }

    /// The address of a page of the team about an application; the overview when `page` is empty.
    pub(crate) fn case_url(self, case: &Case, page: &str) -> String {
        let tail = if page.is_empty() { "" } else { "/" };
        self.url(&format!(
            "/team/applications/{}{tail}{page}",
            case.application.reference
        ))
    }

    /// The team's mailbox.
    pub(crate) fn team(self) -> Option<Recipient> {
        recipient("", self.team_email)
    }
}

/// The point of contact that the application names.
pub(crate) fn point_of_contact(case: &Case) -> Option<Recipient> {
    named_in(case.set, &case.stored.answers)
}

/// The point of contact that these answers name.
pub(crate) fn named_in(set: &QuestionSet, answers: &Answers) -> Option<Recipient> {
    contact_in(set, &set.asked_answers(answers))
}

/// The point of contact and, if that is somebody else, who submitted the application.
pub(crate) async fn supplier_side(
    tx: &mut ReadTx,
    case: &Case,
) -> Result<Vec<Recipient>, StoreError> {
    let submitter = store::clarifications::submitter(tx, case.application.id).await?;
    let submitter = submitter.and_then(|(name, email)| recipient(&name, &email));
    Ok(distinct(
        point_of_contact(case).into_iter().chain(submitter),
    ))
}

/// Each address once, the first name given for it.
pub(crate) fn distinct(people: impl IntoIterator<Item = Recipient>) -> Vec<Recipient> {
    let mut kept: Vec<Recipient> = Vec::new();
    for person in people {
        let is_known = kept
            .iter()
            .any(|other| same_address(other.email.as_str(), person.email.as_str()));
        if !is_known {
            kept.push(person);
        }
    }
    kept
}

fn same_address(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Queues the notice for each of these people.
pub(crate) async fn tell(
    tx: &mut WriteTx,
    people: &[Recipient],
    notice: &impl Notice,
) -> Result<(), StoreError> {
    for person in people {
        store::outbox::add(tx, &notice.message(person)).await?;
    }
    Ok(())
}

/// Somebody outside the team did something about an application that the team has.
pub(crate) struct Happened<'a> {
    /// The application.
    pub reference: &'a str,
    /// Its service.
    pub service: &'a str,
    /// Who did something.
    pub who: &'a str,
    /// What, as the rest of the sentence.
    pub what: &'static str,
    /// The team's page that shows it.
    pub page: &'static str,
}

/// M56: tells the team.
pub(crate) async fn tell_team(
    tx: &mut WriteTx,
    happened: &Happened<'_>,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let (reference, page) = (happened.reference, happened.page);
    let notice = CaseChanged {
        reference: reference.to_owned(),
        service: happened.service.to_owned(),
        who: happened.who.to_owned(),
        what: happened.what.to_owned(),
        link: office.url(&format!("/team/applications/{reference}/{page}")),
    };
    let team: Vec<_> = office.team().into_iter().collect();
    tell(tx, &team, &notice).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_twice() {
        let people = [
            recipient("One", "a@b.example").unwrap(),
            recipient("Other", "A@B.example").unwrap(),
            recipient("Third", "c@b.example").unwrap(),
        ];
        let kept = distinct(people);
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[0].name, "One");
    }
}
