//! The rules of care in memory: shipped tables and every published version, loaded at the start and after publishing.

use weiguang_domain::care::rules::{Table, shipped};
use weiguang_domain::care::{default_table, rules_file};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Db, Tx};

use super::store;
use crate::app::State;
use crate::web::Refusal;

/// The file name in faults of a table.
pub const FILE: &str = "care/rules.toml";

/// One version.
#[derive(Clone, Debug)]
pub struct Version {
    /// As parsed by the domain.
    pub table: Table,
    /// The original text.
    pub text: String,
    /// When it was published here; `None` for a shipped one.
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
    /// All published versions, after the shipped ones.
    ///
    /// # Errors
    /// The store's errors, or a published table that is invalid.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self, Refusal> {
        let mut rules = Self::default();
        let published = store::rules::all(tx)?;
        // A street that published a table of its own keeps it: a later shipped one neither precedes it nor takes its number.
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

    /// The table in force on a day: the newest that has begun, or the first if none has.
    #[must_use]
    pub fn on(&self, day: Day) -> &Table {
        let begun = self.versions.iter().rev().find(|v| v.table.since <= day);
        begun.or(self.versions.first()).map_or(default_table(), |v| &v.table)
    }

    /// The table of a version; the newest for an unknown version.
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
