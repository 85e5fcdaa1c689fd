//! The search parameters of each type of resource, in one place for searches and for the capability statement.

/// The search parameters of a type of resource.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The type.
    pub kind: &'static str,
    /// Whether it belongs to a patient.
    pub of_patient: bool,
    /// The name of its date.
    pub date: Option<&'static str>,
    /// Whether it has a code.
    pub code: bool,
    /// Whether its last change is known.
    pub updated: bool,
}

/// Patients.
pub const PATIENT: Known = Known { kind: "Patient", of_patient: false, date: None, code: false, updated: true };
/// Observations.
pub const OBSERVATION: Known =
    Known { kind: "Observation", of_patient: true, date: Some("date"), code: true, updated: true };
/// Tasks.
pub const TASK: Known = Known { kind: "Task", of_patient: true, date: Some("authored-on"), code: false, updated: true };
/// Flags.
pub const FLAG: Known = Known { kind: "Flag", of_patient: true, date: Some("date"), code: false, updated: true };
/// Appointments.
pub const APPOINTMENT: Known =
    Known { kind: "Appointment", of_patient: true, date: Some("date"), code: false, updated: false };

impl Known {
    /// The parameters for the capability statement: name and type.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, &'static str)> {
        let mut all = vec![("_id", "token")];
        if self.updated {
            all.push(("_lastUpdated", "date"));
        }
        if self.of_patient {
            all.extend([("patient", "reference"), ("subject", "reference")].into_iter().filter(|(name, _)| {
                // In R4 an appointment has no subject, only a patient among those who take part.
                *name == "patient" || self.kind != "Appointment"
            }));
        }
        all.extend(self.code.then_some(("code", "token")));
        all.extend(self.date.map(|name| (name, "date")));
        all
    }
}
