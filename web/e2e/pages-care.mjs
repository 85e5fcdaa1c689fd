// Screenshots of the desk's care and household pages.
import { picture, refusals, sizesOf, test } from './pages.mjs'
import { leadsEverywhere, recordId } from './phone.mjs'

const MANAGER = 'guanli-tuanjie'
const row = (page) => page.locator('tbody tr').first().waitFor()
const alert = async ({ who }) => `/care/alerts/${(await who.get('/care/alerts?view=open')).items[0].id}`
/** The resident of the first open alert, and their household. */
async function resident(who) {
  const { items } = await who.get('/care/alerts?view=open')
  const { resident: id } = await who.get(`/care/alerts/${items[0].id}`)
  return who.get(`/households/residents/${id}`)
}
const person = async ({ who }) => `/households/residents/${(await resident(who)).id}`
const home = async ({ who }) => `/households/${(await resident(who)).household.id}`
const readings = async ({ who }) => `/care/residents/${(await resident(who)).id}`
/** A registered record; a second one is a duplicate. */
async function registered(who) {
  const { items } = await who.get('/grid/cells')
  const id = recordId()
  await who.post('/households/residents', {
    id,
    name: '史怀远',
    code: items.find((cell) => cell.level === 'micro_grid').code,
    birth: '1950-03-04',
    phones: ['15400009999'],
  })
  return `/households/residents/${id}`
}

const pages = [
  { name: 'care-alerts', path: '/care', does: row },
  { name: 'care-alerts-closed', path: '/care?view=closed', does: row },
  {
    name: 'care-alert',
    path: alert,
    full: true,
    data: true,
    does: (page) => page.locator('[data-kind^="care."]').first().waitFor(),
  },
  {
    name: 'care-act',
    path: alert,
    data: true,
    async does(page) {
      await page.locator('.acts > button').first().click()
      await page.locator('dialog textarea').waitFor()
    },
  },
  { name: 'care-overdue', path: '/care/overdue', does: (page) => page.locator('section li').first().waitFor() },
  {
    name: 'care-person',
    data: true,
    path: readings,
    full: true,
    async does(page) {
      await page.locator('.care-trend svg').focus()
      await page.keyboard.press('End')
      await page.locator('.care-trend .cursor').waitFor({ state: 'attached' })
    },
  },
  {
    name: 'care-reading',
    data: true,
    path: readings,
    async does(page) {
      await page.getByRole('button', { name: /录入测量|reading/ }).click()
      await page
        .getByLabel(/^(?:血糖|Glucose|Blood glucose)$/)
        .first()
        .fill('30')
      await page.locator('dialog [role=status]', { hasText: '540' }).waitFor()
    },
  },
  { name: 'care-rules', path: '/care/rules', data: true, does: row },
  {
    name: 'care-rules-edit',
    as: 'guanli',
    data: true,
    async path({ base }) {
      await leadsEverywhere(base, 'guanli')
      return '/care/rules/edit'
    },
    async does(page) {
      const box = page.locator('textarea')
      await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('16.7'))
      await box.fill((await box.inputValue()).replace('16.7', '13.9'))
    },
  },
  {
    name: 'residents',
    path: '/households',
    async does(page, { who }) {
      await row(page)
      await page.locator('form.find input').fill((await resident(who)).name)
      await page.locator('form.find button').click()
      await page.locator('.found a').first().waitFor()
    },
  },
  {
    name: 'resident-new',
    as: MANAGER,
    path: '/households',
    async does(page) {
      await page.getByRole('button', { name: /登记居民|Register/ }).click()
      await page.locator('dialog summary').click()
      await page.locator('dialog select').first().waitFor()
    },
  },
  { name: 'resident', path: person, full: true, does: (page) => page.locator('ol li').first().waitFor() },
  {
    name: 'resident-need',
    path: person,
    async does(page) {
      await page.getByRole('button', { name: /记下需要|Record a need/ }).click()
      await page.locator('dialog fieldset').first().waitFor()
    },
  },
  {
    name: 'resident-erase',
    as: MANAGER,
    path: ({ who }) => registered(who),
    async does(page) {
      await page.locator('h2', { hasText: '史怀远' }).waitFor()
      await page.getByRole('button', { name: /^(?:更多|More)/ }).click()
      await page.locator('[role=menuitem].danger').click()
      await page.locator('dialog .notice').waitFor()
    },
  },
  { name: 'homes', path: '/households/homes', does: row },
  { name: 'home', path: home, does: (page) => page.locator('ol li').first().waitFor() },
  {
    name: 'home-contact',
    path: home,
    async does(page) {
      await page.locator('ol li .row .button').first().click()
      await page.locator('dialog .fill').waitFor()
    },
  },
  {
    name: 'doubles',
    as: MANAGER,
    async path({ who }) {
      for (let time = 0; time < 2; time++) await registered(who)
      return '/households/doubles'
    },
    does: (page) => page.locator('article').first().waitFor(),
  },
  {
    name: 'teams',
    as: 'guanli',
    path: '/households/teams',
    does: (page) => page.locator('.pairs li').first().waitFor(),
  },
  {
    name: 'team-new',
    as: 'guanli',
    path: '/households/teams',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().waitFor()
    },
  },
  {
    name: 'tombstones',
    as: 'guanli',
    path: '/households/tombstones',
    does: (page) => page.locator('.ui-empty, tbody tr').first().waitFor(),
  },
]

for (const one of pages.map((each) => ({ as: '家庭医生团队', ...each })))
  for (const size of sizesOf(one)) test(`picture of ${one.name}, ${size}`, refusals, picture(one, size))
