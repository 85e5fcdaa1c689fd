// Screenshots of the phone's pages, online and offline, with the states of sent items.
import { picture, refusals, sizesOf, test } from './pages.mjs'

const WHAT = '三栋二单元楼道堆放杂物，挡住了消防栓。'
/** A small valid picture. */
const PICTURE = {
  name: '楼道.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFklEQVR4nGNgaPiPDw2kBDbzh6oEADV+foH5kT5qAAAAAElFTkSuQmCC',
    'base64',
  ),
}
const synced = (page) => page.locator('.state.good').waitFor()
const tab = (page, at) => page.locator('nav.tabs a').nth(at).click()

async function filled(page) {
  await synced(page)
  await fill(page)
}
async function fill(page) {
  await tab(page, 2)
  await page.locator('form[aria-busy=false] #what').fill(WHAT)
  await page.locator('.ways button').first().click()
  await page.locator('[role=dialog] .rows button').first().click()
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  await page.locator('.photos input[type=file]').setInputFiles(PICTURE)
  await page.locator('.photos li img').waitFor()
}
async function sent(page) {
  await filled(page)
  await page.locator('.send .main').click()
  await page.locator('main section .row, main .rows .row').first().waitFor()
}
/** The server's answer to the next report. */
const answers = (page, status, body) =>
  page.route('**/api/v1/cases', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) })
      : route.continue(),
  )
async function opened(page) {
  await synced(page)
  await page.locator('main section a.row[href*="/case/"]').first().click()
  await page.locator('main h2').first().waitFor()
  await page.locator('main ol li').first().waitFor()
}
async function sheet(page, word) {
  await opened(page)
  await page.locator('.acts button').first().click()
  await page.locator('[role=dialog] .row').first().waitFor()
  if (!word) return
  await page.locator('[role=dialog] .row', { hasText: word }).first().click()
  await page.locator('#case-act').waitFor()
  await page.locator('.foot .main').click()
  await page.locator('#case-act [role=alert]').first().waitFor()
}
async function offline(page, does) {
  await synced(page)
  await page.locator('html:is([data-offline=ready], [data-offline=here])').waitFor({ state: 'attached' })
  await page.context().setOffline(true)
  await does(page)
}
async function refused(page) {
  await answers(page, 422, {
    status: 422,
    code: 'kernel.invalid',
    detail: { zh: '填写内容有误，请按提示修改。', en: 'Some fields are not as they should be.' },
    errors: [{ field: 'title', code: 'kernel.too-long', zh: '最多 80 个字', en: 'at most 80 characters' }],
  })
  await sent(page)
  await tab(page, 3)
  await page.locator('[data-state=refused]').waitFor()
}
/** An action that conflicts. */
async function collided(page) {
  await page.route('**/api/v1/cases/*/actions', (route) =>
    route.fulfill({
      status: 412,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        status: 412,
        code: 'kernel.version',
        detail: { zh: '已有变化。', en: 'It has changed.' },
      }),
    }),
  )
  await opened(page)
  await page.locator('.acts .main').click()
  if ((await page.locator('#case-act').count()) > 0) {
    await page.locator('#case-act textarea').first().fill('已到现场清理。')
    await page.locator('.foot .main').click()
  }
  await tab(page, 3)
  await page.locator('[data-state=collided] a').click()
  await page.locator('.version').nth(1).waitFor()
}

/** The leader of a grid with alerts, and a member of a cell with a case, a campaign and a conflicting field. */
const LEADER = 'wangge-tianjiao-10'
const MEMBER = 'wei-tianjiao-5-8'
async function alert(page) {
  await synced(page)
  await page.locator('.alerts a.row').first().click()
  await page.locator('main ol li').first().waitFor()
}
/** The household with a conflicting field. */
async function door(page, { base, who }) {
  await synced(page)
  const { of } = (await who.get('/visits/conflicts')).items[0]
  await page.goto(`${base}/m/door/${(await who.get(`/households/${of.household}`)).place}`)
  await page.locator('form[aria-busy=false]').waitFor()
}
async function visit(page, world) {
  await door(page, world)
  await page.locator('fieldset .choice', { hasText: /见到人|Met/ }).click()
  await page.locator('[data-question]').first().waitFor()
}
/** The resident of the doctor's first alert, whose readings the doctor may see. */
async function person(page, { base, who }) {
  await synced(page)
  const { items } = await who.get('/care/alerts?view=open')
  await page.goto(`${base}/m/person/${(await who.get(`/care/alerts/${items[0].id}`)).resident}`)
  await page.locator('svg[role=img]').first().waitFor()
}

