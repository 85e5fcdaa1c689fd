// Bad connections: everything recorded on a phone arrives exactly once, with a receipt.
import {
  act,
  addPhotos,
  allSent,
  bring,
  CASES,
  fillReport,
  inspect,
  must,
  openCase,
  posts,
  quiet,
  rawStore,
  report,
  rows,
  signIn,
  synced,
  tab,
  until,
  waiting,
  warm,
  word,
} from './phone.mjs'
import { test } from './offline.mjs'

/** A draft and a report survive offline reloads, and are sent automatically. */
async function reload({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const mark = word('楼道杂物')
  await phone.setOffline(true)
  await fillReport(page, mark, 1)
  await page.locator('.send .hint').waitFor()
  must(/drafts: 1/.test(await rawStore(page)), 'the draft is not in the database')
  await page.reload()
  await page.locator('form[aria-busy=false] #what').waitFor()
  must((await page.locator('#what').inputValue()) === mark, 'the draft is gone after a reload without a network')
  await page.locator('.photos li img').waitFor()
  await page.locator('.send .main').click()
  await page.locator('.local .row', { hasText: mark }).waitFor()
  must((await rows(world, mark)).length === 0, 'something reached the program without a network')
  await page.reload()
  await page.locator('.local .row', { hasText: mark }).waitFor()
  must((await waiting(page)) === 1, 'the tab does not show what waits')
  await page.goto(`${line.base}/m/outbox`)
  await page.locator('[data-state=waiting]', { hasText: mark }).waitFor()
  await inspect(page, 'queue without a network')
  await phone.setOffline(false)
  await page.locator('[data-state=sent]', { hasText: mark }).waitFor()
  await page.locator('[data-state=sent] .number', { hasText: /编号 \d{8}-\d+/ }).waitFor()
  await quiet(page, line)
  const found = await rows(world, mark)
  must(found.length === 1, `${found.length} rows instead of one`)
  must((await world.desk.get(`/cases/${found[0].id}`)).attachments.length === 1, 'the photograph did not arrive once')
  await inspect(page, 'receipts')
}

/** The server has it but the answer is lost: resent with the same key. */
async function lostAnswer({ world, line, newContext }) {
  const page = await warm(await newContext(), line.base, world.login)
  const mark = word('路灯不亮')
  let lost = 0
  line.cut = (request) => (request.method === 'POST' && CASES.test(request.url) && lost++ === 0 ? 'after' : null)
  await report(page, mark)
  await until('it is tried again', () => posts(line, CASES).length >= 2)
  await allSent(page)
  await quiet(page, line)
  must((await rows(world, mark)).length === 1, 'a lost answer made two rows')
  must(new Set(posts(line, CASES).map((one) => one.key)).size === 1, 'the second try had another key')
  must(
    posts(line, CASES).some((one) => one.replay),
    'the program did not know the second try',
  )
}

/** Two pages and the worker at once: each record is sent once. */
async function race({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const second = await phone.newPage()
  await second.goto(`${line.base}/m/`)
  await synced(second)
  await page.bringToFront()
  await phone.setOffline(true)
  const mark = word('垃圾满溢')
  for (let at = 0; at < 3; at++) await report(page, `${mark}之${at}`)
  await second.locator('.local .row', { hasText: mark }).nth(2).waitFor()
  await phone.setOffline(false)
  await second.evaluate(() =>
    navigator.serviceWorker
      .getRegistration('/m/')
      .then((one) => one.sync?.register('outbox'))
      .catch(() => null),
  )
  await allSent(page)
  await quiet(page, line)
  must((await rows(world, mark)).length === 3, 'not three rows')
  must(posts(line, CASES).length === 3, `${posts(line, CASES).length} sends of three records`)
}

/** The page is closed offline: background sync or the next start sends it. */
async function killed({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const mark = word('井盖松动')
  await phone.setOffline(true)
  await report(page, mark, 1)
  await page.close()
  await phone.setOffline(false)
  const again = await phone.newPage()
  await again.goto(`${line.base}/m/outbox`)
  await again.locator('[data-state=sent]', { hasText: mark }).waitFor()
  must((await rows(world, mark)).length === 1, 'not one row after the page was killed')
}

/** An embedded web view without service worker and Web Locks: pages send by themselves, one at a time. */
async function bare({ world, line, newContext }) {
  const phone = await newContext({ serviceWorkers: 'block' })
  await phone.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined }))
  const page = await phone.newPage()
  page.setDefaultTimeout(20_000)
  await signIn(page, line.base, world.login)
  await tab(page, '上报')
  await page.locator('#what').waitFor()
  const second = await phone.newPage()
  await second.goto(`${line.base}/m/`)
  await synced(second)
  await page.bringToFront()
  await phone.setOffline(true)
  const mark = word('消防栓无水')
  for (let at = 0; at < 3; at++) await report(page, `${mark}之${at}`)
  await phone.setOffline(false)
  await allSent(page)
  await quiet(page, line)
  must((await rows(world, mark)).length === 3, 'not three rows')
  must(posts(line, CASES).length === 3, `${posts(line, CASES).length} sends of three records under the lease`)
}

