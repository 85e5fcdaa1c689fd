// How a page says what a cell holds, apart from drawing: sorting the busiest first.
export interface Busy { code: string; open: number; late: number }

/** Most open first, then most late, then by code so that equal cells never swap places. */
export function busiest<C extends Busy>(cells: C[], limit: number): C[] {
  return cells
    .filter((cell) => cell.open > 0)
    .sort((a, b) => b.open - a.open || b.late - a.late || (a.code < b.code ? -1 : 1))
    .slice(0, limit)
}
