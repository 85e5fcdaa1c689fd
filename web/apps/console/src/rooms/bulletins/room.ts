// Routes, navigation and messages of bulletins 通知公告.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/bulletins', name: 'bulletins', component: () => import('./BulletinList.vue') },
    { path: '/bulletins/new', name: 'bulletin-new', component: () => import('./BulletinEdit.vue') },
    { path: '/bulletins/:id', name: 'bulletin', props: true, component: () => import('./BulletinShow.vue') },
    { path: '/bulletins/:id/edit', name: 'bulletin-edit', props: true, component: () => import('./BulletinEdit.vue') },
  ],
  places: [
    {
      order: 95,
      to: '/bulletins',
      icon: 'voice',
      name: ['通知公告', 'Bulletins'],
      key: 'u',
      verbs: ['bulletins.read'],
      group: 'desk',
    },
  ],
  messages: {
    topics: {
      'bulletins.published': ['新通知', 'New bulletin'],
      'bulletins.corrected': ['通知更正', 'Bulletin corrected'],
    },
    leads: (subject) => `/bulletins/${subject}`,
  },
}
