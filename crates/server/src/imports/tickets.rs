//! Tickets of another system, as a hotline exports them. The number there is the number here: a ticket comes in once, however often
//! the file does. Kind and place are looked for in the words; what is not sure goes to the street's queue of unplaced matters.

use std::collections::HashMap;
use weiguang_domain::cases::Placed;
use weiguang_domain::cases::danger::rings;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::{Candidate, Evidence, Outcome};
use weiguang_domain::kernel::ids::CaseId;
use weiguang_domain::kernel::mask;
use weiguang_domain::kernel::text::fold;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::manual::suggest;
use weiguang_store::Tx;

use super::report::{self, EXAMPLES, Example, Field, Report, RowFault, Verdict, Warning};
use super::table::{Cells, Column, Table, column};
use super::{AsOf, Rows, Setting};
use crate::app::Work;
use crate::rooms::cases::danger::noticed;
use crate::rooms::cases::intake::{ADDRESS_LIMIT, DETAIL_LIMIT, TITLE_LIMIT};
use crate::rooms::cases::ops::{self, Submit};
use crate::rooms::cases::record::Reporter;
use crate::rooms::cases::search::blind;
use crate::rooms::cases::store as cases;
use crate::rooms::cases::view::{Around, Bilingual, PlacingView};
use crate::web::Refusal;

pub(super) const COLUMNS: &[Column] = &[
    column("id", "编号", &["工单号", "工单编号", "留言编号", "受理编号", "external"], true),
    column("user", "用户", &["留言用户", "姓名", "反映人", "诉求人"], false).personal(),
    column("phone", "电话", &["手机", "联系电话", "手机号"], false).personal(),
    column("subject", "主题", &["留言主题", "标题", "title"], false).personal(),
    column("time", "时间", &["留言时间", "受理时间", "反映时间", "来电时间", "received"], false),
    column("detail", "详情", &["留言详情", "内容", "诉求内容", "问题描述"], false).personal(),
    column("label", "分类", &["一级标签", "标签", "类别", "一级分类", "诉求分类"], false),
    column("address", "地址", &["发生地址", "事发地址", "地点"], false).personal(),
    column("urgent", "紧急", &["是否紧急", "紧急程度", "urgent"], false),
];

/// How much of a long story is looked through for its place: it stands at the beginning or nowhere.
const LOOKED_THROUGH: usize = 300;

pub(super) struct Tickets {
    setting: Setting,
    seen: HashMap<String, (u64, String)>,
    planned: Option<Submit>,
}

/// Works out kind, place and search words of every ticket before any transaction begins.
///
/// # Errors
/// If the temporary file cannot be written.
pub(super) fn placed(setting: &Setting, table: Table) -> Result<Table, Refusal> {
    let (app, manual) = (&setting.app, setting.app.manual());
    table.extended(|cells| {
        let (subject, detail, label) = (cells.get("subject"), cells.get("detail"), cells.get("label"));
        let by_words = |text: &str| suggest(&manual, text).into_iter().next().map(|s| s.kind.as_str().to_owned());
        let kind = by_words(subject).or_else(|| by_words(detail)).or_else(|| by_words(label));
        let kind = kind.unwrap_or_else(|| "other".to_owned());
        let (place, original) = (look(setting, cells), original(cells));
        let mut view = place.view;
        view.evidence.push(original);
        let evidence = serde_json::to_string(&view).map_err(|e| Refusal::Internal(e.to_string()))?;
        let words = app.tokenizer().terms(&format!("{subject} {} {detail}", cells.get("address")));
        let terms: Vec<String> = blind(app.seal(), &place.code.street().unwrap_or(place.code), &words)
            .iter()
            .map(ToString::to_string)
            .collect();
        Ok(vec![place.code.to_string(), place.placed.key().to_owned(), evidence, kind, terms.join(" ")])
    })
}

/// Where a ticket was found to belong.
struct Found {
    code: GridCode,
    placed: Placed,
    view: PlacingView,
}

impl Found {
    /// How much is known of the place.
    fn rank(&self) -> u8 {
        match self.placed {
            Placed::Sure => 3,
            Placed::Unsure if !self.view.candidates.is_empty() => 2,
            Placed::Unsure => 1,
            Placed::Nothing => 0,
        }
    }
}

