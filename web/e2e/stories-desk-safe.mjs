// Safety at the desk: values without rules are not called normal, deadlines stay visible, nurses keep their own patients, no
// false notification, and old meter records are not used for new people.
import { allSent, readyOffline, signIn as signInPhone, until } from './phone.mjs'
import { bothLooks, inspect, must } from './stage.mjs'
import {
  byRole,
  choosePlace,
  cuff,
  DOCTOR,
  drop,
  fakeMeter,
  findPerson,
  nobody,
  queueOf,
  residents,
  result,
  signIn,
  station,
} from './station.mjs'
import { how, test } from './story.mjs'

const MINUTE = 60_000
const readings = async (doctor, who) => (await doctor.get(`/care/residents/${who.id}`)).readings
async function keys(page, ...all) {
  for (const key of all) await page.keyboard.press(key)
}
const walksIn = async (page, who, place, doctor) => {
  const before = (await queueOf(doctor, place)).waiting_list.length
  await page.locator('#walk').fill(who.phone)
  await page.locator('.walk .button').click()
  await until('the number is given', async () => (await queueOf(doctor, place)).waiting_list.length > before)
}

/** 376 is refused with 37.6 as suggestion; a weight, which no rule judges, is grey on screen and paper. */
async function notJudged({ base, page, phone }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('施', '1958')])
  await signIn(page, base, doctor.login)
  await findPerson(page, who.name)
  await keys(page, 't', '3', '7', '6', 'Enter')
  await page.locator('[data-impossible=temperature]', { hasText: '体温不可能是 376' }).waitFor()
  await bothLooks(page, 'a temperature that nobody can have')
  must((await readings(doctor, who)).length === 0, 'what nobody can have was sent')
  await page.locator('[data-impossible] button', { hasText: '37.6' }).click()
  await page.locator('[data-impossible]').waitFor({ state: 'detached' })
  must((await page.locator('#f-temperature').inputValue()) === '37.6', 'what was meant does not stand in the field')
  await page.keyboard.press('Enter')
  await result(page, 'high')
  await page.locator('.acts button', { hasText: '再量一项' }).click()
  await page.locator('#f-temperature:focus').waitFor()
  await keys(page, 'w', '6', '2', 'Enter')
  await result(page, 'not_judged')
  await page.locator('.result h2', { hasText: '已记下，本站不判断这一项' }).waitFor()
  must(
    !(await page.locator('.result').innerText()).includes('正常') && !(await page.locator('.result.ok').count()),
    'what nobody judged is called normal',
  )
  await bothLooks(page, 'recorded, and not judged')
  await page.locator('.acts button', { hasText: '再量一项' }).click()
  await page.locator('#f-weight:focus').waitFor()
  await keys(page, 'b', '1', '2', '8', '7', '6', 'w', '6', '2', 'Enter')
  await result(page, 'normal')
  await page.locator('.result h2', { hasText: '血压正常' }).waitFor()
  await page.locator('.result .unjudged', { hasText: '体重：已记下，本站不判断这一项' }).waitFor()
  await inspect(page, 'a pressure that is normal, and a weight that nobody judges')
  await page.keyboard.press('p')
  await page.locator('dialog .verdict', { hasText: '数值偏高，请按建议复查' }).waitFor()
  await page.locator('dialog article', { hasText: '体重：已记下，本站不判断这一项' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.top [lang=en]').click()
  await page.locator('.result h2', { hasText: 'Normal: Blood pressure' }).waitFor()
  await inspect(page, 'not judged, en', 'en')

  await signIn(phone, base, doctor.login)
  await findPerson(phone, who.name)
  await phone.locator('.care-reading .tag', { hasText: '已记下，不判断' }).waitFor()
  await phone.locator('#f-temperature').click()
  for (const digit of '376') await phone.locator('.keypad').getByRole('button', { name: digit, exact: true }).click()
  await phone.locator('.keypad .go').click()
  await phone.locator('[data-impossible=temperature]').waitFor()
  await inspect(phone, 'a temperature that nobody can have, on a phone')
}

/** A critical value: finishing asks first, the next number is called, and the deadline stays above the queue, after a reload
 * and in a second tab. */
async function neverLost({ base, page, phone }) {
  const doctor = await byRole(base, DOCTOR)
  const people = await residents(base, doctor, [nobody('陶', '1949'), nobody('姜', '1957'), nobody('戚', '1966')])
  const place = await station(base, doctor, `看护站${people[0].phone.slice(-4)}`)
  await signIn(page, base, doctor.login)
  await choosePlace(page, place)
  for (const who of people) await walksIn(page, who, place, doctor)
  await page.locator('.next:not([disabled])').click()
  await page.locator('.person h2', { hasText: people[0].name }).waitFor()
  const label = await page.locator('.person .label').innerText()
  await page.locator('#f-systolic:focus').waitFor()
  await keys(page, '1', '9', '2', '1', '0', '1', '7', '0', 'Enter')
  await result(page, 'critical')
  await page.locator(`.awaited [data-awaits=second]`, { hasText: label }).waitFor()
  const next = page.locator('.result .acts button', { hasText: '完成，叫下一位' })
  await next.click()
  await page.locator('dialog', { hasText: `${people[0].name}还要再量一次` }).waitFor()
  await bothLooks(page, 'done on a critical value asks')
  await page.locator('dialog [data-back]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  must(
    (await queueOf(doctor, place)).serving.some((one) => one.label === label),
    'the number was finished all the same',
  )
  await next.click()
  await page.locator('dialog [data-go]').click()
  await page.locator('.person h2', { hasText: people[1].name }).waitFor()
  const strip = (on) => on.locator('.awaited button', { hasText: label })
  await until('the clock runs on the strip', async () =>
    /^[89]:\d\d$/.test(await strip(page).locator('.left').innerText()),
  )
  await bothLooks(page, 'the strip of who is awaited')

  await page.reload()
  await strip(page).waitFor()
  const tab = await page.context().newPage()
  await tab.goto(`${base}/station/`)
  await strip(tab).waitFor()
  await tab.close()
  await signIn(phone, base, doctor.login)
  await phone.locator('.awaited button', { hasText: people[0].name }).waitFor()
  await inspect(phone, 'the strip on a phone')

  // One press back to the person; the second reading ends it.
  await strip(page).click()
  await page.locator('.person h2', { hasText: people[0].name }).waitFor()
  await page.locator('.result[data-kind=critical] [role=timer]').waitFor()
  await page.locator('.result .acts .main').click()
  await page.locator('#f-systolic:focus').waitFor()
  await keys(page, '1', '4', '8', '8', '6', 'Enter')
  await page.locator('.awaited [data-awaits=word]', { hasText: label }).waitFor()

  // A question must be answered before the next number is called.
  await page.locator('.mine .main').click()
  await page.locator('.person h2', { hasText: people[1].name }).waitFor()
  await page.locator('#f-systolic:focus').waitFor()
  await keys(page, 'w', '3', '0', '0', 'Enter')
  await result(page, 'asked')
  await page.locator('.who .tools button', { hasText: '完成，叫下一位' }).click()
  await page.locator('dialog', { hasText: '还有疑问' }).waitFor()
  must((await page.locator('dialog [data-go]').count()) === 0, 'an open question can be passed over')
  await inspect(page, 'a question before the next number')
  await page.locator('dialog [data-back]').click()
  await page.locator('[data-way=discard]').click()
  await page.locator('#why').fill('秤没放平')
  await page.locator('.drop .danger').click()
  await result(page, 'discarded')
  await page.locator('.result .acts .main').click()
  await page.locator('.person h2', { hasText: people[2].name }).waitFor()

  // Finishing without a measurement asks as well.
  await page.locator('.mine button', { hasText: '完成' }).last().click()
  await page.locator('dialog', { hasText: '还没有测量' }).locator('[data-go]').click()
  await page.locator('.mine').waitFor({ state: 'detached' })
}

/** Two nurses at one station: each gets a free desk, and taking over needs confirmation. */
async function twoNurses({ base, page, open }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('谢', '1961')])
  const place = await station(base, doctor, `两桌站${who.phone.slice(-4)}`)
  await signIn(page, base, doctor.login)
  await choosePlace(page, place)
  await walksIn(page, who, place, doctor)
  await page.locator('.next:not([disabled])').click()
  await page.locator('.person h2', { hasText: who.name }).waitFor()
  must((await page.locator('#desk').inputValue()) === '1', 'the first desk is not the first')

  const other = await open()
  await signIn(other, base, doctor.login)
  await choosePlace(other, place)
  await until('a desk of her own', async () => (await other.locator('#desk').inputValue()) === '2')
  await other.locator('[data-list=others] li').waitFor()
  must((await other.locator('[data-list=others] button').count()) === 0, 'a colleague’s patient can be finished')
  await other.locator('#desk').selectOption('1')
  await other.locator('dialog', { hasText: '1 号桌正由' }).waitFor()
  await bothLooks(other, 'a desk that a colleague holds')
  must((await queueOf(doctor, place)).desks.length === 2, 'a desk was taken over by choosing it')
  await other.locator('dialog [data-take]').click()
  await other.locator('dialog [data-take]', { hasText: '再按一次' }).click()
  await other.locator('dialog').waitFor({ state: 'detached' })
  await until('the desk is hers', async () => (await other.locator('#desk').inputValue()) === '1')
  await page.locator('[data-lost]').waitFor()
  must((await page.locator('.queue .next').count()) === 0, 'who lost the desk can still call from it')
  await inspect(page, 'a desk that was taken over')
  await page.locator('[data-lost] button').click()
  await until('a free desk', async () => (await page.locator('#desk').inputValue()) === '2')
}

