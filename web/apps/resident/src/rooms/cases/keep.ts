// What this device keeps: the one report that is not sent yet, with its photographs, and the links of those that were.
// Where a web view forbids storage everything works, and lasts as long as the page.

const BASE = 'weiguang-resident'
const SHELF = 'draft'
const LINKS = 'weiguang.reports'
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

/** Whether it is now safe on the device. */
export const keepDraft = (draft: unknown): Promise<boolean> => shelf('readwrite', (store) => store.put(draft, SHELF)).then(() => true, () => false)
export const keptDraft = <T>(): Promise<T | null> => shelf<T | undefined>('readonly', (store) => store.get(SHELF)).then((found) => found ?? null, () => null)
export const dropDraft = (): Promise<unknown> => shelf('readwrite', (store) => store.delete(SHELF)).catch(() => null)

/** A matter that was brought or joined from this device. */
export interface Link { number: string; url: string; at: string; what: string }

export function links(): Link[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(LINKS) ?? '[]')
    return Array.isArray(found) ? (found as Link[]) : []
  } catch {
    return []
  }
}
export function keepLink(link: Link): void {
  store([link, ...links().filter((one) => one.url !== link.url)].slice(0, MOST))
}
export function dropLinks(): void {
  store([])
}
function store(list: Link[]): void {
  try {
    if (list.length > 0) localStorage.setItem(LINKS, JSON.stringify(list))
    else localStorage.removeItem(LINKS)
  } catch {
    // The receipt on the screen still has the link.
  }
}
