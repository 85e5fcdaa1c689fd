// A rule's condition in words.
import { careKey } from '@weiguang/care/say'
import { words } from '@weiguang/care/words'
import { t } from './say'

const SIGNS: Record<string, string> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<' }

/** `glucose >= 16.7 or glucose hi` as `血糖 ≥ 16.7 或 血糖 仪器显示 HI`. */
export function conditionWords(condition: string): string {
  const tokens = condition.split(/\s+/)
  const said: string[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token === 'or' || token === 'and') said.push(t(`careRules.${token}`))
    else if (token === 'symptoms') said.push(t('careRules.anySymptom'))
    else if (token === 'symptom') said.push(careKey('careSymptom', tokens[++at] ?? ''))
    else if (token === 'hi' || token === 'lo') said.push(t('careRules.shows', { value: token.toUpperCase() }))
    else if (token in words.careQuantity) said.push(careKey('careQuantity', token))
    else said.push(SIGNS[token] ?? token)
  }
  return said.join(' ')
}
