//! `weiguang setup`: access to a new installation by a one-time link or interactively.

use anyhow::{Result, bail};
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::ExitCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::people::setup::{TypedStreet, street};
use weiguang_server::setup::{First, Issued, Plan, begin_from_terminal, invite_from_terminal, is_begun, start};
use weiguang_server::web::Refusal;
use weiguang_server::{App, Settings};
use weiguang_store::StoreError;
use weiguang_terminal::entry::told;
use weiguang_terminal::said;

/// Options.
#[derive(clap::Args, Clone, Default)]
pub struct Args {
    /// Ask for street and administrator here instead of printing a link.
    #[arg(long)]
    pub ask: bool,
    /// Print an invitation for this login at once, for somebody who forgot a password where nobody else can confirm
    /// one.
    #[arg(long, value_name = "LOGIN")]
    pub invite: Option<String>,
}

fn open(settings: &Settings) -> Result<App> {
    App::open(settings.clone()).map_err(|refusal| match &refusal {
        Refusal::Store(owned @ StoreError::Owned { .. }) => anyhow::anyhow!(
            "数据库正由运行中的服务使用：请先停下服务，运行 weiguang setup 后再启动。\n\
             The running server owns the store: stop it, run `weiguang setup`, and start it again. ({owned})"
        ),
        other => said(other),
    })
}

/// Prints a new link, or sets up interactively; the exit code is 1 if there is an administrator already.
pub fn run(settings: &Settings, args: &Args) -> Result<ExitCode> {
    let app = open(settings)?;
    if let Some(login) = &args.invite {
        invite(settings, &app, login)?;
        app.db().clone().close();
        return Ok(ExitCode::SUCCESS);
    }
    if is_begun(&app).map_err(|refusal| said(&refusal))? {
        eprintln!(
            "已经有管理员了：忘记密码由另一位管理人员重新发邀请。\n\
             There is an administrator already. Whoever forgot a password is invited anew by somebody who manages people."
        );
        return Ok(ExitCode::FAILURE);
    }
    if args.ask {
        ask(settings, &app)?;
    } else {
        let made = start(&app, true).map_err(|refusal| said(&refusal))?;
        print!("{}", told(&made, &settings.http.listen.to_string()));
    }
    app.db().clone().close();
    Ok(ExitCode::SUCCESS)
}

/// Asks a question; empty input means the default.
fn answer(question: &str, offered: &str) -> Result<String> {
    let mut out = std::io::stdout();
    write!(out, "{question}{}: ", if offered.is_empty() { String::new() } else { format!(" [{offered}]") })?;
    out.flush()?;
    let mut line = String::new();
    if std::io::stdin().lock().read_line(&mut line)? == 0 {
        bail!("没有输入，什么都没有保存。/ No more input; nothing was stored.");
    }
    let line = line.trim();
    Ok(if line.is_empty() { offered.to_owned() } else { line.to_owned() })
}

/// Asks for street and administrator. Passwords are never typed here: the administrator sets one by the printed link.
fn ask(settings: &Settings, app: &App) -> Result<()> {
    if std::io::stdin().is_terminal() {
        println!(
            "请按统计用区划代码填写；直接回车可结束社区列表。Official codes; an empty line ends the list of communities."
        );
    }
    let mut typed = TypedStreet {
        code: answer("街道代码（9 位）Code of the street", "")?,
        name: answer("街道名称 Name", "")?,
        communities: Vec::new(),
    };
    loop {
        let code = answer("社区代码（12 位或后 3 位）Code of a community", "")?;
        if code.is_empty() {
            break;
        }
        typed.communities.push((code, answer("社区名称 Name", "")?));
    }
    let street = street(&typed).map_err(|faults| {
        let lines = faults.iter().map(|(field, fault)| format!("{field}：{}\n{field}: {fault}", fault.chinese()));
        anyhow::anyhow!(lines.collect::<Vec<_>>().join("\n"))
    })?;
    let administrator = First {
        id: app.id::<AccountId>(),
        name: answer("管理员姓名 Name of the administrator", "")?,
        login: answer("管理员账号 Sign-in name", "admin")?,
        phone: String::new(),
        password: String::new(),
    };
    let plan = Plan { street, administrator, manager: None };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let begun = runtime.block_on(begin_from_terminal(app, plan)).map_err(|refusal| said(&refusal))?;
    println!("\n已建立。Begun.");
    begun.invited.iter().for_each(|issued| print_invitation(settings, issued));
    Ok(())
}

fn print_invitation(settings: &Settings, issued: &Issued) {
    let Some(secret) = &issued.secret else { return };
    let address = settings.http.listen;
    println!("\n启动服务后打开此链接设置密码（14 天内有效，只能用一次）");
    println!("Start the server and open this link to set the password (within 14 days, once):\n");
    println!("    http://{address}/join#{}\n    一次性码 code: {}\n", secret.link, secret.code);
}

/// Invites an account. The grant is listed as unconfirmed, and managers are notified.
fn invite(settings: &Settings, app: &App, login: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let issued = runtime.block_on(invite_from_terminal(app, login)).map_err(|refusal| said(&refusal))?;
    print_invitation(settings, &issued);
    Ok(())
}
