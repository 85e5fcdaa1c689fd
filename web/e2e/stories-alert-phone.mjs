// Alerts on the phone: ending actions are not beside the next step, a death needs confirmation and can be undone, a missed look
// does not reassign work in progress, and who measured is notified without acknowledgement.
import { inspect, must, person, recordId, signIn, tab, until } from './phone.mjs'
import { how, test } from './story.mjs'

const TEAM = '家庭医生团队'
const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 568 }
const MINUTE = 60
const critical = { systolic: '192', diastolic: '114', symptoms: ['dizzy'] }

/** An alert raised by two critical readings of a person used by no other story, with all parties. */
async function raised(base, from) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const login = accounts.find((one) => one.role.zh === TEAM).login
  const doctor = await person(base, login)
  const { items } = await doctor.get(`/households/residents?under=${doctor.me.grants[0].code}&limit=50`)
  let line = null
  for (const one of items.filter((each) => each.household).slice(from)) {
    const care = await doctor.get(`/care/residents/${one.id}`)
    if (!care.alert) {
      line = one
      break
    }
  }
  const resident = await doctor.get(`/households/residents/${line.id}`)
  for (const id of [recordId(), recordId()])
    await doctor.post('/care/readings', { id, resident: resident.id, measured: critical })
  const { alert } = await doctor.get(`/care/residents/${resident.id}`)
  const one = await doctor.get(`/care/alerts/${alert}`)
  const manager = await person(base, 'guanli')
  const owner = (await manager.get(`/people/accounts/${one.owner.id}`)).login
  const now = () => doctor.get(`/care/alerts/${alert}`)
  const act = async (who, body) => who.post(`/care/alerts/${alert}/actions`, body, (await now()).version)
  return { doctor, login, resident, id: alert, owner, manager, now, act, leader: await person(base, owner) }
}
const group = (page, name) => page.locator(`.alerts[data-group=${name}]`)
const row = (page, resident, name = 'urgent') => group(page, name).locator('a.row', { hasText: resident.name })
const button = (page, name) => page.locator('.acts button', { hasText: name })
const sheet = (page) => page.locator('[role=dialog]')
async function send(page) {
  await sheet(page).locator('.foot .main').click()
  await sheet(page).waitFor({ state: 'detached' })
}
const stands = (story, key) => until(`it is ${key}`, async () => (await story.now()).status.key === key)
/** Changes arrive with the phone's next sync. */
async function again(page, base) {
  await page.goto(`${base}/m/`)
  await page.locator('h1').first().waitFor()
}

/** Relatives are there: the next step is where to go; ending it is under "more", needs confirmation, and can be undone. */
async function noEnd({ base, phone: page, open }) {
  const story = await raised(base, 14)
  const { resident, id } = story
  await signIn(page, base, story.owner)
  await row(page, resident).click()
  await button(page, '应答').click()
  await stands(story, 'reaching')
  await button(page, '亲属到了').or(button(page, '更多')).first().waitFor()
  await until('the family can be there', async () => (await story.now()).allowed.includes('kin_there'))
  if ((await button(page, '亲属到了').count()) === 0) {
    await button(page, '更多').click()
    await sheet(page).locator('.row', { hasText: '亲属到了' }).click()
  } else await button(page, '亲属到了').click()
  await page.locator('#alert-act').waitFor()
  await send(page)
  await stands(story, 'with_kin')
  await button(page, '转诊').waitFor()
  const bar = await page.locator('.acts').innerText()
  must(!/结束|去世/.test(bar), `an end stands at the thumb: ${bar}`)
  await button(page, '更多').click()
  const more = await sheet(page).locator('.rows .row').allInnerTexts()
  must(
    more.at(-1).includes('本人已去世') && !more.some((each) => each.includes('结束')),
    `under "more" stands ${more.join(' | ')}`,
  )
  await inspect(page, 'further acts')

  // Nothing is preselected, an empty form is not sent, and a confirmation follows.
  await sheet(page).locator('.row', { hasText: '本人已去世' }).click()
  await page.locator('#alert-act').waitFor()
  must((await sheet(page).locator('input:checked').count()) === 0, 'something is chosen before anybody chose it')
  await sheet(page).locator('.foot .main').click()
  await sheet(page).locator('[role=alert]').first().waitFor()
  await sheet(page).locator('textarea').fill('家属来电')
  await sheet(page).locator('.foot .main').click()
  await sheet(page).locator('.twice', { hasText: resident.name }).waitFor()
  await inspect(page, 'a death is asked again')
  await page.setViewportSize(SMALL)
  await inspect(page, 'a death is asked again, small')
  await page.setViewportSize(PHONE)
  await sheet(page).locator('.foot button', { hasText: '返回' }).click()
  await page.locator('#alert-act').waitFor()
  must((await story.now()).status.key === 'with_kin', 'one press ended it')
  await sheet(page).locator('.foot .main').click()
  await sheet(page).locator('.foot .main', { hasText: '确认' }).click()
  await sheet(page).waitFor({ state: 'detached' })
  await stands(story, 'closed')
  must(
    (await story.leader.get(`/households/residents/${resident.id}`)).presence === 'died',
    'the record says nothing of it',
  )

  // The mistake can be undone on "today", and everything that it ended continues.
  await page.locator('.notice', { hasText: '可以撤销' }).waitFor()
  await inspect(page, 'ended by a death')
  await again(page, base)
  await row(page, resident, 'ended').waitFor()
  await inspect(page, 'today with a death that can be taken back')
  await row(page, resident, 'ended').click()
  await button(page, '撤销去世登记').click()
  await page.locator('#alert-act').waitFor()
  await send(page)
  await stands(story, 'with_kin')
  await button(page, '转诊').waitFor()
  must(
    (await story.leader.get(`/households/residents/${resident.id}`)).presence === 'here',
    'the record still says that they died',
  )
  const { items } = await story.doctor.get(`/care/alerts/${id}/events`)
  must(
    items
      .slice(-2)
      .map((event) => event.kind)
      .join() === 'care.died,care.death-undone',
    'the timeline does not tell of both',
  )

  // The same on the desk.
  const desk = await open()
  await desk.goto(`${base}/sign-in`)
  await desk.locator('input[autocomplete=username]').fill(story.owner)
  await desk.locator('input[type=password]').fill('weiguang-yanshi')
  await desk.locator('form .main').click()
  await desk.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await desk.goto(`${base}/care/alerts/${id}`)
  await desk.locator('.acts .ui-menu > button').click()
  must(
    !/去世|结束/.test((await desk.locator('.acts > button').allInnerTexts()).join(' ')),
    'the desk offers an end as a button',
  )
  await desk.locator('[role=menuitem]', { hasText: '本人已去世' }).click()
  await desk.locator('dialog textarea').fill('家属来电')
  await desk.locator('dialog .main').click()
  await desk.locator('dialog [role=alert]', { hasText: resident.name }).waitFor()
  await inspect(desk, 'a death is asked again at the desk')
  await desk.locator('dialog button', { hasText: '返回' }).click()
  await desk.locator('dialog form').waitFor()
  must((await story.now()).status.key === 'with_kin', 'one press at the desk ended it')
}

