// A half-typed form, kept as it is typed: sealed like everything else, its photographs beside it.
import { open, openBytes, seal, sealBytes } from './seal'
import { phone } from './store'
import { roomy } from './outbox'

const name = (id: string) => `draft:${id}`

export async function keepDraft(key: CryptoKey, owner: string, id: string, value: unknown): Promise<void> {
  const sealed = await seal(key, name(id), value)
  await roomy(owner, async (db) => void (await db.put('drafts', { id, owner, sealed })))
}
/** Another account's draft is as good as none: it cannot be opened, and is left where it is. */
export async function readDraft<T>(key: CryptoKey, owner: string, id: string): Promise<T | null> {
  const row = await (await phone()).get('drafts', id)
  return row && row.owner === owner ? open<T>(key, name(id), row.sealed) : null
}
export async function dropDraft(id: string): Promise<void> {
  await (await phone()).delete('drafts', id)
}

/** Photographs of a draft are kept apart, so that a keystroke does not seal them again. */
export async function keepPhoto(key: CryptoKey, owner: string, id: string, bytes: ArrayBuffer): Promise<void> {
  const sealed = await sealBytes(key, `draft-photo:${id}`, bytes)
  await roomy(owner, async (db) => void (await db.put('photos', { id: `draft-${id}`, owner, sealed })))
}
export async function readPhoto(key: CryptoKey, id: string): Promise<ArrayBuffer | null> {
  const row = await (await phone()).get('photos', `draft-${id}`)
  return row ? openBytes(key, `draft-photo:${id}`, row.sealed) : null
}
export async function dropPhoto(id: string): Promise<void> {
  await (await phone()).delete('photos', `draft-${id}`)
}
/** Lets go of photographs that no draft names any more, such as one that was taken just before the page was killed. */
export async function forgetPhotos(owner: string, named: string[]): Promise<void> {
  const kept = new Set(named.map((id) => `draft-${id}`))
  const db = await phone()
  for (const id of await db.getAllKeysFromIndex('photos', 'owner', owner)) {
    if (id.startsWith('draft-') && !kept.has(id)) await db.delete('photos', id)
  }
}
/** Whatever this person keeps under names that begin so. What no key opens any more is left where it is. */
export async function draftsOf<T>(key: CryptoKey, owner: string, prefix: string): Promise<T[]> {
  const rows = await (await phone()).getAllFromIndex('drafts', 'owner', owner)
  const opened = await Promise.all(rows.filter((row) => row.id.startsWith(prefix)).map((row) => open<T>(key, name(row.id), row.sealed).catch(() => null)))
  return opened.filter((one) => one !== null)
}
