// The desk's pages of care and of households, for pictures and inspection.
const WOMAN = '018f0000-0000-7000-8000-00000000a001'
const HOME = '018f0000-0000-7000-8000-00000000a002'
const ALERT = '018f0000-0000-7000-8000-00000000a003'
const row = (page) => page.locator('tbody tr').first().waitFor()

export const carePages = [
  { name: 'care-alerts', path: '/care', does: row },
  { name: 'care-alerts-none', path: '/care?view=closed', does: (page) => page.locator('.ui-empty').waitFor() },
  {
    name: 'care-alert',
    path: `/care/alerts/${ALERT}`,
    full: true,
    does: (page) => page.locator('[data-kind="care.climbed"]').waitFor(),
  },
  {
    name: 'care-act',
    path: `/care/alerts/${ALERT}`,
    async does(page) {
      await page.locator('.do button').nth(1).click()
      await page.locator('dialog textarea').waitFor()
    },
  },
  {
    name: 'care-call',
    path: `/care/alerts/${ALERT}`,
    async does(page) {
      await page.locator('.do button').first().click()
      await page.locator('dialog .main').click()
      await page.locator('a[href^="tel:"]').waitFor()
    },
  },
  {
    name: 'care-moved',
    path: `/care/alerts/${ALERT}`,
    async does(page) {
      await page.locator('.note input').fill('多喝水')
      await page.locator('.note button').click()
      await page.locator('dialog .facts').waitFor()
    },
  },
  { name: 'care-overdue', path: '/care/overdue', does: (page) => page.locator('section li').first().waitFor() },
  {
    name: 'care-person',
    data: true,
    path: `/care/residents/${WOMAN}`,
    full: true,
    async does(page) {
      await page.locator('.care-trend svg').focus()
      await page.keyboard.press('End')
      await page.locator('.care-trend .cursor').waitFor({ state: 'attached' })
    },
  },
  {
    name: 'care-reading',
    path: `/care/residents/${WOMAN}`,
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().fill('30')
      await page.locator('dialog .also', { hasText: '540' }).waitFor()
    },
  },
  { name: 'care-rules', path: '/care/rules', does: row },
  {
    name: 'care-rules-edit',
    data: true,
    path: '/care/rules/edit',
    async does(page) {
      const box = page.locator('textarea')
      await box.fill((await box.inputValue()).replace('16.7', '13.9'))
      await page.locator('.page-head button').first().click()
      await page.locator('.trial tbody tr').first().waitFor()
    },
  },
  {
    name: 'residents',
    path: '/households',
    async does(page) {
      await page.locator('form.find input').fill('王桂芳')
      await page.locator('form.find button').click()
      await page.locator('.found a').waitFor()
    },
  },
  {
    name: 'resident-new',
    path: '/households',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog summary').click()
      await page.locator('dialog select').first().waitFor()
    },
  },
  {
    name: 'resident',
    path: `/households/residents/${WOMAN}`,
    full: true,
    does: (page) => page.locator('ol li').first().waitFor(),
  },
  {
    name: 'resident-need',
    path: `/households/residents/${WOMAN}`,
    async does(page) {
      await page.getByRole('button', { name: /记下需要|Record a need/ }).click()
      await page.locator('dialog fieldset').waitFor()
    },
  },
  {
    name: 'resident-erase',
    path: `/households/residents/${WOMAN}`,
    async does(page) {
      await page.getByRole('button', { name: /^(?:更多|More)/ }).click()
      await page.locator('[role=menuitem].danger').click()
      await page.locator('dialog .notice').waitFor()
    },
  },
  { name: 'homes', path: '/households/homes', does: row },
  { name: 'home', path: `/households/${HOME}`, does: (page) => page.locator('ol li').first().waitFor() },
  {
    name: 'home-contact',
    path: `/households/${HOME}`,
    async does(page) {
      await page.locator('ol li .row .button').first().click()
      await page.locator('dialog .fill').waitFor()
    },
  },
  { name: 'doubles', path: '/households/doubles', does: (page) => page.locator('article').waitFor() },
  {
    name: 'teams',
    path: '/households/teams',
    async does(page) {
      await page.locator('.pairs li').first().waitFor()
    },
  },
  {
    name: 'team-new',
    path: '/households/teams',
    async does(page) {
      await page.locator('.page-head .main').click()
      await page.locator('dialog input').first().waitFor()
    },
  },
  { name: 'tombstones', path: '/households/tombstones', does: row },
]
