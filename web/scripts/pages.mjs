// Pictures of every page at desk and phone size from the real builds over the made-up server, each checked by axe under the strict policy.
// Usage: npm run build && npm run pages [-- part-of-a-name]. Needs Chromium: CHROMIUM or /usr/bin/chromium.
import { mkdirSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { preview } from 'vite'
import { strangers } from '../e2e/words.mjs'
import { carePages } from './pages-care.mjs'
import { memberPages } from './pages-member.mjs'
import { residentPages } from './pages-resident.mjs'
import { visitPages } from './pages-visits.mjs'

process.env.WEIGUANG_MOCK = '1'
const only = process.argv[2] ?? ''
const language = process.env.WEIGUANG_PAGES_LANGUAGE ?? 'zh'
const out = process.env.WEIGUANG_PAGES_OUT ?? 'pages-out'
mkdirSync(out, { recursive: true })
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  wall: { width: 1920, height: 1080 },
  wall4k: { width: 3840, height: 2160 },
}

const serve = async (face) => {
  const server = await preview({
    configFile: `apps/${face}/vite.config.ts`,
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  })
  return { server, base: `http://127.0.0.1:${server.httpServer.address().port}` }
}
const desk = await serve('console')
const resident = await serve('resident')
const member = await serve('member')

const ask = async (page, path) => (await page.request.get(`${desk.base}/api/v1${path}`)).json()
const first = async (page, view, test = () => true) =>
  (await ask(page, `/cases?view=${view}&limit=200`)).items.find(test)

const must = (held, otherwise) => {
  if (!held) throw new Error(otherwise)
}

const wall = async (page) => {
  await page.locator('[data-tie=live]').waitFor()
  await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
  await page.locator('.news li').first().waitFor()
}

