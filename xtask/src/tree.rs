//! The files of a clean checkout, without build output.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders created by builds and runs, at any depth.
const MADE: &[&str] = &["target", "node_modules", "dist", "pages-out", "out"];
/// Hidden folders that belong to the project.
const HIDDEN: &[&str] = &[".cargo", ".ci"];
/// Suffixes of text files.
const TEXTS: &[&str] = &["rs", "ts", "mjs", "vue", "css", "html", "sql", "toml", "md", "json", "sh"];

/// A text file.
#[derive(Clone, Debug)]
pub struct File {
    /// Path from the root, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl File {
    /// Its suffix without the dot.
    #[must_use]
    pub fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// The name without folders.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether it is a test file, by name.
    #[must_use]
    pub fn is_test(&self) -> bool {
        let name = self.name();
        name == "tests.rs" || name.ends_with("_tests.rs") || self.path.contains("/tests/")
    }

    /// The line, from 1, of a byte offset.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
    }
}

/// The project on disk.
#[derive(Debug)]
pub struct Tree {
    /// The root.
    pub root: PathBuf,
    /// All text files, sorted by path.
    pub files: Vec<File>,
    /// The paths of all other files.
    pub others: Vec<String>,
}

impl Tree {
    /// Reads the project.
    ///
    /// # Errors
    /// If a folder or a file cannot be read.
    pub fn read(root: &Path) -> Result<Self, String> {
        let (mut files, mut others) = (Vec::new(), Vec::new());
        walk(root, "", &mut files, &mut others)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        others.sort();
        Ok(Self { root: root.to_owned(), files, others })
    }

    /// The files under a folder with one of these suffixes.
    pub fn under<'a>(&'a self, folder: &'a str, endings: &'a [&str]) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |f| f.path.starts_with(folder) && endings.contains(&f.ending()))
    }

    /// One file by its path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|f| f.path == path)
    }

    /// The names of the direct subfolders with a text file.
    #[must_use]
    pub fn folders(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .files
            .iter()
            .filter_map(|f| f.path.strip_prefix(folder)?.split_once('/'))
            .map(|(first, _)| first.to_owned())
            .collect();
        names.dedup();
        names
    }
}

fn walk(root: &Path, folder: &str, files: &mut Vec<File>, others: &mut Vec<String>) -> Result<(), String> {
    let here = root.join(folder);
    let told = |e: std::io::Error| format!("{}: {e}", here.display());
    for entry in fs::read_dir(&here).map_err(told)? {
        let entry = entry.map_err(told)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type().map_err(told)?;
        if kind.is_dir() {
            let hidden = name.starts_with('.') && !HIDDEN.contains(&name.as_str());
            // Data of a running installation or demonstration in the root.
            if !hidden && !MADE.contains(&name.as_str()) && path != "data" && path != "weiguang-demo" {
                walk(root, &path, files, others)?;
            }
        } else if kind.is_file() && (TEXTS.iter().any(|t| name.ends_with(&format!(".{t}"))) || path == ".ci/run") {
            let text = fs::read_to_string(entry.path()).map_err(|e| format!("{path}: {e}"))?;
            files.push(File { path, text });
        } else if kind.is_file() {
            others.push(path);
        }
    }
    Ok(())
}
