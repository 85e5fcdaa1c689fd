// Texts of sign-in.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  session: {
    lead: ['医生、护士和叫号的工作人员', 'For doctors, nurses and who calls the numbers'],
    login: ['账号', 'Login'],
    password: ['密码', 'Password'],
    submit: ['登录', 'Sign in'],
    busy: ['正在登录…', 'Signing in…'],
    need: ['请填写账号和密码。', 'Please give login and password.'],
    ended: ['登录已过期，请重新登录。', 'Your session has ended. Please sign in again.'],
    endedWaiting: [
      '还有 {n} 条没有送到，都在本机；本人登录后自动继续送。',
      '{n} records are not delivered yet. They are on this device and go on by themselves once their owner signs in.',
    ],
    demo: ['演示账号（均为虚构）', 'Made-up accounts'],
    barred: ['这个账号不在服务站工作', 'This account does not work at a station'],
    barredHint: [
      '测量和叫号由家庭医生团队和街道安排的人来做。',
      'Measuring and calling numbers is for family doctor teams and whom the street sends.',
    ],
  },
} as const satisfies Words
