// Texts of the desk's frame.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  shell: {
    title: ['微光 · 服务站', 'Weiguang · station'],
    brand: ['服务站', 'Station'],
    console: ['回工作台', 'To the console'],
    signOut: ['退出登录', 'Sign out'],
    parts: ['页面', 'Pages'],
    measure: ['测量', 'Measure'],
    queue: ['排队', 'Queue'],
    light: ['换成浅色', 'Light look'],
    dark: ['换成深色', 'Dark look'],
    online: ['已连接', 'Connected'],
    offline: ['没有网络', 'No network'],
    silent: ['服务器没有回应', 'The server does not answer'],
    waits: ['{n} 条等着送', '{n} to send'],
    waitsTitle: ['还没有送到', 'Not delivered yet'],
    waitsHint: [
      '已存在本机，连上后自动送，不会重复。可以接着测量下一位。',
      'Kept on this device and sent by itself, once only. Go on with the next person.',
    ],
    loose: [
      '这个地址没有加密（https），没送到的内容只在这一页里，请不要关闭。',
      'This address has no encryption (https): what is not sent lives on this page only, so keep it open.',
    ],
    reading: ['{who}的测量', 'Reading of {who}'],
    person: ['登记 {who}', 'Record of {who}'],
    giveUp: ['不再送', 'Give up'],
    askedBack: ['{n} 次测量要再问一句', '{n} readings are asked about again'],
    newer: ['有新版本，换上', 'New version: take it'],
    storeAgain: ['再准备离线使用', 'Prepare for offline use again'],
    back: ['返回', 'Back'],
  },
} as const satisfies Words
