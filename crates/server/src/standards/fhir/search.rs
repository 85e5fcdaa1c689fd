//! A FHIR search: parses the query, filters and sorts the results, and selects the page.

use axum::http::HeaderMap;
use serde_json::Value as Json;
use uuid::Uuid;
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::page;
use weiguang_domain::kernel::time::{FOREVER, Moment};

use super::codes::{Kind, LOINC};
use super::dates::Range;
use super::known::Known;
use super::outcome::No;

/// The most people or ids in one search.
const MOST_NAMES: usize = 50;

/// A code in a search.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    /// `None`: any system; empty: none.
    system: Option<String>,
    /// Empty: any code of the system.
    code: String,
}

impl Token {
    fn read(text: &str) -> Self {
        match text.split_once('|') {
            Some((system, code)) => Self { system: Some(system.to_owned()), code: code.to_owned() },
            None => Self { system: None, code: text.to_owned() },
        }
    }
    fn means(&self, kind: Kind) -> bool {
        // Every code here is LOINC's: one of another or of no system never matches.
        let system = self.system.as_deref().is_none_or(|system| system == LOINC);
        system && if self.code.is_empty() { self.system.is_some() } else { kind.is_meant_by(&self.code) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Date,
    Updated,
    Id,
}

/// A search.
#[derive(Clone, Debug)]
pub struct Search {
    known: Known,
    /// The parts of the query that were understood, for the self link.
    used: Vec<(String, String)>,
    ids: Option<Vec<String>>,
    people: Option<Vec<ResidentId>>,
    codes: Vec<Vec<Token>>,
    dates: Vec<Range>,
    updated: Vec<Range>,
    sort: Key,
    rising: bool,
    count: i64,
    total_only: bool,
    after: Option<(i64, String)>,
}

/// One candidate.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// The id of its resource.
    pub id: String,
    /// Its own date.
    pub at: Moment,
    /// Its last change.
    pub updated: Moment,
    /// The data of its resource.
    pub what: T,
}

/// A page of a search.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The understood parts of the query.
    pub used: Vec<(String, String)>,
    /// The total number of results.
    pub total: usize,
    /// The resources of this page.
    pub page: Vec<Json>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// Whether the client wants unknown parts to be refused instead of ignored.
fn strict(headers: &HeaderMap) -> bool {
    let all = headers.get_all("prefer").iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split([',', ';'])).any(|part| part.trim().eq_ignore_ascii_case("handling=strict"))
}

/// The id in a reference: `Patient/id`, an address that ends so, or the id alone. An invalid id matches nobody.
fn person(reference: &str) -> Option<ResidentId> {
    let id = match reference.rsplit_once('/') {
        Some((kind, id)) if kind == "Patient" || kind.ends_with("/Patient") => id,
        Some(_) => return None,
        None => reference,
    };
    Uuid::parse_str(id).ok().map(ResidentId::new)
}

/// Intersects two parts of a query: each part narrows the search.
fn narrow<T: PartialEq>(known: &mut Option<Vec<T>>, wish: Vec<T>) {
    *known = Some(match known.take() {
        None => wish,
        Some(before) => before.into_iter().filter(|one| wish.contains(one)).collect(),
    });
}

