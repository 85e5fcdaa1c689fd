//! The rules of care in memory: the tables that shipped and every version that was published, read at the start and after publishing.

use weiguang_domain::care::rules::{Table, shipped};
use weiguang_domain::care::{default_table, rules_file};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Db, Tx};

use super::store;
use crate::app::State;
use crate::web::Refusal;

/// The name under which faults of a table are told.
pub const FILE: &str = "care/rules.toml";

/// One version.
#[derive(Clone, Debug)]
pub struct Version {
    /// As the domain reads it.
    pub table: Table,
    /// As it was written.
    pub text: String,
    /// When it was published here; `None` for the one that ships.
    pub published_at: Option<Moment>,
}

/// Every version, from the first.
#[derive(Clone, Debug)]
pub struct Rules {
    versions: Vec<Version>,
}

impl Default for Rules {
    fn default() -> Self {
        let version = |(table, text): &(Table, &str)| Version {
            table: table.clone(),
            text: (*text).to_owned(),
            published_at: None,
        };
        Self { versions: shipped().iter().map(version).collect() }
    }
}

impl State for Rules {
    const NAME: &'static str = "care rules";

    fn load(db: &Db, _before: Option<&Self>, _today: Day) -> Result<Self, Refusal> {
        db.read_blocking(Self::read)
    }
}

impl Rules {
    /// All that was published, over what ships.
    ///
    /// # Errors
    /// The store's, or if a table that was published is unsound.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self, Refusal> {
        let mut rules = Self::default();
        let published = store::rules::all(tx)?;
        // A street that wrote a table of its own keeps it: a later one that ships does not come before it, nor under the same number.
        if let Some((first, ..)) = published.first() {
            rules.versions.retain(|v| i64::from(v.table.version) < i64::from(*first));
        }
        for (version, text, at) in published {
            let table = rules_file::read(FILE, &text).map_err(|faults| {
                let first = faults.first().map(ToString::to_string).unwrap_or_default();
                Refusal::Internal(format!("the published rules {version} cannot be read: {first}"))
            })?;
            rules.versions.push(Version { table, text, published_at: Some(at) });
        }
        Ok(rules)
    }

    /// The table that holds on a day: of those that have begun the newest, and before any of them the first.
    #[must_use]
    pub fn on(&self, day: Day) -> &Table {
        let begun = self.versions.iter().rev().find(|v| v.table.since <= day);
        begun.or(self.versions.first()).map_or(default_table(), |v| &v.table)
    }

    /// The table of a version; of one that is not known the newest.
    #[must_use]
    pub fn version(&self, number: u32) -> &Table {
        let known = self.versions.iter().find(|v| v.table.version == number);
        known.or(self.versions.last()).map_or(default_table(), |v| &v.table)
    }

    /// Every version, from the first.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The number that the next version must have.
    #[must_use]
    pub fn next(&self) -> u32 {
        self.versions.last().map_or(1, |v| v.table.version + 1)
    }
}
