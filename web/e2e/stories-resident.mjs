// Residents: report with photo, known case, large letters by keyboard, answer, public figures, and the wall.
import { until } from './phone.mjs'
import { bothLooks, inspect, must, PASSWORD } from './stage.mjs'
import { ask } from './meanwhile.mjs'
import { how, test } from './story.mjs'

const WHAT = '五栋门口的垃圾桶满了两天没清，味道很大。'
const WHERE = '合作街道逸景花园3栋'
/** A small valid picture. */
const PICTURE = {
  name: '现场.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFklEQVR4nGNgaPiPDw2kBDbzh6oEADV+foH5kT5qAAAAAElFTkSuQmCC',
    'base64',
  ),
}
const numberOf = async (page) => (await page.locator('.done dd.big').innerText()).trim()

/** A desk session in the background. */
async function enter(page, base) {
  const answer = await page.request.post(`${base}/api/v1/session`, {
    data: { login: 'zuoxi1', password: PASSWORD },
    headers: { 'X-Weiguang': '1' },
  })
  must(answer.ok(), `the desk cannot sign in: ${await answer.text()}`)
}
async function begin(page, base, path = '/r/') {
  await page.goto(base + path)
  await page.locator('#what, .home').first().waitFor()
  if ((await page.locator('.home').count()) > 0) return
  must((await page.locator('#street').count()) === 0, 'the street is asked for before a place was named')
}
async function fill(page, what = WHAT, where = WHERE) {
  await page.locator('#what').fill(what)
  await page.locator('#address').fill(where)
  await page.locator('.understood').waitFor()
}
async function send(page) {
  await page.locator('.send').click()
  await page.locator('.done').waitFor()
}
/** An action of the desk, by API. */
async function act(page, base, id, body) {
  const { version } = await ask(page, base, `/cases/${id}`)
  const answer = await page.request.post(`${base}/api/v1/cases/${id}/actions`, {
    data: body,
    headers: { 'X-Weiguang': '1', 'Idempotency-Key': crypto.randomUUID(), 'If-Match': `"${version}"` },
  })
  must(answer.ok(), `${body.action} was refused: ${await answer.text()}`)
}
async function brought(page, base, number) {
  const row = (await ask(page, base, `/cases?view=all&q=${number}`)).items[0]
  must(row, `the desk does not find ${number}`)
  return row
}

async function photograph({ base, page, phone }) {
  await begin(phone, base)
  await fill(phone)
  await phone.locator('input[type=file]').setInputFiles(PICTURE)
  await phone.locator('li img').waitFor()
  await phone.locator('.chip').first().click()
  await phone.locator('#phone').fill('13800002417')
  await bothLooks(phone, 'report, filled')
  const laid = phone.waitForRequest(/public\/attachments/)
  await phone.locator('.send').click()
  must((await laid).headers()['idempotency-key'], 'a photograph travelled without a key')
  await phone.locator('.done').waitFor()
  await bothLooks(phone, 'receipt')
  const number = await numberOf(phone)
  await enter(page, base)
  const row = await brought(page, base, number)
  must(
    (await ask(page, base, `/cases/${row.id}`)).attachments.length === 1,
    'the photograph did not arrive with the report',
  )
  await phone.goto(`${base}/r/`)
  await phone.locator('.beside ul a').first().click()
  await phone.locator('ol li').first().waitFor()
  must(
    (await phone.locator('main').innerText()).includes(number),
    'the list on this device does not lead to the matter',
  )
}

/** A neighbour joins a known case, follows it by link, and says "not solved for me", which the desk sees. */
async function joined({ base, page, phone }) {
  await begin(phone, base)
  await fill(phone)
  await send(phone)
  await phone.locator('.done .plain').click()
  await fill(phone)
  await phone.locator('.known').waitFor()
  await bothLooks(phone, 'known nearby')
  await phone.locator('.known button').first().click()
  await phone.locator('.done').waitFor()
  await inspect(phone, 'joined')
  await phone.locator('.done .main').click()
  await phone.locator('main p', { hasText: '也遇到' }).first().waitFor()
  must((await phone.locator('.ask').count()) === 0, 'nothing is done yet, and the neighbour is asked whether it is')
  const number = (await phone.locator('main .number').innerText()).replace(/\D*(\d{8}-\d+).*/, '$1')
  await enter(page, base)
  const { id } = await brought(page, base, number)
  await act(page, base, id, {
    action: (await ask(page, base, `/cases/${id}`)).actions.includes('accept') ? 'accept' : 'take_over',
  })
  await act(page, base, id, { action: 'resolve', outcome: '已清运。' })
  await phone.reload()
  await phone.locator('.ask').waitFor()
  must(
    (await phone.getByRole('button', { name: '解决了', exact: true }).count()) === 0,
    'a neighbour is offered to confirm',
  )
  await bothLooks(phone, 'is it solved for you?')
  await phone.getByRole('button', { name: '我这里没解决' }).click()
  await phone.locator('.chip', { hasText: '还是老样子' }).click()
  await phone.locator('.ask form .main').click()
  await phone.locator('.notice.warn', { hasText: '您那里没有解决' }).waitFor()
  await inspect(phone, 'said not solved')
  await page.goto(`${base}/cases/${id}`)
  await page.locator('.not-solved').waitFor()
  await page.locator('.said', { hasText: '还是老样子' }).first().waitFor()
  must((await ask(page, base, `/cases/${id}`)).status === 'resolved', 'a neighbour moved it')
}

