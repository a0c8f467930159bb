//! A real cluster: made, started again, killed, stopped.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on")]

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process};

use cluster::{Cluster, ClusterError, Durability, Options, SUPERUSER};

/// A folder that is deleted at the end, also of a failed test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("psn-cop-test-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn options(&self) -> Options {
        Options::new(self.0.join("postgres")).durability(Durability::Off)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn query(cluster: &Cluster, sql: &str) -> String {
    let output = Command::new(cluster.programs_dir().join("psql"))
        .arg(cluster.url(SUPERUSER, SUPERUSER))
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--command",
            sql,
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn kill_9(cluster: &Cluster) {
    let process_id = cluster.process_id().unwrap();
    let kill = format!("kill -9 {process_id}");
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
    let until = Instant::now() + Duration::from_secs(20);
    while cluster.process_id().is_some() {
        assert!(Instant::now() < until, "the server is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether a process lives; one that has ended may stay in the list of processes for a while.
fn is_running(process_id: u32) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{process_id}/stat")) else {
        return false;
    };
    stat.rsplit_once(") ")
        .is_some_and(|(_, state)| !state.starts_with('Z'))
}

/// The session that a process belongs to: the sixth field of its `stat`.
fn session_of(process_id: u32) -> String {
    let stat = fs::read_to_string(format!("/proc/{process_id}/stat")).unwrap();
    let (_, after_name) = stat.rsplit_once(") ").unwrap();
    after_name.split(' ').nth(3).unwrap().to_owned()
}

#[test]
fn a_second_start_finds_the_data_of_the_first() {
    let folder = Folder::new("again");
    let cluster = Cluster::start(folder.options().max_connections(17)).unwrap();
    assert_eq!(query(&cluster, "show max_connections"), "17");
    assert_eq!(query(&cluster, "show server_encoding"), "UTF8");
    assert_eq!(query(&cluster, "show listen_addresses"), "");
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        assert_eq!(
            query(&cluster, &format!("show {setting}")),
            "off",
            "{setting}"
        );
    }
    query(
        &cluster,
        "create table kept (word text); insert into kept values ('héllo')",
    );
    let server = cluster.process_id().unwrap();
    assert_ne!(
        session_of(server),
        session_of(process::id()),
        "Ctrl-C would reach the server"
    );
    let log = fs::read_to_string(cluster.log_file()).unwrap();
    assert!(!log.contains("héllo"));
    let socket_dir = cluster.socket_dir().to_owned();
    cluster.stop().unwrap();
    assert!(!socket_dir.join(".s.PGSQL.5432").exists());

    let cluster = Cluster::start(folder.options().durability(Durability::On)).unwrap();
    assert_eq!(query(&cluster, "select word from kept"), "héllo");
    assert_eq!(query(&cluster, "show fsync"), "on");
    assert_eq!(query(&cluster, "show max_connections"), "100");
    drop(cluster);
    assert!(
        !socket_dir.join(".s.PGSQL.5432").exists(),
        "dropping stops the server"
    );
}

#[test]
fn nobody_else_may_enter_and_nobody_else_may_start_it() {
    let folder = Folder::new("private");
    let cluster = Cluster::start(folder.options()).unwrap();
    for dir in [
        folder.0.join("postgres/cluster"),
        cluster.socket_dir().to_owned(),
    ] {
        let metadata = dir.metadata().unwrap();
        assert_eq!(
            metadata.permissions().mode() & 0o777,
            0o700,
            "{}",
            dir.display()
        );
        let ours = process_user();
        assert_eq!(
            metadata.uid() == ours,
            ours != 0,
            "root must not own the server's folder"
        );
    }
    for refused in [
        Cluster::start(folder.options()),
        Cluster::attach(folder.options()),
    ] {
        assert!(matches!(refused.unwrap_err(), ClusterError::InUse { .. }));
    }
    cluster.stop().unwrap();
}

fn process_user() -> u32 {
    fs::metadata("/proc/self").unwrap().uid()
}

#[test]
fn a_server_that_outlived_its_program_is_used_again() {
    let folder = Folder::new("outlived");
    let mut program = hold(&folder.0.join("postgres"));
    program.kill().unwrap();
    program.wait().unwrap();

    let options = folder.options().durability(Durability::On);
    let left_over = fs::read_to_string(folder.0.join("postgres/cluster/data/postmaster.pid"));
    let server: u32 = left_over.unwrap().lines().next().unwrap().parse().unwrap();
    let cluster = Cluster::start(options).unwrap();
    assert_eq!(cluster.process_id(), Some(server));
    assert_eq!(query(&cluster, "select 1"), "1");
    cluster.stop().unwrap();
    assert!(!is_running(server));
}

/// Another program that owns the cluster, once it is ready.
fn hold(data_dir: &Path) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_test-cluster"))
        .arg("hold")
        .arg(data_dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("postgres:///"), "{line:?}");
    program
}

