// The one door to the server: every page's call passes here, with its key, its version, and its error made readable.
import createClient, { type Middleware } from 'openapi-fetch'
import { learnClock } from './clock'
import { Problem } from './problem'
import type { paths } from './schema'

export const BASE = '/api/v1'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const TRIES = 3

let signedOut: () => void = () => {}

/** The console sends people to the sign-in page here; the resident's pages have no session. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

/** A row that the server left out of an answer, because it cannot be opened. */
export interface DamagedRow {
  table: string
  id: string | null
}
let damaged: (rows: DamagedRow[]) => void = () => {}

/** Whoever shows words on top of every page says which rows are missing from it. */
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
    if (!signIn && !request.headers.has('Idempotency-Key'))
      throw new Error(`no Idempotency-Key on ${request.method} ${schemaPath}`)
  },
  onResponse({ request, response, schemaPath }) {
    learnClock(response.headers.get('Date'))
    if (response.headers.has('Weiguang-Damaged')) void tellDamaged(response.clone())
    const askingWho = schemaPath === '/session' && request.method !== 'DELETE'
    if (response.status === 401 && !askingWho) signedOut()
    // A page instead of data comes from a proxy, a captive network, or a server that lacks this call: it is no answer, unless it is
    // handed over as a file, which our server alone does.
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

/** The description names whole addresses; the pages name what comes behind the base. */
type Calls = { [Path in keyof paths as Path extends `${typeof BASE}${infer Short}` ? Short : never]: paths[Path] }

export function makeClient(baseUrl: string = BASE) {
  const client = createClient<Calls>({ baseUrl, fetch: persistentFetch, credentials: 'same-origin' })
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

/** The header of a write: the key of its intention. */
export function written(key: string): { headers: Record<string, string> } {
  return { headers: { 'Idempotency-Key': key } }
}

/** The header of a write to something that others may change meanwhile: the version that was read. */
export function onVersion(version: number): { 'if-match': string } {
  return { 'if-match': `"${version}"` }
}

/** A file goes as multipart, untouched by the JSON writer. The description of the API types no form, so nothing is checked here. */
export function asForm(form: FormData) {
  return { body: form as never, bodySerializer: (body: unknown) => body as FormData }
}
