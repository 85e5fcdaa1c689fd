// Campaign helpers: a form with dependent questions, its dwellings, and visits on a phone.
import { must, person, recordId, tab, until } from './phone.mjs'

const both = (zh, en) => ({ zh, en })
const question = (name, kind, zh, en, more = {}) => ({
  name,
  kind,
  label: both(zh, en),
  hint: both('', ''),
  choices: [],
  required: false,
  relevant: null,
  constraint: null,
  constraint_says: both('', ''),
  ...more,
})
const answerOf = (name) => ({ op: 'answer', name })

/** People, a limited number, a dependent question, and a ledger field. */
export const QUESTIONS = [
  question('size', 'integer', '家里几口人', 'How many live here', {
    required: true,
    field: 'household.size',
    constraint: {
      op: 'and',
      of: [
        { op: 'at_least', of: [{ op: 'this' }, { op: 'number', value: '1' }] },
        { op: 'at_most', of: [{ op: 'this' }, { op: 'number', value: '20' }] },
      ],
    },
    constraint_says: both('应为 1 至 20', 'from 1 to 20'),
  }),
  question('alone', 'yes_no', '有人白天照应吗', 'Is somebody there by day', {
    relevant: { op: 'is', of: [answerOf('size'), { op: 'number', value: '1' }] },
    required: true,
  }),
  question('needs', 'many', '需要什么', 'What is needed', {
    choices: [
      { name: 'meals', label: both('助餐', 'Meals') },
      { name: 'repair', label: both('水电维修', 'Repairs') },
    ],
  }),
  question('which', 'text', '哪里坏了', 'What is broken', {
    relevant: { op: 'selected', of: [answerOf('needs'), { op: 'text', value: 'repair' }] },
  }),
]

/** A running campaign of a cell, created by the street's manager. */
export async function campaign(base, code, title, questions = QUESTIONS) {
  const manager = await person(base, 'guanli')
  const [id, form] = [recordId(), `winter-${Math.floor(performance.now())}`]
  const made = await manager.post('/visits/forms', {
    id: form,
    code: code.slice(0, 9),
    title: both('冬季走访', 'Winter visit'),
    questions,
  })
  const draft = await manager.post('/visits/campaigns', {
    id,
    title,
    purpose: '问问冬天需要什么',
    code,
    form: { id: form, version: made.version },
    population: { who: 'all_doors' },
  })
  const running = await manager.post(`/visits/campaigns/${id}/actions`, { action: 'start' }, draft.version)
  must(running.status.key === 'running', `the campaign stands at ${JSON.stringify(running.status)}`)
  const act = async (action) =>
    manager.post(`/visits/campaigns/${id}/actions`, { action }, (await manager.get(`/visits/campaigns/${id}`)).version)
  const coverage = async () => (await manager.get(`/visits/campaigns/${id}/coverage`)).total
  return { id, title, manager, act, coverage }
}

/** Opens the list of dwellings with the first building expanded. */
export async function doors(page) {
  await tab(page, /本格|My cell/)
  const first = page.locator('section li > .row[aria-expanded]').first()
  await first.waitFor()
  if ((await first.getAttribute('aria-expanded')) === 'false') await first.click()
  await page.locator('.doors a').first().waitFor()
  return page.locator('.doors a')
}
export const outcome = (page, name) => page.locator('fieldset .choice', { hasText: name }).click()
export const saveVisit = (page) => page.locator('.send .main').click()
/** After saving, the page navigates back by itself; wait for it before going elsewhere. */
export const leftTheDoor = (page) => page.waitForURL((url) => !url.pathname.startsWith('/m/door/'))
/** A person's visits on the server. */
export const visitsOf = async (who) => {
  const found = []
  for (let after = ''; after !== null;) {
    const page = await who.get(`/visits?mine=true&limit=200${after ? `&after=${encodeURIComponent(after)}` : ''}`)
    found.push(...page.items)
    after = page.next ?? null
  }
  return found
}
/** The phone's figures of a campaign. */
export const figures = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.figures li')].map((one) => [
        one.dataset.end,
        Number(one.querySelector('b').textContent),
      ]),
    ),
  )
export async function agrees(page, told) {
  const server = await told()
  await until('the phone’s coverage is the server’s', async () => {
    const own = await figures(page)
    return ['done', 'refused', 'vacant', 'moved', 'not_reached', 'untried'].every(
      (end) => (own[end] ?? 0) === server[end],
    )
  })
  return server
}
