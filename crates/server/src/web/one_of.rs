//! Strings on the wire that are one of a few words: the description of the API names the words, so that a page which misspells
//! one does not compile. Where the domain has a list, the words come from it.

use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, SchemaType};
use utoipa::openapi::{OpenApi, Ref, RefOr, Schema, Type};
use weiguang_domain::care;
use weiguang_domain::cases::{Placed, Status};
use weiguang_domain::grid::Level;
use weiguang_domain::manual::kind::Need;

use super::complete;
use crate::rooms::cases::intake;

/// Each list of words: its name, what it tells, and the words.
fn lists() -> Vec<(&'static str, &'static str, Vec<serde_json::Value>)> {
    let words = |list: &[&str]| list.iter().copied().map(Into::into).collect();
    // What both lists have stands once.
    let either = |one: &[&str], other: &[&str]| {
        let more: Vec<&str> = other.iter().filter(|word| !one.contains(word)).copied().collect();
        words(&[one, &more].concat())
    };
    let levels = Level::ALL.iter().filter_map(|level| serde_json::to_value(level).ok());
    vec![
        ("AccountState", "Where an account stands.", words(&["active", "left"])),
        ("Answer", "What was answered to \"is it solved?\".", words(&["satisfied", "not", "no_answer"])),
        ("AttachmentKind", "What an attachment shows.", words(&["before", "after", "other"])),
        ("CellKind", "What a cell is.", words(&["general", "dedicated", "functional"])),
        ("ChangeWhat", "What an import does to a row.", words(&["create", "change"])),
        ("Datum", "The datum of coordinates.", words(&["wgs84", "cgcs2000", "gcj02"])),
        ("ImportKind", "A kind of table.", words(&["areas", "grids", "directory", "roster", "tickets", "residents"])),
        ("Level", "The length of a code as a word.", levels.collect()),
        ("MessageState", "Where a message stands.", words(&["waiting", "delivered", "given_up"])),
        ("Need", "Whether something is asked for.", words(&Need::ALL.map(|(key, _)| key))),
        (
            "NoticeStatus",
            "Where a case or a care alert stands.",
            either(&Status::ALL.map(Status::key), &care::Status::ALL.map(care::Status::key)),
        ),
        ("Outcome", "How sure a place is.", words(&[Placed::Sure, Placed::Unsure, Placed::Nothing].map(Placed::key))),
        ("Pace", "Which time counts.", words(&["working", "natural"])),
        ("PartState", "Where a collaborator's part stands.", words(&["asked", "accepted", "done", "refused"])),
        (
            "PassedWhat",
            "What passed when somebody left.",
            words(&["post", "case", "alert", "part", "deputyship", "keys"]),
        ),
        ("PublicAnswer", "What a resident can answer.", words(&["satisfied", "not"])),
        (
            "RunState",
            "Where an import stands.",
            words(&["reading", "checking", "writing", "done", "refused", "failed", "interrupted", "checked"]),
        ),
        ("Source", "The door a case came by.", words(intake::SOURCES)),
        ("Status", "Where a case stands.", words(&Status::ALL.map(Status::key))),
        ("AnswerWay", "How a resident's answer came.", words(&["phone", "in_person", "message", "other"])),
        (
            "View",
            "A list of the queue.",
            words(&[
                "open", "late", "waiting", "mine", "parts", "unplaced", "returned", "paused", "resolved", "closed",
                "all",
            ]),
        ),
    ]
}

