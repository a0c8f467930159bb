//! What the demonstration is filled with. One test, because filling takes a while.

use domain::application::ApplicationState;
use server::config::Config;
use server::keys::Keys;
use server::seed;
use server::wiring::{self, KeptMail, Options, Wiring};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use tests::Database;
use time::Duration;

/// A demonstration on a database of its own, with a folder that is deleted in the end.
struct Demonstration {
    folder: PathBuf,
    wiring: Wiring,
    owner_url: String,
    superuser: PgConnection,
    /// Dropped last.
    _database: Database,
}

impl Demonstration {
    async fn new() -> Self {
        let database = Database::create().await;
        let folder = std::env::temp_dir().join(format!("psn-filled-{}", std::process::id()));
        let owner_url = database.url("psn_owner");
        let config = Config::for_demonstration(&folder).unwrap();
        let config = config.with_database(&owner_url).unwrap();
        let keys = Keys::load_or_generate(config.secrets_dir().unwrap()).unwrap();
        let options = Options::default().keeping_mail(KeptMail::InMemory);
        Self {
            wiring: wiring::connect(&config, &keys, options).await.unwrap(),
            superuser: database.connect(cluster::SUPERUSER).await,
            owner_url,
            folder,
            _database: database,
        }
    }

    /// Fills it, and answers what was said meanwhile.
    async fn fill(&self) -> Vec<String> {
        let accounts = self.folder.join("demo-accounts.json");
        let said = Mutex::new(Vec::new());
        let tell = |text: &str| said.lock().unwrap().push(text.to_owned());
        seed::demonstration(&self.wiring, &self.owner_url, &accounts, tell)
            .await
            .unwrap();
        said.into_inner().unwrap()
    }

    /// How many rows there are of each name.
    async fn counts(&mut self, query: &'static str) -> BTreeMap<String, i64> {
        let rows: Vec<(String, i64)> = sqlx::query_as(query)
            .fetch_all(&mut self.superuser)
            .await
            .unwrap();
        rows.into_iter().collect()
    }

    async fn count(&mut self, query: &'static str) -> i64 {
        sqlx::query_scalar(query)
            .fetch_one(&mut self.superuser)
            .await
            .unwrap()
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

const STATES: &str = "select state, count(*) from applications group by state";

/// What certificates count for today; one that ends within 90 days is valid, too.
const CERTIFICATES: &str = "
    select case when withdrawn_on is not null then 'withdrawn'
                when valid_to < current_date then 'expired'
                when valid_to <= current_date + 90 then 'ending'
                else 'valid' end, count(*)
    from certificates group by 1";

/// What must have happened, and how often: once for each row that tells of it. One or the other
/// is said as "one or other".
const EVENTS: [(&str, &str); 13] = [
    (
        "application_started",
        "applications where id not in (select application_id from renewals)",
    ),
    ("renewal_started", "renewals"),
    (
        "application_submitted",
        "applications where state <> 'draft'",
    ),
    ("owner_asked", "owner_requests where not is_own"),
    ("owner_answered", "owner_requests"),
    ("signature_asked", "signature_requests"),
    (
        "commitments_signed",
        "signature_requests where state = 'signed'",
    ),
    (
        "answer_saved or answer_reconfirmed",
        "answer_history where version > 0 and saved_at > (
        select created_at from applications a where a.id = application_id)",
    ),
    (
        "review_began",
        "applications where state not in ('draft', 'submitted')",
    ),
    ("clarification_asked", "clarifications"),
    (
        "clarification_answered",
        "clarifications where state = 'answered'",
    ),
    ("decision_recommended", "decisions"),
    ("certificate_issued", "certificates"),
];

#[tokio::test]
async fn the_demonstration_is_filled_once_with_everything_in_every_state() {
    let mut demonstration = Demonstration::new().await;
    let said = demonstration.fill().await;
    assert!(said.len() > 8, "{said:?}");
    demonstration.expect_states().await;
    demonstration.expect_two_years().await;
    demonstration.expect_history().await;
    demonstration.expect_the_present().await;

    let events = demonstration
        .count("select count(*) from audit_events")
        .await;
    assert_eq!(demonstration.fill().await, [""; 0]);
    let after = demonstration
        .count("select count(*) from audit_events")
        .await;
    assert_eq!(after, events, "the second filling does nothing");
}

impl Demonstration {
    async fn expect_states(&mut self) {
        let states = self.counts(STATES).await;
        // Nobody in the plan takes an application back or deletes a draft.
        let taken_back = [ApplicationState::Withdrawn, ApplicationState::Deleted];
        let shown = ApplicationState::ALL
            .iter()
            .filter(|state| !taken_back.contains(state));
        for state in shown {
            assert!(states.contains_key(state.as_str()), "{state}: {states:?}");
        }
        assert_eq!(states["draft"], 3);
        let certificates = self.counts(CERTIFICATES).await;
        for kind in ["valid", "ending", "expired", "withdrawn"] {
            assert!(certificates.contains_key(kind), "{kind}: {certificates:?}");
        }
        // Whatever applies beside its own live certificate is the renewal of it.
        let beside = "select count(*) from applications a
                      join answers s on s.application_id = a.id and s.page = 'service-name'
                      join certificates c on c.organisation_id = a.organisation_id
                          and c.service_name = s.answer->'name'->>0
                      where a.state in ('draft', 'submitted', 'under_review', 'awaiting_supplier',
                                        'recommended', 'approved')
                        and c.valid_to >= current_date and c.withdrawn_on is null
                        and not exists (select from renewals r where r.application_id = a.id)";
        assert_eq!(self.count(beside).await, 0);
        let drafts = self
            .counts(
                "select coalesce(s.state, 'none'), count(*) from applications a
                 left join signature_requests s on s.application_id = a.id
                 where a.state = 'draft' group by 1",
            )
            .await;
        let states: Vec<&str> = drafts.keys().map(String::as_str).collect();
        assert_eq!(states, ["none", "sent", "signed"]);
        let joint = "select count(*) from answers join applications a on a.id = application_id
                     where page = 'infrastructure/who' and answer->'who' ? 'both'
                       and state = 'submitted'";
        assert_eq!(self.count(joint).await, 1);
        let open = "select count(*) from clarifications where state = 'asked'";
        assert_eq!(self.count(open).await, 1);
        let overdue = "select count(*) from applications
                       where state = 'under_review' and target_on < current_date";
        assert_eq!(self.count(overdue).await, 1);
        let entries = "select count(*) from infrastructures where confirmed_at is not null";
        assert_eq!(self.count(entries).await, 12);
        let expired = "select count(*) from infrastructures where valid_to < current_date";
        assert_eq!(self.count(expired).await, 1);
    }

