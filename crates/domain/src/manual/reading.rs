//! Reads the manual from its files: `manual.toml` for edition and groups, one Markdown file per kind.
//!
//! Defaults of omitted keys are the constants below; `manual/README.md` documents them for authors.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::clock::Allowance;
use super::fault::Fault;
use super::files;
use super::head::{Head, Page, allowance};
use super::hours::Hours;
use super::kind::{
    Call, DataRequest, Department, Elsewhere, Group, Kind, KindId, Manual, Need, Step, Taker, Urgency, Words,
};
use super::source::Source;
use crate::kernel::time::Span;

/// Default time limit to accept: urgent, normal.
pub const ACCEPT_BY: [&str; 2] = ["30 minutes", "4 working hours"];
/// Default time limit to resolve: urgent, normal.
pub const RESOLVE_BY: [&str; 2] = ["24 hours", "5 working days"];
/// Default time until each escalation after a breach: urgent, normal.
pub const CLIMB_EVERY: [&str; 2] = ["30 minutes", "1 working day"];
/// Default role asked first.
pub const TAKEN_BY: Taker = Taker::GridMember;
/// Default days after closing until personal data is erased.
pub const RETENTION_DAYS: u32 = 730;

/// The shipped manual, with Chengdu's working day of seven hours.
pub fn default_manual() -> &'static Manual {
    static MANUAL: LazyLock<Manual> = LazyLock::new(|| {
        read(files::MANUAL, files::KINDS, Hours::chengdu().day())
            // The texts are compiled in and covered by a test.
            .unwrap_or_else(|faults| unreachable!("{}", faults.first().map(ToString::to_string).unwrap_or_default()))
    });
    &MANUAL
}

/// The files of the shipped manual, `(path under manual/, text)`, from which a street starts its own.
#[must_use]
pub fn default_files() -> &'static [(&'static str, &'static str)] {
    files::KINDS
}

/// Reads a manual: the text of `manual.toml`, the kinds as `(path, text)` with paths like
/// `kinds/environment/garbage-overflow.md`, and the length of a working day ([`super::Calendar::working_day`]).
///
/// # Errors
/// All faults of all files.
pub fn read(manual: &str, kinds: &[(&str, &str)], working_day: Span) -> Result<Manual, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut out = match read_index("manual.toml", manual, &mut faults) {
        Some(index) => index,
        None => return Err(faults),
    };
    for (path, text) in kinds {
        match read_kind(path, text, &out.groups, working_day) {
            Ok(kind) => {
                let versions: &mut BTreeMap<u32, Kind> = out.kinds.entry(kind.id.clone()).or_default();
                let (id, version) = (kind.id.clone(), kind.version);
                if versions.insert(version, kind).is_some() {
                    faults.push(Fault::new(
                        "manual.twice",
                        path,
                        format!("“{id}”第 {version} 版已在别的文件中"),
                        format!("version {version} of {id} stands in another file, too"),
                    ));
                }
            }
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

fn read_index(file: &str, text: &str, faults: &mut Vec<Fault>) -> Option<Manual> {
    let mut head = Head::read(Page { file, text, first_line: 1 }).map_err(|fault| faults.push(fault)).ok()?;
    head.require(&["edition", "title", "groups"], faults);
    let edition = head.text("edition", faults);
    let title = head.named("title", faults);
    let sources = head.texts_or_tables("sources", faults, Source::titled, Source::read);
    let mut groups: Vec<Group> = Vec::new();
    for mut table in head.tables("groups", faults) {
        table.require(&["id", "zh", "en"], faults);
        let id = id_of(&mut table, faults);
        let twice = id.as_ref().is_some_and(|id| groups.iter().any(|group| group.id == *id));
        if twice {
            faults.push(table.fault("manual.twice", "id", "这个分组写了两次", "this group is given twice"));
        }
        let name = table.words(faults);
        table.end(faults);
        if let (Some(id), Some(name)) = (id, name) {
            groups.push(Group { id, name });
        }
    }
    let elsewhere = elsewhere(&mut head, faults);
    head.end(faults);
    let (edition, title) = (edition?, title?);
    Some(Manual { edition, title, groups, kinds: BTreeMap::new(), sources, elsewhere })
}

fn elsewhere(head: &mut Head<'_>, faults: &mut Vec<Fault>) -> Vec<Elsewhere> {
    let mut out = Vec::new();
    for mut table in head.tables("elsewhere", faults) {
        table.require(&["words", "who", "say"], faults);
        let (words, number) = (table.texts("words", faults), table.text("number", faults));
        let (who, say) = (table.named("who", faults), table.named("say", faults));
        table.end(faults);
        out.extend(who.zip(say).map(|(who, say)| Elsewhere { words, number, who, say }));
    }
    out
}

pub(super) fn id_of(head: &mut Head<'_>, faults: &mut Vec<Fault>) -> Option<KindId> {
    let fault = head.fault(
        "manual.bad-id",
        "id",
        "编号应为小写英文单词，以连字符相连，不超过 40 个字符",
        "an id is lower-case ASCII words joined by hyphens, at most 40 characters",
    );
    let text = head.text("id", faults)?;
    KindId::parse(&text).map_err(|_| faults.push(fault)).ok()
}

/// Reads a kind.
///
/// # Errors
/// All faults of the file.
pub fn read_kind(file: &str, text: &str, groups: &[Group], working_day: Span) -> Result<Kind, Vec<Fault>> {
    let (page, body) = split(file, text).map_err(|fault| vec![fault])?;
    let head = Head::read(page).map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    let kind = read_head(head, file, body, groups, working_day, &mut faults);
    faults.sort_by_key(|fault| fault.line);
    match kind {
        Some(kind) if faults.is_empty() => Ok(kind),
        _ => Err(faults),
    }
}

/// Splits a file into the head between two `+++` lines and the body.
pub(super) fn split<'t>(file: &'t str, text: &'t str) -> Result<(Page<'t>, &'t str), Fault> {
    let no_head = || {
        Fault::new(
            "manual.no-head",
            file,
            "文件应以一行 +++ 开头，写完各项后再以一行 +++ 结束",
            "the file must open with a line of +++, and close the head with another",
        )
        .at(1)
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "+++").ok_or_else(no_head)?;
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "+++" {
            return Ok((Page { file, text: &text[first.len()..at], first_line: 2 }, &text[at + line.len()..]));
        }
        at += line.len();
    }
    Err(no_head())
}

