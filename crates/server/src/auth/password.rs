//! Passwords by Argon2id with the parameters that OWASP names (19 MiB, two passes, one lane), off the async threads.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::App;
use crate::web::{FieldFault, Refusal};

/// The fewest characters of a password.
pub const SHORTEST: usize = 10;
/// The most bytes, so that nobody makes the server hash a book.
pub const LONGEST: usize = 256;

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// Whether a new password is long enough and not one of the ones that everybody tries.
///
/// # Errors
/// The fault of the field `password`.
pub fn sound(password: &str, login: &str) -> Result<(), FieldFault> {
    let fault = |zh: &str, en: &str| Err(FieldFault::new("password", "access.weak-password", zh, en));
    if password.chars().count() < SHORTEST {
        return fault("密码至少 10 个字符", "a password has at least 10 characters");
    }
    if password.len() > LONGEST {
        return fault("密码过长", "this password is too long");
    }
    if password == crate::demo::PASSWORD {
        return fault(
            "这是演示街道的公开密码，请另设一个",
            "this is the demonstration's published password; choose another",
        );
    }
    let first = password.chars().next();
    if password.chars().all(|c| Some(c) == first)
        || password.eq_ignore_ascii_case(login)
        || "12345678901234567890".contains(password)
    {
        return fault("密码过于简单", "this password is too easy to guess");
    }
    Ok(())
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

/// Whether a password fits a hash. An unreadable hash (an account that has no password yet) fits none, and takes as long.
///
/// # Errors
/// If the thread dies.
pub async fn fits(app: &App, password: String, hash: String) -> Result<bool, Refusal> {
    let _turn = app.hashing().acquire().await.map_err(|e| Refusal::Internal(e.to_string()))?;
    tokio::task::spawn_blocking(move || match PasswordHash::new(&hash) {
        Ok(parsed) => argon2().verify_password(password.as_bytes(), &parsed).is_ok(),
        Err(_) => {
            // The work is done for an unknown login too, so that time does not tell which logins exist.
            let _ = argon2().hash_password_with_salt(password.as_bytes(), &[0; 16]);
            false
        }
    })
    .await
    .map_err(|e| Refusal::Internal(e.to_string()))
}
