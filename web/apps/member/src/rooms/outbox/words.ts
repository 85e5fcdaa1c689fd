// Texts of outbox and inbox; loaded with their pages.
import { dictionary, type Words } from '@weiguang/i18n/t'
import { words as shell } from '../../words'

export const words = {
  outbox: {
    heading: ['待同步', 'To send'],
    lead: [
      '内容已加密保存在本机，联网后会自动上传，不会重复。',
      'Kept encrypted on this phone, sent when there is a network, never twice.',
    ],
    empty: ['没有待上传的内容。', 'Nothing to send.'],
    needs: ['需要您处理', 'Needs you'],
    waits: ['等待上传', 'To be sent'],
    sent: ['已上传', 'Sent'],
    sentHint: ['回执保留 7 天', 'Receipts are listed for 7 days'],
    now: ['立即上传', 'Send now'],
    busy: ['正在上传…', 'Sending…'],
    report: ['上报', 'Report'],
    photo: ['照片', 'Photograph'],
    photos: ['{n} 张照片', '{n} photographs'],
    photosOf: ['照片 {done} / {n}', 'Photographs {done} / {n}'],
    number: ['编号 {number}', 'Number {number}'],
    at: ['{at} 填写', 'Entered {at}'],
    sentAt: ['服务器 {at} 收到', 'Received {at}'],
    held: ['等上一步处理完', 'Waits for the step before'],
    next: ['稍后自动再试', 'Tried again soon'],
    others: [
      '这部手机上还有别人的 {n} 条内容没有上传，只有本人登录后才能看到和上传。',
      'This phone holds {n} unsent records of somebody else. Only they can see and send them, after signing in.',
    ],
    unreadable: ['有 {n} 条打不开', '{n} cannot be opened'],
    unreadableWhy: [
      '服务器更换了密钥。这些内容还没有上传，是用旧密钥加密的，现在谁也打不开。请先问管理员：恢复旧密钥后重新登录，就能继续上传。',
      'The server changed its key. These are not sent yet; they are sealed under the old key, and nobody can open them now. Ask your administrator first: with the old key back they are sent after you sign in again.',
    ],
    unreadableDrop: ['删除打不开的内容', 'Delete what cannot be opened'],
    unreadableSure: ['删除这 {n} 条没有上传的内容？', 'Delete these {n} unsent records?'],
    unreadableLoss: [
      '连同照片一起删除，以后恢复了旧密钥也找不回来。',
      'Their photographs go with them, and no key brings them back.',
    ],
    copy: ['复制文字', 'Copy the words'],
    copied: ['已复制，可以粘贴到别处保存', 'Copied: paste it wherever you keep it'],
    copyFailed: ['没有复制成功，请长按文字复制', 'It was not copied: press long on the words'],
    savePhoto: ['保存第 {n} 张照片', 'Save photograph {n}'],
    photoFile: ['照片 {n}', 'Photograph {n}'],
    gone: ['这一条已经处理过了。', 'This one has been dealt with.'],
  },
  problem: {
    refusedHead: ['服务器没有接受', 'The server did not take it'],
    collidedHead: ['您操作之后，这件事项有了变化', 'This case has changed since you decided'],
    movedHead: ['网格调整后，这件事项已转到别处', 'This case moved elsewhere with the new grids'],
    movedTo: [
      '现在归{words}。您的内容没有丢，可以作为说明转给现在的负责人。',
      'It belongs to {words} now. Nothing is lost: leave it as a note for whoever answers for it.',
    ],
    yours: ['您在手机上的操作', 'What you did on the phone'],
    yoursSeen: ['当时看到：{status}，负责人{owner}', 'You saw: {status}, owner {owner}'],
    nobody: ['未定', 'nobody'],
    theirs: ['现在的情况', 'How it stands now'],
    owner: ['负责人：{owner}', 'Owner: {owner}'],
    last: ['最近一步：{words}', 'Last step: {words}'],
    redo: ['在新版本上仍然这样做', 'Do it on the new version'],
    redoNot: ['现在的状态下不能再这样做。', 'This cannot be done as it stands now.'],
    asNote: ['改为补充说明', 'Leave it as a note'],
    edit: ['修改后再交', 'Change it and send again'],
    again: ['原样再交一次', 'Send it again as it is'],
    drop: ['不要了', 'Drop it'],
    dropSure: ['确定不要这一条？删除后不能恢复。', 'Drop this for good?'],
    dropPhotos: ['连同 {n} 张照片一起删除。', 'Its {n} photographs go with it.'],
    takeBack: ['撤回，不上传', 'Take it back'],
    see: ['查看事项', 'See the case'],
    note: ['（离线时：{act}）{words}', '(While offline: {act}) {words}'],
    denied: [
      '您现在的岗位不能提交这一条，可能是岗位已经结束或换了网格。内容还在手机上，可以复制给现在的负责人。',
      'Your present role does not allow this; it may have ended, or your cell has changed. It is still on the phone: copy it for whoever answers now.',
    ],
    notYours: [
      '这件事项现在不归您办理，或已经不在了。内容还在手机上，可以复制给现在的负责人。',
      'This case is not yours any more, or is gone. What you wrote is still on the phone: copy it for whoever answers now.',
    ],
    photoGone: [
      '照片在手机上已经不在了，请重新拍摄。',
      'The photograph is no longer on the phone. Please take it again.',
    ],
    tooLarge: ['内容过大，服务器没有接受。', 'Too large for the server.'],
    serverFull: [
      '服务器存储空间已满，内容仍在手机上，会自动再试。请告诉管理员。',
      'The server is full. It stays on the phone and is tried again. Please tell your administrator.',
    ],
    serverBusy: ['服务器暂时处理不了，会自动再试。', 'The server cannot take it now; it is tried again.'],
  },
  inbox: {
    heading: ['消息', 'Messages'],
    empty: ['没有消息。', 'No messages.'],
    readAll: ['全部标为已读', 'Mark all as read'],
    unread: ['未读', 'Unread'],
  },
} as const satisfies Words

export const t = dictionary({ ...shell, ...words })
export type WordKey = Parameters<typeof t>[0]
