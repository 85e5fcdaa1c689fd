// What this device keeps: the one report that is not sent yet, with its photographs, and the links of those that were.
// Where a web view forbids storage everything works, and lasts as long as the page.

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

/** Whether it is now safe on the device. What is not sent yet of something else than a report has a place of its own. */
export const keepDraft = (draft: unknown, place = SHELF): Promise<boolean> => shelf('readwrite', (store) => store.put(draft, place)).then(() => true, () => false)
export const keptDraft = <T>(place = SHELF): Promise<T | null> => shelf<T | undefined>('readonly', (store) => store.get(place)).then((found) => found ?? null, () => null)
export const dropDraft = (place = SHELF): Promise<unknown> => shelf('readwrite', (store) => store.delete(place)).catch(() => null)

/** A matter that was brought or joined from this device, or a place that was booked. */
export interface Link { number: string; url: string; at: string; what: string }
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
  store(links(kind).filter((one) => one.url !== url), kind)
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
