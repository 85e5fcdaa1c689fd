//! A valid request to an endpoint that writes: what is sent, and who may. Each room gives its own (`rooms/<room>/samples.rs`), and they read
//! as examples of the API.

use axum::http::Method;
use serde_json::Value;

/// Somebody without an account.
pub const NOBODY: &str = "nobody";

/// What is sent along.
#[derive(Clone, Debug)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON.
    Json(Value),
    /// A form with fields and, last, a file.
    Form(Vec<(&'static str, String)>, Vec<u8>),
    /// Bytes of a type.
    Bytes(&'static str, Vec<u8>),
}

/// A valid request to an endpoint that writes.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Who may send it: a login of the story.
    pub by: &'static str,
    /// The method.
    pub method: Method,
    /// The path, as the OpenAPI document has it.
    pub path: &'static str,
    /// What stands for the parts of the path that are in braces.
    pub of: Vec<(&'static str, String)>,
    /// The query, without its question mark.
    pub query: String,
    /// The body.
    pub body: Body,
    /// Whether it says at which version (`If-Match`).
    pub versioned: bool,
}

fn sample(by: &'static str, method: Method, path: &'static str) -> Sample {
    Sample { by, method, path, of: Vec::new(), query: String::new(), body: Body::None, versioned: false }
}

/// Somebody posts to a path.
pub fn post(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::POST, path)
}

/// Somebody puts something at a path.
pub fn put(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::PUT, path)
}

/// Somebody changes a part of what is at a path.
pub fn patch(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::PATCH, path)
}

/// Somebody deletes what is at a path.
pub fn delete(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::DELETE, path)
}

impl Sample {
    /// `{id}` of the path.
    pub fn id(self, id: &str) -> Self {
        self.of("id", id)
    }
    /// Another part of the path.
    pub fn of(mut self, name: &'static str, value: &str) -> Self {
        self.of.push((name, value.to_owned()));
        self
    }
    /// The query.
    pub fn query(mut self, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self
    }
    /// A JSON body.
    pub fn json(mut self, body: Value) -> Self {
        self.body = Body::Json(body);
        self
    }
    /// A form with a file.
    pub fn form(mut self, fields: Vec<(&'static str, String)>, file: &[u8]) -> Self {
        self.body = Body::Form(fields, file.to_vec());
        self
    }
    /// Bytes of a type.
    pub fn bytes(mut self, kind: &'static str, bytes: Vec<u8>) -> Self {
        self.body = Body::Bytes(kind, bytes);
        self
    }
    /// At the version that is there.
    pub fn versioned(mut self) -> Self {
        self.versioned = true;
        self
    }
    /// Its endpoint.
    pub fn endpoint(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
    /// The path with what stands for its parts.
    pub fn filled(&self) -> String {
        let path =
            self.of.iter().fold(self.path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        assert!(!path.contains('{'), "a part of the path has no value: {path}");
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }
}
