// Whether the phone can be used without a network: the files of all rooms that one's posts need, and one's own data, are stored.
import { computed, reactive, watch } from 'vue'
import { storeRooms } from '@weiguang/offline/rooms'
import { me, phone } from './phone'
import { fetchRooms, roomsOf } from './rooms'

/** `ready` also without a network at the next start; `here` only while this page is open, in browsers without a service worker. */
type State = 'unknown' | 'storing' | 'ready' | 'here' | 'unready'
const files = reactive({ state: 'unknown' as State, stored: 0, of: 0 })

/** What is said of it. Before the first answer there is nothing to say. */
export const ready = computed(() => {
  const stored = files.state === 'ready' || files.state === 'here'
  // Screens without data are of no use: the pack must be stored as well.
  const state = stored && (!phone.syncedAt || phone.full) ? 'storing' : files.state
  return { ...files, state }
})

let storing: Promise<void> | null = null
/** Stores what is missing. Several who ask at once wait for one answer. */
export function prepare(): Promise<void> {
  storing ??= store().catch(() => { files.state = 'unready' }).finally(() => { storing = null })
  return storing
}
async function store(): Promise<void> {
  if (!me.value || phone.stage !== 'open') return
  const names = roomsOf(me.value)
  if (files.state !== 'here') files.state = 'storing'
  const last = await storeRooms('/m/', names, (now) => { Object.assign(files, now) })
  if (!last) await fetchRooms(names)
  files.state = !last ? 'here' : last.stored === last.of ? 'ready' : 'unready'
}

/** Asks at sign-in, when one's posts change, and after each sync that finds something missing. */
export function prepareWhenAsked(): void {
  const asked = computed(() => (phone.stage === 'open' && me.value ? roomsOf(me.value).join() : ''))
  watch(asked, (now) => { if (now) void prepare() }, { immediate: true })
  watch([() => phone.online, () => phone.syncedAt], () => { if (phone.online && files.state === 'unready') void prepare() })
  watch(() => ready.value.state, (state) => { document.documentElement.dataset.offline = state })
}
