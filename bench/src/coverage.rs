//! 不漏一户、不遗一人 through the server's API: a campaign over a thousand dwellings, mostly offline phones, messages that
//! arrive up to three times and lose their answers, and a re-grid in between. The phones run the app's own code
//! (`phones.rs`). Phones, domain and server must agree, and visits must stay with their author.

pub mod hold;
mod phones;
mod told;
mod town;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Instant;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CampaignId, DwellingId, VisitId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::visits::coverage::count;
use weiguang_domain::visits::{Coverage, Door, Fold, Outcome, Plan, Visit};
use weiguang_server::outside::chance::Chance as Draw;
use weiguang_server::outside::clock::Clock;
use weiguang_server::outside::seal::Seal;
use weiguang_server::rooms::grid::regrids;
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::{App, serve};
use weiguang_store::testing::fresh;

use self::phones::{Phones, Shown, campaign_of};
use self::told::{all, figures_of, read, text, write};
use self::town::{CELLS, COMMUNITY, GRID, Size, cell, code, corners, settle};
use crate::load::name;
use crate::report::Chance;
use crate::served::Connection;
use crate::{Engine, Options, city};

/// Rounds of visits and uploads.
const ROUNDS: u64 = 12;
const OUTCOMES: [Outcome; 5] = Outcome::ALL;

/// A member: the phone's last download, and the domain's figures of the visits it knows.
struct Member {
    account: AccountId,
    cells: Vec<u32>,
    line: Connection,
    campaign: Value,
    fold: Fold,
}

/// The state of the simulation.
struct Play {
    size: Size,
    clock: Clock,
    campaign: CampaignId,
    secretary: Connection,
    manager: Connection,
    members: Vec<Member>,
    phones: Phones,
    doors: Vec<Door>,
    /// The cell of each dwelling, and whether it is in its eastern half.
    lies: BTreeMap<DwellingId, (u32, bool)>,
    made: BTreeMap<VisitId, Visit>,
    sent: u64,
    /// Dwellings compared between phones and domain, and those that differ.
    compared: (usize, usize),
    chance: Chance,
}

/// Runs the whole campaign.
///
/// # Errors
/// If an operation fails; losses are figures, not errors.
pub fn run(options: &Options) -> Result<Value> {
    let doors = u32::try_from(options.n.unwrap_or(1_000))?;
    play(options.engine, Size { doors, members: 34 })
}

fn play(engine: Engine, size: Size) -> Result<Value> {
    let store = match engine {
        Engine::Sqlite => weiguang_store::Engine::Sqlite,
        Engine::Postgres => weiguang_store::Engine::Postgres,
    };
    let folder = tempfile::tempdir()?;
    let (db, _guard) = fresh(store, weiguang_server::migrations::MIGRATIONS)?;
    let seal = Seal::from_file(&folder.path().join("key"), &Draw::Machine)?;
    let mut settings = city::settings(folder.path(), "");
    settings.http.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    // Nobody has to sign in again during the campaign.
    settings.sessions.idle_hours = 24 * 90;
    let clock = Clock::moved(Moment::from_civil(jiff::civil::date(2026, 11, 23).at(9, 0, 0, 0)));
    let app = weiguang_server::rooms::open(weiguang_server::app::Parts {
        db,
        clock: clock.clone(),
        chance: Draw::Machine,
        seal,
        settings,
    })?;
    let sessions = settle(&app, size)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        app.renew::<Territory>().await?;
        let (tell, told) = tokio::sync::oneshot::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(serve::serve(
            app.clone(),
            move |at| {
                let _ = tell.send(at);
            },
            async move {
                let _ = stopped.await;
            },
        ));
        let address = told.await?.to_string();
        let started = Instant::now();
        let mut play = Play::begin(size, clock, &address, &sessions).await?;
        play.days(&app).await?;
        let mut figures = play.figures().await?;
        figures["seconds"] = json!(started.elapsed().as_secs_f64().round());
        figures["name"] = json!("coverage");
        figures["engine"] = json!(name(engine));
        drop(stop);
        drop(play);
        server.abort();
        Ok(figures)
    })
}

