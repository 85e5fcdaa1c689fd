// Territory, locating, people, manual, imports and messages of the made-up server.
import type { Candidate, ImportReport, ImportRun, OutboxMessage, Placing, Point } from '../packages/api/resources.ts'
import { cases, iso, START } from './cases.ts'
import { kindById, kinds, suggest } from './manual.ts'
import { accounts, administrator, answering, dispatcher, duty, holders, manager, me } from './people.ts'
import { seeded, uuid } from './random.ts'
import { NOTHING, on, page, Refusal } from './server.ts'
import { areas, cellAt, cellByCode, cells, fullWords, microGrids, shapes, STREET } from './territory.ts'

const random = seeded(5)
let signedIn = process.env.WEIGUANG_MOCK_SIGNED_OUT ? null : dispatcher

/** Somebody with work in hand, for the phone. */
const member = cases.find(
  (one) =>
    one.status === 'in_progress' &&
    one.owner &&
    accounts.find((each) => each.id === one.owner!.id)?.grants[0]!.role === 'micro_grid_member',
)!.owner!.id

on('GET', '/session/demo', () => ({
  demo: true,
  accounts: [
    dispatcher,
    manager,
    accounts.find((one) => one.grants[0]!.role === 'community_secretary')!,
    accounts.find((one) => one.grants[0]!.role === 'grid_leader')!,
    accounts.find((one) => one.id === member)!,
    administrator,
  ].map((one) => ({
    login: one.login,
    name: one.name,
    role: { zh: one.grants[0]!.role_zh, en: one.grants[0]!.role_en },
    area: one.grants[0]!.words,
    password: 'weiguang-demo',
  })),
}))
/** Whoever signed in last; the made-up server has one session. */
export const whoIsIn = () => signedIn

on('GET', '/session', (asked) => {
  if (!signedIn || asked.headers['x-mock-signed-out'] || asked.headers.cookie?.includes('out=1'))
    throw new Refusal(401, 'people.signed-out', '请先登录。', 'Please sign in.')
  return me(signedIn)
})
on('POST', '/session', (asked) => {
  const account = accounts.find((one) => one.login === asked.body.login)
  if (!account || asked.body.password !== 'weiguang-demo')
    throw new Refusal(401, 'people.sign-in-refused', '账号或密码不对。', 'The name or the password is wrong.')
  signedIn = account
  asked.response.setHeader('Set-Cookie', 'out=0; Path=/')
  return me(account)
})
on('DELETE', '/session', () => {
  signedIn = null
  return NOTHING
})

on('GET', '/grid/areas', (asked) => {
  const level = asked.query.get('level')
  return {
    items: areas.filter(
      (area) => area.code.startsWith(asked.query.get('under') ?? STREET.code) && (!level || area.level === level),
    ),
    next: null,
  }
})
on('GET', '/grid/cells', (asked) => ({
  items: cells
    .filter((cell) => cell.code.startsWith(asked.query.get('under') ?? STREET.code))
    .map((cell) => ({ ...cell, words: fullWords(cell.code) })),
}))
on('GET', '/grid/cells/{code}', (asked) => {
  const cell = cellByCode.get(asked.path.code!)
  if (!cell) throw new Refusal(404, 'kernel.not-found', '没有这个网格。', 'No such cell.')
  const path = areas
    .filter((area) => cell.code.startsWith(area.code))
    .map(({ code, name, level }) => ({ code, name, level }))
  const members = [...holders].filter(([code]) => cell.code.startsWith(code)).map(([, holder]) => holder)
  const warnings =
    cell.level === 'micro_grid' && (cell.households ?? 0) > 95
      ? [
          {
            zh: `有 ${cell.households} 户，接近 100 户的建议上限。`,
            en: `${cell.households} households, close to the advised 100.`,
          },
        ]
      : []
  return { ...cell, words: fullWords(cell.code), path, members, warnings }
})
const shapesOf = (under: string, level: string) => ({
  type: 'FeatureCollection',
  features: shapes.filter((shape) => shape.properties.level === level && shape.properties.code.startsWith(under)),
})
on('GET', '/grid/shapes', (asked) =>
  shapesOf(asked.query.get('under') ?? STREET.code, asked.query.get('level') ?? 'micro_grid'),
)
on('GET', '/public/shapes', (asked) => shapesOf(asked.query.get('street') ?? STREET.code, 'community'))

