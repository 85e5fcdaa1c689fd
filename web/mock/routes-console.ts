// Kept views, figures, the audit record, tokens, the manual's texts and the basemap of the made-up server.
import { deflateSync } from 'node:zlib'
import type { Audit, KindCheck, CasesSummary, SavedView, TextFault } from '../packages/api/resources.ts'
import { cases, events, iso, now, OPEN, START } from './cases.ts'
import { kindById, kinds } from './manual.ts'
import { accounts, dispatcher, holders } from './people.ts'
import { seeded } from './random.ts'
import { NOTHING, on, Refusal } from './server.ts'
import { cells, fullWords, STREET } from './territory.ts'

const views = new Map<string, SavedView>([
  [
    '019abc77-0000-7000-a000-000000000001',
    {
      id: '019abc77-0000-7000-a000-000000000001',
      name: '西路社区超时',
      query: { view: 'late', under: `${STREET.code}006` },
      rank: 1,
    },
  ],
  [
    '019abc77-0000-7000-a000-000000000002',
    { id: '019abc77-0000-7000-a000-000000000002', name: '燃气', query: { kind: 'gas' }, rank: 2 },
  ],
])
on('GET', '/cases/views', () => ({ items: [...views.values()] }))
on('PUT', '/cases/views/{id}', (asked) => {
  const view = { id: asked.path.id!, ...asked.body } as SavedView
  views.set(view.id, view)
  return view
})
on('DELETE', '/cases/views/{id}', (asked) => {
  views.delete(asked.path.id!)
  return NOTHING
})

const random = seeded(31)
const days = Array.from({ length: 30 }, (_, at) => ({
  day: iso(START - (29 - at) * 86_400_000 + 8 * 3_600_000).slice(0, 10),
  received: Math.round(18 + 14 * random() + at * 0.4),
  closed: Math.round(16 + 13 * random() + at * 0.35),
  late: Math.round(2 + 5 * random()),
}))
on('GET', '/cases/summary', (asked): CasesSummary => {
  const code = asked.query.get('code') ?? STREET.code
  const held = cases.filter((one) => one.code.startsWith(code))
  const open = held.filter((one) => OPEN.has(one.status))
  const late = open.filter((one) => Date.parse(one.due ?? '') < now())
  const next = code.length === 9 ? 12 : code.length === 12 ? 15 : 17
  const share = code.length === 9 ? 1 : code.length === 12 ? 0.2 : 0.03
  const groups = [...new Map(kinds.map((kind) => [kind.group.zh, kind.group])).values()]
  const inGroup = (zh: string) => (one: (typeof cases)[number]) => kindById.get(one.kind.id)?.group.zh === zh
  return {
    at: iso(now()),
    code,
    words: fullWords(code) || STREET.name,
    open: open.length,
    late: late.length,
    waiting: open.filter((one) => one.status === 'submitted').length,
    received_today: Math.ceil(31 * share),
    closed_today: Math.ceil(27 * share),
    satisfied_30d: Math.round(412 * share),
    answered_30d: Math.round(451 * share),
    recorded_30d: Math.round(23 * share),
    recorded_satisfied_30d: Math.round(19 * share),
    median_hours_30d: 19.4,
    by_status: (['submitted', 'accepted', 'in_progress', 'returned', 'paused', 'resolved'] as const).map((status) => ({
      status,
      n: open.filter((one) => one.status === status).length,
    })),
    by_kind_group: groups
      .map((group) => ({
        group,
        open: open.filter(inGroup(group.zh)).length,
        late: late.filter(inGroup(group.zh)).length,
        received_30d: Math.round(120 * share * (0.4 + random())),
      }))
      .sort((a, b) => b.open - a.open),
    by_area: cells
      .filter((cell) => cell.code.length === next && cell.code.startsWith(code) && cell.kind !== 'functional')
      .map((cell) => ({
        code: cell.code,
        name: cell.name,
        open: cell.open ?? 0,
        late: cell.late ?? 0,
        closed_30d: Math.round(20 + 180 * share * random()),
      })),
    by_day: days.map((one) => ({
      day: one.day,
      received: Math.round(one.received * share),
      closed: Math.round(one.closed * share),
      late: Math.round(one.late * share),
    })),
    recent: held.slice(0, 12).map((one, at) => ({
      at: iso(START - at * 400_000),
      words: { zh: '处置完成', en: 'Resolved' },
      kind: one.kind.name,
      place: fullWords((one.code ?? STREET.code).slice(0, 15)),
      status: one.status,
    })),
  }
})
on('GET', '/cases/{id}/audit', (asked): Audit => {
  const list = events.get(asked.path.id!) ?? []
  const reads = list
    .filter((event) => event.kind === 'cases.unmasked')
    .map((event) => ({
      at: event.at,
      actor: event.actor ?? null,
      what: 'unmasked' as const,
      reason: String(event.body?.reason ?? event.words.zh),
    }))
  return {
    entries: list,
    intact: true,
    broken: null,
    reads:
      reads.length > 0
        ? reads
        : [
            {
              at: iso(START - 7_200_000),
              actor: { id: dispatcher.id, name: dispatcher.name },
              what: 'unmasked',
              reason: '回电核对楼栋',
            },
          ],
  }
})

