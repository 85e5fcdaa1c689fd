// Campaigns of the made-up server at each point of their life, forms, the burden meter, and what was seen behind one door.
import type {
  BurdenLine,
  CampaignDoorLine,
  CampaignWhole,
  Coverage,
  CoverageByCell,
  Visit,
  VisitForm,
  VisitFormLine,
} from '../packages/api/resources.ts'
import { iso, now } from './cases.ts'
import { holders, manager } from './people.ts'
import { campaign } from './routes-phone.ts'
import { on, page, Refusal } from './server.ts'
import { cells, fullWords, STREET } from './territory.ts'

const said = (zh: string, en: string) => ({ zh, en })
const key = (name: string, zh: string, en: string) => ({ key: name, words: said(zh, en) })
const id = (n: number) => `018f0000-0000-7000-8000-0000000e${String(n).padStart(4, '0')}`
const ago = (hours: number) => iso(now() - hours * 3_600_000)
const micro = cells.filter((cell) => cell.level === 'micro_grid').slice(0, 7)
const server = (name: string) => ({ id: manager.id, name })
const ENDS = {
  done: key('done', '见到人', 'met'),
  refused: key('refused', '不便接待', 'rather not'),
  vacant: key('vacant', '空置', 'vacant'),
  moved: key('moved', '已搬走', 'moved away'),
  not_reached: key('not_reached', '无人应答', 'no answer'),
}

const form = { ...campaign(micro[0]!.code).form, code: STREET.code, published_at: ago(300) } satisfies VisitForm
const forms: VisitForm[] = [
  form,
  {
    ...form,
    id: 'heating',
    version: 3,
    title: said('用气用电安全', 'Gas and power at home'),
    questions: form.questions.slice(0, 3),
  },
]
const named = ({ id: name, version, title }: VisitForm) => ({ id: name, version, title })

const count = (
  done: number,
  refused: number,
  vacant: number,
  moved: number,
  not_reached: number,
  untried: number,
): Coverage => ({
  doors: done + refused + vacant + moved + not_reached + untried,
  done,
  refused,
  vacant,
  moved,
  not_reached,
  untried,
  ended: done + refused + vacant + moved,
})
const byCell = micro.map((_, at) =>
  count(18 + ((at * 7) % 11), at % 3, 1 + (at % 4), at % 2, (at * 3) % 5, at === 2 ? 0 : (at * 5) % 9),
)
const sum = (list: Coverage[]) =>
  list.reduce(
    (all, one) =>
      count(
        all.done + one.done,
        all.refused + one.refused,
        all.vacant + one.vacant,
        all.moved + one.moved,
        all.not_reached + one.not_reached,
        all.untried + one.untried,
      ),
    count(0, 0, 0, 0, 0, 0),
  )
const total = sum(byCell)
const nobody = count(0, 0, 0, 0, 0, 0)

