//! The condition language of rules, short enough for a street doctor to edit: `systolic >= 180 or diastolic >= 110`.
//!
//! ```text
//! condition = all ( "or" all )*        all = term ( "and" term )*
//! term      = quantity ( ">=" | "<=" | ">" | "<" ) number
//!           | quantity "hi" | quantity "lo"            what a meter shows beyond its range
//!           | "symptom" NAME | "symptoms"              one of them, or any at all
//! ```

use std::fmt;

use super::reading::{Measured, Quantity, Symptom, Value};
use super::verdict::Side;
use crate::kernel::milli::Milli;

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compare {
    /// ≥.
    AtLeast,
    /// ≤.
    AtMost,
    /// >.
    Above,
    /// <.
    Below,
}

/// A single condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// Compares a measured value with a number.
    Value(Quantity, Compare, Milli),
    /// The meter shows HI.
    Hi(Quantity),
    /// The meter shows LO.
    Lo(Quantity),
    /// A given symptom is present.
    Symptom(Symptom),
    /// Any symptom is present.
    Any,
}

/// A disjunction of conjunctions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition(Vec<Vec<Term>>);

/// A threshold of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Threshold {
    /// The quantity.
    pub of: Quantity,
    /// The direction, and whether the number itself is included.
    pub compare: Compare,
    /// The threshold.
    pub at: Milli,
    /// Whether a symptom is needed as well.
    pub with_symptoms: bool,
}

/// The text is not a condition.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is not understood")]
pub struct NoCondition(pub String);

