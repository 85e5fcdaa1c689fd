// Routes and navigation of sign-in and settings.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      meta: { open: true },
      component: () => import('./SessionNew.vue'),
    },
    { path: '/setup', name: 'setup', meta: { open: true }, component: () => import('./SetupShow.vue') },
    { path: '/join', name: 'join', meta: { open: true }, component: () => import('./JoinShow.vue') },
    { path: '/begin', name: 'begin', component: () => import('./SessionBeginShow.vue') },
    { path: '/settings', name: 'settings', component: () => import('./SessionSettingsShow.vue') },
    {
      path: '/settings/installation',
      name: 'installation',
      component: () => import('./SessionInstallationShow.vue'),
    },
  ],
  places: [
    {
      order: 90,
      to: '/begin',
      icon: 'star',
      name: ['开始使用', 'Getting started'],
      key: 'k',
      verbs: ['people.manage'],
      group: 'keep',
    },
    { order: 150, to: '/settings', icon: 'gear', name: ['设置', 'Settings'], key: 's', group: 'keep' },
  ],
}
