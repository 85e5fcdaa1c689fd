//! Ledger values for form fields, merged with what visits reported.

use uuid::Uuid;

use super::edits::{Edit, heads};
use super::filling::KnownValue;
use super::form::{Answer, Field, Kind};
use crate::households::{CareNeed, ContactKind, Household, Phone, Registered, Resident, Tenure};
use crate::kernel::ids::{AccountId, EditId};
use crate::kernel::milli::Milli;
use crate::kernel::phone;
use crate::kernel::time::{Day, Moment};

/// Known values of a household.
#[must_use]
pub fn of_household(home: &Household) -> Vec<(Field, KnownValue)> {
    let mut known = Vec::new();
    let mut say = |field, answer| known.push((field, KnownValue { answer, since: home.since }));
    match home.tenure {
        Tenure::Owner => say(Field::Tenure, Answer::One("owner".into())),
        Tenure::Tenant => say(Field::Tenure, Answer::One("tenant".into())),
        Tenure::Lodged => say(Field::Tenure, Answer::One("lodged".into())),
        Tenure::Unknown => {}
    }
    let landlord = home.contacts.iter().filter(|c| c.kind == ContactKind::Landlord);
    if let Some(phone) = landlord.flat_map(|c| c.phones()).next() {
        say(Field::LandlordPhone, Answer::Text(phone.reveal().to_owned()));
    }
    known
}

/// KnownValue values of a resident whose record was last changed on `changed`.
#[must_use]
pub fn of_resident(
    resident: &Resident,
    home: Option<&Household>,
    needs: &[CareNeed],
    changed: Day,
    today: Day,
) -> Vec<(Field, KnownValue)> {
    let mut known = Vec::new();
    let mut say = |field, answer, since| known.push((field, KnownValue { answer, since }));
    match &resident.registered {
        Registered::Here => say(Field::Registered, Answer::Text("here".into()), changed),
        Registered::Elsewhere(words) => say(Field::Registered, Answer::Text(words.clone()), changed),
        Registered::Unknown => {}
    }
    if let Some(year) = resident.birth.year() {
        say(Field::BirthYear, Answer::Number(Milli::whole(year.into())), changed);
    }
    if let Some(phone) = resident.phones.first() {
        say(Field::Phone, Answer::Text(phone.reveal().to_owned()), changed);
    }
    let kin = home.into_iter().flat_map(|h| h.contacts_for(resident.id)).find(|c| c.kind == ContactKind::Kin);
    if let Some(kin) = kin {
        say(Field::Kin, Answer::Text(kin.name.clone()), changed);
        if let Some(phone) = kin.phones().next() {
            say(Field::KinPhone, Answer::Text(phone.reveal().to_owned()), changed);
        }
    }
    for need in needs.iter().filter(|n| n.resident == resident.id && n.holds(today)) {
        say(Field::Need(need.kind), Answer::YesNo(true), need.consent.on);
    }
    known
}

/// An answer in the ledger's form, independent of the question's type; `None` if the ledger cannot store it.
#[must_use]
pub fn canonical(field: Field, answer: &Answer) -> Option<Answer> {
    match (field, answer) {
        (Field::HouseholdSize | Field::BirthYear, Answer::Number(_))
        | (Field::Tenure, Answer::One(_))
        | (Field::Need(_), Answer::YesNo(_)) => Some(answer.clone()),
        (Field::Need(_), Answer::One(word)) => match word.as_str() {
            "yes" => Some(Answer::YesNo(true)),
            "no" => Some(Answer::YesNo(false)),
            _ => None,
        },
        (Field::Phone | Field::KinPhone | Field::LandlordPhone, Answer::Text(text)) => {
            Phone::parse(text).ok().map(|phone| Answer::Text(phone.reveal().to_owned()))
        }
        (Field::Registered | Field::Kin, Answer::Text(text) | Answer::One(text)) => {
            let text = text.trim();
            (!text.is_empty()).then(|| Answer::Text(text.to_owned()))
        }
        _ => None,
    }
}

/// The ledger's value as an answer of a question type.
#[must_use]
pub fn fitting(kind: &Kind, answer: &Answer) -> Answer {
    let chosen = |word: &str| match kind {
        Kind::One(choices) => choices.iter().any(|c| c.name == word).then(|| Answer::One(word.to_owned())),
        _ => None,
    };
    let fits = match answer {
        Answer::Text(word) => chosen(word),
        Answer::YesNo(yes) => chosen(if *yes { "yes" } else { "no" }),
        _ => None,
    };
    fits.unwrap_or_else(|| answer.clone())
}

/// A value as shown to staff of the cell.
#[must_use]
pub fn shown(field: Field, answer: &Answer) -> Answer {
    match answer {
        Answer::Text(typed) if field.is_masked() => {
            // A number typed with spaces is masked in its stored form.
            let read = phone::read(typed).ok().flatten();
            Answer::Text(phone::mask(read.as_ref().map_or(typed, |one| &one.number)))
        }
        // The place of registration is only for an alert's last rung; staff of the cell see that it is elsewhere.
        Answer::Text(words) if field == Field::Registered && words != "here" => Answer::Text("elsewhere".into()),
        other => other.clone(),
    }
}

/// The state of a field.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FieldState {
    /// The known value: the ledger's, or if it has no such field, the only value from visits.
    pub known: Option<KnownValue>,
    /// The current values as edits; several must be resolved.
    pub values: Vec<Edit>,
    /// The ledger's value as an edit, if no edit has it; it is stored before the next edit.
    pub own: Option<Edit>,
}

