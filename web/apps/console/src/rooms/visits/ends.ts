// In which places a door can stand, in the order of a bar: those that ended, then those to go to.
import type { Coverage } from '@weiguang/api/resources'

export const ENDS = [
  { key: 'done', token: 'dot-done' },
  { key: 'refused', token: 'dot-accepted' },
  { key: 'moved', token: 'dot-progress' },
  { key: 'vacant', token: 'dot-0' },
  { key: 'not_reached', token: 'dot-paused' },
  { key: 'untried', token: 'line-strong' },
] as const satisfies { key: keyof Coverage; token: string }[]

/** How many doors somebody has still to go to. */
export const gapsOf = (coverage: Coverage) => coverage.not_reached + coverage.untried
