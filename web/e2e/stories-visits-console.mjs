// A campaign on the desk: drafted, started, updated by a visit, another round, and signed by a second person.
import { readFileSync } from 'node:fs'
import { person, recordId, until } from './phone.mjs'
import { bothLooks, give as giveForm, inspect, must, signIn } from './stage.mjs'
import { campaign, QUESTIONS } from './visits.mjs'
import { how, test } from './story.mjs'

const figures = async (page) =>
  Object.fromEntries(
    await page
      .locator('.proof .legend')
      .first()
      .locator('li')
      .evaluateAll((all) => all.map((one) => [one.dataset.end, Number(one.querySelector('b').textContent)])),
  )
const sum = (all) => Object.values(all).reduce((total, one) => total + one, 0)
const ACTIONS = /\/visits\/campaigns\/[^/]+\/actions$/
const acted = (page) => page.waitForResponse((answer) => ACTIONS.test(answer.url()))

const give = (page) => giveForm(page, ACTIONS)
const visit = (who, campaign, round, door, outcome, more = {}) =>
  who.post('/visits', {
    id: recordId(),
    door: { dwelling: door.dwelling },
    code: door.code,
    at: new Date().toISOString(),
    why: { plan: 'campaign', campaign, round },
    outcome,
    ...more,
  })

/** The secretary drafts it with a preview; a member visits; the desk updates itself. */
async function signed({ base, page }) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const member = await person(base, accounts.find((one) => one.role.zh === '微网格员').login)
  const cell = member.me.grants[0].code
  let [secretary, desk] = [null, null]
  for (const { login } of accounts.filter((one) => /书记|负责人/.test(one.role.zh))) {
    const who = await person(base, login)
    if (who.me.verbs.includes('visits.campaign') && cell.startsWith(who.me.grants[0].code))
      [secretary, desk] = [login, who]
  }
  must(desk, `nobody over ${cell} may start campaigns`)
  const form = `knock-${Math.floor(performance.now())}`
  await desk.post('/visits/forms', {
    id: form,
    code: desk.me.grants[0].code,
    title: { zh: '敲门问候', en: 'A knock' },
    questions: QUESTIONS,
  })

  await signIn(page, base, secretary)
  await page.locator('.side a[href="/visits"]').waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await page.waitForURL(/\/visits$/)
  await page.locator('.page-head .main').click()
  await page.locator('form input[maxlength="60"]').fill('敲门问候')
  await page.locator('form textarea').fill('看看冬天过得怎么样')
  const where = page.locator('form [role=combobox]')
  await where.fill(cell)
  await page.locator('[role=option]', { hasText: cell }).click()
  await page.locator('form select').selectOption(`${form} 1`)
  await bothLooks(page, 'a new campaign')
  await page.locator('form .main:not([disabled])').click()
  await page.waitForURL(/\/visits\/campaigns\//)
  const id = new URL(page.url()).pathname.split('/').pop()

  // A draft can be edited.
  await page.locator('[data-act=edit]').click()
  await page.waitForURL(/\/edit$/)
  const named = page.locator('form input[maxlength="60"]')
  await until('the form holds the draft', async () => (await named.inputValue()) === '敲门问候')
  await named.fill('入冬敲门问候')
  await bothLooks(page, 'a draft that is put right')
  await page.locator('form .main:not([disabled])').click()
  await page.locator('h2', { hasText: '入冬敲门问候' }).waitFor()
  await page.locator('[data-act=start]:not([disabled])').click()
  await page.locator('dialog', { hasText: '名单就固定下来' }).waitFor()
  await inspect(page, 'starting')
  await give(page)

  await page.locator('.gaps li').first().waitFor()
  const before = await figures(page)
  const { doors } = (await desk.get(`/visits/campaigns/${id}/coverage`)).total
  must(
    sum(before) === doors && before.untried === doors && doors > 2,
    `${JSON.stringify(before)} is not all of ${doors} doors`,
  )
  const { items } = await desk.get(`/visits/campaigns/${id}/doors?limit=200`)
  await visit(member, id, 1, items[0], 'done', {
    form: { id: form, version: 1 },
    answers: { size: { answer: { is: 'number', value: '2' }, came: 'asked', seen: [] } },
  })
  await visit(member, id, 1, items[1], 'not_reached')
  await until('the proof moved by itself', async () => {
    const now = await figures(page)
    return now.done === 1 && now.not_reached === 1 && sum(now) === doors
  })
  const tried = page.locator(`.gaps [data-dwelling="${items[1].dwelling}"]`)
  await tried.locator('p', { hasText: member.me.name }).waitFor()
  await page.locator(`.gaps [data-dwelling="${items[0].dwelling}"]`).waitFor({ state: 'detached' })
  await bothLooks(page, 'a campaign')

  await page.locator('[data-act=next_round]').click()
  await give(page)
  await page.locator('.round', { hasText: '第 2 轮' }).waitFor()
  for (const door of items.slice(1, -1)) await visit(member, id, 2, door, 'vacant')
  await until('one gap is left', async () => {
    const now = await figures(page)
    return now.untried === 1 && now.not_reached === 0 && sum(now) === doors
  })

  await page.locator('[data-act=sign]').click()
  await page.locator('form li').first().waitFor()
  must((await page.locator('form li').count()) === 1, 'not exactly the gaps are signed')
  must(await page.locator('form .main').isDisabled(), 'a gap could be signed without its reason')
  await page.locator('form li input').fill('常年在外，已电话联系')
  await inspect(page, 'signing')
  // A dwelling that nobody visited needs an additional reason.
  await page.locator('form .main').click()
  await page.locator('#unvisited textarea').fill('电话里说不必上门')
  await inspect(page, 'signing what nobody visited')
  const done = acted(page)
  await page.locator('dialog .danger:not([disabled])').click()
  must((await done).ok(), 'signing was refused')
  await page.locator('[data-status=signed]').waitFor()
  await page.locator('.gaps small', { hasText: '常年在外，已电话联系' }).waitFor()
  must((await desk.get(`/visits/campaigns/${id}`)).signature.gaps === 1, 'the server holds no signature for one gap')
  await page.locator('header button', { hasText: 'English' }).click()
  await page.reload() // what was announced in Chinese is gone
  await page.locator('h3', { hasText: 'No door is left out' }).waitFor()
  await bothLooks(page, 'a signed campaign', 'en')
}

