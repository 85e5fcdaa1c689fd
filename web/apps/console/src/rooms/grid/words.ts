// Words of the map and the cells.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  level: {
    street: ['街道', 'Street'],
    community: ['社区', 'Community'],
    grid: ['网格', 'Grid'],
    micro_grid: ['微网格', 'Micro-grid'],
  },
  grid: {
    mapLabel: ['网格地图，方向键移动，加减号缩放，回车选择中央的微网格', 'Map: arrows move, + and − zoom, Enter chooses the cell in the middle'],
    busiest: ['事项较多的微网格', 'Busiest micro-grids'],
    quiet: ['这里没有未办结的事项。', 'Nothing is open here.'],
    lateCount: ['超时 {n}', '{n} late'],
    legend: ['未办结事项数 / 微网格', 'Open cases per micro-grid'],
    path: ['当前范围', 'Where'],
    down: ['下一级', 'Go down to'],
    open: ['未办结', 'Open'],
    late: ['超时', 'Late'],
    households: ['户数', 'Households'],
    answers: ['负责人', 'Answers'],
    hole: ['现在没有人负责', 'Nobody answers now'],
    cases: ['未办结的事项', 'Open cases'],
    allCases: ['查看全部事项', 'See all its cases'],
    enter: ['看这一片', 'Go into it'],
    close: ['关闭', 'Close'],
    dedicated: ['专属网格', 'Dedicated'],
    functional: ['功能型微网格', 'Functional'],
    general: ['一般网格', 'General'],
  },
} as const satisfies Words