impl FieldState {
    /// Whether there are several values.
    #[must_use]
    pub const fn is_disputed(&self) -> bool {
        self.values.len() > 1
    }
}

/// The state of a field from the ledger's value and the edits of visits. The ledger's value counts as an edit, so that
/// nobody overwrites a desk entry unseen; a desk entry that equals no edit has seen all of them. `mark` derives the
/// edit's id from the value: equal for equal values.
#[must_use]
pub fn standing(field: Field, edits: &[Edit], ledger: Option<KnownValue>, mark: impl Fn(&str) -> Uuid) -> FieldState {
    let mut values: Vec<Edit> = heads(edits).into_iter().cloned().collect();
    let Some(mut known) = ledger else {
        let known = match (values.as_slice(), field) {
            ([Edit { value: Some(answer), at, .. }], Field::HouseholdSize) => {
                Some(KnownValue { answer: answer.clone(), since: at.day() })
            }
            _ => None,
        };
        return FieldState { known, values, own: None };
    };
    let same = |e: &&Edit| e.value.as_ref() == Some(&known.answer);
    // A later equal edit confirms the value.
    let said = edits.iter().filter(same).map(|e| e.at.day()).max();
    if values.iter().any(|e| same(&e)) {
        known.since = known.since.max(said.unwrap_or(known.since));
        return FieldState { known: Some(known), values, own: None };
    }
    let text = format!("{} {} {}", field.key(), edits.len(), serde_json::to_string(&known.answer).unwrap_or_default());
    let own = Edit {
        id: EditId::new(mark(&text)),
        value: Some(known.answer.clone()),
        seen: values.iter().map(|e| e.id).collect(),
        by: AccountId::new(Uuid::nil()),
        at: Moment::start_of(known.since),
    };
    values = vec![own.clone()];
    FieldState { known: Some(known), values, own: Some(own) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn edit(id: u128, value: &str, seen: &[EditId]) -> Edit {
        Edit {
            id: EditId::new(Uuid::from_u128(id)),
            value: Some(Answer::One(value.into())),
            seen: seen.iter().copied().collect(),
            by: AccountId::new(Uuid::from_u128(9)),
            at: Moment::start_of(date(2026, 11, 25)),
        }
    }
    fn ledger(value: &str) -> Option<KnownValue> {
        Some(KnownValue { answer: Answer::One(value.into()), since: date(2026, 1, 1) })
    }
    fn stand(edits: &[Edit], own: Option<KnownValue>) -> FieldState {
        standing(Field::Tenure, edits, own, |text| {
            Uuid::from_u128(u128::from(text.bytes().map(u64::from).sum::<u64>()))
        })
    }
    fn said(standing: &FieldState) -> Vec<String> {
        standing.values.iter().map(|e| format!("{:?}", e.value.as_ref().unwrap())).collect()
    }

    #[test]
    fn the_ledger_s_own_word_is_an_edit_that_nobody_overwrites_unseen() {
        let before = stand(&[], ledger("owner"));
        let own = before.own.clone().unwrap();
        assert_eq!(own, stand(&[], ledger("owner")).own.unwrap(), "the same word has the same mark");
        // An edit that saw it replaces it; one that did not disagrees with it.
        let seen = [own.clone(), edit(1, "tenant", &[own.id])];
        assert_eq!(said(&stand(&seen, ledger("tenant"))), ["One(\"tenant\")"]);
        let unseen = [own, edit(2, "tenant", &[])];
        assert!(stand(&unseen, ledger("owner")).is_disputed());
    }

    #[test]
    fn what_is_written_at_a_desk_answers_what_visits_said_and_the_same_word_later_keeps_it_fresh() {
        let first = edit(1, "tenant", &[]);
        let desk = stand(std::slice::from_ref(&first), ledger("lodged"));
        assert_eq!(said(&desk), ["One(\"lodged\")"]);
        assert_eq!(desk.own.unwrap().seen, [first.id].into());
        let confirmed = stand(&[first], ledger("tenant"));
        assert_eq!(confirmed.known.unwrap().since, date(2026, 11, 25));
        assert!(confirmed.own.is_none());
    }

    #[test]
    fn whoever_serves_the_cell_sees_no_number_and_no_other_town() {
        let text = |text: &str| Answer::Text(text.into());
        for field in [Field::Phone, Field::KinPhone, Field::LandlordPhone] {
            assert_eq!(shown(field, &text("138 1234 1234")), text("138****1234"), "{field:?}");
        }
        assert_eq!(shown(Field::Registered, &text("资阳市安岳县")), text("elsewhere"));
        assert_eq!(
            (shown(Field::Registered, &text("here")), shown(Field::Kin, &text("儿子"))),
            (text("here"), text("儿子"))
        );
    }

    #[test]
    fn where_the_ledger_has_no_place_for_it_the_one_value_that_visits_gave_is_known() {
        let size = |edits: &[Edit]| standing(Field::HouseholdSize, edits, None, |_| Uuid::nil()).known;
        assert_eq!(size(&[edit(1, "3", &[])]).unwrap().answer, Answer::One("3".into()));
        assert_eq!(size(&[edit(1, "3", &[]), edit(2, "4", &[])]), None, "two values are none");
    }
}
