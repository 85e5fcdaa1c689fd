// The query of fields with two values, below a cell.
import type { Conflict } from '@weiguang/api/resources'
import { fresh, phone } from '../../phone'

export async function readConflicts(code: string): Promise<Conflict[] | null> {
  if (!phone.online || !code) return null
  return (await fresh<{ items: Conflict[] }>(`/visits/conflicts?under=${code}&limit=200`))?.items ?? []
}
