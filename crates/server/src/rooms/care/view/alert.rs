//! An alert on screen, as far as its reader may see it: the duty for those who go and look, the readings for the doctor; and for every rung
//! of the ladder the words permitted to it.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Permit;
use weiguang_domain::care::State;
use weiguang_domain::care::alert::ladder::{Rung, Try};
use weiguang_domain::care::alert::state::{Safe, Watch, Watcher, With};
use weiguang_domain::care::alert::told::{Ask, Concern, Duty, KinWords, Sight};
use weiguang_domain::households::disclosure::ContactLine;
use weiguang_domain::households::{ContactKind, Resident};
use weiguang_domain::kernel::ids::{AccountId, ContactId};
use weiguang_domain::kernel::text::mask_name;
use weiguang_domain::kernel::time::{Day, Moment};

use super::call::CallView;
use super::reading::ReadingView;
use super::{KeyWords, StaffView, bilingual, key};
use crate::rooms::care::record::AlertRecord;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::Profile;
use crate::web::words::Bilingual;

/// A line of a list of alerts: that somebody needs something, where and by when; not what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareAlertRow)]
pub struct AlertRow {
    /// Which.
    pub id: Uuid,
    /// Where it stands.
    pub status: KeyWords,
    /// The person, masked: 王**.
    pub name: String,
    /// Their cell.
    pub code: String,
    /// The cell in words.
    pub place: String,
    /// Who answers for it.
    pub owner: StaffView,
    /// Since when, RFC 3339.
    pub began_at: String,
    /// When the clock of this step runs out, RFC 3339.
    pub due_at: Option<String>,
    /// How often it has run out in this step.
    pub late: u32,
    /// How many levels it climbed.
    pub escalated: u32,
    /// The version.
    pub version: i64,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareTryView)]
pub struct TryView {
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: StaffView,
    /// `phone`, `door` or `message`.
    pub how: String,
    /// How it went.
    pub went: KeyWords,
}

/// A contact on the ladder: whom to ask; the number is shown masked, and in full only to call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareRungContact)]
pub struct RungContact {
    /// Which.
    pub id: Uuid,
    /// As they are called.
    pub name: String,
    /// 儿子.
    pub relation: String,
    /// 138****1234, in order.
    pub phones: Vec<String>,
    /// When they can be reached.
    pub when: String,
}

/// A rung of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareRungView)]
pub struct RungView {
    /// What they are: `kin`, `landlord` …
    pub kind: KeyWords,
    /// Who; nobody yet means that somebody must be found.
    pub contact: Option<RungContact>,
    /// Every try.
    pub tries: Vec<TryView>,
    /// Whether somebody was reached here.
    pub reached: bool,
    /// Whether trying again is of no use.
    pub over: bool,
    /// Why nobody is to be asked here any more.
    pub gone: Option<KeyWords>,
    /// The words to say or send them, and no others.
    pub hears: Option<Bilingual>,
}

/// Who looks in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareWatchView)]
pub struct WatchView {
    /// A contact.
    pub contact: Option<RungContact>,
    /// Or a staff member.
    pub server: Option<StaffView>,
    /// Minutes between two looks.
    pub every_minutes: i64,
    /// The next look, RFC 3339.
    pub next: String,
    /// Looks that were confirmed, RFC 3339.
    pub kept: Vec<String>,
    /// Looks that nobody confirmed.
    pub missed: u32,
}

/// That somebody is safe for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareSafeView)]
pub struct SafeView {
    /// With whom: `kin`, `contact`, `server`, `medical`, `alone`.
    pub with: String,
    /// Where, in words.
    pub place: String,
    /// Who saw it.
    pub seen_by: StaffView,
    /// When, RFC 3339.
    pub at: String,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareAlertView)]
