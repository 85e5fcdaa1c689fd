// Care on the phone: alerts, overdue rechecks, and readings.
import { later } from '../../later'
import type { Room } from '../../rooms'

const VERBS = ['care.alert', 'care.read', 'care.measure', 'care.overdue']

export const room: Room = {
  needs: (me) => me.verbs.some((verb) => VERBS.includes(verb)),
  screens: [
    { path: '/alert/', tab: '/', show: later(() => import('./AlertShow.vue')) },
    { path: '/overdue', tab: '/', show: later(() => import('./OverdueList.vue')) },
  ],
}
