// Texts of the sending state of records.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  outState: {
    waiting: ['等待上传', 'Waiting'],
    sending: ['正在上传', 'Sending'],
    sent: ['已上传', 'Sent'],
    refused: ['未被接受', 'Refused'],
    collided: ['内容有变化', 'Has changed'],
    held: ['排队中', 'Queued'],
  },
} as const satisfies Words
