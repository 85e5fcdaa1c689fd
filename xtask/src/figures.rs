//! The tables of figures in README.md and README.zh-CN.md, generated from bench/figures.toml (rows) and
//! bench/figures.json (results). They are never edited by hand; tidy checks them.

use regex::Regex;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::measuring::{Machine, group, today};
use crate::tree::Tree;
use crate::{ignored, step};

const ROWS: &str = "bench/figures.toml";
const RESULTS: &str = "bench/figures.json";
const BEGIN: &str = "<!-- figures: written by `cargo xtask figures` -->";
const END: &str = "<!-- end of figures -->";
/// The measured program, unless the variable names another one; counts that are no timings can use any build.
const PROGRAM: &str = "target/release/weiguang";
const OTHER: &str = "WEIGUANG_PROGRAM";

/// A language of the table: file, key in the rows, heading, and the word between engines.
struct Language {
    file: &'static str,
    key: &'static str,
    head: &'static str,
    between: &'static str,
}

const LANGUAGES: [Language; 2] = [
    Language {
        file: "README.md",
        key: "en",
        head: "| What | Command | Goal on two cores | Measured | When, and on what |",
        between: "<br>PostgreSQL: ",
    },
    Language {
        file: "README.zh-CN.md",
        key: "zh",
        head: "| 内容 | 命令 | 两核上的目标 | 实测 | 何时、什么机器 |",
        between: "<br>PostgreSQL：",
    },
];

fn measured_program(root: &Path) -> PathBuf {
    std::env::var_os(OTHER).map_or_else(|| root.join(PROGRAM), PathBuf::from)
}

/// A row of the table.
struct Row {
    name: String,
    table: toml::Table,
}

impl Row {
    fn text(&self, part: &str, language: &str) -> &str {
        self.table.get(part).and_then(|t| t.get(language)).and_then(toml::Value::as_str).unwrap_or_default()
    }

    fn words(&self, part: &str) -> Vec<&str> {
        let words = self.table.get(part).and_then(toml::Value::as_array).into_iter().flatten();
        words.filter_map(toml::Value::as_str).collect()
    }

    fn engines(&self) -> Vec<&str> {
        let own = self.words("engines");
        if own.is_empty() { vec!["sqlite", "postgres"] } else { own }
    }

    /// Its command line.
    fn command(&self) -> String {
        let own = self.words("run");
        if own.is_empty() { format!("weiguang bench {}", self.name) } else { own.join(" ") }
    }

    /// Runs it on an engine and returns its figures.
    fn measure(&self, root: &Path, engine: &str) -> Result<Value, String> {
        let own = self.words("run");
        if let [program, rest @ ..] = own.as_slice() {
            let mut command = step::command(root, ".", program, rest);
            let printed = step::output(command.env(OTHER, measured_program(root)))?;
            return self.read(&String::from_utf8_lossy(&printed));
        }
        let program = measured_program(root).to_string_lossy().into_owned();
        let mut command = step::command(root, ".", &program, &["bench", &self.name, "--engine", engine, "--json"]);
        if self.table.contains_key("data")
            && let Some(folder) = ignored::data(root)
        {
            command.arg("--data").arg(folder);
        }
        let printed = step::output(&mut command)?;
        serde_json::from_slice(&printed).map_err(|e| format!("{}: {e}", self.name))
    }

    /// Parses the figures from the command's output.
    fn read(&self, printed: &str) -> Result<Value, String> {
        let wanted = self.table.get("prints").and_then(toml::Value::as_str).unwrap_or_default();
        let wanted = Regex::new(wanted).map_err(|e| format!("{}: {e}", self.name))?;
        let found = wanted.captures(printed).ok_or_else(|| format!("{} printed no figures:\n{printed}", self.name))?;
        let named = wanted.capture_names().flatten();
        let figures = named.filter_map(|name| Some((name.to_owned(), Value::from(found.name(name)?.as_str()))));
        Ok(Value::Object(figures.collect::<Map<_, _>>()))
    }

