// Finds the record that was just measured. Order of arrival is no criterion: some meters send the newest first. Records of a
// glucose meter are ordered by sequence number, because its clock may have been set back; those of a cuff by time. The age is
// relative to the meter's clock if it is known, else to ours; a record without a time or from the future never counts as fresh.

/** Maximum age of a fresh record. */
export const FRESH = 5 * 60_000

/** Time data of a record. */
export interface Dated {
  at: string | null
  sequence?: number
}

/** `old`: measured `at`; `undated`: without a time; `ahead`: the meter's clock is wrong. `ms`: the age. */
export type Age =
  | { kind: 'fresh'; at: number }
  | { kind: 'old'; at: number; ms: number }
  | { kind: 'undated' }
  | { kind: 'ahead'; at: number }

/** The meter's local time as an instant; meters are set to China's time. */
const instant = (at: string) => Date.parse(`${at}+08:00`)

/** How far the meter's clock is ahead of ours; null if unknown. */
export function offsetOf(meterNow: string | null, now: number): number | null {
  const told = meterNow === null ? NaN : instant(meterNow)
  return Number.isNaN(told) ? null : told - now
}

/** The age of a record. */
export function ageOf(record: Dated, now: number, offset: number | null = null): Age {
  const told = record.at === null ? NaN : instant(record.at)
  if (Number.isNaN(told)) return { kind: 'undated' }
  const at = told - (offset ?? 0)
  const ms = now - at
  if (ms < -FRESH) return { kind: 'ahead', at }
  return ms <= FRESH ? { kind: 'fresh', at: Math.min(at, now) } : { kind: 'old', at, ms }
}

/** Whether `one` was measured after `other`; sequence numbers wrap at 65,535. */
function later(one: Dated, other: Dated): boolean {
  if (one.sequence !== undefined && other.sequence !== undefined) {
    const ahead = (one.sequence - other.sequence) & 0xffff
    return ahead !== 0 && ahead < 0x8000
  }
  if (one.at !== null && other.at !== null && one.at !== other.at) return one.at > other.at
  // Records without a time are older than those with one; ties by order of arrival.
  return one.at !== null || other.at === null
}

/** The last measured record, independent of the order of arrival. */
export function newest<T extends Dated>(records: readonly T[]): T | null {
  return records.reduce<T | null>((best, one) => (best === null || later(one, best) ? one : best), null)
}
