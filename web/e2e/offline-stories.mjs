// What must hold however bad the line is: everything that a phone took in arrives, once, and says so.
import {
  act, addPhotos, allSent, bring, casesWith, fillReport, inspect, must, openCase, rawStore, report, signIn, synced, tab, until, waiting, warm,
} from './phone.mjs'

const word = (name) => `${name}${Math.floor(performance.now())}号`
const posts = (line, path) => line.writes.filter((one) => one.method === 'POST' && path.test(one.path))
const CASES = /^\/api\/v1\/cases$/
const rows = (world, mark) => casesWith(world.desk, world.code, mark)
/** Nothing moves any more: what was going to be sent twice would have been by now. */
async function quiet(page, line) {
  let before = -1
  await until('the line is quiet', async () => {
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 400) }))
    const now = line.writes.length
    const same = now === before
    before = now
    return same
  })
}

/** A draft and a report outlive reloads without a network, and arrive without a tap. */
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
  must(await page.locator('#what').inputValue() === mark, 'the draft is gone after a reload without a network')
  await page.locator('.photos li img').waitFor()
  await page.locator('.send .main').click()
  await page.locator('.local .row', { hasText: mark }).waitFor()
  must((await rows(world, mark)).length === 0, 'something reached the program without a network')
  await page.reload()
  await page.locator('.local .row', { hasText: mark }).waitFor()
  must(await waiting(page) === 1, 'the tab does not show what waits')
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

/** The program has it, the phone does not know: it asks again under the same key. */
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
  must(posts(line, CASES).some((one) => one.replay), 'the program did not know the second try')
}

/** Two pages and the worker at once: each record goes out once. */
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
  await second.evaluate(() => navigator.serviceWorker.getRegistration('/m/').then((one) => one.sync?.register('outbox')).catch(() => null))
  await allSent(page)
  await quiet(page, line)
  must((await rows(world, mark)).length === 3, 'not three rows')
  must(posts(line, CASES).length === 3, `${posts(line, CASES).length} sends of three records`)
}

/** The page is closed without a network: the system's wake or the next opening sends it. */
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

/** An embedded web view without a service worker and without Web Locks: the page sends by itself, one page at a time. */
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

/** The program itself is away, while the phone believes that it has a network. */
async function away({ world, line, newContext }) {
  const page = await warm(await newContext(), line.base, world.login)
  const mark = word('电梯停运')
  line.down = true
  await report(page, mark)
  await until('a try has failed', () => posts(line, CASES).length + line.writes.length >= 0 && page.locator('.local .row', { hasText: mark }).count())
  await page.reload()
  await page.locator('.local .row', { hasText: mark }).waitFor()
  line.down = false
  await allSent(page)
  must((await rows(world, mark)).length === 1, 'not one row after the program came back')
}

/** Twenty reports and ten acts with photographs, a page killed, two pages racing, and the line cut thirty times. */
async function storm({ world, line, newContext, log }) {
  const mark = word('雨后巡查')
  const given = []
  for (let at = 0; at < 10; at++) given.push(await bring(world.desk, world.code, `${mark}交办${String(at).padStart(2, '0')}`))
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
  must(await waiting(page) === 30, `${await waiting(page)} wait instead of 30`)
  line.cutAtRandom(30)
  await phone.setOffline(false)
  const second = await phone.newPage()
  await second.goto(`${line.base}/m/outbox`)
  // A network that comes and goes, as in a stairwell: both pages hear of it at once.
  await until('the line was cut thirty times, and all went through', async () => {
    for (const each of [page, second]) await each.evaluate(() => window.dispatchEvent(new Event('online')))
    return line.cuts >= 30 && await waiting(page) === 0
  }, 300_000)
  await quiet(page, line)
  const found = (await rows(world, `${mark}上报`))
  must(found.length === 20, `${found.length} reports instead of 20`)
  let photos = 0
  for (const one of found) photos += (await world.desk.get(`/cases/${one.id}`)).attachments.length
  must(photos === 5, `${photos} photographs of reports instead of 5`)
  for (const one of given) {
    const { items } = await world.desk.get(`/cases/${one.id}/events`)
    const notes = items.filter((event) => JSON.stringify(event).includes(`${mark}已到现场`))
    must(notes.length === 1, `${notes.length} notes on ${one.title}`)
    must((await world.desk.get(`/cases/${one.id}`)).attachments.length === 1, `the photograph of ${one.title} is not there once`)
  }
  await second.goto(`${line.base}/m/outbox`)
  await until('thirty receipts are listed', async () => await second.locator('[data-state=sent]').count() >= 30)
  log(`     ${line.cuts} cuts, ${line.writes.filter((one) => one.fate === 'after').length} of them after the answer was made; ${line.writes.length} sends`)
}

