// Every address of the console on one page. Each room but the queue is its own chunk, so that the first route stays small.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import CaseQueueList from './rooms/cases/CaseQueueList.vue'

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/cases' },
  { path: '/sign-in', name: 'sign-in', meta: { open: true }, component: () => import('./rooms/session/SessionNew.vue') },
  { path: '/overview', name: 'overview', component: () => import('./rooms/cases/CaseOverviewShow.vue') },
  { path: '/cases', name: 'cases', component: CaseQueueList },
  { path: '/cases/new', name: 'case-new', component: () => import('./rooms/cases/CaseNew.vue') },
  { path: '/cases/:id', name: 'case', component: () => import('./rooms/cases/CasePageShow.vue'), props: true },
  { path: '/cases/:id/audit', name: 'case-audit', component: () => import('./rooms/cases/CaseAuditShow.vue'), props: true },
  { path: '/map', name: 'map', component: () => import('./rooms/grid/GridMapShow.vue') },
  { path: '/people', name: 'people', component: () => import('./rooms/people/PeopleDutyTable.vue') },
  { path: '/people/accounts', name: 'accounts', component: () => import('./rooms/people/PeopleAccountList.vue') },
  { path: '/people/accounts/:id', name: 'account', component: () => import('./rooms/people/PeopleAccountShow.vue'), props: true },
  { path: '/people/absences', name: 'absences', component: () => import('./rooms/people/PeopleAbsenceList.vue') },
  { path: '/people/handovers/:id', name: 'handover', component: () => import('./rooms/people/PeopleHandoverPageShow.vue'), props: true },
  { path: '/grid/regrids', name: 'regrids', component: () => import('./rooms/grid/GridRegridList.vue') },
  { path: '/grid/regrids/new', name: 'regrid-new', component: () => import('./rooms/grid/GridRegridEdit.vue') },
  { path: '/grid/regrids/:id', name: 'regrid', component: () => import('./rooms/grid/GridRegridShow.vue'), props: true },
  { path: '/grid/regrids/:id/edit', name: 'regrid-edit', component: () => import('./rooms/grid/GridRegridEdit.vue'), props: true },
  { path: '/grid/findings', name: 'findings', component: () => import('./rooms/grid/GridFindingList.vue') },
  { path: '/manual', name: 'manual', component: () => import('./rooms/manual/ManualKindList.vue') },
  { path: '/manual/edit', name: 'manual-edit', component: () => import('./rooms/manual/ManualKindEdit.vue') },
  { path: '/manual/calendar', name: 'manual-calendar', component: () => import('./rooms/manual/ManualCalendarShow.vue') },
  { path: '/imports', name: 'imports', component: () => import('./rooms/imports/ImportNew.vue') },
  { path: '/outbox', name: 'outbox', component: () => import('./rooms/outbox/OutboxList.vue') },
  { path: '/settings', name: 'settings', component: () => import('./rooms/session/SessionSettingsShow.vue') },
  { path: '/settings/tokens', name: 'tokens', component: () => import('./rooms/people/PeopleTokenList.vue') },
  { path: '/settings/destinations', name: 'destinations', component: () => import('./rooms/outbox/OutboxDestinationList.vue') },
  { path: '/settings/installation', name: 'installation', component: () => import('./rooms/session/SessionInstallationShow.vue') },
  { path: '/inbox', name: 'inbox', component: () => import('./rooms/outbox/InboxList.vue') },
  { path: '/screen', name: 'screen', meta: { open: true }, component: () => import('./rooms/cases/CaseScreenShow.vue') },
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./ShellNowhereShow.vue') },
]

export const router = createRouter({ history: createWebHistory('/'), routes })
