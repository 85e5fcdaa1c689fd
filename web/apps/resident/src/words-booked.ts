// Texts of a booking's page, and of days without booking; loaded on demand.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  booked: {
    full: [
      '这一天网上能约的约满了。现场还留了位置：打电话问，或者直接来。',
      'All places to book here are taken. Some are kept for who comes: call, or just come.',
    ],
    over: ['来不及预约了，今天请直接来取号。', 'Too late to book: just come and take a number.'],
    later: ['{day}起可以预约。', 'Can be booked from {day} on.'],
    none: ['这一天不开放网上预约：打电话约，或者直接来。', 'This day is not booked here: call, or just come.'],
    number: ['您的号码', 'Your number'],
    bring: [
      '到了跟服务台报号码。带身份证或手机。',
      'Tell the desk your number when you are there. Bring your identity card or phone.',
    ],
    before: ['前面还有 {n} 人', '{n} before you'],
    next: ['下一个就是您', 'You are next'],
    wouldWait: ['现在来，前面有 {n} 人在等', '{n} are waiting now'],
    desk: ['请到 {n} 号桌', 'Please go to desk {n}'],
    out: [
      '这一天暂停服务：{why}。请打电话改约，或取消后另约。',
      'There is no service on this day: {why}. Please call, or call it off and book another.',
    ],
    outPlain: [
      '这个时间暂停服务。请打电话改约，或取消后另约。',
      'There is no service at this time any more. Please call, or call it off and book another.',
    ],
    movedTo: ['服务改到 {day}。', 'Service was moved to {day}.'],
    cancel: ['取消预约', 'Call it off'],
    cancelAsk: ['来不了了？取消后，位置让给别人。', 'Cannot come? The place goes to somebody else.'],
    cancelYes: ['是，取消', 'Yes, call it off'],
    cancelNo: ['不，我会来', 'No, I will come'],
    again: ['再约一次', 'Book again'],
    keep: ['用这个链接能看、能取消，请保存：', 'This link shows the booking and calls it off. Please keep it:'],
    share: ['服务日预约 {number}', 'Booking {number}'],
    missing: [
      '没有找到这个预约。过了一个月会删除，或者链接不完整。',
      'Not found. Bookings are deleted after a month, or the link is not complete.',
    ],
  },
} as const satisfies Words
export const its = dictionary(words)
