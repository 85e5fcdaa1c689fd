// Care and households on the desk: a resident with 30 mmol/L from the first reading to the outcome, and residents' rights.
import { signIn as takeUp, until } from './phone.mjs'
import { bothLooks, give as giveForm, inspect, must, signIn } from './stage.mjs'
import { ask, send } from './meanwhile.mjs'
import { how, test } from './story.mjs'

const NURSE = 'yisheng-tuanjie'
const LEADER = 'wangge-shiqiao-1'
const SECRETARY = 'shuji-shiqiao'
const MEMBER = 'wei-shiqiao-1-2'
const PHONE = { width: 390, height: 844 }
const MANAGER = 'guanli-tuanjie'
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const state = (page, word) => page.locator('article .care-state', { hasText: word }).waitFor()
const heads = (page, word) => page.locator('dialog h2', { hasText: word }).waitFor()
const ACTIONS = /\/care\/alerts\/[^/]+\/actions$/
const acted = (page) => page.waitForResponse((answer) => ACTIONS.test(answer.url()))

/** Opens an action by its button or from the menu. */
async function open(page, word) {
  await page.locator('.acts').waitFor()
  const button = page.locator('.acts > button', { hasText: word })
  if ((await button.count()) > 0) await button.first().click()
  else {
    await page.locator('.acts .ui-menu > button').click()
    await page.locator('[role=menuitem]', { hasText: word }).click()
  }
}
const give = (page) => giveForm(page, ACTIONS)
async function act(page, word, fill) {
  await open(page, word)
  await heads(page, word)
  await fill(page.locator('dialog'))
  await give(page)
}
const timeline = (page, kind) => page.locator(`[data-kind="care.${kind}"]`).first().waitFor()

/** Finds a person by full name. */
async function find(page, base, name) {
  await page.goto(`${base}/households`)
  await page.locator('table tbody tr').first().waitFor()
  await page.locator('form.find input').fill(name)
  await page.locator('form.find button').click()
  await page.locator('.found a').first().click()
  await page.locator('h2', { hasText: name }).waitFor()
}
async function english(page, name) {
  // The last Chinese message disappears by itself.
  await until('the last word has gone', async () => (await page.locator('.ui-toast').count()) === 0)
  await page.getByRole('button', { name: 'English' }).click()
  await inspect(page, name, 'en')
  await page.getByRole('button', { name: '简体中文' }).click()
}

/** A person's "today" on the phone, reloaded. */
const today = (page, group) => page.locator(`.alerts[data-group=${group}] a.row`, { hasText: '王桂芳' })
async function look(page, base) {
  await page.goto(`${base}/m/`)
  await page.locator('h1').first().waitFor()
}

