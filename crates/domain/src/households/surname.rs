//! The family name within a full name.

/// Two-character family names whose first character is rarely a family name by itself.
const COMPOUND: &[&str] = &[
    "欧阳", "上官", "司马", "司徒", "司空", "司寇", "诸葛", "皇甫", "令狐", "慕容", "尉迟", "长孙", "公孙", "宇文",
    "夏侯", "东方", "南宫", "西门", "端木", "独孤", "闻人", "申屠", "濮阳", "赫连", "澹台", "公冶", "公羊", "公西",
    "淳于", "鲜于", "钟离", "呼延", "轩辕", "拓跋", "万俟", "太史", "太叔", "巫马", "漆雕", "谷梁", "闾丘", "亓官",
    "完颜", "纳兰", "东郭", "颛孙", "壤驷",
];

/// The family name for a form of address: 王, 欧阳; for 阿依古丽·买买提 and Latin names the first part.
#[must_use]
pub fn family_name(name: &str) -> &str {
    let name = name.trim();
    if let Some((first, _)) = name.split_once(['·', '•', '．']) {
        return first;
    }
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return name.split_whitespace().next().unwrap_or(name);
    }
    let mut ends = name.char_indices().map(|(at, _)| at).skip(1);
    let (one, two) = (ends.next(), ends.next());
    match (one, two) {
        // A compound family name needs a given name after it.
        (_, Some(end)) if name.get(..end).is_some_and(|first| COMPOUND.contains(&first)) => &name[..end],
        (Some(end), _) => &name[..end],
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_name_is_one_character_or_two_where_it_is_known_to_be() {
        for (name, family) in [
            ("王秀英", "王"),
            ("王芳", "王"),
            ("欧阳秀英", "欧阳"),
            ("欧阳修", "欧阳"),
            ("司马光", "司马"),
            ("诸葛奶奶", "诸葛"),
            ("上官婉儿", "上官"),
            ("欧阳", "欧"),
            ("夏侯", "夏"),
            ("欧秀英", "欧"),
            ("司马相如", "司马"),
            ("阿依古丽·买买提", "阿依古丽"),
            ("Maria Chen", "Maria"),
            (" 李桂兰 ", "李"),
            ("王", "王"),
            ("", ""),
        ] {
            assert_eq!(family_name(name), family, "{name}");
        }
        for name in COMPOUND {
            assert_eq!(family_name(&format!("{name}秀英")), *name);
        }
    }
}
