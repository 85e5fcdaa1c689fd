//! What a kind's file may say, how a fault in it is told, and that the manual that ships is whole.

use super::*;
use crate::manual::fault::CODES;
use crate::manual::{Calendar, Pace};
use std::collections::BTreeSet;
use std::path::Path;

const BODY: &str = "\n## 步骤\n\n1. 看一看\n2. 修一修，\n   再看一看\n\n## 怎么对居民说\n\n- “好了。”\n";
const HEAD: &str = "id = \"lamp\"\nversion = 2\nname = { zh = \"灯\", en = \"Lamp\" }\nkeywords = [\"灯\"]\n";

fn day() -> Span {
    Hours::chengdu().day()
}

fn groups() -> Vec<Group> {
    default_manual().groups().to_vec()
}

fn kind(head: &str, body: &str) -> Result<Kind, Vec<Fault>> {
    read_kind("kinds/facilities/lamp.md", &format!("+++\n{head}+++\n{body}"), &groups(), day())
}

/// The one fault of a head with one more line, as (code, line, key).
fn fault(line: &str) -> (&'static str, Option<usize>, Option<String>) {
    let faults = kind(&format!("{HEAD}{line}\n"), BODY).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(CODES.iter().any(|(code, _)| *code == faults[0].code), "{} is listed", faults[0].code);
    assert!(!faults[0].zh.is_empty() && !faults[0].en.is_empty());
    (faults[0].code, faults[0].line, faults[0].key.as_deref().map(ToOwned::to_owned))
}

#[test]
fn what_a_head_leaves_out_has_a_default() {
    let kind = kind(HEAD, BODY).unwrap();
    assert_eq!(kind.pin().version, 2);
    assert_eq!(kind.group.name.zh, "公共设施");
    assert_eq!(kind.accept_by, Allowance::working(Span::hours(4)));
    assert_eq!(kind.resolve_by, Allowance::working(day() * 5));
    assert_eq!(kind.climb_every, Allowance::working(day()));
    assert_eq!((kind.urgency, kind.taken_by), (Urgency::Normal, TAKEN_BY));
    assert_eq!((kind.photo.need, kind.place.need, kind.photo_location.is_some()), (Need::No, Need::Must, false));
    assert_eq!((kind.ask_resident, kind.retention_days), (true, 730));
    assert_eq!(kind.steps.iter().map(|s| &*s.zh).collect::<Vec<_>>(), ["看一看", "修一修，再看一看"]);
    assert_eq!(kind.section("怎么对居民说"), Some("- “好了。”"));
    assert_eq!(kind.section("常见错误"), None);
}

#[test]
fn every_fault_names_line_and_key_under_a_stable_code() {
    let named = |key: &str| Some(key.to_owned());
    assert_eq!(fault("phot = true"), ("manual.unknown-key", Some(6), named("phot")));
    assert_eq!(fault("accept_by = \"soon\""), ("manual.bad-span", Some(6), named("accept_by")));
    assert_eq!(fault("accept_by = 2"), ("manual.wrong-type", Some(6), named("accept_by")));
    assert_eq!(fault("accept_by = \"6 working days\""), ("manual.clocks-disagree", Some(6), named("accept_by")));
    assert_eq!(fault("taken_by = \"mayor\""), ("manual.bad-value", Some(6), named("taken_by")));
    assert_eq!(fault("photo = { need = \"must\" }"), ("manual.why-missing", Some(6), named("photo.need")));
    assert_eq!(
        fault("photo = { need = \"wish\", zh = \"为何\" }"),
        ("manual.why-missing", Some(6), named("photo.need"))
    );
    assert_eq!(fault("public_note = { zh = \"只有中文\" }"), ("manual.missing-key", Some(6), named("public_note.en")));
    assert_eq!(fault("retention_days = 0"), ("manual.wrong-type", Some(6), named("retention_days")));
    assert_eq!(
        fault("call = [\n  { number = \"119\", zh = \"消防\" },\n]"),
        ("manual.missing-key", Some(7), named("call[1].en"))
    );
}

#[test]
fn several_faults_are_told_at_once_and_in_order() {
    let faults = kind(&format!("{HEAD}urgency = \"very\"\nask_resident = 1\n"), "没有步骤").unwrap_err();
    let codes: Vec<&str> = faults.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["manual.no-steps", "manual.bad-value", "manual.wrong-type"]);
    assert_eq!(faults[1].to_string(), "kinds/facilities/lamp.md:6 `urgency`: `very` is none of: normal, urgent");
    assert_eq!(faults[1].chinese(), "kinds/facilities/lamp.md第 6 行“urgency”：“very”不在可选之列：normal, urgent");
}

