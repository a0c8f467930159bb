//! Living through the plan: each step at its time, by the people whose step it is.

use super::calendar::Calendar;
use super::data::{self, Clarification, Service, Supplier};
use super::people::People;
use super::plan::{self, Moment, PLAN, Planned, Step};
use super::post::Post;
use super::{SeedError, accounts, answers};
use crate::wiring::Wiring;
use domain::id::{InfrastructureId, OrganisationId};
use domain::reference::ApplicationReference;
use questions::{Answers, QuestionSet};
use std::collections::HashMap;
use store::founding::Founding;
use time::{Date, Month};
use web::App;

/// The question set of every application.
const SET: &str = "psn-cop";

/// Everybody and everything that steps need.
pub struct Filling<'a> {
    pub(super) app: &'a App,
    pub(super) people: People,
    pub(super) post: Post,
    pub(super) calendar: Calendar,
    pub(super) set: &'static QuestionSet,
    owner_url: &'a str,
    suppliers: Vec<Supplier>,
    pub(super) organisations: HashMap<String, OrganisationId>,
    infrastructures: HashMap<String, InfrastructureId>,
}

/// An application on its way.
pub struct Application<'a> {
    /// What is planned for it.
    pub planned: Planned,
    /// Whose it is.
    pub supplier: &'a Supplier,
    /// The supplier's organisation.
    pub organisation: OrganisationId,
    /// For which service.
    pub service: &'a Service,
    /// Everything that the supplier answers.
    pub answers: Answers,
    /// Once it is started.
    reference: Option<ApplicationReference>,
}

impl Application<'_> {
    /// What it is called, once it is started.
    ///
    /// # Errors
    /// Before that.
    pub fn reference(&self) -> Result<&ApplicationReference, SeedError> {
        let reference = self.reference.as_ref();
        reference.ok_or_else(|| SeedError::stuck("it was not started", &self.service.key))
    }

    /// What the team asks about it, if it asks.
    pub fn to_ask(&self) -> Option<&Clarification> {
        let clarification = self.service.clarification.as_ref();
        clarification.filter(|_| self.planned.is_asked)
    }
}

impl<'a> Filling<'a> {
    /// Everything that was founded, before the first step.
    ///
    /// # Errors
    /// When the data can't be read.
    pub fn begin(
        wiring: &'a Wiring,
        owner_url: &'a str,
        founding: &Founding,
        calendar: Calendar,
    ) -> Result<Self, SeedError> {
        let app = &wiring.app;
        let organisations = founding.organisations.iter();
        let infrastructures = founding.infrastructures.iter();
        let set = questions::current(SET);
        Ok(Self {
            app,
            people: People::new(
                app.store.clone(),
                app.gate.clone(),
                calendar.clone(),
                accounts::keys(founding),
            ),
            post: Post::new(
                wiring.worker_store.clone(),
                wiring.mailbox.clone(),
                &app.team_email,
                host(&app.public_url),
                calendar.clone(),
            )?,
            calendar,
            set: set.ok_or_else(|| SeedError::stuck("there is no such question set", SET))?,
            owner_url,
            suppliers: data::suppliers()?,
            organisations: organisations
                .map(|organisation| (organisation.name.clone(), organisation.id))
                .collect(),
            infrastructures: infrastructures
                .map(|entry| (entry.name.clone(), entry.id))
                .collect(),
        })
    }

    /// Takes every step at its time, and says with `tell` how far it has come.
    ///
    /// # Errors
    /// The first step that was refused.
    pub async fn live_through(
        &self,
        schedule: Vec<(Moment, Step)>,
        tell: impl Fn(&str),
    ) -> Result<(), SeedError> {
        let mut applications = Vec::new();
        for (place, planned) in PLAN.iter().enumerate() {
            applications.push(self.application(place, *planned)?);
        }
        let mut told = None;
        for (moment, step) in schedule {
            let quarter = quarter(moment.day);
            if told.replace(quarter) != Some(quarter) {
                tell(&format!(
                    "Filling the demonstration: {} ...",
                    in_words(quarter)
                ));
            }
            self.calendar.go_on_to(moment.day, moment.time).await?;
            self.people.sign_out_idle().await?;
            if let Some(application) = applications.get_mut(moment.application) {
                self.take(application, step).await?;
            }
            self.post.collect().await?;
        }
        self.people.sign_out_all().await
    }

