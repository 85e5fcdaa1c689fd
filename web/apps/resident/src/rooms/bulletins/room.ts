// Bulletins for residents.
import { laterPage } from '@weiguang/ui/later'
import type { Room } from '../../rooms'

export const room: Room = {
  tabs: [{ order: 40, path: '/r/bulletins', name: ['通知', 'Bulletins'] }],
  screens: [{ path: /\/bulletins\/?$/, tab: '/r/bulletins', show: laterPage(() => import('./BulletinList.vue')) }],
}
