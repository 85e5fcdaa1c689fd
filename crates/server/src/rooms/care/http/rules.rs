//! The rules: the ones in force, a trial of a changed table, and publishing it.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::care::changed::Outcome;
use weiguang_domain::care::{Milli, Quantity};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Span;

use crate::App;
use crate::rooms::care::Rules;
use crate::rooms::care::ops::publish::{self, RulesPublished};
use crate::rooms::care::view::key;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Json, SignedIn};
use crate::web::problem::Problem;
use crate::web::words::Bilingual;

/// A rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareRuleView)]
pub struct RuleView {
    /// Its stable id.
    pub id: String,
    /// `critical`, `high`, or `normal` with a word of advice.
    pub level: String,
    /// When it is met: `systolic >= 180 or diastolic >= 110`.
    pub condition: String,
    /// From which age.
    pub age_from: Option<u16>,
    /// To which age.
    pub age_to: Option<u16>,
    /// Whether it judges somebody whose age is not known.
    pub age_unknown: bool,
    /// For which meals; none for all.
    pub meals: Vec<String>,
    /// For whom with one of these illnesses; none for all.
    pub illnesses: Vec<String>,
    /// Not for whom with one of these.
    pub except: Vec<String>,
    /// Critical, and raised at once: 120 first, nothing is measured again.
    pub at_once: bool,
    /// Minutes until the second measurement of a critical one, where the table's own clock does not hold.
    pub remeasure_minutes: Option<i64>,
    /// Days until the recheck.
    pub recheck_days: i64,
    /// What is said to the person.
    pub advice: Bilingual,
    /// What it rests on.
    pub sources: Vec<String>,
}

/// A version.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareRulesVersion)]
pub struct RulesVersion {
    /// Its number.
    pub version: u32,
    /// The first day on which it holds, `YYYY-MM-DD`.
    pub since: String,
    /// When it was published here, RFC 3339; nothing for the one that ships.
    pub published_at: Option<String>,
}

/// The range of a measure, as text with its decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareRangeView)]
pub struct RangeView {
    /// `systolic`, `glucose` …
    pub of: String,
    /// Below this it is asked again.
    pub from: String,
    /// Above this it is asked again.
    pub to: String,
    /// Below this nobody can confirm it.
    pub possible_from: String,
    /// Above this nobody can confirm it.
    pub possible_to: String,
}

/// The rules in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareRulesView)]
pub struct RulesView {
    /// The version that holds today.
    pub version: u32,
    /// Its rules.
    pub rules: Vec<RuleView>,
    /// What is believed of each measure, and what is possible at all; for faces that ask without a network.
    pub ranges: Vec<RangeView>,
    /// Minutes within which a critical value is measured again.
    pub remeasure_minutes: i64,
    /// The newest text: what the next version starts from.
    pub text: String,
    /// Every version, from the first.
    pub versions: Vec<RulesVersion>,
}

