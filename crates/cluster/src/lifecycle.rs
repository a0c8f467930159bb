//! Making, starting and stopping.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::layout::Layout;
use crate::programs::Programs;
use crate::{
    Cluster, ClusterError, Durability, Options, SUPERUSER, command, configuration, postmaster,
};

/// A log longer than this is begun anew at the next start.
const LOG_BYTES_MAX: u64 = 10 * 1024 * 1024;

/// How often to try again when processes of a server that was killed are still going away.
const ATTEMPTS: u32 = 10;

pub(crate) fn start(options: Options) -> Result<Cluster, ClusterError> {
    let root = Layout::make_root(&options.data_dir)?;
    let in_use = open_lock(&root, "in-use.lock")?;
    match in_use.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(ClusterError::InUse { data_dir: root }),
        Err(TryLockError::Error(error)) => return Err(ClusterError::files("lock", root)(error)),
    }
    let _starting = start_lock(&root)?;
    let (layout, programs) = bring_up(&options, &root)?;
    Ok(Cluster {
        options,
        layout,
        programs,
        stops_on_drop: true,
        in_use,
    })
}

pub(crate) fn attach(options: Options) -> Result<Cluster, ClusterError> {
    let root = Layout::make_root(&options.data_dir)?;
    let _starting = start_lock(&root)?;
    let in_use = open_lock(&root, "in-use.lock")?;
    // Without waiting: the owner would wait for our start lock when it stops.
    match in_use.try_lock_shared() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(ClusterError::InUse { data_dir: root }),
        Err(TryLockError::Error(error)) => return Err(ClusterError::files("lock", root)(error)),
    }
    let (layout, programs) = bring_up(&options, &root).or_else(|error| {
        if options.durability == Durability::On || !forget_throw_away_data(&root)? {
            return Err(error);
        }
        tracing::info!(%error, "making the cluster for tests anew");
        bring_up(&options, &root)
    })?;
    Ok(Cluster {
        options,
        layout,
        programs,
        stops_on_drop: false,
        in_use,
    })
}

pub(crate) fn stop(cluster: &Cluster) -> Result<(), ClusterError> {
    let _starting = start_lock(&cluster.layout.root)?;
    // Ours already if we started it; shared with others if we are attached.
    if cluster.in_use.unlock().is_err() || cluster.in_use.try_lock().is_err() {
        return Ok(());
    }
    shut_down(
        &cluster.programs,
        &cluster.layout,
        cluster.options.durability,
    )
}

/// From whatever state to a server that answers.
fn bring_up(options: &Options, root: &Path) -> Result<(Layout, Programs), ClusterError> {
    let layout = Layout::make(root)?;
    let made_by = layout.made_by()?;
    let programs = Programs::choose(Programs::installed(), made_by, root)?;
    if made_by.is_none() {
        initialise(options, &layout, &programs)?;
    }
    let wanted = configuration::text(options, &layout);
    let configuration_file = layout.pgdata().join("postgresql.conf");
    if postmaster::running(&layout).is_some() {
        let unchanged = fs::read_to_string(&configuration_file).is_ok_and(|text| text == wanted);
        if unchanged && postmaster::answers(&layout) {
            return Ok((layout, programs));
        }
        shut_down(&programs, &layout, options.durability)?;
    }
    postmaster::forget_stranger(&layout)?;
    write(&layout, &configuration_file, &wanted)?;
    let authentication_file = layout.pgdata().join("pg_hba.conf");
    write(
        &layout,
        &authentication_file,
        configuration::HOST_BASED_AUTHENTICATION,
    )?;
    start_server(options, &layout, &programs)?;
    Ok((layout, programs))
}

/// Deletes data of which the server's own configuration says that it may be thrown away. Returns
/// whether it did.
fn forget_throw_away_data(root: &Path) -> Result<bool, ClusterError> {
    let layout = Layout::make(root)?;
    let pgdata = layout.pgdata();
    let throw_away = fs::read_to_string(pgdata.join("postgresql.conf"))
        .is_ok_and(|text| text.lines().any(|line| line == "fsync = off"));
    if !throw_away || postmaster::running(&layout).is_some() {
        return Ok(false);
    }
    fs::remove_dir_all(&pgdata).map_err(ClusterError::files("remove", pgdata))?;
    Ok(true)
}

fn initialise(options: &Options, layout: &Layout, programs: &Programs) -> Result<(), ClusterError> {
    let unfinished = layout.unfinished_pgdata();
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(ClusterError::files("remove", &unfinished))?;
    }
    let mut initdb = command::program(programs, "initdb", layout.account);
    initdb.env("PGDATA", &unfinished).args([
        "--username",
        SUPERUSER,
        "--auth",
        "trust",
        "--encoding",
        "UTF8",
        "--locale",
        "C.UTF-8",
        "--no-instructions",
    ]);
    if options.durability == Durability::Off {
        initdb.arg("--no-sync");
    }
    command::run("initdb", &mut initdb)?;
    let pgdata = layout.pgdata();
    fs::rename(&unfinished, &pgdata).map_err(ClusterError::files("rename", unfinished))
}

fn start_server(
    options: &Options,
    layout: &Layout,
    programs: &Programs,
) -> Result<(), ClusterError> {
    let log_file = layout.log_file();
    if log_file
        .metadata()
        .is_ok_and(|metadata| metadata.len() > LOG_BYTES_MAX)
    {
        fs::remove_file(&log_file).map_err(ClusterError::files("remove", log_file))?;
    }
    // Recovery after a crash takes its time, and data that matters is worth waiting for.
    let seconds = match options.durability {
        Durability::On => "300",
        Durability::Off => "60",
    };
    let arguments = ["start", "--wait", "--silent", "--timeout", seconds];
    let mut attempt = 1;
    loop {
        let result = command::pg_ctl(programs, layout.account, layout, &arguments);
        match result {
            Err(ClusterError::Program { output, .. })
                if attempt < ATTEMPTS && output.contains("pre-existing shared memory block") =>
            {
                attempt += 1;
                sleep(Duration::from_millis(500));
            }
            other => return other,
        }
    }
}

fn shut_down(
    programs: &Programs,
    layout: &Layout,
    durability: Durability,
) -> Result<(), ClusterError> {
    if postmaster::running(layout).is_none() {
        return Ok(());
    }
    let stop = |mode: &str, seconds: &str| {
        let arguments = [
            "stop",
            "--wait",
            "--silent",
            "--mode",
            mode,
            "--timeout",
            seconds,
        ];
        command::pg_ctl(programs, layout.account, layout, &arguments)
    };
    match durability {
        Durability::On => stop("fast", "60"),
        Durability::Off => stop("fast", "15").or_else(|_| stop("immediate", "15")),
    }
    .or_else(|error| {
        if postmaster::running(layout).is_none() {
            Ok(())
        } else {
            Err(error)
        }
    })
}

fn write(layout: &Layout, path: &Path, text: &str) -> Result<(), ClusterError> {
    fs::write(path, text).map_err(ClusterError::files("write", path))?;
    layout.account.own(path)
}

fn open_lock(root: &Path, name: &str) -> Result<File, ClusterError> {
    let path = root.join(name);
    File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(ClusterError::files("open", path))
}

/// One start or stop at a time; waits for the other.
fn start_lock(root: &Path) -> Result<File, ClusterError> {
    let lock = open_lock(root, "start.lock")?;
    lock.lock().map_err(ClusterError::files("lock", root))?;
    Ok(lock)
}
