//! A sign-in attempt, and the rate limits that it counts against: a correct one is given back. A login is counted whether an account has it
//! or not, so that nothing reveals which logins exist.

use std::net::IpAddr;
use uuid::Uuid;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::text::fold;
use weiguang_domain::kernel::time::Moment;

use crate::App;
use crate::web::Refusal;

type Name = [u8; 32];

/// The limits that an attempt counts against.
#[derive(Clone, Copy)]
enum Lane {
    /// A device from which the account signed in before: nobody else can use up its limit. With the account if it was counted against the
    /// limit of all its devices, too.
    Device(Uuid, Option<AccountId>),
    /// An unknown device, by password.
    Password(IpAddr, Name),
    /// An unknown device, by the one-time code of a slip.
    Code(IpAddr, Name),
}

/// An attempt that has begun and is counted as wrong.
#[must_use]
pub struct Attempt<'a> {
    app: &'a App,
    lane: Lane,
    now: Moment,
}

impl<'a> Attempt<'a> {
    /// By password, from a device that the account knows or from any other.
    ///
    /// # Errors
    /// [`Refusal::Locked`], [`Refusal::TooMany`].
    pub fn by_password(
        app: &'a App,
        device: Option<(AccountId, Uuid)>,
        peer: IpAddr,
        login: &str,
    ) -> Result<Self, Refusal> {
        let (limits, now) = (app.limits(), app.now());
        let lane = match device {
            Some((account, mark)) => {
                let untried = limits.wrong_on_device.is_full(&mark, now);
                limits.wrong_on_device.count(mark, now).map_err(Refusal::Locked)?;
                match limits.wrong_on_devices.count(account, now) {
                    Ok(()) => Lane::Device(mark, Some(account)),
                    // Wrong attempts elsewhere never lock out a device without wrong attempts of its own.
                    Err(_) if untried => Lane::Device(mark, None),
                    Err(seconds) => {
                        limits.wrong_on_device.give_back(mark, now);
                        return Err(Refusal::Locked(seconds));
                    }
                }
            }
            None => {
                limits.sign_ins.take(peer, now).map_err(Refusal::TooMany)?;
                let name = name_of(app, login);
                limits.wrong_passwords.count(name, now).map_err(Refusal::Locked)?;
                Lane::Password(peer, name)
            }
        };
        Self { app, lane, now }.counted_by_address()
    }

    /// By login and one-time code.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn by_code(app: &'a App, peer: IpAddr, login: &str) -> Result<Self, Refusal> {
        let (name, now) = (name_of(app, login), app.now());
        app.limits().wrong_codes.count(name, now).map_err(Refusal::Locked)?;
        Self { app, lane: Lane::Code(peer, name), now }.counted_by_address()
    }

    fn counted_by_address(self) -> Result<Self, Refusal> {
        let limits = self.app.limits();
        if let Lane::Password(peer, name) | Lane::Code(peer, name) = self.lane
            && let Err(seconds) = limits.wrong_from.take(peer, self.now)
        {
            // The attempt was not examined, so it says nothing about the login.
            let names = if matches!(self.lane, Lane::Code(..)) { &limits.wrong_codes } else { &limits.wrong_passwords };
            names.give_back(name, self.now);
            return Err(Refusal::Locked(seconds));
        }
        Ok(self)
    }

    /// The attempt was correct.
    pub fn right(self) {
        let (limits, now) = (self.app.limits(), self.now);
        match self.lane {
            Lane::Device(mark, counted) => {
                limits.wrong_on_device.forget(&mark, now);
                if let Some(account) = counted {
                    limits.wrong_on_devices.give_back(account, now);
                }
            }
            Lane::Password(peer, name) => {
                limits.wrong_passwords.forget(&name, now);
                // An attacker with an account of their own must not gain guesses at others by it.
                limits.wrong_from.give_back(peer, now);
            }
            Lane::Code(peer, name) => {
                limits.wrong_codes.give_back(name, now);
                limits.wrong_from.give_back(peer, now);
            }
        }
    }
}

fn name_of(app: &App, login: &str) -> Name {
    app.seal().digest(format!("name {}", fold(login)).as_bytes())
}
