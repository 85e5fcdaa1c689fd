// The API client: one key per write over all tries, versions, errors, and sign-in.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { answer, makeClient, onDamaged, onSignedOut, onVersion, written } from '../packages/api/client'
import { learnClock, serverNow } from '../packages/api/clock'
import { Intention, newId, newRecordId } from '../packages/api/intention'
import { Problem } from '../packages/api/problem'
import { useWrite } from '../packages/api/use-write'

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  })

/** Plays the given answers in turn and records requests. */
function server(...turns: (Response | Error)[]) {
  const asked: Request[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request)
    const turn = turns[Math.min(asked.length, turns.length) - 1]!
    if (turn instanceof Error) throw turn
    return turn.clone()
  })
  return asked
}
const client = makeClient('http://weiguang.test/api/v1')
const path = { params: { path: { id: 'c1' }, header: onVersion(7) } }
const fast = () =>
  vi.stubGlobal('setTimeout', (run: () => void) => {
    queueMicrotask(run)
    return 0
  })
afterEach(() => {
  vi.unstubAllGlobals()
  onSignedOut(() => {})
})

describe('a write', () => {
  it('carries its key, the version that was read, and the mark against forged requests', async () => {
    const asked = server(json(200, { id: 'c1' }))
    await answer(client.POST('/cases/{id}/actions', { ...path, body: { action: 'accept' }, ...written('key-1') }))
    expect(asked[0]!.headers.get('Idempotency-Key')).toBe('key-1')
    expect(asked[0]!.headers.get('If-Match')).toBe('"7"')
    expect(asked[0]!.headers.get('X-Weiguang')).toBe('1')
  })
  it('keeps its key through a lost answer and a busy gateway', async () => {
    fast()
    const asked = server(new TypeError('lost'), json(503, {}), json(200, { id: 'c1' }))
    await answer(client.POST('/cases/{id}/actions', { ...path, body: { action: 'accept' }, ...written('key-2') }))
    expect(asked.map((request) => request.headers.get('Idempotency-Key'))).toEqual(['key-2', 'key-2', 'key-2'])
  })
  it('is refused here when it has no key', async () => {
    server(json(200, {}))
    await expect(client.POST('/cases/{id}/actions', { ...path, body: { action: 'accept' } })).rejects.toThrow(
      'no Idempotency-Key',
    )
  })
  it('says that the network is gone after three tries', async () => {
    fast()
    const asked = server(new TypeError('lost'))
    await expect(
      answer(client.POST('/cases/{id}/actions', { ...path, body: { action: 'accept' }, ...written('key-3') })),
    ).rejects.toMatchObject({ code: 'network', status: 0 })
    expect(asked.length).toBe(3)
  })
})

describe('a list with a damaged row', () => {
  it('shows the others, and says which row is missing', async () => {
    const told: unknown[] = []
    onDamaged((rows) => told.push(...rows))
    server(json(200, { items: [], damaged: [{ table: 'cases', id: 'c9' }] }, { 'Weiguang-Damaged': '1' }))
    const page = await answer(client.GET('/cases', { params: { query: {} } }))
    expect(page.items).toEqual([])
    await vi.waitFor(() => expect(told).toEqual([{ table: 'cases', id: 'c9' }]))
  })
})

describe('signing in', () => {
  it('is sent once: without a key it must not be repeated', async () => {
    const asked = server(new TypeError('lost'))
    await expect(answer(client.POST('/session', { body: { login: 'a', password: 'b' } }))).rejects.toMatchObject({
      code: 'network',
    })
    expect(asked.length).toBe(1)
  })
  it('is asked for when a session has ended, but not while asking who is there', async () => {
    const out = vi.fn()
    onSignedOut(out)
    server(json(401, { code: 'people.signed-out' }))
    await expect(answer(client.GET('/session'))).rejects.toBeInstanceOf(Problem)
    expect(out).not.toHaveBeenCalled()
    await expect(answer(client.GET('/cases', {}))).rejects.toBeInstanceOf(Problem)
    expect(out).toHaveBeenCalledOnce()
  })
})

describe('a problem', () => {
  it('keeps its code, its words in both languages, its fields and when to come back', async () => {
    server(
      json(
        423,
        {
          code: 'people.locked',
          detail: { zh: '已锁定', en: 'Locked' },
          errors: [{ field: 'login', code: 'x', zh: '错', en: 'bad' }],
        },
        { 'Retry-After': '30' },
      ),
    )
    await expect(answer(client.GET('/cases', {}))).rejects.toMatchObject({
      status: 423,
      code: 'people.locked',
      said: { zh: '已锁定', en: 'Locked' },
      retryAfter: 30,
      errors: [{ field: 'login' }],
    })
  })
  it('is made of a page that came instead of data', async () => {
    server(new Response('<!doctype html>', { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' } }))
    await expect(answer(client.GET('/cases', {}))).rejects.toMatchObject({ code: 'http.not-data' })
  })
  it('has words even when the answer has none', () => {
    expect(Problem.from(500, '<html>').said.zh).not.toBe('')
    expect(Problem.from(412, { code: 'kernel.version-moved' }).said.zh).toContain('最新')
  })
})

describe('an intention', () => {
  it('keeps its key for the same content until it is done', () => {
    const intention = new Intention()
    const key = intention.key({ reason: 'a' })
    expect(intention.key({ reason: 'a' })).toBe(key)
    const other = intention.key({ reason: 'b' })
    expect(other).not.toBe(key)
    intention.done()
    expect(intention.key({ reason: 'b' })).not.toBe(other)
  })
  it('survives a failure that says "not now", and ends with a refusal', async () => {
    const { run, problem } = useWrite()
    const keys: string[] = []
    const fail = (status: number) => async (key: string) => {
      keys.push(key)
      throw Problem.from(status, {})
    }
    await run('same', fail(0))
    await run('same', fail(429))
    await run('same', fail(409))
    expect(problem.value?.status).toBe(409)
    await run('same', async (key) => keys.push(key))
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).toBe(keys[0])
    expect(keys[3]).not.toBe(keys[0])
  })
  it('is sent once though the button is pressed twice', async () => {
    const { run } = useWrite()
    let sent = 0
    const send = async () => {
      sent += 1
      await Promise.resolve()
      return sent
    }
    const [first, second] = await Promise.all([run('x', send), run('x', send)])
    expect(first).toEqual({ value: 1 })
    expect(second).toBeNull()
  })
  it('makes ids of the right versions, records in the order of time', () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(newRecordId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(newRecordId(1_000) < newRecordId(2_000)).toBe(true)
  })
})

describe('the clock', () => {
  it('follows the server when the PC is off, and ignores rounding', () => {
    const local = Date.parse('2026-11-23T08:10:00Z')
    learnClock('Mon, 23 Nov 2026 08:00:00 GMT', local)
    expect(Math.round((serverNow() - Date.now()) / 60_000)).toBe(-10)
    learnClock('Mon, 23 Nov 2026 08:10:01 GMT', local)
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(5)
  })
})
