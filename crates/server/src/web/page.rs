//! The requested page of a list under a code: the parameters of all lists without filters of their own.

use serde::Deserialize;
use utoipa::IntoParams;
use weiguang_domain::grid::GridCode;

/// A page of what lies under a code.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PageUnder {
    /// A code; everything under it. Without it, the street.
    #[param(value_type = Option<String>)]
    pub under: Option<GridCode>,
    /// At most this many, up to 200.
    pub limit: Option<i64>,
    /// The cursor of the page before.
    pub after: Option<String>,
}
