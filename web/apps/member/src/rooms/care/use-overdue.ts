// Overdue rechecks in the user's cells: queried occasionally, and stored encrypted for offline use.
import { computed } from 'vue'
import { serverNow } from '@weiguang/api/clock'
import type { Overdue, Pairing } from '@weiguang/api/resources'
import { byCell, type OverdueCell } from '@weiguang/care/overdue'
import { keepBeside } from '@weiguang/offline/pack'
import { fresh, phone, sealed, shown } from '../../phone'

/** `more`: there are others besides the listed ones. */
interface StoredOverdue {
  at: number
  count: number
  more: boolean
  cells: OverdueCell[]
}
export const overdue = computed(() => shown.pack.overdue?.item as StoredOverdue | undefined)
const HALF_HOUR = 1_800_000

/** Queries at most every half hour unless `wished`. */
export async function readOverdue(wished = false): Promise<void> {
  if (!phone.online || (!wished && overdue.value && serverNow() - overdue.value.at < HALF_HOUR)) return
  const { key, owner } = sealed()
  const told = await fresh<{ items: Overdue[]; next: string | null }>('/care/overdue?limit=200')
  if (!told) return
  const pairing = told.items.length > 0 ? await fresh<Pairing>('/households/pairing') : null
  const item: StoredOverdue = {
    at: serverNow(),
    count: told.items.length,
    more: told.next !== null,
    cells: byCell(told.items, pairing),
  }
  const kept = await keepBeside(key, owner, 'overdue', item)
  if (phone.owner === owner) shown.pack = { ...shown.pack, overdue: kept }
}
