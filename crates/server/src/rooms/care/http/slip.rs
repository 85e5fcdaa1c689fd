//! The slip that a person takes home: the readings of a day, their meaning, when to come again, and whom to call.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::care::{Level, Side};
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::time::{Day, Moment, Span};

use super::people::measurable;
use crate::App;
use crate::rooms::care::record::ReadingRecord;
use crate::rooms::care::rules::Rules;
use crate::rooms::care::store::{calling, readings};
use crate::rooms::care::view::KeyWords;
use crate::rooms::care::view::reading::{ReadingView, RecheckView, ValueVerdicts};
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::people::names_of;
use crate::rooms::{households, station};
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::Bilingual;

/// Readings that fit on a slip.
const MOST: i64 = 50;
/// Days ahead that are searched for service, and the most days listed.
const AHEAD: i64 = 62;
const NEXT: usize = 3;

/// Which day.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SlipQuery {
    /// `YYYY-MM-DD`; today if not given.
    #[param(value_type = Option<String>)]
    day: Option<Day>,
}

/// Where somebody can come again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareSlipDay)]
pub struct SlipDay {
    /// The station.
    pub station: String,
    /// Where one goes.
    pub place: String,
    /// `YYYY-MM-DD`.
    pub day: String,
    /// `09:00`.
    pub from: String,
    /// `11:30`.
    pub until: String,
}

/// The doctor who answers for the person's cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareSlipDoctor)]
pub struct SlipDoctor {
    /// The name.
    pub name: String,
    /// 张医生团队.
    pub team: String,
}

/// Somebody to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareSlipCall)]
pub struct SlipCall {
    /// Who.
    pub who: Bilingual,
    /// The number.
    pub phone: String,
}

/// The paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareSlip)]
pub struct Slip {
    /// Whose.
    pub resident: Uuid,
    /// The name.
    pub name: String,
    /// The age that day.
    pub age: Option<u16>,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// The station at which it was measured.
    pub station: Option<String>,
    /// What was measured that day, oldest first; what was discarded is not on it.
    pub readings: Vec<ReadingView>,
    /// The gravest of the verdicts: `critical`, `high`, `normal`, `not_judged`; null where nothing stands.
    pub level: Option<String>,
    /// The same in a sentence for the person.
    pub verdict: Option<Bilingual>,
    /// What was recorded and no rule judges, none twice.
    pub not_judged: Vec<KeyWords>,
    /// What is said to the person, none twice.
    pub advice: Vec<Bilingual>,
    /// What is to be measured again, by when.
    pub rechecks: Vec<RecheckView>,
    /// Whether enrolment with the family doctor is offered.
    pub enrol: bool,
    /// The next days of service where it was measured, or in the person's community.
    pub next_days: Vec<SlipDay>,
    /// The doctor of the person's cell.
    pub doctor: Option<SlipDoctor>,
    /// Whom to call, in this order.
    pub call: Vec<SlipCall>,
    /// Now, RFC 3339.
    pub printed_at: String,
}

/// Words of a list without repetition; a blood pressure is one item.
fn listed(words: &[KeyWords]) -> (String, String) {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for word in words {
        let pressure = ["systolic", "diastolic"].contains(&word.key.as_str());
        let pair =
            if pressure { ("血压", "blood pressure") } else { (word.words.zh.as_str(), word.words.en.as_str()) };
        if !all.contains(&pair) {
            all.push(pair);
        }
    }
    let zh: Vec<&str> = all.iter().map(|(zh, _)| *zh).collect();
    let en: Vec<&str> = all.iter().map(|(_, en)| *en).collect();
    (zh.join("、"), en.join(", "))
}

/// The meaning of the values. `sides`: in which directions values that are not critical deviate.
fn sentence(level: Level, sides: &BTreeSet<Side>, normal: &[KeyWords]) -> Bilingual {
    match level {
        Level::Critical => Bilingual::new("数值危急，请立即就医", "The values are critical: see a doctor at once"),
        Level::High if sides.len() > 1 || sides.contains(&Side::Sign) => {
            Bilingual::new("数值异常，请按建议复查", "Some values are off: have them measured again as advised")
        }
        Level::High if sides.contains(&Side::Low) => {
            Bilingual::new("数值偏低，请按建议复查", "The values are low: have them measured again as advised")
        }
        Level::High => {
            Bilingual::new("数值偏高，请按建议复查", "The values are high: have them measured again as advised")
        }
        Level::Normal => {
            let (zh, en) = listed(normal);
            Bilingual::new(format!("{zh}正常"), format!("Normal: {en}"))
        }
        Level::NotJudged => {
            Bilingual::new("已记下，本站不判断这些项目", "Recorded; this station does not judge these values")
        }
    }
}

/// The verdict on a day's readings: the most serious level, a sentence, and values that no rule judges.
fn told(permit: Permit, found: &[ReadingRecord], rules: &Rules) -> (Option<Level>, Option<Bilingual>, Vec<KeyWords>) {
    let (mut normal, mut not_judged, mut level) = (Vec::new(), Vec::new(), None);
    for record in found {
        let said = ValueVerdicts::of(permit, record, rules.version(record.verdict.version));
        level = level.max(Some(said.level));
        normal.extend(said.normal);
        not_judged.extend(said.not_judged);
    }
    let sides = found.iter().flat_map(|r| &r.verdict.hits).map(|hit| hit.side).collect();
    let mut once = BTreeSet::new();
    not_judged.retain(|word: &KeyWords| once.insert(word.key.clone()));
    (level, level.map(|level| sentence(level, &sides, &normal)), not_judged)
}

