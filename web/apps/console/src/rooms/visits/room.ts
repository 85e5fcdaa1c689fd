// Routes and navigation of campaigns, forms and visits.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/visits', name: 'visits', component: () => import('./VisitCampaignList.vue') },
    { path: '/visits/new', name: 'campaign-new', component: () => import('./VisitCampaignEdit.vue') },
    {
      path: '/visits/campaigns/:id',
      name: 'campaign',
      component: () => import('./VisitCampaignShow.vue'),
      props: true,
    },
    {
      path: '/visits/campaigns/:id/edit',
      name: 'campaign-edit',
      component: () => import('./VisitCampaignEdit.vue'),
      props: true,
    },
    {
      path: '/visits/campaigns/:id/sign',
      name: 'campaign-sign',
      component: () => import('./VisitSignNew.vue'),
      props: true,
    },
    { path: '/visits/forms', name: 'forms', component: () => import('./VisitFormList.vue') },
    { path: '/visits/forms/new', name: 'form-new', component: () => import('./VisitFormNew.vue') },
    { path: '/visits/forms/:id', name: 'form', component: () => import('./VisitFormShow.vue'), props: true },
    { path: '/visits/conflicts', name: 'conflicts', component: () => import('./VisitConflictList.vue') },
    {
      path: '/visits/behind/:id',
      name: 'visits-behind',
      component: () => import('./VisitDoorList.vue'),
      props: true,
    },
  ],
  places: [
    {
      order: 60,
      to: '/visits',
      icon: 'check',
      name: ['走访', 'Visits'],
      key: 'v',
      verbs: ['visits.read'],
      group: 'desk',
    },
  ],
}
