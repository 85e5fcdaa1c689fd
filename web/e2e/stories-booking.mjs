// A resident books on a phone: refused on a full day, cancelled, booked again in large letters, identified at the desk, called.
import { recordId, until } from './phone.mjs'
import { bothLooks, inspect, must } from './stage.mjs'
import { byRole, choosePlace, DOCTOR, nobody, residents, signIn, teamOf } from './station.mjs'
import { how, test } from './story.mjs'

const said = (page) => page.evaluate(() => document.body.innerText)
/** A unique dialable number. */
const dialled = () => `139${`${Date.now()}`.slice(-6)}${String(Math.floor(Math.random() * 90) + 10)}`

/** A station with four places a day, two of them online. */
async function small(base, doctor, name) {
  const { code, team } = await teamOf(await byRole(base, '街道负责人'), doctor)
  const id = recordId()
  await doctor.post('/care/stations', { id, code, name, place: '活动中心一楼', phone: '028-15400009' })
  await doctor.post(`/care/stations/${id}/series`, {
    id: recordId(),
    team: team.id,
    rule: 'FREQ=DAILY',
    first: '2026-01-01',
    hours: { from: '09:00', until: '11:00' },
    slot: 30,
    places: 1,
    holidays: 'serve',
  })
  return { id, name }
}
const dayOf = async (base, street, place) => {
  const { items } = await (await fetch(`${base}/api/v1/public/stations?street=${street}`)).json()
  const { days } = items.find((one) => one.id === place.id)
  return days[1].day // tomorrow: what is left of today depends on the hour
}
async function other(base, door, at, phone) {
  const answer = await fetch(`${base}/api/v1${door}/bookings`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Weiguang': '1', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ id: recordId(), at, name: '别人', phone }),
  })
  must(answer.status === 201, `somebody else cannot book: ${await answer.text()}`)
}
const queue = async (doctor, place, day) => (await doctor.get(`/care/stations/${place.id}/days/${day}`)).expected
const fits = (page, word) => page.locator('.notice', { hasText: word }).waitFor()

