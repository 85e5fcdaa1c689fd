//! Staff over the store: accounts, assignments, absences, who is responsible where, leaving. Other rooms use from here: names, holders of
//! posts, assignments that move with their cell, the streets and codes of a list.

mod access_view;
mod checks;
pub mod http;
pub mod jobs;
pub mod notices;
pub mod ops;
pub mod room;
pub mod roster;
pub mod store;
pub mod view;
pub mod wire;

#[cfg(test)]
mod alone_tests;
#[cfg(test)]
mod asking_tests;
#[cfg(test)]
mod duty_tests;
#[cfg(test)]
mod ended_tests;
#[cfg(test)]
mod ending_tests;
#[cfg(test)]
mod grant_tests;
#[cfg(test)]
mod invitation_tests;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod token_tests;

pub use crate::access::store::names;
pub(crate) use http::{names_of, street_by, street_where, streets_by, streets_for, under_of};
pub use ops::accounts::New as NewAccount;
pub(crate) use ops::accounts::insert as insert_account;
pub use ops::accounts::to_call;
pub use ops::grants::{New as NewGrant, give as give_access, keeper_gone};
pub(crate) use ops::invitations::make as make_invitation;
pub use ops::invitations::{Issued, issue as invite};
pub use ops::leaving::{let_go, with_lost_work};
pub use ops::posts::carry as carry_post;
pub(crate) use ops::posts::give as give_post;
pub use ops::posts::tenant_of as tenant_of_post;
pub use store::accounts::read as account;
pub use store::grants::{Effect as GrantEffect, waiting_pairs};
pub use store::posts::of_account as posts_of_account;
pub use store::{by_login, set_password};
pub use store::{insert_assignment, seats};
pub use view::LoginSlip;

use weiguang_domain::people::Refused;

use crate::web::{FieldFault, Refusal};

/// A refusal that names a field becomes a fault of that field; the others refuse the act.
impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        let (code, zh, en) = (refused.code(), refused.chinese(), refused.to_string());
        match refused.field() {
            Some(field) => Self::field(FieldFault::new(field, code, zh, en)),
            None => Self::rule(code, zh, en),
        }
    }
}
