// Offline work while the world changes: other people, grids, sessions, versions, full storage.
import {
  act,
  addPhotos,
  allSent,
  bring,
  CASES,
  casesWith,
  fillReport,
  inspect,
  must,
  openCase,
  person,
  quiet,
  rawStore,
  recordId,
  report,
  rows,
  signIn,
  tab,
  until,
  warm,
  word,
} from './phone.mjs'
import { test } from './offline.mjs'

/** A conflict: both versions are shown, and the user decides. */
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
  // Dispatched again from the desk, which conflicts; a note would not.
  for (const each of [one, two])
    await world.desk.post(
      `/cases/${each.id}/actions`,
      { action: 'dispatch' },
      (await world.desk.get(`/cases/${each.id}`)).version,
    )
  await phone.setOffline(false)
  await tab(page, '待同步')
  await page.locator('[data-state=collided]').nth(1).waitFor()
  must((await page.locator('[data-state=held]').count()) === 1, 'the step after the one that collided did not wait')
  await page.locator('[data-state=collided] a', { hasText: one.title }).click()
  await page.locator('.version.mine', { hasText: '受理' }).waitFor()
  await page.locator('.version', { hasText: '现在的情况' }).waitFor()
  await inspect(page, 'both versions')
  await page.locator('.collided .main').click()
  await until(
    'the first is done on the new version',
    async () => (await world.desk.get(`/cases/${one.id}`)).status === 'accepted',
  )
  await page.locator('[data-state=collided] a', { hasText: two.title }).click()
  await page.getByRole('button', { name: '改为补充说明' }).click()
  await until('the second stands as a note', async () =>
    JSON.stringify(await world.desk.get(`/cases/${two.id}/events`)).includes('（离线时：受理）'),
  )
  // The start was based on outdated data: shown again, and dropped on request.
  await page.locator('[data-state=collided] a, [data-state=refused] a').first().click()
  await page.locator('.button.danger').click()
  await page.locator('[role=dialog] .button.danger').click()
  await allSent(page)
  must((await world.desk.get(`/cases/${two.id}`)).status === 'submitted', 'a dropped act was done')
}

/** Colleagues add notes and files in between: no conflicts. */
async function together({ world, line, newContext }) {
  const phone = await newContext()
  const one = await bring(world.desk, world.code, word('树枝挡路'))
  const page = await warm(phone, line.base, world.login)
  await phone.setOffline(true)
  await openCase(page, one.title)
  await act(page, '受理')
  await page.locator('.pending .link').first().waitFor()
  await act(page, '开始处置')
  await page.locator('.pending .link').nth(1).waitFor()
  await act(page, '处置完成', () => page.locator('#case-act textarea').fill('已锯断运走'))
  for (const text of ['居民又来电催问。', '园林所说明天来。', '邻居自己挪了一半。'])
    await world.desk.post(`/cases/${one.id}/actions`, { action: 'note', text }, one.version)
  await phone.setOffline(false)
  await allSent(page)
  const now = await world.desk.get(`/cases/${one.id}`)
  must(now.status === 'resolved', `it stands at ${now.status}`)
  await tab(page, '待同步')
  must((await page.locator('[data-state=collided]').count()) === 0, 'a note stopped a step')
}

/** Accept, start and resolve with a photo, all offline, then in order: own actions do not conflict. */
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
  must(
    now.attachments.length === 3 && now.attachments.filter((file) => file.kind === 'after').length === 1,
    `${now.attachments.length} photographs instead of 3`,
  )
}

/** The session ends with queued work: nothing is lost or readable by others, and the same person continues. */
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
  must(
    !raw.includes(mark) && !raw.includes('噪音') && !raw.includes(world.caseWord),
    'a typed word stands readable in the database',
  )
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
  must((await page.getByText(mark).count()) === 0, 'another account reads what is unsent')
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
  line.instead = (request) =>
    request.method === 'GET' && /\/api\/v1\/(?:sync|session)(?:\?|$)/.test(request.url)
      ? { status: 401, body: { code: 'access.signed-out', detail: { zh: '请先登录。', en: 'Please sign in first.' } } }
      : null
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

