// Unacknowledged alerts for pages without offline data.
import type { CareAlertRow } from '@weiguang/api/resources'
import type { Unanswered } from './alarm'

/** Sorted by deadline; unacknowledged ones have the nearest. */
export function unansweredOf(items: CareAlertRow[], account: string): Unanswered[] {
  return items
    .filter((one) => one.status.key === 'raised')
    .map((one) => ({ id: one.id, mine: one.owner.id === account }))
}
