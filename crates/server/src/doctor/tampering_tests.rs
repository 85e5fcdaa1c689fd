//! An attacker has the database but not the key file: doctor must find each of their changes to a record of each kind. The results are
//! printed as a table.

use std::collections::BTreeMap;
use uuid::Uuid;
use weiguang_store::{Engine, StoreError, Tx, params};

use crate::chain::checkpoint;
use crate::config::Settings;
use crate::doctor::{Finding, Verdict};
use crate::testing::{TestApp, on_with};
use crate::walk_tests::{everything_happens, samples};

/// For each kind of record: its table, a change of a clear-text column, and an encrypted column if it has one.
const KINDS: [(&str, &str, &str, Option<&str>); 13] = [
    ("cases", "cases", "urgent = NOT urgent", Some("sealed")),
    ("alerts", "care_alerts", "open = NOT open", Some("sealed")),
    ("readings", "readings", "at = at + 1", Some("sealed")),
    ("numbers", "tickets", "day = '2026-01-01'", Some("sealed")),
    ("stations", "stations", "phone = '110'", None),
    ("residents", "residents", "state = 'died'", Some("sealed")),
    ("households", "households", "tenure = 'owner'", None),
    ("teams", "teams", "members = '[]'", None),
    ("visits", "visits", "outcome = 'refused'", Some("sealed")),
    ("campaigns", "campaigns", "status = 'closed'", Some("sealed")),
    ("regrids", "regrids", "state = 'refused'", None),
    ("destinations", "destinations", "active = NOT active", Some("secret")),
    ("bulletins", "bulletins", "changed = '停电'", None),
];

fn lasting(text: String) -> &'static str {
    text.leak()
}

async fn run(test: &TestApp, statements: Vec<String>) {
    let act = move |tx: &mut Tx<'_>| statements.iter().try_for_each(|sql| tx.exec(lasting(sql.clone()), &[]).map(drop));
    test.app.db().write(act).await.unwrap();
}

/// The findings of doctor that are faults or warnings about tampering.
async fn faults(test: &TestApp) -> Vec<Finding> {
    test.examine().await.into_iter().filter(|f| f.verdict == Verdict::Fault).collect()
}

/// Copies tables; returns the statements that restore them.
async fn keep(test: &TestApp, tables: &[&str], copy: &str) -> Vec<String> {
    run(test, tables.iter().map(|t| format!("CREATE TABLE {copy}_{t} AS SELECT * FROM {t}")).collect()).await;
    let back = |t: &&str| [format!("DELETE FROM {t}"), format!("INSERT INTO {t} SELECT * FROM {copy}_{t}")];
    tables.iter().flat_map(back).collect()
}

fn hex(id: Uuid) -> String {
    format!("x'{}'", id.simple())
}

/// Tables with the names of their columns.
type Columns = BTreeMap<String, Vec<String>>;

fn columns(test: &TestApp) -> Columns {
    let names = |table: weiguang_store::TableInfo| table.columns.into_iter().map(|column| column.name).collect();
    test.app.db().schema().unwrap().into_iter().map(|table| (table.name.clone(), names(table))).collect()
}

/// SQL that inserts a copy of a row under another id.
fn again(columns: &Columns, table: &str, id: Uuid, new: Uuid) -> String {
    let value = |name: &str| match name {
        "id" => hex(new),
        "number" | "login" => "'Z-1'".to_owned(),
        "external" => "''".to_owned(),
        // At most one alert of a person may be open.
        "open" if table == "care_alerts" => "FALSE".to_owned(),
        name => name.to_owned(),
    };
    let (names, values): (Vec<_>, Vec<_>) = columns[table].iter().map(|name| (name.clone(), value(name))).unzip();
    let (names, values) = (names.join(", "), values.join(", "));
    format!("INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {}", hex(id))
}