async function theWoman({ base, page: nurse, open: another, pass }) {
  /** Leaves the page before the session expires. */
  const leave = async (page, seconds) => {
    for (const each of new Set([page, nurse])) await each.goto('about:blank')
    await pass(seconds)
  }
  await signIn(nurse, base, NURSE)
  await find(nurse, base, '王桂芳')
  const woman = nurse.url().split('/').at(-1)
  await bothLooks(nurse, 'resident')
  await english(nurse, 'resident in English')
  await nurse.getByRole('link', { name: '测量与复查' }).click()
  await nurse.getByRole('button', { name: '录入测量' }).waitFor()

  const measure = async (value, more) => {
    await nurse.getByRole('button', { name: '录入测量' }).click()
    await heads(nurse, '录入测量')
    await nurse.getByLabel('血糖', { exact: true }).fill(value)
    await nurse.getByLabel('什么时候测的血糖').selectOption('random')
    await more?.()
    await nurse.locator('dialog .main').click()
  }
  await measure('30', async () => {
    await nurse.locator('dialog [role=status]', { hasText: '540 mg/dL' }).waitFor()
    await nurse.locator('dialog label', { hasText: '头晕' }).locator('input').check()
    await bothLooks(nurse, 'reading form', 'zh', true)
  })
  await nurse.locator('dialog [role=alert]', { hasText: '立即再测一次' }).waitFor()
  await inspect(nurse, 'critical, measure again', 'zh', true)
  await nurse.locator('dialog .main').click()
  await nurse.locator('.care-reading', { hasText: '30' }).waitFor()
  await pass(3 * MINUTE)
  await measure('29.5')
  await nurse.locator('dialog [role=alert]').waitFor()
  await nurse.locator('dialog .main').click()
  await nurse.locator('.care-reading', { hasText: '29.5' }).waitFor()
  await nurse.locator('.care-trend svg').waitFor()
  await bothLooks(nurse, 'readings and their picture', 'zh', true)
  await english(nurse, 'readings in English')

  // The grid leader: from the message to the alert, without any number.
  const leader = await another()
  await signIn(leader, base, LEADER)
  await leader.goto(`${base}/inbox`)
  await leader.locator('.unread a', { hasText: '关爱预警' }).first().click()
  await leader.waitForURL(/\/care\/alerts\//)
  const alert = leader.url().split('/').at(-1)
  await state(leader, '待应答')
  await leader.locator('.notice', { hasText: '血糖过高' }).waitFor()
  const seen = await ask(leader, base, `/care/alerts/${alert}`)
  must(
    seen.sight === 'duty' && seen.readings.length === 0 && !/29\.5|mmol/.test(await leader.locator('main').innerText()),
    'the grid leader is shown what was measured',
  )
  await bothLooks(leader, 'alert')
  await english(leader, 'alert in English')
  await leader.goto(`${base}/care`)
  await leader.locator(`tr[data-id="${alert}"]`, { hasText: '负责人应答' }).waitFor()
  await bothLooks(leader, 'list of alerts')
  await leader.locator(`tr[data-id="${alert}"] a`).click()

  // The leader's phone shows it, the secretary's does not; four minutes later the nurse sees whom to call.
  const hand = await another(PHONE)
  await takeUp(hand, base, LEADER)
  await today(hand, 'urgent').locator('.tag', { hasText: '负责人应答' }).waitFor()
  const above = await another(PHONE)
  await takeUp(above, base, SECRETARY)
  must((await today(above, 'urgent').count()) === 0, 'the secretary has what is the leader’s')
  await pass(4 * MINUTE)
  await nurse.goto(`${base}/care/alerts/${alert}`)
  await nurse.locator('.call[role=alert] a[href^="tel:"]').first().waitFor()
  await bothLooks(nurse, 'nobody answers', 'zh', true)
  await english(nurse, 'nobody answers in English')

  const answered = acted(leader)
  await open(leader, '应答，由我负责')
  must((await answered).ok(), 'the answer was refused')
  await state(leader, '寻找本人和家人')

  // The son is called: his full number, logged in the timeline; no answer.
  await leader.getByRole('button', { name: '看号码拨打：陈望山' }).click()
  await leader.locator('dialog .main').click()
  await leader.locator('a[href^="tel:1540000"]').waitFor()
  await timeline(leader, 'number-seen')
  await leader.getByRole('button', { name: '登记联系：陈望山' }).click()
  await heads(leader, '登记联系')
  await leader.locator('dialog').getByLabel('打电话').check()
  await leader.locator('dialog').getByLabel('没人接或没人应').check()
  await leader.locator('dialog textarea').fill('在工地，手机没人接')
  await bothLooks(leader, 'a try')
  await give(leader)
  await leader.locator('.tries li', { hasText: '没人接' }).waitFor()
  await act(leader, '护送', (form) => form.getByLabel('去哪里').fill('石桥村1组52号家中'))
  await pass(20 * MINUTE)
  await act(leader, '此刻平安', async (form) => {
    await form.getByLabel('暂时独自一人').check()
    await form.getByLabel('在哪里').fill('家中，已喝水')
  })
  await state(leader, '看护中')
  await act(leader, '请人看护', async (form) => {
    await form.getByLabel('谁去看').selectOption({ label: '周房东 房东' })
    await form.getByLabel('多久看一次').selectOption({ label: '每 2 小时' })
  })
  await leader.locator('section li', { hasText: '周房东' }).getByText('每 2 小时').waitFor()
  await inspect(leader, 'watched')

  // A conflicting decision: both versions are shown, and the leader decides again.
  const stale = await ask(leader, base, `/care/alerts/${alert}`)
  await act(leader, '看过了', async (form) => {
    await form.getByLabel('好', { exact: true }).check()
    await form.locator('textarea').fill('在喝粥')
    const faster = await send(
      nurse,
      base,
      `/care/alerts/${alert}/actions`,
      { action: 'note', text: '医生提醒：多喝水，不要自己加药' },
      { 'If-Match': `"${stale.version}"` },
    )
    must(faster.ok(), `the nurse's line was refused: ${await faster.text()}`)
    await leader.locator('[data-kind="care.noted"]').waitFor()
  })
  await timeline(leader, 'looked-in')

  // Nobody looks in: it is escalated, and the page updates itself.
  await pass(HOUR + 51 * MINUTE)
  await until(
    'the look is called to mind',
    async () => (await ask(leader, base, '/inbox')).items[0]?.topic === 'care.look-soon',
  )
  await pass(59 * MINUTE)
  await leader.locator('[data-kind="care.look-missed"]').first().waitFor({ timeout: 40_000 })
  await leader.locator('.tag', { hasText: '已升' }).waitFor()
  await inspect(leader, 'a missed look')
  await look(hand, base)
  await today(hand, 'urgent').locator('.tag.warn', { hasText: '已升级，仍请继续' }).waitFor()
  await look(above, base)
  await today(above, 'urgent').locator('.tag.warn', { hasText: '已升级' }).waitFor()
  await act(leader, '看过了', async (form) => {
    await form.getByLabel('好', { exact: true }).check()
  })

  await timeline(leader, 'brought-back')
  await look(above, base)
  await until('it is not the secretary’s any more', async () => (await today(above, 'urgent').count()) === 0)

  // In the evening the son is reached, comes, and takes her to the hospital.
  await leader.getByRole('button', { name: '登记联系：陈望山' }).click()
  await leader.locator('dialog').getByLabel('打电话').check()
  await leader.locator('dialog').getByLabel('联系上了，能帮忙').check()
  await leader.locator('dialog textarea').fill('儿子马上回来')
  await give(leader)
  await leader.locator('.tag', { hasText: '已联系上' }).waitFor()
  await act(leader, '亲属到了', (form) => form.getByLabel('哪位亲属').selectOption({ label: '陈望山 儿子' }))
  await state(leader, '与亲属在一起')
  await act(leader, '转诊', async (form) => {
    await form.getByLabel('去哪里').fill('区人民医院急诊')
    await form.getByLabel('怎么去、谁陪').fill('儿子陪，打车')
  })
  await act(leader, '已到达', (form) => form.locator('textarea').fill('儿子来电：已挂急诊'))
  await state(leader, '随访中')
  await inspect(leader, 'followed up')
  await look(hand, base)
  await today(hand, 'follow')
    .locator('.side', { hasText: /\d\d-\d\d \d\d:\d\d/ })
    .waitFor()
  must((await today(hand, 'urgent').count()) === 0, 'a follow-up of tomorrow is an alarm')
  for (const page of [hand, above]) await page.close()

  // The doctor follows up twice and records the outcome.
  await leave(leader, 20 * HOUR)
  await signIn(nurse, base, NURSE)
  await nurse.goto(`${base}/care/alerts/${alert}`)
  const follow = (words) =>
    act(nurse, '登记随访', async (form) => {
      await form.getByLabel('好', { exact: true }).check()
      await form.locator('textarea').fill(words)
    })
  await follow('住院，精神好转')
  await nurse.getByText('第二次（14 天内）').waitFor()
  await leave(nurse, 13 * DAY)
  await signIn(nurse, base, NURSE)
  await nurse.goto(`${base}/care/alerts/${alert}`)
  await follow('已出院，儿子每天早晚在家')
  await state(nurse, '待写结果')
  await act(nurse, '结束，写下结果', async (form) => {
    await form.getByLabel('由家庭医生继续随访').check()
    await form.locator('textarea').fill('纳入慢病随访，每月一次')
  })
  await state(nurse, '已结束')
  await nurse.getByRole('button', { name: '核验过程' }).click()
  await nurse.locator('.notice.ok[role=status]', { hasText: '没有被改动' }).waitFor()
  await bothLooks(nurse, 'a closed alert', 'zh', true)
  await english(nurse, 'a closed alert in English')
  await nurse.goto(`${base}/care?view=closed`)
  await nurse.locator(`tr[data-id="${alert}"]`).waitFor()
  await until(
    'the alert is no longer open',
    async () => (await ask(nurse, base, `/care/residents/${woman}`)).alert === null,
  )

  // Her recheck is overdue: the doctor sees whom to call by cell, without measurements.
  await leave(nurse, 2 * DAY)
  await signIn(nurse, base, NURSE)
  await nurse.goto(`${base}/care/overdue`)
  await nurse.locator('section', { hasText: '石桥村第一网格第二微网格' }).getByText('王**').waitFor()
  await bothLooks(nurse, 'overdue rechecks')
}

/** A micro-grid member sees neither readings nor other people's alerts. */
async function noReadings({ base, page }) {
  await signIn(page, base, MEMBER)
  const found = await (await send(page, base, '/households/residents/find', { name: '王桂芳' })).json()
  const id = found.items[0].id
  await page.goto(`${base}/households/residents/${id}`)
  await page.locator('h2', { hasText: '王桂芳' }).waitFor()
  must((await page.getByRole('link', { name: '测量与复查' }).count()) === 0, 'a member is led to readings')
  must(
    !(await page.locator('main').innerText()).includes('慢病随访'),
    'a need that tells of health is shown to a member',
  )
  const refused = page.waitForResponse((answer) => answer.url().includes('/api/v1/care/residents/'))
  await page.goto(`${base}/care/residents/${id}`)
  must((await refused).status() === 403, 'a member is given readings')
  await page.locator('[role=alert]', { hasText: '录入测量' }).waitFor()
  await page.goto(`${base}/care`)
  await page.getByRole('button', { name: '我的' }).waitFor()
  must((await page.getByRole('button', { name: '进行中' }).count()) === 0, 'a member has a list of everybody’s alerts')
  await bothLooks(page, 'a member’s alerts')
}

/** Registered with two fields, found twice, merged, undone, and erased. */
async function twoRecords({ base, page }) {
  await signIn(page, base, MANAGER)
  const register = async () => {
    await page.goto(`${base}/households`)
    await page.getByRole('button', { name: '登记居民' }).click()
    await page.getByLabel('姓名', { exact: true }).fill('史怀远')
    await page.getByLabel('在哪个微网格').fill('石桥村第二网格')
    await page.locator('[role=option]', { hasText: '石桥村第二网格第一微网格' }).click()
  }
  const more = async () => {
    await page.locator('dialog summary').click()
    await page.getByLabel('出生年月日').fill('1950-03-04')
    await page.getByLabel('电话', { exact: true }).fill('15400009999')
  }
  await register()
  await bothLooks(page, 'two fields')
  await more()
  await page.locator('dialog .main').click()
  await page.locator('h2', { hasText: '史怀远' }).waitFor()
  const first = page.url().split('/').at(-1)
  await page.getByText('还没有联系人').waitFor()
  await bothLooks(page, 'a new record')
  await register()
  await more()
  await page.locator('dialog .main').click()
  await page.locator('h2', { hasText: '史怀远' }).waitFor()
  await page.locator('.facts', { hasText: '154****9999' }).waitFor()

  // A full number for a logged reason.
  await page.getByRole('button', { name: '查看电话' }).click()
  await page.locator('dialog input').fill('核对登记')
  await page.locator('dialog .main').click()
  await page.locator('a[href="tel:15400009999"]').waitFor()
  await page.locator('li', { hasText: '核对登记' }).waitFor()
  must(!page.url().includes('9999'), 'a number stands in an address')

  await page.goto(`${base}/households/doubles`)
  const pair = page.locator('article', { hasText: '石桥村第二网格第一微网格' }).filter({ hasText: '史' }).first()
  await pair.waitFor()
  await bothLooks(page, 'doubles')
  await pair.getByRole('button', { name: '合并' }).click()
  await page.locator('dialog input').fill('本人确认是同一个人')
  await page.locator('dialog .main').click()
  await page.getByRole('link', { name: '看合并后的记录' }).click()
  await page.locator('li', { hasText: '本人确认是同一个人' }).waitFor()
  must(page.url().endsWith(first), 'the older record did not go on')
  await page.getByRole('button', { name: '撤销合并' }).click()
  await page.locator('dialog .main').click()
  await page.locator('li .tag', { hasText: '已撤销' }).waitFor()
  await inspect(page, 'a merge undone')

  const menu = async (word) => {
    await page.getByRole('button', { name: '更多' }).click()
    await page.locator('[role=menuitem]', { hasText: word }).click()
  }
  await menu('本人副本')
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('dialog .main').click()])
  must(file.suggestedFilename().endsWith('.html'), `the copy is ${file.suggestedFilename()}`)
  await menu('删除')
  must(await page.locator('dialog .main').isDisabled(), 'erasing needs no second thought')
  await page.locator('dialog input').fill('史怀远')
  await bothLooks(page, 'erase')
  await page.locator('dialog .main').click()
  await page.waitForURL(/tombstones/)
  await page.locator('tbody tr', { hasText: '本人要求' }).waitFor()
  must(!(await page.locator('main').innerText()).includes('史'), 'a name outlived the erasure')
  await bothLooks(page, 'tombstones')
  const gone = await ask(page, base, `/households/residents/${first}`)
  must(gone.presence === 'erased' && !JSON.stringify(gone).includes('史'), 'the erased record still tells of a person')
  await page.goto(`${base}/households/residents/${first}`)
  await page.locator('h2', { hasText: '已删除' }).waitFor()
  await inspect(page, 'an erased record')
}