const pages = [
  { name: 'm-sign-in', as: null, path: '/m/', does: (page) => page.locator('.demo li button').first().waitFor() },
  { name: 'm-today', path: '/m/', does: synced },
  {
    name: 'm-today-offline',
    path: '/m/',
    does: (page) => offline(page, () => page.locator('.banners .warn').waitFor()),
  },
  { name: 'm-case', path: '/m/', does: opened },
  { name: 'm-case-more', path: '/m/', does: (page) => sheet(page) },
  { name: 'm-case-act', path: '/m/', does: (page) => sheet(page, /退回|Return/) },
  {
    name: 'm-cell',
    path: '/m/',
    async does(page) {
      await synced(page)
      await tab(page, 1)
      await page.locator('main .rows button').first().click()
      await page.locator('.doors a').first().waitFor()
    },
  },
  {
    name: 'm-report',
    path: '/m/',
    async does(page) {
      await synced(page)
      await tab(page, 2)
      await page.locator('form[aria-busy=false]').waitFor()
    },
  },
  { name: 'm-report-filled', path: '/m/', does: filled },
  {
    name: 'm-report-missing',
    path: '/m/',
    async does(page) {
      await synced(page)
      await tab(page, 2)
      await page.locator('form[aria-busy=false]').waitFor()
      await page.locator('.send .main').click()
      await page.locator('[role=alert]').first().waitFor()
    },
  },
  {
    name: 'm-report-doors',
    path: '/m/',
    async does(page) {
      await synced(page)
      await tab(page, 2)
      await page.locator('.ways button').first().click()
      await page.locator('[role=dialog] .rows button').first().waitFor()
    },
  },
  {
    name: 'm-report-kinds',
    path: '/m/',
    async does(page) {
      await synced(page)
      await tab(page, 2)
      await page.locator('fieldset .textual').first().click()
      await page.locator('[role=dialog] .rows button').first().waitFor()
    },
  },
  {
    name: 'm-outbox-waiting',
    path: '/m/',
    async does(page) {
      await offline(page, () => tab(page, 2))
      await page.locator('form[aria-busy=false]').waitFor()
      await fill(page)
      await page.locator('.send .main').click()
      await tab(page, 3)
      await page.locator('[data-state=waiting]').waitFor()
    },
  },
  { name: 'm-outbox-refused', path: '/m/', does: refused },
  {
    name: 'm-outbox-item',
    path: '/m/',
    async does(page) {
      await refused(page)
      await page.locator('[data-state=refused] a').click()
      await page.locator('main [role=alert]').waitFor()
    },
  },
  { name: 'm-outbox-collided', path: '/m/', does: collided },
  {
    name: 'm-outbox-sent',
    path: '/m/',
    async does(page) {
      await sent(page)
      await tab(page, 3)
      await page.locator('[data-state=sent] a').click()
      await page.locator('.notice.ok').waitFor()
    },
  },
  { name: 'm-alert', as: LEADER, path: '/m/', does: alert },
  {
    name: 'm-alert-act',
    as: LEADER,
    path: '/m/',
    async does(page) {
      await alert(page)
      await page.locator('.acts .main').click()
      await page.locator('#alert-act').waitFor()
      await page.locator('.foot .main').click()
      await page.locator('#alert-act [role=alert]').first().waitFor()
    },
  },
  {
    name: 'm-door',
    path: '/m/',
    async does(page, world) {
      await door(page, world)
      await page.locator('.conflict').waitFor()
    },
  },
  { name: 'm-visit', path: '/m/', does: visit },
  {
    name: 'm-campaign',
    path: '/m/',
    async does(page) {
      await synced(page)
      await page.locator('a.row[href*=campaign]').first().click()
      await page.locator('.figures li').first().waitFor()
    },
  },
  { name: 'm-person', as: '家庭医生团队', path: '/m/', does: person },
  {
    name: 'm-measure',
    as: '家庭医生团队',
    path: '/m/',
    async does(page, world) {
      await person(page, world)
      await page.locator('main .choices button').first().click()
      await page.locator('#measure-systolic').fill('80')
      await page.locator('#measure-diastolic').fill('84')
      await page.locator('.foot .main').click()
      await page.locator('[role=dialog] [role=alert]').first().waitFor()
    },
  },
  {
    name: 'm-register',
    path: '/m/',
    async does(page, world) {
      await door(page, world)
      await page.locator('.ways a').click()
      await page.locator('form input').first().waitFor()
    },
  },
  {
    name: 'm-me',
    path: '/m/',
    async does(page) {
      await synced(page)
      await tab(page, 4)
      await page.locator('.out .button').waitFor()
    },
  },
  {
    name: 'm-leaving',
    path: '/m/',
    async does(page) {
      await refused(page)
      await tab(page, 4)
      await page.locator('.out .button').click()
      await page.locator('[role=dialog]').waitFor()
    },
  },
  { name: 'm-inbox', path: '/m/inbox', does: (page) => page.locator('main h1').waitFor() },
  { name: 'm-nowhere', path: '/m/nothing-here', does: (page) => page.locator('main .button').waitFor() },
]

for (const one of pages.map((each) => ({ as: MEMBER, full: true, sizes: ['phone'], ...each })))
  for (const size of sizesOf(one)) test(`picture of ${one.name}, ${size}`, refusals, picture(one, size))
