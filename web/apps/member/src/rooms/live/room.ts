// The live stream on the phone, and the alert that waits for an answer: beside every screen as long as somebody is signed in.
import { defineAsyncComponent } from 'vue'
import type { Room } from '../../rooms'

/** Nothing stands in its place where its file does not come; it is fetched until it does. */
const LiveShow = defineAsyncComponent({ loader: () => import('./LiveShow.vue'), onError: (_fault, retry) => { setTimeout(retry, 10_000) } })
export const room: Room = { needs: () => true, screens: [], beside: LiveShow }