/** A new version waits until it is requested; drafts survive. */
async function update({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const mark = word('半句话')
  await fillReport(page, mark)
  line.change = (path, bytes) => (path.startsWith('/m/sw.js') ? `${bytes}\n// a newer version` : undefined)
  await page.evaluate(() => navigator.serviceWorker.getRegistration('/m/').then((one) => one.update()))
  await page.locator('.update').waitFor()
  must((await page.locator('#what').inputValue()) === mark, 'the page was loaded anew without being asked')
  await inspect(page, 'a new version waits')
  await Promise.all([page.waitForEvent('load'), page.locator('.update').click()])
  await page.locator('form[aria-busy=false] #what').waitFor()
  must((await page.locator('#what').inputValue()) === mark, 'an update lost what was half typed')
  must((await page.locator('.update').count()) === 0, 'the update is still offered')
  line.change = null
}

/** The server refuses or is full: the item stays on the phone with the reason. */
async function refused({ world, line, newContext }) {
  const page = await warm(await newContext(), line.base, world.login)
  const mark = word('没写清楚')
  line.instead = (request) =>
    request.method === 'POST' && CASES.test(request.url)
      ? {
          status: 422,
          body: {
            status: 422,
            code: 'kernel.invalid',
            detail: { zh: '填写内容有误，请按提示修改。', en: 'Some fields are not as they should be.' },
            errors: [{ field: 'title', code: 'kernel.too-long', zh: '最多 80 个字', en: 'at most 80 characters' }],
          },
        }
      : null
  await report(page, mark, 1)
  await tab(page, '待同步')
  await page.locator('[data-state=refused]', { hasText: '最多 80 个字' }).click()
  await inspect(page, 'refused')
  line.instead = (request) =>
    request.method === 'POST' && CASES.test(request.url)
      ? { status: 507, body: { status: 507, code: 'http.507' } }
      : null
  await page.getByRole('button', { name: '修改后再交' }).click()
  await page.locator('form[aria-busy=false] #what').waitFor()
  must((await page.locator('#what').inputValue()) === mark, 'the refused report did not come back to be mended')
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

/** The system clears the phone's storage: the loss is reported. */
async function evicted({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  await phone.setOffline(true)
  await report(page, word('会被清掉'))
  await page.goto('about:blank')
  const tool = await phone.newPage()
  await tool.goto(`${line.base}/m/mark.svg`)
  await tool.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const gone = indexedDB.deleteDatabase('weiguang')
        gone.addEventListener('success', resolve)
        gone.addEventListener('error', reject)
        gone.addEventListener('blocked', reject)
      }),
  )
  await phone.setOffline(false)
  await page.goto(`${line.base}/m/`)
  await page.locator('.banners .bad', { hasText: '1 条还没有上传的内容丢失' }).waitFor()
  await inspect(page, 'storage was cleared')
}

/** Two neighbouring cells of one grid with holders, and an unused number. */
async function twoCells(base, world) {
  const manager = await person(base, 'guanli')
  const { items } = await manager.get(`/grid/cells?under=${world.code.slice(0, 12)}&level=micro_grid`)
  const held = items.filter(
    (cell) =>
      cell.kind === 'general' &&
      cell.holder &&
      !cell.holder.deputy_for &&
      cell.code.slice(0, 15) !== world.code.slice(0, 15),
  )
  for (const cell of held) {
    const next = held.find(
      (each) => each.code.slice(0, 15) === cell.code.slice(0, 15) && each.holder.account.id !== cell.holder.account.id,
    )
    if (
      !next ||
      (await manager.get(`/grid/places?under=${cell.code}&q=${encodeURIComponent('栋')}&limit=1`)).items.length === 0
    )
      continue
    const { login } = await manager.get(`/people/accounts/${cell.holder.account.id}`)
    return {
      old: cell.code,
      neighbour: next.code,
      into: `${cell.code.slice(0, 15)}97`,
      heir: next.holder.account.id,
      login,
    }
  }
  throw new Error('no two neighbours with a holder each')
}

/** Two cells are merged while the phone is offline: its action is offered as a note, its report is transferred. */
async function regrid({ world, line, base, newContext }) {
  const { old, neighbour, into, heir, login } = await twoCells(base, world)
  const mark = word('合并之前')
  const one = await bring(world.desk, old, `${mark}交办`)
  const phone = await newContext()
  const page = await warm(phone, line.base, login)
  await phone.setOffline(true)
  await openCase(page, one.title)
  await act(page, '受理')
  await page.locator('.pending .link').first().waitFor()
  await act(page, '补充照片', () => addPhotos(page, '#case-act', 1))
  await report(page, `${mark}上报`, 1)

  const [drafts, reviews] = [await person(base, 'xitong'), await person(base, 'guanli')]
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const plan = await drafts.post('/grid/regrids', {
    id: recordId(),
    day,
    moves: [{ move: 'merge', olds: [old, neighbour], into: { code: into, name: '合并后的微网格', households: 80 } }],
    posts: [{ code: into, account: heir, role: 'micro_grid_member' }],
  })
  await reviews.post(`/grid/regrids/${plan.id}/review`, null)
  await reviews.post(`/grid/regrids/${plan.id}/apply`, null)
  must((await world.desk.get(`/cases/${one.id}`)).code === into, 'the open case did not move with its cell')

  await phone.setOffline(false)
  await tab(page, '待同步')
  await page.locator('[data-state=collided] a').first().click()
  await page.locator('.notice.warn', { hasText: '第九十七微网格' }).waitFor()
  await inspect(page, 'moved on with new grids')
  await page.getByRole('button', { name: '改为补充说明' }).click()
  await allSent(page)
  const events = JSON.stringify(await world.desk.get(`/cases/${one.id}/events`))
  must(events.split('（离线时：受理）').length > 1, 'the late word is not on the case')
  must((await world.desk.get(`/cases/${one.id}`)).attachments.length === 1, 'the late photograph is not on the case')
  const found = await casesWith(world.desk, into, `${mark}上报`)
  must(found.length === 1 && found[0].code === into, 'the report was not carried on to the new cell')
  must(
    (await world.desk.get(`/cases/${found[0].id}`)).attachments.length === 1,
    'the photograph of the report is not there',
  )
}

test('somebody was faster', collision)
test('three steps without a network', chain)
test('colleagues only add', together)
test('the session ends with work in the queue', session)
test('a new version waits', update)
test('refused, and no room', refused)
test('the storage is cleared', evicted)
test('new grids meanwhile', regrid)
