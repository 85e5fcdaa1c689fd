// Groups the cases of "today" by the server's time.
import { dayOf, isLate } from '@weiguang/i18n/time'
import type { Me } from '@weiguang/api/resources'
import type { CaseNow } from '../../contents'

/** States in which staff owes the next step; not while paused or awaiting the resident. */
const OWED = new Set(['submitted', 'accepted', 'in_progress', 'returned', 'reopened'])
/** Actions after which nothing more is owed, before the server confirms. */
const DONE = new Set(['resolve', 'close', 'return', 'withdraw', 'duplicate'])

/** Whether the user has to act: own cases, own parts, and cases without owner at the user's codes. */
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