const textOf = (id: string) => {
  const kind = kindById.get(id)
  if (!kind) throw new Refusal(404, 'kernel.not-found', '手册里没有这一类。', 'No such kind.')
  return `+++\nid = "${id}"\nversion = ${kind.version}\nname = { zh = "${kind.name.zh}", en = "${kind.name.en}" }\nurgency = "${kind.urgent ? 'urgent' : 'normal'}"\naccept_by = "${kind.accept_by.minutes} minutes"\nresolve_by = "${kind.resolve_by.minutes / 60} hours"\ntaken_by = "${kind.taken_by}"\nkeywords = [${kind.keywords.map((word) => `"${word}"`).join(', ')}]\nsources = [${kind.source.map((one) => `"${one}"`).join(', ')}]\n+++\n\n## 步骤\n\n${kind.steps.map((step, at) => `${at + 1}. ${step}`).join('\n')}\n\n${kind.body_markdown}\n`
}
const published = new Map<string, string>()
on('GET', '/manual/kinds/{id}/text', (asked) => {
  const id = asked.path.id!
  const version = Number(asked.query.get('version') ?? kindById.get(id)?.version ?? 1)
  return {
    id,
    version,
    text: published.get(id) ?? textOf(id),
    published_at: iso(START - 40 * 86_400_000),
    versions: Array.from({ length: kindById.get(id)?.version ?? 1 }, (_, at) => ({
      version: at + 1,
      published_at: at === 0 ? null : iso(START - (3 - at) * 40 * 86_400_000),
    })),
  }
})
function check(text: string): KindCheck {
  const lines = text.split('\n')
  const faults: TextFault[] = []
  const add = (line: number, field: string, zh: string, en: string) =>
    faults.push({ line, field, code: 'manual.fault', zh, en })
  if (lines[0]?.trim() !== '+++')
    add(1, '', '文件应以一行 +++ 开头，写完各项后再以一行 +++ 结束', 'the file must open with a line of +++')
  const known = new Set([
    'id',
    'version',
    'name',
    'urgency',
    'accept_by',
    'resolve_by',
    'taken_by',
    'keywords',
    'sources',
    'photo',
    'place',
    'change',
  ])
  let head = 0
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '+++' && ++head === 2) break
    const name = /^(\w+)\s*=/.exec(line)?.[1]
    if (name && !known.has(name)) add(at + 1, name, '手册不认识这一项，请核对拼写', 'the manual does not know this key')
    const span = /^(?:accept_by|resolve_by)\s*=\s*"([^"]*)"/.exec(line)?.[1]
    if (span && !/^\d+(\.\d+)? (minutes|hours|days|working hours|working days)$/.test(span))
      add(at + 1, name ?? '', `“${span}”不是时限，应写成 30 minutes、24 hours、2 working hours`, `“${span}” is no span`)
  }
  if (!/## 步骤/.test(text)) add(lines.length, '步骤', '正文应有“## 步骤”一节', 'the body must have a section ## 步骤')
  const id = /^id\s*=\s*"([^"]*)"/m.exec(text)?.[1] ?? ''
  const base = kindById.get(id) ?? kinds[0]!
  const steps = [...(/## 步骤\s*\n([\s\S]*?)(?=\n## |$)/.exec(text)?.[1] ?? '').matchAll(/^\d+\.\s+(.*)$/gm)].map(
    (match) => match[1]!,
  )
  return {
    kind:
      faults.length > 0
        ? null
        : {
            ...base,
            id,
            version: Number(/^version\s*=\s*(\d+)/m.exec(text)?.[1] ?? 1),
            name: { zh: /zh = "([^"]*)"/.exec(text)?.[1] ?? '', en: /en = "([^"]*)"/.exec(text)?.[1] ?? '' },
            steps,
            body_markdown: text.replace(/^\+\+\+[\s\S]*?\+\+\+\n/, ''),
          },
    faults,
  }
}
on('POST', '/manual/kinds/check', (asked) => check(asked.body.text))
on('POST', '/manual/kinds', (asked) => {
  const { kind, faults } = check(asked.body.text)
  if (!kind)
    throw new Refusal(422, 'manual.faults', '手册内容有误。', 'The text has faults.', {
      errors: faults.map((one) => ({ ...one, code: 'manual.fault' })),
    })
  published.set(kind.id, asked.body.text)
  const held = kindById.get(kind.id)
  if (held) Object.assign(held, kind)
  else {
    kinds.push(kind)
    kindById.set(kind.id, kind)
  }
  return { id: kind.id, version: kind.version }
})
const calendar = (year: number) => ({
  year,
  title: `国务院办公厅关于${year}年部分节假日安排的通知`,
  notice: year === 2026 ? '国办发明电〔2025〕7号' : '国办发明电〔2024〕12号',
  issued: `${year - 1}-11-04`,
  holidays: [
    ['元旦', '01-01', '01-03'],
    ['春节', '02-15', '02-23'],
    ['清明节', '04-04', '04-06'],
    ['劳动节', '05-01', '05-05'],
    ['端午节', '06-19', '06-21'],
    ['中秋节', '09-25', '09-27'],
    ['国庆节', '10-01', '10-07'],
  ].map(([name, from, to]) => ({ name, from: `${year}-${from}`, to: `${year}-${to}` })),
  workdays: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'].map((day) => `${year}-${day}`),
})
const years = [2024, 2025, 2026]
on('GET', '/manual/calendar', () => ({
  years: years.map(calendar),
  missed: years.includes(2027) ? [] : [{ ...calendar(2027), title: '', notice: '', workdays: [] }],
  warnings: years.includes(2027)
    ? []
    : [
        {
          zh: '还没有 2027 年的放假调休安排：2027 年起只按周末计算工作日。',
          en: 'There is no notice for 2027 yet: from 2027 on only weekends count.',
        },
      ],
}))
on('PUT', '/manual/calendar/{year}', (asked) => {
  const year = Number(asked.path.year)
  if (!years.includes(year)) years.push(year)
  return { id: String(year), version: 1 }
})

