// A minimal router.
import { nextTick, ref } from 'vue'

const BASE = '/m'
const TABS = ['/', '/cell', '/report', '/outbox', '/me']
const read = () => location.pathname.slice(BASE.length).replace(/\/$/, '') || '/'

/** The path in the app: `/case/…`. */
export const route = ref(read())

const heights = new Map<string, number>()

export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (path === route.value) return window.scrollTo(0, 0)
  heights.set(route.value, window.scrollY)
  history[how === 'push' ? 'pushState' : 'replaceState']({ inside: true }, '', BASE + (path === '/' ? '/' : path))
  route.value = path
  void nextTick(() => window.scrollTo(0, TABS.includes(path) ? (heights.get(path) ?? 0) : 0))
}

/** Goes back, or to `otherwise` if this is the first page. */
export function back(otherwise: string): void {
  if ((history.state as { inside?: boolean } | null)?.inside) history.back()
  else go(otherwise, 'replace')
}

window.addEventListener('popstate', () => {
  heights.set(route.value, window.scrollY)
  route.value = read()
  void nextTick(() => window.scrollTo(0, heights.get(route.value) ?? 0))
})
