// Records the phone's IndexedDB with unsent work of this version, as a fixture that later versions must open. Usage, after a
// build: WEIGUANG_PROGRAM=… node scripts/phone-fixture.mjs test/fixtures/phone-NAME.json. All data is from the demonstration.
import { writeFileSync } from 'node:fs'
import {
  act,
  bring,
  fillReport,
  openCase,
  person,
  PHONE,
  recordId,
  report,
  signIn,
  tab,
  until,
  waiting,
} from '../e2e/phone.mjs'
import { must } from '../e2e/stage.mjs'
import { doors, leftTheDoor, outcome, saveVisit } from '../e2e/visits.mjs'
import { measured } from './measured.mjs'

const CASES = /\/api\/v1\/cases$/
/** Words by which the test finds each item. */
const WORDS = {
  refused: '夹具：门前积水没人管',
  sent: '夹具：已经送到的上报',
  report: '夹具：楼道堆物',
  seen: '夹具：老人独自在家',
  matter: '夹具：楼道灯坏了',
  draft: '夹具：写了一半的上报',
  visitDraft: '夹具：写了一半的走访',
  note: '夹具：现场看过',
  given: '夹具：交办的事项',
}

/** Runs in the page: every row of every store; bytes and non-extractable keys are marked. */
async function dump() {
  const plain = (value) => {
    if (value instanceof CryptoKey) return { $key: true }
    if (value instanceof ArrayBuffer) return { $buffer: btoa(String.fromCharCode(...new Uint8Array(value))) }
    if (ArrayBuffer.isView(value))
      return { $bytes: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) }
    if (Array.isArray(value)) return value.map(plain)
    return value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
      : value
  }
  const result = (asked) =>
    new Promise((resolve, reject) => {
      asked.addEventListener('success', () => resolve(asked.result))
      asked.addEventListener('error', () => reject(asked.error))
    })
  const db = await result(indexedDB.open('weiguang'))
  const stores = {}
  for (const name of db.objectStoreNames) {
    const store = db.transaction(name).objectStore(name)
    const indexes = [...store.indexNames].map((index) => ({
      name: index,
      keyPath: store.index(index).keyPath,
      unique: store.index(index).unique,
    }))
    stores[name] = {
      keyPath: store.keyPath,
      autoIncrement: store.autoIncrement,
      indexes,
      rows: (await result(store.getAll())).map(plain),
    }
  }
  const version = db.version
  db.close()
  return { database: 'weiguang', version, stores, local: { ...localStorage }, cookie: document.cookie }
}

/** A phone whose keys are recorded from the server's answers, because pages cannot extract them. */
async function openPhone(browser, base, login) {
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  let vault = null
  page.on('response', async (answer) => {
    if (answer.url().includes('/session/vault') && answer.ok()) vault = await answer.json()
  })
  await signIn(page, base, login)
  await until('the key was given', () => vault)
  return {
    context,
    page,
    taken: async () => ({ login, account: vault.account, key: vault.key, ...(await page.evaluate(dump)) }),
  }
}

/** An alert raised by two critical readings; its owner, and one of their cases. */
async function raised(base) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const { login } = accounts.find((one) => one.role.zh === '家庭医生团队')
  const doctor = await person(base, login)
  const { items } = await doctor.get(`/households/residents?under=${doctor.me.grants[0].code}&limit=50`)
  const [line, other] = items.filter((one) => one.household)
  const sick = await doctor.get(`/households/residents/${line.id}`)
  for (let at = 0; at < 2; at++)
    await doctor.post('/care/readings', {
      id: recordId(),
      resident: sick.id,
      measured: { systolic: '192', diastolic: '114', symptoms: ['dizzy'] },
    })
  const { alert } = await doctor.get(`/care/residents/${sick.id}`)
  const { owner } = await doctor.get(`/care/alerts/${alert}`)
  const account = await (await person(base, 'guanli')).get(`/people/accounts/${owner.id}`)
  return { alert, doctor: login, resident: other.id, sick: sick.name, owner: account.login }
}

