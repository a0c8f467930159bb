//! A database with 100,000 made-up applications, and the pages that people open on it.

use domain::role::{OrganisationRole, TeamRole};
use server::seed::load_test;
use std::collections::BTreeMap;
use store::Pools;
use store::seeding::fill;
use tests::{Browser, Database, Organisation, Page, Setup, TestApp, User};

const APPLICATIONS: i64 = 100_000;
const ORGANISATIONS: i64 = 5_000;
/// How many names a search may walk through in vain, and how many services with a word it may put in
/// order, whatever is there.
pub const WORD_ROWS_MAX: f64 = 5_001.0;
/// An application with every answer: most of the made-up ones have but a few.
const WHOLE: &str = "exists (select from answers w where w.application_id = applications.id and w.page = 'security/4a')";
/// A document for every fifth application, and eight for each of the organisation that is looked at, of
/// which every second one expires soon.
const DOCUMENTS: &str = "
    with looked_at as (
        select a.organisation_id as id from applications a where a.state = 'draft'
        group by a.organisation_id
        order by bool_or(exists (select from answers w where w.application_id = a.id and w.page = 'security/4a')) desc,
            count(*) desc, a.organisation_id limit 1)
    insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scan_next_at,
        scanned_at, title, expires_on, added_at, added_by, added_by_name)
    select gen_random_uuid(), a.organisation_id, a.id, 'a.pdf', 'pdf', 9, encode(sha256((a.id::text || n)::bytea), 'hex'),
        'clean', access.now(), access.now(), 'Report ' || n, access.today() + case when n % 2 = 0 then 400 else 20 end,
        access.now() - make_interval(mins => n), a.created_by, 'An Editor'
    from (select a.*, row_number() over (order by a.id) as number from applications a) a
    cross join generate_series(1, 8) n
    where (n = 1 and a.number % 5 = 0) or a.organisation_id = (select id from looked_at);
    analyze documents";
/// Nothing is vacuumed and counted anew while pages are opened: their plans stay what they are.
const UNTOUCHED: &str = "
    do $$ declare name text; begin
        for name in select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop
            execute format('alter table %I set (autovacuum_enabled = off)', name);
        end loop;
    end $$";
/// Tables with more rows than this grow.
const FEW: i64 = 4_000;
/// The service on much data.
pub struct MadeUp {
    pub(super) app: TestApp,
    /// The tables that grow, with their rows.
    pub growing: BTreeMap<String, i64>,
    team: Browser,
    pub(super) supplier: Browser,
    pub(super) administrator: User,
    pub(super) organisation: Organisation,
}

/// A page that somebody opens.
pub struct Case {
    /// What it is, for people.
    pub name: &'static str,
    /// Its address.
    pub path: String,
    /// How many rows its plans may sort or read in vain, if more than others.
    pub rows_max: Option<f64>,
    pub(super) browser: Browser,
}

impl MadeUp {
    /// Fills a database and signs in.
    pub async fn start() -> Self {
        let database = Database::create().await;
        let mut owner = database.connect("psn_owner").await;
        sqlx::raw_sql(UNTOUCHED).execute(&mut owner).await.unwrap();
        let seed = load_test::seed(APPLICATIONS, ORGANISATIONS, 1).unwrap();
        fill(&database.url("psn_owner"), &seed, load_test::name, |_| ())
            .await
            .unwrap();
        let setup = Setup {
            is_explaining: true,
            // One connection each: a second one would read the catalogue anew.
            pools: Pools {
                hot: 1,
                transactions: 1,
            },
            ..Setup::default()
        };
        let app = TestApp::start_on(database, setup).await;
        app.sql(DOCUMENTS).await;
        let growing = growing(&app).await;
        let lead = app.given_team_member(TeamRole::Lead).await;
        // Some of the queue is theirs.
        app.sql(&format!(
            "set session_replication_role = replica;
             update applications set assigned_to = '{}' where id in
                 (select id from applications where state = 'under_review' order by id limit 200);
             set session_replication_role = origin",
            lead.id
        ))
        .await;
        let team = app.sign_in(&lead).await;
        let organisation = with_most_drafts(&app).await;
        let administrator = app
            .given_member(&organisation, OrganisationRole::Administrator)
            .await;
        let supplier = app.sign_in(&administrator).await;
        Self {
            app,
            growing,
            team,
            supplier,
            administrator,
            organisation,
        }
    }

    /// Gives very many services a word, late in the order of names.
    pub async fn given_a_word(&self, word: &str) {
        let statement = format!(
            "set session_replication_role = replica;
             update certificates set description = '{word}' where id in
                 (select id from certificates order by lower(service_name) desc, id desc limit 6000);
             set session_replication_role = origin"
        );
        self.app.sql(&statement).await;
    }

