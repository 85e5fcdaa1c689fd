// Signing in at the desk.
import { later } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const SessionNew = later(() => import('./SessionNew.vue'))
export const room: Room = { needs: () => true, parts: [SessionNew] }
