// Screenshots of the desk's queue and cases: reading, bulk actions, conflicts, new cases.
import { another, others } from './meanwhile.mjs'
import { picture, refusals, sizesOf, test } from './pages.mjs'
import { bring } from './phone.mjs'

const CELL = '51011701900600901'
const row = (page) => page.locator('tr.case').first().waitFor()
const first = async (who, view, fits = () => true) => (await who.get(`/cases?view=${view}&limit=200`)).items.find(fits)
const working = async ({ who }) => `/cases/${(await first(who, 'open', (one) => one.status === 'in_progress')).id}`
const waiting = async ({ who }) => `/cases/${(await first(who, 'waiting', (one) => one.placing === 'sure')).id}`

const pages = [
  {
    name: 'queue',
    path: '/cases',
    async does(page) {
      await row(page)
      if (page.viewportSize().width <= 1080) return
      for (let step = 0; step < 4; step++) await page.keyboard.press('j')
      await page.locator('article').waitFor()
    },
  },
  {
    name: 'queue-moved',
    path: '/cases?view=open',
    async does(page, { who }) {
      await row(page)
      await bring(who, CELL, '楼道里的灯不亮了')
      await page.locator('.moved').waitFor()
    },
  },
  {
    name: 'queue-help',
    path: '/cases',
    async does(page) {
      await row(page)
      await page.keyboard.press('?')
      await page.locator('dialog').waitFor()
    },
  },
  {
    name: 'queue-chosen',
    path: '/cases?view=waiting',
    sizes: ['desk'],
    async does(page) {
      await row(page)
      for (const key of ['j', 'x', 'j', 'j', 'X']) await page.keyboard.press(key)
      await page.locator('.chosen b', { hasText: '3' }).waitFor()
      await page.locator('article').waitFor()
    },
  },
  {
    name: 'queue-bulk',
    path: '/cases?view=waiting',
    async does(page) {
      await row(page)
      for (const at of [0, 1, 2]) await page.locator('tr.case input').nth(at).check()
      await page.locator('.chosen button').first().click()
      await page.locator('.bulk.counting').waitFor()
    },
  },
  {
    name: 'queue-bulk-told',
    path: '/cases',
    async does(page) {
      await row(page)
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
      await row(page)
      await page.locator('.views').click()
      await page.locator('dialog input').first().waitFor()
    },
  },
  {
    name: 'queue-print',
    path: '/cases?view=late',
    sizes: ['desk'],
    looks: ['light'],
    async does(page) {
      await row(page)
      await page.emulateMedia({ media: 'print' })
    },
  },
  {
    name: 'case-print',
    path: working,
    sizes: ['desk'],
    looks: ['light'],
    full: true,
    async does(page) {
      await page.locator('article li time').first().waitFor()
      await page.emulateMedia({ media: 'print' })
    },
  },
  {
    name: 'case-photo',
    async path({ who }) {
      const { items } = await who.get('/cases?view=resolved&limit=50')
      for (const { id } of items) if ((await who.get(`/cases/${id}`)).attachments.length > 0) return `/cases/${id}`
      throw new Error('no resolved matter has a photograph')
    },
    async does(page) {
      await page.locator('article li time').first().waitFor()
      await page.locator('article li button:has(img)').first().click()
      await page.locator('dialog img').waitFor()
    },
  },
  {
    name: 'case-audit',
    as: '街道负责人',
    data: true,
    path: async (world) => `${await working(world)}/audit`,
    does: (page) => page.locator('tbody tr').nth(2).waitFor(),
  },
  {
    name: 'case-collision',
    path: waiting,
    async does(page, { base }) {
      const id = new URL(page.url()).pathname.split('/').at(-1)
      await others(page, base, id, { action: 'take_over' })
      await page.route('**/api/v1/live', (route) => route.fulfill({ status: 204 }))
      await page.reload()
      const start = page.locator('article .acts .main', { hasText: /开始|Start/ })
      await start.waitFor()
      await others(page, base, id, await another(page, base, id))
      await start.click()
      await page.locator('dialog table').waitFor()
    },
  },
  {
    name: 'case',
    path: working,
    full: true,
    does: (page) => page.locator('article li time').first().waitFor(),
  },
  {
    name: 'case-unsure',
    path: async ({ who }) => `/cases/${(await first(who, 'unplaced', (one) => one.placing === 'unsure')).id}`,
    does: (page) => page.locator('.placing').waitFor(),
  },
  {
    name: 'case-action',
    path: working,
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
    async does(page, { who }) {
      await bring(who, CELL, '路灯不亮，三盏连续损坏')
      await page.locator('fieldset input').first().fill('路灯不亮，三盏连续损坏')
      await page.locator('.address input').fill('逸景花园3栋')
      await page.locator('.place.sure').waitFor()
    },
  },
  {
    name: 'case-new-unsure',
    path: '/cases/new',
    full: true,
    async does(page) {
      await page.locator('fieldset input').first().fill('燃气管道疑似漏气')
      await page.locator('.address input').fill('逸景花园')
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
      await page.locator('dialog .main:not([disabled])').waitFor()
    },
  },
  {
    name: 'menu',
    path: '/cases',
    sizes: ['phone'],
    async does(page) {
      await page.locator('.burger').click()
      await page.locator('dialog').waitFor()
    },
  },
]

for (const one of pages.map((each) => ({ as: 'zuoxi1', ...each })))
  for (const size of sizesOf(one)) test(`picture of ${one.name}, ${size}`, refusals, picture(one, size))
