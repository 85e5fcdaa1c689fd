// The shape of a phone's one database. Ids, order, state and times are clear; everything that says something is sealed.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

export type OutState = 'waiting' | 'sending' | 'sent' | 'refused' | 'collided'

/** One thing on its way. `n` is the order of this phone, whatever its clock says; `lane` is the case, within which order is kept. */
export interface OutRow {
  n?: number
  /** The Idempotency-Key, made once. */
  id: string
  owner: string
  lane: string
  /** What it belongs to: a photograph to its report or act. */
  after: string | null
  photo: string | null
  state: OutState
  tries: number
  /** Not before this moment of the phone's own clock. */
  due: number
  /** Not before this moment of the phone's own clock, not even by force: until then it can be taken back. */
  hold?: number
  /** When it was written, by the server's clock. */
  at: number
  sentAt: number | null
  work: Uint8Array
  /** The receipt, or why not. */
  answer: Uint8Array | null
}
/** With a PIN the key lies wrapped; see pin.ts. */
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
/** `rev` changes with every writing, so that two pages notice each other. */
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

/** Everybody who looks at the same database: other pages and the service worker. */
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
