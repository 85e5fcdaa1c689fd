//! A valid request to each endpoint of bulletins that writes.

use serde_json::json;

use crate::leaks::sample::{Sample, post};
use crate::leaks::world::{CELL, SECRET, World};

/// The samples.
pub fn samples(world: &World) -> Vec<Sample> {
    let one = json!({ "id": world.new_id(), "code": CELL, "title": SECRET });
    vec![post("manager", "/api/v1/bulletins").json(one)]
}
