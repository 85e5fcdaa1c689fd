// One thing that is open on the phone: as the pack has it, fresher where there is a network, with its steps and the acts that wait here.
import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import type { OutItem } from '@weiguang/offline/outbox'
import { ask } from '@weiguang/offline/wire'
import { isHead } from './contents'
import { fresh, phone, shown } from './phone'

export function useFollowed<Thing extends { version: number }, Step extends { seq: number }>(
  path: string,
  kept: () => (Thing & { events?: Step[] }) | undefined,
  id: string,
) {
  const latest = shallowRef<Thing | null>(null)
  const steps = shallowRef<Step[] | null>(null)
  const looking = ref(true)

  async function refresh(): Promise<void> {
    looking.value = true
    if (phone.online) {
      latest.value = (await fresh<Thing>(`/${path}/${id}`)) ?? latest.value
      if (latest.value)
        steps.value = await ask<{ items: Step[] }>(`/${path}/${id}/events`).then(
          (page) => page.items,
          () => steps.value,
        )
    }
    looking.value = false
  }
  onMounted(refresh)

  const heads = computed(() => shown.queue.filter((item) => item.lane === id && isHead(item)))
  // What was sent from here has changed it, and so may have what the last sync brought: look again.
  watch([() => heads.value.filter((item) => item.state === 'sent').length, () => kept()?.version], refresh)
  return {
    /** The newer of what the pack and this page know. */
    one: computed<(Thing & { pending: OutItem[] }) | null>(() => {
      const own = kept()
      const newest = latest.value && latest.value.version >= (own?.version ?? 0) ? latest.value : own
      return newest ? { ...newest, pending: heads.value.filter((item) => item.state !== 'sent') } : null
    }),
    events: computed(() => [...(steps.value ?? kept()?.events ?? [])].sort((one, other) => other.seq - one.seq)),
    /** Whether this is what the server said just now, and not only what the phone kept. */
    live: computed(() => latest.value !== null && steps.value !== null),
    looking,
    refresh,
  }
}
