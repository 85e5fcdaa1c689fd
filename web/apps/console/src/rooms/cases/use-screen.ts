// The wall's figures: pushed by the live stream, polled as well, with their age.
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { CasesSummary, Shapes } from '@weiguang/api/resources'
import { live } from '@weiguang/live/stream'
import type { Load } from '@weiguang/map/night'

export type Tie = 'beginning' | 'live' | 'polling' | 'lost' | 'signed-out'
const SECOND = 1_000
/** Minimum interval of updates. */
const PAUSE = 3 * SECOND
const CELLS_PAUSE = 20 * SECOND
const POLL = { live: 60 * SECOND, polling: 15 * SECOND } as const
const SHAPES_AGE = 6 * 3_600 * SECOND

export function useScreen(wish: string | undefined, happened: (code: string) => void) {
  const summary = shallowRef<CasesSummary | null>(null)
  const cells = shallowRef<Shapes | null>(null)
  const areas = shallowRef<Shapes | null>(null)
  const loads = shallowRef(new Map<string, Load>())
  const tie = ref<Tie>('beginning')
  const madeUp = ref(false)
  const readAt = ref(0)
  let code = wish ?? ''
  let account = ''
  let flowing = false
  let busy = false
  let over = false
  let next: ReturnType<typeof setTimeout> | undefined
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
      if (!account) {
        const me = await answer(api.GET('/session'))
        account = me.id
        code ||= me.streets[0]?.code ?? ''
        madeUp.value = me.demo
      }
      const now = Date.now()
      if (now - shapesAt > SHAPES_AGE) {
        const outlines = (level: string) =>
          answer(api.GET('/grid/shapes', { params: { query: { under: code, level } } }))
        const [ground, parts] = await Promise.all([outlines('micro_grid'), outlines('community')])
        cells.value = ground as unknown as Shapes
        areas.value = parts as unknown as Shapes
        shapesAt = now
      }
      summary.value = await answer(api.GET('/cases/summary', { params: { query: { code } } }))
      if (now - cellsAt >= CELLS_PAUSE) {
        const { items } = await answer(
          api.GET('/cases/rollup', { params: { query: { under: code, by: 'micro_grid' } } }),
        )
        loads.value = new Map(
          items.filter((row) => row.open > 0).map((row) => [row.code, { open: row.open, late: row.late }]),
        )
        cellsAt = now
      }
      readAt.value = Date.now()
      tie.value = flowing ? 'live' : 'polling'
      live.enter(account)
      plan(flowing ? POLL.live : POLL.polling)
    } catch (thrown) {
      const signedOut = asProblem(thrown).status === 401
      tie.value = signedOut ? 'signed-out' : 'lost'
      if (signedOut) leave()
      plan(POLL.polling) // signed in again in another window, or back on the network: it goes on by itself
    } finally {
      busy = false
    }
  }

  const end = live.listen({
    opened() {
      flowing = true
      if (tie.value === 'polling') tie.value = 'live'
    },
    cut() {
      flowing = false
      if (tie.value === 'live') tie.value = 'polling'
      plan(PAUSE)
    },
    missed: () => plan(0),
    refused: () => plan(PAUSE),
    heard(kind, change) {
      if (kind !== 'cases.changed' || !change.code.startsWith(code)) return
      happened(change.code)
      plan(Math.max(0, PAUSE - (Date.now() - readAt.value)))
    },
  })
  /** The wall has no frame that would open the stream. */
  function leave(): void {
    account = ''
    flowing = false
    live.leave()
  }
  const seen = () => {
    if (document.visibilityState === 'visible') plan(0)
  }
  const back = () => plan(0)

  onMounted(() => {
    void read()
    document.addEventListener('visibilitychange', seen)
    window.addEventListener('online', back)
  })
  onBeforeUnmount(() => {
    over = true
    clearTimeout(next)
    end()
    leave()
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('online', back)
  })
  return { summary, cells, areas, loads, tie, readAt, madeUp }
}