fn read_head(
    mut head: Head<'_>,
    file: &str,
    body: &str,
    groups: &[Group],
    working_day: Span,
    faults: &mut Vec<Fault>,
) -> Option<Kind> {
    head.require(&["id", "version", "name", "keywords"], faults);
    let id = id_of(&mut head, faults);
    let version = head.number("version", faults);
    let named = head.text("group", faults);
    let group = place_in_manual(&head, named.as_deref(), file, id.as_ref(), version, groups, faults);
    let name = head.named("name", faults);
    let urgency = head
        .choice("urgency", &[("normal", Urgency::Normal), ("urgent", Urgency::Urgent)], faults)
        .unwrap_or(Urgency::Normal);
    let accept = head.fault(
        "manual.clocks-disagree",
        "accept_by",
        "受理时限不能长于办结时限",
        "accepting may not take longer than resolving",
    );
    let mut clock = |key, defaults: [&str; 2]| {
        let default = defaults[usize::from(urgency == Urgency::Normal)];
        head.allowance(key, working_day, faults).or_else(|| allowance(default, working_day))
    };
    let accept_by = clock("accept_by", ACCEPT_BY)?;
    let resolve_by = clock("resolve_by", RESOLVE_BY)?;
    let climb_every = clock("climb_every", CLIMB_EVERY)?;
    if longer(accept_by, resolve_by, working_day) {
        faults.push(accept);
    }
    let taken_by = head.choice("taken_by", &Taker::ALL, faults).unwrap_or(TAKEN_BY);
    let department = department(&mut head, faults);
    let calls = calls(&mut head, faults);
    let photo = asked(&mut head, "photo", DataRequest::NO, faults);
    let place = asked(&mut head, "place", place_by_default(), faults);
    let photo_location = head.named("photo_location", faults);
    let ask_resident = head.yes("ask_resident", faults).unwrap_or(true);
    let keywords = head.texts("keywords", faults);
    let public_note = head.named("public_note", faults);
    let retention_days = head.number("retention_days", faults).unwrap_or(RETENTION_DAYS);
    let sources = head.texts_or_tables("sources", faults, Source::titled, Source::read);
    head.end(faults);
    let steps = steps(body);
    if steps.is_empty() {
        faults.push(Fault::new(
            "manual.no-steps",
            file,
            "正文应有“## 步骤”一节，其下以 1. 2. 3. 列出做法",
            "the body must have a section ## 步骤 with a numbered list",
        ));
    }
    Some(Kind {
        id: id?,
        version: version?,
        name: name?,
        group: group?,
        urgency,
        accept_by,
        resolve_by,
        climb_every,
        taken_by,
        department,
        calls,
        photo,
        place,
        photo_location,
        ask_resident,
        keywords,
        steps,
        public_note,
        retention_days,
        sources,
        body: body.trim().to_owned(),
    })
}

