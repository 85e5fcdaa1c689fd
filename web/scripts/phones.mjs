// Headless phones: outbox, sender and fold of the real app, each with its own database and connection. Driven by `weiguang bench
// coverage`: one JSON request per line on stdin, one answer per line on stdout.
import 'fake-indexeddb/auto'
import { AsyncLocalStorage } from 'node:async_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const web = fileURLToPath(new URL('..', import.meta.url))
const vite = await createServer({
  root: web,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  cacheDir: fileURLToPath(new URL('../../target/vite-phones', import.meta.url)),
  optimizeDeps: { noDiscovery: true, include: [] },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  resolve: { alias: { '@weiguang': `${web}packages` } },
})
// Each phone has its own lock.
const locks = { request: (_name, _how, run) => run({}) }
Object.defineProperty(globalThis, 'navigator', { value: { locks, language: 'zh-CN', languages: ['zh-CN'] } })
const { enqueue, list } = await vite.ssrLoadModule('/packages/offline/outbox.ts')
const { flush } = await vite.ssrLoadModule('/packages/offline/sender.ts')
const { importKey } = await vite.ssrLoadModule('/packages/offline/seal.ts')
const { coverage, fold, visitsOf } = await vite.ssrLoadModule('/apps/member/src/rooms/visits/fold.ts')

/** Attempts while online. */
const TRIES = 3
const network = globalThis.fetch
/** The phone of the current request. */
const asking = new AsyncLocalStorage()
let [address, phones, arrived] = ['', [], 0]

/** A connection that drops messages, delivers them up to three times, and loses answers. */
globalThis.fetch = async (path, how) => {
  const { phone, chance, certain } = asking.getStore()
  const send = () =>
    network(`http://${address}${path}`, { ...how, signal: null, headers: { ...how.headers, cookie: phone.cookie } })
  if (how.method === 'GET') return send()
  if (!certain && chance() < 0.1) throw new TypeError('cut on the way there')
  const copies = await Promise.all(Array.from({ length: 1 + Math.floor(chance() * 3) }, send))
  arrived += copies.length
  await Promise.all(copies.slice(1).map((copy) => copy.arrayBuffer()))
  if (!certain && chance() < 1 / 3) throw new TypeError('cut on the way back')
  return copies[0]
}

/** Seeded random numbers (mulberry32). */
function chanceOf(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const ask = {
  async start(said) {
    address = said.address
    phones = await Promise.all(
      said.phones.map(async (phone, n) => ({
        ...phone,
        key: await importKey(btoa(String.fromCharCode(...Array(32).fill(n)))),
      })),
    )
    return {}
  },
  /** A visit, queued as `useVisit` does. */
  async visit({ phone, key, body }) {
    const work = { kind: 'post', words: '', about: 'visit', path: '/visits', body }
    const { key: seal, owner } = phones[phone]
    await enqueue(seal, owner, { id: key, lane: body.id, work, photos: [], now: Date.now() })
    return {}
  },
  /** Phones that are online send concurrently. */
  async send({ those, certain }) {
    arrived = 0
    const all = those.map(({ phone: n, seed }) => {
      const [phone, chance] = [phones[n], chanceOf(seed)]
      return asking.run({ phone, chance, certain }, async () => {
        for (let turn = 0; turn < TRIES; turn += 1)
          await flush({ owner: phone.owner, key: phone.key, now: Date.now, force: true, chance })
      })
    })
    await Promise.all(all)
    return { arrived }
  },
  /** A campaign's coverage on this phone. */
  async fold({ phone: n, campaign }) {
    const { key, owner } = phones[n]
    const { items } = await list(key, owner)
    const doors = fold(campaign, visitsOf(items), [])
    const count = (...states) => items.filter(({ state }) => states.includes(state)).length
    return {
      ends: Object.fromEntries(doors.map((door) => [door.dwelling, door.end ?? null])),
      coverage: coverage(doors),
      waiting: count('waiting', 'sending'),
      refused: count('refused', 'collided'),
    }
  },
}

console.log(JSON.stringify({ ready: true }))
for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line)
  console.log(JSON.stringify(await ask[said.do](said)))
}
await vite.close()
process.exit()
