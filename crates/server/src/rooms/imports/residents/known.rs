//! Finds the resident that a row refers to, and whether it moves them.

use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::columns::{alike, form};
use weiguang_domain::households::{IdentityNumber, Phone, Registered, Resident, Sex};
use weiguang_domain::kernel::text;
use weiguang_store::Tx;

use super::super::report::{Field, RowFault};
use super::super::table::Cells;
use super::row::Row;
use super::{Residents, pair};
use crate::rooms::households::{Home, Mark, NewHome, StoredResident, Where, marked};
use crate::web::Refusal;

fn registered_words(registered: &Registered) -> &str {
    match registered {
        Registered::Unknown => "",
        Registered::Here => "本地",
        Registered::Elsewhere(words) => words,
    }
}

/// Differences between two states of a record, numbers masked.
pub fn differences(before: &Resident, after: &Resident) -> Vec<Field> {
    let identity = |r: &Resident| r.identity.as_ref().map_or_else(String::new, IdentityNumber::mask);
    let phones = |r: &Resident| r.phones.iter().map(Phone::mask).collect::<Vec<_>>().join("、");
    let sex = |r: &Resident| match r.sex {
        None => "",
        Some(Sex::Female) => "女",
        Some(Sex::Male) => "男",
    };
    let mut fields: Vec<Field> = [
        Field::differing("birth", &before.birth.to_string(), &after.birth.to_string()),
        Field::differing("sex", sex(before), sex(after)),
        Field::differing("registered", registered_words(&before.registered), registered_words(&after.registered)),
        Field::differing("identity", &identity(before), &identity(after)),
        Field::differing("phone", &phones(before), &phones(after)),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Two numbers may look alike when masked.
    if fields.is_empty() && before != after {
        fields.push(Field { name: "phone".into(), before: phones(before), after: phones(after) });
    }
    fields
}

impl Residents {
    /// The served resident that a row refers to; or the fault, if it has the number of one and the name of another.
    pub fn known(
        &self,
        tx: &mut Tx<'_>,
        cells: &Cells<'_>,
        row: &Row,
        told: &Resident,
    ) -> Result<Result<Option<StoredResident>, RowFault>, Refusal> {
        let (street, seal) = (self.setting.street, self.setting.app.seal().clone());
        let named = marked(tx, &seal, &street, &Mark::Name(row.name.clone()))?;
        if let Some(number) = &told.identity {
            let same = marked(tx, &seal, &street, &Mark::Identity(number.clone()))?;
            if let Some(kept) = same.into_iter().next() {
                let one_name = text::name(&kept.resident.name) == text::name(&row.name);
                return Ok(if one_name { Ok(Some(kept)) } else { Err(self.of_another(cells, &kept.resident, &named)) });
            }
        }
        let home = self.homes.get(&row.key()).copied().filter(|_| !row.door.is_empty());
        let other = |r: &Resident| matches!((&r.identity, &told.identity), (Some(a), Some(b)) if a != b);
        let one_phone = |r: &Resident| told.phones.iter().any(|p| r.phones.contains(p));
        let same = |r: &Resident| {
            let one_door = r.code == row.code && (r.household == home || row.door.is_empty());
            !other(r) && (one_phone(r) || (one_door && (told.phones.is_empty() || r.phones.is_empty())))
        };
        // The same name with the same phone or dwelling is hardly another person.
        let twin = |r: &Resident| other(r) && (one_phone(r) || (home.is_some() && r.household == home));
        if let Some(one) = named.iter().find(|k| twin(&k.resident)) {
            let on_record = one.resident.identity.as_ref().map_or_else(String::new, IdentityNumber::mask);
            return Ok(Err(cells.fault(
                "identity",
                "imports.identity-differs",
                format!("同名且电话或住址相同的人已登记，身份证号是 {on_record}：请核对；登记错了请在居民页更正"),
                format!("somebody of this name with this phone or door is kept with {on_record}: check it, or put the record right"),
            )));
        }
        Ok(Ok(named.into_iter().find(|k| same(&k.resident))))
    }

    /// The fault of a row with another person's identity number; if that person's row has this one's, they were exchanged.
    fn of_another(&self, cells: &Cells<'_>, owner: &Resident, named: &[StoredResident]) -> RowFault {
        let number = |k: &StoredResident| {
            let number = k.resident.identity.as_ref()?;
            self.pairs.get(&pair(&owner.name, number)).copied().filter(|row| *row != cells.number)
        };
        if let Some(row) = named.iter().find_map(number) {
            return exchanged(cells, row);
        }
        let name = text::mask_name(&owner.name);
        cells.fault(
            "identity",
            "imports.identity-of-another",
            format!("这个身份证号登记的是“{name}”，与本行姓名不同：请核对；改了名请先在居民页更正"),
            format!("this number is kept as {name}'s and the row has another name: check it; a new name is put right in the record"),
        )
    }

    /// The home in a row, and its description in the plan.
    pub fn home(&mut self, row: &Row) -> Home {
        let key = row.key();
        match (row.door.is_empty(), self.homes.get(&key)) {
            (true, _) => Home::Code(row.code),
            (false, Some(household)) => Home::With(*household),
            (false, None) => {
                let at = self
                    .places
                    .get(&key)
                    .map_or_else(|| Where::Words(row.door.clone(), row.code), |place| Where::Place(*place));
                let new = NewHome { id: self.setting.app.id(), at, tenure: row.tenure, since: None };
                self.homes.insert(key, new.id);
                self.doors.insert(new.id, (row.code, row.door.clone()));
                Home::New(new)
            }
        }
    }

    /// Whether a row moves a person; a fault if it does not say where.
    pub fn moves(&self, cells: &Cells<'_>, row: &Row, kept: &Resident) -> Result<bool, RowFault> {
        let near = row.code.contains(&kept.code) || kept.code.contains(&row.code);
        let Some((_, door)) = kept.household.and_then(|id| self.doors.get(&id)) else {
            let exacter = kept.code != row.code && kept.code.contains(&row.code);
            return Ok(!row.door.is_empty() || !near || exacter);
        };
        if row.door.is_empty() {
            if near {
                return Ok(false);
            }
            let column = if cells.given("code").is_some() { "code" } else { "grid" };
            return Err(cells.fault(
                column,
                "imports.moved-where",
                format!("这个人登记在 {}，本行是 {} 而没有住址：搬了家请填住址", kept.code, row.code),
                format!(
                    "kept at {}, and this row says {} without a door: if they moved, give the door",
                    kept.code, row.code
                ),
            ));
        }
        Ok(!(near && alike(&form(door), &form(&row.door))))
    }

    /// The move as fields: from where, to where.
    pub fn moved(&self, row: &Row, kept: &Resident) -> Vec<Field> {
        let before = kept.household.and_then(|id| self.doors.get(&id)).map_or("", |(_, door)| door.as_str());
        let place =
            |code: GridCode, door: &str| if door.is_empty() { code.to_string() } else { format!("{code} {door}") };
        let near = row.code.contains(&kept.code) || kept.code.contains(&row.code);
        let name = match (before.is_empty() && near, row.door.is_empty()) {
            (true, true) => "code",
            (true, false) => "door",
            (false, _) => "move",
        };
        Field::differing(name, &place(kept.code, before), &place(row.code, &row.door)).into_iter().collect()
    }
}

/// The fault of two rows with each other's identity number.
fn exchanged(cells: &Cells<'_>, row: u64) -> RowFault {
    cells.fault(
        "identity",
        "imports.identity-exchanged",
        format!("与第 {row} 行的身份证号写反了：请换回来"),
        format!("exchanged with the number of row {row}: put them back"),
    )
}