/** Somebody else was faster: both versions are shown, and the person decides. */
async function collision({ world, line, newContext }) {
  const phone = await newContext()
  const mark = word('积水')
  const one = await bring(world.desk, world.code, `${mark}一处`)
  const two = await bring(world.desk, world.code, `${mark}二处`)
  const page = await warm(phone, line.base, world.login)
  await phone.setOffline(true)
  for (const each of [one, two]) {
    await openCase(page, each.title)
    await act(page, '受理')
    await page.locator('.pending .link').first().waitFor()
  }
  await act(page, '开始处置')
  await page.locator('.pending .link').nth(1).waitFor()
  for (const each of [one, two]) await world.desk.post(`/cases/${each.id}/actions`, { action: 'note', text: '居民又来电催问。' }, (await world.desk.get(`/cases/${each.id}`)).version)
  await phone.setOffline(false)
  await tab(page, '待同步')
  await page.locator('[data-state=collided]').nth(1).waitFor()
  must(await page.locator('[data-state=held]').count() === 1, 'the step after the one that collided did not wait')
  await page.locator('[data-state=collided] a', { hasText: one.title }).click()
  await page.locator('.version.mine', { hasText: '受理' }).waitFor()
  await page.locator('.version', { hasText: '现在的情况' }).waitFor()
  await inspect(page, 'both versions')
  await page.locator('.collided .main').click()
  await until('the first is done on the new version', async () => (await world.desk.get(`/cases/${one.id}`)).status === 'accepted')
  await page.locator('[data-state=collided] a', { hasText: two.title }).click()
  await page.getByRole('button', { name: '改为补充说明' }).click()
  await until('the second stands as a note', async () => JSON.stringify(await world.desk.get(`/cases/${two.id}/events`)).includes('（离线时：受理）'))
  // The start was decided on what the phone knew, which was not so: it is shown again and dropped on a word.
  await page.locator('[data-state=collided] a, [data-state=refused] a').first().click()
  await page.locator('.button.danger').click()
  await page.locator('[role=dialog] .button.danger').click()
  await allSent(page)
  must((await world.desk.get(`/cases/${two.id}`)).status === 'submitted', 'a dropped act was done')
}

/** Accept, start and resolve with a photograph, all without a network, then in order: one's own steps are no collision. */
async function chain({ world, line, newContext }) {
  const phone = await newContext()
  const mark = word('占道')
  const one = await bring(world.desk, world.code, mark)
  const page = await warm(phone, line.base, world.login)
  await phone.setOffline(true)
  await openCase(page, one.title)
  await act(page, '受理')
  await page.locator('.pending .link').first().waitFor()
  await act(page, '补充照片', () => addPhotos(page, '#case-act', 2))
  await act(page, '开始处置')
  await page.locator('.pending .link').nth(1).waitFor()
  await act(page, '处置完成', async () => {
    await page.locator('#case-act textarea').fill('已清理')
    await addPhotos(page, '#case-act', 1)
  })
  await phone.setOffline(false)
  await allSent(page)
  const now = await world.desk.get(`/cases/${one.id}`)
  must(now.status === 'resolved', `it stands at ${now.status}`)
  must(now.attachments.length === 3 && now.attachments.filter((file) => file.kind === 'after').length === 1, `${now.attachments.length} photographs instead of 3`)
}

