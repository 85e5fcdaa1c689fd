//! A bulletin's content and its limits.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::Refused;
use crate::kernel::ids::PictureId;
use crate::kernel::time::Day;

/// Maximum characters of a title.
pub const TITLE: usize = 60;
/// Maximum characters of a text.
pub const TEXT: usize = 5_000;
/// Maximum pictures.
pub const PICTURES: usize = 6;
/// Maximum days from first to last.
pub const DAYS: i32 = 366;

/// A bulletin's content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Content {
    /// Its title.
    pub title: String,
    /// Plain paragraphs, one per line.
    pub text: String,
    /// The first day on which residents see it.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Its pictures, in order.
    #[serde(default)]
    pub pictures: Vec<PictureId>,
}

impl Content {
    /// Trims the content and drops empty lines.
    ///
    /// # Errors
    /// All invalid fields.
    pub fn checked(self) -> Result<Self, Vec<Refused>> {
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines = self.text.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        let mut faults = Vec::new();
        match title.chars().count() {
            0 => faults.push(Refused::Missing("title")),
            n if n > TITLE => faults.push(Refused::TooLong("title", TITLE)),
            _ => {}
        }
        match text.chars().count() {
            0 => faults.push(Refused::Missing("text")),
            n if n > TEXT => faults.push(Refused::TooLong("text", TEXT)),
            _ => {}
        }
        let days = (self.until - self.from).get_days();
        if days < 0 {
            faults.push(Refused::Backwards);
        } else if days >= DAYS {
            faults.push(Refused::TooManyDays);
        }
        if self.pictures.len() > PICTURES {
            faults.push(Refused::TooManyPictures);
        }
        if self.pictures.iter().collect::<BTreeSet<_>>().len() != self.pictures.len() {
            faults.push(Refused::PictureTwice);
        }
        if faults.is_empty() { Ok(Self { title, text, ..self }) } else { Err(faults) }
    }
}
