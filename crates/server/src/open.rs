//! Opens an application from the settings: its store and keys, with the machine's clock or a movable clock.

use crate::app::{App, Parts};
use crate::config::Settings;
use crate::keys;
use crate::migrations::open_store;
use crate::outside::chance::Chance;
use crate::outside::clock::Clock;
use crate::rooms;
use crate::web::Refusal;

impl App {
    /// Opens the store and keys as configured, migrates the store, and builds the application.
    ///
    /// # Errors
    /// If the store or the key file cannot be opened or do not belong together, or [`rooms::open`] fails.
    pub fn open(settings: Settings) -> Result<Self, Refusal> {
        Self::open_by(settings, Clock::Machine)
    }

    /// Opens the application with the given clock.
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn open_by(settings: Settings, clock: Clock) -> Result<Self, Refusal> {
        settings.make_folder().map_err(|e| Refusal::Internal(e.to_string()))?;
        let chance = Chance::Machine;
        let db = open_store(&settings)?;
        let seal = keys::open(&db, &settings.key_file(), &chance)?;
        rooms::open(Parts { db, clock, chance, seal, settings })
    }
}
