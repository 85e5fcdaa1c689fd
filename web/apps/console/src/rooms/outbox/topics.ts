// What a message is about, by its topic: the same words in the inbox and in the outbox.
import type { InboxMessage } from '@weiguang/api/resources'
import { locale } from '@weiguang/i18n/t'
import { messagesOf } from '../../rooms'
import { t } from '../../words'
import { words } from './words'

type Topic = keyof typeof words.topic

/** `cases.part-asked` in words; a topic that is new here keeps its own name. */
export function topicWord(topic: string): string {
  const own = messagesOf(topic)?.topics[topic]
  if (own) return own[locale.value === 'zh' ? 0 : 1]
  const name = topic
    .replace(/^cases\./, '')
    .replace(/^(care|manual|people)\./, '$1_')
    .replaceAll('-', '_')
  return name in words.topic ? t(`topic.${name as Topic}`) : topic
}

/** Where a message leads: to its case, to the care alert whose id stands in the same place, or to who can read what. */
export function leads(message: Pick<InboxMessage, 'topic' | 'case'>): string {
  const own = messagesOf(message.topic)
  if (own) return own.leads(message.case)
  if (message.topic.startsWith('people.'))
    return message.topic === 'people.token-withdrawn' ? '/settings/tokens' : '/people/access'
  if (message.topic === 'manual.calendar-missed') return '/manual/calendar'
  return message.topic.startsWith('care.') ? `/care/alerts/${message.case}` : `/cases/${message.case}`
}