/** The session ends with work in the queue: nothing is lost, nobody else reads it, and the same person goes on. */
async function session({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const mark = word('噪音扰民')
  await phone.setOffline(true)
  await report(page, mark, 1)
  await tab(page, '我的')
  await page.locator('.out .button').click()
  await page.locator('[role=dialog]', { hasText: '还有 1 条没有上传' }).waitFor()
  await inspect(page, 'warning before signing out')
  await page.keyboard.press('Escape')
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  const raw = await rawStore(page)
  must(!raw.includes(mark) && !raw.includes('噪音') && !raw.includes(world.caseWord), 'a typed word stands readable in the database')
  must(/outbox: 2/.test(raw) && /key, extractable false/.test(raw), 'the record or its key is not there')

  await page.locator('.out .button').click()
  await page.getByRole('button', { name: '仍要退出' }).click()
  await page.locator('.waiting', { hasText: '1 条' }).waitFor()
  must(!/key, extractable/.test(await rawStore(page)), 'the key stayed after signing out')
  must(/outbox: 2/.test(await rawStore(page)), 'signing out lost what was unsent')
  await phone.setOffline(false)
  await signIn(page, line.base, world.other)
  await tab(page, '待同步')
  await page.locator('.notice.warn', { hasText: '别人的 1 条' }).waitFor()
  must(await page.getByText(mark).count() === 0, 'another account reads what is unsent')
  await inspect(page, 'somebody else’s work waits')
  await quiet(page, line)
  must((await rows(world, mark)).length === 0, 'another account sent it')
  await tab(page, '我的')
  await page.locator('.out .button').click()
  await page.locator('#login').waitFor()
  await signIn(page, line.base, world.login)
  await until('the same person goes on', async () => (await rows(world, mark)).length === 1)
  await allSent(page)

  await phone.setOffline(true)
  const later = word('广场舞')
  await report(page, later)
  line.instead = (request) => (request.method === 'GET' && /\/api\/v1\/(?:sync|session)(?:\?|$)/.test(request.url) ? { status: 401, body: { code: 'access.signed-out', detail: { zh: '请先登录。', en: 'Please sign in first.' } } } : null)
  await phone.setOffline(false)
  await page.locator('.notice', { hasText: '登录已过期' }).waitFor()
  await page.locator('.waiting', { hasText: '1 条' }).waitFor()
  await inspect(page, 'the session has ended')
  line.mend()
  await page.locator('#login').fill(world.login)
  await page.locator('#password').fill('weiguang-yanshi')
  await page.locator('form .main').click()
  await until('it goes on after signing in again', async () => (await rows(world, later)).length === 1)
}

/** A new version waits until it is asked for, and what is half typed is there after it. */
async function update({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const mark = word('半句话')
  await fillReport(page, mark)
  line.change = (path, bytes) => (path.startsWith('/m/sw.js') ? `${bytes}\n// a newer version` : undefined)
  await page.evaluate(() => navigator.serviceWorker.getRegistration('/m/').then((one) => one.update()))
  await page.locator('.update').waitFor()
  must(await page.locator('#what').inputValue() === mark, 'the page was loaded anew without being asked')
  await inspect(page, 'a new version waits')
  await Promise.all([page.waitForEvent('load'), page.locator('.update').click()])
  await page.locator('form[aria-busy=false] #what').waitFor()
  must(await page.locator('#what').inputValue() === mark, 'an update lost what was half typed')
  must(await page.locator('.update').count() === 0, 'the update is still offered')
  line.change = null
}

/** Fifty photographs wait; they go one by one, and none twice. */
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

/** The server says no, or has no room: it stays on the phone with its reason, in words. */
async function refused({ world, line, newContext }) {
  const page = await warm(await newContext(), line.base, world.login)
  const mark = word('没写清楚')
  line.instead = (request) => (request.method === 'POST' && CASES.test(request.url)
    ? { status: 422, body: { status: 422, code: 'kernel.invalid', detail: { zh: '填写内容有误，请按提示修改。', en: 'Some fields are not as they should be.' }, errors: [{ field: 'title', code: 'kernel.too-long', zh: '最多 80 个字', en: 'at most 80 characters' }] } } : null)
  await report(page, mark, 1)
  await tab(page, '待同步')
  await page.locator('[data-state=refused]', { hasText: '最多 80 个字' }).click()
  await inspect(page, 'refused')
  line.instead = (request) => (request.method === 'POST' && CASES.test(request.url) ? { status: 507, body: { status: 507, code: 'http.507' } } : null)
  await page.getByRole('button', { name: '修改后再交' }).click()
  await page.locator('form[aria-busy=false] #what').waitFor()
  must(await page.locator('#what').inputValue() === mark, 'the refused report did not come back to be mended')
  await page.locator('.photos li img').waitFor()
  await page.locator('#what').fill(`${mark}改好`)
  await page.locator('.send .main').click()
  await tab(page, '待同步')
  await page.locator('[data-state=waiting] a', { hasText: '改好' }).click()
  await page.locator('.notice', { hasText: '存储空间已满' }).waitFor()
  line.mend()
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await allSent(page)
  const found = await rows(world, mark)
  must(found.length === 1 && found[0].title === `${mark}改好`, 'not one mended report')
}

/** The system clears the phone's storage: what was lost is said, and not passed over. */
async function evicted({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  await phone.setOffline(true)
  await report(page, word('会被清掉'))
  await page.goto('about:blank')
  const tool = await phone.newPage()
  await tool.goto(`${line.base}/m/mark.svg`)
  await tool.evaluate(() => new Promise((resolve, reject) => { const gone = indexedDB.deleteDatabase('weiguang'); gone.addEventListener('success', resolve); gone.addEventListener('error', reject); gone.addEventListener('blocked', reject) }))
  await phone.setOffline(false)
  await page.goto(`${line.base}/m/`)
  await page.locator('.banners .bad', { hasText: '1 条还没有上传的内容丢失' }).waitFor()
  await inspect(page, 'storage was cleared')
}

export const stories = {
  'a draft and a report outlive reloads': reload, 'the answer is lost': lostAnswer, 'two pages and the worker race': race, 'the page is killed': killed,
  'no service worker and no locks': bare, 'the program is away': away, 'somebody was faster': collision, 'three steps without a network': chain,
  'the session ends with work in the queue': session, 'a new version waits': update, 'refused, and no room': refused, 'the storage is cleared': evicted,
  'fifty photographs': fifty, 'twenty reports and ten acts in a storm': storm,
}
