//! The login of a person on a roster: as given, or derived from the name and the phone.

use pinyin::ToPinyin as _;
use weiguang_domain::kernel::text::fold;

use super::report::RowFault;
use super::table::Cells;

/// A login from a name and a number that stays with the person: wangxiaoming1234.
fn derived(name: &str, phone: &str) -> Option<String> {
    let sounds: String = name
        .chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(p) => Some(p.plain().replace('ü', "v")),
            None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase().to_string()),
        })
        .collect();
    let tail: String = phone.chars().skip(phone.chars().count().saturating_sub(4)).collect();
    (!sounds.is_empty() && tail.len() == 4).then(|| format!("{sounds}{tail}"))
}

/// The login of a row, and whether it was derived.
///
/// # Errors
/// None can be derived, or it has characters that are not permitted in a login.
pub fn login(cells: &Cells<'_>, name: &str, phone: &str) -> Result<(String, bool), RowFault> {
    let Some(given) = cells.given("login") else {
        return derived(name, phone).map(|login| (login, true)).ok_or_else(|| {
            cells.fault(
                "login",
                "people.no-login",
                "请填写账号，或填写手机以便生成账号（姓名拼音加手机末四位）",
                "give a login, or a phone of which one can be made (the name in pinyin and the last four digits)",
            )
        });
    };
    let login = fold(given);
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-@".contains(c);
    if (2..=64).contains(&login.len()) && login.chars().all(fine) {
        return Ok((login, false));
    }
    Err(cells.fault(
        "login",
        "people.bad-login",
        "账号应为 2–64 个小写字母、数字或 . _ - @",
        "a login has 2 to 64 lower-case letters, digits or . _ - @",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_made_of_the_name_and_the_phone() {
        assert_eq!(derived("王小明", "13812345678"), Some("wangxiaoming5678".into()));
        assert_eq!(derived("吕Li", "13800001111"), Some("lvli1111".into()));
        assert_eq!(derived("王小明", ""), None);
    }
}
