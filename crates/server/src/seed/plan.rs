//! Which applications the demonstration holds, and when each step of them was taken.

use super::calendar::Calendar;
use time::{Date, Duration, Time};

/// How far an application has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A draft, about half filled in by two people.
    HalfFilled,
    /// A draft that the signatory has been asked to sign.
    WaitingForSignature,
    /// A signed draft.
    ReadyToSubmit,
    /// Submitted; nobody has begun.
    Submitted,
    /// Under review, some answers judged.
    UnderReview,
    /// Under review, everything judged, and past its target date.
    Overdue,
    /// The supplier has been asked, and has not replied.
    AwaitingSupplier,
    /// Recommended; another person decides.
    Recommended,
    /// Granted; the certificate has not been issued.
    Approved,
    /// Not granted.
    Refused,
    /// The certificate has been issued.
    Certified,
    /// The certificate has been issued and withdrawn again.
    Withdrawn,
}

/// A step of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The editor starts it and answers the first half.
    Start,
    /// The administrator answers a little more.
    AnswerMore,
    /// The administrator answers the rest and marks the sections.
    Complete,
    /// The supplier asks the owner of the infrastructure, or confirms its own.
    AskOwner,
    /// The owner agrees.
    Agree,
    /// The supplier checks the answers and asks the signatory.
    AskSignatory,
    /// The signatory signs.
    Sign,
    /// The supplier submits.
    Submit,
    /// The assessor begins.
    Begin,
    /// The assessor judges some answers.
    JudgeSome,
    /// The assessor judges the others.
    JudgeAll,
    /// The assessor asks the supplier.
    AskSupplier,
    /// The supplier replies.
    Reply,
    /// The assessor judges what was asked about anew.
    JudgeAgain,
    /// The assessor recommends.
    Recommend,
    /// A lead decides.
    Decide,
    /// A lead issues the certificate.
    Issue,
    /// The certificate is withdrawn.
    Withdraw,
}

/// An application of the plan.
#[derive(Debug, Clone, Copy)]
pub struct Planned {
    /// The service's key.
    pub service: &'static str,
    /// How far it comes.
    pub ending: Ending,
    /// Days from its last step to today.
    pub days_ago: i64,
    /// Whether the team asks for clarification.
    pub is_asked: bool,
    /// Working days that it waits before its review begins.
    waits: i64,
    /// Who reviews it.
    pub assessor: &'static str,
    /// Who decides and issues.
    pub lead: &'static str,
}

const A1: &str = "assessor-1";
const A2: &str = "assessor-2";
const L1: &str = "lead-1";
const L2: &str = "lead-2";

const fn planned(
    service: &'static str,
    ending: Ending,
    days_ago: i64,
    assessor: &'static str,
    lead: &'static str,
) -> Planned {
    Planned {
        service,
        ending,
        days_ago,
        is_asked: matches!(ending, Ending::AwaitingSupplier),
        waits: 2,
        assessor,
        lead,
    }
}

impl Planned {
    /// The same, with a request for clarification.
    const fn asked(self) -> Self {
        Self {
            is_asked: true,
            ..self
        }
    }

    /// The same, waiting so many days before its review begins.
    const fn waiting(self, waits: i64) -> Self {
        Self { waits, ..self }
    }

    /// True for the answers that are refused.
    pub fn is_weak(&self) -> bool {
        self.ending == Ending::Refused
    }
}

use Ending::{
    Approved, AwaitingSupplier, Certified, HalfFilled, Overdue, ReadyToSubmit, Recommended,
    Refused, Submitted, UnderReview, WaitingForSignature, Withdrawn,
};

/// Every application: two years of decided ones, then one in every state.
///
/// Certificates last 12 months or until the infrastructure's ends: those of more than a
/// year ago have expired, those of 275 to 365 days ago end within 90 days and are renewed.
pub const PLAN: [Planned; 35] = [
    planned("secure-voice", Certified, 722, A1, L1),
    planned("benefit-check", Refused, 694, A2, L1),
    planned("route-planner", Certified, 660, A1, L2).waiting(6),
    planned("vault", Certified, 628, A2, L2),
    planned("conference-bridge", Refused, 601, A1, L1).waiting(4),
    planned("benefit-check", Certified, 568, A2, L2).asked(),
    planned("licence-search", Certified, 540, A1, L1),
    planned("flood-map", Certified, 508, A1, L2).asked(),
    planned("message-gateway", Certified, 481, A2, L1).asked(),
    planned("permit-check", Certified, 449, A2, L2)
        .asked()
        .waiting(7),
    planned("conference-bridge", Certified, 417, A1, L1).asked(),
    planned("paging", Certified, 385, A2, L2),
    planned("secure-voice", Certified, 357, A1, L1).waiting(3),
    planned("interpreter-line", Certified, 349, L2, L1).asked(),
    planned("route-planner", Refused, 341, A2, L1),
    planned("vault", Certified, 303, A2, L1),
    planned("route-planner", Certified, 291, A1, L2).asked(),
    planned("benefit-check", Certified, 209, A1, L2).waiting(9),
    planned("licence-search", Certified, 178, A2, L1).asked(),
    planned("flood-map", Certified, 152, A1, L2),
    planned("message-gateway", Certified, 123, A2, L1),
    planned("permit-check", Certified, 92, A1, L1).asked(),
    planned("conference-bridge", Withdrawn, 24, A2, L2),
    planned("street-works", HalfFilled, 1, A1, L1),
    planned("asset-survey", WaitingForSignature, 2, A1, L1),
    planned("route-planner", ReadyToSubmit, 1, A1, L1),
    planned("payroll", Submitted, 2, A1, L1),
    planned("vault", Submitted, 1, A1, L1),
    planned("secure-voice", UnderReview, 1, A1, L1),
    planned("interpreter-line", Overdue, 4, A2, L1).waiting(24),
    planned("paging", AwaitingSupplier, 3, A2, L1),
    planned("homes", Recommended, 1, A1, L1),
    planned("referrals", Approved, 1, A2, L2),
    planned("care-transport", Refused, 8, A1, L2),
    planned("rehearsal", Certified, 5, A2, L1).asked(),
];