export function locate(address: string, point: Point | null): Placing {
  const candidate = (code: string, confidence: number): Candidate => ({
    code,
    words: fullWords(code),
    label: '',
    confidence,
  })
  const under = point && cellAt(point)
  if (under) {
    return {
      outcome: 'sure',
      code: under.code,
      words: fullWords(under.code),
      confidence: 0.97,
      candidates: [],
      evidence: [
        { zh: '坐标落在该微网格界内，距边界 37 米。', en: 'The point lies inside the cell, 37 m from its edge.' },
      ],
    }
  }
  const building = /(\d+)栋/.exec(address)
  const seed = [...address].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)
  const at = microGrids[seed % microGrids.length]!
  if (building) {
    return {
      outcome: 'sure',
      code: at.code,
      words: fullWords(at.code),
      confidence: 0.93,
      candidates: [],
      evidence: [
        {
          zh: `地址目录里有「${address.slice(0, 12)}」，属于这个微网格。`,
          en: 'This building is in the address directory.',
        },
      ],
    }
  }
  if (address.length >= 3) {
    const found = [0, 1, 2].map((step) =>
      candidate(microGrids[(seed + step) % microGrids.length]!.code, [0.46, 0.31, 0.12][step]!),
    )
    return {
      outcome: 'unsure',
      confidence: 0.46,
      candidates: found,
      evidence: [
        {
          zh: '只认出小区，没有楼栋号，小区分属三个微网格。',
          en: 'Only the quarter was recognised; it lies in three cells.',
        },
      ],
    }
  }
  return {
    outcome: 'nothing',
    confidence: 0,
    candidates: [],
    evidence: [{ zh: '没有认出这个地址。', en: 'This address was not recognised.' }],
  }
}
on('POST', '/grid/locate', (asked) => locate(asked.body.address ?? '', asked.body.point ?? null))

