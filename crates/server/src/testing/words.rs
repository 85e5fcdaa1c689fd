//! The words of an enum as the description of the API lists them.

use utoipa::PartialSchema;

/// The words of an enum of the wire, as the description of the API lists them.
pub fn words<T: PartialSchema>() -> Vec<String> {
    let schema = serde_json::to_value(T::schema()).unwrap();
    let words = schema["enum"].as_array().into_iter().flatten();
    words.map(|word| word.as_str().unwrap().to_owned()).collect()
}
