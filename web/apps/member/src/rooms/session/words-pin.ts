// Texts of the PIN; loaded with its pages.
import { dictionary, type Words } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'

export const words = {
  pin: {
    heading: ['解锁', 'Unlock'],
    lead: ['请输入 PIN 码', 'Enter your PIN'],
    field: ['PIN 码', 'PIN'],
    open: ['打开', 'Open'],
    busy: ['正在打开…', 'Opening…'],
    wrong: ['PIN 码不对，还可以试 {n} 次', 'That is not the PIN. {n} tries left'],
    wait: ['请 {n} 秒后再试', 'Try again in {n} s'],
    over: [
      'PIN 码不能再用了，请用账号和密码登录。没有上传的内容都在。',
      'The PIN cannot be used any more. Please sign in with your password: nothing that is unsent is lost.',
    ],
    forgotten: ['忘记 PIN 码', 'Forgot the PIN'],
    forgottenHint: [
      '用账号和密码登录一次（需要网络），PIN 码就取消了。没有上传的内容都会留着。',
      'Sign in once with your password (needs a network), and the PIN is gone. What is unsent stays.',
    ],
    signIn: ['去登录', 'Sign in'],
    waits: ['{n} 条待上传，解锁后自动上传', '{n} to send: they go once it is unlocked'],
    title: ['PIN 码锁', 'PIN lock'],
    off: [
      '没有设。捡到手机的人，在登录有效期内能打开。',
      'Not set. Whoever finds this phone can open it while you are signed in.',
    ],
    on: ['已设。15 分钟不用，再打开要输入 PIN 码。', 'Set. After 15 minutes without use the PIN is asked for.'],
    set: ['设置 PIN 码', 'Set a PIN'],
    change: ['更换 PIN 码', 'Change the PIN'],
    drop: ['取消 PIN 码', 'Remove the PIN'],
    first: ['新 PIN 码（6 至 12 位数字）', 'New PIN (6 to 12 digits)'],
    again: ['再输一次', 'Once more'],
    save: ['保存', 'Save'],
    short: ['请输入 6 至 12 位数字', 'Please enter 6 to 12 digits'],
    plain: ['这个太容易猜，请换一个', 'That is too easy to guess'],
    differ: ['两次输入的不一样', 'The two are not the same'],
    network: ['设置 PIN 码需要网络，请联网后再试', 'Setting a PIN needs a network. Please try again with one'],
    saved: ['PIN 码已设好', 'The PIN is set'],
    dropped: ['PIN 码已取消', 'The PIN is removed'],
  },
} as const satisfies Words

export const t = dictionary({ ...everywhere, ...words })
