//! Reads a rule table from its TOML file. Faults name rule and key, in both languages.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::alert::Clocks;
use super::condition::Condition;
use super::reading::{Meal, Quantity};
use super::rules::{Rule, Table};
use super::verdict::{Illness, Level, Side};
use crate::kernel::milli::Milli;
use crate::kernel::time::{Day, Span};
use crate::manual::Fault;
use crate::manual::kind::Words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    since: String,
    sources: Vec<Source>,
    clocks: BTreeMap<String, String>,
    plausible: BTreeMap<String, [String; 2]>,
    rule: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    id: String,
    title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    level: Level,
    side: Side,
    #[serde(rename = "if")]
    condition: String,
    #[serde(default)]
    age: Option<String>,
    #[serde(default)]
    meal: BTreeSet<Meal>,
    #[serde(default)]
    illness: BTreeSet<Illness>,
    #[serde(default)]
    except: BTreeSet<Illness>,
    /// Whether it applies if the age is unknown; default: if it applies to the youngest.
    #[serde(default)]
    age_unknown: Option<bool>,
    #[serde(default)]
    recheck: Option<String>,
    #[serde(default)]
    remeasure: Option<String>,
    #[serde(default)]
    at_once: bool,
    #[serde(default = "yes")]
    screens: bool,
    #[serde(default)]
    enrol: bool,
    advice: Words,
    sources: Vec<String>,
}

/// Reads a table.
///
/// # Errors
/// All faults found.
pub fn read(file: &str, text: &str) -> Result<Table, Vec<Fault>> {
    let written: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let fault = Fault::new("manual.bad-toml", file, format!("不能读懂：{}", error.message()), error.message());
        vec![line.map_or(fault.clone(), |line| fault.at(line))]
    })?;
    let mut faults = Vec::new();
    let value = |key: &str| {
        let (zh, en) = ("写法不对，请照已有的规则写", "not one of the values allowed here");
        Fault::new("manual.bad-value", file, zh, en).of(key)
    };
    let since: Option<Day> = written.since.parse().ok();
    if since.is_none() {
        faults.push(value("since"));
    }
    let sources: BTreeMap<String, String> = written.sources.into_iter().map(|s| (s.id, s.title)).collect();
    let mut plausible = BTreeMap::new();
    for (key, [from, to]) in &written.plausible {
        match (Quantity::from_key(key), from.parse::<Milli>(), to.parse::<Milli>()) {
            (Some(quantity), Ok(from), Ok(to)) if from < to => {
                plausible.insert(quantity, (from, to));
            }
            _ => faults.push(value(&format!("plausible.{key}"))),
        }
    }
    let clocks = clocks(&written.clocks, file, &mut faults);
    let mut rules: Vec<Rule> = Vec::new();
    for rule in written.rule {
        let key = |name: &str| format!("rule.{}.{name}", rule.id);
        if rules.iter().any(|known| known.id == rule.id) {
            let (zh, en) = ("这条规则写了两次", "this rule is given twice");
            faults.push(Fault::new("manual.twice", file, zh, en).of(key("id")));
        }
        if rule.sources.is_empty() || rule.sources.iter().any(|id| !sources.contains_key(id)) {
            let (zh, en) = ("须写明依据，且依据须列在 sources 中", "name a source that is listed in sources");
            faults.push(Fault::new("manual.why-missing", file, zh, en).of(key("sources")));
        }
        if rule.level == Level::NotJudged {
            faults.push(value(&key("level")));
        }
        let condition = Condition::parse(&rule.condition).map_err(|error| {
            let (zh, en) = (format!("看不懂“{}”", error.0), error.to_string());
            faults.push(Fault::new("manual.bad-condition", file, zh, en).of(key("if")));
        });
        let age = age(rule.age.as_deref()).ok_or(()).map_err(|()| faults.push(value(&key("age"))));
        if rule.level != Level::Critical && (rule.at_once || rule.remeasure.is_some()) {
            let (zh, en) = ("只有危急的规则才写 at_once 和 remeasure", "only a critical rule has at_once or remeasure");
            faults.push(Fault::new("manual.bad-value", file, zh, en).of(key("at_once")));
        }
        let remeasure = rule.remeasure.as_deref().map(of_words);
        if remeasure == Some(None) {
            faults.push(span(file, &key("remeasure")));
        }
        // Advice only; no recheck needed.
        let recheck = match (&rule.recheck, rule.level) {
            (None, Level::Normal) => Ok(0),
            (text, _) => {
                text.as_deref().and_then(days).ok_or(()).map_err(|()| faults.push(span(file, &key("recheck"))))
            }
        };
        if let (Ok(condition), Ok(age), Ok(recheck)) = (condition, age, recheck) {
            rules.push(Rule {
                id: rule.id,
                level: rule.level,
                side: rule.side,
                condition,
                age_unknown: rule.age_unknown.unwrap_or(age.contains(&0)),
                age,
                remeasure: remeasure.flatten(),
                at_once: rule.at_once,
                meals: rule.meal,
                illnesses: rule.illness,
                except: rule.except,
                screens: rule.screens,
                recheck,
                enrol: rule.enrol,
                advice: rule.advice,
                sources: rule.sources,
            });
        }
    }
    match (since, clocks) {
        (Some(since), Some(clocks)) if faults.is_empty() => {
            Ok(Table { version: written.version, since, sources, plausible, clocks, rules })
        }
        _ => Err(faults),
    }
}

const fn yes() -> bool {
    true
}

fn span(file: &str, key: &str) -> Fault {
    let (zh, en) =
        ("时长写作“10 minutes”“24 hours”或“14 days”", "write a span as \"10 minutes\", \"24 hours\" or \"14 days\"");
    Fault::new("manual.bad-span", file, zh, en).of(key)
}

/// `..64`, `65..`, `18..44`; `None`: all ages.
fn age(text: Option<&str>) -> Option<RangeInclusive<u16>> {
    let Some(text) = text else { return Some(0..=u16::MAX) };
    let (from, to) = text.split_once("..")?;
    let bound = |t: &str, open: u16| if t.is_empty() { Some(open) } else { t.parse().ok() };
    let (from, to) = (bound(from, 0)?, bound(to, u16::MAX)?);
    (from <= to).then_some(from..=to)
}

fn of_words(text: &str) -> Option<Span> {
    let (n, unit) = text.split_once(' ')?;
    let n: i64 = n.parse().ok().filter(|n| (1..=10_000).contains(n))?;
    match unit.trim_end_matches('s') {
        "minute" => Some(Span::minutes(n)),
        "hour" => Some(Span::hours(n)),
        "day" => Some(Span::days(n)),
        _ => None,
    }
}

fn days(text: &str) -> Option<i64> {
    let span = of_words(text)?;
    let day = Span::days(1).as_micros();
    (span.as_micros() % day == 0).then_some(span.as_micros() / day)
}

fn clocks(written: &BTreeMap<String, String>, file: &str, faults: &mut Vec<Fault>) -> Option<Clocks> {
    for key in written.keys().filter(|key| !Clocks::KEYS.contains(&key.as_str())) {
        let (zh, en) = ("没有这一项时限", "there is no such clock");
        faults.push(Fault::new("manual.unknown-key", file, zh, en).of(format!("clocks.{key}")));
    }
    let mut one = |key: &str| {
        let span_of = written.get(key).and_then(|text| of_words(text));
        if span_of.is_none() {
            faults.push(span(file, &format!("clocks.{key}")));
        }
        span_of
    };
    Clocks::read(&mut one)
}
