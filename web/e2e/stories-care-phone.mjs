// Care on the phone: an alert is acknowledged, searched, watched and referred; a doctor measures.
import { allSent, inspect, must, person, readyOffline, recordId, signIn, tab, until, waiting } from './phone.mjs'
import { how, test } from './story.mjs'

const TEAM = '家庭医生团队'
const critical = { systolic: '192', diastolic: '114', symptoms: ['dizzy'] }

/** A doctor signed in by API, and a resident of their community. */
async function bedside(base, at = 0) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const login = accounts.find((one) => one.role.zh === TEAM).login
  const doctor = await person(base, login)
  const { items } = await doctor.get(`/households/residents?under=${doctor.me.grants[0].code}&limit=50`)
  const line = items.filter((one) => one.household)[at]
  const resident = await doctor.get(`/households/residents/${line.id}`)
  return { login, doctor, resident }
}
/** An alert raised by two critical readings, and its owner. */
async function raised(base, at) {
  const { doctor, resident, login } = await bedside(base, at)
  const first = recordId()
  for (const id of [first, recordId()])
    await doctor.post('/care/readings', { id, resident: resident.id, measured: critical })
  const { alert } = await doctor.get(`/care/residents/${resident.id}`)
  const one = await doctor.get(`/care/alerts/${alert}`)
  const manager = await person(base, 'guanli')
  const owner = await manager.get(`/people/accounts/${one.owner.id}`)
  return { doctor, doctorLogin: login, resident, id: alert, owner: owner.login }
}
const alertRow = (page, resident) => page.locator('.alerts a.row', { hasText: resident.name })
const button = (page, name) => page.locator('.acts button', { hasText: name })
const sheet = (page) => page.locator('[role=dialog]')
async function choose(page, ...texts) {
  for (const text of texts) await sheet(page).locator('.choice', { hasText: text }).first().click()
}
async function send(page) {
  await sheet(page).locator('.foot .main').click()
  await sheet(page).waitFor({ state: 'detached' })
}

/** From the alarm to the follow-up on the phone, with every step in the timeline once. */
async function loop({ base, phone: page }) {
  const { doctor, resident, id, owner } = await raised(base, 0)
  const now = () => doctor.get(`/care/alerts/${id}`)
  const stands = (key) => until(`it is ${key}`, async () => (await now()).status.key === key)
  await signIn(page, base, owner)
  await alertRow(page, resident).waitFor()
  await inspect(page, 'today with an alert')
  await alertRow(page, resident).click()
  await page.locator('h2', { hasText: resident.name }).first().waitFor()
  must((await page.getByText('192').count()) === 0, 'a reading is shown to who goes and looks')
  await button(page, '应答').click()
  await stands('reaching')
  await page.locator('.ladder .button').first().click()
  await sheet(page).locator('.say').waitFor()
  await until('the number, or that there is none', () => sheet(page).locator('a[href^="tel:"], .hint').count())
  await inspect(page, 'a rung of the ladder')
  await choose(page, '没人接')
  await send(page)
  await until('the try is kept', async () => (await now()).ladder.some((rung) => rung.tries.length === 1))
  await button(page, '此刻平安').click()
  await page.locator('#alert-act').waitFor()
  await page.locator('.foot .main').click()
  await page.locator('[role=alert]').first().waitFor()
  await inspect(page, 'safe now, lacking')
  await choose(page, '网格人员')
  await send(page)
  await stands('watching')
  await button(page, '请人看护').click()
  await choose(page, '我自己', '每 2 小时')
  await inspect(page, 'a watch')
  await send(page)
  await until('somebody looks in', async () => (await now()).watches.length === 1)
  await button(page, '看过了').click()
  await choose(page, '好')
  await send(page)
  await until('the look is kept', async () => (await now()).watches[0].kept.length === 1)
  await button(page, '亲属到了').click()
  await page.locator('#alert-act').waitFor()
  await send(page)
  await stands('with_kin')
  await button(page, '转诊').click()
  await page.locator('#alert-act input').first().fill('区人民医院急诊')
  await page.locator('#alert-act input').nth(1).fill('家属陪同，打车')
  await send(page)
  await stands('referred')
  await button(page, '已到达').click()
  await page.locator('#alert-act textarea').fill('儿子来电：已挂急诊')
  await send(page)
  await stands('follow_up')
  await page.locator('main ol li', { hasText: '已到达' }).first().waitFor()
  await inspect(page, 'an alert that is followed up')
  const { items } = await doctor.get(`/care/alerts/${id}/events`)
  const once = items.filter((event) => event.actor?.name && event.kind === 'care.arrived').length
  must(once === 1, `${once} arrivals in the timeline`)
}

