// Which desk this browser holds: one for all its tabs, renewed while the page is open, and given up only to a colleague who asked twice.
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
  /** Since when this browser holds its desk; null while it holds none. */
  since: null as string | null,
  /** A colleague holds the desk that this browser had. */
  lost: null as Held | null,
  /** A desk of a colleague that somebody here wants; asked twice. */
  wanted: null as Held | null,
})

let own: { owner: string; id: string } | null = null
/** Made once for this browser and whoever is signed in at it. */
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
/** Takes a desk, or a free one; gives its number. A desk that a colleague holds is refused unless `seen` says that one was told. */
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

/** Compares what the day says of the desks with what this browser believes, and renews its hold once in a while. */
export async function keepSeat(station: string, number: number, queue: DayQueue): Promise<void> {
  if (!seat.since) return
  const holder = queue.desks.find((one) => one.desk === number) ?? null
  const own = holder?.since === seat.since
  if (own && Date.now() - renewed < RENEW) return
  // An answer that was on its way before this desk was taken says nothing yet: the server is asked.
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
