//! The columns of a kind of import, and how headers are matched to them.

use std::collections::HashMap;
use weiguang_domain::kernel::text::fold;

/// A column of a kind of import.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its internal name.
    pub key: &'static str,
    /// Its name in messages.
    pub zh: &'static str,
    /// Headers that match it besides `key` and `zh`, normalised.
    pub names: &'static [&'static str],
    /// Whether a file without it is refused.
    pub needed: bool,
    /// Whether it is personal data: its values are masked wherever they are shown.
    pub personal: bool,
    /// Whether every digit of its values matters: a number that identifies somebody or something.
    pub digits: bool,
    /// Headers that match it only if no other header does: 户主 is the person of the row where there is no 姓名.
    pub else_names: &'static [&'static str],
    /// Whether several headers may match it, each adding to the row's value: 联系电话 and 手机号.
    pub several: bool,
}

impl Column {
    /// The same, in which no digit may be lost.
    pub const fn digits(self) -> Self {
        Self { digits: true, ..self }
    }

    /// The same, also matched by these headers if no other one does.
    pub const fn or_else(self, names: &'static [&'static str]) -> Self {
        Self { else_names: names, ..self }
    }

    /// The same, of which a table may have several.
    pub const fn several(self) -> Self {
        Self { several: true, ..self }
    }

    /// The same, shown masked.
    pub const fn personal(self) -> Self {
        Self { personal: true, ..self }
    }
}

/// A column by its names.
pub const fn column(key: &'static str, zh: &'static str, names: &'static [&'static str], needed: bool) -> Column {
    Column { key, zh, names, needed, personal: false, digits: false, else_names: &[], several: false }
}

/// Columns that we add to files of faulty rows, and ignore when they are imported again.
pub const OWN: [&str; 2] = ["行号", "错误说明"];
/// Columns that only number the rows; nearly every table of an office has one.
const COUNTERS: [&str; 4] = ["序号", "序", "no", "no."];

/// A header normalised for comparison: without spaces, asterisks and text in brackets.
fn plain(header: &str) -> String {
    let folded = fold(header).replace([' ', '*', '_'], "");
    folded.split('(').next().unwrap_or("").trim_end_matches(':').to_owned()
}

/// The positions of the columns.
#[derive(Debug, Default)]
pub struct Recognised {
    /// The first header of each column.
    pub places: HashMap<&'static str, usize>,
    /// The second and later ones.
    pub more: HashMap<&'static str, Vec<usize>>,
    /// Unknown headers.
    pub unknown: Vec<(usize, String)>,
}

/// Whether the brackets of a header refer to another person than that of the row: 联系电话（紧急联系人）.
fn of_another(header: &str) -> bool {
    let folded = fold(header);
    let Some((_, inside)) = folded.split_once('(') else { return false };
    let others = ["紧急", "联系人", "子女", "家属", "亲属", "监护", "儿子", "女儿", "配偶", "房东", "父", "母"];
    others.iter().any(|word| inside.contains(word))
}

/// Matches each header to a column.
pub fn recognised(columns: &[Column], headers: &[String]) -> Recognised {
    let mut found = Recognised::default();
    let mut take = |key: &'static str, at: usize| match found.places.get(key) {
        None => drop(found.places.insert(key, at)),
        Some(_) => found.more.entry(key).or_default().push(at),
    };
    let has = |names: &[&str], name: &str| names.iter().any(|known| plain(known) == name);
    let mut open: Vec<(usize, &String, String)> = Vec::new();
    for (at, header) in headers.iter().enumerate() {
        let name = plain(header);
        if name.is_empty() || OWN.iter().any(|own| *own == name) || COUNTERS.contains(&name.as_str()) {
            continue;
        }
        let fits = |c: &&Column| plain(c.key) == name || plain(c.zh) == name || has(c.names, &name);
        match columns.iter().find(fits).filter(|c| !(c.personal && of_another(header))) {
            Some(column) => take(column.key, at),
            None => open.push((at, header, name)),
        }
    }
    for (at, header, name) in open {
        let column = columns.iter().find(|c| has(c.else_names, &name) && !found.places.contains_key(c.key));
        match column {
            Some(column) => drop(found.places.insert(column.key, at)),
            None => found.unknown.push((at, header.trim().to_owned())),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weaker_name_means_a_column_only_where_no_other_does() {
        let columns = [
            column("name", "姓名", &[], true).personal().or_else(&["户主"]),
            column("phone", "电话", &["手机", "联系电话"], false).personal().several(),
        ];
        let of = |headers: &[&str]| recognised(&columns, &headers.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(of(&["户主", "手机"]).places["name"], 0);
        let both = of(&["户主", "姓名", "联系电话（手机）", "手机", "联系电话（紧急联系人）"]);
        assert_eq!((both.places["name"], both.places["phone"], &both.more["phone"]), (1, 2, &vec![3]));
        let unknown: Vec<_> = both.unknown.iter().map(|(at, _)| *at).collect();
        assert_eq!(unknown, [0, 4], "the head of the household, and somebody else's number");
    }

    #[test]
    fn headers_are_compared_as_people_write_them() {
        for header in ["网格编码", " 网格编码（必填）", "网格 编码*", "网格编码:"] {
            assert_eq!(plain(header), "网格编码", "{header}");
        }
        assert_eq!(plain("NBS_street_Code"), plain("nbs_street_code"));
    }
}
