// Granting access in the browser: without effect until a second person confirms.
import { inspect, must, signIn } from './stage.mjs'
import { confirmed, opened, person, recordId } from './phone.mjs'
import { byRole, DOCTOR, nobody, residents, teamOf } from './station.mjs'
import { test } from './story.mjs'

const SECRET = 'yi-ge-hen-chang-de-mima-7'
const SMALL = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }

/** The administrator appoints a nurse, the manager confirms and adds her to a team; she can read only after both
 * confirmations. */
async function twoPeople({ base, page }) {
  const doctor = await byRole(base, DOCTOR)
  const manager = await byRole(base, '街道负责人')
  const keeper = await person(base, 'xitong')
  const [who] = await residents(base, doctor, [nobody('杭', '1980')])
  const reading = recordId()
  await doctor.post('/care/readings', { id: reading, resident: who.id, measured: { systolic: '124', diastolic: '80' } })

  const account = recordId()
  const login = `hushi-${account.slice(-6)}`
  const name = `新来护士${account.slice(-4)}`
  const { code, team } = await teamOf(manager, doctor)
  await opened(base, manager, { id: account, login, name, street: code.slice(0, 9) }, SECRET)
  const given = await keeper.post('/people/assignments', {
    id: recordId(),
    account,
    role: 'doctor',
    code,
    since: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
  })
  must(given.waiting && !given.held, 'the post did not wait')
  const nurse = await person(base, login, SECRET)
  const reads = async () => (await fetch(`${base}/api/v1/care/readings/${reading}`, { headers: nurse.headers })).status
  must((await reads()) === 403, 'she holds something before anybody confirmed')

  // The granter cannot confirm; the other is notified, and confirms.
  await signIn(page, base, manager.login)
  await page.goto(`${base}/inbox`)
  await page.locator('li a', { hasText: '待您确认的授权' }).first().click()
  const row = page.locator('.card > li', { hasText: name })
  await row.waitFor()
  await inspect(page, 'access that waits', 'zh', true)
  await page.setViewportSize(SMALL)
  await inspect(page, 'access that waits, small', 'zh', true)
  await page.setViewportSize(DESK)
  const confirm = async () => {
    const decided = page.waitForResponse((answer) => answer.url().endsWith('/people/grants/decisions'))
    await row.getByRole('button', { name: '确认' }).click()
    await page.locator('dialog .main').click()
    const answer = await decided
    must(answer.ok(), `refused: ${await answer.text()}`)
    await row.waitFor({ state: 'detached' })
  }
  await confirm()
  must((await reads()) === 404, 'a nurse of no team reads')

  const members = [...team.members.map((one) => one.id), account]
  await manager.send(
    'PUT',
    `/households/teams/${team.id}`,
    { name: team.name, doctor: team.doctor.id, members },
    team.version,
  )
  must((await reads()) === 404, 'she reads before her team was confirmed')
  await confirmed(base, 'xitong', name)
  must((await reads()) === 200, 'she does not read what her team may')

  // The list of permissions shows both, and so does its export.
  await page.getByPlaceholder('按姓名、岗位或网格筛选').fill(name)
  await page.locator('tbody tr', { hasText: '已确认' }).first().waitFor()
  await inspect(page, 'who can read what', 'zh', true)
  const file = await (await page.request.get(`${base}/api/v1/people/rights/file`)).text()
  must(file.includes(name) && file.includes('此规则之前'), 'the file lacks somebody')
}

test('a nurse reads once a second person has confirmed her', twoPeople)
