//! What can go wrong between the service and its database.

/// A result of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database refused or could not be reached")]
    Database(#[from] sqlx::Error),
    /// A row holds something that no value of the service stands for.
    #[error("{table}.{column} holds something unknown")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// Somebody else changed the row meanwhile.
    #[error("somebody else changed it meanwhile")]
    Stale,
}

impl StoreError {
    /// The name of the constraint that refused a change, if one did.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.constraint(),
            _ => None,
        }
    }

    /// True when all connections are taken or the database does not answer: worth trying again.
    pub fn is_unavailable(&self) -> bool {
        matches!(
            self,
            Self::Database(
                sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)
            )
        )
    }
}

/// Exactly one row, or somebody else was faster.
pub(crate) fn one_row(affected: u64) -> Result<()> {
    if affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// A named value of a column, or that the column holds something unknown.
pub(crate) fn named<T>(table: &'static str, column: &'static str, value: Option<T>) -> Result<T> {
    value.ok_or(StoreError::Corrupt { table, column })
}
