//! Shared test vectors of a phone's offline decisions: conditions and filling of forms, and coverage.

use jiff::{ToSpan as _, civil::date};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::campaign::Door;
use super::correction::Correction;
use super::coverage::{Coverage, Fold};
use super::expression::{Expression, Sign};
use super::filling::{Asking, KnownValue, finish, plan};
use super::form::{Answer, Choice, Field, Form, Kind, Question};
use super::refused::Refused;
use super::visit::{AnswerOrigin, GivenAnswer, Outcome, Plan, Visit};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CampaignId, DwellingId, VisitId};
use crate::kernel::time::{Day, Moment};
use crate::kernel::vectors::{Draw, fresh};
use crate::manual::kind::Words;

/// A condition as the server sends it; a server test compares both.
fn sent(expression: &Expression) -> Json {
    let node = |op: &str, of: &[&Expression]| json!({ "op": op, "of": of.iter().map(|e| sent(e)).collect::<Vec<_>>() });
    match expression {
        Expression::Answer(name) => json!({ "op": "answer", "name": name }),
        Expression::This => json!({ "op": "this" }),
        Expression::Number(n) => json!({ "op": "number", "value": n }),
        Expression::Text(text) => json!({ "op": "text", "value": text }),
        Expression::Or(a, b) => node("or", &[a, b]),
        Expression::And(a, b) => node("and", &[a, b]),
        Expression::Not(a) => node("not", &[a]),
        Expression::Compare(a, sign, b) => {
            let op = match sign {
                Sign::Is => "is",
                Sign::IsNot => "is_not",
                Sign::Below => "below",
                Sign::AtMost => "at_most",
                Sign::Above => "above",
                Sign::AtLeast => "at_least",
            };
            node(op, &[a, b])
        }
        Expression::Selected(a, b) => node("selected", &[a, b]),
        Expression::CountSelected(a) => node("count_selected", &[a]),
        Expression::Length(a) => node("length", &[a]),
    }
}

/// An answer of a type: values near those in conditions, and unusual ones.
fn answer(draw: &mut Draw, is: &str) -> Json {
    const NUMBERS: &[&str] =
        &["0", "-1", "1", "2", "3", "17", "18", "64.999", "65", "65.001", "65.0", "-0", "70.50", "999999.999"];
    const TEXTS: &[&str] = &[
        "",
        "7",
        " 7 ",
        "7.",
        "07",
        "7.00",
        "-7",
        "65",
        "儿子",
        "yes",
        "tenant",
        "owner",
        "13812341234",
        "1381234",
        "1e3",
        "0x10",
        "９",
        "😀",
        "￥",
        "2026-03-01",
        "meals",
        "meals repair",
        "1.2345",
        "7。5",
    ];
    const DAYS: &[&str] = &["2026-02-28", "2026-03-01", "2026-03-02", "1999-12-31"];
    let value: Json = match is {
        "number" => (*draw.one(NUMBERS)).into(),
        "text" => (*draw.one(TEXTS)).into(),
        "date" => (*draw.one(DAYS)).into(),
        "yes_no" => draw.once_in(2).into(),
        "one" => (*draw.one(&["tenant", "owner", "lodged", "gone"])).into(),
        _ => {
            let mut names: Vec<&str> =
                ["repair", "meals", "stairs", "gone"].into_iter().filter(|_| draw.once_in(2)).collect();
            if draw.once_in(2) {
                names.reverse();
            }
            names.into()
        }
    };
    json!({ "is": is, "value": value })
}

fn read(answer: &Json) -> Answer {
    serde_json::from_value(answer.clone()).unwrap()
}

