//! The list of planted faults: mistakes that somebody could make, each with the test that must turn red. `cargo xtask faults` plants them in
//! a copy of the tree; tidy only looks whether the list still fits the code.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::tree::Tree;

/// Where the lists lie, one file for each part of the code.
const LISTS: &str = "xtask/faults/";
/// Where the tests of the pages lie.
const PAGE_TESTS: &str = "web/test/";

/// One fault.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its name on the command line.
    pub name: String,
    /// What it means, in one sentence.
    pub what: String,
    /// Where it is planted.
    pub file: String,
    /// The right text: it stands there exactly once.
    pub old: String,
    /// The wrong text.
    pub new: String,
    /// The test that must turn red: the function's name, or in the pages the title of a test or of its group.
    pub test: String,
    /// The list that names it.
    pub list: String,
}

/// Which part of the code a fault lies in.
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
    /// Where it lies.
    #[must_use]
    pub fn part(&self) -> Part {
        match self.file.split('/').collect::<Vec<_>>()[..] {
            ["crates", "domain", ..] => Part::Domain,
            ["web", ..] => Part::Pages,
            _ => Part::Server,
        }
    }

    /// The file with the fault in it.
    ///
    /// # Errors
    /// If the right text does not stand there exactly once.
    pub fn planted(&self, text: &str) -> Result<String, String> {
        match text.matches(&self.old).count() {
            1 => Ok(text.replacen(&self.old, &self.new, 1)),
            0 => Err(format!("`{}`: its old text does not stand in {}", self.name, self.file)),
            n => Err(format!(
                "`{}`: its old text stands in {} {n} times, so nobody knows where it is meant",
                self.name, self.file
            )),
        }
    }

    /// Whether its test is there: a function in Rust, the title of a test or a group in one file of the pages' tests.
    fn has_test(&self, tree: &Tree) -> bool {
        if self.part() == Part::Pages {
            return self.page_test(tree).is_some();
        }
        let declared = format!("fn {}(", self.test);
        tree.under("crates/", &["rs"]).any(|file| file.text.contains(&declared))
    }

    /// The one file of the pages' tests in which its title stands.
    #[must_use]
    pub fn page_test(&self, tree: &Tree) -> Option<String> {
        let titles = ["'", "`", "\""].map(|quote| format!("({quote}{}{quote}", self.test));
        let mut found =
            tree.under(PAGE_TESTS, &["ts"]).filter(|file| titles.iter().any(|title| file.text.contains(title)));
        let only = found.next().map(|file| file.path.clone());
        only.filter(|_| found.next().is_none())
    }
}

/// Every list, and what is wrong with them.
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
            };
            // A fault may leave a text out, so that `new` alone may be empty.
            if [&fault.name, &fault.what, &fault.file, &fault.old, &fault.test].iter().any(|text| text.is_empty()) {
                wrong(&fault.name, format!("`{}` needs name, what, file, old, new and test", fault.name));
            } else {
                faults.push(fault);
            }
        }
    }
    (faults, found)
}

/// Checks that the lists still fit the code.
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
        assert!(says("[[fault]]\nname = 'f'\n")[0].contains("needs name, what"));
        assert_eq!(says("[[fault]\n").len(), 1);
    }
}
