// Drafts of forms that survive navigation and reload: stored per tab and account, deleted when sent or signed out.
import { reactive, ref, watch, type Ref } from 'vue'

const PREFIX = 'weiguang.draft:'
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('weiguang.signed-out')
channel?.addEventListener('message', () => forgetDrafts())

function stored(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null')
  } catch {
    return null
  }
}
function store(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + name)
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // Without storage, typing still works.
  }
}

/** Deletes all drafts of this tab, except one account's; with `everywhere`, of other tabs too. */
export function forgetDrafts(except = '', everywhere = false): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && !(except && key.startsWith(`${PREFIX}${except}:`))) sessionStorage.removeItem(key)
    }
  } catch {
    // No storage, nothing to delete.
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
  if (everywhere) channel?.postMessage('')
}

export interface Draft<T> {
  form: T
  /** Whether an earlier draft was restored. */
  found: Ref<boolean>
  /** Call after sending or discarding. */
  clear: () => void
}

/** A form whose content is stored while typing. `whose`: the account, so that nobody sees another person's draft. */
export function useDraft<T extends Record<string, unknown>>(whose: string, name: string, blank: () => T): Draft<T> {
  const key = `${whose}:${name}`
  const first = blank()
  const empty = JSON.stringify(first)
  const before = whose ? stored(key) : null
  const form = reactive({ ...first, ...(typeof before === 'object' ? before : {}) }) as T
  const found = ref(JSON.stringify(form) !== empty)
  watch(
    form,
    () => {
      if (whose) store(key, JSON.stringify(form) === empty ? null : form)
    },
    { deep: true, flush: 'sync' },
  )
  return {
    form,
    found,
    clear(): void {
      for (const field of Object.keys(form)) if (!(field in first)) delete (form as Record<string, unknown>)[field]
      Object.assign(form, JSON.parse(empty))
      store(key, null)
      found.value = false
    },
  }
}