/** An alert with a contact on its ladder. */
async function known(base, from) {
  for (let at = from; ; at++) {
    const one = await raised(base, at)
    const { ladder } = await one.doctor.get(`/care/alerts/${one.id}`)
    if (ladder.some((rung) => rung.contact?.phones.length)) return one
  }
}
/** Offline: acknowledged, tried and safe, in order; expired deadlines do not conflict. */
async function offline({ base, phone: page }) {
  const { doctor, resident, id, owner } = await known(base, 10)
  await signIn(page, base, owner)
  await alertRow(page, resident).waitFor()
  await readyOffline(page)
  await page.context().setOffline(true)
  await alertRow(page, resident).click()
  await button(page, '应答').click()
  await page.locator('.pending .link', { hasText: '应答' }).waitFor()
  await page.locator('.ladder li', { hasText: '****' }).locator('.button').first().click()
  await sheet(page).getByText('看不到号码').waitFor()
  await inspect(page, 'a rung without a network')
  await choose(page, '上门', '没人接')
  await send(page)
  await button(page, '此刻平安').click()
  await choose(page, '网格人员')
  await send(page)
  must((await waiting(page)) === 3, `${await waiting(page)} wait instead of 3`)
  await page.context().setOffline(false)
  await allSent(page)
  const now = await doctor.get(`/care/alerts/${id}`)
  must(now.status.key === 'watching', `it stands at ${now.status.key}`)
  const { items } = await doctor.get(`/care/alerts/${id}/events`)
  const kinds = items.map((event) => event.kind).filter((kind) => /acknowledged|tried|safe/.test(kind))
  must(kinds.join() === 'care.acknowledged,care.tried,care.safe', `the steps came as ${kinds.join()}`)
  must(
    items.some((event) => event.words.zh.includes('填写')),
    'a try without a network does not say when it was',
  )
}

/** A conflict while offline: both versions are shown, and nothing is lost. */
async function collision({ base, phone: page }) {
  const { doctor, resident, id, owner } = await raised(base, 2)
  await signIn(page, base, owner)
  await alertRow(page, resident).click()
  await button(page, '应答').waitFor()
  await page.context().setOffline(true)
  await button(page, '转诊').click()
  await page.locator('#alert-act input').first().fill('街道卫生院')
  await page.locator('#alert-act input').nth(1).fill('网格长陪')
  await send(page)
  const { version } = await doctor.get(`/care/alerts/${id}`)
  await doctor.post(`/care/alerts/${id}/actions`, { action: 'acknowledge' }, version)
  await page.context().setOffline(false)
  await tab(page, '待同步')
  await page.locator('[data-state=collided] a', { hasText: '转诊' }).click()
  await page.locator('.version.mine', { hasText: '转诊' }).waitFor()
  await page.locator('.version', { hasText: '寻找本人和家人' }).waitFor()
  await inspect(page, 'both versions of an alert')
  await page.locator('.collided .main').click()
  await until(
    'it is done on the new version',
    async () => (await doctor.get(`/care/alerts/${id}`)).status.key === 'referred',
  )
}

/** A doctor enters a blood pressure, is asked about a slip, and the reading waits offline. */
async function measured({ base, phone: page }) {
  const { login, doctor, resident } = await bedside(base, 3)
  const readings = async () => (await doctor.get(`/care/residents/${resident.id}/readings`)).items
  const before = (await readings()).length
  let presses = 0
  const press = async (target) => {
    await target.click()
    presses += 1
  }
  const take = (what) => page.locator('main .choices button', { hasText: what })
  await signIn(page, base, login)
  await page.goto(`${base}/m/person/${resident.id}`)
  await take('血压').waitFor()
  await press(take('血压'))
  await page.locator('#measure-systolic').fill('146')
  must((await page.evaluate(() => document.activeElement?.id)) === 'measure-diastolic', 'full digits do not lead on')
  await page.keyboard.type('88')
  await press(sheet(page).locator('.foot .main'))
  await until('the reading is there', async () => (await readings()).length === before + 1)
  must(presses <= 3, `${presses} presses for a blood pressure`)
  await page.locator('.care-reading', { hasText: '146/88' }).waitFor()
  await inspect(page, 'a person with readings', 'zh', true)

  await press(take('血糖'))
  await choose(page, '空腹')
  await page.locator('#measure-glucose').fill('126')
  await sheet(page).locator('.foot .main').click()
  await sheet(page).locator('.notice.warn').waitFor()
  must((await readings()).length === before + 1, 'an implausible value was stored without being asked again')
  await inspect(page, 'asked again', 'zh', true)
  await sheet(page).locator('.notice.warn button').first().click()
  await until('it is kept in its unit', async () =>
    (await readings()).some((one) => one.measured.typed_in === 'mg' && one.standing === 'stands'),
  )

  await readyOffline(page)
  await page.context().setOffline(true)
  await take('血压').click()
  await page.locator('#measure-systolic').fill('80')
  await page.locator('#measure-diastolic').fill('84')
  await sheet(page).locator('.foot .main').click()
  await sheet(page).getByText('写反').waitFor()
  // Diastolic above systolic must be corrected, and cannot be confirmed.
  must(
    (await sheet(page).getByRole('button', { name: '确实如此' }).count()) === 0,
    'two numbers that are swapped can be confirmed',
  )
  await sheet(page).locator('[data-meant]', { hasText: '84/80' }).click()
  await sheet(page).locator('.foot .main').click()
  await page.locator('.pending', { hasText: '84/80' }).first().waitFor()
  await page.context().setOffline(false)
  await allSent(page)
  const last = (await readings())[0]
  must(
    (await readings()).length === before + 3 && last.standing === 'stands',
    `it came ${(await readings()).length} times and is ${last.standing}`,
  )
  // Two readings make a chart with this person's thresholds.
  await page.locator('main svg[role=img]', { hasText: '180 收缩压 危急线' }).first().waitFor()
  await inspect(page, 'a course between its lines', 'zh', true)
}

