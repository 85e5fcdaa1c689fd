// A form on a page of its own: found and filled in by the names that people read, with a server that notes what was sent.
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { afterEach, beforeEach, vi } from 'vitest'
import { createApp, h, nextTick, reactive, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { locale } from '@weiguang/i18n/t'
import { words } from '@weiguang/i18n/words'
import { toasts } from '@weiguang/ui/toast'

export interface Sent {
  /** Method and path behind `/api/v1`. */
  what: string
  key: string | null
  version: string | null
  body: unknown
}
/** What the server does with a request: an answer, or none. `lost` is done there, and nobody hears of it. */
export type Reply = { status?: number; body?: unknown } | 'offline' | 'lost'
type Answer = Reply | ((sent: Sent, query: URLSearchParams) => Reply)

const NOW = Date.parse('2026-11-30T02:00:00Z')
let answers: [what: string, answers: Answer[]][] = []
/** Everything that was sent and changes something, in its order; a request tried again by itself is listed again. */
export let sent: Sent[] = []
/** Every request that only asks. */
export let asked: string[] = []

/** How the server answers `POST /cases/c1/actions`: each answer once, and the last one for good. */
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

/** Lets everything happen that is due within so many milliseconds; three tries of a request take two seconds. */
export async function pass(milliseconds = 60): Promise<void> {
  for (let gone = 0; gone < milliseconds; gone += 20) {
    await vi.advanceTimersByTimeAsync(20)
    await nextTick()
  }
}
export const tries = () => pass(2_000)

/** Verbs that the person of these tests has, wherever they are asked. */
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
    /** The events that the form gave, with what they told. */
    events: heardOf,
    /** Gives the form other properties, as the page around it does. */
    give: (next: Record<string, unknown>) => Object.assign(given, next),
    close(): void {
      live.splice(live.indexOf(shut), 1)
      shut()
    },
  }
}
export type Page = Awaited<ReturnType<typeof open>>

const tidy = (text: string | null | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').trim()
/** The text that a screen reader says of an element: without what is hidden from it. */
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
/** That a field may be left empty is said within its name. */
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

/** Types into a field, or chooses of a list. */
export async function type(name: string | RegExp, text: string): Promise<void> {
  const control = field(name)
  control.focus()
  control.value = text
  control.dispatchEvent(new Event(control.matches('select') ? 'change' : 'input', { bubbles: true }))
  await pass()
}
/** Chooses a button of a group, or sets a tick. */
export async function tick(name: string | RegExp): Promise<void> {
  field(name).click()
  await pass()
}
/** Presses a button so many times in a row, as a nervous finger does. A button that is not to be pressed throws. */
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
/** What stands in red or yellow: everything that is read out at once. */
export const said = () => all('[role=alert]').map((element) => tidy(element.textContent))
export const status = () =>
  all('[role=status]')
    .map((element) => tidy(element.textContent))
    .filter(Boolean)
export const told = () => toasts.value.map((toast) => toast.text)
/** What a field is said to be wrong in. */
export function faultOf(name: string | RegExp): string {
  const by = field(name).getAttribute('aria-describedby')
  return tidy(
    by
      ?.split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  )
}
/** Controls that have no name for those who do not see them. */
export const nameless = () =>
  all(CONTROLS)
    .filter((one) => !nameOf(one))
    .map((one) => one.outerHTML)
/** What is chosen before anybody chose. */
export const chosen = () =>
  all('input[type=radio], input[type=checkbox]')
    .filter((one) => (one as HTMLInputElement).checked)
    .map(nameOf)

/** What is left of one language on a page in the other; words that are lang-marked belong to nobody. */
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
/** What of a page has no word, or a word of the other language, in either of the two. */
export async function inBoth(): Promise<string[]> {
  const found = [...foreign(), ...nameless()]
  locale.value = 'en'
  await pass()
  found.push(...foreign(), ...nameless())
  locale.value = 'zh'
  await pass()
  return found
}
/** An id in the order of time, as records made by a page have. */
export const RECORD = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
export const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[47]/
