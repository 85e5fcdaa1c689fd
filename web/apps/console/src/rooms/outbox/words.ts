// Words of messages out and in.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  outbox: {
    title: ['消息发件箱', 'Outbox'],
    lead: ['发往其他平台和短信的消息。发不出去的会自动重试，也可以在这里手动重试。', 'Messages to other systems. What fails is tried again by itself, or here by hand.'],
    all: ['全部', 'All'],
    waiting: ['等待发送', 'Waiting'],
    failed: ['失败，待重试', 'Failed'],
    given_up: ['已放弃', 'Given up'],
    delivered: ['已送达', 'Delivered'],
    destination: ['发往', 'To'],
    topic: ['内容', 'What'],
    state: ['状态', 'State'],
    tries: ['次数', 'Tries'],
    next: ['下次发送', 'Next try'],
    error: ['原因', 'Reason'],
    retry: ['立即重试', 'Try now'],
    retried: ['已重新排队', 'Queued again'],
    none: ['没有消息。', 'No message.'],
  },
  inbox: {
    title: ['消息', 'Messages'],
    none: ['没有消息。', 'No message.'],
    unread: ['未读', 'Unread'],
    read: ['标为已读', 'Mark as read'],
  },
} as const satisfies Words
