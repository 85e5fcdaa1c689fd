//! Sixty days of cases, by the operations of real requests.

mod fates;
mod life;
mod stories;
mod writing;

use std::collections::HashMap;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Span;
use weiguang_server::web::Refusal;

use crate::dice::Dice;
use crate::part::{Demonstration, Part};
use life::Life;
use stories::{Story, Writer};

/// Number of simulated days.
const DAYS: i64 = 60;

/// The cases part.
pub struct Cases;

impl Part for Cases {
    fn room(&self) -> &'static str {
        "cases"
    }

    fn make(&self, all: &mut Demonstration) -> Result<(), Refusal> {
        let plan = all.plan.clone();
        let directories: HashMap<_, _> =
            plan.streets().into_iter().map(|street| (street, plan.addresses.directory(&street))).collect();
        let writer = Writer {
            app: &all.app,
            data: &plan.data,
            addresses: &plan.addresses,
            staff: &plan.staff,
            end: plan.end,
            dice: Dice::new(6),
            directories,
        };
        let written = writer.write()?;
        for (seed, (street, stories)) in (20..).zip(written) {
            live(all, street, stories, seed)?;
        }
        Ok(())
    }
}

/// Simulates the days of a street.
fn live(all: &mut Demonstration, street: GridCode, stories: Vec<Story>, seed: u64) -> Result<(), Refusal> {
    let end = all.plan.end;
    all.made.cases += stories.len();
    let mut life = Life::new(all.plan.data.clone(), all.plan.staff.clone(), stories, seed, end)?;
    let mut now = life.begins().unwrap_or(end).max(end - Span::days(DAYS));
    // A transaction per day of some hundred actions, because commits would take longer than the actions.
    while now < end {
        now = (now + Span::days(1)).min(end);
        let before = life.clone();
        life = all.in_street(street, move |work| {
            let mut life = before.clone();
            life.until(work, now)?;
            Ok(life)
        })?;
    }
    all.made.refused.extend(life.refused);
    Ok(())
}
