//! A valid request for each writing endpoint of signing in.

use serde_json::json;

use crate::leaks::sample::{NOBODY, Sample, delete, post, put};

/// The samples.
pub fn samples() -> Vec<Sample> {
    let (old, new) = ("0123-long-enough", "another-long-word-7");
    vec![
        post(NOBODY, "/api/v1/session").json(json!({ "login": "leaver", "password": old })),
        put("leaver", "/api/v1/session/password").json(json!({ "old": old, "new": new })),
        delete("member02", "/api/v1/session"),
    ]
}
