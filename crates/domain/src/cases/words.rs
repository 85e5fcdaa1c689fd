//! The timeline as text: in full for staff, without personal data for the public page.

use super::fact::{Because, Fact, PartFact};
use super::link::Holder;
pub use super::sentence::Words;
use super::sentence::{bare, place, when};
use super::state::{Answer, Recorded, Status, Way};

impl Because {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Intake => ("按地点和类别自动分派", "dispatched by place and kind"),
            Self::Dispatcher => ("坐席分派", "dispatched by hand"),
            Self::Placed => ("地点确认后分派", "dispatched once its place was known"),
            Self::Returned => ("退单后转回", "handed back after a return"),
            Self::Breach => ("超时升级", "escalated after a deadline passed"),
            Self::Asked => ("请求上级协助", "the level above was asked to help"),
            Self::NotSolved => ("居民反映未解决", "the resident says that it is not solved"),
            Self::Reopened => ("重新打开", "reopened"),
            Self::Left => ("人员离岗交接", "handed over by somebody who left"),
            Self::Regrid => ("网格调整", "its grid was redrawn"),
            Self::Kind => ("类别更正后分派", "dispatched after its kind was corrected"),
        }
    }
}

impl Answer {
    /// On screen.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Satisfied => Words::new("已解决，满意", "solved"),
            Self::Not => Words::new("没有解决", "not solved"),
            Self::NoAnswer => Words::new("未答复", "no answer"),
        }
    }
}

impl Way {
    /// On screen.
    #[must_use]
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Phone => ("电话", "by phone"),
            Self::InPerson => ("当面", "in person"),
            Self::Message => ("短信或微信", "by message"),
            Self::Other => ("其他方式", "otherwise"),
        };
        Words::new(zh, en)
    }
}

impl Status {
    /// The text for staff.
    #[must_use]
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Submitted => ("待受理", "To be accepted"),
            Self::Accepted => ("已受理", "Accepted"),
            Self::InProgress => ("处理中", "In progress"),
            Self::Returned => ("已退单", "Returned"),
            Self::Paused => ("已挂起", "Paused"),
            Self::Resolved => ("待居民确认", "Awaiting the resident"),
            Self::Confirmed => ("已确认", "Confirmed"),
            Self::Closed => ("已办结", "Closed"),
            Self::Withdrawn => ("已撤回", "Withdrawn"),
            Self::Duplicate => ("已并案", "Joined to another"),
        };
        Words::new(zh, en)
    }
}

