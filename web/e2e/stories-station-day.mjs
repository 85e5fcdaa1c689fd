// A service day from booking to the last call at two desks and a screen, with all screens checked.
import { until } from './phone.mjs'
import { bothLooks, inspect, must, signIn as signInConsole, strictPolicy } from './stage.mjs'
import {
  byRole,
  choosePlace,
  DOCTOR,
  findPerson,
  nobody,
  queueOf,
  residents,
  result,
  signIn,
  station,
} from './station.mjs'
import { how, test } from './story.mjs'

/** Booked, arrived, walked in, called at two desks, displayed, passed over, returned, and closed. */
async function day({ base, page, phone }) {
  const doctor = await byRole(base, DOCTOR)
  const people = await residents(base, doctor, [nobody('卫', '1955'), nobody('蒋', '1966'), nobody('沈', '1977')])
  const place = await station(base, doctor, `测试站${people[0].phone.slice(-4)}`)
  await signIn(page, base, doctor.login)
  await choosePlace(page, place)
  const hall = await page.context().newPage()
  await hall.setViewportSize({ width: 1920, height: 1080 })
  await hall.goto(place.screen)
  await hall.locator('[data-tie=live]').waitFor()
  await bothLooks(hall, 'screen, idle')
  const slots = (await queueOf(doctor, place)).slots.filter((slot) => slot.left > 0 && Date.parse(slot.at) > Date.now())

  // The first is booked at the desk (if the day has slots left), the second walks in with a phone, the third without anything.
  if (slots.length > 0) {
    await findPerson(page, people[0].name)
    await page.keyboard.press('k')
    await page.locator('.slots button:not([disabled])').first().click()
    await page.locator('.ui-toast', { hasText: /已约.*A\d\d/ }).waitFor()
    await page.locator('.ui-dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.locator('[data-list=expected] .ticket').click()
    await page.locator('[data-list=expected] .main').click()
  } else {
    await page.locator('#walk').fill(people[0].phone)
    await page.locator('.walk .button').click()
  }
  await page.locator('[data-list=waiting] li').waitFor()
  await page.locator('#walk').fill(people[1].phone)
  await page.locator('.walk .button').click()
  await page.locator('[data-list=waiting] li').nth(1).waitFor()
  await page.locator('.walk .button').click()
  await page.locator('[data-list=waiting] li').nth(2).waitFor()
  await page.locator('.took').waitFor()
  await hall.locator('.waiting b', { hasText: '3' }).waitFor()
  await bothLooks(page, 'queue')

  // The second desk is a phone: both see each other's numbers.
  await signIn(phone, base, doctor.login)
  await phone.locator('.parts button').nth(1).click()
  await phone.locator('#station').selectOption(place.id)
  await phone.locator('#desk').selectOption('2')
  await phone.locator('.next').waitFor()
  await inspect(phone, 'queue on a phone')

  // Enter in the empty field calls the first, who is finished with two more keys.
  await page.locator('#find').focus()
  await page.keyboard.press('Enter')
  await page.locator('.person .label').waitFor()
  const first = await page.locator('.person .label').innerText()
  await hall.locator('.now b', { hasText: first }).waitFor()
  await hall.locator('.now i', { hasText: '1 号桌' }).waitFor()
  await bothLooks(hall, 'screen, called')
  await phone.locator('.next').click()
  await phone.locator('.nameless, .person h2').first().waitFor()
  await hall.locator('.rest b', { hasText: first }).waitFor()
  const second = await hall.locator('.now b').innerText()
  must(second !== first, 'two desks have one number')
  await hall.locator('.now i', { hasText: '2 号桌' }).waitFor()
  await page.locator('#f-systolic:focus').waitFor()
  for (const key of ['1', '2', '6', '7', '8', 'Enter']) await page.keyboard.press(key)
  await result(page, 'normal')
  await until('the number is told as measured', async () =>
    (await queueOf(doctor, place)).serving.some((one) => one.label === first && one.measured),
  )

  // The screen is cut and reconnects.
  await hall.context().setOffline(true)
  await hall.locator('[data-tie=lost]').waitFor()
  await hall.context().setOffline(false)
  await hall.locator('[data-tie=live]').waitFor()

  await page.locator('.result .main').click()
  await until('the third is called at the first desk', async () => {
    const { serving, done } = await queueOf(doctor, place)
    return done.some((one) => one.label === first) && serving.some((one) => one.desk === 1 && one.label !== first)
  })
  // Absent: called three times, passed over, returned.
  await phone.locator('.parts button').nth(1).click()
  for (const times of ['2', '3']) {
    await phone.locator('.mine button', { hasText: '再叫一次' }).click()
    await phone.locator('.mine', { hasText: `已叫 ${times} 次` }).waitFor()
  }
  await phone.locator('.mine button', { hasText: '过号' }).click()
  await phone.locator('[data-list=passed] .ticket', { hasText: second }).waitFor()
  await hall.locator('.passed b', { hasText: second }).waitFor()
  await phone.locator('[data-list=passed] .ticket').click()
  await phone.locator('[data-list=passed] .main').click()
  await phone.locator('.next:not([disabled])').click()
  await hall.locator('.now b', { hasText: second }).waitFor()
  await phone.locator('.parts button').nth(1).click()
  await phone.locator('.mine button', { hasText: '完成' }).click()
  // Nothing was measured: asks first.
  await phone.locator('dialog', { hasText: '还没有测量' }).locator('[data-go]').click()
  await phone.locator('.mine').waitFor({ state: 'detached' })

  // The last number is finished, and the day is closed.
  await page.locator('.mine button', { hasText: '完成' }).click()
  await page.locator('dialog', { hasText: '还没有测量' }).locator('[data-go]').click()
  await page.locator('.foot button:not([disabled])', { hasText: '结束今天' }).click()
  await page.locator('.notice', { hasText: '看了 3 人' }).waitFor()
  await hall.locator('.idle', { hasText: '今天的服务结束了' }).waitFor()
  await inspect(page, 'closed')
  await hall.setViewportSize({ width: 390, height: 844 })
  await inspect(hall, 'screen on a phone')
  const told = await hall.evaluate(() => document.body.innerText)
  must(
    people.every((one) => !told.includes(one.name) && !told.includes(one.name.slice(0, 2))),
    'a name stands on the screen',
  )

  // A revoked link is dead at once.
  await page.locator('.foot button', { hasText: '叫号屏' }).click()
  await page.locator('dialog .danger').click()
  await hall.locator('[data-tie=gone]').waitFor()
  await hall.close()
}

/** Every screen in both languages and themes: accessibility, width, language. */
async function screens({ base, page, phone }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('韩', '1952')])
  for (const values of [
    ['142', '88', '6.3'],
    ['151', '93', '7.4'],
    ['138', '84', '6.8'],
  ]) {
    const id = crypto.randomUUID().replace(/^(.{14})4/, '$17')
    await doctor.post('/care/readings', {
      id,
      resident: who.id,
      measured: { systolic: values[0], diastolic: values[1], glucose: values[2], meal: 'fasting' },
    })
  }
  for (const size of [page, phone]) {
    await size.goto(`${base}/station/`)
    await size.locator('input[type=password]').waitFor()
    await bothLooks(size, 'sign-in', 'zh', true)
    await signIn(size, base, doctor.login)
    for (const language of ['zh', 'en']) {
      if (language === 'en') await size.locator('.top [lang=en]').click()
      await size.locator('#find').waitFor()
      await bothLooks(size, `find, ${language}`, language)
      await size.locator('.new .button').click()
      await size.locator('.new-person').waitFor()
      await size.locator('.new-person select option').nth(1).waitFor({ state: 'attached' })
      await size.locator('.new-person .main').click()
      await size.locator('[role=alert]').first().waitFor()
      await size.evaluate(() => scrollTo(0, 0)) // what lies half under the bar is no target
      await bothLooks(size, `a new person, ${language}`, language)
      await findPerson(size, who.name)
      await size.locator('.care-trend svg').first().waitFor()
      await bothLooks(size, `entry and trend, ${language}`, language)
      await size.locator('#f-systolic').fill('135')
      await size.locator('#f-diastolic').press('Enter')
      await size.locator('.notice.warn[role=alert]').waitFor()
      await bothLooks(size, `lacking, ${language}`, language)
      await size.locator('#f-systolic').fill('')
      await size.locator('.who .back').click()
    }
  }
}