on('GET', '/people/accounts', (asked) => {
  const q = asked.query.get('q') ?? ''
  const under = asked.query.get('under') ?? ''
  return page(
    accounts.filter(
      (one) =>
        (!q || one.name.includes(q) || one.login.includes(q) || one.id === q) &&
        one.grants.some((grant) => grant.code.startsWith(under)),
    ),
    asked.query,
  )
})
on('POST', '/people/accounts', (asked) => {
  if (accounts.some((one) => one.login === asked.body.login))
    throw new Refusal(422, 'people.login-taken', '账号已被使用。', 'This sign-in name is taken.', {
      errors: [{ field: 'login', code: 'taken', zh: '账号已被使用。', en: 'Taken.' }],
    })
  const account = {
    id: asked.body.id,
    login: asked.body.login,
    name: asked.body.name,
    phone_masked: asked.body.phone ? '139****0000' : null,
    state: 'active' as const,
    grants: [],
    has_password: false,
    home: STREET.code,
    version: 1,
  }
  accounts.push(account)
  return account
})
on('POST', '/people/assignments', (asked) => {
  const grant = {
    id: asked.body.id,
    role: asked.body.role,
    code: asked.body.code,
    words: fullWords(asked.body.code),
    since: asked.body.since,
    until: asked.body.until ?? null,
    held: true,
    role_zh: '',
    role_en: '',
  }
  accounts.find((one) => one.id === asked.body.account)?.grants.push(grant)
  return grant
})
on('DELETE', '/people/assignments/{id}', (asked) => {
  for (const account of accounts) account.grants = account.grants.filter((grant) => grant.id !== asked.path.id)
  return NOTHING
})
on('POST', '/people/absences', () => NOTHING)
const upper = (code: string) => code.slice(0, code.length === 17 ? 15 : code.length === 15 ? 12 : 9)
const handovers = new Map<string, unknown>()
on('GET', '/people/handovers/{id}', (asked) => handovers.get(asked.path.id!))
on('GET', '/people/accounts/{id}', (asked) => {
  const account = accounts.find((one) => one.id === asked.path.id)
  return (
    account && {
      ...account,
      waiting: [],
      history: [
        {
          ...account.grants[0],
          id: 'past',
          role: 'grid_member',
          since: '2024-03-01',
          until: '2025-12-31',
          held: false,
        },
      ],
      absences: [
        {
          id: 'away',
          account: { id: account.id, name: account.name },
          deputy: { id: dispatcher.id, name: dispatcher.name },
          since: '2026-10-01',
          until: '2026-10-08',
        },
      ],
    }
  )
})
on('POST', '/people/accounts/{id}/leave', (asked) => {
  const account = accounts.find((one) => one.id === asked.path.id)!
  account.state = 'left'
  const to = answering(upper(account.grants[0]?.code ?? STREET.code)).holder.account
  const items = [
    { what: 'post', code: account.grants[0]?.code, words: account.grants[0]?.words, to: null },
    ...cases
      .filter((one) => one.owner?.id === account.id)
      .slice(0, 6)
      .map((one) => ({ what: 'case', case: one.id, number: one.number, words: one.title, to })),
  ]
  handovers.set(account.id, {
    id: account.id,
    by: { id: manager.id, name: manager.name },
    at: iso(START),
    account: { id: account.id, name: account.name },
    day: asked.body.day,
    items,
  })
  return { handover: account.id, items: items.length }
})
on('GET', '/people/duty', (asked) => ({ items: duty(asked.query.get('under') ?? STREET.code) }))
on('GET', '/people/holes', (asked) => ({
  items: duty(asked.query.get('under') ?? STREET.code).filter((one) => one.hole),
}))

on('GET', '/manual/kinds', () => ({ items: kinds, next: null }))
on('GET', '/manual/kinds/{id}', (asked) => kindById.get(asked.path.id!))
on('POST', '/manual/suggest', (asked) => ({ items: suggest(asked.body.text ?? '') }))

on('GET', '/inbox', () => ({
  items: cases.slice(0, 5).map((one, at) => ({
    id: `m${at}`,
    at: iso(START - at * 42 * 60_000),
    topic: at === 1 ? 'cases.breached' : 'cases.dispatched',
    case: one.id,
    body: {
      number: one.number,
      kind: one.kind.id,
      code: one.code,
      status: one.status,
      zh: at === 1 ? '超过办理时限' : `分派到${one.place}`,
      en: at === 1 ? 'past its deadline' : `dispatched to ${one.place}`,
    },
    read: at > 2,
  })),
  unread: 3,
  next: null,
}))
on('POST', '/inbox/read', () => ({ changed: 1 }))
const HOTLINE = '019abc01-0000-7000-a000-000000000001'
const TEXTS = '019abc01-0000-7000-a000-000000000002'
on('POST', '/outbox/resume', () => ({ changed: 1 }))
on('GET', '/outbox/destinations', () => ({
  held: false,
  items: [
    {
      id: HOTLINE,
      name: '12345 热线平台',
      url: 'https://hotline.example/in',
      topics: [],
      code: STREET.code,
      active: true,
    },
    { id: TEXTS, name: '短信网关', url: 'https://texts.example/in', topics: [], code: STREET.code, active: true },
  ],
}))
const outbox: OutboxMessage[] = [
  {
    id: 'o1',
    case: cases[2]!.id,
    at: iso(START),
    destination: HOTLINE,
    topic: 'cases.resolved',
    state: 'waiting',
    tries: 4,
    due_at: iso(START + 9 * 60_000),
    error: '对方返回 503 Service Unavailable',
  },
  {
    id: 'o2',
    case: cases[4]!.id,
    at: iso(START),
    destination: TEXTS,
    topic: 'cases.asked',
    state: 'given_up',
    tries: 12,
    due_at: iso(START),
    error: '号码不存在',
  },
  {
    id: 'o3',
    case: cases[2]!.id,
    at: iso(START),
    destination: HOTLINE,
    topic: 'cases.accepted',
    state: 'waiting',
    tries: 0,
    due_at: iso(START + 60_000),
    error: '',
  },
  {
    id: 'o4',
    case: cases[4]!.id,
    at: iso(START),
    destination: TEXTS,
    topic: 'cases.submitted',
    state: 'delivered',
    tries: 1,
    due_at: iso(START),
    error: '',
  },
]
on('GET', '/outbox', (asked) => ({
  items: outbox.filter((one) => !asked.query.get('state') || one.state === asked.query.get('state')),
  next: null,
}))
on('POST', '/outbox/{id}/retry', (asked) => {
  const one = outbox.find((message) => message.id === asked.path.id)!
  Object.assign(one, { state: 'waiting', error: '', due_at: iso(START) })
  return { changed: 1 }
})