/// Which fields hold which words.
const FIELDS: &[(&str, &str, &str)] = &[
    ("AccountView", "state", "AccountState"),
    ("AllowanceView", "pace", "Pace"),
    ("AnswerBody", "answer", "PublicAnswer"),
    ("Answered", "status", "Status"),
    ("AreaView", "kind", "CellKind"),
    ("AreaView", "level", "Level"),
    ("AskedView", "need", "Need"),
    ("AttachmentView", "kind", "AttachmentKind"),
    ("CaseRow", "level", "Level"),
    ("CaseRow", "placing", "Outcome"),
    ("CaseRow", "source", "Source"),
    ("CaseRow", "status", "Status"),
    ("CellView", "kind", "CellKind"),
    ("CellView", "level", "Level"),
    ("ImportChange", "what", "ChangeWhat"),
    ("DutyView", "level", "Level"),
    ("ImportReport", "kind", "ImportKind"),
    ("LocateBody", "datum", "Datum"),
    ("Located", "outcome", "Outcome"),
    ("MessageView", "state", "MessageState"),
    ("NearQuery", "datum", "Datum"),
    ("NewCase", "datum", "Datum"),
    ("NewCase", "source", "Source"),
    ("NoticeBody", "status", "NoticeStatus"),
    ("OutlineOf", "kind", "CellKind"),
    ("OutlineOf", "level", "Level"),
    ("PartView", "state", "PartState"),
    ("PassedView", "what", "PassedWhat"),
    ("PlacingView", "outcome", "Outcome"),
    ("PublicReceipt", "placing", "Outcome"),
    ("Receipt", "placing", "Outcome"),
    ("Receipt", "status", "Status"),
    ("RunView", "kind", "ImportKind"),
    ("RunView", "state", "RunState"),
    ("RecentStep", "status", "Status"),
    ("StatusCount", "status", "Status"),
    ("StepView", "level", "Level"),
    ("TrackView", "answered", "Answer"),
    ("TrackView", "status", "Status"),
];

/// Which words of a query hold which words: of an operation's parameters.
const PARAMETERS: &[(&str, &str, &str)] = &[("list_cases", "view", "View"), ("list_outbox", "state", "MessageState")];

/// A string as one of a list's words; one that may be null stays so. `None` where it is no string.
fn narrowed(plain: &RefOr<Schema>, list: &str) -> Option<RefOr<Schema>> {
    let RefOr::T(Schema::Object(object)) = plain else { return None };
    let word = |text: Option<String>| {
        let mut reference = Ref::from_schema_name(list);
        reference.description = text.unwrap_or_default();
        reference
    };
    match &object.schema_type {
        SchemaType::Type(Type::String) => Some(word(object.description.clone()).into()),
        SchemaType::Array(kinds) if kinds.contains(&Type::String) => {
            let null = ObjectBuilder::new().schema_type(Type::Null);
            let either = OneOfBuilder::new().item(null).item(word(None)).description(object.description.clone());
            Some(RefOr::T(Schema::OneOf(either.build())))
        }
        _ => None,
    }
}

/// The description with the words in it.
#[must_use]
pub fn described(mut api: OpenApi) -> serde_json::Value {
    for fault in describe(&mut api) {
        tracing::warn!(fault, "the description of the API is not whole");
    }
    complete::completed(&api)
}

/// Puts the words in, and tells which of them found no place.
fn describe(api: &mut OpenApi) -> Vec<String> {
    let mut faults = Vec::new();
    let components = api.components.get_or_insert_default();
    for (schema, field, list) in FIELDS {
        let property = match components.schemas.get_mut(*schema) {
            Some(RefOr::T(Schema::Object(object))) => object.properties.get_mut(*field),
            _ => None,
        };
        if !narrow(property, list) {
            faults.push(format!("{schema} has no text {field}"));
        }
    }
    for (name, about, words) in lists() {
        let list = ObjectBuilder::new().schema_type(Type::String).description(Some(about)).enum_values(Some(words));
        components.schemas.insert(name.to_owned(), list.into());
    }
    for (operation, parameter, list) in PARAMETERS {
        let reads = api.paths.paths.values_mut().filter_map(|path| path.get.as_mut());
        let found = reads
            .filter(|get| get.operation_id.as_deref() == Some(operation))
            .flat_map(|get| get.parameters.iter_mut().flatten())
            .find_map(|one| match one {
                RefOr::T(one) if one.name == *parameter => one.schema.as_mut(),
                _ => None,
            });
        if !narrow(found, list) {
            faults.push(format!("{operation} has no text {parameter}"));
        }
    }
    faults
}

/// Whether there was a string to put a list's words on.
fn narrow(place: Option<&mut RefOr<Schema>>, list: &str) -> bool {
    let narrowed = place.as_deref().and_then(|plain| narrowed(plain, list));
    match (place, narrowed) {
        (Some(place), Some(narrowed)) => {
            *place = narrowed;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_list_of_words_finds_its_field() {
        let mut api = crate::router::api().to_openapi();
        assert_eq!(super::describe(&mut api), Vec::<String>::new());
    }
}
