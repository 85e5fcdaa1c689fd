// Pictures of the station's face from the real build over the program itself, at desk, tablet, phone and wall size, in both looks, each checked by axe.
// Usage: npm run build && WEIGUANG_PROGRAM=… npm run pages:station [-- part-of-a-name]. WEIGUANG_PAGES_LANGUAGE=en for English.
import { mkdirSync } from 'node:fs'
import { recordId, until } from '../e2e/phone.mjs'
import { inspect, startBrowser, startServer } from '../e2e/stage.mjs'
import { byRole, findPerson, residents, signIn, station } from '../e2e/station.mjs'

const only = process.argv[2] ?? ''
const language = process.env.WEIGUANG_PAGES_LANGUAGE ?? 'zh'
const out = process.env.WEIGUANG_PAGES_OUT ?? 'pages-out'
mkdirSync(out, { recursive: true })
const SIZES = {
  desk: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
  wall: { width: 1920, height: 1080 },
}

const server = await startServer()
const browser = await startBrowser()
const doctor = await byRole(server.base, '家庭医生团队')
const people = await residents(server.base, doctor, [
  ['王秀英', '15400019001', '1941'],
  ['李建国', '15400019002', '1958'],
  ['张桂兰', '15400019003', '1966'],
  ['陈志强', '15400019004', '1979'],
  ['刘玉珍', null, '1950'],
])
const place = await station(server.base, doctor, '天骄西路微网实格服务站')
for (const [days, systolic, diastolic, glucose] of [
  [28, 152, 94, 8.1],
  [21, 149, 92, 7.6],
  [14, 158, 96, 9.2],
  [7, 146, 90, 7.4],
  [2, 141, 86, 6.9],
]) {
  const at = new Date(Date.now() - days * 86_400_000).toISOString()
  await doctor.post('/care/readings', {
    id: recordId(),
    resident: people[0].id,
    at,
    measured: {
      systolic: `${systolic}`,
      diastolic: `${diastolic}`,
      pulse: '74',
      glucose: `${glucose}`,
      meal: 'fasting',
    },
  })
}
const day = `/care/stations/${place.id}/days/${new Date(Date.now() + 28_800_000).toISOString().slice(0, 10)}`
for (const who of people.slice(1, 4)) await doctor.post(`${day}/tickets`, { id: recordId(), resident: who.id })
await doctor.post(`${day}/tickets`, { id: recordId() })
await doctor.post(`${day}/tickets`, { id: recordId(), resident: people[4].id })
await doctor.post(`${day}/call`, { desk: 2 })

