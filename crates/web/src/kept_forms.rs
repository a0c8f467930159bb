//! The forms of people who are signed in: what each does, in words, and the page that it stands on.
//!
//! When such a form can't be taken because the session has ended, its person has to confirm who they
//! are, or what it is about has changed, it is kept (`layers::kept`) and leads back to its page with what was typed. Nothing is
//! done by that: its own button, on its own page, has to be pressed again. Only pages of questions
//! are saved at once (`applications::parked`), because saving an answer can be undone.

use crate::signed_in::Presented;
use crate::{App, PageError};
use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use domain::credential::Credential;
use domain::id::KeptAnswerId;
use service::kept_answers::{self, Fields};

/// In the address of a page that holds what was kept: its identifier.
pub const KEPT: &str = "kept";

/// What a kept form is in words, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct KeptForm {
    /// What it does.
    pub words: String,
    /// The page that it stands on.
    pub page: String,
}

impl KeptForm {
    /// A form that an earlier release kept and this one does not know.
    pub fn unknown(path: &str) -> Self {
        Self {
            words: "A form".to_owned(),
            page: path.to_owned(),
        }
    }

    /// The address of its page with what was kept.
    pub fn way_back(&self, id: KeptAnswerId) -> String {
        format!("{}?{KEPT}={id}", self.page)
    }
}

