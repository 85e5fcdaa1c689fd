// Screenshots of the residents' pages: report, large letters, case, public figures.
import { picture, refusals, sizesOf, test } from './pages.mjs'
import { bring, person } from './phone.mjs'

const WHAT = '三栋楼下路灯不亮，晚上老人看不见路。'
const PLACE = '合作街道逸景花园3栋'
/** A small valid picture. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFklEQVR4nGNgaPiPDw2kBDbzh6oEADV+foH5kT5qAAAAAElFTkSuQmCC',
  'base64',
)

async function fill(page) {
  await page.locator('#what').fill(WHAT)
  await page.locator('#address').fill(PLACE)
  await page.locator('.understood').waitFor()
}
/** Sends the same report first, as a neighbour. */
async function reported(page) {
  await fill(page)
  await page.locator('.send').click()
  await page.locator('.done').waitFor()
}
/** The page of a case: in work, or resolved and to be answered. */
const followed =
  (resolve) =>
  async ({ base }) => {
    const desk = await person(base, 'zuoxi1')
    const one = await bring(desk, '51011701900600901', '楼道灯不亮')
    const act = async (body) =>
      desk.post(`/cases/${one.id}/actions`, body, (await desk.get(`/cases/${one.id}`)).version)
    await act({ action: one.actions.includes('accept') ? 'accept' : 'take_over' })
    await act({ action: 'start' })
    if (resolve) await act({ action: 'resolve', outcome: '灯已换好，亮了。' })
    // The link must be issued by somebody who did not do the work.
    return (await (await person(base, 'zuoxi2')).post(`/cases/${one.id}/link`, null)).track_url
  }
/** Presses the large button until this heading is shown. */
async function step(page, heading) {
  for (let n = 0; n < 8; n++) {
    const now = await page.locator('h1').innerText()
    if (now === heading) return
    if ((await page.locator('#what').count()) > 0) await page.locator('#what').fill(WHAT)
    if ((await page.locator('#address').count()) > 0) {
      await page.locator('#address').fill(PLACE)
      await page.locator('.understood').waitFor()
    }
    await page.locator('.huge').first().click()
    await page.locator('h1', { hasNotText: now }).waitFor()
  }
  throw new Error(`no screen ${heading}`)
}
const elder = '/r/?elder=1'

const pages = [
  { name: 'report', path: '/r/', does: (page) => page.locator('#what').waitFor() },
  {
    name: 'report-filled',
    path: '/r/',
    async does(page) {
      await reported(page)
      await page.locator('.done .plain').click()
      await fill(page)
      await page.locator('input[type=file]').setInputFiles({ name: '路灯.png', mimeType: 'image/png', buffer: PICTURE })
      await page.locator('.known').waitFor()
    },
  },
  {
    name: 'report-kinds',
    path: '/r/',
    chinese: true,
    async does(page) {
      await page.locator('#what').fill('有燃气异味，还有井盖缺失')
      await page.locator('.chip', { hasText: '井盖' }).click()
      await page.locator('fieldset .link').click()
      await page.locator('#kind').waitFor()
    },
  },
  {
    name: 'report-unsure',
    path: '/r/',
    async does(page) {
      await page.locator('#address').fill('逸景花园')
      await page.locator('.notice.warn').waitFor()
    },
  },
  {
    name: 'report-map',
    path: '/r/',
    async does(page) {
      await page.getByRole('button', { name: /地图|map/ }).click()
      await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
      await page.locator('canvas').click()
      await page.locator('.picked').waitFor()
    },
  },
  {
    name: 'report-missing',
    path: '/r/',
    async does(page) {
      await page.locator('#what').waitFor()
      await page.locator('.send').click()
      await page.locator('[role=alert]').first().waitFor()
    },
  },
  {
    name: 'report-waiting',
    path: '/r/',
    async does(page) {
      await page.locator('#what').waitFor()
      await fill(page)
      await page.context().setOffline(true)
      await page.locator('.send').click()
      await page.locator('.way .main').waitFor()
    },
  },
  {
    name: 'report-done',
    path: '/r/',
    async does(page) {
      await fill(page)
      await page.locator('.send').click()
      await page.locator('.done').waitFor()
    },
  },
  {
    name: 'report-joined',
    path: '/r/',
    async does(page) {
      await reported(page)
      await page.locator('.done .plain').click()
      await fill(page)
      await page.locator('.known button').first().click()
      await page.locator('.done').waitFor()
    },
  },
  {
    name: 'report-mine',
    path: '/r/',
    async does(page) {
      await fill(page)
      await page.locator('.send').click()
      await page.locator('.done').waitFor()
      await page.reload()
      await page.locator('.beside ul li').first().waitFor()
      await page.locator('#what').waitFor()
    },
  },
  { name: 'track', path: followed(false), does: (page) => page.locator('ol li').first().waitFor() },
  { name: 'track-ask', path: followed(true), does: (page) => page.locator('.ask').waitFor() },
  {
    name: 'track-no',
    path: followed(true),
    async does(page) {
      await page.locator('.ask .button').nth(1).click()
      await page.locator('.chip').first().click()
    },
  },
  { name: 'track-missing', path: '/r/t/nothing', does: (page) => page.locator('[role=alert]').waitFor() },
  { name: 'around', path: '/r/around', does: (page) => page.locator('.recent li').first().waitFor() },
  { name: 'elder-home', path: elder, does: (page) => page.locator('.huge').first().waitFor() },
  ...[
    ['what', '什么事？'],
    ['where', '在哪里？'],
    ['photo', '拍张照片吗？'],
    ['phone', '留个电话吗？'],
    ['check', '对不对？'],
  ].map(([name, heading]) => ({
    name: `elder-${name}`,
    path: elder,
    chinese: true,
    does: (page) => step(page, heading),
  })),
  {
    name: 'elder-missing',
    path: elder,
    async does(page) {
      await page.locator('.huge').first().click()
      await page.locator('.step .huge').click()
      await page.locator('[role=alert]').waitFor()
    },
  },
  {
    name: 'elder-done',
    path: elder,
    chinese: true,
    async does(page) {
      await step(page, '对不对？')
      await page.locator('.huge').click()
      await page.locator('.done').waitFor()
    },
  },
  {
    name: 'elder-track',
    path: async (world) => `${await followed(false)(world)}?elder=1`,
    does: (page) => page.locator('ol li').first().waitFor(),
  },
  { name: 'elder-around', path: '/r/around?elder=1', does: (page) => page.locator('.recent li').first().waitFor() },
  {
    name: 'elder-200',
    path: elder,
    chinese: true,
    async does(page) {
      await step(page, '在哪里？')
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '262.5%'
      })
    },
  },
]

for (const one of pages.map((each) => ({ full: true, ...each })))
  for (const size of sizesOf(one)) test(`picture of ${one.name}, ${size}`, refusals, picture(one, size))
