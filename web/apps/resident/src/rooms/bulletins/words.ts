// Texts of bulletins; loaded on demand.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  bulletins: {
    title: ['街道和社区的通知', 'What your street and community tell you'],
    street: ['街道', 'Street'],
    none: ['现在没有通知。', 'There is no bulletin now.'],
    pinned: ['置顶', 'Pinned'],
    span: ['{from} 至 {until}', '{from} to {until}'],
    corrected: ['已更正：{what}', 'Corrected: {what}'],
    picture: ['图片 {n}', 'Picture {n}'],
  },
} as const satisfies Words
export const tell = dictionary(words)
