// Sign-in at the desk.
import { laterPage } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const SessionNew = laterPage(() => import('./SessionNew.vue'))
export const room: Room = { needs: () => true, parts: [SessionNew] }
