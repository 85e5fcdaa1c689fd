// The colours of values in map, legend and list; the colours are tokens.

export interface Scale {
  /** The colour token of each step. */
  tokens: readonly string[]
  stepOf(value: number): number
  /** A step drawn with stripes as well, so that it does not depend on colour alone. */
  striped?: number
}

/** Lower limit of each step of a count: grey for none, then yellow to dark red. */
export const steps = [
  { from: 0, label: '0', token: 'seq-0' },
  { from: 1, label: '1', token: 'seq-1' },
  { from: 2, label: '2', token: 'seq-2' },
  { from: 3, label: '3–4', token: 'seq-3' },
  { from: 5, label: '5–7', token: 'seq-4' },
  { from: 8, label: '8+', token: 'seq-5' },
] as const

export function stepOf(count: number): number {
  let step = 0
  steps.forEach((one, index) => {
    if (count >= one.from) step = index
  })
  return step
}

export const countScale: Scale = { tokens: steps.map((step) => step.token), stepOf }

/** Who is responsible for a cell: its holder, a deputy, or nobody. */
export const DUTY = { own: 0, deputy: 1, hole: 2 } as const
export const dutyScale: Scale = {
  tokens: ['duty-own', 'duty-deputy', 'duty-hole'],
  stepOf: (value) => value,
  striped: DUTY.hole,
}

export function colourOf(value: number, scale: Scale = countScale): string {
  return `var(--${scale.tokens[scale.stepOf(value)]})`
}
