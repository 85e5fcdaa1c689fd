// Danger: numbers are shown while typing on every face; the case is urgent; numbers and steps are on the phone offline.
import { bring, person, rawStore, readyOffline, recordId, signIn as signInPhone, until } from './phone.mjs'
import { bothLooks, inspect, must, signIn } from './stage.mjs'
import { test } from './story.mjs'

const PHONE = { width: 390, height: 844 }
const MOTHER = '我妈煤气中毒叫不醒'
const HOUR = 3_600_000
const byRole = async (base, role) =>
  (await (await fetch(`${base}/api/v1/session/demo`)).json()).accounts.find((one) => one.role.zh === role).login
const dial = (page, number) => page.locator(`[data-danger] a[href="tel:${number}"]`).first().waitFor()

/** A building of a leader's grid, so that the report reaches that leader. */
async function address(leader) {
  const { sections } = await leader.get('/sync')
  const door = sections.doors.items.find(([, , quarter, building, unit]) => building && unit && !quarter.endsWith('村'))
  must(door, 'the grid of the story has no building')
  return `${door[2]}${door[3]}栋${door[4]}单元`
}

async function mother({ base, page, phone, open }) {
  const login = await byRole(base, '网格长')
  const [desk, leader] = [await person(base, 'zuoxi1'), await person(base, login)]
  const code = leader.me.grants[0].code
  await phone.goto(`${base}/r/`)
  await phone.locator('#what').waitFor()
  await phone.locator('.danger-line a[href="tel:119"]').waitFor()
  await phone.locator('#what').focus()
  await phone.keyboard.type(MOTHER)
  await dial(phone, '120')
  await dial(phone, '119')
  must((await phone.evaluate(() => document.activeElement?.id)) === 'what', 'the numbers took the focus')
  must((await phone.locator('input[name=kind][value]:not([value=""]):checked').count()) === 0, 'a kind was chosen')
  await bothLooks(phone, 'danger while it is typed')
  await phone.setViewportSize({ width: 320, height: 568 })
  await inspect(phone, 'danger on a small phone')
  await phone.setViewportSize(PHONE)
  await phone.locator('#address').fill(await address(leader))
  await phone.locator('.understood, #street').first().waitFor()
  if ((await phone.locator('#street').count()) > 0) await phone.locator('#street').selectOption(code.slice(0, 9)) // other streets have one of that name
  await phone.locator('.understood').waitFor()
  await phone.locator('.send').click()
  await phone.locator('.done').waitFor()
  await dial(phone, '120')
  await inspect(phone, 'receipt of danger')
  const number = (await phone.locator('.done dd.big').innerText()).trim()

  const row = (await desk.get(`/cases?view=all&q=${number}`)).items[0]
  must(row?.urgent, 'the matter is not urgent')
  const one = await desk.get(`/cases/${row.id}`)
  must(
    Date.parse(one.clocks.accept.due) - Date.parse(one.created_at) < HOUR,
    `somebody may take their time: ${one.clocks.accept.due}`,
  )
  must(
    (await leader.get('/inbox')).items.some((notice) => notice.case === row.id),
    'the grid leader was not told',
  )
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases/${row.id}`)
  await page.locator('article header .tag.danger', { hasText: '紧急' }).waitFor()
  const other = await open(PHONE)
  await signInPhone(other, base, login)
  await other.goto(`${base}/m/case/${row.id}`)
  await other.locator('.tags .tag.danger', { hasText: '紧急' }).waitFor()
}

async function large({ base, phone }) {
  await phone.goto(`${base}/r/`)
  await phone.locator('.tools button').first().click()
  await phone.locator('.home .danger-line a[href="tel:120"]').waitFor()
  await phone.locator('.home .main').click()
  // With several streets, the first question is the street.
  await phone.locator('.step .chip, #what').first().waitFor()
  if ((await phone.locator('#what').count()) === 0) {
    await phone.locator('.step .chip').first().click()
    await phone.locator('.ways .main').click()
  }
  await phone.locator('#what').fill('有人要跳楼')
  await dial(phone, '110')
  await phone.setViewportSize({ width: 320, height: 568 })
  await inspect(phone, 'danger in large letters')
}

async function gas({ base, phone: page }) {
  const login = await byRole(base, '微网格员')
  const [desk, member] = [await person(base, 'zuoxi1'), await person(base, login)]
  const id = recordId()
  await desk.post('/cases', {
    id,
    title: '三楼有燃气味',
    detail: '',
    code: member.me.grants[0].code,
    source: 'phone',
    kind: 'gas-smell',
  })
  const one = await desk.get(`/cases/${id}`)
  if (one.owner?.id !== member.me.id)
    await desk.post(`/cases/${id}/actions`, { action: 'dispatch', to_account: member.me.id }, one.version)
  await signInPhone(page, base, login)
  await readyOffline(page)
  await until('the steps are on the phone', async () => {
    const held = await rawStore(page)
    return /pack:[^\n]*:guides/.test(held) && /pack:[^\n]*:danger/.test(held)
  })
  await page.context().setOffline(true)
  await page.goto(`${base}/m/case/${id}`)
  await page.locator('[data-guide] a[href="tel:119"]').waitFor()
  await page.locator('[data-guide] ol li').nth(2).waitFor()
  await page.locator('[data-guide] ul li').first().waitFor()
  await bothLooks(page, 'gas without a network')
  // The name is shown if the street has not entered the number.
  must((await page.locator('[data-guide] a[href="tel:"]').count()) === 0, 'a placeholder is a link')
  await page.goto(`${base}/m/report`)
  await page.locator('form[aria-busy=false] #what').fill('有人要跳楼')
  await dial(page, '110')
  await inspect(page, 'danger without a network')
  await page.locator('#address').fill('三栋楼顶')
  await page.locator('.send .main').click()
  await page.locator('[data-after] [data-danger] a[href="tel:110"]').first().waitFor()
  await page.locator('[data-after] .main').click()
  await page.locator('.local .row', { hasText: '有人要跳楼' }).waitFor()
  await page.context().setOffline(false)
}

async function hotline({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases/new`)
  const title = page.locator('.asks input[maxlength="80"]')
  await title.fill('有人要跳楼')
  await dial(page, '110')
  await bothLooks(page, 'danger at the desk')
  await title.fill('火锅店油烟太大')
  await page.locator('[data-danger]').waitFor({ state: 'detached' })
  await page.locator('.danger-line a[href="tel:119"]').waitFor()
}

async function manual({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/manual?kind=gas-smell`)
  await page.locator('[data-calls] a[href="tel:119"]').waitFor()
  const one = await bring(
    await person(base, 'zuoxi1'),
    (await person(base, await byRole(base, '微网格员'))).me.grants[0].code,
    '楼道灯罩松了',
  )
  await page.goto(`${base}/cases/${one.id}`)
  await page.locator('article [data-guide] summary').waitFor()
}

async function bare({ base, page }) {
  const context = await page.context().browser().newContext({ viewport: PHONE, javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(`${base}/r/`)
  for (const number of ['119', '110', '120', '122'])
    await plain.locator(`[data-numbers] a[href="tel:${number}"]`).first().waitFor()
  await plain.locator('a[href="tel:12345"]').first().waitFor()
  await context.close()
}

test('danger: a resident types, and the leader and the desk have it', mother)
test('danger: large letters', large)
test('danger: gas without a network', gas)
test('danger: the hotline form', hotline)
test('danger: numbers in the manual and on a case', manual)
test('danger: a page without scripts', bare)
