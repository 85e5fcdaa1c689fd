// Refusals of outbox items in words, preferably the server's.
import { dayTime } from '@weiguang/i18n/time'
import { Problem } from '@weiguang/api/problem'
import { say } from '@weiguang/i18n/t'
import type { Bilingual } from '@weiguang/i18n/t'
import type { OutItem } from '@weiguang/offline/outbox'
import { caseOf } from '../../phone'
import { t, type WordKey } from './words'
import { typed } from '../cases/use-acts'

type Act = Extract<OutItem['work'], { kind: 'act' }>

/** The name of an action; actions on alerts contain theirs, because that dictionary is loaded later. */
export const actWords = (work: Act) => (work.on ? work.words : t(`act.${work.body.action}` as WordKey))
/** A one-line title: the report's text, or the action and its object. */
export function titleOf(item: OutItem): string {
  if (item.work.kind === 'case') return item.work.body.title
  if (item.work.kind === 'post') return item.work.words
  if (item.work.kind === 'act') return `${actWords(item.work)} · ${item.work.seen.title}`
  const found = caseOf(item.lane)
  return found ? `${t('act.attach')} · ${found.title}` : t('outbox.photo')
}

/** The page of the item's record, if there is one. */
export function pageOf({ work, lane }: OutItem): string | null {
  if (work.kind === 'post') return work.about === 'visit' ? null : `/person/${lane}`
  return `/${work.kind === 'act' && work.on ? 'alert' : 'case'}/${lane}`
}

/** The present state of a case or alert, in common words. */
export interface Standing {
  version: number
  status: string
  owner: string
  acts: string[]
  at: string
  last: string
}
export function standing(current: Record<string, unknown> | undefined): Standing | null {
  if (!current) return null
  const now = current as {
    version: number
    status_words?: Bilingual
    status: { words?: Bilingual }
    owner: { name: string } | null
    actions?: string[]
    allowed?: string[]
    updated_at?: string
    events?: { words: Bilingual }[]
  }
  return {
    version: now.version,
    status: say(now.status_words ?? now.status.words),
    owner: now.owner?.name ?? t('problem.nobody'),
    acts: now.actions ?? now.allowed ?? [],
    at: now.updated_at ?? '',
    last: say(now.events?.at(-1)?.words),
  }
}

/** The typed content as text, to be saved elsewhere if the server will never accept it, such as after a role has ended. */
export function asText(item: OutItem): string {
  const { work } = item
  const body = work.kind === 'photo' ? {} : work.body
  const text = (name: string) =>
    typeof body[name as keyof typeof body] === 'string' ? String(body[name as keyof typeof body]) : ''
  const first =
    work.kind === 'act'
      ? [work.seen.number, titleOf(item), typed(work.body)]
      : [titleOf(item), text('detail'), text('address')]
  return [...first, t('outbox.at', { at: dayTime(new Date(item.at).toISOString(), 0) }), why(item)]
    .filter(Boolean)
    .join('\n')
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
  const fields = read.errors
    .map((error) => say(error))
    .filter(Boolean)
    .join(t('ui.semicolon'))
  if (status === 413) return read.code.startsWith('http.') ? t('problem.tooLarge') : say(read.said)
  return fields ? t('ui.aside', { word: say(read.said), more: fields }) : say(read.said)
}
