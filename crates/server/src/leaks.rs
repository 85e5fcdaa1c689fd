//! The leak matrix: calls every endpoint of the API as every account that must not see or change data in the micro-grid …00902. The list of
//! endpoints is the OpenAPI document itself, so a new endpoint fails here until its room provides a sample request.

pub mod around;
pub mod doors;
pub mod outsiders;
pub mod sample;
pub mod someone;
pub mod story;
pub mod story_of_care;
pub mod told;
pub mod world;

mod hearing;
mod reading;
mod resend_tests;
mod tests;
pub mod writing;
