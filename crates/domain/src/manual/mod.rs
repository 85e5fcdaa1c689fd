//! Scaffold until the manual room is merged.
#![expect(missing_docs, reason = "scaffold")]
use crate::kernel::time::{Day, Moment, Span};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace { Natural, Working }
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Allowance { pub pace: Pace, pub span: Span }
#[derive(Clone, Debug, Default)]
pub struct Calendar;
impl Calendar {
    pub fn working_between(&self, a: Moment, b: Moment) -> Span { b - a }
    pub fn is_workday(&self, _day: Day) -> bool { true }
}
pub fn deadline(received: Moment, a: Allowance, _c: &Calendar) -> Moment { received + a.span }
pub fn halfway(received: Moment, a: Allowance, _c: &Calendar) -> Moment { received + a.span.half() }
#[derive(Clone, Debug)]
pub struct Names { pub zh: String, pub en: String }
#[derive(Clone, Debug)]
pub struct Kind { pub id: String, pub version: u32, pub name: Names, pub urgent: bool, pub accept_by: Allowance, pub resolve_by: Allowance, pub climb_every: Allowance, pub ask_resident: bool }
#[derive(Clone, Debug, Default)]
pub struct Manual { kinds: Vec<Kind> }
impl Manual {
    pub fn kind(&self, id: &str, version: u32) -> Option<&Kind> { self.kinds.iter().find(|k| k.id == id && k.version == version) }
    pub fn current(&self, id: &str) -> Option<&Kind> { self.kinds.iter().filter(|k| k.id == id).max_by_key(|k| k.version) }
}
