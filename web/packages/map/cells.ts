// Ranking of cells by open and late cases. Null if the reader may not see cases. */
export interface Busy {
  code: string
  open?: number | null
  late?: number | null
}

/** Most open first, then most late, then by code, for a stable order. */
export function busiest<C extends Busy>(cells: C[], limit: number): C[] {
  return cells
    .filter((cell) => (cell.open ?? 0) > 0)
    .sort((a, b) => (b.open ?? 0) - (a.open ?? 0) || (b.late ?? 0) - (a.late ?? 0) || (a.code < b.code ? -1 : 1))
    .slice(0, limit)
}