impl Search {
    /// Reads a query. An unknown part is ignored and is not in the self link, unless the client wants strict handling; an unknown modifier
    /// would change the meaning and is always refused.
    ///
    /// # Errors
    /// [`No`] with 400 and the name of the part.
    pub fn read(known: Known, query: &str, headers: &HeaderMap) -> Result<Self, No> {
        let mut search = Self {
            known,
            used: Vec::new(),
            ids: None,
            people: None,
            codes: Vec::new(),
            dates: Vec::new(),
            updated: Vec::new(),
            sort: if known.date.is_some() { Key::Date } else { Key::Id },
            rising: known.date.is_none(),
            count: page::limit(None),
            total_only: false,
            after: None,
        };
        let strict = strict(headers);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if search.part(&name, &value)? {
                if name != "_cursor" && name != "_format" {
                    search.used.push((name.into_owned(), value.into_owned()));
                }
            } else if name.contains(':') {
                let (zh, en) = ("不支持此修饰符", "this modifier is not understood");
                return Err(No::query(&name, "fhir.parameter", zh, en));
            } else if strict {
                let names: Vec<&str> = known.parameters().iter().map(|(name, _)| *name).collect();
                let zh = format!("不支持此查询条件或取值；可用：{}、_sort、_count、_summary=count", names.join("、"));
                let en = format!("not understood; there are {}, _sort, _count and _summary=count", names.join(", "));
                return Err(No::query(&name, "fhir.parameter", zh, en));
            }
        }
        Ok(search)
    }

    /// Reads one part of the query; returns whether it was understood.
    fn part(&mut self, name: &str, value: &str) -> Result<bool, No> {
        let known = self.known;
        let values = || value.split(',').filter(|v| !v.is_empty());
        match name {
            "_format" => {}
            "_id" => {
                few(name, values().count())?;
                narrow(&mut self.ids, values().map(str::to_owned).collect());
            }
            "patient" | "subject" | "patient:Patient" | "subject:Patient" if known.of_patient => {
                if name.starts_with("subject") && known.kind == "Appointment" {
                    return Ok(false);
                }
                few(name, values().count())?;
                narrow(&mut self.people, values().filter_map(person).collect());
            }
            "code" if known.code => self.codes.push(values().map(Token::read).collect()),
            "_lastUpdated" if known.updated => self.updated.push(Range::read(name, value)?),
            _ if known.date == Some(name) => self.dates.push(Range::read(name, value)?),
            "_count" => {
                let Ok(count @ 0..) = value.parse::<i64>() else {
                    return Err(No::query(name, "fhir.element", "应为不小于 0 的整数", "a whole number, 0 or more"));
                };
                self.count = page::limit(Some(count.max(1)));
                self.total_only |= count == 0;
            }
            "_summary" if value == "count" => self.total_only = true,
            "_summary" if value == "false" => {}
            "_sort" => return Ok(self.sorted(value)),
            "_cursor" => self.after = Some(cursor(value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Reads the sort order: by the date, the last change or the id, ascending or descending.
    fn sorted(&mut self, value: &str) -> bool {
        let (name, rising) = value.strip_prefix('-').map_or((value, true), |name| (name, false));
        let key = match name {
            "_id" => Key::Id,
            "_lastUpdated" if self.known.updated => Key::Updated,
            _ if self.known.date == Some(name) => Key::Date,
            _ => return false,
        };
        (self.sort, self.rising) = (key, rising);
        true
    }

    /// The people in a search, or the ids of resources.
    ///
    /// # Errors
    /// [`No`] with 400 if there is neither: lists of a whole place are only on pages.
    pub fn names(&self) -> Result<Names<'_>, No> {
        match (&self.people, &self.ids) {
            (Some(people), _) => Ok(Names::People(people)),
            (None, Some(ids)) => Ok(Names::Ids(ids)),
            (None, None) => {
                let name = if self.known.of_patient { "patient" } else { "_id" };
                Err(No::query(name, "kernel.missing", "必填", "must be given"))
            }
        }
    }

    /// Whether the search includes a kind of observation.
    #[must_use]
    pub fn means(&self, kind: Kind) -> bool {
        self.codes.iter().all(|any| any.iter().any(|token| token.means(kind)))
    }

    /// The period that contains all results: from, until.
    #[must_use]
    pub fn span(&self) -> (Moment, Moment) {
        let all = (Moment::from_micros(0), Moment::start_of(FOREVER));
        self.dates.iter().fold(all, |(from, until), range| {
            let (least, most) = range.span();
            (from.max(least), until.min(most))
        })
    }

    fn key<T>(&self, found: &Found<T>) -> (i64, String) {
        let key = match self.sort {
            Key::Date => found.at.micros(),
            Key::Updated => found.updated.micros(),
            Key::Id => 0,
        };
        (key, found.id.clone())
    }

    /// The requested page of the results. `now` is for approximate dates.
    pub fn page<T>(self, found: Vec<Found<T>>, now: Moment, show: impl Fn(&Found<T>) -> Json) -> Answer {
        let meant = |f: &Found<T>| {
            self.ids.as_ref().is_none_or(|ids| ids.contains(&f.id))
                && self.dates.iter().all(|range| range.holds(f.at, now))
                && self.updated.iter().all(|range| range.holds(f.updated, now))
        };
        let mut all: Vec<((i64, String), Found<T>)> =
            found.into_iter().filter(meant).map(|f| (self.key(&f), f)).collect();
        all.sort_by(|(a, _), (b, _)| if self.rising { a.cmp(b) } else { b.cmp(a) });
        all.dedup_by(|(a, _), (b, _)| a == b);
        let total = all.len();
        if self.total_only {
            return Answer { used: self.used, total, page: Vec::new(), next: None };
        }
        let comes = |key: &(i64, String)| {
            self.after.as_ref().is_none_or(|after| if self.rising { key > after } else { key < after })
        };
        let mut rest = all.iter().filter(|(key, _)| comes(key));
        let mut page: Vec<&((i64, String), Found<T>)> = Vec::new();
        page.extend(rest.by_ref().take(usize::try_from(self.count).unwrap_or(1)));
        let more = rest.next().is_some();
        let next = page.last().filter(|_| more).map(|((key, id), _)| format!("{key}.{id}"));
        let page = page.into_iter().map(|(_, found)| show(found)).collect();
        Answer { used: self.used, total, page, next }
    }
}

/// The subjects of a search.
#[derive(Clone, Copy, Debug)]
pub enum Names<'a> {
    /// Patients.
    People(&'a [ResidentId]),
    /// Resources.
    Ids(&'a [String]),
}

fn few(name: &str, count: usize) -> Result<(), No> {
    if count <= MOST_NAMES {
        return Ok(());
    }
    let (zh, en) = (format!("一次最多 {MOST_NAMES} 个"), format!("at most {MOST_NAMES} at a time"));
    Err(No::query(name, "fhir.element", zh, en))
}

fn cursor(text: &str) -> Result<(i64, String), No> {
    let read = text.split_once('.').and_then(|(key, id)| Some((key.parse().ok()?, id.to_owned())));
    read.ok_or_else(|| {
        No::query("_cursor", "kernel.cursor", "请从上一页的链接进入", "take it from the link of the page before")
    })
}

#[cfg(test)]
mod tests {
    use super::super::known::OBSERVATION;
    use super::*;

    fn search(known: Known, query: &str) -> Search {
        Search::read(known, query, &HeaderMap::new()).unwrap()
    }

    fn found(n: i64) -> Found<i64> {
        Found { id: format!("id-{n:03}"), at: Moment::from_micros(n / 2), updated: Moment::from_micros(-n), what: n }
    }

    #[test]
    fn every_page_together_is_everything_once_in_each_order() {
        let now = Moment::from_micros(0);
        for sort in ["date", "-date", "_lastUpdated", "-_lastUpdated", "_id", "-_id"] {
            for count in [1, 2, 7, 50] {
                let (mut seen, mut cursor) = (Vec::new(), String::new());
                loop {
                    let query = format!("_sort={sort}&_count={count}{cursor}");
                    let answer =
                        search(OBSERVATION, &query).page((0..21).map(found).collect(), now, |f| Json::from(f.what));
                    assert_eq!(answer.total, 21);
                    seen.extend(answer.page.iter().filter_map(Json::as_i64));
                    let Some(next) = answer.next else { break };
                    cursor = format!("&_cursor={next}");
                }
                let falls = sort == "-date" || sort == "_lastUpdated" || sort == "-_id";
                let order: Vec<i64> = if falls { (0..21).rev().collect() } else { (0..21).collect() };
                assert_eq!(seen, order, "{sort} by {count}");
            }
        }
    }

    #[test]
    fn a_code_is_of_its_system() {
        let means = |query: &str| search(OBSERVATION, query).means(Kind::Pressure);
        for yes in ["", "code=85354-9", "code=http://loinc.org|85354-9", "code=http://loinc.org|", "code=x,85354-9"] {
            assert!(means(yes), "{yes}");
        }
        let no =
            ["code=|85354-9", "code=http://snomed.info/sct|85354-9", "code=http://snomed.info/sct|", "code=14743-9"];
        for no in no.into_iter().chain(["code=85354-9&code=14743-9", "code=|"]) {
            assert!(!means(no), "{no}");
        }
    }

    #[test]
    fn who_is_named_twice_differently_is_nobody() {
        let (a, b) = ("0197c000-0000-7000-8000-000000000001", "0197c000-0000-7000-8000-000000000002");
        let people = |query: String| match search(OBSERVATION, &query).names().unwrap() {
            Names::People(people) => people.len(),
            Names::Ids(_) => 99,
        };
        assert_eq!(people(format!("patient={a}&subject=Patient/{a}")), 1);
        assert_eq!(people(format!("patient={a},{b}")), 2);
        assert_eq!(people(format!("patient={a}&patient={b}")), 0);
        assert_eq!(people(format!("subject=https://x/api/fhir/r4/Patient/{a}")), 1);
        assert_eq!(people(format!("subject=Group/{a}")), 0);
    }

    #[test]
    fn what_is_not_understood_is_left_out_or_refused_as_the_client_prefers() {
        let mut headers = HeaderMap::new();
        let used = search(OBSERVATION, "patient=x&_include=y&_sort=code").used;
        assert_eq!(used, [("patient".to_owned(), "x".to_owned())]);
        assert!(Search::read(OBSERVATION, "code:text=x", &headers).is_err(), "a modifier changes the question");
        headers.insert("prefer", "return=minimal, handling=strict".parse().unwrap());
        for query in ["_include=y", "_sort=code", "_summary=text", "nonsense=1"] {
            assert_eq!(
                Search::read(OBSERVATION, query, &headers).unwrap_err().status,
                Some(axum::http::StatusCode::BAD_REQUEST),
                "{query}"
            );
        }
        assert!(Search::read(OBSERVATION, "_count=-1", &HeaderMap::new()).is_err());
    }
}
