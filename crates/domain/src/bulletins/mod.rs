//! Bulletins 通知公告: say here in one sentence what it is about.

#[cfg(test)]
mod tests;

/// The most characters of a title.
pub const TITLE: usize = 60;

/// Why a wish is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// There is no title.
    #[error("must be given")]
    Missing,
    /// The title is too long.
    #[error("at most {TITLE} characters")]
    TooLong,
}

/// The title without blank ends.
///
/// # Errors
/// It is empty or too long.
pub fn title(text: &str) -> Result<String, Refused> {
    match text.trim() {
        "" => Err(Refused::Missing),
        text if text.chars().count() > TITLE => Err(Refused::TooLong),
        text => Ok(text.to_owned()),
    }
}
