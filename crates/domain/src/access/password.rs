//! Password rules: long enough, and not guessable by somebody who knows the person, the street or common habits.
//!
//! zxcvbn measures the number of guesses; it knows keyboards, repeats, years and English words. We add Chinese
//! passwords, pinyin syllables and the person's own words. The person's own words and long numbers are removed before
//! it measures; a name in pinyin counts as one word.
//! it measures: the person's own words and long numbers. A name in pinyin counts as one word.

use pinyin::ToPinyin as _;

use super::password_words::{COMMON, FAMILIES, SYLLABLES};
use crate::kernel::text::fold;

/// Minimum characters, trimmed.
pub const SHORTEST: usize = 10;
/// Maximum bytes, which limits the cost of hashing.
pub const LONGEST: usize = 256;
/// Minimum guesses as a power of ten. Sign-in allows some hundreds of guesses a day.
const ENOUGH: f64 = 8.0;
/// A run of this many digits is a phone, identity number, birthday or QQ number. Others can know it, so it does not
/// count.
const NUMBER: usize = 7;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Too short.
    Short,
    /// Too long.
    Long,
    /// Contains the person's own name, login, phone or place.
    Own,
    /// Too weak without its long numbers.
    Number,
    /// Among the passwords that are tried first.
    Common,
}

impl Weak {
    /// In Chinese: what is wrong, and what to do.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Short => "密码至少 10 个字符",
            Self::Long => "密码过长",
            Self::Own => "密码里主要是您的姓名、账号、手机号或街道名，别人容易猜到；请换成不相干的内容",
            Self::Number => "手机号、证件号、生日这类长数字不算数；请再加几个不相干的词",
            Self::Common => "这个密码太常见，容易被猜到；请用三四个不相干的词，或更长一些",
        }
    }

    /// In English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Short => "a password has at least 10 characters",
            Self::Long => "this password is too long",
            Self::Own => {
                "this is mostly your name, login, phone or street, which others can guess; use something unrelated"
            }
            Self::Number => {
                "long numbers such as a phone, an identity number or a birthday do not count; add some unrelated words"
            }
            Self::Common => {
                "this password is too common and easy to guess; use three or four unrelated words, or a longer one"
            }
        }
    }
}

/// The person whose password it is.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The street and other places of work.
    pub places: Vec<String>,
}

impl Owner {
    /// Words that others would try, likeliest first: as written, in pinyin, and in parts.
    fn words(&self) -> Vec<String> {
        let mut words = vec![fold(&self.login), fold(&self.name)];
        for text in std::iter::once(&self.name).chain(&self.places) {
            let parts: Vec<&str> = text.as_str().to_pinyin().flatten().map(pinyin::Pinyin::plain).collect();
            let initials: String = parts.iter().filter_map(|part| part.chars().next()).collect();
            let last_first: String = parts.iter().skip(1).chain(parts.first()).copied().collect();
            words.extend([fold(text), parts.concat(), last_first, initials]);
            words.extend(parts.iter().map(ToString::to_string));
            let stem = text.trim_end_matches("街道").trim_end_matches('镇').trim_end_matches('乡');
            words.extend([stem.to_owned(), stem.to_pinyin().flatten().map(pinyin::Pinyin::plain).collect()]);
        }
        words.extend(self.login.split(|c: char| !c.is_alphanumeric()).map(fold));
        words.retain(|word| word.chars().count() >= 2);
        words
    }
}

/// The text without the person's own words. Short words are left, because they occur in others by chance.
fn without_own(text: &str, own: &[String]) -> String {
    let long = |word: &&String| word.chars().count() >= if word.is_ascii() { 4 } else { 2 };
    let mut words: Vec<&String> = own.iter().filter(long).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.into_iter().fold(text.to_owned(), |text, word| text.replace(word.as_str(), ""))
}

/// The text split into runs that match `kind` and the rest; `show` maps each run.
fn runs(text: &str, kind: impl Fn(char) -> bool, show: impl Fn(&str) -> String) -> String {
    let (mut out, mut run) = (String::new(), String::new());
    for c in text.chars().map(Some).chain([None]) {
        match c {
            Some(c) if kind(c) => run.push(c),
            other => {
                out += &show(&std::mem::take(&mut run));
                out.extend(other);
            }
        }
    }
    out
}

/// The text without its long numbers.
fn without_numbers(text: &str) -> String {
    runs(text, |c| c.is_ascii_digit(), |run| if run.len() < NUMBER { run.to_owned() } else { String::new() })
}

