//! Territory of the coverage benchmark: one grid of ten adjacent micro-grids, rooms with coordinates, all posts filled.

use anyhow::Result;
use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::unit::Cell;
use weiguang_domain::grid::{GridCode, Shape};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::ids::{AccountId, AssignmentId, SessionId};
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::people::Assignment;
use weiguang_server::rooms::grid::places::{self, PlaceRow};
use weiguang_server::rooms::{grid, people};
use weiguang_server::web::Refusal;
use weiguang_server::{App, access};

use crate::report::Chance;

pub(super) const STREET: &str = "510117019";
pub(super) const COMMUNITY: &str = "510117019006";
pub(super) const GRID: &str = "510117019006009";
/// Micro-grids before the re-grid.
pub(super) const CELLS: u32 = 10;

/// Size of the campaign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// Dwellings on the list.
    pub(super) doors: u32,
    /// Members who visit.
    pub(super) members: u32,
}

pub(super) fn code(text: &str) -> Result<GridCode> {
    GridCode::parse(text).map_err(|e| anyhow::anyhow!("{text}: {e:?}"))
}

pub(super) fn cell(n: u32) -> Result<GridCode> {
    code(&format!("{GRID}{n:02}"))
}

pub(super) fn corners(west: f64, east: f64) -> Vec<[f64; 2]> {
    let (w, e, s, n) = (103.93 + west / 1000.0, 103.93 + east / 1000.0, 30.76, 30.761);
    vec![[w, s], [e, s], [e, n], [w, n], [w, s]]
}

/// Creates territory, rooms and posts; returns a session for each person: secretary, manager, members.
pub(super) fn settle(app: &App, size: Size) -> Result<Vec<(AccountId, String)>> {
    let (now, since) = (app.now(), jiff::civil::date(2026, 1, 1));
    let (street, community, grid_code) = (code(STREET)?, code(COMMUNITY)?, code(GRID)?);
    let mut posts = vec![(Role::CommunitySecretary, community), (Role::StreetManager, street)];
    for n in 0..size.members {
        // Two of three members serve a micro-grid, the third the whole grid.
        let post =
            if n % 3 == 2 { (Role::GridMember, grid_code) } else { (Role::MicroGridMember, cell(n % CELLS + 1)?) };
        posts.push(post);
    }
    let cells = (1..=CELLS).map(cell).collect::<Result<Vec<_>>>()?;
    let mut chance = Chance::new(5);
    let mut id = move || chance.id(now);
    let people: Vec<(AccountId, String, [u8; 32], Role, GridCode)> = posts
        .into_iter()
        .map(|(role, at)| {
            let (secret, digest) = access::new_secret(app, "");
            (AccountId::new(id()), secret, digest, role, at)
        })
        .collect();
    let rooms: Vec<Uuid> = (0..size.doors).map(|_| id()).collect();
    let keep = people.clone();
    app.db().write_blocking(move |tx| {
        grid::store::insert_street(tx, &street, "合作街道", true)?;
        grid::store::insert_area(tx, &street, "合作街道", "bench")?;
        grid::store::insert_area(tx, &community, "天骄西路社区", "bench")?;
        grid::store::insert_cell(tx, &Cell::general(grid_code, "", since), None)?;
        for (n, code) in cells.iter().enumerate() {
            let mut cell = Cell::general(*code, "", since);
            let west = f64::from(u32::try_from(n).unwrap_or(0));
            let ring = corners(west, west + 1.0).into_iter().map(|[x, y]| Point::new(x, y)).collect();
            cell.shape = Shape::from_rings(vec![vec![ring]], Datum::Wgs84).ok();
            grid::store::insert_cell(tx, &cell, None)?;
        }
        for (n, id) in rooms.iter().enumerate() {
            let n = u32::try_from(n).unwrap_or(0);
            let row = PlaceRow {
                id: *id,
                kind: "room".into(),
                code: cells.get((n % CELLS) as usize).copied(),
                name: "锦绣花园".into(),
                building: format!("{}栋", n % CELLS + 1),
                room: format!("{}", n / CELLS + 101),
                // Every second dwelling is in the east of its cell.
                point: Some(Point::new(
                    103.93 + (f64::from(n % CELLS) + 0.25 + 0.5 * f64::from(n / CELLS % 2)) / 1000.0,
                    30.7605,
                )),
                ..PlaceRow::default()
            };
            places::put(tx, &street, &row)?;
        }
        for (n, (account, _, digest, role, at)) in keep.iter().enumerate() {
            let new = people::store::NewAccount {
                id: *account,
                login: format!("member{n}"),
                name: format!("网格员{n}"),
                password: String::new(),
                phone: None,
                home: street,
            };
            people::store::insert_account(tx, &new, now)?;
            let id = AssignmentId::new(account.uuid());
            let post = Assignment { id, account: *account, role: *role, code: *at, since, until: FOREVER };
            people::store::insert_assignment(tx, &street, &post)?;
            let session = SessionId::new(account.uuid());
            access::store::insert_session(tx, session, digest, *account, now, now + Span::days(90))?;
        }
        Ok::<_, Refusal>(())
    })?;
    Ok(people.into_iter().map(|(account, secret, ..)| (account, secret)).collect())
}
