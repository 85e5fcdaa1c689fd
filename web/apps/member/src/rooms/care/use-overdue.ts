// Those of one's cells whose recheck is past: asked for now and then, and kept sealed for a day without a network.
import { shallowRef } from 'vue'
import { serverNow } from '@weiguang/api/clock'
import type { Overdue, Pairing } from '@weiguang/api/resources'
import { byCell, type OverdueCell } from '@weiguang/care/overdue'
import { keepDraft, readDraft } from '@weiguang/offline/draft'
import { fresh, phone, sealed } from '../../phone'

interface Kept { owner: string; at: number; count: number; /** The longest are listed; there are more. */ more: boolean; cells: OverdueCell[] }
export const overdue = shallowRef<Kept | null>(null)
const HALF_HOUR = 1_800_000

/** What is kept first, then what the server says; `now` asks even if it was asked a while ago. */
export async function readOverdue(now = false): Promise<void> {
  const { key, owner } = sealed()
  const id = `overdue:${owner}`
  if (overdue.value?.owner !== owner) overdue.value = await readDraft<Kept>(key, owner, id).catch(() => null)
  if (!phone.online || (!now && overdue.value && serverNow() - overdue.value.at < HALF_HOUR)) return
  const told = await fresh<{ items: Overdue[]; next: string | null }>('/care/overdue?limit=200')
  if (!told) return
  const pairing = told.items.length > 0 ? await fresh<Pairing>('/households/pairing') : null
  overdue.value = { owner, at: serverNow(), count: told.items.length, more: told.next !== null, cells: byCell(told.items, pairing) }
  await keepDraft(key, owner, id, overdue.value).catch(() => null) // on a full phone it lasts as long as the page
}
