// Limits: the server's key was changed, a role has ended, storage is full, or the browser has none.
import {
  act,
  allSent,
  bring,
  CASES,
  confirmed,
  fillReport,
  inspect,
  must,
  opened,
  person,
  posts,
  quiet,
  rawStore,
  recordId,
  report,
  rows,
  signIn,
  tab,
  until,
  waiting,
  warm,
  word,
} from './phone.mjs'
import { PASSWORD } from './stage.mjs'
import { test } from './offline.mjs'

const leave = async (page, sure) => {
  await tab(page, '我的')
  await page.locator('.out .button').click()
  if (sure) await page.getByRole('button', { name: '仍要退出' }).click()
  await page.locator('#login').waitFor()
}

/** Signs in where "all sent" would be wrong and must not be shown. */
async function comeBack(page, login) {
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(PASSWORD)
  await page.locator('form .main').click()
  await page.locator('nav.tabs').waitFor()
}

/** The server returns another key: nothing is lost or partially sent, and work continues once the key is back. */
async function anotherKey({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const [first, second, third] = [word('旧钥匙下'), word('新钥匙下'), word('旧草稿')]
  await phone.setOffline(true)
  await report(page, first, 1)
  await fillReport(page, third)
  await page.locator('.send .hint').waitFor() // the draft is kept
  await leave(page, true)
  await phone.setOffline(false)
  const changed = Buffer.alloc(32, 7).toString('base64')
  line.change = (path, bytes) =>
    path.startsWith('/api/v1/session/vault') ? JSON.stringify({ ...JSON.parse(bytes), key: changed }) : undefined
  await comeBack(page, world.login)
  await page.locator('.state.bad', { hasText: '1 条需要您处理' }).waitFor()
  await tab(page, '上报')
  await page.locator('.notice.warn', { hasText: '打不开' }).waitFor()
  must((await page.locator('#what').inputValue()) === '', 'a draft was read under another key')
  await report(page, second)
  await until('what is new is sent', async () => (await rows(world, second)).length === 1)
  await tab(page, '待同步')
  await page.locator('.unreadable', { hasText: '有 1 条打不开' }).waitFor()
  await inspect(page, 'sealed under another key')
  await quiet(page, line)
  must((await rows(world, first)).length === 0, 'what cannot be opened was sent')
  must(/photos: 1/.test(await rawStore(page)), 'the photograph of what cannot be opened is gone')

  await leave(page, true)
  line.change = null
  await comeBack(page, world.login)
  await until('the old key opens it again', async () => (await rows(world, first)).length === 1)
  await allSent(page)

  await phone.setOffline(true)
  await report(page, word('打不开也不要了'), 1)
  await leave(page, true)
  await phone.setOffline(false)
  line.change = (path, bytes) =>
    path.startsWith('/api/v1/session/vault') ? JSON.stringify({ ...JSON.parse(bytes), key: changed }) : undefined
  await comeBack(page, world.login)
  await tab(page, '待同步')
  await page.locator('.unreadable .danger').click()
  await page.locator('[role=dialog]', { hasText: '删除这 1 条没有上传的内容？' }).waitFor()
  await inspect(page, 'before giving it up')
  await page.keyboard.press('Escape')
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  must((await waiting(page)) === 1, 'it was given up without a yes')
  await page.locator('.unreadable .danger').click()
  await page.locator('[role=dialog] .danger').click()
  await page.locator('.unreadable').waitFor({ state: 'detached' })
  must((await waiting(page)) === 0 && /photos: 0/.test(await rawStore(page)), 'what was given up is still there')
}

/** The password of an account outside the demonstration. */
const LATE = 'san-ge-yue-hou'

/** A person whose role has ended returns with work: each item is refused with a reason, stays visible, and can be exported. */
async function roleEnded({ base, world, line, newContext }) {
  const manager = await person(base, 'guanli')
  const [account, assignment] = [recordId(), recordId()]
  const login = `late-${account.slice(-6)}`
  await opened(base, manager, { id: account, login, name: '卸任人', street: world.code.slice(0, 9) }, LATE)
  await manager.post('/people/assignments', {
    id: assignment,
    account,
    role: 'micro_grid_member',
    code: world.code,
    since: new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10),
  })
  await confirmed(base, 'xitong', '卸任人')
  const mark = word('卸任之前')
  const one = await bring(world.desk, world.code, `${mark}交办`)
  const phone = await newContext()
  await phone.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: line.base })
  const page = await warm(phone, line.base, login, LATE)
  await phone.setOffline(true)
  await report(page, `${mark}上报`, 1)
  await tab(page, '本格')
  await page.locator('main a.row', { hasText: one.title }).click()
  await page.locator('main h2', { hasText: one.title }).waitFor()
  await act(page, '补充说明', () => page.locator('#case-act textarea').fill('门口的灯坏了，老人摔过一次。'))
  await manager.send('DELETE', `/people/assignments/${assignment}`, null)
  await phone.setOffline(false)
  await tab(page, '待同步')
  await page.locator('[data-state=refused]').nth(1).waitFor()
  await page.locator('[data-state=refused] a', { hasText: `${mark}上报` }).click()
  await page.locator('main [role=alert]', { hasText: /\S/ }).waitFor()
  await inspect(page, 'refused after a role has ended')
  await page.getByRole('button', { name: '复制文字' }).click()
  await page.locator('.ui-toast', { hasText: '已复制' }).waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  must(copied.includes(`${mark}上报`) && copied.includes('填写'), `what was copied is ${copied}`)
  const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('.pictures a').first().click()])
  must(saved.suggestedFilename().endsWith('照片 1.jpg'), `the photograph is saved as ${saved.suggestedFilename()}`)
  await page.goBack()
  await page.locator('[data-state=refused] a', { hasText: '补充说明' }).click()
  await page.locator('main', { hasText: '门口的灯坏了，老人摔过一次。' }).waitFor()
  await page.reload()
  await tab(page, '待同步')
  await page.locator('[data-state=refused]').nth(1).waitFor()
  must((await rows(world, `${mark}上报`)).length === 0, 'a report was taken from somebody who has no role')
}