impl Fact {
    /// The full text for staff.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Submitted { accept_due, resolve_due, placed, .. } => {
                let ((az, ae), (rz, re)) = (when(*accept_due), when(*resolve_due));
                let unsure = if *placed { "" } else { "地点待确认；" };
                Words::new(
                    format!("收到事项。{unsure}{az} 前受理，{rz} 前解决。"),
                    format!("Received. Accept by {ae}, resolve by {re}."),
                )
            }
            Self::Dispatched { to, deputy_for, code, holes, because } => {
                let ((pz, pe), (bz, be)) = (place(code), because.words());
                let deputy = if deputy_for.is_some() { "（代理）" } else { "" };
                let hole =
                    if holes.is_empty() { String::new() } else { format!("下级 {} 处无人在岗。", holes.len()) };
                let nobody = if to.is_none() { "暂无人在岗，由岗位负责。" } else { "" };
                Words::new(format!("交由{pz}{deputy}办理：{bz}。{hole}{nobody}"), format!("Now with {pe}: {be}."))
            }
            Self::Accepted => Words::new("已受理。", "Accepted."),
            Self::TakenOver { .. } => {
                Words::new("从原承办人处接过，由本人承办。", "Taken over from the one who held it.")
            }
            Self::Started => Words::new("开始处理。", "Work has begun."),
            Self::Noted { text } => Words::new(text.clone(), text.clone()),
            Self::LateWord { text } => {
                let (z, e) =
                    if text.is_empty() { ("补充了一份附件", "a file was added") } else { (&**text, &**text) };
                Words::new(
                    format!("网格调整前的人员补充：{z}"),
                    format!("From whoever served here before the grids were redrawn: {e}"),
                )
            }
            Self::Returned { reason, count } => {
                Words::new(format!("第 {count} 次退单：{reason}"), format!("Returned (time {count}): {reason}"))
            }
            Self::PauseAsked { reason, waiting_for, until } => {
                let (z, e) = when(*until);
                Words::new(
                    format!("申请挂起至 {z}，等待{waiting_for}：{reason}"),
                    format!("Asked to pause until {e}, waiting for {waiting_for}: {reason}"),
                )
            }
            Self::Paused { reason, waiting_for, until, .. } => {
                let (z, e) = when(*until);
                Words::new(
                    format!("已批准挂起至 {z}，等待{waiting_for}：{reason}"),
                    format!("Paused until {e}, waiting for {waiting_for}: {reason}"),
                )
            }
            Self::PauseRefused { reason } => {
                Words::new(format!("未批准挂起：{reason}"), format!("The pause was refused: {reason}"))
            }
            Self::Resumed { resolve_due, by_itself, .. } => {
                let (z, e) = when(*resolve_due);
                let how = if *by_itself { "挂起期满，" } else { "" };
                Words::new(format!("{how}继续办理，解决时限 {z}。"), format!("Goes on; resolve by {e}."))
            }
            Self::HalfWay { resolve_due } => {
                let (z, e) = when(*resolve_due);
                Words::new(
                    format!("时限已过半，请于 {z} 前解决。"),
                    format!("Half of the time has run; resolve by {e}."),
                )
            }
            Self::Breached { clock, due } => {
                let (z, e) = when(*due);
                if clock == "accept" {
                    Words::new(format!("超过受理时限（{z}）。"), format!("Not accepted by {e}."))
                } else {
                    Words::new(format!("超过解决时限（{z}）。"), format!("Not resolved by {e}."))
                }
            }
            Self::Escalated { from, to, because, reason } => {
                let ((fz, fe), (tz, te), (bz, be)) = (place(from), place(to), because.words());
                let why = if reason.is_empty() { String::new() } else { format!("：{}", bare(reason)) };
                Words::new(format!("由{fz}升级至{tz}：{bz}{why}。"), format!("Escalated from {fe} to {te}: {be}{why}."))
            }
            Self::Resolved { outcome, ask_until } => {
                let ((z, e), outcome) = (when(*ask_until), bare(outcome));
                Words::new(
                    format!("办理结果：{outcome}。请居民于 {z} 前确认。"),
                    format!("Done: {outcome}. The resident is asked until {e}."),
                )
            }
            Self::Answered { answer, words, recorded } => {
                let a = answer.words();
                let said = if words.is_empty() { String::new() } else { format!("：{words}") };
                match recorded {
                    Some(Recorded { way, at }) => {
                        let ((z, e), way) = (when(*at), way.words());
                        Words::new(
                            format!("代为登记的居民答复（{}，{z}）：{}{said}", way.zh, a.zh),
                            format!("Recorded for the resident ({}, {e}): {}{said}", way.en, a.en),
                        )
                    }
                    None => {
                        Words::new(format!("居民答复：{}{said}", a.zh), format!("The resident says: {}{said}", a.en))
                    }
                }
            }
            Self::Confirmed { answer, recorded } => match (answer, recorded) {
                (Answer::NoAnswer, false) => {
                    Words::new("规定时间内未收到答复，视为确认。", "No answer came in the days given.")
                }
                (Answer::NoAnswer, true) => {
                    Words::new("联系不上居民，视为确认。", "The resident could not be reached; taken as confirmed.")
                }
                (_, true) => Words::new(
                    "按代为登记的答复，确认已解决。",
                    "Confirmed by the answer that was recorded for the resident.",
                ),
                _ => Words::new("居民确认已解决。", "The resident confirmed."),
            },
            Self::Closed { reopen_until, .. } => {
                let (z, e) = when(*reopen_until);
                Words::new(
                    format!("办结。如有反复，可在 {z} 前重新打开。"),
                    format!("Closed. It can be reopened until {e}."),
                )
            }
            Self::Reopened { reason } => Words::new(format!("重新打开：{reason}"), format!("Opened again: {reason}")),
            Self::Withdrawn { reason } => Words::new(format!("撤回：{reason}"), format!("Withdrawn: {reason}")),
            Self::Duplicate { number, .. } => {
                Words::new(format!("并入事项 {number}。"), format!("Joined to {number}."))
            }
            Self::Joined { count } => Words::new(
                format!("又有居民反映同一事项，共 {count} 人关注。"),
                format!("Another resident has the same matter; {count} follow it."),
            ),
            Self::NotSolvedFor { words } => {
                let said = if words.is_empty() { String::new() } else { format!("：{words}") };
                Words::new(
                    format!("同反映的居民表示没有解决{said}"),
                    format!("A resident who joined says: not solved{said}"),
                )
            }
            Self::LinkIssued { holder: Holder::Reporter, .. } => Words::new(
                "向反映人发放了进度链接，此前的链接作废。",
                "Handed out the reporter's link; the one before is dead.",
            ),
            Self::LinkIssued { holder: Holder::Joiner, .. } => {
                Words::new("向同反映的居民发放了进度链接。", "Handed out a link to a resident who joined.")
            }
            Self::LinkWithdrawn => Words::new("作废了反映人的进度链接。", "Withdrew the reporter's link."),
            Self::Placed { code, .. } => {
                let (z, e) = place(code);
                Words::new(format!("地点确认为{z}。"), format!("Its place is {e}."))
            }
            Self::Moved { from, code, .. } => {
                let ((fz, fe), (cz, ce)) = (place(from), place(code));
                Words::new(format!("网格调整：由{fz}划入{cz}。"), format!("Grids were redrawn: from {fe} to {ce}."))
            }
            Self::KindChanged { kind, resolve_due, .. } => {
                let (z, e) = when(*resolve_due);
                Words::new(
                    format!("类别更正为 {kind}，解决时限 {z}（自收到起算）。"),
                    format!("Its kind is {kind}; resolve by {e}, counted from receipt."),
                )
            }
            Self::PartAsked { department, task, due, .. } => {
                let (z, e) = when(*due);
                Words::new(
                    format!("吹哨{department}：{task}（{z} 前）"),
                    format!("Called in {department}: {task} (by {e})"),
                )
            }
            Self::Part { department, what, words, .. } => {
                let (z, e) = match what {
                    PartFact::Accepted => ("已响应", "accepted its part"),
                    PartFact::Done => ("已完成", "did its part"),
                    PartFact::Refused => ("未接受", "refused its part"),
                    PartFact::Late => ("已超时", "is late with its part"),
                };
                let said = if words.is_empty() { String::new() } else { format!("：{words}") };
                Words::new(format!("{department}{z}{said}"), format!("{department} {e}{said}"))
            }
            Self::Attached { name, .. } => Words::new(format!("添加附件 {name}"), format!("Attached {name}")),
            Self::FileCleaned { .. } => Words::new(
                "已清除附件里的拍摄位置等隐藏信息，画面不变",
                "Hidden data such as the place was removed from an attachment; what it shows is the same",
            ),
            Self::Unmasked { reason } => Words::new(
                format!("查看联系方式，理由：{reason}"),
                format!("Saw the contact details; reason: {reason}"),
            ),
            Self::DangerNoticed { numbers, words, .. } => {
                let (numbers, words) = (numbers.join("、"), words.join("、"));
                Words::new(
                    format!("描述中有险情（{words}），应先打 {numbers}；已按紧急事项办理，并通知网格长和街道。"),
                    format!(
                        "Its words show danger ({words}); call {numbers} first. It is urgent; grid leader and street were notified."
                    ),
                )
            }
            Self::Recounted { resolve_due, .. } => {
                let (z, e) = when(*resolve_due);
                Words::new(
                    format!("放假安排有变，时限重新计算，解决时限 {z}。"),
                    format!("The holidays changed and the clocks were counted anew: resolve by {e}."),
                )
            }
            Self::UrgencyTakenOff { reason, resolve_due, .. } => {
                let (z, e) = when(*resolve_due);
                Words::new(
                    format!("取消紧急，理由：{}。解决时限 {z}（自收到起算）。", bare(reason)),
                    format!("No longer urgent: {}. Resolve by {e}, counted from receipt.", bare(reason)),
                )
            }
            Self::TakenElsewhere { zh, en, number } => {
                let number = number.as_ref().map_or_else(String::new, |n| format!(" {n}"));
                Words::new(
                    format!("由{zh}{number} 受理，一个工作日内转交。"),
                    format!("Taken by {en}{number}; to be handed over within one working day."),
                )
            }
        }
    }

    /// The text for the public page: event and deadline without typed text, which may name a person.
    #[must_use]
    pub fn public_words(&self) -> Option<Words> {
        match self {
            Self::Submitted { .. } => Some(Words::new("已收到。", "Received.")),
            Self::Dispatched { code, .. } => {
                let (z, e) = place(code);
                Some(Words::new(format!("已交由{z}负责。"), format!("Now with {e}.")))
            }
            Self::Accepted
            | Self::Started
            | Self::HalfWay { .. }
            | Self::Breached { .. }
            | Self::Confirmed { .. }
            | Self::Closed { .. }
            | Self::Moved { .. }
            | Self::Recounted { .. }
            | Self::Placed { .. } => Some(self.words()),
            Self::Joined { .. } | Self::TakenElsewhere { .. } => Some(self.words()),
            Self::DangerNoticed { numbers, .. } => {
                let numbers = numbers.join("、");
                Some(Words::new(
                    format!("描述中有险情，请先打 {numbers}。已按紧急事项办理，并通知网格长和街道。"),
                    format!(
                        "Its words show danger: call {numbers} first. It is urgent; grid leader and street were notified."
                    ),
                ))
            }
            Self::UrgencyTakenOff { resolve_due, .. } => {
                let (z, e) = when(*resolve_due);
                Some(Words::new(
                    format!("核实后不再按紧急办理，解决时限 {z}。"),
                    format!("Looked into and no longer urgent; resolve by {e}."),
                ))
            }
            Self::Resumed { .. } => Some(self.words()),
            Self::Returned { .. } => Some(Words::new(
                "不属于该网格，重新分派中，时限照常计算。",
                "Sent back as wrongly placed; the clock keeps running.",
            )),
            Self::Paused { until, .. } => {
                let (z, e) = when(*until);
                Some(Words::new(
                    format!("经批准挂起，时限停走，最晚 {z} 继续。"),
                    format!("The clock stands, with approval; it goes on by {e} at the latest."),
                ))
            }
            Self::Escalated { to, .. } => {
                let (z, e) = place(to);
                Some(Words::new(format!("已升级，由{z}督办。"), format!("Escalated to {e}.")))
            }
            Self::Resolved { ask_until, .. } => {
                let (z, e) = when(*ask_until);
                Some(Words::new(
                    format!("已处理完毕，请于 {z} 前告诉我们是否解决。"),
                    format!("Done. Please tell us by {e} whether it is solved."),
                ))
            }
            Self::Answered { answer, recorded: Some(_), .. } => {
                let a = answer.words();
                Some(Words::new(
                    format!("工作人员代为登记的居民答复：{}。", a.zh),
                    format!("Recorded by staff for the resident: {}.", a.en),
                ))
            }
            Self::Answered { answer, .. } => {
                let a = answer.words();
                Some(Words::new(format!("居民答复：{}。", a.zh), format!("The resident says: {}.", a.en)))
            }
            Self::NotSolvedFor { .. } => {
                Some(Words::new("同反映的居民表示没有解决。", "A resident who joined says: not solved."))
            }
            Self::Reopened { .. } => {
                Some(Words::new("已重新打开，由上一级负责。", "Opened again, with the level above."))
            }
            Self::Withdrawn { .. } => Some(Words::new("已撤回。", "Withdrawn.")),
            Self::Duplicate { .. } => {
                Some(Words::new("与已知事项相同，已并案办理。", "The same as a known matter, and handled with it."))
            }
            Self::PartAsked { due, .. } => {
                let (z, e) = when(*due);
                Some(Words::new(
                    format!("已请相关部门协同，{z} 前答复。"),
                    format!("A department was called in, until {e}."),
                ))
            }
            Self::Part { what: PartFact::Done, .. } => {
                Some(Words::new("协同部门已完成。", "The department did its part."))
            }
            Self::Noted { .. }
            | Self::LateWord { .. }
            | Self::TakenOver { .. }
            | Self::PauseAsked { .. }
            | Self::PauseRefused { .. }
            | Self::KindChanged { .. }
            | Self::Part { .. }
            | Self::Attached { .. }
            | Self::FileCleaned { .. }
            | Self::LinkIssued { .. }
            | Self::LinkWithdrawn
            | Self::Unmasked { .. } => None,
        }
    }
}
