//! The keys of an enum in the API description.

use utoipa::PartialSchema;

/// The keys of a wire enum, in the order of the API description.
pub fn words<T: PartialSchema>() -> Vec<String> {
    let schema = serde_json::to_value(T::schema()).unwrap();
    let words = schema["enum"].as_array().into_iter().flatten();
    words.map(|word| word.as_str().unwrap().to_owned()).collect()
}
