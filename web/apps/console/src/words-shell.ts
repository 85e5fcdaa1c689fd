// Words of the frame.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  shell: {
    title: ['微光 · 微网实格治理', 'Weiguang · micro-grid governance'],
    brand: ['微光', 'Weiguang'],
    desk: ['工作台', 'Desk'],
    keep: ['体系', 'System'],
    cases: ['事项', 'Cases'],
    map: ['网格地图', 'Map'],
    people: ['谁在负责', 'Who answers'],
    manual: ['操作手册', 'Manual'],
    imports: ['导入', 'Import'],
    outbox: ['消息发件箱', 'Outbox'],
    inbox: ['消息', 'Messages'],
    unread: ['消息，{n} 条未读', 'Messages, {n} unread'],
    menu: ['菜单', 'Menu'],
    signOut: ['退出登录', 'Sign out'],
    navigation: ['主导航', 'Main navigation'],
    nowhere: ['没有这个页面。', 'There is no such page.'],
    home: ['回到事项', 'Back to the cases'],
    more: ['更多', 'More'],
  },
} as const satisfies Words
