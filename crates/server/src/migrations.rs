//! The migrations of the database schema: each is an SQL text that runs once on both engines, and is never changed after its release. Also
//! opens and migrates the store.

use weiguang_store::{Db, Migration};

use crate::config::Settings;
use crate::keys;
use crate::outside::clock::Clock;
use crate::problem::Refusal;

/// All migrations, in order.
pub const MIGRATIONS: &[Migration] = &[
    step(1, "foundation", include_str!("../migrations/0001_foundation.sql")),
    step(2, "faces", include_str!("../migrations/0002_faces.sql")),
    step(3, "households", include_str!("../migrations/0003_households.sql")),
    step(4, "care", include_str!("../migrations/0004_care.sql")),
    step(5, "visits", include_str!("../migrations/0005_visits.sql")),
    step(6, "station", include_str!("../migrations/0006_station.sql")),
    step(7, "own_booking", include_str!("../migrations/0007_own_booking.sql")),
    step(8, "call_back", include_str!("../migrations/0008_call_back.sql")),
    step(9, "desks", include_str!("../migrations/0009_desks.sql")),
    step(10, "sending", include_str!("../migrations/0010_sending.sql")),
    step(11, "phone", include_str!("../migrations/0011_phone.sql")),
    step(12, "setup", include_str!("../migrations/0012_setup.sql")),
    step(13, "recorded_answers", include_str!("../migrations/0013_recorded_answers.sql")),
    step(14, "links", include_str!("../migrations/0014_links.sql")),
    step(15, "files", include_str!("../migrations/0015_files.sql")),
    step(16, "grants", include_str!("../migrations/0016_grants.sql")),
    step(17, "entry", include_str!("../migrations/0017_entry.sql")),
    step(18, "cleaning", include_str!("../migrations/0018_cleaning.sql")),
    step(19, "import_rows", include_str!("../migrations/0019_import_rows.sql")),
    step(20, "keys", include_str!("../migrations/0020_keys.sql")),
    step(21, "state_versions", include_str!("../migrations/0021_state_versions.sql")),
    step(22, "bulletins", include_str!("../migrations/0022_bulletins.sql")),
    step(23, "flat_lists", include_str!("../migrations/0023_flat_lists.sql")),
];

const fn step(number: i64, name: &'static str, text: &'static str) -> Migration {
    Migration { number, name, text }
}

/// Opens the configured store without migrating it.
///
/// # Errors
/// If it cannot be opened, or another process owns it.
pub fn connect(settings: &Settings) -> Result<Db, Refusal> {
    Ok(Db::open(&weiguang_store::Settings {
        url: settings.store_url(),
        workers: settings.store.workers,
        readers: settings.store.readers,
        queue: settings.store.queue,
        distribute: settings.store.distribute,
        ..weiguang_store::Settings::default()
    })?)
}

/// Opens the store and migrates it, if the key file fits its data.
///
/// # Errors
/// As [`connect`]; if its key is missing or a different one, or a migration does not fit.
pub fn open_store(settings: &Settings) -> Result<Db, Refusal> {
    let db = connect(settings)?;
    if db.is_begun()? {
        let file = settings.key_file();
        db.read_blocking(move |tx| keys::check(tx, &file))?;
    }
    db.migrate(MIGRATIONS, Clock::Machine.now().micros())?;
    Ok(db)
}
