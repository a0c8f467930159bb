//! What people without an account do: owners of infrastructure and signatories. They follow
//! the link of their letter, ask for a code, and enter it.

use super::SeedError;
use super::filling::{Application, Filling};
use super::register;
use domain::credential::Token;
use service::owner_requests::{Answer, Decision};
use service::signature_requests::{Authority, Signature};
use store::signature_requests::SignedFrom;

/// Where signatures come from: an address that is nobody's.
const SIGNED_IP: &str = "198.51.100.24";
const SIGNED_WITH: &str = "Mozilla/5.0 (Linux; Android 15; Mobile) Firefox/145.0";

/// A link that somebody has opened with the code.
struct Opened {
    link: Token,
    browser: Token,
}

impl Filling<'_> {
    /// The owner of the infrastructure agrees; nothing where the supplier owns it.
    pub(super) async fn agree(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let service = application.service;
        if service.is_own || service.is_joint {
            return Ok(());
        }
        let entry = register::find(&service.infrastructure);
        let entry =
            entry.ok_or_else(|| SeedError::stuck("no such infrastructure", &service.key))?;
        let contact = entry.contact;
        let opened = self.follow(application, contact.email, "/owner/").await?;
        let (store, browser) = (&self.app.store, opened.browser.credential());
        let answer = Answer {
            decision: Decision::Agree,
            words: String::new(),
            name: contact.name.to_owned(),
            job_title: contact.job_title.to_owned(),
            until: None,
        };
        let step = || SeedError::step("agree", &service.key);
        service::owner_requests::keep(store, &opened.link, browser, &answer)
            .await
            .map_err(step())?;
        service::owner_requests::answer(store, &opened.link, browser, self.office())
            .await
            .map_err(step())
    }

    /// The signatory reads, says that they have authority, and signs.
    pub(super) async fn sign(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let signatory = &application.supplier.signatory;
        let opened = self.follow(application, &signatory.email, "/sign/").await?;
        let (store, browser) = (&self.app.store, opened.browser.credential());
        let of = &application.service.key;
        service::signature_requests::confirm_authority(
            store,
            &opened.link,
            browser,
            Authority::Has,
        )
        .await
        .map_err(SeedError::step("confirm the authority", of))?;
        let door = service::links::enter(store, &opened.link, browser).await?;
        let request = door.as_ref().and_then(|door| door.signature_request());
        let request = request.ok_or_else(|| SeedError::stuck("nothing to sign", of))?;
        let signature = Signature {
            name: signatory.name.clone(),
            job_title: signatory.job_title.clone(),
            fingerprint: request.snapshot_sha256.clone(),
            from: SignedFrom {
                ip: Some(SIGNED_IP.to_owned()),
                user_agent: Some(SIGNED_WITH.to_owned()),
            },
        };
        service::signature_requests::sign(store, &opened.link, browser, signature, self.office())
            .await
            .map_err(SeedError::step("sign", of))
    }

    /// Follows the link of the latest letter about this service, and enters the code.
    async fn follow(
        &self,
        application: &Application<'_>,
        email: &str,
        before: &str,
    ) -> Result<Opened, SeedError> {
        let of = &application.service.key;
        self.post.collect().await?;
        let link = self.post.link(email, &application.service.name, before);
        let link = link.ok_or_else(|| SeedError::stuck("there is no letter with a link", of))?;
        let (store, gate, key) = (&self.app.store, &self.app.gate, &self.app.session_key);
        service::links::send_code(store, gate, key, &link, self.post.host())
            .await
            .map_err(SeedError::step("ask for a code", of))?;
        self.post.collect().await?;
        let code = self.post.code(email);
        let code = code.ok_or_else(|| SeedError::stuck("there is no letter with a code", of))?;
        let browser = service::links::enter_code(store, key, &link, &code)
            .await
            .map_err(SeedError::step("enter the code", of))?;
        Ok(Opened { link, browser })
    }
}
