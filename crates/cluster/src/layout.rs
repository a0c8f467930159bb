//! Where things lie, and who may reach them.
//!
//! ```text
//! <data_dir>/            what the caller names
//!   start.lock           held while somebody starts or stops the server
//!   in-use.lock          held while somebody uses it
//!   cluster/             mode 700, owned by the account that runs the server; or a link, below
//!     data/              PostgreSQL's own folder
//!     socket/            the socket, unless the path is too long for one
//!     postgres.log
//! ```
//!
//! When root works below a folder that nobody else may enter (`/root`), the server's account could
//! not reach `cluster/`. Then `cluster` is a link to a new folder below `/var/lib/psn-cop`.

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::ClusterError;
use crate::account::Account;

/// The longest folder for a socket: a socket's path may have 107 bytes, `/.s.PGSQL.5432` and the
/// byte at the end count.
const SOCKET_DIR_BYTES_MAX: usize = 90;

/// For clusters of root that would lie where no other account may go.
const REACHABLE_BY_ALL: &str = "/var/lib/psn-cop";

/// The folders of one cluster.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// What the caller named, as absolute path.
    pub(crate) root: PathBuf,
    /// The server's own part of it.
    pub(crate) cluster_dir: PathBuf,
    pub(crate) socket_dir: PathBuf,
    pub(crate) account: Account,
}

impl Layout {
    /// Makes the folder that the caller named; the locks in it come before everything else.
    pub(crate) fn make_root(data_dir: &Path) -> Result<PathBuf, ClusterError> {
        fs::create_dir_all(data_dir).map_err(ClusterError::files("make the folder", data_dir))?;
        data_dir
            .canonicalize()
            .map_err(ClusterError::files("find", data_dir))
    }

    /// Makes the folders with their owner and permissions.
    pub(crate) fn make(root: &Path) -> Result<Self, ClusterError> {
        let named = root.join("cluster");
        if named.is_symlink() && !named.exists() {
            // What the link led to has been deleted.
            fs::remove_file(&named).map_err(ClusterError::files("remove", &named))?;
        }
        let account = Account::choose(&named)?;
        if !named.exists() {
            make_private(&named, account)?;
        }
        if !account.can_enter(&named) {
            move_to_reachable(&named, account)?;
        }
        let cluster_dir = named
            .canonicalize()
            .map_err(ClusterError::files("find", &named))?;
        let socket_dir = socket_dir(&cluster_dir, &std::env::temp_dir());
        make_private(&socket_dir, account)?;
        Ok(Self {
            root: root.to_owned(),
            cluster_dir,
            socket_dir,
            account,
        })
    }

    /// PostgreSQL's data folder.
    pub(crate) fn pgdata(&self) -> PathBuf {
        self.cluster_dir.join("data")
    }

    /// The data folder while `initdb` works on it, so that an interrupted one is noticed.
    pub(crate) fn unfinished_pgdata(&self) -> PathBuf {
        self.cluster_dir.join("data.unfinished")
    }

    pub(crate) fn log_file(&self) -> PathBuf {
        self.cluster_dir.join("postgres.log")
    }

    pub(crate) fn pid_file(&self) -> PathBuf {
        self.pgdata().join("postmaster.pid")
    }

    /// The major version that made the data, or none if there is no data yet.
    pub(crate) fn made_by(&self) -> Result<Option<u32>, ClusterError> {
        let pgdata = self.pgdata();
        if !pgdata.exists() {
            return Ok(None);
        }
        fs::read_to_string(pgdata.join("PG_VERSION"))
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .map(Some)
            .ok_or(ClusterError::NotACluster { path: pgdata })
    }
}

/// Beside the data if the path is short and plain enough, else below the temporary folder under a
/// name made from the path.
fn socket_dir(cluster_dir: &Path, temporary_dir: &Path) -> PathBuf {
    let name = format!("psn-cop-{:016x}", fingerprint(cluster_dir));
    [cluster_dir.join("socket"), temporary_dir.join(&name)]
        .into_iter()
        .find(|dir| fits_a_socket(dir))
        .unwrap_or_else(|| Path::new("/tmp").join(name))
}

