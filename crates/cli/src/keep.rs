//! Keeping the store: migrate, backup, restore, moving between engines, and looking for damage.

use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;
use uuid::Uuid;
use weiguang_server::app::open_store;
use weiguang_server::doctor::{Verdict, examine};
use weiguang_server::events::chain;
use weiguang_server::outside::{chance::Chance, key_file};
use weiguang_server::rooms::cases;
use weiguang_server::web::Refusal;
use weiguang_server::{App, Settings};

/// Brings the store to the newest migration.
pub fn migrate(settings: &Settings) -> Result<ExitCode> {
    std::fs::create_dir_all(&settings.folder)?;
    open_store(settings)?.close();
    println!("已是最新 / up to date: {}", settings.store_url());
    Ok(ExitCode::SUCCESS)
}

/// A whole copy while in use. On SQLite the serving process owns the file, so a second process asks the engine's backup through
/// a connection of its own.
pub fn backup(settings: &Settings, file: &Path) -> Result<ExitCode> {
    let bytes =
        weiguang_store::backup_file(&store_settings(settings), file).context("the backup could not be written")?;
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

/// Puts a checked backup in place of the store.
pub fn restore(settings: &Settings, file: &Path) -> Result<ExitCode> {
    std::fs::create_dir_all(&settings.folder)?;
    let bytes = weiguang_store::restore_file(file, &store_settings(settings)).context("nothing was replaced")?;
    println!("已恢复 / restored: {bytes} bytes; 原文件保留为 *.before / the file before is kept as *.before");
    Ok(ExitCode::SUCCESS)
}

/// All tables as lines of JSON.
pub fn export(settings: &Settings, file: &Path) -> Result<ExitCode> {
    let db = open_store(settings)?;
    let mut out = BufWriter::new(File::create(file)?);
    let dump = db.export(&mut out)?;
    out.flush()?;
    out.into_inner()?.sync_all()?;
    println!("已导出 / exported: {} rows, sha256 {}", dump.rows, dump.sha256);
    db.close();
    Ok(ExitCode::SUCCESS)
}

/// What `export` wrote, into an empty store.
pub fn load(settings: &Settings, file: &Path) -> Result<ExitCode> {
    let db = open_store(settings)?;
    let dump = db.import(&mut BufReader::new(File::open(file)?)).context("nothing was loaded")?;
    println!("已载入 / loaded: {} rows, sha256 {}", dump.rows, dump.sha256);
    db.close();
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

/// Verifies chains; fails if one does not hold.
pub fn verify(settings: &Settings, case: Option<&str>) -> Result<ExitCode> {
    let app = App::open(settings.clone())?;
    let one = case.map(Uuid::parse_str).transpose().context("not a case's id")?;
    let (mut checked, mut broken) = (0_u64, 0_u64);
    for street in app.ground().streets() {
        let mut after = Uuid::nil();
        loop {
            let heads = app.db().read_blocking(move |tx| {
                let mut heads = cases::all_streams(tx, &street, after, 1_000)?;
                let last = heads.last().map(|(id, _)| *id);
                heads.retain(|(id, _)| one.is_none_or(|wanted| wanted == *id));
                let mut results = Vec::new();
                for (id, head) in heads {
                    results.push((id, chain::check(tx, street.as_str(), id, Some(head))?));
                }
                Ok::<_, Refusal>((last, results))
            })?;
            let (Some(last), results) = heads else { break };
            after = last;
            for (id, result) in results {
                checked += 1;
                if let Err(why) = result {
                    broken += 1;
                    println!("✗ {id}: {why:?}");
                }
            }
        }
    }
    if one.is_some() && checked == 0 {
        bail!("there is no such case");
    }
    println!("校验 / verified: {checked}，断链 / broken: {broken}");
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
