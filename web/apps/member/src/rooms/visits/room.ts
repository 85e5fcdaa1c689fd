// Visits on the phone: dwelling and campaign.
import { beside } from '@weiguang/ui/later'
import { later } from '../../later'
import type { Room } from '../../rooms'

export const room: Room = {
  needs: (me) => me.verbs.includes('visits.read'),
  screens: [
    { path: '/campaign/', tab: '/', show: later(() => import('./CampaignShow.vue')) },
    { path: '/door/', tab: '/cell', show: later(() => import('./DoorShow.vue')) },
  ],
  /** The bar to undo the last visit. */
  beside: beside(() => import('./UndoShow.vue')),
}
