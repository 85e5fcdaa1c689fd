// Screenshots of the desk's other pages: figures, map, people, grids, manual, imports, settings, wall.
import { picture, refusals, sizesOf, test } from './pages.mjs'

const row = (page) => page.locator('tbody tr').first().waitFor()
const painted = (page) => page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
/** Two neighbouring micro-grids of one grid. */
async function neighbours(who) {
  const { items } = await who.get('/grid/cells?under=510117019006')
  const cells = items.filter((cell) => cell.level === 'micro_grid' && cell.kind === 'general')
  return cells.filter((cell) => cell.code.startsWith(cells[0].code.slice(0, 15))).slice(-2)
}
const account = async (who, login) => (await who.get(`/people/accounts?q=${login}`)).items[0].id

async function mapped(page) {
  await painted(page)
  await page.locator('.side li').first().waitFor()
}
async function wall(page) {
  await page.locator('[data-tie=live]').waitFor()
  await painted(page)
  await page.locator('.news li').first().waitFor()
}

const pages = [
  {
    name: 'sign-in',
    as: null,
    path: '/sign-in',
    does: (page) => page.locator('.demo li button').first().waitFor(),
  },
  {
    name: 'signed-out',
    as: null,
    sizes: ['desk'],
    path: '/people',
    does: (page) => page.waitForURL(/sign-in\?next=\/people/),
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
    path: '/overview?code=510117019006009',
    async does(page) {
      await page.locator('.trend svg').focus()
      await page.keyboard.press('ArrowLeft')
      await page.locator('.trend circle').first().waitFor()
    },
  },
  { name: 'map', path: '/map', does: mapped },
  {
    name: 'map-cell',
    path: '/map',
    async does(page) {
      await page.locator('.side li button').nth(1).click()
      await page.locator('.cell li').first().waitFor()
    },
  },
  { name: 'map-duty', path: '/map?by=duty', does: mapped },
  { name: 'map-community', path: '/map?under=510117019006', does: mapped },
  { name: 'people', path: '/people', does: row },
  { name: 'accounts', path: '/people/accounts', data: true, does: row },
  {
    name: 'account',
    data: true,
    path: async ({ who }) => `/people/accounts/${await account(who, 'wei-tianjiao-9-1')}`,
    does: (page) => page.locator('h2').first().waitFor(),
  },
  {
    name: 'account-leave',
    data: true,
    path: async ({ who }) => `/people/accounts/${await account(who, 'wei-tianjiao-9-1')}`,
    async does(page) {
      await page.getByRole('button', { name: /办理离岗|Leave/ }).click()
      const day = await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
      await page.locator('dialog input[type=date]').fill(day)
      await page.locator('dialog .ui-dialog-foot .main').click()
      await page.locator('dialog table').waitFor()
    },
  },
  {
    name: 'account-new',
    path: '/people/accounts',
    data: true,
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog').waitFor()
    },
  },
  { name: 'absences', path: '/people/absences', does: row },
  {
    name: 'absence-new',
    path: '/people/absences',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().waitFor()
    },
  },
  {
    name: 'regrid',
    full: true,
    path: '/grid/regrids/new',
    async does(page, { who }) {
      const [one, other] = await neighbours(who)
      const day = await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
      await page.locator('input[type=date]').fill(day)
      await page.getByRole('button', { name: /添加一项|Add a change/ }).click()
      await page.getByRole('radio', { name: /合并|Merge/ }).check({ force: true })
      for (const [at, cell] of [one, other].entries()) {
        await page.locator('dialog [role=combobox]').nth(at).fill(cell.code)
        await page.locator('dialog [role=option]', { hasText: cell.code }).click()
      }
      await page.locator('dialog .main').click()
      await page.locator('form .main').click()
      await page.waitForURL(/regrids\/[0-9a-f]{8}-/)
      await painted(page)
    },
  },
  {
    name: 'regrid-new',
    path: '/grid/regrids/new',
    async does(page, { who }) {
      const [one] = await neighbours(who)
      await page.getByRole('button', { name: /添加一项|Add a change/ }).click()
      await page.locator('dialog [role=combobox]').fill(one.code)
      await page.locator('dialog [role=option]', { hasText: one.code }).click()
      await page.locator('dialog canvas[data-painted]:not([data-painted="0"])').waitFor()
      await page.locator('dialog li input').first().waitFor()
    },
  },
  { name: 'regrids', path: '/grid/regrids', does: (page) => page.locator('.ui-empty, tbody tr').first().waitFor() },
  { name: 'findings', path: '/grid/findings', does: (page) => page.locator('main canvas[data-painted]').waitFor() },
  { name: 'manual', path: '/manual?kind=gas-smell', does: (page) => page.locator('.kind-body h2').waitFor() },
  {
    name: 'manual-edit',
    as: '系统管理员',
    data: true,
    path: '/manual/edit?kind=gas-smell',
    async does(page) {
      await page.locator('.kind-body h2').waitFor()
      const text = await page.locator('textarea').inputValue()
      await page.locator('textarea').fill(text.replace(/^accept_by = .*$/m, 'accept_by = "3 days"\ntaken = "x"'))
      await page.locator('.faults li').first().waitFor()
    },
  },
  {
    name: 'manual-publish',
    as: '系统管理员',
    data: true,
    path: '/manual/edit?kind=gas-smell',
    async does(page) {
      await page.locator('.kind-body h2').waitFor()
      const text = await page.locator('textarea').inputValue()
      await page.locator('textarea').fill(text.replace(/^1\. /m, '1. 先提醒关阀、开窗。'))
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
    as: '系统管理员',
    path: '/manual/calendar',
    async does(page) {
      await page
        .getByRole('button', { name: /录入 2027|2027/ })
        .first()
        .click()
      await page.locator('dialog textarea').waitFor()
    },
  },
  {
    name: 'settings',
    path: '/settings',
    full: true,
    data: true,
    does: (page) => page.locator('fieldset').nth(2).waitFor(),
  },
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
  {
    name: 'tokens',
    path: '/settings/tokens',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().fill('区级平台读取')
      await page.locator('dialog input[type=checkbox]').first().check()
      await page.locator('dialog .main').click()
      await page.locator('.secret input').waitFor()
      await page.locator('dialog .ui-dialog-foot button').click()
      await row(page)
    },
  },
  {
    name: 'destination-new',
    data: true,
    path: '/settings/destinations',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().waitFor()
    },
  },
  {
    name: 'installation',
    path: '/settings/installation',
    data: true,
    does: (page) => page.locator('dd').first().waitFor(),
  },
  { name: 'imports', path: '/imports', data: true, does: (page) => page.locator('.drop').waitFor() },
  {
    name: 'imports-tried',
    data: true,
    path: '/imports',
    full: true,
    async does(page) {
      await page.locator('input[value=directory]').check({ force: true })
      const table = `小区,栋,单元,室,网格编码\n月光苑,1,1,101,51011701900600901\n月光苑,1,1,102,5101170190060099\n`
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: '房屋.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
      await page.getByRole('button', { name: /试算|Dry/ }).click()
      await page.locator('.counts').waitFor()
    },
  },
  { name: 'outbox', path: '/outbox', does: (page) => page.locator('.ui-empty, tbody tr').first().waitFor() },
  { name: 'inbox', path: '/inbox', does: (page) => page.locator('ul.card li').first().waitFor() },
  { name: 'screen', path: '/screen', sizes: ['desk', 'phone', 'wall', 'wall4k'], does: wall },
  {
    name: 'screen-lost',
    path: '/screen',
    sizes: ['desk', 'wall', 'wall4k'],
    async does(page) {
      await wall(page)
      await page.context().setOffline(true)
      await page.evaluate(() => dispatchEvent(new Event('online')))
      await page.locator('[data-tie=lost]').waitFor()
    },
  },
  { name: 'nowhere', path: '/nothing-here', does: (page) => page.locator('.ui-empty').waitFor() },
]

for (const one of pages.map((each) => ({ as: 'guanli', ...each })))
  for (const size of sizesOf(one)) test(`picture of ${one.name}, ${size}`, refusals, picture(one, size))
