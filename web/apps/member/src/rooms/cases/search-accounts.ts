// Searches colleagues for a picker; online only.
import { ask } from '@weiguang/offline/wire'
import type { Pickable } from '@weiguang/ui/UiPick.vue'

export async function searchAccounts(text: string): Promise<Pickable[]> {
  const { items } = await ask<{ items: { id: string; name: string; login: string }[] }>(
    `/people/accounts?limit=10&q=${encodeURIComponent(text)}`,
  )
  return items.map((one) => ({ value: one.id, text: one.name, hint: one.login }))
}
