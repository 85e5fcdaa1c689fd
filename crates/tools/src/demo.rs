//! `weiguang demo`: creates the demonstration street in its own folder, prints the accounts, and serves it.

use anyhow::{Context as _, Result, bail};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use weiguang_demo::folder::{self, Holds};
use weiguang_demo::{Made, PASSWORD, build};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_server::outside::chance::Chance;
use weiguang_server::outside::clock::Clock;
use weiguang_server::outside::seal::Seal;
use weiguang_server::web::Refusal;
use weiguang_server::{App, Settings};
use weiguang_store::StoreError;
use weiguang_terminal::serve;

/// Options of the demonstration.
#[derive(clap::Args, Clone)]
pub struct Wishes {
    /// Serve it afterwards.
    #[arg(long)]
    serve: bool,
    /// Recreate it. Only a demonstration is ever removed.
    #[arg(long)]
    fresh: bool,
    /// End of the generated history, as 2026-11-23T16:00:00+08:00; default: the present hour.
    #[arg(long)]
    until: Option<Moment>,
    /// For end-to-end tests: each line on standard input advances the clock by that many seconds. Real installations
    /// have no such input.
    #[arg(long, hide = true, requires = "serve")]
    clock_by_lines: bool,
    #[command(flatten)]
    serving: serve::Args,
}

/// Creates it if missing, and serves it if requested.
pub fn run(mut settings: Settings, args: &Wishes) -> Result<ExitCode> {
    if !settings.store.url.is_empty() {
        bail!("a demonstration lives in its own folder; leave the store out and name a --folder");
    }
    // The default folder is for real data, so the demonstration uses another.
    if settings.folder == Settings::default().folder {
        settings.folder = "weiguang-demo".into();
    }
    settings.demo = true;
    let place = settings.folder.clone();
    match folder::look(&place)? {
        Holds::Nothing => make(&settings, args)?,
        Holds::Unfinished => {
            println!("{}: 上次没有做完，重新生成。 It was not made to its end, and is made anew.", place.display());
            clear(&settings)?;
            make(&settings, args)?;
        }
        Holds::Demonstration(_) if args.fresh => {
            clear(&settings)?;
            make(&settings, args)?;
        }
        Holds::Demonstration(moment) => {
            println!("{}: 已有示范街道，做到 {moment}。", place.display());
            println!("There is a demonstration already, made for {moment}; --fresh makes another.");
            println!("密码 Password  {}", PASSWORD);
        }
        Holds::Other(file) => {
            bail!("{} holds something that is not a demonstration's; nothing was changed", file.display())
        }
    }
    if args.serve && args.clock_by_lines {
        serve::run_by(&settings, &args.serving, Clock::ahead(), |app| {
            let app = app.clone();
            std::thread::spawn(move || follow(&app));
        })?;
    } else if args.serve {
        serve::run(&settings, &args.serving)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Advances the clock by each input, wakes the jobs, and prints the new time.
fn follow(app: &App) {
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let Ok(seconds) = line.trim().parse::<u32>() else {
            println!("clock: {line} is no number of seconds");
            continue;
        };
        app.clock().advance(Span::seconds(i64::from(seconds)));
        app.wake().all();
        println!("clock: {}", app.now());
    }
}

fn clear(settings: &Settings) -> Result<()> {
    let place = &settings.folder;
    // Never removed under a running server. A store that cannot be opened for another reason is removed.
    if place.join("weiguang.db").exists() {
        match weiguang_server::migrations::open_store(settings) {
            Err(Refusal::Store(error @ StoreError::Owned { .. })) => return Err(error.into()),
            Ok(db) => db.close(),
            Err(_) => {}
        }
    }
    match folder::clear(place)? {
        Ok(()) => Ok(()),
        Err(other) => bail!("{} is not a demonstration's; nothing was removed", other.display()),
    }
}

fn make(settings: &Settings, args: &Wishes) -> Result<()> {
    let place = &settings.folder;
    let hour = 3_600_000_000;
    let until = args.until.unwrap_or_else(|| Moment::from_micros(Clock::Machine.now().micros() / hour * hour));
    println!("正在生成示范街道…… Making the demonstration street up to {until} …");
    let begun = Instant::now();
    folder::begin(place).with_context(|| place.display().to_string())?;
    let seal = Seal::from_file(&settings.key_file(), &Chance::Machine)?;
    let db = weiguang_server::migrations::open_store(settings).context("the store could not be opened")?;
    let made = build(&db, seal, settings.clone(), until).context("the demonstration could not be made")?;
    db.close();
    folder::finish(place, &until.to_string())?;
    tell(&made, place, begun.elapsed().as_secs_f64());
    Ok(())
}

fn tell(made: &Made, place: &Path, seconds: f64) {
    let Made { micro_grids, rooms, accounts, cases, .. } = made;
    println!(
        "{micro_grids} 个微网格、{rooms} 户室、{accounts} 个账号、{cases} 件事项，用时 {seconds:.1} 秒，在 {}",
        place.display()
    );
    println!("{micro_grids} micro-grids, {rooms} rooms, {accounts} accounts, {cases} matters in {seconds:.1} s");
    println!("全部人、事、网格都是编的。 All people, matters and grids are made up.\n");
    for (login, name, post) in &made.logins {
        println!("  {login:<24}{name}  {post}");
    }
    println!("\n密码（所有账号） Password of every account  {}", PASSWORD);
}
