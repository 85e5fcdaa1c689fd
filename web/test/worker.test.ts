// The service worker with a fake cache and server: storing, activation, and answers.
// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const stores = new Map<string, Map<string, Response>>()
const nameOf = (asked: Request | string) => (typeof asked === 'string' ? asked : new URL(asked.url).pathname)
function cacheOf(name: string) {
  const files = stores.get(name) ?? stores.set(name, new Map()).get(name)!
  return {
    match: async (asked: Request | string) => files.get(nameOf(asked))?.clone(),
    put: async (asked: Request | string, answer: Response) => {
      files.set(nameOf(asked), answer)
    },
  }
}
const madeUp = {
  open: async (name: string) => cacheOf(name),
  keys: async () => [...stores.keys()],
  delete: async (name: string) => stores.delete(name),
  match: async (file: string) =>
    [...stores.values()]
      .map((files) => files.get(file))
      .find(Boolean)
      ?.clone(),
}
/** The server's files: path to text. */
let server: Record<string, string>
let asked: string[]
type Listener = (event: unknown) => void

/** A worker of a version: its files and lifecycle. */
async function start(version: string, rooms: Record<string, string[]>) {
  const listeners = new Map<string, Listener>()
  vi.resetModules()
  vi.stubGlobal('SHELL_BASE', '/m/')
  vi.stubGlobal('SHELL_FIRST', ['/m/', `/m/assets/index-${version}.js`])
  vi.stubGlobal('SHELL_PAGE', [`/m/assets/index-${version}.js`])
  vi.stubGlobal('SHELL_ROOMS', rooms)
  vi.stubGlobal('SHELL_VERSION', version)
  vi.stubGlobal('addEventListener', (name: string, act: Listener) => listeners.set(name, act))
  vi.stubGlobal('clients', { claim: async () => undefined })
  const { keepShell } = await import('@weiguang/offline/shell')
  keepShell()
  const run = (name: string, event: object = {}) => {
    let work: Promise<unknown> = Promise.resolve()
    listeners.get(name)!({
      waitUntil: (given: Promise<unknown>) => {
        work = given
      },
      ...event,
    })
    return work
  }
  return {
    install: () => run('install'),
    activate: () => run('activate'),
    store: async (names: string[]) => {
      const told: { stored: number; of: number; done: boolean }[] = []
      await run('message', {
        data: { rooms: names },
        ports: [{ postMessage: (now: (typeof told)[number]) => told.push(now) }],
      })
      return told
    },
    answer: async (path: string, mode = 'no-cors') => {
      let answered: Promise<Response> | null = null
      listeners.get('fetch')!({
        request: { method: 'GET', url: location.origin + path, mode },
        respondWith: (given: Promise<Response>) => {
          answered = given
        },
      })
      return answered ? (await (answered as Promise<Response>)).text() : null
    },
  }
}
const filesOf = (version: string) => [...(stores.get(`weiguang/m/${version}`)?.keys() ?? [])].sort()