fn fits_a_socket(dir: &Path) -> bool {
    let bytes = dir.as_os_str().as_encoded_bytes();
    bytes.first() == Some(&b'/')
        && bytes.len() <= SOCKET_DIR_BYTES_MAX
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

/// FNV-1a: the same in every version of this program, and no secret.
fn fingerprint(path: &Path) -> u64 {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// A folder of mode 700 for the account. One that exists must be exactly that: in the temporary
/// folder anybody could have made it.
fn make_private(dir: &Path, account: Account) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => account.own(dir),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let metadata =
                fs::symlink_metadata(dir).map_err(ClusterError::files("look at", dir))?;
            // The last six bits are what group and others may do. Root's own: this program was stopped between making and giving away.
            let unclaimed = account.steps_down && metadata.uid() == 0;
            let private = metadata.is_dir() && metadata.mode().trailing_zeros() >= 6;
            if !private || !(unclaimed || metadata.uid() == account.user) {
                return Err(ClusterError::SocketDirectoryNotOurs {
                    path: dir.to_owned(),
                });
            }
            if unclaimed { account.own(dir) } else { Ok(()) }
        }
        Err(error) => Err(ClusterError::files("make the folder", dir)(error)),
    }
}

/// Puts a link in the place of an empty cluster folder that its account cannot enter.
fn move_to_reachable(named: &Path, account: Account) -> Result<(), ClusterError> {
    let unreachable = || ClusterError::Unreachable {
        path: named.to_owned(),
    };
    // Only an empty folder may be replaced; data stays where it is.
    if !account.steps_down || fs::remove_dir(named).is_err() {
        return Err(unreachable());
    }
    let base = Path::new(REACHABLE_BY_ALL);
    fs::create_dir_all(base).map_err(ClusterError::files("make the folder", base))?;
    fs::set_permissions(base, Permissions::from_mode(0o711))
        .map_err(ClusterError::files("change the permissions of", base))?;
    let target = (1..u32::MAX)
        .map(|number| base.join(format!("{:016x}-{number}", fingerprint(named))))
        .find(|target| !target.exists())
        .ok_or_else(unreachable)?;
    make_private(&target, account)?;
    if !account.can_enter(&target) {
        return Err(unreachable());
    }
    tracing::info!(
        folder = %target.display(),
        "PostgreSQL's account may not enter the folder {}, so its data lies elsewhere",
        named.display()
    );
    std::os::unix::fs::symlink(&target, named).map_err(ClusterError::files("link", named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_lies_beside_the_data_if_the_path_is_short() {
        let dir = socket_dir(Path::new("/srv/a/cluster"), Path::new("/tmp"));
        assert_eq!(dir, Path::new("/srv/a/cluster/socket"));
    }

    #[test]
    fn a_long_or_odd_path_puts_the_socket_into_the_temporary_folder() {
        let long = format!("/srv/{}/cluster", "x".repeat(80));
        for path in [
            long.as_str(),
            "/srv/with space/cluster",
            "/srv/quote'/cluster",
        ] {
            let dir = socket_dir(Path::new(path), Path::new("/var/tmp"));
            assert!(dir.starts_with("/var/tmp"), "{}", dir.display());
            assert_eq!(dir, socket_dir(Path::new(path), Path::new("/var/tmp")));
            let odd_temporary_dir = socket_dir(Path::new(path), Path::new("/t m p"));
            assert!(
                odd_temporary_dir.starts_with("/tmp"),
                "{}",
                odd_temporary_dir.display()
            );
        }
    }

    #[test]
    fn a_socket_folder_that_others_may_enter_is_refused() {
        let dir = std::env::temp_dir().join(format!("psn-cop-open-{}", std::process::id()));
        fs::create_dir(&dir).unwrap();
        fs::set_permissions(&dir, Permissions::from_mode(0o777)).unwrap();
        let account = Account {
            user: 0,
            group: 0,
            steps_down: false,
        };
        let result = make_private(&dir, account);
        fs::remove_dir(&dir).unwrap();
        assert!(matches!(
            result,
            Err(ClusterError::SocketDirectoryNotOurs { .. })
        ));
    }
}
