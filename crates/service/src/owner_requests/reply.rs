//! What an owner wrote that the supplier can answer with its next request.

use super::plan::Plan;
use domain::id::UserId;
use domain::owner_request::{OwnerRequest, OwnerRequestState, Reply};
use store::{ReadTx, StoreError};

/// The longest answer, in characters.
pub const REPLY_MAX: usize = 2000;

/// What an owner asked, or why it did not agree; not where a standing agreement answers the next request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The organisation that wrote it.
    pub owner: String,
    /// Whether it has to be answered: the owner asked something first. Why it did not agree need not be.
    pub is_asked: bool,
    /// What was answered with a request that the next one takes the place of; empty when nothing was.
    pub answered: String,
}

/// What a person sends to an owner with the next request.
#[derive(Debug, Clone, Copy)]
pub struct Answering<'a> {
    /// The answer; none when nothing was typed.
    pub words: Option<&'a str>,
    /// How the latest request stood when the page was drawn that it was typed on: [`seen`].
    pub seen: &'a str,
}

impl Answering<'_> {
    /// Nothing is answered.
    pub const NOTHING: Answering<'static> = Answering {
        words: None,
        seen: "",
    };

    /// Whether it would be lost or sent about something else than its writer has read: somebody asked
    /// or answered meanwhile, or there is nothing to answer any more. What went already, by the same
    /// form, is not lost.
    pub(super) fn has_moved(
        &self,
        by: UserId,
        latest: Option<&OwnerRequest>,
        reply: Option<&Reply>,
        question: Option<&Question>,
    ) -> bool {
        let Some(words) = self.words else {
            return false;
        };
        let is_sent = latest.is_some_and(|latest| latest.asker.id == by)
            && reply.is_some_and(|reply| reply.words == words);
        !is_sent && (self.seen != seen(latest) || question.is_none())
    }
}

/// How the latest request stands, in one word: sent back as it was shown. That the owner has opened it
/// is no news.
pub fn seen(latest: Option<&OwnerRequest>) -> String {
    latest.map_or_else(
        || "none".to_owned(),
        |latest| {
            let stands = if latest.state.is_open() {
                "open"
            } else {
                latest.state.as_str()
            };
            format!("{}-{stands}", latest.id)
        },
    )
}

/// What the latest request answers, if it does.
pub(super) async fn reply(
    tx: &mut ReadTx,
    latest: Option<&OwnerRequest>,
) -> Result<Option<Reply>, StoreError> {
    match latest {
        Some(request) => store::owner_requests::find_reply(tx, request.id).await,
        None => Ok(None),
    }
}

/// What the next request can answer: what the same owner wrote on the latest one, or what that one
/// answered before it was cancelled or ran out. The database compares the same (`access.quote_owner`).
pub(super) fn question(
    latest: Option<&OwnerRequest>,
    reply: Option<&Reply>,
    plan: &Plan,
) -> Option<Question> {
    let Plan::Ask(hosting, _) = plan else {
        return None;
    };
    let latest = latest.filter(|latest| latest.hosting.is_of_same_owner(hosting))?;
    let question = |state, answered: &str| Question {
        owner: hosting.owner_name.clone(),
        is_asked: state == OwnerRequestState::Asked,
        answered: answered.to_owned(),
    };
    match latest.state {
        OwnerRequestState::Asked | OwnerRequestState::Declined => {
            latest.reason.as_ref()?;
            Some(question(latest.state, ""))
        }
        OwnerRequestState::Sent | OwnerRequestState::Opened | OwnerRequestState::Cancelled => {
            let reply = reply?;
            Some(question(reply.to_state, &reply.words))
        }
        OwnerRequestState::Agreed | OwnerRequestState::Withdrawn => None,
    }
}
