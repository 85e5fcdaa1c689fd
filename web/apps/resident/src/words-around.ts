// Texts of public figures; loaded on demand.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  around: {
    title: ['{name}这 30 天办了什么', 'What {name} did in 30 days'],
    loading: ['邻里办了什么', 'What gets done'],
    lead: ['大家反映的事，有没有人管、多久办好，都在这里。', 'What neighbours reported, and what came of it.'],
    solved: ['办好了', 'Solved'],
    received: ['收到反映', 'Received'],
    usual: ['一半以上的事办理不超过', 'Half took no longer than'],
    satisfied: ['居民说“解决了”', 'Residents say “solved”'],
    answered: ['{n} 人答复', 'of {n} answers'],
    recorded: ['（另有 {n} 条由工作人员代为登记，未计入）', ' ({n} more recorded by staff are not counted)'],
    pieces: ['件', 'matters'],
    hours: ['{n} 小时', '{n} h'],
    days: ['{n} 天', '{n} days'],
    unknown: ['还没有', 'not yet known'],
    byArea: ['各社区办好的', 'Solved, by community'],
    byKind: ['办好的都是什么事', 'Solved, by kind'],
    openNow: ['还有 {n} 件在办', '{n} in hand'],
    usually: ['一般 {time}', 'usually {time}'],
    recent: ['最近办好的', 'Solved lately'],
    solvedOn: ['{day} 办好，{took}', 'solved {day}, {took}'],
    sameDay: ['当天', 'the same day'],
    took: ['用了 {n} 天', 'took {n} days'],
    nothing: ['最近还没有办好的事。', 'Nothing was solved lately.'],
    foot: [
      '这里只有件数和类别，没有任何人的姓名、电话和住址。',
      'Only counts and kinds: no names, no numbers, no addresses.',
    ],
    report: ['我也要反映', 'Report something'],
  },
} as const satisfies Words
export const tell = dictionary(words)