#[test]
fn a_file_that_is_no_kind_says_so() {
    let read = |file: &str, text: &str| {
        read_kind(file, text, &groups(), day()).unwrap_err().first().map(|f| (f.code, f.line)).unwrap()
    };
    assert_eq!(read("kinds/facilities/lamp.md", "# 灯"), ("manual.no-head", Some(1)));
    assert_eq!(read("kinds/facilities/lamp.md", "+++\nid = \"lamp\"\n"), ("manual.no-head", Some(1)));
    assert_eq!(read("kinds/facilities/lamp.md", "+++\nid = \"lamp\"\nversion\n+++\n"), ("manual.bad-toml", Some(3)));
    let whole = format!("+++\n{HEAD}+++\n{BODY}");
    assert_eq!(read("kinds/facilities/lantern.md", &whole), ("manual.name-mismatch", Some(2)));
    assert_eq!(read("kinds/nowhere/lamp.md", &whole), ("manual.unknown-group", None));
    assert_eq!(read("kinds/facilities/lamp.md", &whole.replace("\"lamp\"", "\"Lamp\"")), ("manual.bad-id", Some(2)));
    assert!(read_kind("lamp.md", "", &[], day()).is_err());
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_do_no_harm() {
    let text = format!("\u{FEFF}+++\n{HEAD}+++\n{BODY}").replace('\n', "\r\n");
    let kind = read_kind("kinds/facilities/lamp.md", &text, &groups(), day()).unwrap();
    assert_eq!(kind.steps.len(), 2);
}

#[test]
fn every_published_version_stays_readable() {
    let old =
        format!("+++\n{}+++\n{BODY}", HEAD.replace("version = 2", "version = 1\nresolve_by = \"9 working days\""));
    let new = format!("+++\n{HEAD}+++\n{BODY}");
    let files = [("kinds/facilities/lamp.v1.md", &*old), ("kinds/facilities/lamp.md", &*new)];
    let manual = read(files::MANUAL, &files, day()).unwrap();
    let first = manual.kind("lamp", 1).unwrap();
    assert_eq!(first.resolve_by, Allowance::working(day() * 9));
    assert_eq!(manual.pinned(&first.pin()), Some(first));
    assert_eq!(manual.newest("lamp").map(|k| k.version), Some(2));
    assert_eq!(manual.current().count(), 1);
    assert_eq!((manual.kind("lamp", 3), manual.newest("candle")), (None, None));

    let twice = [("kinds/facilities/lamp.md", &*new), ("kinds/facilities/lamp.v2.md", &*new)];
    assert_eq!(read(files::MANUAL, &twice, day()).unwrap_err()[0].code, "manual.twice");
}

#[test]
fn a_longer_working_day_lengthens_what_is_written_in_working_days() {
    let eight = Hours::new(&[(8 * 60, 12 * 60), (13 * 60, 17 * 60)]).unwrap();
    let calendar = Calendar::official().at_hours(eight);
    let manual = read(files::MANUAL, files::KINDS, calendar.working_day()).unwrap();
    assert_eq!(manual.newest("other").map(|k| k.resolve_by), Some(Allowance::working(Span::hours(40))));
}

#[test]
fn the_list_of_files_names_exactly_what_lies_in_the_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../manual");
    let mut found = BTreeSet::new();
    for group in std::fs::read_dir(root.join("kinds")).unwrap() {
        let group = group.unwrap();
        for file in std::fs::read_dir(group.path()).unwrap() {
            let (group, file) = (group.file_name(), file.unwrap().file_name());
            found.insert(format!("kinds/{}/{}", group.to_string_lossy(), file.to_string_lossy()));
        }
    }
    let listed: BTreeSet<String> = files::KINDS.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(listed, found);
    assert_eq!(listed.len(), files::KINDS.len());
}

#[test]
fn the_manual_that_ships_is_whole() {
    let manual = default_manual();
    assert!(manual.current().count() >= 44);
    for group in manual.groups() {
        assert!(manual.current().any(|k| k.group.id == group.id), "{} is not empty", group.id);
    }
    let mut names = BTreeSet::new();
    for kind in manual.current() {
        let id = &kind.id;
        assert!(names.insert(&kind.name.zh), "{id}: a name is used once");
        assert!(kind.steps.len() >= 4, "{id} has steps");
        assert!(kind.keywords.len() >= 4, "{id} has keywords");
        assert!(kind.section("怎么对居民说").is_some_and(|s| s.contains('“')), "{id} says what to say");
        assert!(kind.section("常见错误").is_some_and(|s| s.starts_with("- ")), "{id} names mistakes");
        if kind.urgency == Urgency::Urgent {
            assert_eq!(kind.accept_by.pace, Pace::Natural, "{id}: urgent runs round the clock");
            assert!(kind.accept_by.span <= Span::minutes(30), "{id}: urgent is taken within half an hour");
        }
        for asked in [&kind.photo, &kind.place] {
            assert_eq!(asked.need == Need::No, asked.why.is_none(), "{id}: what is asked for says why");
        }
    }
}

/// The manual at a glance; a changed clock shows in review.
#[test]
fn the_table_of_all_kinds_and_clocks() {
    let said = |a: Allowance| {
        let (minutes, pace) = (a.span.as_minutes(), if a.pace == Pace::Working { "working " } else { "" });
        let day = if a.pace == Pace::Working { day().as_minutes() } else { 24 * 60 };
        match minutes {
            n if n % day == 0 => format!("{} {pace}d", n / day),
            n if n % 60 == 0 => format!("{} {pace}h", n / 60),
            n => format!("{n} {pace}min"),
        }
    };
    let mut table = String::new();
    for kind in default_manual().current() {
        table.push_str(&format!(
            "{:<12} {:<24} v{} {:<6} {:<14} {:<14} {:<14} {:?} photo:{:?} place:{:?} {}\n",
            kind.group.id.as_str(),
            kind.id.as_str(),
            kind.version,
            if kind.urgency == Urgency::Urgent { "urgent" } else { "" },
            said(kind.accept_by),
            said(kind.resolve_by),
            said(kind.climb_every),
            kind.taken_by,
            kind.photo.need,
            kind.place.need,
            kind.name.zh,
        ));
    }
    insta::assert_snapshot!("kinds", table);
}
