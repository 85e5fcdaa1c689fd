// The one door to the server: every page's call passes here, with its key, its version, and its error made readable.
import createClient, { type Middleware } from 'openapi-fetch'
import { learnClock } from './clock'
import type { paths } from './contract'
import { Problem } from './problem'

export const BASE = '/api/v1'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const TRIES = 3

let signedOut: () => void = () => {}

/** The console sends people to the sign-in page here; the resident's pages have no session. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

const wait = (milliseconds: number) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

/**
 * Tries again when no answer came at all or a gateway was busy. Writes may be repeated too: they carry
 * their key, and the server answers a resend with the first answer.
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
    if (!signIn && !request.headers.has('Idempotency-Key')) throw new Error(`no Idempotency-Key on ${request.method} ${schemaPath}`)
  },
  onResponse({ request, response, schemaPath }) {
    learnClock(response.headers.get('Date'))
    const askingWho = schemaPath === '/session' && request.method !== 'DELETE'
    if (response.status === 401 && !askingWho) signedOut()
    // A page instead of data comes from a proxy, a captive network, or a server that lacks this call: it is no answer.
    if (response.ok && (response.headers.get('Content-Type') ?? '').startsWith('text/html')) {
      return new Response('{"code":"http.not-data"}', { status: 502, headers: { 'Content-Type': 'application/problem+json' } })
    }
    return undefined
  },
}

export function makeClient(baseUrl: string = BASE) {
  const client = createClient<paths>({ baseUrl, fetch: persistentFetch, credentials: 'same-origin' })
  client.use(rules)
  return client
}

export const api = makeClient()

/** The answer, or a thrown Problem. */
export async function answer<T>(pending: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await pending
  if (!response.ok) throw Problem.from(response.status, error, response.headers.get('Retry-After'))
  return data as T
}

/** Headers of a write: the intention's key and, for a thing that others may change, the version that was read. */
export function written(key: string, version?: number): { headers: Record<string, string> } {
  const headers: Record<string, string> = { 'Idempotency-Key': key }
  if (version !== undefined) headers['If-Match'] = `"${version}"`
  return { headers }
}

/** A file goes as multipart, untouched by the JSON writer. */
export const asForm = { bodySerializer: (body: unknown) => body as FormData }
