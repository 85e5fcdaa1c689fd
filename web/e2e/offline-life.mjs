// Days of a phone: a wrong clock, days offline, a PIN, two pages with one form, and undoing a visit.
import { PASSWORD, startServer } from './stage.mjs'
import {
  allSent,
  fillReport,
  inspect,
  must,
  person,
  quiet,
  report,
  rows,
  synced,
  tab,
  until,
  waiting,
  warm,
  word,
} from './phone.mjs'
import { agrees, campaign, figures, leftTheDoor, outcome, saveVisit, visitsOf } from './visits.mjs'
import { test } from './offline.mjs'

const DAY = 86_400_000

/** Sets the phone's clock for all its pages. */
async function wrongClock(phone) {
  await phone.addInitScript(() => {
    const Real = Date
    const shift = () => Number(localStorage.getItem('clock-shift') ?? 0)
    class Shifted extends Real {
      constructor(...given) {
        if (given.length > 0) super(...given)
        else super(Real.now() + shift())
      }
      static now() {
        return Real.now() + shift()
      }
    }
    globalThis.Date = Shifted
  })
  return (page, milliseconds) => page.evaluate((by) => localStorage.setItem('clock-shift', String(by)), milliseconds)
}
const isOpen = (page) => page.locator('nav.tabs').waitFor()

/** A day ahead, a day behind, years ahead: no key or work is lost, times are the server's, and a banner warns. */
async function clock({ world, line, newContext }) {
  const phone = await newContext()
  const set = await wrongClock(phone)
  const page = await warm(phone, line.base, world.login)
  must((await page.locator('.banners', { hasText: '请校准' }).count()) === 0, 'a right clock is called wrong')
  const mark = word('表快了一天')
  await phone.setOffline(true)
  await set(page, DAY)
  await page.reload()
  await isOpen(page)
  await report(page, mark)
  await phone.setOffline(false)
  await until('it arrives', async () => (await rows(world, mark)).length === 1)
  await page.locator('.banners', { hasText: '手机时间快了 1 天，请校准' }).waitFor()
  await inspect(page, 'a clock that is a day fast')
  const minutes = (text) => Math.abs(Date.parse(text) - Date.now()) / 60_000
  const [row] = await rows(world, mark)
  must(minutes(row.created_at) < 10, 'the record has the phone’s time')
  await tab(page, '待同步')
  await page.locator('[data-state=sent] a', { hasText: mark }).click()
  const told = await page.locator('.notice.ok').textContent()
  const minute = (ago) =>
    new Date(Date.now() + 8 * 3_600_000 - ago * 60_000).toISOString().slice(5, 16).replace('T', ' ')
  must(
    [0, 1, 2, 3].some((ago) => told.includes(`服务器 ${minute(ago)} 收到`)),
    `the receipt shows another time than the server’s: ${told} at ${minute(0)}`,
  )

  // Behind and offline: still unlocked, and new records are later than the server's last time.
  await set(page, -DAY)
  await phone.setOffline(true)
  await page.goto(`${line.base}/m/`)
  await isOpen(page)
  await page.locator('.banners', { hasText: /手机时间慢了 \d+ (?:天|小时)/ }).waitFor()

  // Two years ahead: by this clock the session has expired. The key stays, and the server is asked once online.
  const later = word('表快了两年')
  await set(page, 0)
  await page.reload()
  await isOpen(page)
  await report(page, later)
  await set(page, 730 * DAY)
  await page.reload()
  await page.locator('.notice', { hasText: '按手机上的时间，登录已过期' }).waitFor()
  await inspect(page, 'a clock that is years fast')
  await set(page, 0)
  await page.reload()
  await isOpen(page)
  await set(page, 730 * DAY)
  await page.reload()
  await page.locator('.notice', { hasText: '按手机上的时间' }).waitFor()
  await phone.setOffline(false)
  await isOpen(page)
  await until('what waited arrives', async () => (await rows(world, later)).length === 1)
}

