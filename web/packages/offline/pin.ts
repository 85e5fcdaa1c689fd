// A PIN for the phone's key. It protects nothing alone: it unlocks the session's key, which is wrapped with the PIN and with a
// second, unreadable key of this browser. Without a valid session there is nothing to unlock.
import { importKey, openBytes, sealBytes } from './seal'
import { changed, phone, type VaultRow, type Wrapped } from './store'
import { askKey } from './vault'

export const LEAST = 6
export const MOST = 12
/** Wrong PINs until only signing in unlocks the phone. */
export const TRIES = 8
/** Wrong PINs without a delay. */
const FREE = 3
const ROUNDS = 300_000
const SECOND = 1_000

/** Why a PIN is refused: too short, or easy to guess. */
export function faultOf(pin: string): 'short' | 'plain' | null {
  if (!/^\d+$/.test(pin) || pin.length < LEAST || pin.length > MOST) return 'short'
  const steps = new Set([...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10))
  return steps.size === 1 && [0, 1, 9].includes([...steps][0]!) ? 'plain' : null
}

const wrapped = (owner: string) => `vault:${owner}`

async function wrapKey(
  pin: string,
  { salt, rounds, device }: Pick<Wrapped, 'salt' | 'rounds' | 'device'>,
): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations: rounds },
    typed,
    256,
  )
  const both = await crypto.subtle.sign('HMAC', device, bits)
  return crypto.subtle.importKey('raw', both, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function change(owner: string, make: (row: VaultRow) => VaultRow): Promise<void> {
  const tx = (await phone()).transaction('vault', 'readwrite')
  const row = await tx.store.get('now')
  if (row?.owner === owner) await tx.store.put(make(row))
  await tx.done
}

/** Sets or changes the PIN. Needs a network: the key is fetched again, because the one in use is not extractable. */
export async function setPin(owner: string, pin: string, rounds = ROUNDS): Promise<void> {
  const told = await askKey(true)
  if (told.account !== owner) throw new Error('somebody else is signed in')
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const device = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const raw = Uint8Array.from(atob(told.key), (letter) => letter.charCodeAt(0))
  const sealed = await sealBytes(await wrapKey(pin, { salt, rounds, device }), wrapped(owner), raw)
  await change(owner, ({ id, owner: whose }) => ({
    id,
    owner: whose,
    until: Date.parse(told.until),
    pin: { salt, rounds, sealed, device, tries: 0, next: 0 },
  }))
  changed('vault')
}

/** Removes the PIN; the open page has the key. */
export async function dropPin(owner: string, key: CryptoKey): Promise<void> {
  await change(owner, ({ id, owner: whose, until }) => ({ id, owner: whose, until, key }))
  changed('vault')
}

export type Opened = { owner: string; key: CryptoKey } | { left: number; wait: number } | 'over'

/** Delay before the next attempt, in milliseconds. */
export const waitAfter = (tries: number) => (tries < FREE ? 0 : Math.min(300, 5 * 3 ** (tries - FREE)) * SECOND)
export async function waiting(now = Date.now()): Promise<{ left: number; wait: number }> {
  const pin = (await (await phone()).get('vault', 'now'))?.pin
  const wait = (pin?.next ?? 0) - now
  // A delay longer than the maximum comes from a clock that was set back.
  return { left: TRIES - (pin?.tries ?? 0), wait: wait > 0 && wait <= waitAfter(TRIES) ? wait : 0 }
}

/** Tries a PIN; `server`: the server's time. Counted before the attempt, so that closing the page does not help. */
export async function openWithPin(pin: string, server: number, now = Date.now()): Promise<Opened> {
  const row = await (await phone()).get('vault', 'now')
  if (!row?.pin || row.until <= server || row.pin.tries >= TRIES) return 'over'
  const { wait } = await waiting(now)
  if (wait > 0) return { left: TRIES - row.pin.tries, wait }
  const tries = row.pin.tries + 1
  await change(row.owner, (old) => ({ ...old, pin: { ...row.pin!, tries, next: now + waitAfter(tries) } }))
  try {
    const raw = await openBytes(await wrapKey(pin, row.pin), wrapped(row.owner), row.pin.sealed)
    const key = await importKey(btoa(String.fromCharCode(...new Uint8Array(raw))))
    await change(row.owner, (old) => ({ ...old, pin: { ...row.pin!, tries: 0, next: 0 } }))
    return { owner: row.owner, key }
  } catch {
    if (tries < TRIES) return { left: TRIES - tries, wait: waitAfter(tries) }
    // Unsent data stays encrypted with the key that returns at the next sign-in.
    await (await phone()).delete('vault', 'now')
    return 'over'
  }
}
