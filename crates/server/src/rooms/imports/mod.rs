//! Imports of tables: areas, grids, the address directory, the roster, tickets of a hotline and residents.
//!
//! A file is imported completely or not at all: in one transaction, or, for tickets, as described in `tickets`. It is read twice. The first
//! pass plans every row against the store on a reader's snapshot and writes nothing; it is the dry run, and also rejects a faulty file
//! before the writing transaction. The second pass plans the same rows by the same code inside the transaction that writes them, so that
//! concurrent changes are considered. In memory are the report, one row, and a few bytes of key for every row of the file and of the stored
//! rows that it is compared with.

#![expect(clippy::result_large_err, reason = "the fault of a cell is the rare way, and goes into a list at once")]

mod areas;
mod around;
mod bad_rows;
mod book;
mod columns;
mod digits;
mod directory;
mod door;
mod features;
mod form;
mod grids;
pub mod http;
pub mod job;
mod login;
mod magic;
mod metered;
mod overlaps;
mod post;
mod refused;
pub mod report;
mod residents;
pub mod room;
mod roster;
pub mod runs;
mod sink;
mod spoilt;
mod spot;
pub mod staging;
mod table;
mod tickets;
mod turns;
mod upload;
pub mod wire;
mod xml;

#[cfg(test)]
pub mod samples;
#[cfg(test)]
pub(crate) mod tests;

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::sync::Arc;
use utoipa::ToSchema;
use weiguang_domain::access::{Actor, Role, Verb, Via};
use weiguang_domain::cases::ticket::Numbers;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Datum;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::Tx;

use crate::App;
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::web::{FieldFault, Refusal};

pub use areas::{FoundStreet, find_streets};
pub use bad_rows::BadFile;
pub use job::{Job, look, run};
pub use job::{mark_interrupted, resume};
pub use report::Report;
use report::Verdict;
use table::{Cells, Column, Table};
pub use turns::{Progress, Runs};
pub use upload::set;

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportKind)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Official codes and names, their aliases with other offices, who else runs them.
    Areas,
    /// Grids and micro-grids, with or without shapes.
    Grids,
    /// Quarters, buildings, rooms, roads and places with their micro-grid.
    Directory,
    /// Who serves where.
    Roster,
    /// Matters that another system took in.
    Tickets,
    /// Who lives where.
    Residents,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Areas, Self::Grids, Self::Directory, Self::Roster, Self::Tickets, Self::Residents];

    /// Its key on the command line and in paths.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Grids => "grids",
            Self::Directory => "directory",
            Self::Roster => "roster",
            Self::Tickets => "tickets",
            Self::Residents => "residents",
        }
    }

    /// Its name on a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Areas => "区划",
            Self::Grids => "网格",
            Self::Directory => "地址目录",
            Self::Roster => "人员名册",
            Self::Tickets => "工单",
            Self::Residents => "居民",
        }
    }

    /// Reads the key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }

    /// Its columns.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Areas => areas::COLUMNS,
            Self::Grids => grids::COLUMNS,
            Self::Directory => directory::COLUMNS,
            Self::Roster => roster::COLUMNS,
            Self::Tickets => tickets::COLUMNS,
            Self::Residents => residents::COLUMNS,
        }
    }

    /// The permission for the same act by hand, which an import needs, too.
    const fn verb(self) -> Verb {
        match self {
            Self::Areas => Verb::ImportsRun,
            Self::Grids | Self::Directory => Verb::GridEdit,
            Self::Roster => Verb::PeopleManage,
            Self::Tickets => Verb::CasesCreate,
            Self::Residents => Verb::HouseholdsEdit,
        }
    }
}

/// From when the clocks of imported tickets run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportAsOf)]
#[serde(rename_all = "snake_case")]
pub enum AsOf {
    /// From the import: nobody could act on it here before, and years of old tickets must not all be late at once and escalate to the
    /// street in one night. The time at which the other system received it is in the evidence of its place.
    #[default]
    Now,
    /// From the time when the other system received it: for migrating a running system, so that given promises still apply.
    Received,
}

/// Options sent with the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The street whose data it is.
    pub street: Option<GridCode>,
    /// The datum of shapes.
    pub datum: Datum,
    /// Streets that this installation serves from now on (areas).
    pub serve: Vec<GridCode>,
    /// Start of deadlines (tickets).
    pub as_of: AsOf,
    /// The meaning of numbers (tickets).
    pub numbers: Numbers,
    /// Whether somebody confirmed that shapes far from the street are right (grids).
    pub far: bool,
    /// Whether good rows are imported and only faulty ones left out. Otherwise one faulty row refuses the whole file.
    pub leave_bad: bool,
}

