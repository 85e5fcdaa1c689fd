//! Refusals of the rules of the life of cases, as problems.

use weiguang_domain::cases::Refused;

use crate::web::Refusal;

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        let (code, zh, en) = words(&refused);
        Self::rule(code, zh, en)
    }
}

/// The stable code and the sentence in both languages.
fn words(refused: &Refused) -> (&'static str, String, String) {
    let en = refused.to_string();
    match refused {
        Refused::Transition { status, .. } => {
            ("cases.transition-refused", format!("事项目前为“{}”，不能进行此操作。", status.words().zh), en)
        }
        Refused::Empty(field) => ("cases.text-empty", format!("请填写内容（{field}）。"), en),
        Refused::TooLong(field, n) => ("cases.text-too-long", format!("内容过长（{field}），最多 {n} 个字。"), en),
        Refused::HeldByAnother(_) => {
            ("cases.held-by-another", "此事项现由他人承办。要由您承办，请用“由我承办”。".into(), en)
        }
        Refused::NobodyToTakeOverFrom => {
            ("cases.nobody-to-take-over-from", "此事项没有别的承办人，直接受理即可。".into(), en)
        }
        Refused::OwnWork => ("cases.own-work", "自己办的事项，须由他人回访后登记居民答复。".into(), en),
        Refused::OwnLink => ("cases.own-link", "自己承办的事项，进度链接须由他人发给居民。".into(), en),
        Refused::OnlyTheReporter => {
            ("cases.only-the-reporter", "是否解决由最先反映的居民确认；您可以告诉我们您那里没有解决。".into(), en)
        }
        Refused::SaidAlready => ("cases.said-already", "您已经告诉过我们没有解决。".into(), en),
        Refused::AnswerTime => ("cases.answer-time", "答复时间应在处置完成之后、现在之前。".into(), en),
        Refused::NoPauseAsked => ("cases.no-pause-asked", "没有待批准的挂起申请。".into(), en),
        Refused::OwnPause => ("cases.own-pause", "不能批准自己的挂起申请。".into(), en),
        Refused::PauseTooLong(days) => ("cases.pause-too-long", format!("挂起须在现在之后、{days} 天之内结束。"), en),
        Refused::ReopenOver(at) => {
            ("cases.reopen-over", format!("可重新打开的期限（{}）已过，请提交新事项。", at.day()), en)
        }
        Refused::NotJoinable => ("cases.not-joinable", "不能并入该事项。".into(), en),
        Refused::AtTheTop => ("cases.at-the-top", "已由街道负责，没有上一级。".into(), en),
        Refused::NotServing(_) => ("cases.not-serving", "该人员不在本街道任职。".into(), en),
    }
}
