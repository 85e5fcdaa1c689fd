// Readings at the station: by keyboard, touch and Bluetooth, over a bad connection, on paper.
import { bothLooks, inspect, must, strictPolicy } from './stage.mjs'
import { startProxy } from './proxy.mjs'
import { rawStore, readyOffline, until } from './phone.mjs'
import {
  byRole,
  cuff,
  DOCTOR,
  drop,
  fakeMeter,
  findPerson,
  hand,
  nobody,
  residents,
  result,
  signIn,
} from './station.mjs'
import { how, test } from './story.mjs'

const readings = async (doctor, who) => (await doctor.get(`/care/residents/${who.id}`)).readings

/** From the empty field to the verdict by keyboard at human speed; keys are counted and printed. */
async function keys({ base, page }) {
  await strictPolicy(page, `${base}/station/`)
  const doctor = await byRole(base, DOCTOR)
  const [first, second] = await residents(base, doctor, [nobody('钱', '1970'), nobody('孙', '1970')])
  await signIn(page, base, doctor.login)
  const fingers = hand(page)

  let began = Date.now()
  await fingers.type(first.phone)
  await fingers.press('Enter')
  await page.locator('#f-systolic:focus').waitFor()
  const found = { digits: fingers.digits, keys: fingers.keys }
  fingers.reset()
  await fingers.type('1287672')
  await fingers.press('Enter')
  await result(page, 'normal')
  let seconds = (Date.now() - began) / 1000
  console.log(
    `     blood pressure: ${fingers.digits} digits and ${fingers.keys} other key (${fingers.pressed.join(' ')}); finding the person by phone ${found.digits} digits and ${found.keys} key; ${seconds.toFixed(1)} s in all`,
  )
  must(fingers.keys <= 3 && seconds < 15, `a blood pressure took ${fingers.keys} keys and ${seconds} s`)

  await page.keyboard.press('Enter')
  await page.locator('#find:focus').waitFor()
  fingers.reset()
  began = Date.now()
  await fingers.type(second.phone)
  await fingers.press('Enter')
  await page.locator('#f-systolic:focus').waitFor()
  fingers.reset()
  await fingers.press('g')
  await fingers.type('7.2')
  await fingers.press('f')
  await page.locator('.meals input:checked').waitFor({ state: 'attached' })
  await fingers.press('Enter')
  await result(page, 'high')
  seconds = (Date.now() - began) / 1000
  console.log(
    `     glucose: ${fingers.digits} digits and ${fingers.keys} other keys (${fingers.pressed.join(' ')}), ${seconds.toFixed(1)} s with finding the person`,
  )
  must(fingers.keys <= 3 && seconds < 15, `a glucose took ${fingers.keys} keys and ${seconds} s`)
  const [pressure] = await readings(doctor, first)
  must(
    pressure.measured.values.map((one) => one.value).join() === '128,76,72',
    'the blood pressure is not what was typed',
  )
  const [glucose] = await readings(doctor, second)
  must(
    glucose.measured.values[0].value === '7.2' && glucose.measured.meal.key === 'fasting',
    'the glucose is not what was typed',
  )

  // HI in mg/dL with a symptom, by letters only.
  for (const key of ['g', 'u', 'h', 'r', 's', '1']) await page.keyboard.press(key)
  await page.locator('.symptoms input:checked').waitFor({ state: 'attached' })
  await page.locator('.save').click()
  await result(page, 'critical')
  await until(
    'the symptom is there',
    async () => (await readings(doctor, second))[0].measured.symptoms[0]?.key === 'dizzy',
  )
  await page.keyboard.press('Escape')
  await page.locator('#find:focus').waitFor()
}

/** On a phone by the keypad; taps are counted and printed. */
async function taps({ base, phone: page }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('李', '1960')])
  await signIn(page, base, doctor.login)
  await findPerson(page, who.name)
  let others = 0
  const tap = async (target) => {
    others += 1
    await target.click()
  }
  const digits = async (text) => {
    for (const digit of text)
      await page
        .locator('.keypad')
        .getByRole('button', { name: digit === '.' ? '小数点' : digit, exact: true })
        .click()
  }
  const began = Date.now()
  await digits('13480')
  await tap(page.locator('.keypad .go'))
  await result(page, 'normal')
  console.log(`     blood pressure by touch: 5 digits and ${others} tap, ${((Date.now() - began) / 1000).toFixed(1)} s`)
  must(others <= 3, 'a blood pressure takes too many taps')
  others = 0
  await tap(page.locator('#f-glucose'))
  await digits('6.1')
  await tap(page.locator('.meals label', { hasText: '餐后' }))
  await tap(page.locator('.keypad .go'))
  await until('both are with the server', async () => (await readings(doctor, who)).length === 2)
  console.log(`     glucose by touch: 3 digits and ${others} taps`)
  must(others <= 3, 'a glucose takes too many taps')
}

