//! Serving, for `weiguang serve` and `weiguang demo --serve`.

use anyhow::{Context as _, Result};
use std::io::Write as _;
use std::net::SocketAddr;
use tracing_subscriber::EnvFilter;
use weiguang_server::outside::clock::Clock;
use weiguang_server::{App, Settings, serve, setup};

/// Options.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Args {
    /// Address to listen on, instead of the settings'.
    #[arg(long, env = "WEIGUANG_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Write logs as lines of JSON.
    #[arg(long)]
    pub json_logs: bool,
}

/// Starts logging. Logs contain routes, codes and counts, never personal data.
fn log(json: bool) {
    let filter = EnvFilter::try_from_env("WEIGUANG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process uses the first logger.
    let _ = if json { builder.json().try_init() } else { builder.compact().try_init() };
}

/// Serves until asked to stop.
///
/// # Errors
/// If the store cannot be opened or the address is in use.
pub fn run(settings: &Settings, args: &Args) -> Result<()> {
    run_by(settings, args, Clock::Machine, |_| {})
}

/// Serves with a given clock; calls `opened` with the application before serving.
///
/// # Errors
/// As [`run`].
pub fn run_by(settings: &Settings, args: &Args, clock: Clock, opened: impl FnOnce(&App)) -> Result<()> {
    log(args.json_logs);
    let mut settings = settings.clone();
    if let Some(listen) = args.listen {
        settings.http.listen = listen;
    }
    let app = App::open_by(settings, clock).context("the store could not be opened")?;
    opened(&app);
    let start = setup::start(&app, false).map_err(|refusal| crate::said(&refusal))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve::serve(
        app,
        |address| {
            // The parent may have closed the pipe; that is no reason to stop.
            let mut out = std::io::stdout();
            let _ = writeln!(out, "微光 Weiguang  http://{address}/");
            let _ = writeln!(out, "居民 Residents  http://{address}/r/");
            let _ = writeln!(out, "接口 API        http://{address}/api/docs");
            let _ = write!(out, "{}", crate::entry::told(&start, &address.to_string()));
        },
        serve::asked_to_stop(),
    ))?;
    Ok(())
}
