// The phone online: every screen in both languages and themes, and every role.
import { act, addPhotos, bring, fillReport, inspect, must, openCase, person, signIn, synced, tab } from './phone.mjs'
import { strictPolicy } from './stage.mjs'
import { test } from './story.mjs'

async function people(base) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  return Object.fromEntries(accounts.map((one) => [one.role.zh, one.login]))
}
const leave = async (page) => {
  await page.locator('nav.tabs a').last().click()
  await page.locator('.out .button').click()
  await page.locator('#login').waitFor()
}

/** Signs in, sees today, reports with a photo, finds the receipt. */
async function day({ base, phone: page }) {
  await strictPolicy(page, `${base}/m/`)
  await page.goto(`${base}/m/`)
  await page.locator('.demo li button', { hasText: '微网格员' }).first().click()
  await synced(page)
  const what = `楼道灯不亮${Math.floor(performance.now())}`
  await fillReport(page, what)
  await page.locator('.choice', { hasText: /灯/ }).first().click()
  await addPhotos(page, '.photos', 2)
  await inspect(page, 'report, filled')
  await page.locator('.send .main').click()
  await tab(page, '待同步')
  await page.locator('[data-state=sent] a', { hasText: what }).click()
  await page.locator('.notice.ok', { hasText: '编号' }).waitFor()
  await inspect(page, 'receipt')
  await page.getByRole('link', { name: '查看事项' }).click()
  await page.locator('main h2', { hasText: what }).waitFor()
  await page.locator('.acts').waitFor()
  await act(page, '开始处置')
  await page.locator('.acts button', { hasText: '处置完成' }).waitFor()
  await act(page, '处置完成', async () => {
    await page.locator('#case-act textarea').fill('灯已换好。')
  })
  await page.locator('.ui-status', { hasText: '待居民确认' }).waitFor()
  must((await page.getByText('登记居民答复').count()) === 0, 'who did the work may record the resident’s answer')
  await leave(page)
}

