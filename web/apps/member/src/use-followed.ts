// An open record: the stored version, a newer one if online, its timeline and queued actions.
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
  // Sent actions and syncs may have changed it: refetch.
  watch([() => heads.value.filter((item) => item.state === 'sent').length, () => kept()?.version], refresh)
  return {
    /** The newer of the stored and the fetched version. */
    one: computed<(Thing & { pending: OutItem[] }) | null>(() => {
      const own = kept()
      const newest = latest.value && latest.value.version >= (own?.version ?? 0) ? latest.value : own
      return newest ? { ...newest, pending: heads.value.filter((item) => item.state !== 'sent') } : null
    }),
    events: computed(() => [...(steps.value ?? kept()?.events ?? [])].sort((one, other) => other.seq - one.seq)),
    /** Whether it was just fetched from the server. */
    live: computed(() => latest.value !== null && steps.value !== null),
    looking,
    refresh,
  }
}
