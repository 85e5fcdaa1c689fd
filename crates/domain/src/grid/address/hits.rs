//! The names of the directory that a text may mean, each with a likelihood by writing alone.

use super::directory::{Directory, Kind};
use super::elsewhere::loose_before;
use super::evidence::Evidence;
use super::lessons::Lessons;
use super::name::{Fit, GAP, Name, Phase, SoundedChar, ending_at, fit, heard, is_general, slip};
use super::numbers::Mark;
use super::parse::Parts;
use super::surroundings::at;
use super::written::is_han;

/// A candidate name.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// The top that has the name.
    pub(super) top: u32,
    /// 1 for an exact match, towards 0 the less similar.
    pub(super) likeness: f32,
    /// Range of folded characters, suffix included.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether the complete name is in the text.
    pub(super) exact: bool,
    /// Whether it may be the name of something else; then never sure.
    pub(super) doubt: bool,
    pub(super) evidence: Vec<Evidence>,
}

/// Likelihoods below this are dropped.
const FAINT: f32 = 0.12;
/// Extra loss of a similar name if another name matches exactly.
const BESIDE_EXACT: f32 = 0.08;

/// Words after a name that make it the name of something else.
const ELSE: &[&str] = &[
    "幼儿园",
    "小学",
    "中学",
    "学校",
    "医院",
    "超市",
    "酒店",
    "宾馆",
    "饭店",
    "药店",
    "市场",
    "银行",
    "大道",
    "大街",
    "公园",
    "商场",
    "茶楼",
    "酒楼",
    "路",
    "街",
    "巷",
    "二店",
    "分店",
    "附属",
    "分校",
];

/// Characters that make a different name: 新纺织厂 is not 老纺织厂.
const TURNS: &str = "新老东西南北上下前后大小一二三四五";

pub(super) fn hits(
    directory: &Directory,
    lessons: &Lessons,
    parts: &Parts,
    standing: &[(u32, usize, usize)],
) -> Vec<Hit> {
    let chars = &parts.written.chars;
    let text = heard(chars);
    let mut out: Vec<Hit> = Vec::new();
    for (name, from, to) in standing.iter().copied() {
        judge(directory, parts, &text, name, Fit { from, to, cost: 0.0 }, &mut out);
    }
    for (from, to, top, trust) in lessons.nicknames_in(directory, chars) {
        let written = chars[from..to].iter().collect();
        let name = directory.tops[top as usize].name.to_string();
        out.push(Hit {
            top,
            likeness: trust,
            from,
            to,
            exact: trust > 0.9,
            doubt: false,
            evidence: vec![Evidence::NameAlias { written, name }],
        });
    }
    let quarter = |h: &Hit| directory.tops[h.top as usize].kind == Kind::Quarter;
    let roomless = parts.building.is_none() && parts.unit.is_none() && parts.room.is_none();
    let settled = out.iter().any(|h| h.likeness >= 0.95 && (quarter(h) || roomless));
    if !settled {
        near(directory, parts, &text, &mut out);
    }
    out.retain(|h| h.likeness >= FAINT);
    // A longer exact name hides a shorter one inside it: 锦绣花园二期 is not also 锦绣.
    let spans: Vec<(usize, usize)> = out.iter().filter(|h| h.exact).map(|h| (h.from, h.to)).collect();
    out.retain(|h| !spans.iter().any(|(f, t)| *f <= h.from && h.to <= *t && h.to - h.from < t - f));
    if let Some(best) =
        out.iter().filter(|h| h.exact && (quarter(h) || roomless)).map(|h| h.likeness).max_by(f32::total_cmp)
    {
        for hit in out.iter_mut().filter(|h| !h.exact) {
            hit.likeness *= if best > 0.9 { BESIDE_EXACT } else { 0.4 };
        }
    }
    // Among similar names the most likely gains: 锦锈花园 means 锦绣花园 rather than 锦绣家园.
    let best = out.iter().filter(|h| quarter(h) || roomless).map(|h| h.likeness).max_by(f32::total_cmp).unwrap_or(1.0);
    for hit in out.iter_mut().filter(|h| quarter(h)) {
        hit.likeness *= (hit.likeness / best).powi(2);
    }
    out.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.top.cmp(&b.top)));
    out.dedup_by(|b, a| a.top == b.top);
    out.truncate(48);
    out
}

