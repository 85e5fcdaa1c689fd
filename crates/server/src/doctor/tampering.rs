//! Detects tampering by an attacker who has the database but not the key file: records that differ from their signatures, encrypted values
//! that do not decrypt in their place, a wrong checkpoint, and an older copy in place of the database.

use std::path::Path;
use weiguang_domain::grid::GridCode;

use super::{Finding, Verdict};
use crate::App;
use crate::chain::{checkpoint, signed};
use crate::reseal;
use crate::rooms::grid::Territory;
use crate::web::Refusal;

/// The most records that are listed by name; further ones are only counted.
const NAMED: usize = 20;

fn finding(what: String, good: bool, zh: String, en: String) -> Finding {
    Finding { what, verdict: if good { Verdict::Good } else { Verdict::Fault }, zh, en }
}

/// Compares all signed data with the store.
///
/// # Errors
/// If the store cannot be read.
pub fn examine(app: &App) -> Result<Vec<Finding>, Refusal> {
    let mut found = sealed(app)?;
    let there = app.db().read_blocking(|tx| checkpoint::read(tx).map_err(Refusal::from))?;
    let kept = checkpoint::kept(app.settings());
    let newer = checkpoint::newer(app.settings());
    if checkpoint::is_rolled_back(kept, there) || newer.exists() {
        found.push(rolled_back(&newer));
    }
    let Some(there) = there.filter(|there| there.is_whole() || !there.holds(app.seal())) else {
        found.push(Finding {
            what: "checkpoint".into(),
            verdict: if kept.is_some() { Verdict::Fault } else { Verdict::Warning },
            zh: "还没有签名；下次启动服务时签名".into(),
            en: "nothing is signed yet; serving begins with it".into(),
        });
        return Ok(found);
    };
    let (own, whole) = (there.holds(app.seal()), signed::sum(app.db())? == there.sum);
    found.push(finding(
        "checkpoint".into(),
        own && whole,
        match (own, whole) {
            (true, true) => format!("第 {} 次签名，{}", there.number, there.at),
            (false, _) => "检查点的签名是伪造的".into(),
            (true, false) => "签名有增删，与检查点不符".into(),
        },
        match (own, whole) {
            (true, true) => format!("signed for the {}th time at {}", there.number, there.at),
            (false, _) => "the checkpoint's signature is forged".into(),
            (true, false) => "signatures were added or taken away".into(),
        },
    ));
    let tenants = app.db().read_blocking(|tx| signed::tenants(tx).map_err(Refusal::from))?;
    for tenant in tenants {
        let held = signed::walk(app.db(), app.signer(), &tenant)?;
        let named = |words: fn(signed::Breach) -> &'static str| {
            let some = held.named.iter().take(NAMED).map(|(id, breach)| format!("{id} {}", words(*breach)));
            some.collect::<Vec<_>>().join("; ")
        };
        let (zh, en) = (named(signed::Breach::chinese), named(signed::Breach::english));
        found.push(finding(
            format!("signed {}", if tenant.is_empty() { "accounts" } else { &tenant }),
            held.broken == 0,
            format!("核对 {} 条，不符 {} 条 {zh}", held.records, held.broken),
            format!("held against their signatures {}, broken {} {en}", held.records, held.broken),
        ));
    }
    Ok(found)
}

fn rolled_back(newer: &Path) -> Finding {
    finding(
        "rolled back".into(),
        false,
        format!("数据库比密钥旁的检查点旧：被换成了以前的副本。查明后删除 {}", newer.display()),
        format!(
            "the store is older than the checkpoint beside the key file: a copy of before was put in its place. Once that is understood remove {}",
            newer.display()
        ),
    )
}

/// Finds encrypted values that do not decrypt in their place.
fn sealed(app: &App) -> Result<Vec<Finding>, Refusal> {
    let streets = app.state::<Territory>().streets();
    let of = |street: GridCode| {
        let (values, broken) = reseal::unopened(app, street)?;
        let named = broken.iter().take(NAMED).map(|(column, id)| format!("{column} {id}")).collect::<Vec<_>>();
        let (count, named) = (broken.len(), named.join("; "));
        Ok(finding(
            format!("sealed {street}"),
            broken.is_empty(),
            format!("密封内容 {values} 项，打不开 {count} 项 {named}"),
            format!("sealed values {values}, that do not open {count} {named}"),
        ))
    };
    streets.into_iter().map(of).collect()
}
