//! Operating the store: migrate, backup, restore, export, load, doctor.

use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::manual::default_manual;
use weiguang_server::chain::checkpoint;
use weiguang_server::doctor::{Verdict, examine};
use weiguang_server::migrations::{connect, open_store};
use weiguang_server::outside::{chance::Chance, key_file};
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::rooms::manual;
use weiguang_server::rooms::outbox::hold::{self, HOLD};
use weiguang_server::walk;
use weiguang_server::{App, Settings, keys, leap};

/// Migrates the store.
pub fn migrate(settings: &Settings) -> Result<ExitCode> {
    std::fs::create_dir_all(&settings.folder)?;
    open_store(settings)?.close();
    println!("已是最新 / up to date: {}", settings.store_url());
    Ok(ExitCode::SUCCESS)
}

/// Creates new keys for an empty store, for `--new-keys`.
pub fn new_keys(settings: &Settings) -> Result<()> {
    settings.make_folder()?;
    let db = connect(settings)?;
    keys::renew(&db, &settings.key_file(), &Chance::Machine)?;
    db.close();
    println!("已新建密钥 / new keys were made: {}", settings.key_file().display());
    Ok(())
}

/// A backup while in use. On SQLite the server owns the file, so this process uses the backup API over its own
/// connection.
pub fn backup(settings: &Settings, file: &Path) -> Result<ExitCode> {
    let (store, keys) = (store_settings(settings), settings.key_file());
    // A backup that cannot be decrypted would be useless.
    weiguang_store::peek(&store, |tx| keys::check(tx, &keys))?;
    let bytes = weiguang_store::backup_file(&store, file).context("the backup could not be written")?;
    println!("已备份 / backed up: {} ({bytes} bytes)", file.display());
    println!(
        "密钥不在备份中，请另行保管 / the key file is not in it, keep it elsewhere: {}",
        settings.key_file().display()
    );
    Ok(ExitCode::SUCCESS)
}

fn store_settings(settings: &Settings) -> weiguang_store::Settings {
    weiguang_store::Settings { url: settings.store_url(), ..weiguang_store::Settings::default() }
}

/// Adds a key to the ring.
pub fn add_key(settings: &Settings) -> Result<ExitCode> {
    let (file, chance) = (settings.key_file(), Chance::Machine);
    let number = key_file::add(&file, &chance)?;
    println!(
        "已添加第 {number} 把密钥，下次启动起使用 / key {number} was added and seals from the next start: {}",
        file.display()
    );
    println!("请重新备份密钥文件 / keep a new copy of the key file elsewhere");
    Ok(ExitCode::SUCCESS)
}

/// Printed after a restore, because a copy must not send to real destinations.
const HELD: &str = "向其他系统的推送已暂停。确认这是正式环境后运行 weiguang resume-sending，或在“接收方”页面恢复\n\
     nothing is sent to other systems yet: once this is the real installation run `weiguang resume-sending`, or let it go on the page of destinations";

/// Replaces the store by a verified backup. Sending is paused in it.
pub fn restore(settings: &Settings, file: &Path) -> Result<ExitCode> {
    std::fs::create_dir_all(&settings.folder)?;
    let keys = settings.key_file();
    let bytes = weiguang_store::restore_file(file, &store_settings(settings), HOLD, |tx| keys::check(tx, &keys))
        .context("没有替换 / nothing was replaced")?;
    checkpoint::forget(settings)?;
    println!("已恢复 / restored: {bytes} bytes; 原文件保留为 *.before / the file before is kept as *.before");
    println!("{HELD}");
    Ok(ExitCode::SUCCESS)
}

/// All tables as lines of JSON.
pub fn export(settings: &Settings, file: &Path) -> Result<ExitCode> {
    let db = open_store(settings)?;
    let dump = db.export_file(file)?;
    println!("已导出 / exported: {} rows, sha256 {}", dump.rows, dump.sha256);
    db.close();
    Ok(ExitCode::SUCCESS)
}

/// Loads an export into an empty store. Sending is paused in it.
pub fn load(settings: &Settings, file: &Path) -> Result<ExitCode> {
    let db = open_store(settings)?;
    let dump = db.import(&mut BufReader::new(File::open(file)?)).context("nothing was loaded")?;
    db.write_blocking(|tx| tx.exec(HOLD, &[]))?;
    println!("已载入 / loaded: {} rows, sha256 {}", dump.rows, dump.sha256);
    println!("{HELD}");
    db.close();
    checkpoint::forget(settings)?;
    // The data is loaded; the error says which key file it needs.
    open_store(settings)?.close();
    Ok(ExitCode::SUCCESS)
}

