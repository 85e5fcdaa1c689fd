//! A date in a search: a prefix and a day, a month, a year or a moment, each of which is a span of time.

use jiff::civil::{self, Date};
use weiguang_domain::kernel::time::{FOREVER, Moment, Span};

use super::outcome::No;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prefix {
    Eq,
    Ne,
    Gt,
    Lt,
    Ge,
    Le,
    Sa,
    Eb,
    Ap,
}

/// The moments that a search includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    prefix: Prefix,
    /// The first moment of the span, and the first after it.
    from: Moment,
    until: Moment,
}

/// The span of a date or moment: a year is a year long, a second a second. Without a zone it is in China's.
fn span(text: &str) -> Option<(Moment, Moment)> {
    let day = |day: Date| Moment::start_of(day);
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    if text.len() == 4 {
        let year = part(0, 4)?;
        return Some((day(Date::new(year, 1, 1).ok()?), day(Date::new(year.checked_add(1)?, 1, 1).ok()?)));
    }
    if text.len() == 7 {
        let first =
            Date::new(part(0, 4)?, i8::try_from(part(5, 7)?).ok()?, 1).ok().filter(|_| text.get(4..5) == Some("-"))?;
        return Some((day(first), day(first.checked_add(jiff::Span::new().months(1)).ok()?)));
    }
    if text.len() == 10 {
        let first: Date = text.parse().ok()?;
        return Some((day(first), day(first.tomorrow().ok()?)));
    }
    // An unescaped plus sign in a URL arrives as a space.
    let text = text.replace(' ', "+");
    let (clock, zone) = match text.get(11..)?.find(['Z', '+', '-']) {
        Some(at) => text.split_at(11 + at),
        None => (text.as_str(), ""),
    };
    let wide = match clock.len() {
        16 => Span::minutes(1),
        19 => Span::seconds(1),
        _ => Span::micros(1),
    };
    let whole = if clock.len() == 16 { format!("{clock}:00") } else { clock.to_owned() };
    let from = if zone.is_empty() {
        Moment::from_civil(whole.parse::<civil::DateTime>().ok()?)
    } else {
        format!("{whole}{zone}").parse().ok()?
    };
    Some((from, from + wide))
}

impl Range {
    /// Reads one.
    ///
    /// # Errors
    /// [`No`] with 400.
    pub fn read(name: &str, text: &str) -> Result<Self, No> {
        const PREFIXES: [(&str, Prefix); 9] = [
            ("eq", Prefix::Eq),
            ("ne", Prefix::Ne),
            ("gt", Prefix::Gt),
            ("lt", Prefix::Lt),
            ("ge", Prefix::Ge),
            ("le", Prefix::Le),
            ("sa", Prefix::Sa),
            ("eb", Prefix::Eb),
            ("ap", Prefix::Ap),
        ];
        let found = PREFIXES.iter().find_map(|(word, prefix)| Some((*prefix, text.strip_prefix(word)?)));
        let (prefix, rest) = found.unwrap_or((Prefix::Eq, text));
        let Some((from, until)) = span(rest) else {
            let (zh, en) = ("应为日期或时刻，可带 ge、lt 等前缀", "a date or moment, with a prefix such as ge or lt");
            return Err(No::query(name, "fhir.element", zh, en));
        };
        Ok(Self { prefix, from, until })
    }

    /// Whether a moment is included. An approximate date may differ by a tenth of the time between it and now.
    #[must_use]
    pub fn holds(&self, at: Moment, now: Moment) -> bool {
        let inside = self.from <= at && at < self.until;
        match self.prefix {
            Prefix::Eq => inside,
            Prefix::Ne => !inside,
            Prefix::Gt | Prefix::Sa => at >= self.until,
            Prefix::Lt | Prefix::Eb => at < self.from,
            Prefix::Ge => at >= self.from,
            Prefix::Le => at < self.until,
            Prefix::Ap => {
                let gap = Span::micros((now - self.from).as_micros().abs() / 10);
                self.from - gap <= at && at < self.until + gap
            }
        }
    }

    /// The time that contains all included moments.
    #[must_use]
    pub fn span(&self) -> (Moment, Moment) {
        let (first, last) = (Moment::from_micros(0), Moment::start_of(FOREVER));
        match self.prefix {
            Prefix::Eq => (self.from, self.until),
            Prefix::Gt | Prefix::Sa => (self.until, last),
            Prefix::Lt | Prefix::Eb => (first, self.from),
            Prefix::Ge => (self.from, last),
            Prefix::Le => (first, self.until),
            Prefix::Ne | Prefix::Ap => (first, last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_prefix_means_the_span_of_what_is_written() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let (before, morning, after) =
            (at("2026-11-22T23:59:59+08:00"), at("2026-11-23T09:00:00+08:00"), at("2026-11-24T00:00:00+08:00"));
        let now = at("2026-12-03T00:00:00+08:00");
        for (text, means) in [
            ("2026-11-23", [false, true, false]),
            ("eq2026-11-23", [false, true, false]),
            ("ne2026-11-23", [true, false, true]),
            ("gt2026-11-23", [false, false, true]),
            ("sa2026-11-23", [false, false, true]),
            ("lt2026-11-23", [true, false, false]),
            ("eb2026-11-23", [true, false, false]),
            ("ge2026-11-23", [false, true, true]),
            ("le2026-11-23", [true, true, false]),
            ("ap2026-11-23", [true, true, true]),
            ("2026-11", [true, true, true]),
            ("2026", [true, true, true]),
            ("lt2026", [false, false, false]),
            ("2026-11-23T09:00", [false, true, false]),
            ("2026-11-23T01:00:00Z", [false, true, false]),
            ("ge2026-11-23T09:00:00+08:00", [false, true, true]),
            ("gt2026-11-23T09:00:00 08:00", [false, false, true]),
        ] {
            let range = Range::read("date", text).unwrap();
            assert_eq!([before, morning, after].map(|at| range.holds(at, now)), means, "{text}");
            let (from, until) = range.span();
            for at in [before, morning, after].into_iter().filter(|at| range.holds(*at, now)) {
                assert!(from <= at && at < until, "{text} {at}");
            }
        }
        for wrong in ["", "today", "2026-13", "2026-11-31", "gt", "20261123", "2026-11-23T25:00", "xx2026"] {
            assert_eq!(Range::read("date", wrong).unwrap_err().status.unwrap(), 400, "{wrong}");
        }
    }
}
