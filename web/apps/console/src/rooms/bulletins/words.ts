// Words of bulletins.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  bulletins: {
    lead: ['按时间列出，最新的在前。', 'By time, the newest first.'],
    none: ['还没有内容', 'Nothing yet'],
    title: ['标题', 'Title'],
    where: ['区域', 'Area'],
  },
} as const satisfies Words