/// Confirms the machine's clock after a leap.
pub fn confirm_clock(settings: &Settings) -> Result<ExitCode> {
    let app = App::open(settings.clone())?;
    let wall = app.clock().wall();
    let Some(street) = app.state::<Territory>().streets().first().copied() else {
        bail!("没有街道 / there is no street yet")
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let waited = runtime
        .block_on(app.transact(&Actor::system(), street, move |work| leap::confirm(work, wall)))
        .map_err(|refusal| weiguang_terminal::said(&refusal))?;
    let words = if waited {
        "已确认，暂停的操作下次启动后继续 / confirmed: what waited goes on"
    } else {
        "没有暂停的操作 / nothing waited"
    };
    println!("{wall}  {words}");
    app.db().clone().close();
    Ok(ExitCode::SUCCESS)
}

/// Resumes sending after a restore.
pub fn resume_sending(settings: &Settings) -> Result<ExitCode> {
    let app = App::open(settings.clone())?;
    let held = match app.state::<Territory>().streets().first().copied() {
        Some(street) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime
                .block_on(app.transact(&Actor::system(), street, hold::release))
                .map_err(|refusal| weiguang_terminal::said(&refusal))?
        }
        None => false,
    };
    println!("{}", if held { "已恢复推送 / messages are sent again" } else { "推送没有暂停 / sending was not held" });
    app.db().clone().close();
    Ok(ExitCode::SUCCESS)
}

/// Looks for damage; fails if there is any.
pub fn doctor(settings: &Settings, json: bool) -> Result<ExitCode> {
    let app = App::open(settings.clone())?;
    let found = examine(&app)?;
    if json {
        println!("{}", serde_json::to_string(&found)?);
    } else {
        for f in &found {
            let mark = match f.verdict {
                Verdict::Good => "✓",
                Verdict::Warning => "!",
                Verdict::Fault => "✗",
            };
            println!("{mark} {:<20} {} / {}", f.what, f.zh, f.en);
        }
    }
    Ok(if found.iter().any(|f| f.verdict == Verdict::Fault) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Prints the settings; fails while the manual has placeholders for numbers.
pub fn check_config(settings: &Settings) -> Result<ExitCode> {
    println!("{settings:#?}");
    let url = settings.store_url();
    let begun = url.strip_prefix("sqlite:").is_none_or(|file| Path::new(file).exists());
    let manual = if begun {
        let file = settings.key_file();
        weiguang_store::peek(&store_settings(settings), |tx| keys::check(tx, &file))?;
        let opened = weiguang_store::Db::open(&store_settings(settings));
        let db = opened.context("手册在库里，现在读不到 / the manual is in the store, which cannot be read now")?;
        let manual = db.read_blocking(manual::read)?;
        db.close();
        manual
    } else {
        default_manual().clone()
    };
    let open: Vec<_> = manual.open_calls().collect();
    for (kind, call) in &open {
        let (id, name) = (&kind.id, &kind.name.zh);
        println!("✗ {name}（{id}）：{} / {}: 电话待填 / a number is open", call.who.zh, call.who.en);
    }
    if open.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("请在“手册”里发布填好号码的新版本 / publish a new version with the number on the page \"Manual\"");
    Ok(ExitCode::FAILURE)
}

/// Verifies all chains, or that of one record.
pub fn verify(settings: &Settings, record: Option<&str>) -> Result<ExitCode> {
    let app = App::open(settings.clone())?;
    if let Some(id) = record {
        let id = Uuid::parse_str(id).context("not a record's id")?;
        let Some(chain) = walk::record(&app, id)? else { bail!("there is no such record") };
        let (zh, en) = (chain.subject.chinese, chain.subject.english);
        return Ok(match chain.end {
            Ok(entries) => {
                println!("✓ {zh} / {en} {id}: {entries} 个条目 / entries");
                ExitCode::SUCCESS
            }
            Err(fault) => {
                println!("✗ {zh} / {en} {id}: {} / {fault}", fault.chinese());
                ExitCode::FAILURE
            }
        });
    }
    let mut broken = 0;
    for street in app.state::<Territory>().streets() {
        for (subject, walked) in walk::street(&app, street)? {
            broken += walked.broken;
            let mark = if walked.broken == 0 { "✓" } else { "✗" };
            let (records, entries) = (walked.records, walked.entries);
            println!(
                "{mark} {street} {} / {}: {records} 条 / records, {entries} 个条目 / entries, 断链 / broken {}",
                subject.chinese, subject.english, walked.broken
            );
            for (id, fault) in &walked.named {
                println!("  ✗ {id}: {} / {fault}", fault.chinese());
            }
        }
    }
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
