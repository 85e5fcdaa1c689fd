// A few kinds of matter with their clocks, enough to exercise every page.
import type { KindDetail } from '../packages/api/resources.ts'

type Line = [
  id: string,
  zh: string,
  en: string,
  group: string,
  groupEn: string,
  accept: number,
  resolve: number,
  urgent: boolean,
  words: string,
]
const lines: Line[] = [
  ['garbage', '垃圾清运', 'Rubbish collection', '环境卫生', 'Environment', 120, 1440, false, '垃圾 清运 桶 满 臭'],
  ['sewer', '下水道堵塞', 'Blocked drain', '公共设施', 'Public facilities', 60, 1440, false, '下水 堵 反味 污水 冒水'],
  ['streetlight', '路灯不亮', 'Street light out', '公共设施', 'Public facilities', 120, 4320, false, '路灯 不亮 灯坏'],
  ['gas', '燃气异味', 'Smell of gas', '安全隐患', 'Safety', 10, 120, true, '燃气 煤气 漏气 异味'],
  ['fire', '消防通道占用', 'Fire lane blocked', '安全隐患', 'Safety', 30, 480, true, '消防 通道 占用 堆 杂物'],
  ['manhole', '井盖缺失', 'Missing manhole cover', '安全隐患', 'Safety', 15, 240, true, '井盖 缺失 破损'],
  ['parking', '停车秩序', 'Parking', '停车秩序', 'Parking', 120, 2880, false, '停车 乱停 占道 车位 电动车'],
  ['noise', '噪音扰民', 'Noise', '邻里关系', 'Neighbours', 60, 1440, false, '噪音 吵 扰民 广场舞 装修'],
  [
    'dispute',
    '邻里纠纷',
    'Dispute between neighbours',
    '邻里关系',
    'Neighbours',
    120,
    4320,
    false,
    '纠纷 矛盾 口角 漏水',
  ],
  ['dog', '文明养犬', 'Dogs', '邻里关系', 'Neighbours', 120, 2880, false, '狗 遛狗 犬 牵绳'],
  ['elder', '高龄老人助餐', 'Meals for the old', '特殊关爱', 'Care', 60, 2880, false, '老人 助餐 送餐'],
  ['ageing', '适老化改造', 'Home adaptation', '特殊关爱', 'Care', 240, 10080, false, '扶手 适老 无障碍 坡道'],
  ['medical', '医保缴费咨询', 'Medical insurance', '便民咨询', 'Advice', 120, 1440, false, '医保 缴费 社保'],
  ['permit', '居住证办理', 'Residence permit', '便民咨询', 'Advice', 120, 2880, false, '居住证 办证'],
  ['lift', '电梯故障', 'Lift out of order', '公共设施', 'Public facilities', 15, 480, true, '电梯 困人 停运'],
  ['tree', '树木倒伏', 'Fallen tree', '环境卫生', 'Environment', 30, 480, false, '树 倒 树枝'],
]

function clock(minutes: number, pace: 'working' | 'natural') {
  const zh = minutes < 60 ? `${minutes} 分钟` : minutes < 1440 ? `${minutes / 60} 小时` : `${minutes / 1440} 天`
  const en = minutes < 60 ? `${minutes} minutes` : minutes < 1440 ? `${minutes / 60} hours` : `${minutes / 1440} days`
  const work = pace === 'working'
  return {
    pace,
    minutes,
    words: {
      zh: work ? `${zh}（工作时间）` : `${zh}（不分昼夜）`,
      en: work ? `${en} of working time` : `${en}, day and night`,
    },
  }
}

export const kinds: KindDetail[] = lines.map(([id, zh, en, group, groupEn, accept, resolve, urgent, words]) => ({
  id,
  version: 3,
  name: { zh, en },
  group: { zh: group, en: groupEn },
  group_id: groupEn.toLowerCase(),
  urgent,
  ask_resident: true,
  calls: [],
  climb_every: clock(480, 'working'),
  accept_by: clock(accept, urgent ? 'natural' : 'working'),
  resolve_by: clock(resolve, urgent ? 'natural' : 'working'),
  photo: {
    need: urgent ? 'must' : 'wish',
    why: {
      zh: '现场情况说明问题大小，处置前后可以对照。',
      en: 'The picture shows the size of the matter, before and after.',
    },
  },
  place: { need: 'must', why: { zh: '要到现场处置。', en: 'Someone has to go there.' } },
  keywords: words.split(' '),
  taken_by: 'micro-grid-member',
  taken_by_zh: '微网格员',
  retention_days: 365,
  newest: 3,
  steps: [
    '受理：与反映人核对地点和情况。',
    `到现场查看${zh}的实际情况，拍处置前照片。`,
    '能自己处置的当场处置；需要专业力量的，吹哨请部门协同。',
    '处置完拍照，向反映人回访，问一句「解决了吗？」。',
  ],
  body_markdown: `## 适用范围\n\n居民反映的${zh}，以及巡查中发现的同类情况。\n\n## 注意\n\n- 涉及人身安全的，先疏散再处置。\n- 不收取居民任何费用。\n\n## 办结标准\n\n现场恢复正常，反映人表示满意；反映人未留电话的，处置后照片清楚可辨。`,
  source: ['《微网实格体系运行服务操作手册》示例'],
  source_checked: [null],
}))
export const kindById = new Map(kinds.map((kind) => [kind.id, kind]))

export function suggest(text: string): { id: string; score: number }[] {
  return kinds
    .map((kind) => ({ id: kind.id, score: kind.keywords.filter((word) => text.includes(word)).length / 3 }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 4)
}
