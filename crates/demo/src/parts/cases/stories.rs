//! The demonstration's cases as they are created: what, where, by whom, when, and the planned actions.

use std::collections::HashMap;
use weiguang_domain::access::Role;
use weiguang_domain::cases::Placed;
use weiguang_domain::grid::address::{Directory, Lessons, Outcome, combine};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::manual::Urgency;

use super::fates::{Deed, FATES, Fate, Steps, When};
use super::writing::{self, Written};
use crate::data::{Data, Matter};
use crate::dice::Dice;
use crate::directory::Addresses;
use crate::staff::Staff;
use weiguang_server::App;
use weiguang_server::rooms::cases::ops::Submit;
use weiguang_server::rooms::cases::queue::search::Tokenizer;
use weiguang_server::rooms::cases::queue::search::blind;
use weiguang_server::rooms::cases::record::Reporter;
use weiguang_server::rooms::grid::placing::PlacingView;
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::rooms::manual::CurrentCalendar;
use weiguang_server::rooms::manual::CurrentManual;
use weiguang_server::web::Refusal;

/// A case.
#[derive(Clone, Debug)]
pub struct Story {
    /// When it is created.
    pub at: Moment,
    /// Its index in `demo/matters.toml`.
    pub matter: usize,
    /// The reporter; `None` for the public.
    pub by: Option<AccountId>,
    /// The input.
    pub submit: Submit,
    /// Whether nights count.
    pub urgent: bool,
    /// The planned actions.
    pub steps: Steps,
}

/// Kinds that need lifts, property firms or crowds, which villages do not have.
const OF_TOWN: &[&str] =
    &["elevator-fault", "elevator-trapped", "property-service", "facade-falling", "crowded-rental"];
/// Limit between short and long times to resolve, in hours.
const SHORT: i64 = 5 * 24;
const LONG: i64 = 4 * 24;

/// Creates the stories of both streets.
pub struct Writer<'a> {
    /// The application before any event.
    pub app: &'a App,
    /// The texts.
    pub data: &'a Data,
    /// All addresses.
    pub addresses: &'a Addresses,
    /// The staff.
    pub staff: &'a Staff,
    /// The end.
    pub end: Moment,
    /// Random numbers.
    pub dice: Dice,
    /// The streets' directories.
    pub directories: HashMap<GridCode, Directory>,
}