/// A random condition over these names.
fn condition(draw: &mut Draw, names: &[String], depth: usize) -> String {
    const SIGNS: &[&str] = &["=", "!=", "<", "<=", ">", ">="];
    let part = |draw: &mut Draw| match draw.below(8) {
        0 => ".".to_owned(),
        1 => (*draw.one(&["0", "2", "7", "18", "65", "65.5"])).to_owned(),
        2 => {
            format!("'{}'", draw.one(&["", "yes", "tenant", "7", "儿子", "2026-03-01", "meals", "meals repair", "￥"]))
        }
        _ => format!("${{{}}}", draw.one(names)),
    };
    let below = depth.saturating_sub(1);
    match draw.below(if depth == 0 { 5 } else { 8 }) {
        0 | 1 => format!("{} {} {}", part(draw), draw.one(SIGNS), part(draw)),
        2 => format!("selected({}, '{}')", part(draw), draw.one(&["meals", "tenant", "gone", "yes", ""])),
        3 => {
            let what = draw.one(&["count-selected", "string-length"]);
            format!("{what}({}) {} {}", part(draw), draw.one(SIGNS), draw.below(4))
        }
        4 => part(draw),
        5 => format!("not({})", condition(draw, names, below)),
        6 => format!("({}) and ({})", condition(draw, names, below), condition(draw, names, below)),
        _ => format!("({}) or ({})", condition(draw, names, below), condition(draw, names, below)),
    }
}

const KINDS: [&str; 6] = ["number", "text", "date", "yes_no", "one", "many"];

#[test]
fn conditions() {
    let mut draw = Draw::new(7);
    let mut names: Vec<String> = KINDS.map(String::from).into();
    names.push("none".to_owned());
    let cases: Vec<Json> = (0..900)
        .map(|_| {
            let text = condition(&mut draw, &names, 2);
            let expression = Expression::parse(&text).unwrap();
            let answers: BTreeMap<String, Json> =
                KINDS.iter().map(|is| ((*is).to_owned(), answer(&mut draw, is))).collect();
            let this = (!draw.once_in(4)).then(|| KINDS[draw.below(6)]).map(|is| answer(&mut draw, is));
            let known: BTreeMap<&str, Answer> = answers.iter().map(|(name, a)| (name.as_str(), read(a))).collect();
            let holds = expression.holds(this.as_ref().map(read).as_ref(), &|name| known.get(name));
            let asked: BTreeMap<&String, &Json> =
                answers.iter().filter(|(name, _)| expression.names().contains(&name.as_str())).collect();
            json!({ "text": text, "condition": sent(&expression), "this": this, "answers": asked, "holds": holds })
        })
        .collect();
    fresh("form-conditions", &json!({ "cases": cases }));
}

fn words() -> Words {
    Words::new("问", "asked")
}

/// A random form with conditions on earlier questions.
fn form(draw: &mut Draw) -> Form {
    let choices = |names: [&str; 3]| names.map(|name| Choice { name: name.into(), label: words() }).into();
    let mut questions: Vec<Question> = Vec::new();
    for at in 0..draw.between(2, 6) {
        let before: Vec<String> = questions.iter().map(|q| q.name.clone()).collect();
        let kind = match draw.below(8) {
            0 => Kind::Text,
            1 => Kind::Integer,
            2 => Kind::Decimal,
            3 => Kind::Date,
            4 => Kind::YesNo,
            5 => Kind::One(choices(["tenant", "owner", "lodged"])),
            6 => Kind::Many(choices(["repair", "meals", "stairs"])),
            _ => Kind::Note,
        };
        let on = |draw: &mut Draw, names: &[String]| Some(Expression::parse(&condition(draw, names, 1)).unwrap());
        let fields = [Field::HouseholdSize, Field::Tenure, Field::Registered, Field::BirthYear, Field::Kin];
        questions.push(Question {
            name: format!("q{at}"),
            label: words(),
            hint: words(),
            required: draw.once_in(3),
            relevant: if before.is_empty() || draw.once_in(2) { None } else { on(draw, &before) },
            constraint: if before.is_empty() || !draw.once_in(3) { None } else { on(draw, &before) },
            constraint_says: words(),
            // Each field at most once.
            field: fields.get(usize::try_from(at).unwrap()).copied().filter(|_| kind != Kind::Note && draw.once_in(2)),
            kind,
        });
    }
    Form { id: "f".into(), version: 1, title: words(), questions }
}

fn kind_of(kind: &Kind) -> (&'static str, &'static str, &[Choice]) {
    match kind {
        Kind::Text => ("text", "text", &[]),
        Kind::Integer => ("integer", "number", &[]),
        Kind::Decimal => ("decimal", "number", &[]),
        Kind::Date => ("date", "date", &[]),
        Kind::YesNo => ("yes_no", "yes_no", &[]),
        Kind::One(choices) => ("one", "one", choices),
        Kind::Many(choices) => ("many", "many", choices),
        Kind::Note => ("note", "text", &[]),
    }
}