/// Finds words in the directory. What is not sure stays at the street, with its candidates: thousands of old tickets must not be
/// handed to members of micro-grids on a guess.
///
/// `story` says that the words are no address but a tale; there a name that is only near (139路 for a 第13花园) proves nothing, so
/// that it must stand in the words as the directory has it.
fn find(setting: &Setting, words: &str, story: bool) -> Found {
    let (ground, manual, names) = (&setting.ground, setting.app.manual(), HashMap::new());
    let around = Around { ground, manual: &manual, names: &names, now: setting.now };
    let mut placing = ground.place(&setting.street, words, None);
    let named = placing.evidence.iter().any(|e| matches!(e, Evidence::NameSame { .. } | Evidence::NameAlias { .. }));
    if let Outcome::Sure { code, entry } = placing.outcome.clone()
        && story
        && !named
    {
        let candidate = Candidate { code, entry, words: code.words(), confidence: placing.confidence.min(0.5) };
        placing.confidence = candidate.confidence;
        placing.outcome = Outcome::Unsure { candidates: vec![candidate] };
    }
    let (code, placed) = match &placing.outcome {
        Outcome::Sure { code, .. } => (*code, Placed::Sure),
        Outcome::Unsure { .. } => (setting.street, Placed::Unsure),
        Outcome::Nothing => (setting.street, Placed::Nothing),
    };
    Found { code, placed, view: around.placing(&placing) }
}

/// Looks for the place: in the address if there is one, else in the subject, else in the beginning of the story.
fn look(setting: &Setting, cells: &Cells<'_>) -> Found {
    if let Some(address) = cells.given("address") {
        return find(setting, address, false);
    }
    let subject = cells.get("subject");
    let first = find(setting, subject, true);
    let story: String = cells.get("detail").chars().take(LOOKED_THROUGH).collect();
    if first.placed == Placed::Sure || story.is_empty() {
        return first;
    }
    let second = find(setting, &format!("{subject} {story}"), true);
    if second.rank() > first.rank() { second } else { first }
}

/// Whether the table says that it is urgent. The kind can only add to it.
fn urgent(cells: &Cells<'_>) -> bool {
    matches!(
        fold(cells.get("urgent")).as_str(),
        "是" | "急" | "紧急" | "特急" | "加急" | "urgent" | "yes" | "true" | "1"
    )
}

fn original(cells: &Cells<'_>) -> Bilingual {
    let (id, time) = (cells.get("id"), cells.get("time"));
    let (zh, en) = if time.is_empty() { ("未注明", "not told") } else { (time, time) };
    Bilingual::new(format!("原系统工单 {id}，受理时间 {zh}"), format!("ticket {id} of another system, received {en}"))
}

fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    text.chars().take(limit - 1).chain(['…']).collect()
}

struct Row {
    external: String,
    title: String,
    detail: String,
    received: Option<Moment>,
    phone: String,
}

impl Tickets {
    pub(super) fn new(setting: &Setting) -> Self {
        Self { setting: setting.clone(), seen: HashMap::new(), planned: None }
    }

    fn read(&self, cells: &Cells<'_>, report: &mut Report) -> Result<Row, Vec<RowFault>> {
        let mut faults = Vec::new();
        let external = cells.get("id").to_owned();
        if external.is_empty() {
            faults.push(report::missing(cells, "id", "编号"));
        }
        faults.extend(report::too_long(cells, "id", 64));
        faults.extend(report::too_long(cells, "address", ADDRESS_LIMIT));
        let (subject, story) = (cells.get("subject"), cells.get("detail"));
        if subject.is_empty() && story.is_empty() {
            faults.push(report::missing(cells, "subject", "主题"));
        }
        let received = cells.given("time").map(|text| {
            let at = report::moment_parts(text).map(Moment::from_civil).ok_or_else(|| {
                cells.fault(
                    "time",
                    "imports.bad-time",
                    "不是时间：应如 2019/11/10 18:59:24（北京时间）",
                    "not a time: write it as 2019/11/10 18:59:24 (Beijing time)",
                )
            })?;
            if at > self.setting.now {
                return Err(cells.fault("time", "imports.in-the-future", "受理时间在将来", "received in the future"));
            }
            Ok(at)
        });
        let received = received.transpose().unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        if received.is_none() && cells.given("time").is_none() && self.setting.options.as_of == AsOf::Received {
            faults.push(report::missing(cells, "time", "时间"));
        }
        // A matter is not left out because of its caller's number: a number that cannot be dialled is told and not stored.
        let phone = match report::phone(cells) {
            Ok(read) => {
                if read.as_ref().is_some_and(|one| one.note.is_some()) {
                    report.warn(report::beside_number(cells.number));
                }
                read.map_or_else(String::new, |one| one.number)
            }
            Err(f) => {
                let (zh, en) = (format!("电话没有写入：{}", f.zh), format!("the phone was not taken: {}", f.en));
                report.warn(Warning::row(cells.number, "kernel.phone", zh, en));
                String::new()
            }
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let title = cut(if subject.is_empty() { story } else { subject }, TITLE_LIMIT);
        let whole =
            if title == subject || subject.is_empty() { story.to_owned() } else { format!("{subject}\n{story}") };
        let detail = cut(&whole, DETAIL_LIMIT);
        if detail != whole {
            report.warn(Warning::row(
                cells.number,
                "imports.cut",
                format!("详情超过 {DETAIL_LIMIT} 字，只保留前面部分"),
                format!("the story has more than {DETAIL_LIMIT} characters and was cut"),
            ));
        }
        Ok(Row { external, title, detail, received, phone })
    }
}

fn count(report: &mut Report, row: u64, submit: &Submit, view: &PlacingView) {
    let placing = report.placing.get_or_insert_default();
    let seen = match submit.placed {
        Placed::Sure => &mut placing.sure,
        Placed::Unsure => &mut placing.unsure,
        Placed::Nothing => &mut placing.nothing,
    };
    *seen += 1;
    if *seen <= EXAMPLES as u64 {
        placing.examples.push(Example {
            row,
            external: submit.external.clone(),
            title: mask::numbers(&submit.title),
            placing: view.clone(),
        });
    }
    placing.other_kind += u64::from(submit.kind == "other");
    report.unsure = Some(placing.unsure + placing.nothing);
}

/// What is said of a row in whose words there is danger: that it rings, or that it is too old to.
fn danger_note(row: u64, submit: &Submit, now: Moment) -> Option<Warning> {
    let found = noticed(&submit.title, &submit.detail);
    let words = found.first()?.because.join("、");
    let (code, zh, en) = if rings(submit.told.unwrap_or(now), now) {
        let zh = format!("描述中有险情（{words}）：将按紧急事项办理，并通知网格长和街道");
        ("imports.danger", zh, format!("its words show danger ({words}): urgent, grid leader and street are notified"))
    } else {
        let zh = format!("描述中有险情（{words}），但已过一天：按历史工单导入，不通知");
        (
            "imports.danger-past",
            zh,
            format!("its words show danger ({words}) but are older than a day: nobody is notified"),
        )
    };
    Some(Warning::row(row, code, zh, en))
}

impl Rows for Tickets {
    fn begin(&mut self, _: &mut Tx<'_>, _: &Table) -> Result<(), Refusal> {
        Ok(())
    }

