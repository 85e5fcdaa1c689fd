//! The roster: one row for a role of a person at a place. A person may be on several rows. Accounts are created without a password; who
//! receives one, and how, is decided where people are managed.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::{Role, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::text;
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_domain::people::Assignment;
use weiguang_store::Tx;

use super::login;
use super::post::Posts;
use super::report::{self, Field, Report, RowFault, Verdict, Warning};
use super::spot::{self, Spots};
use super::table::{Cells, Column, Table, column};
use super::{Rows, Setting};
use crate::app::UnitOfWork;
use crate::rooms::people::{self, roster};
use crate::web::Refusal;

pub(super) const COLUMNS: &[Column] = &[
    column("name", "姓名", &["人员", "人员姓名", "网格员姓名", "名字", "工作人员"], true).or_else(&[
        "网格员",
        "微网格员",
        "负责人",
        "联系人",
        "网格员名称",
    ]),
    column("login", "账号", &["登录名", "用户名", "帐号", "登录账号", "工号"], false).digits(),
    column(
        "phone",
        "手机",
        &[
            "手机号",
            "电话",
            "联系电话",
            "手机号码",
            "联系方式",
            "电话号码",
            "移动电话",
            "联系手机",
            "本人电话",
            "办公电话",
        ],
        false,
    )
    .personal()
    .digits()
    .several()
    .or_else(&["办公电话", "座机", "固定电话"]),
    column("role", "角色", &["职务", "岗位", "身份", "职责", "人员类别", "人员类型", "岗位名称"], true),
    spot::CODE,
    spot::GRID,
    spot::COMMUNITY,
    column("since", "起", &["起始日期", "开始日期", "任职日期", "起始", "任职时间", "到岗时间", "上岗时间"], false),
    column("until", "止", &["终止日期", "结束日期", "离任日期", "截止", "离任时间", "到期时间"], false),
];

/// A person in the file, as far as known.
#[derive(Clone, Debug)]
struct Person {
    id: Option<AccountId>,
    name: String,
    phone: String,
    row: u64,
}

enum Act {
    Account { login: String, name: String, phone: String },
    Phone(AccountId, String),
}

pub(super) struct Roster {
    setting: Setting,
    spots: Option<Spots>,
    people: HashMap<String, Person>,
    held: HashMap<(AccountId, Role, String), Vec<Assignment>>,
    posts: Posts,
    /// Rows of this file, by login, role and code.
    rows: HashMap<(String, Role, String), u64>,
    planned: Option<Planned>,
    /// The batch in which the posts of this file wait together for confirmation.
    batch: Option<Uuid>,
}

struct Planned {
    login: String,
    acts: Vec<Act>,
    role: Role,
    code: GridCode,
    days: (Day, Day),
    /// The assignment whose days change; `None` for a new one, `Some(None)` if it is unchanged.
    held: Option<Option<Assignment>>,
}

impl Roster {
    pub(super) fn new(setting: &Setting) -> Self {
        Self {
            setting: setting.clone(),
            spots: None,
            people: HashMap::new(),
            held: HashMap::new(),
            posts: Posts::new(setting.street),
            rows: HashMap::new(),
            planned: None,
            batch: None,
        }
    }

    fn give(&mut self, work: &mut UnitOfWork<'_, '_>, post: &Assignment) -> Result<(), Refusal> {
        let batch = *self.batch.get_or_insert_with(|| work.id());
        let permit = work.actor.may(Verb::PeopleManage, &post.code, false)?;
        people::give_post(work, permit, post, Some(batch)).map(drop)
    }

    /// Reads the account of a login, once.
    fn person(&mut self, tx: &mut Tx<'_>, login: &str) -> Result<Option<Person>, Refusal> {
        if let Some(person) = self.people.get(login) {
            return Ok(Some(person.clone()));
        }
        let Some(listed) = roster::by_login(tx, self.setting.app.seal(), login)? else { return Ok(None) };
        let person = Person { id: Some(listed.id), name: listed.name, phone: listed.phone, row: 0 };
        self.people.insert(login.to_owned(), person.clone());
        Ok(Some(person))
    }