pub struct AlertView {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub resident: Uuid,
    /// Where it stands.
    pub status: KeyWords,
    /// The full name: who knocks must know whom they ask for.
    pub name: String,
    /// The door.
    pub door: String,
    /// The cell.
    pub code: String,
    /// The cell in words.
    pub place: String,
    /// Who answers for it.
    pub owner: StaffView,
    /// The code at which it is answered for.
    pub post: String,
    /// Since when, RFC 3339.
    pub began_at: String,
    /// When the clock of this step runs out, RFC 3339.
    pub due_at: Option<String>,
    /// How often it has run out in this step.
    pub late: u32,
    /// How many levels it climbed.
    pub escalated: u32,
    /// What it is about in a word, with what to watch for; nothing any more once it is over.
    pub concerns: Vec<KeyWords>,
    /// The rung to try next.
    pub next_rung: Option<usize>,
    /// Whom to ask.
    pub ladder: Vec<RungView>,
    /// On the way: where to.
    pub escort_to: Option<String>,
    /// Safe for now.
    pub safe: Option<SafeView>,
    /// Who looks in.
    pub watches: Vec<WatchView>,
    /// Referred: where to, how.
    pub referred: Option<Vec<String>>,
    /// `first` or `second` follow-up.
    pub follow_up: Option<String>,
    /// How it ended.
    pub outcome: Option<KeyWords>,
    /// Until when the death that ended it can be taken back, RFC 3339.
    pub undo_until: Option<String>,
    /// Since when nobody has answered it, RFC 3339; from three minutes on, until somebody does.
    pub unanswered_since: Option<String>,
    /// Whom to call meanwhile, for parties of it.
    pub call: Vec<CallView>,
    /// What its reader may do now.
    pub allowed: Vec<String>,
    /// `duty` or `clinical`: how far its reader sees.
    pub sight: String,
    /// The readings that it rests on; for the team paired with the cell, and who measured.
    pub readings: Vec<ReadingView>,
    /// The version, for `If-Match`.
    pub version: i64,
}

/// Data that a view needs besides the alert.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Names of codes.
    pub territory: &'a Territory,
    /// Names of staff.
    pub names: &'a HashMap<AccountId, String>,
    /// Today.
    pub today: Day,
}

/// A person with the ladder, for the words permitted to each rung.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The person and household.
    pub person: &'a Profile,
    /// The desk to call back: the street's centre, with its number.
    pub call_back: &'a str,
    /// The doctor whom relatives may ask.
    pub doctor: &'a str,
    /// The permit under which they are shown.
    pub permit: Permit,
}

impl Whose<'_> {
    fn resident(&self) -> &Resident {
        &self.person.kept.resident
    }

    /// The address as text; where there is none, the resident's own cell is enough.
    fn door(&self) -> &str {
        self.person.door.as_ref().map_or("", |d| d.label.as_str())
    }

    fn contact(&self, id: ContactId) -> Option<RungContact> {
        let contact = self.person.contact(id)?;
        let ContactLine { id, name, relation, phones, when, .. } = ContactLine::of(self.permit, contact);
        Some(RungContact { id: id.uuid(), name, relation, phones, when })
    }

    /// The words permitted to a rung, and no others.
    #[must_use]
    pub fn hears(
        &self,
        kind: ContactKind,
        contact: Option<ContactId>,
        concerns: &[Concern],
        today: Day,
    ) -> Option<Bilingual> {
        let (resident, line) = (self.resident(), self.call_back);
        if kind == ContactKind::Kin {
            let relation = contact.and_then(|id| self.person.contact(id)).map_or("", |c| c.relation.as_str());
            return Some(bilingual(KinWords::of(resident, relation, line, concerns, self.doctor, today).words()));
        }
        Ask::of(kind, resident, self.door(), line, today).map(|ask| bilingual(ask.words()))
    }
}

