// Mounts a form and operates it by visible names, with a fake server that records requests.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { afterEach, beforeEach, vi } from 'vitest'
import { createApp, h, nextTick, reactive, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { locale } from '@weiguang/i18n/t'
import { words } from '@weiguang/i18n/words'
import { toasts } from '@weiguang/ui/toast'

export interface Sent {
  /** Method and path after `/api/v1`. */
  what: string
  key: string | null
  version: string | null
  body: unknown
}
/** The fake server's behaviour: an answer, or none. `lost`: done, but the answer is lost. */
export type Reply = { status?: number; body?: unknown } | 'offline' | 'lost'
type Answer = Reply | ((sent: Sent, query: URLSearchParams) => Reply)

const NOW = Date.parse('2026-11-30T02:00:00Z')
let answers: [what: string, answers: Answer[]][] = []
/** All writes in order, retries included. */
export let sent: Sent[] = []
/** All reads. */
export let asked: string[] = []

/** Sets the answers to a request such as `POST /cases/c1/actions`: each once, the last one repeatedly. */
export function server(what: string, ...replies: Answer[]): void {
  answers = [[what, replies], ...answers.filter(([name]) => name !== what)]
}
export const refusal = (
  status: number,
  code: string,
  ...errors: { field: string; zh: string; en: string }[]
): Reply => ({
  status,
  body: { code, detail: { zh: '服务器不同意', en: 'The server says no' }, errors },
})

async function heard(request: Request): Promise<Response> {
  const url = new URL(request.url, 'http://weiguang.test')
  const what = `${request.method} ${url.pathname.replace('/api/v1', '')}`
  const text = await request.clone().text()
  const form = request.headers.get('Content-Type')?.includes('multipart')
  const one: Sent = {
    what,
    key: request.headers.get('Idempotency-Key'),
    version: request.headers.get('If-Match'),
    body: form ? text : text ? (JSON.parse(text) as unknown) : null,
  }
  if (request.method === 'GET') asked.push(what + url.search)
  else sent.push(one)
  const known = answers.find(([name]) => name === what)?.[1]
  if (!known) throw new Error(`nobody said how the server answers ${what}`)
  const next = known.length > 1 ? known.shift()! : known[0]!
  const reply = typeof next === 'function' ? next(one, url.searchParams) : next
  if (reply === 'offline' || reply === 'lost') throw new TypeError('Failed to fetch')
  const { status = 200, body = {} } = reply
  return new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' },
  })
}

const live: (() => void)[] = []
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: NOW })
  vi.stubGlobal('fetch', (first: Request | string, init?: RequestInit) =>
    heard(typeof first === 'string' ? new Request(new URL(first, location.href), init) : first),
  )
  answers = []
  sent = []
  asked = []
  locale.value = 'zh'
  toasts.value = []
  sessionStorage.clear()
})
afterEach(() => {
  while (live.length > 0) live.pop()!()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

/** Lets pending work finish; three tries of a request take two seconds. */
export async function pass(milliseconds = 60): Promise<void> {
  for (let gone = 0; gone < milliseconds; gone += 20) {
    await vi.advanceTimersByTimeAsync(20)
    await nextTick()
  }
}
export const tries = () => pass(2_000)

/** The verbs of the test's user. */
const ALL = ['households.unmask', 'households.edit', 'imports.run', 'people.manage', 'grid.edit', 'cases.create']

export async function open(component: Component, props: Record<string, unknown> = {}, verbs: string[] = ALL) {
  const box = document.body.appendChild(document.createElement('div'))
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 10_000 } } })
  queries.setQueryData(['session'], {
    id: 'me',
    name: 'Chen',
    login: 'chen',
    verbs,
    grants: [{ role: 'director', code: '510104028', words: 'Xinyuan Street' }],
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)*', component: { render: () => null } }],
  })
  const heardOf: [name: string, ...told: unknown[]][] = []
  const given = reactive({ ...props })
  const emits = (component as { emits?: string[] }).emits ?? []
  const app = createApp({
    render: () =>
      h(component, {
        ...given,
        ...Object.fromEntries(
          emits.map((name) => [
            `on${name[0]!.toUpperCase()}${name.slice(1)}`,
            (...told: unknown[]) => heardOf.push([name, ...told]),
          ]),
        ),
      }),
  })
  app.use(router).use(VueQueryPlugin, { queryClient: queries }).mount(box)
  const shut = () => {
    app.unmount()
    queries.clear()
    box.remove()
  }
  live.push(shut)
  await pass()
  return {
    box,
    queries,
    router,
    /** The emitted events with their payloads. */
    events: heardOf,
    /** Changes props. */
    give: (next: Record<string, unknown>) => Object.assign(given, next),
    close(): void {
      live.splice(live.indexOf(shut), 1)
      shut()
    },
  }
}
export type Page = Awaited<ReturnType<typeof open>>

