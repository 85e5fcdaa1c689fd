// Care and households of the made-up server: one alert that is watched, a person's readings over a month, a household with its contacts.
import type {
  CallBack,
  CareAlert,
  CareAlertRow,
  CareEvent,
  CareOf,
  CareRules,
  Double,
  Household,
  HouseholdContact,
  HouseholdLine,
  Measured,
  Overdue,
  Pairing,
  Reading,
  Resident,
  ResidentLine,
  RulesTrial,
  Tombstone,
} from '../packages/api/resources'
import { iso, now } from './cases.ts'
import { manager } from './people.ts'
import { NOTHING, on, page, Refusal } from './server.ts'
import { cells, fullWords, STREET } from './territory.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const ago = (span: number) => iso(now() - span)
const day = (span: number) => ago(span).slice(0, 10)
const said = (zh: string, en: string) => ({ zh, en })
const key = (name: string, zh: string, en: string) => ({ key: name, words: said(zh, en) })
const micro = cells.filter((cell) => cell.level === 'micro_grid')
const cell = micro[3]!
const server = (name: string) => ({ id: manager.id, name })
const WOMAN = '018f0000-0000-7000-8000-00000000a001'
const HOME = '018f0000-0000-7000-8000-00000000a002'
const ALERT = '018f0000-0000-7000-8000-00000000a003'

const contacts: HouseholdContact[] = [
  ['kin', '亲属', 'next of kin', '陈望山', '儿子', '154****0053', '晚上十点后'],
  ['landlord', '房东', 'landlord', '周房东', '房东', '154****0054', ''],
  ['neighbour', '邻居', 'neighbour', '李大姐', '对门', '154****0055', '一般都在家'],
].map(([kind, zh, en, name, relation, phone, when], at) => ({
  id: `018f0000-0000-7000-8000-00000000b00${at}`,
  kind: kind!,
  kind_words: said(zh!, en!),
  name: name!,
  relation: relation!,
  phones: [phone!],
  when: when!,
}))
const line: ResidentLine = {
  id: WOMAN,
  name: '王**',
  code: cell.code,
  words: fullWords(cell.code),
  household: HOME,
  decade: 80,
  has_needs: true,
}
const lines: ResidentLine[] = [
  line,
  ...['谈**', '宋**', '邵**'].map((name, at) => ({
    ...line,
    id: `018f0000-0000-7000-8000-00000000c00${at}`,
    name,
    decade: 50 + at * 10,
    has_needs: at === 1,
  })),
]
const door: HouseholdLine = {
  id: HOME,
  door: '天骄苑3栋2单元501',
  place: null,
  code: cell.code,
  tenure: 'tenant',
  since: '2025-07-17',
  people: 2,
  version: 6,
}
const home: Household = { ...door, residents: lines.slice(0, 2), contacts }
const resident: Resident = {
  id: WOMAN,
  name: '王桂芳',
  salutation: '王奶奶',
  code: cell.code,
  words: fullWords(cell.code),
  age: 83,
  from_elsewhere: true,
  identity: '519999********6304',
  phones: ['154****0051'],
  presence: 'here',
  merged_into: null,
  household: door,
  contacts,
  missing: [said('用工单位', 'employer')],
  needs: [
    { id: WOMAN, kind: 'look_in', words: said('', ''), purpose: '白天一个人在家，盼有人来看看', expires: '2027-02-14' },
  ],
  version: 3,
}
on('GET', '/households/residents', (asked) => page(lines, asked.query))
on('GET', '/households', () => ({ items: [door], next: null }))
on('POST', '/households/residents/find', (asked) => ({ items: asked.body.name === '王桂芳' ? [line] : [], next: null }))
on('GET', '/households/residents/{id}', () => resident)
on('GET', '/households/residents/{id}/looks', () => ({
  items: [{ at: ago(3 * DAY), by: server('闵芙蓉'), what: 'phones', reason: '通知搬迁' }],
}))
on('GET', '/households/residents/{id}/merges', () => ({
  items: [
    { id: HOME, at: ago(9 * DAY), by: server('闵芙蓉'), gone: ALERT, reason: '本人确认是同一个人', undone: false },
  ],
}))
on('POST', '/households/residents/{id}/unmask', () => ({ identity: null, phones: ['15400000051'] }))
const double: Double = {
  keep: line,
  keep_version: 3,
  gone: { ...line, id: HOME, household: null },
  gone_version: 1,
  evidence: [said('姓名完全相同', 'the same name'), said('电话相同', 'the same phone')],
  weight: 80,
}
on('GET', '/households/doubles', () => ({ items: [double], more: 0 }))
const stone: Tombstone = {
  id: ALERT,
  code: cell.code.slice(0, 12),
  on: day(5 * DAY),
  because: 'asked',
  by: manager.id,
  removed: [
    { what: 'need', count: 2 },
    { what: 'contact', count: 1 },
  ],
}
on('GET', '/households/tombstones', () => ({ items: [stone], next: null }))
const doctor = { id: manager.id, name: '白听雨' }
on(
  'GET',
  '/households/pairing',
  () =>
    ({
      teams: [
        {
          id: HOME,
          name: '白医生团队',
          doctor,
          members: [doctor],
          pairs: [
            {
              code: cell.code.slice(0, 15),
              words: fullWords(cell.code.slice(0, 15)),
              since: day(40 * DAY),
              until: null,
            },
          ],
          waiting: [],
          version: 1,
        },
      ],
      holes: 1,
      cells: micro.slice(0, 6).map((one, at) => ({
        code: one.code,
        words: fullWords(one.code),
        doctor: at === 5 ? null : doctor,
        team: at === 5 ? null : HOME,
      })),
    }) satisfies Pairing,
)
on('GET', '/households/{id}', (asked) => {
  if (asked.path.id !== HOME) throw new Refusal(404, 'kernel.not-found', '没有找到，或不在您的范围内。', 'Not found.')
  return home
})

