// Online-only data of a ladder: numbers, and the household for a new contact.
import { newId } from '@weiguang/api/intention'
import type { ContactDraft } from '@weiguang/api/resources'
import { ask } from '@weiguang/offline/wire'

/** The person has no household, so no contact can be added. */
export class NoHousehold extends Error {}

/** The numbers of a rung, for an immediate call; recorded in the timeline. */
export async function numbersOf(alert: string, rung: number): Promise<string[]> {
  const how = { method: 'POST', key: newId(), json: { rung } }
  return (await ask<{ phones: string[] }>(`/care/alerts/${alert}/call`, how)).phones
}

/** Adds a contact to the household of this resident. */
export async function keepContact(resident: string, key: string, contact: ContactDraft): Promise<void> {
  const { household } = await ask<{ household: { id: string; version: number } | null }>(
    `/households/residents/${resident}`,
  )
  if (!household) throw new NoHousehold()
  const how = { method: 'POST', key, version: household.version, json: contact }
  await ask(`/households/${household.id}/contacts`, how)
}
