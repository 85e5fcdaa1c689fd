// The live stream and unacknowledged alerts, on every screen while signed in.
import { beside } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const room: Room = { needs: () => true, screens: [], beside: beside(() => import('./LiveShow.vue')) }
