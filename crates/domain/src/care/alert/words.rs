//! The timeline of an alert as text for staff. No entry can hold a value.

use super::fact::{Because, Fact};
use super::ladder::How;
use super::state::{Cause, Stage, Status, Watcher, With};
use crate::kernel::time::{Moment, Span};
use crate::manual::kind::Words;

/// `11月25日 16:30`.
fn when(at: Moment) -> (String, String) {
    let c = at.civil();
    (
        format!("{}月{}日 {:02}:{:02}", c.month(), c.day(), c.hour(), c.minute()),
        format!("{}-{:02} {:02}:{:02}", c.month(), c.day(), c.hour(), c.minute()),
    )
}

fn every(span: Span) -> (String, String) {
    let minutes = span.as_minutes();
    if minutes % 60 == 0 {
        (format!("{} 小时", minutes / 60), format!("{} h", minutes / 60))
    } else {
        (format!("{minutes} 分钟"), format!("{minutes} min"))
    }
}

impl Cause {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::SecondCritical => ("第二次读数仍然危急", "the second reading is critical, too"),
            Self::Word => ("医护人员判断", "by a doctor's or nurse's word"),
            Self::Silence => ("没有等到复测，自动发出", "no second reading came: raised by itself"),
            Self::Reported => ("站外报告", "reported from outside the station"),
            Self::Sign => ("危险征象，不等复测", "a danger sign: not measured again first"),
        }
    }
}

impl Status {
    /// On screen.
    #[must_use]
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Remeasuring => ("待复测", "To be measured again"),
            Self::Lower => ("复测不危急，待医护判断", "Second reading not critical, a word is awaited"),
            Self::Raised => ("待应答", "To be acknowledged"),
            Self::Reaching => ("寻找本人和家人", "Finding the person and their family"),
            Self::Watching => ("看护中", "Watched"),
            Self::WithKin => ("与亲属在一起", "With family"),
            Self::Referred => ("已转诊，待到达", "Referred, arrival awaited"),
            Self::FollowUp => ("随访中", "Followed up"),
            Self::Owed => ("待写结果", "Outcome owed"),
            Self::Closed => ("已结束", "Closed"),
            Self::StoodDown => ("已解除", "Stood down"),
        };
        Words::new(zh, en)
    }
}

impl Watcher {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Contact(_) => ("联系人", "a contact"),
            Self::Staff(_) => ("网格人员", "somebody who serves"),
        }
    }
}

impl With {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Kin(_) => ("与亲属一起", "with family"),
            Self::Contact(_) => ("有熟人在旁", "with somebody they know"),
            Self::Staff(_) => ("有网格人员在旁", "with somebody who serves"),
            Self::Medical => ("有医护在旁", "with a doctor or nurse"),
            Self::Alone => ("暂时独自一人", "alone for now"),
        }
    }
}

impl Stage {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::First => ("24 小时内随访", "Follow-up within 24 hours"),
            Self::Second => ("14 天内随访", "Follow-up within 14 days"),
        }
    }
}

/// A sentence followed by a person's remarks, if there are any.
fn with(zh: String, en: String, own: &str) -> Words {
    if own.is_empty() { Words { zh, en } } else { Words { zh: format!("{zh}：{own}"), en: format!("{en}: {own}") } }
}

