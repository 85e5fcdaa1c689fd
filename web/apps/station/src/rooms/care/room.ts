// Measuring at the desk: person, reading, result and slip.
import { later } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const PersonShow = later(() => import('./PersonShow.vue'))
export const room: Room = { needs: (me) => me.verbs.includes('care.measure'), parts: [PersonShow] }
