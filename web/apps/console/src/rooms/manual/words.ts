// Words of the manual.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  manual: {
    kinds: ['事项类别', 'Kinds of matter'],
    search: ['查找类别或关键词', 'Find a kind or a word'],
    accept: ['受理', 'Accept'],
    resolve: ['办结', 'Resolve'],
    steps: ['办理步骤', 'Steps'],
    photo: ['照片', 'Photographs'],
    need_no: ['不需要', 'Not needed'],
    need_wish: ['建议', 'Wished for'],
    need_must: ['必须', 'Required'],
    takenBy: ['由谁办理', 'Handled by'],
    'takes_micro-grid-member': ['微网格员', 'Micro-grid member'],
    'takes_grid-member': ['网格员', 'Grid member'],
    'takes_grid-leader': ['网格长', 'Grid leader'],
    takes_community: ['社区', 'Community'],
    takes_street: ['街道', 'Street'],
    takes_functional: ['专属网格', 'Dedicated grid'],
    source: ['依据', 'Source'],
    version: ['第 {n} 版', 'Version {n}'],
    urgent: ['紧急', 'Urgent'],
    keywords: ['关键词', 'Keywords'],
    none: ['没有找到。', 'Nothing found.'],
  },
} as const satisfies Words
