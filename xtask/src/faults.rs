//! Mutation tests: a list of plausible mistakes, each with the test that must fail. `cargo xtask faults` applies them
//! in a copy of the tree; tidy only checks that the list matches the code.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::tree::Tree;

/// The lists, one file for each part of the code.
const LISTS: &str = "xtask/faults/";
/// The folder of the pages' tests.
const PAGE_TESTS: &str = "web/test/";
/// The variable that names the active switched fault.
pub const SWITCH: &str = "WEIGUANG_FAULT";

/// One fault.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its name on the command line.
    pub name: String,
    /// A description in one sentence.
    pub what: String,
    /// The changed file.
    pub file: String,
    /// The original text, which occurs exactly once.
    pub old: String,
    /// The replacement.
    pub new: String,
    /// The test that must fail: a function name, or for pages the title of a test or group.
    pub test: String,
    /// The list that contains it.
    pub list: String,
    /// Whether it is compiled together with the others of its list and activated by a switch; its texts are whole
    /// expressions or statements. This way a slow crate is built once for all of them.
    pub switched: bool,
}

/// The part of the code that a fault changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The rules.
    Domain,
    /// Everything else in Rust.
    Server,
    /// The pages.
    Pages,
}

impl Fault {
    /// Its part.
    #[must_use]
    pub fn part(&self) -> Part {
        match self.file.split('/').collect::<Vec<_>>()[..] {
            ["crates", "domain", ..] => Part::Domain,
            ["web", ..] => Part::Pages,
            _ => Part::Server,
        }
    }

    /// The file with the fault applied.
    ///
    /// # Errors
    /// If the original text does not occur exactly once.
    pub fn planted(&self, text: &str) -> Result<String, String> {
        self.put(text, &self.new)
    }

    /// The file with the fault behind a switch, active only while [`SWITCH`] names it.
    ///
    /// # Errors
    /// If the original text does not occur exactly once; another fault may overlap.
    pub fn built_in(&self, text: &str) -> Result<String, String> {
        let (name, new, old) = (&self.name, &self.new, &self.old);
        let on = format!("std::env::var_os({SWITCH:?}).is_some_and(|name| name == {name:?})");
        let both = format!("if {on} {{\n{new}\n}} else {{\n{old}\n}}");
        // A statement is used as it is; an expression may be part of another.
        let statement = old.trim_end().ends_with([';', '}']);
        self.put(text, &if statement { both + "\n" } else { format!("({both})") })
    }

    fn put(&self, text: &str, new: &str) -> Result<String, String> {
        match text.matches(&self.old).count() {
            1 => Ok(text.replacen(&self.old, new, 1)),
            0 => Err(format!("`{}`: its old text does not stand in {}", self.name, self.file)),
            n => Err(format!(
                "`{}`: its old text stands in {} {n} times, so nobody knows where it is meant",
                self.name, self.file
            )),
        }
    }

    /// Whether its test exists: a function in Rust, or a title in one file of the pages' tests.
    fn has_test(&self, tree: &Tree) -> bool {
        if self.part() == Part::Pages {
            return self.page_test(tree).is_some();
        }
        let declared = format!("fn {}(", self.test);
        tree.under("crates/", &["rs"]).any(|file| file.text.contains(&declared))
    }

    /// The file of the pages' tests with its title, if it is unique.
    #[must_use]
    pub fn page_test(&self, tree: &Tree) -> Option<String> {
        let titles = ["'", "`", "\""].map(|quote| format!("({quote}{}{quote}", self.test));
        let mut found =
            tree.under(PAGE_TESTS, &["ts"]).filter(|file| titles.iter().any(|title| file.text.contains(title)));
        let only = found.next().map(|file| file.path.clone());
        only.filter(|_| found.next().is_none())
    }
}

/// All lists with their faults.
#[must_use]
pub fn read(tree: &Tree) -> (Vec<Fault>, Vec<Finding>) {
    let (mut faults, mut found) = (Vec::new(), Vec::new());
    for list in tree.under(LISTS, &["toml"]) {
        let mut wrong = |key: &str, says: String| found.push(Finding::new("faults", key, &list.path, says));
        let table: toml::Table = match list.text.parse() {
            Ok(table) => table,
            Err(why) => {
                wrong(&list.path, why.to_string());
                continue;
            }
        };
        let switched = table.get("switched").and_then(toml::Value::as_bool).unwrap_or_default();
        for entry in table.get("fault").and_then(toml::Value::as_array).into_iter().flatten() {
            let said = |key: &str| entry.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
            let fault = Fault {
                name: said("name"),
                what: said("what"),
                file: said("file"),
                old: said("old"),
                new: said("new"),
                test: said("test"),
                list: list.path.clone(),
                switched,
            };
            // A fault may delete text, so only `new` may be empty.
            if [&fault.name, &fault.what, &fault.file, &fault.old, &fault.test].iter().any(|text| text.is_empty()) {
                wrong(&fault.name, format!("`{}` needs name, what, file, old, new and test", fault.name));
            } else {
                faults.push(fault);
            }
        }
    }
    (faults, found)
}

