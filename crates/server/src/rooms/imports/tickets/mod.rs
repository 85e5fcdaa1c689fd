//! Tickets exported from another system, such as a hotline. Their number is used here, too: a ticket is imported once, however often it is
//! in a file, and another matter under a used number is reported. Kind and place are derived from the text; an uncertain one goes to the
//! street's queue of unplaced matters.
//!
//! A table may have the tickets of a city's year, so it is imported in steps that occupy the store's one writer only briefly. [`survey`]
//! reads the rows, finds their places and stages the new ones, some dozens in a row of the store; nobody sees them. [`publish`] then
//! decides in one short transaction, and from there on the import always completes, after a crash at the next start.

mod place;
pub mod publish;
mod row;
pub mod survey;

use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb, Via};

use super::bad_rows::BadFile;
use super::door;
use super::job::{Job, cancelled, told};
use super::report::Report;
use super::runs::{self, NewRun};
use super::table::{Column, column};
use super::turns::Phase;
use super::{Kind, staging};
use crate::App;
use crate::web::Refusal;

pub(super) const COLUMNS: &[Column] = &[
    column(
        "id",
        "编号",
        &[
            "工单号",
            "工单编号",
            "留言编号",
            "受理编号",
            "诉求编号",
            "事件编号",
            "件号",
            "流水号",
            "来电编号",
            "受理单号",
            "external",
        ],
        true,
    )
    .digits(),
    column(
        "user",
        "用户",
        &[
            "留言用户",
            "姓名",
            "反映人",
            "诉求人",
            "来电人",
            "来电人姓名",
            "反映人姓名",
            "诉求人姓名",
            "联系人",
            "市民姓名",
        ],
        false,
    )
    .personal(),
    column(
        "phone",
        "电话",
        &[
            "手机",
            "联系电话",
            "手机号",
            "来电号码",
            "来电电话",
            "联系方式",
            "手机号码",
            "联系号码",
            "反映人电话",
            "诉求人电话",
            "回访电话",
        ],
        false,
    )
    .personal()
    .digits()
    .several(),
    column("subject", "主题", &["留言主题", "标题", "title", "工单标题", "诉求标题", "事项名称", "工单主题"], false)
        .personal(),
    column(
        "time",
        "时间",
        &["留言时间", "受理时间", "反映时间", "来电时间", "received", "登记时间", "创建时间", "诉求时间", "派单时间"],
        false,
    ),
    column(
        "detail",
        "详情",
        &[
            "留言详情",
            "内容",
            "诉求内容",
            "问题描述",
            "工单内容",
            "反映内容",
            "事件描述",
            "具体内容",
            "来电内容",
            "主要内容",
        ],
        false,
    )
    .personal(),
    column(
        "label",
        "分类",
        &["一级标签", "标签", "类别", "一级分类", "诉求分类", "工单分类", "事项类别", "问题类型", "诉求类型"],
        false,
    ),
    column(
        "address",
        "地址",
        &[
            "发生地址",
            "事发地址",
            "地点",
            "详细地址",
            "事发地点",
            "发生地点",
            "诉求地址",
            "问题地点",
            "事件地址",
            "事件地点",
            "反映地点",
        ],
        false,
    )
    .personal(),
    door::QUARTER,
    door::BUILDING,
    door::UNIT,
    door::FLOOR,
    door::ROOM.personal(),
    column("urgent", "紧急", &["是否紧急", "紧急程度", "urgent"], false),
];

/// Dry run: reports what a table would change, and stores nothing.
///
/// # Errors
/// The store's errors; that it was cancelled.
pub async fn look(job: &Arc<Job>) -> Result<(Report, Option<BadFile>), Refusal> {
    surveyed(job, None).await
}

async fn surveyed(job: &Arc<Job>, stage: Option<Uuid>) -> Result<(Report, Option<BadFile>), Refusal> {
    let job = job.clone();
    tokio::task::spawn_blocking(move || survey::survey(&job, stage))
        .await
        .map_err(|e| Refusal::Internal(e.to_string()))?
}

/// Imports a table, completely or not at all; `id` names its row of `imports`.
///
/// # Errors
/// The store's errors; that it was cancelled.
pub async fn run(app: &App, job: &Arc<Job>, id: Uuid) -> Result<(Report, Option<BadFile>), Refusal> {
    let (report, bad) = surveyed(job, Some(id)).await?;
    if (report.refused > 0 && !job.setting.options.leave_bad) || !report.moves() {
        return Ok((Report { written: report.refused == 0, ..report }, bad));
    }
    decide(app, job, id, report, bad).await
}

/// Stores the row of `imports` for a table from the command line.
pub async fn begin(app: &App, job: &Job) -> Result<Uuid, Refusal> {
    let (id, street, now) = (app.id::<Uuid>(), job.street(), app.now());
    let run = NewRun {
        id,
        kind: Kind::Tickets.key(),
        file: job.file_name(now.day()),
        total: job.rows(),
        by: job.setting.actor.account,
        at: now,
    };
    app.transact(&job.setting.actor, street, move |work| Ok(runs::insert(work.tx, &street, &run)?)).await?;
    Ok(id)
}

/// Decides, in one transaction, that everything staged is imported; a short table is imported within it.
pub async fn decide(
    app: &App,
    job: &Job,
    id: Uuid,
    report: Report,
    bad: Option<BadFile>,
) -> Result<(Report, Option<BadFile>), Refusal> {
    let (street, rows) = (job.street(), report.created);
    job.progress().begin(Phase::Writing, rows);
    let at_once = if rows <= publish::AT_ONCE {
        app.read(move |tx| Ok(staging::next::<Vec<publish::Waiting>>(tx, &street, id, -1, i64::MAX)?)).await?
    } else {
        Vec::new()
    };
    // The permission at the time of the upload applies until the last row.
    let by = Actor { via: Via::System, ..job.setting.actor.clone() };
    let kept = Report { written: true, ..told(&report, id, bad.as_ref()) };
    let bad_kept = bad.clone();
    let done = app.transact(&by, street, move |work| {
        if !runs::decide(work.tx, &street, id, &kept, bad_kept.as_ref())? {
            return Err(cancelled());
        }
        let told_of = serde_json::json!({
            "kind": kept.kind, "rows": kept.rows, "created": kept.created, "changed": kept.changed, "refused": kept.refused,
        });
        let permit = Permit::system(work.actor, Verb::ImportsRun)?;
        work.append_to(permit, id, "imports.written", told_of.to_string())?;
        for (seq, waiting) in &at_once {
            publish::pack(work, id, *seq, waiting)?;
        }
        if !at_once.is_empty() {
            runs::done(work.tx, &street, id)?;
        }
        Ok(())
    });
    done.await?;
    if rows > publish::AT_ONCE {
        publish::all(app, street, id, &by, &job.progress()).await?;
    } else {
        job.progress().add(rows);
    }
    let run = app.read(move |tx| Ok(runs::read(tx, &street, id)?)).await?;
    Ok((run.and_then(|run| run.report).unwrap_or_default(), bad))
}
