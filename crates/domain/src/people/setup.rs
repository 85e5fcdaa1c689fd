//! Initial setup: a street with its communities, required posts, and what is missing.

use crate::access::Role;
use crate::grid::{GridCode, Level};
use crate::kernel::time::Span;

/// Validity of the setup link.
pub const LINK_LIFE: Span = Span::hours(24);
/// The posts that a street must have: administrator, manager, dispatcher.
pub const NEEDED: [Role; 3] = [Role::Administrator, Role::StreetManager, Role::StreetDispatcher];
/// Maximum communities per setup.
pub const MOST_COMMUNITIES: usize = 200;
/// Maximum characters of a name.
const NAME_LIMIT: usize = 60;

/// A street as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypedStreet {
    /// The official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code and name of each community; a code may be its last three digits.
    pub communities: Vec<(String, String)>,
}

/// A valid street.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Street {
    /// Nine digits.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Its communities, in order of code.
    pub communities: Vec<(GridCode, String)>,
}

/// A fault of a typed street.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// The street's code.
    #[error("the official code of a street has 9 digits")]
    StreetCode,
    /// The name of the street or a community.
    #[error("a name has 1 to {NAME_LIMIT} characters")]
    Name,
    /// No communities.
    #[error("at least one community is needed, and at most {MOST_COMMUNITIES}")]
    Communities,
    /// A community's code.
    #[error("the code of a community is the street's 9 digits and 3 more")]
    CommunityCode,
    /// A duplicate code.
    #[error("this code stands here twice")]
    Twice,
    /// Administrator and manager must be two people.
    #[error("the administrator and the manager are two people with two sign-in names")]
    SamePerson,
}

impl Fault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::StreetCode => "grid.bad-street-code",
            Self::Name => "grid.bad-area-name",
            Self::Communities => "grid.no-communities",
            Self::CommunityCode => "grid.bad-community-code",
            Self::Twice => "grid.code-twice",
            Self::SamePerson => "people.same-person",
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::StreetCode => "街道的统计用区划代码是 9 位数字",
            Self::Name => "名称为 1 至 60 个字",
            Self::Communities => "至少填写一个社区，最多 200 个",
            Self::CommunityCode => "社区代码是街道代码加 3 位数字，也可以只填后 3 位",
            Self::Twice => "这个代码重复了",
            Self::SamePerson => "管理员和街道负责人是两个人，用两个账号",
        }
    }
}

fn name(text: &str) -> Result<String, Fault> {
    let name = text.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_LIMIT && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(Fault::Name) }
}

fn community(street: Option<&GridCode>, typed: &str) -> Result<GridCode, Fault> {
    let digits = crate::kernel::text::fold(typed).replace(' ', "");
    let whole = match street {
        Some(street) if digits.len() == 3 => format!("{street}{digits}"),
        _ => digits,
    };
    let code = GridCode::parse(&whole).map_err(|_| Fault::CommunityCode)?;
    let fits = code.level() == Level::Community && street.is_none_or(|s| s.contains(&code)) && !whole.ends_with("000");
    if fits { Ok(code) } else { Err(Fault::CommunityCode) }
}

/// Validates a typed street.
///
/// # Errors
/// All faults by field: `code`, `name`, `communities`, `communities.2.code`.
pub fn street(typed: &TypedStreet) -> Result<Street, Vec<(String, Fault)>> {
    let mut faults = Vec::new();
    let mut note = |field: String, fault: Fault| faults.push((field, fault));
    let digits = crate::kernel::text::fold(&typed.code).replace(' ', "");
    let code = GridCode::parse(&digits).ok().filter(|c| c.level() == Level::Street && !digits.ends_with("000"));
    if code.is_none() {
        note("code".into(), Fault::StreetCode);
    }
    let called = name(&typed.name).map_err(|fault| note("name".into(), fault)).unwrap_or_default();
    if typed.communities.is_empty() || typed.communities.len() > MOST_COMMUNITIES {
        note("communities".into(), Fault::Communities);
    }
    let mut communities: Vec<(GridCode, String)> = Vec::new();
    for (at, (digits, words)) in typed.communities.iter().take(MOST_COMMUNITIES).enumerate() {
        let found = community(code.as_ref(), digits).and_then(|found| {
            if communities.iter().any(|(one, _)| *one == found) { Err(Fault::Twice) } else { Ok(found) }
        });
        let words = name(words).map_err(|fault| note(format!("communities.{at}.name"), fault));
        match found {
            Ok(found) => communities.extend(words.ok().map(|words| (found, words))),
            Err(fault) => note(format!("communities.{at}.code"), fault),
        }
    }
    communities.sort();
    match code {
        Some(code) if faults.is_empty() => Ok(Street { code, name: called, communities }),
        _ => Err(faults),
    }
}

