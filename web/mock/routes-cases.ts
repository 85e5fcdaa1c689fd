// Cases, the public pages and the live stream of the made-up server.
import type { ServerResponse } from 'node:http'
import type { Case, CaseRow, KnownMatter, Status, Track } from '../packages/api/resources.ts'
import { actionsFor, cases, events, iso, kindName, log, now, OPEN, statusWords } from './cases.ts'
import { kindById, kinds } from './manual.ts'
import { answering, dispatcher } from './people.ts'
import { locate } from './routes-grid.ts'
import { seeded, uuid } from './random.ts'
import { NOTHING, on, page, Refusal, type Asked } from './server.ts'
import { fullWords, STREET } from './territory.ts'

const random = seeded(99)
const listeners = new Set<ServerResponse>()

export function tell(one: Case): void {
  const event = { id: one.id, code: one.code, version: one.version, status: one.status }
  for (const listener of listeners) listener.write(`event: cases.changed\ndata: ${JSON.stringify(event)}\n\n`)
}

function row(one: Case): CaseRow {
  const {
    id,
    number,
    title,
    kind,
    code,
    place,
    address,
    status,
    urgent,
    owner,
    owner_code,
    level,
    due,
    escalated,
    returns,
    joined,
    placing,
    source,
    created_at,
    updated_at,
    version,
    made_up,
  } = one
  return {
    id,
    number,
    title,
    kind,
    code,
    place,
    address,
    status,
    status_words: statusWords(status),
    urgent,
    owner,
    owner_code,
    level,
    due,
    late: late(one),
    reopened: one.reopened,
    escalated,
    returns,
    joined,
    placing,
    source,
    created_at,
    updated_at,
    version,
    made_up,
  }
}

const late = (one: Case) => one.due != null && OPEN.has(one.status) && Date.parse(one.due) < now()
const VIEWS: Record<string, (one: Case) => boolean> = {
  open: (one) => OPEN.has(one.status),
  late,
  waiting: (one) => one.status === 'submitted',
  mine: (one) => OPEN.has(one.status) && one.owner?.id === dispatcher.id,
  unplaced: (one) => OPEN.has(one.status) && one.placing !== 'sure',
  returned: (one) => one.status === 'returned',
  paused: (one) => one.status === 'paused',
  resolved: (one) => one.status === 'resolved',
  closed: (one) => !OPEN.has(one.status),
  all: () => true,
}
const under = (asked: Asked) => (one: Case) =>
  !asked.query.get('under') || one.code.startsWith(asked.query.get('under')!)
const found = (id: string) => cases.find((one) => one.id === id) ?? refuse()
function refuse(): never {
  throw new Refusal(404, 'kernel.not-found', '没有找到，或您无权查看。', 'Not found, or not yours to see.')
}

on('GET', '/cases', (asked) => {
  const view = asked.query.get('view') ?? 'open'
  const q = asked.query.get('q') ?? ''
  const kind = asked.query.get('kind')
  // As the server does: a search goes through all states, and a kind is listed among what is open.
  const items = cases
    .filter(q ? () => true : (VIEWS[view] ?? VIEWS.open!))
    .filter(under(asked))
    .filter((one) => !kind || q || view !== 'open' || one.kind.id === kind)
    .filter((one) => !q || `${one.number}${one.title}${one.address}${one.place}`.includes(q))
    .sort((a, b) =>
      ['closed', 'all'].includes(view)
        ? a.created_at < b.created_at
          ? 1
          : -1
        : (a.due ?? '') < (b.due ?? '')
          ? -1
          : 1,
    )
  return page(items.map(row), asked.query)
})
on('GET', '/cases/counts', (asked) =>
  Object.fromEntries(
    Object.entries(VIEWS)
      .filter(([name]) => name !== 'all')
      .map(([name, test]) => [name, cases.filter(under(asked)).filter(test).length]),
  ),
)
on('GET', '/cases/{id}', (asked) => {
  const one = found(asked.path.id!)
  asked.response.setHeader('ETag', `"${one.version}"`)
  return one
})
on('GET', '/cases/{id}/events', (asked) => ({ items: [...(events.get(asked.path.id!) ?? [])].reverse(), next: null }))
on('GET', '/cases/{id}/verify', (asked) => ({ entries: events.get(asked.path.id!)?.length ?? 0, intact: true }))
on('POST', '/cases/{id}/unmask', (asked) => {
  log(
    found(asked.path.id!),
    'cases.unmasked',
    { id: dispatcher.id, name: dispatcher.name },
    `查看联系方式，事由：${asked.body.reason}`,
    `Contact unmasked: ${asked.body.reason}`,
  )
  return { name: '丁丽华', phone: '13800002417' }
})
on('POST', '/cases/{id}/attachments', (asked) => {
  const one = found(asked.path.id!)
  const attachment = {
    id: asked.body.id ?? uuid(random),
    name: asked.file?.name ?? '照片',
    media: 'image/jpeg',
    size: 120_000,
    kind: asked.body.kind ?? 'other',
    url: one.attachments[0]?.url ?? 'data:,',
    at: iso(now()),
  }
  one.attachments.push(attachment)
  return attachment
})