/** Storage is full: typed text stays on the page with a message, downloads are displayed, and it is stored once there is
 * space. */
async function full({ world, line, newContext }) {
  const phone = await newContext()
  await phone.addInitScript(() => {
    for (const name of ['put', 'add']) {
      const write = IDBObjectStore.prototype[name]
      IDBObjectStore.prototype[name] = function full(...given) {
        if (globalThis.noRoom) {
          this.transaction.abort()
          throw new DOMException('full', 'QuotaExceededError')
        }
        return write.apply(this, given)
      }
    }
  })
  const page = await warm(phone, line.base, world.login)
  const mark = word('手机满了')
  await fillReport(page, mark)
  await page.evaluate(() => {
    globalThis.noRoom = true
  })
  await page.locator('.send .main').click()
  await page.locator('.send [role=alert]', { hasText: '存储空间已满' }).waitFor()
  must((await page.locator('#what').inputValue()) === mark, 'what was typed is gone')
  await inspect(page, 'a full phone')
  const title = word('满了也看得到')
  await bring(world.desk, world.code, title)
  await tab(page, '今日')
  await page.locator('main button.tool').click()
  await page.locator('main section a.row', { hasText: title }).waitFor()
  await page.locator('.banners .warn', { hasText: '存储空间已满' }).waitFor()
  await page.evaluate(() => {
    globalThis.noRoom = false
  })
  await report(page, mark)
  await allSent(page)
  must((await rows(world, mark)).length === 1, 'not one report after there was room again')
  await page.locator('.banners .warn').waitFor({ state: 'detached' })
}

/** A private window without storage: reported at once. */
async function nothingKept({ line, newContext }) {
  const phone = await newContext({ serviceWorkers: 'block' })
  await phone.addInitScript(() => {
    indexedDB.open = () => {
      const asked = new EventTarget()
      queueMicrotask(() => asked.dispatchEvent(new Event('error')))
      return Object.assign(asked, { error: new DOMException('denied', 'InvalidStateError') })
    }
  })
  const page = await phone.newPage()
  await page.goto(`${line.base}/m/`)
  await page.locator('[role=alert]', { hasText: '不让网页保存内容' }).waitFor()
  await inspect(page, 'a browser without storage')
}

/** An old embedded web view: no worker, locks, channels, storage estimate, or background sync. */
async function oldView({ world, line, newContext }) {
  const phone = await newContext({ serviceWorkers: 'block' })
  await phone.addInitScript(() => {
    for (const name of ['locks', 'storage', 'serviceWorker', 'clipboard', 'share'])
      Object.defineProperty(Navigator.prototype, name, { get: () => undefined, configurable: true })
    for (const name of ['BroadcastChannel', 'ResizeObserver'])
      Object.defineProperty(globalThis, name, { value: undefined, configurable: true })
    delete crypto.randomUUID
    delete Crypto.prototype.randomUUID
  })
  const page = await phone.newPage()
  page.setDefaultTimeout(20_000)
  const faults = []
  page.on('pageerror', (error) => faults.push(String(error)))
  await signIn(page, line.base, world.login)
  const mark = word('旧手机')
  await until('the screens are on the phone', () =>
    page.evaluate(() => document.documentElement.dataset.offline === 'here'),
  )
  await phone.setOffline(true)
  await report(page, mark, 1)
  await tab(page, '我的')
  await page.locator('.out .button').waitFor()
  await tab(page, '待同步')
  await page.locator('[data-state=waiting]', { hasText: mark }).click()
  await phone.setOffline(false)
  await allSent(page)
  await quiet(page, line)
  must((await rows(world, mark)).length === 1 && posts(line, CASES).length === 1, 'not one report, sent once')
  must(faults.length === 0, faults.join('\n'))
}

test('another key', anotherKey)
test('a role has ended', roleEnded)
test('the phone is full', full)
test('a browser that keeps nothing', nothingKept)
test('an old web view', oldView)