/** Five days offline, a sync, five more: the session is renewed each time. A week without a sync ends it, and nothing is lost. */
async function days({ world, newContext }) {
  const server = await startServer({ clock: true })
  try {
    const phone = await newContext()
    const set = await wrongClock(phone)
    const page = await warm(phone, server.base, world.login)
    let gone = 0
    const pass = async (more) => {
      await phone.setOffline(true)
      await server.pass(more / 1_000)
      gone += more
      await set(page, gone)
      await page.reload()
    }
    const desk = await person(server.base, world.login)
    const reports = async (mark) =>
      (await desk.get('/cases?view=all&limit=200')).items.filter((one) => one.title.includes(mark)).length
    must((await reports('nothing')) === 0, 'the list of cases cannot be read')
    for (const mark of [word('山里五天'), word('又是五天')]) {
      await pass(5 * DAY)
      await isOpen(page)
      await report(page, mark)
      await phone.setOffline(false)
      await allSent(page)
      await synced(page)
    }
    const last = word('一周没有信号')
    await pass(DAY)
    await report(page, last)
    await pass(7 * DAY)
    await page.locator('#login').waitFor()
    await phone.setOffline(false)
    await page.reload()
    await page.locator('.waiting', { hasText: '1 条' }).waitFor()
    await page.locator('#login').fill(world.login)
    await page.locator('#password').fill(PASSWORD)
    await page.locator('form .main').click()
    await isOpen(page)
    await allSent(page)
    const again = await person(server.base, world.login)
    const found = (await again.get('/cases?view=all&limit=200')).items.filter((one) => one.title.includes(last))
    must(found.length === 1, `${found.length} reports after signing in again`)
  } finally {
    await server.stop()
  }
}

const PIN = '271828'
async function typePin(page, pin) {
  await page.locator('#pin:enabled').fill(pin)
  await page.locator('form .main').click()
}
/** A PIN: required after a reload online and offline, delayed when wrong; after a forgotten one signing in preserves unsent
 * items. */