/// The code of the first administrator's post: the street, or the nearest common ancestor of several.
#[must_use]
pub fn seat(streets: impl IntoIterator<Item = GridCode>, new: GridCode) -> GridCode {
    let common = GridCode::common(streets.into_iter().chain([new])).unwrap_or(new);
    common.climb().find(|code| Role::Administrator.fits(code.level())).unwrap_or(new)
}

/// The required posts without a holder who can sign in.
#[must_use]
pub fn missing(ready: &[Role]) -> Vec<Role> {
    NEEDED.into_iter().filter(|role| !ready.contains(role)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(code: &str, communities: &[(&str, &str)]) -> TypedStreet {
        let communities = communities.iter().map(|(code, name)| ((*code).into(), (*name).into())).collect();
        TypedStreet { code: code.into(), name: "合作街道".into(), communities }
    }
    fn faults(typed: &TypedStreet) -> Vec<(String, Fault)> {
        street(typed).unwrap_err()
    }

    #[test]
    fn a_street_is_read_as_people_type_it() {
        let read =
            street(&typed("５１０１１７０１９", &[("008", "晨风社区"), ("510117019006", " 天骄西路社区 ")])).unwrap();
        assert_eq!(read.code.as_str(), "510117019");
        let codes: Vec<_> = read.communities.iter().map(|(code, name)| (code.as_str(), name.as_str())).collect();
        assert_eq!(codes, [("510117019006", "天骄西路社区"), ("510117019008", "晨风社区")]);
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let wrong = typed(
            "51011701",
            &[
                ("6", "甲"),
                ("510117009202", "乙"),
                ("510117009202", "乙"),
                ("510117009203", ""),
                ("510117009000", "丙"),
            ],
        );
        let expected = [
            ("code", Fault::StreetCode),
            ("communities.0.code", Fault::CommunityCode),
            ("communities.2.code", Fault::Twice),
            ("communities.3.name", Fault::Name),
            ("communities.4.code", Fault::CommunityCode),
        ];
        assert_eq!(faults(&wrong), expected.map(|(field, fault)| (field.to_owned(), fault)));
        let other_street = faults(&typed("510117019", &[("510117009202", "石桥村")]));
        assert_eq!(other_street, [("communities.0.code".to_owned(), Fault::CommunityCode)]);
        assert_eq!(faults(&typed("510117019", &[])), [("communities".to_owned(), Fault::Communities)]);
        assert_eq!(faults(&typed("510117000", &[("001", "甲")]))[0], ("code".to_owned(), Fault::StreetCode));
    }

    #[test]
    fn the_first_administrator_reaches_every_street_that_is_served() {
        let code = |text: &str| GridCode::parse(text).unwrap();
        assert_eq!(seat([], code("510117019")), code("510117019"));
        assert_eq!(seat([code("510117019")], code("510117019")), code("510117019"));
        assert_eq!(seat([code("510117009")], code("510117019")), code("510117"));
        assert_eq!(seat([code("510104017")], code("510117019")), code("5101"));
    }

    #[test]
    fn one_person_can_begin_alone_and_is_told_who_is_missing() {
        assert_eq!(missing(&[Role::Administrator]), [Role::StreetManager, Role::StreetDispatcher]);
        assert_eq!(missing(&NEEDED), []);
    }
}