const tidy = (text: string | null | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').trim()
/** The text that a screen reader reads for an element, without hidden parts. */
function heardText(element: Element): string {
  const copy = element.cloneNode(true) as Element
  for (const silent of copy.querySelectorAll('[aria-hidden=true], input, select, textarea')) silent.remove()
  return tidy(copy.textContent)
}
export function nameOf(element: Element): string {
  const told = element.getAttribute('aria-label')
  if (told) return tidy(told)
  const by = element.getAttribute('aria-labelledby')
  if (by)
    return tidy(
      by
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' '),
    )
  if (!element.matches('input, select, textarea')) return heardText(element)
  const label = (element.id && document.querySelector(`label[for="${element.id}"]`)) || element.closest('label')
  return label ? heardText(label) : ''
}
const FIELDS = 'input, select, textarea'
const CONTROLS = `${FIELDS}, button, a[href]`
const all = (selector: string) => [...document.body.querySelectorAll(selector)]
/** The label suffix of optional fields. */
const optional = () => words.ui.optional[locale.value === 'zh' ? 0 : 1]
const isNamed = (name: string | RegExp) => (element: Element) => {
  const own = nameOf(element)
  return typeof name === 'string'
    ? own === name || own === name + optional() || own === `${name} ${optional()}`
    : name.test(own)
}
function only(elements: Element[], name: string | RegExp, where: string): HTMLElement {
  const found = elements.filter(isNamed(name))
  if (found.length !== 1)
    throw new Error(`${found.length} of the ${where} are called ${name}: ${elements.map(nameOf).join(' | ')}`)
  return found[0] as HTMLElement
}
export const field = (name: string | RegExp) => only(all(FIELDS), name, 'fields') as HTMLInputElement
export const button = (name: string | RegExp) => only(all('button'), name, 'buttons') as HTMLButtonElement
export const has = (name: string | RegExp) => all(CONTROLS).some(isNamed(name))

/** Types into a field, or selects an option. */
export async function type(name: string | RegExp, text: string): Promise<void> {
  const control = field(name)
  control.focus()
  control.value = text
  control.dispatchEvent(new Event(control.matches('select') ? 'change' : 'input', { bubbles: true }))
  await pass()
}
/** Presses a button of a group, or ticks a box. */
export async function tick(name: string | RegExp): Promise<void> {
  field(name).click()
  await pass()
}
/** Presses a button repeatedly; throws if it is disabled. */
export async function press(name: string | RegExp, times = 1): Promise<void> {
  const control = button(name)
  if (control.disabled) throw new Error(`${name} cannot be pressed`)
  for (let nth = 1; nth <= times; nth++) {
    if (!control.disabled)
      control.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: nth }))
    await nextTick()
  }
  await pass()
}
/** All visible alerts, which are read out at once. */
export const said = () => all('[role=alert]').map((element) => tidy(element.textContent))
export const status = () =>
  all('[role=status]')
    .map((element) => tidy(element.textContent))
    .filter(Boolean)
export const told = () => toasts.value.map((toast) => toast.text)
/** The error text of a field. */
export function faultOf(name: string | RegExp): string {
  const by = field(name).getAttribute('aria-describedby')
  return tidy(
    by
      ?.split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  )
}
/** Controls without an accessible name. */
export const nameless = () =>
  all(CONTROLS)
    .filter((one) => !nameOf(one))
    .map((one) => one.outerHTML)
/** The initial selection. */
export const chosen = () =>
  all('input[type=radio], input[type=checkbox]')
    .filter((one) => (one as HTMLInputElement).checked)
    .map(nameOf)

/** Text in the wrong language; elements with a lang attribute are ignored. */
export function foreign(): string[] {
  const copy = document.body.cloneNode(true) as HTMLElement
  for (const other of copy.querySelectorAll('[lang]')) other.remove()
  const texts = [...copy.querySelectorAll('*')].flatMap((element) => [
    ...['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => tidy(node.textContent)),
  ])
  const isKey = (text: string) => /^[a-z]\w*\.\w+$/.test(text)
  return texts.filter((text) =>
    locale.value === 'en'
      ? isKey(text) || /\p{Script=Han}/u.test(text)
      : isKey(text) || /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/.test(text),
  )
}
/** Missing or foreign texts in either language. */
export async function inBoth(): Promise<string[]> {
  const found = [...foreign(), ...nameless()]
  locale.value = 'en'
  await pass()
  found.push(...foreign(), ...nameless())
  locale.value = 'zh'
  await pass()
  return found
}
/** A UUIDv7. */
export const RECORD = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
export const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[47]/