impl Compare {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Above => "above",
            Self::Below => "below",
        }
    }
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// The first words that cannot be parsed.
    pub fn parse(text: &str) -> Result<Self, NoCondition> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let some: Result<Vec<Vec<Term>>, NoCondition> =
            words.split(|w| *w == "or").map(|all| all.split(|w| *w == "and").map(term).collect()).collect();
        some.map(Self)
    }

    /// Whether it is met. A missing quantity meets nothing; HI is above every number, LO below.
    #[must_use]
    pub fn met(&self, measured: &Measured) -> bool {
        self.0.iter().any(|all| all.iter().all(|term| term.met(measured)))
    }

    /// The thresholds of single values, for charts, with whether each needs a symptom.
    #[must_use]
    pub fn lines(&self) -> Vec<Threshold> {
        let mut lines = Vec::new();
        for all in &self.0 {
            let mut values = all.iter().filter_map(|t| match t {
                Term::Value(of, compare, at) => Some((*of, *compare, *at)),
                _ => None,
            });
            if let (Some((of, compare, at)), None) = (values.next(), values.next()) {
                lines.push(Threshold { of, compare, at, with_symptoms: all.len() > 1 });
            }
        }
        lines
    }

    /// The alternatives, each a conjunction.
    #[must_use]
    pub fn groups(&self) -> &[Vec<Term>] {
        &self.0
    }

    /// The quantities used.
    #[must_use]
    pub fn quantities(&self) -> Vec<Quantity> {
        let mut all: Vec<Quantity> = self.0.iter().flatten().filter_map(|term| term.quantity()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn term(words: &[&str]) -> Result<Term, NoCondition> {
    let unknown = || NoCondition(words.join(" "));
    let quantity = |word: &str| Quantity::from_key(word).ok_or_else(unknown);
    match words {
        ["symptoms"] => Ok(Term::Any),
        ["symptom", name] => Symptom::from_key(name).map(Term::Symptom).ok_or_else(unknown),
        [q, "hi"] => quantity(q).map(Term::Hi),
        [q, "lo"] => quantity(q).map(Term::Lo),
        [q, compare, number] => {
            let compare = match *compare {
                ">=" => Compare::AtLeast,
                "<=" => Compare::AtMost,
                ">" => Compare::Above,
                "<" => Compare::Below,
                _ => return Err(unknown()),
            };
            Ok(Term::Value(quantity(q)?, compare, number.parse().map_err(|_| unknown())?))
        }
        _ => Err(unknown()),
    }
}

impl Term {
    /// The quantity used, if any.
    #[must_use]
    pub const fn quantity(self) -> Option<Quantity> {
        match self {
            Self::Value(q, ..) | Self::Hi(q) | Self::Lo(q) => Some(q),
            Self::Symptom(_) | Self::Any => None,
        }
    }

    /// The direction in which a value meets it.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Value(_, Compare::AtLeast | Compare::Above, _) | Self::Hi(_) => Some(Side::High),
            Self::Value(_, Compare::AtMost | Compare::Below, _) | Self::Lo(_) => Some(Side::Low),
            Self::Symptom(_) | Self::Any => None,
        }
    }

    /// Whether a measurement meets it.
    #[must_use]
    pub fn met(self, measured: &Measured) -> bool {
        match self {
            Self::Any => !measured.symptoms.is_empty(),
            Self::Symptom(symptom) => measured.symptoms.contains(&symptom),
            Self::Hi(q) => measured.values.get(&q) == Some(&Value::Hi),
            Self::Lo(q) => measured.values.get(&q) == Some(&Value::Lo),
            Self::Value(q, compare, limit) => match measured.values.get(&q) {
                None => false,
                Some(Value::Hi) => matches!(compare, Compare::AtLeast | Compare::Above),
                Some(Value::Lo) => matches!(compare, Compare::AtMost | Compare::Below),
                Some(Value::Is(is)) => match compare {
                    Compare::AtLeast => *is >= limit,
                    Compare::AtMost => *is <= limit,
                    Compare::Above => *is > limit,
                    Compare::Below => *is < limit,
                },
            },
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("symptoms"),
            Self::Symptom(s) => write!(f, "symptom {}", s.key()),
            Self::Hi(q) => write!(f, "{} hi", q.key()),
            Self::Lo(q) => write!(f, "{} lo", q.key()),
            Self::Value(q, compare, n) => {
                let sign = match compare {
                    Compare::AtLeast => ">=",
                    Compare::AtMost => "<=",
                    Compare::Above => ">",
                    Compare::Below => "<",
                };
                write!(f, "{} {sign} {n}", q.key())
            }
        }
    }
}
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, all) in self.0.iter().enumerate() {
            let and: Vec<String> = all.iter().map(ToString::to_string).collect();
            write!(f, "{}{}", if n == 0 { "" } else { " or " }, and.join(" and "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(condition: &str, values: &[(Quantity, &str)], symptoms: &[Symptom]) -> bool {
        let values = values.iter().map(|(of, text)| (*of, Value::read(text).unwrap())).collect();
        let measured = Measured { values, symptoms: symptoms.iter().copied().collect(), ..Measured::default() };
        Condition::parse(condition).unwrap().met(&measured)
    }

    #[test]
    fn a_meter_that_says_hi_or_lo_is_beyond_every_line_on_its_side() {
        use Quantity::Glucose;
        for (condition, hi, lo) in [
            ("glucose >= 16.7", true, false),
            ("glucose > 999", true, false),
            ("glucose <= 3.9", false, true),
            ("glucose < 0.1", false, true),
            ("glucose hi", true, false),
            ("glucose lo", false, true),
        ] {
            let found = [met(condition, &[(Glucose, "HI")], &[]), met(condition, &[(Glucose, "LO")], &[])];
            assert_eq!(found, [hi, lo], "{condition}");
        }
        assert!(!met("systolic >= 180", &[(Glucose, "HI")], &[]), "what was not measured meets nothing");
    }

    #[test]
    fn the_number_itself_is_beyond_only_where_the_line_says_so() {
        for (compare, below, at, above) in
            [(">=", false, true, true), (">", false, false, true), ("<=", true, true, false), ("<", true, false, false)]
        {
            let found = ["16.699", "16.7", "16.701"]
                .map(|value| met(&format!("glucose {compare} 16.7"), &[(Quantity::Glucose, value)], &[]));
            assert_eq!(found, [below, at, above], "{compare}");
        }
    }

    #[test]
    fn all_of_an_and_and_one_of_an_or() {
        let low = [(Quantity::Systolic, "88")];
        let rule = "systolic < 80 or systolic < 90 and symptom dizzy";
        assert!(!met(rule, &low, &[]) && !met(rule, &[], &[Symptom::Dizzy]) && met(rule, &low, &[Symptom::Dizzy]));
        assert!(met(rule, &[(Quantity::Systolic, "79")], &[]));
    }
}
