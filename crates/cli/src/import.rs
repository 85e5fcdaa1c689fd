//! `weiguang import`: imports a table without the server, with progress and a report.

use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use weiguang_domain::access::Actor;
use weiguang_server::rooms::imports::{Kind, Options, Progress, Report, look, prepare, run as take_in, set};
use weiguang_server::web::Refusal;
use weiguang_server::{App, Settings};
use weiguang_store::StoreError;
use weiguang_terminal::said;

/// Maximum faults, warnings and changes printed; the file of bad rows has more.
const PRINTED: usize = 20;

/// Options.
#[derive(clap::Args, Clone)]
pub struct Args {
    /// areas, grids, directory, roster, tickets or residents.
    #[arg(value_parser = kind)]
    pub kind: Kind,
    /// CSV (also in gzip), XLSX or GeoJSON.
    pub file: PathBuf,
    /// The street, by its 9 digits; needed where several are served.
    #[arg(long)]
    pub street: Option<String>,
    /// Print what would happen, and store nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// The datum of shapes: wgs84, cgcs2000 or gcj02.
    #[arg(long, default_value = "wgs84")]
    pub datum: String,
    /// Codes of streets served from now on (areas).
    #[arg(long, num_args = 1.., value_delimiter = ',')]
    pub serve: Vec<String>,
    /// Start of ticket deadlines: now (new to us) or received (when moving from another system).
    #[arg(long, default_value = "now")]
    pub as_of: String,
    /// Meaning of ticket numbers: lasting (unique for ever) or daily (unique per day).
    #[arg(long, default_value = "lasting")]
    pub numbers: String,
    /// Accept shapes far from the street: outside its province, or 20 km from its other shapes (grids).
    #[arg(long)]
    pub accept_far: bool,
    /// Import the good rows and leave out the bad ones; default: one bad row rejects the file.
    #[arg(long)]
    pub leave_bad: bool,
    /// Where to write the bad rows, for correction and another import.
    #[arg(long)]
    pub bad_rows: Option<PathBuf>,
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::from_key(text).ok_or_else(|| "areas, grids, directory, roster, tickets or residents".to_owned())
}

/// Imports; the exit code is 1 if rows were refused.
pub fn run(settings: &Settings, args: &Args) -> Result<ExitCode> {
    let mut options = Options::default();
    let serve = args.serve.join(",");
    let given = [
        ("street", args.street.as_deref().unwrap_or("")),
        ("datum", &args.datum),
        ("serve", &serve),
        ("as_of", &args.as_of),
        ("numbers", &args.numbers),
        ("far", if args.accept_far { "accept" } else { "" }),
        ("leave_bad", if args.leave_bad { "true" } else { "" }),
    ];
    for (name, text) in given {
        set(&mut options, name, text).map_err(|refusal| said(&refusal))?;
    }
    let file = File::open(&args.file).with_context(|| args.file.display().to_string())?;
    let app = App::open(settings.clone()).map_err(|refusal| match &refusal {
        Refusal::Store(owned @ StoreError::Owned { .. }) => anyhow::anyhow!(
            "数据库正由运行中的服务使用：请在网页上导入，或先停下服务。\n\
             The running server owns the store: import on its page, or stop it first. ({owned})"
        ),
        other => said(other),
    })?;
    let actor = Actor::system();
    eprint!("{} 读取 {} …", args.kind.chinese(), args.file.display());
    let job = prepare(&app, &actor, args.kind, options, file).map_err(|refusal| {
        eprintln!();
        said(&refusal)
    })?;
    eprintln!(" {} 行", job.rows());
    let job = Arc::new(job);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let outcome = runtime.block_on(async {
        let bar = tokio::spawn(draw(job.progress()));
        let outcome = if args.dry_run { look(&app, &job).await } else { take_in(&app, &job, None).await };
        bar.abort();
        clear();
        outcome
    });
    let (report, bad) = outcome.map_err(|refusal| said(&refusal))?;
    print(&report);
    if let Some(bad) = bad {
        match &args.bad_rows {
            Some(path) => {
                let path = path.with_extension(bad.form.extension());
                // It contains personal data from the file.
                weiguang_store::write_private(&path, &bad.bytes).with_context(|| path.display().to_string())?;
                println!("有误的行已写入 {}，改好后再导入", path.display());
            }
            None => println!("用 --bad-rows 文件名 可把有误的行另存，改好后再导入"),
        }
    }
    app.db().clone().close();
    Ok(if report.refused > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Prints progress ten times a second, on a terminal only.
async fn draw(progress: Arc<Progress>) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    const WIDTH: u64 = 30;
    loop {
        let (phase, done, total) = progress.get();
        let part = (done * WIDTH).checked_div(total).unwrap_or(0);
        let bar: String = (0..WIDTH).map(|n| if n < part { '█' } else { '░' }).collect();
        eprint!("\r{} {bar} {done}/{total} 行", phase.chinese());
        let _ = std::io::stderr().flush();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn clear() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\u{1B}[K");
    }
}

fn print(report: &Report) {
    let outcome = match (report.dry_run, report.written) {
        (true, _) => "试运行，没有写入",
        (false, true) => "已写入",
        (false, false) => "有误，整个文件都没有写入",
    };
    println!(
        "{outcome}：共 {} 行，新建 {}，更改 {}，不变 {}，有误 {}",
        report.rows, report.created, report.changed, report.same, report.refused
    );
    if let Some(placing) = &report.placing {
        let all = (placing.sure + placing.unsure + placing.nothing).max(1);
        let share = |n: u64| format!("{n}（{}%）", n * 100 / all);
        println!(
            "地点：确定 {}，待定 {}，未知 {}；待定和未知的进入街道“待定位”队列。未能归类 {}",
            share(placing.sure),
            share(placing.unsure),
            share(placing.nothing),
            placing.other_kind
        );
        for example in &placing.examples {
            let why = example.placing.evidence.iter().map(|e| e.zh.as_str()).collect::<Vec<_>>().join("；");
            let outcome = match example.placing.outcome.as_str() {
                "sure" => "确定",
                "unsure" => "待定",
                _ => "未知",
            };
            let place = example.placing.words.as_deref().unwrap_or("");
            println!("  [{outcome}] 第 {} 行 {} {}{place}：{why}", example.row, example.external, example.title);
        }
    }
    for change in report.changes.iter().take(PRINTED) {
        let fields = change.fields.iter().map(|f| match f.before.as_str() {
            "" => format!("{}={}", f.name, f.after),
            before => format!("{}：{before}→{}", f.name, f.after),
        });
        let what = if change.what == "create" { "新建" } else { "更改" };
        println!("  {what} 第 {} 行 {} {}", change.row, change.key, fields.collect::<Vec<_>>().join("，"));
    }
    for warning in report.warnings.iter().take(PRINTED) {
        let row = warning.row.map_or_else(String::new, |row| format!("第 {row} 行 "));
        println!("  注意 {row}{} / {}", warning.zh, warning.en);
    }
    for fault in report.errors.iter().take(PRINTED) {
        println!(
            "  错误 {} “{}” 列“{}”：{} / {} [{}]",
            fault.cell, fault.value, fault.column, fault.zh, fault.en, fault.code
        );
    }
    let rest = |zh: &str, all: u64| {
        if let Some(more) = all.checked_sub(PRINTED as u64).filter(|n| *n > 0) {
            println!("  …还有 {more} 条{zh}");
        }
    };
    rest("变化", report.created + report.changed);
    rest("注意", report.warnings_total);
    rest("错误", report.errors_total);
}
