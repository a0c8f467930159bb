//! The server's own configuration files, written anew at every start.

use crate::layout::Layout;
use crate::{Durability, Options};

/// Only part of the socket's file name: nothing listens on the network.
pub(crate) const PORT: u16 = 5432;

/// Who may connect: whoever can reach the socket, whose folder lets in only its owner and root.
pub(crate) const HOST_BASED_AUTHENTICATION: &str = "\
# Written by psn-cop at every start. The folder of the socket keeps everybody else out.
local all all trust
";

/// The text of `postgresql.conf`.
pub(crate) fn text(options: &Options, layout: &Layout) -> String {
    let durability = match options.durability {
        Durability::On => "",
        Durability::Off => {
            "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_size = 2GB\n"
        }
    };
    format!(
        "\
# Written by psn-cop at every start.
listen_addresses = ''
port = {PORT}
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = {max_connections}
password_encryption = 'scram-sha-256'

wal_level = minimal
max_wal_senders = 0
{durability}
# Many small queries: compiling them costs more than it saves.
jit = off

timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C.UTF-8'
lc_monetary = 'C.UTF-8'
lc_numeric = 'C.UTF-8'
lc_time = 'C.UTF-8'
default_text_search_config = 'pg_catalog.english'

# What people type must not reach the log: no statements, no parameters, no rows.
log_statement = 'none'
log_min_error_statement = 'panic'
log_min_duration_statement = -1
log_parameter_max_length_on_error = 0
log_error_verbosity = 'terse'
log_line_prefix = '%m [%p] '
",
        socket_dir = layout.socket_dir.display(),
        max_connections = options.max_connections,
    )
}
