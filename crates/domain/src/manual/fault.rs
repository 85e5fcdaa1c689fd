//! Faults of a manual file: location and expectation, in both languages, with stable codes.

use std::fmt;

/// A fault with its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, such as `manual.unknown-key`; see [`CODES`].
    pub code: &'static str,
    /// The file's name as the caller gave it.
    pub file: Box<str>,
    /// The line from 1, if known.
    pub line: Option<usize>,
    /// The key in the head, such as `photo.need`, if one is at fault.
    pub key: Option<Box<str>>,
    /// What is wrong and what was expected, in Simplified Chinese.
    pub zh: Box<str>,
    /// The same in English.
    pub en: Box<str>,
}

/// All codes with their meaning.
pub const CODES: &[(&str, &str)] = &[
    ("manual.no-head", "the file does not open with a head between two +++ lines"),
    ("manual.bad-toml", "the head or the file is not TOML"),
    ("manual.unknown-key", "a key that the manual does not know"),
    ("manual.missing-key", "a key that must be there is not"),
    ("manual.wrong-type", "a value is of another type than the key wants"),
    ("manual.bad-value", "a value is none of those allowed"),
    ("manual.bad-id", "an id is not lower-case ASCII words joined by hyphens"),
    ("manual.bad-span", "a span is not written like \"2 working hours\""),
    ("manual.bad-condition", "the condition of a rule of care is not understood"),
    ("manual.bad-date", "a date is not a civil day"),
    ("manual.why-missing", "something is asked for and nothing says why"),
    ("manual.name-mismatch", "the file's name or folder does not agree with its head"),
    ("manual.no-steps", "the body has no numbered list under ## 步骤"),
    ("manual.unknown-group", "a group that manual.toml does not list"),
    ("manual.twice", "the same kind and version, group or year is given twice"),
    ("manual.not-next", "a version that does not follow the newest one"),
    ("manual.clocks-disagree", "accepting may take longer than resolving"),
];

impl Fault {
    /// A fault without a location.
    #[must_use]
    pub fn new(code: &'static str, file: &str, zh: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self { code, file: file.into(), line: None, key: None, zh: zh.into(), en: en.into() }
    }

    /// Sets the line, from 1.
    #[must_use]
    pub fn at(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// Sets the key.
    #[must_use]
    pub fn of(mut self, key: impl Into<Box<str>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The message in Chinese with its location.
    #[must_use]
    pub fn chinese(&self) -> String {
        let line = self.line.map_or_else(String::new, |n| format!("第 {n} 行"));
        let key = self.key.as_ref().map_or_else(String::new, |k| format!("“{k}”"));
        format!("{}{line}{key}：{}", self.file, self.zh)
    }
}

/// The message in English with its location.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(key) = &self.key {
            write!(f, " `{key}`")?;
        }
        write!(f, ": {}", self.en)
    }
}

impl std::error::Error for Fault {}
