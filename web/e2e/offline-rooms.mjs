// Offline readiness requires all rooms of the person's posts; a new version changes nothing before it is complete.
import { allSent, inspect, must, readyOffline, report, rows, signIn, synced, tab, until, warm, word } from './phone.mjs'
import { doors } from './visits.mjs'
import { PASSWORD } from './stage.mjs'
import { test } from './offline.mjs'

const BUILT = /^\/m\/assets\/.+\.(?:js|css)$/
/** A session by cookie opens "today" without further files. */
const cookie = (context, base, login) =>
  context.request.post(`${base}/api/v1/session`, {
    headers: { 'X-Weiguang': '1' },
    data: { login, password: PASSWORD },
  })
const state = (page, wanted) => page.locator(`html[data-offline=${wanted}]`).waitFor({ state: 'attached' })
const missing = (page) => page.locator('[data-missing]')
/** Files named by the page itself, which every version must have. */
const named = async (base) =>
  [...(await (await fetch(`${base}/m/`)).text()).matchAll(/\/m\/assets\/[^"]+/g)].map(([file]) => file)

/** Loads a path and checks that its screen is shown. */
async function opens(page, base, path) {
  await page.goto(`${base}/m${path}`)
  await page.locator('main:not([aria-busy=true]) :is(h1, h2, p, label)').first().waitFor()
  must((await missing(page).count()) === 0, `${path} is not on the phone`)
}

/** After "ready" every screen opens offline, each from a fresh page load. */
async function everyRoom({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  await tab(page, '今日')
  await page.locator('[data-ready=ready]', { hasText: '可离线使用' }).waitFor()
  await inspect(page, 'ready for a day without a network')
  const door = new URL(await (await doors(page)).first().getAttribute('href'), line.base).pathname.slice('/m'.length)
  await phone.setOffline(true)
  const asked = line.files.length
  for (const path of [
    '/',
    '/cell',
    '/report',
    '/outbox',
    '/me',
    '/inbox',
    '/overdue',
    door,
    '/campaign/none',
    '/alert/none',
    '/case/none',
    '/person/none',
    '/register/none',
    '/outbox/none',
  ])
    await opens(page, line.base, path)
  must(line.files.length === asked, 'something was fetched without a network')
  await tab(page, '我的')
  await page.locator('[data-ready=ready]', { hasText: '可离线使用' }).waitFor()
}

/** The connection is cut while storing rooms: reported, missing rooms show a message, and storing continues automatically. */
async function cutWhilePreparing({ world, line, newContext }) {
  const phone = await newContext()
  await cookie(phone, line.base, world.login)
  const own = await named(line.base)
  let arrived = 0
  line.drop = (path) => BUILT.test(path) && !own.includes(path) && arrived++ >= 4
  const page = await phone.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${line.base}/m/`)
  await synced(page)
  await page.locator('[data-ready=unready]', { hasText: '还不能离线使用' }).waitFor()
  must(!(await page.locator('main').innerText()).includes('可离线使用'), 'it says that it is ready')
  await inspect(page, 'not ready for a day without a network')
  const before = (await page.locator('[data-ready]').innerText()).match(/(\d+)\/(\d+)/)
  must(before && Number(before[1]) < Number(before[2]), `how far it is reads ${before?.[0]}`)

  await phone.setOffline(true)
  const lacking = []
  for (const path of ['/cell', '/report', '/outbox', '/me', '/alert/none', '/door/none']) {
    await page.goto(`${line.base}/m${path}`)
    await page.locator('main:not([aria-busy=true]) :is(h1, h2, p, label)').first().waitFor()
    if ((await missing(page).count()) > 0) lacking.push(path)
  }
  must(lacking.length > 0, 'every room is there although the line was cut')
  await page.goto(`${line.base}/m${lacking[0]}`)
  await missing(page).filter({ hasText: '还没有存到本机' }).waitFor()
  await inspect(page, 'a room that is not on the phone')
  await missing(page).getByRole('button', { name: '回到今日' }).click()
  await page.locator('header h1').waitFor()

  line.mend()
  await phone.setOffline(false)
  await state(page, 'ready')
  await phone.setOffline(true)
  for (const path of lacking) await opens(page, line.base, path)
}

/** A press retries at once. */
async function pressed({ world, line, newContext }) {
  const phone = await newContext()
  await cookie(phone, line.base, world.login)
  const own = await named(line.base)
  line.drop = (path) => BUILT.test(path) && !own.includes(path)
  const page = await phone.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${line.base}/m/`)
  await page.locator('[data-ready=unready]').waitFor()
  line.mend()
  await page.locator('[data-ready=unready] button').click()
  await state(page, 'ready')
}

/** Simulates the next version's worker: a new name of its files, and a renamed file of a room. */
function nextVersion(line, bytes) {
  const text = String(bytes)
  const [, version] = /["'`]([0-9a-f]{12})["'`]/.exec(text) ?? []
  must(version, 'the worker does not name its version')
  const files = [...new Set([...text.matchAll(/\/m\/assets\/[\w-]+\.js/g)].map(([file]) => file))]
  const old = files.find((file) => !line.own.includes(file))
  line.fresh = old.replace('.js', 'N.js')
  return text.replaceAll(version, 'ffffffffffff').replaceAll(old, line.fresh)
}
const checkForUpdate = (page) =>
  page.evaluate(() =>
    navigator.serviceWorker
      .getRegistration('/m/')
      .then((one) => one.update())
      .then(
        () => true,
        () => false,
      ),
  )
const cachesOf = (page) =>
  page.evaluate(async () => {
    const found = {}
    for (const name of await caches.keys())
      if (name.startsWith('weiguang/m/')) found[name] = (await (await caches.open(name)).keys()).length
    return found
  })

/** An incomplete new version changes nothing; a complete one waits; pages of the old version keep working. */
async function update({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  const [old] = Object.keys(await cachesOf(page)).filter((name) => !name.endsWith('notes'))
  line.own = await named(line.base)
  line.change = (path, bytes) => (path.startsWith('/m/sw.js') ? nextVersion(line, bytes) : undefined)

  line.drop = (path) => path === line.fresh
  await checkForUpdate(page)
  await until('the new version was tried and given up', () =>
    page
      .evaluate(() => navigator.serviceWorker.getRegistration('/m/').then((one) => !one.installing && !one.waiting))
      .then((none) => none && line.files.includes(line.fresh)),
  )
  must((await page.locator('.update').count()) === 0, 'a version that is not complete is offered')
  await phone.setOffline(true)
  for (const path of ['/', '/cell', '/report', '/alert/none', '/door/none']) await opens(page, line.base, path)
  const mark = word('新版没下完')
  await report(page, mark)

  await phone.setOffline(false)
  await allSent(page)
  line.drop = () => false
  line.alias = (path) => (path === line.fresh ? path.replace('N.js', '.js') : path)
  const second = await phone.newPage()
  second.setDefaultTimeout(20_000)
  await second.goto(`${line.base}/m/`)
  await synced(second)
  await checkForUpdate(page)
  await page.locator('.update').waitFor()
  await phone.setOffline(true)
  await opens(page, line.base, '/cell') // the old version, while the new one waits
  await page.locator('.update').waitFor()
  await Promise.all([page.waitForEvent('load'), page.locator('.update').click()])
  await page.locator('main:not([aria-busy=true]) h1').first().waitFor()
  must((await page.locator('.update').count()) === 0, 'the update is still offered')
  for (const path of ['/', '/cell', '/report', '/alert/none', '/door/none']) await opens(page, line.base, path)
  await state(page, 'ready')
  // The other page was never reloaded: it still finds its files.
  await tab(second, '上报')
  await second.locator('form[aria-busy=false] #what').waitFor()
  must((await missing(second).count()) === 0, 'a page of the old version lost its rooms')
  const kept = await cachesOf(page)
  must(old in kept && 'weiguang/m/ffffffffffff' in kept, `the caches are ${JSON.stringify(kept)}`)
  must((await rows(world, mark)).length === 1, 'what was written meanwhile did not arrive once')
}

/** Another account signs in on the same phone: it becomes ready for their rooms as well. */
async function otherPosts({ world, line, newContext }) {
  const phone = await newContext()
  const page = await warm(phone, line.base, world.login)
  await tab(page, '我的')
  await page.locator('.out .button').click()
  await page.locator('#login').waitFor()
  await signIn(page, line.base, world.other)
  await readyOffline(page)
  await phone.setOffline(true)
  for (const path of ['/', '/cell', '/overdue', '/alert/none']) await opens(page, line.base, path)
}

test('every room opens once the phone is ready', everyRoom)
test('cut while rooms are being stored', cutWhilePreparing)
test('a press stores what is missing', pressed)
test('an update that is not complete changes nothing', update)
test('ready for whoever signs in', otherPosts)
