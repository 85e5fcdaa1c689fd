// Linear scales: positions, round ticks, and paths. Small, because phones load it.

export interface Linear {
  (value: number): number
  invert(place: number): number
  /** About `count` round numbers in the domain. */
  ticks(count: number): number[]
}

/** 1, 2 or 5 times a power of ten that divides a span nearest to `count` times. */
export function stepOf(span: number, count: number): number {
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const over = rough / power
  return power * (over >= Math.sqrt(50) ? 10 : over >= Math.sqrt(10) ? 5 : over >= Math.SQRT2 ? 2 : 1)
}

export function linear(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
  clamped = false,
): Linear {
  const [low, high] = [Math.min(start, end), Math.max(start, end)]
  const place = (value: number) => {
    // If all values are equal, the position is in the middle.
    const at = start + (to === from ? 0.5 : (value - from) / (to - from)) * (end - start)
    return clamped ? Math.min(high, Math.max(low, at)) : at
  }
  return Object.assign(place, {
    invert: (at: number) => from + ((at - start) / (end - start)) * (to - from),
    ticks: (count: number) => {
      if (!(to > from)) return [from]
      const step = stepOf(to - from, count)
      const [first, last] = [Math.ceil(from / step), Math.floor(to / step)]
      // Steps below one are divided by their inverse, so that no tick is 0.30000000000000004.
      return Array.from({ length: last - first + 1 }, (_, index) =>
        step < 1 ? (first + index) / Math.round(1 / step) : (first + index) * step,
      )
    },
  })
}

/** A round end of an axis from zero. */
export function roundedUp(most: number, count: number): number {
  const step = stepOf(most, count)
  return Math.ceil(most / step) * step
}

const fixed = (place: number) => Number(place.toFixed(2))
export const path = (dots: { x: number; y: number }[]): string =>
  dots.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${fixed(x)},${fixed(y)}`).join('')
/** The line closed down to `floor`. */
export const under = (dots: { x: number; y: number }[], floor: number): string =>
  dots.length === 0
    ? ''
    : `${path(dots)}L${fixed(dots.at(-1)!.x)},${fixed(floor)}L${fixed(dots[0]!.x)},${fixed(floor)}Z`
