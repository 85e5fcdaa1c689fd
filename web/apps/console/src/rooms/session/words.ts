// Words of signing in.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  session: {
    title: ['登录微光', 'Sign in to Weiguang'],
    lead: ['街道微网实格治理：不漏一户、不遗一人。', 'Micro-grid governance: no household missed, no person left out.'],
    login: ['用户名', 'Name'],
    password: ['密码', 'Password'],
    enter: ['登录', 'Sign in'],
    locked: ['试的次数太多了，请在 {n} 秒后再试。', 'Too many tries. Please wait {n} seconds.'],
    demo: ['演示账号', 'Demonstration accounts'],
    demoHint: ['点一个身份直接进入，所有人名和事项均为虚构。', 'Press one to enter. Every name and matter is made up.'],
    resident: ['我是居民，要反映问题', 'I live here and have something to report'],
  },
} as const satisfies Words