/// The context of an import while it reads a file.
#[derive(Clone)]
struct Setting {
    app: App,
    actor: Actor,
    kind: Kind,
    street: GridCode,
    now: Moment,
    territory: Arc<Territory>,
    options: Options,
}

/// How each kind handles rows. One value reads one file once.
trait Rows {
    /// Reads the stored rows for comparison.
    fn begin(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<(), Refusal>;
    /// Determines the verdict on a row, and stores what [`Rows::write`] needs.
    fn plan(&mut self, tx: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal>;
    /// Writes the last planned row.
    fn write(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal>;
    /// Checks that need the whole file.
    fn end(&mut self, _tx: &mut Tx<'_>, _report: &mut Report) -> Result<(), Refusal> {
        Ok(())
    }
    /// Writes once for the whole file.
    fn finish(&mut self, _work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Creates the row handler of a kind.
type MakeRows = fn(&Setting) -> Box<dyn Rows>;

impl Setting {
    /// The row handler of a kind that is imported in one transaction; `None` for tickets, which are imported in steps.
    fn rows(&self) -> Option<MakeRows> {
        Some(match self.kind {
            Kind::Areas => |s| Box::new(areas::Areas::new(s)),
            Kind::Grids => |s| Box::new(grids::Grids::new(s)),
            Kind::Directory => |s| Box::new(directory::Directory::new(s)),
            Kind::Roster => |s| Box::new(roster::Roster::new(s)),
            Kind::Residents => |s| Box::new(residents::Residents::new(s)),
            Kind::Tickets => return None,
        })
    }
}

/// The street of an import: the named one, or the only possible one.
///
/// # Errors
/// The fault of the field `street`.
pub fn street_of(app: &App, actor: &Actor, kind: Kind, options: &Options) -> Result<GridCode, Refusal> {
    let territory = app.state::<Territory>();
    let mine = actor.scope(Verb::ImportsRun).codes;
    let within = |s: &GridCode| actor.via == Via::System || mine.iter().any(|c| c.contains(s) || s.contains(c));
    let choice: Vec<GridCode> = territory.streets().into_iter().filter(within).collect();
    let street = match (options.street, choice.as_slice(), options.serve.as_slice()) {
        (Some(street), ..) => Some(street).filter(|s| territory.serves(s) || kind == Kind::Areas),
        (None, [one], _) => Some(*one),
        // The first areas of an installation belong to no street yet; the first street that it will serve is used.
        (None, _, [first, ..]) if kind == Kind::Areas => Some(*first),
        (None, [first, ..], _) if kind == Kind::Areas => Some(*first),
        (None, [], _) if kind == Kind::Areas => GridCode::parse("000000000").ok(),
        _ => None,
    };
    street.filter(|s| s.level() == weiguang_domain::grid::Level::Street).ok_or_else(|| {
        let served = choice.iter().map(ToString::to_string).collect::<Vec<_>>();
        Refusal::field(FieldFault::new(
            "street",
            "grid.unknown-street",
            if served.is_empty() {
                "还没有服务中的街道：先导入区划并用 serve 指明街道".to_owned()
            } else {
                format!("请指明街道（9 位编码）：{}", served.join("、"))
            },
            format!("name a street that is served here (9 digits): {}", served.join(", ")),
        ))
    })
}

/// Whether an actor may run an import: a file permits no more than acts by hand.
///
/// # Errors
/// [`Refusal::Denied`].
pub fn permit(actor: &Actor, kind: Kind, street: &GridCode) -> Result<(), Refusal> {
    if actor.via == Via::System {
        return Ok(());
    }
    if kind == Kind::Areas {
        // The names of areas are shared by all streets, so only the administrator sets them.
        let administers = actor.grants.iter().any(|g| g.role == Role::Administrator);
        actor.may_somewhere(Verb::ImportsRun)?;
        return if administers { Ok(()) } else { Err(Refusal::Denied(Verb::ImportsRun)) };
    }
    actor.may(Verb::ImportsRun, street, false)?;
    actor.may(kind.verb(), street, false)?;
    Ok(())
}

/// Turns a file into a job. Blocks: it reads the file.
///
/// # Errors
/// Permission, an undetermined street, an unreadable file.
pub fn prepare(app: &App, actor: &Actor, kind: Kind, options: Options, file: File) -> Result<Job, Refusal> {
    let street = street_of(app, actor, kind, &options)?;
    permit(actor, kind, &street)?;
    let setting = Setting {
        app: app.clone(),
        actor: actor.clone(),
        kind,
        street,
        now: app.now(),
        territory: app.state::<Territory>(),
        options,
    };
    let converter = book::convert::find(&app.settings().imports.converter);
    let table = Table::read_by(file, kind.columns(), converter.as_deref())?;
    Ok(Job::new(setting, table))
}
