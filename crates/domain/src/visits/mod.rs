//! Visits 走访: patrols and visits as append-only facts, campaigns with provable coverage, and forms that do not ask
//! twice.

pub mod burden;
pub mod campaign;
pub mod correction;
pub mod coverage;
pub mod edits;
pub mod expression;
pub mod filling;
pub mod form;
pub mod ledger;
pub mod population;
pub mod refused;
pub mod retention;
pub mod visit;
pub mod xlsform;

#[cfg(test)]
mod proof;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod vectors;

pub use campaign::{Campaign, Door};
pub use correction::{Correction, Recorded, may_correct};
pub use coverage::{Coverage, Fold, Gap};
pub use edits::{Edit, heads};
pub use filling::{Asking, KnownValue, plan};
pub use form::{Answer, Field, Form, Question};
pub use population::Population;
pub use refused::Refused;
pub use visit::{Outcome, Patrol, Plan, Visit};
