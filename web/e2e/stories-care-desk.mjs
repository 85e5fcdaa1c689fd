// Care rules and households on the desk: a dry run before a change, a household that moves with all records, and masked numbers
// that survive editing.
import { leadsEverywhere, person, recordId, until } from './phone.mjs'
import { bothLooks, inspect, must, signIn } from './stage.mjs'
import { byRole, DOCTOR, nobody, residents } from './station.mjs'
import { how, test } from './story.mjs'

const DAY = 24 * 60 * 60
const answered = (page, path) =>
  page.waitForResponse((answer) => path.test(answer.url()) && answer.request().method() === 'POST')
/** The rule for adults; the one for pregnancy has the same numbers and no age. */
const line = (upper) => `if = "systolic ${upper} or diastolic >= 90"\nage = `

/** A threshold is lowered, tried on the last year's readings, published, in force on its day, and restored the same way. */
async function rulesTried({ base, page, pass }) {
  const doctor = await byRole(base, DOCTOR)
  const [who] = await residents(base, doctor, [nobody('郑', '1980')])
  await doctor.post('/care/readings', {
    id: recordId(),
    resident: who.id,
    measured: { systolic: '135', diastolic: '80' },
  })
  await leadsEverywhere(base, 'guanli')
  await signIn(page, base, 'guanli')

  const draft = async (from, to) => {
    await page.goto(`${base}/care/rules`)
    await page.locator('.page-head a.main').click()
    const box = page.locator('textarea')
    await box.waitFor()
    const text = await box.inputValue()
    must(text.includes(from), `the table does not say ${from}`)
    await box.fill(text.replace(from, to))
  }
  const tried = async () => {
    const done = answered(page, /\/care\/rules\/trial$/)
    await page.locator('.page-head button', { hasText: '试算' }).click()
    return (await done).json()
  }
  const publish = async (version) => {
    await page.locator('.page-head .main', { hasText: `发布第 ${version} 版` }).click()
    await page.locator('dialog', { hasText: '不能撤回' }).waitFor()
    await inspect(page, 'publishing the rules', 'zh', true)
    await page.locator('dialog .main').click()
    await page.waitForURL((url) => url.pathname === '/care/rules')
    await page
      .locator('li', { hasText: `第 ${version} 版` })
      .filter({ hasText: '待生效' })
      .waitFor()
  }
  /** The next morning the version is in force. */
  const nextDay = async (version) => {
    await page.goto('about:blank')
    await pass(DAY)
    await signIn(page, base, 'guanli')
    await page.goto(`${base}/care/rules`)
    await page
      .locator('li', { hasText: `第 ${version} 版` })
      .filter({ hasText: '现行' })
      .waitFor()
  }

  // Errors are shown by line, and the text stays.
  await draft(line('>= 140'), line('over 130'))
  await tried()
  const typed = await page.locator('textarea').inputValue()
  const at = typed.split('\n').findIndex((one) => one.includes('systolic over 130')) + 1
  await page.locator('[role=alert] button', { hasText: `第 ${at} 行` }).click()
  must(
    (await page.locator('textarea').evaluate((box) => box.value.slice(box.selectionStart, box.selectionEnd))) ===
      'if = "systolic over 130 or diastolic >= 90"',
    'pressing the fault does not lead to it',
  )
  must(
    (await page.locator('.page-head button', { hasText: '发布' }).count()) === 0,
    'what cannot be read can be published',
  )
  await bothLooks(page, 'a fault of the rules', 'zh', true)

  await page.locator('textarea').fill(typed.replace('systolic over 130', 'systolic >= 130'))
  const told = await tried()
  const moved = told.moved.find((one) => one.from === 'normal' && one.to === 'high')
  must(moved?.readings >= 1, `nothing would have moved: ${JSON.stringify(told.moved)}`)
  await page.locator('.trial li', { hasText: '正常 → 偏高' }).waitFor()
  const high = told.counts.find((one) => one.outcome === 'high')
  must(
    high.after - high.before ===
      told.moved.filter((one) => one.to === 'high').reduce((sum, one) => sum + one.readings, 0) -
        told.moved.filter((one) => one.from === 'high').reduce((sum, one) => sum + one.readings, 0),
    'the counts are not what moves',
  )
  await bothLooks(page, 'what a change would have done', 'zh', true)
  await publish(told.version)
  await nextDay(told.version)
  await page.locator('tbody td', { hasText: '收缩压 ≥ 130 或' }).waitFor()
  await bothLooks(page, 'changed rules', 'zh', true)

  await draft(line('>= 130'), line('>= 140'))
  const back = await tried()
  await page.locator('.trial li', { hasText: '偏高 → 正常' }).waitFor()
  await publish(back.version)
  await nextDay(back.version)
  await page.locator('tbody td', { hasText: '收缩压 ≥ 130 或' }).waitFor({ state: 'detached' })
  await page.locator('tbody td', { hasText: '收缩压 ≥ 140 或' }).first().waitFor()
  await page
    .locator('li', { hasText: `第 ${told.version} 版` })
    .filter({ hasText: '历史版本' })
    .waitFor()
}

