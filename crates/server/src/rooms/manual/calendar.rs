//! HTTP endpoints of the working calendar: the years with a published notice, and publishing one, as a file or as a form.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::Verb;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::manual::Calendar;
use weiguang_domain::manual::year::{Holiday, Misfit, Place, Year};

use super::http::{TextBody, first_street};
use super::ops::{self, Published};
use crate::App;
use crate::rooms::manual::CurrentCalendar;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// The most holidays, and make-up workdays, of a notice.
const MOST: usize = 30;
/// The most characters of a title, a number or a name.
const LONGEST: usize = 100;

/// The routes of the calendar.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_calendar_years, publish_year)).routes(routes!(put_calendar_year))
}

/// A year's notice of holidays and make-up workdays.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualYearView)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// The title of the notice.
    pub title: String,
    /// Its number.
    pub notice: String,
    /// Its day, `YYYY-MM-DD`.
    pub issued: String,
    /// Days off.
    pub holidays: Vec<HolidayView>,
    /// Weekend days on which people work, `YYYY-MM-DD`.
    pub workdays: Vec<String>,
}

/// A stretch of days off.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualHolidayView)]
pub struct HolidayView {
    /// As in the notice.
    pub name: String,
    /// The first day off.
    pub from: String,
    /// The last day off.
    pub to: String,
}

impl From<&Year> for YearView {
    fn from(year: &Year) -> Self {
        let holiday =
            |h: &Holiday| HolidayView { name: h.name.clone(), from: h.from.to_string(), to: h.to.to_string() };
        Self {
            year: year.number(),
            title: year.title().to_owned(),
            notice: year.notice().to_owned(),
            issued: year.issued().to_string(),
            holidays: year.holidays().iter().map(holiday).collect(),
            workdays: year.workdays().iter().map(ToString::to_string).collect(),
        }
    }
}

/// The years that are known.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ManualCalendarView)]
pub struct CalendarView {
    /// From the first.
    pub years: Vec<YearView>,
    /// Years whose notice is missed, with the days that the law alone makes holidays: what their notice is begun from.
    pub missed: Vec<YearView>,
    /// What somebody should see to: this year or, near its end, the next is missing.
    pub warnings: Vec<Bilingual>,
}

/// The gaps of a calendar on a day.
fn warnings(calendar: &Calendar, today: Day) -> Vec<Bilingual> {
    let missing = |year: i16| {
        Bilingual::new(
            format!(
                "尚未录入 {year} 年的放假调休安排，工作时限暂按周末和法定节假日计算，没有调休；请在国务院办公厅通知发布后录入。"
            ),
            format!(
                "The holiday notice of {year} is not in yet; weekends and the holidays of the law count, without make-up days. Enter it once it is published."
            ),
        )
    };
    calendar.missed(today).into_iter().map(missing).collect()
}

/// The years that are known, and what is missing.
#[utoipa::path(get, path = "/manual/calendar", tag = "manual", responses((status = 200, body = CalendarView)))]
pub async fn read_calendar_years(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
) -> Result<Reply<CalendarView>, Refusal> {
    actor.may_somewhere(Verb::ManualRead)?;
    let (calendar, today) = (app.state::<CurrentCalendar>(), app.now().day());
    Ok(Reply(CalendarView {
        years: calendar.years().map(YearView::from).collect(),
        missed: calendar.missed(today).into_iter().filter_map(|y| calendar.by_law(y)).map(YearView::from).collect(),
        warnings: warnings(&calendar, today),
    }))
}

/// Publishes a year's notice, in the form of the files that ship.
#[utoipa::path(post, path = "/manual/calendar", tag = "manual", request_body = TextBody, responses((status = 201, body = Published)))]
pub async fn publish_year(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<TextBody>,
) -> Result<Response, Refusal> {
    let street = first_street(&app, &actor)?;
    let (sending, text) = (send.send(), send.body.text);
    let sent = app.write(&actor, street, sending, move |work| ops::publish_year(work, &text)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// A stretch of days off, as somebody fills it in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = ManualHolidayBody)]
#[serde(deny_unknown_fields)]
pub struct HolidayBody {
    /// As in the notice.
    pub name: String,
    /// The first day off, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub from: Day,
    /// The last day off.
    #[schema(value_type = String)]
    pub to: Day,
}

/// A year's notice as somebody fills it in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = ManualNoticeOfYearBody)]
#[serde(deny_unknown_fields)]
pub struct NoticeOfYearBody {
    /// The title of the notice.
    pub title: String,
    /// Its number.
    pub notice: String,
    /// Its day, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub issued: Day,
    /// Days off, at most 30 stretches.
    pub holidays: Vec<HolidayBody>,
    /// Weekend days on which people work, at most 30.
    #[schema(value_type = Vec<String>)]
    pub workdays: Vec<Day>,
    /// Whether it corrects a notice that is in; without it a year that is in is refused, so that nobody overwrites what another just entered.
    #[serde(default)]
    pub corrects: bool,
}

/// The notice in a submitted form.
fn filled_in(year: i16, body: NoticeOfYearBody) -> Result<Year, Refusal> {
    let texts = [("title", &body.title), ("notice", &body.notice)];
    let names = body.holidays.iter().enumerate().map(|(at, one)| (format!("holidays.{at}.name"), &one.name));
    let long = |text: &String| text.chars().count() > LONGEST;
    let mut faults: Vec<FieldFault> = (texts.into_iter().map(|(field, text)| (field.to_owned(), text)).chain(names))
        .filter(|(_, text)| long(text))
        .map(|(field, _)| FieldFault::too_long(&field, LONGEST))
        .collect();
    for (field, count) in [("holidays", body.holidays.len()), ("workdays", body.workdays.len())] {
        if count > MOST {
            let (zh, en) = (format!("最多 {MOST} 行"), format!("at most {MOST} rows"));
            faults.push(FieldFault::new(field, "kernel.too-many", zh, en));
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let holidays =
        body.holidays.into_iter().map(|h| Holiday { name: h.name.trim().to_owned(), from: h.from, to: h.to });
    let told = (&*body.title, &*body.notice, body.issued);
    Year::of(year, told, holidays.collect(), body.workdays).map_err(|Misfit { at, words }| {
        let field = match at {
            Place::Year => "year".to_owned(),
            Place::Title => "title".to_owned(),
            Place::Notice => "notice".to_owned(),
            Place::Holiday(at) => format!("holidays.{at}"),
            Place::Workday(at) => format!("workdays.{at}"),
        };
        Refusal::field(FieldFault::new(&field, "manual.bad-value", words.zh, words.en))
    })
}

/// Publishes the notice of this year or the next, filled in. Clocks that run are counted by it soon after, with what was met or told as it was.
#[utoipa::path(put, path = "/manual/calendar/{year}", tag = "manual", params(("year" = i16, Path)), request_body = NoticeOfYearBody, responses((status = 201, body = Published)))]
pub async fn put_calendar_year(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(year): Path<i16>,
    send: IdempotencyKey<NoticeOfYearBody>,
) -> Result<Response, Refusal> {
    let street = first_street(&app, &actor)?;
    let (sending, corrects) = (send.send(), send.body.corrects);
    let notice = filled_in(year, send.body)?;
    let sent = app.write(&actor, street, sending, move |work| ops::put_year(work, &notice, corrects)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}