/** The household: contacts in order, one more, and the teams of cells. */
async function theHousehold({ base, page }) {
  await signIn(page, base, MANAGER)
  await find(page, base, '王桂芳')
  await page.locator('.facts a').first().click()
  await page.getByRole('button', { name: '加一位联系人' }).waitFor()
  await bothLooks(page, 'household')
  await english(page, 'household in English')
  const contacts = page.locator('ol li')
  const name = (at) => contacts.nth(at).locator('b').innerText()
  const kept = await name(2)
  const ordered = page.waitForResponse((answer) => answer.url().endsWith('/order'))
  await page.getByRole('button', { name: `下移：${kept}` }).click()
  must((await ordered).ok(), 'the order was refused')
  await until('the contact moved down', async () => (await name(3)) === kept)
  await page.getByRole('button', { name: '加一位联系人' }).click()
  await page.getByLabel('是什么人').selectOption({ label: '户籍地' })
  await page.getByLabel('怎么称呼').fill('安岳县村委会')
  await page.getByLabel('电话（一行一个）').fill('15400009998')
  await inspect(page, 'a new contact')
  await page.locator('dialog .main').click()
  await contacts.filter({ hasText: '安岳县村委会' }).getByText('154****9998').waitFor()
  await page.goto(`${base}/households/teams`)
  await page.locator('.pairs li').first().waitFor()
  await bothLooks(page, 'teams')
  await english(page, 'teams in English')
  await page.goto(`${base}/care/rules`)
  await page.locator('tbody tr').first().waitFor()
  await bothLooks(page, 'rules', 'zh', true)
  await english(page, 'rules in English')
}

test('a woman with 30 mmol in the litre, from the first reading to the outcome', how({ clock: true }), theWoman)
test('a member sees no reading and no alert of others', how({ expects: /status of 403/ }), noReadings)
test('two records of one person are merged, undone, and erased', twoRecords)
test('a household’s contacts in its own order, and its doctors', theHousehold)
