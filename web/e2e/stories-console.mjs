// The console: dispatching by keyboard, bulk actions, updates without jumps, editing the manual.
import { until } from './phone.mjs'
import { bothLooks, inspect, must, PASSWORD, signIn } from './stage.mjs'
import { another, answeredByKeys, ask, others, send } from './meanwhile.mjs'
import { how, test } from './story.mjs'

const rows = (page) => page.locator('tr.case')
const idOf = async (row) => row.getAttribute('data-id')
const acted = (page) => page.waitForResponse((answer) => answer.url().endsWith('/actions'))

/** From sign-in to a closed case, by keyboard only. */
async function keysAlone({ base, page, open }) {
  await page.goto(`${base}/sign-in`)
  await page.locator('input[autocomplete=username]').waitFor()
  await page.keyboard.press('Tab') // the language
  while (!(await page.evaluate(() => document.activeElement?.getAttribute('autocomplete') === 'username')))
    await page.keyboard.press('Tab')
  await page.keyboard.type('zuoxi1')
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await rows(page).first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.waitForURL(/\/map/)
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await page.waitForURL(/\/cases/)
  await rows(page).first().waitFor()

  const { items } = await ask(page, base, '/cases?view=waiting&limit=200')
  const one = items.find((row) => row.placing === 'sure' && row.title.length > 3)
  must(one, 'no settled case waits to be accepted')
  await page.keyboard.press('/')
  await page.keyboard.type(one.number)
  await page.waitForURL((url) => url.searchParams.get('q') === one.number)
  await page.locator(`tr.case[data-id="${one.id}"]`).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.locator('article h2', { hasText: one.title }).waitFor()
  const accepted = acted(page)
  await page.keyboard.press('a')
  must((await accepted).ok(), 'accepting was refused') // by the key, or after the countdown of taking it over
  await page.locator('article [data-status=accepted]').waitFor()
  await page.keyboard.press('n')
  await page.keyboard.type('已电话联系，下午到场。')
  const noted = acted(page)
  await page.keyboard.press('Enter')
  must((await noted).ok(), 'the note was refused')
  await page.locator('article li .said', { hasText: '已电话联系，下午到场。' }).waitFor()
  await page.keyboard.press('Escape')
  const begun = acted(page)
  await page.keyboard.press('s')
  must((await begun).ok(), 'starting was refused')
  await page.locator('article [data-status=in_progress]').waitFor()
  await page.keyboard.press('f')
  await page.locator('dialog textarea').waitFor()
  await page.keyboard.type('已处置完毕，现场恢复正常。')
  const resolved = acted(page)
  await page.keyboard.press('Control+Enter')
  must((await resolved).ok(), 'resolving was refused')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.locator('article [data-status=resolved]').waitFor()
  // Another person must record the answer.
  must(!(await ask(page, base, `/cases/${one.id}`)).actions.includes('answer'), 'who resolved it may record the answer')
  await answeredByKeys(await open(), base, one.id)
  must((await ask(page, base, `/cases/${one.id}`)).status === 'closed', 'the case is not closed')
}

