// Scrolls a new screen to its top and focuses its heading for screen readers.
import { nextTick, type Ref } from 'vue'

export async function atTop(heading: Ref<HTMLElement | undefined>): Promise<void> {
  await nextTick()
  window.scrollTo(0, 0)
  heading.value?.focus()
}
