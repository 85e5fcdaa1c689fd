//! What password is good enough: long enough, and not what somebody who knows the person, the street or the country's habits would try.
//!
//! How many guesses a text takes is measured outside, by zxcvbn: it knows keyboards, repeats, years and English words. What it does not
//! know is given to it as words: Chinese passwords, syllables of names, and the person's own.

use pinyin::ToPinyin as _;

use super::password_words::{COMMON, SYLLABLES};
use crate::kernel::text::fold;

/// The fewest characters, blanks at the ends not counted.
pub const SHORTEST: usize = 10;
/// The most bytes, so that nobody makes the server hash a book.
pub const LONGEST: usize = 256;
/// The power of ten of guesses that a password must take. Guessing here is slowed to some hundreds a day.
const ENOUGH: f64 = 8.0;
/// A run of so many digits is a phone, an identity number, a birthday or a number of QQ: others can know it, so it counts as nothing.
const NUMBER: usize = 7;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Too short.
    Short,
    /// Too long.
    Long,
    /// It is made of the person's own name, login, phone or place.
    Own,
    /// Without its long numbers it is too little.
    Number,
    /// It is among what everybody tries.
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

/// Whose password it will be.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The street and whatever else is known of where they serve.
    pub places: Vec<String>,
}

impl Owner {
    /// The words that others would try, likeliest first: as written, in pinyin, and its parts.
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

/// The password without its long numbers.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().map(Some).chain([None]) {
        match c {
            Some(c) if c.is_ascii_digit() => run.push(c),
            other => {
                if run.len() < NUMBER {
                    out += &run;
                }
                run.clear();
                out.extend(other);
            }
        }
    }
    out
}

/// Whether a new password is good enough for somebody. `guesses` measures a text: the power of ten of guesses that it takes, by somebody who
/// tries the given words first.
///
/// # Errors
/// Why it is not.
pub fn judge(password: &str, owner: &Owner, guesses: impl Fn(&str, &[&str]) -> f64) -> Result<(), Weak> {
    if password.len() > LONGEST {
        return Err(Weak::Long);
    }
    if password.trim().chars().count() < SHORTEST {
        return Err(Weak::Short);
    }
    let (whole, own) = (fold(password), owner.words());
    let rest = without_numbers(&whole);
    let common: Vec<&str> = COMMON.split_whitespace().chain(SYLLABLES.split_whitespace()).collect();
    let all: Vec<&str> = own.iter().map(String::as_str).chain(common.iter().copied()).collect();
    let enough = |text: &str, words: &[&str]| !text.is_empty() && guesses(text, words) >= ENOUGH;
    match () {
        () if enough(&rest, &all) => Ok(()),
        () if enough(&rest, &common) => Err(Weak::Own),
        () if rest != whole => Err(Weak::Number),
        () => Err(Weak::Common),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A measure that takes each letter for ten guesses, and a word that is given for ten as well.
    fn letters(text: &str, words: &[&str]) -> f64 {
        let mut left = text.to_owned();
        let mut words = words.to_vec();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words {
            left = left.replace(word, "·");
        }
        f64::from(u16::try_from(left.chars().count()).unwrap())
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
            ("ｐａｓｓｗｏｒｄ１２", Err(Weak::Common)),
            ("woaini1314", Err(Weak::Common)),
            ("woaini1314520", Err(Weak::Number)),
            ("13812345678", Err(Weak::Number)),
            ("13812345678-19901231", Err(Weak::Number)),
            ("wangxiuying-xyzab", Err(Weak::Own)),
            ("XiuyingWang-vkqt", Err(Weak::Own)),
            ("hezuojiedao-vkqt", Err(Weak::Own)),
            ("vkqt1381234567", Err(Weak::Number)),
            ("vkqtrmpxkvzl", Ok(())),
            ("vkqtrmpxkvzl13812345678", Ok(())),
            ("第一天的密码-0123", Ok(())),
        ] {
            let measured = |text: &str, words: &[&str]| {
                // What the real measure knows by itself.
                letters(&text.replace("password", ""), words)
            };
            assert_eq!(judge(password, &owner, measured), verdict, "{password}");
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
