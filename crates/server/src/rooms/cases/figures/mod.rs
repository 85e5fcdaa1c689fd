//! The figures of a code, added up by group of kinds, by part of the territory and by day.

pub mod days;
pub mod summary;

use std::collections::{BTreeMap, HashMap};
use weiguang_domain::cases::count::{FIGURE_DAYS, Flow, Stock, median};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::time::{Day, Moment, Span};
use weiguang_domain::manual::Manual;
use weiguang_store::{StoreError, Tx};

use crate::rooms::grid::territory::Territory;
use crate::web::words::Bilingual;
use days::{Part, Stepped};

/// How far back the newest steps are searched, and how many: not every step may be shown to everybody.
const RECENT_DAYS: i64 = 7;
const STEPS: i64 = 60;

/// Figures read for a code.
#[derive(Debug, Default)]
pub struct Figures {
    /// Open by part and kind.
    pub stock: Vec<(Part, Stock)>,
    /// By day.
    pub days: Vec<(i64, Flow)>,
    /// By part and kind.
    pub parts: Vec<(Part, Flow)>,
    /// Kind, hours, how many.
    pub hours: Vec<(String, i64, i64)>,
    /// The newest steps.
    pub steps: Vec<Stepped>,
}

/// Reads the figures of codes that do not contain one another; parts are codes with this number of digits.
pub fn read(tx: &mut Tx<'_>, codes: &[GridCode], digits: i32, now: Moment, only: &str) -> Result<Figures, StoreError> {
    let mut found = Figures::default();
    let since = first_day(now);
    for code in codes {
        found.stock.extend(days::stock(tx, code, digits)?);
        found.days.extend(days::by_day(tx, code, since)?);
        found.parts.extend(days::by_part(tx, code, since, digits)?);
        found.hours.extend(days::hours(tx, code, since)?);
        // Not every step may be shown to everybody.
        let back = if only.is_empty() { RECENT_DAYS } else { FIGURE_DAYS };
        found.steps.extend(days::steps(tx, code, now - Span::days(back), only, STEPS)?);
    }
    found.steps.sort_by_key(|s| std::cmp::Reverse(s.at));
    Ok(found)
}

/// The first of the last 30 days, today included.
fn first_day(now: Moment) -> Day {
    (Moment::start_of(now.day()) - Span::days(FIGURE_DAYS - 1)).day()
}

/// The digits of the level below a code.
#[must_use]
pub fn digits_below(code: &GridCode) -> i32 {
    let below = Level::ALL.into_iter().find(|l| *l > code.level()).unwrap_or(Level::MicroGrid);
    i32::try_from(below.digits()).unwrap_or(17)
}

impl Figures {
    /// All open cases.
    #[must_use]
    pub fn open(&self) -> Stock {
        self.stock.iter().fold(Stock::default(), |sum, (_, s)| sum.plus(*s))
    }

    /// All events.
    #[must_use]
    pub fn flow(&self) -> Flow {
        self.days.iter().fold(Flow::default(), |sum, (_, f)| sum.plus(*f))
    }

    /// The median of hours over the wanted kinds.
    #[must_use]
    pub fn median(&self, wanted: impl Fn(&str) -> bool) -> Option<i64> {
        let hours: Vec<(i64, i64)> =
            self.hours.iter().filter(|(kind, ..)| wanted(kind)).map(|(_, h, n)| (*h, *n)).collect();
        median(&hours)
    }

    /// By group of kinds, in the manual's order; a removed kind is listed under its own id.
    #[must_use]
    pub fn groups(&self, manual: &Manual) -> Vec<(Bilingual, Vec<String>, Stock, Flow)> {
        let mut kinds: BTreeMap<&str, (Stock, Flow)> = BTreeMap::new();
        for ((_, kind), stock) in &self.stock {
            let sum = kinds.entry(kind).or_default();
            sum.0 = sum.0.plus(*stock);
        }
        for ((_, kind), flow) in &self.parts {
            let sum = kinds.entry(kind).or_default();
            sum.1 = sum.1.plus(*flow);
        }
        let mut groups: Vec<(Bilingual, Vec<String>, Stock, Flow)> = Vec::new();
        let known: Vec<_> =
            manual.current().map(|k| (k.id.as_str(), Bilingual::new(&k.group.name.zh, &k.group.name.en))).collect();
        let gone =
            kinds.keys().filter(|id| !known.iter().any(|(k, _)| k == *id)).map(|id| (*id, Bilingual::new(*id, *id)));
        for (id, name) in known.iter().cloned().chain(gone.collect::<Vec<_>>()) {
            let Some((stock, flow)) = kinds.get(id) else { continue };
            match groups.iter_mut().find(|g| g.0 == name) {
                Some(group) => {
                    group.1.push(id.to_owned());
                    (group.2, group.3) = (group.2.plus(*stock), group.3.plus(*flow));
                }
                None => groups.push((name, vec![id.to_owned()], *stock, *flow)),
            }
        }
        groups
    }

    /// By part: first the parts that exist today, then former ones with figures.
    #[must_use]
    pub fn areas(&self, there: impl IntoIterator<Item = GridCode>, length: usize) -> BTreeMap<GridCode, (Stock, Flow)> {
        let mut areas: BTreeMap<GridCode, (Stock, Flow)> = there.into_iter().map(|c| (c, Default::default())).collect();
        let part = |text: &str| GridCode::parse(text).ok().filter(|_| text.len() == length);
        for ((code, _), stock) in &self.stock {
            if let Some(code) = part(code) {
                let sum = areas.entry(code).or_default();
                sum.0 = sum.0.plus(*stock);
            }
        }
        for ((code, _), flow) in &self.parts {
            if let Some(code) = part(code) {
                let sum = areas.entry(code).or_default();
                sum.1 = sum.1.plus(*flow);
            }
        }
        areas
    }

    /// The last 30 days, oldest first, including those without events.
    #[must_use]
    pub fn by_day(&self, now: Moment) -> Vec<(Day, Flow)> {
        let mut by: HashMap<i64, Flow> = HashMap::new();
        for (day, flow) in &self.days {
            let sum = by.entry(*day).or_default();
            *sum = sum.plus(*flow);
        }
        let first = Moment::start_of(first_day(now));
        (0..FIGURE_DAYS)
            .map(|n| (first + Span::days(n)).day())
            .map(|day| (day, by.get(&days::number(day)).copied().unwrap_or_default()))
            .collect()
    }
}

/// The codes directly below one in today's territory.
#[must_use]
pub fn parts_of(territory: &Territory, code: &GridCode) -> Vec<GridCode> {
    let below = |c: &GridCode| c.parent() == Some(*code);
    let areas = territory.areas_under(code).into_iter().map(|(c, _)| c);
    let mut parts: Vec<GridCode> =
        areas.chain(territory.cells_under(code).into_iter().map(|(c, _)| c)).filter(below).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}
