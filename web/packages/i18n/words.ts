// Texts of all faces: case states, deadlines, and connection errors.
import type { Words } from './t'

export const words = {
  time: {
    over: ['超时 {span}', '{span} over'],
    left: ['剩 {span}', '{span} left'],
    minutes: ['{n} 分钟', '{n} min'],
    hours: ['{n} 小时', '{n} h'],
    days: ['{n} 天', '{n} d'],
  },
  status: {
    submitted: ['待受理', 'Submitted'],
    accepted: ['已受理', 'Accepted'],
    in_progress: ['处置中', 'In progress'],
    resolved: ['待确认', 'To be confirmed'],
    confirmed: ['居民满意', 'Confirmed'],
    closed: ['已办结', 'Closed'],
    returned: ['已退回', 'Returned'],
    paused: ['已挂起', 'Paused'],
    withdrawn: ['已撤回', 'Withdrawn'],
    duplicate: ['重复事项', 'Duplicate'],
    reopened: ['重新办理', 'Reopened'],
  },
  failure: {
    network: ['网络不通，请检查网络后重试。', 'No connection. Please check the network and try again.'],
    unknown: ['出错了，请稍后再试。', 'Something went wrong. Please try again later.'],
    moved: [
      '有人刚更新了这条内容，已为您载入最新的一版，请再看一眼后提交。',
      'Someone has just changed this. The newest version is loaded: please look again, then submit.',
    ],
  },
  ui: {
    /** Punctuation between values differs by language. */
    told: ['{name}：{value}', '{name}: {value}'],
    aside: ['{word}（{more}）', '{word} ({more})'],
    comma: ['、', ', '],
    semicolon: ['；', '; '],
    close: ['关闭', 'Close'],
    damaged: [
      '有 {n} 条记录已损坏、无法显示，请告知管理员：{ids}',
      'Damaged and not shown: {n}. Please tell the administrator: {ids}',
    ],
    cancel: ['取消', 'Cancel'],
    retry: ['重试', 'Try again'],
    required: ['必填', 'required'],
    optional: ['选填', 'optional'],
    loading: ['载入中…', 'Loading…'],
    missing: ['这一页没有取到，请再试一次。', 'This page could not be fetched. Please try again.'],
    notStored: [
      '这一页还没有存到本机，没有网络打不开。连上网络后再试。',
      'This page is not stored on this device yet, so it cannot be opened without a network. Try again once there is one.',
    ],
    demo: ['演示数据 · 均为虚构', 'Demonstration: every name and matter is made up'],
    demoLabel: ['演示说明', 'About this demonstration'],
    language: ['English', '简体中文'],
    skip: ['跳到正文', 'Skip to content'],
  },
} as const satisfies Words
