// Texts of a case's public page; loaded on demand.
import { dictionary, type Words } from '@weiguang/i18n/t'
import { words as all } from './words'

export const words = {
  track: {
    number: ['编号 {number}', 'Number {number}'],
    owes: ['现在由谁负责', 'Who has it now'],
    until: ['{at} 前', 'by {at}'],
    joined: ['另有 {n} 人也遇到', '{n} more have it too'],
    answeredNone: ['一直没有收到您的答复，已按办结处理。', 'No answer came, so it was closed.'],
    overdue: ['已超过承诺时间 {span}，正在催办', '{span} past the promise; it is being chased'],
    steps: ['进展', 'Steps'],
    ask: ['解决了吗？', 'Is it solved?'],
    askJoiner: ['您那里解决了吗？', 'Is it solved for you?'],
    joinerHint: [
      '是否办好由最先反映的居民确认。您那里还没解决，请告诉我们。',
      'The one who reported it first confirms. If it is not solved for you, please say so.',
    ],
    noJoiner: ['我这里没解决', 'Not solved for me'],
    whyJoiner: ['选填。负责人会看到。', 'Optional. Whoever is responsible reads it.'],
    sendJoiner: ['提交', 'Send'],
    saidJoiner: [
      '您已告诉我们：您那里没有解决。负责人已收到。',
      'You said: not solved for you. Whoever is responsible has it.',
    ],
    keep: [
      '这个链接能看进展，也能替您答复。请保存好，只发给家人：',
      'This link shows how it stands and answers for you. Keep it, and share it with family only:',
    ],
    keepJoiner: [
      '这是您自己的链接，能随时看进展，请保存：',
      'This link is your own and shows how it stands. Please keep it:',
    ],
    yes: ['解决了', 'Yes, solved'],
    no: ['没解决', 'No'],
    why: ['还差什么？', 'What is missing?'],
    whyLabel: ['也可以自己写', 'Or in your own words'],
    whyHint: ['选填。会交给上一级重新办理。', 'Optional. It goes to the level above.'],
    often_same: ['还是老样子', 'Nothing changed'],
    often_half: ['只弄了一半', 'Only half of it is done'],
    often_again: ['好了又坏', 'It broke again'],
    often_nobody: ['没有人来', 'Nobody came'],
    sendNo: ['提交，请重新办理', 'Send: please take it up again'],
    answeredYes: ['您已答复：解决了。谢谢！', 'You answered: solved. Thank you!'],
    recordedYes: ['工作人员联系您后，代为登记：解决了。', 'After asking you, staff recorded: solved.'],
    recordedNone: ['工作人员没有联系上您，已按办结处理。', 'Staff could not reach you, so it was closed.'],
    stopped: [
      '已挂起，时限停走：正在等有关方面，最晚 {at} 继续办理。',
      'The clock is stopped while others are waited for; it goes on by {at} at the latest.',
    ],
    answeredNo: [
      '您已答复：没解决。已交上一级重新办理。',
      'You answered: not solved. The level above takes it up again.',
    ],
    missing: ['没有找到这件事，请检查链接是否完整。', 'Not found. Please check that the link is complete.'],
    new: ['反映新的问题', 'Report something new'],
  },
} as const satisfies Words

export const t = dictionary({ ...all, ...words })
