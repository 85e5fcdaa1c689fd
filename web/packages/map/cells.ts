// How a page says what a cell holds, apart from drawing: sorting the busiest first.
/** Null where the reader sees no cases. */
export interface Busy {
  code: string
  open?: number | null
  late?: number | null
}

/** Most open first, then most late, then by code so that equal cells never swap places. */
export function busiest<C extends Busy>(cells: C[], limit: number): C[] {
  return cells
    .filter((cell) => (cell.open ?? 0) > 0)
    .sort((a, b) => (b.open ?? 0) - (a.open ?? 0) || (b.late ?? 0) - (a.late ?? 0) || (a.code < b.code ? -1 : 1))
    .slice(0, limit)
}
