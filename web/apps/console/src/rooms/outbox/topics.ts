// What a message is about, by its topic: the same words in the inbox and in the outbox.
import { t } from '../../words'
import { words } from './words'

type Topic = keyof typeof words.topic

/** `cases.part-asked` in words; a topic that is new here keeps its own name. */
export function topicWord(topic: string): string {
  const name = topic.replace(/^cases\./, '').replaceAll('-', '_')
  return name in words.topic ? t(`topic.${name as Topic}`) : topic
}
