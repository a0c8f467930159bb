//! A service certificate that is applied for together with the connection certificate of its
//! infrastructure: both are assessed in parallel, and the service's waits for the other.
//!
//! "If the infrastructure you plan to use to deliver your service doesn't have a valid PSN connection
//! compliance certificate, you can apply for a PSN connection and a PSN service provision compliance
//! certificate together, and we will conduct each assessment in parallel" (PSN guidance, introduction).

use crate::applications::Case;
use crate::infrastructures::whose;
use domain::connection_assessment::Assessed;
use domain::document::{Document, ListedDocument, ScanState};
use domain::owner_request::Whose;
use domain::when;
use domain::working_days::parse_iso;
use time::Date;

/// How the PSN team gets the Code of Connection (CoCo).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeOfConnection {
    /// It has it, under this reference.
    HasReference(String),
    /// It is among the documents of the application.
    Added,
    /// The supplier sends it by this day.
    ToCome(Option<Date>),
}

/// What a supplier says of the connection certificate that it applies for at the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joint {
    /// The name of the infrastructure.
    pub infrastructure: String,
    /// How the PSN team gets the Code of Connection.
    pub code: CodeOfConnection,
}

impl Joint {
    /// What an application says of it; nothing when its infrastructure has a certificate.
    pub fn of(case: &Case) -> Option<Self> {
        let asked = case.set.asked_answers(&case.stored.answers);
        if whose(case, &asked) != Some(Whose::Both) {
            return None;
        }
        let fact = |name| case.set.fact(name, &asked);
        let code = match (fact(JOINT_HOW), fact("joint_reference")) {
            (Some(ADDED), _) => CodeOfConnection::Added,
            (_, Some(reference)) => CodeOfConnection::HasReference(reference.to_owned()),
            (_, None) => CodeOfConnection::ToCome(fact("joint_send_by").and_then(parse_iso)),
        };
        Some(Self {
            infrastructure: fact("infrastructure_name").unwrap_or_default().to_owned(),
            code,
        })
    }

    /// How the team gets the Code of Connection and how it stands, in words for the team without the
    /// last full stop.
    pub fn standing_in_words(&self, standing: Option<&Assessed>) -> String {
        let stands = standing.map_or_else(
            || "Nothing is recorded of the CoCo yet".to_owned(),
            |assessed| assessed.state.since(assessed.on_day),
        );
        format!("{}. {stands}", self.code_in_words())
    }

    /// How the team gets the Code of Connection, in words for the team.
    pub fn code_in_words(&self) -> String {
        match &self.code {
            CodeOfConnection::HasReference(reference) => format!("CoCo reference {reference}"),
            CodeOfConnection::Added => "The CoCo is among the documents".to_owned(),
            CodeOfConnection::ToCome(Some(day)) => {
                format!("The supplier sends the CoCo by {}", when::date(*day))
            }
            CodeOfConnection::ToCome(None) => "The supplier sends the CoCo later".to_owned(),
        }
    }
}

/// The choice that it is among the documents.
const ADDED: &str = "added";
/// The fact how the PSN team gets the Code of Connection.
pub(crate) const JOINT_HOW: &str = "joint_how";

/// True when the application says that the Code of Connection is among its documents, and none of
/// them is it: one that was found infected or can't be read does not count.
pub fn lacks_code_of_connection(case: &Case, documents: &[Document]) -> bool {
    let documents = documents.iter();
    is_not_among(
        case,
        documents.map(|document| (&document.scan, &document.description.questions)),
    )
}

/// The same by the documents as a form lists them.
pub(crate) fn lists_no_code_of_connection(case: &Case, documents: &[ListedDocument]) -> bool {
    let documents = documents.iter();
    is_not_among(
        case,
        documents.map(|document| (&document.scan, &document.questions)),
    )
}

fn is_not_among<'a>(
    case: &Case,
    mut documents: impl Iterator<Item = (&'a ScanState, &'a Vec<String>)>,
) -> bool {
    let Some(page) = code_of_connection_page(case) else {
        return false;
    };
    !documents.any(|(scan, questions)| {
        let is_kept = !matches!(scan, ScanState::Infected | ScanState::Failed);
        is_kept && questions.iter().any(|id| id == page)
    })
}

/// What a document is linked to when it is the Code of Connection: the page that asks for it.
pub fn code_of_connection_page(case: &Case) -> Option<&'static str> {
    // Most have none, asked or not.
    let how = case.set.fact(JOINT_HOW, &case.stored.answers);
    how.filter(|how| *how == ADDED)?;
    let is_added = Joint::of(case).is_some_and(|joint| joint.code == CodeOfConnection::Added);
    case.set.page_of_fact(JOINT_HOW).filter(|_| is_added)
}
