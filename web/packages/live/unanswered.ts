// The alerts that nobody has answered, as a page that fetches no pack asks for them.
import type { CareAlertRow } from '@weiguang/api/resources'
import type { Unanswered } from './alarm'

/** Those whose clock is nearest come first, and one that waits for its first answer has the nearest of all. */
export function unansweredOf(items: CareAlertRow[], account: string): Unanswered[] {
  return items
    .filter((one) => one.status.key === 'raised')
    .map((one) => ({ id: one.id, mine: one.owner.id === account }))
}
