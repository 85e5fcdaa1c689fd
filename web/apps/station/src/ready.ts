// Offline readiness: the files of all needed rooms are stored.
import { computed, watch } from 'vue'
import { useReady } from '@weiguang/ui/use-ready'
import { desk, lineUp } from './desk'
import { fetchRooms, roomsOf } from './rooms'

const { files, prepare: store } = useReady('/station/', fetchRooms)
const rooms = computed(() => (desk.stage === 'open' && desk.me ? roomsOf(desk.me) : []))

export const ready = files
export const prepare = () => store(rooms.value)

/** Checks at sign-in, and whenever online while something is missing. */
export function prepareWhenAsked(): void {
  watch(
    () => rooms.value.join(),
    () => {
      void fetchRooms(rooms.value).catch(() => null) // so that the first person need not wait for files
      void prepare()
    },
    { immediate: true },
  )
  watch(lineUp, (up) => {
    if (up && files.state === 'unready') void prepare()
  })
  watch(
    () => files.state,
    (state) => {
      document.documentElement.dataset.offline = state
    },
  )
}
