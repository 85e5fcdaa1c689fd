// Texts of unacknowledged alerts; none names a person.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  live: {
    one: ['有关爱预警待应答', 'A care alert waits for an answer'],
    some: ['有 {n} 条关爱预警待应答', '{n} care alerts wait for an answer'],
    look: ['去应答', 'Answer'],
    title: ['待应答', 'Unanswered'],
    muted: ['浏览器还没有允许响铃，请点一下这里', 'The browser does not let this page ring yet: press here'],
    ask: ['有预警待应答时，这台设备要响铃吗？', 'Shall this device ring while an alert waits for an answer?'],
    askRing: ['响铃', 'Ring'],
    askNot: ['不响', 'Do not ring'],
    sound: ['预警提醒', 'Alerts on this device'],
    ring: ['响铃并振动', 'Ring and vibrate'],
    ringOnly: ['响铃', 'Ring'],
    shake: ['只振动', 'Vibrate only'],
    off: ['只显示，不响', 'Show only'],
    try: ['试听', 'Try it'],
    hint: [
      '只在页面打开时有效；没人应答会隔一会儿再响，最多响 5 分钟。',
      'While the page is open. It rings again after pauses until somebody answers, for 5 minutes at most.',
    ],
  },
} as const satisfies Words
export const t = dictionary(words)
