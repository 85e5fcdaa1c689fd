// Whether a face can be used without a network: the service worker has stored the files of every room that is needed.
import { reactive } from 'vue'
import { storeRooms } from '@weiguang/offline/rooms'

/** `ready` also at the next start; `here` only while this page is open, in browsers without a service worker. */
export type ReadyState = 'unknown' | 'storing' | 'ready' | 'here' | 'unready'

/** `fetchAll` brings the rooms into the open page, where nothing can be stored. */
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
    // Somebody signed out, or in as somebody else, in the meantime: this answer is not theirs.
    if (rooms === wanted) files.state = state
  }
  /** What was asked for meanwhile is stored as well. */
  async function run(): Promise<void> {
    for (let rooms: string[] | null = null; wanted.length > 0 && rooms !== wanted;) {
      rooms = wanted
      await store(rooms)
    }
  }
  /** Stores what is missing. Several who ask at once wait for one answer. */
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
