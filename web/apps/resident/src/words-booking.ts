// Texts of booking; loaded on demand.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  booking: {
    title: ['预约 {day}', 'Book {day}'],
    time: ['几点来？', 'At what time?'],
    left: ['余 {n}', '{n} left'],
    full: ['约满', 'full'],
    who: ['谁来？', 'Who comes?'],
    name: ['姓名', 'Name'],
    phone: ['手机号', 'Mobile number'],
    phoneHint: [
      '停诊时好告诉您。座机请带区号。服务日一过就删除。',
      'To tell you if the day falls out. A landline needs its area code. Deleted once the day is over.',
    ],
    what: ['做什么？', 'What for?'],
    send: ['约好', 'Book it'],
    needTime: ['请选一个时间。', 'Please choose a time.'],
    needName: ['请写姓名。', 'Please give a name.'],
    needPhone: [
      '请写 11 位手机号，或带区号的座机。',
      'Please give a mobile number of 11 digits, or a landline with its area code.',
    ],
    gone: ['没有这个服务日，也许改期了。', 'There is no such day of service; it may have been moved.'],
    otherDay: ['看别的日子', 'Other days'],
    call: ['打电话问 {phone}', 'Call {phone}'],
    mine: ['我的预约', 'My bookings'],
    when: ['什么时候', 'When'],
    where: ['在哪里', 'Where'],
    stepName: ['怎么称呼您？', 'What is your name?'],
    stepPhone: ['您的手机号？', 'Your mobile number?'],
    stepCheck: ['对不对？', 'Is this right?'],
    count: ['第 {n} 步，共 {all} 步', 'Step {n} of {all}'],
    nextStep: ['下一步', 'Next'],
    back: ['上一步', 'Back'],
    yes: ['对，约好', 'Yes, book it'],
  },
} as const satisfies Words
export const book = dictionary(words)
