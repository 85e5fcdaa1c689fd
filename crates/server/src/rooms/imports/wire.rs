//! Keys of imports for the API description. No value of these types is ever made: the domain writes the keys.

use utoipa::ToSchema;

/// What an import does to a row.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum ImportChangeKind {
    /// A new row.
    Create,
    /// A row that is there.
    Change,
}

/// Where an import stands.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum ImportState {
    /// The file is read.
    Reading,
    /// Its rows are checked.
    Checking,
    /// They are written.
    Writing,
    /// All is in.
    Done,
    /// Nothing was written.
    Refused,
    /// It broke off.
    Failed,
    /// The server was stopped on the way.
    Interrupted,
    /// Checked only, as was asked.
    Checked,
}