/// Each step: working days after the one before, and the time of the day.
const WAY: [(Step, i64, (u8, u8)); 17] = [
    (Step::Start, 0, (9, 20)),
    (Step::AnswerMore, 3, (13, 5)),
    (Step::Complete, 3, (14, 5)),
    (Step::AskOwner, 0, (15, 20)),
    (Step::Agree, 2, (10, 35)),
    (Step::AskSignatory, 1, (11, 10)),
    (Step::Sign, 1, (16, 15)),
    (Step::Submit, 1, (10, 5)),
    (Step::Begin, 2, (9, 30)),
    (Step::JudgeSome, 1, (10, 45)),
    (Step::JudgeAll, 3, (13, 15)),
    (Step::AskSupplier, 0, (15, 5)),
    (Step::Reply, 6, (11, 45)),
    (Step::JudgeAgain, 2, (14, 10)),
    (Step::Recommend, 1, (16, 5)),
    (Step::Decide, 2, (9, 50)),
    (Step::Issue, 1, (11, 25)),
];
/// Working days that the certificate counted before it was withdrawn, and the time of that day.
const WITHDRAWAL: (i64, (u8, u8)) = (38, (15, 40));

/// When which application takes which step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// The time of the day, in UTC.
    pub time: Time,
    /// Its place in the plan.
    pub application: usize,
}

impl Ending {
    /// The last step.
    fn last_step(self) -> Step {
        match self {
            HalfFilled => Step::AnswerMore,
            WaitingForSignature => Step::AskSignatory,
            ReadyToSubmit => Step::Sign,
            Submitted => Step::Submit,
            UnderReview => Step::JudgeSome,
            Overdue => Step::JudgeAll,
            AwaitingSupplier => Step::AskSupplier,
            Recommended => Step::Recommend,
            Approved | Refused => Step::Decide,
            Certified => Step::Issue,
            Withdrawn => Step::Withdraw,
        }
    }
}

impl Planned {
    /// Its steps, each with the working days since the first and the time of the day.
    fn way(&self) -> Vec<(Step, i64, (u8, u8))> {
        let last = self.ending.last_step();
        let mut way = Vec::new();
        let mut days = 0;
        for (step, gap, time) in WAY {
            if !self.takes(step) {
                continue;
            }
            days += if step == Step::Begin { self.waits } else { gap };
            way.push((step, days, time));
            if step == last {
                return way;
            }
        }
        let (gap, time) = WITHDRAWAL;
        way.push((Step::Withdraw, days + gap, time));
        way
    }

    fn takes(&self, step: Step) -> bool {
        match step {
            Step::AnswerMore => self.ending == HalfFilled,
            Step::AskSupplier | Step::Reply | Step::JudgeAgain => self.is_asked,
            _ => true,
        }
    }
}

/// Every step of every application, in the order of time.
pub fn schedule(calendar: &Calendar) -> Vec<(Moment, Step)> {
    let mut schedule = Vec::new();
    for (application, planned) in PLAN.iter().enumerate() {
        let way = planned.way();
        let length = way.last().map_or(0, |(_, days, _)| *days);
        // Nobody does everything at the same minute of the day.
        let minutes = i64::try_from(application * 7 % 25).unwrap_or_default();
        for (step, days, (hour, minute)) in way {
            let day = calendar.working_day(planned.days_ago, length - days);
            let minute = i64::from(hour) * 60 + i64::from(minute) + minutes;
            let moment = Moment {
                day,
                time: Time::MIDNIGHT + Duration::minutes(minute),
                application,
            };
            schedule.push((moment, step));
        }
    }
    // Stable: two steps at the same moment stay in their order.
    schedule.sort_by_key(|(moment, _)| *moment);
    schedule
}

/// The day on which the application of this place is started.
pub fn first_day(calendar: &Calendar, application: usize) -> Date {
    let planned = PLAN.get(application);
    let length = planned.and_then(|planned| planned.way().last().map(|(_, days, _)| *days));
    let days_ago = planned.map_or(0, |planned| planned.days_ago);
    calendar.working_day(days_ago, length.unwrap_or_default())
}
