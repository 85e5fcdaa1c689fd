// People awaited after a reading: for a second reading, a decision or an answer. From the server, for reloads and other desks,
// plus unsent readings of this device.
import { computed, shallowRef } from 'vue'
import type { CareAwaited } from '@weiguang/api/resources'
import type { components } from '@weiguang/api/schema'
import { critical, isAtOnce, remeasureBy } from '@weiguang/care/judge'
import { reach } from '../../line'
import { remeasure, rules } from './rules'
import { queue } from './use-waiting'

export type Call = components['schemas']['CareWaitingPage']['call'][number]
export interface Awaited {
  resident: string
  name: string
  awaits: 'second' | 'word' | 'answer'
  reading: string | null
  due: number | null
  mine: boolean
  ticket: string | null
  label: string | null
}

const KEPT = 'weiguang.station.calls'
function kept(): Call[] {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '[]') as Call[]
  } catch {
    return [] // storage may be forbidden, or hold what somebody else wrote
  }
}
const told = shallowRef<Awaited[]>([])
/** Numbers of offices and leaders; none of residents. */
export const calls = shallowRef<Call[]>(kept())

const of = (one: CareAwaited): Awaited => ({
  resident: one.resident,
  name: one.name,
  awaits: one.awaits as Awaited['awaits'],
  reading: one.reading,
  due: one.due_at ? Date.parse(one.due_at) : null,
  mine: one.mine,
  ticket: one.ticket ?? null,
  label: one.label ?? null,
})
let turn = 0
export async function readAwaited(station: string | null): Promise<void> {
  const mine = ++turn
  const page = await reach<{ items: CareAwaited[]; call: Call[] }>(
    `/care/waiting${station ? `?station=${station}` : ''}`,
  ).catch(() => null)
  if (!page || mine !== turn) return
  told.value = page.items.map(of)
  calls.value = page.call
  try {
    localStorage.setItem(KEPT, JSON.stringify(page.call))
  } catch {
    // They then last until the page is closed.
  }
}
export function forgetAwaited(): void {
  turn += 1
  told.value = []
}

/** Unsent critical readings of this device, of which nobody else knows. */
const here = computed((): Awaited[] =>
  queue.items.flatMap((item) => {
    const met = item.kind === 'reading' ? critical(rules.value, item.body.measured, null) : []
    if (item.kind !== 'reading' || met.length === 0 || isAtOnce(met)) return []
    return [
      {
        resident: item.body.resident,
        name: item.who,
        awaits: 'second' as const,
        reading: null,
        due: remeasureBy(item.body.at, met, remeasure.value),
        mine: true,
        ticket: item.body.ticket ?? null,
        label: null,
      },
    ]
  }),
)
export const awaited = computed((): Awaited[] => {
  const known = new Set(told.value.map((one) => one.resident))
  const own = new Map(here.value.filter((one) => !known.has(one.resident)).map((one) => [one.resident, one]))
  return [...told.value, ...own.values()].sort((one, other) => (one.due ?? Infinity) - (other.due ?? Infinity))
})
export const awaitedOf = (resident: string): Awaited | null =>
  awaited.value.find((one) => one.resident === resident) ?? null
/** An unanswered question of this person; must be answered before the next number is called. */
export const openQuestion = computed(() => awaited.value.find((one) => one.awaits === 'answer' && one.mine) ?? null)
