//! What needs somebody's attention, in one sentence each.

use domain::application::{ApplicationState, service_title};
use domain::connection_assessment::ConnectionState;
use domain::owner_request::OwnerRequestState;
use domain::signature_request::SignatureRequestState;
use domain::when::{self, date};
use service::assignments::ToDo;
use store::applications::{
    AskedOwner, Attention, Expiring, ListedCertificate, Needing, UnreadReply,
};
use time::Date;

/// Something that needs attention, and where to deal with it.
pub struct Item {
    pub href: String,
    pub text: String,
}

/// Everything that needs attention: tasks, replies that were not read, applications, documents that
/// expire, certificates to renew.
pub fn listed(
    to_do: &[ToDo],
    needing: &Needing,
    to_renew: &[ListedCertificate],
    today: Date,
) -> Vec<Item> {
    let tasks = to_do.iter().map(|to_do| task(to_do, today));
    let renewals = to_renew.iter().map(|one| renewal(one, today));
    let expiring = needing.expiring.iter().map(|one| expiry(one, today));
    tasks
        .chain(needing.replies.iter().map(unread))
        .chain(needing.applications.iter().flat_map(items))
        .chain(expiring)
        .chain(renewals)
        .collect()
}

/// A task that is assigned to the person.
fn task(to_do: &ToDo, today: Date) -> Item {
    let assigned = &to_do.assigned;
    let name = service_title(&assigned.service_name);
    let title = &to_do.task.title;
    let due = match assigned.due_on {
        Some(day) if day < today => format!(", it was due {}", when::date(day)),
        Some(day) => format!(", due {}", when::date(day)),
        None => String::new(),
    };
    Item {
        href: format!("/applications/{}/{}", assigned.reference, to_do.task.id),
        text: format!("{name}: {title} is assigned to you{due}"),
    }
}

/// A reply of the PSN team that nobody has read.
fn unread(reply: &UnreadReply) -> Item {
    let name = service_title(&reply.service_name);
    Item {
        href: format!("/applications/{}/ask/{}", reply.reference, reply.subject),
        text: format!(
            "{name}: the PSN team has replied to what you asked about {}",
            reply.subject_title
        ),
    }
}

/// A certificate that can be renewed today and that nobody renews yet.
fn renewal(certificate: &ListedCertificate, today: Date) -> Item {
    let verb = if certificate.valid_to < today {
        "ended"
    } else {
        "ends"
    };
    Item {
        href: format!("/certificates/{}", certificate.number),
        text: format!(
            "{}: its certificate {verb} on {}. Renew it",
            certificate.service_name,
            date(certificate.valid_to)
        ),
    }
}

/// Documents of an application that expire soon or have expired.
fn expiry(expiring: &Expiring, today: Date) -> Item {
    let name = service_title(&expiring.service_name);
    let day = date(expiring.first_on);
    let words = match (expiring.count, expiring.first_on < today) {
        (1, true) => format!("a document expired on {day}"),
        (1, false) => format!("a document expires on {day}"),
        (count, true) => format!("{count} documents expire, the first expired on {day}"),
        (count, false) => format!("{count} documents expire, the first on {day}"),
    };
    Item {
        href: format!("/applications/{}/documents", expiring.reference),
        text: format!("{name}: {words}"),
    }
}

/// What needs attention about one application; nothing about what goes well without anybody.
fn items(application: &Attention) -> Vec<Item> {
    let name = service_title(&application.service_name);
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
    if let Some((state, who)) = &application.signature
        && let Some((tail, words)) = signature(*state, who, application.state)
    {
        items.push(Item {
            href: format!("{root}/{tail}"),
            text: format!("{name}: {words}"),
        });
    }
    items.extend(connection(application, name, &root));
    let owner = application.owner.as_ref();
    if application.state == ApplicationState::Certified {
        let words = owner.and_then(|asked| self::owner(asked, application.state));
        items.extend(words.map(|words| Item {
            href: format!("{root}/progress"),
            text: format!(
                "{name}: {words}. It has a certificate, and the PSN team decides what becomes of it"
            ),
        }));
        return items;
    }
    if let Some(words) = owner.and_then(|asked| self::owner(asked, application.state)) {
        items.push(Item {
            href: format!("{root}/infrastructure/owner-request"),
            text: format!("{name}: {words}"),
        });
    }
    items
}

/// That the connection certificate is there, and the supplier has to confirm that its service runs on it; or
/// that there will be none.
fn connection(application: &Attention, name: &str, root: &str) -> Option<Item> {
    let (tail, words) = match application.connection? {
        ConnectionState::Issued if application.owner.is_none() => (
            "infrastructure/owner-request",
            "your connection certificate is recorded. Confirm that the service runs on it",
        ),
        ConnectionState::Refused => ("progress", "your connection certificate was refused"),
        ConnectionState::Issued | ConnectionState::Received | ConnectionState::UnderAssessment => {
            return None;
        }
    };
    Some(Item {
        href: format!("{root}/{tail}"),
        text: format!("{name}: {words}"),
    })
}

/// The tail of the page where it is dealt with, and what to say. Once the application has been
/// submitted, a signature needs nobody.
fn signature(
    state: SignatureRequestState,
    who: &str,
    stands: ApplicationState,
) -> Option<(&'static str, String)> {
    let words = match state {
        SignatureRequestState::Sent | SignatureRequestState::Opened => {
            format!("waiting for {who} to sign")
        }
        SignatureRequestState::Signed if stands.is_draft() => {
            let words = format!("{who} has signed. See what is left and submit it");
            return Some(("submit", words));
        }
        SignatureRequestState::Declined => format!("{who} cannot sign"),
        SignatureRequestState::Voided => {
            format!("the last request to sign is void, so {who} needs to be asked again")
        }
        SignatureRequestState::Signed | SignatureRequestState::Cancelled => return None,
    };
    Some(("signature", words))
}

/// What to say of the owner. An answer that comes is waited for in a draft; one that is gone is said
/// until the certificate is issued.
fn owner(asked: &AskedOwner, stands: ApplicationState) -> Option<String> {
    let who = &asked.name;
    match asked.state {
        OwnerRequestState::Sent | OwnerRequestState::Opened if !stands.is_draft() => None,
        OwnerRequestState::Sent | OwnerRequestState::Opened => {
            Some(format!("waiting for {who} to agree"))
        }
        OwnerRequestState::Declined => Some(format!("{who} has not agreed")),
        OwnerRequestState::Withdrawn => Some(match asked.ended_on {
            Some(day) => format!("the agreement of {who} ended on {}, as agreed", date(day)),
            None => format!("{who} took its agreement back"),
        }),
        OwnerRequestState::Asked => Some(format!("{who} has a question for you")),
        OwnerRequestState::Agreed => {
            let from = asked.taken_back_from?;
            Some(format!(
                "{who} takes its agreement back from {}",
                date(from)
            ))
        }
        OwnerRequestState::Cancelled => None,
    }
}
