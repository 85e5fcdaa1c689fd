// Offline readiness: the files of all needed rooms, and the data, are stored.
import { computed, watch } from 'vue'
import { useReady, type ReadyState } from '@weiguang/ui/use-ready'
import { me, phone } from './phone'
import { fetchRooms, roomsOf } from './rooms'

const { files, prepare: store } = useReady('/m/', fetchRooms)
const rooms = computed(() => (phone.stage === 'open' && me.value ? roomsOf(me.value) : []))

/** Readiness including data, because screens without data are useless. */
const withData = (): ReadyState =>
  files.state !== 'ready' ? files.state : phone.full ? 'unready' : phone.syncedAt ? 'ready' : 'storing'
export const ready = computed(() => ({ ...files, state: withData() }))
export const prepare = () => store(rooms.value)

/** Checks at sign-in, when posts change, and at each sync while something is missing. */
export function prepareWhenAsked(): void {
  watch(
    () => rooms.value.join(),
    () => void prepare(),
    { immediate: true },
  )
  watch([() => phone.online, () => phone.syncedAt], () => {
    if (phone.online && files.state === 'unready') void prepare()
  })
  watch(
    () => ready.value.state,
    (state) => {
      document.documentElement.dataset.offline = state
    },
  )
}