async function booking({ base, page, phone, pass }) {
  const doctor = await byRole(base, DOCTOR)
  const street = doctor.me.streets[0].code
  const number = dialled()
  const [name] = nobody('贺', '1950')
  // A family shares a phone.
  const [who] = await residents(base, doctor, [
    [name, number, '1950'],
    [nobody('贺', '1978')[0], number, '1978'],
  ])
  const place = await small(base, doctor, `约站${recordId().slice(-6).replaceAll(/[a-f]/g, '甲')}`)
  const day = await dayOf(base, street, place)
  const door = `/public/stations/${street}/${place.id}/days/${day}`

  // From the days to the two fields.
  await phone.goto(`${base}/r/stations?street=${street}`)
  const card = phone.locator('.stations li', { has: phone.locator('h2', { hasText: place.name }) })
  await card.locator('summary').click()
  await bothLooks(phone, 'days with places')
  await card.locator(`a[href*="${day}"]`).click()
  await phone.locator('#name').waitFor()
  await phone.locator('.booking > .main').click()
  await phone.locator('#name-fault', { hasText: '请写姓名' }).waitFor()
  must(
    (await phone.evaluate(() => document.activeElement?.id)) === 'name',
    'the first field that lacks something has not the focus',
  )
  await phone.locator('#name').fill(name)
  await phone.locator('#phone').fill('1391234')
  await phone.locator('#phone-fault', { hasText: '手机号应为 11 位，现在是 7 位' }).waitFor()
  await bothLooks(phone, 'a phone that cannot be')

  // Another visitor has the page open.
  await page.goto(`${base}/r/stations?street=${street}&station=${place.id}&day=${day}`)
  await page.locator('#name').fill('万一')
  await page.locator('#phone').fill(dialled())
  await page.locator('.tools [lang=en]').click()
  await bothLooks(page, 'booking, en', 'en')
  await page.locator('.tools [lang=zh-CN]').click()

  // By keyboard only. It arrives, the answer is lost, and it is resent unchanged.
  const keys = []
  await phone.route('**/bookings', async (route) => {
    keys.push(route.request().headers()['idempotency-key'])
    if (keys.length > 1) return route.continue()
    await route.fetch()
    return route.abort('internetdisconnected')
  })
  await phone.locator('#phone').fill(number)
  await phone.locator('#phone').press('Enter')
  await phone.locator('.booked .label').waitFor()
  must(
    keys.length > 1 && new Set(keys).size === 1,
    `a lost answer made ${keys.length} tries under ${new Set(keys).size} keys`,
  )
  await phone.unroute('**/bookings')
  must((await queue(doctor, place, day)).length === 1, 'a lost answer made a second booking')
  const first = await phone.locator('.booked .label').innerText()
  await bothLooks(phone, 'booked')
  const shown = await said(phone)
  must(
    !shown.includes(name) && !shown.includes(number) && !shown.includes(number.slice(-4)),
    'something of a person stands behind the link',
  )
  must(/\/r\/b\/[\w-]{40,}$/.test(phone.url()), `the page of a booking has no address of its own: ${phone.url()}`)

  // The last place is taken while the visitor is typing: refused with an explanation.
  const { times } = await (await fetch(`${base}/api/v1${door}`)).json()
  await other(base, door, times.find((one) => one.left > 0).at, dialled())
  await page.locator('.booking > .main').click()
  await fits(page, '现场还留了位置')
  await page.locator('.booking a[href^="tel:"]').waitFor()
  await bothLooks(page, 'a full day')
  await page.goto(`${base}/r/stations?street=${street}&station=${place.id}&day=${day}`)
  await fits(page, '现场还留了位置')

  // The device lists the booking; it is cancelled with two presses, and the place is free at once.
  await phone.goto(`${base}/r/stations?street=${street}`)
  await phone.locator('main .block a[href^="/r/b/"]').click()
  await phone.locator('.ways button', { hasText: '取消预约' }).click()
  await phone.locator('.booked h2:focus').waitFor()
  await inspect(phone, 'calling off')
  await phone.locator('.booked .danger').click()
  await phone.locator('[data-state=cancelled]').waitFor()
  await bothLooks(phone, 'called off')
  await phone.goto(`${base}/r/stations?street=${street}`)
  await phone.locator('.stations h2', { hasText: place.name }).waitFor()
  must(
    (await phone.locator('main .block a[href^="/r/b/"]').count()) === 0,
    'what was called off is still on the device',
  )

  // Again in large letters, one field per screen.
  await phone.goto(`${base}/r/stations?street=${street}&station=${place.id}&day=${day}&elder=1`)
  await phone.locator('.times').waitFor()
  await bothLooks(phone, 'large: time')
  await phone.locator('.booking > .main').click()
  await phone.locator('#name').fill(name)
  await bothLooks(phone, 'large: name')
  await phone.locator('#name').press('Enter')
  await phone.locator('#phone').fill('12345')
  await phone.locator('.booking > .main').click()
  await phone.locator('#phone-fault', { hasText: '11 位手机号' }).waitFor()
  await bothLooks(phone, 'large: phone')
  await phone.locator('#phone').fill(number)
  await phone.locator('.booking > .main').click()
  await phone.locator('dd', { hasText: number }).waitFor()
  await bothLooks(phone, 'large: check')
  await phone.locator('.booking > .main').click()
  await phone.locator('.booked .label').waitFor()
  const second = await phone.locator('.booked .label').innerText()
  must(second !== first, 'a number was given twice')
  await bothLooks(phone, 'large: booked')

  // Its day has come.
  const opens = Date.parse(`${day}T09:05:00+08:00`)
  const { now } = await doctor.get(`/care/stations/${place.id}/days/${day}`)
  await pass(Math.ceil((opens - Date.parse(now)) / 1_000))
  await phone.reload()
  await phone.locator('.say', { hasText: '在等' }).waitFor()
  const nurse = await byRole(base, DOCTOR)
  await signIn(page, base, nurse.login)
  await choosePlace(page, place)
  const ticket = page.locator(`[data-label=${second}]`)
  await ticket.locator('.own').waitFor()
  await ticket.locator('.ticket').click()
  await bothLooks(page, 'a booking of somebody at the desk')
  await ticket.locator('.acts .number').click()
  await ticket.locator(`a[href="tel:${number}"]`).waitFor()
  await ticket.locator('.acts .main').click()
  await page.locator(`[data-list=waiting] [data-label=${second}]`).waitFor()
  await page.locator('.next:not([disabled])').click()

  // The desk sees both owners of the phone, asks, and opens one.
  await page.locator('.people li').nth(1).waitFor()
  await bothLooks(page, 'whose booking it is')
  await page.locator('.people button', { hasText: who.name }).click()
  await page.locator('.person h2', { hasText: who.name }).waitFor()
  await until('the number is hers', async () =>
    (await nurse.get(`/care/stations/${place.id}/days/${day}`)).serving.some(
      (one) => one.label === second && one.resident === who.id && one.phone === null,
    ),
  )
  await phone.reload()
  await phone.locator('.say', { hasText: '请到 1 号桌' }).waitFor()
  await bothLooks(phone, 'called')
  await page.locator('.mine button', { hasText: '完成' }).click()
  await page.locator('dialog', { hasText: '还没有测量' }).locator('[data-go]').click()
  await page.locator('.mine').waitFor({ state: 'detached' })
  await phone.reload()
  await phone.locator('[data-state=served]').waitFor()
}

test(
  'a resident books a place, calls it off, books again and is called',
  how({ clock: true, expects: /status of 4(?:09|22)/ }),
  booking,
)
