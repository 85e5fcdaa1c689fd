// Routes and navigation of imports.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [{ path: '/imports', name: 'imports', component: () => import('./ImportNew.vue') }],
  places: [
    {
      order: 130,
      to: '/imports',
      icon: 'tray',
      name: ['导入', 'Import'],
      key: 'i',
      verbs: ['imports.run'],
      group: 'keep',
    },
  ],
}
