// The outcomes of a dwelling in the bar's order: finished ones, then those to visit.
import type { Coverage } from '@weiguang/api/resources'

export const ENDS = [
  { key: 'done', token: 'dot-done' },
  { key: 'refused', token: 'dot-accepted' },
  { key: 'moved', token: 'dot-progress' },
  { key: 'vacant', token: 'dot-0' },
  { key: 'not_reached', token: 'dot-paused' },
  { key: 'untried', token: 'line-strong' },
] as const satisfies { key: keyof Coverage; token: string }[]

/** Number of dwellings still to visit. */
export const gapsOf = (coverage: Coverage) => coverage.not_reached + coverage.untried