/// The rules in force, with their sources.
#[utoipa::path(get, path = "/care/rules", tag = "care", responses((status = 200, body = RulesView)))]
pub async fn read_rules(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Reply<RulesView>, Refusal> {
    actor.may_somewhere(Verb::ManualRead)?;
    let rules = app.state::<Rules>();
    let table = rules.on(app.now().day());
    let rule = |rule: &weiguang_domain::care::Rule| RuleView {
        id: rule.id.clone(),
        level: rule.level.key().to_owned(),
        condition: rule.condition.to_string(),
        age_from: (*rule.age.start() > 0).then_some(*rule.age.start()),
        age_to: (*rule.age.end() < u16::MAX).then_some(*rule.age.end()),
        age_unknown: rule.age_unknown,
        illnesses: rule.illnesses.iter().map(key).collect(),
        except: rule.except.iter().map(key).collect(),
        at_once: rule.at_once,
        remeasure_minutes: rule.remeasure.map(Span::as_minutes),
        meals: rule.meals.iter().map(|m| m.key().to_owned()).collect(),
        recheck_days: rule.recheck,
        advice: Bilingual::new(&*rule.advice.zh, &*rule.advice.en),
        sources: rule.sources.iter().filter_map(|id| table.sources.get(id)).cloned().collect(),
    };
    let range = |(of, (from, to)): (&Quantity, &(Milli, Milli))| {
        let (possible_from, possible_to) = of.possible();
        RangeView {
            of: of.key().to_owned(),
            from: from.to_string(),
            to: to.to_string(),
            possible_from: possible_from.to_string(),
            possible_to: possible_to.to_string(),
        }
    };
    let versions = rules.versions().iter().map(|v| RulesVersion {
        version: v.table.version,
        since: v.table.since.to_string(),
        published_at: v.published_at.map(|at| at.to_string()),
    });
    Ok(Reply(RulesView {
        version: table.version,
        rules: table.rules.iter().map(rule).collect(),
        ranges: table.plausible.iter().map(range).collect(),
        remeasure_minutes: table.clocks.remeasure.as_micros() / Span::minutes(1).as_micros(),
        text: rules.versions().last().map(|v| v.text.clone()).unwrap_or_default(),
        versions: versions.collect(),
    }))
}

/// A table as somebody typed it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CareTrialBody)]
#[serde(deny_unknown_fields)]
pub struct TrialBody {
    /// The text.
    pub text: String,
}

/// How many readings come out as something, under the rules in force and under the new ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareOutcomeCount)]
pub struct OutcomeCount {
    /// `critical`, `high`, `normal`, `not_judged`, or `doubted`: asked again.
    pub outcome: String,
    /// Under the rules in force.
    pub before: usize,
    /// Under the new ones.
    pub after: usize,
}

/// How many readings would go from one to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareOutcomeMove)]
pub struct OutcomeMove {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// How many.
    pub readings: usize,
}

/// What a table would have done to the readings of the last year. It holds numbers alone: whose they are is for the doctor.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CareTrialView)]
pub struct TrialView {
    /// The version that it would be.
    pub version: u32,
    /// How many readings were looked at.
    pub readings: usize,
    /// From when on, RFC 3339.
    pub since: String,
    /// Whether that is the whole year; otherwise the newest readings of it.
    pub whole: bool,
    /// How many come out as what.
    pub counts: Vec<OutcomeCount>,
    /// How many come out otherwise.
    pub moved: Vec<OutcomeMove>,
    /// To be sent along when this very text is published.
    pub seen: String,
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Doubted => "doubted".into(),
        Outcome::Level(level) => level.key().into(),
    }
}

fn streets(app: &App, actor: &Actor) -> Result<Vec<GridCode>, Refusal> {
    let streets = app.state::<Territory>().streets();
    publish::may_publish(actor, &streets)?;
    Ok(streets)
}

/// Tries a table on the readings of the last year and changes nothing. Faults are told with line and key.
#[utoipa::path(post, path = "/care/rules/trial", tag = "care", request_body = TrialBody, responses((status = 200, body = TrialView)))]
pub async fn try_rules(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(body): Json<TrialBody>,
) -> Result<Reply<TrialView>, Refusal> {
    let streets = streets(&app, &actor)?;
    let trial = publish::trial(&app, &streets, &body.text).await?;
    let count = |(of, (before, after)): (&Outcome, &(usize, usize))| OutcomeCount {
        outcome: outcome(*of),
        before: *before,
        after: *after,
    };
    let moved = |((from, to), readings): (&(Outcome, Outcome), &usize)| OutcomeMove {
        from: outcome(*from),
        to: outcome(*to),
        readings: *readings,
    };
    Ok(Reply(TrialView {
        version: trial.table.version,
        readings: trial.changes.of,
        since: trial.since.to_string(),
        whole: trial.whole,
        counts: trial.changes.counts.iter().map(count).collect(),
        moved: trial.moved.iter().map(moved).collect(),
        seen: publish::seen_of(app.seal(), &body.text),
    }))
}

/// A table that was tried.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CarePublishBody)]
#[serde(deny_unknown_fields)]
pub struct PublishBody {
    /// The text.
    pub text: String,
    /// What the trial of this very text gave.
    pub seen: String,
}

/// Publishes a table that was tried. It holds from its first day on; alerts that run keep the clocks that they began with.
#[utoipa::path(post, path = "/care/rules", tag = "care", request_body = PublishBody, responses((status = 201, body = RulesPublished), (status = 409, body = Problem)))]
pub async fn publish_rules(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<PublishBody>,
) -> Result<Response, Refusal> {
    let street = streets(&app, &actor)?.first().copied().ok_or(Refusal::NotFound("street"))?;
    let (sending, body) = (send.send(), send.body);
    let sent = app.write(&actor, street, sending, move |work| publish::publish(work, &body.text, &body.seen)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}
