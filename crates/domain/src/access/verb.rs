//! Everything that can be done, as verbs `room.act`; the keys are stable and stand in tokens.

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident = $key:literal;)*) => {
        /// An act that needs permission.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Verb { $($(#[$doc])* $name,)* }

        impl Verb {
            /// Every verb, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// The stable key.
            #[must_use]
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key,)* } }
        }
    };
}

verbs! {
    /// See territory, and who holds it.
    GridRead = "grid.read";
    /// Find the micro-grid of a place.
    GridLocate = "grid.locate";
    /// Create and change cells, shapes and the address directory.
    GridEdit = "grid.edit";
    /// Teach the directory by a pick.
    GridTeach = "grid.teach";
    /// Draft a re-grid.
    GridRegrid = "grid.regrid";
    /// Review and put into effect a re-grid that somebody else drafted.
    GridReview = "grid.review";
    /// See accounts and who answers where.
    PeopleRead = "people.read";
    /// Create accounts and assignments, and record that somebody leaves.
    PeopleManage = "people.manage";
    /// Name a deputy for days of absence.
    PeopleDeputise = "people.deputise";
    /// Make and withdraw API tokens of one's own.
    PeopleToken = "people.token";
    /// Read the operations manual.
    ManualRead = "manual.read";
    /// Publish a version of the manual.
    ManualPublish = "manual.publish";
    /// See cases.
    CasesRead = "cases.read";
    /// Bring a case.
    CasesCreate = "cases.create";
    /// Accept, start, note, resolve, attach.
    CasesWork = "cases.work";
    /// Send a case back as wrongly placed.
    CasesReturn = "cases.return";
    /// Place, dispatch, change the kind, join duplicates.
    CasesDispatch = "cases.dispatch";
    /// Ask for a pause.
    CasesPause = "cases.pause";
    /// Approve or refuse a pause.
    CasesApprovePause = "cases.approve-pause";
    /// Call in a department 吹哨, and take its part back.
    CasesCall = "cases.call";
    /// Answer for a part that one was called in for.
    CasesPart = "cases.part";
    /// Record what the resident said by phone or at the door.
    CasesAnswer = "cases.answer";
    /// Close, reopen, withdraw, escalate by hand.
    CasesClose = "cases.close";
    /// See a resident's name and phone, with a reason that is logged.
    CasesUnmask = "cases.unmask";
    /// Take a list out as a file.
    CasesExport = "cases.export";
    /// Find residents and see their page: needs and contacts, numbers masked, nothing measured.
    HouseholdsRead = "households.read";
    /// Record dwellings, households, residents, contacts and needs.
    HouseholdsEdit = "households.edit";
    /// See an identity number or phone, with a reason that is logged.
    HouseholdsUnmask = "households.unmask";
    /// Make two records one, and two again.
    HouseholdsMerge = "households.merge";
    /// Hand a resident their copy, and erase what they ask to erase.
    HouseholdsErase = "households.erase";
    /// Pair family doctor teams with cells.
    HouseholdsPair = "households.pair";
    /// See visits, campaigns and their coverage.
    VisitsRead = "visits.read";
    /// Record a visit or a patrol.
    VisitsRecord = "visits.record";
    /// Start a campaign, and a second round.
    VisitsCampaign = "visits.campaign";
    /// Sign a campaign's list of gaps.
    VisitsSign = "visits.sign";
    /// Enter a reading, and answer what is asked again about it.
    CareMeasure = "care.measure";
    /// See readings: those that one took, and those of the cells that one's team is paired with.
    CareRead = "care.read";
    /// Say that it is an alert, or that it is none; let somebody stay at home.
    CareWord = "care.word";
    /// See an alert's duty, and do what it asks for.
    CareAlert = "care.alert";
    /// End an alert with an outcome.
    CareClose = "care.close";
    /// Set up stations and service days, and call the queue.
    CareStation = "care.station";
    /// See stations and free times, book one for somebody, and cancel it.
    CareBook = "care.book";
    /// See whose recheck is past: whom to call and since when, not what was measured.
    CareOverdue = "care.overdue";
    /// Publish rules of care, after seeing what they would have done.
    CareRules = "care.rules";
    /// Run an import.
    ImportsRun = "imports.run";
    /// See messages on their way, and send one again.
    OutboxManage = "outbox.manage";
    /// Read the record of who did what, and verify chains.
    AuditRead = "audit.read";
}

impl Verb {
    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.key() == key)
    }

    /// Whether it changes what holds in every street that is served, so that it must be allowed in each of them.
    #[must_use]
    pub const fn is_of_all_streets(self) -> bool {
        matches!(self, Self::ManualPublish | Self::CareRules)
    }
}
