// Field errors of a form: shown at their field, or below the form if it has no such field.
import { computed, type Ref } from 'vue'
import { say, type Bilingual } from '@weiguang/i18n/t'
import type { FieldError, Problem } from './problem'

/** The messages of all field errors, or that of the problem, for places without fields. */
export function faultsOf(problem: Problem | null | undefined): Bilingual | undefined {
  if (!problem || problem.errors.length === 0) return problem?.said
  return {
    zh: problem.errors.map((fault) => fault.zh).join('；'),
    en: problem.errors.map((fault) => fault.en).join('; '),
  }
}

/** `fields`: the names that the form displays. The server separates parts of a field by dots: `home.label`, `phones.0`. */
export function useFaults(problem: Ref<Problem | null>, ...fields: string[]) {
  const isOf = (fault: FieldError, names: string[]) => fault.field.split('.').some((part) => names.includes(part))
  return {
    /** The error of a field; several names if the server knows the field by several. */
    error: (...names: string[]): string | undefined =>
      say(problem.value?.errors.find((fault) => isOf(fault, names))) || undefined,
    /** The messages without a field in the form. */
    rest: computed<string[]>(() => {
      const told = problem.value
      if (!told) return []
      return told.errors.length === 0
        ? [say(told.said)]
        : told.errors.filter((fault) => !isOf(fault, fields)).map((fault) => say(fault))
    }),
  }
}
