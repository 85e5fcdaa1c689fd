// Who is at the desk: found with the first screen; somebody new is written down by a part that is fetched later.
import { later } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const ResidentNew = later(() => import('./ResidentNew.vue'))
export const room: Room = { needs: (me) => me.verbs.includes('care.measure'), parts: [ResidentNew] }
