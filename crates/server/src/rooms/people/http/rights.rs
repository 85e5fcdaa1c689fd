//! HTTP endpoints: who can read what in a street, since when, granted and confirmed by whom; as a list, and as a file to sign.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Data, Role, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::What;
use weiguang_store::Tx;

use super::UnderQuery;
use super::grants::street_of;
use crate::App;
use crate::access;
use crate::app::room::Room;
use crate::outside::sheet::{Form, Sheet};
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::access_view::{AccessView, keys, named};
use crate::rooms::people::store::{grants as rows, posts};
use crate::rooms::people::view::person;
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn};

/// Every right in a street.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleRightPage)]
pub struct RightPage {
    /// By code, then by name.
    pub items: Vec<AccessView>,
}

/// Readers of this list: those who manage people in the whole street, and those who audit it.
fn reads(actor: &Actor, street: &GridCode) -> Result<(), Refusal> {
    let may = |verb| actor.may(verb, street, false).is_ok();
    if may(Verb::PeopleManage) || may(Verb::AuditRead) { Ok(()) } else { Err(Refusal::Denied(Verb::AuditRead)) }
}

/// Grants in effect, by their subject; for a pair the code is part of the key.
type Acts = HashMap<(What, Uuid, Option<GridCode>), rows::Given>;

fn acts(tx: &mut Tx<'_>, tenants: &[GridCode]) -> Result<Acts, Refusal> {
    let mut acts = Acts::new();
    for tenant in tenants {
        for given in rows::in_effect(tx, tenant)? {
            let code = (given.giving.what == What::Pair).then_some(given.code);
            acts.insert((given.giving.what, given.effect.subject(), code), given);
        }
    }
    Ok(acts)
}

fn rights(
    rooms: &[&dyn Room],
    tx: &mut Tx<'_>,
    territory: &Territory,
    street: &GridCode,
    today: Day,
) -> Result<Vec<AccessView>, Refusal> {
    let tenants: Vec<GridCode> = street.climb().collect();
    let acts = acts(tx, &tenants)?;
    let mut held = Vec::new();
    for tenant in &tenants {
        held.extend(posts::from_day(tx, tenant, today)?);
    }
    let absences = posts::with_deputy(tx, street, today)?;
    let mut teams = Vec::new();
    for room in rooms {
        teams.extend(room.team_access(tx, street)?);
    }
    let tokens = access::store::tokens_under(tx, street)?;
    let mut all: HashSet<AccountId> = acts.values().flat_map(named).collect();
    all.extend(held.iter().map(|a| a.account));
    all.extend(absences.iter().flat_map(|(_, a)| [Some(a.account), a.deputy]).flatten());
    all.extend(teams.iter().flat_map(|team| team.members.iter().copied()));
    all.extend(tokens.iter().map(|line| line.account));
    let names = crate::access::store::names(tx, &all)?;
    let mut items = Vec::new();
    let mut put = |mut view: AccessView, given: Option<&rows::Given>| {
        if let Some(given) = given {
            view.sign(&names, given);
        }
        items.push(view);
    };
    for post in &held {
        let mut view = AccessView::held(territory, What::Post, &post.code, post.since, post.until);
        view.who = vec![person(&names, post.account)];
        view.role = Some(post.role.key().to_owned());
        view.reaches = keys(&post.role.reaches());
        put(view, acts.get(&(What::Post, post.id.uuid(), None)));
    }
    for (id, absence) in &absences {
        let Some(deputy) = absence.deputy else { continue };
        let theirs: Vec<_> = held.iter().filter(|post| post.account == absence.account).collect();
        let reached: HashSet<Data> = theirs.iter().flat_map(|post| post.role.reaches()).collect();
        let code = theirs.first().map_or(*street, |post| post.code);
        let mut view = AccessView::held(territory, What::Deputy, &code, absence.since, absence.until);
        view.who = vec![person(&names, deputy)];
        view.deputy_for = Some(person(&names, absence.account));
        view.reaches = keys(&Data::GUARDED.into_iter().filter(|d| reached.contains(d)).collect::<Vec<_>>());
        put(view, acts.get(&(What::Deputy, id.uuid(), None)));
    }
    for (team, (code, since, until)) in teams.iter().flat_map(|team| team.pairs.iter().map(move |pair| (team, *pair))) {
        if until < today {
            continue;
        }
        let mut view = AccessView::held(territory, What::Pair, &code, since, until);
        view.who = team.members.iter().map(|member| person(&names, *member)).collect();
        view.name = Some(team.name.clone());
        view.reaches = keys(&Role::Doctor.reaches());
        put(view, acts.get(&(What::Pair, team.team.uuid(), Some(code))));
    }
    for line in &tokens {
        let act = acts.get(&(What::Token, line.id.uuid(), None)).filter(|_| line.street.is_some());
        put(AccessView::of_token(territory, &names, line), act);
    }
    items.sort_by(|a, b| {
        let name = |view: &AccessView| view.who.first().map_or_else(String::new, |who| who.name.clone());
        (&a.code, name(a), &a.what).cmp(&(&b.code, name(b), &b.what))
    });
    Ok(items)
}

