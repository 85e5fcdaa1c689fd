// Texts about offline readiness.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  offline: {
    ready: ['可离线使用', 'Ready for offline use'],
    storing: ['正在准备离线使用', 'Preparing for offline use'],
    unready: ['还不能离线使用', 'Not ready for offline use'],
    here: ['本页开着时可离线使用', 'Works offline while this page is open'],
  },
} as const satisfies Words
