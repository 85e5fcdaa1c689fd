// The schema of the phone's database. Ids, order, state and times are plain; all content is encrypted.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

export type OutState = 'waiting' | 'sending' | 'sent' | 'refused' | 'collided'

/** An outbox item. `n`: local order, independent of clocks; `lane`: the case, within which order is preserved. */
export interface OutRow {
  n?: number
  /** The Idempotency-Key. */
  id: string
  owner: string
  lane: string
  /** The item that it belongs to: a photo to its report or action. */
  after: string | null
  photo: string | null
  state: OutState
  tries: number
  /** Earliest time to send, by the phone's clock. */
  due: number
  /** Earliest time to send, even if forced: until then it can be undone. */
  hold?: number
  /** When it was written, by the server's clock. */
  at: number
  sentAt: number | null
  work: Uint8Array
  /** The receipt or the refusal. */
  answer: Uint8Array | null
}
/** With a PIN the key is stored wrapped; see pin.ts. */
export interface Wrapped {
  salt: Uint8Array
  rounds: number
  sealed: Uint8Array
  device: CryptoKey
  tries: number
  next: number
}
export interface VaultRow {
  id: 'now'
  owner: string
  key?: CryptoKey
  until: number
  pin?: Wrapped
}
export type OpenVault = VaultRow & { key: CryptoKey }
export interface PackRow {
  id: string
  owner: string
  sealed: Uint8Array
}
/** `rev` changes with every write, so that two pages detect each other. */
export interface DraftRow {
  id: string
  owner: string
  sealed: Uint8Array
  rev?: string
}
export interface PhotoRow {
  id: string
  owner: string
  sealed: Uint8Array
}
export interface MetaRow {
  id: string
  value: string | number
  until?: number
}

interface Shape extends DBSchema {
  meta: { key: string; value: MetaRow }
  vault: { key: string; value: VaultRow }
  pack: { key: string; value: PackRow; indexes: { owner: string } }
  drafts: { key: string; value: DraftRow; indexes: { owner: string } }
  outbox: { key: number; value: OutRow; indexes: { owner: string; id: string } }
  photos: { key: string; value: PhotoRow; indexes: { owner: string } }
}
export type Phone = IDBPDatabase<Shape>

let opened: Promise<Phone> | null = null

export function phone(): Promise<Phone> {
  opened ??= openDB<Shape>('weiguang', 1, {
    upgrade(db) {
      db.createObjectStore('meta', { keyPath: 'id' })
      db.createObjectStore('vault', { keyPath: 'id' })
      for (const name of ['pack', 'drafts', 'photos'] as const)
        db.createObjectStore(name, { keyPath: 'id' }).createIndex('owner', 'owner')
      const outbox = db.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true })
      outbox.createIndex('owner', 'owner')
      outbox.createIndex('id', 'id', { unique: true })
    },
    blocking() {
      void close()
    },
    terminated() {
      opened = null
    },
  })
  opened.catch(() => {
    opened = null
  })
  return opened
}

export async function close(): Promise<void> {
  const held = opened
  opened = null
  ;(await held)?.close()
}

/** Notifies other pages and the service worker of changes. */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('weiguang-phone')
const listeners = new Set<(what: string) => void>()
channel?.addEventListener('message', (event: MessageEvent<string>) => listeners.forEach((hear) => hear(event.data)))

export function onChange(hear: (what: string) => void): () => void {
  listeners.add(hear)
  return () => listeners.delete(hear)
}
export function changed(what: string): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it is of this origin by nature
  channel?.postMessage(what)
  listeners.forEach((hear) => hear(what))
}