const QUANTITIES: Record<string, [zh: string, en: string, unit: string]> = {
  glucose: ['血糖', 'glucose', 'mmol/L'],
  systolic: ['收缩压', 'systolic pressure', 'mmHg'],
  diastolic: ['舒张压', 'diastolic pressure', 'mmHg'],
}
const value = (name: string, number: string): Measured['values'][number] => {
  const [zh, en, unit] = QUANTITIES[name]!
  return {
    of: key(name, zh, en),
    value: number,
    unit,
    also: name === 'glucose' && Number(number) ? `${Math.round(Number(number) * 18.0156)} mg/dL` : null,
  }
}
function reading(at: number, glucose: string, level: string, more: Partial<Reading> = {}): Reading {
  return {
    id: `018f0000-0000-7000-8000-00000000d0${String(at).padStart(2, '0')}`,
    resident: WOMAN,
    code: cell.code,
    at: ago(at * DAY + 3 * MINUTE),
    by: server('白听雨'),
    via: 'typed',
    station: null,
    standing: 'stands',
    why: null,
    asked: [],
    before: [],
    offers: [],
    confirmable: true,
    level,
    normal: level === 'normal' ? [key('glucose', '血糖', 'glucose')] : [],
    not_judged: [],
    hits: [],
    rechecks: [],
    enrol: false,
    rules: 1,
    version: 1,
    at_once: false,
    measured: {
      values: [value('glucose', glucose), value('systolic', String(150 - at)), value('diastolic', String(92 - at))],
      meal: key('random', '随机', 'random'),
      symptoms: level === 'critical' ? [key('dizzy', '头晕', 'dizzy')] : [],
    },
    advice:
      level === 'critical'
        ? [
            said(
              '洗手换一根手指立即复测，多喝水，不要自己加药',
              'Wash hands, measure another finger at once, drink water, take no extra medicine',
            ),
          ]
        : [],
    ...more,
  }
}
const readings = [
  reading(0, 'HI', 'critical'),
  reading(1, '30', 'critical'),
  reading(8, '12.4', 'high'),
  reading(15, '9.8', 'normal'),
  reading(22, '3.6', 'critical'),
  reading(26, '126', 'normal', {
    standing: 'doubted',
    level: null,
    asked: [
      said(
        '血糖 126 mmol/L 像是 mg/dL（即 6.994 mmol/L），请核对单位',
        'glucose 126 mmol/L reads like mg/dL, which is 6.994 mmol/L: check the unit',
      ),
    ],
  }),
]
const careLines: CareOf['lines'] = (
  [
    ['glucose', 'critical', 'high', '16.7'],
    ['glucose', 'critical', 'low', '3.9'],
    ['glucose', 'high', 'high', '11.1'],
    ['systolic', 'critical', 'high', '180'],
    ['systolic', 'high', 'high', '150'],
  ] as const
).map(([of, level, side, at]) => ({
  of: key(of, QUANTITIES[of]![0], QUANTITIES[of]![1]),
  level,
  side,
  at,
  compare: side === 'high' ? 'at_least' : 'at_most',
  rule: `${of}-${level}-${side}`,
  unit: QUANTITIES[of]![2],
  with_symptoms: false,
  meal: null,
}))
const careOf: CareOf = {
  id: WOMAN,
  name: '王桂芳',
  age: 83,
  code: cell.code,
  all: true,
  rechecks: [{ of: key('glucose', '血糖', 'glucose'), due: day(2 * DAY) }],
  illnesses: ['diabetes'],
  alert: ALERT,
  readings,
  lines: careLines,
  tickets: [],
  next: null,
}
on('GET', '/care/residents/{id}', () => careOf)
const overdue: Overdue[] = lines.slice(0, 3).map((one, at) => ({
  resident: one.id,
  name: one.name,
  code: micro[3 + (at > 1 ? 1 : 0)]!.code,
  place: fullWords(micro[3 + (at > 1 ? 1 : 0)]!.code),
  due: day((9 - at) * DAY),
  days: 9 - at,
}))
on('GET', '/care/overdue', () => ({ items: overdue, next: null }))