/** Every screen, Chinese and English, light and dark: accessibility, width, language. */
async function screens({ base, phone: page }) {
  const login = (await people(base))['微网格员']
  const desk = await person(base, 'zuoxi1')
  const member = await person(base, login)
  const title = `井盖松动${Math.floor(performance.now())}`
  await bring(desk, member.me.grants[0].code, title)
  await page.goto(`${base}/m/`)
  await page.locator('#login').waitFor()
  await inspect(page, 'sign-in')
  await page.locator('form .main').click()
  await page.locator('.fault').waitFor()
  await inspect(page, 'sign-in, empty')
  await signIn(page, base, login)
  for (const [language, look] of [
    ['zh', 'light'],
    ['zh', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ]) {
    await page.emulateMedia({ colorScheme: look })
    if ((await page.evaluate(() => document.documentElement.lang)) !== (language === 'zh' ? 'zh-CN' : 'en')) {
      await tab(page, /今日|Today/)
      await page.locator('header .textual').click()
    }
    await page.locator(`html[data-theme=${look}]`).waitFor()
    const see = (name) => inspect(page, `${name}, ${language}, ${look}`, language)
    await tab(page, /今日|Today/)
    await page.locator('main .row').first().waitFor()
    await see('today')
    await openCase(page, title)
    await page.locator('main ol li:visible').first().waitFor()
    await see('case')
    await page.locator('.acts button', { hasText: /更多|More/ }).click()
    await page.locator('[role=dialog] .row').first().waitFor()
    await see('more acts')
    await page.locator('[role=dialog] .row', { hasText: /退回|Return/ }).click()
    await page.locator('#case-act').waitFor()
    await page.locator('.foot .main').click()
    await page.locator('[role=alert]').first().waitFor()
    await see('act form, lacking')
    await page.keyboard.press('Escape')
    await tab(page, /本格|My cell/)
    await page.locator('svg[role=img]').waitFor()
    await page.locator('section li > .row[aria-expanded]').first().click()
    await page.locator('.doors .button').first().waitFor()
    await see('cell')
    await tab(page, /上报|Report/)
    await page.locator('form[aria-busy=false]').waitFor()
    await page.locator('.send .main').click()
    await page.locator('[role=alert]').first().waitFor()
    await see('report, lacking')
    await page.locator('fieldset .textual').click()
    await page.locator('[role=dialog] .rows button').first().waitFor()
    await see('kinds')
    await page.keyboard.press('Escape')
    await page.locator('.ways button').first().click()
    await page.locator('[role=dialog] .rows button').first().waitFor()
    await see('doors')
    await page.keyboard.press('Escape')
    await tab(page, /待同步|To send/)
    await page.locator('main h1').waitFor()
    await see('queue')
    await tab(page, /我的|Me/)
    await page.locator('.out').waitFor()
    await see('me')
    await tab(page, /今日|Today/)
    await page.locator('.line a[href="/m/inbox"]').click()
    await page.locator('main h1').waitFor()
    await see('messages')
    await page.goto(`${base}/m/nothing-here`)
    await page.locator('main h1').waitFor()
    await see('no such page')
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await leave(page)
  await page.locator('.textual').click()
}

/** A grid leader has the grid's cells, a dedicated member their place, a doctor their own cases. */
async function faces({ base, phone: page }) {
  const by = await people(base)
  for (const role of ['网格长', '专属网格员', '网格员', '家庭医生团队']) {
    if (!by[role]) throw new Error(`nobody is ${role} in the demonstration`)
    await signIn(page, base, by[role])
    await inspect(page, `today of ${role}`)
    await tab(page, '本格')
    await page.locator('main h1').waitFor()
    await inspect(page, `cells of ${role}`)
    if (role === '网格长')
      must((await page.locator('#cell option').count()) > 1, 'a grid leader does not see the cells of the grid')
    await leave(page)
  }
}

/** The app is installable: manifest, icons, scope. */
async function installable({ base, phone: page }) {
  const manifest = await page.request.get(`${base}/m/manifest.webmanifest`)
  must(
    manifest.headers()['content-type'].startsWith('application/manifest+json'),
    'the manifest has another media type',
  )
  const told = await manifest.json()
  must(
    told.scope === '/m/' && told.start_url === '/m/' && told.icons.some((icon) => icon.purpose === 'maskable'),
    'the manifest lacks its scope or its icons',
  )
  for (const icon of told.icons) {
    const picture = await (await page.request.get(base + icon.src)).body()
    must(
      picture.subarray(1, 4).toString() === 'PNG' &&
        `${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}` === icon.sizes,
      `${icon.src} is not a PNG of ${icon.sizes}`,
    )
  }
  const worker = await page.request.get(`${base}/m/sw.js`)
  must(
    worker.headers()['cache-control'] === 'no-cache' && worker.headers()['content-type'].startsWith('text/javascript'),
    'the worker is kept too long, or is no script',
  )
}

/** From report to receipt by keyboard. */
async function keyboard({ base, phone: page }) {
  await signIn(page, base, (await people(base))['微网格员'])
  const what = `键盘上报${Math.floor(performance.now())}`
  const press = async (test) => {
    for (let step = 0; step < 60; step++) {
      if (await page.evaluate(test)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`the keys do not lead to ${test}`)
  }
  await press(() => document.activeElement?.getAttribute('href') === '/m/report')
  await page.keyboard.press('Enter')
  await page.locator('form[aria-busy=false] #what').waitFor()
  await press(() => document.activeElement?.id === 'what')
  await page.keyboard.type(what)
  await press(() => document.activeElement?.closest('.ways') !== null)
  await page.keyboard.press('Enter')
  await page.locator('[role=dialog] input').waitFor()
  await press(() => document.activeElement?.closest('.rows') !== null)
  await page.keyboard.press('Enter')
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  await press(() => document.activeElement?.closest('.send') !== null)
  await page.keyboard.press('Enter')
  await page.locator('h1', { hasText: /件要办|没有要办/ }).waitFor()
  await tab(page, '待同步')
  await page.locator('[data-state=sent]', { hasText: what }).waitFor()
  await leave(page)
}

test('phone: a member’s day', day)
test('phone: every screen', screens)
test('phone: leader, dedicated, member, doctor', faces)
test('phone: installable', installable)
test('phone: the keyboard alone', keyboard)
