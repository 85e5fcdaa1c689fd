// The live stream at the desk, and the alert that waits for an answer.
import { defineAsyncComponent } from 'vue'
import type { Room } from '../../rooms'

/** Nothing stands in its place where its file does not come; it is fetched until it does. */
export const LiveShow = defineAsyncComponent({ loader: () => import('./LiveShow.vue'), onError: (_fault, retry) => { setTimeout(retry, 10_000) } })
export const room: Room = { needs: () => true, parts: [LiveShow] }
