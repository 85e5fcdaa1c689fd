// Texts of the frame and of keyboard shortcuts.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  shell: {
    title: ['微光 · 微网实格治理', 'Weiguang · micro-grid governance'],
    brand: ['微光', 'Weiguang'],
    desk: ['工作台', 'Desk'],
    keep: ['体系', 'System'],
    station: ['服务站', 'Station'],
    people: ['谁在负责', 'Who answers'],
    regrids: ['网格调整', 'Re-grids'],
    manual: ['操作手册', 'Manual'],
    settings: ['设置', 'Settings'],
    nowhereTitle: ['没有这个页面', 'Nothing here'],
    to_dark: ['换成深色', 'Dark look'],
    to_light: ['换成浅色', 'Light look'],
    unread: ['消息，{n} 条未读', 'Messages, {n} unread'],
    menu: ['菜单', 'Menu'],
    signOut: ['退出登录', 'Sign out'],
    navigation: ['主导航', 'Main navigation'],
    nowhere: ['没有这个页面。', 'There is no such page.'],
    home: ['回到事项', 'Back to the cases'],
  },
  keys: {
    title: ['快捷键', 'Keyboard'],
    lead: [
      '不用鼠标也能办完一天的事。可在“设置”里关掉单键。',
      'A whole day can be worked without a mouse. Single keys can be turned off in the settings.',
    ],
    go: ['先按 g 再按', 'Press g, then'],
    going: ['去哪里？', 'Go where?'],
    everywhere: ['处处可用', 'Everywhere'],
    sheet: ['显示这张表', 'Show this sheet'],
    queue: ['清单', 'Queue'],
    act: ['办理', 'Acting'],
    choose: ['多选', 'Choosing several'],
    map: ['地图', 'Map'],
  },
} as const satisfies Words
