//! How many connections there is room for.

/// Connections at once; more wait until one closes. An idle one costs about 5 kB, so that this
/// many are 60 MB. One that is sending the head of a request may hold 45 kB (the head, 32 kB, and
/// what is needed to answer it): at the very most 540 MB, and only for as long as a head may take.
const CONNECTIONS_MAX: usize = 12_000;
/// Fewer would be no service.
const CONNECTIONS_MIN: usize = 64;
/// Open files besides connections: the database's, uploads on their way, the mail server's.
const OTHER_FILES: u64 = 500;
/// Open files that every system allows.
const FILES_ANYWHERE: u64 = 1_024;

/// How many connections may be open at once. Raises the limit of open files as far as that needs
/// and the system lets it, so that there is a file for each.
pub(super) fn connections_max() -> usize {
    let needed = CONNECTIONS_MAX as u64 + OTHER_FILES;
    let files = rlimit::increase_nofile_limit(needed).unwrap_or(FILES_ANYWHERE);
    let connections = within(files);
    if connections < CONNECTIONS_MAX {
        tracing::warn!(
            connections,
            files,
            "the limit of open files (ulimit -n) allows fewer connections at once than usual"
        );
    }
    connections
}

/// How many connections so many open files allow.
fn within(files: u64) -> usize {
    let left = usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX);
    left.clamp(CONNECTIONS_MIN, CONNECTIONS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_file_for_every_connection() {
        assert_eq!(within(u64::MAX), CONNECTIONS_MAX);
        assert_eq!(within(20_000), CONNECTIONS_MAX);
        assert_eq!(within(1_024), 524);
        assert_eq!(within(10), CONNECTIONS_MIN);
    }

    #[test]
    fn the_limit_of_open_files_is_raised() {
        let connections = connections_max();
        let (files, most) = rlimit::Resource::NOFILE.get().unwrap();
        assert!(files == most || files >= (connections as u64) + OTHER_FILES);
    }
}
