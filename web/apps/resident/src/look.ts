// Letter size and theme on this device: the switch, the link parameter (?elder=1), and storing it.
import { ref } from 'vue'

const KEPT = 'weiguang.elder'
export const elder = ref(asked() ?? kept())

/** The link parameter of a helper or poster. */
function asked(): boolean | null {
  const wish = new URLSearchParams(location.search).get('elder')
  return wish === null ? null : wish !== '0'
}
function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) === '1'
  } catch {
    return false // storage may be forbidden in an embedded web view
  }
}

export function chooseElder(next: boolean): void {
  elder.value = next
  document.documentElement.classList.toggle('elder', next)
  try {
    localStorage.setItem(KEPT, next ? '1' : '0')
  } catch {
    // It then applies until the page is closed.
  }
}