impl Play {
    async fn begin(size: Size, clock: Clock, address: &str, sessions: &[(AccountId, String)]) -> Result<Self> {
        let mut chance = Chance::new(31);
        let mut lines = Vec::new();
        for (_, secret) in sessions {
            lines.push(Connection::signed_in(address, secret).await?);
        }
        let mut lines = lines.into_iter();
        let (mut secretary, manager) = (lines.next().context("a secretary")?, lines.next().context("a manager")?);
        let mut id = || chance.id(clock.now());
        let question =
            json!({ "name": "needs", "label": { "zh": "需要什么", "en": "What is needed" }, "kind": "text" });
        let form = json!({ "id": "doors", "code": COMMUNITY, "title": { "zh": "入户走访", "en": "Door to door" }, "questions": [question] });
        write(&mut secretary, "/visits/forms", None, id(), &form).await?;
        let campaign = id();
        let draft = json!({ "id": campaign, "title": "入户走访", "purpose": "每户走到", "code": GRID, "form": { "id": "doors", "version": 1 },
            "population": { "who": "all_doors" } });
        write(&mut secretary, "/visits/campaigns", None, id(), &draft).await?;
        let path = format!("/visits/campaigns/{campaign}");
        write(&mut secretary, &format!("{path}/actions"), Some(1), id(), &json!({ "action": "start" })).await?;
        let (mut doors, mut lies) = (Vec::new(), BTreeMap::new());
        for row in all(&mut secretary, &format!("{path}/doors?")).await? {
            let id = DwellingId::new(text(&row, "dwelling")?.parse()?);
            let at = code(text(&row, "code")?)?;
            doors.push(Door::at(id, at));
            // 锦绣花园3栋104: the room number gives the half.
            let room: u32 = text(&row, "door")?.rsplit('栋').next().context("a room")?.parse()?;
            let cell: u32 = at.as_str().get(15..).context("a micro-grid")?.parse()?;
            lies.insert(id, (cell, (room - 101) % 2 == 1));
        }
        ensure!(doors.len() == size.doors as usize, "{} doors on the list", doors.len());
        let campaign = CampaignId::new(campaign);
        let mut members = Vec::new();
        for (n, ((account, _), mut line)) in (0..).zip(sessions.iter().skip(2).zip(lines)) {
            let pack = campaign_of(&read(&mut line, "/sync").await?, &campaign.to_string())?;
            let pack = pack.context("a campaign on each phone")?;
            let cells = if n % 3 == 2 { (1..=CELLS).collect() } else { vec![n % CELLS + 1] };
            members.push(Member { account: *account, cells, line, campaign: pack, fold: Fold::new(campaign, &doors) });
        }
        let owners: Vec<_> = sessions.iter().skip(2).map(|(id, session)| (id.to_string(), session.clone())).collect();
        let phones = Phones::start(address, &owners)?;
        let made = BTreeMap::new();
        Ok(Self {
            size,
            clock,
            campaign,
            secretary,
            manager,
            members,
            phones,
            doors,
            lies,
            made,
            sent: 0,
            compared: (0, 0),
            chance,
        })
    }

    fn id(&mut self) -> Uuid {
        self.chance.id(self.clock.now())
    }

    /// The cell of a dwelling after the re-grid: the first two cells become 11, the third is split into 12 and 13.
    fn redrawn(&self, door: DwellingId, before: GridCode) -> GridCode {
        let after = match self.lies.get(&door) {
            Some((1 | 2, _)) => cell(11),
            Some((3, false)) => cell(12),
            Some((3, true)) => cell(13),
            _ => Ok(before),
        };
        after.unwrap_or(before)
    }

    /// A visit, stored on the phone.
    fn visit(&mut self, n: usize) -> Result<()> {
        let (id, key) = (self.id(), self.id());
        let cells = &self.members[n].cells;
        let cell_no = cells[usize::try_from(self.chance.below(cells.len() as u64))?];
        let mine: Vec<Door> = self.doors.iter().filter(|d| self.lies[&d.id].0 == cell_no).copied().collect();
        let door = mine[usize::try_from(self.chance.below(mine.len() as u64))?];
        let member = &mut self.members[n];
        let visit = Visit {
            id: VisitId::new(id),
            door: door.id,
            // The phone has the cells of its first download.
            code: door.at_start,
            by: member.account,
            // A phone's clock may be wrong by days.
            at: self.clock.now() - Span::minutes(i64::try_from(self.chance.below(20 * 24 * 60))?),
            plan: Plan::Campaign { campaign: self.campaign, round: 1 },
            outcome: OUTCOMES[usize::try_from(self.chance.below(5))?],
            met: Vec::new(),
            seen: String::new(),
            answers: BTreeMap::new(),
            case: None,
            corrects: None,
        };
        member.fold.add(&visit);
        let why = json!({ "plan": "campaign", "campaign": self.campaign, "round": 1 });
        self.phones.visit(n, key, &visit, &why)?;
        self.made.insert(visit.id, visit);
        Ok(())
    }