const NEXT: Record<string, [Status | null, string, string]> = {
  accept: ['accepted', '已受理', 'Accepted'],
  start: ['in_progress', '开始处置', 'Started'],
  return: ['returned', '退回：{reason}', 'Returned: {reason}'],
  dispatch: ['submitted', '重新分派', 'Dispatched again'],
  place: [null, '人工定位到微网格', 'Placed by hand'],
  pause_ask: [null, '申请挂起：{reason}，等待{waiting_for}', 'Asks to pause: {reason}'],
  pause_approve: ['paused', '同意挂起', 'Pause approved'],
  pause_refuse: ['in_progress', '不同意挂起：{reason}', 'Pause refused: {reason}'],
  resume: ['in_progress', '恢复办理', 'Resumed'],
  resolve: ['resolved', '处置完成：{outcome}', 'Resolved: {outcome}'],
  close: ['closed', '办结', 'Closed'],
  reopen: ['in_progress', '重新办理：{reason}', 'Reopened: {reason}'],
  withdraw: ['withdrawn', '撤回：{reason}', 'Withdrawn: {reason}'],
  duplicate: ['duplicate', '与已有事项重复', 'Duplicate'],
  escalate: [null, '升级：{reason}', 'Escalated: {reason}'],
  note: [null, '{text}', '{text}'],
  answer: [null, '居民答复：{answer}', 'The resident says: {answer}'],
  ask_part: [null, '吹哨：请{department}协同，{task}', 'Asked {department}: {task}'],
  part: [null, '协同部门：{words}', 'Department: {words}'],
  kind: [null, '调整类别', 'Kind changed'],
}
on('POST', '/cases/{id}/actions', (asked) => {
  const one = found(asked.path.id!)
  if (!actionsFor(one).includes(asked.body.action))
    throw new Refusal(
      409,
      'cases.transition-refused',
      '事项目前的状态不能进行此操作。',
      'The case cannot take that now.',
    )
  if (asked.headers['if-match'] !== `"${one.version}"`)
    throw new Refusal(412, 'kernel.version-moved', '有人刚更新了这条内容。', 'Someone has just changed this.', {
      version: one.version,
      current: one,
    })
  const { action, ...body } = asked.body
  const next = NEXT[action as string]
  if (!next) throw new Refusal(409, 'cases.transition-refused', '现在不能这样做。', 'This cannot be done now.')
  const words = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(body[name] ?? ''))
  if (next[0]) one.status = next[0]
  if (action === 'accept') one.clocks.accept.met = iso(now())
  if (action === 'answer') one.status = body.answer === 'satisfied' ? 'confirmed' : 'in_progress'
  if (action === 'ask_part')
    one.parts.push({
      id: body.id,
      department: body.department,
      task: body.task,
      due: body.due ?? iso(now()),
      late: false,
      state: 'asked',
      owner: { id: body.account, name: '联系人' },
      result: '',
    })
  if (action === 'part')
    for (const part of one.parts)
      if (part.id === body.id) {
        part.state = body.do === 'done' ? 'done' : body.do === 'refuse' ? 'refused' : 'accepted'
        part.result = body.words ?? ''
      }
  if (action === 'kind') one.kind = { id: body.kind, version: 3, name: kindName(body.kind) }
  if (action === 'escalate') one.escalated += 1
  if (action === 'place' || (action === 'dispatch' && body.to_code)) {
    const code = body.code ?? body.to_code
    Object.assign(one, { code, place: fullWords(code), placing: 'sure', owner: answering(code).holder.account })
  }
  one.version += 1
  one.updated_at = iso(now())
  one.actions = actionsFor(one)
  log(one, `cases.${action}`, { id: dispatcher.id, name: dispatcher.name }, words(next[1]), words(next[2]), body)
  tell(one)
  return one
})

