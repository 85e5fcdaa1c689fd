// Virtual scrolling: renders only visible rows of equal height.
import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'

export interface WindowOf {
  box: Ref<HTMLElement | undefined>
  count: () => number
  /** Height of a row in pixels. */
  height: () => number
  /** Pixels above the first row: a scrolling or sticky header. */
  head?: number
}

const BEYOND = 10

export function useWindow({ box, count, height, head = 0 }: WindowOf) {
  const top = ref(0)
  const seen = ref(900)
  const all = ref(false)
  const read = () => {
    top.value = box.value?.scrollTop ?? 0
    seen.value = box.value?.clientHeight ?? 900
  }
  const watcher = typeof ResizeObserver === 'function' ? new ResizeObserver(read) : null
  watch(
    box,
    (element, before) => {
      before?.removeEventListener('scroll', read)
      watcher?.disconnect()
      if (!element) return
      element.addEventListener('scroll', read, { passive: true })
      watcher?.observe(element)
      read()
    },
    { immediate: true, flush: 'post' },
  )
  /** Printing renders all loaded rows. */
  const paper = () => {
    all.value = true
  }
  const screen = () => {
    all.value = false
  }
  addEventListener('beforeprint', paper)
  addEventListener('afterprint', screen)
  onBeforeUnmount(() => {
    watcher?.disconnect()
    removeEventListener('beforeprint', paper)
    removeEventListener('afterprint', screen)
  })

  const from = computed(() =>
    all.value ? 0 : Math.max(0, Math.min(count(), Math.floor((top.value - head) / height()) - BEYOND)),
  )
  const to = computed(() =>
    all.value ? count() : Math.min(count(), Math.ceil((top.value - head + seen.value) / height()) + BEYOND),
  )
  return {
    from,
    to,
    before: computed(() => from.value * height()),
    after: computed(() => (count() - to.value) * height()),
    /** Scrolls a row into view with the least movement. */
    reveal(index: number): void {
      const element = box.value
      if (!element) return
      const start = index * height()
      if (start < element.scrollTop) element.scrollTop = start
      else if (start + height() + head > element.scrollTop + element.clientHeight)
        element.scrollTop = start + height() + head - element.clientHeight
      read()
    },
    paper,
    screen,
  }
}