/** Nobody can sign for dwellings that they visited: refused by the server, input preserved. */
async function ownDoor({ base, page }) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const code = (await person(base, accounts.find((one) => one.role.zh === '微网格员').login)).me.grants[0].code
  const { id, manager, coverage } = await campaign(base, code, '谁去过谁不签')
  const { items } = await manager.get(`/visits/campaigns/${id}/doors?limit=200`)
  await visit(manager, id, 1, items[0], 'not_reached')
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/visits/campaigns/${id}/sign`)
  const reasons = page.locator('form li input')
  await reasons.first().waitFor()
  await page.getByLabel('给空着的都填上').fill('多次敲门没人，邻居说常年在外')
  await page.locator('.fill button').click()
  await page.locator('form .main:not([disabled])').click()
  // Dwellings that nobody visited need an additional reason.
  await page.locator('#unvisited textarea').fill('整栋正在改造，住户已全部搬出')
  await page.locator('dialog .danger:not([disabled])').click()
  await page.locator('form [role=alert]', { hasText: '须由他人签字' }).waitFor()
  await inspect(page, 'one’s own door')
  must(await reasons.evaluateAll((all) => all.every((one) => one.value.includes('常年在外'))), 'the reasons are gone')
  const still = await manager.get(`/visits/campaigns/${id}`)
  must(still.status.key === 'running' && !still.signature, `it stands at ${still.status.key}`)
  must((await coverage()).not_reached === 1, 'the proof changed')
}

/** Two values of a field stay until somebody chooses on the desk. */
async function settled({ base, page }) {
  const leader = await person(base, 'guanli')
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const member = await person(base, accounts.find((one) => one.role.zh === '微网格员').login)
  const code = member.me.grants[0].code
  const home = (await leader.get(`/households?under=${code}&limit=10`)).items.at(-1)
  const edit = (by, value) =>
    by.post('/visits/edits', {
      id: recordId(),
      of: { household: home.id },
      field: 'household.size',
      value: { is: 'number', value },
      seen: [],
    })
  await edit(member, '6')
  must((await edit(leader, '7')).disputed, 'two values are not told as two')
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/visits/conflicts`)
  const card = page.locator('.conflict', { has: page.locator(`a[href$="${home.id}"]`) })
  await card.locator('li b', { hasText: /^7$/ }).waitFor()
  await bothLooks(page, 'two values')
  await card
    .locator('li', { has: page.locator('b', { hasText: /^7$/ }) })
    .locator('button')
    .click()
  await card.waitFor({ state: 'detached' })
  must(
    !(await leader.get(`/visits/conflicts?under=${code}`)).items.some((one) => one.of.household === home.id),
    'it is not settled',
  )
  await page.goto(`${base}/visits/behind/${home.id}`)
  await page.locator('.ui-empty p, ol li').first().waitFor()
  await inspect(page, 'visits behind a door')
}