#[test]
fn a_server_that_was_killed_starts_again() {
    let folder = Folder::new("killed");
    let cluster = Cluster::start(folder.options()).unwrap();
    query(&cluster, "create table kept (word text)");
    query(&cluster, "checkpoint");
    let pid_file = folder.0.join("postgres/cluster/data/postmaster.pid");
    kill_9(&cluster);
    assert!(
        pid_file.exists(),
        "the file of the dead server is left over"
    );
    drop(cluster);

    let cluster = Cluster::start(folder.options()).unwrap();
    assert_eq!(query(&cluster, "select count(*) from kept"), "0");
    kill_9(&cluster);
    drop(cluster);

    // Another program of the server's own account has the process id by now.
    let mut stranger = stranger(&folder.0.join("postgres/cluster"));
    let text = fs::read_to_string(&pid_file).unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    fs::write(&pid_file, format!("{}\n{rest}", stranger.id())).unwrap();
    let cluster = Cluster::start(folder.options());
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    let cluster = cluster.unwrap();
    assert_eq!(query(&cluster, "select count(*) from kept"), "0");
    cluster.stop().unwrap();
}

/// A program that has nothing to do with PostgreSQL, run by the owner of a folder.
fn stranger(owned: &Path) -> Child {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new("sleep");
    command.arg("60").current_dir("/");
    if process_user() == 0 {
        let owner = owned.metadata().unwrap();
        command.gid(owner.gid()).uid(owner.uid());
    }
    command.spawn().unwrap()
}

#[test]
fn an_interrupted_initdb_is_begun_again() {
    let folder = Folder::new("interrupted");
    let unfinished = folder.0.join("postgres/cluster/data.unfinished");
    Cluster::start(folder.options()).unwrap().stop().unwrap();
    fs::rename(folder.0.join("postgres/cluster/data"), &unfinished).unwrap();
    fs::remove_file(unfinished.join("PG_VERSION")).unwrap();
    let cluster = Cluster::start(folder.options()).unwrap();
    assert_eq!(query(&cluster, "select 1"), "1");
    cluster.stop().unwrap();
}

#[test]
fn data_of_another_version_is_refused_and_left_alone() {
    let folder = Folder::new("version");
    let cluster = Cluster::start(folder.options().durability(Durability::On)).unwrap();
    let installed = cluster.major_version();
    cluster.stop().unwrap();
    let version = folder.0.join("postgres/cluster/data/PG_VERSION");
    fs::write(&version, "9\n").unwrap();
    for refused in [
        Cluster::start(folder.options()),
        Cluster::attach(folder.options().durability(Durability::Off)),
    ] {
        let sentence = refused.unwrap_err().to_string();
        assert!(
            sentence.contains("was made by PostgreSQL 9, but PostgreSQL"),
            "{sentence}"
        );
        assert!(
            sentence.contains("install PostgreSQL 9 again"),
            "{sentence}"
        );
    }
    fs::write(&version, format!("{installed}\n")).unwrap();
    Cluster::start(folder.options()).unwrap().stop().unwrap();

    fs::remove_file(&version).unwrap();
    let refused = Cluster::start(folder.options()).unwrap_err();
    assert!(
        matches!(refused, ClusterError::NotACluster { .. }),
        "{refused}"
    );
}

#[test]
fn throw_away_data_of_another_version_is_made_anew_for_tests() {
    let folder = Folder::new("anew");
    Cluster::attach(folder.options()).unwrap().stop().unwrap();
    fs::write(folder.0.join("postgres/cluster/data/PG_VERSION"), "9\n").unwrap();
    let cluster = Cluster::attach(folder.options()).unwrap();
    assert_eq!(query(&cluster, "select 1"), "1");
    cluster.stop().unwrap();
}

#[test]
fn a_shared_cluster_runs_until_its_last_user_stops_it() {
    let folder = Folder::new("shared");
    let one = Cluster::attach(folder.options()).unwrap();
    let two = Cluster::attach(folder.options()).unwrap();
    assert_eq!(one.process_id(), two.process_id());
    one.stop().unwrap();
    assert_eq!(query(&two, "select 1"), "1");
    let server = two.process_id().unwrap();
    drop(two);
    let again = Cluster::attach(folder.options()).unwrap();
    assert_eq!(
        again.process_id(),
        Some(server),
        "dropping leaves it running"
    );
    again.stop().unwrap();
    assert!(!is_running(server));
}

#[test]
fn a_long_path_and_a_closed_folder_work_too() {
    let folder = Folder::new("closed");
    let long = folder
        .0
        .join("x".repeat(100))
        .join("with 'quotes' and $spaces");
    fs::create_dir_all(&long).unwrap();
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
    let options = Options::new(long.join("postgres")).durability(Durability::Off);
    let cluster = Cluster::start(options).unwrap();
    assert_eq!(query(&cluster, "select 1"), "1");
    let real = long.join("postgres/cluster").canonicalize().unwrap();
    let socket_dir = cluster.socket_dir().to_owned();
    cluster.stop().unwrap();
    for dir in [real, socket_dir] {
        let _ = fs::remove_dir_all(dir);
    }
}

#[test]
fn run_gives_the_command_an_address_and_stops_the_cluster_afterwards() {
    let folder = Folder::new("run");
    let output = Command::new(env!("CARGO_BIN_EXE_test-cluster"))
        .args([
            "run",
            "--",
            "sh",
            "-c",
            "echo \"$TEST_CLUSTER_URL\"; exit 7",
        ])
        .env("PSN_TEST_CLUSTER", folder.0.join("postgres"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(7));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("postgres:///postgres?host="));
    assert!(
        !folder
            .0
            .join("postgres/cluster/data/postmaster.pid")
            .exists()
    );
}