/// The ways of tampering with one record; none can be hidden without the key.
fn acts(
    (columns, new): (&Columns, Uuid),
    kind: (&str, &str, &str, Option<&str>),
    id: Uuid,
    other: Uuid,
) -> Vec<(&'static str, Vec<String>)> {
    let (subject, table, change, sealed) = kind;
    let this = hex(id);
    let of_events = "tenant, stream, seq, kind, at, actor, digest, body, hash";
    let forged = format!(
        "INSERT INTO events ({of_events}) SELECT tenant, {}, seq, kind, at, actor, digest, body, hash FROM events WHERE stream = {this}",
        hex(new)
    );
    let emptied = forged.replace("digest, body, hash FROM", "digest, NULL, hash FROM");
    let body = format!("(SELECT body FROM events WHERE stream = {} AND seq = 1)", hex(other));
    let swap = match sealed {
        Some(column) => format!("UPDATE {table} SET {column} = {body} WHERE id = {this}"),
        None => format!("UPDATE events SET body = {body} WHERE stream = {this} AND seq = 1"),
    };
    let last = format!("(SELECT MAX(seq) FROM events WHERE stream = {this})");
    let mut cut = vec![format!("DELETE FROM events WHERE stream = {this} AND seq = {last}")];
    if matches!(subject, "cases" | "alerts") {
        // The copy of the chain's end in the row is changed to match the truncated chain.
        cut.push(format!(
            "UPDATE {table} SET version = {last}, chain = (SELECT hash FROM events WHERE stream = {this} AND seq = {last}) WHERE id = {this} AND {last} IS NOT NULL"
        ));
    }
    let gone = format!("DELETE FROM {table} WHERE id = {this}");
    vec![
        ("change", vec![format!("UPDATE {table} SET {change} WHERE id = {this}")]),
        ("delete", vec![gone.clone()]),
        (
            "delete all",
            vec![
                gone,
                format!("DELETE FROM events WHERE stream = {this}"),
                format!("DELETE FROM chain_ends WHERE stream = {this}"),
            ],
        ),
        ("insert", vec![again(columns, table, id, new), forged]),
        ("insert bare", vec![again(columns, table, id, new), emptied]),
        ("swap", vec![swap]),
        ("cut tail", cut),
        ("empty", vec![format!("UPDATE events SET body = NULL WHERE stream = {this}")]),
    ]
}

/// Signs everything, and checks that doctor finds no fault.
async fn signed(test: &TestApp) {
    everything_happens(test).await;
    test.app.catch_up_chains().await.unwrap();
    test.app.sign_chains().await.unwrap();
    assert_eq!(faults(test).await, [], "what is whole is told to be whole");
}

fn on_sqlite(story: impl AsyncFn(&TestApp)) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings { folder: folder.path().to_owned(), ..Settings::default() };
    settings.sessions.idle_hours = 24 * 400;
    settings.outgoing.allow = vec!["127.0.0.0/8".parse().unwrap()];
    std::fs::create_dir_all(settings.key_file().parent().unwrap()).unwrap();
    on_with(Engine::Sqlite, settings, &story);
}

#[test]
fn whatever_is_done_to_a_record_without_the_key_is_found() {
    on_sqlite(async |test| {
        signed(test).await;
        let by_kind = samples(test).await;
        let samples: BTreeMap<&str, Uuid> = by_kind.into_iter().map(|(kind, id)| (kind.key, id)).collect();
        let columns = columns(test);
        let mut missed = BTreeMap::new();
        println!("{:<14}{:<14}found by", "kind", "act");
        for kind in KINDS {
            let (id, other) = (samples[kind.0], samples["accounts"]);
            let back = keep(test, &[kind.1, "events", "chain_ends"], kind.1).await;
            for (act, statements) in acts((&columns, test.id()), kind, id, other) {
                run(test, statements).await;
                let found: Vec<String> = faults(test).await.into_iter().map(|f| f.what).collect();
                println!("{:<14}{act:<14}{}", kind.0, found.join(", "));
                if found.is_empty() {
                    missed.insert((kind.0, act), kind.1);
                }
                run(test, back.clone()).await;
            }
        }
        assert!(missed.is_empty(), "{missed:?}");
        assert_eq!(faults(test).await, [], "all is as it was");
    });
}

#[test]
fn nobody_gives_themselves_a_post_or_a_password_in_the_database() {
    on_sqlite(async |test| {
        signed(test).await;
        let (member, manager) = (hex(test.account("member01").uuid()), hex(test.account("manager").uuid()));
        // This invited account already has a chain in the street.
        let invited = hex(samples(test).await.into_iter().find(|(kind, _)| kind.key == "accounts").unwrap().1);
        let post = |change: &str| format!("UPDATE assignments SET {change} WHERE account = {member}");
        let acts = [
            ("a higher role", post("role = 'administrator'")),
            ("a wider place", post("code = '510117019'")),
            ("a longer time", post("until = '9999-12-30'")),
            ("another's post", format!("UPDATE assignments SET account = {member} WHERE account = {manager}")),
            (
                "a post more",
                format!(
                    "INSERT INTO assignments (tenant, id, account, role, code, since, until) SELECT tenant, {}, {member}, role, code, since, until FROM assignments WHERE account = {manager}",
                    hex(test.id())
                ),
            ),
            (
                "a post for one who was invited",
                format!(
                    "INSERT INTO assignments (tenant, id, account, role, code, since, until) SELECT tenant, {}, {invited}, role, code, since, until FROM assignments WHERE account = {manager}",
                    hex(test.id())
                ),
            ),
            ("a post less", format!("DELETE FROM assignments WHERE account = {manager}")),
            ("another's password", format!("UPDATE accounts SET password = 'forged' WHERE id = {manager}")),
            ("another's login", format!("UPDATE accounts SET login = 'me' WHERE id = {manager}")),
            ("back again", format!("UPDATE accounts SET state = 'left' WHERE id = {member}")),
            ("an account more", again(&columns(test), "accounts", test.account("manager").uuid(), test.id())),
            ("an account less", format!("DELETE FROM accounts WHERE id = {manager}")),
            ("a signature", "UPDATE chain_ends SET proof = sum FROM checkpoints".to_owned()),
            ("the checkpoint", "UPDATE checkpoints SET number = number + 5".to_owned()),
        ];
        let back = keep(test, &["assignments", "accounts", "chain_ends", "checkpoints"], "was").await;
        for (act, sql) in acts {
            run(test, vec![sql]).await;
            let found: Vec<String> = faults(test).await.into_iter().map(|f| f.what).collect();
            println!("{:<14}{act:<20}{}", "roles", found.join(", "));
            assert!(!found.is_empty(), "{act}");
            run(test, back.clone()).await;
        }
        assert_eq!(faults(test).await, []);

        // A write by the program itself is signed at once, so doctor finds no fault.
        let manager = test.as_("manager").await;
        let new = serde_json::json!({ "id": test.id(), "login": "li.na", "name": "李娜", "street": "510117019" });
        manager.post("/people/accounts", &new).await.good();
        assert_eq!(faults(test).await, []);
    });
}

