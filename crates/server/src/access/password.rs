//! Passwords hashed by Argon2id with OWASP's parameters (19 MiB, two passes, one lane), off the async threads.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use weiguang_domain::access::password::{Owner, Weak, judge};

use crate::App;
use crate::problem::{FieldFault, Refusal};

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// Words that an attacker would try first for this person's password: the login, the name, the name of the street.
#[must_use]
pub fn owner(login: &str, name: &str, street: Option<&str>) -> Owner {
    Owner { login: login.to_owned(), name: name.to_owned(), places: street.map(str::to_owned).into_iter().collect() }
}

/// The password of every account in the demonstration street.
pub const DEMONSTRATION: &str = "weiguang-yanshi";

/// Checks the strength of a new password, off the async threads.
///
/// # Errors
/// The fault of the field, if the password is too weak.
pub async fn sound(app: &App, field: &str, password: &str, owner: Owner) -> Result<(), FieldFault> {
    let text = password.to_owned();
    let _turn = app.hashing().acquire().await.ok();
    let judged = tokio::task::spawn_blocking(move || judge(&text, &owner, guesses)).await;
    match judged.unwrap_or(Err(Weak::Common)) {
        Ok(()) => Ok(()),
        Err(weak) => Err(FieldFault::new(field, "access.weak-password", weak.chinese(), weak.english())),
    }
}

fn guesses(text: &str, words: &[&str]) -> f64 {
    zxcvbn::zxcvbn(text, words).guesses_log10()
}

/// Hashes a password with a fresh salt, in the PHC string form.
///
/// # Errors
/// If hashing fails, which only a lack of memory can cause.
pub async fn hash(app: &App, password: String) -> Result<String, Refusal> {
    let salt = app.chance().bytes::<16>();
    let _turn = app.hashing().acquire().await.map_err(|e| Refusal::Internal(e.to_string()))?;
    tokio::task::spawn_blocking(move || {
        argon2()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|h| h.to_string())
            .map_err(|e| Refusal::Internal(e.to_string()))
    })
    .await
    .map_err(|e| Refusal::Internal(e.to_string()))?
}

/// Whether a password matches a hash. An unreadable hash (an account without a password) matches no password, and the check takes as long.
///
/// # Errors
/// If the thread dies.
pub async fn fits(app: &App, password: String, hash: String) -> Result<bool, Refusal> {
    let _turn = app.hashing().acquire().await.map_err(|e| Refusal::Internal(e.to_string()))?;
    tokio::task::spawn_blocking(move || match PasswordHash::new(&hash) {
        Ok(parsed) => argon2().verify_password(password.as_bytes(), &parsed).is_ok(),
        Err(_) => {
            // An unknown login takes as long as a known one, so that response time does not reveal which logins exist.
            let _ = argon2().hash_password_with_salt(password.as_bytes(), &[0; 16]);
            false
        }
    })
    .await
    .map_err(|e| Refusal::Internal(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_here_would_try_is_refused_and_what_nobody_would_is_taken() {
        let owner =
            Owner { login: "wang.xiuying".into(), name: "王秀英".into(), places: vec!["合作街道".into()] };
        for (password, verdict) in [
            ("password12", Err(Weak::Common)),
            ("          ", Err(Weak::Short)),
            (DEMONSTRATION, Err(Weak::Common)),
            ("Weiguang-Yanshi1", Err(Weak::Common)),
            ("1234567890", Err(Weak::Number)),
            ("aaaaaaaaaa", Err(Weak::Common)),
            ("1qaz2wsx3edc", Err(Weak::Common)),
            ("qwertyuiop", Err(Weak::Common)),
            ("woaini1314", Err(Weak::Common)),
            ("woaini1314520", Err(Weak::Number)),
            ("zhangwei1990", Err(Weak::Common)),
            ("13812345678", Err(Weak::Number)),
            ("19900101wang", Err(Weak::Own)),
            ("19900101zhou", Err(Weak::Number)),
            ("abc13812345678", Err(Weak::Number)),
            ("wangxiuying1956", Err(Weak::Own)),
            ("hezuojiedao2026", Err(Weak::Own)),
            ("0123-long-enough", Ok(())),
            ("another-long-one", Ok(())),
            ("第一天的密码-0123", Ok(())),
            ("liujianguo1965", Err(Weak::Common)),
            ("lixiaoming88", Err(Weak::Common)),
            ("wang.xiuying-hezuo", Err(Weak::Own)),
            ("Abc@123456", Err(Weak::Common)),
            ("雨后竹林三只白鹭飞过", Ok(())),
            ("一个足够长的新密码啊", Ok(())),
            ("lantern river kettle", Ok(())),
        ] {
            assert_eq!(judge(password, &owner, guesses), verdict, "{password}: 10^{}", guesses(password, &[]));
        }
    }
}