    /// The result as text.
    fn said(&self, figures: &Value, language: &str) -> String {
        if let Some(words) = figures["said"][language].as_str() {
            return words.to_owned();
        }
        let Ok(place) = Regex::new(r"\{([^}:]+)(?::([^}]+))?\}") else { return String::new() };
        let said = place.replace_all(self.text("said", language), |found: &regex::Captures<'_>| {
            let path = format!("/{}", found[1].replace('.', "/"));
            written(figures.pointer(&path), found.get(2).map_or("", |how| how.as_str()))
        });
        said.into_owned()
    }

    fn line(&self, results: &Value, language: &Language) -> String {
        let results = &results[&self.name];
        let measured: Vec<&Value> = self.engines().into_iter().map(|e| &results[e]).filter(|r| !r.is_null()).collect();
        let said: Vec<String> = measured.iter().map(|r| self.said(&r["figures"], language.key)).collect();
        let mut on: Vec<String> = measured.iter().map(|r| Machine::said(r, language.key)).collect();
        on.dedup();
        format!(
            "| {} | `{}` | {} | {} | {} |",
            self.text("what", language.key),
            self.command(),
            self.text("goal", language.key),
            said.join(language.between),
            on.join("<br>")
        )
    }
}

/// A figure as text.
fn written(value: Option<&Value>, how: &str) -> String {
    let Some(value) = value else { return "?".to_owned() };
    let Some(number) = value.as_f64() else {
        return value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    };
    match how {
        "M" => format!("{:.1}", number / 1e6),
        "万" => group((number / 1e4).round()),
        "MB" => group((number / 1e6).round()),
        "s" => format!("{:.2}", number / 1e3),
        "%" => format!("{} %", (number * 1e3).round() / 10.0),
        _ if number.fract() == 0.0 || number >= 100.0 => group(number.round()),
        _ if number >= 10.0 => format!("{:.0}", number),
        _ => format!("{}", (number * 100.0).round() / 100.0),
    }
}

fn rows(tree: &Tree) -> Result<Vec<Row>, String> {
    let file = tree.file(ROWS).ok_or_else(|| format!("{ROWS} is not there"))?;
    let table: toml::Table = file.text.parse().map_err(|e| format!("{ROWS}: {e}"))?;
    let rows = table.get("row").and_then(toml::Value::as_array).into_iter().flatten();
    rows.map(|row| {
        let table = row.as_table().cloned().unwrap_or_default();
        let name = table.get("name").and_then(toml::Value::as_str).ok_or(format!("{ROWS}: a row without a name"))?;
        Ok(Row { name: name.to_owned(), table })
    })
    .collect()
}

fn results(tree: &Tree) -> Result<Value, String> {
    let text = tree.file(RESULTS).map_or("{}", |file| &file.text);
    serde_json::from_str(text).map_err(|e| format!("{RESULTS}: {e}"))
}

/// The table in a language, with its markers.
fn table(rows: &[Row], results: &Value, language: &Language) -> String {
    let mut lines =
        vec![BEGIN.to_owned(), String::new(), language.head.to_owned(), "| --- | --- | --- | --- | --- |".into()];
    lines.extend(rows.iter().map(|row| row.line(results, language)));
    lines.extend([String::new(), END.to_owned()]);
    lines.join("\n")
}

/// The text with the table between its markers replaced.
fn with_table(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{table}{after}"))
}

/// Measures the named rows or all, and writes the tables. `table` only writes them.
///
/// # Errors
/// If a row is unknown or fails; results before it are written.
pub fn run(root: &Path, words: &[&str]) -> Result<(), String> {
    let tree = Tree::read(root)?;
    let (rows, mut results) = (rows(&tree)?, results(&tree)?);
    if let Some(word) = words.iter().find(|word| **word != "table" && !rows.iter().any(|row| row.name == **word)) {
        return Err(format!("no row of {ROWS} is called `{word}`"));
    }
    let chosen = rows.iter().filter(|row| words.is_empty() || words.contains(&&*row.name));
    let chosen: Vec<&Row> = chosen.filter(|_| words != ["table"]).collect();
    let other = std::env::var_os(OTHER).is_some();
    if !other && chosen.iter().any(|row| row.words("run").first() != Some(&"cargo")) {
        let build = ["build", "--release", "--locked", "--package", "weiguang", "--package", "weiguang-tools"];
        step::run("build", &mut step::command(root, ".", "cargo", &build))?;
    }
    for row in chosen {
        for engine in row.engines() {
            println!("{} on {engine}", row.name);
            let before = Machine::look(root)?;
            let figures = row.measure(root, engine)?;
            let mut machine = before.busier(&Machine::look(root)?).json();
            if other {
                machine["program"] = json!("another build");
            }
            println!("  {}", row.said(&figures, "en"));
            results[&row.name][engine] = json!({ "date": today(), "machine": machine, "figures": figures });
            // Written after each, so that a later failure loses nothing.
            let text = serde_json::to_string_pretty(&results).map_err(|e| e.to_string())? + "\n";
            fs::write(root.join(RESULTS), text).map_err(|e| format!("{RESULTS}: {e}"))?;
        }
    }
    for language in &LANGUAGES {
        let file = tree.file(language.file).ok_or_else(|| format!("{} is not there", language.file))?;
        let text = with_table(&file.text, &table(&rows, &results, language))
            .ok_or_else(|| format!("{} has no marks for the table: {BEGIN} and {END}", language.file))?;
        fs::write(root.join(language.file), text).map_err(|e| format!("{}: {e}", language.file))?;
    }
    Ok(())
}