/** Offline: the value stays visible, nobody is said to be notified, and numbers to call are shown; also after a reload. */
async function nobodyTold({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('邹', '1947')])
  const place = await station(base, doctor, `断网站${who.phone.slice(-4)}`)
  await signIn(page, base, doctor.login)
  await choosePlace(page, place)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await until('the worker has the page', () => page.evaluate(() => Boolean(navigator.serviceWorker.controller)))
  await page.locator('html[data-offline=ready]').waitFor()
  await findPerson(page, who.name)
  await page.context().setOffline(true)
  await keys(page, '1', '9', '2', '1', '1', '5', 'Enter')
  await result(page, 'critical')
  await page.locator('.result .what', { hasText: '192/115' }).waitFor()
  await page.locator('.nobody', { hasText: '没有网络，系统没有通知任何人' }).waitFor()
  await page.locator('.nobody a[href="tel:120"]').waitFor()
  await page.locator('.nobody a[href="tel:028-87651234"]').waitFor()
  must(!(await page.locator('.result').innerText()).includes('系统就通知'), 'it promises what cannot happen')
  await bothLooks(page, 'critical without a network', 'zh', true)
  await page.keyboard.press('Escape')
  await page.locator('.awaited button', { hasText: who.name }).waitFor()
  await page.reload()
  await page.locator('.awaited button', { hasText: who.name }).waitFor()
  await page.context().setOffline(false)
  await until('it is with the server', async () => (await readings(doctor, who)).length === 1)
  await page.locator('.awaited [data-awaits=second]', { hasText: who.name }).click()
  await page.locator('.result[data-kind=critical] [role=timer]').waitFor()
  await page.locator('.nobody').waitFor({ state: 'detached' })
}

