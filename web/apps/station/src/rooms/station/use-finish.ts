// The confirmation before finishing a number with open items.
import { shallowRef } from 'vue'
import type { Problem } from '@weiguang/api/problem'
import type { Ticket } from '../../resources'

export type About = 'question' | 'second' | 'nothing'
export interface Ask {
  about: About
  who: string
  ticket: Ticket | null
  resident: string | null
  next: boolean
  answer: (yes: boolean) => void
}
export const asking = shallowRef<Ask | null>(null)
const CODES: Record<string, About> = {
  'care.question-open': 'question',
  'care.second-awaited': 'second',
  'care.nothing-measured': 'nothing',
}
export const aboutOf = (problem: Problem | null): About | null => (problem ? (CODES[problem.code] ?? null) : null)

export function askFinish(one: Omit<Ask, 'answer'>): Promise<boolean> {
  return new Promise((resolve) => {
    asking.value = {
      ...one,
      answer: (yes) => {
        asking.value = null
        resolve(yes)
      },
    }
  })
}