/** Implausible values are asked about: a unit slip, exchanged numbers, and a discarded one. */
async function askedAgain({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('周', '1980')])
  await signIn(page, base, doctor.login)
  await findPerson(page, who.name)
  for (const key of ['g', '1', '2', '0', 'r', 'Enter']) await page.keyboard.press(key)
  await result(page, 'asked')
  await inspect(page, 'asked again')
  await page.locator('.ways .main', { hasText: '6.661 mmol/L' }).click()
  await result(page, 'normal')
  await page.locator('.acts button', { hasText: '再量一项' }).click()
  await page.locator('#f-glucose:focus').waitFor()
  await page.keyboard.press('b')
  for (const key of ['8', '0', '1', '2', '0', 'Enter']) await page.keyboard.press(key)
  await result(page, 'asked')
  await page.locator('[data-way=correct]').click()
  await page.locator('#f-systolic').fill('120')
  await page.locator('#f-diastolic').fill('80')
  await page.locator('.save').click()
  await result(page, 'normal')
  await page.locator('.acts button', { hasText: '再量一项' }).click()
  await page.keyboard.press('o')
  for (const key of ['2', '0', 'Enter']) await page.keyboard.press(key)
  await result(page, 'asked')
  await page.locator('[data-way=discard]').click()
  await page.locator('#why').fill('探头没夹好')
  await page.locator('.drop .danger').click()
  await result(page, 'discarded')
  const kept = await readings(doctor, who)
  must(
    kept.map((one) => one.standing).join() === 'discarded,stands,stands',
    `they stand as ${kept.map((one) => one.standing)}`,
  )
  must(kept[1].before.length === 1 && kept[2].measured.typed_in === 'mg', 'what was typed first is not kept')
}

