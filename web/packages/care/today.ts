// Where an alert stands on today: what must be done at once, what is asked after on a later day, and what a death ended that may be a mistake.
import type { CareAlert } from '@weiguang/api/resources'
import { isLate } from '@weiguang/i18n/time'

export type TodayGroup = 'urgent' | 'follow' | 'ended'
type One = Pick<CareAlert, 'status' | 'due_at'>

/** A follow-up or an outcome that is owed on a later day is no alarm; once its time is over it is one like every other. */
export function todayGroup(one: One, now: number): TodayGroup {
  if (one.status.key === 'closed' || one.status.key === 'stood_down') return 'ended'
  const later = ['follow_up', 'owed'].includes(one.status.key) && one.due_at && !isLate(one.due_at, now)
  return later ? 'follow' : 'urgent'
}

/** The groups that hold something, in order. */
export function byGroup<T extends One>(all: readonly T[], now: number): { group: TodayGroup; items: T[] }[] {
  return (['urgent', 'follow', 'ended'] as const)
    .map((group) => ({ group, items: all.filter((one) => todayGroup(one, now) === group) }))
    .filter((each) => each.items.length > 0)
}

/** Whether it is with somebody above while the reader, who had it or a hand in it, goes on. */
export const isAbove = (one: Pick<CareAlert, 'escalated' | 'owner' | 'status'>, reader: string | undefined): boolean =>
  one.escalated > 0 && one.owner.id !== reader && one.status.key !== 'closed'

/** Whole minutes for which nobody has answered. */
export const unansweredFor = (since: string, now: number): number =>
  Math.max(3, Math.floor((now - Date.parse(since)) / 60_000))
