// Texts of service days; loaded on demand.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  stations: {
    title: ['在家门口量血压、测血糖', 'Blood pressure and blood sugar, near home'],
    lead: [
      '直接来就行，不想等也可以先约个时间。带上身份证或手机号，方便记下结果。',
      'Just come; or book a time, if you would rather not wait. Bring your phone or identity card, so that the result is kept for you.',
    ],
    later: ['之后', 'Later'],
    book: ['约个时间', 'Book a time'],
    bookShort: ['预约', 'Book'],
    left: ['还能约 {n} 位', '{n} left'],
    full: [
      '网上能约的约满了。现场还留了位置，直接来，或者打电话问。',
      'All places to book here are taken. Some are kept for who comes: just come, or call.',
    ],
    fullShort: ['约满', 'full'],
    moved: ['原定 {day}', 'moved from {day}'],
    off: ['{day} 暂停服务：{why}', 'No service on {day}: {why}'],
    none: ['近四周没有服务日。', 'No service day within four weeks.'],
    nowhere: ['这个街道还没有服务站。', 'This street has no station yet.'],
    call: ['打电话问', 'Ask by phone'],
    feed: ['放进手机日历', 'Add to a calendar'],
    urgent: [
      '胸痛、说话不清、叫不醒：不要等，马上打 120。',
      'Chest pain, slurred speech, cannot be woken: do not wait, call 120.',
    ],
  },
} as const satisfies Words
export const tell = dictionary(words)
