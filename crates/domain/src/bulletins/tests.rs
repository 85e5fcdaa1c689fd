//! The life of a bulletin and its borders.

use jiff::civil::date;

use super::content::{DAYS, PICTURES, TEXT, TITLE};
use super::{Bulletin, CURRENT, Content, PINNED, Refused, State, can_be_for, is_for, is_read_at};
use crate::access::Role;
use crate::grid::GridCode;
use crate::kernel::ids::PictureId;
use crate::kernel::time::Day;

const FIRST: Day = date(2026, 12, 1);
const LAST: Day = date(2026, 12, 3);

fn code(text: &str) -> GridCode {
    GridCode::parse(text).unwrap()
}
fn content() -> Content {
    let (title, text) = ("停水通知".into(), "周三停水。\n\n  请提前储水。 ".into());
    Content { title, text, from: FIRST, until: LAST, pictures: Vec::new() }
}
fn draft() -> Bulletin {
    Bulletin::draft(code("510117019006"), content()).unwrap()
}
fn published() -> Bulletin {
    draft().publish(FIRST, 0).unwrap()
}

#[test]
fn it_is_shown_from_the_first_day_to_the_last_and_only_while_it_is_published() {
    let shown = |b: &Bulletin| -> Vec<bool> {
        [FIRST.yesterday().unwrap(), FIRST, LAST, LAST.tomorrow().unwrap()].map(|day| b.shows_on(day)).to_vec()
    };
    assert_eq!(shown(&draft()), [false; 4]);
    assert_eq!(shown(&published()), [false, true, true, false]);
    assert_eq!(shown(&published().withdraw("时间有误").unwrap()), [false; 4]);
    assert_eq!(draft().publish(LAST, 0).unwrap().state, State::Published, "on its last day it can be published");
    assert_eq!(draft().publish(LAST.tomorrow().unwrap(), 0), Err(Refused::Over));
}

#[test]
fn a_published_one_is_never_changed_silently() {
    let mut next = content();
    next.text = "周四停水。".into();
    assert_eq!(published().edit(code("510117019006"), next.clone()), Err(vec![Refused::NoDraft]));
    assert_eq!(published().correct(next.clone(), "  ", FIRST), Err(vec![Refused::What]));
    let same = published().content;
    assert_eq!(published().correct(same, "日期", FIRST), Err(vec![Refused::Same]));
    let corrected = published().correct(next.clone(), " 日期改为周四 ", FIRST).unwrap();
    assert_eq!((corrected.edition, corrected.changed.as_str()), (2, "日期改为周四"));
    assert_eq!(corrected.content.text, "周四停水。");
    assert_eq!(draft().correct(next, "日期", FIRST), Err(vec![Refused::NotPublished]));
}

#[test]
fn it_is_withdrawn_once_with_a_reason() {
    assert_eq!(published().withdraw(" "), Err(Refused::Reason));
    assert_eq!(published().withdraw(&"长".repeat(201)), Err(Refused::Words("reason")));
    let gone = published().pin(FIRST, 0).unwrap().withdraw("时间有误").unwrap();
    assert_eq!((gone.state, gone.reason.as_str(), gone.pinned), (State::Withdrawn, "时间有误", false));
    assert_eq!(gone.clone().withdraw("再次"), Err(Refused::IsWithdrawn));
    assert_eq!(gone.publish(FIRST, 0), Err(Refused::NoDraft));
    assert!(!draft().withdraw("不发了").unwrap().was_published(), "a draft that was dropped was never seen");
}

#[test]
fn an_area_has_a_few_pinned_ones_and_not_too_many_at_once() {
    assert!(published().pin(FIRST, PINNED - 1).unwrap().pinned);
    assert_eq!(published().pin(FIRST, PINNED), Err(Refused::TooManyPinned));
    assert!(published().pin(FIRST, 0).unwrap().pin(FIRST, PINNED).is_ok(), "a pinned one stays");
    assert_eq!(published().pin(LAST.tomorrow().unwrap(), 0), Err(Refused::Over));
    assert_eq!(draft().pin(FIRST, 0), Err(Refused::NotPublished));
    assert!(!published().pin(FIRST, 0).unwrap().unpin().pinned);
    assert!(draft().publish(FIRST, CURRENT - 1).is_ok());
    assert_eq!(draft().publish(FIRST, CURRENT), Err(Refused::TooManyCurrent));
}

#[test]
fn its_content_has_bounds_and_loses_blank_lines() {
    assert_eq!(draft().content.text, "周三停水。\n请提前储水。");
    let refused = |change: &dyn Fn(&mut Content)| {
        let mut one = content();
        change(&mut one);
        one.checked().err().unwrap_or_default()
    };
    assert_eq!(refused(&|c| c.title = "题".repeat(TITLE)), []);
    assert_eq!(refused(&|c| c.title = "题".repeat(TITLE + 1)), [Refused::TooLong("title", TITLE)]);
    assert_eq!(refused(&|c| c.text = "文".repeat(TEXT)), []);
    assert_eq!(refused(&|c| c.text = "文".repeat(TEXT + 1)), [Refused::TooLong("text", TEXT)]);
    assert_eq!(
        refused(&|c| (c.title, c.text) = (" ".into(), "\n".into())),
        [Refused::Missing("title"), Refused::Missing("text")]
    );
    assert_eq!(refused(&|c| c.until = c.from), [], "one day is enough");
    assert_eq!(refused(&|c| c.until = c.from.yesterday().unwrap()), [Refused::Backwards]);
    let after = |n: i32| FIRST.checked_add(jiff::Span::new().days(n)).unwrap();
    assert_eq!(refused(&|c| c.until = after(DAYS - 1)), []);
    assert_eq!(refused(&|c| c.until = after(DAYS)), [Refused::TooManyDays]);
    let picture = |n: usize| PictureId::new(uuid::Uuid::from_u128(n as u128));
    assert_eq!(refused(&|c| c.pictures = (0..PICTURES).map(picture).collect()), []);
    assert_eq!(refused(&|c| c.pictures = (0..=PICTURES).map(picture).collect()), [Refused::TooManyPictures]);
    assert_eq!(refused(&|c| c.pictures = vec![picture(1), picture(1)]), [Refused::PictureTwice]);
}

#[test]
fn it_is_for_a_street_a_community_or_a_grid_and_for_those_who_serve_in_it() {
    for area in ["510117019", "510117019006", "510117019006009"] {
        assert_eq!(can_be_for(&code(area)), Ok(()));
    }
    for area in ["510117", "51011701900600901"] {
        assert_eq!(can_be_for(&code(area)), Err(Refused::Area), "{area}");
    }
    let area = code("510117019006");
    assert!(is_for(&area, Role::GridLeader, &code("510117019006009")));
    assert!(is_for(&area, Role::CommunitySecretary, &area));
    assert!(!is_for(&area, Role::StreetManager, &code("510117019")), "the street reads it and is not waited for");
    assert!(!is_for(&area, Role::GridLeader, &code("510117019007001")));
    assert!(!is_for(&area, Role::ResourcePartner, &area));
    assert!(is_read_at(&area, &code("510117019")) && is_read_at(&area, &code("51011701900600901")));
    assert!(!is_read_at(&area, &code("510117019007")) && !is_read_at(&area, &code("51011701900700101")));
}

#[test]
fn a_state_is_read_by_its_stable_key() {
    for (state, key, ..) in State::ALL {
        assert_eq!((State::from_key(key), state.told().0), (Some(*state), *key));
    }
    assert_eq!(State::from_key("gone"), None);
}