    /// A page as everybody sees it.
    pub async fn visited(&self, path: &str) -> Page {
        self.app.browser().visit(path).await
    }

    /// The pages.
    pub async fn cases(&self) -> Vec<Case> {
        let mut cases = self.queues().await;
        cases.extend(self.cases_of_the_team().await);
        cases.extend(self.of_supplier().await);
        cases.extend(self.of_public().await);
        cases
    }

    async fn queues(&self) -> Vec<Case> {
        let case = |name, path: String| Self::case(&self.team, name, path);
        // The middle of the queue, as somebody comes there who turns page after page.
        let middle: String = self
            .app
            .value(
                "with open as (
                     select target_on, id from applications where state in
                         ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved'))
                 select target_on || '_' || id from open
                 order by target_on, id offset (select count(*) / 2 from open) limit 1",
            )
            .await;
        let views = [
            ("queue, new", "unassigned"),
            ("queue, mine", "mine"),
            ("queue, waiting", "waiting"),
            ("queue, overdue", "overdue"),
            ("queue, renewals", "renewals"),
            ("queue, for approval", "approve"),
            ("queue, to issue", "issue"),
            ("queue, decided", "decided"),
        ];
        let mut cases = vec![
            case("queue", "/team".to_owned()),
            case("queue, deep", format!("/team?after={middle}")),
            case("queue, back", format!("/team?before={middle}")),
            case(
                "queue, deep, latest first",
                format!("/team?order=latest&after={middle}"),
            ),
        ];
        cases.extend(views.map(|(name, view)| case(name, format!("/team?view={view}"))));
        cases
    }

    async fn cases_of_the_team(&self) -> Vec<Case> {
        let reference = self
            .reference(&format!(
                "state = 'under_review' and assigned_to is not null and {WHOLE}"
            ))
            .await;
        let at = |place: &str| format!("/team/applications/{reference}{place}");
        [
            ("case", at("")),
            ("review", at("/review/1a")),
            ("timeline", at("/timeline")),
            ("questions to the team", "/team/enquiries".to_owned()),
            ("certificates of everybody", "/team/certificates".to_owned()),
            ("infrastructure register", "/team/infrastructure".to_owned()),
        ]
        .map(|(name, path)| Self::case(&self.team, name, path))
        .into()
    }

    async fn of_supplier(&self) -> Vec<Case> {
        let organisation = format!("/organisations/{}", self.organisation.id);
        let draft = self.draft().await;
        let at = |place: &str| format!("/applications/{draft}{place}");
        [
            ("home", "/home".to_owned()),
            ("task list", at("")),
            ("question", at("/security/4a")),
            ("documents to use again", at("/documents/again")),
            ("check answers", at("/check-answers")),
            ("history", at("/history")),
            ("two points compared", at("/history/compare")),
            ("versions of an answer", at("/history/security/4a")),
            ("organisation", organisation.clone()),
            ("activity", format!("{organisation}/activity")),
            ("people", format!("{organisation}/people")),
            (
                "own infrastructure",
                format!("{organisation}/infrastructure"),
            ),
            ("certificates", "/certificates".to_owned()),
        ]
        .map(|(name, path)| Self::case(&self.supplier, name, path))
        .into()
    }

    /// A draft of the supplier with every answer.
    pub(super) async fn draft(&self) -> String {
        let own = format!(
            "state = 'draft' and {WHOLE} and organisation_id = '{}'",
            self.organisation.id
        );
        self.reference(&own).await
    }

    async fn reference(&self, which: &str) -> String {
        let query = format!("select reference from applications where {which} order by id limit 1");
        self.app.value(&query).await
    }

    pub(super) fn case(browser: &Browser, name: &'static str, path: String) -> Case {
        Case {
            name,
            path,
            rows_max: None,
            browser: browser.clone(),
        }
    }
}

/// The tables that grow, with their rows.
async fn growing(app: &TestApp) -> BTreeMap<String, i64> {
    let growing: Vec<(String, i64)> = sqlx::query_as(
        "select relname::text, reltuples::bigint from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > $1",
    )
    .bind(FEW)
    .fetch_all(app.superuser())
    .await
    .unwrap();
    growing.into_iter().collect()
}

/// The organisation with the most drafts.
async fn with_most_drafts(app: &TestApp) -> Organisation {
    let (id, name): (uuid::Uuid, String) = sqlx::query_as(
        "select o.id, o.name from organisations o join applications a on a.organisation_id = o.id
         where a.state = 'draft'
         group by o.id
         order by bool_or(exists (select from answers w where w.application_id = a.id and w.page = 'security/4a')) desc,
             count(*) desc, o.id limit 1",
    )
    .fetch_one(app.superuser())
    .await
    .unwrap();
    Organisation {
        id: domain::id::OrganisationId(id),
        name,
    }
}
