// Which of a meter's records is the one that was just measured. The order on the air says nothing: some meters send the newest first. The
// sequence number orders the records of a glucose meter, because its clock may have been set back; the time orders those of a cuff.
// The age is reckoned by the meter's own clock where it tells it, and else against ours; a record without a time, or from the future, is
// never taken for fresh.

/** A record is fresh for so long. */
export const FRESH = 5 * 60_000

/** What a record says of itself. */
export interface Dated {
  at: string | null
  sequence?: number
}

/** `old`: measured `at`; `undated`: it says no time; `ahead`: the meter's clock is wrong. `ms` is the age. */
export type Age =
  | { kind: 'fresh'; at: number }
  | { kind: 'old'; at: number; ms: number }
  | { kind: 'undated' }
  | { kind: 'ahead'; at: number }

/** The meter's local time as an instant; meters are set to the time of China. */
const instant = (at: string) => Date.parse(`${at}+08:00`)

/** How far a meter's clock is ahead of ours, by what it says of now; null where it does not say. */
export function offsetOf(meterNow: string | null, now: number): number | null {
  const told = meterNow === null ? NaN : instant(meterNow)
  return Number.isNaN(told) ? null : told - now
}

/** How old a record is now. */
export function ageOf(record: Dated, now: number, offset: number | null = null): Age {
  const told = record.at === null ? NaN : instant(record.at)
  if (Number.isNaN(told)) return { kind: 'undated' }
  const at = told - (offset ?? 0)
  const ms = now - at
  if (ms < -FRESH) return { kind: 'ahead', at }
  return ms <= FRESH ? { kind: 'fresh', at: Math.min(at, now) } : { kind: 'old', at, ms }
}

/** Whether `one` was measured after `other`; sequence numbers count to 65,535 and begin again. */
function later(one: Dated, other: Dated): boolean {
  if (one.sequence !== undefined && other.sequence !== undefined) {
    const ahead = (one.sequence - other.sequence) & 0xffff
    return ahead !== 0 && ahead < 0x8000
  }
  if (one.at !== null && other.at !== null && one.at !== other.at) return one.at > other.at
  // What says no time is behind what does; among equals the one that came last counts.
  return one.at !== null || other.at === null
}

/** The record that was measured last, in whatever order they came. */
export function newest<T extends Dated>(records: readonly T[]): T | null {
  return records.reduce<T | null>((best, one) => (best === null || later(one, best) ? one : best), null)
}