/// The text with each pinyin name replaced by a common one.
fn with_plain_names(text: &str) -> String {
    runs(text, |c| c.is_ascii_lowercase(), |run| if is_name(run) { "wang".to_owned() } else { run.to_owned() })
}

/// Whether the letters are a family name and one or two syllables.
fn is_name(letters: &str) -> bool {
    let syllables = || FAMILIES.split_whitespace().chain(SYLLABLES.split_whitespace());
    let begun = FAMILIES.split_whitespace().filter_map(|family| letters.strip_prefix(family));
    let mut given = begun.flat_map(|rest| syllables().filter_map(move |one| rest.strip_prefix(one)));
    given.any(|rest| rest.is_empty() || syllables().any(|last| last == rest))
}

/// Judges a new password. `guesses` returns the power of ten of guesses for a text by somebody who tries the given
/// words first.
///
/// # Errors
/// The reason of the refusal.
pub fn judge(password: &str, owner: &Owner, guesses: impl Fn(&str, &[&str]) -> f64) -> Result<(), Weak> {
    if password.len() > LONGEST {
        return Err(Weak::Long);
    }
    if password.trim().chars().count() < SHORTEST {
        return Err(Weak::Short);
    }
    let (whole, own) = (fold(password), owner.words());
    let strange = without_own(&whole, &own);
    let unnumbered = without_numbers(&strange);
    let known = [COMMON, FAMILIES, SYLLABLES].into_iter().flat_map(str::split_whitespace);
    let words: Vec<&str> = own.iter().map(String::as_str).chain(known).collect();
    // An attacker tries both: names, and the whole text as a common password.
    let enough = |text: &str| !text.is_empty() && guesses(text, &words) >= ENOUGH;
    match () {
        () if enough(&unnumbered) && enough(&with_plain_names(&unnumbered)) => Ok(()),
        () if strange != whole => Err(Weak::Own),
        () if unnumbered != strange => Err(Weak::Number),
        () => Err(Weak::Common),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fake measure: ten guesses per letter, and one guess for a given word.
    fn letters(text: &str, words: &[&str]) -> f64 {
        f64::from(u16::try_from(text.chars().count()).unwrap()) * f64::from(u8::from(!words.contains(&text)))
    }

    #[test]
    fn the_reason_is_the_one_that_helps() {
        let owner =
            Owner {
                login: "wang.xy".into(), name: "王秀英".into(), places: vec!["合作街道".into(), "天骄".into()]
            };
        for (password, verdict) in [
            ("short-one", Err(Weak::Short)),
            ("          ", Err(Weak::Short)),
            ("   password   ", Err(Weak::Short)),
            ("ｗｏａｉｎｉ１３１４", Err(Weak::Common)),
            ("Weiguang-Yanshi", Err(Weak::Common)),
            ("woaini1314520", Err(Weak::Number)),
            ("13812345678", Err(Weak::Number)),
            ("13812345678-19901231", Err(Weak::Number)),
            ("vkqt1381234567", Err(Weak::Number)),
            ("wangxiuying-xyz", Err(Weak::Own)),
            ("XiuyingWang-vkq", Err(Weak::Own)),
            ("hezuojiedao-vkq", Err(Weak::Own)),
            ("天骄王秀英合作街道-vkqt", Err(Weak::Own)),
            // Any name counts as one word.
            ("liujianguo65", Err(Weak::Common)),
            ("zhangwei90", Err(Weak::Common)),
            ("vkqtrmpxkvzl", Ok(())),
            ("vkqtrmpxkvzl13812345678", Ok(())),
            ("wangxiuying-vkqtrmpxkvzl", Ok(())),
            ("woaichihuoguo", Ok(())),
            ("第一天的密码-0123", Ok(())),
        ] {
            assert_eq!(judge(password, &owner, letters), verdict, "{password}");
        }
        assert_eq!(judge(&"长".repeat(100), &owner, letters), Err(Weak::Long));
    }

    #[test]
    fn a_name_is_known_in_every_spelling() {
        let words = Owner { login: "zhangwei3".into(), name: "张伟".into(), places: vec!["合作街道".into()] }.words();
        for word in ["zhangwei3", "张伟", "zhangwei", "weizhang", "zw", "zhang", "合作", "hezuo", "hezuojiedao"] {
            assert!(words.iter().any(|w| w == word), "{word} of {words:?}");
        }
    }
}