/** Drafts survive a reload; offline reports wait with a notice; a lost answer creates no second case. */
async function kept({ base, page, phone }) {
  const word = `雨棚${Date.now() % 1_000_000}`
  await begin(phone, base)
  await fill(phone, `${word}松了，快掉下来`)
  await phone.locator('.kept').waitFor()
  await phone.reload()
  await phone.locator('.told').waitFor()
  must((await phone.locator('#what').inputValue()).startsWith(word), 'the draft was lost by a reload')
  await phone.context().setOffline(true)
  await phone.locator('.send').click()
  await phone.locator('.way .main').waitFor()
  await inspect(phone, 'waiting')
  let tries = 0
  const keys = new Set()
  await phone.route('**/api/v1/public/cases', async (route) => {
    keys.add(route.request().headers()['idempotency-key'])
    tries += 1
    if (tries > 1) return route.continue()
    await route.fetch() // it arrives, and its answer is lost
    return route.abort('internetdisconnected')
  })
  await phone.context().setOffline(false)
  await phone.locator('.done').waitFor()
  must(tries >= 2 && keys.size === 1, `${tries} tries under ${keys.size} keys`)
  await enter(page, base)
  const { items } = await ask(page, base, `/cases?view=all&q=${encodeURIComponent(word)}`)
  must(items.length === 1, `${items.length} matters came of one report`)
}

/** Reloads while sending the photo and the report: each arrives once, and the receipt is shown. */
async function reloaded({ base, page, phone }) {
  const word = `井盖${Date.now() % 1_000_000}`
  await begin(phone, base)
  await fill(phone, `${word}不见了，用树枝挡着`)
  await phone.locator('input[type=file]').setInputFiles(PICTURE)
  await phone.locator('li img').waitFor()
  await phone.locator('.kept').waitFor()
  const keys = { attachments: [], cases: [] }
  /** The first of each arrives, and its answer is lost. */
  const swallow = (name) =>
    new Promise((arrived) => {
      void phone.route(`**/api/v1/public/${name}`, async (route) => {
        keys[name].push(route.request().headers()['idempotency-key'])
        if (keys[name].length > 1) return route.continue()
        await route.fetch()
        return arrived()
      })
    })
  const [photo, report] = [swallow('attachments'), swallow('cases')]
  await phone.locator('.send').click()
  await photo
  await phone.reload()
  await report
  await phone.reload()
  await phone.locator('.done').waitFor()
  for (const [name, used] of Object.entries(keys))
    must(
      used.length === 2 && new Set(used).size === 1,
      `${name} went out ${used.length} times under ${new Set(used).size} keys`,
    )
  await enter(page, base)
  const { items } = await ask(page, base, `/cases?view=all&q=${encodeURIComponent(word)}`)
  must(items.length === 1, `${items.length} matters came of one report`)
  must((await ask(page, base, `/cases/${items[0].id}`)).attachments.length === 1, 'the photograph is not there once')
}

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page, wanted) {
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab')
    if (
      await page.evaluate((text) => {
        const held = document.activeElement
        return Boolean(held && (held.id === text || held.textContent?.trim().startsWith(text)))
      }, wanted)
    )
      return
  }
  throw new Error(`the keyboard does not reach “${wanted}”`)
}