/// Checks that the tables match both files, and that each row has a day and machine.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (rows, results) = match (rows(tree), results(tree)) {
        (Ok(rows), Ok(results)) => (rows, results),
        (Err(why), _) | (_, Err(why)) => return vec![Finding::new("figures", ROWS, ROWS, why)],
    };
    let mut found = Vec::new();
    for row in &rows {
        for engine in row.engines() {
            let result = &results[&row.name][engine];
            let stamped =
                result["date"].is_string() && result["machine"]["cores"].is_u64() && !result["figures"].is_null();
            if !stamped {
                let says = format!("`{}` was not measured on {engine}: cargo xtask figures {}", row.name, row.name);
                found.push(Finding::new("figures", format!("{} {engine}", row.name), RESULTS, says));
            }
        }
    }
    for language in &LANGUAGES {
        let Some(file) = tree.file(language.file) else { continue };
        if with_table(&file.text, &table(&rows, &results, language)).as_ref() != Some(&file.text) {
            let says = format!("the table is not what {RESULTS} says: cargo xtask figures table");
            found.push(Finding::new("figures", language.file, language.file, says));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    const ROW: &str = "[[row]]\nname = 'intake'\nengines = ['sqlite']\nwhat = { en = 'Cases', zh = '事项' }\ngoal = { en = 'many', zh = '多' }\nsaid = { en = '{per_s}/s, {share:%}', zh = '每秒 {per_s}' }\n";

    fn tree(results: &str, table: &str) -> Tree {
        let file = |path: &str, text: String| File { path: path.into(), text };
        let files = vec![
            file("README.md", format!("# x\n\n{BEGIN}\n{table}{END}\n")),
            file(RESULTS, results.to_owned()),
            file(ROWS, ROW.to_owned()),
        ];
        Tree { root: ".".into(), files, others: Vec::new() }
    }

    #[test]
    fn the_table_is_made_of_what_was_measured_and_a_line_changed_by_hand_is_found() {
        let results =
            json!({ "intake": { "sqlite": { "date": "2026-11-30", "figures": { "per_s": 2614.4, "share": 0.992 },
            "machine": { "cores": 2, "memory_gb": 24, "busy": 3, "version": "abc" } } } })
            .to_string();
        let line = "| Cases | `weiguang bench intake` | many | 2,614/s, 99.2 % | 2026-11-30, 2 cores, 24 GB, other work 3 %, abc |";
        let head = LANGUAGES[0].head;
        let good = format!("\n{head}\n| --- | --- | --- | --- | --- |\n{line}\n\n");
        assert_eq!(check(&tree(&results, &good)), []);
        let by_hand = check(&tree(&results, &good.replace("2,614", "3,000")));
        assert_eq!(by_hand.len(), 1, "{by_hand:?}");
        let missing = check(&tree("{}", &good));
        assert!(missing.iter().any(|one| one.key == "intake sqlite"), "{missing:?}");
    }

    #[test]
    fn figures_are_read_from_what_a_command_prints() {
        let table: toml::Table = "name = 'x'\nprints = '(?<held>\\d+) of (?<all>\\d+) hold'".parse().unwrap();
        let row = Row { name: "x".into(), table };
        assert_eq!(row.read("test: 7 of 8 hold\n").unwrap(), json!({ "held": "7", "all": "8" }));
        assert!(row.read("nothing").unwrap_err().contains("no figures"));
    }
}
