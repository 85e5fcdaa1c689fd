//! What the demonstration is written in: files of the folder `demo`, embedded, so that texts can be read and changed without code.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::unit::Alias;

use weiguang_server::web::Refusal;

/// `demo/streets.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Streets {
    /// Corners of outlines by a letter: longitude and latitude.
    pub points: BTreeMap<String, [f64; 2]>,
    /// Streets.
    pub street: Vec<Street>,
    /// Dedicated grids.
    pub dedicated: Vec<Dedicated>,
    /// Functional micro-grids.
    pub functional: Vec<Functional>,
}

/// A street.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Street {
    /// Nine digits.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Its codes with other offices.
    pub aliases: Vec<Alias>,
    /// Who else runs it.
    pub also_under: Vec<Alias>,
    /// How many dispatchers its service centre has.
    pub dispatchers: usize,
    /// Its communities.
    pub community: Vec<Community>,
}

/// A community or village.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Community {
    /// Twelve digits.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Its part of logins.
    pub login: String,
    /// Its corners, in order.
    pub outline: Vec<String>,
    /// How many grids are drawn in it.
    pub grids: usize,
    /// Whether people live in groups and houses instead of quarters.
    #[serde(default)]
    pub village: bool,
}

/// A dedicated grid.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dedicated {
    /// Its community.
    pub community: GridCode,
    /// Its number there.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// The number of the grid over which it lies.
    pub over: u32,
    /// Its size as a part of that grid's, in each direction.
    pub scale: f64,
    /// What stands there, as people call it.
    pub place: String,
}

/// A functional micro-grid.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Functional {
    /// Its code.
    pub code: GridCode,
    /// Across what it serves.
    pub home: GridCode,
    /// Its name.
    pub name: String,
    /// The kinds that it takes.
    pub takes: Vec<String>,
}

/// `demo/names.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub surnames: Vec<String>,
    pub given: Vec<String>,
    pub residents: Vec<String>,
    pub quarters: Vec<String>,
    pub endings: Vec<String>,
    pub twins: Vec<String>,
    pub other_names: Vec<String>,
    pub roads: Vec<String>,
    pub shops: Vec<String>,
    pub named: Vec<String>,
}

/// `demo/matters.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matters {
    /// What is said whatever the kind.
    pub said: Said,
    /// Departments: login, name, what is asked of them.
    pub department: Vec<Department>,
    /// Matters by kind.
    pub matter: Vec<Matter>,
}

/// Words that fit any kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    pub notes: Vec<String>,
    pub returned: Vec<String>,
    pub paused: Vec<[String; 2]>,
    pub pause_refused: Vec<String>,
    pub escalated: Vec<String>,
    pub satisfied: Vec<String>,
    pub not_solved: Vec<String>,
    pub reopened: Vec<String>,
    pub withdrawn: Vec<String>,
    pub part_done: Vec<String>,
    pub part_refused: Vec<String>,
    pub nowhere: Vec<String>,
}

/// A department.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Its part of logins and matters.
    pub login: String,
    /// Its name.
    pub name: String,
}

/// Matters of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// The kind's id in the manual.
    pub kind: String,
    /// How often it comes, against the others.
    pub weight: usize,
    /// Where it happens: `home`, `building`, `quarter`, `shop`, `road` or `place`.
    pub at: String,
    /// The department that is called in for it, by its login.
    #[serde(default)]
    pub department: Option<String>,
    /// What it is asked to do.
    #[serde(default)]
    pub task: String,
    /// Title and detail.
    pub texts: Vec<[String; 2]>,
    /// Lines on the way.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What was done.
    pub outcomes: Vec<String>,
}

/// `demo/bulletins.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulletins {
    bulletin: Vec<Bulletin>,
}

/// A bulletin. Its days count from the day at which the demonstration stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bulletin {
    /// The street or community that it is for.
    pub area: GridCode,
    /// The role that writes it.
    pub by: String,
    /// When it was published; a draft was not.
    #[serde(default)]
    pub published: Option<i64>,
    /// The first day on which residents see it.
    pub from: i64,
    /// The last day.
    pub until: i64,
    /// Whether it is pinned.
    #[serde(default)]
    pub pinned: bool,
    /// The day that its text names as `{day}`.
    pub day: i64,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// A later correction.
    #[serde(default)]
    pub corrected: Option<Correction>,
}

/// A correction: the text names another day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// When it was published.
    pub published: i64,
    /// The day that the text names from then on.
    pub day: i64,
    /// What changed, as readers see it.
    pub what: String,
}

/// All files.
#[derive(Debug)]
pub struct Data {
    /// Territory.
    pub streets: Streets,
    /// Names.
    pub names: Names,
    /// Matters.
    pub matters: Matters,
    /// Bulletins.
    pub bulletins: Vec<Bulletin>,
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Refusal> {
    toml::from_str(text).map_err(|e| Refusal::Internal(format!("demo/{file}: {e}")))
}

impl Data {
    /// Reads the embedded files.
    ///
    /// # Errors
    /// If one of them is not as it should be; a test reads them all.
    pub fn read() -> Result<Self, Refusal> {
        Ok(Self {
            streets: read("streets.toml", include_str!("../../../demo/streets.toml"))?,
            names: read("names.toml", include_str!("../../../demo/names.toml"))?,
            matters: read("matters.toml", include_str!("../../../demo/matters.toml"))?,
            bulletins: read::<Bulletins>("bulletins.toml", include_str!("../../../demo/bulletins.toml"))?.bulletin,
        })
    }
}