async function elder({ base, phone }) {
  await begin(phone, base, '/r/?elder=1')
  const sizes = await phone.evaluate(() =>
    [getComputedStyle(document.body).fontSize, getComputedStyle(document.querySelector('h1')).fontSize].map(
      Number.parseFloat,
    ),
  )
  must(sizes[0] >= 20 && sizes[1] >= 24, `letters of ${sizes.join(' and ')} px`)
  await bothLooks(phone, 'large letters')
  const heading = (text) => phone.locator('h1', { hasText: text }).waitFor()
  await tabTo(phone, '说一件事')
  await phone.keyboard.press('Enter')
  if ((await phone.locator('h1', { hasText: '哪个街道' }).count()) > 0) {
    // Emergency numbers are before the choice.
    for (let n = 0; n < 10 && !(await phone.evaluate(() => document.activeElement?.matches('input[type=radio]'))); n++)
      await phone.keyboard.press('Tab')
    for (let n = 0; n < 10 && !(await phone.locator('.row', { hasText: '合作街道' }).locator('input').isChecked()); n++)
      await phone.keyboard.press('ArrowDown')
    await phone.keyboard.press('Enter')
  }
  await heading('什么事')
  await tabTo(phone, 'what')
  await phone.keyboard.type('楼道灯不亮，晚上看不见。')
  await bothLooks(phone, 'large letters, what')
  await tabTo(phone, '下一步')
  await phone.keyboard.press('Enter')
  await heading('在哪里')
  await tabTo(phone, '上一步')
  await phone.keyboard.press('Enter')
  await heading('什么事')
  must((await phone.locator('#what').inputValue()).startsWith('楼道灯'), 'going back lost the words')
  await tabTo(phone, '下一步')
  await phone.keyboard.press('Enter')
  await heading('在哪里')
  await tabTo(phone, 'address')
  await phone.keyboard.type(WHERE)
  await phone.locator('.understood').waitFor()
  await bothLooks(phone, 'large letters, where')
  await tabTo(phone, '下一步')
  await phone.keyboard.press('Enter')
  for (const text of ['有人说过', '拍张照片', '留个电话']) {
    if ((await phone.locator('h1', { hasText: text }).count()) === 0) continue
    await bothLooks(phone, `large letters, ${text}`)
    await tabTo(phone, text === '有人说过' ? '不是同一件' : '不用')
    await phone.keyboard.press('Enter')
  }
  await heading('对不对')
  await bothLooks(phone, 'large letters, check')
  await tabTo(phone, '对，发出去')
  await phone.keyboard.press('Enter')
  await phone.locator('.done').waitFor()
  await bothLooks(phone, 'large letters, receipt')
  await phone.goto(`${base}/r/`)
  await phone.locator('.home').waitFor() // it is remembered
  await phone.evaluate(() => {
    document.documentElement.style.fontSize = '262.5%'
  })
  must(
    (await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0,
    'text at 200 % is wider than the phone',
  )
}

async function notSolved({ base, page, phone }) {
  await begin(phone, base)
  await fill(phone)
  await send(phone)
  const number = await numberOf(phone)
  const link = await phone.locator('#link').inputValue()
  await enter(page, base)
  const { id } = await brought(page, base, number)
  const { actions } = await ask(page, base, `/cases/${id}`)
  await act(page, base, id, { action: actions.includes('accept') ? 'accept' : 'take_over' })
  await act(page, base, id, { action: 'start' })
  await act(page, base, id, { action: 'resolve', outcome: '已清运。' })
  const before = await ask(page, base, `/cases/${id}`)
  await phone.goto(link)
  await phone.locator('.ask').waitFor()
  await bothLooks(phone, 'is it solved?')
  await phone.getByRole('button', { name: '没解决' }).click()
  await phone.locator('.chip', { hasText: '只弄了一半' }).click()
  await bothLooks(phone, 'what is missing?')
  await phone.locator('.ask form .main').click()
  await phone.locator('.notice.warn').waitFor()
  const after = await ask(page, base, `/cases/${id}`)
  must(
    after.reopened === 1 && after.owner_code.length < before.owner_code.length,
    `not solved did not go up: ${before.owner_code} → ${after.owner_code}`,
  )
}

async function neighbourhood({ base, phone }) {
  await phone.goto(`${base}/r/around`)
  await phone.locator('.recent li').first().waitFor()
  await bothLooks(phone, 'neighbourhood')
  await phone.getByRole('button', { name: 'English' }).click()
  await bothLooks(phone, 'neighbourhood in English', 'en')
  await phone.goto(`${base}/r/`)
  await phone.locator('#what').waitFor()
  await bothLooks(phone, 'report in English', 'en')
}

async function wall({ base, page, phone }) {
  await enter(page, base)

  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
  ]) {
    await page.setViewportSize({ width, height })
    await page.goto(`${base}/screen`)
    await page.locator('[data-tie=live]').waitFor()
    await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
    await inspect(page, `wall at ${width}`)
    must(
      await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight),
      `the wall at ${width} is higher than the screen`,
    )
    const waiting = page.locator('.tiles dd span').nth(2)
    const before = Number(await waiting.innerText())
    await begin(phone, base)
    await fill(phone, `${WHAT}${width}`)
    await send(phone)
    await page.waitForFunction(
      (old) => Number(document.querySelectorAll('.tiles dd span')[2]?.textContent) > old,
      before,
    )
    const text = await page.evaluate(() => document.body.innerText)
    must(!text.includes(WHAT) && !text.includes('逸景花园'), 'the wall shows what somebody typed')
  }
  await page.context().clearCookies() // the session ends
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.locator('[data-tie=signed-out] .tie a').waitFor()
  await enter(page, base)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.locator('[data-tie=live]').waitFor()
}