/** Every action is in the menu with its shortcut, and all are in the list. */
async function keysAreShown({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await rows(page).first().waitFor()
  await page.keyboard.press('j')
  await page.locator('article .acts button kbd').first().waitFor()
  await page.keyboard.press('?')
  await page.locator('dialog kbd').first().waitFor()
  for (const key of ['j', 'k', 'x', 'a', 'd', 'r', 'n', '/'])
    must(
      (await page.locator('dialog dt', { has: page.locator(`kbd:text-is("${key}")`) }).count()) > 0,
      `the sheet does not tell of ${key}`,
    )
  await bothLooks(page, 'sheet of keys')
  await page.keyboard.press('Escape')
}

/** Three are cancelled before sending; then two are sent, and one is refused by a conflict. */
async function bulk({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases?view=waiting`)
  await rows(page).nth(3).waitFor()
  const ids = await Promise.all([0, 1, 2].map((at) => idOf(rows(page).nth(at))))
  const statuses = () => Promise.all(ids.map(async (id) => (await ask(page, base, `/cases/${id}`)).status))
  const sent = []
  page.on('request', (request) => {
    if (request.url().endsWith('/actions')) sent.push(request)
  })
  for (const key of ['j', 'x', 'j', 'j', 'X']) await page.keyboard.press(key)
  await page.locator('.chosen b', { hasText: '3' }).waitFor()
  await page.keyboard.press('a')
  await page.locator('.bulk.counting').waitFor()
  await page.keyboard.press('z')
  await page.locator('.bulk').waitFor({ state: 'detached' })
  must(sent.length === 0, 'something left before the countdown ended')
  must(
    (await statuses()).every((status) => status === 'submitted'),
    'an act that was taken back was done',
  )
  await page.locator('.chosen b', { hasText: '3' }).waitFor()

  // Another person adds a note to one, which is no conflict, and changes the last.
  await others(page, base, ids[1], { action: 'note', text: '物业说下午来。' })
  await others(page, base, ids[2], await another(page, base, ids[2]))
  await page.keyboard.press('a')
  await page.locator('.bulk.counting .main').click()
  await page.locator('.bulk.told').waitFor()
  must((await page.locator('.bulk li.done').count()) === 2, 'two should be done')
  must(
    (await page.locator('.bulk li.refused .why').count()) === 1,
    'the one that moved should be refused with its reason',
  )
  must((await statuses()).join() === 'accepted,accepted,submitted', `statuses are ${await statuses()}`)
  must(
    new Set(sent.map((request) => request.headers()['idempotency-key'])).size === 3,
    'each case needs a key of its own',
  )
  await bothLooks(page, 'receipts')
}

async function savedViews({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await rows(page).first().waitFor()
  await page.goto(`${base}/cases?view=late`)
  await rows(page).first().waitFor()
  await page.keyboard.press('v')
  await page.locator('dialog input').first().fill('超时的')
  await bothLooks(page, 'views')
  await page.keyboard.press('Enter')
  await page.locator('.side .view', { hasText: '超时的' }).waitFor()
  await page.goto(`${base}/map`)
  await page.locator('.side .view', { hasText: '超时的' }).click()
  await page.waitForURL(/view=late/)
  await page.keyboard.press('v')
  await page.getByRole('button', { name: '删除 超时的' }).click()
  await page.locator('.side .view').waitFor({ state: 'detached' })
}

/** Changes are announced and marked; nothing moves until requested, the selected row not even then. */
async function newsWithoutJump({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await rows(page).nth(6).waitFor()
  for (let step = 0; step < 5; step++) await page.keyboard.press('j')
  await page.locator('tr.on').waitFor()
  const id = await idOf(page.locator('tr.on'))
  const other = await idOf(rows(page).nth(1))
  const order = () => rows(page).evaluateAll((list) => list.map((row) => row.dataset.id).join())
  const top = async () => Math.round((await page.locator('tr.on').boundingBox()).y)
  const [before, place] = [await order(), await top()]
  const { version, actions } = await ask(page, base, `/cases/${other}`)
  must(actions.includes('withdraw') || actions.includes('note'), 'nothing can be done to the other case')
  const act = actions.includes('withdraw')
    ? { action: 'withdraw', reason: '居民来电说已解决。' }
    : { action: 'note', text: '物业说下午来。' }
  must(
    (await send(page, base, `/cases/${other}/actions`, act, { 'If-Match': `"${version}"` })).ok(),
    'the other act was refused',
  )
  await page.locator('.moved').waitFor()
  await page.locator(`tr.changed[data-id="${other}"]`).waitFor()
  must((await order()) === before, 'rows moved by themselves')
  must((await top()) === place, 'the row under the cursor moved by itself')
  await bothLooks(page, 'news')
  await page.keyboard.press('.')
  await page.locator('.moved').waitFor({ state: 'detached' })
  await page.locator(`tr.changed`).waitFor({ state: 'detached' })
  must((await idOf(page.locator('tr.on'))) === id, 'the cursor went to another case')
  must(Math.abs((await top()) - place) <= 1, `the row under the cursor moved from ${place} to ${await top()}`)
}

/** The stream is refused for long, and something changes: announced once it is back, without moving. */
async function longCut({ base, page }) {
  let refuse = true
  let asked = 0
  await page.route('**/api/v1/live', (route) => {
    asked += 1
    return refuse ? route.fulfill({ status: 502, body: '' }) : route.continue()
  })
  await page.clock.install()
  await signIn(page, base, 'zuoxi1')
  await rows(page).nth(6).waitFor()
  const order = () => rows(page).evaluateAll((list) => list.map((row) => row.dataset.id).join())
  const before = await order()
  const other = await idOf(rows(page).nth(2))
  const { version } = await ask(page, base, `/cases/${other}`)
  must(
    (
      await send(
        page,
        base,
        `/cases/${other}/actions`,
        { action: 'note', text: '物业说下午来。' },
        { 'If-Match': `"${version}"` },
      )
    ).ok(),
    'the note was refused',
  )
  for (let turn = 0; turn < 3; turn++) {
    const before = asked
    // The next attempt is scheduled after the last refusal was read.
    await until('the stream is tried again', async () => {
      await page.clock.runFor(61_000)
      return asked > before
    })
  }
  must(asked < 40, `${asked} tries`)
  must((await page.locator('.moved').count()) === 0, 'news came without a stream')
  refuse = false
  await until('the stream is back', async () => {
    await page.clock.runFor(61_000)
    return (await page.locator('.moved').count()) > 0
  })
  await page.locator(`tr.changed[data-id="${other}"]`).waitFor()
  must((await order()) === before, 'rows moved by themselves')
}

/** Two people on one case: the slower one sees both versions and decides. */
async function collision({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  const { items } = await ask(page, base, '/cases?view=waiting&limit=50')
  const one = items.find((row) => row.placing === 'sure')
  await others(page, base, one.id, { action: 'take_over' })
  await page.route('**/api/v1/live', (route) => route.fulfill({ status: 204 }))
  await page.goto(`${base}/cases/${one.id}`)
  await page.locator('article .acts .main', { hasText: '开始' }).waitFor()
  await others(page, base, one.id, await another(page, base, one.id))
  await page.keyboard.press('s')
  await page.locator('dialog table').waitFor()
  await bothLooks(page, 'both versions')
  const accepted = acted(page)
  await page.locator('dialog .main').click()
  must((await accepted).ok(), 'acting all the same was refused')
}

async function overview({ base, page }) {
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/overview`)
  await page.locator('.trend path').first().waitFor()
  await bothLooks(page, 'overview')
  const late = Number(await page.locator('.figures b').nth(1).innerText())
  must(
    (await ask(page, base, '/cases/counts')).late === late,
    'the overview and the queue count late cases differently',
  )
  await page.locator('.figures a').nth(1).click()
  await page.waitForURL(/view=late/)
  await page.goBack()
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/code=\d{12}/)
  await page.locator('tbody th a').first().waitFor()
}