    fn read(&self, cells: &Cells<'_>, report: &mut Report) -> Result<Row, Vec<RowFault>> {
        let mut faults = Vec::new();
        let name = cells.get("name").to_owned();
        if name.is_empty() {
            faults.push(report::missing(cells, "name", "姓名"));
        }
        faults.extend(report::too_long(cells, "name", 40));
        let phone = report::phone(cells).map_err(|f| faults.push(f)).ok().flatten();
        if phone.as_ref().is_some_and(|read| read.note.is_some()) {
            report.warn(report::beside_number(cells.number));
        }
        let phone = phone.map_or_else(String::new, |read| read.number);
        let second = cells.each("phone").filter_map(|(_, text)| phone::read(text).ok()?).any(|one| one.number != phone);
        if second {
            report.warn(report::second_phone(cells.number));
        }
        let login =
            if name.is_empty() { None } else { login::login(cells, &name, &phone).map_err(|f| faults.push(f)).ok() };
        let role = Role::from_word(cells.get("role"));
        if role.is_none() {
            let words = Role::ALL.iter().map(|r| r.chinese()).collect::<Vec<_>>().join("、");
            let keys = Role::ALL.iter().map(|r| r.key()).collect::<Vec<_>>().join(", ");
            faults.push(cells.fault(
                "role",
                "people.unknown-role",
                format!("应为 {words} 之一"),
                format!("one of {keys}"),
            ));
        }
        let column = if cells.given("grid").is_some() && cells.given("code").is_none() { "grid" } else { "code" };
        let code = match &self.spots {
            None => Err(report::missing(cells, "code", "网格编码")),
            Some(spots) => role.map_or_else(|| spots.code(cells), |role| self.posts.code(spots, cells, role)),
        };
        let code = code.map_err(|f| faults.push(f)).ok();
        if let (Some(role), Some(code)) = (role, code) {
            let territory = &self.setting.territory;
            if !role.fits(code.level()) {
                let levels = role.levels().iter().map(|l| format!("{}（{} 位）", l.chinese(), l.digits()));
                let levels = levels.collect::<Vec<_>>().join("、");
                let digits: Vec<String> = role.levels().iter().map(|l| l.digits().to_string()).collect();
                faults.push(cells.fault(
                    column,
                    "people.wrong-level",
                    format!("{}应任职于{levels}", role.chinese()),
                    format!("a {} is held at a code of {} digits", role.english().to_lowercase(), digits.join(" or ")),
                ));
            } else if !territory.knows(&code) && code != self.setting.street {
                faults.push(cells.fault(
                    column,
                    "grid.unknown-code",
                    format!("没有编码为 {code} 的网格或社区：请先导入，或核对编码"),
                    format!("there is no cell or community {code}: import it first, or check the code"),
                ));
            }
        }
        let mut day = |key| {
            report::day(cells, key).unwrap_or_else(|f| {
                faults.push(f);
                None
            })
        };
        let (since, until) = (day("since"), day("until"));
        if let (Some(since), Some(until)) = (since, until)
            && until < since
        {
            faults.push(cells.fault("until", "people.ends-early", "早于起始日期", "before the first day"));
        }
        match (login, role, code) {
            (Some((login, made)), Some(role), Some(code)) if faults.is_empty() => {
                Ok(Row { name, phone, login, made, role, code, since, until })
            }
            _ => Err(faults),
        }
    }
}

struct Row {
    name: String,
    phone: String,
    login: String,
    made: bool,
    role: Role,
    code: GridCode,
    since: Option<Day>,
    until: Option<Day>,
}