async fn read(app: &App, actor: &Actor, wish: Option<GridCode>) -> Result<Vec<AccessView>, Refusal> {
    let street = street_of(app, actor, wish)?;
    reads(actor, &street)?;
    let (rooms, territory, today) = (app.rooms(), app.state::<Territory>(), app.now().day());
    app.read(move |tx| rights(rooms, tx, &territory, &street, today)).await
}

/// Who can read what in a street today and later: posts, deputies, doctors' teams and tokens, with who gave each and who confirmed it.
#[utoipa::path(get, path = "/people/rights", tag = "people", params(UnderQuery), responses((status = 200, body = RightPage)))]
pub async fn list_rights(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<RightPage>, Refusal> {
    Ok(Reply(RightPage { items: read(&app, &actor, query.under).await? }))
}

/// The word for the state of a right.
const fn standing_word(standing: &str) -> &'static str {
    match standing.as_bytes() {
        b"unconfirmed" => "未经第二人确认",
        b"confirmed" => "已确认",
        b"free" => "无需确认",
        b"own" => "本人令牌",
        _ => "此规则之前",
    }
}

const fn what_word(what: &str) -> &'static str {
    match what.as_bytes() {
        b"post" => "岗位",
        b"deputy" => "代理",
        b"pair" => "医生结对",
        b"token" => "街道令牌",
        _ => "个人令牌",
    }
}

fn file(items: &[AccessView]) -> Result<Vec<u8>, Refusal> {
    let mut sheet = Sheet::new()?;
    let head = [
        "方式",
        "人员",
        "岗位或名称",
        "编码",
        "范围",
        "自",
        "至",
        "可见内容",
        "代谁",
        "授权人",
        "授权时间",
        "状态",
        "确认人",
        "确认时间",
        "最近使用",
    ];
    sheet.row(head)?;
    for one in items {
        let names = |people: &[crate::rooms::people::view::NamedPerson]| {
            people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("、")
        };
        let name = |who: &Option<crate::rooms::people::view::NamedPerson>| {
            who.as_ref().map_or_else(String::new, |who| who.name.clone())
        };
        let role = one.role.as_deref().and_then(Role::from_key).map(|role| role.chinese().to_owned());
        let reached = Data::GUARDED.iter().filter(|data| one.reaches.iter().any(|key| key == data.key()));
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = [
            what_word(&one.what).to_owned(),
            names(&one.who),
            role.or_else(|| one.name.clone()).unwrap_or_default(),
            one.code.clone(),
            one.words.clone(),
            text(&one.since),
            text(&one.until),
            reached.map(|data| data.chinese()).collect::<Vec<_>>().join("、"),
            name(&one.deputy_for),
            name(&one.by),
            text(&one.at),
            standing_word(&one.standing).to_owned(),
            name(&one.confirmed_by),
            text(&one.confirmed_at),
            text(&one.used_at),
        ];
        sheet.row(row.iter().map(String::as_str))?;
    }
    sheet.finish(Form::Csv)
}

/// The same as a file.
#[utoipa::path(get, path = "/people/rights/file", tag = "people", params(UnderQuery), responses((status = 200, description = "a table")))]
pub async fn save_rights(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Response, Refusal> {
    let bytes = file(&read(&app, &actor, query.under).await?)?;
    let name = format!("attachment; filename=\"rights-{}.csv\"", app.now().day());
    Ok(([(header::CONTENT_TYPE, Form::Csv.media().to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_formula() {
        let one = AccessView {
            what: "own_token".into(),
            standing: "own".into(),
            name: Some("=HYPERLINK(\"http://x\")".into()),
            ..AccessView::default()
        };
        let text = String::from_utf8(file(&[one]).unwrap()).unwrap();
        assert!(text.contains("\"'=HYPERLINK(") && !text.contains("\"=HYPERLINK("), "{text}");
    }
}