/** The server is down while the phone is online. */
async function away({ world, line, newContext }) {
  const page = await warm(await newContext(), line.base, world.login)
  const mark = word('电梯停运')
  line.down = true
  await report(page, mark)
  await until(
    'a try has failed',
    () => posts(line, CASES).length + line.writes.length >= 0 && page.locator('.local .row', { hasText: mark }).count(),
  )
  await page.reload()
  await page.locator('.local .row', { hasText: mark }).waitFor()
  line.down = false
  await allSent(page)
  must((await rows(world, mark)).length === 1, 'not one row after the program came back')
}

/** Fifty photos wait; sent one by one, none twice. */
async function fifty({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const mark = word('五十张')
  await phone.setOffline(true)
  for (const [at, photos] of [9, 9, 9, 9, 9, 5].entries()) await report(page, `${mark}之${at}`, photos)
  await phone.setOffline(false)
  await allSent(page, 240_000)
  const found = await rows(world, mark)
  let photos = 0
  for (const one of found) photos += (await world.desk.get(`/cases/${one.id}`)).attachments.length
  must(found.length === 6 && photos === 50, `${found.length} reports with ${photos} photographs`)
  must(line.uploadsAtOnce === 1, `${line.uploadsAtOnce} uploads at once`)
  must(/photos: 0/.test(await rawStore(page)), 'sent photographs stay on the phone')
}

/** Twenty reports and ten actions with photos, a killed page, two racing pages, and thirty cut connections. */
async function storm({ world, line, newContext, log }) {
  const mark = word('雨后巡查')
  const given = []
  for (let at = 0; at < 10; at++)
    given.push(await bring(world.desk, world.code, `${mark}交办${String(at).padStart(2, '0')}`))
  const phone = await newContext()
  let page = await warm(phone, line.base, world.login)
  await phone.setOffline(true)
  for (let at = 0; at < 20; at++) {
    await report(page, `${mark}上报${String(at).padStart(2, '0')}`, at % 4 === 0 ? 1 : 0)
    if (at !== 9) continue
    await page.close()
    page = await phone.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${line.base}/m/`)
    await page.locator('.local .row', { hasText: mark }).nth(9).waitFor()
  }
  for (const one of given) {
    await openCase(page, one.title)
    await act(page, '补充说明', async () => {
      await page.locator('#case-act textarea').fill(`${mark}已到现场`)
      await addPhotos(page, '#case-act', 1)
    })
  }
  must((await waiting(page)) === 30, `${await waiting(page)} wait instead of 30`)
  line.cutAtRandom(30)
  await phone.setOffline(false)
  const second = await phone.newPage()
  await second.goto(`${line.base}/m/outbox`)
  // A flapping network: both pages are notified at once.
  await until(
    'the line was cut thirty times, and all went through',
    async () => {
      for (const each of [page, second]) await each.evaluate(() => window.dispatchEvent(new Event('online')))
      return line.cuts >= 30 && (await waiting(page)) === 0
    },
    300_000,
  )
  await quiet(page, line)
  const found = await rows(world, `${mark}上报`)
  must(found.length === 20, `${found.length} reports instead of 20`)
  let photos = 0
  for (const one of found) photos += (await world.desk.get(`/cases/${one.id}`)).attachments.length
  must(photos === 5, `${photos} photographs of reports instead of 5`)
  for (const one of given) {
    const { items } = await world.desk.get(`/cases/${one.id}/events`)
    const notes = items.filter((event) => JSON.stringify(event).includes(`${mark}已到现场`))
    must(notes.length === 1, `${notes.length} notes on ${one.title}`)
    must(
      (await world.desk.get(`/cases/${one.id}`)).attachments.length === 1,
      `the photograph of ${one.title} is not there once`,
    )
  }
  await second.goto(`${line.base}/m/outbox`)
  await until('thirty receipts are listed', async () => (await second.locator('[data-state=sent]').count()) >= 30)
  log(
    `     ${line.cuts} cuts, ${line.writes.filter((one) => one.fate === 'after').length} of them after the answer was made; ${line.writes.length} sends`,
  )
}

test('a draft and a report outlive reloads', reload)
test('the answer is lost', lostAnswer)
test('two pages and the worker race', race)
test('the page is killed', killed)
test('no service worker and no locks', bare)
test('the program is away', away)
test('fifty photographs', fifty)
test('twenty reports and ten acts in a storm', storm)
