// Texts of the user's cells.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  grid: {
    heading: ['本格', 'My cell'],
    headings: ['本格 · {n} 个微网格', 'My cells · {n}'],
    choose: ['选择微网格', 'Choose a cell'],
    holder: ['负责人', 'Answers for it'],
    deputy: ['代 {name}', 'for {name}'],
    hole: ['现在没有人负责', 'Nobody answers for it'],
    households: ['户数', 'Households'],
    open: ['在办', 'Open'],
    late: ['超时', 'Late'],
    unknown: ['未统计', 'Not counted'],
    cases: ['在办事项', 'Open cases'],
    noCases: ['本格没有在办事项。', 'No open cases here.'],
    doors: ['门牌', 'Doors'],
    doorsOf: ['{n} 户', '{n} doors'],
    find: ['找门牌：小区、栋或房号', 'Find a door: quarter, building or room'],
    noDoors: ['没有找到门牌。', 'No doors found.'],
    cut: ['门牌太多，手机上只放了一部分。', 'There are too many doors; the phone has a part of them.'],
    people: ['{n} 人', '{n} people'],
    noDoor: ['没有门牌的住户', 'Without a known door'],
    add: ['登记一位居民', 'Register somebody'],
    outline: ['网格轮廓图，共 {n} 个微网格', 'Outlines of {n} micro-grids'],
    none: [
      '您名下没有微网格。分到您手上的事项在「今日」里。',
      'You hold no cell. Matters that are yours stand under Today.',
    ],
  },
} as const satisfies Words
