// Correct information for dispatchers: holder, recorded answers, paused deadlines, drafts, dialable numbers, uncertain places.
import { person, recordId, signIn as signInPhone, synced, until, bring } from './phone.mjs'
import { inspect, must, signIn } from './stage.mjs'
import { test } from './story.mjs'

const acted = (page) => page.waitForResponse((answer) => answer.url().endsWith('/actions'))
const word = (text) => `${text}${Math.floor(performance.now())}`
const SMALL = { width: 320, height: 568 }

/** A case in a member's cell: its row, its holder and the grid leader. */
async function matter(base, title) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const login = accounts.find((one) => one.role.zh === '微网格员').login
  const [desk, member] = [await person(base, 'zuoxi1'), await person(base, login)]
  const { code } = member.me.grants[0]
  const one = await bring(desk, code, title)
  // Independent of today's absences.
  if (one.owner.id !== member.me.id)
    await desk.post(`/cases/${one.id}/actions`, { action: 'dispatch', to_account: member.me.id }, one.version)
  return { desk, member, login, one: await desk.get(`/cases/${one.id}`) }
}
const doing = async (who, id, body) => who.post(`/cases/${id}/actions`, body, (await who.get(`/cases/${id}`)).version)

async function takenOverAtTheDesk({ base, page }) {
  const { desk, member, one } = await matter(base, word('电表箱门坏了'))
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases/${one.id}`)
  const button = page.getByRole('button', { name: `由我承办（现由${one.owner.name}承办）` })
  await button.waitFor()
  must(
    (await page.locator('.acts button', { hasText: /^受理/ }).count()) === 0,
    'a matter of somebody else can be accepted silently',
  )
  // Cancelled by the shortcut of bulk actions.
  await page.keyboard.press('a')
  await page.locator('.bulk.counting small', { hasText: one.owner.name }).waitFor()
  await inspect(page, 'taking over, counted down')
  await page.keyboard.press('z')
  await page.locator('.bulk').waitFor({ state: 'detached' })
  must((await desk.get(`/cases/${one.id}`)).owner.id === one.owner.id, 'what was taken back was done')
  await button.click()
  const done = acted(page)
  await page.locator('.bulk.counting .main').click()
  must((await done).ok(), 'taking over was refused')
  await page.locator('article [data-status=accepted]').waitFor()
  await page.locator('.facts dd', { hasText: desk.me.name }).first().waitFor()
  const inbox = await member.get('/inbox')
  must(
    inbox.items.some((notice) => notice.topic === 'cases.taken-over'),
    'who held it is not told',
  )
}

async function takenOverOnThePhone({ base, phone: page }) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const leader = accounts.find((each) => each.role.zh === '网格长').login
  const [desk, boss] = [await person(base, 'zuoxi1'), await person(base, leader)]
  // A case in the leader's grid held by somebody else.
  let one = null
  for (let cell = 1; cell < 9 && (!one?.owner || one.owner.id === boss.me.id); cell++)
    one = await bring(desk, `${boss.me.grants[0].code}0${cell}`, word('楼道灯罩松了')).catch(() => null)
  must(one?.owner && one.owner.id !== boss.me.id, 'the leader of the story holds every matter of the grid')
  await signInPhone(page, base, leader)
  await synced(page)
  await page.goto(`${base}/m/case/${one.id}`)
  await page.locator('main h2', { hasText: one.title }).waitFor()
  const begin = async () => {
    await page
      .locator('.acts button', { hasText: /更多|由我承办/ })
      .first()
      .click()
    const choice = page.locator('[role=dialog] .row', { hasText: `由我承办（现由${one.owner.name}承办）` })
    if ((await choice.count()) > 0) await choice.click()
    await page.locator('.acts .soon').waitFor()
  }
  await begin()
  await inspect(page, 'taking over on the phone')
  await page.getByRole('button', { name: '撤销' }).click()
  await page.locator('.acts .soon').waitFor({ state: 'detached' })
  must((await desk.get(`/cases/${one.id}`)).owner.id === one.owner.id, 'what was taken back was done')
  await page.setViewportSize(SMALL)
  await begin()
  await inspect(page, 'taking over on a small phone')
  await page.getByRole('button', { name: '立即提交' }).click()
  await until('the leader holds it', async () => (await desk.get(`/cases/${one.id}`)).owner.id === boss.me.id)
}

async function recordedForTheResident({ base, page, phone }) {
  const { desk, member, one } = await matter(base, word('围墙裂缝'))
  await doing(member, one.id, { action: 'start' })
  await doing(member, one.id, { action: 'resolve', outcome: '已修补。' })
  const refused = await doing(member, one.id, {
    action: 'answer',
    answer: 'satisfied',
    way: 'phone',
    at: new Date().toISOString(),
    words: '满意',
  }).catch((thrown) => thrown.message)
  must(/cases\.own-work/.test(refused), `who did the work spoke for the resident: ${refused}`)
  await signIn(page, base, 'zuoxi2')
  await page.goto(`${base}/cases/${one.id}`)
  await page.locator('article [data-status=resolved]').waitFor()
  await page.keyboard.press('o')
  await page.locator('dialog').waitFor()
  await page.locator('dialog .main').click()
  await page.locator('dialog [role=alert]').first().waitFor() // nothing is preselected but the time
  await inspect(page, 'recording an answer, half filled')
  await page.locator('dialog label', { hasText: '满意，解决了' }).click()
  await page.locator('dialog label', { hasText: '电话' }).click()
  await page.locator('dialog textarea').fill('修好了，谢谢。')
  const done = acted(page)
  await page.locator('dialog .main').click()
  must((await done).ok(), `refused: ${await (await done).text()}`)
  await page.locator('.said', { hasText: '代为登记' }).first().waitFor()
  const { track_url } = await desk.post(`/cases/${one.id}/link`, null)
  await phone.goto(`${base}${track_url}`)
  await phone.locator('.told', { hasText: '代为登记' }).waitFor()
}

async function theClockStands({ base, page, phone, open }) {
  const { desk, member, login, one } = await matter(base, word('电梯异响'))
  await doing(member, one.id, { action: 'start' })
  const end = new Date(Date.now() + 3 * 86_400_000).toISOString()
  await doing(member, one.id, { action: 'pause_ask', reason: '等配件', waiting_for: '电梯公司', until: end })
  const chief = await person(base, 'guanli')
  await doing(chief, one.id, { action: 'pause_approve' })
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases?view=paused&q=${encodeURIComponent(one.number)}`)
  const row = page.locator(`tr.case[data-id="${one.id}"]`)
  await row.locator('.due', { hasText: '时钟已停' }).waitFor()
  must(/等电梯公司，最晚/.test(await row.innerText()), 'the row does not say for whom')
  await page.goto(`${base}/cases/${one.id}`)
  await page.locator('.paused', { hasText: '等电梯公司' }).waitFor()
  await inspect(page, 'a paused case')
  await signInPhone(phone, base, login)
  await synced(phone)
  // No step is due today, so it is not in that list; its page says why.
  await phone.goto(`${base}/m/case/${one.id}`)
  await phone.locator('.notice', { hasText: '时钟已停：等电梯公司' }).waitFor()
  await inspect(phone, 'a paused case on the phone')
  const { track_url } = await desk.post(`/cases/${one.id}/link`, null)
  const resident = await open(SMALL)
  await resident.goto(`${base}${track_url}`)
  await resident.locator('.owes', { hasText: '已挂起' }).waitFor()
  must(!(await resident.locator('main').innerText()).includes('电梯公司'), 'what was typed stands on the public page')
  await inspect(resident, 'a paused matter for everybody')
}

