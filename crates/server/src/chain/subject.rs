//! The kinds of records that keep a chain, by the names of their entries.

macro_rules! subjects {
    ($($name:ident, $key:literal, $zh:literal, $en:literal, [$($begins:literal),*];)*) => {
        /// A kind of record that keeps a chain.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[expect(missing_docs, reason = "each is called what its words say")]
        pub enum Subject { $($name),* }

        impl Subject {
            /// All, in the order in which they are told.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable key.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            /// In Chinese.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$name => $zh),* }
            }

            /// In English.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $en),* }
            }

            /// How the names of its entries begin.
            const fn begins(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($begins),*]),* }
            }
        }
    };
}

subjects! {
    Case, "cases", "事项", "cases", ["cases."];
    Alert, "alerts", "关爱预警", "care alerts", ["care.", "care.number-seen"];
    Reading, "readings", "测量", "readings", ["care.reading-"];
    Number, "numbers", "取号", "numbers at stations", ["care.number-"];
    Station, "stations", "服务站", "stations", ["care.station-", "care.series-", "care.day-", "care.screen-"];
    CallBack, "call-back", "回电号码", "numbers to call back", ["care.call-back-"];
    Rules, "rules", "健康规则", "rules of care", ["care.rules-"];
    Resident, "residents", "居民", "residents", ["households.", "care.illnesses-"];
    Household, "households", "住户", "households", ["households.settled", "households.contact"];
    Team, "teams", "家庭医生团队", "doctors' teams", ["households.team-", "households.paired", "households.parted"];
    Visit, "visits", "走访", "visits", ["visits.visited", "visits.patrolled", "visits.corrected"];
    Campaign, "campaigns", "专项任务", "campaigns", ["visits."];
    Form, "forms", "走访表单", "forms of visits", ["visits.published"];
    Account, "accounts", "账号", "accounts", ["people."];
    Territory, "territory", "网格变更", "territory", ["grid."];
    Regrid, "regrids", "网格调整", "re-grids", ["grid.regrid-"];
    Import, "imports", "导入", "imports", ["imports."];
    Destination, "destinations", "推送地址", "destinations of messages", ["outbox."];
    Manual, "manual", "操作手册", "the manual", ["manual."];
    Bulletin, "bulletins", "通知公告", "bulletins", ["bulletins."];
    Other, "other", "其他", "others", [""];
}

impl Subject {
    /// Whose an entry is, by its name: the longest beginning that fits counts.
    #[must_use]
    pub fn of(kind: &str) -> Self {
        let fit = |s: &Self| s.begins().iter().filter(|b| kind.starts_with(**b)).map(|b| b.len()).max();
        Self::ALL.iter().copied().max_by_key(fit).unwrap_or(Self::Other)
    }
}
