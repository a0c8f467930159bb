//! What suppliers do with their applications.

use super::SeedError;
use super::filling::{Application, Filling};
use domain::id::RequestKey;
use domain::origin::Origin;
use domain::owner_request::Contact;
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureMethod;
use policy::Actor;
use questions::{AnswerKey, Page, SpecialTask, TaskKind, TaskState};
use service::answers::{Answer, Saved, Seen};
use service::applications::{self, Form};
use service::owner_requests::Answering;
use service::signature_requests::{SeenRequest, Signer};

/// A page of the form and the item of its list.
type Asked = (&'static Page, i16);

/// Of all pages, how many are answered at the start: three in five.
const FIRST_PART: (usize, usize) = (3, 5);
/// Pages that the administrator adds to a draft.
const ADDED: usize = 4;

impl Filling<'_> {
    /// The editor starts the application: the renewal of the service's certificate where that can
    /// be renewed by now.
    pub(super) async fn start(
        &self,
        application: &Application<'_>,
    ) -> Result<ApplicationReference, SeedError> {
        let (store, key) = (&self.app.store, &application.service.key);
        let actor = self.people.acting(application.supplier.editor).await?;
        let renewable = applications::renewable(store, &actor, &[application.organisation])
            .await
            .map_err(SeedError::step("look for a certificate", key))?;
        let earlier = renewable
            .iter()
            .find(|candidate| candidate.service_name == application.service.name);
        if let Some(earlier) = earlier {
            return applications::renew(store, &actor, &earlier.number, RequestKey::new())
                .await
                .map_err(SeedError::step("renew", key));
        }
        let organisation = application.organisation;
        applications::start(
            store,
            &actor,
            organisation,
            self.set,
            None,
            RequestKey::new(),
        )
        .await
        .map_err(SeedError::step("start", key))
    }

    /// The editor answers the first part of the questions and marks what is complete.
    pub(super) async fn answer_half(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let (pages, first) = self.parts(application);
        let actor = self.people.acting(application.supplier.editor).await?;
        self.answer(application, &actor, pages.get(..first).unwrap_or_default())
            .await
    }

    /// The administrator answers a little more.
    pub(super) async fn answer_more(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let (pages, first) = self.parts(application);
        let actor = self
            .people
            .acting(application.supplier.administrator)
            .await?;
        let more = pages.get(first..first + ADDED).unwrap_or_default();
        self.answer(application, &actor, more).await
    }

    /// The administrator answers the rest.
    pub(super) async fn complete(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let (pages, first) = self.parts(application);
        let actor = self
            .people
            .acting(application.supplier.administrator)
            .await?;
        let rest = pages.get(first..).unwrap_or_default();
        self.answer(application, &actor, rest).await?;
        self.reconfirm(application, &actor).await
    }

    /// Says of every answer that was carried into a renewal that it is still right.
    async fn reconfirm(
        &self,
        application: &Application<'_>,
        actor: &Actor,
    ) -> Result<(), SeedError> {
        let form = self.open(application, actor).await?;
        let tasks = self.set.tasks.iter();
        let keys: Vec<AnswerKey> = tasks.flat_map(|task| form.case.unchecked(task)).collect();
        if keys.is_empty() {
            return Ok(());
        }
        service::answers::reconfirm(&self.app.store, &form, &keys)
            .await
            .map_err(SeedError::step("reconfirm", &application.service.key))?;
        self.mark(application, actor).await
    }

    /// The pages that the supplier answers, in order, and how many of them at first.
    fn parts(&self, application: &Application<'_>) -> (Vec<Asked>, usize) {
        let answers = &application.answers;
        let tasks = self.set.tasks.iter();
        let pages: Vec<Asked> = tasks
            .flat_map(|task| self.set.asked_pages(task, answers))
            .filter(|(page, item)| answers.get(&page.id, *item).is_some())
            .collect();
        let (part, of) = FIRST_PART;
        let first = pages.len() * part / of;
        (pages, first)
    }

    /// Answers these pages one by one, then marks the sections that are complete by now.
    async fn answer(
        &self,
        application: &Application<'_>,
        actor: &Actor,
        pages: &[Asked],
    ) -> Result<(), SeedError> {
        let mut form = self.open(application, actor).await?;
        for (page, item) in pages {
            self.save(application, &mut form, page, *item).await?;
        }
        self.mark(application, actor).await
    }

    /// Marks the sections that are complete by now.
    async fn mark(&self, application: &Application<'_>, actor: &Actor) -> Result<(), SeedError> {
        let form = self.open(application, actor).await?;
        for task in &self.set.tasks {
            let answers = &form.case.stored.answers;
            let is_complete = !matches!(task.kind, TaskKind::Special(_))
                && form.case.unchecked(task).is_empty()
                && self.set.task_state(task, answers, &form.reference) == TaskState::Complete;
            if is_complete {
                let seen = Seen::of(&form, task);
                service::answers::mark(&self.app.store, &form, task, true, Some(&seen))
                    .await
                    .map_err(SeedError::step("mark", &task.id))?;
            }
        }
        Ok(())
    }

    /// The form of an application.
    async fn open(&self, application: &Application<'_>, actor: &Actor) -> Result<Form, SeedError> {
        let reference = application.reference()?;
        applications::open(&self.app.store, actor.credential, reference)
            .await
            .map_err(SeedError::step("open", &application.service.key))
    }

    /// Saves one page as its form would, and keeps the opened form up to date.
    async fn save(
        &self,
        application: &Application<'_>,
        form: &mut Form,
        page: &Page,
        item: i16,
    ) -> Result<(), SeedError> {
        let place = format!("{} {}", application.service.key, page.path_for(item));
        let key = AnswerKey {
            page: page.id.clone(),
            item,
        };
        let saved = form.case.stored.saved.get(&key);
        let seen = saved.map_or(0, |saved| saved.version);
        let given = application.answers.get(&page.id, item);
        let mut given = given.cloned().unwrap_or_default();
        self.name_host_services(application, page, &mut given)
            .await?;
        let asked = page.as_asked(&application.answers, item);
        let checked = asked.check(&given, &form.reference);
        if let Some(error) = checked.errors.first() {
            return Err(SeedError::stuck(
                "an answer is not complete",
                &format!("{place}: {}", error.message),
            ));
        }
        let mut values = checked.values;
        self.fill_from_register(form, page, &mut values).await?;
        let answer = Answer {
            page: &page.id,
            item,
            values: &values,
            is_complete: true,
            seen,
            origin: &Origin::TYPED,
        };
        let saved = service::answers::save(&self.app.store, form, &answer)
            .await
            .map_err(SeedError::step("save", &place))?;
        match saved {
            Saved::Changed { .. } => {
                form.case
                    .stored
                    .answers
                    .insert(page.id.clone(), item, values);
                Ok(())
            }
            Saved::Unchanged => Ok(()),
            Saved::Conflict | Saved::Moved => {
                Err(SeedError::stuck("somebody else changed it", &place))
            }
        }
    }

    /// The administrator asks the owner of the infrastructure, or confirms its own.
    pub(super) async fn ask_owner(&self, application: &Application<'_>) -> Result<(), SeedError> {
        if application.service.is_joint {
            return Ok(());
        }
        let actor = self
            .people
            .acting(application.supplier.administrator)
            .await?;
        let (reference, office) = (application.reference()?, self.office());
        let nothing = Answering::NOTHING;
        service::owner_requests::ask(&self.app.store, &actor, reference, nothing, office)
            .await
            .map_err(SeedError::step("ask the owner", &application.service.key))
    }

    /// The editor checks all answers and asks the signatory.
    pub(super) async fn ask_signatory(
        &self,
        application: &Application<'_>,
    ) -> Result<(), SeedError> {
        let actor = self.people.acting(application.supplier.editor).await?;
        let form = self.open(application, &actor).await?;
        let check = TaskKind::Special(SpecialTask::CheckAnswers);
        let task = self.set.tasks.iter().find(|task| task.kind == check);
        let task = task.ok_or_else(|| SeedError::stuck("nothing to check", &self.set.id))?;
        let of = &application.service.key;
        let seen = Seen::of(&form, task);
        service::answers::mark(&self.app.store, &form, task, true, Some(&seen))
            .await
            .map_err(SeedError::step("check the answers", of))?;
        let signatory = &application.supplier.signatory;
        let contact = Contact {
            name: signatory.name.clone(),
            job_title: signatory.job_title.clone(),
            email: signatory.email.clone(),
        };
        let signer = Signer {
            contact,
            method: SignatureMethod::Online,
            message: None,
        };
        let (reference, url) = (application.reference()?, &self.app.public_url);
        let asked = (&signer, &SeenRequest::default());
        service::signature_requests::ask(&self.app.store, &actor, reference, asked, url)
            .await
            .map_err(SeedError::step("ask the signatory", of))
    }

    /// The administrator submits.
    pub(super) async fn submit(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let actor = self
            .people
            .acting(application.supplier.administrator)
            .await?;
        let (app, reference) = (self.app, application.reference()?);
        service::submission::submit(
            &app.store,
            &actor,
            reference,
            &app.public_url,
            &app.team_email,
        )
        .await
        .map_err(SeedError::step("submit", &application.service.key))?;
        Ok(())
    }
}