const row: CareAlertRow = {
  id: ALERT,
  status: key('watching', '看护中', 'Watched'),
  name: '王**',
  code: cell.code,
  place: fullWords(cell.code),
  owner: server('黎小满'),
  began_at: ago(190 * MINUTE),
  due_at: iso(now() + 40 * MINUTE),
  late: 1,
  escalated: 1,
  version: 14,
}
const tried = {
  at: ago(180 * MINUTE),
  by: server('黎小满'),
  how: 'phone',
  went: key('no_answer', '无人接听或应门', 'no answer'),
}
export const alert: CareAlert = {
  ...row,
  resident: WOMAN,
  name: '王桂芳',
  door: door.door,
  post: cell.code.slice(0, 12),
  concerns: [
    key(
      'sugar_high',
      '血糖过高，今天须就医；若嗜睡、说胡话、呼吸深快，拨 120',
      'blood sugar far too high, a doctor today; 120 if drowsy, confused or breathing deep and fast',
    ),
  ],
  next_rung: 1,
  ladder: [
    ...contacts.map((contact, at) => ({
      kind: key(contact.kind, contact.kind_words.zh, contact.kind_words.en),
      contact,
      tries: at === 0 ? [tried] : [],
      reached: false,
      over: false,
      hears: said(
        '请帮忙去看看王奶奶，人在不在家、好不好，给治理服务中心回个电话。',
        'Please look in on her and call the centre back.',
      ),
    })),
    {
      kind: key('employer', '用工单位', 'employer'),
      contact: null,
      tries: [],
      reached: false,
      over: false,
      hears: null,
    },
  ],
  escort_to: null,
  safe: { with: 'alone', place: '家中，已喝水', seen_by: server('黎小满'), at: ago(150 * MINUTE) },
  watches: [
    {
      contact: contacts[1]!,
      server: null,
      every_minutes: 120,
      next: iso(now() + 25 * MINUTE),
      kept: [ago(95 * MINUTE)],
      missed: 1,
    },
  ],
  referred: null,
  follow_up: null,
  outcome: null,
  undo_until: null,
  unanswered_since: null,
  call: [],
  allowed: ['note', 'try', 'found', 'escort', 'safe_now', 'ask_watch', 'looked_in', 'kin_there', 'refer', 'died'],
  sight: 'duty',
  readings: [],
}
const TIMELINE: [kind: string, who: string | null, zh: string, en: string][] = [
  ['raised', '白听雨', '发出预警（第二次读数仍然危急）', 'Alert (the second reading is critical, too)'],
  ['acknowledged', '黎小满', '负责人应答', 'Acknowledged'],
  ['tried', '黎小满', '找亲属（打电话）：无人接听或应门：在工地', 'tried next of kin (by phone): no answer'],
  ['safe', '黎小满', '此刻平安：暂时独自一人，在家中', 'Safe now: alone for now, at home'],
  ['watch-asked', '黎小满', '联系人答应看护，每 2 小时看一次', 'a contact looks in every 2 h'],
  ['look-missed', null, '应有联系人看一次，没有回音', 'a contact was to look in: no word'],
  ['climbed', null, '升级到社区', 'Escalated to the community'],
]
const events: CareEvent[] = TIMELINE.map(([kind, who, zh, en], at) => ({
  seq: at + 1,
  kind: `care.${kind}`,
  at: ago((180 - at * 20) * MINUTE),
  actor: who ? server(who) : null,
  words: said(zh, en),
  to: null,
  hash: '00',
}))
on('GET', '/care/alerts', (asked) => ({
  items:
    asked.query.get('view') === 'closed'
      ? []
      : [
          row,
          {
            ...row,
            id: HOME,
            name: '谈**',
            status: key('raised', '待应答', 'To be acknowledged'),
            due_at: ago(2 * MINUTE),
            escalated: 0,
          },
        ],
  next: null,
}))
on('GET', '/care/alerts/{id}', () => alert)
on('GET', '/care/alerts/{id}/events', () => ({ items: events }))
on('GET', '/care/alerts/{id}/verify', () => ({ entries: events.length, intact: true, broken: null }))
on('POST', '/care/alerts/{id}/call', () => ({ phones: ['15400000053'] }))
on('POST', '/care/alerts/{id}/actions', () => {
  throw new Refusal(
    412,
    'kernel.version-moved',
    '内容已被他人更新，请刷新后再操作。',
    'Somebody changed this in the meantime; look again before you act.',
  )
})

