// Visits on the phone: offline, "no answer" with two presses, a case created together, and coverage equal to the server's.
import {
  allSent,
  casesWith,
  inspect,
  must,
  person,
  readyOffline,
  recordId,
  signIn,
  synced,
  tab,
  until,
  waiting,
  word,
} from './phone.mjs'
import { agrees, campaign, doors, figures, leftTheDoor, outcome, saveVisit, visitsOf } from './visits.mjs'
import { test } from './story.mjs'

/** A member of a cell with residents. */
async function member(base) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const { login } = accounts.find((one) => one.role.zh === '微网格员')
  const who = await person(base, login)
  return { login, who, code: who.me.grants[0].code }
}

/** From the list: dwelling, no answer; visited again in the next round. */
async function knocked({ base, phone: page }) {
  const { login, who } = await member(base)
  await signIn(page, base, login)
  await readyOffline(page)
  await page.context().setOffline(true)
  const before = (await visitsOf(who)).length
  const door = (await doors(page)).first()
  const words = (await door.getAttribute('aria-label')).replace(/\d+ 人$/, '')
  let presses = 0
  await door.click()
  presses += 1
  await page.locator('.knock').click()
  presses += 1
  await until('it is written down', async () => (await waiting(page)) === 1)
  must(presses === 2, `no answer took ${presses} presses`)
  await page.context().setOffline(false)
  await allSent(page)
  const visits = await visitsOf(who)
  must(visits.length === before + 1 && visits[0].outcome.key === 'not_reached', 'not one visit without an answer')
  await tab(page, '待同步')
  await page.locator('[data-state=sent]', { hasText: words }).waitFor()
  await inspect(page, 'receipt of a visit')
}

/** An offline visit, its page killed, with a case: each arrives once, and they refer to each other. */
async function killed({ base, phone: first }) {
  const { login, who, code } = await member(base)
  const [seen, matter] = [word('独自在家'), word('楼道灯坏了')]
  let page = first
  await signIn(page, base, login)
  await readyOffline(page)
  const context = page.context()
  await context.setOffline(true)
  await (await doors(page)).nth(1).click()
  await outcome(page, '见到人')
  await page.locator('#seen').fill(seen)
  await page.locator('summary').click()
  await page.locator('#matter').fill(matter)
  await page.locator('.send .hint').waitFor() // the draft is kept
  const address = page.url()
  const again = await context.newPage()
  await page.goto('about:blank')
  page = again
  page.setDefaultTimeout(10_000)
  await page.goto(address)
  await page.locator('form[aria-busy=false] #seen').waitFor()
  must(
    (await page.locator('#seen').inputValue()) === seen && (await page.locator('#matter').inputValue()) === matter,
    'the draft is gone with its page',
  )
  await inspect(page, 'a visit with a matter')
  await saveVisit(page)
  await until('both wait', async () => (await waiting(page)) === 2)
  await page.close()
  await context.setOffline(false)
  const third = await context.newPage()
  await third.goto(`${base}/m/outbox`)
  await third.locator('[data-state=sent]', { hasText: matter }).waitFor()
  await until('nothing waits', async () => (await waiting(third)) === 0)
  const visits = (await visitsOf(who)).filter((one) => one.seen === seen)
  must(visits.length === 1, `${visits.length} visits instead of one`)
  const cases = await casesWith(who, code, matter)
  must(cases.length === 1, `${cases.length} matters instead of one`)
  must((await who.get(`/visits/${visits[0].id}`)).cases.join() === cases[0].id, 'the visit does not know its matter')
}

