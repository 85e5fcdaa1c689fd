// Texts of sign-in, sign-out and the phone; loaded with their pages.
import { dictionary, type Words } from '@weiguang/i18n/t'
import { words as shell } from '../../words'

export const words = {
  session: {
    lead: ['微网格员、网格长、家庭医生团队', 'For grid members, leaders and family doctors'],
    login: ['账号', 'Login'],
    password: ['密码', 'Password'],
    submit: ['登录', 'Sign in'],
    busy: ['正在登录…', 'Signing in…'],
    need: ['请填写账号和密码。', 'Please give login and password.'],
    full: [
      '手机存储空间已满，无法登录。请先清理一些照片或应用。',
      'The phone is full, so you cannot sign in. Please free some room first.',
    ],
    offline: [
      '现在没有网络。登录需要联网一次，之后没有网络也能用。',
      'There is no network. Signing in needs one once; after that all works without.',
    ],
    doubt: [
      '按手机上的时间，登录已过期。若手机时间不对，请先校准；联网后会自动打开，没有上传的内容都在。',
      'By this phone’s clock your session has ended. If the clock is wrong, please set it right; with a network it opens by itself. Nothing unsent is lost.',
    ],
    ended: ['登录已过期，请重新登录。', 'Your session has ended. Please sign in again.'],
    endedWaiting: [
      '手机上有 {n} 条内容还没有上传，都加密保存着；本人登录后会继续上传。',
      '{n} unsent records are kept on this phone, encrypted. They are sent after their owner signs in.',
    ],
    demo: ['演示账号（均为虚构）', 'Made-up accounts'],
    demoHint: ['点一个人，直接登录。', 'Press one to sign in.'],
  },
  me: {
    heading: ['我的', 'Me'],
    roles: ['岗位', 'Posts'],
    deputy: ['代理', 'deputy'],
    language: ['语言', 'Language'],
    theme: ['外观', 'Look'],
    system: ['跟随系统', 'System'],
    light: ['浅色', 'Light'],
    dark: ['深色', 'Dark'],
    storage: ['本机存储', 'Storage on this phone'],
    used: ['已用 {used}，可用约 {free}', '{used} used, about {free} free'],
    unknown: ['系统没有告知用量', 'The system does not tell'],
    lasting: ['长期保存', 'Lasting storage'],
    lastingYes: ['已允许，系统不会自行清理', 'Allowed: the system does not clear it'],
    lastingNo: ['未允许，空间紧张时系统可能清理', 'Not allowed: the system may clear it when short of room'],
    lastingAsk: ['申请长期保存', 'Ask for lasting storage'],
    sealed: [
      '本机内容用随登录而来的密钥加密；退出登录后，谁也打不开。',
      'All is encrypted with a key that comes with your session; after signing out nobody can open it.',
    ],
    contents: [
      '已在本机：{cells} 个微网格、{doors} 个门牌、{cases} 件事项',
      'On this phone: {cells} cells, {doors} doors, {cases} cases',
    ],
    syncedAt: ['上次同步', 'Last synchronised'],
    never: ['还没有', 'Never'],
    syncNow: ['立即同步', 'Synchronise now'],
    about: ['关于', 'About'],
    aboutText: [
      '微光 · 微网实格。不打卡、不排名、不记轨迹；定位和拍照只在您点的时候才用。',
      'Weiguang. No check-ins, no ranking, no tracking: position and camera are used only when you press.',
    ],
    install: [
      '用浏览器打开并「添加到桌面」，没有网络也能打开。',
      'Add it to your home screen from a browser, and it opens without a network.',
    ],
    signOut: ['退出登录', 'Sign out'],
    signOutWaiting: ['还有 {n} 条没有上传', '{n} records are not sent yet'],
    signOutHint: [
      '退出后它们会加密留在这部手机上，只有您重新登录才能看到和上传。建议先上传再退出。',
      'They stay encrypted on this phone, and only you can see and send them after signing in again. Better send them first.',
    ],
    sendFirst: ['先上传', 'Send first'],
    signOutStill: ['仍要退出', 'Sign out anyway'],
  },
} as const satisfies Words

export const t = dictionary({ ...shell, ...words })
