// A minimal API call, small enough for the service worker.

export const BASE = '/api/v1'
const SAFE = new Set(['GET', 'HEAD'])

export interface Call {
  method?: string
  key?: string
  version?: number
  json?: unknown
  form?: FormData
  seconds?: number
}
export interface Reply {
  status: number
  body: Record<string, unknown>
  date: string | null
  retryAfter: number | null
}

/** No answer: no network, a cut connection, or another server's page. */
export class NoAnswer extends Error {}
/** Refused by the server; `body` is the problem. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: Record<string, unknown>,
  ) {
    super(String(body.code ?? status))
  }
}

export async function call(
  path: string,
  { method = 'GET', key, version, json, form, seconds = 20 }: Call = {},
): Promise<Reply> {
  const headers: Record<string, string> = {}
  if (!SAFE.has(method)) headers['X-Weiguang'] = '1'
  if (key) headers['Idempotency-Key'] = key
  if (version !== undefined) headers['If-Match'] = `"${version}"`
  if (json !== undefined) headers['Content-Type'] = 'application/json'
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), seconds * 1_000)
  try {
    const response = await fetch(BASE + path, {
      method,
      headers,
      body: json === undefined ? form : JSON.stringify(json),
      signal: stop.signal,
      credentials: 'same-origin',
    })
    const text = await response.text()
    const kind = response.headers.get('Content-Type') ?? ''
    // Captive networks and proxies answer with HTML; a bare 5xx is a gateway without a server.
    if (text && !/json/.test(kind)) throw new NoAnswer(`not data (${response.status})`)
    const wait = Number(response.headers.get('Retry-After') ?? Number.NaN)
    return {
      status: response.status,
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
      date: response.headers.get('Date'),
      retryAfter: Number.isFinite(wait) ? wait : null,
    }
  } catch (thrown) {
    throw thrown instanceof NoAnswer ? thrown : new NoAnswer(String(thrown))
  } finally {
    clearTimeout(timer)
  }
}

/** The body of a successful answer. */
export async function ask<T>(path: string, how: Call = {}): Promise<T> {
  const reply = await call(path, how)
  if (reply.status >= 400) throw new Refused(reply.status, reply.body)
  return reply.body as T
}
