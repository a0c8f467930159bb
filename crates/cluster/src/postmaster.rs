//! Is the server of this data folder running?

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ClusterError;
use crate::configuration::PORT;
use crate::layout::Layout;

/// The process id of the running server of this data folder.
///
/// The id in `postmaster.pid` alone says little: the server may have died and another program may
/// have its id by now. A server always has its data folder as current folder, which tells it from
/// everything else.
pub(crate) fn running(layout: &Layout) -> Option<u32> {
    let text = fs::read_to_string(layout.pid_file()).ok()?;
    let process_id: u32 = text.lines().next()?.trim().parse().ok()?;
    if !Path::new("/proc/self").exists() {
        // Elsewhere the server's own check has to do, see `forget_stranger`.
        return Some(process_id);
    }
    let current_dir = current_dir(layout, process_id)?;
    let data_dir = layout.pgdata().canonicalize().ok()?;
    (current_dir == data_dir).then_some(process_id)
}

/// Asked as the server's own account: in a container root may not look at others' processes.
fn current_dir(layout: &Layout, process_id: u32) -> Option<PathBuf> {
    let mut command = Command::new("readlink");
    command.arg(format!("/proc/{process_id}/cwd"));
    layout.account.become_it(&mut command);
    let mut path = command.output().ok()?.stdout;
    (path.pop()? == b'\n').then(|| PathBuf::from(OsString::from_vec(path)))
}

/// Whether the socket takes connections.
pub(crate) fn answers(layout: &Layout) -> bool {
    UnixStream::connect(layout.socket_dir.join(format!(".s.PGSQL.{PORT}"))).is_ok()
}

/// Removes the process files that a dead server left over, beside its data and beside its socket:
/// if another program has the process id in them by now, the server would refuse to start.
/// PostgreSQL's own second check, by shared memory, still keeps two servers apart.
pub(crate) fn forget_stranger(layout: &Layout) -> Result<(), ClusterError> {
    if running(layout).is_some() {
        return Ok(());
    }
    let socket_lock = layout.socket_dir.join(format!(".s.PGSQL.{PORT}.lock"));
    for file in [layout.pid_file(), socket_lock] {
        if file.exists() {
            tracing::info!("clearing away a process file of a database server that has died");
            fs::remove_file(&file).map_err(ClusterError::files("remove", file))?;
        }
    }
    Ok(())
}
