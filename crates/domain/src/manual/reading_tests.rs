//! What a kind's file may say, and how a fault in it is told.

use super::*;

#[test]
fn the_manual_that_ships_is_read_without_a_fault() {
    assert_eq!(read(files::MANUAL, files::KINDS, Hours::chengdu().day()).map(|m| m.edition), Ok("2026.1".to_owned()));
}
