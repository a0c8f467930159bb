//! What needs somebody's attention, in one sentence each.

use domain::application::ApplicationState;
use domain::owner_request::OwnerRequestState;
use domain::signature_request::SignatureRequestState;
use domain::when;
use store::applications::Attention;

/// Something that needs attention, and where to deal with it.
pub struct Item {
    pub href: String,
    pub text: String,
}

/// What needs attention about one application; nothing about what goes well without anybody.
pub fn items(application: &Attention) -> Vec<Item> {
    let name = if application.service_name.is_empty() {
        "Service without a name yet"
    } else {
        &application.service_name
    };
    let root = format!("/applications/{}", application.reference);
    let mut items = Vec::new();
    if let Some((id, due)) = &application.clarification {
        items.push(Item {
            href: format!("{root}/clarifications/{id}"),
            text: format!(
                "{name}: the PSN team needs more from you by {}",
                when::date_with_weekday(*due)
            ),
        });
    }
    if let Some(words) = application
        .signature
        .as_ref()
        .and_then(|(state, who)| signature(*state, who))
    {
        items.push(Item {
            href: format!("{root}/signature"),
            text: format!("{name}: {words}"),
        });
    }
    let owner = application
        .owner
        .as_ref()
        .filter(|_| application.state == ApplicationState::Draft);
    if let Some(words) = owner.and_then(|(state, who)| self::owner(*state, who)) {
        items.push(Item {
            href: root,
            text: format!("{name}: {words}"),
        });
    }
    items
}

fn signature(state: SignatureRequestState, who: &str) -> Option<String> {
    match state {
        SignatureRequestState::Sent | SignatureRequestState::Opened => {
            Some(format!("waiting for {who} to sign"))
        }
        SignatureRequestState::Signed => Some(format!("{who} has signed")),
        SignatureRequestState::Declined => Some(format!("{who} cannot sign")),
        SignatureRequestState::Voided => Some(format!(
            "an answer changed, so {who} needs to be asked to sign again"
        )),
        SignatureRequestState::Cancelled => None,
    }
}

fn owner(state: OwnerRequestState, who: &str) -> Option<String> {
    match state {
        OwnerRequestState::Sent | OwnerRequestState::Opened => {
            Some(format!("waiting for {who} to agree"))
        }
        OwnerRequestState::Agreed => Some(format!("{who} has agreed")),
        OwnerRequestState::Declined => Some(format!("{who} has not agreed")),
        OwnerRequestState::Asked => Some(format!("{who} has a question for you")),
        OwnerRequestState::Cancelled => None,
    }
}
