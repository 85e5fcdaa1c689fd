// The live stream on the phone, and the alert that waits for an answer: beside every screen as long as somebody is signed in.
import { beside } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const room: Room = { needs: () => true, screens: [], beside: beside(() => import('./LiveShow.vue')) }
