//! Whom to call if nobody answers an alert.

use serde::Serialize;
use utoipa::ToSchema;

use super::KeyWords;
use crate::rooms::care::ops::calling::Callable;

/// Somebody to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareAlertCallView)]
pub struct CallView {
    /// As what: `owner`, `leader`, `street`.
    pub who: KeyWords,
    /// Who, or which desk.
    pub name: String,
    /// Their number in full; null where none is kept.
    pub phone: Option<String>,
}

impl From<Callable> for CallView {
    fn from(one: Callable) -> Self {
        let (zh, en) = match one.who {
            "owner" => ("现在负责", "Has it now"),
            "leader" => ("网格长", "Leads the grid"),
            _ => ("街道", "The street"),
        };
        Self { who: KeyWords::new(one.who, zh, en), name: one.name, phone: one.phone }
    }
}
