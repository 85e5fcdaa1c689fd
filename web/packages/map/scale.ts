// The colours of a count, the same on the map, in its legend and in the list beside it.

/** Lower bound of each step, with its colour: grey for none, then yellow to dark red. */
export const steps = [
  { from: 0, label: '0', colour: '#e8ecf1' },
  { from: 1, label: '1', colour: '#fde7b8' },
  { from: 2, label: '2', colour: '#f9c46b' },
  { from: 3, label: '3–4', colour: '#ee8f42' },
  { from: 5, label: '5–7', colour: '#d4532d' },
  { from: 8, label: '8+', colour: '#9e1f22' },
] as const

export function stepOf(count: number): number {
  let step = 0
  steps.forEach((one, index) => { if (count >= one.from) step = index })
  return step
}

export function colourOf(count: number): string {
  return steps[stepOf(count)]!.colour
}