    /// Phones that are online upload concurrently.
    fn network(&mut self, share: u64, certain: bool) -> Result<()> {
        let mut those = Vec::new();
        for phone in 0..self.members.len() {
            let seed = self.chance.next();
            if self.chance.below(100) < share {
                those.push((phone, seed));
            }
        }
        self.sent += self.phones.send(&those, certain)?;
        Ok(())
    }

    /// Compares a phone's display, from its last download and own visits, with the domain: by dwelling, and the
    /// figures.
    fn compare(phones: &mut Phones, compared: &mut (usize, usize), n: usize, member: &Member) -> Result<Shown> {
        let shown = phones.shown(n, &member.campaign)?;
        let ends = member.fold.ends();
        let mut counted = Coverage::default();
        let (doors, wrong) = compared;
        for (door, end) in &shown.ends {
            let own = ends.get(door).context("a door that is not on the list")?;
            counted.put(*own, 1);
            *doors += 1;
            *wrong += usize::from(*end != own.map(|end| end.key().to_owned()));
        }
        *wrong += usize::from(shown.coverage != counted);
        Ok(shown)
    }

    /// The re-grid: drafted by one, reviewed by another, carried out on its day.
    async fn redraw(&mut self, app: &App) -> Result<()> {
        let day = (self.clock.now() + Span::days(1)).day();
        let part = |code: GridCode, west: f64, east: f64| {
            json!({ "code": code.as_str(), "name": "新片", "households": 50,
                "shape": { "type": "Polygon", "coordinates": [corners(west, east)] } })
        };
        let plan = json!({ "id": self.id(), "day": day.to_string(), "moves": [
            { "move": "merge", "olds": [cell(1)?.as_str(), cell(2)?.as_str()], "into": { "code": cell(11)?.as_str(), "name": "合片", "households": 200 } },
            { "move": "split", "old": cell(3)?.as_str(), "into": [part(cell(12)?, 2.0, 2.5), part(cell(13)?, 2.5, 3.0)], "default": null },
        ], "posts": [] });
        let key = self.id();
        let drawn = write(&mut self.secretary, "/grid/regrids", None, key, &plan).await?;
        let path = format!("/grid/regrids/{}", text(&drawn, "id")?);
        let key = self.id();
        write(&mut self.manager, &format!("{path}/review"), None, key, &Value::Null).await?;
        self.clock.advance(Span::days(1));
        ensure!(regrids::due(app).await? == 1, "the re-grid did not come into effect");
        Ok(())
    }

    /// Runs the days of the campaign.
    async fn days(&mut self, app: &App) -> Result<()> {
        let each = u64::from(self.size.doors) * 5 / 2 / ROUNDS / u64::from(self.size.members).max(1) + 1;
        for round in 0..ROUNDS {
            for n in 0..self.members.len() {
                for _ in 0..=self.chance.below(2 * each) {
                    self.visit(n)?;
                }
                Self::compare(&mut self.phones, &mut self.compared, n, &self.members[n])?;
            }
            self.network(35, false)?;
            if round == ROUNDS / 2 {
                self.redraw(app).await?;
            }
            self.clock.advance(Span::hours(6));
        }
        // In the evening all phones are online.
        self.network(100, true)
    }

