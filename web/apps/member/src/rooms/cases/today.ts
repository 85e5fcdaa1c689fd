// What counts today, sorted into four groups by the server's clock.
import { dayOf, isLate } from '@weiguang/i18n/time'
import type { Me } from '@weiguang/api/resources'
import type { CaseNow } from '../../contents'

/** States in which somebody owes the next step. While one is paused or waits for the resident's word, nobody here does. */
const OWED = new Set(['submitted', 'accepted', 'in_progress', 'returned', 'reopened'])
/** Acts after which nothing more is owed, though the server has not heard yet. */
const DONE = new Set(['resolve', 'close', 'return', 'withdraw', 'duplicate'])

/** Whether this is the person's to do: their own, a part of theirs, or nobody's at a code that they answer for. */
export function mine(one: CaseNow, me: Me): boolean {
  if (one.parts.some((part) => part.owner.id === me.id && (part.state === 'asked' || part.state === 'accepted')))
    return true
  if (!OWED.has(one.status)) return false
  return one.owner ? one.owner.id === me.id : me.grants.some((grant) => grant.code === one.owner_code)
}

export interface Groups {
  late: CaseNow[]
  due: CaseNow[]
  fresh: CaseNow[]
  rest: CaseNow[]
  count: number
}

export function groups(cases: CaseNow[], me: Me, now: number): Groups {
  const found: Groups = { late: [], due: [], fresh: [], rest: [], count: 0 }
  const today = dayOf(now)
  const nearest = cases.filter((one) => mine(one, me)).sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
  for (const one of nearest) {
    const done = one.pending.some((item) => item.work.kind === 'act' && DONE.has(item.work.body.action))
    const due = one.due ? Date.parse(one.due) : Infinity
    const group = done
      ? found.rest
      : one.due && isLate(one.due, now)
        ? found.late
        : dayOf(Math.min(due, 8e15)) === today
          ? found.due
          : one.status === 'submitted'
            ? found.fresh
            : found.rest
    group.push(one)
  }
  found.count = found.late.length + found.due.length + found.fresh.length
  return found
}
