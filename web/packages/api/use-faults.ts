// Where a form says what was refused: under the field that is meant, and under the form whatever no field of it can show.
import { computed, type Ref } from 'vue'
import { say, type Said } from '@weiguang/i18n/t'
import type { FieldError, Problem } from './problem'

/** Where no field can show its own: what is wrong with each, or else the problem itself. */
export function faultsOf(problem: Problem | null | undefined): Said | undefined {
  if (!problem || problem.errors.length === 0) return problem?.said
  return {
    zh: problem.errors.map((fault) => fault.zh).join('；'),
    en: problem.errors.map((fault) => fault.en).join('; '),
  }
}

/** `fields` are the names that the form shows faults of. The server names a part of a field with dots: `home.label`, `phones.0`. */
export function useFaults(problem: Ref<Problem | null>, ...fields: string[]) {
  const isOf = (fault: FieldError, names: string[]) => fault.field.split('.').some((part) => names.includes(part))
  return {
    /** What was refused of a field; several names are one field that the server knows by each of them. */
    error: (...names: string[]): string | undefined =>
      say(problem.value?.errors.find((fault) => isOf(fault, names))) || undefined,
    /** The sentences that belong to no field, so that nothing is refused without a word. */
    rest: computed<string[]>(() => {
      const told = problem.value
      if (!told) return []
      return told.errors.length === 0
        ? [say(told.said)]
        : told.errors.filter((fault) => !isOf(fault, fields)).map((fault) => say(fault))
    }),
  }
}
