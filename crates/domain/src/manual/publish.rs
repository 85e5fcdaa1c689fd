//! A street's own versions of kinds: parsed, checked against the manual in force, and added to it.

use super::clock::{Allowance, Pace};
use super::fault::Fault;
use super::head::Head;
use super::kind::{Kind, Manual, Words};
use super::reading::{read_kind, split};
use crate::kernel::time::Span;

/// The file name in messages for a text without a file.
const SENT: &str = "manual.md";

impl Manual {
    /// Parses a kind written for this manual: Markdown with a head. Its group is that of the existing kind, or `group`
    /// in the head.
    ///
    /// # Errors
    /// All faults of the text, with line and key.
    pub fn read_text(&self, text: &str, working_day: Span) -> Result<Kind, Vec<Fault>> {
        let (page, _) = split(SENT, text).map_err(|fault| vec![fault])?;
        let mut head = Head::read(page).map_err(|fault| vec![fault])?;
        let missing = head.fault(
            "manual.missing-key",
            "group",
            "新的类别须以 group 写明分组",
            "a kind that is new names its group as `group`",
        );
        // Faults of these two are reported by the full parse below.
        let (id, group) = (head.text("id", &mut Vec::new()), head.text("group", &mut Vec::new()));
        let known = id.as_deref().and_then(|id| self.newest(id)).map(|kind| kind.group.id.as_str().to_owned());
        let id = id.unwrap_or_default();
        let Some(folder) = group.or(known) else {
            return Err(vec![missing]);
        };
        read_kind(&format!("kinds/{folder}/{id}.md"), text, &self.groups, working_day)
    }

    /// Checks that a kind is newer than all its known versions, so that pinned cases never change.
    ///
    /// # Errors
    /// The fault of the key `version`.
    pub fn follows(&self, kind: &Kind) -> Result<(), Fault> {
        let next = self.newest(kind.id.as_str()).map_or(1, |newest| newest.version.saturating_add(1));
        if kind.version == next {
            return Ok(());
        }
        Err(Fault::new(
            "manual.not-next",
            SENT,
            format!("“{}”的下一版应为第 {next} 版", kind.id),
            format!("the next version of {} is {next}", kind.id),
        )
        .of("version"))
    }

    /// Adds a version of a kind, or replaces it.
    #[must_use]
    pub fn with(mut self, kind: Kind) -> Self {
        self.kinds.entry(kind.id.clone()).or_default().insert(kind.version, kind);
        self
    }
}

impl Allowance {
    /// The time limit in words: 30 分钟, 4 个工作小时, 5 个工作日; `working_day` is the length of a working day.
    #[must_use]
    pub fn words(self, working_day: Span) -> Words {
        let (minutes, day) = (self.span.as_minutes(), working_day.as_minutes().max(1));
        let say = |n: i64, zh: &str, one: &str, many: &str| {
            Words::new(&format!("{n} {zh}"), &format!("{n} {}", if n == 1 { one } else { many }))
        };
        match self.pace {
            Pace::Working if minutes % day == 0 => say(minutes / day, "个工作日", "working day", "working days"),
            Pace::Working if minutes % 60 == 0 => say(minutes / 60, "个工作小时", "working hour", "working hours"),
            Pace::Working => say(minutes, "分钟（工作时间）", "working minute", "working minutes"),
            Pace::Natural if minutes % 1_440 == 0 && minutes > 1_440 => say(minutes / 1_440, "天", "day", "days"),
            Pace::Natural if minutes % 60 == 0 => say(minutes / 60, "小时", "hour", "hours"),
            Pace::Natural => say(minutes, "分钟", "minute", "minutes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manual::default_manual;

    const DAY: Span = Span::hours(7);

    fn text(version: u32, group: &str) -> String {
        format!(
            "+++\nid = \"made-up-kind\"\nversion = {version}\n{group}name = {{ zh = \"试\", en = \"Try\" }}\nkeywords = [\"试\"]\n+++\n## 步骤\n1. 看。\n"
        )
    }

    #[test]
    fn a_new_kind_names_its_group_and_the_next_version_need_not() {
        let manual = default_manual().clone();
        let faults = manual.read_text(&text(1, ""), DAY).unwrap_err();
        assert_eq!((faults[0].code, faults[0].key.as_deref()), ("manual.missing-key", Some("group")));
        let first = manual.read_text(&text(1, "group = \"other\"\n"), DAY).unwrap();
        assert_eq!(manual.follows(&first), Ok(()));
        let manual = manual.with(first.clone());
        assert_eq!(manual.follows(&first).unwrap_err().code, "manual.not-next");
        let second = manual.read_text(&text(2, ""), DAY).unwrap();
        assert_eq!((second.group.id.as_str(), manual.follows(&second)), ("other", Ok(())));
        let manual = manual.with(second);
        assert_eq!(manual.newest("made-up-kind").map(|k| k.version), Some(2));
        assert!(manual.kind("made-up-kind", 1).is_some());
    }

    #[test]
    fn faults_name_line_and_key() {
        let manual = default_manual().clone();
        let bad = text(1, "group = \"nowhere\"\nurgancy = \"urgent\"\n");
        let faults = manual.read_text(&bad, DAY).unwrap_err();
        let told: Vec<_> = faults.iter().map(|f| (f.code, f.line)).collect();
        assert!(told.contains(&("manual.unknown-key", Some(5))), "{told:?}");
        assert!(told.iter().any(|(code, _)| *code == "manual.unknown-group"), "{told:?}");
        assert_eq!(manual.read_text("no head", DAY).unwrap_err()[0].code, "manual.no-head");
    }

    #[test]
    fn spans_are_said_as_people_say_them() {
        for (allowance, zh, en) in [
            (Allowance::natural(Span::minutes(30)), "30 分钟", "30 minutes"),
            (Allowance::natural(Span::hours(24)), "24 小时", "24 hours"),
            (Allowance::natural(Span::days(15)), "15 天", "15 days"),
            (Allowance::working(Span::hours(4)), "4 个工作小时", "4 working hours"),
            (Allowance::working(Span::hours(7)), "1 个工作日", "1 working day"),
            (Allowance::working(Span::hours(35)), "5 个工作日", "5 working days"),
            (Allowance::working(Span::minutes(90)), "90 分钟（工作时间）", "90 working minutes"),
        ] {
            assert_eq!(allowance.words(DAY), Words::new(zh, en));
        }
    }
}
