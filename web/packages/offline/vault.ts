// The phone's key: fetched with the session, non-extractable, deleted when the server ends the session.
import { importKey } from './seal'
import { changed, phone, type OpenVault, type VaultRow } from './store'
import { ask } from './wire'

/** A random name of this installation, from which the server derives each account's key. Says nothing about the person. */
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

interface VaultAnswer {
  key: string
  account: string
  until: string
}
export const askKey = async (lasting: boolean) =>
  ask<VaultAnswer>(`/session/vault?device=${await device()}${lasting ? '&lasting=true' : ''}`)

/** Fetches the key of the signed-in account, and replaces the former account's. `lasting`: on a personal phone. */
export async function unlock(lasting = false): Promise<OpenVault> {
  const told = await askKey(lasting)
  const row = { id: 'now' as const, owner: told.account, key: await importKey(told.key), until: Date.parse(told.until) }
  await (await phone()).put('vault', row)
  changed('vault')
  return row
}

/** The stored key, usable or not: a wrong clock must not delete it. */
export const kept = async (): Promise<VaultRow | null> => (await (await phone()).get('vault', 'now')) ?? null

/** The key, if it is valid at this server time. Null behind a PIN. */
export async function held(now: number): Promise<OpenVault | null> {
  const row = await kept()
  return row?.key && row.until > now ? { ...row, key: row.key } : null
}

/** Each sync renews the session. The key is deleted only if the server ended the session, or it has certainly expired. */
export async function renew(owner: string, until: number): Promise<void> {
  const before = await kept()
  if (before?.owner !== owner) return
  // A new session, such as after a password change, has a desk's lifetime until the phone asks for its key.
  const ends = until < before.until - 3_600_000 ? Date.parse((await askKey(true)).until) : until
  const tx = (await phone()).transaction('vault', 'readwrite')
  const row = await tx.store.get('now')
  if (row?.owner === owner) await tx.store.put({ ...row, until: ends })
  await tx.done
}

/** Stored data cannot be decrypted until the same account signs in again. */
export async function lock(): Promise<void> {
  await (await phone()).delete('vault', 'now')
  changed('vault')
}
