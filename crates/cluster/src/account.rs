//! The account that runs the server: ourselves, or an unprivileged one when we are root.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::ClusterError;

/// A user and group id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) user: u32,
    pub(crate) group: u32,
    /// Whether this program is root and must step down to become this account.
    pub(crate) steps_down: bool,
}

impl Account {
    /// The account for the server. `cluster_dir` is the cluster's own folder, which may not exist
    /// yet: a cluster made once keeps its owner.
    pub(crate) fn choose(cluster_dir: &Path) -> Result<Self, ClusterError> {
        let (Some(user), Some(group)) = (id(&["-u"]), id(&["-g"])) else {
            return Err(ClusterError::Program {
                program: "id",
                output: "could not find out which account runs this program".to_owned(),
            });
        };
        if user != 0 {
            return Ok(Self {
                user,
                group,
                steps_down: false,
            });
        }
        if let Ok(metadata) = cluster_dir.metadata()
            && metadata.uid() != 0
        {
            return Ok(Self {
                user: metadata.uid(),
                group: metadata.gid(),
                steps_down: true,
            });
        }
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Some((id(&["-u", name])?, id(&["-g", name])?)))
            .map(|(user, group)| Self {
                user,
                group,
                steps_down: true,
            })
            .ok_or(ClusterError::NoUnprivilegedAccount)
    }

    /// Whether the account can enter a folder, whatever the folders above it allow.
    pub(crate) fn can_enter(&self, dir: &Path) -> bool {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "cd \"$1\"", "sh"]).arg(dir);
        self.become_it(&mut command);
        quiet(&mut command)
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Makes a command run as this account.
    pub(crate) fn become_it(&self, command: &mut Command) {
        use std::os::unix::process::CommandExt as _;
        if self.steps_down {
            // Also drops root's additional groups (std does when it changes the user).
            command.gid(self.group).uid(self.user);
        }
        command.current_dir("/");
    }

    /// Gives a folder or file to this account.
    pub(crate) fn own(&self, path: &Path) -> Result<(), ClusterError> {
        if self.steps_down {
            std::os::unix::fs::chown(path, Some(self.user), Some(self.group))
                .map_err(ClusterError::files("change the owner of", path))?;
        }
        Ok(())
    }
}

fn quiet(command: &mut Command) -> &mut Command {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    std::str::from_utf8(&output.stdout)
        .ok()?
        .trim()
        .parse()
        .ok()
}
