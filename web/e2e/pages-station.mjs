// Screenshots of the station at desk, tablet, phone and wall size: a queue, and a person with a month of readings.
import { picture, refusals, sizesOf, test } from './pages.mjs'
import { recordId } from './phone.mjs'
import { byRole, findPerson, residents, signIn, station } from './station.mjs'

const DAY = 86_400_000

/** A station with a queue; its first person has a month of readings. */
async function prepared(base) {
  const doctor = await byRole(base, '家庭医生团队')
  const people = await residents(base, doctor, [
    ['王秀英', '15400019001', '1941'],
    ['李建国', '15400019002', '1958'],
    ['张桂兰', '15400019003', '1966'],
    ['陈志强', '15400019004', '1979'],
    ['刘玉珍', null, '1950'],
  ])
  const place = await station(base, doctor, '天骄西路微网实格服务站')
  for (const [days, systolic, diastolic, glucose] of [
    [28, 152, 94, 8.1],
    [21, 149, 92, 7.6],
    [14, 158, 96, 9.2],
    [7, 146, 90, 7.4],
    [2, 141, 86, 6.9],
  ]) {
    const at = new Date(Date.now() - days * DAY).toISOString()
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
  return { doctor, people, place }
}

async function entered(page, base) {
  const world = await prepared(base)
  await signIn(page, base, world.doctor.login)
  await part(page, 1)
  await page.locator('#station').selectOption(world.place.id)
  await page.locator('.queue .hours').waitFor()
  await part(page, 0)
  return world
}
/** Narrow screens show one part at a time. */
async function part(page, at) {
  if (page.viewportSize().width <= 820) await page.locator('.parts button').nth(at).click()
}
const typed = async (page, keys) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** Finds a person, and presses these keys. */
const at =
  (who, keys, shows) =>
  async (page, { base }) => {
    const { people } = await entered(page, base)
    await findPerson(page, people[who].name)
    await typed(page, keys)
    if (shows) await page.locator(shows).first().waitFor()
  }

const pages = [
  {
    name: 'station-sign-in',
    path: '/station/',
    data: true,
    does: (page) => page.locator('input[type=password]').waitFor(),
  },
  { name: 'station-find', does: (page, { base }) => entered(page, base) },
  {
    name: 'station-queue',
    async does(page, { base }) {
      await entered(page, base)
      await part(page, 1)
      await page.locator('[data-list=waiting] .ticket').first().click()
    },
  },
  {
    name: 'station-new-person',
    async does(page, { base }) {
      await entered(page, base)
      await page.locator('#find').fill('赵无名')
      await page.keyboard.press('Enter')
      await page.locator('.new-person').waitFor()
    },
  },
  {
    name: 'station-entry',
    async does(page, world) {
      await at(0, [], '.care-trend svg')(page, world)
      await typed(page, ['1', '4', '8', '9', '1', 'g', '7'])
    },
  },
  { name: 'station-symptoms', does: at(0, ['s', '1', '2']) },
  { name: 'station-normal', does: at(1, ['1', '2', '4', '7', '8', 'Enter'], '.result[data-kind=normal]') },
  { name: 'station-high', does: at(0, ['1', '5', '8', '9', '4', 'Enter'], '.result[data-kind=high]') },
  { name: 'station-asked', does: at(2, ['g', '1', '2', '6', 'f', 'Enter'], '.result[data-kind=asked]') },
  { name: 'station-critical', does: at(3, ['g', '3', '0', 'r', 'Enter'], '.result[data-kind=critical]') },
  {
    name: 'station-offline',
    async does(page, world) {
      await at(1, [])(page, world)
      await page.context().setOffline(true)
      await typed(page, ['1', '9', '2', '1', '1', '8', 'Enter'])
      await page.locator('[data-waiting]').waitFor()
    },
  },
  { name: 'station-slip', does: at(0, ['p'], 'dialog article.slip') },
  {
    name: 'station-slip-print',
    looks: ['light'],
    paper: true,
    async does(page, world) {
      await at(0, ['p'], 'dialog article.slip')(page, world)
      await page.emulateMedia({ media: 'print' })
    },
  },
  { name: 'station-booking', does: at(0, ['k'], '#book-day') },
  {
    name: 'station-screens',
    async does(page, { base }) {
      await entered(page, base)
      await part(page, 1)
      await page.locator('.foot .plain').click()
      await page.locator('dialog li').waitFor()
    },
  },
  {
    name: 'station-screen',
    sizes: ['desk', 'phone', 'wall'],
    path: async ({ base }) => new URL((await prepared(base)).place.screen).pathname,
    does: (page) => page.locator('.now b').waitFor(),
  },
]

for (const one of pages.map((each) => ({ sizes: ['desk', 'tablet', 'phone'], ...each })))
  for (const size of sizesOf(one)) test(`picture of ${one.name}, ${size}`, refusals, picture(one, size))
