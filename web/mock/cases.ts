// Some hundreds of made-up matters in every state, with clocks around the mock's fixed now.
import type { Case, CaseEvent, Status } from '../packages/api/resources.ts'
import type { Said } from '../packages/i18n/t.ts'
import { words } from '../packages/i18n/words.ts'
import { kinds, kindById } from './manual.ts'
import { answering, dispatcher } from './people.ts'
import { between, pick, seeded, uuid, type Random } from './random.ts'
import { cellByCode, fullWords, microGrids, STREET } from './territory.ts'

/** 2026-11-23 16:00 in China; time then moves on with the process. */
export const START = Date.parse('2026-11-23T08:00:00Z')
const statuses = words.status
const born = Date.now()
export const now = () => START + (Date.now() - born)
export const iso = (instant: number) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')

const TITLES: Record<string, string[]> = {
  garbage: ['楼下垃圾桶满溢两天没清', '建筑垃圾堆在绿化带'],
  sewer: ['下水道堵塞反味', '院内污水井冒水'],
  streetlight: ['路灯不亮，三盏连续损坏', '地库入口照明全灭'],
  gas: ['燃气管道疑似漏气，有异味'],
  fire: ['楼道堆放杂物，占用消防通道', '消防栓无水压'],
  manhole: ['人行道井盖缺失'],
  parking: ['机动车占用盲道', '停车位归属争议', '电动车停满单元门口'],
  noise: ['楼上夜间装修噪音', '广场舞音量过大'],
  dispute: ['楼上漏水，协商不下', '遛狗不牵绳引发口角'],
  dog: ['楼栋门口犬粪未清理'],
  elder: ['高龄老人申请助餐'],
  ageing: ['无障碍坡道被花坛遮挡', '残疾人家庭申请适老化改造'],
  medical: ['医保缴费记录查询'],
  permit: ['居住证到期如何续签'],
  lift: ['3 栋电梯反复停运'],
  tree: ['大风后行道树倾斜'],
}
const QUARTERS = ['天骄苑', '西锦花园', '锦晖里', '合作家园', '清河雅居', '银杏名邸']
const STATUSES: Status[] = [
  'submitted',
  'submitted',
  'accepted',
  'accepted',
  'in_progress',
  'in_progress',
  'in_progress',
  'resolved',
  'returned',
  'paused',
]
export const OPEN = new Set<Status>(['submitted', 'accepted', 'in_progress', 'resolved', 'returned', 'paused'])
const ACTIONS: Partial<Record<Status, string[]>> = {
  submitted: ['accept', 'dispatch', 'return', 'kind', 'note', 'duplicate', 'withdraw', 'escalate'],
  accepted: [
    'start',
    'resolve',
    'dispatch',
    'return',
    'ask_part',
    'pause_ask',
    'note',
    'kind',
    'duplicate',
    'escalate',
  ],
  in_progress: ['resolve', 'ask_part', 'pause_ask', 'dispatch', 'return', 'note', 'escalate', 'kind'],
  resolved: ['answer', 'close', 'reopen', 'note'],
  confirmed: ['close', 'note'],
  closed: ['reopen', 'note'],
  returned: ['dispatch', 'place', 'note', 'duplicate'],
  paused: ['resume', 'pause_approve', 'pause_refuse', 'note'],
}
export const actionsFor = (one: Case) => [
  ...(one.placing === 'sure' ? [] : ['place']),
  ...(ACTIONS[one.status] ?? ['note']),
  ...(one.reporter ? ['unmask', 'link'] : []),
  ...(OPEN.has(one.status) ? ['attach'] : []),
  ...(one.parts.length > 0 ? ['part'] : []),
]

export const statusWords = (status: Status): Said => ({ zh: statuses[status][0], en: statuses[status][1] })