#[test]
fn filling() {
    let mut draw = Draw::new(8);
    let today = date(2026, 11, 25);
    let cases: Vec<Json> = (0..500)
        .map(|_| {
            let form = form(&mut draw);
            let (mut given, mut known) = (BTreeMap::new(), BTreeMap::new());
            for question in form.questions.iter().filter(|q| q.kind != Kind::Note) {
                // Mostly of the right type, so that conditions are exercised.
                let own = kind_of(&question.kind).1;
                let is = |draw: &mut Draw| if draw.once_in(12) { *draw.one(&KINDS) } else { own };
                if !draw.once_in(4) {
                    let is = is(&mut draw);
                    given.insert(question.name.clone(), answer(&mut draw, is));
                }
                if let Some(field) = question.field.filter(|_| draw.once_in(2)) {
                    let is = is(&mut draw);
                    let days = i32::try_from(field.fresh_days()).unwrap() + draw.between(-1, 1);
                    known.insert(
                        question.name.clone(),
                        (field, answer(&mut draw, is), today.saturating_sub(days.days())),
                    );
                }
            }
            filled(&form, &given, &known, today)
        })
        .collect();
    fresh("form-filling", &json!({ "cases": cases }));
}

fn filled(
    form: &Form,
    given: &BTreeMap<String, Json>,
    known: &BTreeMap<String, (Field, Json, Day)>,
    today: Day,
) -> Json {
    let questions: Vec<Json> = form
        .questions
        .iter()
        .map(|q| {
            let (kind, _, choices) = kind_of(&q.kind);
            json!({
                "name": q.name, "kind": kind, "required": q.required,
                "choices": choices.iter().map(|choice| &choice.name).collect::<Vec<_>>(),
                "relevant": q.relevant.as_ref().map(sent), "constraint": q.constraint.as_ref().map(sent),
            })
        })
        .collect();
    let told: BTreeMap<&String, Json> = known
        .iter()
        .map(|(name, (field, answer, since))| {
            let stale = i64::from((today - *since).get_days()) > field.fresh_days();
            (name, json!({ "answer": answer, "stale": stale }))
        })
        .collect();
    let answered = |a: &Json| GivenAnswer { answer: read(a), came: AnswerOrigin::Asked };
    let asked = given.iter().map(|(name, a)| (name.clone(), answered(a))).collect();
    let mut case = json!({ "questions": questions, "known": told, "given": given });
    match finish(form, &asked) {
        Ok(kept) => {
            let ledger = known
                .values()
                .map(|(field, answer, since)| (*field, KnownValue { answer: read(answer), since: *since }));
            let put: Vec<Json> = plan(form, &ledger.collect(), &kept, today)
                .into_iter()
                .map(|asking| match asking {
                    Asking::Open(q) | Asking::Say(q) => json!({ "name": q.name, "known": false }),
                    Asking::StillSo(q, _) => json!({ "name": q.name, "known": true }),
                })
                .collect();
            case["kept"] = kept.into_keys().collect::<Vec<_>>().into();
            case["put"] = put.into();
        }
        Err(faults) => {
            let faults: BTreeMap<String, &str> = faults
                .into_iter()
                .map(|fault| match fault {
                    Refused::Required(name) => (name, "required"),
                    Refused::Answer(name) | Refused::Constraint(name) => (name, "limit"),
                    other => panic!("{other:?}"),
                })
                .collect();
            case["faults"] = json!(faults);
        }
    }
    case
}

/// The server's counts combined with a phone's own visits. A phone knows only the outcome of other people's visits, so
/// it corrects only its own visit, or the only one of a dwelling.
#[test]
fn coverage() {
    let mut draw = Draw::new(9);
    let cases: Vec<Json> = (0..300).map(|_| counted(&mut draw)).collect();
    fresh("coverage", &json!({ "cases": cases }));
}

/// The ids of these cases are small numbers.
fn short(id: Uuid) -> Json {
    id.as_u128().to_string().into()
}