const TEXT =
  '# 关爱预警与复查的规则表\nversion = 1\nsince = "2026-11-01"\n\n[[rule]]\nid = "glucose-critical-high"\nif = "glucose >= 16.7 or glucose hi"\n'
const everybody = { age_unknown: true, illnesses: [], except: [], at_once: false, remeasure_minutes: null }
const rules: CareRules = {
  remeasure_minutes: 10,
  ranges: [
    { of: 'systolic', from: '50', to: '290', possible_from: '20', possible_to: '370' },
    { of: 'diastolic', from: '20', to: '180', possible_from: '5', possible_to: '360' },
    { of: 'glucose', from: '1', to: '40', possible_from: '0.1', possible_to: '150' },
  ],
  version: 1,
  text: TEXT,
  versions: [{ version: 1, since: '2026-11-01', published_at: null }],
  rules: [
    {
      id: 'glucose-critical-high',
      level: 'critical',
      condition: 'glucose >= 16.7 or glucose hi',
      age_from: null,
      age_to: null,
      meals: [],
      ...everybody,
      recheck_days: 14,
      advice: said('洗手换一根手指立即复测', 'Wash hands, measure another finger at once'),
      sources: ['《国家基层糖尿病防治管理指南（2022）》'],
    },
    {
      id: 'glucose-critical-low',
      level: 'critical',
      condition: 'glucose <= 3.9 or glucose lo',
      age_from: null,
      age_to: null,
      meals: [],
      ...everybody,
      recheck_days: 14,
      advice: said('清醒的马上吃 15 克糖', 'If awake, 15 g of sugar now'),
      sources: ['《国家基层糖尿病防治管理指南（2022）》'],
    },
    {
      id: 'pressure-high-65',
      level: 'high',
      condition: 'systolic >= 150 or diastolic >= 90',
      age_from: 65,
      age_to: null,
      meals: [],
      ...everybody,
      recheck_days: 14,
      advice: said('少盐、按时吃药', 'Less salt, medicine on time'),
      sources: ['《国家基层高血压防治管理指南（2020版）》'],
    },
  ],
}
const callBack: CallBack = {
  street: STREET.code,
  street_name: STREET.name,
  name: `${STREET.name}治理服务中心`,
  number: null,
  line: `${STREET.name}治理服务中心`,
  by: null,
  at: null,
  may_set: true,
  version: 0,
}
on('GET', '/care/call-back', () => callBack)
on('PUT', '/care/call-back', (asked) =>
  Object.assign(callBack, asked.body, {
    line: `${asked.body.name} ${asked.body.number}`,
    by: server(manager.name),
    at: ago(0),
    version: callBack.version + 1,
  }),
)
on('GET', '/care/rules', () => rules)
on('GET', '/care/waiting', () => ({ items: [], call: [], now: ago(0) }))
on(
  'POST',
  '/care/rules/trial',
  () =>
    ({
      version: 2,
      readings: 1_204,
      since: ago(365 * DAY),
      whole: true,
      counts: [
        { outcome: 'critical', before: 12, after: 31 },
        { outcome: 'high', before: 188, after: 169 },
        { outcome: 'normal', before: 990, after: 990 },
        { outcome: 'doubted', before: 14, after: 14 },
      ],
      moved: [{ from: 'high', to: 'critical', readings: 19 }],
      seen: 'x',
    }) satisfies RulesTrial,
)
on('POST', '/households/doubles/apart', () => NOTHING)
