// Drafts of forms, stored encrypted while typing, with their photos.
import { open, openBytes, seal, sealBytes } from './seal'
import { phone } from './store'
import { roomy } from './outbox'

const name = (id: string) => `draft:${id}`

export async function keepDraft(key: CryptoKey, owner: string, id: string, value: unknown): Promise<void> {
  const sealed = await seal(key, name(id), value)
  await roomy(owner, async (db) => void (await db.put('drafts', { id, owner, sealed })))
}
/** The revision of each draft that this page has seen. */
const seen = new Map<string, string>()
/** Separates the name of a page's own draft from that of the form. */
const MARK = '~'

/**
 * Stores the draft of a form; returns its present name. If another page wrote, sent or deleted it since this one read it, this
 * page continues with a separate draft, so that neither overwrites the other.
 */
export async function keepApart(key: CryptoKey, owner: string, id: string, value: unknown): Promise<string> {
  const rev = String(crypto.getRandomValues(new Uint32Array(2)))
  const own = `${id.split(MARK)[0]!}${MARK}${rev}`
  const [here, apart] = [await seal(key, name(id), value), await seal(key, name(own), value)]
  let kept = id
  await roomy(owner, async (db) => {
    const tx = db.transaction('drafts', 'readwrite')
    const other = ((await tx.store.get(id))?.rev ?? '') !== (seen.get(id) ?? '')
    kept = other ? own : id
    await tx.store.put({ id: kept, owner, sealed: other ? apart : here, rev })
    await tx.done
  })
  seen.set(kept, rev)
  return kept
}
/** The names of this person's drafts of a form: the first, and separate ones of other pages. */
export async function draftNames(owner: string, id: string): Promise<string[]> {
  const names = await (await phone()).getAllKeysFromIndex('drafts', 'owner', owner)
  return names.filter((one) => one === id || one.startsWith(id + MARK))
}

/** Another account's draft cannot be decrypted, and is left alone. */
export async function readDraft<T>(key: CryptoKey, owner: string, id: string): Promise<T | null> {
  const row = await (await phone()).get('drafts', id)
  seen.set(id, row?.rev ?? '')
  return row && row.owner === owner ? open<T>(key, name(id), row.sealed) : null
}
export async function dropDraft(id: string): Promise<void> {
  await (await phone()).delete('drafts', id)
  seen.delete(id)
}
/** The draft was queued: later text under its name is a new draft. */
export const draftSent = (id: string) => seen.delete(id)

/** Photos are stored separately, so that a keystroke does not encrypt them again. */
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
/**
 * Deletes photos that no draft refers to, such as those taken just before the page was killed. Photos younger than a day (by id)
 * may belong to a form open in another page.
 */
export async function forgetPhotos(owner: string, named: string[], now = Infinity): Promise<void> {
  const kept = new Set(named.map((id) => `draft-${id}`))
  const young = (id: string) => Number.parseInt(id.slice(6).replace('-', '').slice(0, 12), 16) > now - 86_400_000
  const db = await phone()
  for (const id of await db.getAllKeysFromIndex('photos', 'owner', owner)) {
    if (id.startsWith('draft-') && !kept.has(id) && !young(id)) await db.delete('photos', id)
  }
}
/** This person's drafts with a name prefix. Undecryptable ones are left alone. */
export async function draftsOf<T>(key: CryptoKey, owner: string, prefix: string): Promise<T[]> {
  const rows = await (await phone()).getAllFromIndex('drafts', 'owner', owner)
  const opened = await Promise.all(
    rows
      .filter((row) => row.id.startsWith(prefix))
      .map((row) => open<T>(key, name(row.id), row.sealed).catch(() => null)),
  )
  return opened.filter((one) => one !== null)
}
