// Selection of rows: single, range, or all loaded.
import { computed, ref } from 'vue'

export function useSelection(ids: () => string[]) {
  const chosen = ref(new Set<string>())
  let anchor: string | null = null

  function toggle(id: string): void {
    const next = new Set(chosen.value)
    if (!next.delete(id)) next.add(id)
    chosen.value = next
    anchor = id
  }
  /** From the last selected row to this one, inclusive. */
  function range(id: string): void {
    const all = ids()
    const from = anchor ? all.indexOf(anchor) : -1
    const to = all.indexOf(id)
    if (to < 0) return
    if (from < 0) return toggle(id)
    chosen.value = new Set([...chosen.value, ...all.slice(Math.min(from, to), Math.max(from, to) + 1)])
    anchor = id
  }
  return {
    chosen,
    size: computed(() => chosen.value.size),
    toggle,
    range,
    set(next: Iterable<string>): void {
      chosen.value = new Set(next)
    },
    clear(): void {
      chosen.value = new Set()
      anchor = null
    },
  }
}
