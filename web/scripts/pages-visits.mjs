// The desk's pages of visits, for pictures and inspection.
const id = (n) => `018f0000-0000-7000-8000-0000000e${String(n).padStart(4, '0')}`
const proof = (page) => page.locator('.gaps li').first().waitFor()

async function workbook(page, name) {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'winter.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9_000) })
  await page.locator('form input[maxlength="40"]').fill(name)
  await page.locator('form .main:not([disabled])').click()
}

export const visitPages = [
  { name: 'visits', path: '/visits', does: (page) => page.locator('.campaigns li').first().waitFor() },
  {
    name: 'visits-draft',
    path: `/visits/campaigns/${id(2)}`,
    does: (page) => page.locator('[data-act=start]:not([disabled])').waitFor(),
  },
  {
    name: 'visits-start',
    path: `/visits/campaigns/${id(2)}`,
    async does(page) {
      await page.locator('[data-act=start]:not([disabled])').click()
      await page.locator('dialog .main').waitFor()
    },
  },
  { name: 'visits-campaign', path: `/visits/campaigns/${id(1)}`, full: true, does: proof },
  {
    name: 'visits-at-start',
    path: `/visits/campaigns/${id(1)}`,
    full: true,
    async does(page) {
      await proof(page)
      await page.locator('.proof .tab').nth(1).click()
      await page.locator('.cells li').nth(6).waitFor({ state: 'detached' })
    },
  },
  {
    name: 'visits-cell',
    path: `/visits/campaigns/${id(1)}`,
    full: true,
    async does(page) {
      await proof(page)
      await page.locator('.cells .button').first().click()
      await page.locator('.gaps .tag.info').waitFor()
    },
  },
  { name: 'visits-signed', path: `/visits/campaigns/${id(3)}`, full: true, does: proof },
  { name: 'visits-withdrawn', path: `/visits/campaigns/${id(4)}`, does: proof },
  {
    name: 'visits-sign',
    path: `/visits/campaigns/${id(1)}/sign`,
    full: true,
    async does(page) {
      await page.locator('form li').first().waitFor()
      await page.locator('.fill input').fill('常年在外，已电话联系')
      await page.locator('.fill button').click()
      await page.locator('form .main:not([disabled])').click()
      await page.locator('[role=alert]').waitFor()
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
    does: (page) => page.locator('.burden li').first().waitFor(),
  },
  {
    name: 'visits-form',
    path: '/visits/forms/winter',
    full: true,
    does: (page) => page.locator('[data-question=needs]').waitFor(),
  },
  {
    name: 'visits-workbook',
    path: '/visits/forms/new',
    full: true,
    async does(page) {
      await workbook(page, 'winter-alone')
      await page.locator('.read li').first().waitFor()
    },
  },
  {
    name: 'visits-workbook-faults',
    path: '/visits/forms/new',
    full: true,
    async does(page) {
      await workbook(page, 'faulty')
      await page.locator('.faults li').nth(2).waitFor()
    },
  },
  {
    name: 'visits-conflicts',
    path: '/visits/conflicts',
    does: (page) => page.locator('.conflict li').first().waitFor(),
  },
  { name: 'visits-behind', path: `/visits/behind/${id(400)}`, does: (page) => page.locator('ol li').nth(1).waitFor() },
]