/// Addresses that forms are sent to, how many parts of the address lie below the page of the form,
/// and what the form does. The first that fits counts.
#[rustfmt::skip] // One line for each.
const FORMS: &[(&str, usize, &str)] = &[
    ("/account/close", 0, "Close your account"),
    ("/account/email", 0, "Change your email address"),
    ("/account/email/confirm/{token}", 0, "Confirm your new email address"),
    ("/account/notifications", 0, "Choose which emails you get"),
    ("/account/passkeys/add", 0, "Add a passkey"),
    ("/account/passkeys/{passkey}/remove", 0, "Remove a passkey"),
    ("/account/password", 0, "Change your password"),
    ("/account/sessions/end-others", 1, "Sign out all other devices"),
    ("/account/sessions/{id}/end", 2, "Sign out a device"),
    ("/account/two-factor/recovery-codes", 0, "Recovery codes"),
    ("/account/two-factor/remove", 0, "Remove your authenticator app"),
    ("/account/two-factor/set-up", 0, "Set up an authenticator app"),
    ("/applications/new", 0, "Start an application"),
    ("/applications/new/renew/{number}", 0, "Renew a certificate"),
    ("/applications/{reference}/ask/{subject}", 0, "Ask the PSN team about {subject} of {reference}"),
    ("/applications/{reference}/check-answers", 0, "Check the answers of {reference}"),
    ("/applications/{reference}/clarifications/{id}/check", 0, "Send your reply about {reference}"),
    ("/applications/{reference}/clarifications/{id}/{subject}", 0, "Reply about {subject} of {reference}"),
    ("/applications/{reference}/delete", 0, "Delete {reference}"),
    ("/applications/{reference}/downloads", 0, "Download a copy of {reference}"),
    ("/applications/{reference}/infrastructure/owner-request", 0, "Ask the infrastructure owner of {reference}"),
    ("/applications/{reference}/infrastructure/owner-request/cancel", 1, "Cancel the request to the infrastructure owner of {reference}"),
    ("/applications/{reference}/infrastructure/owner-request/remind", 1, "Remind the infrastructure owner of {reference}"),
    ("/applications/{reference}/keep", 0, "Keep {reference}"),
    ("/applications/{reference}/other-policies/{policy}", 0, "Download what another policy asks further, for {reference}"),
    ("/applications/{reference}/people", 0, "Say who does what in {reference}"),
    ("/applications/{reference}/renewal", 0, "Check the copied answers of {reference}"),
    ("/applications/{reference}/signatory", 0, "Say who will sign the commitments of {reference}"),
    ("/applications/{reference}/signatory/check", 0, "Ask the signatory of {reference} to sign"),
    ("/applications/{reference}/signatory/yourself", 0, "Say that you are the authorised signatory of {reference}"),
    ("/applications/{reference}/signature/cancel", 1, "Cancel the request to sign {reference}"),
    ("/applications/{reference}/signature/remind", 1, "Remind the signatory of {reference}"),
    ("/applications/{reference}/submit", 0, "Submit {reference}"),
    ("/applications/{reference}/withdraw", 0, "Withdraw {reference}"),
    ("/applications/{reference}/{*tail}", 0, "A page of {reference}"),
    ("/invitations/{token}", 0, "Accept an invitation"),
    ("/organisations/new/check", 0, "Set up your organisation"),
    ("/organisations/new/{step}", 0, "Set up your organisation"),
    ("/organisations/start", 0, "Join an organisation"),
    ("/organisations/{organisation}/access-review", 0, "Check who has access"),
    ("/organisations/{organisation}/access-review/finish", 1, "Finish the check of who has access"),
    ("/organisations/{organisation}/access-review/people/{user}", 2, "Confirm somebody’s access"),
    ("/organisations/{organisation}/address", 0, "Change the address of your organisation"),
    ("/organisations/{organisation}/ask-to-join", 0, "Ask to join an organisation"),
    ("/organisations/{organisation}/infrastructure/{infrastructure}", 0, "Name a service on your infrastructure"),
    ("/organisations/{organisation}/infrastructure/{infrastructure}/agreements/{agreement}/keep", 3, "Keep an agreement"),
    ("/organisations/{organisation}/infrastructure/{infrastructure}/agreements/{agreement}/withdraw", 0, "Take back an agreement"),
    ("/organisations/{organisation}/infrastructure/{infrastructure}/responsibilities/{subject}", 0, "Say what your infrastructure covers of {subject}"),
    ("/organisations/{organisation}/infrastructure/{infrastructure}/services/{service}", 0, "Say whether a service runs on your infrastructure"),
    ("/organisations/{organisation}/infrastructure/{infrastructure}/standing", 0, "Give a standing agreement"),
    ("/organisations/{organisation}/infrastructure/{infrastructure}/standing/{agreement}/withdraw", 3, "Take back a standing agreement"),
    ("/organisations/{organisation}/invitations/{invitation}/cancel", 1, "Cancel an invitation"),
    ("/organisations/{organisation}/invitations/{invitation}/send-again", 1, "Send an invitation again"),
    ("/organisations/{organisation}/name", 0, "Change the name of your organisation"),
    ("/organisations/{organisation}/people/hand-over", 0, "Hand over to another administrator"),
    ("/organisations/{organisation}/people/invite", 0, "Invite a colleague"),
    ("/organisations/{organisation}/people/{user}", 0, "Change somebody’s role"),
    ("/organisations/{organisation}/people/{user}/leaving", 1, "Set somebody’s last day"),
    ("/organisations/{organisation}/people/{user}/remove", 0, "Remove somebody from the organisation"),
    ("/organisations/{organisation}/requests/{request}", 0, "Answer a request to join"),
    ("/organisations/{organisation}/two-factor", 0, "Say whether a second factor is required"),
    ("/team/admin/people/invite", 0, "Invite a person to the team"),
    ("/team/admin/people/{team_person}", 0, "Change somebody’s place in the team"),
    ("/team/admin/people/{team_person}/archive", 0, "Archive somebody of the team"),
    ("/team/admin/people/{team_person}/invite-again", 1, "Send the link to somebody of the team again"),
    ("/team/admin/people/{team_person}/restore", 1, "Bring somebody back to the team"),
    ("/team/admin/support/new/{support_kind}", 0, "Propose a support action"),
    ("/team/admin/support/{support_action}", 0, "Decide on a support action"),
    ("/team/applications/{reference}/approve", 0, "Decide on the recommendation for {reference}"),
    ("/team/applications/{reference}/begin", 1, "Begin the review of {reference}"),
    ("/team/applications/{reference}/clarifications/check", 0, "Send the request to the supplier of {reference}"),
    ("/team/applications/{reference}/clarifications/new", 0, "Ask the supplier of {reference}"),
    ("/team/applications/{reference}/connection", 0, "Record how the Code of Connection of {reference} stands"),
    ("/team/applications/{reference}/infrastructure", 0, "Confirm the infrastructure of {reference}"),
    ("/team/applications/{reference}/issue", 0, "Issue the certificate for {reference}"),
    ("/team/applications/{reference}/recommend", 0, "Recommend a decision on {reference}"),
    ("/team/applications/{reference}/signature", 0, "Check the page of {reference} that was signed in ink"),
    ("/team/applications/{reference}/review/{subject}", 0, "Judge {subject} of {reference}"),
    ("/team/infrastructure/{infrastructure}", 0, "Say who holds an infrastructure"),
    ("/team/infrastructure/{infrastructure}/end", 0, "Record that a connection certificate ends early"),
    ("/team/enquiries/{enquiry}", 0, "Reply to a question of a supplier"),
];