/** A look is announced, then missed: escalated, while the person at work keeps it, also offline. */
async function missed({ base, pass, phone: page }) {
  const story = await raised(base, 15)
  const { resident, leader } = story
  await story.act(leader, { action: 'acknowledge' })
  await story.act(leader, { action: 'safe_now', with: 'alone', place: '家中' })
  await story.act(leader, {
    action: 'ask_watch',
    account: leader.me.id,
    every_minutes: 120,
    first: new Date(Date.parse((await story.now()).safe.at) + 60 * MINUTE * 1000).toISOString(),
  })
  await pass(51 * MINUTE)
  await until(
    'the look is called to mind',
    async () => (await leader.get('/inbox')).items[0]?.topic === 'care.look-soon',
  )
  await signIn(page, base, story.owner)
  await row(page, resident).waitFor()
  await page.locator('a[href="/m/inbox"]').first().click()
  await page.locator('a.row', { hasText: '去看一位居民' }).first().waitFor()
  await pass(26 * MINUTE)
  await until('it went up', async () => (await story.now()).escalated === 1)
  await again(page, base)
  await row(page, resident).locator('.tag.warn', { hasText: '已升级，仍请继续' }).waitFor()
  await inspect(page, 'today with an alert that went up')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await page.context().setOffline(true)
  await row(page, resident).click()
  await page.locator('.tag.warn', { hasText: '已升级，仍请继续' }).waitFor()
  await inspect(page, 'an alert that went up, without a network')
  await button(page, '看过了').click()
  await sheet(page).locator('.choice', { hasText: '好' }).first().click()
  await send(page)
  await page.context().setOffline(false)
  await until('a kept look brings it back', async () => (await story.now()).escalated === 0)
  const now = await story.now()
  must(now.owner.id === leader.me.id, `it is with ${now.owner.name}`)
  await again(page, base)
  await row(page, resident).waitFor()
  await until(
    'nothing says that it went up',
    async () => (await row(page, resident).locator('.tag.warn').count()) === 0,
  )
}

/** No acknowledgement: after three minutes who measured sees whom to call; a later follow-up is listed by date. */
async function unanswered({ base, pass, phone: page, open }) {
  const story = await raised(base, 16)
  const { resident, leader } = story
  await signIn(page, base, story.login)
  await pass(3 * MINUTE + 5)
  await until('it is told', async () => (await story.doctor.get('/inbox')).items[0]?.topic === 'care.unanswered')
  await again(page, base)
  await row(page, resident).click()
  const call = page.locator('.call[role=alert]')
  await call.locator('a[href^="tel:"]').first().waitFor()
  must((await call.locator('li').count()) >= 2, 'not everybody who could be called is named')
  await inspect(page, 'nobody answers')
  await page.setViewportSize(SMALL)
  await inspect(page, 'nobody answers, small')
  await page.setViewportSize(PHONE)
  await story.act(leader, { action: 'acknowledge' })
  await again(page, base)
  await row(page, resident).click()
  await page.locator('.tag', { hasText: '寻找本人和家人' }).waitFor()
  must((await call.count()) === 0, 'somebody answered, and the numbers are still shown')

  await story.act(leader, { action: 'refer', to: '区人民医院', how: '儿子陪' })
  await story.act(leader, { action: 'arrived', words: '已挂号' })
  const ours = await open(PHONE)
  await signIn(ours, base, story.owner)
  await row(ours, resident, 'follow').waitFor()
  const side = await row(ours, resident, 'follow').locator('.side').innerText()
  must(/\d\d-\d\d \d\d:\d\d 前/.test(side), `a follow-up of tomorrow says ${side}`)
  must((await row(ours, resident).count()) === 0, 'a follow-up of tomorrow stands under what must be done at once')
  await tab(ours, '今日')
  await inspect(ours, 'today with a follow-up')
}

test('an alert on the phone: no end but a death, asked twice and taken back', how({ expects: /status of 412/ }), noEnd)
test(
  'an alert on the phone: a missed look leaves it in the hand',
  how({ clock: true, expects: /status of 412/ }),
  missed,
)
test(
  'an alert on the phone: nobody answers, and a follow-up by its date',
  how({ clock: true, expects: /status of 412/ }),
  unanswered,
)
