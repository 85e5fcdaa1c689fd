// Offline data of one's own cells: downloaded by section, encrypted, and always displayed from here.
import { open, seal } from './seal'
import { changed, phone } from './store'
import { NoRoom, roomy } from './outbox'
import { ask } from './wire'

export interface Section {
  tag: string
  items?: unknown[]
  item?: unknown
  same?: boolean
  truncated?: boolean
  total?: number
}
interface SyncAnswer {
  at: string
  until?: string | null
  account: string
  sections: Record<string, Section>
}
export type Pack = Record<string, Section>

const name = (owner: string, section: string) => `pack:${owner}:${section}`

/** The decrypted data on the phone. */
export async function readPack(key: CryptoKey, owner: string): Promise<Pack> {
  const pack: Pack = {}
  for (const row of await (await phone()).getAllFromIndex('pack', 'owner', owner)) {
    const section = row.id.slice(row.id.lastIndexOf(':') + 1)
    pack[section] = await open<Section>(key, row.id, row.sealed)
  }
  return pack
}

/** Deletes data downloaded by other accounts: it can be downloaded again, and cannot be decrypted here. */
export async function forgetOthers(owner: string): Promise<void> {
  const tx = (await phone()).transaction('pack', 'readwrite')
  for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue()) {
    if (cursor.value.owner !== owner) await cursor.delete()
  }
  await tx.done
}

/** Stores separately requested data; it has no tag. On a full phone it lasts until the page is closed. */
export async function keepBeside(key: CryptoKey, owner: string, section: string, item: unknown): Promise<Section> {
  const [id, kept] = [name(owner, section), { tag: '', item }]
  const sealed = await seal(key, id, kept)
  await roomy(owner, async (db) => void (await db.put('pack', { id, owner, sealed }))).catch(() => null)
  return kept
}

/**
 * Downloads and stores changed sections, and returns the server's time. On a full phone it is displayed and not `kept`, so that
 * work can go on online.
 */
export async function pull(
  key: CryptoKey,
  owner: string,
  have: Pack,
): Promise<{ fresh: Pack; at: string; until: number; account: string; kept: boolean }> {
  const tags = Object.keys(have)
    .filter((section) => have[section]!.tag)
    .map((section) => `${section}:${have[section]!.tag}`)
    .join(',')
  const told = await ask<SyncAnswer>(`/sync${tags ? `?have=${encodeURIComponent(tags)}` : ''}`, { seconds: 60 })
  const until = told.until ? Date.parse(told.until) : 0
  if (told.account !== owner) return { fresh: {}, at: told.at, until, account: told.account, kept: true }
  const fresh: Pack = {}
  const rows: { id: string; owner: string; sealed: Uint8Array }[] = []
  for (const [section, value] of Object.entries(told.sections)) {
    if (value.same) continue
    fresh[section] = value
    rows.push({ id: name(owner, section), owner, sealed: await seal(key, name(owner, section), value) })
  }
  const kept = await roomy(owner, async (db) => {
    const tx = db.transaction(['pack', 'meta'], 'readwrite')
    for (const row of rows) void tx.objectStore('pack').put(row)
    void tx.objectStore('meta').put({ id: 'offset', value: Date.parse(told.at) - Date.now() })
    void tx.objectStore('meta').put({ id: 'past', value: Date.parse(told.at) })
    void tx.objectStore('meta').put({ id: `synced:${owner}`, value: told.at })
    await tx.done
  }).then(
    () => true,
    (thrown: unknown) => {
      if (thrown instanceof NoRoom) return false
      throw thrown
    },
  )
  if (kept && rows.length > 0) changed('pack')
  return { fresh, at: told.at, until, account: told.account, kept }
}

/** The last known offset of the server's time. */
export async function clockOffset(): Promise<number> {
  return Number((await (await phone()).get('meta', 'offset'))?.value ?? 0)
}
/** A lower limit of the server's time, independent of the phone's clock. */
export async function clockPast(): Promise<number> {
  return Number((await (await phone()).get('meta', 'past'))?.value ?? 0)
}
export async function keepPast(past: number): Promise<void> {
  await (await phone()).put('meta', { id: 'past', value: past })
}
/** For faces without offline data: stores the offset for the next page. */
export async function keepOffset(offset: number): Promise<void> {
  await (await phone()).put('meta', { id: 'offset', value: offset })
}
export async function syncedAt(owner: string): Promise<string | null> {
  const value = (await (await phone()).get('meta', `synced:${owner}`))?.value
  return typeof value === 'string' ? value : null
}
