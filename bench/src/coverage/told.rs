//! Requests of the coverage benchmark: required writes, paginated lists, figures in the domain's types.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use uuid::Uuid;
use weiguang_domain::visits::Coverage;

use crate::served::Connection;

pub(super) async fn ask(
    line: &mut Connection,
    method: &str,
    path: &str,
    extra: &str,
    body: &str,
) -> Result<(u16, Value)> {
    let path = format!("/api/v1{path}");
    let answer = match line.send(method, &path, extra, body).await {
        Ok(answer) => answer,
        // The connection may have been closed while idle. The write has a key, so it can be resent.
        Err(_) => {
            line.reopen().await?;
            line.send(method, &path, extra, body).await?
        }
    };
    let (status, bytes) = answer;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

pub(super) async fn read(line: &mut Connection, path: &str) -> Result<Value> {
    let (status, value) = ask(line, "GET", path, "", "").await?;
    ensure!(status == 200, "{path}: {status} {value}");
    Ok(value)
}

pub(super) async fn write(
    line: &mut Connection,
    path: &str,
    version: Option<i64>,
    key: Uuid,
    body: &Value,
) -> Result<Value> {
    let version = version.map_or_else(String::new, |v| format!("if-match: \"{v}\"\r\n"));
    let extra = format!("idempotency-key: {key}\r\n{version}");
    let (status, value) = ask(line, "POST", path, &extra, &body.to_string()).await?;
    ensure!(status < 300, "{path}: {status} {value}");
    Ok(value)
}

/// All rows of a paginated list.
pub(super) async fn all(line: &mut Connection, path: &str) -> Result<Vec<Value>> {
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let page = read(line, &format!("{path}&limit=200{after}")).await?;
        rows.extend(page["items"].as_array().context("items")?.iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(rows),
        }
    }
}

pub(super) fn text<'v>(value: &'v Value, field: &str) -> Result<&'v str> {
    value[field].as_str().with_context(|| format!("{field} in {value}"))
}

/// The server's figures of a cell.
pub(super) fn figures_of(value: &Value) -> Result<Coverage> {
    let n = |field: &str| -> Result<u32> {
        Ok(u32::try_from(value[field].as_u64().with_context(|| format!("{field} in {value}"))?)?)
    };
    Ok(Coverage {
        doors: n("doors")?,
        done: n("done")?,
        refused: n("refused")?,
        vacant: n("vacant")?,
        moved: n("moved")?,
        not_reached: n("not_reached")?,
        untried: n("untried")?,
    })
}
