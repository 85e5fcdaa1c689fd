// The desk held by this browser: one for all tabs, renewed while open, released to a colleague only after confirmation.
import { reactive } from 'vue'
import { newId } from '@weiguang/api/intention'
import { Problem } from '@weiguang/api/problem'
import type { DayQueue } from '../../resources'
import { desk } from '../../desk'
import { reach } from '../../line'

type Held = DayQueue['desks'][number]
const KEPT = 'weiguang.station.session'
const RENEW = 60_000

export const seat = reactive({
  /** Since when this browser holds its desk; null without one. */
  since: null as string | null,
  /** The colleague who took over the desk. */
  lost: null as Held | null,
  /** A colleague's desk to be confirmed. */
  wanted: null as Held | null,
})

let own: { owner: string; id: string } | null = null
/** Random, per browser and account. */
export function session(): string {
  const owner = desk.owner ?? ''
  if (own?.owner === owner) return own.id
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as typeof own
    own = kept?.owner === owner ? kept : { owner, id: newId() }
    localStorage.setItem(KEPT, JSON.stringify(own))
  } catch {
    own = { owner, id: newId() } // it then lasts as long as the page does
  }
  return own.id
}

let renewed = 0
/** Occupies a desk, or a free one; returns its number. A colleague's desk needs `seen`. */
export async function sit(station: string, number?: number, seen?: string): Promise<number | null> {
  const body = { session: session(), ...(number ? { desk: number } : {}), ...(seen ? { seen } : {}) }
  try {
    const told = await reach<{ desk: number; since: string }>(`/care/stations/${station}/desks`, {
      method: 'POST',
      key: newId(),
      json: body,
    })
    Object.assign(seat, { since: told.since, lost: null, wanted: null })
    renewed = Date.now()
    return told.desk
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === 'care.desk-held') return null
    throw thrown
  }
}

/** Compares the server's desks with the local state, and renews the hold. */
export async function keepSeat(station: string, number: number, queue: DayQueue): Promise<void> {
  if (!seat.since) return
  const holder = queue.desks.find((one) => one.desk === number) ?? null
  const own = holder?.since === seat.since
  if (own && Date.now() - renewed < RENEW) return
  // An answer from before this desk was occupied is inconclusive: ask again.
  const kept = await sit(station, number).catch(() => number)
  if (kept === null) Object.assign(seat, { since: null, lost: own ? null : holder })
}

export async function leaveSeat(station: string | undefined): Promise<void> {
  const held = seat.since !== null
  Object.assign(seat, { since: null, lost: null, wanted: null })
  if (station && held)
    await reach(`/care/stations/${station}/desks/leave`, {
      method: 'POST',
      key: newId(),
      json: { session: session() },
      seconds: 4,
    }).catch(() => null)
}