    /// Compares the server's figures with the visits made and the phones' figures.
    async fn figures(&mut self) -> Result<Value> {
        let path = format!("/visits/campaigns/{}", self.campaign);
        let rows = all(&mut self.secretary, &format!("/visits?under={GRID}&campaign={}", self.campaign)).await?;
        let kept: BTreeSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
        let lost = self.made.keys().filter(|id| !kept.contains(id.to_string().as_str())).count();
        let doors = all(&mut self.secretary, &format!("{path}/doors?")).await?;
        let tries: usize = doors.iter().map(|d| d["tries"].as_array().map_or(0, Vec::len)).sum();
        let doubled = rows.len() - kept.len() + tries.saturating_sub(self.made.len());

        // The expected result: the domain's fold over all visits, and its independent second count.
        let mut truth = Fold::new(self.campaign, &self.doors);
        let made: Vec<Visit> = self.made.values().cloned().collect();
        made.iter().for_each(|visit| {
            truth.add(visit);
        });
        truth.carry(|door, code| self.redrawn(door, code));
        let mut disagreements = usize::from(truth.ends() != count(self.campaign, &self.doors, &made));
        let ends: BTreeMap<DwellingId, (Option<String>, String)> = doors
            .iter()
            .map(|d| {
                let id = DwellingId::new(text(d, "dwelling")?.parse()?);
                Ok((id, (d["end"]["key"].as_str().map(str::to_owned), text(d, "code")?.to_owned())))
            })
            .collect::<Result<_>>()?;
        for (door, end) in truth.ends() {
            let at_start = self.doors.iter().find(|d| d.id == door).context("a door")?.at_start;
            let told = (end.map(|e| e.key().to_owned()), self.redrawn(door, at_start).to_string());
            disagreements += usize::from(ends.get(&door) != Some(&told));
        }
        for at_start in [false, true] {
            let stands = read(&mut self.secretary, &format!("{path}/coverage?at_start={at_start}")).await?;
            let mut told = BTreeMap::new();
            for one in stands["cells"].as_array().context("cells")? {
                told.insert(code(text(one, "code")?)?, figures_of(&one["coverage"])?);
            }
            disagreements += usize::from(told != truth.by_cell(at_start));
            disagreements += usize::from(figures_of(&stands["total"])? != truth.total());
        }
        let gaps = all(&mut self.secretary, &format!("{path}/doors?open=true")).await?;
        let gaps: BTreeSet<&str> = gaps.iter().filter_map(|g| g["dwelling"].as_str()).collect();
        let open: BTreeSet<String> = truth.gaps().iter().map(|gap| gap.door.to_string()).collect();
        disagreements += usize::from(gaps != open.iter().map(String::as_str).collect());

        // Each phone: its own visits in their original cells; after a full download its figures equal the server's.
        let mut members = std::mem::take(&mut self.members);
        for (n, phone) in members.iter_mut().enumerate() {
            let own: BTreeMap<String, String> =
                made.iter().filter(|v| v.by == phone.account).map(|v| (v.id.to_string(), v.code.to_string())).collect();
            let mine = all(&mut phone.line, "/visits?mine=true").await?;
            let credited: BTreeMap<String, String> = mine
                .iter()
                .map(|v| Ok((text(v, "id")?.to_owned(), text(v, "code")?.to_owned())))
                .collect::<Result<_>>()?;
            disagreements += usize::from(own != credited || phone.fold.credit(phone.account).len() != own.len());
            made.iter().for_each(|visit| {
                phone.fold.add(visit);
            });
            phone.fold.carry(|door, code| self.redrawn(door, code));
            disagreements += usize::from(phone.fold != truth);
            let pack = campaign_of(&read(&mut phone.line, "/sync").await?, &self.campaign.to_string())?;
            for door in pack.iter().flat_map(|pack| pack["doors"].as_array()).flatten() {
                let id = DwellingId::new(text(door, "dwelling")?.parse()?);
                let told = (door["end"].as_str().map(str::to_owned), text(door, "code")?.to_owned());
                disagreements += usize::from(ends.get(&id) != Some(&told));
            }
            let shown = match pack {
                Some(pack) => {
                    phone.campaign = pack;
                    Self::compare(&mut self.phones, &mut self.compared, n, phone)?
                }
                None => self.phones.shown(n, &phone.campaign)?,
            };
            ensure!(shown.waiting + shown.refused == 0, "a phone has work without a receipt");
        }
        let (compared, differ) = self.compared;
        Ok(json!({ "doors": self.doors.len(), "members": members.len(), "visits": made.len(), "messages": self.sent,
            "phones": "the app's own outbox, sender and fold", "doors_compared_with_phones": compared,
            "lost": lost, "doubled": doubled, "disagreements": disagreements + differ }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_door_is_lost_or_doubled_through_the_api_on_both_engines() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let figures = play(engine, Size { doors: 60, members: 12 }).unwrap();
            for figure in ["lost", "doubled", "disagreements"] {
                assert_eq!(figures[figure], 0, "{figures}");
            }
            assert!(figures["visits"].as_u64().unwrap() > 100, "{figures}");
        }
    }
}
