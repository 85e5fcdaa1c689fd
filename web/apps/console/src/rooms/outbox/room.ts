// Routes and navigation of messages.
import type { Room } from '../../rooms'

export const room: Room = {
  routes: [
    { path: '/outbox', name: 'outbox', component: () => import('./OutboxList.vue') },
    {
      path: '/settings/destinations',
      name: 'destinations',
      component: () => import('./OutboxDestinationList.vue'),
    },
    { path: '/inbox', name: 'inbox', component: () => import('./InboxList.vue') },
  ],
  places: [
    {
      order: 140,
      to: '/outbox',
      icon: 'send',
      name: ['消息发件箱', 'Outbox'],
      key: 'x',
      verbs: ['outbox.manage'],
      group: 'keep',
    },
    { order: 160, to: '/inbox', icon: 'bell', name: ['消息', 'Messages'], key: 'n', group: 'top' },
  ],
}
