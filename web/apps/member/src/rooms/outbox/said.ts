// Why something did not go through, in words: the server's own where it gave them.
import { dayTime } from '@weiguang/i18n/time'
import { Problem } from '@weiguang/api/problem'
import { say } from '@weiguang/i18n/t'
import type { OutItem } from '@weiguang/offline/outbox'
import { caseOf } from '../../phone'
import { t, type WordKey } from '../../words'
import { typed } from '../cases/use-acts'

/** One line on what it is: the report's own words, or the act and its case. */
export function titleOf(item: OutItem): string {
  if (item.work.kind === 'case') return item.work.body.title
  if (item.work.kind === 'act') return `${t(`act.${item.work.body.action}` as WordKey)} · ${item.work.seen.title}`
  const found = caseOf(item.lane)
  return found ? `${t('act.attach')} · ${found.title}` : t('outbox.photo')
}

/** Everything that was typed, as lines to be kept elsewhere: for what the server will never take, such as after one's role has ended. */
export function asText(item: OutItem): string {
  const { work } = item
  const body = work.kind === 'photo' ? {} : work.body
  const text = (name: string) => (typeof body[name as keyof typeof body] === 'string' ? String(body[name as keyof typeof body]) : '')
  const first = work.kind === 'act' ? [work.seen.number, titleOf(item), typed(work.body)] : [titleOf(item), text('detail'), text('address')]
  return [...first, t('outbox.at', { at: dayTime(new Date(item.at).toISOString(), 0) }), why(item)].filter(Boolean).join('\n')
}

export function why(item: OutItem): string {
  const { status, problem } = item.answer ?? {}
  if (!status) return ''
  if (problem?.code === 'phone.photo-gone') return t('problem.photoGone')
  if (problem?.code === 'access.denied') return t('problem.denied')
  if (status === 404) return t('problem.notYours')
  if (status === 507) return t('problem.serverFull')
  if (status >= 500) return t('problem.serverBusy')
  const read = Problem.from(status, problem)
  const fields = read.errors.map((error) => say(error)).filter(Boolean).join(t('ui.semicolon'))
  if (status === 413) return read.code.startsWith('http.') ? t('problem.tooLarge') : say(read.said)
  return fields ? t('ui.aside', { word: say(read.said), more: fields }) : say(read.said)
}
