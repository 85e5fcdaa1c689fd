//! Benchmarks of the performance goals: each prints one JSON line of figures; none is a test.

pub mod address;
pub mod alarms;
pub mod care;
pub mod cells;
pub mod city;
pub mod clocks;
pub mod coverage;
pub mod crash;
pub mod danger;
pub mod load;
pub mod locate;
pub mod matters;
pub mod pages;
pub mod report;
pub mod resend;
pub mod rules;
pub mod secrets;
pub mod served;
pub mod slow;
pub mod tickets;
pub mod trouble;

use anyhow::{Result, bail};
use serde_json::Value;
use std::path::PathBuf;

/// The store of a benchmark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, the default, synchronous=FULL.
    #[default]
    Sqlite,
    /// A temporary PostgreSQL cluster.
    Postgres,
}

/// Options of a benchmark.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The store, if one is used.
    pub engine: Engine,
    /// A folder of real data, if supported.
    pub data: Option<PathBuf>,
    /// Typed lines with expected places.
    pub lines: Option<PathBuf>,
    /// The address directory of these lines.
    pub directory: Option<PathBuf>,
    /// Whether to print figures by kind of line.
    pub kinds: bool,
    /// Size, instead of the default.
    pub n: Option<u64>,
    /// A folder for a filled SQLite store that is reused between runs; default: temporary.
    pub folder: Option<PathBuf>,
    /// The program started as the server.
    pub program: PathBuf,
}

/// All benchmarks with what they measure.
pub const NAMES: &[(&str, &str)] = &[
    ("address", "places typed addresses among 1,000,000 rooms, and counts how many rightly"),
    ("locate", "from a point to its micro-grid, points a second"),
    ("clocks", "deadlines and the on-time flag over a city's record of requests"),
    ("rules", "the rules of care over real readings, in both directions: none may be missed"),
    ("danger", "sentences of mortal danger that show the right number, and ordinary ones that show any"),
    ("care", "the overdue list, a person's page and an alert, with 100,000 residents and 2,000,000 readings"),
    ("alarms", "how late the last alarm of 240 streets is while three destinations accept and never answer"),
    ("coverage", "a campaign over 1,000 doors with phones without network and a re-grid: none lost, none doubled"),
    (
        "hold",
        "how long a campaign's start, a re-grid over open cases and sealing anew hold the writer: the longest wait of a small write",
    ),
    ("secrets", "the store's files and logs searched for every phone, identity number and reading: none may be found"),
    (
        "tickets",
        "a city's year of requests as one table of tickets, while others write: seconds, and how long the others wait",
    ),
    ("intake", "new cases over HTTP at 32 connections, with 1,000,000 present; --data: in the words of real messages"),
    ("pages", "every list, search, count, summary, sync and map request, as those who send it, while the store grows"),
    ("queue", "a community's page at 10,000, 100,000 and 1,000,000 cases"),
    ("rollup", "a street's totals by grid"),
    ("filled", "queue, rollup, start and intake, one after the other over one store"),
    ("crash", "kill -9 in the middle of a load: nothing acknowledged is lost, nothing is half-done"),
    ("resend", "every kind of write sent three times: one effect each"),
    (
        "trouble",
        "slow clients, a spike, a full disk, a missing key file, a leap of the clock: what people meet, and the seconds until all is well",
    ),
    (
        "slow",
        "half-sent heads, bodies that drip and a spike: how many honest people are answered meanwhile, and how fast",
    ),
    ("start", "from the start of the process to ready, and its memory"),
];

/// Runs a benchmark and returns its figures, including `name`, `engine` and `n`.
///
/// # Errors
/// If the name is unknown, the data cannot be read or the run fails.
pub fn run(name: &str, options: &Options) -> Result<Value> {
    match name {
        "locate" => locate::run(options),
        "address" => address::run(options),
        "clocks" => clocks::run(options),
        "danger" => danger::run(options),
        "rules" => rules::run(options),
        "care" => care::run(options),
        "alarms" => alarms::run(options),
        "coverage" => coverage::run(options),
        "hold" => coverage::hold::run(options),
        "secrets" => secrets::run(options),
        "tickets" => tickets::run(options),
        "intake" => load::intake(options),
        "pages" => pages::run(options),
        "queue" => load::queue(options),
        "rollup" => load::rollup(options),
        "start" => load::start(options),
        "filled" => load::filled(options),
        "crash" => crash::run(options),
        "resend" => resend::run(options),
        "slow" => slow::run(options),
        "trouble" => trouble::run(options),
        _ => bail!(
            "no bench is called {name}; there are: {}",
            NAMES.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ")
        ),
    }
}
