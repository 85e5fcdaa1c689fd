// Routes and navigation of people.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/people', name: 'people', component: () => import('./PeopleDutyTable.vue') },
    { path: '/people/accounts', name: 'accounts', component: () => import('./PeopleAccountList.vue') },
    {
      path: '/people/accounts/:id',
      name: 'account',
      component: () => import('./PeopleAccountShow.vue'),
      props: true,
    },
    {
      path: '/people/invitations',
      name: 'invitations',
      component: () => import('./PeopleInvitationList.vue'),
    },
    { path: '/people/access', name: 'access', component: () => import('./PeopleGrantList.vue') },
    {
      path: '/people/tokens',
      name: 'street-tokens',
      component: () => import('./PeopleStreetTokenList.vue'),
    },
    { path: '/people/absences', name: 'absences', component: () => import('./PeopleAbsenceList.vue') },
    {
      path: '/people/handovers/:id',
      name: 'handover',
      component: () => import('./PeopleHandoverPageShow.vue'),
      props: true,
    },
    { path: '/settings/tokens', name: 'tokens', component: () => import('./PeopleTokenList.vue') },
  ],
  places: [
    {
      order: 70,
      to: '/people',
      icon: 'people',
      name: ['谁在负责', 'Who answers'],
      key: 'p',
      verbs: ['people.read'],
      group: 'desk',
    },
  ],
}
