// One idempotency key per user intention, so that a double click or a lost answer has one effect.
import { serverNow } from './clock'

/** A random UUID. `crypto.randomUUID` needs https and a browser of 2021; older browsers use random bytes. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return shaped(bytes)
}

/** A UUIDv7 for a new record, so that ids sort by time. */
export function newRecordId(now: number = serverNow()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let index = 5, rest = now; index >= 0; index--, rest = Math.floor(rest / 256)) bytes[index] = rest % 256
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return shaped(bytes)
}

function shaped(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * The key of one button or form. Equal content has the same key until it succeeds; changed content gets a new one, because the
 * server refuses a known key with another body.
 */
export class Intention {
  #key = newId()
  #content: string | null = null

  key(content: unknown = null): string {
    const text = JSON.stringify(content ?? null)
    if (this.#content !== null && this.#content !== text) this.#key = newId()
    this.#content = text
    return this.#key
  }

  /** Call after success: the next press is a new intention. */
  done(): void {
    this.#key = newId()
    this.#content = null
  }
}