const base: CampaignWhole = {
  id: id(1),
  title: '冬季敲门行动',
  purpose: '看看冬天取暖是否安全，问问家里还需要什么',
  code: STREET.code,
  code_words: STREET.name,
  form: named(form),
  population: { who: 'age', from: 65 },
  status: key('running', '进行中', 'running'),
  round: 2,
  since: ago(190),
  version: 4,
  by: server('周启明'),
  coverage: total,
  actions: ['next_round', 'sign', 'withdraw'],
  signature: null,
  withdrawn: null,
}
const campaigns: CampaignWhole[] = [
  {
    ...base,
    id: id(2),
    title: '租住户见面',
    purpose: '新搬来的租户，认识一下，告诉他们有事找谁',
    population: { who: 'tenants' },
    status: key('draft', '草稿', 'draft'),
    round: 0,
    since: null,
    version: 1,
    coverage: nobody,
    actions: ['edit', 'start'],
  },
  base,
  {
    ...base,
    id: id(3),
    title: '用气安全入户',
    purpose: '检查燃气软管和报警器',
    form: named(forms[1]!),
    population: { who: 'all_doors' },
    status: key('signed', '已签字', 'signed'),
    round: 3,
    since: ago(900),
    version: 9,
    coverage: count(402, 21, 30, 9, 6, 0),
    actions: [],
    signature: {
      by: server('闵芙蓉'),
      at: ago(200),
      doors: 468,
      gaps: 6,
      unvisited: '',
      digest: '6f1ed002ab5595859014ebf0951522d9c1f3b2f0a61d3b1d0e5b6d0c8f7a4e21',
    },
  },
  {
    ...base,
    id: id(4),
    title: '高温走访',
    purpose: '看看独居的人热天过得怎么样',
    population: { who: 'need', need: 'look_in' },
    status: key('withdrawn', '已撤回', 'withdrawn'),
    round: 1,
    since: ago(2_300),
    version: 3,
    coverage: count(61, 2, 0, 0, 3, 12),
    actions: [],
    withdrawn: { at: ago(2_200), reason: '高温预警已解除' },
  },
]
const find = (which: string | undefined) => {
  const one = campaigns.find((each) => each.id === which)
  if (!one) throw new Refusal(404, 'kernel.not-found', '没有找到，或不在您的范围内。', 'Not found.')
  return one
}
on('GET', '/visits/campaigns', (asked) => {
  const status = asked.query.get('status')
  return page(
    campaigns.filter((one) => !status || one.status.key === status),
    asked.query,
  )
})
on('POST', '/visits/campaigns', (asked) => {
  const put = forms.find((one) => one.id === asked.body.form.id)!
  const made: CampaignWhole = {
    ...campaigns[0]!,
    ...asked.body,
    code_words: fullWords(asked.body.code) || STREET.name,
    form: named(put),
  }
  campaigns.unshift(made)
  return made
})
on('GET', '/visits/campaigns/{id}', (asked) => find(asked.path.id))
on('PUT', '/visits/campaigns/{id}', (asked) => {
  const one = find(asked.path.id)
  const put = forms.find((each) => each.id === asked.body.form.id)!
  return Object.assign(one, asked.body, {
    code_words: fullWords(asked.body.code) || STREET.name,
    form: named(put),
    version: one.version + 1,
  })
})
on('GET', '/visits/campaigns/{id}/preview', () => ({
  doors: 214,
  cells: micro.map((cell, at) => ({ code: cell.code, words: fullWords(cell.code), doors: 22 + ((at * 5) % 13) })),
}))
on('GET', '/visits/campaigns/{id}/coverage', (asked): CoverageByCell => {
  const shown =
    asked.query.get('at_start') === 'true'
      ? byCell.map((one, at) => (at === 0 ? sum([one, byCell[1]!]) : one)).filter((_, at) => at !== 1)
      : byCell
  const places = asked.query.get('at_start') === 'true' ? micro.filter((_, at) => at !== 1) : micro
  return {
    total,
    cells: places.map((cell, at) => ({
      code: cell.code,
      words: fullWords(cell.code),
      holder: at === 4 ? null : server(holders.get(cell.code)?.account.name ?? '王素珍'),
      coverage: shown[at]!,
    })),
  }
})
const tries = (at: number): CampaignDoorLine['tries'] =>
  at % 3 === 0
    ? []
    : [
        { by: server('王素珍'), at: ago(160 - at), outcome: ENDS.not_reached },
        ...(at % 3 === 2 ? [{ by: server('陈永刚'), at: ago(20 + at), outcome: ENDS.not_reached }] : []),
      ]
const gaps: CampaignDoorLine[] = Array.from({ length: 9 }, (_, at) => ({
  dwelling: id(100 + at),
  place: null,
  door: `天骄苑${1 + (at % 4)}栋${1 + (at % 2)}单元${3 + at}0${1 + (at % 3)}室`,
  code: micro[at % 3]!.code,
  code_at_start: micro[at === 4 ? 0 : at % 3]!.code,
  end: at % 3 === 0 ? null : ENDS.not_reached,
  tries: tries(at),
  reason: null,
}))
on('GET', '/visits/campaigns/{id}/doors', (asked) => {
  const under = asked.query.get('under') ?? ''
  const signed = find(asked.path.id).status.key === 'signed'
  const ended =
    asked.query.get('open') === 'true'
      ? []
      : (['done', 'refused', 'vacant', 'moved'] as const).map((end, at) => ({
          ...gaps[at]!,
          dwelling: id(200 + at),
          door: `天骄苑5栋1单元${at + 1}01室`,
          end: ENDS[end],
          tries: [{ by: server('王素珍'), at: ago(120 + at), outcome: ENDS[end] }],
        }))
  return {
    items: [...gaps.map((gap) => (signed ? { ...gap, reason: '常年在外，已电话联系' } : gap)), ...ended].filter(
      (door) => door.code.startsWith(under),
    ),
    next: null,
  }
})
on('POST', '/visits/campaigns/{id}/actions', (asked) => {
  if (asked.body.action === 'sign')
    throw new Refusal(
      409,
      'visits.own-gaps',
      '自己走访过的门户，须由他人签字。',
      'Somebody else must sign for doors that you went to yourself.',
    )
  return find(asked.path.id)
})