/** A member's phone: a refused report, a sent one, and offline a report, a visit, actions, and two drafts. */
async function member(browser, base, { owner, sick }) {
  const who = await person(base, owner)
  const { code } = who.me.grants[0]
  const given = await bring(await person(base, 'zuoxi1'), code, WORDS.given)
  const { context, page, taken } = await openPhone(browser, base, owner)
  await report(page, WORDS.sent, 1)
  await until('it is sent', async () => (await waiting(page)) === 0)
  await page.route(CASES, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            status: 422,
            code: 'kernel.invalid',
            detail: { zh: '填写内容有误，请按提示修改。', en: 'Some fields are not as they should be.' },
            errors: [{ field: 'title', code: 'kernel.too-long', zh: '最多 80 个字', en: 'at most 80 characters' }],
          }),
        })
      : route.continue(),
  )
  await report(page, WORDS.refused, 1)
  await tab(page, '待同步')
  await page.locator('[data-state=refused]', { hasText: '最多 80 个字' }).waitFor()
  for (const name of ['今日', '本格', '上报', '我的']) await tab(page, name) // every screen is here before the network goes
  await (await doors(page)).first().click()
  await page.locator('form[aria-busy=false]').waitFor()
  await tab(page, '今日')
  await page.locator('.alerts a.row', { hasText: sick }).waitFor()
  await context.setOffline(true)

  await report(page, WORDS.report, 2)
  await (await doors(page)).first().click()
  await outcome(page, '见到人')
  await page.locator('#seen').fill(WORDS.seen)
  await page.locator('summary').click()
  await page.locator('#matter').fill(WORDS.matter)
  await saveVisit(page)
  await leftTheDoor(page)
  await openCase(page, given.title)
  await act(page, '受理')
  await page.locator('.pending .link').first().waitFor()
  await act(page, '补充说明', () => page.locator('#case-act textarea').fill(WORDS.note))
  await tab(page, '今日')
  await page.locator('.alerts a.row', { hasText: sick }).click()
  await page.locator('.acts button', { hasText: '应答' }).click()
  await page.locator('.pending .link', { hasText: '应答' }).waitFor()
  await (await doors(page)).nth(1).click()
  await outcome(page, '不便接待')
  await page.locator('#seen').fill(WORDS.visitDraft)
  await page.locator('.send .hint').waitFor() // the draft is kept
  await fillReport(page, WORDS.draft, 1)
  await page.locator('.send .hint').waitFor()
  const phone = await taken()
  await context.close()
  return phone
}

/** The doctor's phone: a reading taken offline. */
async function doctor(browser, base, { doctor: login, resident }) {
  const { context, page, taken } = await openPhone(browser, base, login)
  await page.goto(`${base}/m/person/${resident}`)
  await page.locator('main .choices button', { hasText: '血压' }).waitFor()
  await context.setOffline(true)
  await page.locator('main .choices button', { hasText: '血压' }).click()
  await page.locator('#measure-systolic').fill('146')
  await page.locator('#measure-diastolic').fill('88')
  await page.locator('[role=dialog] .foot .main').click()
  await page.locator('.pending', { hasText: '146/88' }).first().waitFor()
  const phone = await taken()
  await context.close()
  // Large, and of the same form as the member's.
  phone.stores.pack.rows = phone.stores.pack.rows.filter(({ id }) => !/:(?:doors|households|cells)$/.test(id))
  return { ...phone, resident }
}

const [out] = process.argv.slice(2)
must(out, 'name the file to write')
await measured(async ({ base, browser }) => {
  const story = await raised(base)
  const phones = {
    member: await member(browser, base, story),
    doctor: await doctor(browser, base, story),
  }
  const about =
    'Two phones of the demonstration with unsent work, as scripts/phone-fixture.mjs recorded them. Made-up people; the keys protect nothing else.'
  writeFileSync(out, `${JSON.stringify({ about, words: WORDS, alert: story.alert, phones }, null, 1)}\n`)
  console.log(
    `${out}: ${Object.entries(phones)
      .map(
        ([name, one]) =>
          `${name} ${Object.entries(one.stores)
            .map(([store, { rows }]) => `${store} ${rows.length}`)
            .join(', ')}`,
      )
      .join('; ')}`,
  )
})
