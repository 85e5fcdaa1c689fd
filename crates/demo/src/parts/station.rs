//! Stations: every Wednesday in 石桥村 and in one community of the town, and on the demonstration's last day.

use std::collections::BTreeSet;
use weiguang_domain::access::{Actor, Role};
use weiguang_domain::kernel::ids::{ScreenId, SeriesId, StationId};
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::station::plan::{Exception, Hours, Series, Share, Station};
use weiguang_server::app::UnitOfWork;
use weiguang_server::rooms::households;
use weiguang_server::rooms::station::ops::{plan, screens};
use weiguang_server::rooms::station::record::SeriesRecord;
use weiguang_server::web::Refusal;

use crate::data::Community;
use crate::part::{Demonstration, Opened, Part, Plan};

/// Communities with a station, and its location.
const PLACES: [(&str, &str, &str); 2] =
    [("shiqiao", "村党群服务中心一楼，进门左手", "028-15400001"), ("tianjiao", "社区活动中心一楼", "028-15400002")];
/// Weeks of operation.
pub const WEEKS: i64 = 8;
/// Hours of the last day: long, so that the demonstration nearly always shows work.
pub const TODAY: Hours = Hours { from: 8 * 60, until: 20 * 60 };

/// The station part.
pub struct Stations;

impl Part for Stations {
    fn room(&self) -> &'static str {
        "station"
    }

    fn make(&self, all: &mut Demonstration) -> Result<(), Refusal> {
        for street in all.plan.streets() {
            let plan = all.plan.clone();
            let opened = all.in_street(street, move |work| {
                let communities =
                    plan.data.streets.street.iter().filter(|s| s.code == street).flat_map(|s| &s.community);
                communities
                    .filter_map(|community| open(work, &plan, community).transpose())
                    .collect::<Result<Vec<_>, _>>()
            })?;
            all.stations.extend(opened);
        }
        Ok(())
    }
}

/// Opens the station of a community, if it has one and a team.
fn open(work: &mut UnitOfWork<'_, '_>, all: &Plan, of: &Community) -> Result<Option<Opened>, Refusal> {
    let Some((_, place, phone)) = PLACES.iter().find(|(login, ..)| *login == of.login) else { return Ok(None) };
    let (street, today, system) = (work.tenant, all.end.day(), Actor::system());
    let Some(nurse) = all.at_post(Role::Doctor, of.code) else { return Ok(None) };
    let pairing = households::pairing(work.tx, &street)?;
    let Some(team) = pairing.teams.iter().find(|t| t.members.contains(&nurse.account)) else { return Ok(None) };
    let began = all.end - Span::days(7 * (WEEKS + 2));
    let mut work = work.lived(&system, began);
    let (id, name) = (work.id::<StationId>(), format!("{}微网实格服务站", of.name));
    let (place, phone) = ((*place).to_owned(), (*phone).to_owned());
    plan::found(&mut work, &Station { id, code: of.code, name, place, phone, point: None })?;
    let series = Series {
        station: id,
        team: team.id,
        rule: "FREQ=WEEKLY;BYDAY=WE".to_owned(),
        hours: Hours { from: 9 * 60, until: 11 * 60 + 30 },
        slot: 30,
        places: 3,
        exceptions: [(today, Exception::At(TODAY))].into(),
        extra: BTreeSet::from([today]),
        rests: true,
        share: Share::USUAL,
    };
    let days = SeriesRecord { id: work.id::<SeriesId>(), series, first: began.day(), last: FOREVER, version: 1 };
    plan::begin(&mut work, &days)?;
    let screen = work.id::<ScreenId>();
    screens::make(&mut work, screen, id, "大厅电视")?;
    Ok(Some(Opened { code: of.code, days, nurse }))
}
