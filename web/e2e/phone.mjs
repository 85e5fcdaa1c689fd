// Phone helpers: sign-in, reports, actions, and checking what arrived on the server.
import { inspect, must, PASSWORD } from './stage.mjs'

export const PHONE = {
  viewport: { width: 390, height: 844 },
  locale: 'zh-CN',
  hasTouch: true,
  isMobile: true,
  reducedMotion: 'reduce',
}

/** Waits for a condition. */
export async function until(what, test, milliseconds = 30_000) {
  const end = Date.now() + milliseconds
  for (;;) {
    const held = await test()
    if (held) return held
    if (Date.now() > end) throw new Error(`it never came to pass: ${what}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 60)
    })
  }
}

/** A person signed in by API, bypassing the phone's connection. */
export async function person(base, login, password = PASSWORD) {
  const signed = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Weiguang': '1' },
    body: JSON.stringify({ login, password }),
  })
  must(signed.ok, `${login} cannot sign in: ${signed.status}`)
  const cookie = signed.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const me = await signed.json()
  const get = async (path) => (await fetch(`${base}/api/v1${path}`, { headers: { cookie } })).json()
  const send = async (method, path, body, version) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      body: JSON.stringify(body),
      headers: {
        cookie,
        'Content-Type': 'application/json',
        'X-Weiguang': '1',
        'Idempotency-Key': crypto.randomUUID(),
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : null
  }
  return { me, headers: { cookie }, get, post: (path, body, version) => send('POST', path, body, version), send }
}

/** Confirms a grant as a second person. */
export async function confirmed(base, second, name) {
  const keeper = await person(base, second)
  const waiting = (one) =>
    one.standing === 'waiting' && one.may_decide && (!name || one.who.some((who) => who.name === name))
  for (const { code } of keeper.me.grants) {
    const { items } = await keeper.get(`/people/grants?under=${code}`)
    const ids = items.filter(waiting).map((one) => one.id)
    if (ids.length > 0) await keeper.post('/people/grants/decisions', { ids, confirm: true, street: code.slice(0, 9) })
  }
}

/** Rules apply to all streets, so changing them needs permission in each. */
export async function leadsEverywhere(base, login) {
  const [keeper, manager] = [await person(base, 'xitong'), await person(base, login)]
  for (const { code } of keeper.me.grants.filter(
    (grant) => !manager.me.grants.some((own) => own.code === grant.code),
  )) {
    await keeper.post('/people/assignments', {
      id: recordId(),
      account: manager.me.id,
      role: 'street_manager',
      code,
      since: new Date().toISOString().slice(0, 10),
    })
  }
  await confirmed(base, 'guanli-tuanjie')
}

/** A new account with a password set by its invitation. */
export async function opened(base, maker, account, password) {
  await maker.post('/people/accounts', account)
  const { link } = await maker.post(`/people/accounts/${account.id}/invitation`, {})
  const used = await fetch(`${base}/api/v1/public/invitations/accept`, {
    method: 'POST',
    body: JSON.stringify({ link: link.split('#')[1], password }),
    headers: { 'Content-Type': 'application/json', 'X-Weiguang': '1', 'Idempotency-Key': crypto.randomUUID() },
  })
  must(used.ok, `the invitation was refused: ${used.status}`)
}

/** A UUIDv7. */
export function recordId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let rest = Date.now()
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export async function bring(desk, code, title) {
  const id = recordId()
  await desk.post('/cases', { id, title, detail: '', code, source: 'phone' })
  return desk.get(`/cases/${id}`)
}

/** All cases at a code with this word in the title. */
export async function casesWith(desk, code, word) {
  const found = new Map()
  for (const view of ['open', 'all']) {
    for (let after = ''; after !== null;) {
      const page = await desk.get(
        `/cases?view=${view}&under=${code}&limit=200${after ? `&after=${encodeURIComponent(after)}` : ''}`,
      )
      for (const row of page.items) if (row.title.includes(word)) found.set(row.id, row)
      after = page.next
    }
  }
  return [...found.values()]
}

export async function signIn(page, base, login, password = PASSWORD) {
  await page.goto(`${base}/m/`)
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.locator('form .main').click()
  await synced(page)
}
export const synced = (page) => page.locator('.state.good', { hasText: /已全部同步|All is sent/ }).waitFor()

/** Waits until the app is ready for offline use, and its worker controls the page. */
export async function readyOffline(page) {
  await page.locator('html[data-offline=ready]').waitFor({ state: 'attached' })
  await until('the worker has the page', () => page.evaluate(() => Boolean(navigator.serviceWorker.controller)))
}
/** Signs in and waits until data and all rooms are stored. */
export async function warm(context, base, login, password = PASSWORD) {
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await signIn(page, base, login, password)
  await readyOffline(page)
  return page
}

export async function tab(page, name) {
  await page.locator('nav.tabs a', { hasText: name }).click()
}

let picture
/** A photo large enough to need scaling. */
export async function photograph(page) {
  picture ??= Buffer.from(
    await page.evaluate(() => {
      const canvas = document.createElement('canvas')
      canvas.width = 1600
      canvas.height = 1200
      const board = canvas.getContext('2d')
      for (let row = 0; row < 24; row++) {
        board.fillStyle = `hsl(${row * 15} 60% 50%)`
        board.fillRect(0, row * 50, 1600, 50)
      }
      return canvas.toDataURL('image/jpeg', 0.8).split(',')[1]
    }),
    'base64',
  )
  return { name: 'camera.jpg', mimeType: 'image/jpeg', buffer: picture }
}
export async function addPhotos(page, scope, count) {
  const file = await photograph(page)
  await page
    .locator(`${scope} input[type=file]`)
    .setInputFiles(Array.from({ length: count }, (_, index) => ({ ...file, name: `camera-${index}.jpg` })))
  await until(`${count} photographs are shrunk`, async () => (await page.locator(`${scope} li img`).count()) >= count)
}

/** Fills a report; the dwelling is selected from the phone's directory, so that it belongs to the cell. */
export async function fillReport(page, what, photos = 0) {
  await tab(page, /上报|Report/)
  await page.locator('form[aria-busy=false] #what').fill(what)
  await page.locator('.ways button').first().click()
  await page.locator('[role=dialog] .rows button').first().click()
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  if (photos > 0) await addPhotos(page, '.photos', photos)
}
export async function report(page, what, photos = 0) {
  await fillReport(page, what, photos)
  await page.locator('.send .main').click()
  await page.locator('h1', { hasText: /件要办|没有要办|to do today/ }).waitFor()
}

/** Does an action on the open case. */
export async function act(page, name, fill) {
  const direct = page.locator('.acts button', { hasText: name })
  if ((await direct.count()) > 0) await direct.first().click()
  else {
    await page.locator('.acts button', { hasText: /更多|More/ }).click()
    await page.locator('[role=dialog] .row', { hasText: name }).click()
  }
  if (!fill) return
  await page.locator('#case-act').waitFor()
  await fill()
  await page.locator('.foot .main').click()
  await page.locator('#case-act').waitFor({ state: 'detached' })
}
export async function openCase(page, title) {
  await tab(page, /今日|Today/)
  await page.locator('main section a.row', { hasText: title }).first().click()
  await page.locator('main h2', { hasText: title }).first().waitFor()
}

/** The number of waiting records, by the tab's badge. */
export const waiting = (page) =>
  page.evaluate(() => Number(document.querySelector('nav.tabs b > span')?.textContent ?? 0))
export const allSent = (page, milliseconds = 120_000) =>
  until('everything is sent', async () => (await waiting(page)) === 0, milliseconds)

/** The phone's whole database as text, to search for typed words. */
export const rawStore = (page) =>
  page.evaluate(async () => {
    const parts = []
    const seen = (value) => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes =
          value instanceof ArrayBuffer
            ? new Uint8Array(value)
            : new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
        parts.push(new TextDecoder('utf-8').decode(bytes), new TextDecoder('utf-16le').decode(bytes))
      } else if (value instanceof CryptoKey) parts.push(`key, extractable ${value.extractable}`)
      else if (value && typeof value === 'object')
        Object.entries(value).forEach(([name, one]) => {
          parts.push(name)
          seen(one)
        })
      else parts.push(String(value))
    }
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const asked = indexedDB.open(name)
        asked.addEventListener('success', () => resolve(asked.result))
        asked.addEventListener('error', () => reject(asked.error))
      })
      for (const store of db.objectStoreNames) {
        const rows = await new Promise((resolve) => {
          const asked = db.transaction(store).objectStore(store).getAll()
          asked.addEventListener('success', () => resolve(asked.result))
        })
        parts.push(`${store}: ${rows.length}`)
        seen(rows)
      }
      db.close()
    }
    return parts.join('\n')
  })

/** A unique title. */
export const word = (name) => `${name}${Math.floor(performance.now())}号`
export const CASES = /^\/api\/v1\/cases$/
export const posts = (line, path) => line.writes.filter((one) => one.method === 'POST' && path.test(one.path))
export const rows = (world, mark) => casesWith(world.desk, world.code, mark)
/** Waits until nothing more is sent, so that a duplicate would have been seen. */
export async function quiet(page, line) {
  let before = -1
  await until('the line is quiet', async () => {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(resolve, 400)
        }),
    )
    const now = line.writes.length
    const same = now === before
    before = now
    return same
  })
}

export { inspect, must }