/** Overdue rechecks are on "today" of the cell's staff and its doctor, also offline, and nobody else's. */
async function overdue({ base, phone: page, open }) {
  const { doctor, login } = await bedside(base)
  const manager = await person(base, 'guanli')
  const cells = (await manager.get(`/grid/cells?under=${doctor.me.grants[0].code}`)).items.filter(
    (one) => one.holder && !one.holder.deputy_for && one.holder.role === 'micro_grid_member',
  )
  must(cells.length > 1, 'no two cells have a member')
  const [cell, other] = cells
  const loginOf = async ({ holder }) => (await manager.get(`/people/accounts/${holder.account.id}`)).login
  const id = recordId()
  await doctor.post('/households/residents', { id, name: '闻人复', code: cell.code, birth: '1949' })
  const at = new Date(Date.now() - 25 * 86_400_000).toISOString()
  await doctor.post('/care/readings', {
    id: recordId(),
    resident: id,
    at,
    measured: { systolic: '164', diastolic: '92' },
  })

  await signIn(page, base, await loginOf(cell))
  const line = page.locator('main a[href="/m/overdue"]')
  await line.waitFor()
  await inspect(page, 'today with rechecks that are past')
  await line.click()
  const row = page.locator('section', { hasText: cell.name }).locator('a.row', { hasText: '闻**' })
  await row.locator('.side.late', { hasText: '过了' }).waitFor()
  must(!/164|92|血压/.test(await page.locator('main').innerText()), 'what was measured is told')
  for (const look of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: look })
    await page.locator(`html[data-theme=${look}]`).waitFor()
    await inspect(page, `rechecks that are past, ${look}`)
  }
  // Offline the stored list is shown with a notice.
  await readyOffline(page)
  await page.context().setOffline(true)
  await page.reload()
  await row.waitFor()
  await page.locator('.hint', { hasText: '手机上的版本' }).waitFor()
  await page.context().setOffline(false)

  const ours = await open({ width: 390, height: 844 })
  await signIn(ours, base, login)
  await ours.locator('main a[href="/m/overdue"]').click()
  await ours.locator('a.row', { hasText: '闻**' }).waitFor()
  await ours.locator('.hint', { hasText: '医生：' }).first().waitFor()
  const theirs = await open({ width: 390, height: 844 })
  await signIn(theirs, base, await loginOf(other))
  await theirs.goto(`${base}/m/overdue`)
  await theirs.locator('.empty:not([aria-busy=true]), a.row').first().waitFor()
  must((await theirs.locator('a.row', { hasText: '闻**' }).count()) === 0, 'somebody of another cell is shown')
}

/** Alerts in both languages and themes. */
async function looks({ base, phone: page }) {
  const { resident, owner } = await raised(base, 4)
  await signIn(page, base, owner)
  for (const [language, look] of [
    ['zh', 'light'],
    ['zh', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ]) {
    await page.emulateMedia({ colorScheme: look })
    await tab(page, /今日|Today/)
    if ((await page.evaluate(() => document.documentElement.lang)) !== (language === 'zh' ? 'zh-CN' : 'en'))
      await page.locator('header .textual').click()
    await page.locator(`html[data-theme=${look}]`).waitFor()
    await alertRow(page, resident).click()
    await page.locator('main ol li').first().waitFor()
    await inspect(page, `alert, ${language}, ${look}`, language)
    await page.locator('.ladder .button').first().click()
    await sheet(page).locator('#alert-try').waitFor()
    await inspect(page, `a rung, ${language}, ${look}`, language)
    await page.keyboard.press('Escape')
  }
}

test('care on the phone: from the ring to the follow-up', how({ expects: /status of 412/ }), loop)
test('care on the phone: without a network', how({ expects: /status of 412/ }), offline)
test('care on the phone: somebody was faster', how({ expects: /status of 412/ }), collision)
test('care on the phone: at the bedside', measured)
test('care on the phone: whose recheck is past', overdue)
test('care on the phone: both languages, both looks', looks)
