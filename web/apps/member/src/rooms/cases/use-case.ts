// One case on the phone: as the pack has it, fresher where there is a network, with the acts that wait here.
import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import type { Case, CaseEvent } from '@weiguang/api/resources'
import { say } from '@weiguang/i18n/t'
import type { Seen } from '@weiguang/offline/outbox'
import { ask } from '@weiguang/offline/wire'
import { isHead, type CaseNow } from '../../contents'
import { caseOf, fresh, phone, shown } from '../../phone'

export const seenOf = (one: CaseNow): Seen => ({
  number: one.number, title: one.title, status: say(one.status_words ?? { zh: one.status, en: one.status }), owner: one.owner?.name ?? '', version: one.version, at: one.updated_at,
})

export function useCase(id: string) {
  const latest = shallowRef<Case | null>(null)
  const steps = shallowRef<CaseEvent[] | null>(null)
  const looking = ref(false)

  async function refresh(): Promise<void> {
    if (!phone.online) return
    looking.value = true
    const found = await fresh<Case>(`/cases/${id}`)
    if (found) {
      latest.value = found
      steps.value = await ask<{ items: CaseEvent[] }>(`/cases/${id}/events`).then((page) => page.items, () => null)
    }
    looking.value = false
  }
  onMounted(refresh)

  const kept = computed(() => caseOf(id))
  /** The newer of what the pack and this page know. */
  const one = computed<CaseNow | null>(() => {
    const pending = shown.queue.filter((item) => item.lane === id && isHead(item) && item.state !== 'sent')
    const base = latest.value && latest.value.version >= (kept.value?.version ?? 0) ? latest.value : kept.value
    return base ? { ...base, pending } : null
  })
  const events = computed(() => [...(steps.value ?? kept.value?.events ?? [])].sort((a, b) => b.seq - a.seq))
  /** Whether this is what the server said just now, and not only what the phone kept. */
  const live = computed(() => latest.value !== null && steps.value !== null)
  // What was sent from here has changed the case: look again.
  watch(() => shown.queue.filter((item) => item.lane === id && item.state === 'sent').length, (now, before) => { if (now > before) void refresh() })
  return { one, events, live, looking, refresh }
}
