// Words of the manual.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  manual: {
    title: ['操作手册', 'Manual'],
    kinds: ['事项类别', 'Kinds of matter'],
    search: ['查找类别或关键词', 'Find a kind or a word'],
    clocks: ['时限', 'Clocks'],
    accept: ['受理', 'Accept'],
    resolve: ['办结', 'Resolve'],
    steps: ['办理步骤', 'Steps'],
    photo: ['照片', 'Photographs'],
    need_no: ['不需要', 'Not needed'],
    need_wish: ['建议', 'Wished for'],
    need_must: ['必须', 'Required'],
    takenBy: ['由谁办理', 'Handled by'],
    source: ['依据', 'Source'],
    version: ['第 {n} 版', 'Version {n}'],
    urgent: ['紧急', 'Urgent'],
    keywords: ['关键词', 'Keywords'],
    none: ['没有找到。', 'Nothing found.'],
  },
} as const satisfies Words
