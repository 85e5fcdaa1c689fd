//! A valid request for each writing endpoint of imports.

use crate::leaks::sample::{Sample, delete, post};
use crate::leaks::world::{STREET, World};

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let file = "小区,栋,网格编码\n锦绣花园,1栋,51011701900600902\n";
    vec![
        post("manager", "/api/v1/imports/{id}").id("directory").form(vec![("street", STREET.into())], file.as_bytes()),
        delete("manager", "/api/v1/imports/{id}").id(&w["run"]),
    ]
}