function near(text: string, address = ''): KnownMatter[] {
  const kind = kinds.find((one) => one.keywords.some((word) => text.includes(word)))
  if (!kind || (!address && text.length < 4)) return []
  return cases
    .filter((one) => OPEN.has(one.status) && one.kind.id === kind.id && one.placing === 'sure')
    .slice(0, 2)
    .map((one, at) => ({
      id: one.id,
      handle: one.id.slice(-12),
      title: { zh: one.title, en: one.title },
      place: one.place,
      near: 'micro_grid',
      near_words: { zh: '就在您这一片', en: 'in the same micro-grid' },
      likeness: 0.8,
      distance_m: [38, 140][at]!,
      since: one.created_at,
      joined: one.joined + 1,
    }))
}
on('POST', '/cases/nearby', (asked) => ({ items: near(asked.body.text ?? '', asked.body.address) }))

function create(body: Asked['body'], source: Case['source']): Case {
  const placing = body.code
    ? { outcome: 'sure' as const, code: body.code, evidence: [], candidates: [] }
    : locate(body.address ?? '', body.point ?? null)
  const kind = kindById.get(body.kind) ?? kinds[0]!
  const code = placing.outcome === 'sure' ? placing.code! : STREET.code
  const owner =
    code !== STREET.code
      ? answering(code)
      : { code: STREET.code, holder: { account: { id: dispatcher.id, name: dispatcher.name } } }
  const at = now()
  const one: Case = {
    ...structuredClone(cases[0]!),
    id: body.id,
    number: `20261123-${9000 + cases.length}`,
    title: body.title,
    detail: body.detail,
    kind: { id: kind.id, version: 3, name: kind.name },
    code,
    place: fullWords(code),
    address: body.address ?? '',
    status: 'submitted',
    urgent: Boolean(body.urgent),
    owner: owner.holder.account,
    owner_code: owner.code,
    due: iso(at + kind.accept_by.minutes * 60_000),
    late: false,
    escalated: 0,
    returns: 0,
    joined: 0,
    placing: placing.outcome,
    source,
    created_at: iso(at),
    updated_at: iso(at),
    version: 1,
    placing_detail: { confidence: 1, ...placing },
    clocks: {
      received: iso(at),
      accept: { due: iso(at + kind.accept_by.minutes * 60_000), met: null, late: false },
      resolve: { due: iso(at + kind.resolve_by.minutes * 60_000), met: null, late: false },
    },
    parts: [],
    attachments: [],
    not_solved_for: 0,
    joined_cases: [],
    reporter: body.reporter
      ? {
          name_masked: '',
          phone_masked: body.reporter.phone ? '139****0000' : '',
          has_phone: Boolean(body.reporter.phone),
          wants_call: false,
        }
      : null,
  }
  one.actions = actionsFor(one)
  cases.unshift(one)
  log(one, 'cases.submitted', null, `居民反映：${one.title}`, `Reported: ${one.title}`)
  log(one, 'cases.dispatched', null, `分派给${one.owner?.name}`, `Dispatched to ${one.owner?.name}`)
  tell(one)
  return one
}
const receipt = (one: Case) => ({
  id: one.id,
  number: one.number,
  version: one.version,
  status: one.status,
  code: one.code,
  placing: one.placing,
  accept_by: one.clocks.accept.due,
  resolve_by: one.clocks.resolve.due,
})
const link = (one: Case) => `/r/t/${one.id.slice(-12)}`
on('POST', '/cases/{id}/link', (asked) => ({ track_url: link(found(asked.path.id!)) }))
on('DELETE', '/cases/{id}/link', () => null)
on('POST', '/cases/nearby/join', (asked) => ({ joined: 3, track_url: `/r/t/${asked.body.handle}` }))
on('POST', '/cases', (asked) => receipt(create(asked.body, asked.body.source)))

