// Texts of the large-letter pages; loaded on demand.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  elder: {
    hello: ['您好，要做什么？', 'Hello. What would you like to do?'],
    say: ['说一件事', 'Say what is wrong'],
    goOn: ['接着上次的说', 'Go on from last time'],
    stations: ['量血压，约时间', 'Health days'],
    around: ['看邻里办了什么', 'See what gets done'],
    call: ['打电话 12345', 'Call 12345'],
    count: ['第 {n} 步，共 {all} 步', 'Step {n} of {all}'],
    street: ['您在哪个街道？', 'Which street are you in?'],
    what: ['什么事？', 'What is wrong?'],
    where: ['在哪里？', 'Where is it?'],
    known: ['有人说过同样的事', 'Somebody said the same'],
    photo: ['拍张照片吗？', 'Take a photograph?'],
    phone: ['留个电话吗？', 'Leave a number?'],
    check: ['对不对？', 'Is this right?'],
    voice: ['按一下，说话', 'Press, and speak'],
    listening: ['正在听，说完再按一下', 'Listening. Press again when done'],
    voiceFailed: ['没有听清，请再试一次，或者写下来。', 'That was not heard. Please try again, or write it.'],
    phoneHint: ['只用来告诉您结果。不留也可以。', 'Only to tell you the result. You need not.'],
    photos: ['照片', 'Photographs'],
    none: ['不留', 'None'],
    next: ['下一步', 'Next'],
    skip: ['不用，下一步', 'No, go on'],
    other: ['不是同一件，下一步', 'Not the same, go on'],
    back: ['上一步', 'Back'],
    send: ['对，发出去', 'Yes, send it'],
  },
} as const satisfies Words
export const tell = dictionary(words)
