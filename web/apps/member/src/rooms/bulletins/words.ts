// Texts of bulletins on the phone; loaded with its pages.
import { dictionary, type Words } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'

export const words = {
  bulletins: {
    title: ['通知公告', 'Bulletins'],
    none: ['现在没有通知。', 'There is no bulletin now.'],
    offline: [
      '通知要联网查看，没有存在手机上。联网后再打开。',
      'Bulletins are read with a network and are not stored on this phone. Open them once there is one.',
    ],
    missing: ['这条通知打不开，可能已不在您的范围内。', 'This bulletin cannot be opened; it may be out of your reach.'],
    unread: ['未读', 'Unread'],
    pinned: ['置顶', 'Pinned'],
    span: ['{from} 至 {until}', '{from} to {until}'],
    corrected: ['更正：{what}', 'Corrected: {what}'],
    withdrawn: ['已撤回：{reason}', 'Withdrawn: {reason}'],
    picture: ['图片 {n}', 'Picture {n}'],
  },
} as const satisfies Words
export const t = dictionary({ ...everywhere, ...words })
