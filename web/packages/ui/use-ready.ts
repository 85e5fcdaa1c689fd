// Whether a face works offline: the service worker has stored the files of all needed rooms.
import { reactive } from 'vue'
import { storeRooms } from '@weiguang/offline/rooms'

/** `ready`: also after a restart; `here`: only while this page is open, without a service worker. */
export type ReadyState = 'unknown' | 'storing' | 'ready' | 'here' | 'unready'

/** `fetchAll` loads the rooms into the open page, if nothing can be stored. */
export function useReady(base: string, fetchAll: (rooms: string[]) => Promise<unknown>) {
  const files = reactive({ state: 'unknown' as ReadyState, stored: 0, of: 0 })
  let storing: Promise<void> | null = null
  let wanted: string[] = []

  async function reached(rooms: string[]): Promise<ReadyState> {
    const last = await storeRooms(base, rooms, (now) => {
      Object.assign(files, now)
    })
    if (last) return last.stored === last.of ? 'ready' : 'unready'
    await fetchAll(rooms)
    return 'here'
  }
  async function store(rooms: string[]): Promise<void> {
    if (files.state !== 'here') files.state = 'storing'
    const state = await reached(rooms).catch((): ReadyState => 'unready')
    // Another account signed in meanwhile: ignore this answer.
    if (rooms === wanted) files.state = state
  }
  /** Rooms requested meanwhile are stored as well. */
  async function run(): Promise<void> {
    for (let rooms: string[] | null = null; wanted.length > 0 && rooms !== wanted;) {
      rooms = wanted
      await store(rooms)
    }
  }
  /** Stores missing files. Concurrent calls share a run. */
  function prepare(rooms: string[]): Promise<void> {
    wanted = rooms
    if (rooms.length === 0) files.state = 'unknown' // nobody is signed in
    storing ??= run().finally(() => {
      storing = null
    })
    return storing
  }
  return { files, prepare }
}