/** Public days, and the way from the console to the desk for those who measure. */
async function around({ base, page, phone }) {
  const doctor = await byRole(base, DOCTOR)
  const place = await station(base, doctor, `公开站${Date.now() % 100_000}`)
  const street = doctor.me.streets[0].code
  for (const size of [page, phone]) {
    await strictPolicy(size, `${base}/r/stations`)
    await size.goto(`${base}/r/stations?street=${street}`)
    await size.locator('.stations h2', { hasText: place.name }).waitFor()
    await bothLooks(size, 'service days')
    await size.locator('.tools [lang=en]').click()
    await size.locator('h1', { hasText: 'near home' }).waitFor()
    await bothLooks(size, 'service days, en', 'en')
  }
  const feed = await page.request.get(
    base + (await page.locator('.stations li', { hasText: place.name }).locator('.ways a').last().getAttribute('href')),
  )
  must(
    feed.headers()['content-type'].startsWith('text/calendar') && (await feed.text()).includes(place.name),
    'the calendar is none',
  )
  const desk = await page.context().newPage()
  await signInConsole(desk, base, doctor.login)
  await desk.locator('nav.side a[href="/station/"]').click()
  await desk.locator('#find').waitFor()
  await desk.close()
  const dispatcher = await byRole(base, '微网格员')
  const other = await page.context().newPage()
  await other.context().clearCookies()
  await signInConsole(other, base, dispatcher.login)
  await other.locator('nav.side').waitFor()
  must(
    (await other.locator('nav.side a[href="/station/"]').count()) === 0,
    'the desk is offered to somebody who does not measure',
  )
  await other.close()
}

test('station: the days for everybody, and the way to the desk', around)
test(
  'station: a service day from booking to the last call',
  how({ expects: /ERR_INTERNET_DISCONNECTED|status of 4(?:04|09)/ }),
  day,
)
test('station: every screen', screens)