impl Writer<'_> {
    /// All stories by street, in order of creation.
    ///
    /// # Errors
    /// If the manual lacks a kind.
    pub fn write(&self) -> Result<Vec<(GridCode, Vec<Story>)>, Refusal> {
        let streets: Vec<GridCode> = self.data.streets.street.iter().map(|s| s.code).collect();
        let mut all: Vec<(GridCode, Vec<Story>)> = streets.iter().map(|s| (*s, Vec::new())).collect();
        for (fate, count) in FATES {
            for n in 0..*count {
                // One of nine is from the village, for courses that have as many.
                let at = usize::from(n % 9 == 4).min(all.len().saturating_sub(1));
                let Some((street, stories)) = all.get_mut(at) else { continue };
                self.tell(*street, *fate, stories)?;
            }
        }
        for (_, stories) in &mut all {
            stories.sort_by_key(|s| (s.at, s.submit.id));
        }
        Ok(all)
    }

    fn tell(&self, street: GridCode, fate: Fate, stories: &mut Vec<Story>) -> Result<(), Refusal> {
        if fate == Fate::Joined {
            // The same matter again, some hours after another report.
            let begun = stories.iter().filter(|s| s.steps.len() > 2 && !s.urgent && s.submit.placed == Placed::Sure);
            let candidates: Vec<&Story> = begun.collect();
            // Of the first few only, so that some cases have several reporters.
            let Some(first) = candidates.get(self.dice.below(candidates.len().min(5))) else { return Ok(()) };
            let mut again = Story::clone(first);
            again.at = first.at + Span::minutes(self.dice.between(5, 50));
            again.submit.id = CaseId::at(again.at, self.dice.bytes());
            let texts = self.data.matters.matter.get(again.matter).map_or(&[][..], |m| &m.texts);
            if let Some([title, detail]) = self.dice.pick(texts) {
                (again.submit.title, again.submit.detail) = (title.clone(), detail.clone());
            }
            again.submit.reporter = self.reporter();
            (again.by, again.submit.source) = (None, "resident".into());
            again.submit.external.clear();
            let joined = Deed::Duplicate(first.submit.id);
            again.steps = [(When::After(Span::minutes(self.dice.between(3, 40))), joined)].into();
            stories.push(again);
            return Ok(());
        }
        let (from, to) = fate.age();
        let at = self.waking(self.end - Span::minutes(self.dice.between(from * 60 + 4, to * 60 + 4)), fate);
        for _ in 0..200 {
            let (index, matter) = self.matter(street, fate)?;
            let written = if fate == Fate::Unplaced {
                let address = self.dice.word(&self.data.matters.said.nowhere);
                Some(Written { address, point: None, truth: street })
            } else {
                writing::write(self.data, self.addresses, street, &matter.at, &self.dice)
            };
            if let Some(written) = written {
                let story = self.story(street, fate, at, index, matter, &written)?;
                stories.push(story);
                return Ok(());
            }
        }
        Ok(())
    }

    /// Most people report by day; recent cases keep their time.
    fn waking(&self, at: Moment, fate: Fate) -> Moment {
        let hour = i64::from(at.civil().hour());
        let at = if matches!(fate, Fate::JustIn | Fate::Unplaced) || (7..22).contains(&hour) {
            at
        } else {
            at - Span::hours(9)
        };
        Moment::from_micros(at.micros() / 1_000_000 * 1_000_000)
    }

    fn matter(&self, street: GridCode, fate: Fate) -> Result<(usize, &Matter), Refusal> {
        let village =
            self.data.streets.street.iter().any(|s| s.code == street && s.community.iter().all(|c| c.village));
        let manual = self.app.state::<CurrentManual>();
        let mut fitting = Vec::new();
        for (index, matter) in self.data.matters.matter.iter().enumerate() {
            let kind = manual
                .newest(&matter.kind)
                .ok_or_else(|| Refusal::Internal(format!("demo/matters.toml: the manual has no {}", matter.kind)))?;
            let resolve = weiguang_domain::manual::clock::deadline(
                self.end,
                kind.resolve_by,
                &self.app.state::<CurrentCalendar>(),
            );
            let hours = (resolve - self.end).as_minutes() / 60;
            let town = OF_TOWN.contains(&matter.kind.as_str()) || matter.at == "shop";
            let alone = matter.department.is_none() || hours < LONG / 2;
            let unfit = (village && town)
                || (fate.wants_short() && hours > SHORT)
                || (fate.wants_long() && hours < LONG)
                || (fate.wants_department() && alone);
            if !unfit {
                fitting.extend(std::iter::repeat_n((index, matter), matter.weight));
            }
        }
        self.dice.pick(&fitting).copied().ok_or_else(|| Refusal::Internal(format!("no matter fits {fate:?}")))
    }

    fn reporter(&self) -> Reporter {
        let names = &self.data.names;
        let name = self.dice.word(&names.surnames) + &self.dice.word(&names.residents);
        Reporter { name, phone: format!("1540000{:04}", self.dice.below(10_000)), wants_call: self.dice.percent(60) }
    }

    fn story(
        &self,
        street: GridCode,
        fate: Fate,
        at: Moment,
        index: usize,
        matter: &Matter,
        written: &Written,
    ) -> Result<Story, Refusal> {
        let (territory, manual) = (self.app.state::<Territory>(), self.app.state::<CurrentManual>());
        let located = written.point.and_then(|p| territory.locate(p)).filter(|c| street.contains(c));
        let found = self.directories.get(&street).map(|d| d.find(&written.address, &Lessons::default()));
        let placing = found.map(|f| combine(&f, located));
        let (mut code, placed) = match placing.as_ref().map(|p| &p.outcome) {
            Some(Outcome::Sure { code, .. }) => (*code, Placed::Sure),
            Some(Outcome::Unsure { .. }) => (street, Placed::Unsure),
            _ => (street, Placed::Nothing),
        };
        // On a dedicated grid the case is that grid's.
        if matter.at == "place" && written.truth.level() == Level::Grid && placed == Placed::Sure {
            code = written.truth;
        }
        let view = placing.map(|p| PlacingView::of(&territory, &p)).unwrap_or_default();
        let text = self.dice.pick(&matter.texts).cloned().unwrap_or_default();
        let [title, detail] = text;
        let words = self.app.local::<Tokenizer>().terms(&format!("{title} {} {detail}", written.address));
        let terms = blind(self.app.seal(), &street, &words);
        let (by, source) = self.door(street, code, placed);
        let urgent = manual.newest(&matter.kind).is_some_and(|k| k.urgency == Urgency::Urgent);
        let id = CaseId::at(at, self.dice.bytes());
        let number = self.dice.below(1_000_000);
        let submit = Submit {
            id,
            kind: matter.kind.clone(),
            title,
            detail,
            address: written.address.clone(),
            point: written.point,
            code,
            placed,
            evidence: serde_json::to_string(&view).map_err(|e| Refusal::Internal(e.to_string()))?,
            source: source.into(),
            urgent: false,
            reporter: if source == "member" && self.dice.percent(50) { Reporter::default() } else { self.reporter() },
            terms,
            // A number as the city's hotline would assign it.
            external: if source == "hotline" {
                format!("YS{}{number:06}", at.day().strftime("%y%m%d"))
            } else {
                String::new()
            },
            photos: Vec::new(),
            received: None,
            told: None,
            laid_down: None,
            made_up: true,
        };
        let mut steps = fate.steps(&self.dice);
        let left = matches!(fate, Fate::JustIn | Fate::Unplaced | Fate::NotTaken);
        if placed != Placed::Sure && !left {
            let minutes = self.dice.between(6, 45);
            steps.push_front((When::After(Span::minutes(minutes)), Deed::Place(written.truth)));
        }
        Ok(Story { at, matter: index, by, submit, urgent, steps })
    }

    /// The channel and reporter: phone, page, hotline, or a neighbour.
    fn door(&self, street: GridCode, code: GridCode, placed: Placed) -> (Option<AccountId>, &'static str) {
        let member = self.staff.holding(Role::MicroGridMember, code).next();
        let dispatchers: Vec<AccountId> = self.staff.holding(Role::StreetDispatcher, street).map(|p| p.id).collect();
        let dispatcher = self.dice.pick(&dispatchers).copied();
        match (self.dice.below(20), member) {
            (0..=5, Some(member)) if placed == Placed::Sure => (Some(member.id), "member"),
            (6..=9, _) => (dispatcher, "hotline"),
            (10..=12, _) => (dispatcher, "phone"),
            _ => (None, "resident"),
        }
    }
}
