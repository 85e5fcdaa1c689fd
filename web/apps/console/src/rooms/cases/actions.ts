// The actions on a case as data: fields for the form, in order of importance.
import type { ActionName } from '@weiguang/api/resources'

export type FieldKind = 'line' | 'text' | 'moment' | 'account' | 'cell' | 'case' | 'kind' | 'choice' | 'tick'
export interface ActionField {
  name: string
  kind: FieldKind
  required?: boolean
  choices?: readonly string[]
  /** A moment in the past, by default now. */
  past?: boolean
}
export interface ActionShape {
  name: ActionName | 'urgency_off'
  /** The shortcut, in the queue and on the page. */
  key?: string
  tone?: 'main' | 'danger'
  fields: ActionField[]
}

const reason: ActionField = { name: 'reason', kind: 'text', required: true }

export const actions: ActionShape[] = [
  {
    name: 'place',
    key: 'l',
    tone: 'main',
    fields: [
      { name: 'code', kind: 'cell', required: true },
      { name: 'learn', kind: 'tick' },
    ],
  },
  { name: 'accept', key: 'a', tone: 'main', fields: [] },
  // The same key as accepting: only one of the two is offered.
  { name: 'take_over', key: 'a', fields: [] },
  { name: 'start', key: 's', tone: 'main', fields: [] },
  { name: 'pause_approve', key: 'y', tone: 'main', fields: [] },
  { name: 'pause_refuse', fields: [reason] },
  { name: 'resume', key: 'h', tone: 'main', fields: [] },
  { name: 'resolve', key: 'f', tone: 'main', fields: [{ name: 'outcome', kind: 'text', required: true }] },
  {
    name: 'answer',
    key: 'o',
    tone: 'main',
    fields: [
      { name: 'answer', kind: 'choice', required: true, choices: ['satisfied', 'not', 'no_answer'] },
      { name: 'way', kind: 'choice', required: true, choices: ['phone', 'in_person', 'message', 'other'] },
      { name: 'at', kind: 'moment', required: true, past: true },
      { name: 'words', kind: 'text', required: true },
    ],
  },
  { name: 'close', key: 'e', tone: 'main', fields: [] },
  {
    name: 'dispatch',
    key: 'd',
    fields: [
      { name: 'to_code', kind: 'cell' },
      { name: 'to_account', kind: 'account' },
    ],
  },
  {
    name: 'ask_part',
    key: 'b',
    fields: [
      { name: 'department', kind: 'line', required: true },
      { name: 'account', kind: 'account', required: true },
      { name: 'task', kind: 'text', required: true },
      { name: 'due', kind: 'moment' },
    ],
  },
  { name: 'return', key: 'r', fields: [reason] },
  {
    name: 'pause_ask',
    key: 'p',
    fields: [
      reason,
      { name: 'waiting_for', kind: 'line', required: true },
      { name: 'until', kind: 'moment', required: true },
    ],
  },
  { name: 'kind', key: 't', fields: [{ name: 'kind', kind: 'kind', required: true }] },
  { name: 'duplicate', key: 'm', fields: [{ name: 'of', kind: 'case', required: true }] },
  { name: 'escalate', key: 'u', fields: [reason] },
  { name: 'reopen', key: 'i', fields: [reason] },
  { name: 'urgency_off', fields: [reason] },
  { name: 'withdraw', key: 'w', tone: 'danger', fields: [reason] },
]

export const noteShape: ActionShape = {
  name: 'note',
  key: 'n',
  fields: [{ name: 'text', kind: 'text', required: true }],
}
/** Bulk actions, in display order. */
export const bulkShapes: ActionShape[] = ['accept', 'dispatch', 'return', 'note', 'kind', 'escalate', 'close'].flatMap(
  (name) => [...actions, noteShape].filter((shape) => shape.name === name),
)

/** Notes have a form below the timeline, and parts a button. */
export const partShape: ActionShape = {
  name: 'part',
  tone: 'main',
  fields: [
    { name: 'do', kind: 'choice', required: true, choices: ['accept', 'done', 'refuse'] },
    { name: 'words', kind: 'text' },
  ],
}

/** The permitted actions with a form, most important first. Placing is first while the place is uncertain, and last
 * afterwards. */
export function offered(names: string[], placed = false): ActionShape[] {
  const held = actions.filter((shape) => names.includes(shape.name))
  return placed
    ? [...held.filter((shape) => shape.name !== 'place'), ...held.filter((shape) => shape.name === 'place')]
    : held
}

/** Actions with a shortcut, one per key. */
export const keyed = () => [...actions, noteShape].filter((shape) => shape.key && shape.name !== 'take_over')

/** The missing fields of a form. */
export function missing(shape: ActionShape, values: Record<string, unknown>): string[] {
  const lacking = shape.fields
    .filter((field) => field.required && !String(values[field.name] ?? '').trim())
    .map((field) => field.name)
  if (shape.name === 'dispatch' && !values.to_code && !values.to_account) lacking.push('to_code')
  return lacking
}

/** If nobody was reached there are no words of the resident: the tries and the last time are asked for instead. */
export const wordOf = (shape: { name: string }, word: string, values: Record<string, unknown>): string =>
  shape.name === 'answer' && values.answer === 'no_answer' && TRIED.has(word) ? `${word}_tried` : word
const TRIED = new Set(['way', 'at', 'words', 'hint'])