/// Finds similar names in each range without numbers.
fn near(directory: &Directory, parts: &Parts, text: &[SoundedChar], out: &mut Vec<Hit>) {
    let mut from = 0;
    while from < text.len() {
        let stands = |i: usize| !parts.taken[i] && (is_han(text[i].c) || text[i].c.is_alphanumeric());
        let to = (from..text.len()).find(|i| !stands(*i)).unwrap_or(text.len());
        if to - from >= 2 {
            for name in directory.names.sounding(&text[from..to]) {
                let core = &directory.names.get(name).name.core;
                if let Some(fit) = fit(core, &text[from..to], &parts.opens[from..]) {
                    let fit = Fit { from: fit.from + from, to: fit.to + from, ..fit };
                    if fit.cost > 0.0 {
                        judge(directory, parts, text, name, fit, out);
                    }
                }
            }
        }
        from = to + 1;
    }
}

/// Turns a match of the core into a likelihood of the whole name, by suffix, phase and surrounding words.
fn judge(directory: &Directory, parts: &Parts, text: &[SoundedChar], at: u32, fit: Fit, out: &mut Vec<Hit>) {
    let known = directory.names.get(at);
    let name = &known.name;
    let chars = &parts.written.chars;
    let (ending, end, other_ending) = ending(name, &text[fit.to..]);
    let ended = end > 0 && ending >= 0.85;
    let end = fit.to + end;
    let (phase, end, other_phase, more_phase) = phase(name, chars, fit.from, end);
    let suffix = if ended { name.ending.chars().count() as f32 * 0.5 } else { 0.0 };
    let off = fit.cost / (name.core.len() as f32 + suffix);
    if off >= 0.45 || (name.core.len() == 1 && fit.cost > 0.0) {
        return;
    }
    let core = (1.0 - off).powf(1.7);
    let exact = fit.cost == 0.0 && ending >= 1.0 && phase >= 1.0;
    let Around { likeness: around, unknown, other } = around(parts, name, fit, end, exact);
    let likeness = core * ending * phase * around;
    if likeness < FAINT {
        return;
    }
    let written: String = chars[fit.from..end].iter().collect();
    // 银行街 sounds like 银杏街 but is another word.
    let word = fit.cost > 0.0 && ELSE.iter().any(|w| w.len() > 3 && written.contains(w) && !name.whole.contains(w));
    // 枫林3栋 where there are 枫林雅苑 and 枫林绿洲.
    let short = fit.cost == 0.0 && end == fit.to && !name.ending.is_empty() && known.begins_others;
    let odd = other || other_ending || more_phase || word || short;
    for (top, alias) in &known.places {
        let place = &directory.tops[*top as usize];
        if place.kind == Kind::Road && fit.cost > 0.0 && parts.number.is_none() {
            continue;
        }
        // 石桥3组 is 石桥村3组; 石桥 alone may be anything.
        let group = || parts.numbers.iter().any(|n| n.from == fit.to && n.mark == Mark::Group);
        if place.kind == Kind::Village && place.name.strip_suffix('村') == Some(&*name.whole) && !group() {
            continue;
        }
        // 红光 in 红光街道 is not short for 红光花园, nor is a road short for a quarter named after it.
        if place.kind != Kind::Road && !exact && parts.known[fit.from..end].iter().all(|k| *k) {
            continue;
        }
        let called = place.name.to_string();
        let first = if *alias {
            Evidence::NameAlias { written: written.clone(), name: called }
        } else if exact {
            Evidence::NameSame { name: called }
        } else if fit.cost == 0.0 && ending >= 0.75 {
            Evidence::NameShort { written: written.clone(), name: called }
        } else {
            Evidence::NameNear { written: written.clone(), name: called }
        };
        let mut evidence = vec![first];
        if other_phase {
            evidence.push(Evidence::PhaseOther { name: place.name.to_string() });
        }
        evidence.extend(unknown.clone().map(|written| Evidence::WordsUnknown { written }));
        // Roads, courts named after roads, shops and short names are used in full only.
        let whole =
            place.kind != Kind::Quarter || name.core.len() < 4 || name.core.iter().any(|h| h.c.is_ascii_digit());
        let turned = fit.cost > 0.0 && written.contains(|c| TURNS.contains(c) && !name.whole.contains(c));
        let doubt = odd || (fit.cost >= GAP && (whole || *alias || turned));
        out.push(Hit { top: *top, likeness, from: fit.from, to: end, exact: exact && around >= 1.0, doubt, evidence });
    }
}

