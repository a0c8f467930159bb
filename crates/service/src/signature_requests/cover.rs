//! Which signature covers an application as it is.

use crate::applications::Case;
use crate::snapshot;
use domain::signature_request::{SignatureRequest, SignatureRequestState};
use store::{ReadTx, StoreError};

/// Whether an application as it is has been signed.
#[derive(Debug, Clone)]
pub enum Covering {
    /// This signature covers it.
    Signed(Box<SignatureRequest>),
    /// The signatory has been asked to sign exactly this, and has not yet.
    Waiting(Box<SignatureRequest>),
    /// Nothing that was signed or sent is what the application is now.
    None,
}

impl Covering {
    /// True when a signature covers it.
    pub fn is_signed(&self) -> bool {
        matches!(self, Self::Signed(_))
    }

    /// True when the signature that covers it is in ink, and nobody of the team has found it right.
    pub fn awaits_ink_check(&self) -> bool {
        matches!(self, Self::Signed(signed) if signed.awaits_ink_check())
    }
}

/// The signature that covers an application as it is: the latest whose text is exactly what
/// would be signed now. Once it has been submitted, answers that need no new signature
/// (decision 6: contacts) may differ.
pub async fn covering(tx: &mut ReadTx, case: &Case) -> Result<Covering, StoreError> {
    let now = snapshot::of(case);
    let requests = store::signature_requests::list(tx, case.application.id).await?;
    let exact = |state: fn(SignatureRequestState) -> bool| {
        requests
            .iter()
            .find(|request| state(request.state) && request.snapshot_sha256 == now.sha256)
            .cloned()
            .map(Box::new)
    };
    if let Some(signed) = exact(|state| state == SignatureRequestState::Signed) {
        return Ok(Covering::Signed(signed));
    }
    if !case.application.state.is_draft() {
        let signed = requests
            .iter()
            .find(|request| request.state == SignatureRequestState::Signed);
        if let Some(signed) = signed
            && has_the_same_essentials(tx, signed, &now.text).await?
        {
            return Ok(Covering::Signed(Box::new(signed.clone())));
        }
    }
    Ok(exact(SignatureRequestState::is_open).map_or(Covering::None, Covering::Waiting))
}

async fn has_the_same_essentials(
    tx: &mut ReadTx,
    signed: &SignatureRequest,
    now: &str,
) -> Result<bool, StoreError> {
    let Some(frozen) = store::signature_requests::frozen(tx, signed.id).await? else {
        return Ok(false);
    };
    let (Ok(then), Ok(now)) = (snapshot::read(&frozen.snapshot), snapshot::read(now)) else {
        return Ok(false);
    };
    let is_same_promise =
        then.organisation == now.organisation && then.commitments == now.commitments;
    Ok(is_same_promise && then.essentials() == now.essentials())
}