/// The files with all switched faults compiled in, by path.
///
/// # Errors
/// The first that cannot be applied.
pub fn built_in<'f>(
    tree: &Tree,
    faults: impl IntoIterator<Item = &'f Fault>,
) -> Result<BTreeMap<String, String>, (&'f Fault, String)> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for fault in faults.into_iter().filter(|fault| fault.switched) {
        let text = texts.get(&fault.file).or_else(|| tree.file(&fault.file).map(|file| &file.text));
        let text = fault.built_in(text.map_or("", String::as_str)).map_err(|why| (fault, why))?;
        texts.insert(fault.file.clone(), text);
    }
    Ok(texts)
}

/// Checks that the lists match the code.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (faults, mut found) = read(tree);
    let mut names = BTreeSet::new();
    for fault in &faults {
        let mut wrong = |says: String| found.push(Finding::new("faults", &fault.name, &fault.list, says));
        if !names.insert(&fault.name) {
            wrong(format!("two faults are called `{}`", fault.name));
        }
        match tree.file(&fault.file).map(|file| fault.planted(&file.text)) {
            None => wrong(format!("`{}`: {} is not there", fault.name, fault.file)),
            Some(Err(why)) => wrong(why),
            Some(Ok(_)) if fault.old == fault.new => wrong(format!("`{}` changes nothing", fault.name)),
            Some(Ok(_)) => {}
        }
        if !fault.has_test(tree) {
            wrong(format!("`{}`: there is no test `{}`, or it stands in several files", fault.name, fault.test));
        }
    }
    if found.is_empty()
        && let Err((fault, why)) = built_in(tree, &faults)
    {
        let says = format!("{why} beside the other switched faults: two of them lie across each other");
        found.push(Finding::new("faults", &fault.name, &fault.list, says));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    fn says(list: &str) -> Vec<String> {
        let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
        let files = vec![
            file(
                "crates/domain/src/a.rs",
                "//! A.\nfn f() -> bool { 1 < 2 }\nfn it_holds() {}\nlet x = 3; let x = 3;\n",
            ),
            file("web/a.ts", "// A.\nconst a = some()\n"),
            file("web/test/a.test.ts", "// A.\ntest('all of them', () => {})\n"),
            file("xtask/faults/a.toml", list),
        ];
        let tree = Tree { root: ".".into(), files, others: Vec::new() };
        check(&tree).into_iter().map(|finding| finding.says).collect()
    }
    fn fault(file: &str, old: &str, new: &str, test: &str) -> String {
        format!("[[fault]]\nname = 'f'\nwhat = 'w'\nfile = '{file}'\nold = '{old}'\nnew = '{new}'\ntest = '{test}'\n")
    }

    #[test]
    fn a_list_that_no_longer_fits_the_code_is_told() {
        let rust = "crates/domain/src/a.rs";
        assert_eq!(says(&fault(rust, "1 < 2", "1 <= 2", "it_holds")), [""; 0]);
        assert_eq!(says(&fault("web/a.ts", "some()", "every()", "all of them")), [""; 0]);
        assert_eq!(
            says(&fault(rust, "1 > 2", "", "it_holds"))[0],
            format!("`f`: its old text does not stand in {rust}")
        );
        assert!(says(&fault(rust, "x = 3", "x = 4", "it_holds"))[0].contains("2 times"));
        assert_eq!(says(&fault(rust, "1 < 2", "1 < 2", "it_holds")), ["`f` changes nothing"]);
        assert_eq!(
            says(&fault(rust, "1 < 2", "2 < 1", "it")),
            ["`f`: there is no test `it`, or it stands in several files"]
        );
        assert_eq!(says(&fault("web/b.ts", "a", "b", "all of them")), ["`f`: web/b.ts is not there"]);
        let twice = fault(rust, "1 < 2", "2 < 1", "it_holds").repeat(2);
        assert_eq!(says(&twice), ["two faults are called `f`"]);
        let across = fault(rust, "< 2 }", "> 2 }", "it_holds").replace("'f'", "'g'");
        let both = fault(rust, "1 < 2", "2 < 1", "it_holds") + &across;
        assert_eq!(says(&both), [""; 0], "planted one by one");
        assert!(says(&format!("switched = true\n{both}"))[0].contains("lie across each other"));
        assert!(says("[[fault]]\nname = 'f'\n")[0].contains("needs name, what"));
        assert_eq!(says("[[fault]\n").len(), 1);
    }

    #[test]
    fn a_switched_fault_stands_beside_the_right_text() {
        let (name, what, file, test, list) = ("f".into(), "w".into(), "a.rs".into(), "t".into(), "l".into());
        let fault = Fault { name, what, file, old: "a < b".into(), new: "true".into(), test, list, switched: true };
        let on = r#"std::env::var_os("WEIGUANG_FAULT").is_some_and(|name| name == "f")"#;
        let built = fault.built_in("x(a < b)").unwrap();
        assert_eq!(built, format!("x((if {on} {{\ntrue\n}} else {{\na < b\n}}))"));
        let asked = Fault { old: "ask()?;".into(), new: String::new(), ..fault };
        assert_eq!(asked.built_in("ask()?; go()").unwrap(), format!("if {on} {{\n\n}} else {{\nask()?;\n}}\n go()"));
    }
}
