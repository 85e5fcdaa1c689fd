// Outbox and inbox on the phone.
import { later } from '../../later'
import type { Room } from '../../rooms'
import { t } from '../../words'

export const room: Room = {
  needs: () => true,
  screens: [
    { path: '/outbox', tab: '/outbox', show: later(() => import('./OutboxList.vue')) },
    { path: '/outbox/', tab: '/outbox', show: later(() => import('./OutboxItemShow.vue')) },
    { path: '/inbox', tab: '/', show: later(() => import('./InboxList.vue')) },
  ],
  tabs: [{ path: '/outbox', order: 4, icon: 'upload', text: () => t('shell.outbox') }],
}
