//! Reminds administrators and dispatchers, once a week from November on, of a year without a holiday notice.

use std::time::Duration;
use weiguang_domain::access::{Actor, Role};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::manual::kind::Words;
use weiguang_domain::manual::year::YearNumber;

use super::CurrentCalendar;
use super::ops::STREAM;
use crate::App;
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::rooms::outbox::messages;
use crate::rooms::people;
use crate::web::Refusal;

/// Pause between two checks.
const PAUSE: Duration = Duration::from_secs(3_600);

/// The topic of the message.
pub const TOPIC: &str = "manual.calendar-missed";

/// Reminds, in every street, recipients who were not reminded since the relevant day.
///
/// # Errors
/// The store's errors.
pub async fn remind(app: &App) -> Result<(), Refusal> {
    let Some((year, since)) = app.state::<CurrentCalendar>().reminder(app.now().day()) else { return Ok(()) };
    for street in app.state::<Territory>().streets() {
        app.transact(&Actor::system(), street, move |work| remind_street(work, year, since)).await?;
    }
    Ok(())
}

/// Reminds recipients once an hour who were not reminded yet, until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        if let Err(error) = remind(&app).await {
            tracing::warn!(%error, "nobody could be reminded of a missing holiday notice; it will be tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = &mut stop => return,
        }
    }
}

fn remind_street(work: &mut UnitOfWork<'_, '_>, year: YearNumber, since: Day) -> Result<(), Refusal> {
    let words = Words {
        zh: format!("尚未录入 {year} 年的放假调休安排，时限会按周末和法定节假日计算；通知公布后请录入"),
        en: format!(
            "The holiday notice of {year} is not in: clocks count weekends and the holidays of the law. Enter it once it is out"
        ),
    };
    for account in who(work)? {
        let (tenant, since) = (work.tenant, Moment::start_of(since));
        if !messages::told_since(work.tx, &tenant, account, TOPIC, since)? {
            messages::to_person(work, account, TOPIC, STREAM, words.clone())?;
        }
    }
    Ok(())
}

/// The administrators and dispatchers of the street, at its code or one above.
fn who(work: &mut UnitOfWork<'_, '_>) -> Result<Vec<AccountId>, Refusal> {
    let mut who = Vec::new();
    let codes: Vec<GridCode> = work.tenant.climb().collect();
    for code in codes {
        let seats = people::seats(work.tx, &code, &[code], work.now.day())?;
        who.extend(
            seats.iter().filter(|s| matches!(s.role, Role::Administrator | Role::StreetDispatcher)).map(|s| s.account),
        );
    }
    who.sort_unstable();
    who.dedup();
    Ok(who)
}