async function manual({ base, page }) {
  await signIn(page, base, 'xitong')
  await page.goto(`${base}/manual?kind=gas-smell`)
  await page.locator('.kind-body h2').waitFor()
  await bothLooks(page, 'manual')
  await page.getByRole('link', { name: '编辑' }).click()
  const area = page.locator('textarea')
  await area.waitFor()
  await page.locator('.kind-body li').first().waitFor()
  const text = await area.inputValue()
  await area.fill(text.replace(/^accept_by = .*$/m, 'accept_by = "5 minuets"'))
  await page.locator('.faults li').first().waitFor()
  must(await page.locator('header .main').isDisabled(), 'a faulty text can be published')
  await area.fill(text.replace(/^1\. /m, '1. 先问清楚有没有人在屋里。'))
  await page.locator('.kind-body li', { hasText: '先问清楚有没有人在屋里' }).waitFor()
  await page.locator('header .main:not([disabled])').click()
  await page.locator('dialog .diff .added').first().waitFor()
  await page.locator('dialog input').fill('先问屋里有没有人')
  await page.locator('dialog .ui-dialog-foot .main').click()
  await page.waitForURL(/\/manual\?kind=gas-smell/)
  await page
    .locator('.kind-body p', { hasText: `第 ${Number(/^version = (\d+)/m.exec(text)[1])} 版` })
    .first()
    .waitFor()
  await page.goto(`${base}/manual/calendar`)
  await page.getByRole('button', { name: '录入 2027 年放假安排' }).click()
  await page
    .locator('#calendar textarea')
    .fill(
      '国办发明电〔2026〕7号\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、国庆节：10月1日至7日放假调休，共7天。9月27日（周一）、10月9日（周六）上班。\n2026年11月4日',
    )
  await page.getByRole('button', { name: '填入下表' }).click()
  must((await page.locator('[data-holiday]').count()) === 2, 'the pasted notice was not read')
  await page.getByRole('button', { name: '发布' }).click()
  await page.locator('#calendar [role=alert]', { hasText: '2027-09-27 不能是调休上班日' }).waitFor()
  await bothLooks(page, 'a notice with a fault')
  await page.getByLabel('调休上班日 1').fill('2027-09-26')
  await page.getByRole('button', { name: '发布' }).click()
  await page.locator('.tab[aria-pressed=true]', { hasText: '2027' }).waitFor()
  must(
    (await page.getByRole('button', { name: '录入 2027 年放假安排' }).count()) === 0,
    'a notice that is in is asked for again',
  )
  for (const other of ['guanli', 'xitong-tuanjie']) {
    // who keeps one street of two cannot publish for both
    await signIn(page, base, other)
    await page.goto(`${base}/manual?kind=gas-smell`)
    await page.locator('.kind-body h2').waitFor()
    must((await page.getByRole('link', { name: '编辑' }).count()) === 0, `${other} is offered to edit the manual`)
  }
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/manual?kind=gas-smell`)
  await page.locator('.kind-body h2').waitFor()
  must((await page.getByRole('link', { name: '编辑' }).count()) === 0, 'a dispatcher is offered the editor')
  await page.goto(`${base}/manual/calendar`)
  await page.locator('.months table').nth(11).waitFor()
  await bothLooks(page, 'calendar')
}

async function tokens({ base, page }) {
  await signIn(page, base, 'guanli')
  await page.goto(`${base}/settings`)
  await page.locator('fieldset').nth(2).waitFor()
  await inspect(page, 'settings', 'zh', true) // the switch of languages is named in both
  await page.goto(`${base}/settings/tokens`)
  await page.locator('.page-head .main').click()
  await page.locator('dialog input').first().fill('测试读取')
  await page.getByLabel('查看事项').check()
  await page.locator('dialog .main').click()
  const secret = await page.locator('.secret input').inputValue()
  must(secret.startsWith('wg_'), `the secret is ${secret.slice(0, 3)}`)
  const bearer = { headers: { Authorization: `Bearer ${secret}` } }
  const bare = await page.context().browser().newContext()
  must((await bare.request.get(`${base}/api/v1/cases?limit=1`, bearer)).ok(), 'the token does not read')
  await page.locator('dialog .ui-dialog-foot button').click()
  await page.locator('tbody tr', { hasText: '测试读取' }).waitFor()
  await bothLooks(page, 'tokens')
  await page.locator('tbody tr', { hasText: '测试读取' }).getByRole('button').click()
  await page.locator('dialog .main').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  must(
    (await bare.request.get(`${base}/api/v1/cases?limit=1`, bearer)).status() === 401,
    'a withdrawn token still reads',
  )
  await bare.close()
}

/** A merger: drafted, reviewed by another person, and carried out on its day. */
async function regrid({ base, page }) {
  await signIn(page, base, 'guanli')
  const { items } = await ask(page, base, '/grid/cells?under=510117019006')
  const cells = items.filter((cell) => cell.level === 'micro_grid' && cell.kind === 'general')
  const grid = cells[0].code.slice(0, 15)
  const [a, b] = cells.filter((cell) => cell.code.startsWith(grid)).slice(-2)
  await page.goto(`${base}/grid/regrids/new`)
  await page
    .locator('input[type=date]')
    .fill(await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)))
  await page.getByRole('button', { name: '添加一项调整' }).click()
  await page.getByRole('radio', { name: /合并/ }).check({ force: true })
  await page.locator('dialog [role=combobox]').first().fill(a.code)
  await page.locator('dialog [role=option]', { hasText: a.code }).click()
  await page.locator('dialog [role=combobox]').nth(1).fill(b.code)
  await page.locator('dialog [role=option]', { hasText: b.code }).click()
  await bothLooks(page, 'a change of the plan')
  await page.locator('dialog .main').click()
  await page.locator('form .main').click()
  await page.waitForURL(/regrids\/[0-9a-f]{8}-/)
  await page.locator('.way li').nth(2).waitFor()
  await page.locator('h3', { hasText: '会跟着走的' }).waitFor()
  await bothLooks(page, 're-grid')
  const path = new URL(page.url()).pathname
  await signIn(page, base, 'xitong')
  await page.goto(base + path)
  await page.getByRole('button', { name: '同意方案' }).click()
  await page.getByRole('button', { name: '立即生效' }).click()
  await page.locator('dialog .main').click()
  await page.locator('.way li.past').nth(2).waitFor()
  const after = await ask(page, base, `/grid/cells?under=${grid}`)
  must(!after.items.some((cell) => cell.code === a.code), 'the old cell is still in force')
  await page.goto(`${base}/grid/findings`)
  await page.locator('main canvas[data-painted]').waitFor()
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
  await bothLooks(page, 'findings')
}

/** A configured basemap is drawn below the cells, with tiles from this server only. */
async function basemap({ base, page }) {
  await page.route('**/api/v1/map', (route) =>
    route.fulfill({
      json: {
        kind: 'raster',
        attribution: '底图',
        layers: [{ name: 'streets', url: '/api/v1/map/tiles/streets/{z}/{x}/{y}' }],
        min_zoom: 3,
        max_zoom: 18,
      },
    }),
  )
  const dot = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
  let tiles = 0
  await page.route('**/api/v1/map/tiles/**', (route) => {
    tiles++
    return route.fulfill({ contentType: 'image/png', body: dot })
  })
  const hosts = new Set()
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) hosts.add(new URL(request.url()).host)
  })
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/map`)
  await page.locator('.map-box[data-painted]:not([data-painted="0"])').waitFor({ timeout: 30_000 })
  must(tiles > 0, 'no tile was asked for')
  must(hosts.size === 1, `other hosts were asked: ${[...hosts]}`)
  await bothLooks(page, 'map over tiles')
  await page.locator('.side li button').first().click()
  await page.locator('.cell h2').waitFor()
}

