//! Bulletins of a street and its communities: pinned, corrected, read by many, and a draft.

use weiguang_domain::access::Role;
use weiguang_domain::bulletins::Content;
use weiguang_domain::kernel::ids::BulletinId;
use weiguang_domain::kernel::time::{Day, Moment, Span};
use weiguang_server::app::UnitOfWork;
use weiguang_server::rooms::bulletins::ops::{self, Act};
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::web::Refusal;

use crate::data::Bulletin;
use crate::dice::Dice;
use crate::part::{Demonstration, Part, Plan};
use crate::staff::Person;

/// Percentage of readers who have read.
const READ: usize = 60;
/// Time of publishing and correcting.
const MORNING: Span = Span::minutes(9 * 60 + 30);

/// The bulletins part.
pub struct Bulletins;

impl Part for Bulletins {
    fn room(&self) -> &'static str {
        "bulletins"
    }

    fn make(&self, all: &mut Demonstration) -> Result<(), Refusal> {
        for (seed, street) in (40..).zip(all.plan.streets()) {
            let plan = all.plan.clone();
            all.made.bulletins += all.in_street(street, move |work| {
                let (dice, own) =
                    (Dice::new(seed), plan.data.bulletins.iter().filter(|one| street.contains(&one.area)));
                let mut made = 0;
                for written in own {
                    Board { all: &plan, written, dice: &dice }.put_up(work)?;
                    made += 1;
                }
                Ok(made)
            })?;
        }
        Ok(())
    }
}

/// A bulletin with author and readers.
struct Board<'a> {
    all: &'a Plan,
    written: &'a Bulletin,
    dice: &'a Dice,
}

impl Board<'_> {
    fn day(&self, days: i64) -> Day {
        self.all.end.day().saturating_add(jiff::Span::new().days(days))
    }

    fn morning(&self, days: i64) -> Moment {
        Moment::start_of(self.day(days)) + MORNING
    }

    /// A text with its day inserted.
    fn with_day(&self, text: &str, days: i64) -> String {
        let day = self.day(days);
        text.trim().replace("{day}", &format!("{}月{}日", day.month(), day.day()))
    }

    fn content(&self, days: i64) -> Content {
        let Bulletin { title, text, from, until, .. } = self.written;
        let (from, until) = (self.day(*from), self.day(*until));
        Content { title: title.clone(), text: self.with_day(text, days), from, until, pictures: Vec::new() }
    }

    fn put_up(&self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let Bulletin { area, by, published, pinned, corrected, day, .. } = self.written;
        let role = Role::from_key(by).ok_or_else(|| Refusal::Internal(format!("demo/bulletins.toml: no role {by}")))?;
        let Some(author) = self.all.at_post(role, *area) else { return Ok(()) };
        let at = published.map_or(self.all.end - Span::hours(1), |days| self.morning(days));
        let mut by_author = work.lived(&author, at);
        let id = BulletinId::at(at, self.dice.bytes());
        let mut version = ops::draft(&mut by_author, id, *area, self.content(*day))?;
        if published.is_none() {
            return Ok(());
        }
        version = ops::act(&mut by_author, id, version, &Act::Publish)?;
        if *pinned {
            version = ops::act(&mut by_author, id, version, &Act::Pin)?;
        }
        self.read(work, id, at)?;
        if let Some(correction) = corrected {
            let at = self.morning(correction.published);
            let what = self.with_day(&correction.what, correction.day);
            let act = Act::Correct(self.content(correction.day), what);
            ops::act(&mut work.lived(&author, at), id, version, &act)?;
            self.read(work, id, at)?;
        }
        Ok(())
    }

    /// Many of the expected readers read it within a day.
    fn read(&self, work: &mut UnitOfWork<'_, '_>, id: BulletinId, published: Moment) -> Result<(), Refusal> {
        let territory = work.state::<Territory>();
        for (account, _) in ops::readers(work.tx, &territory, &self.written.area, published.day())? {
            let minutes = self.dice.between(3, 14 * 60);
            let reader = self.all.staff.people.iter().find(|person| person.id == account);
            if let Some(reader) = reader.filter(|_| self.dice.percent(READ)).map(Person::actor) {
                ops::read(&mut work.lived(&reader, published + Span::minutes(minutes)), id)?;
            }
        }
        Ok(())
    }
}
