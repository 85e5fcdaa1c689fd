// The API client of all pages: adds keys and versions, retries, and converts errors.
import createClient, { type Middleware } from 'openapi-fetch'
import { learnClock } from './clock'
import { Problem } from './problem'
import type { paths } from './schema'

export const BASE = '/api/v1'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const TRIES = 3

let signedOut: () => void = () => {}

/** Called when the session has ended; set by the console to open the sign-in page. The resident's pages have no session. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

/** A row that the server left out because it cannot be decrypted. */
export interface DamagedRow {
  table: string
  id: string | null
}
let damaged: (rows: DamagedRow[]) => void = () => {}

/** Called with rows missing from an answer. */
export function onDamaged(handler: (rows: DamagedRow[]) => void): void {
  damaged = handler
}

async function tellDamaged(response: Response): Promise<void> {
  const body = (await response.json().catch(() => null)) as { damaged?: DamagedRow[] } | null
  if (body?.damaged?.length) damaged(body.damaged)
}

const wait = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/**
 * Retries if there was no answer or a gateway was busy. Safe for writes: they have a key, and the server answers a resend with
 * the first answer.
 */
async function persistentFetch(request: Request): Promise<Response> {
  const once = !SAFE.has(request.method) && !request.headers.has('Idempotency-Key')
  for (let attempt = 1; ; attempt++) {
    const last = once || attempt >= TRIES
    try {
      const response = await fetch(last ? request : request.clone())
      if (last || ![502, 503, 504].includes(response.status)) return response
    } catch (thrown) {
      if (request.signal.aborted) throw thrown
      if (last) throw Problem.network()
    }
    await wait(250 * 2 ** attempt)
  }
}

const rules: Middleware = {
  onRequest({ request, schemaPath }) {
    if (SAFE.has(request.method)) return
    request.headers.set('X-Weiguang', '1')
    const signIn = schemaPath === '/session'
    if (!signIn && !request.headers.has('Idempotency-Key'))
      throw new Error(`no Idempotency-Key on ${request.method} ${schemaPath}`)
  },
  onResponse({ request, response, schemaPath }) {
    learnClock(response.headers.get('Date'))
    if (response.headers.has('Weiguang-Damaged')) void tellDamaged(response.clone())
    const askingWho = schemaPath === '/session' && request.method !== 'DELETE'
    if (response.status === 401 && !askingWho) signedOut()
    // HTML instead of data comes from a proxy, a captive network, or a server without this endpoint, unless it is a download,
    // which only our server sends.
    const handedOver = (response.headers.get('Content-Disposition') ?? '').startsWith('attachment')
    if (response.ok && !handedOver && (response.headers.get('Content-Type') ?? '').startsWith('text/html')) {
      return new Response('{"code":"http.not-data"}', {
        status: 502,
        headers: { 'Content-Type': 'application/problem+json' },
      })
    }
    return undefined
  },
}

/** The description has full paths; pages use the part after the base. */
type Calls = { [Path in keyof paths as Path extends `${typeof BASE}${infer Short}` ? Short : never]: paths[Path] }

export function makeClient(baseUrl: string = BASE) {
  const client = createClient<Calls>({ baseUrl, fetch: persistentFetch, credentials: 'same-origin' })
  client.use(rules)
  return client
}

export const api = makeClient()

/** The answer's data; throws a Problem. */
export async function answer<T>(pending: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await pending
  if (!response.ok) throw Problem.from(response.status, error, response.headers.get('Retry-After'))
  return data as T
}

/** The header of a write: its idempotency key. */
export function written(key: string): { headers: Record<string, string> } {
  return { headers: { 'Idempotency-Key': key } }
}

/** The header of a write to a record that others may change: the version that was read. */
export function onVersion(version: number): { 'if-match': string } {
  return { 'if-match': `"${version}"` }
}

/** Sends a form as multipart. The API description does not type forms, so the body is unchecked. */
export function asForm(form: FormData) {
  return { body: form as never, bodySerializer: (body: unknown) => body as FormData }
}