fn counted(draw: &mut Draw) -> Json {
    let code = GridCode::parse("51011701900600906").unwrap();
    let (campaign, other) = (CampaignId::new(Uuid::from_u128(1)), CampaignId::new(Uuid::from_u128(2)));
    let doors: Vec<Door> = (1..=draw.between(1, 8))
        .map(|n| Door::at(DwellingId::new(Uuid::from_u128(n.unsigned_abs().into())), code))
        .collect();
    let mut next = 100;
    let mut visit = |draw: &mut Draw, door: DwellingId, corrects: Option<VisitId>| {
        next += 1;
        let id = VisitId::new(Uuid::from_u128(next));
        let of = if draw.once_in(8) { other } else { campaign };
        let plan = if draw.once_in(12) { Plan::Unplanned } else { Plan::Campaign { campaign: of, round: 1 } };
        let by = AccountId::new(Uuid::from_u128(9));
        Visit {
            id,
            door,
            code,
            by,
            at: Moment::from_micros(0),
            plan: if corrects.is_some() { Plan::Campaign { campaign, round: 1 } } else { plan },
            outcome: *draw.one(&Outcome::ALL),
            met: Vec::new(),
            seen: String::new(),
            answers: BTreeMap::new(),
            case: None,
            corrects: corrects.map(|of| Correction { of, by }),
        }
    };
    let (mut server, mut phone, mut sent): (Vec<Visit>, Vec<Visit>, Vec<VisitId>) =
        (Vec::new(), Vec::new(), Vec::new());
    for door in &doors {
        let told: Vec<Visit> = (0..draw.below(3)).map(|_| visit(draw, door.id, None)).collect();
        let mut own: Vec<Visit> = (0..draw.below(3)).map(|_| visit(draw, door.id, None)).collect();
        if let Some(first) = own.first().filter(|_| draw.once_in(2)) {
            let first = first.id;
            own.push(visit(draw, door.id, Some(first)));
            if draw.once_in(2) {
                let newest = own.last().unwrap().id;
                own.push(visit(draw, door.id, Some(newest)));
            }
        } else if let [only] = told.as_slice()
            && draw.once_in(2)
        {
            own.push(visit(draw, door.id, Some(only.id)));
        } else if draw.once_in(3) {
            // The phone still has what it sent.
            own.extend(told.iter().cloned());
            sent.extend(told.iter().map(|visit| visit.id));
        }
        server.extend(told);
        phone.extend(own);
    }
    // A visit to a dwelling not on the list, and a duplicate: neither changes anything.
    phone.push(visit(draw, DwellingId::new(Uuid::from_u128(99)), None));
    phone.extend(phone.first().cloned());
    for at in (1..phone.len()).rev() {
        phone.swap(at, draw.below(at + 1));
    }
    let folded = |visits: &[&[Visit]]| {
        let mut fold = Fold::new(campaign, &doors);
        visits.iter().copied().flatten().for_each(|visit| {
            fold.add(visit);
        });
        fold
    };
    let told = folded(&[&server]).ends();
    let all = folded(&[&server, &phone]);
    let ends = all.ends();
    let row = |visit: &Visit| {
        let plan = match visit.plan {
            Plan::Campaign { campaign, .. } => short(campaign.uuid()),
            _ => Json::Null,
        };
        let mut row = json!({ "id": short(visit.id.uuid()), "door": short(visit.door.uuid()), "campaign": plan, "outcome": visit.outcome,
            "sent": sent.contains(&visit.id) });
        if let Some(correction) = visit.corrects {
            row["corrects"] = short(correction.of.uuid());
        }
        row
    };
    let doors: Vec<Json> = doors
        .iter()
        .map(|door| {
            let last = server.iter().rfind(|visit| visit.door == door.id).map(|visit| short(visit.id.uuid()));
            json!({ "dwelling": short(door.id.uuid()), "end": told[&door.id], "last": last, "ends": ends[&door.id] })
        })
        .collect();
    let Coverage { doors: n, done, refused, vacant, moved, not_reached, untried } = all.total();
    json!({
        "campaign": short(campaign.uuid()), "doors": doors, "phone": phone.iter().map(row).collect::<Vec<_>>(),
        "coverage": { "doors": n, "done": done, "refused": refused, "vacant": vacant, "moved": moved,
            "not_reached": not_reached, "untried": untried, "ended": all.total().ended() },
    })
}
