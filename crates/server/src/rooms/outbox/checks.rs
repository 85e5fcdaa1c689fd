//! Doctor's checks of messages: given up ones, held sending, and addresses to which nothing may be sent.

use weiguang_domain::grid::GridCode;
use weiguang_store::params;

use super::{hold, messages};
use crate::app::App;
use crate::finding::{Finding, Verdict, counted, finding, warn};
use crate::outside::outgoing::{self, Denied};
use crate::problem::Refusal;

const STUCK: &str = "SELECT COUNT(*) FROM messages WHERE tenant = $1 AND state = 'given_up'";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("doctor.STUCK", STUCK)];

/// Checks the messages of a street.
///
/// # Errors
/// The store's errors.
pub fn street(app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
    let (stuck, held, destinations) = app.db().read_blocking(move |tx| {
        let stuck = tx.one(STUCK, params![street.as_str()], |row| row.get::<i64>(0))?.unwrap_or(0);
        Ok::<_, Refusal>((stuck, hold::is_held(tx)?, messages::destinations(tx, &street)?))
    })?;
    let named = |bad: &dyn Fn(&str) -> bool| {
        let bad = destinations.iter().filter(|d| d.active && bad(&d.url));
        bad.map(|d| d.name.as_str()).collect::<Vec<_>>().join(" ")
    };
    let inside = named(&|url| app.outgoing().read(url) == Err(Denied::Network));
    let password = named(&outgoing::has_password);
    Ok(vec![
        counted(
            &format!("messages {street}"),
            stuck,
            Verdict::Warning,
            "放弃投递的消息",
            "messages that were given up",
        ),
        finding(
            &format!("sending {street}"),
            warn(held),
            if held { "恢复后推送仍暂停：weiguang resume-sending".into() } else { "推送正常".into() },
            if held { "held since a restore: weiguang resume-sending".into() } else { "messages are sent".into() },
        ),
        finding(
            &format!("destinations {street}"),
            warn(!inside.is_empty() || !password.is_empty()),
            format!("在内网而设置未写明、不会发送：[{inside}]；地址带密码（已密封）：[{password}]"),
            format!(
                "inside of a network that no setting names, and not sent to: [{inside}]; with a password in the address (sealed): [{password}]"
            ),
        ),
    ])
}