const enter = async (page) => {
  await signIn(page, server.base, doctor.login)
  if (page.viewportSize().width <= 820) await page.locator('.parts button').nth(1).click()
  await page.locator('#station').selectOption(place.id)
  await page.locator('.queue .hours').waitFor()
  if (page.viewportSize().width <= 820) await page.locator('.parts button').nth(0).click()
}
const typed = async (page, keys) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** Each page: what is done before the picture. */
const pages = [
  {
    name: 'sign-in',
    async does(page) {
      await page.goto(`${server.base}/station/`)
      await page.locator('input[type=password]').waitFor()
    },
  },
  { name: 'find', does: enter },
  {
    name: 'queue',
    async does(page) {
      await enter(page)
      if (page.viewportSize().width <= 820) await page.locator('.parts button').nth(1).click()
      await page.locator('[data-list=waiting] .ticket').first().click()
    },
  },
  {
    name: 'new-person',
    async does(page) {
      await enter(page)
      await page.locator('#find').fill('赵无名')
      await page.keyboard.press('Enter')
      await page.locator('.new-person').waitFor()
    },
  },
  {
    name: 'entry',
    async does(page) {
      await enter(page)
      await findPerson(page, people[0].name)
      await page.locator('.care-trend svg').first().waitFor()
      await typed(page, ['1', '4', '8', '9', '1', 'g', '7'])
    },
  },
  {
    name: 'symptoms',
    async does(page) {
      await enter(page)
      await findPerson(page, people[0].name)
      await typed(page, ['s', '1', '2'])
    },
  },
  {
    name: 'normal',
    async does(page) {
      await enter(page)
      await findPerson(page, people[1].name)
      await typed(page, ['1', '2', '4', '7', '8', 'Enter'])
      await page.locator('.result[data-kind=normal]').waitFor()
    },
  },
  {
    name: 'high',
    async does(page) {
      await enter(page)
      await findPerson(page, people[0].name)
      await typed(page, ['1', '5', '8', '9', '4', 'Enter'])
      await page.locator('.result[data-kind=high]').waitFor()
    },
  },
  {
    name: 'asked',
    async does(page) {
      await enter(page)
      await findPerson(page, people[2].name)
      await typed(page, ['g', '1', '2', '6', 'f', 'Enter'])
      await page.locator('.result[data-kind=asked]').waitFor()
    },
  },
  {
    name: 'critical',
    async does(page) {
      await enter(page)
      await findPerson(page, people[3].name)
      await typed(page, ['g', '3', '0', 'r', 'Enter'])
      await page.locator('.result[data-kind=critical]').waitFor()
    },
  },
  {
    name: 'raised',
    async does(page) {
      await enter(page)
      await findPerson(page, people[3].name)
      await typed(page, ['g', '2', '8', 'r', 'Enter'])
      await page.locator('.result h2').waitFor()
    },
  },
  {
    name: 'offline',
    async does(page) {
      await enter(page)
      await findPerson(page, people[1].name)
      await page.context().setOffline(true)
      await typed(page, ['1', '9', '2', '1', '1', '8', 'Enter'])
      await page.locator('[data-waiting]').waitFor()
    },
  },
  {
    name: 'slip',
    async does(page) {
      await enter(page)
      await findPerson(page, people[0].name)
      await page.keyboard.press('p')
      await page.locator('dialog article.slip').waitFor()
    },
  },
  {
    name: 'slip-print',
    print: true,
    async does(page) {
      await enter(page)
      await findPerson(page, people[0].name)
      await page.keyboard.press('p')
      await page.locator('dialog article.slip').waitFor()
      await page.emulateMedia({ media: 'print' })
    },
  },
  {
    name: 'booking',
    async does(page) {
      await enter(page)
      await findPerson(page, people[0].name)
      await page.keyboard.press('k')
      await page.locator('#book-day').waitFor()
    },
  },
  {
    name: 'screens',
    async does(page) {
      await enter(page)
      if (page.viewportSize().width <= 820) await page.locator('.parts button').nth(1).click()
      await page.locator('.foot .plain').click()
      await page.locator('dialog li').waitFor()
    },
  },
  {
    name: 'screen',
    wall: true,
    async does(page) {
      await page.goto(place.screen)
      await page.locator('.now b').waitFor()
    },
  },
]
let bad = 0
try {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const one of pages) {
      if (!one.name.includes(only) || (size === 'wall' && !one.wall) || (size === 'tablet' && one.wall)) continue
      const context = await browser.newContext({
        viewport,
        locale: 'zh-CN',
        colorScheme: 'light',
        hasTouch: size === 'phone',
        reducedMotion: 'reduce',
      })
      await context.addInitScript((choice) => localStorage.setItem('weiguang.locale', choice), language)
      const page = await context.newPage()
      page.setDefaultTimeout(8_000)
      let trouble = ''
      try {
        await one.does(page)
        for (const look of one.print ? ['light'] : ['light', 'dark']) {
          await page.emulateMedia({ colorScheme: look, ...(one.print ? { media: 'print' } : {}) })
          await until('the look', () =>
            page.evaluate((wanted) => document.documentElement.dataset.theme === wanted, look),
          )
          await page.screenshot({
            path: `${out}/station-${one.name}-${size}${look === 'dark' ? '-dark' : ''}.png`,
            fullPage: size === 'phone',
          })
          if (!one.print) await inspect(page, look, language, one.name === 'sign-in')
        }
      } catch (thrown) {
        trouble = String(thrown).slice(0, 400)
        bad += 1
        await page.screenshot({ path: `${out}/station-${one.name}-${size}-failed.png` }).catch(() => null)
      }
      console.log(`${trouble ? 'BAD' : 'ok '} ${one.name} ${size} ${trouble}`)
      await context.close()
    }
  }
} finally {
  await browser.close()
  await server.stop()
}
console.log(bad === 0 ? 'every page is clean' : `${bad} troubles`)
process.exit(bad === 0 ? 0 : 1)