impl Rows for Roster {
    fn begin(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<(), Refusal> {
        table.each(|cells| {
            self.posts.see(cells);
            Ok(())
        })?;
        self.spots = Some(Spots::read(tx, self.setting.street)?);
        for assignment in roster::posts_of(tx, &self.setting.street)? {
            let key = (assignment.account, assignment.role, assignment.code.to_string());
            self.held.entry(key).or_default().push(assignment);
        }
        Ok(())
    }

    fn plan(&mut self, tx: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal> {
        self.planned = None;
        let row = match self.read(cells, report) {
            Ok(row) => row,
            Err(faults) => return Ok(Verdict::Refuse(faults)),
        };
        let (mut acts, mut fields) = (Vec::new(), Vec::new());
        let person = self.person(tx, &row.login)?;
        match &person {
            Some(person) if text::name(&person.name) != text::name(&row.name) => {
                let where_ = if person.row > 0 { format!("（第 {} 行）", person.row) } else { String::new() };
                return Ok(Verdict::Refuse(vec![cells.fault(
                    if row.made { "name" } else { "login" },
                    "people.login-taken",
                    format!("账号 {} 属于“{}”{where_}，请另填账号", row.login, person.name),
                    format!("the login {} belongs to {}; give another", row.login, person.name),
                )]));
            }
            Some(person) if !row.phone.is_empty() && person.phone != row.phone => {
                if person.row > 0 {
                    return Ok(Verdict::Refuse(vec![cells.fault(
                        "phone",
                        "imports.contradicts",
                        format!("与第 {} 行的手机不同", person.row),
                        format!("another phone than in row {}", person.row),
                    )]));
                }
                fields.extend(Field::differing("phone", &phone::mask(&person.phone), &phone::mask(&row.phone)));
                if let Some(id) = person.id {
                    acts.push(Act::Phone(id, row.phone.clone()));
                }
            }
            Some(_) => {}
            None => {
                fields.push(Field { name: "login".into(), before: String::new(), after: row.login.clone() });
                fields.push(Field { name: "name".into(), before: String::new(), after: row.name.clone() });
                if row.made {
                    report.warn(Warning::row(
                        cells.number,
                        "people.login-made",
                        format!("为“{}”生成账号 {}", row.name, row.login),
                        format!("the login {} was made for {}", row.login, row.name),
                    ));
                }
                let (login, name, phone) = (row.login.clone(), row.name.clone(), row.phone.clone());
                acts.push(Act::Account { login, name, phone });
            }
        }
        let code = row.code.to_string();
        let key = (row.login.clone(), row.role, code.clone());
        if let Some(first) = self.rows.get(&key) {
            return Ok(Verdict::Refuse(vec![cells.fault(
                "role",
                "imports.twice",
                format!("与第 {first} 行是同一人的同一任职"),
                format!("the same person at the same post as row {first}"),
            )]));
        }
        self.rows.insert(key, cells.number);
        let id = person.as_ref().and_then(|p| p.id);
        let held = id.and_then(|id| self.held.get(&(id, row.role, code.clone())));
        // Of several periods the roster means the latest.
        let held = held.and_then(|list| list.iter().max_by_key(|a| a.since)).cloned();
        let days = (
            row.since.or(held.as_ref().map(|a| a.since)).unwrap_or_else(|| self.setting.now.day()),
            row.until.or(held.as_ref().map(|a| a.until)).unwrap_or(FOREVER),
        );
        let post = format!("{} {} {code}", row.name, row.role.chinese());
        let held = match held {
            Some(a) if (a.since, a.until) == days => Some(None),
            Some(a) => {
                fields.extend(Field::differing("since", &a.since.to_string(), &days.0.to_string()));
                fields.extend(Field::differing("until", &a.until.to_string(), &days.1.to_string()));
                Some(Some(a))
            }
            None => {
                fields.push(Field { name: "role".into(), before: String::new(), after: row.role.key().into() });
                fields.push(Field { name: "code".into(), before: String::new(), after: code });
                None
            }
        };
        let mut known =
            person.unwrap_or(Person { id: None, name: row.name, phone: row.phone.clone(), row: cells.number });
        if !acts.is_empty() {
            (known.row, known.phone) = (cells.number, row.phone);
        }
        self.people.insert(row.login.clone(), known);
        if fields.is_empty() {
            return Ok(Verdict::Same);
        }
        let new = held.is_none();
        self.planned = Some(Planned { login: row.login, acts, role: row.role, code: row.code, days, held });
        Ok(if new { Verdict::Create(post, fields) } else { Verdict::Change(post, fields) })
    }

    fn write(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let Some(planned) = self.planned.take() else { return Ok(()) };
        let now = work.now;
        let permit = work.actor.may(Verb::PeopleManage, &work.tenant, false)?;
        for act in planned.acts {
            match act {
                Act::Account { login, name, phone } => {
                    let id = roster::add(work, permit, login.clone(), name, &phone)?;
                    if let Some(person) = self.people.get_mut(&login) {
                        person.id = Some(id);
                    }
                }
                Act::Phone(id, phone) => roster::set_phone(work, permit, id, &phone)?,
            }
        }
        let Some(account) = self.people.get(&planned.login).and_then(|p| p.id) else {
            return Err(Refusal::Internal("an account that was just made is gone".into()));
        };
        let (since, until) = planned.days;
        match planned.held {
            Some(None) => {}
            // A shorter period needs no second person; a longer one is granted like a new post, together with all of the file.
            Some(Some(held)) if since >= held.since && until <= held.until => {
                // Past days are not rewritten: who could confirm then must remain visible.
                let until = until.max(held.until.min(weiguang_domain::people::term::yesterday(now.day())));
                roster::shorten(work, permit, &held, &Assignment { since, until, ..held })?;
            }
            Some(Some(held)) => self.give(work, &Assignment { since, until, ..held })?,
            None => {
                let id: AssignmentId = work.id();
                self.give(work, &Assignment { id, account, role: planned.role, code: planned.code, since, until })?;
            }
        }
        Ok(())
    }
}
