//! Territory over the store: territory in memory, cells and shapes, the directory, finding places, re-grids. Other rooms use from here:
//! teaching the directory by a pick.

pub mod basemap;
pub mod bulk;
pub mod edit;
pub mod http;
pub mod land;
pub mod locate;
pub mod ops;
pub mod places;
pub mod placing;
pub mod regrids;
pub mod room;
pub mod shapes;
pub mod store;
pub mod tend;
pub mod territory;
pub mod view;
mod which_street;
pub mod wire;

pub use ops::{learn, stream as street_stream};
pub use store::cells_on;
pub use store::ping;
pub use store::{insert_area, insert_street, streets as street_rows};
pub use territory::Territory;
pub use which_street::street_of;

#[cfg(test)]
mod basemap_tests;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
