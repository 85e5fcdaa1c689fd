// The live stream at the desk, and unacknowledged alerts.
import { beside } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const LiveShow = beside(() => import('./LiveShow.vue'))
export const room: Room = { needs: () => true, parts: [LiveShow] }
