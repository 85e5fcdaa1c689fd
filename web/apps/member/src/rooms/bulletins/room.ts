// Bulletins on the phone: list and page, online only.
import { later } from '../../later'
import type { Room } from '../../rooms'
import { locale } from '@weiguang/i18n/t'

export const room: Room = {
  needs: (me) => me.verbs.includes('bulletins.read'),
  screens: [
    { path: '/bulletins', tab: '/', show: later(() => import('./BulletinList.vue')) },
    { path: '/bulletin/', tab: '/', show: later(() => import('./BulletinShow.vue')) },
  ],
  messages: {
    topics: 'bulletins.',
    leads: (subject) => `/bulletin/${subject}`,
    list: '/bulletins',
    text: () => (locale.value === 'zh' ? '通知公告' : 'Bulletins'),
  },
}
