// What only the server knows of a ladder: the number of a rung, and the household to which somebody who was found belongs.
import { newId } from '@weiguang/api/intention'
import type { ContactDraft } from '@weiguang/api/resources'
import { ask } from '@weiguang/offline/wire'

/** Whom the alert is about is registered behind no door, so that nobody can be put among its contacts. */
export class NoHousehold extends Error {}

/** The numbers of a rung, to call them at once; the timeline says who looked. */
export async function numbersOf(alert: string, rung: number): Promise<string[]> {
  const how = { method: 'POST', key: newId(), json: { rung } }
  return (await ask<{ phones: string[] }>(`/care/alerts/${alert}/call`, how)).phones
}

/** Puts somebody among the contacts of the household in which this resident lives. */
export async function keepContact(resident: string, key: string, contact: ContactDraft): Promise<void> {
  const { household } = await ask<{ household: { id: string; version: number } | null }>(
    `/households/residents/${resident}`,
  )
  if (!household) throw new NoHousehold()
  const how = { method: 'POST', key, version: household.version, json: contact }
  await ask(`/households/${household.id}/contacts`, how)
}
