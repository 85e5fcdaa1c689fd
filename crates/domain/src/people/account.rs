//! Validation of accounts, and who may change one.

use super::refused::Refused;
use crate::access::{Actor, Denied, Permit, Verb};
use crate::grid::GridCode;
use crate::kernel::phone;
use crate::kernel::text::fold;

/// Normalises a login; folded, so that full-width letters and capitals give the same account.
///
/// # Errors
/// [`Refused::Login`].
pub fn login(text: &str) -> Result<String, Refused> {
    let login = fold(text);
    let length = login.chars().count();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    if (2..=40).contains(&length) && login.chars().all(fits) { Ok(login) } else { Err(Refused::Login) }
}

/// Normalises a name.
///
/// # Errors
/// [`Refused::Name`].
pub fn name(text: &str) -> Result<String, Refused> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > 40 || name.chars().any(char::is_control) {
        return Err(Refused::Name);
    }
    Ok(name.to_owned())
}

/// Parses a phone; `None` for empty text.
///
/// # Errors
/// [`Refused::Phone`].
pub fn phone(text: &str) -> Result<Option<String>, Refused> {
    phone::read(text).map(|read| read.map(|one| one.number)).map_err(Refused::Phone)
}

/// Checks a reason for the log.
///
/// # Errors
/// [`Refused::Reason`].
pub fn reason(text: &str) -> Result<String, Refused> {
    let reason = text.trim();
    if reason.is_empty() || reason.chars().count() > 200 { Err(Refused::Reason) } else { Ok(reason.to_owned()) }
}

/// Checks whether an actor can see an account: it has a post, or its home street, where the actor has the verb.
///
/// # Errors
/// `Denied` otherwise.
pub fn sees(actor: &Actor, verb: Verb, home: &GridCode, posts: &[GridCode]) -> Result<Permit, Denied> {
    posts.iter().chain([home]).find_map(|code| actor.may(verb, code, false).ok()).ok_or(Denied(verb))
}

/// Checks whether an actor may change an account's credentials (login, password, phone) or record that it leaves: it
/// must manage people at the account's home and at every code of its posts, so that nobody can take over an account
/// with wider permissions.
///
/// # Errors
/// `Denied` otherwise.
pub fn owns_keys(actor: &Actor, home: &GridCode, posts: &[GridCode]) -> Result<Permit, Denied> {
    posts.iter().try_for_each(|code| actor.may(Verb::PeopleManage, code, false).map(drop))?;
    actor.may(Verb::PeopleManage, home, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role, Via};
    use crate::kernel::ids::AccountId;

    #[test]
    fn what_looks_alike_is_one_login() {
        assert_eq!(login(" Ｗang.Wei "), Ok("wang.wei".to_owned()));
        assert_eq!(login("王小明01"), Ok("王小明01".to_owned()));
        for bad in ["", "a", "a b", "a/b", &"a".repeat(41)] {
            assert_eq!(login(bad), Err(Refused::Login), "{bad}");
        }
    }

    #[test]
    fn a_phone_has_one_form_and_an_empty_text_is_none() {
        assert_eq!(phone("１３８ 1234 1234"), Ok(Some("13812341234".to_owned())));
        assert_eq!(phone("+86-28-87654321"), Ok(Some("02887654321".to_owned())));
        assert_eq!(phone("  "), Ok(None));
        assert_eq!(phone("1234"), Err(Refused::Phone(phone::Fault::Mobile(4))));
    }

    #[test]
    fn nobody_takes_over_an_account_that_reaches_further() {
        let code = |text: &str| GridCode::parse(text).unwrap();
        let (street, other, county) = (code("510117019"), code("510117009"), code("510117"));
        let grants = vec![Grant { role: Role::Administrator, code: street, deputy_for: None }];
        let actor =
            Actor { account: AccountId::new(uuid::Uuid::from_u128(1)), name: "甲".into(), grants, via: Via::Session };
        let inside = code("510117019006");
        assert!(sees(&actor, Verb::PeopleManage, &street, &[]).is_ok());
        assert!(sees(&actor, Verb::PeopleManage, &other, &[inside]).is_ok());
        assert!(sees(&actor, Verb::PeopleManage, &other, &[other]).is_err());
        assert!(owns_keys(&actor, &street, &[inside]).is_ok());
        for further in [other, county] {
            assert!(owns_keys(&actor, &street, &[inside, further]).is_err(), "{further}");
        }
        assert!(owns_keys(&actor, &other, &[inside]).is_err());
    }
}
