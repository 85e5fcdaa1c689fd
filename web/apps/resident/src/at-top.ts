// Another screen begins at its top, and a reader of screens hears its heading.
import { nextTick, type Ref } from 'vue'

export async function atTop(heading: Ref<HTMLElement | undefined>): Promise<void> {
  await nextTick()
  window.scrollTo(0, 0)
  heading.value?.focus()
}
