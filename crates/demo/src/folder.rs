//! A folder with a demonstration: marked when created, and only marked folders are ever removed.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// The marker file, which contains the demonstration's moment.
const MARK: &str = "demonstration";
/// Files of a demonstration: store, keys, and the marker.
const OURS: &[&str] = &[
    "weiguang.db",
    "weiguang.db-wal",
    "weiguang.db-shm",
    "weiguang.db-journal",
    "weiguang.db.lock",
    "keys/master.key",
    MARK,
];

/// The content of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Empty or missing.
    Nothing,
    /// A demonstration made for this moment.
    Demonstration(String),
    /// An unfinished demonstration.
    Unfinished,
    /// Something else; an example file.
    Other(PathBuf),
}

const UNFINISHED: &str = "unfinished";

/// Examines a folder.
///
/// # Errors
/// If it cannot be read.
pub fn look(folder: &Path) -> io::Result<Holds> {
    let marked = match fs::read_to_string(folder.join(MARK)) {
        Ok(text) if text.trim() == UNFINISHED => Some(Holds::Unfinished),
        Ok(text) => Some(Holds::Demonstration(text.trim().to_owned())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    let first = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().transpose()?,
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    Ok(marked.unwrap_or_else(|| first.map_or(Holds::Nothing, |entry| Holds::Other(entry.path()))))
}

/// Marks a folder before anything else is written.
///
/// # Errors
/// If it cannot be written.
pub fn begin(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    fs::write(folder.join(MARK), format!("{UNFINISHED}\n"))
}

/// Records that the demonstration is complete.
///
/// # Errors
/// If it cannot be written.
pub fn finish(folder: &Path, moment: &str) -> io::Result<()> {
    fs::write(folder.join(MARK), format!("{moment}\n"))
}

/// Removes a demonstration's files; refuses and returns a file if there are others.
///
/// # Errors
/// If something cannot be read or removed.
pub fn clear(folder: &Path) -> io::Result<Result<(), PathBuf>> {
    let mut all = Vec::new();
    list(folder, &mut all)?;
    let ours = |path: &PathBuf| path.strip_prefix(folder).is_ok_and(|p| OURS.iter().any(|o| p == Path::new(o)));
    if !all.iter().any(|p| *p == folder.join(MARK)) {
        return Ok(all.into_iter().next().map_or(Ok(()), Err));
    }
    if let Some(other) = all.iter().find(|p| !ours(p)) {
        return Ok(Err(other.clone()));
    }
    // The marker last: if interrupted, the rest is still recognised.
    for path in all.iter().filter(|p| **p != folder.join(MARK)).chain([&folder.join(MARK)]) {
        fs::remove_file(path)?;
    }
    Ok(Ok(()))
}

fn list(folder: &Path, all: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A link counts as a file: its target is not ours.
        if entry.file_type()?.is_dir() { list(&entry.path(), all)? } else { all.push(entry.path()) }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_demonstration_is_ever_removed() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("demo");
        assert_eq!(look(&folder).unwrap(), Holds::Nothing);
        begin(&folder).unwrap();
        assert_eq!(look(&folder).unwrap(), Holds::Unfinished);
        fs::write(folder.join("weiguang.db"), "x").unwrap();
        finish(&folder, "2026-11-23T08:00:00Z").unwrap();
        assert_eq!(look(&folder).unwrap(), Holds::Demonstration("2026-11-23T08:00:00Z".into()));

        fs::write(folder.join("家谱.txt"), "x").unwrap();
        assert_eq!(clear(&folder).unwrap(), Err(folder.join("家谱.txt")));
        assert!(folder.join("weiguang.db").exists(), "nothing is removed when something is not ours");
        fs::remove_file(folder.join("家谱.txt")).unwrap();
        assert_eq!(clear(&folder).unwrap(), Ok(()));
        assert_eq!(look(&folder).unwrap(), Holds::Nothing);
    }

    #[test]
    fn a_real_store_is_something_else() {
        let home = tempfile::tempdir().unwrap();
        let store = home.path().join("weiguang.db");
        fs::write(&store, "x").unwrap();
        assert_eq!(look(home.path()).unwrap(), Holds::Other(store.clone()));
        assert_eq!(clear(home.path()).unwrap(), Err(store));
    }
}
