//! `weiguang form`: publishes a form from an XLSForm without the server, or prints its faults.

use anyhow::{Context as _, Result};
use std::path::PathBuf;
use std::process::ExitCode;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::manual::kind::Words;
use weiguang_server::rooms::visits::{publish_form, read_workbook};
use weiguang_server::{App, Settings};
use weiguang_terminal::said;

/// Options.
#[derive(clap::Args, Clone)]
pub struct Args {
    /// An XLSForm: a workbook with the sheets `survey` and `choices`.
    pub file: PathBuf,
    /// Its id: small letters, digits and hyphens. One that is there gets its next version.
    #[arg(long)]
    pub id: String,
    /// Whose it is: the code of a street or community.
    #[arg(long)]
    pub code: String,
    /// Its title in Chinese; default: that of the sheet `settings`.
    #[arg(long)]
    pub title: Option<String>,
    /// Print what would be published, and store nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Publishes; the exit code is 1 if there are faults.
pub fn run(settings: &Settings, args: &Args) -> Result<ExitCode> {
    let bytes = std::fs::read(&args.file).with_context(|| args.file.display().to_string())?;
    let title = args.title.as_ref().map(|title| Words::new(title, title));
    let form = match read_workbook(&args.id, title, &bytes) {
        Ok(form) => form,
        Err(refusal) => {
            eprintln!("{}", said(&refusal));
            return Ok(ExitCode::FAILURE);
        }
    };
    println!("{} {}：{} 题 questions", form.id, form.title.zh, form.questions.len());
    if args.dry_run {
        return Ok(ExitCode::SUCCESS);
    }
    let code = GridCode::parse(&args.code).map_err(|e| anyhow::anyhow!("--code: {e}"))?;
    let street = code.street().context("--code: 应为街道或社区编码 a street's or community's code")?;
    let app = App::open(settings.clone()).map_err(|refusal| said(&refusal))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let published = runtime
        .block_on(app.transact(&Actor::system(), street, move |work| publish_form(work, form.clone(), code)))
        .map_err(|refusal| said(&refusal))?;
    app.db().clone().close();
    println!("已发布 published: {} v{}", published.id, published.version);
    Ok(ExitCode::SUCCESS)
}
