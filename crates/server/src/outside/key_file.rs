//! The file of master keys: a line for each, with its number and 64 hexadecimal digits; the first line may omit its number 1. It is created
//! private, and changed by replacing the whole file.

use std::path::Path;
use zeroize::Zeroizing;

use super::chance::Chance;
use super::seal::SealError;

/// 32 bytes from which all other keys are derived.
pub type Master = Zeroizing<[u8; 32]>;

/// The number of the first key.
pub const FIRST: u8 = 1;

fn fault(path: &Path, why: impl std::fmt::Display) -> SealError {
    SealError::KeyFile { path: path.display().to_string(), why: why.to_string() }
}

/// The first key, and the later ones by their numbers.
pub type Keys = (Master, Vec<(u8, Master)>);

/// Reads the first key and the later ones; `None` if there is no file.
///
/// # Errors
/// If the file cannot be read, or its keys are not numbered 1, 2, 3 ….
pub fn read(path: &Path) -> Result<Option<Keys>, SealError> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text).map(Some).map_err(|why| fault(path, why)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(fault(path, e)),
    }
}

/// Creates a file with a first key. An existing file is never replaced.
///
/// # Errors
/// If it exists, or cannot be created.
pub fn make(path: &Path, chance: &Chance) -> Result<Master, SealError> {
    let master = Zeroizing::new(chance.bytes::<32>());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| fault(path, e))?;
    }
    write_private(path, &line(FIRST, &master)).map_err(|e| fault(path, e))?;
    Ok(master)
}

/// Adds a key, which seals from the next start on. Returns its number.
///
/// # Errors
/// As [`read`]; if there is no file, it cannot be replaced, or has 255 keys.
pub fn add(path: &Path, chance: &Chance) -> Result<u8, SealError> {
    let none = "there is no such file; the first start of an empty store makes it";
    let (first, later) = read(path)?.ok_or_else(|| fault(path, none))?;
    let number =
        later.last().map_or(FIRST, |(n, _)| *n).checked_add(1).ok_or_else(|| fault(path, "no number is left"))?;
    let mut text = line(FIRST, &first);
    for (number, master) in &later {
        text.push_str(&line(*number, master));
    }
    text.push_str(&line(number, &Zeroizing::new(chance.bytes::<32>())));
    let beside = path.with_extension("new");
    // A file left by an interrupted attempt has a key that never sealed anything.
    let _ = std::fs::remove_file(&beside);
    write_private(&beside, &text).and_then(|()| std::fs::rename(&beside, path)).map_err(|e| fault(path, e))?;
    Ok(number)
}

fn line(number: u8, master: &Master) -> Zeroizing<String> {
    let digits: Zeroizing<String> = Zeroizing::new(master.iter().map(|b| format!("{b:02x}")).collect());
    Zeroizing::new(format!("{number} {}\n", *digits))
}

fn parse(text: &str) -> Result<(Master, Vec<(u8, Master)>), String> {
    let mut keys = Vec::new();
    for (index, line) in text.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
        let (number, digits) = line.split_once(' ').unwrap_or(("1", line));
        let expected = u8::try_from(index + 1).map_err(|_| "more than 255 keys".to_owned())?;
        if number.parse() != Ok(expected) {
            return Err(format!("line {}: expected the number {expected}", index + 1));
        }
        let master = hex(digits.trim()).ok_or_else(|| format!("line {}: expected 64 hexadecimal digits", index + 1))?;
        keys.push((expected, master));
    }
    if keys.is_empty() {
        return Err("it holds no key".into());
    }
    let (_, first) = keys.remove(0);
    Ok((first, keys))
}

fn hex(text: &str) -> Option<Master> {
    let mut out = Zeroizing::new([0; 32]);
    if text.len() != 64 {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(out)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::seal::Seal;

    #[test]
    fn the_file_is_made_once_and_private_and_a_key_is_added_beside_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/master");
        let a = Seal::from_file(&path, &Chance::Machine).unwrap();
        let b = Seal::from_file(&path, &Chance::Machine).unwrap();
        assert_eq!((a.digest(b"x"), a.newest()), (b.digest(b"x"), 1));
        assert_eq!(add(&path, &Chance::Machine).unwrap(), 2);
        let c = Seal::from_file(&path, &Chance::Machine).unwrap();
        assert_eq!((a.digest(b"x"), c.newest()), (c.digest(b"x"), 2));
        let sealed = a.seal("x", b"y", &Chance::Machine);
        assert_eq!(&**c.open("x", &sealed).unwrap(), b"y");
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_of_before_is_its_first_key_and_a_gap_is_told() {
        let digits = "ab".repeat(32);
        assert!(parse(&digits).unwrap().1.is_empty());
        assert!(parse(&format!("1 {digits}\n3 {digits}\n")).unwrap_err().contains("line 2"));
        assert!(parse("1 abc").is_err() && parse("").is_err());
    }
}