    /// About one decision a month, by different people, most of them to grant.
    async fn expect_two_years(&mut self) {
        let months = "select count(distinct date_trunc('month', decided_at)) from decisions
                      where decided_at < now() - interval '60 days'";
        assert!(self.count(months).await >= 18);
        let first = "select extract(day from now() - min(decided_at))::bigint from decisions";
        assert!(self.count(first).await > 700);
        let outcomes = self
            .counts("select recommendation, count(*) from decisions group by 1")
            .await;
        assert!(outcomes["grant"] > outcomes["refuse"] * 4, "{outcomes:?}");
        assert!(outcomes["refuse"] >= 4, "{outcomes:?}");
        assert_eq!(outcomes["grant_with_conditions"], 1, "{outcomes:?}");
        // Every sort of person of one supplier reads conditions that are still to be met, and
        // so does the team; the certificate counts.
        let read = "select count(distinct m.role) from grant_conditions g
            join decisions d on d.id = g.decision_id and d.outcome = 'approved'
            join certificates c on c.application_id = d.application_id and c.valid_to >= current_date
            join memberships m on m.organisation_id = c.organisation_id
            where g.due_on > current_date and g.due_on <= c.valid_to";
        assert_eq!(self.count(read).await, 3);
        for people in [
            "select count(distinct recommended_by) from decisions",
            "select count(distinct decided_by) from decisions",
            "select count(distinct organisation_id) - 3 from applications",
        ] {
            assert!(self.count(people).await >= 2, "{people}");
        }
    }

    /// The log tells of each step, in the order of time.
    async fn expect_history(&mut self) {
        let kinds = self
            .counts("select kind, count(*) from audit_events group by kind")
            .await;
        for (kind, rows) in EVENTS {
            let happened: i64 = kind.split(" or ").filter_map(|kind| kinds.get(kind)).sum();
            let query = format!("select count(*) from {rows}");
            let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
                .fetch_one(&mut self.superuser)
                .await
                .unwrap();
            assert_eq!(happened, rows, "{kind}");
        }
        let disorder = "select count(*) from (
            select at, lag(at) over (order by id) as before from audit_events) e
            where at < before or at > now()";
        assert_eq!(self.count(disorder).await, 0);
    }

    /// The time is right, nobody is signed in, and the mailbox holds the last days.
    async fn expect_the_present(&mut self) {
        let offset = "select offset_seconds from service_clock";
        assert_eq!(self.count(offset).await, 0);
        assert_eq!(self.wiring.app.clock.offset(), Duration::ZERO);
        assert_eq!(self.count("select count(*) from sessions").await, 0);
        let waiting = "select count(*) from outbox where delivered_at is null or body_text <> ''";
        assert_eq!(self.count(waiting).await, 0);
        let letters = self.wiring.mailbox.as_ref().unwrap().entries();
        assert!((10..200).contains(&letters.len()), "{}", letters.len());
        let now = self.wiring.app.clock.now();
        for letter in letters {
            assert!(now - letter.sent_at < Duration::days(15), "{letter:?}");
            assert!(letter.sent_at <= now, "{letter:?}");
        }
    }
}
