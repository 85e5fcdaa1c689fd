// Cases on the phone: today, case and report. "Today" is the first screen, so it is in the main chunk.
import { later } from '../../later'
import type { Room } from '../../rooms'
import { t } from '../../words'
import CaseTodayList from './CaseTodayList.vue'

export const room: Room = {
  needs: () => true,
  screens: [
    { path: '/', tab: '/', show: CaseTodayList },
    { path: '/case/', tab: '/', show: later(() => import('./CaseShow.vue')) },
    { path: '/report', tab: '/report', show: later(() => import('./CaseNew.vue')) },
  ],
  tabs: [
    { path: '/', order: 1, icon: 'list', text: () => t('shell.today') },
    { path: '/report', order: 3, icon: 'pen', text: () => t('shell.report') },
  ],
}
