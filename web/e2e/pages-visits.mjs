// Screenshots of the desk's visit pages.
import { picture, refusals, sizesOf, test } from './pages.mjs'

const campaign =
  (status, further = '') =>
  async ({ who }) => {
    const { items } = await who.get('/visits/campaigns?limit=50')
    return `/visits/campaigns/${items.find((one) => one.status.key === status).id}${further}`
  }
const proof = (page) => page.locator('.gaps li').first().waitFor()

async function workbook(page, file, name) {
  await page.locator('input[type=file]').setInputFiles(new URL(`books/${file}`, import.meta.url).pathname)
  await page.locator('form input[maxlength="40"]').fill(name)
  await page.locator('form .main:not([disabled])').click()
}

const pages = [
  { name: 'visits', path: '/visits', does: (page) => page.locator('.campaigns li').first().waitFor() },
  {
    name: 'visits-draft',
    path: campaign('draft'),
    does: (page) => page.locator('[data-act=start]:not([disabled])').waitFor(),
  },
  {
    name: 'visits-start',
    path: campaign('draft'),
    async does(page) {
      await page.locator('[data-act=start]:not([disabled])').click()
      await page.locator('dialog .main').waitFor()
    },
  },
  { name: 'visits-campaign', path: campaign('running'), full: true, does: proof },
  {
    name: 'visits-at-start',
    path: campaign('running'),
    full: true,
    async does(page) {
      await proof(page)
      await page.locator('.proof .tab').nth(1).click()
      await page.locator('.proof .tab[aria-pressed=true]').waitFor()
    },
  },
  {
    name: 'visits-cell',
    path: campaign('running'),
    full: true,
    async does(page) {
      await proof(page)
      await page.locator('.cells .button').first().click()
      await page.locator('.gaps .tag.info').waitFor()
    },
  },
  { name: 'visits-signed', path: campaign('signed'), full: true, does: (page) => page.locator('.proof').waitFor() },
  {
    name: 'visits-sign',
    path: campaign('running', '/sign'),
    full: true,
    async does(page) {
      await page.locator('form li').first().waitFor()
      await page.locator('.fill input').fill('常年在外，已电话联系')
      await page.locator('.fill button').click()
    },
  },
  {
    name: 'visits-new',
    path: '/visits/new',
    full: true,
    async does(page) {
      await page.locator('input[type=radio][value=age]').check()
      await page.locator('input[type=number]').waitFor()
      await page.locator('form select').waitFor()
    },
  },
  {
    name: 'visits-forms',
    path: '/visits/forms',
    full: true,
    does: (page) => page.locator('main a[href^="/visits/forms/"]').first().waitFor(),
  },
  {
    name: 'visits-form',
    path: '/visits/forms/winter-visit',
    full: true,
    does: (page) => page.locator('[data-question]').first().waitFor(),
  },
  {
    name: 'visits-workbook',
    path: '/visits/forms/new',
    full: true,
    data: true,
    async does(page) {
      await workbook(page, 'mended.xlsx', 'winter-alone')
      await page.locator('.read li').first().waitFor()
    },
  },
  {
    name: 'visits-workbook-faults',
    path: '/visits/forms/new',
    full: true,
    data: true,
    async does(page) {
      await workbook(page, 'faulty.xlsx', 'faulty')
      await page.locator('.faults li').nth(2).waitFor()
    },
  },
  {
    name: 'visits-conflicts',
    path: '/visits/conflicts',
    does: (page) => page.locator('.conflict li').first().waitFor(),
  },
]

for (const one of pages.map((each) => ({ as: 'guanli', ...each })))
  for (const size of sizesOf(one)) test(`picture of ${one.name}, ${size}`, refusals, picture(one, size))
