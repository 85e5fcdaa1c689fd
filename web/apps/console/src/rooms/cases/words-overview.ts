// Texts of the figures.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  overview: {
    at: ['截至 {at}', 'As of {at}'],
    open: ['未办结', 'Open'],
    late: ['已超时', 'Late'],
    waiting: ['待受理', 'Waiting'],
    received: ['今日新增', 'Received today'],
    closed: ['今日办结', 'Closed today'],
    satisfied: ['满意率（30 天）', 'Satisfied, 30 days'],
    answered: ['{n} 人答复', '{n} answers'],
    answeredApart: ['{n} 人答复，另有 {m} 条代为登记', '{n} answers; {m} more recorded by staff'],
    median: ['办结用时中位数', 'Median time'],
    hours: ['小时', 'h'],
    trend: ['近 30 天', 'The last 30 days'],
    trendLabel: [
      '近 30 天每天新增、办结和超时的事项数，左右方向键逐日查看',
      'Received, closed and late per day; left and right arrows go by day',
    ],
    dayReceived: ['新增', 'Received'],
    dayClosed: ['办结', 'Closed'],
    dayLate: ['超时', 'Late'],
    byKind: ['未办结事项类别', 'Open by group of kinds'],
    inTime: ['时限内', 'In time'],
    received30: ['近 30 天新增 {n} 件', '{n} received in 30 days'],
    byCommunity: ['各社区', 'Communities'],
    byGrid: ['各网格', 'Grids'],
    byCell: ['各微网格', 'Micro-grids'],
    area: ['名称', 'Name'],
    bar: ['未办结，其中超时', 'Open, and how many are late'],
    closed30: ['近 30 天办结', 'Closed in 30 days'],
    byStatus: ['未办结状态', 'Open by state'],
    recent: ['最近动态', 'Lately'],
    none: ['还没有数据。', 'No figures yet.'],
    care: [
      '只数事项，不给人排名；点任何一个数字，看它背后的事项。',
      'Matters are counted, people are not ranked. Press any figure to see its cases.',
    ],
  },
} as const satisfies Words