/** Meters that send the newest record first, and ones with only an old record. */
async function oldRecords({ base, page, open }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('喻', '1953')])
  const days = (n) => Date.now() - n * 24 * 60 * MINUTE
  const take = async (frames) => {
    const tab = await open()
    await tab.addInitScript(fakeMeter(frames))
    await signIn(tab, base, doctor.login)
    await findPerson(tab, who.name)
    await tab.keyboard.press('m')
    return tab
  }
  for (const [frames, field, value] of [
    [{ [0x2a35]: [cuff(Date.now() - 20_000, 131, 79), cuff(days(8), 180, 110)] }, '#f-systolic', '131'],
    [{ [0x2a18]: [drop(7, Date.now() - 20_000, 61), drop(6, days(8), 166)], [0x2a34]: [] }, '#f-glucose', '6.1'],
  ]) {
    const tab = await take(frames)
    await tab.locator('.notice.ok', { hasText: '已从仪器读取' }).waitFor()
    must((await tab.locator(field).inputValue()) === value, `${field} is ${await tab.locator(field).inputValue()}`)
    await tab.close()
  }
  const tab = await take({ [0x2a35]: [cuff(days(8), 180, 110)] })
  await tab.locator('[data-old][data-kind=old]', { hasText: '8 天' }).waitFor()
  must((await tab.locator('#f-systolic').inputValue()) === '', 'an old record filled the field')
  await tab.locator('[data-old]', { hasText: '正在等新的读数' }).waitFor()
  await tab.locator('[data-old] button', { hasText: '不等了' }).click()
  await tab.locator('[data-old]', { hasText: '180/110' }).waitFor()
  await bothLooks(tab, 'an old record of a meter')
  must(
    (await tab.locator('#f-systolic').inputValue()) === '',
    'an old record filled the field before somebody said whose it is',
  )
  await tab.locator('[data-old] button', { hasText: '不用，重新量' }).click()
  await tab.locator('[data-old]').waitFor({ state: 'detached' })
  await tab.close()

  await signIn(page, base, doctor.login)
  must((await readings(doctor, who)).length === 0, 'a record was sent that nobody saved')
}

