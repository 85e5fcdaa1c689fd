// The key of this phone: fetched with the session, kept only while the session lasts, never readable, and gone when it goes.
import { importKey } from './seal'
import { changed, phone, type VaultRow } from './store'
import { ask } from './wire'

/** A name for this installation of the page. It says nothing of the person; the server makes each account's key from it. */
export async function device(): Promise<string> {
  const db = await phone()
  const kept = (await db.get('meta', 'device'))?.value
  if (typeof kept === 'string') return kept
  const made = deviceId()
  await db.put('meta', { id: 'device', value: made })
  return made
}
function deviceId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

interface Told { key: string; account: string; until: string }

/** Takes the key of whoever is signed in; the key of whoever was here before goes. */
export async function unlock(): Promise<VaultRow> {
  const told = await ask<Told>(`/session/vault?device=${await device()}`)
  const row: VaultRow = { id: 'now', owner: told.account, key: await importKey(told.key), until: Date.parse(told.until) }
  await (await phone()).put('vault', row)
  changed('vault')
  return row
}

/** The key that may be used at this moment of the server's clock. One that has run out is deleted here. */
export async function held(now: number): Promise<VaultRow | null> {
  const db = await phone()
  const row = await db.get('vault', 'now')
  if (!row) return null
  if (row.until > now) return row
  await db.delete('vault', 'now')
  return null
}

/** From here on nothing that is kept can be read until the same account signs in again. */
export async function lock(): Promise<void> {
  await (await phone()).delete('vault', 'now')
  changed('vault')
}
