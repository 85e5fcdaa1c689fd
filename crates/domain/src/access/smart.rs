//! Maps SMART on FHIR scopes (`system/Observation.rs` of v2, `.read` of v1) to verbs. What a verb may reach is decided
//! in `policy.rs` alone.

use super::Verb;

/// The supported scopes and their verbs: `r` read, `s` search, `c` create.
pub const SCOPES: &[(&str, &[Verb])] = &[
    ("system/Patient.rs", &[Verb::HouseholdsRead]),
    ("system/Observation.rs", &[Verb::CareRead]),
    ("system/Observation.c", &[Verb::CareMeasure]),
    ("system/Task.rs", &[Verb::CareOverdue]),
    ("system/Flag.rs", &[Verb::CareAlert]),
    ("system/Appointment.rs", &[Verb::CareBook]),
];

/// The verbs of a scope; empty for an unknown one. A scope that asks for more than is supported is unknown, never
/// narrowed.
#[must_use]
pub fn verbs(scope: &str) -> Vec<Verb> {
    let Some((resource, rights)) = scope.split_once('.') else { return Vec::new() };
    let rights = match rights {
        "read" => "rs",
        "write" => "c",
        other => other,
    };
    let mut all = Vec::new();
    for right in rights.chars() {
        let offered = |(known, _): &&(&str, &[Verb])| {
            known.split_once('.').is_some_and(|(r, rights)| r == resource && rights.contains(right))
        };
        let Some((_, verbs)) = SCOPES.iter().find(offered) else { return Vec::new() };
        all.extend(verbs.iter().filter(|verb| !all.contains(*verb)).copied().collect::<Vec<_>>());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_all_of_its_verbs_or_nothing() {
        assert_eq!(verbs("system/Observation.rs"), [Verb::CareRead]);
        assert_eq!(verbs("system/Observation.crs"), [Verb::CareMeasure, Verb::CareRead]);
        assert_eq!(verbs("system/Patient.read"), [Verb::HouseholdsRead]);
        assert_eq!(verbs("system/Patient.r"), [Verb::HouseholdsRead]);
        for unknown in ["system/Observation.cruds", "system/Patient.c", "user/*.rs", "system/Patient", "cases.read", ""]
        {
            assert_eq!(verbs(unknown), [], "{unknown}");
        }
    }
}