beforeEach(() => {
  stores.clear()
  asked = []
  server = {
    '/m/': '<script src="/m/assets/index-one.js">',
    '/m/assets/index-one.js': 'index one',
    '/m/assets/care-1.js': 'care 1',
    '/m/assets/visits-1.js': 'visits 1',
    '/m/assets/parts-1.js': 'parts 1',
  }
  vi.stubGlobal('caches', madeUp)
  vi.stubGlobal(
    'Request',
    class {
      url: string
      constructor(path: string) {
        this.url = location.origin + path
      }
    },
  )
  vi.stubGlobal('fetch', async (request: Request | { url: string }) => {
    const path = new URL(request.url).pathname
    asked.push(path)
    const text = server[path]
    if (text === 'cut') throw new TypeError('the line was cut')
    return new Response(text ?? 'no', {
      status: text === undefined ? 404 : 200,
      headers: { 'Content-Type': path === '/m/' || text?.startsWith('<') ? 'text/html' : 'text/javascript' },
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

const ONE = {
  care: ['/m/assets/care-1.js', '/m/assets/parts-1.js'],
  visits: ['/m/assets/visits-1.js', '/m/assets/parts-1.js'],
}
const TWO = {
  care: ['/m/assets/care-2.js', '/m/assets/parts-1.js'],
  visits: ['/m/assets/visits-1.js', '/m/assets/parts-1.js'],
}
/** Deploys the next version, without the files of the previous one. */
function deploy(): void {
  server = {
    '/m/': '<script src="/m/assets/index-two.js">',
    '/m/assets/index-two.js': 'index two',
    '/m/assets/care-2.js': 'care 2',
    '/m/assets/visits-1.js': 'visits 1',
    '/m/assets/parts-1.js': 'parts 1',
  }
}

test('the first installation stores the first screen only; rooms come when a page asks, and it is told how far that is', async () => {
  const worker = await start('one', ONE)
  await worker.install()
  expect(filesOf('one')).toEqual(['/m/', '/m/assets/index-one.js'])
  const told = await worker.store(['care'])
  expect(told.at(-1)).toEqual({ stored: 4, of: 4, done: true })
  expect(told.map((now) => now.stored)).toEqual([1, 2, 3, 4, 4])
  expect(filesOf('one')).toEqual(['/m/', '/m/assets/care-1.js', '/m/assets/index-one.js', '/m/assets/parts-1.js'])
  const before = asked.length
  expect((await worker.store(['care'])).at(-1)).toEqual({ stored: 4, of: 4, done: true })
  expect(asked.length, 'what is stored is not fetched again').toBe(before)
})

test('a file that does not arrive keeps the phone from being ready, not the others from being stored; a second time stores it', async () => {
  const worker = await start('one', ONE)
  await worker.install()
  server['/m/assets/care-1.js'] = 'cut'
  expect((await worker.store(['care', 'visits'])).at(-1)).toEqual({ stored: 4, of: 5, done: true })
  server['/m/assets/care-1.js'] = '<html>please sign in to this network</html>'
  expect((await worker.store(['care', 'visits'])).at(-1), 'the page of a captive network').toEqual({
    stored: 4,
    of: 5,
    done: true,
  })
  server['/m/assets/care-1.js'] = 'care 1'
  expect((await worker.store(['care', 'visits'])).at(-1)).toEqual({ stored: 5, of: 5, done: true })
})

test('a new version stores the rooms that were asked for before it may take over, and takes what has not changed from the one before', async () => {
  const one = await start('one', ONE)
  await one.install()
  await one.activate()
  await one.store(['care'])
  deploy()
  asked = []
  const two = await start('two', TWO)
  await two.install()
  expect(filesOf('two')).toEqual(['/m/', '/m/assets/care-2.js', '/m/assets/index-two.js', '/m/assets/parts-1.js'])
  expect(asked).not.toContain('/m/assets/parts-1.js')
  await two.activate()
  expect([...stores.keys()].sort()).toEqual(['weiguang/m/notes', 'weiguang/m/one', 'weiguang/m/two'])
  expect(await two.answer('/m/cell', 'navigate')).toContain('index-two')
  expect(await two.answer('/m/assets/care-1.js'), 'a page of the version before is still open').toBe('care 1')
})

test('a new version that misses a file fails as a whole, and the one before goes on', async () => {
  const one = await start('one', ONE)
  await one.install()
  await one.activate()
  await one.store(['care'])
  deploy()
  server['/m/assets/care-2.js'] = 'cut'
  await expect((await start('two', TWO)).install()).rejects.toThrow('incomplete')
  expect(await one.answer('/m/', 'navigate')).toContain('index-one')
  expect(await one.answer('/m/assets/care-1.js')).toBe('care 1')
  server['/m/assets/care-2.js'] = 'care 2'
  await (await start('two', TWO)).install()
})

test('a page of another version is never stored with these files', async () => {
  const worker = await start('one', ONE)
  deploy() // between the worker's script and the page
  await expect(worker.install()).rejects.toThrow('incomplete')
  expect(filesOf('one')).not.toContain('/m/')
})

test('after a version that had every file, every room is stored before the first one with rooms takes over', async () => {
  await (await madeUp.open('weiguang/m/0123456789ab')).put('/m/', new Response('old'))
  const worker = await start('one', ONE)
  await worker.install()
  expect(filesOf('one')).toEqual([
    '/m/',
    '/m/assets/care-1.js',
    '/m/assets/index-one.js',
    '/m/assets/parts-1.js',
    '/m/assets/visits-1.js',
  ])
  await worker.activate()
  expect([...stores.keys()]).toContain('weiguang/m/0123456789ab')
})

test('nothing but the face’s own files is answered', async () => {
  const worker = await start('one', ONE)
  expect(await worker.answer('/api/v1/sync')).toBeNull()
  expect(await worker.answer('/m/robots.txt')).toBeNull()
  expect(await worker.answer('/r/')).toBeNull()
})
