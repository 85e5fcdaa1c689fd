// Measuring at the desk: one person, a reading, what came of it, and the slip.
import { later } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const PersonShow = later(() => import('./PersonShow.vue'))
export const room: Room = { needs: (me) => me.verbs.includes('care.measure'), parts: [PersonShow] }