on('GET', '/visits/forms', () => ({
  items: forms.map((one): VisitFormLine => ({
    ...named(one),
    questions: one.questions.length,
    code: one.code,
    published_at: one.published_at!,
  })),
}))
on('GET', '/visits/forms/{id}', (asked) => {
  const one = forms.find((each) => each.id === asked.path.id)!
  return { ...one, version: Number(asked.query.get('version') ?? one.version) }
})
on('POST', '/visits/forms/{id}/workbook', (asked) => {
  if (asked.path.id === 'faulty') {
    throw new Refusal(422, 'kernel.faults', '工作簿有问题，没有保存。', 'The workbook has faults; nothing was kept.', {
      errors: [
        {
          field: 'survey/7/relevant',
          code: 'visits.xls-expression',
          zh: '工作表 survey 第 7 行 relevant 列：没有“heat2”这一题',
          en: 'sheet survey, row 7, column relevant: there is no question heat2',
        },
        {
          field: 'survey/9/type',
          code: 'visits.xls-type',
          zh: '工作表 survey 第 9 行 type 列：不收集位置',
          en: 'sheet survey, row 9, column type: positions are not taken',
        },
        {
          field: 'choices/3/name',
          code: 'visits.xls-name',
          zh: '工作表 choices 第 3 行 name 列：选项重名',
          en: 'sheet choices, row 3, column name: a choice stands twice',
        },
      ],
    })
  }
  return {
    ...form,
    id: asked.path.id!,
    version: 1,
    published_at: asked.query.get('dry_run') === 'true' ? null : ago(0),
  }
})
const burden: BurdenLine[] = ['2026-11', '2026-10', '2026-09'].flatMap((month, at) =>
  forms.map((one, which) => ({
    month,
    form: named(one),
    visits: 310 - at * 60 - which * 90,
    asked: 820 - at * 40 - which * 300,
    confirmed: 340 - at * 150 + which * 20,
    spared: 0.29 - at * 0.09 + which * 0.1,
    members: 34 - which * 12,
  })),
)
on('GET', '/visits/burden', () => ({ items: burden }))

const visits: Visit[] = [0, 1].map((at) => ({
  id: id(300 + at),
  kind: 'door',
  dwelling: id(400),
  place: null,
  door: '天骄苑3栋2单元501',
  code: micro[3]!.code,
  by: server(at === 0 ? '黎小满' : '王素珍'),
  at: ago(30 + at * 400),
  received_at: ago(29 + at * 400),
  until: null,
  outcome: at === 0 ? ENDS.done : ENDS.not_reached,
  plan: 'campaign',
  campaign: { id: base.id, title: base.title, round: 2 - at },
  met: at === 0 ? [{ id: id(500), name: '王**' }] : [],
  about: null,
  seen: at === 0 ? '一个人在家，炉子旁边堆了纸箱，已请她挪开' : '',
  form: at === 0 ? named(form) : null,
  cases: [],
  forgotten: at === 1,
  corrects: null,
  corrected_by: null,
  corrected: null,
  may_correct: at === 0,
  answers:
    at === 0
      ? [
          {
            question: 'size',
            label: said('家里几口人', 'How many live here'),
            answer: { is: 'number', value: '2' },
            words: said('2', '2'),
            came: 'confirmed',
            masked: false,
          },
          {
            question: 'heat',
            label: said('怎么取暖', 'How is it heated'),
            answer: { is: 'one', value: 'coal' },
            words: said('炭火', 'Charcoal'),
            came: 'asked',
            masked: false,
          },
        ]
      : [],
}))
on('GET', '/visits', (asked) => page(visits, asked.query))
