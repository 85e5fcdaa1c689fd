// The group of an alert on "today": act now, follow up later, or ended by a death that may be a mistake.
import type { CareAlert } from '@weiguang/api/resources'
import { isLate } from '@weiguang/i18n/time'

export type TodayGroup = 'urgent' | 'follow' | 'ended'
type One = Pick<CareAlert, 'status' | 'due_at'>

/** A follow-up or outcome due on a later day is not urgent until it is overdue. */
export function todayGroup(one: One, now: number): TodayGroup {
  if (one.status.key === 'closed' || one.status.key === 'stood_down') return 'ended'
  const later = ['follow_up', 'owed'].includes(one.status.key) && one.due_at && !isLate(one.due_at, now)
  return later ? 'follow' : 'urgent'
}

/** The non-empty groups, in order. */
export function byGroup<T extends One>(all: readonly T[], now: number): { group: TodayGroup; items: T[] }[] {
  return (['urgent', 'follow', 'ended'] as const)
    .map((group) => ({ group, items: all.filter((one) => todayGroup(one, now) === group) }))
    .filter((each) => each.items.length > 0)
}

/** Whether it was escalated while the reader, who owned it or acted on it, continues. */
export const isAbove = (one: Pick<CareAlert, 'escalated' | 'owner' | 'status'>, reader: string | undefined): boolean =>
  one.escalated > 0 && one.owner.id !== reader && one.status.key !== 'closed'

/** Whole minutes without acknowledgement. */
export const unansweredFor = (since: string, now: number): number =>
  Math.max(3, Math.floor((now - Date.parse(since)) / 60_000))
