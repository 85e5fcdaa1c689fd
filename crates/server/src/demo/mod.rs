//! The demonstration street: real communities, made-up grids, people and matters, all made by the operations that serve a real one.

mod data;
mod directory;
mod dice;
mod mesh;
mod staff;
mod terrain;
