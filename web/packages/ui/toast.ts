// The toasts' state, usable from every room.
import { ref } from 'vue'

interface Toast {
  id: number
  text: string
  tone: 'good' | 'bad'
}

export const toasts = ref<Toast[]>([])
let last = 0

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

export function toast(text: string, tone: Toast['tone'] = 'good'): void {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), { id, text, tone }]
  if (tone === 'good') setTimeout(() => dismiss(id), 3_500)
}
