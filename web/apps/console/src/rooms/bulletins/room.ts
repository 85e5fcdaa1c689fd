// Bulletins 通知公告: the addresses and places of this room.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [{ path: '/bulletins', name: 'bulletins', component: () => import('./BulletinList.vue') }],
  places: [
    {
      order: 141,
      to: '/bulletins',
      icon: 'book',
      name: ['通知公告', 'Bulletins'],
      key: 'g',
      verbs: ['bulletins.read'],
      group: 'keep',
    },
  ],
}
