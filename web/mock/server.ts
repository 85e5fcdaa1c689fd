// The made-up server's small machinery: routes by pattern, JSON bodies, problems, replays of a key, and pages by cursor.
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Asked {
  path: Record<string, string>
  query: URLSearchParams
  // oxlint-disable-next-line typescript/no-explicit-any -- a mock reads whatever the page sent
  body: any
  file: { name: string; text: string } | null
  headers: IncomingMessage['headers']
  response: ServerResponse
}
export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly zh: string,
    readonly en: string,
    readonly more: Record<string, unknown> = {},
  ) {}
}
type Handler = (asked: Asked) => unknown
interface Route {
  method: string
  pattern: RegExp
  names: string[]
  handler: Handler
}

const routes: Route[] = []
const replays = new Map<string, { body: string; status: number; answer: unknown }>()

export function on(method: string, path: string, handler: Handler): void {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  routes.push({ method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`), names, handler })
}

/** Answers 204. */
export const NOTHING = Symbol('nothing')

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, status: number, answer: unknown, type = 'application/json'): void {
  response.statusCode = status
  response.setHeader('Content-Type', type)
  response.end(answer === undefined ? '' : JSON.stringify(answer))
}

export async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const path = url.pathname.replace(/^\/api\/v1/, '')
  const route = routes.find((one) => one.method === request.method && one.pattern.test(path))
  if (!route)
    return send(
      response,
      404,
      { code: 'kernel.not-found', detail: { zh: '没有这个接口。', en: 'No such endpoint.' } },
      'application/problem+json',
    )
  const raw = await read(request)
  const multipart = (request.headers['content-type'] ?? '').startsWith('multipart/')
  const text = raw.toString('utf8')
  const file = multipart ? { name: /filename="([^"]*)"/.exec(text)?.[1] ?? '', text } : null
  const body = multipart
    ? fields(text)
    : text && (request.headers['content-type'] ?? '').startsWith('application/json')
      ? JSON.parse(text)
      : {}
  const unsafe = request.method !== 'GET'
  const key = request.headers['idempotency-key'] as string | undefined
  if (unsafe && path !== '/session' && !key)
    return send(
      response,
      400,
      { code: 'kernel.key-missing', detail: { zh: '缺少 Idempotency-Key。', en: 'Idempotency-Key is missing.' } },
      'application/problem+json',
    )
  const kept = key ? replays.get(key) : undefined
  if (kept) {
    response.setHeader('Idempotent-Replay', 'true')
    return send(response, kept.status, kept.answer)
  }
  try {
    const values = route.pattern.exec(path)!.slice(1).map(decodeURIComponent)
    const asked: Asked = {
      path: Object.fromEntries(route.names.map((name, at) => [name, values[at]!])),
      query: url.searchParams,
      body,
      file,
      headers: request.headers,
      response,
    }
    const answer = await route.handler(asked)
    if (response.writableEnded || response.headersSent) return
    const status = answer === NOTHING ? 204 : 200
    if (key) replays.set(key, { body: text, status, answer: answer === NOTHING ? undefined : answer })
    send(response, status, answer === NOTHING ? undefined : answer)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    send(
      response,
      thrown.status,
      {
        title: thrown.en,
        status: thrown.status,
        code: thrown.code,
        detail: { zh: thrown.zh, en: thrown.en },
        ...thrown.more,
      },
      'application/problem+json',
    )
  }
}

function fields(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/name="(\w+)"\r\n\r\n([^\r]*)/g)].map((match) => [match[1]!, match[2]!]))
}

export function page<T extends { id: string }>(
  items: T[],
  query: URLSearchParams,
): { items: T[]; next: string | null } {
  const limit = Math.min(200, Number(query.get('limit') ?? 50))
  const after = query.get('after')
  const from = after ? items.findIndex((one) => one.id === after) + 1 : 0
  const some = items.slice(from, from + limit)
  return { items: some, next: from + limit < items.length ? some[some.length - 1]!.id : null }
}
