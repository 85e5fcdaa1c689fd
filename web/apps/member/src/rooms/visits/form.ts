// Filling a form: relevant questions, known values to confirm, validation; as on the server (crates/domain/src/visits:
// expression.rs, filling.rs). Both are tested with vectors/form-conditions.json and vectors/form-filling.json.

import type { Answer, Condition, Known, Question } from '@weiguang/api/resources'

export interface Given {
  answer: Answer
  came: 'asked' | 'confirmed' | 'changed'
  seen?: string[]
}
export type Answers = Record<string, Given>

type Worth = string | number | string[] | boolean | null
type Find = (name: string) => Answer | undefined

function worthOf(answer: Answer | undefined): Worth {
  if (!answer) return null
  if (answer.is === 'number') return number(answer.value)
  if (answer.is === 'many') return [...answer.value].sort() // as the server stores them
  return answer.is === 'yes_no' ? (answer.value ? 'yes' : 'no') : answer.value
}
const text = (worth: Worth) => (worth === null ? '' : Array.isArray(worth) ? worth.join(' ') : String(worth))
const truth = (worth: Worth) => (Array.isArray(worth) ? worth.length > 0 : Boolean(worth))
/** A number of up to six digits and three decimals; longer ones, such as phones, are text. */
const NUMBER = /^\s*(-?\d{1,6})(?:[.．。](\d{0,3}))?\s*$/
function number(worth: Worth): number | null {
  if (typeof worth !== 'string') return typeof worth === 'number' ? worth : null
  const found = NUMBER.exec(worth)
  return found && Number(`${found[1]}.${found[2] || '0'}`)
}
/** Compares by code points, as the server does. */
function order(left: string, right: string): number {
  const [a, b] = [[...left], [...right]]
  const at = a.findIndex((letter, index) => letter !== b[index])
  return at < 0 ? a.length - b.length : (a[at]!.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? -1)
}

function compare(left: Worth, sign: string, right: Worth): boolean {
  const [a, b] = [number(left), number(right)]
  const apart = a !== null && b !== null ? a - b : order(text(left), text(right))
  if (sign === 'is') return apart === 0
  if (sign === 'is_not') return apart !== 0
  // A missing answer is neither above nor below anything.
  if (text(left) === '' || text(right) === '') return false
  return sign === 'below' ? apart < 0 : sign === 'at_most' ? apart <= 0 : sign === 'above' ? apart > 0 : apart >= 0
}
function worth({ op, name = '', value = '', of = [] }: Condition, self: Answer | undefined, find: Find): Worth {
  const [a = null, b = null] = of.map((part) => worth(part, self, find))
  switch (op) {
    case 'answer':
      return worthOf(find(name))
    case 'this':
      return worthOf(self)
    case 'number':
      return Number(value)
    case 'text':
      return value
    case 'or':
      return truth(a) || truth(b)
    case 'and':
      return truth(a) && truth(b)
    case 'not':
      return !truth(a)
    case 'selected':
      return Array.isArray(a) ? a.includes(text(b)) : text(b) !== '' && text(a) === text(b)
    case 'count_selected':
      return Array.isArray(a) ? a.length : Number(truth(a))
    case 'length':
      return [...text(a)].length
    default:
      return compare(a, op, b)
  }
}
export const holds = (expr: Condition | null, self: Answer | undefined, find: Find) =>
  !expr || truth(worth(expr, self, find))

/** Whether an answer fits its question: type, choices, constraint. */
export function fits({ kind, choices = [], constraint }: Question, answer: Answer, find: Find): boolean {
  const listed = (name: string) => choices.some((choice) => choice.name === name)
  const kinds: Record<string, boolean> = {
    text: answer.is === 'text',
    date: answer.is === 'date',
    yes_no: answer.is === 'yes_no',
    integer: answer.is === 'number' && Number.isInteger(number(answer.value)),
    decimal: answer.is === 'number' && number(answer.value) !== null,
    one: answer.is === 'one' && listed(answer.value),
    many: answer.is === 'many' && answer.value.every(listed),
  }
  return Boolean(kinds[kind]) && holds(constraint, answer, find)
}

export interface Put {
  question: Question
  known: Known | null
  fault: 'required' | 'limit' | null
}
/**
 * The relevant questions in the form's order, considering remaining answers only. `kept`: the answers to send.
 */
export function plan(
  questions: Question[],
  ledger: Record<string, Known>,
  given: Answers,
): { put: Put[]; kept: Answers } {
  const kept: Answers = {}
  const find: Find = (name) => kept[name]?.answer
  const put: Put[] = []
  for (const question of questions) {
    if (!holds(question.relevant, undefined, find)) continue
    const entry = ledger[question.name]
    const known = entry?.answer && !entry.stale && (entry.masked || fits(question, entry.answer, find)) ? entry : null
    const own = given[question.name]
    const sound = own && ((own.came === 'confirmed' && known?.masked) || fits(question, own.answer, find))
    if (own && sound) kept[question.name] = own
    put.push({
      question,
      known,
      fault: question.kind === 'note' || sound ? null : own ? 'limit' : question.required ? 'required' : null,
    })
  }
  return { put, kept }
}

/** Typed text as an answer; undefined if empty. */
export function answerOf(kind: Question['kind'], typed: string | string[] | boolean): Answer | null {
  if (typeof typed === 'boolean') return { is: 'yes_no', value: typed }
  if (Array.isArray(typed)) return typed.length > 0 ? { is: 'many', value: typed } : null
  const value = typed.normalize('NFKC').trim()
  if (!value) return null
  return kind === 'integer' || kind === 'decimal'
    ? { is: 'number', value }
    : { is: kind === 'date' || kind === 'one' ? kind : 'text', value: kind === 'text' ? typed.trim() : value }
}