/** The doctor's phone offline: a critical reading shows its deadline, 120, and that it was not sent. */
async function doctorsPhone({ base, phone: page }) {
  const doctor = await byRole(base, DOCTOR)
  const { items } = await doctor.get(`/households/residents?under=${doctor.me.grants[0].code}&limit=50`)
  const line = items.filter((one) => one.household)[5]
  const rules = page.waitForResponse((answer) => answer.url().endsWith('/care/waiting'))
  await signInPhone(page, base, doctor.login)
  await rules
  await page.goto(`${base}/m/person/${line.id}`)
  const take = page.locator('main .choices button', { hasText: '血压' })
  await take.waitFor()
  await readyOffline(page)
  await page.context().setOffline(true)
  await take.click()
  await page.locator('#measure-systolic').fill('192')
  await page.locator('#measure-diastolic').fill('115')
  const sheet = page.locator('[role=dialog]')
  await sheet.locator('.foot .main').click()
  const critical = sheet.locator('[data-critical]')
  await critical.locator('[role=timer]').waitFor()
  await critical.locator('h3', { hasText: '请马上再量一次' }).waitFor()
  await critical.getByText('192/115').waitFor()
  await critical.getByText('没有网络，系统没有通知任何人').waitFor()
  await critical.locator('a[href="tel:120"]').waitFor()
  await inspect(page, 'critical on the doctor’s phone', 'zh', true)
  await sheet.locator('.foot button').click()
  await page.locator('main [data-critical] [role=timer]').waitFor()
  await inspect(page, 'a person who is critical', 'zh', true)
  await page.locator('main [data-critical] .main').click()
  await page.locator('#measure-systolic').fill('144')
  await page.locator('#measure-diastolic').fill('88')
  await sheet.locator('.foot .main').click()
  await page.locator('main [data-critical]').waitFor({ state: 'detached' })
  await page.context().setOffline(false)
  await allSent(page)
  await until(
    'both are with the server',
    async () => (await doctor.get(`/care/residents/${line.id}/readings`)).items.length >= 2,
  )
}

/** Two urgent cases: a facial droop is raised at once with 120 and no deadline; a pregnant woman with 150/95 is measured
 * again. */
async function atOnce({ base, page, phone }) {
  const doctor = await byRole(base, DOCTOR)
  const [stroke, mother] = await residents(base, doctor, [nobody('卢', '1951'), nobody('苗', '1996')])
  await signIn(page, base, doctor.login)
  await findPerson(page, stroke.name)
  await page.locator('.symptoms label', { hasText: '口角歪斜' }).click()
  await page.locator('.save').click()
  await page.locator('.result h2', { hasText: '先打 120，不等复测' }).waitFor()
  await page.locator('.result a[href="tel:120"]').first().waitFor()
  must((await page.locator('.result [role=timer]').count()) === 0, 'a clock runs beside a stroke')
  await until('it is raised', async () => {
    const { alert } = await doctor.get(`/care/residents/${stroke.id}`)
    return alert && (await doctor.get(`/care/alerts/${alert}`)).status.key === 'raised'
  })
  await page.locator('.result', { hasText: '已通知' }).waitFor()
  await bothLooks(page, 'a danger sign')
  await page.setViewportSize({ width: 390, height: 844 })
  await inspect(page, 'a danger sign, narrow')
  await page.setViewportSize({ width: 1440, height: 900 })

  await doctor.send('PUT', `/care/residents/${mother.id}/illnesses`, { illnesses: ['pregnancy'] })
  await page.locator('.result .acts .main').click()
  await page.locator('#find').waitFor()
  await findPerson(page, mother.name)
  await page.locator('#f-systolic:focus').waitFor()
  await keys(page, '1', '5', '0', '9', '5', 'Enter')
  await result(page, 'critical')
  await page.locator('.result .advice', { hasText: '今天就去产科' }).waitFor()
  await page.locator('.result [role=timer]').waitFor()
  await bothLooks(page, 'high in pregnancy')
  await signInPhone(phone, base, doctor.login)
  await phone.goto(`${base}/m/person/${mother.id}`)
  await phone.locator('.care-reading', { hasText: '150/95' }).waitFor()
  await inspect(phone, 'high in pregnancy, on the doctor’s phone')
}

test('desk: what no rule judges is not called normal', notJudged)
test('desk: a danger sign waits for nothing, and pregnancy has a line of its own', atOnce)
test('desk: a clock that runs stays in sight', how({ expects: /status of 409/ }), neverLost)
test('desk: two nurses keep their own patients', how({ expects: /status of 409/ }), twoNurses)
test('desk: without a network nobody is told', how({ expects: /ERR_INTERNET_DISCONNECTED/ }), nobodyTold)
test('desk: a meter’s old record is nobody’s new one', oldRecords)
test('desk: a critical reading on the doctor’s phone', doctorsPhone)