    fn plan(&mut self, tx: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal> {
        self.planned = None;
        let row = match self.read(cells, report) {
            Ok(row) => row,
            Err(faults) => return Ok(Verdict::Refuse(faults)),
        };
        if let Some((first, title)) = self.seen.get(&row.external) {
            if *title == row.title {
                return Ok(Verdict::Same);
            }
            return Ok(Verdict::Refuse(vec![cells.fault(
                "id",
                "imports.contradicts",
                format!("与第 {first} 行编号相同而内容不同"),
                format!("the same number as row {first} with another content"),
            )]));
        }
        self.seen.insert(row.external.clone(), (cells.number, row.title.clone()));
        if cases::read_external(tx, &self.setting.street, &row.external)?.is_some() {
            return Ok(Verdict::Same);
        }
        let internal = |e: &dyn std::fmt::Display| Refusal::Internal(e.to_string());
        let code = GridCode::parse(cells.made(0)).map_err(|e| internal(&e))?;
        let placed = Placed::from_key(cells.made(1)).ok_or_else(|| internal(&"unknown outcome"))?;
        let view: PlacingView = serde_json::from_str(cells.made(2)).map_err(|e| internal(&e))?;
        let submit = Submit {
            id: self.setting.app.id::<CaseId>(),
            kind: cells.made(3).to_owned(),
            title: row.title,
            detail: row.detail,
            address: cells.get("address").to_owned(),
            point: None,
            code,
            placed,
            evidence: cells.made(2).to_owned(),
            source: "import".to_owned(),
            urgent: urgent(cells),
            reporter: Reporter {
                name: cells.get("user").chars().take(40).collect(),
                phone: row.phone,
                wants_call: false,
            },
            terms: cells.made(4).split(' ').filter_map(|t| t.parse().ok()).collect(),
            external: row.external,
            photos: Vec::new(),
            told: row.received,
            received: row.received.filter(|_| self.setting.options.as_of == AsOf::Received),
            made_up: self.setting.ground.made_up(&self.setting.street),
        };
        count(report, cells.number, &submit, &view);
        if let Some(note) = danger_note(cells.number, &submit, self.setting.now) {
            report.warn(note);
        }
        let field = |name: &str, after: &str| Field { name: name.into(), before: String::new(), after: after.into() };
        let fields = vec![field("kind", &submit.kind), field("placing", placed.key()), field("code", cells.made(0))];
        let key = format!("{} {}", submit.external, submit.title);
        self.planned = Some(submit);
        Ok(Verdict::Create(key, fields))
    }

    fn write(&mut self, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        if let Some(submit) = self.planned.take() {
            ops::submit(work, &submit)?;
        }
        Ok(())
    }
}
