// Light, dark or system theme, stored on this device and applied before the first paint.
import { ref } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
const KEPT = 'weiguang.theme'
const dark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null

export const theme = ref<Theme>(kept())
/** The theme shown, with the system's resolved. */
export const shownTheme = ref<'light' | 'dark'>('light')

function kept(): Theme {
  try {
    const choice = localStorage.getItem(KEPT)
    return choice === 'light' || choice === 'dark' ? choice : 'system'
  } catch {
    return 'system' // storage may be forbidden in an embedded web view
  }
}

function show(): void {
  shownTheme.value = theme.value === 'dark' || (theme.value === 'system' && dark?.matches) ? 'dark' : 'light'
  document.documentElement.dataset.theme = shownTheme.value
}

/** Called once by faces with a dark theme. */
export function startTheme(): void {
  show()
  dark?.addEventListener('change', show)
}

export function chooseTheme(next: Theme): void {
  theme.value = next
  show()
  try {
    if (next === 'system') localStorage.removeItem(KEPT)
    else localStorage.setItem(KEPT, next)
  } catch {
    // It then applies until the page is closed.
  }
}