on('GET', '/public/streets', () => ({ items: [{ ...STREET, made_up: true, photos: true }] }))
on('GET', '/public/kinds', () => ({
  items: kinds.map(({ id, name, group, urgent, keywords }) => ({ id, name, group, urgent, keywords })),
}))
on('POST', '/public/locate', (asked) => ({
  ...locate(asked.body.address ?? '', asked.body.point ?? null),
  street: STREET.code,
}))
on('POST', '/public/nearby', (asked) => ({
  items: near(asked.body.text ?? '', asked.body.address).map(
    ({ id: _id, likeness: _likeness, distance_m: _distance, ...known }) => known,
  ),
}))
on('POST', '/public/attachments', (asked) => ({ id: asked.body.id ?? uuid(random) }))
on('POST', '/public/cases', (asked) => {
  const one = create(asked.body, 'resident')
  return {
    number: one.number,
    track_url: link(one),
    place: one.place,
    placing: one.placing,
    accept_by: one.clocks.accept.due,
    resolve_by: one.clocks.resolve.due,
  }
})
on('POST', '/public/join', (asked) => ({ joined: 3, track_url: `/r/t/${asked.body.handle}` }))

function track(token: string): Track {
  const one =
    cases.find((each) => each.id.endsWith(token)) ??
    (token === 'show'
      ? cases.find((each) => each.status === 'in_progress')
      : token === 'ask' || token === 'join'
        ? cases.find((each) => each.status === 'resolved')
        : undefined) ??
    refuse()
  const owes = OPEN.has(one.status) && one.status !== 'resolved'
  return {
    number: one.number,
    kind: kindName(one.kind.id),
    place: one.place || STREET.name,
    status: one.status,
    joined: one.joined,
    note: null,
    words: owes
      ? { zh: '处置中', en: 'In progress' }
      : one.status === 'resolved'
        ? { zh: '等您确认', en: 'Your answer is awaited' }
        : { zh: '已办结', en: 'Closed' },
    owes: owes
      ? {
          who: { zh: `${one.place}微网格员`, en: `The micro-grid member of ${one.place}` },
          what: { zh: '解决', en: 'to solve it' },
          until: one.due,
          late: late(one),
        }
      : null,
    steps: (events.get(one.id) ?? []).map((event) => ({
      at: event.at,
      words:
        event.kind === 'cases.dispatched'
          ? { zh: '已分派给所在微网格的网格员', en: 'Given to the grid member of this place' }
          : event.kind === 'cases.submitted'
            ? { zh: '收到您的反映', en: 'Your report was received' }
            : event.words,
    })),
    received: one.created_at,
    holder: token === 'join' ? 'joiner' : 'reporter',
    said_not: false,
    can_answer: one.status === 'resolved',
    answered: one.status === 'confirmed' ? 'satisfied' : null,
    recorded: false,
    made_up: true,
  }
}
on('GET', '/public/track/{token}', (asked) => track(asked.path.token!))
on('POST', '/public/track/{token}/answer', (asked) => {
  const token = asked.path.token!
  const one =
    cases.find((each) => each.id.endsWith(token)) ??
    (token === 'ask' || token === 'join' ? cases.find((each) => each.status === 'resolved') : undefined) ??
    refuse()
  one.status = asked.body.answer === 'satisfied' ? 'confirmed' : 'in_progress'
  log(
    one,
    'cases.answered',
    null,
    asked.body.answer === 'satisfied' ? '居民答复：满意' : `居民答复：没有解决 ${asked.body.words ?? ''}`,
    'The resident answered',
  )
  return track(one.id.slice(-12))
})

on('GET', '/live', (asked) => {
  asked.response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  asked.response.write(': hello\n\n')
  listeners.add(asked.response)
  asked.response.on('close', () => listeners.delete(asked.response))
})
/** For stories: somebody else changes one case. */
on('POST', '/mock/touch/{id}', (asked) => {
  const one = found(asked.path.id!)
  one.version += 1
  log(
    one,
    'cases.noted',
    { id: dispatcher.id, name: dispatcher.name },
    '已电话联系物业，下午到场',
    'The property firm comes in the afternoon',
  )
  tell(one)
  return NOTHING
})
/** For screenshots: three changes at once, as if others were working. */
on('POST', '/mock/stir', () => {
  for (const one of cases.slice(5, 8)) {
    one.version += 1
    tell(one)
  }
  return NOTHING
})
