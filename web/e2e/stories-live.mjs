// The live stream: alerts appear at once and ring, tabs share a stream, and signing out closes it.
import { bring, inspect, must, person, recordId, signIn as signInPhone, tab, until } from './phone.mjs'
import { byRole, DOCTOR, findPerson, nobody, residents, result, signIn as signInDesk } from './station.mjs'
import { how, test } from './story.mjs'

const critical = { glucose: '30.2', meal: 'random', symptoms: ['dizzy'] }
/** The number in the page's title. */
const titled = (page) => page.evaluate(() => Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0))
const titleSays = (page, n) =>
  page.waitForFunction((wanted) => Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0) === wanted, n)
/** The stream is open, and the phone is synchronised. */
const quietPhone = (page) => page.locator('[data-flowing=true]').waitFor({ state: 'attached' })
const isLive = (request) => request.url().endsWith('/api/v1/live')
const stores = (request) => request.method() === 'POST' && request.url().endsWith('/care/readings')

/** Raises an alert by two critical readings, by API. */
async function raise(doctor, who) {
  for (const id of [recordId(), recordId()])
    await doctor.post('/care/readings', { id, resident: who.id, measured: critical })
  const { alert } = await doctor.get(`/care/residents/${who.id}`)
  return doctor.get(`/care/alerts/${alert}`)
}
async function answerIt(owner, id) {
  const { version } = await owner.get(`/care/alerts/${id}`)
  await owner.post(`/care/alerts/${id}/actions`, { action: 'acknowledge' }, version)
}
/** The owner of these people's alerts, found by an alert that is acknowledged again. */
async function ownerOf(base, doctor, who) {
  const one = await raise(doctor, who)
  const { login } = await (await person(base, 'guanli')).get(`/people/accounts/${one.owner.id}`)
  const owner = { ...(await person(base, login)), login }
  await answerIt(owner, one.id)
  return owner
}

/** A nurse stores the second critical value; the leader's open phone shows and rings it without polling, until acknowledged. */
async function atOnce({ base, page: desk, phone }) {
  const doctor = await byRole(base, DOCTOR)
  const [other, who] = await residents(base, doctor, [nobody('陶', '1943'), nobody('姜', '1943')])
  const owner = await ownerOf(base, doctor, other)
  await phone.addInitScript(() => {
    globalThis.badges = []
    globalThis.notes = 0
    navigator.setAppBadge = async (n) => {
      globalThis.badges.push(n)
    }
    navigator.clearAppBadge = async () => {
      globalThis.badges.push(0)
    }
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function noted(...when) {
      globalThis.notes += 1
      return start.apply(this, when)
    }
  })
  await signInPhone(phone, base, owner.login)
  // Asked once, and tested at once.
  await phone.locator('[data-live] .ask').waitFor()
  await inspect(phone, 'the phone asks whether it shall ring')
  await phone.locator('[data-live] .ask button', { hasText: '响铃' }).last().click()
  await phone.locator('[data-live] .ask').waitFor({ state: 'detached' })
  await until('the tone was tried', () => phone.evaluate(() => globalThis.notes === 3))
  await quietPhone(phone)
  const before = await titled(phone)

  await signInDesk(desk, base, doctor.login)
  await findPerson(desk, who.name)
  for (const key of ['g', '3', '0', 'r', 'Enter']) await desk.keyboard.press(key)
  await result(desk, 'critical')
  await desk.locator('.result .main:focus').waitFor()
  await desk.keyboard.press('Enter')
  await desk.locator('#f-glucose:focus').waitFor()
  // From here on the phone must not request anything until the reading is being sent.
  let sent = false
  let polls = 0
  let asked = 0
  desk.on('request', (request) => {
    if (stores(request)) sent = true
  })
  phone.on('request', (request) => {
    if (!/\/api\/v1\/sync/.test(request.url())) return
    asked += 1
    if (!sent) polls += 1
  })
  const stored = desk.waitForResponse((answer) => stores(answer.request())).then(() => Date.now())
  const shown = titleSays(phone, before + 1).then(() => Date.now())
  for (const key of ['2', '9', '.', '6', 'r', 'Enter']) await desk.keyboard.press(key)
  console.log(
    `     the phone says it ${(await shown) - (await stored)} ms after the server's answer to the desk, asking ${asked} times`,
  )
  must(polls === 0 && asked > 0, `the phone asked by itself ${polls} times before anything was stored`)
  const banner = phone.locator('[data-live] .waits')
  await banner.waitFor()
  await inspect(phone, 'an alert waits, on the phone')
  const words = (await banner.innerText()) + (await phone.title())
  must(
    /待应答/.test(words) && !words.includes(who.name) && !words.includes(who.name.slice(0, 1)),
    `the banner says more than it may: ${words}`,
  )
  await until('it rang', () => phone.evaluate(() => globalThis.notes >= 6))
  must((await phone.evaluate(() => globalThis.badges.at(-1))) === before + 1, 'the badge does not count it')
  // The nurse's page shows it as well.
  await desk.locator('[data-live] .waits').waitFor()
  await inspect(desk, 'an alert waits, on the desk')

  // On another page of the phone the banner links to it.
  await tab(phone, '我的')
  await phone.locator('h1', { hasText: '我的' }).waitFor()
  await inspect(phone, 'the settings of the sound')
  if (before === 0) {
    await banner.locator('.main').click()
    await phone.locator('h2', { hasText: who.name }).first().waitFor()
  }
  // After acknowledgement on any device, title, badge and banner are cleared.
  const { alert } = await doctor.get(`/care/residents/${who.id}`)
  await answerIt(owner, alert)
  await titleSays(phone, before)
  await until('the badge went', () => phone.evaluate((n) => globalThis.badges.at(-1) === n, before))
  if (before === 0) await banner.waitFor({ state: 'detached' })
}

