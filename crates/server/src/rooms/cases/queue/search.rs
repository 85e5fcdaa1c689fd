//! Splits a text into words for searching cases: jieba with words of the field, the same for storing and for searching.

use jieba_rs::Jieba;
use std::collections::HashSet;
use std::sync::OnceLock;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::text::fold;

use crate::app::Local;
use crate::config::Settings;
use crate::outside::seal::Seal;
use crate::rooms::cases::queue::terms::MOST;

/// Words that occur in half of all matters and find nothing.
const COMMON: &[&str] = &[
    "的", "了", "在", "是", "有", "和", "与", "及", "请", "我", "我们", "你们", "问题", "反映", "关于", "希望", "没有",
    "不", "就", "都", "还", "也", "很", "能", "到", "被", "把", "请问", "一个", "小区", "号", "社区",
];

/// Words of the field that a general dictionary splits.
const OURS: &[&str] = &[
    "微网格",
    "网格员",
    "网格长",
    "微网格员",
    "单元楼",
    "楼道",
    "飞线充电",
    "电动车",
    "业委会",
    "物业",
    "路灯",
    "井盖",
    "消防通道",
    "独居老人",
    "吹哨",
];

/// Loads its dictionary on first use, and is shared then.
#[derive(Debug, Default)]
pub struct Tokenizer {
    jieba: OnceLock<Jieba>,
}

impl Local for Tokenizer {
    fn new(_settings: &Settings) -> Self {
        Self { jieba: OnceLock::new() }
    }
}

impl Tokenizer {
    fn jieba(&self) -> &Jieba {
        self.jieba.get_or_init(Jieba::new)
    }

    /// The distinct words worth storing, in order, at most [`MOST`].
    #[must_use]
    pub fn terms(&self, text: &str) -> Vec<String> {
        let folded = fold(text);
        let mut seen = HashSet::new();
        // The general dictionary joins 单元楼｜道; our own words are found whatever it does with the text around them.
        let ours = OURS.iter().copied().filter(|word| folded.contains(word));
        let general = self.jieba().cut_for_search(&folded, false);
        ours.chain(general.iter().map(|token| token.word.trim()))
            .filter(|w| w.chars().any(char::is_alphanumeric) && !COMMON.contains(w))
            .filter(|w| w.chars().count() > 1 || w.chars().all(|c| c.is_ascii_digit()))
            .map(|w| w.chars().take(32).collect::<String>())
            .filter(|w| seen.insert(w.clone()))
            .take(MOST)
            .collect()
    }
}

/// Blind terms of the words, as stored and searched: different for each street.
#[must_use]
pub fn blind(seal: &Seal, street: &GridCode, words: &[String]) -> Vec<i64> {
    words.iter().map(|word| seal.term(street, word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_field_stay_whole_and_asking_finds_what_was_kept() {
        let t = Tokenizer::new(&Settings::default());
        let kept = t.terms("3栋2单元楼道里飞线充电，请物业处理");
        assert!(kept.contains(&"飞线充电".to_owned()) && kept.contains(&"楼道".to_owned()), "{kept:?}");
        assert!(t.terms("飞线充电").iter().all(|w| kept.contains(w)));
        assert!(t.terms("！！！").is_empty());
    }
}