impl Around<'_> {
    fn server(&self, account: AccountId) -> StaffView {
        StaffView::of(account, self.names)
    }

    /// A row of a list.
    #[must_use]
    pub fn row(&self, r: &AlertRecord, name: &str) -> AlertRow {
        let status = r.alert.state.status();
        let words = status.words();
        AlertRow {
            id: r.alert.id.uuid(),
            status: KeyWords::new(status.key(), &words.zh, &words.en),
            name: mask_name(name),
            code: r.alert.code.to_string(),
            place: self.territory.words(&r.alert.code),
            owner: self.server(r.alert.owner),
            began_at: r.began_at.to_string(),
            due_at: r.alert.due().map(|m| m.to_string()),
            late: if status.is_open() { r.alert.clock.ran_out } else { 0 },
            escalated: r.alert.escalated,
            version: r.head.seq,
        }
    }

    fn tried(&self, t: &Try) -> TryView {
        TryView {
            at: t.at.to_string(),
            by: self.server(t.by),
            how: key(&t.how),
            went: KeyWords::new(&key(&t.went), t.went.chinese(), t.went.english()),
        }
    }

    fn rung(&self, rung: &Rung, concerns: &[Concern], whose: &Whose<'_>, open: bool) -> RungView {
        RungView {
            kind: KeyWords::new(rung.kind.key(), rung.kind.chinese(), rung.kind.english()),
            contact: rung.contact.and_then(|id| whose.contact(id)),
            tries: rung.tries.iter().map(|t| self.tried(t)).collect(),
            reached: rung.reached(),
            over: rung.is_over(),
            gone: rung.gone.map(|gone| KeyWords::new(gone.key(), gone.chinese(), gone.english())),
            hears: whose.hears(rung.kind, rung.contact, concerns, self.today).filter(|_| open),
        }
    }

    fn watch(&self, watch: &Watch, whose: &Whose<'_>) -> WatchView {
        let (contact, server) = match watch.watcher {
            Watcher::Contact(id) => (whose.contact(id), None),
            Watcher::Staff(account) => (None, Some(self.server(account))),
        };
        WatchView {
            contact,
            server,
            every_minutes: watch.every.as_minutes(),
            next: watch.next.to_string(),
            kept: watch.kept.iter().map(Moment::to_string).collect(),
            missed: watch.missed,
        }
    }

    fn safe(&self, safe: &Safe) -> SafeView {
        let with = match safe.with {
            With::Kin(_) => "kin",
            With::Contact(_) => "contact",
            With::Staff(_) => "server",
            With::Medical => "medical",
            With::Alone => "alone",
        };
        SafeView {
            with: with.into(),
            place: safe.place.clone(),
            seen_by: self.server(safe.seen_by),
            at: safe.at.to_string(),
        }
    }

    /// An alert for a reader with this sight.
    #[must_use]
    pub fn alert(
        &self,
        r: &AlertRecord,
        whose: &Whose<'_>,
        sight: Sight,
        readings: Vec<ReadingView>,
        allowed: Vec<String>,
    ) -> AlertView {
        let (alert, status) = (&r.alert, r.alert.state.status());
        let duty = Duty::of(alert, whose.resident(), whose.door(), &r.about.concerns);
        let words = status.words();
        let (mut escort_to, mut safe, mut watches, mut referred) = (None, None, Vec::new(), None);
        let (mut follow_up, mut outcome) = (None, None);
        match &alert.state {
            State::Reaching { escort, .. } => escort_to = escort.as_ref().map(|e| e.to.clone()),
            State::Watching { safe: seen, watches: all, .. } => {
                safe = Some(self.safe(seen));
                watches = all.iter().map(|w| self.watch(w, whose)).collect();
            }
            State::Referred { to, how, .. } => referred = Some(vec![to.clone(), how.clone()]),
            State::FollowUp { stage, .. } => follow_up = Some(key(stage)),
            State::Closed { outcome: how, .. } => {
                outcome = Some(KeyWords::new(&key(how), how.chinese(), how.english()));
            }
            _ => {}
        }
        let concern = |c: &Concern| KeyWords::new(&key(c), &c.words().zh, &c.words().en);
        let open = status.is_open();
        AlertView {
            id: alert.id.uuid(),
            resident: alert.resident.uuid(),
            status: KeyWords::new(status.key(), &words.zh, &words.en),
            name: duty.name,
            door: duty.place,
            code: alert.code.to_string(),
            place: self.territory.words(&alert.code),
            owner: self.server(alert.owner),
            post: alert.post.to_string(),
            began_at: r.began_at.to_string(),
            due_at: duty.due.map(|m| m.to_string()),
            late: if open { alert.clock.ran_out } else { 0 },
            escalated: alert.escalated,
            concerns: duty.concerns.iter().map(concern).collect(),
            next_rung: duty.next.map(|(at, _)| at),
            ladder: alert.ladder.iter().map(|rung| self.rung(rung, &r.about.concerns, whose, open)).collect(),
            escort_to,
            safe,
            watches,
            referred,
            follow_up,
            outcome,
            undo_until: None,
            unanswered_since: None,
            call: Vec::new(),
            allowed,
            sight: if sight == Sight::Clinical { "clinical" } else { "duty" }.into(),
            readings,
            version: r.head.seq,
        }
    }
}
