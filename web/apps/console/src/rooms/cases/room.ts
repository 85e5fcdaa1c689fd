// Routes and navigation of cases.
import type { Room } from '../../rooms'
import CaseQueueList from './CaseQueueList.vue'

export const room: Room = {
  routes: [
    { path: '/overview', name: 'overview', component: () => import('./CaseOverviewShow.vue') },
    { path: '/cases', name: 'cases', component: CaseQueueList },
    { path: '/cases/new', name: 'case-new', component: () => import('./CaseNew.vue') },
    { path: '/cases/:id', name: 'case', component: () => import('./CasePageShow.vue'), props: true },
    {
      path: '/cases/:id/audit',
      name: 'case-audit',
      component: () => import('./CaseAuditShow.vue'),
      props: true,
    },
    {
      path: '/screen',
      name: 'screen',
      meta: { open: true },
      component: () => import('./CaseScreenShow.vue'),
    },
  ],
  places: [
    {
      order: 10,
      to: '/overview',
      icon: 'chart',
      name: ['运行概况', 'Overview'],
      key: 'o',
      verbs: ['cases.read'],
      group: 'desk',
    },
    { order: 20, to: '/cases', icon: 'list', name: ['事项', 'Cases'], key: 'q', verbs: ['cases.read'], group: 'desk' },
    { order: 80, to: '/screen', icon: 'wall', name: ['大屏', 'Wall'], key: 'w', verbs: ['cases.read'], group: 'desk' },
  ],
}
