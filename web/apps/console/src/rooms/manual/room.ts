// Routes and navigation of the manual.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/manual', name: 'manual', component: () => import('./ManualKindList.vue') },
    { path: '/manual/edit', name: 'manual-edit', component: () => import('./ManualKindEdit.vue') },
    {
      path: '/manual/calendar',
      name: 'manual-calendar',
      component: () => import('./ManualCalendarShow.vue'),
    },
  ],
  places: [{ order: 120, to: '/manual', icon: 'book', name: ['操作手册', 'Manual'], key: 'b', group: 'keep' }],
}
