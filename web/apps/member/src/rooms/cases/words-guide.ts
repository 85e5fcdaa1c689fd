// Texts of the manual's page on the phone; loaded with it.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  guide: {
    calls: ['先打电话', 'Call first'],
    steps: ['步骤', 'Steps'],
    never: ['不要做', 'Do not'],
    department: ['联系部门', 'Department'],
    missing: [
      '这一类的步骤还没有存进手机，联网后自动存。',
      'The steps of this kind are not on the phone yet; they come with a network.',
    ],
    done: ['已写好', 'Written'],
    today: ['回到今日', 'To today'],
  },
} as const satisfies Words
export const t = dictionary(words)