/** All residents and contacts move; staff of the new cell see them, staff of the old one do not. */
async function householdMoves({ base, page }) {
  const manager = await person(base, 'guanli-tuanjie')
  const [before, after] = [await person(base, 'wei-shiqiao-1-2'), await person(base, 'wei-shiqiao-2-1')]
  const [id, home, contact] = [recordId(), recordId(), recordId()]
  const [name, phone] = nobody('苗', '1951')
  await manager.post('/households/residents', {
    id,
    name,
    code: before.me.grants[0].code,
    phones: [phone],
    home: { id: home, label: '河边老屋', tenure: 'tenant' },
  })
  await manager.post(`/households/${home}/contacts`, {
    id: contact,
    kind: 'kin',
    name: '苗小军',
    relation: '儿子',
    reach: [{ phone: '15400008811' }],
  })
  must((await before.get(`/households/residents/${id}`)).id === id, 'who serves the cell does not see them')

  await signIn(page, base, 'guanli-tuanjie')
  await page.goto(`${base}/households/${home}`)
  await page.locator('h2', { hasText: '河边老屋' }).waitFor()
  await page.getByRole('button', { name: '全家搬走' }).click()
  await page.getByLabel('在哪个微网格').fill('石桥村第二网格')
  await page.locator('[role=option]', { hasText: '石桥村第二网格第一微网格' }).click()
  await page.locator('dialog input[type=checkbox]').check()
  await page.locator('dialog .input:not([role])').last().fill('村口新楼二层')
  await bothLooks(page, 'a household moves')
  const moved = answered(page, /\/households\/[^/]+\/move$/)
  await page.locator('dialog .main').click()
  must((await moved).ok(), 'the move was refused')
  await page.locator('h2', { hasText: '村口新楼二层' }).waitFor()
  await page.locator('ol li', { hasText: '苗小军' }).waitFor()
  await inspect(page, 'a household that moved')
  await page.locator('table a').first().click()
  await page.locator('.facts a', { hasText: '村口新楼二层' }).waitFor()
  must((await after.get(`/households/residents/${id}`)).id === id, 'who serves the new cell does not see them')
  must(
    (await before.get(`/households/residents/${id}`)).code === 'kernel.not-found',
    'who served the old cell still sees them',
  )

  // Other fields are edited without affecting the masked number, and a mask is not accepted as a number.
  const whole = async () =>
    (await manager.post(`/households/residents/${id}/unmask`, { wanted: 'phones', reason: '核对登记' })).phones
  const mask = `${phone.slice(0, 3)}****${phone.slice(-4)}`
  await page.locator('.facts', { hasText: mask }).waitFor()
  await page.getByRole('button', { name: '更正' }).click()
  await page.getByLabel('姓名', { exact: true }).fill(`${name}娘`)
  await page.locator('dialog .hint', { hasText: mask }).waitFor()
  await page.locator('dialog .main').click()
  await page.locator('h2', { hasText: `${name}娘` }).waitFor()
  must((await whole()).join() === phone, 'a correction beside the number changed the number')
  await page.getByRole('button', { name: '更正' }).click()
  await page.getByLabel('电话', { exact: true }).fill(mask)
  await page.locator('dialog .main').click()
  await page.locator('dialog [role=alert]', { hasText: '号码带星号' }).waitFor()
  must((await page.getByLabel('电话', { exact: true }).inputValue()) === mask, 'what was typed is gone')
  await inspect(page, 'a mask sent back as a number')
  await until('the number is as it was', async () => (await whole()).join() === phone)
}

/** The manager sets the call-back number with a preview; an invalid number is refused. */
async function callBack({ base, page }) {
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/settings/call-back`)
  const [name, number] = [page.getByLabel('回电给谁', { exact: true }), page.getByLabel('电话', { exact: true })]
  await until('the street’s centre is named', async () => (await name.inputValue()).endsWith('治理服务中心'))
  await bothLooks(page, 'whom to call back')
  await number.fill('打前台')
  await page.locator('form .main').click()
  await page.locator('form .error, form [role=alert]', { hasText: '不是电话号码' }).waitFor()
  await inspect(page, 'a number that is none')
  await name.fill('街道值班室')
  await number.fill('028-8765 4321')
  await page.locator('.example', { hasText: '看完回电 街道值班室 028-8765 4321' }).waitFor()
  await page.locator('form .main').click()
  await page.locator('.foot', { hasText: '设置' }).waitFor()
  const manager = await person(base, 'guanli')
  const { line } = await manager.get('/care/call-back')
  must(line === '街道值班室 028-87654321', `said is ${line}`)
  await page.reload()
  await until('it stands there', async () => (await number.inputValue()) === '028-87654321')
}

test('whom to call back is set by the street', how({ expects: /status of 422/ }), callBack)
test('rules of care: tried, published, and back', how({ clock: true, expects: /status of 422/ }), rulesTried)
test(
  'a household moves with its contacts, and a masked number stays whole',
  how({ expects: /status of 4(?:04|22)/ }),
  householdMoves,
)
