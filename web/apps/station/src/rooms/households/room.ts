// The person at the desk: search in the main chunk, registration loaded on demand.
import { later } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const ResidentNew = later(() => import('./ResidentNew.vue'))
export const room: Room = { needs: (me) => me.verbs.includes('care.measure'), parts: [ResidentNew] }
