// Residents on the phone: a person, and a new one.
import { later } from '../../later'
import type { Room } from '../../rooms'

export const room: Room = {
  needs: (me) => me.verbs.includes('households.read'),
  screens: [
    { path: '/person/', tab: '/cell', show: later(() => import('./PersonShow.vue')) },
    { path: '/register/', tab: '/cell', show: later(() => import('./PersonNew.vue')) },
  ],
}