async function halfTyped({ base, page }) {
  const { one } = await matter(base, word('井盖响'))
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases/${one.id}`)
  const note = page.locator('.note input')
  await note.fill('已联系物业，')
  await page.goto(`${base}/cases`)
  await page.goBack()
  await until('the note is offered again', async () => (await note.inputValue()) === '已联系物业，')
  await page.reload()
  await until('the note outlives a refresh', async () => (await note.inputValue()) === '已联系物业，')

  await page.goto(`${base}/cases/new`)
  await page.locator('input[maxlength="80"]').fill('水管爆裂，漫到一楼')
  await page.locator('label.tick', { hasText: '紧急' }).locator('input').check()
  // A kind that is not urgent does not untick the user's choice.
  const kind = page.locator('form.new select').first()
  const calm = await page.evaluate(
    async () => (await (await fetch('/api/v1/manual/kinds')).json()).items.find((one) => !one.urgent).id,
  )
  await kind.selectOption(calm)
  must(
    await page.locator('label.tick', { hasText: '紧急' }).locator('input').isChecked(),
    'the kind unticked what a person had ticked',
  )
  // Undialable numbers are refused at once; others are accepted as typed.
  const phone = page.locator('input[inputmode=tel]')
  for (const wrong of ['1381234', '138123456', '1381234567', '2887654321']) {
    await phone.fill(wrong)
    await phone.blur()
    await until(`${wrong} is told`, async () => (await phone.getAttribute('aria-invalid')) === 'true')
  }
  await inspect(page, 'a wrong number is told')
  await phone.fill('(028) 8765 4321 转 801')
  await until(
    'a landline with its extension is right',
    async () => (await phone.getAttribute('aria-invalid')) === 'false',
  )
  await page.goto(`${base}/cases`)
  await page.goto(`${base}/cases/new`)
  await page.locator('[role=status]', { hasText: '已为您填好' }).waitFor()
  must(
    (await page.locator('input[maxlength="80"]').inputValue()) === '水管爆裂，漫到一楼',
    'the half-typed call is gone',
  )
  const left = () =>
    page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('weiguang.draft:')).length)
  must((await left()) > 0, 'nothing was kept')
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.locator('input[autocomplete=username]').waitFor()
  must((await left()) === 0, 'something personal is left after signing out')
}

async function unsureStays({ base, page }) {
  const desk = await person(base, 'zuoxi1')
  const title = word('不知哪栋的漏水')
  const id = recordId()
  await signIn(page, base, 'zuoxi1')
  // A text that was ambiguous before.
  const known = (await desk.get('/cases?view=all&limit=200')).items.concat(
    (await desk.get('/cases?view=unplaced&limit=200')).items,
  )
  const whole = await Promise.all(
    known.filter((row) => row.placing === 'unsure' && row.address).map((row) => desk.get(`/cases/${row.id}`)),
  )
  const found = whole.find((row) => row.placing_detail.candidates.length > 0)?.address
  must(found, 'no matter of the demonstration has an unsure address')
  await desk.post('/cases', { id, title, detail: '', address: found, source: 'phone' })
  const one = await desk.get(`/cases/${id}`)
  must(
    one.placing === 'unsure' && one.code === '510117019' && one.level === 'street',
    `an unsure place went to ${one.code}`,
  )
  const holder = one.owner.name
  await page.goto(`${base}/cases?view=unplaced&q=${encodeURIComponent(one.number)}`)
  await page.locator(`tr.case[data-id="${id}"]`).click()
  await page.locator('.placing .candidates li').first().waitFor()
  must(holder.length > 0, 'it has no owner')
  await inspect(page, 'an unsure place at the desk')
}

test('a matter is taken over by name at the desk, and a slip is taken back', takenOverAtTheDesk)
test('a matter is taken over by name on the phone', takenOverOnThePhone)
test('an answer recorded for the resident says so', recordedForTheResident)
test('a paused matter shows that its clock stands', theClockStands)
test('what is half typed survives, and wrong numbers are told at once', halfTyped)
test('an unsure place stays with the dispatcher', unsureStays)