/// Fields that say how a form is to be taken, or which button was pressed; nobody types them.
const UNTYPED: [&str; 24] = [
    "action",
    "after_recovery_codes",
    "base",
    "condition_count",
    "conflict",
    "decision",
    "details_used",
    "do",
    "change",
    "due",
    "file",
    "go",
    "id",
    "invitation",
    "key",
    "kind",
    "more",
    "next",
    "q",
    "read",
    "request_key",
    "return",
    "seen",
    "version",
];
/// What the names of more such fields begin with: one for each row of a page.
const UNTYPED_EACH: [&str; 2] = ["version-", "was-"];

/// What was decided on something: by itself no text, and to be decided anew when that has changed.
const OUTCOME: &str = "outcome";

/// Whether people type or choose what is in a field of this name.
pub fn is_typed(name: &str) -> bool {
    !UNTYPED.contains(&name) && !UNTYPED_EACH.iter().any(|each| name.starts_with(each))
}

/// Whether a form holds anything that somebody typed or chose and that may be kept; a decision
/// without a word of reason is not enough.
pub fn is_any_typed(fields: &Fields) -> bool {
    let mut kept = fields
        .iter()
        .filter(|(name, _)| is_typed(name) && *name != OUTCOME && !kept_answers::is_secret(name));
    kept.any(|(_, values)| values.iter().any(|value| !value.trim().is_empty()))
}

/// The form that is sent to this address; none for those that are never kept.
pub fn find(path: &str) -> Option<KeptForm> {
    let parts: Vec<&str> = path.split('/').collect();
    let found = FORMS.iter().find(|(pattern, ..)| fits(pattern, &parts));
    let (pattern, below, words) = found?;
    let named = pattern.split('/').zip(&parts);
    let words = named.fold((*words).to_owned(), |words, (name, part)| match name {
        "{reference}" | "{subject}" => words.replace(name, part),
        _ => words,
    });
    Some(KeptForm {
        words,
        page: parts[..parts.len() - below].join("/"),
    })
}

/// Whether an address is of this pattern: `{name}` stands for any part, `{*name}` for all that
/// follow.
fn fits(pattern: &str, parts: &[&str]) -> bool {
    let mut parts = parts.iter();
    for name in pattern.split('/') {
        let Some(part) = parts.next() else {
            return false;
        };
        if name.starts_with("{*") {
            return true;
        }
        let is_any = name.starts_with('{') && !part.is_empty();
        if !is_any && name != *part {
            return false;
        }
    }
    parts.next().is_none()
}

/// The identifier of what was kept, in an address.
pub fn named_in(query: Option<&str>) -> Option<KeptAnswerId> {
    let mut query = form_urlencoded::parse(query?.as_bytes());
    let (_, id) = query.find(|(name, _)| name == KEPT)?;
    KeptAnswerId::parse(&id)
}

/// What the person typed into the form of this page when it could not be taken, if the address
/// names it and it is theirs.
pub async fn typed_before(parts: &mut Parts, app: &App) -> Result<Option<Fields>, PageError> {
    let Some(id) = named_in(parts.uri.query()).filter(|_| parts.method == Method::GET) else {
        return Ok(None);
    };
    let Ok(Presented(credential)) = Presented::from_request_parts(parts, app).await;
    if credential == Credential::ANONYMOUS {
        return Ok(None);
    }
    let Some(actor) = app.store.actor(credential).await? else {
        return Ok(None);
    };
    let kept = kept_answers::find(&app.gate, &app.session_key, &actor, id).await?;
    let is_here = |path: &str| find(path).is_some_and(|form| form.page == parts.uri.path());
    Ok(kept
        .filter(|kept| is_here(&kept.path))
        .map(|kept| kept.fields))
}

#[cfg(test)]
mod tests;