const PICTURE = (words: string, colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="${colour}"/><text x="160" y="126" font-size="22" text-anchor="middle" fill="#fff">${words}</text></svg>`)}`

function make(random: Random, index: number, closed: boolean): Case {
  const kind = pick(random, kinds)
  const cell = pick(random, microGrids.slice(0, Math.max(40, Math.floor(microGrids.length * random()))))
  const status: Status = closed ? (random() < 0.94 ? 'closed' : 'withdrawn') : pick(random, STATUSES)
  const received = closed ? START - between(random, 3, 40) * 86_400_000 - between(random, 0, 600) * 60_000 : 0
  const left = (random() < 0.24 ? -1 : 1) * between(random, 4, 3_000) ** (random() < 0.4 ? 0.8 : 1)
  const due = closed ? null : START + Math.round(left) * 60_000
  const got = closed ? received : Math.min(START - 20 * 60_000, due! - kind.resolve_by.minutes * 60_000)
  const placing = closed || random() > 0.05 ? 'sure' : random() < 0.6 ? 'unsure' : 'nothing'
  const { code, holder } = answering(cell.code)
  const title = pick(random, TITLES[kind.id]!)
  const address = `${pick(random, QUARTERS)}${between(random, 1, 9)}栋${between(random, 1, 4)}单元`
  const id = uuid(random)
  const accepted = status !== 'submitted'
  const one: Case = {
    id,
    number: `${iso(got + 8 * 3_600_000)
      .slice(0, 10)
      .replaceAll('-', '')}-${String(index % 10_000).padStart(4, '0')}`,
    title,
    kind: { id: kind.id, version: 3, name: kind.name },
    code: placing === 'sure' ? cell.code : STREET.code,
    place: placing === 'sure' ? fullWords(cell.code) : '',
    address,
    status,
    status_words: statusWords(status),
    reopened: 0,
    urgent: kind.urgent && random() < 0.7,
    owner: placing === 'sure' ? holder.account : { id: dispatcher.id, name: dispatcher.name },
    owner_code: code,
    level: cellByCode.get(code)?.level ?? 'street',
    due: due === null ? null : iso(due),
    late: due !== null && due < START,
    escalated: due !== null && due < START && random() < 0.6 ? 1 : 0,
    returns: status === 'returned' ? 1 : 0,
    joined: random() < 0.15 ? between(random, 1, 6) : 0,
    placing,
    source: pick(random, ['resident', 'member', 'hotline', 'phone'] as const),
    created_at: iso(got),
    updated_at: iso(START - between(random, 1, 300) * 60_000),
    version: 3,
    made_up: true,
    detail: `${title}。位置在${address}附近，已经有几天了，麻烦尽快处理。`,
    point: cell.label,
    state: { name: status },
    clocks: {
      received: iso(got),
      accept: {
        due: iso(got + kind.accept_by.minutes * 60_000),
        met: accepted ? iso(got + 9 * 60_000) : null,
        late: !accepted && got + kind.accept_by.minutes * 60_000 < START,
      },
      resolve: {
        due: iso(due ?? got + kind.resolve_by.minutes * 60_000),
        half: iso((got + (due ?? got)) / 2),
        met: closed ? iso(got + kind.resolve_by.minutes * 42_000) : null,
        late: due !== null && due < START,
      },
    },
    pause_wish: null,
    placing_detail: {
      outcome: placing,
      code: placing === 'sure' ? cell.code : null,
      words: null,
      confidence: 0.9,
      evidence:
        placing === 'sure'
          ? [
              { zh: `地址「${address}」与目录中的单元一致。`, en: `“${address}” is a unit in the directory.` },
              { zh: '坐标落在该微网格界内，距边界 41 米。', en: 'The point lies inside the cell, 41 m from its edge.' },
            ]
          : [
              {
                zh: '只写到小区，同名小区在两个微网格都有楼栋。',
                en: 'Only the quarter is named; it has buildings in two cells.',
              },
            ],
      candidates:
        placing === 'sure'
          ? []
          : microGrids.slice(index % 60, (index % 60) + 3).map((near, at) => ({
              code: near.code,
              words: fullWords(near.code),
              label: at === 0 ? address.slice(0, 3) : '',
              confidence: [0.46, 0.31, 0.12][at]!,
            })),
    },
    reporter:
      random() < 0.85
        ? { name_masked: '丁**', phone_masked: '138****2417', has_phone: true, wants_call: random() < 0.3 }
        : null,
    parts:
      status === 'in_progress' && random() < 0.35
        ? [
            {
              id: uuid(random),
              department: '市政排水',
              task: '疏通主管并冲洗',
              due: iso(START + 9 * 3_600_000),
              late: false,
              state: 'accepted',
              owner: { id: 'p', name: '周建国' },
              result: '',
            },
          ]
        : [],
    attachments:
      random() < 0.6
        ? [
            {
              id: uuid(random),
              name: '现场.jpg',
              media: 'image/jpeg',
              size: 183_000,
              kind: 'before',
              at: iso(got),
              url: PICTURE('处置前', '#7b8794'),
            },
            ...(closed || status === 'resolved'
              ? [
                  {
                    id: uuid(random),
                    name: '处置后.jpg',
                    media: 'image/jpeg',
                    size: 171_000,
                    kind: 'after' as const,
                    at: iso(START),
                    url: PICTURE('处置后', '#3f7d63'),
                  },
                ]
              : []),
          ]
        : [],
    actions: [],
    not_solved_for: 0,
    joined_cases: [],
  }
  one.actions = actionsFor(one)
  return one
}

const random = seeded(42)
export const cases: Case[] = [
  ...Array.from({ length: 230 }, (_, at) => make(random, at + 11, false)),
  ...Array.from({ length: 180 }, (_, at) => make(random, at + 700, true)),
]

export const events = new Map<string, CaseEvent[]>()
export function log(
  one: Case,
  kind: string,
  actor: CaseEvent['actor'],
  zh: string,
  en: string,
  body: Record<string, unknown> = {},
  at = now(),
): void {
  const list = events.get(one.id) ?? []
  const hash = Array.from({ length: 16 }, (_, i) =>
    ((list.length * 7 + i * 13 + one.id.charCodeAt(i)) % 16).toString(16),
  ).join('')
  list.push({ seq: list.length + 1, kind, at: iso(at), actor, words: { zh, en }, body, hash })
  events.set(one.id, list)
}
for (const one of cases) {
  const got = Date.parse(one.created_at)
  const later = (part: number) => got + (START - got) * part
  log(one, 'cases.submitted', null, `居民反映：${one.title}`, `Reported: ${one.title}`, {}, got)
  log(
    one,
    'cases.dispatched',
    null,
    `按地点分派给${one.owner?.name}（${one.place || '街道治理服务中心'}）`,
    `Dispatched to ${one.owner?.name}`,
    {},
    got + 30_000,
  )
  if (one.status === 'submitted') continue
  log(one, 'cases.accepted', one.owner, '已受理', 'Accepted', {}, later(0.1))
  if (one.status === 'accepted') continue
  log(one, 'cases.started', one.owner, '开始处置', 'Started', {}, later(0.3))
  if (one.escalated)
    log(
      one,
      'cases.escalated',
      null,
      '超过办理时限，已提级至社区书记',
      'Past its deadline: climbed to the community',
      {},
      later(0.9),
    )
  if (one.status === 'returned')
    log(
      one,
      'cases.returned',
      one.owner,
      '退回：不在本微网格，应为相邻楼栋',
      'Returned: the neighbouring block',
      { reason: '不在本微网格' },
      later(0.95),
    )
  if (one.status === 'paused')
    log(
      one,
      'cases.paused',
      one.owner,
      '挂起：等待自来水公司 11 月 26 日到场',
      'Paused: waits for the water company until 26 November',
      {},
      later(0.95),
    )
  if (['resolved', 'closed'].includes(one.status))
    log(one, 'cases.resolved', one.owner, '处置完成，请居民确认', 'Resolved; the resident is asked', {}, later(0.95))
}

for (const cell of cellByCode.values()) {
  const under = cases.filter((one) => OPEN.has(one.status) && one.code?.startsWith(cell.code))
  cell.open = under.length
  cell.late = under.filter((one) => one.late).length
}
export const kindName = (id: string) => kindById.get(id)?.name ?? { zh: id, en: id }