/** Each page: its face, its address, and what is done before the picture. */
const pages = [
  {
    name: 'sign-in',
    path: '/sign-in',
    does: (page) => page.getByRole('heading', { name: /演示账号|accounts/ }).waitFor(),
  },
  {
    name: 'overview',
    path: '/overview',
    full: true,
    async does(page) {
      await page.locator('.trend path').first().waitFor()
      await page.locator('.bars button').first().click()
      await page.locator('.kinds .tag').first().waitFor()
    },
  },
  {
    name: 'overview-grid',
    path: '/overview?code=510117019006001',
    async does(page) {
      await page.locator('.trend svg').focus()
      await page.keyboard.press('ArrowLeft')
      await page.locator('.trend circle').first().waitFor()
    },
  },
  {
    name: 'queue',
    path: '/cases',
    wide: true,
    async does(page) {
      await page.locator('tbody tr').first().waitFor()
      if (page.viewportSize().width > 1080) {
        for (let step = 0; step < 4; step++) await page.keyboard.press('j')
        await page
          .getByRole('article')
          .waitFor()
          .catch(() => page.locator('article').waitFor())
      }
    },
  },
  {
    name: 'queue-moved',
    path: '/cases?view=open',
    async does(page) {
      await page.locator('tbody tr').first().waitFor()
      await page.waitForTimeout(400)
      await page.request.post(`${desk.base}/api/v1/mock/stir`, { headers: { 'Idempotency-Key': crypto.randomUUID() } })
      await page.locator('.moved').waitFor()
    },
  },
  {
    name: 'queue-help',
    path: '/cases',
    async does(page) {
      await page.locator('tbody tr').first().waitFor()
      await page.keyboard.press('?')
      await page.locator('dialog').waitFor()
    },
  },
  {
    name: 'queue-keys',
    path: '/cases',
    deskOnly: true,
    async does(page) {
      await page.locator('tbody tr').first().waitFor()
      await page.keyboard.press('?')
      await page.locator('dialog').waitFor()
      for (let step = 0; step < 6; step++) {
        await page.keyboard.press('Tab')
        must(await page.evaluate(() => Boolean(document.activeElement?.closest('dialog'))), 'focus left the dialog')
      }
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await page.locator('article').waitFor()
      must(
        (await page.locator('tr.on').getAttribute('data-id')) ===
          (await page.locator('tbody tr').nth(1).getAttribute('data-id')),
        'j j did not choose the second row',
      )
      must(new URL(page.url()).searchParams.has('case'), 'the address does not hold the chosen case')
      await page.keyboard.press('/')
      const found = page.waitForResponse(/cases\?.*q=/)
      await page.keyboard.type('路灯')
      await found
      await page.waitForURL(/q=/)
      await page.locator('tbody tr').first().waitFor()
      must(
        await page.evaluate(() => document.activeElement?.getAttribute('type') === 'search'),
        '/ did not go to the search',
      )
      await page.keyboard.press('Escape')
      await page.keyboard.press('k')
      await page.keyboard.press('Enter')
      await page.waitForURL(/cases\/[0-9a-f]/)
      await page.locator('article').waitFor()
    },
  },
  {
    name: 'queue-chosen',
    path: '/cases?view=waiting',
    deskOnly: true,
    async does(page) {
      await page.locator('tr.case').first().waitFor()
      for (const key of ['j', 'x', 'j', 'j', 'X']) await page.keyboard.press(key)
      await page.locator('.chosen b', { hasText: '3' }).waitFor()
      await page.locator('article').waitFor()
    },
  },
  {
    name: 'queue-bulk',
    path: '/cases?view=waiting',
    async does(page) {
      await page.locator('tr.case').first().waitFor()
      for (const at of [0, 1, 2]) await page.locator('tr.case input').nth(at).check()
      await page.locator('.chosen button').first().click()
      await page.locator('.bulk.counting').waitFor()
    },
  },
  {
    name: 'queue-bulk-told',
    path: '/cases',
    async does(page) {
      await page.locator('tr.case').first().waitFor()
      for (const at of [0, 1, 2, 3]) await page.locator('tr.case input').nth(at).check()
      await page.locator('.chosen button').first().click()
      await page.locator('.bulk .main').click()
      await page.locator('.bulk.told li').first().waitFor()
    },
  },
  {
    name: 'queue-views',
    path: '/cases?view=late',
    async does(page) {
      await page.locator('tr.case').first().waitFor()
      await page.locator('.views').click()
      await page.locator('dialog li').first().waitFor()
    },
  },
  {
    name: 'queue-print',
    path: '/cases?view=late',
    deskOnly: true,
    async does(page) {
      await page.locator('tr.case').first().waitFor()
      await page.emulateMedia({ media: 'print' })
    },
  },
  {
    name: 'case-print',
    async path(page) {
      return `/cases/${(await first(page, 'open', (row) => row.status === 'in_progress')).id}`
    },
    deskOnly: true,
    full: true,
    async does(page) {
      await page.locator('article li time').first().waitFor()
      await page.emulateMedia({ media: 'print' })
    },
  },
  {
    name: 'case-photo',
    async path(page) {
      return `/cases/${(await first(page, 'resolved')).id}`
    },
    async does(page) {
      await page.locator('article li time').first().waitFor()
      const photo = page.locator('article li button:has(img)').first()
      if (await photo.count()) {
        await photo.click()
        await page.locator('dialog img').waitFor()
      }
    },
  },
  {
    name: 'case-audit',
    async path(page) {
      return `/cases/${(await first(page, 'open', (row) => row.status === 'in_progress')).id}/audit`
    },
    does: (page) => page.locator('tbody tr').nth(2).waitFor(),
  },
  {
    name: 'case-collision',
    async path(page) {
      return `/cases/${(await first(page, 'waiting', (row) => row.placing === 'sure')).id}`
    },
    async does(page) {
      await page.locator('article .acts .main').waitFor()
      await page.route('**/live', (route) => route.abort())
      await page.reload()
      await page.locator('article .acts .main').waitFor()
      await page.request.post(`${desk.base}/api/v1/mock/touch/${new URL(page.url()).pathname.split('/')[2]}`, {
        headers: { 'Idempotency-Key': crypto.randomUUID() },
      })
      await page.locator('article .acts .main').click()
      await page.locator('dialog table').waitFor()
    },
  },
  {
    name: 'signed-out',
    path: '/people',
    deskOnly: true,
    async does(page) {
      await page.locator('tbody tr').first().waitFor()
      await page.context().addCookies([{ name: 'out', value: '1', url: desk.base }])
      await page.reload()
      await page.waitForURL(/sign-in\?next=\/people/)
      await page.locator('.demo button').first().click()
      await page.waitForURL(/\/people$/)
      await page.locator('tbody tr').first().waitFor()
      await page.getByRole('button', { name: /退出登录|Sign out/ }).click()
      await page.waitForURL(/sign-in/)
      await page.goto(`${desk.base}/cases`)
      await page.waitForURL(/sign-in/)
      await page.locator('.demo button').first().click()
      await page.locator('tbody tr').first().waitFor()
    },
  },
  {
    name: 'case',
    async path(page) {
      return `/cases/${(await first(page, 'open', (row) => row.status === 'in_progress')).id}`
    },
    async does(page) {
      await page.locator('article').waitFor()
      await page.locator('article li time').first().waitFor()
      await page.locator('article button:has(.ui-icon)').last().click()
      await page.locator('article .notice[role=status]').waitFor()
    },
    full: true,
  },
  {
    name: 'case-unsure',
    async path(page) {
      return `/cases/${(await first(page, 'unplaced', (row) => row.placing === 'unsure')).id}`
    },
    does: (page) => page.locator('.placing').waitFor(),
  },
  {
    name: 'case-action',
    async path(page) {
      return `/cases/${(await first(page, 'open', (row) => row.status === 'in_progress')).id}`
    },
    async does(page) {
      await page
        .getByRole('button', { name: /更多|More/ })
        .last()
        .click()
      await page.getByRole('menuitem', { name: /申请挂起|Ask to pause/ }).click()
      await page.locator('dialog').waitFor()
      await page.locator('dialog .ui-dialog-foot .main').click()
      await page.locator('dialog [role=alert]').first().waitFor()
    },
  },
  {
    name: 'case-new',
    path: '/cases/new',
    full: true,
    async does(page) {
      await page.locator('fieldset input').first().fill('路灯不亮，三盏连续损坏')
      await page.locator('.address input').fill('天骄苑3栋2单元')
      await page.locator('.place.sure').waitFor()
      await page.locator('.known').waitFor()
    },
  },
  {
    name: 'case-new-unsure',
    path: '/cases/new',
    full: true,
    async does(page) {
      await page.locator('fieldset input').first().fill('燃气管道疑似漏气')
      await page.locator('.address input').fill('天骄苑')
      await page.locator('.place.unsure').waitFor()
    },
  },
  {
    name: 'case-new-map',
    path: '/cases/new',
    async does(page) {
      await page.locator('.address button').click()
      await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
      const box = await page.locator('dialog canvas').boundingBox()
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
      await page.waitForTimeout(200)
    },
  },
  {
    name: 'map',
    path: '/map',
    async does(page) {
      await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
      await page.locator('.side li').first().waitFor()
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'map-cell',
    path: '/map',
    async does(page) {
      await page.locator('.side li button').nth(1).click()
      await page.locator('.cell').waitFor()
      await page.locator('.cell li').first().waitFor()
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'map-duty',
    path: '/map?by=duty',
    async does(page) {
      await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
      await page.locator('.side li').first().waitFor()
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'map-tiles',
    path: '/map',
    deskOnly: true,
    async does(page) {
      await page.context().addCookies([{ name: 'map', value: 'raster', url: desk.base }])
      await page.reload()
      await page.locator('.map-box[data-painted]:not([data-painted="0"])').waitFor({ timeout: 30_000 })
      await page.context().clearCookies({ name: 'map' })
    },
  },
  {
    name: 'map-community',
    path: '/map?under=510117019006',
    async does(page) {
      await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
      await page.locator('.side li').first().waitFor()
      await page.waitForTimeout(300)
    },
  },
  { name: 'people', path: '/people', does: (page) => page.locator('tbody tr').first().waitFor() },
  { name: 'accounts', path: '/people/accounts', does: (page) => page.locator('tbody tr').first().waitFor() },
  {
    name: 'account',
    async path(page) {
      return `/people/accounts/${(await ask(page, '/people/accounts?q=u0040')).items[0].id}`
    },
    does: (page) => page.locator('h2').first().waitFor(),
  },
  { name: 'absences', path: '/people/absences', does: (page) => page.locator('tbody tr').first().waitFor() },
  {
    name: 'absence-new',
    path: '/people/absences',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().waitFor()
    },
  },
  {
    name: 'regrid-new',
    path: '/grid/regrids/new',
    async does(page) {
      await page.getByRole('button', { name: /添加一项|Add a change/ }).click()
      await page.locator('dialog [role=combobox]').fill('第一网格第二微')
      await page.locator('dialog [role=option]').first().click()
      await page.locator('dialog canvas[data-painted]:not([data-painted="0"])').waitFor()
      await page.locator('dialog li input').first().waitFor()
      await page.waitForTimeout(300)
      const canvas = page.locator('dialog canvas')
      const { width, height } = await canvas.boundingBox()
      await canvas.click({ position: { x: width / 2 - 20, y: 8 } })
      await page.waitForTimeout(100)
      await canvas.click({ position: { x: width / 2 + 20, y: height - 8 } })
      await page.locator('dialog li input').nth(3).waitFor()
      await page.waitForTimeout(200)
    },
  },
  {
    name: 'regrid',
    full: true,
    async path(page) {
      const id = `019abc44-0000-7000-a000-${String(Date.now()).slice(-12)}`
      await page.request.post(`${desk.base}/api/v1/grid/regrids`, {
        headers: { 'Idempotency-Key': crypto.randomUUID() },
        data: {
          id,
          day: '2026-12-01',
          posts: [],
          moves: [
            {
              move: 'merge',
              olds: ['51011701900600101', '51011701900600102'],
              into: { code: '51011701900600112', name: '第十二微网格', households: 128 },
            },
            { move: 'rename', code: '51011701900600203', name: '锦晖里微网格' },
          ],
        },
      })
      return `/grid/regrids/${id}`
    },
    does: (page) => page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor(),
  },
  { name: 'regrids', path: '/grid/regrids', does: (page) => page.locator('tbody tr').first().waitFor() },
  {
    name: 'findings',
    path: '/grid/findings',
    async does(page) {
      await page.locator('main li button').first().click()
      await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
      await page.waitForTimeout(200)
    },
  },
  {
    name: 'account-leave',
    async path(page) {
      return `/people/accounts/${(await ask(page, `/people/accounts?q=u00${page.viewportSize().width > 1000 ? '41' : '52'}`)).items[0].id}`
    },
    async does(page) {
      await page.getByRole('button', { name: /办理离岗|Leave/ }).click()
      await page.locator('dialog').waitFor()
      await page.locator('dialog .ui-dialog-foot .main').click()
      await page.locator('dialog table').waitFor()
    },
  },
  {
    name: 'account-new',
    path: '/people/accounts',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog').waitFor()
    },
  },
  { name: 'manual', path: '/manual?kind=gas', does: (page) => page.locator('article').waitFor() },
  {
    name: 'manual-edit',
    path: '/manual/edit?kind=gas',
    async does(page) {
      await page.locator('textarea').waitFor()
      await page.locator('.kind-body h2').waitFor()
      const text = await page.locator('textarea').inputValue()
      await page
        .locator('textarea')
        .fill(text.replace('accept_by = "10 minutes"', 'accept_by = "10 minuets"\ntaken = "x"'))
      await page.locator('.faults li').nth(1).waitFor()
    },
  },
  {
    name: 'manual-publish',
    path: '/manual/edit?kind=gas',
    async does(page) {
      await page.locator('.kind-body h2').waitFor()
      const text = await page.locator('textarea').inputValue()
      await page.locator('textarea').fill(text.replace('1. 受理：', '1. 先提醒关阀、开窗。\n2. 受理：'))
      await page.locator('header .main:not([disabled])').click()
      await page.locator('dialog .diff .added').first().waitFor()
      await page.locator('dialog input').fill('增加关阀提醒')
    },
  },
  {
    name: 'manual-calendar',
    path: '/manual/calendar',
    does: (page) => page.locator('.months table').nth(11).waitFor(),
  },
  {
    name: 'calendar-new',
    path: '/manual/calendar',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog textarea').waitFor()
    },
  },
  { name: 'settings', path: '/settings', full: true, does: (page) => page.locator('fieldset').nth(2).waitFor() },
  { name: 'tokens', path: '/settings/tokens', does: (page) => page.locator('tbody tr').first().waitFor() },
  {
    name: 'token-new',
    path: '/settings/tokens',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().fill('区级平台读取')
      await page.locator('dialog input[type=checkbox]').first().check()
      await page.locator('dialog .main').click()
      await page.locator('.secret input').waitFor()
    },
  },
  { name: 'destinations', path: '/settings/destinations', does: (page) => page.locator('tbody tr').first().waitFor() },
  {
    name: 'destination-new',
    path: '/settings/destinations',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().waitFor()
    },
  },
  { name: 'installation', path: '/settings/installation', does: (page) => page.locator('dd').first().waitFor() },
  { name: 'imports', path: '/imports', does: (page) => page.locator('.drop').waitFor() },
  {
    name: 'imports-tickets',
    data: true,
    path: '/imports',
    full: true,
    async does(page) {
      await page.getByRole('radio').nth(3).check({ force: true })
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: '热线工单.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.alloc(60_000) })
      await page.getByRole('button', { name: /试算|Dry/ }).click()
      await page.locator('.counts').waitFor()
    },
  },
  { name: 'outbox', path: '/outbox', does: (page) => page.locator('tbody tr').first().waitFor() },
  { name: 'inbox', path: '/inbox', does: (page) => page.locator('ul.card li').first().waitFor() },
  { name: 'screen', path: '/screen', does: wall },
  {
    name: 'screen-lost',
    path: '/screen',
    deskOnly: true,
    async does(page) {
      await wall(page)
      await page.context().setOffline(true)
      await page.evaluate(() => dispatchEvent(new Event('online')))
      await page.locator('[data-tie=lost]').waitFor()
    },
  },
  { name: 'nowhere', path: '/nothing-here', does: (page) => page.locator('.ui-empty').waitFor() },
  {
    name: 'menu',
    path: '/cases',
    phoneOnly: true,
    async does(page) {
      await page.locator('.burger').click()
      await page.locator('dialog').waitFor()
    },
  },
  ...carePages,
  ...visitPages,
  ...residentPages(resident),
  ...memberPages(member, '微网格员'),
]
/** Each face has a made-up server of its own, which knows one session. */
async function enter(page, base, role) {
  const { accounts } = await (await page.request.get(`${base}/api/v1/session/demo`)).json()
  const { login, password } = accounts.find((one) => one.role.zh === role)
  await page.request.post(`${base}/api/v1/session`, { data: { login, password } })
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
let bad = 0
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const one of pages) {
    if (size.startsWith('wall') && !one.name.startsWith('screen')) continue
    if (
      (one.chinese && language !== 'zh') ||
      (one.deskOnly && size !== 'desk') ||
      !one.name.includes(only) ||
      (one.phoneOnly && size !== 'phone') ||
      (one.name.startsWith('m-') && size !== 'phone')
    )
      continue
    // What a page leaves on the device must not meet the next one.
    const context = await browser.newContext({
      viewport,
      deviceScaleFactor: 1,
      bypassCSP: false,
      locale: 'zh-CN',
      colorScheme: 'light',
      hasTouch: size === 'phone',
    })
    await context.addInitScript((choice) => localStorage.setItem('weiguang.locale', choice), language)
    const page = await context.newPage()
    const troubles = []
    page.on('console', (message) => {
      if (
        ['error', 'warning'].includes(message.type()) &&
        !/GPU stall|status of 4|ERR_FAILED|ERR_INTERNET_DISCONNECTED/.test(message.text())
      )
        troubles.push(message.text())
    })
    page.on('pageerror', (error) => troubles.push(String(error)))
    try {
      page.setDefaultTimeout(8_000)
      if (one.out)
        await page.request.delete(`${one.face.base}/api/v1/session`, {
          headers: { 'Idempotency-Key': crypto.randomUUID() },
        })
      else if (one.as) await enter(page, one.face.base, one.as)
      const path = typeof one.path === 'function' ? await one.path(page) : one.path
      await page.goto((one.face ?? desk).base + path)
      await one.does(page)
      await page.waitForTimeout(150)
      const looks = (await page.evaluate(() => Boolean(document.documentElement.dataset.theme)))
        ? ['light', 'dark']
        : ['light']
      for (const look of looks) {
        if (look === 'dark') {
          await page.emulateMedia({ colorScheme: 'dark' })
          await page.waitForTimeout(120)
        }
        await page.screenshot({
          path: `${out}/${one.name}-${size}${look === 'dark' ? '-dark' : ''}.png`,
          fullPage: one.full ?? false,
        })
        // Run in the page's own world through the debugger, which the policy does not reach.
        await page.evaluate(axe)
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        )
        for (const violation of violations)
          troubles.push(
            `${look}: axe ${violation.id} (${violation.impact}) ×${violation.nodes.length}: ${violation.nodes
              .slice(0, 2)
              .map((node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`)
              .join(' || ')}`,
          )
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      // The columns of somebody's own table keep their names.
      const other = one.data ? [] : await strangers(page, language)
      if (other.length > 0) troubles.push(`words of the other language: ${other.join(' | ')}`)
      if (wide > 0) troubles.push(`page is ${wide} px wider than the window`)
    } catch (failure) {
      troubles.push(String(failure).slice(0, 300))
      await page.screenshot({ path: `${out}/${one.name}-${size}-failed.png` }).catch(() => null)
    }
    bad += troubles.length
    console.log(`${troubles.length > 0 ? 'BAD' : 'ok '} ${one.name} ${size}`)
    for (const trouble of troubles) console.log(`      ${trouble}`)
    await context.close()
  }
}
await browser.close()
await Promise.all([desk.server.close(), resident.server.close(), member.server.close()])
console.log(bad === 0 ? 'every page is clean' : `${bad} troubles`)
process.exit(bad === 0 ? 0 : 1)