/** A critical reading: measured again at once with a deadline, and raised by the second. */
async function critical({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  const [who, other] = await residents(base, doctor, [nobody('吴', '1943'), nobody('郑', '1943')])
  await signIn(page, base, doctor.login)
  await findPerson(page, who.name)
  for (const key of ['g', '3', '0', 'r', 'Enter']) await page.keyboard.press(key)
  await result(page, 'critical')
  await page.locator('h2', { hasText: '请马上再量一次' }).waitFor()
  await until('the clock runs towards ten minutes', async () =>
    /^(?:10:00|9:\d\d)$/.test(await page.locator('[role=timer]').innerText()),
  )
  await page.locator('.result .main:focus').waitFor()
  await bothLooks(page, 'measure again at once')
  await page.keyboard.press('Enter')
  await page.locator('#f-glucose:focus').waitFor()
  for (const key of ['2', '9', '.', '6', 'r', 'Enter']) await page.keyboard.press(key)
  await page.locator('h2', { hasText: /已通知\S+，等他应答/ }).waitFor()
  await page.locator('.result p', { hasText: /\S+应在 .*前应答/ }).waitFor()
  await bothLooks(page, 'raised')

  await page.keyboard.press('Escape')
  await findPerson(page, other.name)
  for (const key of ['1', '8', '6', '9', '8', 'Enter']) await page.keyboard.press(key)
  await page.locator('h2', { hasText: '请马上再量一次' }).waitFor()
  await page.locator('.result .main:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('#f-systolic:focus').waitFor()
  for (const key of ['1', '3', '2', '8', '4', 'Enter']) await page.keyboard.press(key)
  await page.locator('h2', { hasText: '第二次不危急，请医生判断' }).waitFor()
  await inspect(page, 'a clinical word')
  await page.locator('.word .button').first().click()
  await page.locator('#word').fill('休息后复测正常')
  await page.locator('.word .main').click()
  await until('it is stood down', async () => (await doctor.get(`/care/residents/${other.id}`)).alert === null)
}

/** Over a connection cut before and after answers, and a reload: each reading and person arrives exactly once. */
async function badLine({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('王', '1950')])
  const line = await startProxy(base)
  try {
    await signIn(page, line.base, doctor.login)
    // Names of cells are stored since the last registration.
    await page.locator('.new .button').click()
    await page.locator('.new-person select option').nth(1).waitFor({ state: 'attached' })
    await findPerson(page, who.name)
    line.cut = (request) => (request.method === 'POST' ? 'after' : null)
    for (const key of ['1', '3', '6', '8', '2', 'Enter']) await page.keyboard.press(key)
    await result(page, 'waiting')
    await page.locator('[data-waiting]').waitFor()
    await until('the answer is cut off', () => line.cuts > 0)
    line.mend()
    await result(page, 'normal')
    await page.locator('[data-waiting]').waitFor({ state: 'detached' })
    must((await readings(doctor, who)).length === 1, 'a lost answer made two readings')

    // A critical value while offline is recognised by the stored rules.
    line.down = true
    for (const key of ['b', '1', '9', '2', '1', '1', '5', 'Enter']) await page.keyboard.press(key)
    await result(page, 'critical')
    await page.locator('h2', { hasText: '请马上再量一次' }).waitFor()
    await inspect(page, 'critical without a server')
    await page.keyboard.press('Escape')
    await page.locator('#find').fill(`冯测${Date.now() % 10_000}`)
    await page.keyboard.press('Enter')
    await page.locator('.new-person select option').nth(1).waitFor({ state: 'attached' })
    await page.locator('.new-person select').selectOption({ index: 1 })
    await page.locator('.new-person .main').click()
    await page.locator('.person h2').waitFor()
    for (const key of ['1', '2', '2', '7', '8', 'Enter']) await page.keyboard.press(key)
    await result(page, 'waiting')
    await page.locator('[data-waiting]', { hasText: '3' }).waitFor()
    const stored = await page.evaluate(() => JSON.stringify(localStorage))
    must(!/systolic\\*":\\*"\d|冯测/.test(stored), 'what was measured stands in clear on the device')
    line.mend()
    await page.reload()
    await page.locator('#find').waitFor()
    const sentOnce = () =>
      new Set(
        line.writes.filter((one) => one.path === '/api/v1/care/readings' && one.status === 201).map((one) => one.key),
      ).size
    await until('all three are with the server', () => sentOnce() === 3)
    await page.locator('[data-waiting]').waitFor({ state: 'detached' })
    must((await readings(doctor, who)).length === 2, 'a reading was lost or doubled over a reload')
    const sent = line.writes.filter((one) => one.path === '/api/v1/care/readings')
    must(new Set(sent.map((one) => one.key)).size === 3, 'a reading changed its key')
    console.log(`     ${sent.length} sends of 3 readings, ${line.cuts} cuts`)
  } finally {
    await line.stop()
  }
}

/** Offline reload: the desk opens, waiting items remain, another is recorded, and each arrives once. */
async function withoutNetwork({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('姜', '1952')])
  await signIn(page, base, doctor.login)
  await readyOffline(page)
  // Names of cells are stored since the last registration.
  await page.locator('.new .button').click()
  await page.locator('.new-person select option').nth(1).waitFor({ state: 'attached' })
  await findPerson(page, who.name)
  const context = page.context()
  await context.setOffline(true)
  for (const key of ['1', '3', '7', '8', '3', 'Enter']) await page.keyboard.press(key)
  await result(page, 'waiting')
  await page.locator('[data-waiting]', { hasText: '1 条' }).waitFor()
  await page.keyboard.press('Escape')

  await page.reload()
  await page.locator('#find').waitFor()
  await page.locator('[data-waiting]', { hasText: '1 条' }).waitFor()
  await page.locator('.line', { hasText: '没有网络' }).waitFor()
  await bothLooks(page, 'the desk without a network')
  const [name] = nobody('尤', '')
  await page.locator('#find').fill(name)
  await page.locator('#find').press('Enter')
  await page.locator('.new-person select option').nth(1).waitFor({ state: 'attached' })
  await page.locator('.new-person select').selectOption({ index: 1 })
  await page.locator('.new-person .main').click()
  await page.locator('.person h2', { hasText: name }).waitFor()
  for (const key of ['1', '2', '6', '7', '9', 'Enter']) await page.keyboard.press(key)
  await result(page, 'waiting')
  await page.locator('[data-waiting]', { hasText: '3 条' }).waitFor()
  const stored = await rawStore(page)
  must(
    !stored.includes(name) && !stored.includes(who.name) && !stored.includes('systolic'),
    'what was measured stands in clear on the device',
  )
  const kept = await page.evaluate(async () =>
    (
      await Promise.all(
        (await caches.keys()).map(async (one) =>
          (await (await caches.open(one)).keys()).map((request) => new URL(request.url).pathname),
        ),
      )
    ).flat(),
  )
  must(
    kept.length > 0 && kept.every((path) => path.startsWith('/station/')),
    `the worker keeps ${kept.filter((path) => !path.startsWith('/station/'))}`,
  )

  await context.setOffline(false)
  await page.locator('[data-waiting]').waitFor({ state: 'detached' })
  await page.locator('.line', { hasText: '已连接' }).waitFor()
  must((await readings(doctor, who)).length === 1, 'what waited over the reload was lost or doubled')
  const { items } = await doctor.post('/households/residents/find', { name })
  must(
    items.length === 1 && (await readings(doctor, items[0])).length === 1,
    'who was written down without a network, or their reading, was lost or doubled',
  )
}

