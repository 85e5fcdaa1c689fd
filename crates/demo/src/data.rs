//! The demonstration's texts: embedded files of the folder `demo`, editable without code.

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
    /// Corner points of outlines by letter: longitude and latitude.
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
    /// Its codes at other authorities.
    pub aliases: Vec<Alias>,
    /// Additional parents.
    pub also_under: Vec<Alias>,
    /// Number of dispatchers.
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
    /// Its corners in order.
    pub outline: Vec<String>,
    /// Number of grids.
    pub grids: usize,
    /// Whether people live in village groups instead of quarters.
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
    /// The number of the grid that it overlays.
    pub over: u32,
    /// Its size relative to that grid, in each direction.
    pub scale: f64,
    /// The common name of the place.
    pub place: String,
}

/// A functional micro-grid.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Functional {
    /// Its code.
    pub code: GridCode,
    /// The community or grid that it serves.
    pub home: GridCode,
    /// Its name.
    pub name: String,
    /// The kinds that it handles.
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
    /// Texts for every kind.
    pub said: CommonTexts,
    /// Departments.
    pub department: Vec<Department>,
    /// Matters by kind.
    pub matter: Vec<Matter>,
}

/// Texts for every kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonTexts {
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
    /// Its part of logins and cases.
    pub login: String,
    /// Its name.
    pub name: String,
}

/// Cases of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// The kind's id in the manual.
    pub kind: String,
    /// Relative frequency.
    pub weight: usize,
    /// Type of place: `home`, `building`, `quarter`, `shop`, `road` or `place`.
    pub at: String,
    /// The department called in, by login.
    #[serde(default)]
    pub department: Option<String>,
    /// Its task.
    #[serde(default)]
    pub task: String,
    /// Title and detail.
    pub texts: Vec<[String; 2]>,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Results.
    pub outcomes: Vec<String>,
}

/// `demo/bulletins.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulletins {
    bulletin: Vec<Bulletin>,
}

/// A bulletin. Its days are relative to the demonstration's day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bulletin {
    /// The street or community.
    pub area: GridCode,
    /// The author's role.
    pub by: String,
    /// Publishing day; `None` for a draft.
    #[serde(default)]
    pub published: Option<i64>,
    /// The first day on which residents see it.
    pub from: i64,
    /// The last day.
    pub until: i64,
    /// Whether it is pinned.
    #[serde(default)]
    pub pinned: bool,
    /// The day inserted for `{day}` in its text.
    pub day: i64,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// A later correction.
    #[serde(default)]
    pub corrected: Option<Correction>,
}

/// A correction with another day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Its day.
    pub published: i64,
    /// The new day in the text.
    pub day: i64,
    /// What changed, for readers.
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
    /// If one of them is invalid; a test reads them all.
    pub fn read() -> Result<Self, Refusal> {
        Ok(Self {
            streets: read("streets.toml", include_str!("../../../demo/streets.toml"))?,
            names: read("names.toml", include_str!("../../../demo/names.toml"))?,
            matters: read("matters.toml", include_str!("../../../demo/matters.toml"))?,
            bulletins: read::<Bulletins>("bulletins.toml", include_str!("../../../demo/bulletins.toml"))?.bulletin,
        })
    }
}