const report = (kind: string): ImportReport => ({
  kind: kind as ImportReport['kind'],
  dry_run: true,
  written: false,
  warnings: [],
  warnings_total: 0,
  rows: 412,
  created: 361,
  changed: 28,
  same: 17,
  refused: 6,
  ...(kind === 'tickets' ? { unsure: 43 } : {}),
  errors_total: 3,
  bad_rows_url: '/api/v1/imports/demo/bad-rows',
  changes: Array.from({ length: 24 }, (_, at) => ({
    row: at + 2,
    key: kind === 'tickets' ? `GD2026112${at}` : `5101170190060${at}`,
    what: at % 4 === 1 ? ('change' as const) : ('create' as const),
    fields:
      at % 4 === 1
        ? [{ name: '户数', before: '61', after: '64' }]
        : [{ name: '名称', before: '', after: `第${at + 1}微网格` }],
  })),
  errors: [
    {
      row: 18,
      column: '电话',
      cell: 'F18',
      value: '1380000',
      code: 'imports.phone',
      zh: '「1380000」不是 11 位手机号，请补全。',
      en: '“1380000” is not an 11-digit number.',
    },
    {
      row: 57,
      column: '网格编码',
      cell: 'A57',
      value: '51011701900',
      code: 'imports.code',
      zh: '编码「51011701900」只有 11 位，应为 12、15 或 17 位。',
      en: 'The code has 11 digits; 12, 15 or 17 are expected.',
    },
    {
      row: 203,
      column: '微网格员',
      cell: 'D203',
      value: '赵小明',
      code: 'imports.person',
      zh: '系统里没有「赵小明」，请先在人员表中增加。',
      en: 'Nobody is called 赵小明; add them to the roster first.',
    },
  ],
})
const runs = new Map<string, { kind: string; begun: number }>()
on('POST', '/imports/{id}', (asked) => {
  if (asked.query.get('dry_run') === 'true') return report(asked.path.id!)
  const id = uuid(random)
  runs.set(id, { kind: asked.path.id!, begun: Date.now() })
  return { id }
})
on('GET', '/imports/{id}', (asked): ImportRun => {
  const run = runs.get(asked.path.id!)!
  const part = Math.min(1, (Date.now() - run.begun) / 4_000)
  return {
    id: asked.path.id!,
    kind: run.kind as ImportReport['kind'],
    file: '',
    at: iso(run.begun),
    state: part < 0.2 ? 'checking' : part < 1 ? 'writing' : 'done',
    done: Math.round(part * 412),
    total: 412,
    ...(part === 1 ? { report: report(run.kind) } : {}),
  }
})
