// Texts of residents; loaded with their pages.
import { dictionary, type Words } from '@weiguang/i18n/t'
import { words as shell } from '../../words'

export const words = {
  person: {
    heading: ['住户', 'Resident'],
    age: ['{n} 岁', 'aged {n}'],
    elsewhere: ['户籍在外地', 'Registered elsewhere'],
    contacts: ['联系人（按先后）', 'Contacts, in order'],
    noContacts: ['还没有联系人。', 'No contacts yet.'],
    missing: ['还没有登记：{kinds}', 'Not known yet: {kinds}'],
    needs: ['需要', 'Needs'],
    noNeeds: ['没有登记需要。', 'No needs are recorded.'],
    until: ['到 {day}', 'until {day}'],
    offline: [
      '没有网络。联系人和需要不存在手机上，联网后可看。',
      'No network. Contacts and needs are not kept on the phone.',
    ],
    gone: ['看不到这位居民，或已经不在了。', 'This resident cannot be seen, or is gone.'],
    phone: ['电话', 'Phone'],
  },
  register: {
    heading: ['登记居民', 'Register somebody'],
    lead: ['写下称呼和住处就够了，其余以后再补。', 'A name and a place are enough; the rest can come later.'],
    name: ['怎么称呼', 'Name'],
    needName: ['请写怎么称呼。', 'Please give a name.'],
    where: ['住在哪里', 'Where'],
    cellOnly: ['只知道在这个微网格', 'Only that it is in this cell'],
    more: ['还知道的', 'What else is known'],
    birth: ['出生年', 'Year of birth'],
    birthBad: ['四位年份，例如 1943', 'Four digits, such as 1943'],
    save: ['登记', 'Register'],
    title: ['登记：{name}', 'Registered: {name}'],
  },
} as const satisfies Words

export const t = dictionary({ ...shell, ...words })