/** After signing out offline, the browser's old session is not accepted once online. */
async function leftWithoutNetwork({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  await signIn(page, base, doctor.login)
  await readyOffline(page)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.locator('input[type=password]').waitFor()
  await page.reload()
  await page.locator('input[type=password]').waitFor()
  const ended = page.waitForResponse(
    (answer) => answer.url().endsWith('/session') && answer.request().method() === 'DELETE',
  )
  await page.context().setOffline(false)
  await ended
  await page.reload()
  await page.locator('input[type=password]').waitFor()
  must((await page.request.get(`${base}/api/v1/session`)).status() === 401, 'the session goes on')
}

/** Recorded frames of a cuff and a glucose meter, replayed through Web Bluetooth. */
async function meters({ base, page, phone: plain }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('陈', '1975')])
  await signIn(plain, base, doctor.login)
  await findPerson(plain, who.name)
  must(
    (await plain.evaluate(() => !('bluetooth' in navigator) || navigator.bluetooth === undefined)) ===
      ((await plain.locator('.foot button', { hasText: '从仪器读取' }).count()) === 0),
    'the button stands where there is no radio',
  )
  for (const [frames, field, value] of [
    [{ [0x2a35]: [cuff(Date.now() - 20_000)] }, '#f-pulse', '72'],
    [{ [0x2a18]: [drop(5, Date.now() - 20_000)], [0x2a34]: ['02 05 00 03'] }, '#f-glucose', '7.2'],
  ]) {
    const tab = await page.context().newPage()
    await tab.addInitScript(fakeMeter(frames))
    await signInAgain(tab, base)
    await findPerson(tab, who.name)
    await tab.keyboard.press('m')
    await tab.locator('.notice.ok', { hasText: '已从仪器读取' }).waitFor()
    must((await tab.locator(field).inputValue()) === value, `${field} is ${await tab.locator(field).inputValue()}`)
    must(await tab.evaluate(() => globalThis.meterLeft), 'the meter stays connected')
    await tab.locator('.save').click()
    await tab.locator('.result[data-kind=high], .result[data-kind=normal]').waitFor()
    await tab.close()
    async function signInAgain(one, at) {
      if (await page.evaluate(() => location.pathname === '/station/')) return one.goto(`${at}/station/`)
      await signIn(page, at, doctor.login)
      return one.goto(`${at}/station/`)
    }
  }
  const kept = await readings(doctor, who)
  must(
    kept.every((one) => one.via === 'meter') && kept[0].measured.meal.key === 'fasting',
    'they are not told as a meter’s',
  )
}

/** The slip on three papers: only the slip, one page, large letters. */
async function slip({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('褚', '1948')])
  await signIn(page, base, doctor.login)
  await findPerson(page, who.name)
  for (const key of ['1', '5', '8', '9', '2', '7', '0', 'Enter']) await page.keyboard.press(key)
  await result(page, 'high')
  await page.keyboard.press('p')
  await page.locator('dialog article.slip .values b').first().waitFor()
  await page.locator('dialog .main:focus').waitFor()
  await bothLooks(page, 'slip')
  for (const [paper, width] of [
    ['小票', 80],
    ['A6', 105],
    ['A4', 210],
  ]) {
    await page.locator('.papers label', { hasText: paper }).click()
    await page.emulateMedia({ media: 'print' })
    must(
      !(await page.locator('.person').isVisible()) &&
        !(await page.locator('.papers').isVisible()) &&
        !(await page.locator('dialog').isVisible()) &&
        (await page.locator('article.on-paper').isVisible()),
      'something else is printed',
    )
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((match) =>
      Math.round((Number(match[1]) / 72) * 25.4),
    )
    must(boxes.length === 1 && Math.abs(boxes[0] - width) <= 1, `${paper} is printed on ${boxes} mm`)
    const size = await page
      .locator('article.on-paper .values b')
      .first()
      .evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize))
    must(size >= 25, `the numbers on ${paper} are ${size} px`)
    await page.emulateMedia({ media: 'screen' })
  }
  await page.keyboard.press('Escape')
}

test('station: a reading by keys, counted', keys)
test('station: a reading by touch, counted', taps)
test('station: what is hard to believe is asked again', askedAgain)
test('station: measured again at once', critical)
test('station: a bad line loses nothing', how({ expects: /Failed to load resource|ERR_/ }), badLine)
test('station: without a network, over a reload', withoutNetwork)
test('station: signed out without a network', how({ expects: /status of 401/ }), leftWithoutNetwork)
test('station: a meter by radio', meters)
test('station: a slip on paper', slip)
