// Encryption of stored data: AES-GCM with a random nonce, bound to the record's name so that records cannot be swapped.

const NONCE = 12
const bound = (name: string) => new TextEncoder().encode(name)

/** A non-extractable key. */
export function importKey(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Nonce, then ciphertext. */
export async function sealBytes(key: CryptoKey, name: string, plain: BufferSource): Promise<Uint8Array> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound(name) }, key, plain),
  )
  const whole = new Uint8Array(NONCE + sealed.length)
  whole.set(nonce)
  whole.set(sealed, NONCE)
  return whole
}

export function openBytes(key: CryptoKey, name: string, whole: Uint8Array): Promise<ArrayBuffer> {
  const held = new Uint8Array(whole)
  return crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: held.slice(0, NONCE), additionalData: bound(name) },
    key,
    held.slice(NONCE),
  )
}

export function seal(key: CryptoKey, name: string, value: unknown): Promise<Uint8Array> {
  return sealBytes(key, name, new TextEncoder().encode(JSON.stringify(value)))
}

export async function open<T>(key: CryptoKey, name: string, whole: Uint8Array): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, name, whole))) as T
}