async function audit({ base, page }) {
  await signIn(page, base, 'guanli')
  const { items } = await ask(page, base, '/cases?view=open&limit=1')
  await page.goto(`${base}/cases/${items[0].id}/audit`)
  await page.locator('.notice.ok').waitFor()
  await bothLooks(page, 'audit', 'zh', true)
  await signIn(page, base, 'zuoxi1')
  await page.goto(`${base}/cases/${items[0].id}`)
  await page.locator('article .facts').waitFor()
  must((await page.getByRole('link', { name: '审计记录' }).count()) === 0, 'a dispatcher is offered the audit')
}

/** Logins and addresses of other systems are Latin in any language. */
const LATIN = new Set(['/people/accounts', '/settings/destinations'])

/** All other pages in both themes and at phone width. */
async function everyScreen({ base, page, phone }) {
  const paths = [
    '/cases',
    '/overview',
    '/map?by=duty',
    '/people',
    '/people/accounts',
    '/people/absences',
    '/grid/regrids',
    '/grid/findings',
    '/manual',
    '/manual/calendar',
    '/imports',
    '/outbox',
    '/inbox',
    '/settings/tokens',
    '/settings/destinations',
    '/settings/installation',
  ]
  for (const [screen, view] of [
    ['desk', page],
    ['phone', phone],
  ]) {
    await signIn(view, base, 'guanli')
    for (const path of paths) {
      await view.goto(base + path)
      await view.locator('main').waitFor()
      await view.locator('main [aria-busy=true]').waitFor({ state: 'detached' })
      await view.locator('main :is(h2, table, canvas, .tabs)').first().waitFor()
      await bothLooks(view, `${path} on the ${screen}`, 'zh', LATIN.has(path))
    }
  }
}

test('triage by keys alone', keysAlone)
test('keys are shown', keysAreShown)
test('many cases at once, with undo', how({ expects: /status of 412/ }), bulk)
test('a view is kept', savedViews)
test('news without a jump', newsWithoutJump)
test('the stream is cut for long', how({ expects: /status of 502/ }), longCut)
test('two people at one case', how({ expects: /status of (412|204)/ }), collision)
test('figures lead to their cases', overview)
test('the manual gets a version', how({ expects: /status of 422.*manual.calendar/ }), manual)
test('a token made and withdrawn', tokens)
test('a re-grid from draft to effect', regrid)
test('cells over a basemap', basemap)
test('an audit of a record', audit)
test('every screen of the console', everyScreen)