/** A campaign: dependent questions, constraints, and coverage equal to the server's before and after sending. */
async function round({ base, phone: page }) {
  const { login, who, code } = await member(base)
  const title = word('冬季走访')
  const one = await campaign(base, code, title)
  await signIn(page, base, login)
  const line = page.locator('section a.row', { hasText: title })
  await line.waitFor()
  await inspect(page, 'today with a campaign')
  await line.click()
  await agrees(page, one.coverage)
  const all = (await one.coverage()).doors
  must(all >= 2, `a campaign over ${all} doors tells nothing`)
  await inspect(page, 'a campaign')
  await readyOffline(page)
  await page.context().setOffline(true)
  const row = (group) =>
    page
      .locator('section', { has: page.locator('h2', { hasText: group }) })
      .locator('a.row')
      .first()
  await row('还没去').click()
  await outcome(page, '见到人')
  await saveVisit(page)
  await page.locator('[data-question=size] .fault').waitFor()
  const size = page.locator('[data-question=size] input').first()
  if ((await page.locator('[data-question=size] .choice').count()) > 0)
    await page.locator('[data-question=size] .choice', { hasText: '有变化' }).click()
  await size.fill('30')
  await page.locator('[data-question=size] .fault', { hasText: '应为 1 至 20' }).waitFor()
  must((await page.locator('[data-question=alone]').count()) === 0, 'a question that does not apply was put')
  await size.fill('1')
  await page.locator('[data-question=alone] .choice', { hasText: '是' }).click()
  await page.locator('[data-question=needs] .choice', { hasText: '水电维修' }).click()
  await page.locator('[data-question=which] input').fill('水龙头')
  await inspect(page, 'a form')
  await page.locator('[data-question=needs] .choice', { hasText: '水电维修' }).click()
  must((await page.locator('[data-question=which]').count()) === 0, 'a question stays though it applies no more')
  await saveVisit(page)
  await leftTheDoor(page)
  await page.goto(`${base}/m/campaign/${one.id}`)
  await until('it counts before it is sent', async () => (await figures(page)).done === 1)
  await row('还没去').click()
  await page.locator('.knock').click()
  await leftTheDoor(page)
  await page.goto(`${base}/m/campaign/${one.id}`)
  await until('so does no answer', async () => (await figures(page)).not_reached === 1)
  await page.context().setOffline(false)
  await allSent(page)
  const server = await agrees(page, one.coverage)
  must(server.done === 1 && server.not_reached === 1, `the server counts ${JSON.stringify(server)}`)
  const visit = (await visitsOf(who)).find((each) => each.campaign?.id === one.id && each.outcome.key === 'done')
  must(
    visit.answers.length === 2 && !visit.answers.some((answer) => answer.question === 'which'),
    'an answer that does not apply was kept',
  )
  await one.act('next_round')
  const { title: second, id: again } = await campaign(base, code, word('第二张表'))
  await page.goto(`${base}/m/`)
  await synced(page)
  await page.goto(`${base}/m/campaign/${one.id}`)
  await page.locator('.line', { hasText: '第 2 轮' }).waitFor()
  // Values from one form are only confirmed in the next.
  await page.goto(`${base}/m/door/${visit.dwelling}`)
  await page.locator('fieldset .choice', { hasText: second }).click()
  await outcome(page, '见到人')
  await page
    .locator('[data-question=size]', { hasText: /还是这样吗？\s*1/ })
    .locator('.choice', { hasText: '还是' })
    .first()
    .click()
  await page.locator('[data-question=alone] .choice', { hasText: '否' }).click()
  await inspect(page, 'still so')
  await saveVisit(page)
  const confirmed = await until('the second visit is with the server', async () =>
    (await visitsOf(who)).find((each) => each.campaign?.id === again),
  )
  must(
    confirmed.answers.find((answer) => answer.question === 'size').came === 'confirmed',
    'a known answer was asked again',
  )
}

/** Two people give different values independently: both are shown, and somebody resolves them. */
async function twoValues({ base, phone: page }) {
  const { login, who, code } = await member(base)
  const { manager } = await campaign(base, code, word('两个说法'))
  const { items } = await manager.get(`/households?under=${code}&limit=10`)
  const home = items[0]
  const leader = await person(base, 'guanli')
  const edit = (by, value) =>
    by.post('/visits/edits', {
      id: crypto.randomUUID().replace(/^(.{14})4/, '$17'),
      of: { household: home.id },
      field: 'household.size',
      value: { is: 'number', value },
      seen: [],
    })
  await edit(who, '2')
  const told = await edit(leader, '5')
  must(told.disputed, 'two values are not told as two')
  await signIn(page, base, login)
  await page.goto(`${base}/m/door/${home.place ?? home.id}`)
  // By value alone: a five also occurs in times.
  const five = page.locator('.conflict .row', { has: page.locator('.name', { hasText: /(^|\D)5(\D|$)/ }) })
  await five.waitFor()
  must((await page.locator('.conflict .row').count()) >= 2, 'not both values are shown')
  await inspect(page, 'two values')
  await five.locator('.button').click()
  await until(
    'it is settled',
    async () =>
      !(await who.get(`/visits/conflicts?under=${code}`)).items.some(
        (one) => one.of.household === home.id && one.field.key === 'household.size',
      ),
  )
}

