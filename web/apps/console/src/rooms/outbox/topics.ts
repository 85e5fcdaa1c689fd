// Texts of messages by topic, for inbox and outbox.
import type { InboxMessage } from '@weiguang/api/resources'
import { locale } from '@weiguang/i18n/t'
import { messagesOf } from '../../rooms'
import { t } from '../../words'
import { words } from './words'

type Topic = keyof typeof words.topic

/** `cases.part-asked` in words; an unknown topic is shown as it is. */
export function topicWord(topic: string): string {
  const own = messagesOf(topic)?.topics[topic]
  if (own) return own[locale.value === 'zh' ? 0 : 1]
  const name = topic
    .replace(/^cases\./, '')
    .replace(/^(care|manual|people)\./, '$1_')
    .replaceAll('-', '_')
  return name in words.topic ? t(`topic.${name as Topic}`) : topic
}

/** The link of a message: to its case, its care alert (whose id is in the same field), or the list of permissions. */
export function leads(message: Pick<InboxMessage, 'topic' | 'case'>): string {
  const own = messagesOf(message.topic)
  if (own) return own.leads(message.case)
  if (message.topic.startsWith('people.'))
    return message.topic === 'people.token-withdrawn' ? '/settings/tokens' : '/people/access'
  if (message.topic === 'manual.calendar-missed') return '/manual/calendar'
  return message.topic.startsWith('care.') ? `/care/alerts/${message.case}` : `/cases/${message.case}`
}
