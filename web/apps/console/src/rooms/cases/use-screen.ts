// The figures of a wall that runs for days: pushed by the live stream, polled besides, and honest about how old they are.
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { answer, api, BASE } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { CasesSummary, LiveEvent, Shapes } from '@weiguang/api/resources'
import type { Load } from '@weiguang/map/night'

export type Tie = 'beginning' | 'live' | 'polling' | 'lost' | 'signed-out'
const SECOND = 1_000
/** At most so often, however much happens. */
const PAUSE = 3 * SECOND
const CELLS_PAUSE = 20 * SECOND
const POLL = { live: 60 * SECOND, polling: 15 * SECOND } as const
const SHAPES_AGE = 6 * 3_600 * SECOND
const SLOWEST = 60 * SECOND

export function useScreen(wish: string | undefined, happened: (code: string) => void) {
  const summary = shallowRef<CasesSummary | null>(null)
  const cells = shallowRef<Shapes | null>(null)
  const areas = shallowRef<Shapes | null>(null)
  const loads = shallowRef(new Map<string, Load>())
  const tie = ref<Tie>('beginning')
  const madeUp = ref(false)
  const readAt = ref(0)
  let code = wish ?? ''
  let stream: EventSource | null = null
  let flowing = false
  let busy = false
  let over = false
  let wait = 2 * SECOND
  let next: ReturnType<typeof setTimeout> | undefined
  let reopening: ReturnType<typeof setTimeout> | undefined
  let cellsAt = 0
  let shapesAt = 0

  function plan(milliseconds: number): void {
    clearTimeout(next)
    if (!over) next = setTimeout(() => void read(), milliseconds)
  }

  async function read(): Promise<void> {
    if (busy || over) return
    busy = true
    try {
      if (!code) {
        const me = await answer(api.GET('/session'))
        code = me.streets[0]?.code ?? ''
        madeUp.value = me.demo
      }
      const now = Date.now()
      if (now - shapesAt > SHAPES_AGE) {
        const outlines = (level: string) => answer(api.GET('/grid/shapes', { params: { query: { under: code, level } } }))
        const [ground, parts] = await Promise.all([outlines('micro_grid'), outlines('community')])
        cells.value = ground as unknown as Shapes
        areas.value = parts as unknown as Shapes
        shapesAt = now
      }
      summary.value = await answer(api.GET('/cases/summary', { params: { query: { code } } }))
      if (now - cellsAt >= CELLS_PAUSE) {
        const { items } = await answer(api.GET('/cases/rollup', { params: { query: { under: code, by: 'micro_grid' } } }))
        loads.value = new Map(items.filter((row) => row.open > 0).map((row) => [row.code, { open: row.open, late: row.late }]))
        cellsAt = now
      }
      readAt.value = Date.now()
      tie.value = flowing ? 'live' : 'polling'
      if (!stream) open()
      plan(flowing ? POLL.live : POLL.polling)
    } catch (thrown) {
      const signedOut = asProblem(thrown).status === 401
      tie.value = signedOut ? 'signed-out' : 'lost'
      if (signedOut) close()
      plan(POLL.polling) // signed in again in another window, or back on the network: it goes on by itself
    } finally {
      busy = false
    }
  }

  function open(): void {
    clearTimeout(reopening)
    if (over || typeof EventSource !== 'function') return
    stream = new EventSource(`${BASE}/live`, { withCredentials: true })
    stream.addEventListener('open', () => {
      flowing = true
      wait = 2 * SECOND
      if (tie.value === 'polling') tie.value = 'live'
    })
    stream.addEventListener('error', () => {
      flowing = false
      if (tie.value === 'live') tie.value = 'polling'
      plan(PAUSE)
      if (stream?.readyState !== EventSource.CLOSED) return // the browser tries again by itself
      close()
      reopening = setTimeout(open, wait)
      wait = Math.min(SLOWEST, wait * 2)
    })
    stream.addEventListener('lagged', () => plan(0))
    stream.addEventListener('cases.changed', heard)
  }
  function close(): void {
    clearTimeout(reopening)
    stream?.close()
    stream = null
    flowing = false
  }
  function heard(message: MessageEvent<string>): void {
    try {
      const event = JSON.parse(message.data) as LiveEvent
      if (!event.code.startsWith(code)) return
      happened(event.code)
      plan(Math.max(0, PAUSE - (Date.now() - readAt.value)))
    } catch {
      // A line that is not ours says nothing about cases.
    }
  }
  const seen = () => { if (document.visibilityState === 'visible') plan(0) }
  const back = () => plan(0)

  onMounted(() => {
    void read()
    document.addEventListener('visibilitychange', seen)
    window.addEventListener('online', back)
  })
  onBeforeUnmount(() => {
    over = true
    clearTimeout(next)
    close()
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('online', back)
  })
  return { summary, cells, areas, loads, tie, readAt, madeUp }
}
