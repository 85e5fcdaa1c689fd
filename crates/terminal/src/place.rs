//! The flags for the location of settings and data.

use anyhow::Result;
use std::path::PathBuf;
use weiguang_server::Settings;

/// Location of settings and data.
#[derive(clap::Args, Clone, Debug)]
pub struct Place {
    /// A TOML settings file; omitted settings have defaults.
    #[arg(long, global = true, env = "WEIGUANG_CONFIG")]
    config: Option<PathBuf>,
    /// The folder for data and keys.
    #[arg(long, global = true, env = "WEIGUANG_FOLDER")]
    folder: Option<PathBuf>,
    /// The store: `sqlite:FILE` or `postgres://…`.
    #[arg(long, global = true, env = "WEIGUANG_STORE")]
    store: Option<String>,
}

impl Place {
    /// The settings: defaults, then the file, then the flags.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn settings(&self) -> Result<Settings> {
        let mut settings = match &self.config {
            Some(file) => Settings::from_file(file)?,
            None => Settings::default(),
        };
        if let Some(folder) = &self.folder {
            settings.folder.clone_from(folder);
        }
        if let Some(store) = &self.store {
            settings.store.url.clone_from(store);
        }
        Ok(settings)
    }
}