/// A place is required by default, because nobody can be sent without one.
fn place_by_default() -> DataRequest {
    let why = Words::new("没有地点就没法派人上门处理", "Without a place nobody can be sent");
    DataRequest { need: Need::Must, why: Some(why) }
}

/// Checks that the path `…/<group>/<id>.md`, or `…/<group>/<id>.v<version>.md` for a superseded version, agrees with
/// the head. The group is the folder, or `group` in the head of a kind published by a street.
fn place_in_manual(
    head: &Head<'_>,
    named: Option<&str>,
    file: &str,
    id: Option<&KindId>,
    version: Option<u32>,
    groups: &[Group],
    faults: &mut Vec<Fault>,
) -> Option<Group> {
    let mut parts = file.rsplit('/');
    let name = parts.next().unwrap_or("");
    let folder = named.or(parts.next()).unwrap_or("");
    if let (Some(id), Some(version)) = (id, version)
        && name != format!("{id}.md")
        && name != format!("{id}.v{version}.md")
    {
        faults.push(head.fault(
            "manual.name-mismatch",
            "id",
            format!("编号为“{id}”时，文件应名为 {id}.md（旧版为 {id}.v{version}.md）"),
            format!("a file of {id} is called {id}.md, or {id}.v{version}.md once superseded"),
        ));
    }
    let group = groups.iter().find(|group| group.id.as_str() == folder);
    if group.is_none() {
        let known = groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>().join(", ");
        faults.push(Fault::new(
            "manual.unknown-group",
            file,
            format!("分组“{folder}”不是 manual.toml 中的分组：{known}"),
            format!("`{folder}` is no group of manual.toml: {known}"),
        ));
    }
    group.cloned()
}

/// Whether a time limit is certainly longer than another; a working day counts as at least 24 hours.
fn longer(a: Allowance, b: Allowance, working_day: Span) -> bool {
    if a.pace == b.pace {
        return a.span > b.span;
    }
    let days = |x: Allowance| {
        let whole = if x.pace == super::Pace::Natural { Span::days(1) } else { working_day };
        x.span.as_micros().div_euclid(whole.as_micros().max(1))
    };
    days(a) > days(b)
}

fn department(head: &mut Head<'_>, faults: &mut Vec<Fault>) -> Option<Department> {
    let mut table = head.table("department", faults)?;
    table.require(&["zh", "en"], faults);
    let name = table.words(faults);
    let task = table.named("task", faults);
    table.end(faults);
    Some(Department { name: name?, task })
}

fn calls(head: &mut Head<'_>, faults: &mut Vec<Fault>) -> Vec<Call> {
    let mut out = Vec::new();
    for mut table in head.tables("call", faults) {
        table.require(&["number", "zh", "en"], faults);
        let number = table.text("number", faults);
        let who = table.words(faults);
        table.end(faults);
        if let (Some(number), Some(who)) = (number, who) {
            out.push(Call { number, who });
        }
    }
    out
}

/// Parses `{ need = "wish", zh = "…", en = "…" }`; a reason is required.
fn asked(head: &mut Head<'_>, key: &str, default: DataRequest, faults: &mut Vec<Fault>) -> DataRequest {
    let Some(mut table) = head.table(key, faults) else { return default };
    table.require(&["need"], faults);
    let why_missing = table.fault(
        "manual.why-missing",
        "need",
        "凡向人索取的，都要用 zh 和 en 写明为什么",
        "whatever is asked for says why, in zh and en",
    );
    let need = table.choice("need", &Need::ALL, faults);
    let why = table.words(faults);
    table.end(faults);
    if why.is_none() && matches!(need, Some(Need::Wish | Need::Must)) {
        faults.push(why_missing);
    }
    DataRequest { need: need.unwrap_or(Need::No), why }
}

/// The text under a second-level heading.
pub(super) fn section<'b>(body: &'b str, heading: &str) -> Option<&'b str> {
    let mut from = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let title = line.strip_prefix("## ").map(str::trim);
        match (from, title) {
            (None, Some(title)) if title == heading => from = Some(at + line.len()),
            (Some(from), Some(_)) => return Some(body[from..at].trim()),
            _ => {}
        }
        at += line.len();
    }
    from.map(|from| body[from..].trim())
}

/// The numbered list under `## 步骤`; an indented line continues the previous step.
fn steps(body: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in section(body, "步骤").unwrap_or("").lines() {
        let numbered = line.split_once(". ").filter(|(n, _)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        match (numbered, steps.last_mut()) {
            (Some((_, text)), _) => steps.push(Step { zh: text.trim().to_owned() }),
            (None, Some(step)) if line.starts_with(' ') && !line.trim().is_empty() => step.zh.push_str(line.trim()),
            _ => {}
        }
    }
    steps
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