/// What somebody takes home of a day, for who may read it: the team paired with the cell, and who measured what they measured.
#[utoipa::path(get, path = "/care/residents/{id}/slip", tag = "care", params(("id" = Uuid, Path), SlipQuery), responses((status = 200, body = Slip)))]
pub async fn read_slip(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<SlipQuery>,
) -> Result<Reply<Slip>, Refusal> {
    actor.may_somewhere(Verb::CareMeasure)?;
    let id = ResidentId::new(id);
    let street = households::street_of_any(&app, &actor, &[Verb::CareMeasure], id).await?;
    let (now, rules, calendar) = (app.now(), app.state::<Rules>(), app.state::<CurrentCalendar>());
    let (today, day) = (now.day(), query.day.unwrap_or(now.day()));
    let slip = app
        .read(move |tx| {
            let (person, all, permit) = measurable(tx, &actor, &street, id, today)?;
            let resident = &person.kept.resident;
            let end = Moment::start_of(day) + Span::days(1);
            let after = (end.micros(), Uuid::nil());
            let mut found = readings::of_person(tx, &street, id, (!all).then_some(actor.account), after, MOST)?;
            found.retain(|r| r.reading.at.day() == day && r.reading.stands());
            found.reverse();
            let named = names_of(tx, found.iter().map(|r| r.reading.by))?;
            let views: Vec<ReadingView> = found.iter().map(|r| ReadingView::of(permit, r, &rules, &named)).collect();
            let (level, verdict, not_judged) = told(permit, &found, &rules);
            let critical = level == Some(Level::Critical);
            let (mut advice, mut rechecks): (Vec<Bilingual>, Vec<RecheckView>) = (Vec::new(), Vec::new());
            // The slip of a person who must see a doctor now lists nothing that can wait.
            for view in views.iter().filter(|view| !critical || view.level.as_deref() == Some("critical")) {
                advice.extend(view.advice.iter().filter(|a| !advice.contains(a)).cloned().collect::<Vec<_>>());
                for recheck in view.rechecks.iter().filter(|_| !critical) {
                    match rechecks.iter_mut().find(|r| r.of == recheck.of) {
                        Some(known) if known.due <= recheck.due => {}
                        Some(known) => known.due.clone_from(&recheck.due),
                        None => rechecks.push(recheck.clone()),
                    }
                }
            }
            let at = found.iter().rev().find_map(|r| r.reading.station);
            let mut here = match at {
                Some(at) => station::find(tx, &street, at)?,
                None => None,
            };
            if here.is_none() {
                let community = resident.code.at(weiguang_domain::grid::Level::Community).unwrap_or(street);
                here = station::under(tx, &community)?.into_iter().find(|s| !s.closed);
            }
            let mut next_days = Vec::new();
            if let Some(here) = here.as_ref().filter(|h| !h.closed) {
                let until = today.saturating_add(jiff::Span::new().days(AHEAD));
                let days = station::service_days(tx, &street, here.station.id, &calendar, (today, until))?;
                next_days.extend(days.into_iter().filter(|s| s.day > today).take(NEXT).map(|s| SlipDay {
                    station: here.station.name.clone(),
                    place: here.station.place.clone(),
                    day: s.day.to_string(),
                    from: station::clock(s.hours.from),
                    until: station::clock(s.hours.until),
                }));
            }
            let pairing = households::pairing(tx, &street)?;
            let doctor = match pairing.team_of(&resident.code, today) {
                Some(team) => {
                    let known = names_of(tx, [team.doctor])?;
                    let name = known.get(&team.doctor).cloned().unwrap_or_default();
                    Some(SlipDoctor { name, team: team.name.clone() })
                }
                None => None,
            };
            let mut call = Vec::new();
            if let Some(here) = here.as_ref().filter(|h| !h.station.phone.is_empty()) {
                let name = &here.station.name;
                call.push(SlipCall { who: Bilingual::new(name, name), phone: here.station.phone.clone() });
            }
            if let Some(centre) = calling::read(tx, &street)? {
                call.push(SlipCall { who: Bilingual::new(&centre.name, &centre.name), phone: centre.number });
            }
            let ambulance = Bilingual::new(
                "急救：胸痛、说不清话、叫不醒时",
                "Ambulance: chest pain, slurred speech, cannot be woken",
            );
            call.push(SlipCall { who: ambulance, phone: "120".into() });
            Ok(Slip {
                resident: id.uuid(),
                name: resident.name.clone(),
                age: resident.birth.age(day),
                day: day.to_string(),
                station: here.filter(|h| Some(h.station.id) == at).map(|h| h.station.name),
                level: level.map(|l| l.key().to_owned()),
                verdict,
                not_judged,
                advice,
                rechecks,
                enrol: !critical && views.iter().any(|v| v.enrol),
                readings: views,
                next_days,
                doctor,
                call,
                printed_at: now.to_string(),
            })
        })
        .await?;
    Ok(Reply(slip))
}
