// Routes and navigation of households.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/households', name: 'households', component: () => import('./HouseholdResidentList.vue') },
    {
      path: '/households/residents/:id',
      name: 'resident',
      component: () => import('./HouseholdResidentShow.vue'),
      props: true,
    },
    { path: '/households/homes', name: 'homes', component: () => import('./HouseholdList.vue') },
    {
      path: '/households/doubles',
      name: 'doubles',
      component: () => import('./HouseholdDoubleList.vue'),
    },
    { path: '/households/teams', name: 'teams', component: () => import('./HouseholdTeamList.vue') },
    {
      path: '/households/tombstones',
      name: 'tombstones',
      component: () => import('./HouseholdTombstoneList.vue'),
    },
    {
      path: '/households/:id',
      name: 'household',
      component: () => import('./HouseholdShow.vue'),
      props: true,
    },
  ],
  places: [
    {
      order: 50,
      to: '/households',
      icon: 'door',
      name: ['住户', 'Households'],
      key: 'h',
      verbs: ['households.read'],
      group: 'desk',
    },
    {
      order: 110,
      to: '/households/tombstones',
      icon: 'shield',
      name: ['删除记录', 'Erasures'],
      key: 't',
      verbs: ['audit.read'],
      without: 'households.read',
      group: 'keep',
    },
  ],
}
