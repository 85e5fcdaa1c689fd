// Coverage on this phone: the server's figures plus unsent visits. Independent of order and duplicates
// (crates/domain/src/visits/coverage.rs), so that phone and server agree; vectors/coverage.json tests both.
import type { Campaign, CampaignDoor } from '@weiguang/api/resources'
import { dayOf } from '@weiguang/i18n/time'
import type { OutItem } from '@weiguang/offline/outbox'
import { doorWords, type Door } from '../../contents'

export type End = 'done' | 'refused' | 'vacant' | 'moved' | 'not_reached'
/** By increasing information: of two different outcomes the more informative one counts. */
const TELLING: readonly End[] = ['not_reached', 'vacant', 'moved', 'refused', 'done']

export interface DoorRef {
  dwelling?: string
  place?: string
  household?: string
}
export interface Visit {
  id: string
  door: DoorRef
  at: string
  why: { plan: string; campaign?: string; round?: number }
  outcome: End
  corrects?: string
  /** Whether the server has it. */
  sent?: boolean
}

/** Visits in this phone's queue, sent or not; already counted ones change nothing, refused ones are excluded. */
export const visitsOf = (queue: OutItem[]): Visit[] =>
  queue.flatMap(({ work, state }) =>
    work.kind === 'post' && work.about === 'visit' && state !== 'refused'
      ? [{ ...(work.body as unknown as Visit), sent: state === 'sent' }]
      : [],
  )

/** Excludes corrected visits. */
export function counted(visits: Visit[]): Visit[] {
  const wrong = new Set(visits.flatMap((visit) => visit.corrects ?? []))
  return visits.filter((visit) => !wrong.has(visit.id))
}
/** Whether the server's outcome of a dwelling is corrected by a queued visit. */
function isWrong(door: CampaignDoor, visits: Visit[]): boolean {
  return visits.some(
    ({ corrects, sent }) =>
      corrects !== undefined &&
      !sent &&
      (corrects === door.last?.visit ||
        visits.some((visit) => visit.id === corrects && visit.sent && visit.outcome === door.end)),
  )
}

const same = (door: CampaignDoor, ref: DoorRef) =>
  ref.dwelling === door.dwelling ||
  (ref.place !== undefined && ref.place === door.place) ||
  (ref.household !== undefined && ref.household === door.household)
export interface DoorNow extends CampaignDoor {
  end?: End
  words: string
  went: string | null
}

export function fold(campaign: Campaign, visits: Visit[], doors: Door[]): DoorNow[] {
  const own = visits.filter((visit) => visit.why.campaign === campaign.id)
  const places = new Map(doors.map((door) => [door.id, door]))
  return campaign.doors.map((door) => {
    const all = own.filter((visit) => same(door, visit.door))
    const mine = counted(all)
    const ends = [...mine.map((visit) => visit.outcome), ...(door.end && !isWrong(door, all) ? [door.end as End] : [])]
    const end = TELLING.filter((one) => ends.includes(one)).pop()
    const went = [door.last?.at ?? '', ...mine.map((visit) => visit.at)].sort().pop()
    const place = places.get(door.place ?? '')
    return { ...door, end, went: went || null, words: place ? doorWords(place) : (door.door ?? '') }
  })
}

export type Coverage = Record<End | 'untried' | 'doors' | 'ended', number>
export function coverage(doors: { end?: End }[]): Coverage {
  const all: Coverage = {
    doors: doors.length,
    done: 0,
    refused: 0,
    vacant: 0,
    moved: 0,
    not_reached: 0,
    untried: 0,
    ended: 0,
  }
  for (const { end } of doors) {
    all[end ?? 'untried'] += 1
    if (end && end !== 'not_reached') all.ended += 1
  }
  return all
}

const bySize = new Intl.Collator('zh-CN', { numeric: true })
/** The order of visits: no answer on another day, not visited, visited today, finished. */
export function inTurn(doors: DoorNow[], now: number): DoorNow[] {
  const weight = (door: DoorNow) =>
    !door.end ? 1 : door.end !== 'not_reached' ? 3 : door.went && dayOf(door.went) === dayOf(now) ? 2 : 0
  return [...doors].sort((a, b) => weight(a) - weight(b) || bySize.compare(a.words, b.words))
}
