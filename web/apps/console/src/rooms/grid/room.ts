// Routes and navigation of map, cells and re-grids.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/map', name: 'map', component: () => import('./GridMapShow.vue') },
    { path: '/grid/regrids', name: 'regrids', component: () => import('./GridRegridList.vue') },
    { path: '/grid/regrids/new', name: 'regrid-new', component: () => import('./GridRegridEdit.vue') },
    {
      path: '/grid/regrids/:id',
      name: 'regrid',
      component: () => import('./GridRegridShow.vue'),
      props: true,
    },
    {
      path: '/grid/regrids/:id/edit',
      name: 'regrid-edit',
      component: () => import('./GridRegridEdit.vue'),
      props: true,
    },
    { path: '/grid/cells', name: 'cells', component: () => import('./GridCellList.vue') },
    { path: '/grid/findings', name: 'findings', component: () => import('./GridFindingList.vue') },
  ],
  places: [
    { order: 40, to: '/map', icon: 'map', name: ['网格地图', 'Map'], key: 'm', group: 'desk' },
    {
      order: 100,
      to: '/grid/regrids',
      icon: 'divide',
      name: ['网格调整', 'Re-grids'],
      key: 'r',
      verbs: ['grid.regrid', 'grid.review'],
      group: 'keep',
    },
  ],
}
