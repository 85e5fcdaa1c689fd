// Texts of the first screen and the frame; others are loaded with their rooms. A missing translation does not compile.
import { dictionary, type Words } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words as readiness } from '@weiguang/offline/words'
import { words as cases } from './rooms/cases/words'
import { words as acts } from './rooms/cases/words-acts'
import { words as grid } from './rooms/grid/words'
import { words as states } from './rooms/outbox/words-states'

const shell = {
  shell: {
    title: ['微光 · 微网实格', 'Weiguang'],
    tabs: ['页面', 'Pages'],
    today: ['今日', 'Today'],
    cell: ['本格', 'My cell'],
    report: ['上报', 'Report'],
    outbox: ['待同步', 'To send'],
    me: ['我的', 'Me'],
    back: ['返回', 'Back'],
    offline: ['当前无网络，可继续填写，联网后自动上传', 'No network. Go on: all is sent when there is one.'],
    updateWaits: ['有新版本', 'A new version is ready'],
    updateNow: ['更新', 'Update'],
    updateHint: ['正在填写的内容会保留', 'What you are typing is kept'],
    lost: [
      '手机系统清理了存储空间，{n} 条还没有上传的内容丢失了。请重新填写，并在「我的」里允许长期保存。',
      'The system cleared this phone’s storage: {n} unsent records are lost. Please enter them again, and allow lasting storage under Me.',
    ],
    lostSeen: ['知道了', 'I see'],
    clockDays: ['{n} 天', '{n} day(s)'],
    clockFast: [
      '手机时间快了 {span}，请校准。记录按服务器时间。',
      'This phone’s clock is {span} fast: please set it. Records use the server’s time.',
    ],
    clockSlow: [
      '手机时间慢了 {span}，请校准。记录按服务器时间。',
      'This phone’s clock is {span} slow: please set it. Records use the server’s time.',
    ],
    waits: ['{n} 条待上传', '{n} to send'],
    plain: [
      '此地址没有加密（https），内容不能安全地保存在手机上。请用 https 地址打开，或联系管理员。',
      'This address has no encryption (https), so nothing can be kept safely on the phone. Please open the https address, or ask your administrator.',
    ],
    bare: [
      '这个浏览器不让网页保存内容（可能是无痕浏览，或手机存储空间已满），填写的内容会丢失，所以不能在这里使用。请换用手机自带的浏览器打开，或清理空间后再试。',
      'This browser lets no page keep anything (private browsing, or the phone is full), so what you enter would be lost. Please open this in the phone’s own browser, or free some room and try again.',
    ],
    again: ['再试一次', 'Try again'],
    full: [
      '手机存储空间已满，最新内容没有存下来；没有网络时看到的会是旧的。请清理一些照片或应用。',
      'The phone is full: the latest was not kept, and without a network you will see what is old. Please free some room.',
    ],
    starting: ['正在打开…', 'Opening…'],
    nowhere: ['没有这个页面。', 'There is no such page.'],
    toToday: ['回到今日', 'To today'],
    noRoom: [
      '手机存储空间已满，没有保存成功。内容还在这一页上；请先清理一些照片或应用，再按一次。',
      'The phone is full, so this was not saved. It is still on this page: free some room, then press again.',
    ],
    failed: [
      '没有保存成功，请再试一次。内容还在这一页上。',
      'This was not saved. It is still on this page: please try again.',
    ],
  },
} as const satisfies Words

export const words = { ...everywhere, ...readiness, ...shell, ...cases, ...acts, ...grid, ...states } as const
export const t = dictionary(words)
export type WordKey = Parameters<typeof t>[0]
