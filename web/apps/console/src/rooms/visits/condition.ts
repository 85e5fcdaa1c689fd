// A form's condition in words, with questions by label.
import type { Condition, Question } from '@weiguang/api/resources'
import { say } from '@weiguang/i18n/t'
import { t } from './say'

const BETWEEN = { is: '=', is_not: '≠', below: '<', at_most: '≤', above: '>', at_least: '≥' } as const
const quoted = (text: string) => t('form.quoted', { text })

export function conditionWords(condition: Condition, questions: Question[]): string {
  const part = (at: number) => (condition.of?.[at] ? conditionWords(condition.of[at], questions) : '')
  /** A choice is stored by name, and shown by label if the other side is a question. */
  const choice = (at: number) => {
    const [asked, chosen] = [condition.of?.[1 - at], condition.of?.[at]]
    const question = asked?.op === 'answer' ? questions.find((one) => one.name === asked.name) : undefined
    const label = chosen?.op === 'text' ? question?.choices?.find((one) => one.name === chosen.value)?.label : undefined
    return label ? quoted(say(label)) : part(at)
  }
  switch (condition.op) {
    case 'answer':
      return quoted(say(questions.find((one) => one.name === condition.name)?.label) || condition.name || '')
    case 'this':
      return t('form.this')
    case 'number':
      return condition.value ?? ''
    case 'text':
      return quoted(condition.value ?? '')
    case 'and':
      return t('form.and', { a: part(0), b: part(1) })
    case 'or':
      return t('form.or', { a: part(0), b: part(1) })
    case 'not':
      return t('form.not', { a: part(0) })
    case 'selected':
      return t('form.selected', { a: part(0), b: choice(1) })
    case 'count_selected':
      return t('form.count', { a: part(0) })
    case 'length':
      return t('form.length', { a: part(0) })
    default:
      return `${choice(0)} ${BETWEEN[condition.op as keyof typeof BETWEEN] ?? condition.op} ${choice(1)}`
  }
}
