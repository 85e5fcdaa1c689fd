// Overdue rechecks grouped by cell, with the paired doctor.
import type { Overdue, Pairing } from '@weiguang/api/resources'

/** Whether a recheck is overdue on a day; the due day itself is in time. */
export const isOverdue = (due: string, today: string): boolean => today > due

export interface OverdueCell {
  code: string
  place: string
  /** Null where no doctor is paired, and nothing where that is not told. */ doctor?: string | null
  people: Overdue[]
}

/** Grouped in the list's order: the cell with the longest overdue first. */
export function byCell(people: Overdue[], pairing: Pairing | null): OverdueCell[] {
  const found = new Map<string, OverdueCell>()
  for (const one of people) {
    let cell = found.get(one.code)
    if (!cell) {
      const paired = pairing?.cells.find((each) => each.code === one.code)
      found.set(
        one.code,
        (cell = { code: one.code, place: one.place, doctor: paired && (paired.doctor?.name ?? null), people: [] }),
      )
    }
    cell.people.push(one)
  }
  return [...found.values()]
}