interface Token {
  id: string
  name: string
  verbs: string[]
  code: string
  expires: string
  created_at: string
  over: boolean
}
const tokens: Token[] = [
  {
    id: '019abc66-0000-7000-a000-000000000001',
    name: '区级平台读取',
    verbs: ['cases.read', 'grid.read'],
    code: STREET.code,
    expires: iso(START + 90 * 86_400_000),
    created_at: iso(START - 20 * 86_400_000),
    over: false,
  },
]
on('GET', '/people/tokens', () => ({ items: tokens }))
on('POST', '/people/tokens', (asked) => {
  const token = { ...asked.body, created_at: iso(now()), over: false } as Token
  tokens.unshift(token)
  return {
    token,
    secret: 'wg_7Qm4nC0rT1p9sV8xZ2bD6kL3',
    note: { zh: '请立即保存密钥，它不会再次显示。', en: 'Keep the secret now; it is not shown again.' },
  }
})
on('DELETE', '/people/tokens/{id}', (asked) => {
  tokens.splice(
    tokens.findIndex((one) => one.id === asked.path.id),
    1,
  )
  return NOTHING
})
on('PUT', '/session/password', (asked) => {
  if (asked.body.old !== 'weiguang-demo')
    throw new Refusal(422, 'access.wrong-password', '原密码不正确', 'The old password is not right', {
      errors: [
        { field: 'old', code: 'access.wrong-password', zh: '原密码不正确', en: 'The old password is not right' },
      ],
    })
  return NOTHING
})
on('GET', '/settings', () => ({
  version: '0.1.0',
  demo: true,
  https: false,
  map: { kind: process.env.WEIGUANG_MOCK_MAP ?? 'none' },
  store: { engine: 'sqlite', workers: 8, readers: 4, queue: 4_096, distribute: false },
  sessions: { idle_hours: 12, days: 30, failures: 10, lock_minutes: 15 },
  limits: {
    body_bytes: 262_144,
    attachment_bytes: 10_485_760,
    import_bytes: 20_971_520,
    concurrency: 512,
    timeout_seconds: 30,
    live_streams: 2_048,
    public_reports_per_hour: 20,
  },
}))