/** A form is previewed; an invalid workbook is refused with a message. */
async function forms({ base, page }) {
  const desk = await person(base, 'guanli')
  await desk.post('/visits/forms', {
    id: 'as-asked',
    code: desk.me.grants[0].code,
    title: { zh: '怎样问', en: 'As asked' },
    questions: QUESTIONS,
  })
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/visits/forms`)
  await page.locator('[data-form="as-asked"] a').click()
  await page.locator('[data-question=which]', { hasText: '水电维修' }).waitFor()
  await page.locator('[data-question=size]', { hasText: '应为 1 至 20' }).waitFor()
  await bothLooks(page, 'a form')
  await page.goto(`${base}/visits/forms/new`)
  await page.locator('input[type=file]').setInputFiles({
    name: 'biaodan.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('not a workbook'),
  })
  await page.locator('form input[maxlength="40"]').fill('broken')
  await page.locator('form .main:not([disabled])').click()
  await page.locator('form [role=alert]').waitFor()
  await inspect(page, 'a workbook that is none', 'zh', true)
}

/** A workbook with three faults: all listed by sheet, row and column, and nothing is stored until they are fixed. */
async function faults({ base, page }) {
  const desk = await person(base, 'guanli')
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/visits/forms/new`)
  const book = (name) => ({
    name: `${name}.xlsx`,
    mimeType: 'application/octet-stream',
    buffer: readFileSync(new URL(`books/${name}.xlsx`, import.meta.url)),
  })
  await page.locator('input[type=file]').setInputFiles(book('faulty'))
  await page.locator('form input[maxlength="40"]').fill('winter-book')
  await page.locator('form .main:not([disabled])').click()
  const told = page.locator('form [role=alert] li')
  await told.first().waitFor()
  const said = await told.allInnerTexts()
  for (const cell of ['第 5 行 type 列', '第 6 行 relevant 列', '第 7 行 name 列'])
    must(
      said.some((text) => text.includes(`工作表 survey ${cell}`)),
      `nothing is said of ${cell}: ${said.join(' | ')}`,
    )
  await bothLooks(page, 'a workbook with faults', 'zh', true)
  await page.locator('header button', { hasText: 'English' }).click()
  await told.filter({ hasText: 'sheet survey, row 5, column type' }).waitFor()
  await inspect(page, 'a workbook with faults in English', 'en')
  await page.locator('header button', { hasText: '简体中文' }).click()
  must(!(await desk.get('/visits/forms')).items.some((one) => one.id === 'winter-book'), 'a form with faults was kept')
  must((await page.locator('form input[maxlength="40"]').inputValue()) === 'winter-book', 'what was typed is gone')

  await page.locator('input[type=file]').setInputFiles(book('mended'))
  await told.first().waitFor({ state: 'detached' })
  await page.locator('form .main:not([disabled])').click()
  await page.locator('.read [data-question=landlord]').waitFor()
  await page.locator('form .main', { hasText: '发布' }).click()
  await page.waitForURL(/\/visits\/forms\/winter-book/)
  await page.locator('[data-question=size]', { hasText: '家里住几口人' }).waitFor()
}

test('visits at the desk: from a plan to a signature', signed)
test('visits at the desk: nobody signs for their own door', how({ expects: /status of 409/ }), ownDoor)
test('visits at the desk: two values of one field', settled)
test('visits at the desk: forms', how({ expects: /status of 4(?:00|15|22)/ }), forms)
test('visits at the desk: a workbook with faults, cell by cell', how({ expects: /status of 422/ }), faults)