impl Fact {
    /// The sentence of the timeline.
    #[must_use]
    pub fn words(&self) -> Words {
        let say = |zh: &str, en: &str| Words::new(zh, en);
        match self {
            Self::Began { due, .. } => {
                let (zh, en) = when(*due);
                with(
                    format!("读数危急，立即复测，{zh} 前没有复测即自动通知网格长"),
                    format!("A critical reading: measure again; raised by itself after {en}"),
                    "",
                )
            }
            Self::Remeasured { critical: true, .. } => say("复测，仍然危急", "Measured again, still critical"),
            Self::Remeasured { due, .. } => {
                let (zh, en) = when(*due);
                with(
                    format!("复测，不再危急；{zh} 前须由医护判断"),
                    format!("Measured again, not critical; a word is needed by {en}"),
                    "",
                )
            }
            Self::Corrected { due, .. } => {
                let (zh, en) = when(*due);
                with(
                    format!("首次读数有误，更正后不危急；{zh} 前须复测或由医护判断"),
                    format!("The first reading was a slip and is not critical; measure again, or a word, by {en}"),
                    "",
                )
            }
            Self::Measured { critical: true, .. } => say("再次测量，危急", "Measured once more: critical"),
            Self::Measured { .. } => say("再次测量，不危急", "Measured once more: not critical"),
            Self::Raised { because, words } => {
                let (zh, en) = because.words();
                with(format!("发出预警（{zh}）"), format!("Alert ({en})"), words)
            }
            Self::StoodDown { reason } => {
                with("医护判断不是预警，解除".into(), "Stood down by a doctor or nurse".into(), reason)
            }
            Self::Voided { why, reason } => {
                let Words { zh, en } = why.words();
                with(format!("读数作废（{zh}），预警解除"), format!("The reading is void ({en}): stood down"), reason)
            }
            Self::UnderCare { reason, due } => {
                let (zh, en) = when(*due);
                with(
                    format!("医生看过，由医生随访，{zh} 前随访"),
                    format!("Seen by a doctor, who follows up by {en}"),
                    reason,
                )
            }
            Self::Dispatched { code, because, due, deputy_for, .. } => {
                let (zh, en) = when(*due);
                let level = code.level();
                let (stand_zh, stand_en) = if deputy_for.is_some() { ("代理人", " (deputy)") } else { ("", "") };
                let (why_zh, why_en) = match because {
                    Because::Raised => ("交给", "Given to"),
                    Because::Late => ("现由", "Now with"),
                    Because::Left => ("原负责人离岗，交给", "Its owner left; given to"),
                    Because::Regrid => ("网格调整，交给", "Its grid was redrawn; given to"),
                    Because::Moved => ("本人搬家，交给", "They moved; given to"),
                };
                with(
                    format!("{why_zh}{}负责人{stand_zh}，{zh} 前办", level.chinese()),
                    format!("{why_en} {code}{stand_en}, until {en}"),
                    "",
                )
            }
            Self::Acknowledged { due } => {
                let (zh, en) = when(*due);
                with(
                    format!("负责人应答，{zh} 前查清人在哪里、和谁在一起"),
                    format!("Acknowledged; by {en} it is known where they are and with whom"),
                    "",
                )
            }
            Self::Noted { text } => with("记录".into(), "Note".into(), text),
            Self::Tried { kind, contact, how, went, words } => {
                let (how_zh, how_en) = match how {
                    How::Phone => ("打电话", "by phone"),
                    How::Door => ("上门", "at the door"),
                    How::Message => ("发消息", "by message"),
                };
                let (ask_zh, ask_en) =
                    if contact.is_none() { ("打听", "asked around for ") } else { ("找", "tried ") };
                with(
                    format!("{ask_zh}{}（{how_zh}）：{}", kind.chinese(), went.chinese()),
                    format!("{ask_en}{} ({how_en}): {}", kind.english(), went.english()),
                    words,
                )
            }
            Self::NumberSeen { kind, .. } => with(
                format!("查看了{}的电话，用于拨打", kind.chinese()),
                format!("Saw the number of the {}, to call it", kind.english()),
                "",
            ),
            Self::Found { kind, .. } => {
                with(format!("打听到{}", kind.chinese()), format!("Found: {}", kind.english()), "")
            }
            Self::Escorted { to, due } => {
                let (zh, en) = when(*due);
                with(format!("送往{to}，{zh} 前报平安"), format!("On the way to {to}, to be confirmed by {en}"), "")
            }
            Self::Safe { with: who, place } => {
                let (zh, en) = who.words();
                with(format!("此刻平安：{zh}，在{place}"), format!("Safe now: {en}, at {place}"), "")
            }
            Self::WatchAsked { watcher, every: span, first } => {
                let ((zh, en), (gap_zh, gap_en), (at_zh, at_en)) = (watcher.words(), every(*span), when(*first));
                with(
                    format!("{zh}答应看护，每 {gap_zh}看一次，先在 {at_zh}"),
                    format!("{en} looks in every {gap_en}, first at {at_en}"),
                    "",
                )
            }
            Self::LookedIn { watcher, well, words } => {
                let (zh, en) = watcher.words();
                let (how_zh, how_en) = if *well { ("安好", "all well") } else { ("不好", "not well") };
                with(format!("{zh}看过，{how_zh}"), format!("{en} looked in: {how_en}"), words)
            }
            Self::LookMissed { watcher, due } => {
                let ((zh, en), (at_zh, at_en)) = (watcher.words(), when(*due));
                with(
                    format!("{at_zh} 应有{zh}看一次，没有回音"),
                    format!("{en} was to look in at {at_en}: no word"),
                    "",
                )
            }
            Self::KinThere { .. } => say("亲属到了", "The family is there"),
            Self::Referred { to, how, due } => {
                let (zh, en) = when(*due);
                with(
                    format!("转往{to}（{how}），{zh} 前应到"),
                    format!("Referred to {to} ({how}), to arrive by {en}"),
                    "",
                )
            }
            Self::Arrived { words, due } => {
                let (zh, en) = when(*due);
                with(format!("已到达，{zh} 前随访"), format!("Arrived; follow-up by {en}"), words)
            }
            Self::StaysHome { words, due } => {
                let (zh, en) = when(*due);
                with(
                    format!("医生同意在家，{zh} 前随访"),
                    format!("At home by a doctor's word; follow-up by {en}"),
                    words,
                )
            }
            Self::FollowedUp { stage, well, words } => {
                let (zh, en) = stage.words();
                let (how_zh, how_en) = if *well { ("好", "well") } else { ("不好", "not well") };
                with(format!("{zh}：{how_zh}"), format!("{en}: {how_en}"), words)
            }
            Self::Worse => say("情况不好，重新找到本人并就医", "Not well: find them again, and a doctor"),
            Self::Late { status, due, times } => {
                let (zh, en) = when(*due);
                let at = status.words();
                with(
                    format!("“{}”超时（应于 {zh} 前，第 {times} 次）", at.zh),
                    format!("Late at “{}” (due {en}, time {times})", at.en),
                    "",
                )
            }
            Self::Climbed { from, to } if from == to => {
                say("上级已是街道，再次提醒", "Nobody stands above the street: told there once more")
            }
            Self::Climbed { to, .. } => {
                with(format!("升级到{}", to.level().chinese()), format!("Escalated to {to}"), "")
            }
            Self::OutcomeOwed { due } => {
                let (zh, en) = when(*due);
                with(
                    format!("两次随访都已完成，{zh} 前写下结果"),
                    format!("Both follow-ups are done; the outcome is owed by {en}"),
                    "",
                )
            }
            Self::Closed { outcome, words } => {
                with(format!("结束：{}", outcome.chinese()), format!("Closed: {}", outcome.english()), words)
            }
            Self::Died { words, until } => {
                let (zh, en) = when(*until);
                with(format!("登记本人已去世，{zh} 前可撤销"), format!("Died; can be taken back until {en}"), words)
            }
            Self::DeathUndone { words, due } => {
                let (zh, en) = when(*due);
                with(
                    format!("撤销去世登记，预警照原样继续，{zh} 前办"),
                    format!("The death was a mistake and was taken back: it goes on as it was, until {en}"),
                    words,
                )
            }
            Self::Unanswered { since } => {
                let (zh, en) = when(*since);
                with(
                    format!("{zh} 发出后一直无人应答，已请测量的人打电话"),
                    format!("Nobody has answered since {en}: who measured was asked to call"),
                    "",
                )
            }
            Self::LookSoon { watcher, due } => {
                let ((zh, en), (at_zh, at_en)) = (watcher.words(), when(*due));
                with(format!("提醒：{at_zh} 有{zh}去看"), format!("Reminder: {en} looks in at {at_en}"), "")
            }
            Self::BroughtBack { code, due, .. } => {
                let (zh, en) = when(*due);
                with(
                    format!("已有人看过，交回{}负责人，{zh} 前办", code.level().chinese()),
                    format!("A look was kept: back with {code}, until {en}"),
                    "",
                )
            }
            Self::Moved { code, regrid: Some(_), .. } => {
                with("网格调整，随住处转入新网格".into(), format!("Its grid was redrawn: now in {code}"), "")
            }
            Self::Moved { from, code, regrid: None } if from == code => {
                say("同住的人或联系人变了，联系顺序重新排过", "Their household changed: whom to ask is listed anew")
            }
            Self::Moved { code, regrid: None, .. } => {
                with("本人搬家，按新住处继续".into(), format!("They moved: it goes on at the new door, in {code}"), "")
            }
            Self::ToldThere { code, .. } => with(
                format!("已告知新住处的{}负责人；由原负责人继续，时限不变", code.level().chinese()),
                format!("Told who answers for the new door ({code}); its owner goes on, and no clock changes"),
                "",
            ),
        }
    }
}