/// How well the suffix matches what follows the core, its length, and whether it belongs to another place.
fn ending(name: &Name, rest: &[SoundedChar]) -> (f32, usize, bool) {
    let own: Vec<SoundedChar> = heard(&name.ending.chars().collect::<Vec<_>>());
    let rest_chars: Vec<char> = rest.iter().take(8).map(|h| h.c).collect();
    let typed = ending_at(&rest_chars);
    let typed_len = typed.map_or(0, |t| t.chars().count());
    let general = typed.is_some_and(is_general);
    if own.is_empty() {
        return match typed {
            None => (1.0, 0, false),
            // 菜市场里头: a single character is more often a word than a suffix.
            Some(_) if typed_len < 2 => (1.0, 0, false),
            Some(_) if general => (0.9, typed_len, false),
            Some(_) => (0.55, typed_len, true),
        };
    }
    let slips: Vec<f32> = own.iter().zip(rest).map(|(a, b)| slip(*a, *b)).collect();
    if slips.len() == own.len() && slips.iter().all(|s| *s == 0.0) {
        let more = ending_at(&rest_chars[own.len()..]).filter(|e| is_general(e)).map_or(0, |e| e.chars().count());
        let end = own.len() + more;
        // 逸景庭院宿舍 is not 逸景庭院.
        let another = ending_at(&rest_chars[end.min(rest_chars.len())..]).is_some_and(|e| e.chars().count() > 1);
        return (1.0, end, another);
    }
    if slips.len() == own.len() && slips.iter().all(|s| *s <= 0.35) {
        return (1.0 - slips.iter().sum::<f32>() * 0.6, own.len(), false);
    }
    match typed {
        // 锦绣花 and 锦绣园 for 锦绣花园: half of the suffix.
        None if own.len() > 1 && rest.first().is_some_and(|r| own.iter().any(|o| slip(*o, *r) <= 0.35)) => {
            (0.85, 1, ending_at(&rest_chars[1..]).is_some())
        }
        // 锦绣花圆 for 锦绣家园: only the second half matches.
        None if slips.len() > 1 && slips[1..].iter().any(|s| *s <= 0.35) => (0.4, own.len(), true),
        None => (0.9, 0, false),
        Some(_) if general => (0.8, typed_len, false),
        Some(_) if is_general(&name.ending) => (0.5, typed_len, true),
        Some(t) => {
            let shared = t.chars().filter(|c| name.ending.contains(*c)).count();
            let short = t.chars().count() < own.len() && shared == t.chars().count();
            (
                if short {
                    0.8
                } else if shared > 0 {
                    0.45
                } else {
                    0.25
                },
                typed_len,
                !short,
            )
        }
    }
}

/// How well the phase matches the name's, where the name ends, whether another phase is named, and whether one is named
/// that the place does not have.
fn phase(name: &Name, chars: &[char], from: usize, end: usize) -> (f32, usize, bool, bool) {
    let behind = Phase::at(&chars[end..]);
    let before = || {
        let start = from.saturating_sub(4);
        (start..from).find_map(|s| Phase::at(&chars[s..from]).filter(|(_, taken)| s + taken == from).map(|(p, _)| p))
    };
    let typed = behind.map(|(p, _)| p).or_else(before);
    let end = end + behind.map_or(0, |(_, taken)| taken);
    match (name.phase, typed) {
        (None, None) => (1.0, end, false, false),
        (Some(a), Some(b)) if a == b => (1.0, end, false, false),
        (Some(_), None) => (0.75, end, false, false),
        (None, Some(_)) => (0.5, end, false, true),
        (Some(_), Some(_)) => (0.05, end, true, true),
    }
}

/// What the surrounding words show.
struct Around {
    likeness: f32,
    /// Words before it that make it another name.
    unknown: Option<String>,
    /// Whether the suffix belongs to another place.
    other: bool,
}

fn around(parts: &Parts, name: &Name, fit: Fit, end: usize, exact: bool) -> Around {
    let chars = &parts.written.chars;
    let stands = |i: usize| is_han(chars[i]) && !parts.taken[i];
    let mut start = fit.from;
    while start > 0 && !parts.opens[start] && stands(start - 1) {
        start -= 1;
    }
    let mut out = Around { likeness: 1.0, unknown: None, other: false };
    if start < fit.from && !parts.opens[fit.from] && !loose_before(chars, fit.from) {
        out.likeness = if exact && name.whole.chars().count() >= 4 { 0.55 } else { 0.25 };
        out.unknown = Some(chars[start..fit.from].iter().collect());
        out.other = true;
    }
    if ELSE.iter().any(|word| at(chars, end, word).is_some()) {
        out.likeness *= 0.35;
        out.other = true;
    } else if end == fit.to
        && (fit.cost > 0.0 || !name.ending.is_empty())
        && end < chars.len()
        && stands(end)
        && !parts.opens[end]
    {
        // A short name followed by other words is less likely; a similar one is very unlikely.
        out.likeness *= if fit.cost > 0.0 { 0.25 } else { 0.6 };
        out.other |= !name.ending.is_empty();
    }
    if fit.cost >= GAP && out.unknown.is_some() {
        out.likeness *= 0.5;
    }
    out
}
