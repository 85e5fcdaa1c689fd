//! All permissions as verbs `room.act`. Keys are stable because tokens store them.

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident = $key:literal $zh:literal $en:literal;)*) => {
        /// An act that needs permission.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Verb { $($(#[$doc])* $name,)* }

        impl Verb {
            /// Every verb, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// The stable key.
            #[must_use]
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key,)* } }
            /// What it allows, on a Chinese screen.
            #[must_use]
            pub const fn chinese(self) -> &'static str { match self { $(Self::$name => $zh,)* } }
            /// What it allows, on an English screen.
            #[must_use]
            pub const fn english(self) -> &'static str { match self { $(Self::$name => $en,)* } }
        }
    };
}

verbs! {
    /// See territory, and who holds it.
    GridRead = "grid.read" "查看网格" "see territory";
    /// Find the micro-grid of a place.
    GridLocate = "grid.locate" "查找位置" "find places";
    /// Create and change cells, shapes and the address directory.
    GridEdit = "grid.edit" "维护网格" "edit territory";
    /// Store an address alias from a manual pick.
    GridTeach = "grid.teach" "记住地址" "teach addresses";
    /// Draft a re-grid.
    GridRegrid = "grid.regrid" "起草网格调整" "draft re-grids";
    /// Review and put into effect a re-grid that somebody else drafted.
    GridReview = "grid.review" "审核网格调整" "review re-grids";
    /// See accounts and who answers where.
    PeopleRead = "people.read" "查看人员" "see people";
    /// Create accounts and assignments, and record that somebody leaves.
    PeopleManage = "people.manage" "管理人员" "manage people";
    /// Name a deputy for days of absence.
    PeopleDeputise = "people.deputise" "指定代理" "name deputies";
    /// Make and withdraw API tokens of one's own.
    PeopleToken = "people.token" "使用令牌" "use tokens";
    /// Read the operations manual.
    ManualRead = "manual.read" "查看手册" "read the manual";
    /// Publish a version of the manual.
    ManualPublish = "manual.publish" "发布手册" "publish the manual";
    /// See cases.
    CasesRead = "cases.read" "查看事项" "see cases";
    /// Create a case.
    CasesCreate = "cases.create" "登记事项" "bring cases";
    /// Accept, start, note, resolve, attach.
    CasesWork = "cases.work" "办理事项" "work on cases";
    /// Send a case back as wrongly placed.
    CasesReturn = "cases.return" "退回" "return";
    /// Place, dispatch, change the kind, merge duplicates.
    CasesDispatch = "cases.dispatch" "分派" "dispatch";
    /// Ask for a pause.
    CasesPause = "cases.pause" "申请挂起" "ask for a pause";
    /// Approve or refuse a pause.
    CasesApprovePause = "cases.approve-pause" "批准挂起" "approve pauses";
    /// Call in a department 吹哨, and cancel its part.
    CasesCall = "cases.call" "吹哨协同" "call departments";
    /// Work on a part that one was called in for.
    CasesPart = "cases.part" "协同" "answer for parts";
    /// Record what the resident said by phone or at the door.
    CasesAnswer = "cases.answer" "登记答复" "record answers";
    /// Close, reopen, withdraw, escalate by hand.
    CasesClose = "cases.close" "办结与重办" "close and reopen";
    /// See a resident's name and phone, with a reason that is logged.
    CasesUnmask = "cases.unmask" "查看联系方式" "see contacts";
    /// Export a list as a file.
    CasesExport = "cases.export" "导出" "export";
    /// Search residents and read their page: needs and contacts, masked numbers, no measurements.
    HouseholdsRead = "households.read" "查看住户" "see households";
    /// Record dwellings, households, residents, contacts and needs.
    HouseholdsEdit = "households.edit" "登记住户" "edit households";
    /// See an identity number or phone, with a reason that is logged.
    HouseholdsUnmask = "households.unmask" "查看证件与电话" "see numbers in full";
    /// Merge two records, and undo it.
    HouseholdsMerge = "households.merge" "合并重复记录" "merge doubles";
    /// Export a resident's copy, and erase on request.
    HouseholdsErase = "households.erase" "副本与删除" "copies and erasure";
    /// Pair family doctor teams with cells.
    HouseholdsPair = "households.pair" "医生结对" "pair doctors";
    /// See visits, campaigns and their coverage.
    VisitsRead = "visits.read" "查看走访" "see visits";
    /// Record a visit or a patrol.
    VisitsRecord = "visits.record" "登记走访" "record visits";
    /// Start a campaign, and a second round.
    VisitsCampaign = "visits.campaign" "发起专项任务" "start campaigns";
    /// Sign a campaign's list of gaps.
    VisitsSign = "visits.sign" "签字确认缺口" "sign gaps";
    /// Correct another person's visit record.
    VisitsCorrect = "visits.correct" "更正他人走访" "correct visits of others";
    /// Enter a reading, and answer a question about it.
    CareMeasure = "care.measure" "录入测量" "enter readings";
    /// See readings: one's own, and those of the cells paired with one's team.
    CareRead = "care.read" "查看测量" "see readings";
    /// Decide as a clinician: alert or no alert, stay at home.
    CareWord = "care.word" "医护判断" "give a clinical word";
    /// See an alert's duty, and act on it.
    CareAlert = "care.alert" "处理关爱预警" "act on care alerts";
    /// End an alert with an outcome.
    CareClose = "care.close" "结束关爱预警" "close care alerts";
    /// Set up stations and service days, and call the queue.
    CareStation = "care.station" "服务日与叫号" "service days and queue";
    /// See stations and free times, book one for somebody, and cancel it.
    CareBook = "care.book" "预约服务日" "book service days";
    /// See overdue rechecks: whom to call and since when, no measurements.
    CareOverdue = "care.overdue" "查看逾期复查" "see overdue rechecks";
    /// Publish care rules, after a dry run on past readings.
    CareRules = "care.rules" "发布关爱规则" "publish rules of care";
    /// Set the call-back number for landlords, neighbours and family.
    CareCallBack = "care.call-back" "设置回电号码" "set whom to call back";
    /// Read bulletins once they are published.
    BulletinsRead = "bulletins.read" "查看通知公告" "read bulletins";
    /// Draft, publish, correct, pin and withdraw bulletins.
    BulletinsPublish = "bulletins.publish" "发布通知公告" "publish bulletins";
    /// Run an import.
    ImportsRun = "imports.run" "导入" "import";
    /// See outgoing messages, and resend one.
    OutboxManage = "outbox.manage" "管理消息" "manage messages";
    /// Read the audit log, and verify chains.
    AuditRead = "audit.read" "查看审计" "read audits";
}

impl Verb {
    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.key() == key)
    }

    /// Whether it only reads; a write must never be permitted by such a verb.
    #[must_use]
    pub const fn only_reads(self) -> bool {
        matches!(
            self,
            Self::GridRead
                | Self::PeopleRead
                | Self::ManualRead
                | Self::CasesRead
                | Self::HouseholdsRead
                | Self::VisitsRead
                | Self::CareRead
                | Self::BulletinsRead
                | Self::AuditRead
        )
    }

    /// Whether it changes all streets, so that it must be allowed in each.
    #[must_use]
    pub const fn is_of_all_streets(self) -> bool {
        matches!(self, Self::ManualPublish | Self::CareRules)
    }
}
