// Data on this device: an unsent report with photos, and links of sent ones. Without storage everything works until the page is
// closed.

const BASE = 'weiguang-resident'
const SHELF = 'draft'
const MOST = 8

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(BASE, 1)
    asked.addEventListener('upgradeneeded', () => asked.result.createObjectStore(SHELF))
    asked.addEventListener('success', () => resolve(asked.result))
    asked.addEventListener('error', () => reject(asked.error))
    asked.addEventListener('blocked', () => reject(new Error('blocked')))
  })
}

async function shelf<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const base = await opened()
  try {
    return await new Promise<T>((resolve, reject) => {
      const turn = base.transaction(SHELF, mode)
      const asked = act(turn.objectStore(SHELF))
      turn.addEventListener('complete', () => resolve(asked.result))
      turn.addEventListener('error', () => reject(turn.error))
      turn.addEventListener('abort', () => reject(turn.error))
    })
  } finally {
    base.close()
  }
}

/** Stores a draft; returns whether it is stored. Drafts other than reports have their own place. */
export const keepDraft = (draft: unknown, place = SHELF): Promise<boolean> =>
  shelf('readwrite', (store) => store.put(draft, place)).then(
    () => true,
    () => false,
  )
export const keptDraft = <T>(place = SHELF): Promise<T | null> =>
  shelf<T | undefined>('readonly', (store) => store.get(place)).then(
    (found) => found ?? null,
    () => null,
  )
export const dropDraft = (place = SHELF): Promise<unknown> =>
  shelf('readwrite', (store) => store.delete(place)).catch(() => null)

/** The key of this page's report, and its last seen revision. */
let [lies, seen] = [SHELF, '']
interface Written {
  rev?: string
}

/** Stores the report. If another page of this browser wrote or sent one meanwhile, this page's is stored separately. */
export async function keepReport(draft: object): Promise<{ saved: boolean; apart: boolean }> {
  const rev = String(Math.random())
  let place = lies
  const saved = await shelf('readwrite', (store) => {
    const asked = store.get(lies) as IDBRequest<Written | undefined>
    asked.addEventListener('success', () => {
      if ((asked.result?.rev ?? '') !== seen) place = SHELF + rev
      store.put({ ...draft, rev }, place)
    })
    return asked
  }).then(
    () => true,
    () => false,
  )
  const apart = saved && place !== lies
  if (saved) [lies, seen] = [place, rev]
  return { saved, apart }
}
/** The stored draft: the first, or one of another page. */
export async function keptReport<T extends object>(): Promise<T | null> {
  const places = await shelf('readonly', (store) => store.getAllKeys()).catch(() => [])
  lies = places.map(String).find((one) => one.startsWith(SHELF)) ?? SHELF
  const found = await keptDraft<T & Written>(lies)
  seen = found?.rev ?? ''
  return found
}
export async function dropReport(): Promise<void> {
  await dropDraft(lies)
  ;[lies, seen] = [SHELF, '']
}

/** A case reported or joined from this device, or a booking. */
export interface Link {
  number: string
  url: string
  at: string
  what: string
}
type Kind = 'reports' | 'bookings'

export function links(kind: Kind = 'reports'): Link[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(`weiguang.${kind}`) ?? '[]')
    return Array.isArray(found) ? (found as Link[]) : []
  } catch {
    return []
  }
}
export function keepLink(link: Link, kind: Kind = 'reports'): void {
  store([link, ...links(kind).filter((one) => one.url !== link.url)].slice(0, MOST), kind)
}
export function dropLink(url: string, kind: Kind): void {
  store(
    links(kind).filter((one) => one.url !== url),
    kind,
  )
}
export function dropLinks(): void {
  store([], 'reports')
}
function store(list: Link[], kind: Kind): void {
  try {
    if (list.length > 0) localStorage.setItem(`weiguang.${kind}`, JSON.stringify(list))
    else localStorage.removeItem(`weiguang.${kind}`)
  } catch {
    // The receipt on the screen still has the link.
  }
}