async function pin({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  await tab(page, '我的')
  await page.getByRole('button', { name: '设置 PIN 码' }).click()
  for (const [first, again, fault] of [
    ['12345', '12345', '6 至 12 位'],
    ['123456', '123456', '太容易猜'],
    [PIN, '271829', '不一样'],
  ]) {
    await page.locator('#pin-first').fill(first)
    await page.locator('#pin-again').fill(again)
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.locator('.fault', { hasText: fault }).waitFor()
  }
  await inspect(page, 'setting a PIN')
  await page.locator('#pin-again').fill(PIN)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByRole('button', { name: '更换 PIN 码' }).waitFor()
  await inspect(page, 'a PIN is set')

  const mark = word('锁着的')
  await phone.setOffline(true)
  await report(page, mark)
  await page.reload()
  await page.locator('#pin').waitFor()
  must(
    (await page.getByText(mark).count()) === 0 && (await page.getByText(world.caseWord).count()) === 0,
    'something is readable behind the PIN',
  )
  await inspect(page, 'the PIN is asked for')
  await typePin(page, '111112')
  await page.locator('.fault', { hasText: '还可以试 7 次' }).waitFor()
  await typePin(page, PIN)
  await isOpen(page)
  await page.locator('.local .row', { hasText: mark }).waitFor()

  // A valid cookie does not bypass the PIN.
  await phone.setOffline(false)
  await page.goto(`${line.base}/m/outbox`)
  await page.locator('#pin').waitFor()
  await page.getByRole('button', { name: '忘记 PIN 码' }).click()
  await page.getByRole('button', { name: '去登录' }).click()
  await page.locator('#login').fill(world.login)
  await page.locator('#password').fill(PASSWORD)
  await page.locator('form .main').click()
  await isOpen(page)
  await until('what was unsent arrives', async () => (await rows(world, mark)).length === 1)
  await tab(page, '我的')
  await page.getByRole('button', { name: '设置 PIN 码' }).waitFor()
}

/** Two pages edit a report: stored separately, both found again, both sent. */
async function twoPages({ world, line, newContext }) {
  const phone = await newContext()
  const one = await warm(phone, line.base, world.login)
  const two = await phone.newPage()
  two.setDefaultTimeout(20_000)
  await two.goto(`${line.base}/m/report`)
  const [first, second] = [word('甲页在写'), word('乙页在写')]
  await two.locator('form[aria-busy=false] #what').waitFor()
  await tab(one, '上报')
  await one.locator('form[aria-busy=false] #what').fill(first)
  await one.locator('.send .hint').waitFor()
  await two.locator('#what').fill(second)
  await two.locator('.notice', { hasText: '另一个页面也在填写' }).waitFor()
  await inspect(two, 'another page types, too')
  await one.locator('#what').fill(`${first}，又一句`)
  await tab(one, '今日')
  await tab(one, '上报')
  await one.locator('form[aria-busy=false] #what').waitFor()
  await two.close()
  await one.reload()
  await one.locator('form[aria-busy=false] #what').waitFor()
  must((await one.locator('#what').inputValue()) === `${first}，又一句`, 'the first page lost its words')
  await one.getByRole('button', { name: '还有 1 份没写完的上报' }).click()
  await until('the other page’s words are there', async () => (await one.locator('#what').inputValue()) === second)
  for (const mark of [second, first]) {
    await fillReport(one, mark)
    await one.locator('.send .main').click()
    await one.locator('h1', { hasText: /件要办|没有要办/ }).waitFor()
    await tab(one, '上报')
    await one.locator('form[aria-busy=false] #what').waitFor()
  }
  must((await one.locator('#what').inputValue()) === '', 'a draft that was sent came back')
  await allSent(one)
  for (const mark of [first, second]) must((await rows(world, mark)).length === 1, `${mark} did not arrive once`)
}

/** A wrong visit: undone within seconds, also offline; and corrected later. */
async function slip({ world, line, newContext }) {
  const who = await person(line.base, world.login)
  const { id, title, coverage } = await campaign(line.base, world.code, word('误触'))
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const before = (await visitsOf(who)).length
  await phone.setOffline(true)
  const open = async () => {
    await tab(page, '今日')
    await page.locator('a.row', { hasText: title }).click()
    await page.locator('main ul a.row').first().click()
    await page.locator('form[aria-busy=false] .knock').waitFor()
  }
  await open()
  const door = page.url()
  await page.locator('fieldset .choice', { hasText: title }).click()
  await outcome(page, '不便接待')
  await page.locator('#seen').fill('手滑了')
  await saveVisit(page)
  await leftTheDoor(page)
  await page.locator('.undo', { hasText: '不便接待' }).waitFor()
  await inspect(page, 'it can be taken back')
  await page.locator('.undo button').click()
  await page.locator('form[aria-busy=false] #seen').waitFor()
  must(page.url() === door && (await page.locator('#seen').inputValue()) === '手滑了', 'the form is not as it was')
  must((await waiting(page)) === 0, 'it still waits after it was taken back')

  // Not undone in time: sent and then corrected, both offline.
  await saveVisit(page)
  await leftTheDoor(page)
  await page.goto(door)
  await page.getByRole('button', { name: '记错了，更正' }).click()
  await page.locator('.notice', { hasText: '正在更正' }).waitFor()
  await inspect(page, 'putting a visit right')
  await page.locator('.knock').click()
  await leftTheDoor(page)
  await page.goto(`${line.base}/m/campaign/${id}`)
  await until('the phone counts what is right', async () => (await figures(page)).not_reached === 1)
  must(((await figures(page)).refused ?? 0) === 0, 'the phone counts what was wrong')
  await phone.setOffline(false)
  await allSent(page)
  await quiet(page, line)
  const now = await agrees(page, coverage)
  must(now.not_reached === 1 && now.refused === 0, `the proof counts ${JSON.stringify(now)}`)
  const visits = await visitsOf(who)
  must(visits.length === before + 2, `${visits.length - before} visits instead of two`)
  const right = visits.find((one) => one.corrects)
  const wrong = visits.find((one) => one.id === right.corrects)
  must(
    wrong.corrected === right.id && wrong.outcome.key === 'refused' && wrong.seen === '手滑了',
    'the history lost what was corrected',
  )
}

test('a clock that is wrong', clock)
test('days without a network', days)
test('a pin', pin)
test('two pages at one form', twoPages)
test('a slip of the thumb', slip)