const staff = [...holders.values()]
  .filter((holder) => holder.role === 'micro_grid_member')
  .slice(0, 4)
  .map((holder) => holder.account)
const absences = staff.slice(0, 2).map((account, at) => ({
  id: `019abc55-0000-7000-a000-00000000000${at}`,
  account,
  deputy: at === 0 ? staff[2]! : null,
  since: '2026-11-20',
  until: '2026-11-27',
}))
on('GET', '/people/absences', () => ({ items: absences }))
on('DELETE', '/people/absences/{id}', (asked) => {
  const one = absences.find((each) => each.id === asked.path.id)!
  one.until = asked.query.get('until') ?? one.until
  return one
})
on('PATCH', '/people/accounts/{id}', (asked) =>
  Object.assign(
    accounts.find((one) => one.id === asked.path.id)!,
    asked.body.name ? { name: asked.body.name } : {},
  ),
)
on('PUT', '/people/accounts/{id}/password', (asked) => accounts.find((one) => one.id === asked.path.id))
on('POST', '/people/accounts/{id}/unmask', () => ({ phone: '13800005332' }))

const layers = [{ name: 'streets', url: '/api/v1/map/tiles/streets/{z}/{x}/{y}' }]
on('GET', '/map', (asked) =>
  asked.headers.cookie?.includes('map=raster')
    ? { kind: 'raster', attribution: '演示底图', layers, min_zoom: 3, max_zoom: 18 }
    : { kind: 'none', attribution: '', layers: [], min_zoom: 3, max_zoom: 18 },
)

/** A grey tile with its edge drawn, as PNG: 256 × 256, one byte a pixel. */
function tile(): Buffer {
  const rows = Buffer.alloc(257 * 256, 236)
  for (let y = 0; y < 256; y++) {
    rows[y * 257] = 0
    rows[y * 257 + 1] = 190
    if (y === 0) rows.fill(190, 1, 257)
  }
  const chunk = (name: string, body: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(body.length)
    const named = Buffer.concat([Buffer.from(name), body])
    const sum = Buffer.alloc(4)
    let crc = ~0
    for (const byte of named) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
    }
    sum.writeUInt32BE(~crc >>> 0)
    return Buffer.concat([head, named, sum])
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from('00000100000001000800000000', 'hex')),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const picture = tile()
on('GET', '/map/tiles/{layer}/{z}/{x}/{y}', (asked) => {
  asked.response.setHeader('Content-Type', 'image/png')
  asked.response.end(picture)
})