/** A masked number is confirmed at a visit; the full number on the server is unchanged. */
async function masked({ base, phone: page }) {
  const { login, who, code } = await member(base)
  const desk = await person(base, 'guanli')
  const [id, home, number] = [recordId(), recordId(), `154${`${Date.now()}`.slice(-8)}`]
  await desk.post('/households/residents', {
    id,
    name: '号码不变',
    code,
    phones: [number],
    home: { id: home, label: '院门口小屋' },
  })
  const phone = {
    name: 'phone',
    kind: 'text',
    label: { zh: '电话', en: 'Phone' },
    hint: { zh: '', en: '' },
    choices: [],
    required: true,
    relevant: null,
    constraint: null,
    constraint_says: { zh: '', en: '' },
    field: 'resident.phone',
  }
  const one = await campaign(base, code, word('核对电话'), [phone])
  await signIn(page, base, login)
  await page.goto(`${base}/m/door/${home}`)
  await page.locator('fieldset .choice', { hasText: one.title }).click()
  await outcome(page, '见到人')
  await page
    .locator('fieldset .choice', { has: page.locator('input[type=checkbox]') })
    .first()
    .click()
  const question = page.locator('[data-question=phone]')
  await question.locator('.so', { hasText: `${number.slice(0, 3)}****${number.slice(-4)}` }).waitFor()
  must(!(await page.locator('main').innerText()).includes(number), 'the number stands on the page')
  await question.locator('.choice', { hasText: '还是' }).first().click()
  await saveVisit(page)
  await leftTheDoor(page)
  await allSent(page)
  const visit = (await visitsOf(who)).find((each) => each.campaign?.id === one.id)
  must(
    visit.answers[0].came === 'confirmed' && visit.answers[0].masked,
    `it came as ${JSON.stringify(visit.answers[0])}`,
  )
  const { phones } = await desk.post(`/households/residents/${id}/unmask`, { wanted: 'phones', reason: '核对登记' })
  must(phones.join() === number, 'a confirmed mask changed the number')
}

/** A new resident with two fields, offline, and then their household. */
async function newcomer({ base, phone: page }) {
  const { login, who, code } = await member(base)
  const name = word('陈阿姨').replace('号', '')
  await signIn(page, base, login)
  await readyOffline(page)
  await page.context().setOffline(true)
  await (await doors(page)).nth(2).click()
  await page.locator('.ways a').click()
  await page.locator('.send .main').click()
  await page.locator('[role=alert], .error').first().waitFor()
  await inspect(page, 'somebody new, lacking')
  await page.locator('form input').first().fill(name)
  await page.locator('.send .main').click()
  await page.locator('.row', { hasText: name }).waitFor()
  await page.locator('.tag.info', { hasText: '只在本机' }).first().waitFor()
  await page.context().setOffline(false)
  await allSent(page)
  const found = await who.post('/households/residents/find', { name })
  must(found.items.length === 1 && found.items[0].code === code, `${found.items.length} people of that name`)
  await page.goto(`${base}/m/person/${found.items[0].id}`)
  await page.locator('h2', { hasText: name }).waitFor()
  await page.locator('.notice.warn', { hasText: '还没有登记' }).waitFor()
  await inspect(page, 'somebody new')
}

/** A dwelling, a form and a campaign in both languages and themes. */
async function looks({ base, phone: page }) {
  const { login, code } = await member(base)
  const title = word('看看界面')
  await campaign(base, code, title)
  await signIn(page, base, login)
  for (const [language, look] of [
    ['zh', 'light'],
    ['zh', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ]) {
    await page.emulateMedia({ colorScheme: look })
    await tab(page, /今日|Today/)
    if ((await page.evaluate(() => document.documentElement.lang)) !== (language === 'zh' ? 'zh-CN' : 'en'))
      await page.locator('header .textual').click()
    await page.locator(`html[data-theme=${look}]`).waitFor()
    const see = (name) => inspect(page, `${name}, ${language}, ${look}`, language)
    await page.locator('section a.row', { hasText: title }).click()
    await page.locator('.figures li').first().waitFor()
    await see('campaign')
    await page.locator('main section a.row').first().click()
    await outcome(page, /见到人|Met/)
    await page.locator('[data-question=size]').waitFor()
    await saveVisit(page)
    await page.locator('[role=alert]').first().waitFor()
    await see('visit, lacking')
    await page.locator('.ways a').click()
    await page.locator('form input').first().waitFor()
    await see('register')
  }
}

test('visits: no answer in two presses', knocked)
test('visits: killed half-way, with a matter in the same move', killed)
test('visits: a campaign and its form', round)
test('visits: two values of one field', twoValues)
test('visits: a masked number that is confirmed stays whole', masked)
test('visits: somebody new in two fields', newcomer)
test('visits: both languages, both looks', looks)