#[test]
fn a_copy_of_before_in_the_stores_place_is_told_until_somebody_has_understood() {
    on_sqlite(async |test| {
        signed(test).await;
        let tables: Vec<String> = test.app.db().schema().unwrap().into_iter().map(|t| t.name).collect();
        let tables: Vec<&str> = tables.iter().map(String::as_str).filter(|t| *t != "sessions").collect();
        let back = keep(test, &tables, "before").await;
        let leader = test.as_("leader").await;
        test.bring(&leader, "corridor-clutter", 0).await;
        test.app.sign_chains().await.unwrap();
        assert_eq!(faults(test).await, []);
        run(test, back).await;
        let told = async || faults(test).await.into_iter().map(|f| f.what).collect::<Vec<_>>();
        assert_eq!(told().await, ["rolled back"]);
        // A restart signs the present state, but doctor still reports that an older copy was restored.
        test.app.catch_up_chains().await.unwrap();
        test.app.sign_chains().await.unwrap();
        assert_eq!(told().await, ["rolled back"]);
        std::fs::remove_file(checkpoint::newer(test.app.settings())).unwrap();
        assert_eq!(faults(test).await, []);
    });
}

#[test]
fn what_a_process_left_unsigned_is_signed_at_the_next_start_and_nothing_that_others_wrote() {
    on_sqlite(async |test| {
        signed(test).await;
        let leader = test.as_("leader").await;
        let case = test.bring(&leader, "corridor-clutter", 0).await;
        let id: Uuid = case["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(faults(test).await, [], "what is written and not yet signed opens with the key");
        // A chain begun by somebody without the key.
        let forged = test.id();
        let copy = format!(
            "INSERT INTO events (tenant, stream, seq, kind, at, actor, digest, body, hash) SELECT tenant, {}, seq, kind, at, actor, digest, NULL, hash FROM events WHERE stream = {}",
            hex(forged),
            hex(id)
        );
        run(test, vec![copy]).await;
        test.app.catch_up_chains().await.unwrap();
        let end = async |id: Uuid| {
            test.app.read(move |tx| Ok(checkpoint::signed(tx, "510117019", id)?)).await.unwrap().is_some()
        };
        assert_eq!((end(id).await, end(forged).await), (true, false));
        assert!(!faults(test).await.is_empty());
        let none: Result<Option<i64>, StoreError> = test
            .app
            .db()
            .read(|tx| tx.one("SELECT number FROM checkpoints WHERE id = 2", params![], |row| row.get(0)))
            .await;
        assert_eq!(none, Ok(None), "there is one checkpoint");
    });
}

/// A statement that changes permissions without renewing their signature would cause a false alarm of doctor. This test lists all such
/// statements; the functions that run them renew the signature.
#[test]
fn every_statement_that_writes_posts_or_accounts_is_known_to_sign_them() {
    let writes = |text: &str| {
        ["INSERT INTO", "UPDATE", "DELETE FROM"]
            .iter()
            .any(|verb| ["accounts", "assignments"].iter().any(|table| text.starts_with(&format!("{verb} {table} "))))
    };
    let mut names: Vec<&str> =
        super::statements::all().into_iter().filter(|(_, text)| writes(text)).map(|(name, _)| name).collect();
    names.retain(|name| !name.starts_with("UPDATE accounts SET phone") && *name != "roster.SET_PHONE");
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accounts.CHANGE",
            "accounts.LEAVE",
            "people.DELETE_ASSIGNMENT",
            "people.INSERT_ACCOUNT",
            "people.INSERT_ASSIGNMENT",
            "people.SET_PASSWORD",
            "posts.END",
            "posts.SET_DAYS",
        ]
    );
}
