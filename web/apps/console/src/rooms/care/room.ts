// Routes and navigation of care.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/care', name: 'care', component: () => import('./CareAlertList.vue') },
    {
      path: '/care/alerts/:id',
      name: 'care-alert',
      component: () => import('./CareAlertShow.vue'),
      props: true,
    },
    { path: '/care/overdue', name: 'care-overdue', component: () => import('./CareOverdueList.vue') },
    {
      path: '/care/residents/:id',
      name: 'care-person',
      component: () => import('./CarePersonShow.vue'),
      props: true,
    },
    { path: '/care/rules', name: 'care-rules', component: () => import('./CareRulesShow.vue') },
    { path: '/care/rules/edit', name: 'care-rules-edit', component: () => import('./CareRulesEdit.vue') },
    { path: '/settings/call-back', name: 'call-back', component: () => import('./CareCallBackEdit.vue') },
  ],
  places: [
    {
      order: 30,
      to: '/care',
      icon: 'care',
      name: ['关爱预警', 'Care'],
      key: 'c',
      verbs: ['care.alert'],
      group: 'desk',
    },
  ],
}