/** Three tabs of two apps share one stream; its tab is closed, and another opens it; signing out closes it. */
async function oneStream({ base, phone: first }) {
  const doctor = await byRole(base, DOCTOR)
  const [who, other, third] = await residents(base, doctor, [
    nobody('戚', '1943'),
    nobody('谢', '1943'),
    nobody('邹', '1943'),
  ])
  const owner = await ownerOf(base, doctor, who)
  const context = first.context()
  let streams = 0
  context.on('request', (request) => {
    if (isLive(request)) streams += 1
  })
  /** The open streams of a page. */
  const openOf = (page) => {
    const open = new Set()
    page.on('request', (request) => {
      if (isLive(request)) open.add(request)
    })
    for (const end of ['requestfailed', 'requestfinished']) page.on(end, (request) => open.delete(request))
    return open
  }
  await signInPhone(first, base, owner.login)
  await quietPhone(first)
  const second = await context.newPage()
  const ofSecond = openOf(second)
  await second.goto(`${base}/m/`)
  await quietPhone(second)
  const office = await context.newPage()
  await office.goto(`${base}/care`)
  await office.locator('[data-live]').waitFor({ state: 'attached' })
  const before = await titled(first)
  const one = await raise(doctor, other)
  for (const page of [first, second]) await titleSays(page, before + 1)
  await office.locator('[data-live] .waits').waitFor()
  await inspect(office, 'an alert waits, on the console')
  must(streams === 1, `three tabs opened ${streams} streams`)
  await answerIt(owner, one.id)
  for (const page of [first, second]) await titleSays(page, before)

  await first.close()
  await until('another tab opened the stream', () => streams === 2)
  const next = await raise(doctor, third)
  await titleSays(second, before + 1)
  await office.close()
  await answerIt(owner, next.id)
  await titleSays(second, before)

  // Signing out in one tab closes the stream and signs out the other tab.
  const last = await context.newPage()
  const ofLast = openOf(last)
  await last.goto(`${base}/m/`)
  await quietPhone(last)
  await tab(last, '我的')
  await last.locator('.out .button').click()
  for (const page of [last, second]) await page.locator('#login').waitFor()
  await until('the stream is closed', () => ofSecond.size + ofLast.size === 0)
  must((await titled(second)) === 0, 'the title of who signed out tells of alerts')
}

/** A case assigned to a member appears on their open phone without polling. */
async function assigned({ base, phone }) {
  const desk = await byRole(base, '街道坐席')
  const member = await byRole(base, '微网格员')
  await signInPhone(phone, base, member.login)
  await quietPhone(phone)
  const title = `路面塌陷${Math.floor(performance.now())}号`
  await bring(desk, member.me.grants[0].code, title)
  // Polling would take three minutes; the story waits twenty seconds.
  await phone.locator('main a.row', { hasText: title }).waitFor()
}

test('live: an alert is on the open phone at once, and rings until it is answered', atOnce)
test('live: three tabs, one stream', how({ expects: /ERR_|status of 401/ }), oneStream)
test('live: a matter that is given to somebody', assigned)
