//! A valid sample request to a writing endpoint, and an account that may send it. Each room provides its own (`rooms/<room>/samples.rs`);
//! they also serve as examples of the API.

use axum::http::Method;
use serde_json::Value;

/// The name for a caller who is not signed in.
pub const NOBODY: &str = "nobody";

/// The body of a request.
#[derive(Clone, Debug)]
pub enum Body {
    /// No body.
    None,
    /// A JSON body.
    Json(Value),
    /// A form with fields and, as the last part, a file.
    Form(Vec<(&'static str, String)>, Vec<u8>),
    /// Bytes with a media type.
    Bytes(&'static str, Vec<u8>),
}

/// A valid request to a writing endpoint.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The login of an account that may send the request.
    pub by: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, as written in the OpenAPI document.
    pub path: &'static str,
    /// The values of the path's parameters.
    pub of: Vec<(&'static str, String)>,
    /// The query string, without its question mark.
    pub query: String,
    /// The body.
    pub body: Body,
    /// Whether the request needs a version (`If-Match`).
    pub versioned: bool,
}

fn sample(by: &'static str, method: Method, path: &'static str) -> Sample {
    Sample { by, method, path, of: Vec::new(), query: String::new(), body: Body::None, versioned: false }
}

/// A POST request to a path.
pub fn post(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::POST, path)
}

/// A PUT request to a path.
pub fn put(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::PUT, path)
}

/// A PATCH request to a path.
pub fn patch(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::PATCH, path)
}

/// A DELETE request to a path.
pub fn delete(by: &'static str, path: &'static str) -> Sample {
    sample(by, Method::DELETE, path)
}

impl Sample {
    /// Sets the value of `{id}` in the path.
    pub fn id(self, id: &str) -> Self {
        self.of("id", id)
    }
    /// Sets the value of another parameter of the path.
    pub fn of(mut self, name: &'static str, value: &str) -> Self {
        self.of.push((name, value.to_owned()));
        self
    }
    /// Sets the query string.
    pub fn query(mut self, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self
    }
    /// Sets a JSON body.
    pub fn json(mut self, body: Value) -> Self {
        self.body = Body::Json(body);
        self
    }
    /// Sets a form with a file.
    pub fn form(mut self, fields: Vec<(&'static str, String)>, file: &[u8]) -> Self {
        self.body = Body::Form(fields, file.to_vec());
        self
    }
    /// Sets a body of bytes with a media type.
    pub fn bytes(mut self, kind: &'static str, bytes: Vec<u8>) -> Self {
        self.body = Body::Bytes(kind, bytes);
        self
    }
    /// Makes the request send the record's present version (`If-Match`).
    pub fn versioned(mut self) -> Self {
        self.versioned = true;
        self
    }
    /// The request's endpoint: method and path.
    pub fn endpoint(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
    /// The path with its parameters filled in.
    pub fn filled(&self) -> String {
        let path =
            self.of.iter().fold(self.path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        assert!(!path.contains('{'), "a part of the path has no value: {path}");
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }
}
