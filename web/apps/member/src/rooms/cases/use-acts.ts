// The fields of each action on the phone, and which actions may follow a queued one.
import type { CaseNow } from '../../contents'

export type FieldKind =
  'line' | 'text' | 'moment' | 'account' | 'cell' | 'case' | 'kind' | 'part' | 'choice' | 'tick' | 'photos'
export interface ActField {
  name: string
  kind: FieldKind
  needed?: boolean
  choices?: readonly string[]
  /** A moment in the past, by default now. */
  past?: boolean
}
export interface ActShape {
  name: string
  tone?: 'main' | 'danger'
  fields: ActField[]
}

const reason: ActField = { name: 'reason', kind: 'text', needed: true }
const photos: ActField = { name: 'photos', kind: 'photos' }

export const acts: ActShape[] = [
  { name: 'accept', tone: 'main', fields: [] },
  { name: 'take_over', fields: [] },
  { name: 'start', tone: 'main', fields: [] },
  { name: 'pause_approve', tone: 'main', fields: [] },
  { name: 'pause_refuse', fields: [reason] },
  { name: 'resume', tone: 'main', fields: [] },
  { name: 'resolve', tone: 'main', fields: [{ name: 'outcome', kind: 'text', needed: true }, photos] },
  {
    name: 'answer',
    tone: 'main',
    fields: [
      { name: 'answer', kind: 'choice', needed: true, choices: ['satisfied', 'not', 'no_answer'] },
      { name: 'way', kind: 'choice', needed: true, choices: ['phone', 'in_person', 'message', 'other'] },
      { name: 'at', kind: 'moment', needed: true, past: true },
      { name: 'words', kind: 'text', needed: true },
    ],
  },
  { name: 'close', tone: 'main', fields: [] },
  {
    name: 'part',
    tone: 'main',
    fields: [
      { name: 'id', kind: 'part', needed: true },
      { name: 'do', kind: 'choice', needed: true, choices: ['accepted', 'done', 'refused'] },
      { name: 'words', kind: 'text' },
    ],
  },
  {
    name: 'place',
    fields: [
      { name: 'code', kind: 'cell', needed: true },
      { name: 'learn', kind: 'tick' },
    ],
  },
  { name: 'note', fields: [{ name: 'text', kind: 'text', needed: true }, photos] },
  { name: 'attach', fields: [{ name: 'photos', kind: 'photos', needed: true }] },
  { name: 'dispatch', fields: [{ name: 'to_code', kind: 'cell', needed: true }] },
  { name: 'return', fields: [reason] },
  {
    name: 'pause_ask',
    fields: [
      reason,
      { name: 'waiting_for', kind: 'line', needed: true },
      { name: 'until', kind: 'moment', needed: true },
    ],
  },
  {
    name: 'ask_part',
    fields: [
      { name: 'department', kind: 'line', needed: true },
      { name: 'account', kind: 'account', needed: true },
      { name: 'task', kind: 'text', needed: true },
    ],
  },
  { name: 'kind', fields: [{ name: 'kind', kind: 'kind', needed: true }] },
  { name: 'duplicate', fields: [{ name: 'of', kind: 'case', needed: true }] },
  { name: 'escalate', fields: [reason] },
  { name: 'reopen', fields: [reason] },
  { name: 'urgency_off', fields: [reason] },
  { name: 'withdraw', tone: 'danger', fields: [reason] },
]
export const actOf = (name: string) => acts.find((shape) => shape.name === name)

/** Actions that may follow a queued one; others wait for the server. */
const FOLLOWS: Record<string, readonly string[]> = {
  accept: ['start', 'resolve', 'pause_ask', 'note', 'attach'],
  take_over: ['start', 'resolve', 'pause_ask', 'note', 'attach'],
  start: ['resolve', 'pause_ask', 'note', 'attach'],
  resume: ['resolve', 'note', 'attach'],
}
/** Actions that do not change the state. */
const BESIDE = new Set(['note', 'attach'])

/** The permitted actions: those of the server, or after queued actions those that may follow. */
export function offered(one: Pick<CaseNow, 'actions' | 'pending'>): ActShape[] {
  let names: readonly string[] = one.actions
  for (const item of one.pending) {
    if (item.work.kind !== 'act' || BESIDE.has(item.work.body.action)) continue
    const stuck = item.state === 'refused' || item.state === 'collided'
    names = stuck
      ? names.filter((name) => BESIDE.has(name))
      : (FOLLOWS[item.work.body.action] ?? names.filter((name) => BESIDE.has(name)))
  }
  return acts.filter((shape) => names.includes(shape.name))
}

export function missing(shape: ActShape, values: Record<string, unknown>, photoCount: number): string[] {
  return shape.fields
    .filter(
      (field) =>
        field.needed && (field.kind === 'photos' ? photoCount === 0 : !String(values[field.name] ?? '').trim()),
    )
    .map((field) => field.name)
}

/** The request body: trimmed texts, no empty fields. */
export function body(
  shape: ActShape,
  values: Record<string, string | boolean | undefined>,
): { action: string; [field: string]: unknown } {
  const act: { action: string; [field: string]: unknown } = { action: shape.name }
  for (const field of shape.fields) {
    const value = values[field.name]
    if (field.kind === 'photos') continue
    if (field.kind === 'tick') act[field.name] = Boolean(value)
    else if (typeof value === 'string' && value.trim()) act[field.name] = value.trim()
  }
  return act
}

/** The typed content of an action as a line for a note. */
export function typed(act: { action: string; [field: string]: unknown }): string {
  return ['outcome', 'reason', 'text', 'words', 'task', 'waiting_for']
    .map((name) => act[name])
    .filter((value): value is string => typeof value === 'string')
    .join('；')
}

/** If nobody was reached there are no words of the resident: the tries and the last time are asked for instead. */
export const wordOf = (shape: { name: string }, word: string, values: Record<string, unknown>): string =>
  shape.name === 'answer' && values.answer === 'no_answer' && TRIED.has(word) ? `${word}_tried` : word
const TRIED = new Set(['way', 'at', 'words', 'hint'])