/** A day of the wall in a minute: cases come and go, the connection is cut; nothing accumulates. */
async function longWall({ base, page, phone }) {
  await enter(page, base)
  await page.clock.install()
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto(`${base}/screen`)
  await page.locator('[data-tie=live]').waitFor()
  await page.locator('canvas[data-painted]:not([data-painted="0"])').waitFor()
  const tool = await page.context().newCDPSession(page)
  await tool.send('Performance.enable')
  await tool.send('HeapProfiler.enable')
  const weigh = async () => {
    for (let at = 0; at < 2; at++) await tool.send('HeapProfiler.collectGarbage')
    const { metrics } = await tool.send('Performance.getMetrics')
    const told = Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
    return { nodes: told.Nodes, listeners: told.JSEventListeners, heap: told.JSHeapUsedSize }
  }
  let looks = 0
  page.on('response', (answer) => {
    if (answer.url().includes('/cases/summary')) looks += 1
  })
  const tie = () => page.locator('main').getAttribute('data-tie')
  /** Runs the page's clock until a condition; server requests take real time. */
  const runs = (what, test) =>
    until(what, async () => {
      await page.clock.runFor(20_000)
      return test()
    })
  const hours = async (n) => {
    for (let hour = 0; hour < n; hour++) {
      const next = looks + 3
      await runs('the wall looks again', () => looks >= next)
      await page.clock.fastForward('00:50:00')
      await page.context().setOffline(true)
      await runs('it says that it is cut off', async () => (await tie()) === 'lost')
      await page.context().setOffline(false)
      await runs('it goes on by itself', async () => ['live', 'polling'].includes(await tie()))
    }
  }
  await begin(phone, base)
  await fill(phone, '楼道灯不亮。')
  await send(phone)
  await hours(3)
  const before = await weigh()
  await hours(21)
  const after = await weigh()
  must(after.nodes <= before.nodes + 40, `${before.nodes} nodes became ${after.nodes}`)
  must(after.listeners <= before.listeners + 4, `${before.listeners} listeners became ${after.listeners}`)
  must(after.heap <= before.heap + 1_500_000, `the heap grew from ${before.heap} to ${after.heap} bytes`)
  console.log(
    `     a day: ${before.nodes} → ${after.nodes} nodes, ${before.listeners} → ${after.listeners} listeners, ${(before.heap / 1e6).toFixed(1)} → ${(after.heap / 1e6).toFixed(1)} MB`,
  )
}

/** The street is derived from the address; the user is asked only if it is ambiguous. */
async function whichStreet({ base, page, phone }) {
  await begin(phone, base)
  await phone.locator('#what').fill(WHAT)
  await phone.locator('#address').fill('门口的那条路')
  const pick = phone.locator('#street')
  await pick.waitFor()
  await phone.locator('.send').click()
  await phone.getByText('请选择街道。').waitFor()
  must(
    (await phone.evaluate(() => document.activeElement?.id)) === 'street',
    'the missing street is not where one is led',
  )
  await bothLooks(phone, 'which street')
  await phone.locator('#address').fill(WHERE)
  await phone.locator('.understood').waitFor()
  await pick.waitFor({ state: 'detached' })
  await phone.locator('#address').fill('门口的那条路')
  await pick.selectOption({ label: '合作街道' })
  await send(phone)
  await enter(page, base)
  const row = await brought(page, base, await numberOf(phone))
  must(row.placing !== 'sure', 'a street that somebody picked is no place')
}

test('the street is found from the address', how({ expects: /status of 422 .*\/public\/locate/ }), whichStreet)
test('a report with a photograph', photograph)
test('a known matter is joined', joined)
test('a report is kept until it arrives', kept)
test('a report is reloaded on its way', reloaded)
test('large letters by keyboard alone', elder)
test('not solved goes a level up', notSolved)
test('what the neighbourhood does', neighbourhood)
test('the wall stays on for a day', how({ expects: /ERR_|status of 40\d/ }), longWall)
test('the wall of the hall is live', how({ expects: /status of 401 .*\/(cases\/summary|live)/ }), wall)