    fn application(&self, place: usize, planned: Planned) -> Result<Application<'_>, SeedError> {
        let unknown = |what| SeedError::stuck(what, planned.service);
        let (supplier, service) = data::find(&self.suppliers, planned.service)
            .ok_or_else(|| unknown("there is no such service"))?;
        let organisation = *self
            .organisations
            .get(supplier.organisation)
            .ok_or_else(|| unknown("there is no such organisation"))?;
        let subject = answers::Subject {
            supplier,
            service,
            infrastructure: self.infrastructures.get(&service.infrastructure).copied(),
            start: plan::first_day(&self.calendar, place),
            is_weak: planned.is_weak(),
        };
        Ok(Application {
            planned,
            supplier,
            organisation,
            service,
            answers: answers::of(&subject, self.set),
            reference: None,
        })
    }

    async fn take(&self, application: &mut Application<'_>, step: Step) -> Result<(), SeedError> {
        match step {
            Step::Start => {
                application.reference = Some(self.start(application).await?);
                self.answer_half(application).await
            }
            Step::AnswerMore => {
                self.answer_more(application).await?;
                self.add_documents(application).await
            }
            Step::Complete => {
                self.complete(application).await?;
                self.add_documents(application).await
            }
            Step::AskOwner => self.ask_owner(application).await,
            Step::Agree => self.agree(application).await,
            Step::AskSignatory => self.ask_signatory(application).await,
            Step::Sign => self.sign(application).await,
            Step::Submit => self.submit(application).await,
            Step::Begin => self.begin_review(application).await,
            Step::JudgeSome => self.judge_some(application).await,
            Step::JudgeAll => self.judge_all(application).await,
            Step::AskSupplier => self.ask_supplier(application).await,
            Step::Reply => self.reply(application).await,
            Step::JudgeAgain => self.judge_again(application).await,
            Step::Recommend => self.recommend(application).await,
            Step::Decide => self.decide(application).await,
            Step::Issue => self.issue(application).await,
            Step::Withdraw => self.withdraw(application).await,
        }
    }

    /// Nobody withdraws certificates through the service yet, so the owner of the database
    /// does it here, which the database allows in a demonstration only.
    async fn withdraw(&self, application: &Application<'_>) -> Result<(), SeedError> {
        let today = domain::when::uk_date(self.calendar.now());
        let reference = application.reference()?;
        store::founding::withdraw_certificate(self.owner_url, reference, today).await?;
        Ok(())
    }
}

/// The host of an address such as `http://localhost:8080`.
fn host(public_url: &str) -> String {
    let (_, rest) = public_url.split_once("://").unwrap_or(("", public_url));
    let host = rest.split(['/', ':']).next().unwrap_or(rest);
    host.to_owned()
}

/// The year, and the first month of a quarter of it.
fn quarter(day: Date) -> (i32, Month) {
    let first = match day.month() {
        Month::January | Month::February | Month::March => Month::January,
        Month::April | Month::May | Month::June => Month::April,
        Month::July | Month::August | Month::September => Month::July,
        Month::October | Month::November | Month::December => Month::October,
    };
    (day.year(), first)
}

fn in_words((year, first): (i32, Month)) -> String {
    format!("{first} to {} {year}", first.nth_next(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_quarter_reads_well() {
        let words = |day| in_words(quarter(day));
        assert_eq!(words(date!(2026 - 11 - 21)), "October to December 2026");
        assert_eq!(words(date!(2027 - 01 - 01)), "January to March 2027");
    }

    #[test]
    fn the_host_has_neither_scheme_nor_port() {
        assert_eq!(host("http://localhost:8080"), "localhost");
        assert_eq!(host("https://psn.example/x"), "psn.example");
    }
}
