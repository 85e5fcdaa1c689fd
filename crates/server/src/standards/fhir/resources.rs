//! Patient, Task, Flag and Appointment resources of this system: a person, due acts with their deadline, open alerts, bookings. A patient's
//! identity number is marked as known or unknown, and never written.

use serde_json::{Value as Json, json};
use weiguang_domain::care::recheck::Recheck;
use weiguang_domain::care::{State, Status};
use weiguang_domain::households::resident::{Birth, Presence};
use weiguang_domain::households::{Resident, Sex};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::station::queue::TicketStatus;

use crate::rooms::care::AlertRecord;
use crate::rooms::households::Profile;
use crate::rooms::station::Booked;

/// China's identity numbers in ISO's tree of OIDs.
pub const IDENTITY: &str = "urn:oid:2.16.156.10011.1.3";
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const FLAGS: &str = "http://terminology.hl7.org/CodeSystem/flag-category";

fn gender(resident: &Resident) -> &'static str {
    match resident.sex {
        Some(Sex::Female) => "female",
        Some(Sex::Male) => "male",
        None => "unknown",
    }
}

/// A registered resident.
#[must_use]
pub fn patient(profile: &Profile, place: &str) -> Json {
    let resident = &profile.kept.resident;
    let mut out = json!({
        "resourceType": "Patient",
        "id": resident.id.uuid().to_string(),
        "meta": { "versionId": profile.kept.version.to_string() },
        "active": resident.is_served(),
        "name": [{ "use": "usual", "text": resident.name }],
        "gender": gender(resident),
    });
    if resident.identity.is_some() {
        // It is on record and can be searched; the whole number is only shown to a person, for a reason that is logged.
        let masked = json!({ "extension": [{ "url": ABSENT, "valueCode": "masked" }] });
        out["identifier"] = json!([{ "use": "official", "system": IDENTITY, "_value": masked }]);
    }
    if resident.birth != Birth::Unknown {
        out["birthDate"] = json!(resident.birth.to_string());
    }
    match &resident.presence {
        Presence::Died { on } => out["deceasedDateTime"] = json!(on.to_string()),
        Presence::Merged { into, .. } => {
            let other = json!({ "reference": format!("Patient/{}", into.uuid()) });
            out["link"] = json!([{ "other": other, "type": "replaced-by" }]);
        }
        Presence::Here { .. } | Presence::Left { .. } | Presence::Erased { .. } => {}
    }
    let door = profile.door.as_ref().map_or("", |d| d.label.as_str());
    let text = [place, door].iter().filter(|t| !t.is_empty()).copied().collect::<Vec<_>>().join(" ");
    out["address"] = json!([{ "use": "home", "text": text }]);
    out
}

/// The id of the task of a recheck.
#[must_use]
pub fn recheck_id(recheck: &Recheck) -> String {
    format!("{}-{}", recheck.resident.uuid(), recheck.of.key())
}

/// A due re-measurement; its quantity only for readers who may know it.
#[must_use]
pub fn recheck(recheck: &Recheck, knows: bool, today: Day) -> Json {
    let text = if knows { format!("复查{}", recheck.of.chinese()) } else { "复查".to_owned() };
    let mut out = json!({
        "resourceType": "Task",
        "id": if knows { recheck_id(recheck) } else { format!("{}-due", recheck.resident.uuid()) },
        "status": "requested",
        "intent": "order",
        "code": { "text": text },
        "for": { "reference": format!("Patient/{}", recheck.resident.uuid()) },
        "authoredOn": recheck.asked.to_string(),
        "restriction": { "period": { "end": recheck.due.to_string() } },
    });
    if knows {
        out["reasonReference"] = json!({
            "identifier": { "system": "urn:weiguang:reading", "value": recheck.reading.uuid().to_string() },
        });
    }
    if let Some(days) = recheck.overdue(today) {
        out["businessStatus"] = json!({ "text": format!("已过期 {days} 天") });
    }
    out
}

/// The next act of an open alert, with its deadline.
#[must_use]
pub fn duty(record: &AlertRecord, owner: &str) -> Option<Json> {
    let (alert, status) = (&record.alert, record.alert.state.status());
    if !status.is_open() {
        return None;
    }
    let mut out = json!({
        "resourceType": "Task",
        "id": format!("duty-{}", alert.id.uuid()),
        "meta": { "versionId": record.head.seq.to_string() },
        "status": if status == Status::Raised { "requested" } else { "in-progress" },
        "intent": "order",
        "priority": "stat",
        "code": { "text": format!("关护预警：{}", status.words().zh) },
        "focus": { "reference": format!("Flag/{}", alert.id.uuid()) },
        "for": { "reference": format!("Patient/{}", alert.resident.uuid()) },
        "authoredOn": record.began_at.to_string(),
        "lastModified": record.updated_at.to_string(),
        "owner": { "display": owner },
    });
    if let Some(due) = alert.due() {
        out["restriction"] = json!({ "period": { "end": due.to_string() } });
    }
    Some(out)
}

/// HL7's status for a ticket.
const fn arrived(standing: TicketStatus) -> &'static str {
    match standing {
        TicketStatus::Expected => "booked",
        TicketStatus::Waiting { .. } | TicketStatus::Called { .. } | TicketStatus::PassedOver => "arrived",
        TicketStatus::Served { .. } => "fulfilled",
        TicketStatus::Gone | TicketStatus::Cancelled => "cancelled",
    }
}

/// A booking at the station. A walk-in has a ticket, but no appointment.
#[must_use]
pub fn appointment(booked: &Booked) -> Json {
    let who = json!({ "reference": format!("Patient/{}", booked.resident.uuid()) });
    let place = format!("{} {}", booked.station, booked.place);
    json!({
        "resourceType": "Appointment",
        "id": booked.id.uuid().to_string(),
        "meta": { "versionId": booked.version.to_string() },
        "status": arrived(booked.standing),
        "description": format!("服务站 {} 号", booked.label),
        "start": booked.at.to_string(),
        "end": booked.until.to_string(),
        "participant": [
            { "actor": who, "required": "required", "status": "accepted" },
            { "actor": { "type": "Location", "display": place.trim() }, "status": "accepted" },
        ],
    })
}

/// When an alert ended.
const fn ended(state: &State) -> Option<Moment> {
    match state {
        State::Closed { since, .. } | State::StoodDown { since, .. } => Some(*since),
        _ => None,
    }
}

/// The flag of a person with an alert, without a value.
#[must_use]
pub fn flag(record: &AlertRecord, knows: bool) -> Json {
    let alert = &record.alert;
    let open = alert.state.status().is_open();
    // Once it has ended, its subject is shown only to those who may read the readings.
    let concerns = record.about.concerns.iter().filter(|_| open || knows);
    let words: Vec<String> = concerns.map(|c| c.words().zh).collect();
    let about = if words.is_empty() { String::new() } else { format!("：{}", words.join("。")) };
    let mut period = json!({ "start": record.began_at.to_string() });
    if let Some(end) = ended(&alert.state) {
        period["end"] = json!(end.to_string());
    }
    json!({
        "resourceType": "Flag",
        "id": alert.id.uuid().to_string(),
        "meta": { "versionId": record.head.seq.to_string() },
        "status": if open { "active" } else { "inactive" },
        "category": [{ "coding": [{ "system": FLAGS, "code": "clinical", "display": "Clinical" }] }],
        "code": { "text": format!("关护预警{about}") },
        "subject": { "reference": format!("Patient/{}", alert.resident.uuid()) },
        "period": period,
    })
}
